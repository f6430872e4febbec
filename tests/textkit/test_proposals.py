"""Proposals to a conference: ADD, MOD, SUP, NOC before texts, several of them in one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.mandates import mandates
from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes
from tests.textkit.docx_builder import docx, p, r

MARKED = Path(__file__).parent / "texts" / "marked"
SINGLE = "RESOLUTION 917 (SALT QUAY, 2034)\nCandles in the attic of the Union"


def lines(language: str) -> list[str]:
    source = (MARKED / f"ituprops.{language}.txt").read_text(encoding="utf-8")
    return [line.split("\t", 1)[1] for line in source.splitlines()]


def under(text: Text, root: str) -> list[tuple[str, str]]:
    holder = next(p for p in text.walk() if p.id == root)
    return [(p.kind, p.text) for p in holder.walk()]


@pytest.mark.parametrize("word", [False, True], ids=["plain", "docx"])
@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_each_proposal_is_a_part_under_its_marker(language: str, word: bool) -> None:
    source = lines(language)
    if word:
        text = read_bytes(docx("".join(p(r(line)) for line in source)), language=language)
    else:
        text = read_bytes("\n".join(source).encode(), language=language)
    markers = [i for i, line in enumerate(source) if line[:3] in ("ADD", "MOD", "SUP")]
    assert len(text.parts) == len(markers)
    for part, index in zip(text.parts, markers, strict=True):
        number, title = source[index + 1], source[index + 2]
        assert (part.symbol, part.title) == (number, title)
        found = under(text, part.root)
        assert found[:3] == [("heading", source[index]), ("title", number), ("title", title)]
        assert found[-1][0] == "back"  # the reasons
        kinds = {kind for kind, _ in found}
        if source[index].startswith("SUP"):
            assert kinds == {"heading", "title", "back"}
        else:
            assert {"formula", "preambular", "operative"} <= kinds
            assert part.body == "ITU Plenipotentiary Conference"


def test_what_stands_before_the_first_proposal_is_a_part_of_its_own() -> None:
    text = read_bytes("\n".join(["Document 41-E", "3 May 2038", *lines("en")]).encode())
    assert [part.root for part in text.parts] == ["", "heading_1", "heading_2", "heading_3"]
    assert [p.kind for p in text.provisions[:2]] == ["front", "front"]


def test_mandates_of_a_proposal_name_their_actors() -> None:
    text = read_bytes("\n".join(lines("en")).encode())
    found = [m for m in mandates(text).mandates if m.provision.startswith("heading_1")]
    assert ["Secretary-General"] in [list(m.actors) for m in found]
    assert not any("back" in m.provision for m in found)


@pytest.mark.parametrize("marker", ["SUP", "SUP\tABC/4/1", "SUP ABC/4A2/1", "SUP\n", "ABC\nSUP"])
def test_a_single_proposal_has_its_marker_in_front(marker: str) -> None:
    text = read_bytes(f"{marker}\n{SINGLE}\nReasons: They burnt down.".encode())
    assert (text.kind, text.title) == ("resolution", "Candles in the attic of the Union")
    assert text.symbol == "RESOLUTION 917 (SALT QUAY, 2034)"
    kinds = [p.kind for p in text.walk()]
    assert kinds[-4:] == ["front", "title", "title", "back"]
    assert text.parts == ()


def test_a_marker_on_the_line_of_its_text() -> None:
    text = read_bytes(f"SUP {SINGLE}\nReasons: Old.\n\nNOC\t{SINGLE}".encode())
    assert [part.title for part in text.parts] == ["Candles in the attic of the Union"] * 2
    assert [p.text for p in text.provisions] == ["SUP", "NOC"]


def test_a_marker_among_paragraphs_is_none_of_them() -> None:
    source = (
        "RESOLUTION 9 (MARSH, 2031)\nOn lamps\nThe Plenipotentiary Conference of the Lamp Union "
        "(Marsh, 2031),\nconsidering\na) that lamps are good;\nMOD\nb) that oil is dear,\nresolves\n"
        "1 that lamps be lit;\nADD\tABC/4/2\n2 that oil be bought."
    )
    text = read_bytes(source.encode())
    assert [p.kind for p in text.walk() if p.text[:3] in ("ADD", "MOD")] == ["front", "front"]
    assert [p.number for p in text.walk() if p.kind == "operative"] == ["1", "2"]
    assert [p.number for p in text.walk() if p.kind == "preambular"] == ["a", "b"]


def test_a_word_that_looks_like_a_marker_is_none() -> None:
    text = read_bytes(b"The Council,\nNoting rain,\n1. Decides:\n(a) To wait;\n(b) ADD is a law.")
    assert [p.kind for p in text.walk() if "ADD" in p.text] == ["operative"]
