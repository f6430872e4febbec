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
    "latin.txt": ("l'accès à la côte".encode("latin-1"), "not encoded in UTF-8"),
    "surrogate.txt": (b"the \xed\xa0\x80 gate", "not encoded in UTF-8"),
    "cut.txt": ("ворота".encode()[:-1], "not encoded in UTF-8"),
    "german.txt": (GERMAN.encode(), "“de”"),
    "words.docx": (b"These are words, and no Word file.", "not a Word file"),
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


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"a" * 100, b"words " * 20])
def test_too_many_bytes_are_refused(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("majlis.textkit.read.MAX_BYTES", 100)
    with pytest.raises(TextError, match="limit"):
        read_bytes(data)


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


def test_many_comments_before_a_page_are_passed_in_one_go() -> None:
    """The look for a page must not try the comments in every cut (2**400 of them): it hangs."""
    comments = b"<!-- the tide -->" * 200
    text = read_bytes(comments + b"<html><body><p>The gate is shut.</p></body></html>")
    assert [provision.text for provision in text.walk()] == ["The gate is shut."]
    with pytest.raises(TextError, match="Akoma Ntoso"):
        read_bytes(comments + b"<!-- no page follows")


OWN = '<!-- majlis-text {"language": "xx", "kind": "text"} -->\n\n'


def test_a_file_of_ours_speaks_one_of_the_six_languages() -> None:
    words = "The wardens look at the gate of the harbour and at the tide that is in it."
    page = f'<main data-majlis="1" data-language="xx"><p>{words}</p></main>'
    for data in (f"{OWN}{words}\n", f"<html><body>{page}</body></html>"):
        assert read_bytes(data.encode()).language == "en"
        assert read_bytes(data.encode(), language="fr").language == "fr"


@pytest.mark.parametrize("level", ["²", "٣", "-1", "9" * 5000, "9", "x"])
def test_a_forged_level_is_no_reason_to_fail(level: str) -> None:
    data = f'{OWN}- The gate. <!-- paragraph id="a" level="{level}" -->\n'
    assert [p.text for p in read_bytes(data.encode()).walk()] == ["The gate."]


def test_a_forged_tree_stays_shallow() -> None:
    lines = (f'- The gate. <!-- paragraph id="a{n}" level="{n}" -->\n\n' for n in range(2000))
    assert sum(1 for _ in read_bytes((OWN + "".join(lines)).encode()).walk()) == 2000


@pytest.mark.parametrize(
    "data",
    [
        '<!-- majlis-text {"parts": ' + "[" * 50_000 + "} -->\n\nThe gate.\n",
        '<!-- majlis-text {"parts": 1' + "0" * 5000 + "} -->\n\nThe gate.\n",
        f"<html><body><main data-majlis='1' data-parts='{'[' * 50_000}'><p>The gate.</p></main>",
    ],
    ids=["deep", "huge", "page"],
)
def test_forged_json_in_a_file_of_ours_is_left_out(data: str) -> None:
    text = read_bytes(data.encode())
    assert [provision.text for provision in text.walk()] == ["The gate."]
    assert text.parts == ()


def test_forty_thousand_provisions_of_one_id_get_ids_of_their_own() -> None:
    data = OWN + '- The gate. <!-- paragraph id="a" -->\n\n' * 40_000
    ids = [provision.id for provision in read_bytes(data.encode()).walk()]
    assert (len(set(ids)), ids[0], ids[-1]) == (40_000, "a", "a_40000")


def test_an_item_of_a_page_counts_from_any_number() -> None:
    page = f"<html><body><ol><li value='{'9' * 4300}'>The gate.<li>The wall.</ol></body></html>"
    assert [p.text for p in read_bytes(page.encode()).walk()] == ["The gate.", "The wall."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a\n" * 200_001, "200,001 paragraphs"),
        (b"a\n" + b"\n" * 1_000_000, "1,000,001 lines"),
        (OWN.encode() + b"\n" * 1_000_000, "1,000,002 lines"),
        (b"<html><body>" + b"<p>a" * 200_001, "200,001 paragraphs"),
        (b"<html><body>" + b"<b>a</b>" * 600_001, "1,200,000 tags"),
        (b"<akomaNtoso>" + b"<p/>" * 1_200_001 + b"</akomaNtoso>", "1,200,000 tags"),
    ],
    ids=["paragraphs", "lines", "markdown", "page", "tags", "xml"],
)
def test_more_than_a_text_holds_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(TextError, match=says):
        read_bytes(data)
