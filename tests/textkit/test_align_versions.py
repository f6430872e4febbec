"""Language versions written by hand in which something is out of step: is it found, and nothing else?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest

from majlis.textkit.align import Alignment, align
from majlis.textkit.align.companions import companions
from majlis.textkit.align.evidence import items
from majlis.textkit.align.sessions import may_be_spelt, spelt_ordinals
from majlis.textkit.lexicon import fold
from majlis.textkit.model import Text
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build
from tests.textkit.aligned import Versions, language_pairs, versions
from tests.textkit.test_structure_marked import LANGUAGES, MARKED, rows

# What only a dictionary could tell: four points that begin with a verb of their own and name nothing,
# one of them gone; and two texts of ten paragraphs of which each lacks another one.
BEYOND = {("mills", "en", "ar"), ("weavers", "ru", "zh")}
TOLD = [each for each in language_pairs() if each not in BEYOND]


def wrong(known: Versions, one: str, other: str, aligned: Alignment) -> Iterator[tuple[str, str]]:
    """Kind and id of each provision of the first text that does not stand where it belongs."""
    places = {p.id: n for n, p in enumerate(known.provisions(other))}
    found = {a: b for a, b, _ in aligned.pairs if a is not None}
    taken = {b: a for a, b, _ in aligned.pairs if b is not None}
    ids = [p.id for p in known.provisions(other)]
    for place, provision in enumerate(known.provisions(one)):
        rows = [known.rows[n] for n in known.row_of(one, place)]
        true = {row[other] for row in rows if other in row}
        partner = found[provision.id]
        if partner is not None:
            right = places[partner] in true
        else:
            # Of two that the other side holds in one, one stands alone.
            right = all(taken[ids[n]] not in (None, provision.id) for n in true)
        if not right:
            yield provision.kind, provision.id


@pytest.mark.parametrize(("name", "one", "other"), TOLD)
def test_everything_stands_where_it_belongs(name: str, one: str, other: str) -> None:
    known = versions(name)
    aligned = align(known.texts[one], known.texts[other])
    assert list(wrong(known, one, other, aligned)) == []


def test_operative_provisions_of_all_of_them() -> None:
    every = missed = 0
    for name, one, other in language_pairs():
        known = versions(name)
        aligned = align(known.texts[one], known.texts[other])
        every += sum(p.kind == "operative" for p in known.provisions(one))
        missed += sum(kind == "operative" for kind, _ in wrong(known, one, other, aligned))
    assert every > 300
    assert missed / every <= 0.022, (missed, every)


@pytest.mark.parametrize(("name", "one", "other"), TOLD)
def test_what_differs_is_said_and_nothing_else(name: str, one: str, other: str) -> None:
    known = versions(name)
    aligned = align(known.texts[one], known.texts[other])
    places = [{p.id: n for n, p in enumerate(known.provisions(side))} for side in (one, other)]
    said = set()
    for item in aligned.differences:
        if item.kind == "structure":
            continue
        if item.a is not None:
            rows = known.row_of(one, places[0][item.a])
        else:
            rows = known.row_of(other, places[1][item.b or ""])
        said |= {(item.kind, row) for row in rows}
    wanted = {(kind, row) for a, b, kind, row in known.differences if (a, b) == (one, other)}
    # Of two that the other side holds in one, the second may be called missing where both are short.
    lines = [[row.get(side) for row in known.rows] for side in (one, other)]
    held = {n for side in lines for n, at in enumerate(side) if side.count(at) > 1 and at}
    assert said - {("missing", row) for row in held} == wanted


def test_two_paragraphs_in_one_are_called_a_difference_of_structure() -> None:
    known = versions("ropes")
    aligned = align(known.texts["en"], known.texts["es"])
    assert {item.kind for item in aligned.differences} == {"structure"}
    assert len(aligned.differences) == 1


# Resolutions of the Security Council whose six versions in texts/marked are parallel line by line.
PARALLEL = ("scdunes", "sclens", "scsole")


def parallel(name: str, language: str, lost: bool) -> tuple[Text, list[str]]:
    """A version, and the id of the provision on each line that is preambular or operative."""
    path = next(path for path in MARKED if path.stem == f"{name}.{language}")
    marked = rows(path, lost)
    text = build(read_plain("\n".join(line for _, line in marked))[0], language)
    ids = [p.id for p in text.walk()]
    assert len(ids) == len(marked)
    return text, [each for each, (mark, _) in zip(ids, marked, strict=True) if mark in "PO"]


@pytest.mark.parametrize("lost", [False, True], ids=["numbered", "lost"])
@pytest.mark.parametrize("name", PARALLEL)
def test_parallel_texts_stand_side_by_side(name: str, lost: bool) -> None:
    every = {language: parallel(name, language, lost) for language in LANGUAGES}
    for one, other in combinations(every, 2):
        aligned = align(every[one][0], every[other][0])
        partner = {a: b for a, b, _ in aligned.pairs}
        pairs = zip(every[one][1], every[other][1], strict=True)
        assert [(one, other, a, b) for a, b in pairs if partner[a] != b] == []
        if not lost:
            assert [(one, other, item) for item in aligned.differences] == []


@pytest.mark.parametrize(
    ("language", "words", "values"),
    [
        ("en", "at its ninety-third session and its ninetieth, of its second year", {"93", "90"}),
        ("en", "its one hundred and third session", {"103"}),
        ("en", "its one hundred and twenty-fifth session", {"125"}),
        ("fr", "cent vingt-cinquième, centième, cent cinquième", {"125", "100", "105"}),
        ("ru", "сто двадцать пятой, сотой", {"125", "100"}),
        ("zh", "第一百零五届会议，第一百二十五届会议，五十万人", {"105", "125"}),
        ("fr", "quatre-vingt-treizième, soixante et onzième, soixante-dixième", {"93", "71", "70"}),
        ("fr", "quatre-vingt et unième, quatre-vingtième, dix-septième", {"81", "80", "17"}),
        ("es", "nonagésimo tercer período, octogésima cuarta, décimo", {"93", "84", "10"}),
        ("ru", "девяносто третьей, восьмидесятой, двенадцатой", {"93", "80", "12"}),
        ("ar", "دورتها الثالثة والتسعين، الثمانين، الرابعة عشرة", {"93", "80", "14"}),
        ("ar", "بعد أربعة وعشرين شهرا", set()),
        ("zh", "第九十四届会议，第八十届会议，一个", {"94", "80"}),
    ],
)
def test_ordinals_that_are_written_as_words(language: str, words: str, values: set[str]) -> None:
    assert spelt_ordinals(fold(words).text, language) == values


@pytest.mark.parametrize(
    ("number", "language", "words", "may"),
    [
        (48, "en", "within forty-eight hours", True),
        (48, "en", "within two days", False),
        (75, "fr", "soixante-quinze jours", True),
        (24, "ar", "اربعه وعشرين شهرا", True),
        (24, "zh", "二十四个月", True),
        (12, "es", "nada", True),
    ],
)
def test_a_number_that_may_be_said_in_words(
    number: int, language: str, words: str, may: bool
) -> None:
    assert may_be_spelt(number, words, language) is may


def test_a_number_that_one_side_lost_is_reported() -> None:
    known = versions("cables")
    assert known.differences
    aligned = align(known.texts["en"], known.texts["es"])
    said = [item.detail for item in aligned.differences if item.kind == "number"]
    assert said == [{"a": ["48"], "b": ["72"]}]


def test_words_that_go_together_elsewhere_speak_for_a_pair() -> None:
    known = versions("weavers")
    one, other = items(known.texts["es"]), items(known.texts["ru"])
    # A first way that is wrong in one place: it leaves the first operative paragraph alone.
    places = [row for row in known.rows if "ru" in row]
    first = {row["es"]: row["ru"] for row in places}
    right = first.pop(7)
    assert right == 7
    first[8] = right
    evidence = companions(one, other, ("es", "ru"), first)
    assert evidence[7, 7] > evidence[8, 7] + 0.5


def test_nothing_is_weighed_again_where_nothing_is_alone() -> None:
    text = items(versions("clocks").texts["en"])
    whole = {n: n for n in range(len(text))}
    assert companions(text, text, ("en", "en"), whole) == {}
