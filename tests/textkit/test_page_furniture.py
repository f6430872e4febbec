"""What belongs to the page, not to the text: it stands between paragraphs and becomes none."""

from __future__ import annotations

import pytest

from majlis.textkit.read import read_bytes

# formula, recital, paragraph, date and page as the language prints them
TEXTS = {
    "en": ("The Security Council,", "Noting rain,", "Decides to wait;", "14 June 2039", "Page 3"),
    "fr": ("Le Conseil de sécurité,", "Notant la pluie,", "Décide d’attendre ;", "14 juin 2039", "Page 3"),
    "es": ("El Consejo de Seguridad,", "Observando la lluvia,", "Decide esperar;", "14 de junio de 2039", "Página 3"),
    "ru": ("Совет Безопасности,", "отмечая дождь,", "постановляет ждать;", "14 июня 2039 года", "Стр. 3"),
    "zh": ("安全理事会，", "注意到下雨，", "决定等待；", "2039年6月14日", "第3页"),
    "ar": ("إن مجلس الأمن،", "إذ يلاحظ المطر،", "يقرر الانتظار؛", "14 حزيران/يونيه 2039", "الصفحة 3"),
}  # fmt: skip
FURNITURE = [
    ["S/RES/991 (2039)", "DATE", "PAGE"],
    ["PAGE", "DATE"],
    ["PAGE"],
    ["2/3 39-11422", "/..."],
    ["GE.39-11422 3", "A/HRC/RES/88/9"],
    ["GE.39-11422 (E) 3"],
    ["3 V.39-11422", "…/…"],
    ["39-11422 3/5", "*3911422*"],
]


@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "lost"])
@pytest.mark.parametrize("page", FURNITURE, ids=" ".join)
@pytest.mark.parametrize("language", TEXTS)
def test_the_page_is_no_paragraph(language: str, page: list[str], numbered: bool) -> None:
    formula, recital, paragraph, date, number = TEXTS[language]
    dot = " - " if language == "ar" else ". "
    labels = [f"{n}{dot}" if numbered else "" for n in (1, 2, 3)]
    lines = [{"DATE": date, "PAGE": number}.get(line, line) for line in page]
    source = [formula, recital, labels[0] + paragraph, *lines]
    source += [label + paragraph for label in labels[1:]]
    text = read_bytes("\n".join(source).encode(), language=language)
    assert [p.text for p in text.walk() if p.kind == "operative"] == [paragraph] * 3
    assert [p.text for p in text.walk() if p.kind == "preambular"] == [recital]
    assert {p.text for p in text.walk() if p.kind == "front"} >= set(lines) - {"DATE", "PAGE"}


def test_the_date_behind_the_text_stays_behind_it() -> None:
    source = "The Council,\nNoting rain,\n1. Decides to wait.\n9th meeting\n14 June 2039\n2/2"
    assert [p.kind for p in read_bytes(source.encode()).walk() if "2039" in p.text] == ["back"]
