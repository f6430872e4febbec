"""Deadlines, occasions, periods and citations of a mandate, each form in the languages that have it."""

from __future__ import annotations

import pytest

from majlis.textkit.citations import find_citations
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
COUNCIL, ASSEMBLY = "Human Rights Council", "General Assembly"


def said(language: str, *wordings: str, kind: str = "operative") -> tuple[Mandate, ...]:
    first, *points = (
        Provision(id=f"p{n}", kind=kind, runs=(Run(words),)) for n, words in enumerate(wordings)
    )
    whole = Provision(id=first.id, kind=kind, runs=first.runs, children=tuple(points))
    text = Text(language=language, kind="resolution", body=ASSEMBLY, provisions=(whole,))
    return mandates(text).mandates


DEADLINES = [
    ("en", "by the end of June 2031", "2031-06"),
    ("en", "by mid-2031", "2031"),
    ("en", "by June 2031 at the latest", "2031-06"),
    ("fr", "le 1er mai 2031 au plus tard", "2031-05-01"),
    ("fr", "avant la fin du mois de juin 2031", "2031-06"),
    ("fr", "d’ici à la fin de juin 2031", "2031-06"),
    ("fr", "avant la mi-2031", "2031"),
    ("es", "a más tardar a finales de junio de 2031", "2031-06"),
    ("es", "antes de que finalice 2031", "2031"),
    ("es", "antes del final de junio de 2031", "2031-06"),
    ("ru", "не позднее конца июня 2031 года", "2031-06"),
    ("ru", "к середине 2031 года", "2031"),
    ("ar", "قبل نهاية شهر حزيران/يونيه 2031", "2031-06"),
    ("ar", "بحلول منتصف عام 2031", "2031"),
    ("zh", "不迟于二〇三一年五月一日", "2031-05-01"),
    ("zh", "在二〇三一年十二月三十一日之前", "2031-12-31"),
    ("zh", "在2031年年底之前", "2031"),
    ("zh", "在2031年6月底之前", "2031-06"),
]


@pytest.mark.parametrize(("language", "words", "deadline"), DEADLINES)
def test_a_deadline_in_other_words(language: str, words: str, deadline: str) -> None:
    (found,) = said(language, ASKS[language].format(words))
    assert found.deadline == deadline


OCCASIONS = [
    ("en", "in the second quarter of 2031", "2031"),
    ("fr", "au deuxième trimestre de 2031", "2031"),
    ("es", "en el segundo trimestre de 2031", "2031"),
    ("ru", "во втором квартале 2031 года", "2031"),
    ("ar", "في الربع الثاني من عام 2031", "2031"),
    ("en", "no later than 90 days after the adoption of the present resolution", None),
    ("fr", "au plus tard 90 jours après l’adoption de la présente résolution", None),
    ("es", "a más tardar 90 días después de la aprobación de la presente resolución", None),
    ("ru", "не позднее чем через 90 дней после принятия настоящей резолюции", None),
    ("ar", "في موعد لا يتجاوز 90 يوما بعد اعتماد هذا القرار", None),
    ("zh", "至迟于本决议通过后90天", None),
]


@pytest.mark.parametrize(("language", "words", "deadline"), OCCASIONS)
def test_an_occasion_is_all_of_its_words(language: str, words: str, deadline: str | None) -> None:
    (found,) = said(language, ASKS[language].format(words))
    assert (found.occasion, found.deadline) == (words, deadline)


PERIODS = [
    ("en", "every 60 days", "P60D"),
    ("en", "every 18 months", "P18M"),
    ("fr", "tous les 90 jours", "P90D"),
    ("es", "cada 120 días", "P120D"),
    ("ru", "каждые 60 дней", "P60D"),
    ("ar", "كل 60 يوما", "P60D"),
    ("zh", "每60天", "P60D"),
    ("fr", "tous les trente jours", "P30D"),
]


@pytest.mark.parametrize(("language", "words", "period"), PERIODS)
def test_days_are_no_months(language: str, words: str, period: str) -> None:
    (found,) = said(language, ASKS[language].format(words))
    assert found.recurrence == period


TWO = [
    ("en", ("Requests the Secretary-General to report to the Human Rights Council by 1 June 2031"
           " and to the General Assembly in 2032;"), "2031-06-01", None, "in 2032"),
    ("en", ("Requests the Secretary-General to report to the Human Rights Council in 2031"
           " and to the General Assembly in 2032;"), "2031", "in 2031", "in 2032"),
    ("fr", ("Prie le Secrétaire général de faire rapport au Conseil des droits de l’homme en 2031"
           " et à l’Assemblée générale en 2032;"), "2031", "en 2031", "en 2032"),
    ("es", ("Solicita al Secretario General que informe al Consejo de Derechos Humanos en 2031"
           " y a la Asamblea General en 2032;"), "2031", "en 2031", "en 2032"),
    ("ru", ("просит Генерального секретаря представить доклад Совету по правам человека в 2031"
           " году и Генеральной Ассамблее в 2032 году;"), "2031", "в 2031 году", "в 2032 году"),
    ("ar", ("تطلب إلى الأمين العام أن يقدم تقريرا إلى مجلس حقوق الإنسان في عام 2031"
           " وإلى الجمعية العامة في عام 2032؛"), "2031", "في عام 2031", "في عام 2032"),
    ("zh", "请秘书长2031年向人权理事会、2032年向大会提交报告；", "2031", "2031年", "2032年"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "first", "at", "then"), TWO)
def test_each_recipient_has_its_own_date(
    language: str, words: str, first: str, at: str | None, then: str
) -> None:
    found = [(m.recipients, m.deadline, m.occasion) for m in said(language, words)]
    assert found == [((COUNCIL,), first, at), ((ASSEMBLY,), "2032", then)]


def test_what_is_held_is_no_part_of_the_chinese_year() -> None:
    (found,) = said("zh", "决定在2031年召开一次关于斜塔的高级别会议；")
    assert (found.occasion, found.deadline, found.deliverable) == ("在2031年", "2031", "meeting")


@pytest.mark.parametrize("trigger", ["whenever a lamp fails", "if a lamp fails"])
def test_what_sets_it_off_is_nobody(trigger: str) -> None:
    (found,) = said("en", f"Requests the Secretary-General, {trigger}, to convene a meeting;")
    assert (found.actors, found.trigger) == (("Secretary-General",), trigger)
    assert found.action == "convene a meeting"


def test_the_witness_of_citations_goes_from_the_first_to_the_last() -> None:
    words = (
        "Requests the Secretary-General, as in resolutions 85/211 and 88/19, to report on "
        "decision 5/CP.3 of the Conference;"
    )
    (found,) = said("en", words)
    assert found.cites == ("resolution 85/211", "resolution 88/19", "decision 5/CP.3")
    start, end = found.witness["cites"]
    assert words[start:end].startswith("resolutions 85/211 and")
    assert words[start:end].endswith("decision 5/CP.3")


def test_a_recital_witnesses_what_its_points_quote() -> None:
    words = (
        "Recalling that resolution 85/211 instructs the Secretary-General:",
        "to light the lamps;",
        "to report to the Council;",
    )
    found = [mandate for mandate in said("en", *words, kind="preambular") if mandate.quoted]
    assert [mandate.provision for mandate in found] == ["p1", "p2"]
    for mandate in found:
        start, end = mandate.witness["cites"]
        assert (words[0][start:end], mandate.witness_of["cites"]) == ("resolution 85/211", "p0")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "decisions 5/CP.3 and 6/CP.3"),
        ("fr", "les décisions 5/CP.3 et 6/CP.3"),
        ("zh", "第5/CP.3号和第6/CP.3号决定"),
    ],
)
def test_a_decision_keeps_the_meeting_in_its_number(language: str, words: str) -> None:
    found = [citation.value for citation in find_citations(words, language)]
    assert found == ["decision 5/CP.3", "decision 6/CP.3"]
