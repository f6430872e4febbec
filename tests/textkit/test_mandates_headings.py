"""ITU headings in six languages: known for headings, their part, and everybody whom they address.

Each line of tests/textkit/texts/addressed/*.txt is P or O, a tab, a heading, and where it addresses
somebody a tab and who they are. All are read in a text of their own, with and without a comma.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.mandates import mandates
from majlis.textkit.model import Block, Provision, Run, Text
from majlis.textkit.structure import build

FOLDER = Path(__file__).parent / "texts" / "addressed"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.txt"))
PARTS = {"P": "preambular", "O": "operative"}
# formula, considering, resolves, two recitals, two items that resolve, two that are asked, the comma
AROUND = {
    "ar": (
        "إن مؤتمر المندوبين المفوضين للاتحاد الدولي للاتصالات (الميناء الجديد، 2034)،",
        "إذ يضع في اعتباره", "يقرر", "أ ) أن المصابيح قليلة؛", "ب) أن الليالي طويلة،",
        "1 شراء المصابيح؛", "2 شراء الزيت،", "1 برفع تقرير عن المصابيح؛", "2 بشراء الفتائل.", "،",
    ),
    "en": (
        "The Plenipotentiary Conference of the International Telecommunication Union (Marsh, 2034),",
        "considering", "resolves", "a) that lamps are few;", "b) that nights are long,",
        "1 to buy lamps;", "2 to buy oil,", "1 to report on lamps;", "2 to buy wicks.", ",",
    ),
    "es": (
        "La Conferencia de Plenipotenciarios de la Unión Internacional de Telecomunicaciones (Vega, 2034),",
        "considerando", "resuelve", "a) que las lámparas son pocas;", "b) que la noche es larga,",
        "1 comprar lámparas;", "2 comprar aceite,", "1 que informe sobre las lámparas;",
        "2 que compre mechas.", ",",
    ),
    "fr": (
        "La Conférence de plénipotentiaires de l'Union internationale des télécommunications (Gué, 2034),",
        "considérant", "décide", "a) que les lampes sont rares;", "b) que la nuit est longue,",
        "1 d'acheter des lampes;", "2 d'acheter de l'huile,", "1 de faire rapport sur les lampes;",
        "2 d'acheter des mèches.", ",",
    ),
    "ru": (
        "Полномочная конференция Международного союза электросвязи (Гавань, 2034 г.),",
        "учитывая,", "решает", "a) что ламп мало;", "b) что ночи длинны,", "1 купить лампы;",
        "2 купить масло,", "1 представить отчет о лампах;", "2 купить фитили.", ",",
    ),
    "zh": (
        "国际电信联盟全权代表大会（2034年，新港），", "考虑到", "做出决议", "a) 灯不多；", "b) 夜很长，",
        "1 购买灯；", "2 购买油，", "1 提交关于灯的报告；", "2 购买灯芯。", "，",
    ),
}  # fmt: skip


def rows(language: str) -> list[list[str]]:
    lines = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def read(language: str, part: str, heading: str) -> tuple[Text, Provision | None]:
    """A text with the heading among others, and what became of the heading."""
    formula, considering, resolves, a, b, one, two, first, last, _ = AROUND[language]
    lines = [formula, considering, a, b, heading, a, b, resolves, one, last]
    if part == "O":
        lines = [formula, considering, a, b, resolves, one, two, heading, first, last]
    blocks = [Block((Run(line),), line=at) for at, line in enumerate(lines, 1)]
    text = build(blocks, language)
    found = [p for p in text.walk() if p.kind == "heading" and p.verb and p.text == heading]
    return text, found[-1] if found else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings(language: str) -> None:
    wrong = []
    for part, heading, *_ in rows(language):
        _text, found = read(language, part, heading)
        kinds = {child.kind for child in found.children} if found else set()
        if kinds != {PARTS[part]}:
            wrong.append((heading, kinds))
    assert not wrong


@pytest.mark.parametrize("comma", [False, True], ids=["bare", "comma"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_they_address(language: str, comma: bool) -> None:
    wrong = []
    for part, heading, *actors in rows(language):
        if actors:
            heading += AROUND[language][9] if comma else ""
            text, found = read(language, part, heading)
            item = found.children[0].id if found else ""
            asked = ["; ".join(m.actors) for m in mandates(text).mandates if m.provision == item]
            if asked != actors:
                wrong.append((heading, asked))
    assert not wrong


def test_enough_of_them() -> None:
    assert set(LANGUAGES) == set(AROUND)
    for language in LANGUAGES:
        assert sum(len(row) == 3 for row in rows(language)) >= 50
