"""Footnotes of plain text: the number is the label of the note, the call is no word of the paragraph."""

from __future__ import annotations

import pytest

from majlis.textkit.model import Comment
from majlis.textkit.read import read_bytes
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build

# formula, recital, paragraph with the place of a call, and the words of a note
TEXTS = {
    "en": ("The Council,", "Noting the rain{},", "1. Welcomes the report{} of the keeper;", "See the plan."),
    "fr": ("Le Conseil,", "Notant la pluie{},", "1. Salue la déclaration{} du gardien ;", "Voir le plan."),
    "es": ("El Consejo,", "Observando la lluvia{},", "1. Acoge el informe{} del guarda;", "Véase el plan."),
    "ru": ("Совет,", "отмечая дождь{},", "1. приветствует доклад{} смотрителя;", "См. план."),
    "zh": ("安全理事会，", "注意到下雨{}，", "1. 欢迎报告{}；", "见计划。"),
    "ar": ("إن المجلس،", "إذ يلاحظ المطر{}،", "1 - يرحب بتقرير{} الحارس؛", "انظر الخطة."),
}  # fmt: skip
FORMS = [("[{}]", "[{}] "), (" [{}]", "[{}] "), ("²", "² "), (" {}/", "{}/ "), ("{}/", "{}/ ")]


@pytest.mark.parametrize(("call", "body"), FORMS)
@pytest.mark.parametrize("language", TEXTS)
def test_the_call_goes_and_the_number_is_a_label(language: str, call: str, body: str) -> None:
    formula, recital, paragraph, words = TEXTS[language]
    lines = [formula, recital.format(""), paragraph.format(call.format(2)), body.format(2) + words]
    text = read_bytes("\n".join(lines).encode(), language=language)
    found = {p.kind: (p.number, p.text) for p in text.walk()}
    assert found["operative"] == ("1", paragraph.format("").split(" ", 1 + (language == "ar"))[-1])
    assert found["footnote"] == ("2", words)


@pytest.mark.parametrize("language", TEXTS)
def test_a_bare_number_behind_the_mark(language: str) -> None:
    formula, recital, paragraph, words = TEXTS[language]
    recital = recital.format("")
    lines = [formula, recital + "2", paragraph.format(""), f"2 {words}"]
    text = read_bytes("\n".join(lines).encode(), language=language)
    assert [p.text for p in text.walk() if p.kind == "preambular"] == [recital]
    assert [(p.label, p.text) for p in text.walk() if p.kind == "footnote"] == [("2", words)]


def test_only_a_certain_call_goes() -> None:
    source = (
        "The Council,\nNoting chapter 2, part.2 of it, S/2, H2, 4,2 and lamps3,\n"
        "1. Welcomes the Declaration2 of 2, 2031.\n2 See the plan."
    )
    texts = [p.text for p in read_bytes(source.encode()).walk()]
    assert texts[1] == "Noting chapter 2, part.2 of it, S/2, H2, 4,2 and lamps3,"
    assert texts[2] == "Welcomes the Declaration of 2, 2031."


def test_a_power_of_a_unit_is_no_call() -> None:
    source = (
        "The Council,\nNoting 40 km² of sand, 3 m³ of rain and the plan²,\n"
        "1. Welcomes the 9 км² and the 5 كم² of shade;\n² See the plan.\n³ See the rain."
    )
    texts = [p.text for p in read_bytes(source.encode(), language="en").walk()]
    assert texts[1:3] == [
        "Noting 40 km² of sand, 3 m³ of rain and the plan,",
        "Welcomes the 9 км² and the 5 كم² of shade;",
    ]


def test_several_calls_at_one_place_and_without_a_note_none() -> None:
    source = "The Council,\nNoting keepers1, 2,\n1. Welcomes rain.3\n1 See rain.\n2 See snow."
    texts = [p.text for p in read_bytes(source.encode()).walk()]
    assert texts[1:3] == ["Noting keepers,", "Welcomes rain.3"]


def test_a_comment_stays_with_a_paragraph_that_lost_a_call() -> None:
    blocks, _ = read_plain("The Council,\nNoting rain,2\n1. Rests.\n2 See rain.")
    text = build(blocks, "en", comments=[Comment("Which?")], anchors=[1])
    assert [c.provision for c in text.comments] == ["recital_1"]
