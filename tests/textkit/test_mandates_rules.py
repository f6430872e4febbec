"""Rules of the form: whose a clause is, what stands between verb and object, what points add, who speaks."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import Mandate, MandateList, mandates
from majlis.textkit.model import Provision, Run, Text

GA, SC, ITU = "General Assembly", "Security Council", "ITU Plenipotentiary Conference"
POINTS = "p__{}"


def said(
    words: str, *points: str, language: str = "en", body: str = GA, formula: str = ""
) -> MandateList:
    """The mandates and clauses of one operative paragraph with points."""
    children = tuple(
        Provision(POINTS.format(place), "operative", (Run(point),))
        for place, point in enumerate(points)
    )
    paragraph = Provision("p", "operative", (Run(words),), children=children)
    opened = (Provision("f", "formula", (Run(formula),)),) if formula else ()
    return mandates(Text((*opened, paragraph), language, "resolution", body))


def under(heading: str, item: str, language: str = "en") -> list[Mandate]:
    child = Provision("h__1", "operative", (Run(item),))
    whole = Provision("h", "heading", (Run(heading),), verb=heading.split()[0], children=(child,))
    return list(mandates(Text((whole,), language, "resolution", ITU)).mandates)


NAMED = [
    ("en", "instructs the Working Group on Lamps and the Secretary-General", "to report",
     ["Working Group on Lamps", "Secretary-General"]),
    ("en", "instructs the Chair of the Lamp Panel, in consultation with the Council", "to report",
     ["Chair of the Lamp Panel"]),
    ("fr", "charge le Groupe de travail du Conseil sur les cloches", "de faire un rapport",
     ["Groupe de travail du Conseil sur les cloches"]),
    ("es", "encarga al Grupo de Trabajo sobre las norias", "que informe",
     ["Grupo de Trabajo sobre las norias"]),
    ("ar", "يكلف فريق العمل المعني بالأجراس", "بتقديم تقرير", ["فريق العمل المعني بالأجراس"]),
    ("ru", "поручает Рабочей группе Совета по парусам", "представить отчет",
     ["Рабочей группе Совета по парусам"]),
    ("zh", "责成理事会小船工作组", "提交报告", ["理事会小船工作组"]),
    ("en", "invites the Arab States", "to lend ships", ["Arab States"]),
    ("en", "invites the Coral States", "to lend ships", ["Coral States"]),
    ("en", "invites all States", "to lend ships", ["States"]),
    ("en", "resolves", "that the Kite Panel, set up by the Council, shall continue its work",
     ["Kite Panel"]),
    ("en", "resolves", "that the Kite Panel continue its work", ["Kite Panel"]),
    ("en", "resolves", "to invite harbour wardens to send observers", ["harbour wardens"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "heading", "item", "actors"), NAMED)
def test_the_whole_name_in_a_heading(
    language: str, heading: str, item: str, actors: list[str]
) -> None:
    (found,) = under(heading, item, language)
    assert list(found.actors) == actors


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Decides that the Council's lamps shall be lit on 1 May 2035;"),
        ("ar", "يقرر أن تبدأ تصفية البعثة في 1 مايو 2035؛"),
        ("ar", "يقرر أن يؤكد من جديد ألوان المصابيح؛"),
        ("zh", "决定稳定团的清理工作于2035年1月1日开始；"),
    ],
)
def test_what_somebody_has_is_not_asked(language: str, words: str) -> None:
    assert said(words, language=language, body=SC).mandates == ()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Décide d'autoriser, pendant la marée, le maintien d'une garde afin de protéger la digue;"),
        ("es", "Decide autorizar, mientras dure la marea, que se mantenga una guardia para el dique;"),
        ("en", "Decides to authorize, for the time of the tide, the retention of a guard;"),
        ("ar", "يقرر أن يأذن، طوال فترة المد، بالإبقاء على حارس للسد؛"),
    ],
)  # fmt: skip
def test_an_aside_behind_authorize_is_not_whom_it_authorizes(language: str, words: str) -> None:
    (found,) = said(words, language=language, body=SC).mandates
    assert (found.verb_key, found.actors) == ("decides", (SC,))


def test_a_capital_makes_a_name_of_what_else_names_nobody() -> None:
    (found,) = said("Invites the International Oil Exchange to light the lamps;").mandates
    assert found.actors == ("International Oil Exchange",)
    (found,) = said("Invites international support for the lamps;").mandates
    assert found.actors == ()


def test_a_pronoun_means_whom_the_sentence_addressed_before() -> None:
    found = said(
        "Invites the lamp wardens to meet, and encourages them to light the lamps;"
    ).mandates
    assert [list(mandate.actors) for mandate in found] == [["lamp wardens"], ["lamp wardens"]]


LED = [
    ("en", "Requests the World Union of Crafts, within its means:", "to keep a list;",
     "World Union of Crafts"),
    ("ru", "Просит Всемирный союз ремесел в рамках имеющихся средств:", "вести список;",
     "Всемирный союз ремесел"),
    ("fr", "Prie le Centre des grottes:", "de tenir une liste;", "Centre des grottes"),
    ("zh", "请世界竹子组织：", "编写手册；", "世界竹子组织"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "point", "actor"), LED)
def test_a_paragraph_that_only_names_whom_its_points_ask(
    language: str, words: str, point: str, actor: str
) -> None:
    (found,) = said(words, point, language=language).mandates
    assert (found.provision, found.actors) == ("p__0", (actor,))


TO_ITSELF = {
    "en": "Requests the Secretary-General to report to it annually;",
    "fr": "Prie le Secrétaire général de le tenir informé de l'état des lampes;",
    "es": "Pide al Secretario General que lo mantenga informado del estado de las lámparas;",
    "ru": "Просит Генерального секретаря представить ей доклад;",
    "ar": "يطلب إلى الأمين العام أن يقدم إليها تقريرا؛",
    "zh": "请秘书长每年向其提交报告；",
}


@pytest.mark.parametrize("language", TO_ITSELF)
def test_a_pronoun_for_the_body_that_speaks_is_the_recipient(language: str) -> None:
    (found,) = said(TO_ITSELF[language], language=language).mandates
    assert found.recipients == (GA,)


NUMBERED = [
    ("en", "instructs Study Groups 5 and 11", "to report", "Study groups 5 and 11"),
    ("ru", "поручает 13-й Исследовательской комиссии", "представить отчет", "Study group 13"),
    ("zh", "责成第13研究组", "提交报告", "Study group 13"),
    ("zh", "做出决议，责成第13研究组", "提交报告", "Study group 13"),
    ("ar", "تكلف لجنة الدراسات 13", "بتقديم تقرير", "Study group 13"),
    ("ar", "تدعو أعضاء القطاع", "إلى تقديم مساهمات", "Sector Members"),
    ("fr", "charge le Directeur du Bureau de développement des lampes", "de faire un rapport",
     "Directeur du Bureau de développement des lampes"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "heading", "item", "actor"), NUMBERED)
def test_numbers_before_and_behind_a_name(
    language: str, heading: str, item: str, actor: str
) -> None:
    (found,) = under(heading, item, language)
    assert found.actors == (actor,)


def report(words: str) -> list[Mandate]:
    paragraph = Provision("p", "paragraph", (Run(words),))
    return list(mandates(Text((paragraph,), "en", "report")).mandates)


@pytest.mark.parametrize(
    "words",
    [
        "The secretariat was asked by the Council to prepare a paper, which was presented.",
        "One delegate proposed that the secretariat publish all papers.",
        "Some members suggested that the Council meet in spring.",
    ],
)
def test_a_report_that_tells_what_others_asked(words: str) -> None:
    assert report(words) == []


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("The Group proposed that the Council meet in spring.", "meet in spring"),
        ("It was recommended that the Council should meet in spring.", "meet in spring"),
        ("The secretariat was asked to prepare a paper.", "prepare a paper"),
    ],
)
def test_a_report_that_tells_what_the_meeting_asked(words: str, action: str) -> None:
    assert [found.action for found in report(words)] == [action]


def test_a_period_between_two_recipients_is_of_the_first() -> None:
    found = under(
        "instructs the Secretary-General",
        "to report to the General Assembly once a year, and to the Council at its 2034 session;",
    )
    assert [(m.recipients, m.recurrence, m.deadline) for m in found] == [
        ((GA,), "P1Y", None),
        (("ITU Council",), None, "2034"),
    ]


def test_a_pronoun_without_anybody_before_it_names_nobody() -> None:
    (found,) = said("Requests it to report;").mandates
    assert found.actors == ()


BEFORE = [
    ("Decides that, by 1 May 2035, the Lamp Panel shall light the lamps;", "2035-05-01", None),
    ("Requests that, at its 2036 session, the Lamp Panel consider the oil;", "2036",
     "at its 2036 session"),
    ("Decides that the Lamp Panel shall light the lamps by 1 May 2035;", "2035-05-01", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "deadline", "occasion"), BEFORE)
def test_a_date_may_stand_before_the_subject(
    words: str, deadline: str, occasion: str | None
) -> None:
    (found,) = said(words).mandates
    assert (found.actors, found.deadline, found.occasion) == (("Lamp Panel",), deadline, occasion)


DELIVERED = [
    ("to submit to the Lamp Panel a report on oil", "report"),
    ("to submit to the wardens of the old port a report on oil", "report"),
    ("to submit, not later than 3 May 2035, a report on oil", "report"),
    ("to present to the wardens the outcome of a report", None),
    ("to publish the results on the ITU website", None),
    ("to submit the final version of the report", "report"),
    ("to hold at least two meetings a year", "meeting"),
    ("to send a liaison statement to the wardens", "document"),
]


@pytest.mark.parametrize(("item", "deliverable"), DELIVERED)
def test_what_stands_between_a_verb_and_its_object(item: str, deliverable: str | None) -> None:
    (found,) = under("instructs the Secretary-General", item)
    assert found.deliverable == deliverable


GIVEN = [
    ("fr", "charge le Secrétaire général", "de présenter au Groupe des lampes un rapport"),
    ("es", "encarga al Secretario General", "que presente al Grupo de las lámparas un informe"),
    ("ar", "يكلف الأمين العام", "بأن يقدم إلى فريق المصابيح تقريراً"),
    ("ru", "поручает Генеральному секретарю", "представить Группе по лампам доклад"),
    ("ru", "поручает Генеральному секретарю", "представить не позднее 3 мая 2035 года доклад"),
]


@pytest.mark.parametrize(("language", "heading", "item"), GIVEN)
def test_whom_the_lexicon_does_not_know_hides_no_object(
    language: str, heading: str, item: str
) -> None:
    (found,) = under(heading, item, language)
    assert found.deliverable == "report"


OFTEN = [
    ("to hold two meetings a year", "P6M", None),
    ("to hold one meeting a year", "P1Y", None),
    ("to light the lamps once a year", "P1Y", None),
    ("to light the lamps once the sun has set", None, "once the sun has set"),
    ("to help ports upon their request", None, "upon their request"),
]


@pytest.mark.parametrize(("item", "recurrence", "trigger"), OFTEN)
def test_how_often_is_not_what_sets_it_off(
    item: str, recurrence: str | None, trigger: str | None
) -> None:
    (found,) = under("instructs the Secretary-General", item)
    assert (found.recurrence, found.trigger) == (recurrence, trigger)


POINTED = [
    ("Requests the Secretary-General to submit a report on:", ["lamps;", "oil."], []),
    ("Requests the Secretary-General to keep a register, including:", ["lamps;", "to publish it."],
     ["p__1"]),
    ("Requests the Secretary-General to take these steps:", ["light the lamps;", "buy oil."],
     ["p__0", "p__1"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "points", "asked"), POINTED)
def test_points_that_name_things_ask_nothing(
    words: str, points: list[str], asked: list[str]
) -> None:
    found = said(words, *points).mandates
    assert [mandate.provision for mandate in found] == ["p", *asked]
    assert all(mandate.part_of == "p" for mandate in found[1:])


def test_an_aim_before_points_is_an_action() -> None:
    found = said("Requests the Secretary-General to help ports with a view to:", "lighting lamps.")
    assert [mandate.provision for mandate in found.mandates] == ["p", "p__0"]


def test_the_body_that_speaks_is_witnessed_by_its_formula() -> None:
    (found,) = said("Decides to keep the lamps burning;", formula="The General Assembly,").mandates
    assert (found.actors, found.actor_words) == ((GA,), (GA,))
    assert (found.witness["actors"], found.witness_of["actors"]) == ((4, 20), "f")


def test_without_a_formula_that_names_it_nothing_witnesses_the_body() -> None:
    (found,) = said("Decides to keep the lamps burning;").mandates
    assert (found.actors, found.actor_words, "actors" in found.witness) == ((GA,), (), False)


REVIEWED = {
    "en": "Encourages the wardens to meet in order to regularly review the use of this resolution;",
    "fr": "Encourage les gardiens à se réunir afin d'examiner l'application de la présente résolution;",
    "es": "Alienta a los guardianes a hacer un examen de la aplicación de la presente resolución;",
    "ru": "призывает смотрителей собираться в целях обзора хода осуществления настоящей резолюции;",
    "ar": "يشجع الحراس على الاجتماع من أجل استعراض تنفيذ هذا القرار بانتظام؛",
    "zh": "鼓励看守人开会，以便定期审查本决议的执行情况；",
}


@pytest.mark.parametrize("language", REVIEWED)
def test_a_review_as_the_aim_of_an_action(language: str) -> None:
    found = said(REVIEWED[language], language=language)
    assert [clause.kind for clause in found.clauses] == ["review"]


def test_a_date_before_the_verb_that_ends_something() -> None:
    found = said(
        "Постановляет с 30 июня 2035 года прекратить действие мандата смотрителей;", language="ru"
    )
    assert found.mandates == ()
    assert [(c.kind, c.deadline) for c in found.clauses] == [("expiry", "2035-06-30")]
