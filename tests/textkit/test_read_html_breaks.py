"""Paragraphs that a page parts by line breaks only, as sites of the last century do."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.read import read_file

PAGE = """<html lang="{language}"><body><p><b>98/914. {title}</b></p><p><i>{formula}</i></p>
<p>&nbsp;<i>{recital}</i></p><p>{items}</p></body></html>"""
PAGES = {
    "ar": (
        "المصابيح", "إن الجمعية العامة،", "إذ تلاحظ أن المصابيح قليلة،",
        "1 - تقرر شراء المصابيح؛<br>2 - تطلب إلى الأمين العام:<br>(أ) شراء الزيت؛<br>(ب) تقديم تقرير.",
    ),
    "en": (
        "Lamps", "The General Assembly,", "Noting that lamps are few,",
        ("1.&nbsp;&nbsp;<i>Decides</i> to buy lamps;<br>&nbsp;2.&nbsp; <i>Requests</i> the"
        " Secretary-General:<br>(<i>a</i>) To buy oil;<br>(<i>b</i>) To report."),
    ),
    "es": (
        "Lámparas", "La Asamblea General,", "Observando que hay pocas lámparas,",
        ("1. Decide comprar lámparas;<br>2. Pide al Secretario General:<br>a) Que compre aceite;<br/>"
        "b) Que informe."),
    ),
    "fr": (
        "Lampes", "L'Assemblée générale,", "Notant que les lampes sont rares,",
        ("1. Décide d'acheter des lampes;<br>2. Prie le Secrétaire général :<br>a) D'acheter de"
        " l'huile;<br>b) De faire rapport."),
    ),
    "ru": (
        "Лампы", "Генеральная Ассамблея,", "отмечая, что ламп мало,",
        ("1. постановляет купить лампы;<br>2. просит Генерального секретаря:<br>a) купить масло;<br>"
        "b) представить доклад."),
    ),
    "zh": (
        "灯具", "大会，", "注意到灯不多，",
        "1. 决定购买灯具；<br>2. 请秘书长：<br>(a) 购买灯油；<br>(b) 提交报告。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(PAGES))
def test_a_break_before_a_label_begins_an_item(language: str, tmp_path: Path) -> None:
    title, formula, recital, items = PAGES[language]
    page = tmp_path / "page.html"
    told = {"title": title, "formula": formula, "recital": recital, "items": items}
    page.write_text(PAGE.format(language=language, **told), encoding="utf-8")
    text = read_file(page)
    found = [(p.kind, p.number) for p in text.walk() if p.kind == "operative"]
    assert found == [("operative", number) for number in ("1", "2", "a", "b")]


@pytest.mark.parametrize(
    "words",
    ["1. Decides that each of the<br>12 lamps burn;", "1. Decides on lamps,<br>oil and wicks;"],
)
def test_another_break_is_a_blank(words: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    told = {"title": "Lamps", "formula": "The General Assembly,", "items": words}
    page.write_text(PAGE.format(language="en", recital="Noting that", **told), encoding="utf-8")
    assert sum(p.kind == "operative" for p in read_file(page).walk()) == 1
