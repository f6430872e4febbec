"""The parallel Security Council texts in Akoma Ntoso of several styles, in six languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from majlis.textkit.align import align
from majlis.textkit.model import Text
from majlis.textkit.numbering import parse_label
from majlis.textkit.read.akn import read_akn
from tests.textkit.akn_styles import CODES, STYLES, Row
from tests.textkit.test_structure_marked import CLASSES, MARKED

PARALLEL = ("scdunes", "sclens", "scsole")
Style = Callable[[list[Row], str], bytes]


def split_rows(name: str, language: str) -> list[Row]:
    """The lines of a marked text with their labels apart."""
    path = next(p for p in MARKED if p.stem == f"{name}.{language}")
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, words = line.split("\t", 1)
        label = parse_label(words)
        if label is None or label.weak or re.match(r"\d+[/-]\d", words):
            found.append((mark, "", words))
        else:
            found.append((mark, label.printed, words[label.end :].strip()))
    return found


def owners(text: Text, rows: list[Row]) -> list[tuple[str, str] | None]:
    """Class and id of the provision that holds the words of each row, None where a style leaves it out."""
    owner: list[tuple[str, str]] = []
    words = ""
    for p in text.walk():
        held = _bare(p.label + p.text)
        words += held
        owner += [(CLASSES.get(p.kind, "X"), p.id)] * len(held)
    found: list[tuple[str, str] | None] = []
    place = 0
    for _, _, line in rows:
        at = words.find(_bare(line), place)
        found.append(owner[at] if at >= 0 else None)
        place = at + len(_bare(line)) if at >= 0 else place
    return found


def _bare(words: str) -> str:
    return re.sub(r"[\W_]", "", words)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_classes(style: Style, language: str) -> None:
    wrong = []
    for name in PARALLEL:
        rows = split_rows(name, language)
        found = owners(read_akn(style(rows, language)), rows)
        assert sum(each is None for each in found) <= len(rows) / 3
        wrong += [
            (name, row, each)
            for row, each in zip(rows, found, strict=True)
            if (each is None and row[0] != "X") or (each is not None and each[0] != row[0])
        ]
    assert wrong == []


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_languages_of_one_style_stand_side_by_side(style: Style) -> None:
    wrong = []
    for name in PARALLEL:
        texts, places = {}, {}
        for language in CODES:
            rows = split_rows(name, language)
            texts[language] = read_akn(style(rows, language))
            found = owners(texts[language], rows)
            places[language] = [each[1] for each in found if each and each[0] != "X"]
        for other in [code for code in CODES if code != "en"]:
            partner = {a: b for a, b, _ in align(texts["en"], texts[other]).pairs}
            pairs = zip(places["en"], places[other], strict=True)
            wrong += [(name, other, a, b) for a, b in pairs if partner[a] != b]
    assert wrong == []
