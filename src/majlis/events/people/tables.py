"""What several pages show of participants: tables of counts, and what the page of the meeting includes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.events.lifecycle import CONFIRMED, CONVENED, DECLINED, DRAFT, OPEN, REQUESTED
from majlis.events.models import AttendanceMode, Meeting, Mode, Participant
from majlis.events.people import labels, queries
from majlis.events.people.actions import is_officer, may_register_others
from majlis.events.people.queries import NONE, Groups, ParticipantCount, ParticipantCounts
from majlis.events.people.registration import ACTIVE_STATES, registration_fault
from majlis.kernel.actor import Actor
from majlis.kit.cells import record_link
from majlis.look import formats, parts
from majlis.look.bidi import filled, foreign_part
from majlis.look.parts import StrOrPromise
from majlis.look.templatetags.look import local_date, moment_words
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.models import Organisation

# Addresses.


def page_url(name: str, meeting: Meeting, **filters: str) -> str:
    """The address of a page about the participants of a meeting, with filters."""
    query = QueryDict(mutable=True)
    query.update({key: value for key, value in filters.items() if value})
    address = reverse(f"events:{name}", args=[meeting.slug])
    return f"{address}?{query.urlencode()}" if query else address


def participant_url(participant: Participant) -> str:
    """The address of the page of a registration."""
    return reverse("events:participant", args=[participant.meeting.slug, participant.pk])


# Cells.


def organisation_cell(participant: Participant) -> parts.Cell:
    """The organization that a participant represents, with a link to its page."""
    organisation = participant.organisation
    return record_link(organisation) if organisation is not None else parts.Cell("")


def organisation_text(participant: Participant) -> str:
    """The name of the organization that a participant represents; empty without one."""
    organisation = participant.organisation
    return organisation.say("title").text if organisation is not None else ""


def people_title(organisation: Organisation) -> str:
    """The title of the list of the people of an organization, whose name is marked with its language."""
    name = organisation.say("title")
    part = foreign_part(name.text, name.language, get_language() or "en")
    return filled(gettext("People of %(organisation)s"), organisation=part)


def waits_for(participant: Participant) -> str:
    """Who confirms a registration of ``queries.all_to_decide``."""
    if participant.awaits_focal_point:  # type: ignore[attr-defined]
        return pgettext("participant", "focal point")
    return pgettext("participant", "secretariat")


def email_of(participant: Participant) -> str:
    """The address of a participant: that of the account, else the one that was entered."""
    return participant.user.email if participant.user is not None else participant.email


# Tables of counts.


@dataclass(frozen=True)
class FigureColumn:
    """A column of counts: key in files, head, value, and the filters of the list that it counts."""

    key: str
    label: StrOrPromise
    value: Callable[[ParticipantCount], int]
    filters: dict[str, str]


REGISTERED = FigureColumn(
    "registered",
    pgettext_lazy("participants", "Registered"),
    lambda count: count.registered,
    {"state": queries.ACTIVE},
)
CONFIRMED_COLUMN = FigureColumn(
    "confirmed",
    pgettext_lazy("participants", "Confirmed"),
    lambda count: count.confirmed,
    {"state": CONFIRMED},
)
ROOM = FigureColumn(
    "in_the_room",
    labels.MODES[AttendanceMode.ROOM.value],
    lambda count: count.room,
    {"state": CONFIRMED, "mode": AttendanceMode.ROOM.value},
)
REMOTE = FigureColumn(
    "remotely",
    labels.MODES[AttendanceMode.REMOTE.value],
    lambda count: count.remote,
    {"state": CONFIRMED, "mode": AttendanceMode.REMOTE.value},
)
PRESENT = FigureColumn(
    "present",
    pgettext_lazy("participants", "Present"),
    lambda count: count.present,
    {"state": CONFIRMED, "attendance": queries.ANY},
)
ALL_COLUMNS = (REGISTERED, CONFIRMED_COLUMN, ROOM, REMOTE, PRESENT)
PLAIN_COLUMNS = (REGISTERED, CONFIRMED_COLUMN, PRESENT)
"""The columns of a breakdown that is not combined with the mode: of gender, and of the mode itself."""


def figure_columns(breakdown: str) -> tuple[FigureColumn, ...]:
    """The columns of a breakdown."""
    return PLAIN_COLUMNS if breakdown in ("mode", "gender") else ALL_COLUMNS


def group_labels(breakdown: str) -> dict[str, StrOrPromise]:
    """Code -> name of the groups of a breakdown."""
    if breakdown == "kind":
        return {**dict(stakeholder_kinds.kind_choices()), NONE: labels.NO_ORGANISATION}
    if breakdown == "region":
        return {**areas.region_names(), NONE: labels.NOT_STATED}
    return {
        "capacity": labels.CAPACITIES,
        "mode": labels.MODES,
        "gender": {**labels.GENDERS, NONE: labels.NOT_STATED},
    }[breakdown]


type FigureUrl = Callable[[dict[str, str]], str]
"""The address of the list of whom a figure counts, by its filters; empty for a figure without a link."""


def no_url(filters: dict[str, str]) -> str:
    """No address: the reader sees no list of whom a figure counts."""
    return ""


def registrations_url(meeting: Meeting) -> FigureUrl:
    """The addresses of the list of registrations, for officers."""
    return lambda filters: page_url("registrations", meeting, **filters)


def figure_cells(
    count: ParticipantCount, columns: Sequence[FigureColumn], url: FigureUrl, **group: str
) -> list[parts.Cell]:
    """The figures of a group; each links to the list of whom it counts."""
    language = get_language() or "en"
    cells = []
    for column in columns:
        value = column.value(count)
        link = url({**column.filters, **group}) if value else ""
        cells.append(parts.Cell(formats.number(value, language), link))
    return cells


def method_sentence(counts: ParticipantCounts, breakdown: str) -> str:
    """Who is counted, when and how."""
    gap = formats.gap(get_language() or "en")
    sentences = [
        str(labels.METHOD) % {"moment": moment_words(counts.counted_at)},
        str(labels.PRESENT),
        str(labels.METHODS[breakdown]),
    ]
    return gap.join(sentences)


def breakdown_table(
    counts: ParticipantCounts, breakdown: str, groups: Groups, url: FigureUrl
) -> parts.Table:
    """The counts of a breakdown, with the sum of all people below. Figures by gender lead to no list."""
    columns = figure_columns(breakdown)
    names = group_labels(breakdown)
    to_list = no_url if breakdown == "gender" else url
    rows: list[list[Any]] = [
        [
            names.get(code, code),
            *figure_cells(count, columns, to_list, **{breakdown: code}),
        ]
        for code, count in groups.items()
    ]
    rows.append([labels.ALL, *figure_cells(counts.total, columns, to_list)])
    heads = [
        parts.Column(labels.HEADS[breakdown]),
        *(parts.Column(column.label, number=True) for column in columns),
    ]
    return parts.Table(heads, rows, method_sentence(counts, breakdown), figures=True)


def meter(count: ParticipantCount) -> SafeString:
    """The share of the people in the room as a bar; empty without confirmed people."""
    if not count.confirmed:
        return SafeString("")
    bars = parts.meter_bars(
        [parts.Figure("", count.room, "a"), parts.Figure("", count.remote, "b")]
    )
    context = {"bars": bars, "total": count.confirmed, "thin": True}
    return SafeString(render_to_string("look/parts/meter.html", context))


def participation_table(meeting: Meeting, counts: ParticipantCounts, url: FigureUrl) -> parts.Table:
    """The confirmed participants by capacity and mode, for the page of the meeting."""
    is_hybrid = meeting.mode == Mode.HYBRID
    columns = (*((ROOM, REMOTE) if is_hybrid else ()), CONFIRMED_COLUMN, PRESENT)
    named = {CONFIRMED_COLUMN.key: pgettext_lazy("participants", "Total")}
    groups = {code: count for code, count in counts.groups["capacity"].items() if count.confirmed}
    rows: list[list[Any]] = [
        [labels.CAPACITIES[code], *figure_cells(count, columns, url, capacity=code)]
        for code, count in groups.items()
    ]
    rows.append([labels.ALL, *figure_cells(counts.total, columns, url)])
    heads = [
        parts.Column(pgettext_lazy("participant", "Capacity")),
        *(parts.Column(named.get(each.key, each.label), number=True) for each in columns),
    ]
    if is_hybrid:
        heads.append(parts.Column(_("Share in the room")))
        for row, count in zip(rows, [*groups.values(), counts.total], strict=True):
            row.append(meter(count))
    return parts.Table(heads, rows, method_sentence(counts, "capacity"), figures=True)


# Facts of a registration.


def state_words(participant: Participant) -> str:
    """The state of a registration with its date, as plain text."""
    messages = {
        REQUESTED: pgettext("registration", "Awaiting confirmation since %(date)s"),
        CONFIRMED: pgettext("registration", "Confirmed on %(date)s"),
        DECLINED: pgettext("registration", "Declined on %(date)s"),
    }
    withdrawn = pgettext("registration", "Withdrawn on %(date)s")
    moment = participant.decided_at or participant.requested_at
    if participant.state == REQUESTED:
        moment = participant.requested_at
    day = formats.date(local_date(moment), get_language() or "en")
    return messages.get(participant.state, withdrawn) % {"date": day}


def joining_link(participant: Participant) -> str:
    """The address by which a confirmed participant joins a meeting that is to come or open; else empty."""
    meeting = participant.meeting
    is_due = meeting.state in (CONVENED, OPEN)
    return meeting.joining_link if is_due and participant.state == CONFIRMED else ""


# The part of the page of the meeting.


def participation_context(request: HttpRequest, meeting: Meeting) -> dict[str, Any] | None:
    """What the page of a meeting shows of its participants, for ``events/people/participation.html``; None for a draft.

    The template takes it as ``it``. Needs one query for everybody, and up to five for who has signed in.
    """
    if meeting.state == DRAFT:
        return None
    actor = Actor.of(request)
    officer = is_officer(actor, meeting)
    counts = queries.participant_counts(meeting)
    own = queries.own_registrations(request.user, meeting).first()
    if own is not None:
        own.meeting = meeting
    url = registrations_url(meeting) if officer else _published_url(meeting)
    return {
        "meeting": meeting,
        "counts": counts,
        "table": participation_table(meeting, counts, url) if counts.total.confirmed else None,
        "links": participation_links(meeting, counts, officer=officer),
        "facts": registration_facts(own),
        "actions": registration_actions(actor, meeting, own, officer=officer),
    }


def _published_url(meeting: Meeting) -> FigureUrl:
    """The published list has all confirmed people of a capacity, named or counted; no other figure has a list."""

    def url(filters: dict[str, str]) -> str:
        if set(filters) <= {"state", "capacity"} and filters.get("state") == CONFIRMED:
            return page_url("participants", meeting, capacity=filters.get("capacity", ""))
        return ""

    return url


def participation_links(
    meeting: Meeting, counts: ParticipantCounts, *, officer: bool
) -> list[parts.Link]:
    """Links to the list of participants and to the figures."""
    links = []
    if officer:
        links.append(
            parts.Link(
                pgettext_lazy("participants", "Registrations"), page_url("registrations", meeting)
            )
        )
    if not counts.total.registered:
        return links
    figures = page_url("participant_figures", meeting)
    unstated = counts.groups["gender"][NONE].registered
    message = _("By gender, as declared (not stated: %(n)s)")
    return [
        *links,
        parts.Link(_("List of participants"), page_url("participants", meeting)),
        parts.Link(labels.TITLES["kind"], f"{figures}#kind"),
        parts.Link(labels.TITLES["region"], f"{figures}#region"),
        parts.Link(
            message % {"n": formats.number(unstated, get_language() or "en")}, f"{figures}#gender"
        ),
    ]


def registration_facts(own: Participant | None) -> list[parts.Fact]:
    """The reader's registration. The page of the meeting itself says until when registration is open, and the link."""
    facts = []
    if own is not None:
        note = own.get_mode_display() if own.state in ACTIVE_STATES else ""
        yours = pgettext_lazy("registration", "Yours")
        facts.append(parts.Fact(yours, state_words(own), participant_url(own), note))
    return facts


def registration_actions(
    actor: Actor, meeting: Meeting, own: Participant | None, *, officer: bool
) -> list[parts.Link]:
    """Links to what the reader may do: register, enter others, confirm, read the registrations of an organization."""
    links: list[parts.Link] = []
    is_active = own is not None and own.state in ACTIVE_STATES
    if not is_active and registration_fault(meeting, by_officer=officer) is None:
        label = pgettext_lazy("button", "Register for the meeting")
        links.append(parts.Link(label, page_url("register_participant", meeting)))
    user = actor.user
    if user is None:
        return links
    is_focal = queries.is_any_focal_point(user)
    if may_register_others(actor, meeting):
        label = pgettext_lazy("button", "Register a participant")
        links.append(parts.Link(label, page_url("add_participant", meeting)))
    if officer or is_focal:
        waiting = queries.all_to_decide(user, meeting, officer=officer).count()
        if waiting:
            message = ngettext("Confirm %(n)s registration", "Confirm %(n)s registrations", waiting)
            number = formats.number(waiting, get_language() or "en")
            url = page_url("decide_participants", meeting)
            links.append(parts.Link(message % {"n": number}, url))
    for organisation in queries.focal_organisations(user) if is_focal else ():
        links.append(
            parts.Link(
                people_title(organisation),
                reverse(
                    "events:organisation_participants", args=[meeting.slug, organisation.number]
                ),
            )
        )
    return links
