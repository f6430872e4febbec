"""Symbols that bodies form in ways of their own, alone or before a title, and the bodies that they name."""

from __future__ import annotations

import pytest

from majlis.textkit.akn_names import body_of_symbol
from majlis.textkit.read import read_bytes

CASES = [
    ("WHA76.4 Lamps", "The Seventy-sixth World Health Assembly,", "WHA76.4", "World Health Assembly"),
    ("WHA76.4\nLamps", "The Seventy-sixth World Health Assembly,", "WHA76.4", "World Health Assembly"),
    (
        "SEVENTY-SIXTH WORLD HEALTH ASSEMBLY WHA76.4\nLamps",
        "The Seventy-sixth World Health Assembly,",
        "WHA76.4",
        "World Health Assembly",
    ),
    ("EB162.R4 Lamps", "The Executive Board,", "EB162.R4", "Executive Board"),
    ("Decision 3/CP.9\nLamps", "The Conference of the Parties,", "Decision 3/CP.9", "Conference of the Parties"),
    (
        "FCCC/CP/2031/11/Add.1\nDecision 3/CP.39\nLamps",
        "The Conference of the Parties,",
        "Decision 3/CP.39",
        "Conference of the Parties",
    ),
    ("Resolution A.1112(30)\nLAMPS", "THE ASSEMBLY,", "Resolution A.1112(30)", "IMO Assembly"),
    ("41 C/Resolution 8\nLamps", "The General Conference,", "41 C/Resolution 8", "General Conference"),
    ("Decision XXXVII/23: Lamps", "The Thirty-Seventh Meeting of the Parties,", "Decision XXXVII/23", "Meeting of the Parties"),
    ("UNEP/EA.5/Res.7\nLamps", "The United Nations Environment Assembly,", "UNEP/EA.5/Res.7", "United Nations Environment Assembly"),
    ("Resolution 7/2023\nLamps", "THE CONFERENCE,", "Resolution 7/2023", ""),
    ("A41-12: Lamps", "The Assembly:", "A41-12", "ICAO Assembly"),
    ("BC-16/4: Lamps", "The Conference of the Parties", "BC-16/4", "Conference of the Parties"),
    ("EX.CL/Dec.940(XLV)\nLAMPS", "The Executive Council,", "EX.CL/Dec.940(XLV)", "Executive Council"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "formula", "symbol", "body"), CASES)
def test_symbol_body_and_title(head: str, formula: str, symbol: str, body: str) -> None:
    words = f"{head}\n{formula}\n1. Requests the Secretariat to light lamps;\n2. Urges Parties to help.\n"
    text = read_bytes(words.encode(), language="en", name="x.txt")
    assert (text.symbol, text.body, text.title.lower()) == (symbol, body, "lamps")


@pytest.mark.parametrize(
    ("language", "head", "symbol"),
    [
        ("zh", "第7/CP.41号决定\n灯\n缔约方会议，\n回顾第1/CP.2号决定，\n1. 请秘书处点灯；", "第7/CP.41号决定"),
        ("zh", "45 C/第38号决议\n灯\n大会，\n1. 请总干事点灯；\n2. 还请会员国点灯。", "45 C/第38号决议"),
        ("fr", "45 C/Résolution 38\nLampes\nLa Conférence générale,\n1. Prie le Directeur général d'agir;", "45 C/Résolution 38"),
        ("ru", "45 C/Резолюция 38\nЛампы\nГенеральная конференция,\n1. просит Генерального директора действовать;", "45 C/Резолюция 38"),
    ],
)  # fmt: skip
def test_symbols_in_other_languages(language: str, head: str, symbol: str) -> None:
    text = read_bytes(head.encode(), language=language, name="x.txt")
    assert text.symbol == symbol
    assert text.body in ("Conference of the Parties", "General Conference")


def test_recitals_before_the_body_names_itself() -> None:
    words = (
        "A41-12: Lamps\nWhereas lamps burn;\nThe Assembly:\n1. Urges Member States to light lamps;\n"
        "2. Requests the Council to report.\n"
    )
    text = read_bytes(words.encode(), language="en", name="x.txt")
    assert [each.kind for each in text.provisions] == [
        *("title", "preambular", "formula", "operative", "operative"),
    ]


@pytest.mark.parametrize(
    ("symbol", "body"),
    [
        ("E/ESCAP/RES/98/2", "Economic and Social Commission for Asia and the Pacific"),
        ("A/HRC/RES/52/1", "Human Rights Council"),
        ("Decision 12/CMA.3", "Conference of the Parties serving as the meeting of the Parties to the Paris Agreement"),
        ("A/78/L.49", ""),
        ("C24/48-E", ""),
    ],
)  # fmt: skip
def test_body_of_a_symbol(symbol: str, body: str) -> None:
    assert body_of_symbol(symbol) == body
