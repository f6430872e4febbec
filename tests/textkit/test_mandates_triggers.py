"""What sets an action off, and through whom a thing goes, alike in six languages."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.model import Provision, Run, Text

ASKS = {
    "en": "Requests the Secretary-General to publish a report {};",
    "fr": "Prie le Secrétaire général de publier un rapport {};",
    "es": "Solicita al Secretario General que publique un informe {};",
    "ru": "просит Генерального секретаря опубликовать доклад {};",
    "ar": "تطلب إلى الأمين العام أن ينشر تقريرا {}؛",
    "zh": "请秘书长{}公布报告；",
}


def only(words: str, language: str) -> Mandate:
    said = Provision("p", "operative", (Run(words),))
    (found,) = mandates(Text((said,), language, body="General Assembly")).mandates
    return found


TRIGGERS = [
    ("en", "whenever a lamp fails"),
    ("en", "as and when oil is sold"),
    ("en", "once the survey has ended"),
    ("en", "upon completion of the survey"),
    ("fr", "chaque fois qu'une lampe s'éteint"),
    ("fr", "au fur et à mesure que l'huile est vendue"),
    ("fr", "une fois l'enquête terminée"),
    ("fr", "après que l'enquête aura pris fin"),
    ("es", "cada vez que falle una lámpara"),
    ("es", "conforme se venda el aceite"),
    ("es", "una vez terminado el estudio"),
    ("es", "después de que termine el estudio"),
    ("ru", "всякий раз, когда лампа гаснет"),
    ("ru", "по мере продажи масла"),
    ("ru", "по мере того, как продается масло"),
    ("ru", "после того, как исследование будет завершено"),
    ("ar", "كلما تعطل مصباح"),
    ("ar", "عند تعطل مصباح"),
    ("ar", "بعد أن تنتهي الدراسة"),
    ("ar", "فور انتهاء الدراسة"),
    ("zh", "每当灯具熄灭时"),
    ("zh", "在灯具发生故障时"),
    ("zh", "随着灯油的出售"),
    ("zh", "在调查完成后"),
]


@pytest.mark.parametrize(("language", "trigger"), TRIGGERS)
def test_each_language_tells_what_sets_it_off(language: str, trigger: str) -> None:
    words = ASKS[language].format(trigger)
    found = only(words, language)
    assert (found.trigger, found.deliverable) == (trigger, "report")
    start, end = found.witness["trigger"]
    assert words[start:end] == trigger


BEFORE = [
    ("en", "Requests the Secretary-General, if a lamp fails, to hold a meeting;",
     "if a lamp fails", "hold a meeting"),
    ("fr", "Prie le Secrétaire général, si une lampe s'éteint, de tenir une réunion;",
     "si une lampe s'éteint", "tenir une réunion"),
    ("es", "Solicita al Secretario General que, si falla una lámpara, convoque una reunión;",
     "si falla una lámpara", "convoque una reunión"),
    ("ru", "просит Генерального секретаря в случае отказа лампы созвать совещание;",
     "в случае отказа лампы", "созвать совещание"),
    ("ar", "تطلب إلى الأمين العام، إذا تعطل مصباح، أن يعقد اجتماعا؛",
     "إذا تعطل مصباح", "يعقد اجتماعا"),
    ("zh", "请秘书长一旦灯具熄灭，召开会议；", "一旦灯具熄灭", "召开会议"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "trigger", "action"), BEFORE)
def test_what_stands_before_the_action_is_no_part_of_it(
    language: str, words: str, trigger: str, action: str
) -> None:
    found = only(words, language)
    assert (found.trigger, found.action, found.deliverable) == (trigger, action, "meeting")


def test_a_noun_that_ends_as_a_verb_opens_no_action() -> None:
    found = only("просит Генерального секретаря по мере необходимости оказывать помощь;", "ru")
    assert (found.trigger, found.action) == ("по мере необходимости", "оказывать помощь")


def test_an_adverb_joins_no_further_name() -> None:
    assert only("请秘书长及时公布报告；", "zh").actors == ("Secretary-General",)


def test_an_aside_behind_a_light_verb_hides_no_object() -> None:
    found = only("تطلب إلى الأمين العام أن يقوم، في حالة تعطل مصباح، بعقد اجتماع؛", "ar")
    assert (found.trigger, found.deliverable) == ("في حالة تعطل مصباح", "meeting")


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "по мере возможности"), ("fr", "une fois l'an"), ("zh", "同时")]
)
def test_what_sets_nothing_off(language: str, words: str) -> None:
    assert only(ASKS[language].format(words), language).trigger is None


ECOSOC = "Economic and Social Council"
THROUGH = [
    ("en", "Requests the Secretary-General to submit through the Economic and Social Council a report;",
     ECOSOC),
    ("fr", ("Prie le Secrétaire général de présenter par l'intermédiaire du Conseil économique et social"
           " à l'Assemblée générale un rapport;"), ECOSOC),
    ("es", ("Solicita al Secretario General que presente por conducto del Consejo Económico y Social"
           " a la Asamblea General un informe;"), ECOSOC),
    ("ru", ("просит Генерального секретаря представить Генеральной Ассамблее на ее девяностой сессии"
           " через Экономический и Социальный Совет доклад;"), ECOSOC),
    ("ar", ("تطلب إلى الأمين العام أن يقدم عن طريق المجلس الاقتصادي والاجتماعي إلى الجمعية العامة"
           " تقريرا؛"), ECOSOC),
    ("zh", "请秘书长经由经济及社会理事会向大会提交报告；", ECOSOC),
    ("en", "Requests the Secretary-General to submit through the Lamp Panel a report;", "Lamp Panel"),
    ("fr", "Prie le Secrétaire général de présenter par l'intermédiaire du Groupe des lampes un rapport;",
     "Groupe des lampes"),
    ("es", ("Solicita al Secretario General que presente por conducto del Grupo de las Lámparas un"
           " informe;"), "Grupo de las Lámparas"),
    ("ru", "просит Генерального секретаря представить через Группу по лампам доклад о масле;",
     "Группу по лампам"),
    ("ar", "تطلب إلى الأمين العام أن يقدم من خلال هيئة المصابيح تقريرا عن الزيت؛", "هيئة المصابيح"),
    ("zh", "请秘书长通过灯具小组提交关于灯油的报告；", "灯具小组"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "via"), THROUGH)
def test_whom_it_goes_through_hides_no_object(language: str, words: str, via: str) -> None:
    found = only(words, language)
    assert (found.via, found.deliverable) == ((via,), "report")


def test_means_are_nobody() -> None:
    for words in ("the radio", "schools and newspapers", "the Internet"):
        found = only(f"Requests the Secretary-General to praise lamps through {words};", "en")
        assert found.via == ()
    assert only("请秘书长向经济及社会理事会提交报告；", "zh").via == ()
