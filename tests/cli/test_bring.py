"""``majlis import``: what it says, what it refuses before anything is done, and what a kill leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import pytest

from majlis.cli import bring, build_parser, main
from majlis.instruments.imports import reader_pool
from majlis.instruments.models import Import, Instrument, Version
from majlis.parties.models import Body
from majlis.site.command_database import running_database
from majlis.site.configuration import load_configuration
from majlis.site.errors import SiteError
from majlis.textkit.errors import TextError
from tests.instruments.imports.test_bulk import Here, resolution
from tests.site.conftest import prepared, site
from tests.site.site_process import Site, becomes_true

__all__ = ["prepared", "site"]
BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process."""
    monkeypatch.setattr(reader_pool, "_pool", Here)


def chosen(*arguments: str) -> Namespace:
    return build_parser().parse_args(["import", *arguments])


def done(folder: Path, *arguments: str) -> int:
    """The command on the database of the tests."""
    given = chosen(str(folder), *arguments)
    return bring.bring_in(given, list(reader_pool.list_files([folder])))


def texts(folder: Path, *numbers: int) -> Path:
    folder = folder / "texts"  # beside the files that the site keeps
    folder.mkdir()
    for number in numbers:
        (folder / f"{number}.txt").write_text(resolution(number), encoding="utf-8")
    return folder


@pytest.mark.django_db
def test_each_file_is_a_json_line_and_what_failed_is_named_at_the_end(
    tmp_path: Path, here: None, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = texts(tmp_path, 1, 3)
    (folder / "2.docx").write_bytes(b"%PDF-1.7 nothing")
    assert done(folder, "--publish") == 1
    printed = capfd.readouterr()
    lines = [json.loads(line) for line in printed.out.splitlines()]
    assert [line["status"] for line in lines] == ["published", "failed", "published"]
    assert [Path(line["file"]).name for line in lines] == ["1.txt", "2.docx", "3.txt"]
    assert lines[0]["versions"] == ["texts/tg-res-12-1/1"]
    said = printed.err.splitlines()
    assert said[-3].startswith("3 of 3, 1 failed, ")
    assert said[-2] == "1 of 3 files failed:"
    assert said[-1] == f"  {lines[1]['file']}: {lines[1]['error']}"
    assert "PDF" in said[-1]
    (folder / "2.docx").unlink()
    assert done(folder, "--publish", "--quiet") == 0
    printed = capfd.readouterr()
    assert printed.err == ""
    assert [json.loads(line)["status"] for line in printed.out.splitlines()] == ["known"] * 2


@pytest.mark.django_db
def test_an_unknown_body_or_kind_is_refused_before_anything_is_done(
    tmp_path: Path, here: None
) -> None:
    folder = texts(tmp_path, 1)
    with pytest.raises(TextError, match="no body 'gardens'"):
        done(folder, "--body", "gardens")
    with pytest.raises(TextError, match=r"no kind 'song'.*resolution"):
        done(folder, "--kind", "song")
    assert not Import.objects.exists()


@pytest.mark.django_db
def test_body_state_and_kind_are_said_of_all(tmp_path: Path, here: None) -> None:
    from majlis.kernel.records import create_record

    record = create_record("body", "bodies/gardens", {"title": {"en": "Board of Gardens"}})
    body = Body.objects.create(record=record, slug="gardens")
    options = ("--body", "gardens", "--state", "in_force", "--kind", "decision")
    assert done(texts(tmp_path, 1, 2), "--publish", "--quiet", *options) == 0
    assert {each.body for each in Version.objects.all()} == {body}
    assert {each.state for each in Version.objects.all()} == {"in_force"}
    held = Instrument.objects.filter(held=True)
    assert {(each.body, each.kind) for each in held} == {(body, "decision")}


@pytest.mark.django_db
def test_where_the_database_ends_the_command_says_how_to_go_on(
    tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from majlis.instruments.imports import actions

    def ended(*_: Any, **__: Any) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(actions, "upload_import", ended)
    with pytest.raises(SiteError, match="run the same command again"):
        done(texts(tmp_path, 1))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.txt", "--state", "rejected"],
        ["a.txt", "--language", "de"],
        ["a.txt", "--jobs", "0"],
        ["a.txt", "--jobs", "many"],
        ["a.txt", "--publ"],
    ],
)
def test_a_wrong_command_line_ends_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", *arguments])
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_folders_without_files_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("majlis: No files found.")


def rows(site: Site, statement: str) -> list[Any]:
    url = load_configuration({"MAJLIS_DATA": str(site.data)}).owner_url.replace(
        "majlis_owner", "postgres"
    )
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_command_that_was_killed_goes_on_and_nothing_is_lost_or_doubled(
    site: Site,
) -> None:
    """On a site that does not run: killed with its database, at a moment that nobody chose."""
    folder = site.data / "texts"  # the account of the site reads them
    folder.mkdir()
    sys.path.insert(0, str(BENCH))
    from resolutions import resolutions

    count = 40
    for name, words in resolutions(count):
        (folder / name).write_text(words, encoding="utf-8")
    (folder / "bad.docx").write_bytes(b"%PDF-1.7 nothing")
    command = site.command("import", "--publish", "--state", "adopted", str(folder))
    process = subprocess.Popen(
        command, env=site.environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    before = [json.loads(process.stdout.readline()) for _ in range(8)]
    time.sleep(0.05)
    process.kill()
    process.wait()
    process.stdout.close()
    # The readers end with it, and so does the database.
    assert becomes_true(lambda: not [each for each in site.processes() if each.pid != os.getpid()])
    again = site.run("import", "--publish", "--state", "adopted", str(folder))
    assert again.returncode == 1, again.stderr
    lines = [json.loads(line) for line in again.stdout.splitlines()]
    found = Counter(line["status"] for line in lines)
    assert found["failed"] == 1
    assert found["known"] >= sum(line["status"] == "published" for line in before)
    assert found["known"] + found["published"] == count
    assert "1 of 41 files failed:" in again.stderr
    with running_database(load_configuration({"MAJLIS_DATA": str(site.data)})):
        mine = "i.symbol like 'TG/RES/12/%' and i.held"
        assert rows(site, f"select count(*) from instruments_instrument i where {mine}") == [
            (count,)
        ]
        versions = (
            "select count(*), count(distinct v.instrument_id), count(l.id)"
            " from instruments_version v join instruments_languageversion l on l.version_id = v.record_id"
            f" join instruments_instrument i on i.record_id = v.instrument_id where {mine}"
        )
        assert rows(site, versions) == [(count, count, count)]
        lost = "select count(*) from instruments_provision p where not exists (select from instruments_provisionwording w where w.provision_id = p.id)"
        assert rows(site, lost) == [(0,)]
        states = "select state, count(*) from instruments_import group by state order by state"
        assert dict(rows(site, states))["unreadable"] == 1
        assert set(dict(rows(site, states))) == {"published", "unreadable"}
    # What was kept is the site's own, to be read by its server.
    owner = site.folder.stat().st_uid
    assert {path.stat().st_uid for path in site.folder.glob("files/*/*")} == {owner}
