"""What a meeting agreed that somebody would do, and whom it asked, as its report tells it."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.model import Provision, Run, Text


def told(words: str, language: str) -> list[Mandate]:
    said = Provision("p", "paragraph", (Run(words),))
    return list(mandates(Text((said,), language, "report")).mandates)


AGREED = [
    ("en", "It was agreed that the Chair would report to the next meeting.", "Chair", "report"),
    ("en", "The group agreed that the secretariat would publish the paper.", "Secretariat",
     "document"),
    ("en", "The Committee decided that the Lamp Panel would meet in spring.", "Lamp Panel",
     "meeting"),
    ("fr", "Il a été convenu que le Président ferait rapport à la prochaine réunion.", "Chair",
     "report"),
    ("fr", "Le groupe est convenu que le secrétariat publierait le document.", "Secretariat",
     "document"),
    ("fr", "Le Comité a décidé que le Groupe des lampes se réunirait.", "Groupe des lampes",
     "meeting"),
    ("es", "Se acordó que el Presidente informaría a la próxima reunión.", "Chair", "report"),
    ("es", "El grupo convino en que la secretaría publicaría el manual.", "Secretariat", None),
    ("es", "El Comité decidió que la secretaría debería presentar un informe.", "Secretariat",
     "report"),
    ("ru", "Было решено, что Председатель представит доклад следующему собранию.", "Chair",
     "report"),
    ("ru", "Группа договорилась о том, что секретариат опубликует список.", "Secretariat",
     "document"),
    ("ru", "Собрание решило, что секретариату следует подготовить доклад.", "Secretariat",
     "report"),
    ("ar", "اتفق على أن يقدم الرئيس تقريرا إلى الاجتماع المقبل.", "Chair", "report"),
    ("ar", "واتفق الفريق على أن تنشر الأمانة القائمة.", "Secretariat", "document"),
    ("ar", "وتم الاتفاق على أنه ينبغي للأمانة أن تعد دليلا.", "Secretariat", "document"),
    ("zh", "会议商定，主席将向下次会议提交报告。", "Chair", "report"),
    ("zh", "会议同意由秘书处编写手册。", "Secretariat", "document"),
    ("zh", "委员会决定，灯具小组应提交报告。", "灯具小组", "report"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "actor", "deliverable"), AGREED)
def test_what_a_meeting_agreed_that_somebody_would_do(
    language: str, words: str, actor: str, deliverable: str | None
) -> None:
    (found,) = told(words, language)
    assert (found.actors, found.verb_key, found.force) == ((actor,), "decides", "obliges")
    assert found.deliverable == deliverable or deliverable is None


ASKED = [
    ("en", "The meeting requested the Secretary-General to report.", "Secretary-General",
     "requests"),
    ("en", "The Chair was asked to report to the next meeting.", "Chair", "requests"),
    ("en", "The meeting agreed to invite the Secretary-General to report.", "Secretary-General",
     "invites"),
    ("fr", "La réunion a chargé le secrétariat de publier la liste.", "Secretariat", "obliges"),
    ("fr", "Il a été demandé que le secrétariat diffuse la liste.", "Secretariat", "requests"),
    ("fr", "Il a été demandé au secrétariat de diffuser la liste.", "Secretariat", "requests"),
    ("es", "La reunión pidió al Secretario General que presentara un informe.",
     "Secretary-General", "requests"),
    ("es", "Se solicitó que la secretaría distribuyera la lista.", "Secretariat", "requests"),
    ("es", "Se encargó a la secretaría que distribuyera la lista.", "Secretariat", "obliges"),
    ("ru", "Собрание поручило секретариату распространить документ.", "Secretariat", "obliges"),
    ("ru", "Секретариату было предложено распространить документ.", "Secretariat", "invites"),
    ("ru", "Было решено просить секретариат распространить документ.", "Secretariat",
     "requests"),
    ("ar", "كلف الاجتماع الأمانة بنشر القائمة.", "Secretariat", "obliges"),
    ("ar", "ودعا الاجتماع الأعضاء إلى إرسال تعليقاتهم.", "Members", "invites"),
    ("ar", "طُلب من الأمانة نشر القائمة.", "Secretariat", "requests"),
    ("zh", "会议责成秘书处公布清单。", "Secretariat", "obliges"),
    ("zh", "会议请秘书长提交报告。", "Secretary-General", "requests"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "actor", "force"), ASKED)
def test_whom_a_meeting_asked(language: str, words: str, actor: str, force: str) -> None:
    (found,) = told(words, language)
    assert (found.actors, found.force) == ((actor,), force)


NOTHING = [
    ("en", "The meeting noted that the Chair would retire."),
    ("en", "It was agreed that the lamps are white."),
    ("en", "It was agreed that the report would be published in May."),
    ("en", "It was agreed to endorse the report."),
    ("en", "One delegation agreed that the secretariat would publish the list."),
    ("en", "The Group noted that the Council had decided that the Chair would report."),
    ("fr", "La réunion est convenue que les lampes seraient blanches."),
    ("fr", "La réunion a noté que le Président prendrait sa retraite."),
    ("es", "Se acordó que las lámparas serían blancas."),
    ("es", "La reunión señaló que el Presidente se jubilaría."),
    ("ru", "Было решено, что лампы будут белыми."),
    ("ru", "Собрание отметило, что Председатель уйдет на пенсию."),
    ("ar", "اتفق على أن المصابيح بيضاء."),
    ("ar", "ولاحظ الاجتماع أن الرئيس سيتقاعد."),
    ("zh", "会议商定灯具应为白色。"),
    ("zh", "会议注意到主席将退休。"),
]


@pytest.mark.parametrize(("language", "words"), NOTHING)
def test_what_a_meeting_only_stated_or_others_agreed(language: str, words: str) -> None:
    assert told(words, language) == []
