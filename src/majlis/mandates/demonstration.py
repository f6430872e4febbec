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
from majlis.mandates import actions, values
from majlis.mandates.kinds import Progress
from majlis.mandates.lifecycle import PROPOSED, WAITING
from majlis.mandates.models import Actor, Finding, LateNotice, Mandate, Sort
from majlis.mandates.who import OF
from majlis.parties.models import Body

DOER = Doer.as_system("demonstration")
NAMES = {
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
    rooms, tongues = _version("resolution 61"), _version("decision 12")
    if rooms is None or tongues is None:
        return False
    _actors()
    if rooms.follows is not None:
        _accepted(rooms.follows)
    for version, said in ((rooms, ROOMS), (tongues, TONGUES)):
        made = _accepted(version)
        for eid, (lead, what) in said.items():
            if eid in made:
                _led(made[eid], version, lead)
                if what is not None:
                    what(made[eid])
    return True


def _actors() -> None:
    body = Body.objects.filter(slug=COUNCIL).first()
    for slug, sort, lexicon in (
        (KEEPER, Sort.OFFICE, ["Keeper of Books"]),
        (ISLANDS, Sort.GROUP, ["islands"]),
        (COUNCIL, Sort.BODY, [f"Council{OF}{COUNCIL}"]),
    ):
        actions.load_actor(
            DOER,
            slug,
            words={"title": NAMES[slug]},
            sort=sort,
            lexicon=lexicon,
            body=body if slug == COUNCIL else None,
        )


def _accepted(version: Version) -> dict[str, Mandate]:
    """What is found in a version, accepted; id of the provision -> the mandate. What asks nobody is the council's."""
    actions.find(DOER, version)
    rows = Finding.objects.filter(version=version, sort=Finding.Sort.MANDATE, state=WAITING)
    made = {}
    for each in rows.select_related("provision__lineage", "version__instrument", "goes_on"):
        if each.provision.eid in LEFT:
            continue
        given = values.of_found(each.found)
        given["asked"] = given["asked"] or [NAMES[COUNCIL]["en"]]
        made[each.provision.eid] = actions.accept(DOER, each, values=given, to=each.goes_on)
    return made


def _led(mandate: Mandate, version: Version, slug: str) -> None:
    """Who leads, by the text itself; nobody where ``slug_of_body`` is empty."""
    if slug:
        lead = Actor.objects.select_related("record").get(slug=slug)
        proposed = mandate.assignments.filter(actor=lead, state=PROPOSED).first()
        if proposed is not None:
            actions.confirm_assignment(DOER, proposed)
        else:
            actions.assign(DOER, mandate, actor=lead, since=version.date, record=version.record)
    mandate.refresh_from_db()


def _version(key: str) -> Version | None:
    found = Version.objects.filter(instrument__keys__contains=[key], state=IN_FORCE)
    return found.select_related("instrument", "record").order_by("-position").first()


def _day(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


Came = Callable[[Mandate], Any]
"""What came of a mandate of the demonstration, said by the verbs by which anybody says it."""


def _due(days: int | None = None, **values: Any) -> Came:
    """Something is due in so many days; without them at an occasion in ``plain_snippet``."""

    def said(mandate: Mandate) -> Any:
        given = {"kind": mandate.kind} | values
        if days is not None:
            given["due"] = _day(days).isoformat()
        made = actions.add_deliverable(DOER, mandate, **given)
        made.mandate = mandate
        return made

    return said


def _partly(days: int) -> Came:
    """Something is due, and its owner said what of it is done."""

    def said(mandate: Mandate) -> None:
        made = _due(days)(mandate)
        actions.meet(
            DOER,
            made,
            partly=True,
            reason="Fictional: three islands of five are connected; the cable of the others is under way.",
            reason_language="en",
            **_document(),
        )

    return said


def _answered(mandate: Mandate) -> None:
    """A document answers it."""
    actions.meet(DOER, _due(-30)(mandate), **_document())


def _document() -> dict[str, Any]:
    return {
        "link": "https://example.org/fictional-report",
        "title": "Fictional report of the Keeper of Books",
        "paragraphs": "4, 5",
        "language": "en",
        "date": _day(-20).isoformat(),
    }


def _under_way(mandate: Mandate) -> None:
    """Its owner says that it goes on."""
    actions.state(
        DOER,
        mandate,
        language="en",
        text="Fictional: two reading rooms were opened in this period, and four islands asked for one.",
        state=Progress.UNDER_WAY,
        period_from=str(clock.today().year - 1),
        period_to=str(clock.today().year),
    )


def _late(mandate: Mandate) -> None:
    """Its owner was told that it is late, had the days to answer, and answered."""
    made = _due(-70)(mandate)
    notice = actions.tell_lateness(DOER, made)
    # In the demonstration the days to answer have passed already.
    told = timezone.now() - datetime.timedelta(days=60)
    LateNotice.objects.filter(pk=notice.pk).update(told_at=told, answer_by=_day(-40))
    notice.refresh_from_db()
    actions.answer_lateness(
        DOER,
        notice,
        language="en",
        answer="Fictional: a storm closed the harbour. The report follows with the next boat.",
        expected=_day(30).isoformat(),
    )


ROOMS: dict[str, tuple[str, Came | None]] = {
    "resolves__para_1": (COUNCIL, _under_way),
    "resolves__para_2": (COUNCIL, _answered),
    "instructs__para_1": (KEEPER, _partly(200)),
    "instructs__para_2": (KEEPER, _due(45)),
    "instructs__para_3": ("", None),
    "instructs__para_4": (KEEPER, _late),
    "invites__para_1": ("", _due(None, language="en", words="2031")),
}
TONGUES: dict[str, tuple[str, Came | None]] = {
    "para_2": (KEEPER, _answered),
    "para_3": ("", None),
}
"""Provision -> who leads, and what came of it."""
LEFT = ("resolves__para_3",)
"""Provisions whose findings wait."""
