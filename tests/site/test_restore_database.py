"""A restore into a database elsewhere fills it in one transaction, and leaves it empty if anything fails."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from majlis.site import restore
from majlis.site.backup import Manifest, dump_program
from majlis.site.configuration import Configuration, load_configuration
from majlis.site.errors import SiteError
from majlis.site.models import Installation

OWNER_DATABASE, ROLE = "majlis_probe_restore", "majlis_probe_role"


def address(role: str, database: str) -> str:
    """The address of a database on the server of the tests."""
    host = quote(connection.settings_dict["HOST"], safe="")
    return f"postgresql://{role}@{host}/{database}"


@pytest.fixture
def dump(transactional_db: None, tmp_path: Path) -> Path:
    """A dump of two tables of this database."""
    Installation.objects.create(kind="real", identity="ab" * 16)
    given = connection.settings_dict
    source = address(given["USER"], given["NAME"])
    configuration = load_configuration({"MAJLIS_DATA": str(tmp_path), "DATABASE_URL": source})
    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        program = dump_program(configuration, int(cursor.fetchone()[0]) // 10000)
    target = tmp_path / "dump"
    command = [program, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    tables = ["--table=django_migrations", "--table=site_installation"]
    subprocess.run([*command, *tables, f"--dbname={source}"], check=True)
    return target


@pytest.fixture
def empty(dump: Path, tmp_path: Path) -> Iterator[Configuration]:
    """A site whose database is empty, and whose server does not have the role of the application yet."""
    user = connection.settings_dict["USER"]
    with psycopg.connect(address(user, "postgres"), autocommit=True) as server:

        def clean() -> None:
            server.execute(f"drop database if exists {OWNER_DATABASE} with (force)")
            server.execute(f"drop role if exists {ROLE}")

        clean()
        server.execute(f"create database {OWNER_DATABASE} template template0")
        configuration = load_configuration(
            {
                "MAJLIS_DEMO": "0",
                "MAJLIS_DATA": str(tmp_path / "data"),
                "DATABASE_URL": address(ROLE, OWNER_DATABASE),
                "DATABASE_OWNER_URL": address(user, OWNER_DATABASE),
            }
        )
        configuration.files.mkdir(parents=True)
        yield configuration
        clean()


def manifest_of(rows: dict[str, int]) -> Manifest:
    """A manifest that names these numbers of rows."""
    return Manifest(1, "1", "real", "18", "2027-03-01", [], rows, [])


def tables_of(configuration: Configuration) -> set[str]:
    """The tables in the database of a site."""
    with psycopg.connect(configuration.owner_url) as there:
        rows = there.execute("select tablename from pg_tables where schemaname = 'public'")
        return {row[0] for row in rows.fetchall()}


def test_a_restore_that_fails_late_leaves_the_database_empty(
    empty: Configuration, dump: Path
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from django_migrations")
        rows = {"django_migrations": cursor.fetchone()[0], "site_installation": 1}
    with pytest.raises(SiteError, match=f'could not be filled: role "{ROLE}" does not exist'):
        restore._restore_tables(empty, dump, manifest_of(rows))
    assert tables_of(empty) == set()
    with connection.cursor() as cursor:
        cursor.execute(f"create role {ROLE} login")
    with pytest.raises(SiteError, match="rows of the table site_installation differs"):
        restore._restore_tables(empty, dump, manifest_of(rows | {"site_installation": 2}))
    assert tables_of(empty) == set()
    restore._require_ready(empty)
    restore._restore_tables(empty, dump, manifest_of(rows))
    assert tables_of(empty) == set(rows)
    with psycopg.connect(empty.owner_url) as there:
        there.execute(f"set role {ROLE}")
        assert there.execute("select kind from site_installation").fetchall() == [("real",)]
    assert (empty.files / "majlis-site").is_file()
    with pytest.raises(SiteError, match="is not empty"):
        restore._require_ready(empty)


def test_a_server_without_the_role_of_the_application_is_refused_before_anything_is_written(
    empty: Configuration,
) -> None:
    with pytest.raises(SiteError, match=f"does not have the role {ROLE} of DATABASE_URL"):
        restore._require_ready(empty)
    one_role = replace(empty, given_database_url=empty.owner_url)
    restore._require_ready(one_role)
    assert tables_of(empty) == set()
