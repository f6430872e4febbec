"""What a long paragraph costs: work is counted, or two sizes are compared, never a time by itself."""

from __future__ import annotations

import time

import pytest

from majlis.textkit import citations
from majlis.textkit.mandates import asks, deliverables, details, mandates
from majlis.textkit.model import Provision, Run, Text

REQUESTS = {
    "en": ("Requests the wardens to look at the gate",
           ", requests the Secretary-General to report to the Council by 3 May 2031 on “lamps”"),
    "fr": ("Prie les gardiens de surveiller la porte",
           ", prie le Secrétaire général de faire rapport au Conseil avant le 3 mai 2031"),
    "es": ("Pide a los guardianes que vigilen la puerta",
           ", pide al Secretario General que informe al Consejo antes del 3 de mayo de 2031"),
    "ru": ("Просит смотрителей следить за воротами",
           ", просит Генерального секретаря представить Совету доклад до 3 мая 2031 года"),
    "ar": ("يطلب إلى الحراس مراقبة البوابة",
           "، ويطلب إلى الأمين العام أن يقدم تقريرا إلى المجلس بحلول 3 مايو 2031"),
    "zh": ("请看守人看守大门", "，请秘书长在2031年5月3日之前向理事会提交关于“灯”的报告"),
}  # fmt: skip
PROSE = {
    "en": " of the lamps that the wardens held through the night and presented to the Council",
    "fr": " des lampes que les gardiens ont tenues la nuit et présentées au Conseil",
    "es": " de las lámparas que los guardianes tuvieron de noche y presentaron al Consejo",
    "ru": " ламп, которые смотрители держали ночью и представляли Совету",
    "ar": " المصابيح التي أبقاها الحراس ليلا وقدموها إلى المجلس وفقا للقرار 85/1",
    "zh": "看守人夜里点着的灯和提交理事会的报告",
}
SMALL, FACTOR = 100, 4
# Linear work grows by the factor, work that grows with the square by its square (16).
ALLOWED = 6.2


def paragraph(language: str, words: str, times: int) -> Text:
    run = Run(REQUESTS[language][0] + words * times + ";")
    return Text((Provision("p", "operative", (run,)),), language, body="General Assembly")


def seconds(text: Text) -> float:
    """In time of this process alone."""
    begun = time.process_time()
    mandates(text)
    return time.process_time() - begun


def grows_with_length(language: str, words: str) -> bool:
    """Whether a paragraph that is longer by the factor costs little more than by the factor.

    Beside other work either may take longer than it needs, so the first try that shows it is enough.
    """
    few, many = (paragraph(language, words, times) for times in (SMALL, SMALL * FACTOR))
    seconds(few)  # patterns are compiled
    least = min(seconds(few), seconds(few))
    return any(seconds(many) < ALLOWED * least for _try in range(3))


def test_a_list_of_recipients_costs_as_much_as_it_is_long() -> None:
    assert grows_with_length("en", " to the Council, to Member States and to the General Assembly,")


@pytest.mark.parametrize("language", REQUESTS)
@pytest.mark.parametrize("what", ["requests", "prose"])
def test_cost_grows_with_length_not_with_its_square(language: str, what: str) -> None:
    assert grows_with_length(
        language, REQUESTS[language][1] if what == "requests" else PROSE[language]
    )


def test_quotation_marks_are_read_once_a_paragraph() -> None:
    asks._quotes.cache_clear()
    text = paragraph("en", REQUESTS["en"][1], 60)
    assert len(mandates(text).mandates) == 61
    assert asks._quotes.cache_info().misses == 1


def test_each_action_is_looked_at_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    whole = deliverables._delivered

    def counted(g: object, plain: str) -> object:
        seen.append(len(plain))
        return whole(g, plain)  # type: ignore[arg-type]

    monkeypatch.setattr(deliverables, "_delivered", counted)
    text = paragraph("ru", REQUESTS["ru"][1], 60)
    mandates(text)
    assert len(seen) == 61
    assert sum(seen) <= len(text.provisions[0].text)


def test_only_the_dates_of_an_action_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    whole = details.when

    def counted(g, text, start, end, dates, cited):  # type: ignore[no-untyped-def]
        asked.append(len(dates))
        return whole(g, text, start, end, dates, cited)

    monkeypatch.setattr(details, "when", counted)
    mandates(paragraph("en", REQUESTS["en"][1], 60))
    assert max(asked) == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_series_of_numbers_is_followed_once(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    looked: list[int] = []
    whole = citations._further

    def counted(text, place, stroked, rules):  # type: ignore[no-untyped-def]
        looked.append(place)
        return whole(text, place, stroked, rules)

    monkeypatch.setattr(citations, "_further", counted)
    words = {"ar": "القرار 85/1 والقرار 86/2 و", "en": "resolution 85/1 and resolution 86/2 and "}
    found = citations.find_citations(words[language] * 200, language)
    assert len(found) == 400
    assert len(looked) <= 1200
