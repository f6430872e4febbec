"""The number of a section on a line above its heading: one heading with a label, in each format."""

from __future__ import annotations

import pytest

from majlis.textkit.read import read_bytes
from tests.textkit.docx_builder import docx, p, r

TEXTS = {
    "en": (["The General Assembly,", "Noting rain,"], "Sharing of water", "Recalling its wells,",
           "{}. Decides to dig;"),
    "fr": (["L’Assemblée générale,", "Notant la pluie,"], "Partage de l’eau", "Rappelant ses puits,",
           "{}. Décide de creuser ;"),
    "es": (["La Asamblea General,", "Observando la lluvia,"], "Reparto del agua",
           "Recordando sus pozos,", "{}. Decide cavar;"),
    "ru": (["Генеральная Ассамблея,", "отмечая дождь,"], "Раздел воды", "ссылаясь на колодцы,",
           "{}. постановляет копать;"),
    "zh": (["大会，", "注意到下雨，"], "分享用水", "回顾水井，", "{}. 决定挖井；"),
    "ar": (["إن الجمعية العامة،", "إذ تلاحظ المطر،"], "تقاسم المياه", "وإذ تشير إلى الآبار،",
           "{} - تقرر الحفر؛"),
}  # fmt: skip
OWN = {"zh": ("一", "二、"), "ar": ("أولا", "ثانيا"), "ru": ("А", "Б.")}
NUMBERS = [(code, pair) for code in TEXTS for pair in [("I", "II"), ("A.", "B.")]]


@pytest.mark.parametrize("word", [False, True], ids=["plain", "docx"])
@pytest.mark.parametrize(("language", "numbers"), NUMBERS + list(OWN.items()))
def test_number_and_name_are_one_heading(
    language: str, numbers: tuple[str, str], word: bool
) -> None:
    lead, name, recital, paragraph = TEXTS[language]
    lines = list(lead)
    for place, number in enumerate(numbers, 1):
        lines += [number, name, recital, paragraph.format(place)]
    source = docx("".join(p(r(line)) for line in lines)) if word else "\n".join(lines).encode()
    text = read_bytes(source, language=language)
    found = [(q.label, q.text) for q in text.walk() if q.kind == "heading"]
    assert found == [(number, name) for number in numbers]
    assert [q.kind for q in text.walk() if q.text == recital] == ["preambular"] * 2
    assert [q.number for q in text.walk() if q.kind == "operative"] == ["1", "2"]


def test_a_number_in_a_text_without_formula() -> None:
    source = (
        "Report on wells\nI\nSharing of water\n1. Water was shared.\nII.\nWells\n2. They were dug."
    )
    text = read_bytes(source.encode())
    found = [(q.label, q.number, q.text) for q in text.walk() if q.kind == "heading"]
    assert found == [("I", "i", "Sharing of water"), ("II.", "ii", "Wells")]
    assert [q.number for q in text.walk() if q.kind == "paragraph"] == ["1", "2"]


def test_a_number_without_a_name_stays_a_heading() -> None:
    source = "The Council,\nNoting rain,\nI\n1. Decides to dig;\nII\n2. Decides to rest."
    text = read_bytes(source.encode())
    assert [q.text for q in text.walk() if q.kind == "heading"] == ["I", "II"]
