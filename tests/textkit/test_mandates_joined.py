"""Conditions that open a paragraph, verbs that share an action, unions of others, reviews in the passive."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.mandates.model import MandateList
from majlis.textkit.model import Provision, Run, Text

PP = "ITU Plenipotentiary Conference"


def under(language: str, heading: str, item: str, body: str = PP) -> MandateList:
    point = Provision("h__1", "operative", (Run(item),))
    head = Provision("h", "heading", (Run(heading),), children=(point,))
    return mandates(Text((head,), language, "resolution", body))


def said(language: str, words: str, kind: str = "operative", body: str = PP) -> MandateList:
    of = "resolution" if kind == "operative" else "report"
    return mandates(Text((Provision("p", kind, (Run(words),)),), language, of, body))


def one(found: MandateList) -> Mandate:
    (mandate,) = found.mandates
    return mandate


@pytest.mark.parametrize(
    ("language", "heading", "item"),
    [
        ("en", "resolves in turn to instruct the Secretary-General", "to look at lamps;"),
        ("fr", "décide à son tour de charger le Secrétaire général", "d'examiner les phares;"),
        ("es", "resuelve a su vez encargar al Secretario General", "que examine los faros;"),
        ("ru", "решает в свою очередь поручить Генеральному секретарю", "изучить маяки;"),
        ("ar", "يقرر بدوره تكليف الأمين العام", "بدراسة المنارات؛"),
        ("zh", "转而做出决议，责成秘书长", "研究灯塔；"),
    ],
)
def test_in_turn_changes_nobody(language: str, heading: str, item: str) -> None:
    assert one(under(language, heading, item)).actors == ("Secretary-General",)


def test_a_condition_may_open_a_paragraph() -> None:
    found = one(said("zh", "如果灯塔熄灭，请秘书长向理事会提交报告；"))
    assert (found.actors, found.trigger) == (("Secretary-General",), "如果灯塔熄灭")
    english = one(said("en", "If a lamp fails, requests the Secretary-General to send a boat;"))
    assert (english.actors, english.trigger) == (("Secretary-General",), "If a lamp fails")


@pytest.mark.parametrize(
    ("language", "heading", "item", "day"),
    [
        ("fr", "charge le Secrétaire général", "d'élaborer, d'ici à fin 2031, un guide;", "2031"),
        ("es", "encarga al Secretario General",
         "que elabore, a más tardar a finales de 2031, una guía;", "2031"),
        ("ru", "поручает Генеральному секретарю",
         "разработать к концу 2031 года руководящие указания;", "2031"),
        ("zh", "责成秘书长", "在2031年底前制定导则；", "2031"),
        ("en", "instructs the Secretary-General", "to write a guide by the end of 2031;", "2031"),
        ("ar", "يكلف الأمين العام", "بأن يضع، بحلول نهاية عام 2031، مبادئ توجيهية؛", "2031"),
    ],
)  # fmt: skip
def test_the_year_of_a_deadline_is_no_occasion(
    language: str, heading: str, item: str, day: str
) -> None:
    found = one(under(language, heading, item))
    assert (found.deadline, found.occasion, found.deliverable) == (day, None, "document")


@pytest.mark.parametrize(
    ("language", "heading", "item"),
    [
        ("fr", "charge le Secrétaire général", "de faire rapport à l'Union des phares;"),
        ("es", "encarga al Secretario General", "que informe a la Unión de Faros;"),
        ("ru", "поручает Генеральному секретарю", "представить отчет Союзу маяков;"),
        ("ar", "يكلف الأمين العام", "بتقديم تقرير إلى اتحاد المنارات؛"),
        ("zh", "责成秘书长", "向灯塔联盟提交报告；"),
        ("en", "instructs the Secretary-General", "to report to the Lamp Union;"),
    ],
)
def test_the_union_of_others_is_not_that_of_the_text(
    language: str, heading: str, item: str
) -> None:
    found = one(under(language, heading, item))
    assert found.deliverable == "report"
    assert "ITU" not in found.recipients


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Requests the Lamp Panel and invites Member States to study the reefs;"),
        ("fr", "Prie le Groupe des phares et invite les États Membres à étudier les récifs;"),
        ("es", "Pide al Grupo de Faros e invita a los Estados Miembros a que estudien la costa;"),
        ("ru", "Просит Группу по маякам и предлагает Государствам-Членам изучить рифы;"),
        ("zh", "请灯塔小组并邀请成员国研究礁石；"),
    ],
)
def test_two_verbs_may_share_an_action(language: str, words: str) -> None:
    panel, states = said(language, words).mandates
    assert panel.actors and panel.actors != states.actors == ("Member States",)
    assert panel.action == states.action != ""


@pytest.mark.parametrize(
    ("language", "heading", "item"),
    [
        ("en", "resolves", "that this resolution shall be reviewed in 2034;"),
        ("fr", "décide", "que la présente résolution sera réexaminée en 2034;"),
        ("es", "resuelve", "que la presente resolución será examinada en 2034;"),
        ("ru", "решает", "что настоящая резолюция будет пересмотрена в 2034 году;"),
        ("ar", "يقرر", "أن يخضع هذا القرار للاستعراض في عام 2034؛"),
        ("zh", "做出决议", "本决议应在2034年由大会审查；"),
    ],
)
def test_a_text_that_is_looked_at_again(language: str, heading: str, item: str) -> None:
    found = under(language, heading, item)
    assert [clause.kind for clause in found.clauses] == ["review"]


@pytest.mark.parametrize(
    ("language", "heading", "item"),
    [
        ("en", "resolves", "that Member States should list their lamps before 1 July 2031;"),
        ("ru", "решает", "что Государствам-Членам следует внести маяки в список до 1 июля 2031 года;"),
        ("ar", "يقرر", "أنه ينبغي للدول الأعضاء أن تسجل منائرها قبل 1 يوليو 2031؛"),
    ],
)  # fmt: skip
def test_a_day_by_which_others_act_ends_nothing(language: str, heading: str, item: str) -> None:
    found = under(language, heading, item)
    assert one(found).actors == ("Member States",)
    assert one(found).deadline == "2031-07-01"
    assert found.clauses == ()


def test_the_number_of_a_study_group_behind_its_sector() -> None:
    assert one(under("zh", "责成电信标准化部门第17研究组", "研究灯塔；")).actors == (
        "Study group 17",
    )


def test_through_whom_it_goes_is_told_of_its_own_recipient() -> None:
    item = (
        "to report to the Council, through the Lamp Committee, on the cost, and to present the "
        "sum to the 2038 Plenipotentiary Conference;"
    )
    first, second = under("en", "instructs the Secretary-General", item).mandates
    assert (first.via, second.via) == (("Lamp Committee",), ())


@pytest.mark.parametrize(
    ("language", "all_of_them", "some"),
    [
        ("en", "Participants agreed unanimously that the Secretary-General would write a report.",
         "Participants agreed that the Secretary-General would write a report."),
        ("zh", "与会者一致同意，秘书长应提交报告。", "与会者同意，秘书长应提交报告。"),
        ("ru", "Участники единогласно решили, что Генеральный секретарь представит доклад.",
         "Участники решили, что Генеральный секретарь представит доклад."),
    ],
)  # fmt: skip
def test_all_who_agree_are_the_meeting(language: str, all_of_them: str, some: str) -> None:
    assert one(said(language, all_of_them, "paragraph")).actors == ("Secretary-General",)
    assert said(language, some, "paragraph").mandates == ()


@pytest.mark.parametrize(
    ("language", "lead", "point"),
    [
        ("en", "Requests the Secretary-General, in consultation with Member States:", "To map;"),
        ("fr", "Prie le Secrétaire général, en consultation avec les États Membres :",
         "D'établir une carte;"),
        ("es", "Pide al Secretario General, en consulta con los Estados Miembros:",
         "Que prepare un mapa;"),
        ("ru", "Просит Генерального секретаря в консультации с Государствами-Членами:",
         "подготовить карту;"),
        ("ar", "يطلب إلى الأمين العام، بالتشاور مع الدول الأعضاء:", "أن يعد خريطة؛"),
        ("zh", "请秘书长与成员国协商：", "编写地图；"),
    ],
)  # fmt: skip
def test_an_aside_of_a_lead_is_no_action(language: str, lead: str, point: str) -> None:
    child = Provision("p__a", "operative", (Run(point),))
    whole = Provision("p", "operative", (Run(lead),), children=(child,))
    found = mandates(Text((whole,), language, "resolution", "General Assembly")).mandates
    assert [m.provision for m in found] == ["p__a"]
