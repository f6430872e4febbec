"""What happens to the fictional mandates: who reports what on which day, in which language.

A day is counted from the day on which the demonstration is loaded. A mandate is named by its text and
the id of a provision of it. Who acts is a fictional person of ``parties.accounts.demonstration``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.assignments import lifecycle_actions
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.deliverables import overdue, steps
from majlis.mandates.deliverables.merge import merge_deliverables
from majlis.mandates.demonstration.entities import (
    ACADEMIA,
    CONNECTIVITY,
    LIBRARIES,
    SECRETARY_GENERAL,
)
from majlis.mandates.extraction import alternative_readings
from majlis.mandates.models import Assignment, Evaluation, Mandate, Occasion, Resource, Step
from majlis.mandates.models.choices import Progress
from majlis.mandates.statements import actions as statements_actions
from majlis.parties.accounts.demonstration import find_person
from majlis.parties.demonstration import (
    CONFERENCE,
    COUNCIL,
    WORKING_GROUP,
    iso_date,
    organisation_of_host,
)

if TYPE_CHECKING:
    from majlis.mandates.demonstration.loader import MandateLoader

type Happening = Callable[[MandateLoader, Mandate], object]


@dataclass(frozen=True)
class Event:
    """On a ``day`` something happens to the mandate of a provision.

    ``keeps_open``: the lead does not report on it as a matter of course.
    """

    day: int
    text: str
    eid: str
    happens: Happening
    keeps_open: bool = False


def person(key: str) -> Actor:
    """A fictional person as actor. Raises LookupError where it does not exist."""
    user = find_person(key)
    if user is None:
        raise LookupError(key)
    return Actor(user=user, language=user.language)


def state(progress: Progress, language: str = "en", reason: str = "", by: str = "") -> Happening:
    """The lead sets the progress of what is due next."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        deliverables_actions.set_progress(
            person(by) if by else loader.actor,
            loader.open_deliverable(mandate),
            state=progress,
            reason=reason,
            reason_language=language if reason else "",
        )

    return happen


def report(language: str, title: str, reason: str = "", by: str = "") -> Happening:
    """A document answers what is due next; partly, where there is a ``reason``."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        deliverables_actions.submit_document(
            person(by) if by else loader.actor,
            loader.open_deliverable(mandate),
            partly=bool(reason),
            reason=reason,
            reason_language=language if reason else "",
            link=f"https://example.org/fictional/{mandate.slug.lower()}",
            title=title,
            paragraphs="4, 5",
            language=language,
            date=clock.today().isoformat(),
        )

    return happen


def answered_by_text(text: str) -> Happening:
    """A text of this site answers what is due next."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        version = loader.texts[text]
        deliverables_actions.submit_document(
            loader.actor,
            loader.open_deliverable(mandate),
            record=version.record,
            language="en",
            date=version.date,
        )

    return happen


def statement(
    progress: Progress, language: str, text: str, reason: str = "", by: str = ""
) -> Happening:
    """The lead publishes a progress statement on the last twelve months."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        today = clock.today()
        statements_actions.publish_statement(
            person(by) if by else loader.actor,
            mandate,
            language=language,
            text=text,
            reason=reason,
            state=progress,
            period_from=str(today.year - 1),
            period_to=str(today.year),
            evidence=[
                {
                    "link": f"https://example.org/fictional/{mandate.slug.lower()}/statement",
                    "title": "Fictional annex to the statement",
                }
            ],
        )

    return happen


def overdue_notice(
    language: str = "", answer: str = "", expected: int = 0, by: str = ""
) -> Happening:
    """The lead is notified that something is overdue, and perhaps explains the delay."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        notice = overdue.notify_overdue(loader.actor, loader.open_deliverable(mandate))
        if answer:
            overdue.explain_delay(
                person(by) if by else loader.actor,
                notice,
                language=language,
                answer=answer,
                expected=iso_date(expected),
            )

    return happen


def response(host: str, language: str, text: str) -> Happening:
    """An organization publishes what it does about the mandate."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        statements_actions.publish_response(
            loader.actor,
            mandate,
            organisation=organisation_of_host(host),
            language=language,
            text=text,
            date=clock.today().isoformat(),
        )

    return happen


def reading(by: str, host: str, language: str, text: str) -> Happening:
    """A member says how it reads the provision."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        organisation = organisation_of_host(host)
        source = mandate.source
        if organisation is None or source is None:
            raise LookupError(host)
        alternative_readings.add_alternative_reading(
            person(by),
            organisation,
            provision=source.provision,
            mandate=mandate,
            text=text,
            language=language,
        )

    return happen


def resource(kind: Resource.Kind, amount: int, funding: Resource.Funding, words: str) -> Happening:
    """A document says what the mandate costs, in francs."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        statements_actions.add_resource(
            loader.actor,
            mandate,
            kind=kind,
            amount=Decimal(amount),
            currency="CHF",
            year=clock.today().year,
            funding=funding,
            language="en",
            words=words,
            title="Fictional budget document",
            link="https://example.org/fictional/budget",
        )

    return happen


def evaluation(language: str, text: str, by: str = "") -> Happening:
    """The mandate is evaluated: by the lead itself, or by an entity."""

    def happen(loader: MandateLoader, mandate: Mandate) -> Evaluation:
        return statements_actions.add_evaluation(
            loader.actor,
            mandate,
            own=not by,
            evaluator=loader.entity(by) if by else None,
            year=clock.today().year,
            language=language,
            text=text,
            title="Fictional evaluation",
            link="https://example.org/fictional/evaluation",
        )

    return happen


def occurrence(language: str, words: str) -> Happening:
    """The condition of the mandate is fulfilled."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        deliverables_actions.record_occurrence(
            loader.actor, mandate, date=clock.today().isoformat(), language=language, words=words
        )

    return happen


def contributor(slug: str, *, confirmed: bool = True) -> Happening:
    """An entity contributes, or is proposed as contributor."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        assignments_actions.add_assignment(
            loader.actor,
            mandate,
            entity=loader.entity(slug),
            part=Assignment.Part.CONTRIBUTOR,
            confirmed=confirmed,
            since=clock.today().isoformat(),
            words="Fictional letter of the Secretary-General",
        )

    return happen


def new_lead(slug: str) -> Happening:
    """Another entity takes the lead."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        assignments_actions.add_assignment(
            loader.actor,
            mandate,
            entity=loader.entity(slug),
            since=clock.today().isoformat(),
            words="Fictional decision of the Council",
        )

    return happen


def declined_lead(reason: str) -> Happening:
    """The proposed lead is declined."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        proposed = mandate.assignments.select_related("mandate__record", "entity__record")
        assignments_actions.decline_assignment(
            loader.actor, proposed.filter(state="proposed")[0], reason=reason
        )

    return happen


def completed(language: str, text: str) -> Happening:
    """The mandate is completed."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        lifecycle_actions.complete_mandate(
            loader.actor, mandate, text=text, language=language, date=clock.today().isoformat(),
            words="Fictional decision of the Council",
        )  # fmt: skip

    return happen


def paused(language: str, text: str) -> Happening:
    """The mandate is paused."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        lifecycle_actions.pause_mandate(
            loader.actor, mandate, text=text, language=language, date=clock.today().isoformat(),
            words="Fictional decision of the Council",
        )  # fmt: skip

    return happen


def lapsed(language: str, text: str) -> Happening:
    """The mandate lapses."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        lifecycle_actions.lapse_mandate(
            loader.actor, mandate, text=text, language=language, date=clock.today().isoformat(),
            words="Fictional decision of the Council",
        )  # fmt: skip

    return happen


def replaced(by: tuple[str, str], language: str, text: str) -> Happening:
    """Another mandate takes the place of this one."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        lifecycle_actions.replace_mandate(
            loader.actor, mandate, into=loader.mandate(*by), text=text, language=language,
            date=clock.today().isoformat(), words="Fictional decision of the Conference",
        )  # fmt: skip

    return happen


def merged(into: tuple[str, str], language: str, text: str) -> Happening:
    """The mandate is merged into another."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        lifecycle_actions.merge_mandate(
            loader.actor, mandate, into=loader.mandate(*into), text=text, language=language,
            date=clock.today().isoformat(), words="Fictional decision of the Council",
        )  # fmt: skip

    return happen


def alias(registry: str, value: str) -> Happening:
    """The mandate has a number in another registry."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        lifecycle_actions.add_alias(loader.actor, mandate, registry=registry, value=value)

    return happen


def merged_report(into: tuple[str, str]) -> Happening:
    """One document is to answer this deliverable and that of another mandate."""

    def happen(loader: MandateLoader, mandate: Mandate) -> None:
        merge_deliverables(
            loader.actor,
            loader.open_deliverable(mandate),
            into=loader.open_deliverable(loader.mandate(*into)),
            words="Fictional decision of the Council on joint reports",
        )

    return happen


def chain(loader: MandateLoader, mandate: Mandate) -> None:
    """Four steps lead to the document: drafted, delegated to the Working Group, agreed, received."""
    deliverable = loader.open_deliverable(mandate)

    def session(slug: str, key: str) -> Occasion:
        date = iso_date(key)
        return loader.entity(slug).occasions.get(date=date)

    tasks = (
        (SECRETARY_GENERAL, Step.Task.DRAFT, None),
        (COUNCIL, Step.Task.CONSIDER, session(COUNCIL, "k7")),
        (CONFERENCE, Step.Task.RECEIVE, session(CONFERENCE, "c3")),
    )
    made = [
        steps.add_step(
            loader.actor, deliverable, entity=loader.entity(slug), task=task, occasion=occasion
        )
        for slug, task, occasion in tasks
    ]
    steps.complete_step(
        loader.actor,
        made[0],
        done_on=clock.today().isoformat(),
        link="https://example.org/fictional/draft",
        title="Fictional draft of the review",
    )
    steps.delegate_step(
        loader.actor,
        made[1],
        to=loader.entity(WORKING_GROUP),
        words="Decision 13 of the Council (fictional)",
        occasion=session(WORKING_GROUP, "w6"),
        report_at=session(COUNCIL, "k7"),
    )


LIBRARY, LINKS = "library_office", "connectivity_office"
READERS, MINISTRY, FERRY = "readers.example.org", "ministry.example.org", "ferry.example.org"
ACADEMY, POSTS = "academy.example.org", "posts.example.org"
UNDER_WAY, NOT_STARTED = Progress.UNDER_WAY, Progress.NOT_STARTED

EVENTS: tuple[Event, ...] = (
    # The first years
    Event(-1700, "resolution-2", "instructs__para_1", report("en", "Fictional map of links", by=LINKS)),
    Event(-1690, "decision-1", "para_16", response(READERS, "es", "Texto ficticio: hemos grabado cuarenta canciones en seis islas.")),
    Event(-1650, "decision-1", "para_7", statement(UNDER_WAY, "fr", "Texte fictif : le catalogue contient les fonds de trente bibliothèques.", by=LIBRARY)),
    Event(-1500, "decision-1", "para_12", paused("en", "Fictional: the meeting is suspended until the Council has set its budget.")),
    Event(-1440, "declaration", "para_4", report("en", "Fictional list of national plans")),
    Event(-1400, "declaration", "para_7", response(ACADEMY, "zh", "虚构文本：我院每年在阅览室举办两期培训班。")),
    Event(-1380, "decision-1", "para_10", response(ACADEMY, "zh", "虚构文本：我院承认阅览室颁发的结业证书。")),
    Event(-1300, "resolution-61", "instructs__para_1", contributor(CONNECTIVITY)),
    Event(-1200, "resolution-1", "instructs__para_2", resource(Resource.Kind.TEXT, 250_000, Resource.Funding.VOLUNTARY, "Fictional: from voluntary contributions.")),
    Event(-1190, "resolution-1", "instructs_2__para_2", completed("en", "Fictional: the Council submitted the review to the second session of the Conference.")),
    Event(-1150, "decision-1", "para_3", statement(Progress.REPORTED_DONE, "en", "Fictional: the model plan was published in six languages.")),
    Event(-1100, "decision-1", "para_9", report("es", "Informe ficticio sobre la formación de bibliotecarios", reason="Texto ficticio: se formó a treinta y ocho de las cincuenta personas previstas.", by=LIBRARY), keeps_open=True),
    # After the second session of the Conference
    Event(-1050, "decision-1", "para_4", replaced(("resolution-2", "instructs__para_4"), "en", "Fictional: the annual report on connected islands takes the place of the list.")),
    Event(-1081, "resolution-3", "resolves__para_2", declined_lead("The Fund has no staff. The Secretary-General manages it.")),
    Event(-990, "resolution-3", "resolves__para_2", new_lead(SECRETARY_GENERAL)),
    Event(-960, "resolution-3", "invites__para_1", response(MINISTRY, "ar", "نص خيالي: أعلنت الوزارة مساهمة قدرها عشرون ألف فرنك للصندوق.")),
    Event(-940, "resolution-3", "instructs__para_1", resource(Resource.Kind.IMPLICATION, 480_000, Resource.Funding.MIXED, "Fictional: half from the regular budget, half from contributions.")),
    Event(-900, "resolution-3", "instructs__para_2", report("fr", "Règlement fictif du Fonds")),
    Event(-880, "declaration-2", "para_3", new_lead(LIBRARIES)),
    Event(-860, "resolution-4", "instructs__para_1", state(UNDER_WAY, by=LIBRARY), keeps_open=True),
    Event(-840, "resolution-4", "resolves__para_2", reading("focal_point", READERS, "es", "Lectura ficticia: esta disposición no comprende las canciones ya publicadas.")),
    Event(-820, "declaration-2", "para_4", response(MINISTRY, "ar", "نص خيالي: تنشر الوزارة الأسعار كل سنة منذ انعقاد المؤتمر.")),
    Event(-800, "resolution-8", "instructs__para_2", statement(Progress.REPORTED_DONE, "ru", "Вымышленный текст: синхронный перевод и удаленное участие обеспечены на всех собраниях.")),
    Event(-760, "resolution-2", "invites_2__para_1", response(FERRY, "en", "Fictional: schools and reading rooms pay half of our ordinary price.")),
    Event(-740, "resolution-2", "instructs__para_5", contributor(ACADEMIA)),
    Event(-720, "resolution-2", "instructs__para_6", occurrence("en", "Fictional: the link of Cape Amber failed for forty-one days.")),
    Event(-700, "resolution-1", "instructs__para_4", report("en", "Fictional online register of requests")),
    Event(-690, "resolution-1", "instructs__para_4", evaluation("en", "Fictional: the register shows four requests of five with their status.")),
    Event(-650, "decision-12", "para_3", report("ru", "Вымышленный перечень слов", by=LIBRARY)),
    Event(-620, "resolution-10", "instructs__para_2", statement(UNDER_WAY, "zh", "虚构文本：已购买三百册盲文图书和九种语言的有声读物。", by=LIBRARY)),
    Event(-780, "resolution-3", "invites__para_1", report("fr", "Liste fictive des contributions annoncées")),
    Event(-600, "resolution-10", "invites_2__para_1", response(READERS, "es", "Texto ficticio: nuestros voluntarios probaron nueve salas de lectura.")),
    Event(-560, "decision-1", "para_14", merged(("resolution-2", "instructs__para_1"), "en", "Fictional: the platform became part of the map of links.")),
    Event(-540, "decision-1", "para_6", lapsed("en", "Fictional: prices are now published under national law.")),
    Event(-500, "resolution-61", "instructs__para_2", statement(UNDER_WAY, "ar", "نص خيالي: تم تدريب أمينَي مكتبة في إحدى وثلاثين جزيرة.", by=LIBRARY)),
    Event(-495, "resolution-15", "instructs_2__para_2", new_lead(SECRETARY_GENERAL)),
    Event(-480, "resolution-61", "invites_2__para_1", response(READERS, "es", "Texto ficticio: ofrecemos cursos de lectura y de informática en doce salas.")),
    Event(-470, "resolution-61", "instructs__para_5", state(UNDER_WAY, by=LIBRARY), keeps_open=True),
    Event(-450, "resolution-15", "instructs__para_3", state(UNDER_WAY), keeps_open=True),
    Event(-418, "resolution-10", "instructs__para_1", overdue_notice("en", "Fictional: a storm closed the harbours of the outer islands. The survey goes on.", -200, by=LIBRARY), keeps_open=True),
    Event(-380, "resolution-14", "instructs_2__para_2", statement(Progress.REPORTED_DONE, "fr", "Texte fictif : la liste de mots est publiée en données ouvertes.", by=LIBRARY)),
    Event(-360, "resolution-4", "instructs__para_1", report("en", "Fictional inventory, first part", reason="Fictional: tapes and maps are listed; manuscripts follow.", by=LIBRARY), keeps_open=True),
    Event(-330, "resolution-3", "instructs__para_4", evaluation("en", "Fictional: nineteen of twenty-four projects reached their aims.", by=WORKING_GROUP)),
    Event(-300, "resolution-14", "instructs__para_1", state(UNDER_WAY, by=LINKS), keeps_open=True),
    Event(-280, "resolution-14", "instructs__para_2", state(NOT_STARTED, by=LINKS), keeps_open=True),
    Event(-260, "resolution-2", "instructs__para_3", report("fr", "Rapport fictif sur les dépôts de pièces de rechange", reason="Texte fictif : un dépôt sur trois est ouvert.", by=LINKS), keeps_open=True),
    Event(-240, "resolution-10", "instructs_2__para_3", report("en", "Fictional note on the costs of captions")),
    Event(-230, "resolution-2", "instructs__para_2", statement(UNDER_WAY, "en", "Fictional: nine cables of fourteen are in the sea.", by=LINKS)),
    Event(-220, "resolution-15", "instructs_2__para_2", contributor(LIBRARIES)),
    Event(-200, "resolution-4", "instructs_2__para_1", state(Progress.NOT_APPLICABLE, "en", "Fictional: no archive outside the islands made an offer.")),
    Event(-190, "resolution-1", "invites__para_2", state(Progress.NOT_DONE, "es", "Texto ficticio: no se recibieron contribuciones este año.")),
    Event(-180, "resolution-3", "instructs__para_3", resource(Resource.Kind.SPENDING, 391_500, Resource.Funding.VOLUNTARY, "Fictional: projects of nineteen islands.")),
    Event(-140, "resolution-9", "instructs__para_3", merged_report(("resolution-61", "instructs__para_4"))),
    Event(-120, "resolution-1", "invites_2__para_1", response(READERS, "es", "Texto ficticio: publicamos cada año lo que hacemos en las salas de lectura.")),
    Event(-105, "declaration-2", "para_3", overdue_notice("en", "Fictional: on three islands the reading room waits for a librarian.", 90, by=LIBRARY), keeps_open=True),
    Event(-100, "resolution-61", "instructs__para_6", report("zh", "虚构的开放时间清单", by=LIBRARY)),
    Event(-98, "resolution-10", "instructs__para_1", report("en", "Fictional survey of reading rooms, first results", reason="Fictional: forty of fifty-two reading rooms were visited.", by=LIBRARY), keeps_open=True),
    Event(-90, "resolution-8/annex", "para_1", alias("Fictional registry of the Secretariat", "WG-2")),
    Event(-80, "resolution-1", "instructs__para_1", alias("Fictional registry of the Secretariat", "SG-14")),
    Event(-58, "resolution-10", "instructs_2__para_2", overdue_notice("fr", "Texte fictif : le service de sous-titrage n’est pas encore sous contrat.", 60), keeps_open=True),
    Event(-50, "resolution-1", "instructs_3__para_2", chain, keeps_open=True),
    Event(-38, "resolution-2", "instructs__para_2", overdue_notice(), keeps_open=True),
    Event(-30, "resolution-9", "invites_2__para_1", response(FERRY, "en", "Fictional: we gave sixteen computers to the reading rooms.")),
    Event(-30, "decision-13", "para_4", answered_by_text("report-9")),
    Event(-26, "decision-13", "para_9", response(READERS, "es", "Texto ficticio: hemos enviado observaciones sobre dos proyectos de revisión.")),
    Event(-21, "decision-13", "para_3", report("en", "Fictional draft revisions of four resolutions")),
    Event(-20, "resolution-9", "instructs__para_4", state(UNDER_WAY, by=LIBRARY), keeps_open=True),
    Event(-13, "resolution-15", "instructs_2__para_2", overdue_notice(), keeps_open=True),
    Event(-12, "resolution-14", "invites__para_1", response(POSTS, "fr", "Texte fictif : nos guichets répondent dans trois langues des îles.")),
    Event(-9, "resolution-1", "invites__para_3", response(MINISTRY, "ar", "نص خيالي: أرسلت الوزارة ردها الخطي على جميع الطلبات.")),
    Event(-6, "resolution-61", "instructs__para_3", statement(UNDER_WAY, "ar", "نص خيالي: جُمعت حكايات إحدى وعشرين جزيرة بلغاتها.", by=LIBRARY)),
    Event(-4, "resolution-8/annex", "para_3", contributor(CONNECTIVITY, confirmed=False)),
)  # fmt: skip
