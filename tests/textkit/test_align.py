"""Alignment of language versions: the texts of ours in six languages, whole and spoilt in many ways."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.align import Alignment, align
from majlis.textkit.align.evidence import figures, names, ordinals
from majlis.textkit.align.path import best_path
from majlis.textkit.errors import TextError
from majlis.textkit.model import LANGUAGES, Provision, Run, Text
from majlis.textkit.read import read_file
from tests.textkit.strategies import texts

TEXTS = Path(__file__).parent / "texts"
NAMES = ("un", "itu", "report")
PAIRS = list(combinations(LANGUAGES, 2))
# Each language on both sides: enough for what does not hang on which two they are.
RING = list(zip(LANGUAGES, (*LANGUAGES[1:], LANGUAGES[0]), strict=True))
Change = Callable[[Provision, int], list[Provision]]


@cache
def version(name: str, language: str) -> Text:
    return read_file(TEXTS / f"{name}.{language}.txt", language=language)


def rebuilt(text: Text, change: Change) -> Text:
    """The text with each provision replaced by what ``change`` makes of it and its depth."""

    def each(provisions: tuple[Provision, ...], depth: int) -> Iterator[Provision]:
        for provision in provisions:
            children = tuple(each(provision.children, depth + 1))
            yield from change(replace(provision, children=children), depth)

    return replace(text, provisions=tuple(each(text.provisions, 0)))


def counterparts(a: Text, b: Text) -> dict[str, str]:
    """Ids of a to ids of b by reading order: true for our texts, which are written line by line."""
    ids_a, ids_b = ([p.id for p in text.walk()] for text in (a, b))
    assert len(ids_a) == len(ids_b)
    return dict(zip(ids_a, ids_b, strict=True))


def missed(
    aligned: Alignment, truth: dict[str, str], gone: frozenset[str] = frozenset()
) -> list[str]:
    """Ids of a that do not stand beside their counterpart (or beside nothing where it is gone)."""
    found = {a: b for a, b, _ in aligned.pairs if a is not None}
    return [a for a, b in truth.items() if found[a] != (None if b in gone else b)]


def assert_each_once(aligned: Alignment, a: Text, b: Text) -> None:
    assert sorted(one for one, _, _ in aligned.pairs if one is not None) == sorted(
        p.id for p in a.walk()
    )
    assert sorted(two for _, two, _ in aligned.pairs if two is not None) == sorted(
        p.id for p in b.walk()
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_parallel_texts_align_without_a_difference(name: str, one: str, other: str) -> None:
    a, b = version(name, one), version(name, other)
    aligned = align(a, b)
    assert missed(aligned, counterparts(a, b)) == []
    assert aligned.differences == ()
    assert_each_once(aligned, a, b)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_beside_itself(name: str, language: str) -> None:
    text = version(name, language)
    aligned = align(text, text)
    assert all(a == b and score > 0.9 for a, b, score in aligned.pairs)
    assert aligned.differences == ()


@settings(max_examples=30, deadline=None)
@given(texts, st.sampled_from(LANGUAGES))
def test_identity_of_any_text(text: Text, language: str) -> None:
    text = replace(text, language=language)
    aligned = align(text, text)
    assert [(a, b) for a, b, _ in aligned.pairs if a != b] == []
    assert aligned.differences == ()
    assert_each_once(aligned, text, text)


@settings(max_examples=30, deadline=None)
@given(texts, texts, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_every_id_exactly_once(a: Text, b: Text, one: str, other: str) -> None:
    a, b = replace(a, language=one), replace(b, language=other)
    aligned = align(a, b)
    assert_each_once(aligned, a, b)
    assert all(0 <= score <= 1 for _, _, score in aligned.pairs)
    assert [a for a, _, _ in aligned.pairs if a is not None] == [p.id for p in a.walk()]
    json.dumps(aligned.as_dict())


@pytest.mark.parametrize(("one", "other"), [("en", "en"), *RING])
@pytest.mark.parametrize("place", ["para_3", "para_4__point_c", "para_10", "annex", "recital_4"])
def test_a_deleted_provision_is_reported(place: str, one: str, other: str) -> None:
    a, b = version("un", one), version("un", other)
    truth = counterparts(a, b)
    shorter = rebuilt(b, lambda p, _: [] if p.id == truth[place] else [p])
    gone = frozenset(truth[p.id] for p in a.by_id()[place].walk())
    aligned = align(a, shorter)
    assert missed(aligned, truth, gone) == []
    assert [(d.kind, d.b) for d in aligned.differences] == [("missing", None)] * len(gone)
    assert place in {d.a for d in aligned.differences}
    back = align(shorter, a)
    assert [(d.kind, d.a) for d in back.differences] == [("missing", None)] * len(gone)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "place", "old", "new", "only_a", "only_b"),
    [
        ("date", "para_4", "1 April 2038", "2 April 2038", ["2038-04-01"], ["2038-04-02"]),
        ("date", "para_4", ", by 1 April 2038,", "", ["2038-04-01"], []),
        ("date", "para_8", "31 December 2040", "31 December 2041", ["2040-12-31"], ["2041-12-31"]),
        ("citation", "recital_1", "88/19", "88/91", ["88/19"], ["88/91"]),
        ("citation", "recital_1", " and 88/19 of 4 November 2033", "", ["88/19"], []),
    ],
)
def test_a_changed_value_is_reported(
    kind: str, place: str, old: str, new: str, only_a: list[str], only_b: list[str], language: str
) -> None:
    english = version("un", "en")

    def change(provision: Provision, _: int) -> list[Provision]:
        if provision.id != place:
            return [provision]
        assert old in provision.text
        return [replace(provision, runs=(Run(provision.text.replace(old, new)),))]

    aligned = align(version("un", language), rebuilt(english, change))
    found = [d for d in aligned.differences if d.kind == kind]
    assert [d.detail for d in found] == [{"a": only_a, "b": only_b}]
    assert found[0].b == place
    # A date that went with its citation is the only other thing that may be said.
    assert {d.kind for d in aligned.differences} <= {kind, "date"}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_another_label_is_reported(language: str) -> None:
    a, b = version("un", "es"), version("un", language)

    def renumber(provision: Provision, _: int) -> list[Provision]:
        if provision.id == "para_9":
            return [replace(provision, label="19.", number="19")]
        return [provision]

    aligned = align(a, rebuilt(b, renumber))
    assert [(d.kind, d.a, d.b) for d in aligned.differences] == [("label", "para_9", "para_9")]


def spoilt(how: str, random: Random) -> Change:
    """Ways in which the markup of one language departs from that of another."""

    def no_numbers(provision: Provision, _: int) -> list[Provision]:
        return [replace(provision, label="", number="")]

    def some_numbers(provision: Provision, _: int) -> list[Provision]:
        return [replace(provision, label="", number="") if random.random() < 0.3 else provision]

    def kinds(provision: Provision, _: int) -> list[Provision]:
        if provision.kind in ("preambular", "operative") and random.random() < 0.2:
            return [
                replace(provision, kind=random.choice(("preambular", "operative", "paragraph")))
            ]
        return [provision]

    def headings(provision: Provision, depth: int) -> list[Provision]:
        if depth == 0 and provision.kind == "operative" and random.random() < 0.3:
            return [Provision(f"extra_{provision.id}", "heading", (Run("— — —"),)), provision]
        return [provision]

    def flat(provision: Provision, _: int) -> list[Provision]:
        return [replace(provision, children=()), *provision.children]

    def shifted(provision: Provision, depth: int) -> list[Provision]:
        if depth == 0 and provision.number.isdigit():
            number = str(int(provision.number) + 1)
            return [replace(provision, label=f"{number}.", number=number)]
        return [provision]

    ways: dict[str, Change] = {
        "no numbers": no_numbers,
        "some numbers": some_numbers,
        "kinds": kinds,
        "headings": headings,
        "flat": flat,
        "shifted": shifted,
    }
    return ways[how]


@pytest.mark.parametrize("name", ["un", "itu"])
@pytest.mark.parametrize(
    "how", ["no numbers", "some numbers", "kinds", "headings", "flat", "shifted"]
)
def test_inconsistent_markup_does_not_break_the_alignment(how: str, name: str) -> None:
    random = Random(7)
    for one, other in RING:
        a, b = version(name, one), version(name, other)
        truth = counterparts(a, b)
        aligned = align(a, rebuilt(b, spoilt(how, random)))
        assert missed(aligned, truth) == [], (one, other)


@pytest.mark.parametrize(("one", "other"), RING)
def test_points_held_in_one_paragraph(one: str, other: str) -> None:
    a, b = version("un", one), version("un", other)

    def fold_points(provision: Provision, _: int) -> list[Provision]:
        if provision.kind == "operative" and provision.children:
            words = "\n".join(p.text for p in provision.walk())
            return [replace(provision, runs=(Run(words),), children=())]
        return [provision]

    aligned = align(a, rebuilt(b, fold_points))
    found = {x: y for x, y, _ in aligned.pairs}
    assert found["para_4"] == "para_4" and found["para_5"] == "para_5"
    assert found["para_4__point_a"] is None
    said = [d for d in aligned.differences if d.kind == "structure"]
    assert {d.b for d in said} == {"para_4"}
    assert not [d for d in aligned.differences if d.kind in ("date", "citation", "length")]


def test_a_date_and_a_number_in_words_are_no_difference() -> None:
    def one(words: str, language: str) -> Text:
        return Text((Provision("para_1", "operative", (Run(words),), "1.", "1"),), language)

    english = one("Decides to renew the panel for 12 months, until 30 June 2041;", "en")
    french = one("Décide de reconduire le groupe pour douze mois, jusqu’au 30 juin 2041 ;", "fr")
    assert align(english, french).differences == ()
    changed = one("Décide de reconduire le groupe pour 18 mois, jusqu’au 30 juin 2041 ;", "fr")
    assert [(d.kind, d.detail) for d in align(english, changed).differences] == [
        ("number", {"a": ["12"], "b": ["18"]})
    ]
    large = one("Decides to plant 13,289 trees by 2041;", "en")
    grand = one("Décide de planter 13 289 arbres d’ici à 2041 ;", "fr")
    assert align(large, grand).differences == ()
    less = one("Décide de planter des arbres d’ici à 2041 ;", "fr")
    assert [d.kind for d in align(large, less).differences] == ["number"]


def test_a_much_longer_side_is_reported() -> None:
    def grown(provision: Provision, _: int) -> list[Provision]:
        if provision.id == "para_5":
            return [replace(provision, runs=(Run(provision.text + " garden by the tide" * 40),))]
        return [provision]

    aligned = align(version("un", "fr"), rebuilt(version("un", "en"), grown))
    assert ("length", "para_5") in {(d.kind, d.b) for d in aligned.differences}


def test_footnotes_are_matched_wherever_they_stand() -> None:
    note = Provision("note_1", "footnote", (Run("A/TG/7."),), "1", "1")
    a, b = version("un", "en"), version("un", "ru")
    a = replace(a, provisions=(note, *a.provisions))
    b = replace(b, provisions=(*b.provisions, note))
    aligned = align(a, b)
    assert [(x, y) for x, y, _ in aligned.pairs if "note_1" in (x, y)] == [("note_1", "note_1")]
    assert aligned.differences == ()


def test_unknown_language_is_refused() -> None:
    with pytest.raises(TextError):
        align(Text((), "en"), Text((), "xx"))


@pytest.mark.parametrize(
    ("number", "label", "values"),
    [
        ("3", "3.", {(3,)}),
        ("2.10.1", "2.10.1", {(2, 10, 1)}),
        ("i", "(i)", {(1,), (9,)}),
        ("3bis", "3 bis", {(3, "bis")}),
        ("1", "’1‘", {(1,)}),
        ("1", "㈠", {(1,)}),
        ("", "-", set()),
        ("", "", set()),
    ],
)
def test_ordinals(number: str, label: str, values: set[tuple[int | str, ...]]) -> None:
    assert ordinals(number, label) == values


def test_points_of_all_scripts_share_an_ordinal() -> None:
    labels = [("c", "(c)"), ("c", "c)"), ("c", "(ج)"), ("3", "’3‘"), ("3", "㈢"), ("iii", "iii)")]
    assert all(ordinals(number, label) & {(3,)} for number, label in labels)


def test_figures_apart_from_dates_and_citations() -> None:
    dates, citations, numbers = figures(
        "Recalls resolution 85/211 of 20 December 2030 and its 1,500 trees in 7 rows", "en"
    )
    assert dates == {"2030-12-20"}
    assert citations == {("85/211", "")}
    assert numbers == {"1500", "7"}
    assert names("The TG/3 and the UNTG of COVID-19 in May") == {"TG/3", "UNTG", "COVID-19"}


def test_path_keeps_the_order_where_one_side_is_far_longer() -> None:
    steps = best_path([3], list(range(900)), lambda x, y: 1.0 if x == y else -9.0, lambda _: -0.1)
    assert [(i, j) for i, j, _ in steps if i is not None] == [(0, 3)]
    assert [j for _, j, _ in steps] == list(range(900))


@pytest.mark.parametrize("number", ["2672", "2690"])
def test_security_council_samples(shared: Path, number: str) -> None:
    letters = dict(zip(LANGUAGES, "ACEFRS", strict=True))
    read = {
        language: read_file(shared / "samples" / "akn-un-sc" / f"S_RES_{number}_{letter}.xml")
        for language, letter in letters.items()
    }
    for one, other in PAIRS:
        sides = [
            [p.id for p in read[language].walk() if p.kind == "operative"]
            for language in (one, other)
        ]
        aligned = align(read[one], read[other])
        found = {a: b for a, b, _ in aligned.pairs}
        assert [found[id_] for id_ in sides[0]] == sides[1], (one, other)
        assert aligned.differences == (), (one, other)
