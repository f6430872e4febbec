"""A small fictional world for journeys: two texts on reading rooms, in which each thing is there once.

The demonstration has everything many times, and is dated from today; a journey that counts needs few
things, at fixed dates.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any, Unpack

from django.utils import timezone

from majlis.framework.models import Concept
from majlis.instruments.acts import actions as acts_actions
from majlis.instruments.imports import actions as imports_actions
from majlis.instruments.imports import publish, read
from majlis.instruments.imports.targets import DestinationValues
from majlis.instruments.lifecycle import IN_FORCE
from majlis.instruments.lifecycle import PROPOSED as PROPOSED_VERSION
from majlis.instruments.models import Destination, Lineage, Provision, Tag, Version
from majlis.instruments.series import actions as series_actions
from majlis.instruments.tags import actions as tags_actions
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.core.addressees import BODY_SEPARATOR
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.deliverables import overdue
from majlis.mandates.entities import actions as entities_actions
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.extraction import fields
from majlis.mandates.lifecycle import PROPOSED, WAITING
from majlis.mandates.models import Deliverable, Entity, EntityKind, Finding, Mandate, OverdueNotice
from majlis.mandates.models.choices import Progress
from majlis.mandates.statements import actions as statements_actions
from majlis.parties.accounts import demonstration as people
from majlis.parties.demonstration import BODIES
from majlis.parties.models import Body
from majlis.portal.demonstration.commons import load_people_and_parties

FOLDER = Path(__file__).parent
SYSTEM = Actor.as_system("tests")
COUNCIL, KEEPER, ISLANDS = "demonstration-council", "keeper-of-books", "islands"


def load_reading_rooms() -> None:
    """Load people, organizations, the texts and their mandates."""
    load_people_and_parties()
    load_texts()
    load_mandates()


TITLES = {
    "ar": "قاعات القراءة في الجزر (سلسلة خيالية)",
    "zh": "岛屿阅览室（虚构系列）",
    "en": "Reading rooms of the islands (fictional)",
    "fr": "Salles de lecture des îles (série fictive)",
    "ru": "Читальные залы островов (вымышленная серия)",
    "es": "Salas de lectura de las islas (serie ficticia)",
}
WHOLE = (("action-lines", "C3"), ("sdg", "4"))
"""The confirmed concepts of the whole resolution."""
FREE_ACCESS, TRAINING = "resolves__para_2", "instructs__para_2"


def load_texts() -> None:
    """Publish the texts."""
    body = Body.objects.filter(slug=COUNCIL).first()
    first = _published("reading-rooms.2027.en.txt", body=body, date="2027-10-14")
    _published("reading-rooms.2027.fr.txt", version=first)
    _in_force(first, body, "2027-10-14")
    decision = _published("reading-languages.2028.en.txt", body=body, date="2028-05-03")
    _in_force(decision, body, "2028-05-03")
    second = _published("reading-rooms.2029.en.txt", of=first, body=body, date="2029-10-11")
    _published("reading-rooms.2029.ar.txt", version=second)
    _in_force(second, body, "2029-10-11")
    series = series_actions.create_series(
        SYSTEM,
        titles=TITLES,
        body=body,
        item_period="P1Y",
        text_period="P2Y",
        report_period="P2Y",
    )
    series_actions.set_series(SYSTEM, first.instrument, series=series)
    _concepts(second)


def _published(
    name: str, *, of: Version | None = None, **values: Unpack[DestinationValues]
) -> Version:
    """Publish a sample as a new text, a new version of the text of ``of``, or a language of ``version``."""
    with (FOLDER / name).open("rb") as stream:
        imported = read.read_file(
            SYSTEM, imports_actions.upload_import(SYSTEM, name=name, stream=stream)
        )
    if "version" in values:
        values |= {"published_as": Destination.As.LANGUAGE, "authentic": True}
    else:
        values |= {"published_as": Destination.As.INSTRUMENT, "state": PROPOSED_VERSION}
    if of is not None:
        values |= {"published_as": Destination.As.VERSION, "instrument": of.instrument}
    publish.set_destination(SYSTEM, imported, root="", **values)
    return publish.publish_import(SYSTEM, imported)[0]


def _in_force(version: Version, body: Body | None, date: str) -> None:
    """Record the adoption of a version without a vote, and bring it into force."""
    words = "" if body is not None else "Demonstration Council (fictional)"
    acts_actions.record_act(
        SYSTEM, version, kind="adopts", body=body, date=date, manner="consensus", words=words
    )
    acts_actions.adopt_version(SYSTEM, version, date=date)
    acts_actions.bring_version_into_force(SYSTEM, version)


def _concepts(version: Version) -> None:
    """Tags of the resolution: some confirmed by the secretariat, one only proposed."""
    user = people.find_person("secretariat")
    for scheme, code in WHOLE:
        _tag(version, scheme, code, user)
    _tag(version, "action-lines", "C3", user, FREE_ACCESS)
    _tag(version, "action-lines", "C4", None, TRAINING)


def _tag(version: Version, scheme: str, code: str, user: User | None, eid: str = "") -> None:
    concept = Concept.objects.filter(scheme__key=scheme, code=code).first()
    if concept is None:
        return  # the profile lacks this concept
    lineage = None
    if eid:
        lineage = Lineage.objects.get(pk=Provision.objects.get(version=version, eid=eid).lineage_id)
    tag = tags_actions.propose_tag(
        SYSTEM if user is None else Actor(user=user),
        version.instrument,
        concept=concept,
        lineage=lineage,
        found=Tag.Found.MEANING if user is None else Tag.Found.PERSON,
        score=0.5 if user is None else 1.0,
    )
    if user is not None:
        tags_actions.confirm_tag(Actor(user=user), tag)


ENTITY_NAMES = {
    "keeper-of-books": {
        "ar": "أمين الكتب (خيالي)",
        "zh": "图书保管人（虚构）",
        "en": "Keeper of Books (fictional)",
        "fr": "Gardien des livres (fictif)",
        "ru": "Хранитель книг (вымышленный)",
        "es": "Guardián de los Libros (ficticio)",
    },
    "demonstration-council": BODIES["demonstration-council"][1],
    "islands": {
        "ar": "الجزر (خيالية)",
        "zh": "各岛屿（虚构）",
        "en": "The islands (fictional)",
        "fr": "Les îles (fictives)",
        "ru": "Острова (вымышленные)",
        "es": "Las islas (ficticias)",
    },
}


def load_mandates() -> None:
    """Accept the findings as a person would; one is left for trying the review."""
    rooms, languages = _find_version("resolution 61"), _find_version("decision 12")
    assert rooms is not None and languages is not None
    _load_entities()
    if rooms.follows is not None:
        _accept_all(rooms.follows)
    for version, events_by_provision in ((rooms, READING_ROOMS), (languages, LANGUAGES)):
        mandates = _accept_all(version)
        for eid, (lead, event) in events_by_provision.items():
            if eid in mandates:
                _assign_lead(mandates[eid], version, lead)
                if event is not None:
                    event(mandates[eid])


def _load_entities() -> None:
    body = Body.objects.filter(slug=COUNCIL).first()
    for slug, kind, lexicon in (
        (KEEPER, EntityKind.OFFICE, ["Keeper of Books"]),
        (ISLANDS, EntityKind.GROUP, ["islands"]),
        (COUNCIL, EntityKind.BODY, [f"Council{BODY_SEPARATOR}{COUNCIL}"]),
    ):
        entities_actions.load_entity(
            SYSTEM,
            slug,
            words={"title": ENTITY_NAMES[slug]},
            kind=kind,
            lexicon=lexicon,
            body=body if slug == COUNCIL else None,
        )


def _accept_all(version: Version) -> dict[str, Mandate]:
    """Accept the findings of a version; return the mandates by the id of the provision.

    A finding without an addressee gets the council.
    """
    extraction_actions.extract_findings(SYSTEM, version)
    rows = Finding.objects.filter(version=version, kind=Finding.Kind.MANDATE, state=WAITING)
    mandates = {}
    for finding in rows.select_related("provision__lineage", "version__instrument", "continues"):
        if finding.provision.eid in LEFT_WAITING:
            continue
        values = fields.fields_of_finding(finding.extracted)
        values["asked"] = values["asked"] or [ENTITY_NAMES[COUNCIL]["en"]]
        mandates[finding.provision.eid] = extraction_actions.accept_finding(
            SYSTEM, finding, values=values, to=finding.continues
        )
    return mandates


def _assign_lead(mandate: Mandate, version: Version, slug: str) -> None:
    """Assign or confirm the lead, by the text itself; do nothing where ``slug`` is empty."""
    if slug:
        lead = Entity.objects.select_related("record").get(slug=slug)
        proposed = mandate.assignments.filter(entity=lead, state=PROPOSED).first()
        if proposed is not None:
            assignments_actions.confirm_assignment(SYSTEM, proposed)
        else:
            assignments_actions.add_assignment(
                SYSTEM, mandate, entity=lead, since=version.date, record=version.record
            )
    mandate.refresh_from_db()


def _find_version(key: str) -> Version | None:
    versions = Version.objects.filter(instrument__keys__contains=[key], state=IN_FORCE)
    return versions.select_related("instrument", "record").order_by("-position").first()


def _days_from_today(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


Event = Callable[[Mandate], Deliverable | None]
"""A report or deliverable of a demonstration mandate, made by the ordinary verbs."""


def _due_in(days: int | None = None, **values: str) -> Callable[[Mandate], Deliverable]:
    """A deliverable due in ``days`` days; without ``days``, when ``words`` say."""

    def add(mandate: Mandate) -> Deliverable:
        arguments = {"kind": mandate.kind} | values
        if days is not None:
            arguments["due"] = _days_from_today(days).isoformat()
        deliverable = deliverables_actions.add_deliverable(SYSTEM, mandate, **arguments)
        deliverable.mandate = mandate
        return deliverable

    return add


def _reported_partly(days: int) -> Event:
    """A deliverable that is reported as partly done."""

    def report(mandate: Mandate) -> None:
        deliverable = _due_in(days)(mandate)
        deliverables_actions.submit_document(
            SYSTEM,
            deliverable,
            partly=True,
            reason="Fictional: three islands of five are connected; the cable of the others is under way.",
            reason_language="en",
            **_document(),
        )

    return report


def _reported_done(mandate: Mandate) -> None:
    """A deliverable that a document fulfils."""
    deliverables_actions.submit_document(SYSTEM, _due_in(-30)(mandate), **_document())


def _document() -> dict[str, Any]:
    return {
        "link": "https://example.org/fictional-report",
        "title": "Fictional report of the Keeper of Books",
        "paragraphs": "4, 5",
        "language": "en",
        "date": _days_from_today(-20).isoformat(),
    }


def _under_way(mandate: Mandate) -> None:
    """The lead states that the mandate is under way."""
    statements_actions.publish_statement(
        SYSTEM,
        mandate,
        language="en",
        text="Fictional: two reading rooms were opened in this period, and four islands asked for one.",
        state=Progress.UNDER_WAY,
        period_from=str(clock.today().year - 1),
        period_to=str(clock.today().year),
    )


def _overdue(mandate: Mandate) -> None:
    """The lead was notified of an overdue deliverable, and answered."""
    deliverable = _due_in(-70)(mandate)
    notice = overdue.notify_overdue(SYSTEM, deliverable)
    # In the demonstration the days to answer have passed already.
    notified_at = timezone.now() - datetime.timedelta(days=60)
    OverdueNotice.objects.filter(pk=notice.pk).update(
        notified_at=notified_at, answer_by=_days_from_today(-40)
    )
    notice.refresh_from_db()
    overdue.explain_delay(
        SYSTEM,
        notice,
        language="en",
        answer="Fictional: a storm closed the harbour. The report follows with the next boat.",
        expected=_days_from_today(30).isoformat(),
    )


READING_ROOMS: dict[str, tuple[str, Event | None]] = {
    "resolves__para_1": (COUNCIL, _under_way),
    "resolves__para_2": (COUNCIL, _reported_done),
    "instructs__para_1": (KEEPER, _reported_partly(200)),
    "instructs__para_2": (KEEPER, _due_in(45)),
    "instructs__para_3": ("", None),
    "instructs__para_4": (KEEPER, _overdue),
    "invites__para_1": ("", _due_in(None, language="en", words="2031")),
}
LANGUAGES: dict[str, tuple[str, Event | None]] = {
    "para_2": (KEEPER, _reported_done),
    "para_3": ("", None),
}
"""Provision -> slug of the lead, and its report."""
LEFT_WAITING = ("resolves__para_3",)
"""Provisions whose findings are left for the review."""
