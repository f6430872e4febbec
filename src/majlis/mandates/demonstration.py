"""Fictional mandates for a demonstration: of the texts on reading rooms, with leads, dates and what came of them.

``load()`` may be called again: what is there stays. Texts and actors say that they are fictional.
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
from majlis.kernel.actor import Actor as Doer
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.core.addressees import BODY_SEPARATOR
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.deliverables import overdue
from majlis.mandates.entities import actions
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.extraction import fields
from majlis.mandates.lifecycle import PROPOSED, WAITING
from majlis.mandates.models import Entity, EntityKind, Finding, Mandate, OverdueNotice
from majlis.mandates.models.choices import Progress
from majlis.mandates.statements import actions as statements_actions
from majlis.parties.models import Body

SYSTEM = Doer.as_system("demonstration")
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
    """Make the mandates; False where they are there, or their texts are not. Raises RuntimeError elsewhere.

    What the engine finds in the texts is accepted as a person would; one finding is left, for whoever tries the review.
    """
    if not settings.MAJLIS_DEMO:
        raise RuntimeError("fictional mandates are for demonstrations only")
    if Mandate.objects.exists():
        return False
    rooms, tongues = _find_version("resolution 61"), _find_version("decision 12")
    if rooms is None or tongues is None:
        return False
    _load_entities()
    if rooms.follows is not None:
        _accept_all(rooms.follows)
    for version, said in ((rooms, READING_ROOMS), (tongues, LANGUAGES)):
        made = _accept_all(version)
        for eid, (lead, what) in said.items():
            if eid in made:
                _assign_lead(made[eid], version, lead)
                if what is not None:
                    what(made[eid])
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
    """What is found in a version, accepted; id of the provision -> the mandate. What asks nobody is the council's."""
    extraction_actions.extract_findings(SYSTEM, version)
    rows = Finding.objects.filter(version=version, kind=Finding.Kind.MANDATE, state=WAITING)
    made = {}
    for each in rows.select_related("provision__lineage", "version__instrument", "continues"):
        if each.provision.eid in LEFT_WAITING:
            continue
        given = fields.fields_of_finding(each.found)
        given["asked"] = given["asked"] or [ENTITY_NAMES[COUNCIL]["en"]]
        made[each.provision.eid] = extraction_actions.accept_finding(
            SYSTEM, each, values=given, to=each.continues
        )
    return made


def _assign_lead(mandate: Mandate, version: Version, slug: str) -> None:
    """Who leads, by the text itself; nobody where ``slug_of_body`` is empty."""
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
    found = Version.objects.filter(instrument__keys__contains=[key], state=IN_FORCE)
    return found.select_related("instrument", "record").order_by("-position").first()


def _days_from_today(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


Event = Callable[[Mandate], Any]
"""What came of a mandate of the demonstration, said by the verbs by which anybody says it."""


def _due_in(days: int | None = None, **values: Any) -> Event:
    """Something is due in so many days; without them at an occasion in ``plain_snippet``."""

    def said(mandate: Mandate) -> Any:
        given = {"kind": mandate.kind} | values
        if days is not None:
            given["due"] = _days_from_today(days).isoformat()
        made = deliverables_actions.add_deliverable(SYSTEM, mandate, **given)
        made.mandate = mandate
        return made

    return said


def _reported_partly(days: int) -> Event:
    """Something is due, and its owner said what of it is done."""

    def said(mandate: Mandate) -> None:
        made = _due_in(days)(mandate)
        deliverables_actions.submit_document(
            SYSTEM,
            made,
            partly=True,
            reason="Fictional: three islands of five are connected; the cable of the others is under way.",
            reason_language="en",
            **_document(),
        )

    return said


def _reported_done(mandate: Mandate) -> None:
    """A document answers it."""
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
    """Its owner says that it goes on."""
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
    """Its owner was told that it is late, had the days to answer, and answered."""
    made = _due_in(-70)(mandate)
    notice = overdue.notify_overdue(SYSTEM, made)
    # In the demonstration the days to answer have passed already.
    told = timezone.now() - datetime.timedelta(days=60)
    OverdueNotice.objects.filter(pk=notice.pk).update(
        notified_at=told, answer_by=_days_from_today(-40)
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
"""Provision -> who leads, and what came of it."""
LEFT_WAITING = ("resolves__para_3",)
"""Provisions whose findings wait."""
