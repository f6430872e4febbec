"""Preamble, operative part and the rest, on texts whose lines are marked with what they are.

Each line of tests/textkit/texts/marked/*.txt is a class, a tab, and a line of a fictional text. Classes:
P preambular, O operative, X other, V other that is an ITU heading with its verb, - not counted (tables,
where opinions differ). All are read with their numbers and with the numbers lost, as an export may lose
them, and laid out as files lay text out: wrapped, indented, with blanks that do not break.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from majlis.textkit.model import Block, Run
from majlis.textkit.numbering import parse_label
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build
from majlis.textkit.structure.front import is_formula
from majlis.textkit.structure.items import make_items

MARKED = sorted((Path(__file__).parent / "texts" / "marked").glob("*.txt"))
LANGUAGES = sorted({path.stem.rsplit(".", 1)[1] for path in MARKED})
CLASSES = {"preambular": "P", "operative": "O"}
RAISED = str.maketrans("¹²³", "123")
Row = tuple[str, str]


@cache
def rows(path: Path, lost: bool) -> list[Row]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, text = line.split("\t", 1)
        if set(text) == {"_"}:
            continue
        found.append((mark, _without_label(text, mark) if lost else text))
    return found


def _without_label(text: str, mark: str) -> str:
    quote = text[:1] if text[:1] in "“«„" else ""
    body = text[len(quote) :]
    label = parse_label(body)
    if label is None or re.match(r"\d+/\d", body) or (label.weak and mark not in "PO"):
        return text
    return quote + body[label.end :]


def read(source: str, marked: list[Row], language: str) -> list[tuple[str, bool]]:
    """What each marked line was taken for, and whether as a heading with a verb.

    A line takes the class of the provision that holds most of it.
    """
    text = build(read_plain(source)[0], language)
    owner: list[tuple[str, bool]] = []
    signs = ""
    notes = {p.number for p in text.walk() if p.kind == "footnote" and p.number}
    for p in text.walk():
        kind = CLASSES.get(p.kind, "X"), p.kind == "heading" and bool(p.verb)
        signs += _plain(p.label + p.text)
        owner += [kind] * len(_plain(p.label + p.text))
    found, place = [], 0
    for _, line in marked:
        size = _size(_plain(line), signs[place:], notes)
        here = owner[place : place + size]
        found.append(max(set(here), key=here.count) if here else ("X", False))
        # a verb heading glued to its first item is still recognised
        if any(verb for _, verb in here):
            found[-1] = found[-1][0], True
        place += size
    assert place == len(owner)
    return found


def _size(line: str, signs: str, notes: set[str]) -> int:
    """How many signs a line takes of those that were read, which lack the calls of its footnotes."""
    size = at = 0
    while at < len(line):
        if size < len(signs) and signs[size] == line[at]:
            size, at = size + 1, at + 1
        else:
            call = line[at : at + 3].translate(RAISED)
            digits = next((n for n in (1, 2, 3) if call[:n] in notes), 0)
            assert digits, line
            at += digits
    return size


def _plain(line: str) -> str:
    return re.sub(r"[\W_]", "", line)


def plain_layout(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def wrapped_layout(lines: Iterable[str]) -> str:
    """Lines of 76 characters, a blank line between paragraphs."""
    return "\n\n".join(textwrap.fill(line, 76, break_on_hyphens=False) for line in lines)


def indented_layout(lines: Iterable[str]) -> str:
    """Lines of 76 characters, no blank lines, the first line of a paragraph indented."""
    return "\n".join(
        textwrap.fill(line, 76, initial_indent="     ", break_on_hyphens=False) for line in lines
    )


def office_layout(lines: Iterable[str]) -> str:
    """As an office program saves it: byte order mark, Windows line ends, tabs, hard blanks."""
    out = []
    for line in lines:
        label = parse_label(line)
        if label and not label.weak:
            line = f"\t{label.printed}\t{line[label.end :]}"
        out.append(line.replace(" the ", "\u00a0the ") + " ")
    return "\ufeff" + "\r\n\r\n".join(out)


def macro_f1(pairs: Iterable[tuple[str, str]]) -> float:
    pairs = [(gold.replace("V", "X"), found) for gold, found in pairs if gold != "-"]
    scores = []
    for mark in sorted({gold for gold, _ in pairs}):
        hit = sum(g == f == mark for g, f in pairs)
        wrong = sum((g == mark) != (f == mark) for g, f in pairs)
        scores.append(2 * hit / (2 * hit + wrong))
    return sum(scores) / len(scores)


def classes(path: Path, lost: bool, layout: Callable[[Iterable[str]], str]) -> list[Row]:
    """``(gold, found)`` for each line of a text."""
    marked = rows(path, lost)
    found = read(layout(line for _, line in marked), marked, path.stem.rsplit(".", 1)[1])
    return [(gold, mark) for (gold, _), (mark, _) in zip(marked, found, strict=True)]


@pytest.mark.parametrize("lost", [False, True], ids=["numbered", "lost"])
@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_classes(path: Path, lost: bool) -> None:
    pairs = classes(path, lost, plain_layout)
    lines = [line for _, line in rows(path, lost)]
    wrong = [(*pair, line) for pair, line in zip(pairs, lines, strict=True) if pair[0] != pair[1]]
    assert macro_f1(pairs) >= (0.9 if lost else 0.97), wrong


@pytest.mark.parametrize("lost", [False, True], ids=["numbered", "lost"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_classes_over_all_texts(language: str, lost: bool) -> None:
    paths = [path for path in MARKED if path.stem.endswith(f".{language}")]
    assert macro_f1(pair for path in paths for pair in classes(path, lost, plain_layout)) >= 0.99


@pytest.mark.parametrize("lost", [False, True], ids=["numbered", "lost"])
@pytest.mark.parametrize(
    "layout, reached",
    [(office_layout, 0.995), (wrapped_layout, 0.985), (indented_layout, 0.975)],
    ids=["office", "wrapped", "indented"],
)
def test_layout_does_not_matter(
    layout: Callable[[Iterable[str]], str], reached: float, lost: bool
) -> None:
    paths = [path for path in MARKED if path.stem.endswith(".en")]
    assert macro_f1(pair for path in paths for pair in classes(path, lost, layout)) >= reached


@pytest.mark.parametrize("lost", [False, True], ids=["numbered", "lost"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_formula_that_was_lost_or_is_not_known_is_not_needed(language: str, lost: bool) -> None:
    pairs: list[Row] = []
    for path in MARKED:
        if not path.stem.endswith(f".{language}"):
            continue
        items = make_items([Block((Run(line),)) for _, line in rows(path, lost)], language)
        marked = [
            row
            for row, item in zip(rows(path, lost), items, strict=True)
            if not is_formula(item, language)
        ]
        found = read(plain_layout(line for _, line in marked), marked, language)
        pairs += [(gold, mark) for (gold, _), (mark, _) in zip(marked, found, strict=True)]
    assert macro_f1(pairs) >= 0.96


@pytest.mark.parametrize("lost", [False, True], ids=["numbered", "lost"])
def test_every_verb_heading_is_recognised_and_no_other_line(lost: bool) -> None:
    wrong = []
    for path in MARKED:
        marked = rows(path, lost)
        if path.stem.startswith("itu") and not path.stem.startswith("ituglued"):
            found = read(plain_layout(line for _, line in marked), marked, path.stem[-2:])
            wrong += [
                (path.stem, line)
                for (gold, line), (_, heads) in zip(marked, found, strict=True)
                if heads != (gold == "V")
            ]
    assert wrong == []


GLUED = """RESOLUTION 9 (MARSH, 2031)
The Plenipotentiary Conference of the Lamp Union (Marsh, 2031), considering
a) that lamps are good;
b) that oil is dear,
resolves 1 that lamps be lit;
2 that oil be bought, instructs the Secretary-General, with the help of the Council
1 to buy oil;
2 to report,
invites Member States
to send oil."""


def test_glued_headings_are_taken_off_the_lines_around_them() -> None:
    text = build(read_plain(GLUED)[0], "en")
    assert [(p.text, [c.number for c in p.children]) for p in text.walk() if p.verb == p.text] == [
        ("considering", ["a", "b"]),
        ("resolves", ["1", "2"]),
    ]
    assert [p.text for p in text.walk() if p.kind == "heading"][2:] == [
        "instructs the Secretary-General, with the help of the Council",
        "invites Member States",
    ]
    assert _plain("".join(p.label + p.text for p in text.walk())) == _plain(GLUED)


def test_numbers_on_lines_of_their_own_join_their_paragraphs() -> None:
    source = "The Council,\nNoting rain,\n1.\nDecides:\n(a)\n\nTo wait;\n2.\nThanks the sun."
    text = build(read_plain(source)[0], "en")
    assert [(p.label, p.text) for p in text.walk() if p.kind == "operative"] == [
        ("1.", "Decides:"),
        ("(a)", "To wait;"),
        ("2.", "Thanks the sun."),
    ]


def test_notes_and_page_furniture_stand_where_they_are_and_break_no_list() -> None:
    source = (
        "The Council,\nNoting rain,1\n1. Decides:\n(a) To wait;\nPage 2\n1 See rain.\n"
        "(b) To sleep;\n- 3 -\n2. Thanks the sun.\n2/ Ibid.\n* Reissued for rain."
    )
    text = build(read_plain(source)[0], "en")
    assert [p.kind for p in text.walk()][3:] == [
        *("operative", "front", "footnote", "operative", "front", "operative"),
        *("footnote", "footnote"),
    ]
    parents = text.parents()
    points = [p for p in text.walk() if p.number in ("a", "b")]
    assert len({parents[p.id] for p in points}) == 1


@pytest.mark.parametrize(
    ("language", "formula", "recital", "asks", "points"),
    [
        ("fr", "Le Conseil,", "Notant la pluie,", "Décide :", ("1.", "a)", "ii)")),
        ("ru", "Совет,", "отмечая дождь,", "постановляет:", ("1.", "а)", "ii)")),
        ("zh", "安全理事会，", "注意到下雨，", "决定：", ("1．", "(a)", "㈠")),
        ("ar", "إن المجلس،", "إذ يلاحظ المطر،", "يقرر:", ("1 -", "(أ)", "’1‘")),
    ],
)
def test_numbers_on_lines_of_their_own_in_other_scripts(
    language: str, formula: str, recital: str, asks: str, points: tuple[str, str, str]
) -> None:
    main, first, second = points
    lines = [formula, recital, main, asks, first, asks, second, asks]
    text = build(read_plain("\n".join(lines))[0], language)
    found = [(p.label, p.text) for p in text.walk() if p.kind == "operative"]
    assert found == [(label, asks) for label in points]


@pytest.mark.parametrize(
    ("language", "words", "verb"),
    [
        ("en", "Considering that rain falls, urges all wells to fill;", "urges"),
        ("fr", "Tout en sachant qu’il pleut, engage les puits à se remplir ;", "engage"),
        ("ru", "признавая, что идет дождь, настоятельно призывает рыть;", "настоятельно призывает"),
        ("ar", "إذ يدرك أن المطر يهطل، يحث الجميع على الحفر؛", "يحث"),
    ],
)
def test_the_verb_of_a_paragraph_that_a_clause_opens(language: str, words: str, verb: str) -> None:
    formulas = {"en": "The Council,", "fr": "Le Conseil,", "ru": "Совет,", "ar": "إن المجلس،"}
    number = "1 - " if language == "ar" else "1. "
    text = build(read_plain(f"{formulas[language]}\n{number}{words}")[0], language)
    assert [(p.kind, p.verb) for p in text.walk()][-1] == ("operative", verb)


def test_a_recital_that_a_page_cuts_is_no_heading() -> None:
    source = (
        "The Council,\nNoting rain,\nAlarmed by the growing number of seedlings lost in\n"
        "S/RES/9 (2031)\n2/3\nsieges, and by hail,\n1. Thanks the sun."
    )
    kinds = [p.kind for p in build(read_plain(source)[0], "en").walk()]
    assert "heading" not in kinds
    assert kinds.count("preambular") == 3


def test_a_bare_line_under_a_colon_is_a_point() -> None:
    source = "The Council,\nNoting rain,\n1. Decides on these tasks:\nCare of wells\nto dig by night;\n2. Rests."
    text = build(read_plain(source)[0], "en")
    assert [p.kind for p in text.walk() if p.text == "Care of wells"] == ["operative"]


def test_annexes_whose_numbers_are_words() -> None:
    source = (
        "إن مجلس الأمن،\nإذ يلاحظ المطر،\n1 - يقرر الحفر.\nالمرفق الأول\nبئر\nالمرفق الثاني\nدلو"
    )
    text = build(read_plain(source)[0], "ar")
    assert [(p.id, p.number) for p in text.walk() if p.kind == "annex"] == [
        ("annex_1", "1"),
        ("annex_2", "2"),
    ]
