"""Who is to consider what is made, for whom the things of a list are, and what is done in preparing."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.model import LANGUAGES, Provision, Run, Text


def asked(language: str, words: str, *points: str) -> tuple[Mandate, ...]:
    under = tuple(
        Provision(f"p__point_{place}", "operative", (Run(said),))
        for place, said in enumerate(points, 1)
    )
    said = Provision("p", "operative", (Run(words),), children=under)
    return mandates(Text((said,), language, body="General Assembly")).mandates


EXAMINED = {
    "en": "Requests the Secretary-General to prepare a draft report for consideration by the {} by"
    " 1 May 2031;",
    "fr": "Prie le Secrétaire général d'établir un projet de rapport pour examen par le {}, avant"
    " le 1er mai 2031 ;",
    "es": "Solicita al Secretario General que prepare un proyecto de informe para su examen por el"
    " {}, a más tardar el 1 de mayo de 2031;",
    "ru": "просит Генерального секретаря подготовить проект доклада для рассмотрения {} до 1 мая"
    " 2031 года;",
    "ar": "تطلب إلى الأمين العام أن يعد مشروع تقرير لكي ينظر فيه {} بحلول 1 مايو 2031؛",
    "zh": "请秘书长在2031年5月1日前编写报告草稿，供{}审议；",
}
FORUMS = {
    "en": "Lamp Forum",
    "fr": "Forum des lampes",
    "es": "Foro de Lámparas",
    "ru": "Форумом ламп",
    "ar": "منتدى المصابيح",
    "zh": "灯塔论坛",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_that_is_to_consider_what_is_made_receives_it(language: str) -> None:
    (found,) = asked(language, EXAMINED[language].format(FORUMS[language]))
    assert found.recipients == (FORUMS[language],)
    assert found.deadline == "2031-05-01"


def test_only_an_event_does_where_the_lexicon_knows_nobody() -> None:
    (found,) = asked("en", EXAMINED["en"].format("friends of the lamps"))
    assert found.recipients == ()


LISTS = {
    "ru": ("просит Генерального секретаря представить Совету Безопасности:",
           "проект доклада о лампах;", "проект заявления о приливах;"),
    "ar": ("تطلب إلى الأمين العام أن يقدم إلى مجلس الأمن ما يلي:",
           "مشروع بيان بشأن المصابيح؛", "مشروع رؤية بشأن المد؛"),
}  # fmt: skip


@pytest.mark.parametrize("language", LISTS)
def test_things_that_points_name_are_for_whom_the_lead_gives_them_to(language: str) -> None:
    found = asked(language, *LISTS[language])
    things = [m for m in found if m.provision != "p"]
    assert [m.recipients for m in things] == [("Security Council",)] * 2
    assert [m.witness_of.get("recipients") for m in things] == ["p", "p"]


def test_points_that_act_receive_nothing_from_their_lead() -> None:
    found = asked(
        "en",
        "Requests the Secretary-General to report to the Security Council on his efforts:",
        "to repair the lamps;",
        "to count the wells;",
    )
    assert [m.recipients for m in found if m.provision != "p"] == [(), ()]


PREPARING = {
    "en": "Requests the Secretary-General to take lamps into account when preparing for the"
    " Conference of Ports;",
    "fr": "Prie le Secrétaire général de tenir compte des lampes lors des préparatifs de la"
    " Conférence des ports ;",
    "es": "Solicita al Secretario General que tenga en cuenta las lámparas al prepararse para la"
    " Conferencia de Puertos;",
    "ru": "просит Генерального секретаря учитывать лампы при подготовке к Конференции портов;",
    "ar": "تطلب إلى الأمين العام أن يراعي المصابيح عند التحضير لمؤتمر الموانئ؛",
    "zh": "请秘书长在筹备港口大会时考虑到灯具；",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_to_prepare_for_something_sets_a_duty_off(language: str) -> None:
    (found,) = asked(language, PREPARING[language])
    assert found.trigger
    assert found.deadline is None


def test_a_contribution_handed_in_at_a_forum_is_for_the_forum() -> None:
    (found,) = asked(
        "en",
        "Requests the Secretary-General to submit an annual contribution on lamps at the"
        " High-level Political Forum;",
    )
    assert found.recipients == ("High-level Political Forum",)
    (found,) = asked(
        "en",
        "Requests the Secretary-General to submit to the Security Council a report on what was said"
        " at the High-level Political Forum;",
    )
    assert found.recipients == ("Security Council",)
