"""The details of what is asked, in six languages: things delivered, occasions, recipients, clauses."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.mandates import Mandate, MandateList, mandates
from majlis.textkit.model import Provision, Run, Text

CLAUSES = Path(__file__).parent / "texts" / "mandates" / "clauses.tsv"


def of(language: str, text: str) -> MandateList:
    whole = Provision("p", "operative", (Run(text),))
    return mandates(Text((whole,), language, "resolution", "General Assembly", date="2036-01-01"))


def all_of(language: str, text: str) -> list[Mandate]:
    return list(of(language, text).mandates)


def one(language: str, text: str) -> Mandate:
    (found,) = all_of(language, text)
    return found


ASKS = {
    "en": "Requests the Secretary-General to {};",
    "fr": "Prie le Secrétaire général de {} ;",
    "es": "Solicita al Secretario General que {};",
    "ru": "просит Генерального секретаря {};",
    "ar": "يطلب إلى الأمين العام {}؛",
    "zh": "请秘书长{}；",
}
DELIVERED = [
    ("en", "submit to the General Assembly, through the regional commissions, an annual report",
     "report", "report"),
    ("en", "provide the Council with a report on lamps", "report", "report"),
    ("en", "count the lamps and report to the Council", "report", "report"),
    ("en", "inform the Council of the price of oil", "report", "inform"),
    ("en", "prepare, in consultation with the guilds, an action plan", "roadmap", "action plan"),
    ("en", "continue to update the road map", "roadmap", "road map"),
    ("en", "convene a meeting of wardens", "meeting", "meeting"),
    ("en", "organize regional workshops", "meeting", "regional workshops"),
    ("en", "consult the guilds", "consultation", "consult"),
    ("en", "hold open consultations", "consultation", "consultations"),
    ("en", "publish a handbook on lamps", "document", "handbook"),
    ("en", "maintain the register of lamps", "database", "register"),
    ("en", "continue coordinating the Lamp Forum", "event", "Forum"),
    ("en", "contribute to the Lamp Trust Fund", "fund", "contribute to the Lamp Trust Fund"),
    ("en", "consider the reports of the guilds", None, ""),
    ("en", "submit the results of the report", None, ""),
    ("en", "take part in the World Summit on Lamps and in its forum", None, ""),
    ("en", "implement the documents of the summit", None, ""),
    ("en", "assist islands to prepare reports", None, ""),
    ("en", "light lamps in order to prepare a conference", None, ""),
    ("en", "study the light of lamps", None, ""),
    ("fr", "présenter chaque année au Conseil un rapport sur les lampes", "report", "rapport"),
    ("fr", "lui rendre compte des marées", "report", "rendre compte"),
    ("fr", "organiser tous les deux ans des ateliers", "meeting", "ateliers"),
    ("fr", "tenir le registre des lampes", "database", "registre"),
    ("fr", "contribuer au Fonds pour les lampes", "fund", "contribuer au Fonds"),
    ("fr", "examiner les rapports du sommet", None, ""),
    ("fr", "participer au Sommet mondial sur les lampes", None, ""),
    ("es", "presente cada año al Consejo un informe", "report", "informe"),
    ("es", "informe al Consejo", "report", "informe"),
    ("es", "organice talleres regionales", "meeting", "talleres"),
    ("es", "lleve el registro de lámparas", "database", "registro"),
    ("es", "contribuya al Fondo para las Lámparas", "fund", "contribuya al Fondo"),
    ("es", "examine los informes de la cumbre", None, ""),
    ("es", "participe en la Cumbre Mundial sobre Lámparas", None, ""),
    ("ru", "ежегодно представлять Совету доклад о лампах", "report", "доклад"),
    ("ru", "информировать Совет о лампах", "report", "информировать"),
    ("ru", "организовать региональные семинары", "meeting", "семинары"),
    ("ru", "вести реестр ламп", "database", "реестр"),
    ("ru", "вносить взносы в фонд для ламп", "fund", "вносить взносы в фонд"),
    ("ru", "рассмотреть доклады саммита", None, ""),
    ("ru", "принять участие в форуме по лампам", None, ""),
    ("ar", "أن يقدم إلى المجلس، سنويا، تقريرا عن المصابيح", "report", "تقريرا"),
    ("ar", "أن يبلغ المجلس بحالة المصابيح", "report", "يبلغ"),
    ("ar", "تنظيم ورش عمل إقليمية", "meeting", "ورش عمل"),
    ("ar", "مواصلة تنسيق منتدى المصابيح", "event", "منتدى"),
    ("ar", "المساهمة في الصندوق الاستئماني للمصابيح", "fund", "الصندوق الاستئماني"),
    ("ar", "النظر في تقارير القمة", None, ""),
    ("ar", "المشاركة في القمة العالمية للمصابيح", None, ""),
    ("zh", "向理事会提交一份关于灯具的报告", "report", "报告"),
    ("zh", "举办区域讲习班", "meeting", "讲习班"),
    ("zh", "保存灯具登记册", "database", "登记册"),
    ("zh", "继续协调灯具论坛", "event", "论坛"),
    ("zh", "向灯具信托基金捐款", "fund", "向灯具信托基金捐款"),
    ("zh", "审议峰会的报告", None, ""),
    ("zh", "参加世界灯具峰会", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "action", "kind", "words"), DELIVERED)
def test_the_object_of_the_verb_is_delivered(
    language: str, action: str, kind: str | None, words: str
) -> None:
    text = ASKS[language].format(action)
    found = one(language, text)
    assert found.deliverable == kind
    start, end = found.witness.get("deliverable", (0, 0))
    assert text[start:end] == words


OCCASIONS = [
    ("en", "report to the Conference of the Parties at its fifth session",
     "at its fifth session", None),
    ("en", "report to the World Radiocommunication Conference in 2037",
     "World Radiocommunication Conference in 2037", "2037"),
    ("en", "fix the amount for the period 2040-2043 at its 2037 session",
     "at its 2037 session", "2037"),
    ("en", "submit a report to the 2038 session of the Council",
     "to the 2038 session of the Council", "2038"),
    ("en", "bring the outcome of the seventh meeting of the Panel to the Council at its next session",
     "at its next session", None),
    ("en", "build on the outcomes of the 2038 forum", None, None),
    ("en", "prepare for the 2038 summit on gardens", None, None),
    ("fr", "faire rapport à la Conférence des Parties à sa cinquième session",
     "à sa cinquième session", None),
    ("fr", "soumettre un rapport au Conseil à sa session de 2038", "à sa session de 2038", "2038"),
    ("fr", "tirer parti des résultats du forum de 2038", None, None),
    ("es", "informe a la Conferencia de las Partes en su quinto período de sesiones",
     "en su quinto período de sesiones", None),
    ("es", "presente la lista antes de la próxima conferencia de plenipotenciarios",
     "la próxima conferencia de plenipotenciarios", None),
    ("es", "aproveche los resultados del foro de 2038", None, None),
    ("ru", "представить доклад Совету на его сессии 2038 года", "на его сессии 2038 года", "2038"),
    ("ru", "учитывать итоги форума 2038 года", None, None),
    ("ar", "أن يقدم تقريرا إلى مؤتمر الأطراف في دورته الخامسة", "في دورته الخامسة", None),
    ("ar", "المشاركة في الاحتفال ودورة المجلس المقبلة", "دورة المجلس المقبلة", None),
    ("ar", "أن يستفيد من نتائج منتدى عام 2038", None, None),
    ("zh", "向大会第九十三届会议提交报告", "大会第九十三届会议", None),
    ("zh", "在2038年4月1日前召开一次园丁会议", None, "2038-04-01"),
    ("zh", "利用2038年论坛的成果", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "action", "occasion", "deadline"), OCCASIONS)
def test_an_occasion_is_the_one_of_the_mandate(
    language: str, action: str, occasion: str | None, deadline: str | None
) -> None:
    found = one(language, ASKS[language].format(action))
    assert (found.occasion, found.deadline) == (occasion, deadline)


DATED = [
    ("submit to the Council yearly reports, and a final report to the next plenipotentiary conference",
     [(("Council",), None, None, "P1Y"),
      (("ITU Plenipotentiary Conference",), None, "the next plenipotentiary conference", None)]),
    ("report to the Council at its annual sessions and to the 2038 Plenipotentiary Conference",
     [(("Council",), None, "at its annual sessions", "P1Y"),
      (("ITU Plenipotentiary Conference",), "2038", "the 2038 Plenipotentiary Conference", None)]),
    ("report by 3 May 2037 to the Council and to the Plenipotentiary Conference",
     [(("Council", "ITU Plenipotentiary Conference"), "2037-05-03", None, None)]),
    ("report to the Council and to the Plenipotentiary Conference by 3 May 2037",
     [(("Council", "ITU Plenipotentiary Conference"), "2037-05-03", None, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("action", "expected"), DATED)
def test_a_date_is_that_of_its_recipient(action: str, expected: list[tuple[object, ...]]) -> None:
    found = all_of("en", ASKS["en"].format(action))
    assert [(m.recipients, m.deadline, m.occasion, m.recurrence) for m in found] == expected


COORDINATED = [
    ("fr", "Demande à la Mission des marées de compter les vagues, et la prie de veiller au sel ;",
     ["Mission des marées", "Mission des marées"]),
    ("fr", "Prie le Groupe des phares de tenir le registre et l’invite à le publier ;",
     ["Groupe des phares", "Groupe des phares"]),
    ("fr", "Engage les guildes à vendre des lampes, et demande aux capitaines de les acheter ;",
     ["guildes", "capitaines"]),
    ("es", "Exhorta a la Misión de las Mareas a que cuente las olas, y le solicita que cuide la sal;",
     ["Misión de las Mareas", "Misión de las Mareas"]),
    ("es", "Encomia al Secretario General y le solicita que informe al Consejo;",
     ["Secretary-General"]),
    ("es", "Exhorta a los gremios a que vendan lámparas, y solicita a los capitanes que las compren;",
     ["gremios", "capitanes"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "actors"), COORDINATED)
def test_each_coordinated_verb_asks(language: str, text: str, actors: list[str]) -> None:
    assert [m.actors for m in all_of(language, text)] == [(actor,) for actor in actors]


ROWS = [line.split("\t") for line in CLAUSES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("language", "kind", "deadline", "text"), ROWS)
def test_clauses_are_told_apart(language: str, kind: str, deadline: str, text: str) -> None:
    expected = [] if kind == "-" else [(kind, None if deadline == "-" else deadline)]
    assert [(c.kind, c.deadline) for c in of(language, text).clauses] == expected
