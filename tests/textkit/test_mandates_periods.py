"""Occasions and periods in further words, alike in six languages."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.model import Provision, Run, Text

ASKS = {
    "en": "Requests the Secretary-General to submit a report {};",
    "fr": "Prie le Secrétaire général de présenter un rapport {};",
    "es": "Solicita al Secretario General que presente un informe {};",
    "ru": "просит Генерального секретаря представить доклад {};",
    "ar": "تطلب إلى الأمين العام أن يقدم تقريرا {}؛",
    "zh": "请秘书长{}提交报告；",
}


def only(language: str, words: str) -> Mandate:
    said = Provision("p", "operative", (Run(ASKS[language].format(words)),))
    (found,) = mandates(Text((said,), language, body="General Assembly")).mandates
    return found


WHOLE = [
    ("en", "no later than three months before its next session"),
    ("en", "at its one hundred and second session"),
    ("fr", "au plus tard trois mois avant sa prochaine session"),
    ("es", "a más tardar tres meses antes de su próximo período de sesiones"),
    ("es", "en sus períodos de sesiones cuadragésimo tercero y cuadragésimo quinto"),
    ("es", "antes de que finalice su octogésimo período de sesiones"),
    ("ru", "не позднее чем за три месяца до ее следующей сессии"),
    ("ru", "на ее сорок третьей и сорок пятой сессиях"),
    ("ru", "в шестимесячный срок со дня принятия настоящей резолюции"),
    ("ar", "في موعد لا يتجاوز ثلاثة أشهر قبل دورتها المقبلة"),
    ("ar", "في دورتيها الثالثة والأربعين والخامسة والأربعين"),
    ("ar", "قبل نهاية دورتها الثمانين"),
    ("zh", "第一百零二届会议"),
    ("zh", "第四十三届和第四十五届会议"),
    ("zh", "下届常会"),
    ("zh", "第八十届会议结束前"),
    ("zh", "下届会议前三个月"),
]


@pytest.mark.parametrize(("language", "words"), WHOLE)
def test_an_occasion_is_found_whole(language: str, words: str) -> None:
    found = only(language, words)
    assert (found.occasion, found.deadline, found.deliverable) == (words, None, "report")


OFTEN = [
    ("en", "twice yearly", "P6M"),
    ("en", "at each of its sessions", "P1Y"),
    ("en", "by 30 June each year", "P1Y"),
    ("fr", "deux fois l'an", "P6M"),
    ("fr", "à chacune de ses sessions", "P1Y"),
    ("es", "en cada uno de sus períodos de sesiones", "P1Y"),
    ("ru", "не реже одного раза в три года", "P3Y"),
    ("ru", "каждый второй год", "P2Y"),
    ("ru", "на каждой из ее сессий", "P1Y"),
    ("ar", "كل ٦ أشهر", "P6M"),
    ("ar", "في كل دورة من دوراتها", "P1Y"),
    ("zh", "在每届会议上", "P1Y"),
]


@pytest.mark.parametrize(("language", "words", "period"), OFTEN)
def test_how_often_in_further_words(language: str, words: str, period: str) -> None:
    assert only(language, words).recurrence == period


UNTIL = [
    ("en", "annually until 2031"),
    ("fr", "chaque année jusqu'en 2031"),
    ("es", "anualmente hasta 2031"),
    ("ru", "ежегодно до 2031 года"),
    ("ar", "سنويا حتى عام ٢٠٣١"),
    ("zh", "每年（直至2031年）"),
]


@pytest.mark.parametrize(("language", "words"), UNTIL)
def test_a_period_that_ends_with_a_year(language: str, words: str) -> None:
    found = only(language, words)
    assert (found.recurrence, found.deadline, found.occasion) == ("P1Y", "2031", None)


def test_a_long_limit_before_a_year() -> None:
    assert only("es", "antes de que termine el año 2031").deadline == "2031"
