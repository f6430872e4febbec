"""Headings that a page shows as the entries of a list with bullets, their items as a list within."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.model import Block, Run, Text
from majlis.textkit.structure import build

TEXTS = Path(__file__).parent / "texts"


def read(lines: list[str], language: str) -> Text:
    blocks = [Block((Run(line),), line=at) for at, line in enumerate(lines, 1) if line.strip()]
    return build(blocks, language)


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_bullet_before_each_heading_changes_nothing(language: str) -> None:
    lines = (TEXTS / f"itu.{language}.txt").read_text(encoding="utf-8").splitlines()
    plain = read(lines, language)
    headings = {p.text for p in plain.walk() if p.kind == "heading" and p.verb}
    assert len(headings) >= 6
    listed = read([f"• {line}" if line in headings else line for line in lines], language)
    told = [(p.id, p.kind, p.label, p.text) for p in plain.walk()]
    assert [(p.id, p.kind, p.label, p.text) for p in listed.walk()] == told


def test_bullets_elsewhere_part_points() -> None:
    lines = [
        "The Lamp Conference (Marsh, 2031),",
        "considering",
        "a) that Resolution 12 asks two bodies, and in part:",
        "– instructs the Secretary-General to count lamps;",
        "– invites members",
        "resolves",
        "1 to buy lamps.",
    ]
    kinds = [(p.kind, p.text) for p in read(lines, "en").walk() if p.kind == "heading"]
    assert kinds == [("heading", "considering"), ("heading", "resolves")]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "WLDC RESOLUTION 936 (Rev. Marsh, 2030)"),
        ("fr", "CMDL RÉSOLUTION 936 (Rév. Marais, 2030)"),
        ("es", "CMDL Resolución 936 (Rev. Vega, 2030)"),
        ("ru", "МСЭ-D Резолюция 936 (Пересм. Гавань, 2030 г.)"),
        ("zh", "WLDC第936号决议（2030年，湿地，修订版）"),
    ],
)
def test_the_kind_may_stand_behind_a_short_name(language: str, line: str) -> None:
    formula = {"en": "The Lamp Conference,", "fr": "La Conférence des lampes,"}
    formula |= {
        "es": "La Conferencia de Lámparas,",
        "ru": "Конференция по лампам,",
        "zh": "世界无线电通信大会（2037年，湿地），",
    }
    verb = {"en": "resolves", "fr": "décide", "es": "resuelve", "ru": "решает", "zh": "做出决议"}[
        language
    ]
    text = read([line, "Xyz", formula[language], verb, "1 abc."], language)
    assert (text.kind, text.symbol, text.title) == ("resolution", line, "Xyz")
