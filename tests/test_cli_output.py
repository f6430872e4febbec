"""What commands print and write: JSON lines, whole files, clear refusals."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.cli.output import Outputs, attempt, json_line, write_whole
from majlis.textkit.errors import TextError


@given(st.text(st.characters(exclude_categories=())))
def test_a_json_line_is_one_line_of_utf8_that_gives_the_words_back(words: str) -> None:
    line = json_line({"words": words}).decode("utf-8")
    assert len(line.splitlines()) == 1
    # JSON reads an escaped pair of surrogates as one character: the same words in UTF-16.
    read = json.loads(line)["words"]
    assert read.encode("utf-16", "surrogatepass") == words.encode("utf-16", "surrogatepass")


def test_a_json_line_keeps_the_letters_of_every_script() -> None:
    assert json_line({"a": "مجلس 理事会 Совет"}) == '{"a":"مجلس 理事会 Совет"}\n'.encode()


def test_a_file_is_written_whole_and_with_the_usual_permissions(tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    mask = os.umask(0o027)
    try:
        write_whole(str(target), b"new")
    finally:
        os.umask(mask)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["out.html"]


def test_a_file_that_is_replaced_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o604)
    link.symlink_to(target)
    write_whole(str(link), b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o604


def test_nothing_is_left_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TextError, match="No space left on device"):
        write_whole(str(target), b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", [["text", "read"], ["tour"]], ids=["read", "tour"])
def test_a_full_disk_behind_standard_output_is_no_defect(command: list[str]) -> None:
    samples = Path(__file__).resolve().parents[1] / "samples"
    place = samples if command == ["tour"] else samples / "tidal-gardens.2024.en.txt"
    program = "import sys; from majlis.cli import main; sys.exit(main())"
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", program, *command, str(place)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"majlis: Standard output cannot be written: ")
    assert done.stderr.count(b"\n") == 1


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(TextError, match=r"nowhere.*cannot be written.*existing folder"):
        write_whole(str(tmp_path / "nowhere" / "out"), b"")


def test_a_device_is_written_directly() -> None:
    write_whole(os.devnull, b"gone")
    assert not os.path.isfile(os.devnull)


def test_a_folder_gets_a_file_for_each_source(tmp_path: Path) -> None:
    place = f"{tmp_path}/new/folder/"
    outputs = Outputs(place, ".html", ["a/one.docx", "two.txt"])
    outputs.write("a/one.docx", b"1")
    outputs.write("two.txt", b"2")
    outputs.write("-", b"3")
    found = {path.name: path.read_bytes() for path in (tmp_path / "new/folder").iterdir()}
    assert found == {"one.html": b"1", "two.html": b"2", "standard-input.html": b"3"}


def test_two_sources_never_share_a_target(tmp_path: Path) -> None:
    outputs = Outputs(str(tmp_path), ".html", ["a/one.docx", "b/one.docx"])
    outputs.write("a/one.docx", b"1")
    with pytest.raises(TextError, match="already written"):
        outputs.write("b/one.docx", b"2")
    assert (tmp_path / "one.html").read_bytes() == b"1"


def test_a_source_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "one.docx"
    source.write_bytes(b"source")
    for place in (str(tmp_path), str(source)):
        with pytest.raises(TextError, match="would be overwritten"):
            Outputs(place, ".docx", [str(source)]).write(str(source), b"new")
    assert source.read_bytes() == b"source"


def test_a_defect_becomes_one_line_that_says_how_to_report_it() -> None:
    def broken() -> None:
        raise KeyError("several\nlines")

    result, error = attempt(broken)
    assert result is None
    assert "KeyError" in error
    assert "MAJLIS_DEBUG=1" in error
    assert "\n" not in error


def test_a_defect_shows_itself_where_debugging_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> None:
        raise KeyError("cause")

    monkeypatch.setenv("MAJLIS_DEBUG", "1")
    with pytest.raises(KeyError):
        attempt(broken)
