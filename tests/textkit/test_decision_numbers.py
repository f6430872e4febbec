"""The numbers of decisions as bodies of many kinds write them, and the lines that head annexes."""

from __future__ import annotations

import pytest

from majlis.textkit.read import read_bytes
from majlis.textkit.structure.heads import numbered_head
from tests.textkit.compilations import WORDS


@pytest.mark.parametrize(
    ("line", "language", "symbol", "title"),
    [
        ("Decision 93/CP.9", "en", "Decision 93/CP.9", ""),
        ("Decision 92/COP.7 Lamps", "en", "Decision 92/COP.7", "Lamps"),
        ("Decision -/CP.98", "en", "Decision -/CP.98", ""),
        ("Draft resolution II", "en", "Draft resolution II", ""),
        ("Decision XV/94: Lamps", "en", "Decision XV/94", "Lamps"),
        ("Resolution Conf. 92.8 (Rev. CoP98)*", "en", "Resolution Conf. 92.8 (Rev. CoP98)", ""),
        ("Resolution CM/Res(2033)4", "en", "Resolution CM/Res(2033)4", ""),
        ("Resolution 4 (Cg-99)", "en", "Resolution 4 (Cg-99)", ""),
        ("RESOLUTION NO.1/99-C", "en", "RESOLUTION NO.1/99-C", ""),
        ("WHA96.4 Lamps", "en", "WHA96.4", "Lamps"),
        ("EB992(3) Lamps", "en", "EB992(3)", "Lamps"),
        ("IV/97. Lamps", "en", "IV/97", "Lamps"),
        ("BC-95/3: Lamps", "en", "BC-95/3", "Lamps"),
        ("A.9112(30)", "en", "A.9112(30)", ""),
        ("A91-5: Lamps", "en", "A91-5", "Lamps"),
        ("91 C/Resolution 8", "en", "91 C/Resolution 8", ""),
        ("UNEP/EA.95/Res.7", "en", "UNEP/EA.95/Res.7", ""),
        ("CM/Dec.912(XL)", "en", "CM/Dec.912(XL)", ""),
        ("AG/RES. 9988 (LIII-O/33)", "es", "AG/RES. 9988 (LIII-O/33)", ""),
        ("2033/EB.A/5 Lamps", "en", "2033/EB.A/5", "Lamps"),
        ("Résolution n° 93 : Lampes", "fr", "Résolution n° 93", "Lampes"),
        ("РЕШЕНИЕ № 95", "ru", "РЕШЕНИЕ № 95", ""),
        ("المقرر 93/م أ-9", "ar", "المقرر 93/م أ-9", ""),
        ("القرار رقم 93/49", "ar", "القرار رقم 93/49", ""),
        ("第93/CP.9号决定", "zh", "第93/CP.9号决定", ""),
        ("决议草案二", "zh", "决议草案二", ""),
    ],
)
def test_the_number_of_a_decision(line: str, language: str, symbol: str, title: str) -> None:
    found = numbered_head(line, language)
    assert found is not None
    assert (found.symbol, found.title) == (symbol, title)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Decision 93/CP.9 is recalled", "en"),
        ("Resolution 95/3 of 5 May 2033", "en"),
        ("Resolution of 5 May 2033", "en"),
        ("2/3 of the members", "en"),
        ("Decisions 3 and 4 of the Council", "en"),
        ("回顾第95/3号决议", "zh"),
        ("إذ يشير إلى القرار 95/3", "ar"),
    ],
)
def test_what_only_names_a_decision(line: str, language: str) -> None:
    assert numbered_head(line, language) is None


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Annex to resolution 95/3", "en"),
        ("Annex I to decision 93/CP.9", "en"),
        ("Annex (to resolution 95/3)", "en"),
        ("ANNEX TO RESOLUTION A.9112(30)", "en"),
        ("Annex I\tRules", "en"),
        ("Annex I [English only]", "en"),
        ("Annexe I de la décision 93/CP.9", "fr"),
        ("Anexo a la decisión 93/CP.9", "es"),
        ("Приложение к резолюции 95/3", "ru"),
        ("Приложение № 1", "ru"),
        ("مرفق القرار 95/3", "ar"),
        ("مرفق المقرر 93/م أ-9", "ar"),
        ("第95/3号决议附件", "zh"),
        ("附件：职权范围", "zh"),
        ("附件一 职权范围", "zh"),
        ("附 件", "zh"),
    ],
)
def test_the_line_of_an_annex(line: str, language: str) -> None:
    words = WORDS[language]
    lines = [
        *(words.resolution.format("95/3"), words.titles[0], words.body, words.recitals[0]),
        *(f"1. {words.operative[0]}", f"2. {words.operative[3]}", line, words.annex_title),
        *(f"{n}. {each}" for n, each in enumerate(words.annexed, 1)),
    ]
    text = read_bytes("\n".join(lines).encode(), language=language, name="resolution.txt")
    annexes = [p for p in text.walk() if p.kind == "annex"]
    assert len(annexes) == 1
    assert [p.number for p in annexes[0].walk() if p.kind == "paragraph"] == ["1", "2", "3", "4"]
