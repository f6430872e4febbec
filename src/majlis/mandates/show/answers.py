"""What came of a mandate, as pages show it: deliverables with their steps, statements, resources, evaluations."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.kernel import clock
from majlis.kernel.actor import Actor as Doer
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.mandates.kinds import Force, Kind, Progress
from majlis.mandates.models import Deliverable, Mandate, Step
from majlis.mandates.outcome import counted, full, when
from majlis.mandates.queries.answers import Came, Row, came_of, conflicts_in, date_of
from majlis.mandates.rules.answers import spoken_for
from majlis.mandates.show.answers_late import (
    Answered,
    answered,
    conflict_words,
    delegations,
    for_everybody,
    former,
    late_notice,
    notice_of,
)
from majlis.mandates.show.answers_words import (
    day,
    document,
    here,
    in_its_language,
    named,
    to_be_set,
    who_and_when,
)
from majlis.parties.models.body import is_after

__all__ = [
    "DIALS",
    "Shown",
    "address_of",
    "answers_about",
    "day",
    "deliverable",
    "document",
    "due_of",
    "here",
    "in_its_language",
    "named",
    "section",
    "state_of",
    "step",
    "title_of",
    "to_be_set",
]

DIALS = {
    Progress.ANSWERED: "met",
    Progress.NOT_APPLICABLE: "ended",
    Progress.UNDER_WAY: "going",
    Progress.PARTLY: "going",
    Progress.NOT_ANSWERED: "wait",
    Progress.NOT_STARTED: "wait",
}


def due_of(deliverable: Any) -> str:
    """By when a deliverable is due: a date; a year whose date is to be set; else the words of the text."""
    known = when(deliverable)
    if full(known):
        return day(known)
    if known:
        return to_be_set(day(known))
    return str(in_its_language(deliverable.words, deliverable.language))


def title_of(deliverable: Any) -> str:
    """What a deliverable is called: "Report, Council 2026"."""
    kind = str(Kind(deliverable.kind).label)
    kind = kind[:1].upper() + kind[1:]
    if deliverable.occasion is not None:
        more = named(deliverable.occasion, getattr(deliverable, "occasion_actor", ""))
    else:
        more = day(deliverable.due[:4]) if deliverable.due else ""
    return f"{kind}{formats.list_separator(here())}{more}" if more else kind


def state_of(deliverable: Any, late: bool = False) -> SafeString:
    """How a deliverable stands, drawn."""
    state = Progress(deliverable.state)
    if late:
        return format_html('<span class="state late">{}</span>', pgettext("mandate", "late"))
    dial = DIALS.get(state, "open")
    known, today = when(deliverable), clock.today().isoformat()
    # What lies in a year to come is not due, though its date is to be set.
    if state == Progress.NO_INFORMATION and (known == today or is_after(known, today)):
        return format_html('<span class="state wait">{}</span>', _("Not yet due"))
    return format_html('<span class="state {}">{}</span>', dial, state.label)


@dataclass
class Running:
    """That who leads was told, ``until`` which day nobody else reads it, and where it is answered till then.

    ``overdue_mandate``, ``meet``: where it is said why, and where a document is named; empty where that is not to be done here.
    """

    told: str
    until: str
    late: str = ""
    meet: str = ""


@dataclass
class Shown:
    """A deliverable as a page shows it. ``timeline_entry``: the notice to who leads; ``answered``: what everybody reads why it is
    late; ``unread``: what who leads answered and nobody else reads yet; ``running_server``: while the days to answer run."""

    it: Any
    title: str
    url: str
    state: SafeString
    due: str
    reason: SafeString | str = ""
    steps: list[parts.Step] = field(default_factory=list)
    answers: list[tuple[Row, SafeString | str, str]] = field(default_factory=list)
    late: Row | None = None
    told: Row | None = None
    answered: list[Answered] = field(default_factory=list)
    unread: Answered | None = None
    running: Running | None = None
    merged: SafeString | str = ""
    former: SafeString | str = ""
    delegated: list[SafeString] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def deliverable(it: Any, mandate: Mandate, today: datetime.date | None = None) -> Shown:
    """A deliverable that was read with its rows; what was merged stands as the one that answers both."""
    counts = counted(it)
    late = late_notice(counts, mandate, today)
    shown = Shown(
        it,
        title_of(it),
        address_of(mandate, it),
        state_of(counts, late is not None),
        due_of(counts),
        in_its_language(it.reason, it.reason_language),
        [step(each, n, it.steps_) for n, each in enumerate(it.steps_)],
        [(each, document(each), each["paragraphs"]) for each in it.answers_],
        late,
        notice_of(counts, mandate),
        for_everybody(counts, late, today),
        former=former(it, mandate),
        delegated=delegations(it.steps_),
        conflicts=[conflict_words(each) for each in conflicts_in(it)],
    )
    told = shown.told
    if told is not None and told["answer"] and told["pk"] not in [one.pk for one in shown.answered]:
        shown.unread = answered(told, when(counts))
    if told is not None and told["answer_by"] >= (today or clock.today()).isoformat():
        shown.running = _running(it, told, shown.url)
    if it.merged_into is not None:
        shown.merged = _merged(it)
    return shown


def _running(it: Any, told: Row, url: str) -> Running:
    on = clock.date_of(datetime.datetime.fromisoformat(told["told_at"]))
    own = told["of"] == it.pk
    return Running(
        day(on.isoformat()),
        day(told["answer_by"]),
        f"{url}?do=late&of={told['pk']}#form" if own else "",
        f"{url}?do=meet#form" if it.merged_into_id is None else "",
    )


def address_of(mandate: Mandate, it: Deliverable) -> str:
    """The page of a deliverable."""
    return reverse("mandates:deliverable", kwargs={"slug": mandate.slug, "number": it.ordinal})


def _merged(it: Any) -> SafeString:
    other = it.merged_into
    link = format_html(
        '<a href="{}"><bdi>{}</bdi></a>',
        address_of(other.mandate, other),
        f"{other.mandate.slug}/{other.ordinal}",
    )
    by = document(it.by_json, "merged_by") if it.by_json else ""
    words = by or it.merged_words
    return format_html(
        _("Merged into {other}, by {act}: what answers that one answers this."),
        other=link,
        act=words,
    )


def step(row: Row, number: int, chain: list[Row]) -> parts.Step:
    """A step of a chain: done, current (the first that is not), next, or without a date."""
    first_open = next((n for n, each in enumerate(chain) if not each["done_on"]), len(chain))
    known = date_of(row)
    if row["done_on"]:
        phase = "done"
    elif number == first_open:
        phase = "current"
    else:
        phase = "next" if known else "undated"
    link = None
    if row["done_on"] and row.get("link"):
        link = parts.Link(row["title"] or row["link"], row["link"])
    elif row["done_on"] and row.get("record_address"):
        title = row["record_title"] or row["title"] or row["record_address"]
        link = parts.Link(title, f"/{here()}/{row['record_address']}/")
    return parts.Step(Step.Does(row["does"]).label, phase, who_and_when(row), link)


def section(found: Came, mandate: Mandate) -> dict[str, Any]:
    """What the section "What came of it" shows of a mandate."""
    return {
        "mandate": mandate,
        "deliverables": [deliverable(each, mandate) for each in found.deliverables],
        "occurrences": [
            (day(each["date"]), in_its_language(each["words"], each["language"]), document(each))
            for each in found.occurrences
        ],
        "invited": mandate.force in (Force.INVITES, Force.ENCOURAGES),
        "trigger": bool(mandate.asking is not None and mandate.asking.trigger),
    }


def answers_about(request: HttpRequest, mandate: Mandate) -> dict[str, Any]:
    """What the template ``mandates/answers.html`` shows of a mandate, in five queries at most for who is not signed in."""
    from majlis.mandates.show.answers_said import more

    found = came_of(request.user, mandate, here())
    doer = Doer.of(request)
    owns = may(doer, "mandates.state", mandate)
    office = may(doer, "mandates.add_deliverable", mandate)
    spoken = spoken_for(doer.person)

    def mine(row: Row) -> bool:
        own = owns and row["actor_key"] is not None and row["actor_key"] == mandate.lead_id
        return office or own or row["organisation_key"] in spoken

    return (
        section(found, mandate)
        | more(found, mandate, mine)
        | {
            "owns": owns,
            "office": office,
            "responds": owns or may(doer, "mandates.respond", mandate),
            "evaluates": owns or may(doer, "mandates.evaluate", mandate),
        }
    )
