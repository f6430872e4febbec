"""What stands before a text, and tables in it: its number, its title, when it was adopted, cells."""

from __future__ import annotations

import pytest

from majlis.textkit.model import Block, Run
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build

COUNCIL = {
    "en": (
        "Resolution 4999 (2041)",
        "Adopted by the Security Council at its 10,999th meeting, on 3 May 2041",
        "The Security Council,\nRecalling its resolution 4998 (2040),\n1. Decides to mend the gate.",
    ),
    "fr": (
        "Résolution 4999 (2041)",
        "Adoptée par le Conseil de sécurité à sa 10999e séance, le 3 mai 2041",
        "Le Conseil de sécurité,\nRappelant sa résolution 4998 (2040),\n1. Décide de réparer la porte.",
    ),
    "es": (
        "Resolución 4999 (2041)",
        "Aprobada por el Consejo de Seguridad en su 10999ª sesión, celebrada el 3 de mayo de 2041",
        "El Consejo de Seguridad,\nRecordando su resolución 4998 (2040),\n1. Decide reparar la puerta.",
    ),
    "ru": (
        "Резолюция 4999 (2041),",
        "принятая Советом Безопасности на его 10999-м заседании 3 мая 2041 года",
        "Совет Безопасности,\nссылаясь на свою резолюцию 4998 (2040),\n1. постановляет починить ворота.",
    ),
    "zh": (
        "第4999(2041)号决议",
        "2041年5月3日安全理事会第10999次会议通过",
        "安全理事会，\n回顾其第4998(2040)号决议，\n1. 决定修理大门。",
    ),
    "ar": (
        "القرار 4999 (2041)",
        "الذي اتخذه مجلس الأمن في جلسته 10999 المعقودة في 3 أيار/مايو 2041",
        "إن مجلس الأمن،\nإذ يشير إلى قراره 4998 (2040)،\n1 - يقرر إصلاح البوابة.",
    ),
}


@pytest.mark.parametrize("language", COUNCIL)
@pytest.mark.parametrize("cover", ["", "S/RES/4999 (2041)\n"])
def test_a_resolution_with_the_line_that_says_when_it_was_adopted(
    language: str, cover: str
) -> None:
    number, adopted, body = COUNCIL[language]
    text = build(read_plain(f"{cover}{number}\n{adopted}\n{body}")[0], language)
    own = number.rstrip(",")
    assert (text.symbol, text.title) == (cover.strip() or own, own)
    assert text.date == "2041-05-03"
    kinds = [p.kind for p in text.walk()]
    assert kinds[-5:] == ["title", "front", "formula", "preambular", "operative"]


@pytest.mark.parametrize(
    ("language", "line", "symbol", "title"),
    [
        ("en", "Resolution 12/7. Lighthouses and safety", "Resolution 12/7", "Lighthouses and safety"),
        ("en", "RESOLUTION 12/7: Gates", "RESOLUTION 12/7", "Gates"),
        ("en", "RESOLUTION 44 (Rev. Kelpton, 2030) – Gates", "RESOLUTION 44 (Rev. Kelpton, 2030)", "Gates"),
        ("fr", "Résolution n° 12/7. Phares", "Résolution n° 12/7", "Phares"),
        ("es", "Resolución 12/7. Faros", "Resolución 12/7", "Faros"),
        ("ru", "Резолюция 12/7. Маяки", "Резолюция 12/7", "Маяки"),
        ("zh", "第12/7号决议：灯塔", "第12/7号决议", "灯塔"),
        ("ar", "القرار 12/7: المنارات", "القرار 12/7", "المنارات"),
    ],
)  # fmt: skip
def test_a_number_and_a_title_in_one_line(
    language: str, line: str, symbol: str, title: str
) -> None:
    body = COUNCIL[language][2]
    text = build(read_plain(f"{line}\n{body}")[0], language)
    assert (text.symbol, text.title) == (symbol, title)


def blocks(*lines: str) -> list[Block]:
    """Lines as blocks; one that begins with a stroke is a cell of a table."""
    return [
        Block((Run(line.lstrip("|")),), hint="table" if line.startswith("|") else "")
        for line in lines
    ]


def test_cells_of_a_table_are_paragraphs_without_a_verb() -> None:
    lines = (
        "The Council,",
        "1. Requests gates;",
        "|Gate",
        "|12",
        "2. Urges harbours to sing.",
        "|Oak",
    )
    text = build(blocks(*lines), "en")
    assert [(p.kind, p.text) for p in text.walk() if not p.verb][1:] == [
        *(("paragraph", "Gate"), ("paragraph", "12"), ("paragraph", "Oak")),
    ]
    assert [p.number for p in text.walk() if p.kind == "operative"] == ["1", "2"]
    assert not any(p.verb for p in text.walk() if p.kind == "paragraph")


def test_cells_under_a_verb_heading() -> None:
    lines = ("The Conference of the Bell Union,", "considering", "a) that bells ring,", "resolves")
    rest = ("1 to ring;", "|Bell", "|9", "instructs the Council", "1 to report.")
    text = build(blocks(*lines, *rest), "en")
    assert [(p.kind, p.verb) for p in text.walk() if p.text in ("Bell", "9")] == [
        ("paragraph", "")
    ] * 2


def test_a_table_that_lays_paragraphs_out_holds_the_text() -> None:
    text = build(blocks("The Council,", "|1. Requests gates;", "|2. Urges harbours to sing."), "en")
    assert [p.kind for p in text.walk()] == ["formula", "operative", "operative"]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            (
                "Council of Shared Lighthouses",
                "Document CL31/12",
                "Report on the work of the group",
                "Purpose",
                "This report says what the group did at its fifth meeting, in the spring.",
            ),
        ),
        (
            "ar",
            (
                "مجلس المنارات المشتركة",
                "الوثيقة CL31/12",
                "تقرير عن نتائج الاجتماع الخامس لفريق العمل",
                "الغرض",
                "يلخص هذا التقرير نتائج الاجتماع الخامس للفريق، الذي عُقد في الربيع.",
            ),
        ),
        (
            "ru",
            (
                "Совет общих маяков",
                "Документ CL31/12",
                "Доклад о пятом совещании группы",
                "Цель",
                "В настоящем докладе говорится о том, что группа сделала на пятом совещании.",
            ),
        ),
    ],
)
def test_the_cover_of_a_report_is_not_its_title(language: str, lines: tuple[str, ...]) -> None:
    first = ("1", "Introduction", "Nobody came.")
    for gap in ("\n\n", "\n"):
        text = build(read_plain(gap.join((*lines, *first)))[0], language)
        assert (text.kind, text.symbol, text.title) == ("report", "CL31/12", lines[2])
        kinds = [p.kind for p in text.walk()]
        assert kinds[:4] == ["front", "front", "title", "heading"]
