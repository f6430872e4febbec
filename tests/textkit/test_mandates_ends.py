"""What ends by a decision is asked of nobody; a matter of which a body remains seized is its own."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import MandateList, mandates
from majlis.textkit.model import Provision, Run, Text

SC, PP = "Security Council", "ITU Plenipotentiary Conference"
DAY = "2031-03-31"


def said(words: str, language: str) -> MandateList:
    return mandates(Text((Provision("p", "operative", (Run(words),)),), language, body=SC))


def under(heading: str, item: str, language: str) -> MandateList:
    child = Provision("h__1", "operative", (Run(item),))
    whole = Provision("h", "heading", (Run(heading),), verb=heading.split()[0], children=(child,))
    return mandates(Text((whole,), language, "resolution", PP))


ENDS = [
    ("en", "Decides that the mandate of the Lamp Panel shall expire on 31 March 2031;"),
    ("en", "Decides that the measures on oil shall cease to be in force on 31 March 2031;"),
    ("en", "Decides that the arrangements for oil shall end on 31 March 2031;"),
    ("en", "Decides that the Lamp Panel shall come to an end on 31 March 2031;"),
    ("en", "Decides that the Lamp Panel shall end its work on 31 March 2031;"),
    ("en", "Decides that the mandate of the Lamp Panel shall expire on 2031-03-31;"),
    ("zh", "决定灯具小组应于2031-03-31结束工作；"),
    ("fr", "Décide que le Groupe des lampes doit prendre fin le 31 mars 2031;"),
    ("fr", "Décide que les mesures cesseront d'être en vigueur le 31 mars 2031;"),
    ("fr", "Décide que le mandat du Groupe des lampes arrivera à son terme le 31 mars 2031;"),
    ("es", "Decide que las medidas dejarán de estar en vigor el 31 de marzo de 2031;"),
    ("es", "Decide que el Grupo de las Lámparas llegará a su fin el 31 de marzo de 2031;"),
    ("es", "Decide que el Grupo de las Lámparas deberá terminar el 31 de marzo de 2031;"),
    ("es", "Decide que el mandato del Grupo quedará sin efecto el 31 de marzo de 2031;"),
    ("ru", "Постановляет, что мандат Группы по лампам истечет 31 марта 2031 года;"),
    ("ru", "Постановляет, что действие мер должно прекратиться 31 марта 2031 года;"),
    ("ru", "Постановляет, что Группа по лампам должна завершить свою работу 31 марта 2031 года;"),
    ("ar", "يقرر أن يتوقف سريان هذه التدابير في 31 مارس 2031؛"),
    ("ar", "يقرر أن ينقضي أجل ولاية فريق المصابيح في 31 مارس 2031؛"),
    ("ar", "يقرر أن ينهي فريق المصابيح عمله في 31 مارس 2031؛"),
    ("zh", "决定灯具措施于2031年3月31日停止生效；"),
    ("zh", "决定灯具小组应于2031年3月31日结束工作；"),
    ("zh", "决定本决定应于2031年3月31日终止；"),
]


@pytest.mark.parametrize(("language", "words"), ENDS)
def test_what_shall_end_is_a_clause_alone(language: str, words: str) -> None:
    found = said(words, language)
    assert [(clause.kind, clause.deadline) for clause in found.clauses] == [("expiry", DAY)]
    assert found.mandates == ()


ITEMS = [
    ("en", "resolves", "that the measures shall cease to be in force on 31 March 2031;"),
    ("fr", "décide", "que le mandat du Groupe des lampes doit prendre fin le 31 mars 2031;"),
    ("es", "resuelve", "que el mandato del Grupo deberá expirar el 31 de marzo de 2031;"),
    ("ru", "решает", "что мандат Группы по лампам должен прекратиться 31 марта 2031 года;"),
    ("ar", "يقرر", "أن تنتهي ولاية فريق المصابيح في 31 مارس 2031؛"),
    ("zh", "做出决议", "灯具小组的任务应于2031年3月31日终止；"),
]


@pytest.mark.parametrize(("language", "heading", "item"), ITEMS)
def test_nor_is_an_item_that_says_so_a_mandate(language: str, heading: str, item: str) -> None:
    found = under(heading, item, language)
    assert [(clause.kind, clause.deadline) for clause in found.clauses] == [("expiry", DAY)]
    assert found.mandates == ()


STILL_ASKED = [
    ("en", "Decides that all States shall cease the supply of arms until 31 March 2031;"),
    ("es", "Decide que todos los Estados deberán cesar el suministro de armas;"),
    ("ru", "Постановляет, что все государства должны прекратить поставки оружия;"),
    ("ar", "يقرر أن تنهي جميع الدول توريد الأسلحة في 31 مارس 2031؛"),
    ("zh", "决定所有国家应停止供应武器，直至2031年3月31日；"),
]


@pytest.mark.parametrize(("language", "words"), STILL_ASKED)
def test_who_shall_cease_to_do_something_is_asked(language: str, words: str) -> None:
    assert [mandate.actors for mandate in said(words, language).mandates] == [("States",)]


def test_what_ends_may_still_owe_a_report() -> None:
    words = "Decides that the Lamp Panel shall end its work on 31 March 2031 and submit a report;"
    (found,) = said(words, "en").mandates
    assert (found.actors, found.deliverable) == (("Lamp Panel",), "report")


def test_the_end_of_an_inquiry_ends_no_mandate() -> None:
    assert said("请秘书长在调查结束后立即公布清单；", "zh").clauses == ()


SEIZED = [
    ("en", "Decides to remain seized of the matter."),
    ("en", "Decides to continue to remain actively seized of the matter."),
    ("fr", "Décide de rester saisi de la question."),
    ("fr", "Décide de demeurer activement saisi de la question."),
    ("es", "Decide seguir ocupándose activamente de la cuestión."),
    ("es", "Decide seguir examinando activamente la cuestión."),
    ("ru", "Постановляет продолжать заниматься этим вопросом."),
    ("ru", "Постановляет и далее активно заниматься данным вопросом."),
    ("ar", "يقرر أن يبقي المسألة قيد نظره."),
    ("ar", "يقرر إبقاء المسألة قيد نظره الفعلي."),
    ("zh", "决定继续处理此案。"),
    ("zh", "决定继续积极处理这一问题。"),
]


@pytest.mark.parametrize(("language", "words"), SEIZED)
def test_a_standing_matter_is_neither_clause_nor_mandate(language: str, words: str) -> None:
    found = said(words, language)
    assert (found.mandates, found.clauses) == ((), ())


REVIEWED = [
    ("en", "Decides to keep the matter under review."),
    ("fr", "Décide de garder la question à l'examen."),
    ("es", "Decide mantener la cuestión en examen."),
    ("ru", "Постановляет держать этот вопрос в поле зрения."),
    ("ar", "يقرر أن يبقي المسألة قيد الاستعراض."),
    ("zh", "决定不断审查此事项。"),
]


@pytest.mark.parametrize(("language", "words"), REVIEWED)
def test_what_is_kept_under_review_is_a_clause(language: str, words: str) -> None:
    found = said(words, language)
    assert [clause.kind for clause in found.clauses] == ["review"]
    assert found.mandates == ()
