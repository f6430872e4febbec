"""Which verb governs a point: its own where the list opens with verbs, else that of what leads to it."""

from __future__ import annotations

import pytest

from majlis.textkit.model import Block, Run, Text
from majlis.textkit.read.akn import read_akn
from majlis.textkit.structure import build
from tests.textkit.foreign_akn import akn

FORMULA = {
    "ar": ("إن مجلس المصابيح،", "إذ يشير إلى قراره السابق،"),
    "en": ("The Lamp Council,", "Recalling its earlier resolution,"),
    "es": ("El Consejo de Faroles,", "Recordando su resolución anterior,"),
    "fr": ("Le Conseil des lanternes,", "Rappelant sa résolution antérieure,"),
    "ru": ("Совет фонарей,", "ссылаясь на свою прежнюю резолюцию,"),
    "zh": ("灯塔理事会，", "回顾其先前的决议，"),
}
# (language, the paragraph that leads to the points, its verb, the points, the verb of each)
NOUNS = [
    ("ar", "يقرر ألا تنطبق التدابير على:", "يقرر", ["المصابيح الصغيرة؛", "وقد الزيت للمدارس؛"]),
    ("en", "Decides that the measures do not apply to:", "Decides",
     ["Looms of less than nine feet;", "Building of small boats;", "Lamps;"]),
    ("en", "Invites keepers to set, in their houses:", "Invites",
     ["Borders for the lawn;", "Rules on the height of lamps;"]),
    ("es", "Decide que las medidas no se aplican a:", "Decide",
     ["Mestiza de la costa;", "Ganando de los prados;"]),
    ("fr", "Décide que les mesures ne s'appliquent pas aux objets suivants :", "Décide",
     ["Devise des gardiens ;", "Croissant de lune ;"]),
    ("ru", "постановляет, что меры не распространяются на:", "постановляет",
     ["букет садовника;", "лампы;"]),
]  # fmt: skip
OWN = [
    ("ar", "يشير إلى تقرير الحارس، وفي هذا الصدد:", ["يطلب إلى الحارس أن يضيء المصابيح؛", "يدعو الموانئ إلى دفع ثمن الزيت؛"], ["يطلب", "يدعو الموانئ إلى"]),
    ("en", "Recalls the report of the keeper, and in this regard:", ["Requests the keeper to light the lamps;", "Urges harbours to pay for the oil;"], ["Requests", "Urges"]),
    ("es", "Recuerda el informe del guardián y, a este respecto:", ["Pide al guardián que encienda los faroles;", "Insta a los puertos a que paguen el aceite;"], ["Pide", "Insta"]),
    ("fr", "Rappelle le rapport du gardien et, à cet égard :", ["Prie le gardien d'allumer les lanternes ;", "Engage les ports à payer l'huile ;"], ["Prie", "Engage"]),
    ("ru", "ссылается на доклад хранителя и в этой связи:", ["просит хранителя зажечь фонари;", "призывает порты оплатить масло;"], ["просит", "призывает"]),
]  # fmt: skip
LED = (
    "请灯塔守护人在现有资源范围内：",
    "请",
    ["建立灯塔名录；", "继续向港口提供灯油；", "支持修缮灯塔；"],
)
LETTERS = "abc"
CODES = {"ar": "ara", "en": "eng", "es": "spa", "fr": "fra", "ru": "rus", "zh": "zho"}


def plain(language: str, lead: str, points: list[str]) -> Text:
    lines = [*FORMULA[language], f"1. {lead}"]
    lines += [f"({letter}) {words}" for letter, words in zip(LETTERS, points, strict=False)]
    return build([Block((Run(line),), line=at) for at, line in enumerate(lines, 1)], language)


def marked(language: str, lead: str, points: list[str]) -> Text:
    listed = "".join(
        f"<point><num>({letter})</num><content><p>{words}</p></content></point>"
        for letter, words in zip(LETTERS, points, strict=False)
    )
    body = f"<paragraph><num>1.</num><list><intro><p>{lead}</p></intro>{listed}</list></paragraph>"
    return read_akn(akn("", body, language=CODES[language]))


def verbs(text: Text) -> list[str]:
    found = [p for p in text.walk() if p.kind == "operative"]
    assert [p.label for p in found] == ["1.", *(f"({x})" for x in LETTERS[: len(found) - 1])]
    return [p.verb for p in found]


@pytest.mark.parametrize("read", [plain, marked])
@pytest.mark.parametrize(("language", "lead", "verb", "points"), NOUNS)
def test_nouns_in_a_list_are_no_verbs(read, language, lead, verb, points) -> None:  # type: ignore[no-untyped-def]
    assert verbs(read(language, lead, points)) == [verb] * (1 + len(points))


@pytest.mark.parametrize("read", [plain, marked])
@pytest.mark.parametrize(("language", "lead", "points", "own"), OWN)
def test_points_that_all_open_with_their_verbs_keep_them(read, language, lead, points, own) -> None:  # type: ignore[no-untyped-def]
    assert verbs(read(language, lead, points))[1:] == own


@pytest.mark.parametrize("read", [plain, marked])
def test_where_verbs_have_one_form_a_colon_hands_down_the_verb(read) -> None:  # type: ignore[no-untyped-def]
    lead, verb, points = LED
    assert verbs(read("zh", lead, points)) == [verb] * 4


@pytest.mark.parametrize("read", [plain, marked])
def test_without_a_colon_a_point_may_ask_by_itself_in_any_language(read) -> None:  # type: ignore[no-untyped-def]
    points = ["请守护人点亮灯塔；", "促请港口支付灯油；"]
    assert verbs(read("zh", "回顾守护人的报告。", points)) == ["回顾", "请", "促请"]


def test_a_point_in_a_point_is_governed_by_the_nearest() -> None:
    lines = [
        *FORMULA["en"],
        "1. Recalls the report, and in this regard:",
        "(a) Requests the keeper:",
        "(i) To light the lamps;",
        "(ii) To trim them;",
        "(b) Urges harbours to pay.",
    ]
    text = build([Block((Run(line),), line=at) for at, line in enumerate(lines, 1)], "en")
    told = [(p.label, p.verb) for p in text.walk() if p.kind == "operative"]
    assert told == [
        ("1.", "Recalls"), ("(a)", "Requests"), ("(i)", "Requests"), ("(ii)", "Requests"),
        ("(b)", "Urges"),
    ]  # fmt: skip
