"""The levels that Word gives its lists decide where two lists of one shape stand under each other."""

from __future__ import annotations

import pytest

from majlis.textkit.read import read_bytes
from tests.textkit.docx_builder import docx, p
from tests.textkit.test_read_docx_numbers import abstract, lvl, num

TEXTS = {
    "en": ("The Council,", "Noting rain,", "Decides:", "Wells:", "To dig;", "Requests rain."),
    "fr": ("Le Conseil,", "Notant la pluie,", "Décide :", "Puits :", "Creuser ;", "Prie la pluie."),
    "es": ("El Consejo,", "Observando la lluvia,", "Decide:", "Pozos:", "Cavar;", "Pide lluvia."),
    "ru": ("Совет,", "отмечая дождь,", "постановляет:", "колодцы:", "рыть;", "просит дождь."),
    "zh": ("安全理事会，", "注意到下雨，", "决定：", "水井：", "挖掘；", "请求下雨。"),
    "ar": ("إن مجلس الأمن،", "إذ يلاحظ المطر،", "يقرر:", "الآبار:", "الحفر؛", "يطلب المطر."),
}
LISTS = {
    "numbers, letters, numbers": ("decimal", "%1.", "lowerLetter", "%2.", "decimal", "%3."),
    "letters under letters": ("decimal", "%1.", "lowerLetter", "(%2)", "lowerLetter", "(%3)"),
    "numbers under abjad": ("decimal", "%1 -", "arabicAbjad", "%2)", "decimal", "%3 -"),
    "signs of one shape": (
        "decimal",
        "%1.",
        "chineseCounting",
        "（%2）",
        "chineseCounting",
        "（%3）",
    ),
}
# the level of each point: the second list has one item, the third goes on from it
DEPTHS = (1, 2, 2, 1, 2, 1)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", TEXTS)
def test_a_list_stands_under_the_one_above_it(language: str, name: str) -> None:
    formula, recital, asks, leads, point, last = TEXTS[language]
    shapes = LISTS[name]
    levels = [lvl(n, shapes[2 * n], shapes[2 * n + 1]) for n in range(3)]
    lines = [p(formula), p(recital), p(asks, num="1:0")]
    lines += [p(leads if depth == 1 else point, num=f"1:{depth}") for depth in DEPTHS]
    text = read_bytes(
        docx("".join([*lines, p(last, num="1:0")]), numbering=abstract(1, *levels) + num(1, 1))
    )
    parents = text.parents()
    found = []
    for provision in text.walk():
        if provision.kind == "operative":
            depth, over = 0, parents[provision.id]
            while over is not None:
                depth, over = depth + 1, parents[over]
            found.append(depth)
    assert found == [0, *DEPTHS, 0]


def test_sections_and_paragraphs_of_one_list_are_no_points() -> None:
    levels = [lvl(0, "upperRoman", "%1."), lvl(1, "decimal", "%2.")]
    lines = [p("The Council,"), p("Noting rain,"), p("Wells", num="1:0")]
    lines += [p("Decides to dig;", num="1:1"), p("Requests rain;", num="1:1")]
    lines += [p("Review", num="1:0"), p("Decides to wait.", num="1:1")]
    text = read_bytes(docx("".join(lines), numbering=abstract(1, *levels) + num(1, 1)))
    found = [(q.kind, q.label) for q in text.walk()][2:]
    assert found == [
        *(("heading", "I."), ("operative", "1."), ("operative", "2.")),
        *(("heading", "II."), ("operative", "1.")),
    ]
    assert [q.label for q in text.walk() if text.parents()[q.id] is None][2:] == [
        label for _, label in found
    ]


def test_levels_that_contradict_a_count_do_not_break_it() -> None:
    levels = [lvl(n, "lowerLetter", f"(%{n + 1})") for n in range(3)]
    typed = [p("The Council,"), p("Noting rain,"), p("1. Decides:")]
    lines = [*typed, p("To dig;", num="1:1"), p("(b) To wait;"), p("(c) To sleep;")]
    text = read_bytes(docx("".join(lines), numbering=abstract(1, *levels) + num(1, 1)))
    (paragraph,) = (q for q in text.walk() if q.label == "1.")
    assert [q.number for q in paragraph.children] == ["a", "b", "c"]
