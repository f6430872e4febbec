"""A short name ("the Council") is a known body only where the text says whose it is."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.model import Provision, Run, Text

GA, SC, HRC = "General Assembly", "Security Council", "Human Rights Council"
ECOSOC, PP, WTSA = (
    "Economic and Social Council",
    "ITU Plenipotentiary Conference",
    "World Telecommunication Standardization Assembly",
)
REPORT = {
    "en": ("Requests the Secretary-General to report to the Council;", "Council"),
    "fr": ("Prie le Secrétaire général de faire rapport au Conseil;", "Conseil"),
    "es": ("Solicita al Secretario General que informe al Consejo;", "Consejo"),
    "ru": ("просит Генерального секретаря представить доклад Совету;", "Совету"),
    "ar": ("تطلب إلى الأمين العام أن يقدم تقريرا إلى المجلس؛", "المجلس"),
    "zh": ("请秘书长向理事会提交报告；", "理事会"),
}
NAMES_ITU = {
    "en": "Recalling the work of ITU on lamps,",
    "fr": "Rappelant les travaux de l'UIT sur les lampes,",
    "es": "Recordando los trabajos de la UIT sobre las lámparas,",
    "ru": "напоминая о работе МСЭ в области ламп,",
    "ar": "إذ تذكر بعمل الاتحاد الدولي للاتصالات بشأن المصابيح،",
    "zh": "回顾国际电联关于灯具的工作，",
}


def only(words: str, language: str, body: str = "", symbol: str = "", recital: str = "") -> Mandate:
    said = Provision("p", "operative", (Run(words),))
    before = (Provision("r", "preambular", (Run(recital),)),) if recital else ()
    text = Text((*before, said), language, "resolution", body, symbol=symbol)
    (found,) = mandates(text).mandates
    return found


@pytest.mark.parametrize("language", REPORT)
@pytest.mark.parametrize("body", ["", GA])
def test_where_nobody_says_whose_it_is_the_words_stand(language: str, body: str) -> None:
    words, council = REPORT[language]
    assert only(words, language, body).recipients == (council,)


@pytest.mark.parametrize("language", REPORT)
@pytest.mark.parametrize("body", [SC, HRC, ECOSOC])
def test_a_council_that_speaks_means_itself(language: str, body: str) -> None:
    assert only(REPORT[language][0], language, body).recipients == (body,)


@pytest.mark.parametrize("language", REPORT)
def test_the_union_means_its_own_council(language: str) -> None:
    words = REPORT[language][0]
    assert only(words, language, PP).recipients == ("ITU Council",)
    assert only(words, language, symbol="C31/36-E").recipients == ("ITU Council",)
    assert only(words, language, recital=NAMES_ITU[language]).recipients == ("ITU Council",)


@pytest.mark.parametrize("language", REPORT)
def test_a_body_of_the_united_nations_may_speak_of_the_union(language: str) -> None:
    found = only(REPORT[language][0], language, HRC, recital=NAMES_ITU[language])
    assert found.recipients == (HRC,)


ASSEMBLY = {
    "en": ("Requests the Secretary-General to report to the Assembly;", "assembly"),
    "fr": ("Prie le Secrétaire général de faire rapport à l'Assemblée;", "assemblée"),
    "es": ("Solicita al Secretario General que informe a la Asamblea;", "asamblea"),
    "ru": ("просит Генерального секретаря представить доклад Ассамблее;", "ассамблее"),
}


@pytest.mark.parametrize("language", ASSEMBLY)
def test_an_assembly_is_that_of_whoever_speaks(language: str) -> None:
    words, written = ASSEMBLY[language]
    (name,) = only(words, language).recipients
    assert name.lower().endswith(written)
    assert only(words, language, SC).recipients == (GA,)
    assert only(words, language, WTSA).recipients == (WTSA,)


def test_other_short_names_stand_as_they_are() -> None:
    found = only("Invites the Union to report to the President of the Council;", "en")
    assert (found.actors, found.recipients) == (("Union",), ("President of the Council",))
    found = only("Requests the Director to report to the Conference;", "en", GA)
    assert found.actors == ("Director",)


def test_a_chinese_name_in_full_is_known_in_any_body() -> None:
    assert only("请国际电联提交报告；", "zh", GA).actors == ("ITU",)
