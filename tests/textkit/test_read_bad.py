"""Bad input through the one door: a line that says what is wrong and what to do, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.errors import TextError
from majlis.textkit.read import MAX_BYTES, read_bytes, read_file

GERMAN = (
    "Der Rat bittet die Wächter, das Tor zu schließen und einen Bericht vorzulegen. Er begrüßt die "
    "Arbeit der Gruppe und dankt allen, die daran teilgenommen haben, für ihre Hilfe und ihre Geduld."
)

BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "scan.pdf": (b"%PDF-1.7\n...", "PDF"),
    "rich.rtf": (b"{\\rtf1 the gate}", "Rich Text"),
    "binary.txt": (b"the gate\x00\x01\x02", "binary"),
    "latin.txt": ("l'accès à la côte".encode("latin-1"), "not in UTF-8"),
    "surrogate.txt": (b"the \xed\xa0\x80 gate", "not in UTF-8"),
    "cut.txt": ("ворота".encode()[:-1], "not in UTF-8"),
    "german.txt": (GERMAN.encode(), "'de'"),
    "words.docx": (b"These are words, and no Word file.", "no Word file"),
    "words.xml": (b"PK\x03\x04and so on", "Office or zip"),
    "odd.docx": (b"PK\x03\x04and so on", "damaged"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old"),
    "other.xml": (b"<?xml version='1.0'?><gate><hinge/></gate>", "Akoma Ntoso"),
    "entity.xml": (b"<!DOCTYPE a [<!ENTITY b 'c'>]><akomaNtoso>&b;</akomaNtoso>", "DOCTYPE"),
    "cut.xml": (b"<akomaNtoso><doc><mainBody>", ""),
}


@pytest.mark.parametrize("name", BAD)
def test_a_line_that_says_what_is_wrong(name: str, tmp_path: Path) -> None:
    data, word = BAD[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TextError) as caught:
        read_file(tmp_path / name)
    message = str(caught.value)
    assert word in message
    assert "\n" not in message
    assert caught.value.mend


def test_unknown_language_asked_for() -> None:
    with pytest.raises(TextError, match="ar, zh, en, fr, ru, es"):
        read_bytes(b"the gate", language="xx")


def test_a_foreign_language_is_read_when_asked_for() -> None:
    assert read_bytes(GERMAN.encode(), language="en").language == "en"


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(TextError, match="limit"):
        read_file(path)


def test_folder_and_missing_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.txt"):
        with pytest.raises(TextError):
            read_file(path)


def test_what_can_be_read_is_read_with_a_note() -> None:
    mixed = "The wardens look at the gate and write to the council. " + "Сады приливной зоны. " * 3
    for words, kind in (
        ("The gate \u202eis shut.", "direction"),
        ("The wardens look at the gate of the harbour and the tide.", "structure"),
        (mixed, "language"),
    ):
        text = read_bytes(words.encode())
        assert kind in {note.kind for note in text.notes}
        assert "".join(p.text for p in text.walk()) == words.strip()
