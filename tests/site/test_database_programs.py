"""The programs that read an external database are never older than it."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.site import database_programs
from majlis.site.configuration import Configuration, load_configuration
from majlis.site.database_programs import find_program
from majlis.site.errors import SiteError
from majlis.site.postgres import ClusterError


def install(folder: Path, release: int | str) -> str:
    """A pg_dump that states its release, as those of PostgreSQL do."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "pg_dump"
    program.write_text(
        f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {release}.3 (Debian {release}.3-1)'\n"
    )
    program.chmod(0o755)
    return str(program)


@pytest.fixture
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configuration:
    """Of a machine that has only what a test installs: on PATH, in folders of packages, embedded 18."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}:/usr/bin/none")
    monkeypatch.setattr(database_programs, "INSTALLED_FOLDERS", (f"{tmp_path}/usr/*/bin",))
    embedded = install(tmp_path / "embedded", 18)
    monkeypatch.setattr(database_programs, "program_path", lambda _name: embedded)
    return load_configuration({"MAJLIS_DATA": str(tmp_path / "data")})


def test_the_release_of_the_server_is_preferred_then_the_oldest_newer_one(
    configuration: Configuration, tmp_path: Path
) -> None:
    on_path = install(tmp_path / "path", 17)
    for release in (15, 16, 20):
        install(tmp_path / "usr" / str(release) / "bin", release)
    found = {release: find_program(configuration, "pg_dump", release) for release in range(16, 21)}
    assert found == {
        16: str(tmp_path / "usr/16/bin/pg_dump"),
        17: on_path,
        18: str(tmp_path / "embedded/pg_dump"),
        19: str(tmp_path / "usr/20/bin/pg_dump"),
        20: str(tmp_path / "usr/20/bin/pg_dump"),
    }


def test_a_newer_server_than_all_programs_is_refused_with_what_to_install(
    configuration: Configuration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SiteError, match="newest here is of release 18.*postgresql-client-19 of"):
        find_program(configuration, "pg_dump", 19)

    def absent(_name: str) -> str:
        raise ClusterError("not installed")

    monkeypatch.setattr(database_programs, "program_path", absent)
    with pytest.raises(SiteError, match="there is none here"):
        find_program(configuration, "pg_dump", 16)


def test_only_the_folder_of_the_setting_is_searched(
    configuration: Configuration, tmp_path: Path
) -> None:
    given = {"MAJLIS_POSTGRES_PROGRAMS": str(tmp_path / "mine")}
    configured = load_configuration(given)
    install(tmp_path / "mine", 16)
    assert find_program(configured, "pg_dump", 16) == str(tmp_path / "mine/pg_dump")
    with pytest.raises(SiteError, match=f"later in {tmp_path}/mine; the newest here is of .* 16"):
        find_program(configured, "pg_dump", 18)


def test_debians_wrapper_and_broken_programs_are_passed_over(
    configuration: Configuration, tmp_path: Path
) -> None:
    install(tmp_path / "wrapper", 17)
    (tmp_path / "wrapper/pg_dump").rename(tmp_path / "wrapper/pg_wrapper")
    (tmp_path / "path").mkdir()
    (tmp_path / "path/pg_dump").symlink_to(tmp_path / "wrapper/pg_wrapper")
    broken = tmp_path / "usr/17/bin/pg_dump"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert find_program(configuration, "pg_dump", 17) == str(tmp_path / "embedded/pg_dump")
