"""Fictional mandates for a demonstration: of the texts on reading rooms, with leads, dates and reports.

``load()`` can be called again and then changes nothing. Texts and entities say that they are
fictional.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from majlis.instruments.lifecycle import IN_FORCE
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.core.addressees import BODY_SEPARATOR
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.deliverables import overdue
from majlis.mandates.entities import actions
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.extraction import fields
from majlis.mandates.lifecycle import PROPOSED, WAITING
from majlis.mandates.models import Deliverable, Entity, EntityKind, Finding, Mandate, OverdueNotice
from majlis.mandates.models.choices import Progress
from majlis.mandates.statements import actions as statements_actions
from majlis.parties.models import Body

SYSTEM = Actor.as_system("demonstration")
ENTITY_NAMES = {
    "keeper-of-books": {
        "ar": "أمين الكتب (خيالي)",
        "zh": "图书保管人（虚构）",
        "en": "Keeper of Books (fictional)",
        "fr": "Gardien des livres (fictif)",
        "ru": "Хранитель книг (вымышленный)",
        "es": "Guardián de los Libros (ficticio)",
    },
    "demonstration-council": {
        "ar": "المجلس التجريبي (خيالي)",
        "zh": "演示理事会（虚构）",
        "en": "Demonstration Council (fictional)",
        "fr": "Conseil de démonstration (fictif)",
        "ru": "Демонстрационный совет (вымышленный)",
        "es": "Consejo de demostración (ficticio)",
    },
    "islands": {
        "ar": "الجزر (خيالية)",
        "zh": "各岛屿（虚构）",
        "en": "The islands (fictional)",
        "fr": "Les îles (fictives)",
        "ru": "Острова (вымышленные)",
        "es": "Las islas (ficticias)",
    },
}
COUNCIL, KEEPER, ISLANDS = "demonstration-council", "keeper-of-books", "islands"


def load() -> bool:
    """Create the mandates; return False where they exist or their texts do not.

    Findings are accepted as a person would accept them; one is left for trying the review. Raises
    RuntimeError outside a demonstration.
    """
    if not settings.MAJLIS_DEMO:
        raise RuntimeError("fictional mandates are for demonstrations only")
    if Mandate.objects.exists():
        return False
    rooms, languages = _find_version("resolution 61"), _find_version("decision 12")
    if rooms is None or languages is None:
        return False
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
    return True


def _load_entities() -> None:
    body = Body.objects.filter(slug=COUNCIL).first()
    for slug, kind, lexicon in (
        (KEEPER, EntityKind.OFFICE, ["Keeper of Books"]),
        (ISLANDS, EntityKind.GROUP, ["islands"]),
        (COUNCIL, EntityKind.BODY, [f"Council{BODY_SEPARATOR}{COUNCIL}"]),
    ):
        actions.load_entity(
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
