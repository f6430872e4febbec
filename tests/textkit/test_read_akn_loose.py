"""Marked texts in Akoma Ntoso of looser styles, and the rules that told them right."""

from __future__ import annotations

import pytest

from majlis.textkit.numbering import number_of, readings
from majlis.textkit.read.akn import read_akn
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build
from tests.textkit.akn_loose import STYLES
from tests.textkit.akn_styles import CODES
from tests.textkit.test_read_akn_styles import Style, owners, split_rows
from tests.textkit.test_structure_marked import macro_f1

TEXTS = [
    *(("sctasks", language) for language in CODES),
    *(("sctribute", language) for language in CODES if language != "en"),
    *(("gasprings", "en"), ("hrcschools", "fr"), ("ecosocseeds", "es")),
    *(("gaarchives", "ru"), ("hrcherders", "zh"), ("gachannels", "ar")),
]


@pytest.mark.parametrize(("name", "language"), TEXTS, ids=map(".".join, TEXTS))
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_classes(style: Style, name: str, language: str) -> None:
    rows = split_rows(name, language)
    found = owners(read_akn(style(rows, CODES[language])), rows)
    pairs = [(row[0], held[0]) for row, held in zip(rows, found, strict=True) if held]
    assert len(pairs) >= 0.9 * len(rows)
    wrong = [(*p, r[2]) for p, r in zip(pairs, rows, strict=False) if p[0] != p[1]]
    assert macro_f1(pairs) >= 0.99, wrong


@pytest.mark.parametrize(("name", "language"), TEXTS, ids=map(".".join, TEXTS))
def test_a_paragraph_without_a_number_stands_under_no_list(name: str, language: str) -> None:
    rows = split_rows(name, language)
    text = read_akn(STYLES[1](rows, CODES[language]))
    kinds = {p.id: p.kind for p in text.walk()}
    paragraphs = [n for n, row in enumerate(rows) if row[0] == "O" and row[1][:1].isdigit()]
    held = owners(text, rows)
    ids = [h[1] for n in paragraphs if (h := held[n]) is not None]
    parents = text.parents()
    assert len(ids) == len(paragraphs)
    assert [i for i in ids if kinds.get(parents.get(i) or "", "heading") != "heading"] == []


def test_signs_under_bracketed_numbers_are_a_level_below() -> None:
    source = "大会，\n注意到下雨，\n1. 决定：\n（一）等待：\n㈠ 夜间；\n㈡ 白天；\n（二）睡觉：\n㈠ 早；\n2. 感谢太阳。"
    text = build(read_plain(source)[0], "zh")
    ids = [p.id.split("para_1")[1] for p in text.walk() if p.id.startswith("para_1__")]
    assert ids == [
        *("__point_1", "__point_1__point_1", "__point_1__point_2"),
        *("__point_2", "__point_2__point_1"),
    ]


def test_a_list_of_signs_goes_on_past_ten_in_brackets() -> None:
    signs = "".join(f"{chr(0x3220 + n)} 等待；\n" for n in range(10))
    source = f"大会，\n注意到下雨，\n1. 决定：\n{signs}（十一）睡觉；\n2. 感谢太阳。"
    text = build(read_plain(source)[0], "zh")
    (paragraph,) = (p for p in text.walk() if p.id == "para_1")
    assert [p.number for p in paragraph.children] == [str(n) for n in range(1, 12)]


def test_heavenly_stems_count_sections_and_name_parties() -> None:
    assert [number_of(label) for label in ("甲、", "（乙）", "癸、")] == ["a", "b", "j"]
    assert readings("甲、乙双方同意") == ()
    source = "大会，\n注意到下雨，\n甲、 总则\n1. 决定等待；\n乙、 后续行动\n2. 感谢太阳。"
    text = build(read_plain(source)[0], "zh")
    found = [(p.label, p.text) for p in text.walk() if p.kind == "heading"]
    assert found == [("甲、", "总则"), ("乙、", "后续行动")]


RUNNING = [
    ("en", "RESOLUTION 9 (MARSH, 2031)", "The Lamp Conference (Marsh, 2031),", "noting", "resolves",
     "Document C43/48-E Page 4", ("that rain falls;", "to dig")),
    ("fr", "RÉSOLUTION 9 (MARSH, 2031)", "La Conférence de plénipotentiaires (Marsh, 2031),", "notant",
     "décide", "Document C43/48-F Page 4", ("qu’il pleut ;", "de creuser")),
    ("es", "RESOLUCIÓN 9 (MARSH, 2031)", "La Conferencia de Plenipotenciarios (Marsh, 2031),",
     "observando", "resuelve", "Documento C43/48-S Página 4", ("que llueve;", "cavar")),
    ("ru", "РЕЗОЛЮЦИЯ 9 (МАРШ, 2031 г.)", "Полномочная конференция (Марш, 2031 г.),", "отмечая", "решает",
     "Документ C43/48-R Стр. 4", ("что идет дождь;", "рыть")),
    ("zh", "第9号决议（2031年，马什）", "全权代表大会（2031年，马什），", "注意到", "做出决议",
     "文件 C43/48-C 第4页", ("下雨；", "挖井")),
    ("ar", "القرار 9 (مارش، 2031)", "إن مؤتمر المندوبين المفوضين (مارش، 2031)،", "إذ يلاحظ", "يقرر",
     "الوثيقة C43/48-A الصفحة 4", ("أن المطر يهطل؛", "الحفر")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "number", "formula", "noting", "resolves", "line", "items"),
    RUNNING,
    ids=[row[0] for row in RUNNING],
)
def test_a_running_line_of_document_and_page_is_no_heading(
    language: str,
    number: str,
    formula: str,
    noting: str,
    resolves: str,
    line: str,
    items: tuple[str, str],
) -> None:
    lines = [number, formula, noting, f"a) {items[0]}", line, f"b) {items[0]}", resolves, items[1]]
    text = build(read_plain("\n".join(lines))[0], language)
    assert [p.kind for p in text.walk() if p.text == line] == ["front"]
    assert [p.kind for p in text.walk() if p.number in ("a", "b")] == ["preambular"] * 2
