"""``majlis text``: the contract of its commands (``amend``: ``test_cli_amend``)."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from majlis.cli import main

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
OLD = str(SAMPLES / "tidal-gardens.2024.en.txt")
NEW = str(SAMPLES / "tidal-gardens.2026.en.docx")
ARABIC = str(SAMPLES / "tidal-gardens.2026.ar.txt")
READ_KEYS = {
    "file",
    "language",
    "direction",
    "kind",
    "body",
    "symbol",
    "title",
    "date",
    "provisions",
}
PROVISION_KEYS = {
    "id",
    "kind",
    "parent",
    "label",
    "number",
    "old_number",
    "verb",
    "text",
    "change",
    "inferred",
}
MANDATE_KEYS = {
    "provision",
    "actors",
    "verb",
    "force",
    "action",
    "deliverable",
    "recipients",
    "via",
    "deadline",
    "occasion",
    "recurrence",
    "trigger",
    "cites",
    "quoted",
    "witness",
}


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Runs a command: its status, the JSON lines on standard output, and standard error."""

    def command(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
        status = main(arguments)
        printed = capfdbinary.readouterr()
        lines = printed.out.decode("utf-8").split("\n")
        assert lines.pop() == ""
        return status, [json.loads(line) for line in lines], printed.err.decode("utf-8")

    return command


def operative(read: dict[str, Any]) -> list[tuple[str, str]]:
    """Number and words of the operative provisions of a read text."""
    return [(p["number"], p["text"]) for p in read["provisions"] if p["kind"] == "operative"]


def test_read_gives_the_keys_of_the_contract(run: Any) -> None:
    status, [read], errors = run("text", "read", NEW)
    assert (status, errors) == (0, "")
    assert set(read) >= READ_KEYS
    assert read["file"] == NEW
    assert (read["language"], read["direction"]) == ("en", "ltr")
    assert all(set(provision) >= PROVISION_KEYS for provision in read["provisions"])


def test_accept_and_reject_give_the_new_and_the_old_text(run: Any) -> None:
    _, [new], _ = run("text", "read", "--changes", "accept", NEW)
    _, [old], _ = run("text", "read", "--changes", "reject", NEW)
    _, [source], _ = run("text", "read", OLD)
    assert operative(old) == operative(source)
    assert dict(operative(new))["2"].endswith("in the register by 31 March 2027;")
    assert len(operative(new)) == len(operative(source))
    assert {p["change"] for p in new["provisions"] + old["provisions"]} == {None}


def test_keep_is_the_default_and_marks_changes(run: Any) -> None:
    _, [kept], _ = run("text", "read", NEW)
    _, [asked], _ = run("text", "read", "--changes", "keep", NEW)
    assert kept == asked
    changes = [p["change"] for p in kept["provisions"]]
    assert {"inserted", "deleted", "changed"} <= set(changes)


def test_keep_holds_the_old_and_the_new_numbers(run: Any) -> None:
    _, [kept], _ = run("text", "read", NEW)
    _, [new], _ = run("text", "read", "--changes", "accept", NEW)
    _, [old], _ = run("text", "read", "--changes", "reject", NEW)
    provisions = [p for p in kept["provisions"] if p["kind"] == "operative"]
    shown = [p["number"] for p in provisions if p["change"] != "deleted"]
    assert shown == [number for number, _ in operative(new)]
    before = [
        p["number"] if p["old_number"] is None else p["old_number"]
        for p in provisions
        if p["change"] != "inserted"
    ]
    assert before == [number for number, _ in operative(old)]


def test_a_bad_file_is_a_line_and_the_others_are_done(run: Any, tmp_path: Path) -> None:
    empty, absent = str(tmp_path / "empty.docx"), str(tmp_path / "absent.txt")
    Path(empty).write_bytes(b"")
    status, lines, errors = run("text", "read", OLD, empty, absent, ARABIC)
    assert status == 1
    assert errors == ""
    assert [line["file"] for line in lines] == [OLD, empty, absent, ARABIC]
    assert [set(line) == {"file", "error"} for line in lines] == [False, True, True, False]
    assert all("\n" not in line.get("error", "") for line in lines)


def test_mandates_keeps_going_too(run: Any, tmp_path: Path) -> None:
    status, lines, _ = run("text", "mandates", str(tmp_path), OLD)
    assert status == 1
    assert set(lines[0]) == {"file", "error"}
    assert lines[1]["file"] == OLD
    assert {mandate["deadline"] for mandate in lines[1]["mandates"]} >= {"2025-06-30"}
    assert all(set(mandate) >= MANDATE_KEYS for mandate in lines[1]["mandates"])
    assert isinstance(lines[1]["clauses"], list)


@pytest.mark.parametrize("command", ["compare", "align"])
def test_both_bad_files_of_a_pair_are_named(run: Any, tmp_path: Path, command: str) -> None:
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    status, lines, _ = run("text", command, one, other)
    assert status == 1
    assert [line["file"] for line in lines] == [one, other]


def test_compare_gives_spans_that_join_to_both_texts(run: Any) -> None:
    status, [compared], _ = run("text", "compare", OLD, NEW)
    assert status == 0
    assert 0 < compared["similarity"] < 1
    assert {change["op"] for change in compared["changes"]} >= {"equal", "changed", "inserted"}
    for change in compared["changes"]:
        assert set(change) >= {"op", "old", "new", "old_text", "new_text", "spans"}
        old = "".join(words for op, words in change["spans"] if op in "=-")
        new = "".join(words for op, words in change["spans"] if op in "=+")
        assert (old, new) == (change["old_text"] or "", change["new_text"] or "")


def test_align_pairs_the_operative_paragraphs_of_two_languages(run: Any) -> None:
    status, [aligned], _ = run("text", "align", NEW, ARABIC)
    assert status == 0
    assert set(aligned) >= {"pairs", "differences"}
    _, [english, arabic], _ = run("text", "read", "--changes", "accept", NEW, ARABIC)
    numbers = [
        {p["id"]: p["number"] for p in read["provisions"] if p["kind"] == "operative"}
        for read in (english, arabic)
    ]
    pairs = [(numbers[0][a], numbers[1].get(b)) for a, b, _ in aligned["pairs"] if a in numbers[0]]
    assert len(pairs) == len(numbers[0])
    assert all(a == b for a, b in pairs)


@pytest.mark.parametrize("form", ["akn", "docx", "html", "md"])
def test_a_document_on_standard_output_reads_back(
    run: Any, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, form: str
) -> None:
    assert main(["text", "read", "--format", form, OLD]) == 0
    again = tmp_path / f"again.{'xml' if form == 'akn' else form}"
    again.write_bytes(capfdbinary.readouterr().out)
    _, [first, second], _ = run("text", "read", OLD, str(again))
    assert operative(second) == operative(first)


@pytest.mark.parametrize("view", ["accept", "reject"])
@pytest.mark.parametrize("form", ["html", "md"])
def test_a_document_of_one_view_shows_no_change(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, view: str, form: str
) -> None:
    flat = tmp_path / "flat.txt"
    flat.write_text(
        "1. Decides to meet;\n2. Requests a map;\n23. Encourages Urges ports to sing;\n34. Invites gifts.",
        "utf-8",
    )
    shown = ["text", "read", "--format", form, "--language", "en", str(flat)]
    assert main([*shown, "--changes", view]) == 0
    page = capfdbinary.readouterr().out.rpartition(b"</style>")[2]
    assert not any(sign in page for sign in (b"<ins", b"<del", b"old-label", b"change="))
    assert main(shown) == 0
    assert b"<del" in capfdbinary.readouterr().out


def test_compare_writes_word_with_tracked_changes(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "changes.docx"
    status, lines, _ = run("text", "compare", "--format", "docx", "--output", str(target), OLD, NEW)
    assert (status, lines) == (0, [])
    with zipfile.ZipFile(target) as package:
        body = package.read("word/document.xml").decode("utf-8")
    assert "<w:ins " in body
    assert "<w:del " in body
    assert set(re.findall(r'w:author="([^"]*)"', body)) == {"Majlis"}


def test_a_comparison_in_word_bears_author_and_time(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2209032000")
    for name in ("one.docx", "two.docx"):
        to = ("--format", "docx", "--output", str(tmp_path / name))
        assert run("text", "compare", "--author", "O. Warden", *to, OLD, NEW)[0] == 0
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.docx") as package:
        body = package.read("word/document.xml").decode("utf-8")
    assert set(re.findall(r'w:author="([^"]*)" w:date="([^"]*)"', body)) == {
        ("O. Warden", "2040-01-01T12:00:00Z")
    }


@pytest.mark.parametrize("said", ["", "soon", "99999999999999", "9" * 5000])
def test_a_time_that_is_none_is_said(run: Any, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
    status, _, errors = run("text", "compare", "--format", "docx", OLD, NEW)
    assert status == 1
    assert json.loads(errors)["error"].startswith("SOURCE_DATE_EPOCH is not a valid time.")


def test_compare_writes_html(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["text", "compare", "--format", "html", OLD, NEW]) == 0
    page = capfdbinary.readouterr().out.decode("utf-8")
    assert "<ins" in page
    assert "<del" in page


def test_json_lines_go_to_one_file_or_to_one_each(run: Any, tmp_path: Path) -> None:
    one, folder = tmp_path / "all.jsonl", tmp_path / "each"
    assert run("text", "read", "--output", str(one), OLD, ARABIC)[:2] == (0, [])
    assert [json.loads(line)["file"] for line in one.read_text("utf-8").splitlines()] == [
        OLD,
        ARABIC,
    ]
    assert run("text", "read", "--output", f"{folder}/", OLD, ARABIC)[:2] == (0, [])
    assert sorted(path.name for path in folder.iterdir()) == [
        "tidal-gardens.2024.en.json",
        "tidal-gardens.2026.ar.json",
    ]


def test_an_error_goes_to_standard_error_where_documents_are_written(
    run: Any, tmp_path: Path
) -> None:
    absent = str(tmp_path / "absent.txt")
    target = tmp_path / "out.html"
    status, lines, errors = run("text", "read", "--format", "html", "--output", str(target), absent)
    assert (status, lines) == (1, [])
    assert json.loads(errors)["file"] == absent
    assert not target.exists()


@pytest.mark.parametrize("form", ["akn", "docx", "html"])
def test_several_documents_need_a_folder(run: Any, form: str) -> None:
    status, lines, errors = run("text", "read", "--format", form, OLD, ARABIC)
    assert (status, lines) == (1, [])
    assert errors.count("\n") == 1
    assert "--output FOLDER/" in errors


def test_standard_input_is_read(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.TextIOWrapper(io.BytesIO(Path(NEW).read_bytes()))
    monkeypatch.setattr(sys, "stdin", given)
    status, [read], _ = run("text", "read", "-")
    _, [named], _ = run("text", "read", NEW)
    assert status == 0
    assert read == named | {"file": "-"}


def test_standard_input_has_the_limit_of_a_file(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("majlis.textkit.read.MAX_BYTES", 2**20)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a " * 600_000)))
    status, [line], _ = run("text", "read", "-")
    assert status == 1
    assert line["error"].startswith("Standard input exceeds the limit of 1 MB.")


def test_an_unknown_language_is_an_error_of_the_file(run: Any) -> None:
    status, [line], _ = run("text", "read", "--language", "xx", OLD)
    assert status == 1
    assert "ar, zh, en, fr, ru, es" in line["error"]


def test_a_language_may_be_given(run: Any) -> None:
    _, [read], _ = run("text", "read", "--language", "FR", OLD)
    assert read["language"] == "fr"


def test_a_defect_of_one_file_leaves_the_others(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from majlis.textkit import read

    honest = read.read_file

    def breaks(path: str, **options: Any) -> Any:
        if path == ARABIC:
            raise RuntimeError("a defect")
        return honest(path, **options)

    monkeypatch.setattr(read, "read_file", breaks)
    status, lines, _ = run("text", "read", ARABIC, OLD)
    assert status == 1
    assert "a defect" in lines[0]["error"]
    assert lines[1]["file"] == OLD


def test_lone_surrogates_do_not_stop_a_line(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "surrogates.txt"
    file.write_bytes(b"1. Decides to \xed\xa0\x80 meet again.\n")
    status, lines, _ = run("text", "read", str(file))
    assert len(lines) == 1
    assert status == int("error" in lines[0])


def test_garbage_is_seldom_looked_for_among_the_objects_of_a_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    thresholds: list[int] = []
    monkeypatch.setattr("gc.set_threshold", thresholds.append)
    assert main(["text", "read", OLD]) == 0
    assert min(thresholds) >= 100_000
