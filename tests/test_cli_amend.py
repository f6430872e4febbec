"""``majlis text amend``: what it prints, where conflicts go, its exit status."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from majlis.cli import main
from majlis.textkit.read import read_file

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
BASE = str(SAMPLES / "tidal-gardens.2024.en.txt")
AMENDMENTS = str(SAMPLES / "tidal-gardens.amendments.json")
WORD = str(SAMPLES / "tidal-gardens.2026.en.docx")

Result = tuple[int, bytes, list[dict[str, Any]]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Result]:
    """Runs the command: its status, standard output, and the JSON lines on standard error."""

    def command(*arguments: str) -> Result:
        status = main(["text", "amend", *arguments])
        printed = capfdbinary.readouterr()
        return status, printed.out, [json.loads(line) for line in printed.err.splitlines()]

    return command


def settled(tmp_path: Path) -> str:
    """The sample amendments without the two that exclude one another."""
    listed = json.loads(Path(AMENDMENTS).read_text("utf-8"))
    file = tmp_path / "settled.json"
    file.write_text(json.dumps([a for a in listed if a.get("target") != "para_4"]), "utf-8")
    return str(file)


def words(data: bytes, tmp_path: Path, ending: str, view: Any = "keep") -> list[tuple[str, str]]:
    """Label and words of the operative paragraphs of a document."""
    file = tmp_path / f"read.{ending}"
    file.write_bytes(data)
    return [(p.label, p.text) for p in read_file(file, view).walk() if p.kind == "operative"]


def test_json_holds_the_outcome_and_conflicts_are_no_error(run: Any) -> None:
    status, out, errors = run(BASE, AMENDMENTS)
    assert (status, errors, out.count(b"\n")) == (0, [], 1)
    outcome = json.loads(out)
    assert set(outcome) == {"text", "redline", "conflicts", "applied"}
    assert outcome["applied"] == ["K1", "R1", "K3", "R3"]
    [conflict] = outcome["conflicts"]
    assert (conflict["kind"], conflict["amendments"]) == ("overlap", ["K2", "R2"])
    assert outcome["text"]["file"] == BASE


def test_conflicts_are_lines_where_a_document_is_written(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    status, out, [line] = run(BASE, AMENDMENTS, "--format", "md", "--output", str(target))
    assert (status, out) == (1, b"")
    assert line["file"] == AMENDMENTS
    assert line["conflict"]["provision"] == "para_4"
    assert "affect the same wording" in line["conflict"]["message"]
    assert "Encourages harbours" in target.read_text("utf-8")


def test_nothing_is_said_where_there_is_no_conflict(run: Any, tmp_path: Path) -> None:
    status, out, errors = run(BASE, settled(tmp_path), "--format", "md")
    assert (status, errors) == (0, [])
    assert b"<!-- majlis-text" in out


@pytest.mark.parametrize("form", ["akn", "docx", "html", "md"])
def test_the_consolidated_text_shows_no_change(run: Any, tmp_path: Path, form: str) -> None:
    _, out, _ = run(BASE, settled(tmp_path), "--renumber", "--format", form)
    ending = "xml" if form == "akn" else form
    found = words(out, tmp_path, ending)
    assert found == words(out, tmp_path, ending, "accept") == words(out, tmp_path, ending, "reject")
    assert [label for label, _ in found] == ["1.", "2.", "3.", "(a)", "(b)", "4.", "5.", "6.", "7."]
    assert "a map and a list of the gardens in the register by 31 March 2025" in found[1][1]
    assert found[5] == ("4.", "Decides to hold a fair of seeds before each session;")
    if form in ("html", "md"):
        assert b"<del" not in out
        assert b"<ins" not in out


@pytest.mark.parametrize("form", ["akn", "docx", "html", "md"])
def test_the_redline_rejects_to_the_base(run: Any, tmp_path: Path, form: str) -> None:
    given = (BASE, settled(tmp_path), "--renumber", "--format", form)
    _, redline, _ = run(*given, "--redline")
    _, consolidated, _ = run(*given)
    ending = "xml" if form == "akn" else form
    base = [(p.label, p.text) for p in read_file(BASE).walk() if p.kind == "operative"]
    assert words(redline, tmp_path, ending, "reject") == base
    assert words(redline, tmp_path, ending, "accept") == words(consolidated, tmp_path, ending)


def test_each_change_of_the_redline_has_its_author(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "out.docx"
    run(BASE, AMENDMENTS, "--redline", "--format", "docx", "--output", str(target))
    with zipfile.ZipFile(target) as package:
        body = package.read("word/document.xml").decode("utf-8")
    assert body.count('w:author="Kelp Harbour"') > 0
    assert body.count('w:author="Isle of Reeds"') > 0


def test_brackets_show_what_is_disputed(run: Any) -> None:
    _, out, _ = run(BASE, AMENDMENTS, "--brackets")
    fourth = next(p for p in json.loads(out)["text"]["provisions"] if p["id"] == "para_4")
    assert fourth["text"].startswith("[Encourages] [Kelp Harbour: Urges] [Isle of Reeds: Requests]")


def test_html_is_a_page_that_stands_alone(run: Any, tmp_path: Path) -> None:
    _, out, _ = run(BASE, settled(tmp_path), "--redline", "--format", "html")
    assert out.count(b"<style>") == 1
    assert b"<link" not in out


def test_tracked_changes_in_the_base_are_accepted(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text('[{"id": "1", "op": "delete", "target": "para_7"}]', "utf-8")
    status, out, _ = run(WORD, str(file))
    texts = {p["id"]: p["text"] for p in json.loads(out)["text"]["provisions"]}
    assert status == 0
    assert texts["para_5"].startswith("Urges")
    assert "para_7" not in texts


def test_amendments_come_from_standard_input(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.TextIOWrapper(io.BytesIO(Path(AMENDMENTS).read_bytes()))
    monkeypatch.setattr(sys, "stdin", given)
    status, out, _ = run(BASE, "-")
    assert status == 0
    assert json.loads(out)["applied"] == ["K1", "R1", "K3", "R3"]


def test_both_cannot_come_from_standard_input(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["text", "amend", "-", "-"]) == 1
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "Only one of the two files can be standard input." in printed.err


def test_both_bad_files_are_named(run: Any, tmp_path: Path) -> None:
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    status, out, errors = run(one, other)
    assert (status, errors) == (1, [])
    assert [json.loads(line)["file"] for line in out.splitlines()] == [one, other]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "not valid JSON"),
        ("{}", "not a list"),
        ('[{"id": "1", "op": "burn"}]', "an unknown op"),
        ('[{"id": "1", "op": "delete"}]', "has no target"),
    ],
)
@pytest.mark.parametrize("form", ["json", "html"])
def test_bad_amendments_are_one_line(
    run: Any, tmp_path: Path, given: str, said: str, form: str
) -> None:
    file, target = tmp_path / "bad.json", tmp_path / "out"
    file.write_text(given, "utf-8")
    status, out, errors = run(BASE, str(file), "--format", form, "--output", str(target))
    assert (status, out, len(errors)) == (1, b"", 1)
    assert errors[0]["file"] == str(file)
    assert said in errors[0]["error"]
    assert not target.exists()


def test_an_unknown_target_is_a_conflict(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "gone.json"
    file.write_text('[{"id": "1", "op": "delete", "target": "para_99"}]', "utf-8")
    status, out, _ = run(BASE, str(file))
    assert status == 0
    assert [c["kind"] for c in json.loads(out)["conflicts"]] == ["unknown"]


def test_a_file_that_is_read_is_not_overwritten(run: Any, tmp_path: Path) -> None:
    file = settled(tmp_path)
    before = Path(file).read_bytes()
    status, _, [line] = run(BASE, file, "--output", file)
    assert status == 1
    assert "would be overwritten" in line["error"]
    assert Path(file).read_bytes() == before


def test_the_manual_shows_amendments_and_a_conflict_that_are_true(run: Any) -> None:
    manual = SAMPLES.parent / "docs/howto/amend-a-text.md"
    shown = [block.split("```")[0] for block in manual.read_text("utf-8").split("```json\n")[1:]]
    amendments, conflict = map(json.loads, shown)
    listed = json.loads(Path(AMENDMENTS).read_text("utf-8"))
    assert amendments
    assert all(amendment in listed for amendment in amendments)
    assert json.loads(run(BASE, AMENDMENTS)[1])["conflicts"] == [conflict]
