"""What several pages show of meetings: badges, dates, facts, the timetable, the notice, and the letter's files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.events.agenda.queries import agenda_items
from majlis.events.conclusions.queries import conclusions_of
from majlis.events.conclusions.tables import short_name
from majlis.events.core import names, times
from majlis.events.core.past import was_imported
from majlis.events.extension_points import contributions_due
from majlis.events.lifecycle import (
    CANCELLED,
    CLOSED,
    CONVENED,
    DRAFT,
    MEETING,
    OPEN,
    PLANNED,
    REPORTED,
    SITTING,
    SUSPENDED,
)
from majlis.events.meetings.notice import ClosedDate, Notice, Reason, RegionHour
from majlis.events.meetings.queries import StepEntry, sittings_of
from majlis.events.models import Meeting, Mode, Outcome, Sitting
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Reader
from majlis.kernel.templatetags.majlis import said
from majlis.kit.action_page import ActionLink
from majlis.kit.cells import by_title, record_link
from majlis.kit.columns import Column
from majlis.look import formats, parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import date, foreign, noted, state
from majlis.parties import areas
from majlis.parties.models import Body

BADGES = {
    DRAFT: "open",
    CONVENED: "soon",
    OPEN: "going",
    CLOSED: "met",
    REPORTED: "met",
    CANCELLED: "ended",
}
"""State of a meeting -> class of its badge."""
SITTING_BADGES = {PLANNED: "wait", OPEN: "going", SUSPENDED: "soon", CLOSED: "met"}
"""State of a sitting -> class of its badge."""
STEPS = {
    DRAFT: pgettext_lazy("step of a meeting", "Draft"),
    CONVENED: pgettext_lazy("step of a meeting", "Convened"),
    OPEN: pgettext_lazy("step of a meeting", "Open"),
    CLOSED: pgettext_lazy("step of a meeting", "Closed"),
    REPORTED: pgettext_lazy("step of a meeting", "Reported"),
}
VERB_OF_STEP = {
    DRAFT: ("events.create_meeting",),
    CONVENED: ("events.convene_meeting",),
    OPEN: ("events.open_meeting", "events.reopen_meeting"),
    CLOSED: ("events.close_meeting",),
    REPORTED: ("events.report_meeting",),
}
"""The verbs by which a meeting reached a step, the last of which counts."""
FORMATS = (("pdf", "PDF"), ("docx", "Word"), ("txt", pgettext_lazy("file format", "Text")))
"""The formats of the convening letter: extension and name."""


def language() -> str:
    """The language of the page."""
    return get_language() or "en"


# What is not finished.


def unfinished(reader: Reader, meeting: Meeting) -> dict[str, list[parts.Cell]]:
    """``sittings`` that were not held, ``items`` without an outcome or sub-items, and ``conclusions`` in draft."""
    on_agenda = agenda_items(reader, meeting)
    above = {item.parent_id for item in on_agenda}
    page = meeting.get_absolute_url()
    return {
        "sittings": [
            parts.Cell(names.sitting_name(sitting), page)
            for sitting in sittings_of(meeting)
            if sitting.state == PLANNED
        ],
        "items": [
            parts.Cell(f"{item.label} {item.say('title').text}", item.get_absolute_url())
            for item in on_agenda
            if item.outcome == Outcome.PENDING and item.pk not in above
        ],
        "conclusions": [
            parts.Cell(short_name(conclusion), conclusion.get_absolute_url())
            for conclusion in conclusions_of(reader, meeting)
            if conclusion.state == DRAFT
        ],
    }


# Names, states and dates.


def meeting_badge(meeting: Meeting) -> SafeString:
    """The state of a meeting as a badge."""
    return SafeString(state(BADGES[meeting.state], MEETING.states[meeting.state]))


def sitting_badge(sitting: Sitting) -> SafeString:
    """The state of a sitting as a badge."""
    return SafeString(state(SITTING_BADGES[sitting.state], SITTING.states[sitting.state]))


def meeting_link(meeting: Meeting, note: parts.StrOrPromise = "") -> parts.Cell:
    """The name of a meeting with a link to its page."""
    name = names.meeting_name(meeting)
    return parts.Cell(name.text, meeting.get_absolute_url(), note, name.language)


def create_links(bodies: Iterable[Body]) -> list[parts.Cell]:
    """Links to create a meeting of each body."""
    found = []
    for body in bodies:
        title = body.say("title")
        url = reverse("events:create_meeting", args=[body.slug])
        found.append(parts.Cell(title.text, url, language=title.language))
    return found


def meeting_days(meeting: Meeting) -> str:
    """The days of a meeting in the language of the page."""
    if meeting.first_day is None or meeting.last_day is None:
        return pgettext("meeting", "dates to be set")
    return times.days_text(meeting.first_day, meeting.last_day, language())


def days_html(meeting: Meeting) -> SafeString:
    """The days of a meeting, its first day readable by programs."""
    if meeting.first_day is None:
        return format_html("{}", meeting_days(meeting))
    return format_html(
        '<time datetime="{}">{}</time>', meeting.first_day.isoformat(), meeting_days(meeting)
    )


def mode_name(meeting: Meeting) -> parts.StrOrPromise:
    """The ways to take part in a meeting."""
    return Mode(meeting.mode).label


def language_names(codes: Iterable[str]) -> str:
    """The names of languages as a list."""
    return formats.list_separator(language()).join(name_of(code) for code in codes)


# The list of meetings.

MEETING_COLUMNS: tuple[Column[Meeting], ...] = (
    Column("key", pgettext_lazy("meeting", "Identifier"), value=lambda meeting: meeting.slug),
    Column(
        "name",
        pgettext_lazy("meeting", "Meeting"),
        meeting_link,
        lambda meeting: names.meeting_name(meeting).text,
        by_title,
    ),
    Column(
        "body",
        pgettext_lazy("intergovernmental body", "Body"),
        lambda meeting: record_link(meeting.body),
        lambda meeting: meeting.body.slug,
        ("body__position", "body__pk", "-first_day"),
        meaning=_("code of the body"),
    ),
    Column(
        "number",
        pgettext_lazy("meeting", "Number"),
        value=lambda meeting: meeting.number,
        meaning=_("number among the meetings of the body"),
    ),
    Column("days", pgettext_lazy("meeting", "Dates"), days_html, sort=("first_day", "last_day")),
    Column(
        "first_day", pgettext_lazy("meeting", "First day"), value=lambda meeting: meeting.first_day
    ),
    Column(
        "last_day", pgettext_lazy("meeting", "Last day"), value=lambda meeting: meeting.last_day
    ),
    Column(
        "zone",
        pgettext_lazy("meeting", "Time zone"),
        value=lambda meeting: meeting.zone,
        meaning=_("name in the time zone database (IANA)"),
    ),
    Column(
        "place",
        pgettext_lazy("meeting", "Place"),
        lambda meeting: said(meeting.say("place")),
        lambda meeting: meeting.say("place").text,
    ),
    Column(
        "area",
        _("Host country or area"),
        value=lambda meeting: meeting.area,
        meaning=_("code of the United Nations (M49)"),
    ),
    Column("mode", _("Ways to take part"), mode_name, lambda meeting: meeting.mode),
    Column(
        "registration_closes",
        _("Registration closes on"),
        value=lambda meeting: meeting.registration_closes,
    ),
    Column(
        "contributions_due",
        _("Contributions are due on"),
        value=lambda meeting: meeting.contributions_due,
    ),
    Column(
        "state",
        pgettext_lazy("meeting", "Status"),
        meeting_badge,
        lambda meeting: meeting.state,
        ("state", "-first_day"),
    ),
    Column(
        "address", pgettext_lazy("meeting", "Address"), value=lambda meeting: meeting.record.address
    ),
)


# The page of a meeting.


def meeting_steps(meeting: Meeting, entries: Sequence[StepEntry]) -> list[parts.Step]:
    """The steps of a meeting with their dates, from its history; none for a cancelled one."""
    dated = []
    for name, step in zip(STEPS, parts.steps_to(STEPS, meeting.state), strict=False):
        done = [entry for entry in entries if entry.verb in VERB_OF_STEP[name]]
        is_reached = bool(done) and step.phase != "next"
        dated.append(parts.Step(step.name, step.phase, date(done[-1].at) if is_reached else ""))
    return dated


def meeting_facts(
    request: HttpRequest, meeting: Meeting, entries: Sequence[StepEntry], may_join: bool
) -> list[parts.Fact]:
    """The facts of a meeting; the joining link for those who ``may_join``. ``entries``: how it came to its state."""
    facts = [
        parts.Fact(
            pgettext_lazy("intergovernmental body", "Body"),
            SafeString(said(meeting.body.say("title"))),
            meeting.body.get_absolute_url(),
        ),
        parts.Fact(pgettext_lazy("meeting", "Place"), place_html(meeting)),
        parts.Fact(_("Ways to take part"), mode_name(meeting)),
    ]
    # The rule of the body says nothing of a meeting that was held elsewhere.
    due = meeting.contributions_due if was_imported(meeting) else contributions_due(meeting)
    none = pgettext("languages of a meeting", "none announced")
    facts += [
        parts.Fact(label, language_names(codes) or none)
        for label, codes in (
            (pgettext_lazy("meeting", "Interpretation"), meeting.interpretation),
            (pgettext_lazy("meeting", "Captions"), meeting.captions),
        )
    ]
    facts += [
        parts.Fact(label, times.deadline_html(moment, meeting.zone, request, language()))
        for label, moment in (
            (_("Registration closes on"), meeting.registration_closes),
            (_("Contributions are due on"), due),
        )
        if moment is not None
    ]
    if (notice := notice_fact(meeting, entries)) is not None:
        facts.append(notice)
    if meeting.joining_link and may_join:
        facts.append(
            parts.Fact(
                pgettext_lazy("meeting", "Remote participation"),
                pgettext("link of a meeting", "Join the meeting"),
                meeting.joining_link,
            )
        )
    if meeting.source:
        label = pgettext_lazy("source of information", "Source")
        facts.append(parts.Fact(label, noted(meeting.source, "")))
    return facts


def notice_fact(meeting: Meeting, entries: Sequence[StepEntry]) -> parts.Fact | None:
    """The working days of notice that a meeting had when it was convened, with the reason if they were few."""
    days = next((entry.notice for entry in reversed(entries) if entry.notice is not None), None)
    if days is None and not meeting.notice_reason:
        return None
    words = pgettext("notice of a meeting", "shorter than the rule")
    if days is not None:
        count = ngettext("%(n)s working day", "%(n)s working days", days)
        words = count % {"n": formats.number(days, language())}
    url = reverse("events:meeting_notice", args=[meeting.slug])
    reason = SafeString(foreign(meeting.notice_reason, meeting.notice_language))
    return parts.Fact(pgettext_lazy("meeting", "Notice"), words, url, reason)


def place_html(meeting: Meeting) -> SafeString:
    """Hall and city, and the host country."""
    place = meeting.say("place")
    if place.text:
        words = format_html("<bdi>{}</bdi>", said(place))
    elif meeting.mode == Mode.REMOTE:
        words = format_html(
            "{}", pgettext("place of a meeting", "none: the meeting is held online")
        )
    elif was_imported(meeting):
        words = format_html("{}", pgettext("place of a meeting", "not recorded"))
    else:
        words = format_html("{}", pgettext("meeting", "to be announced"))
    area = areas.area_name(meeting.area, language())
    if not area:
        return words
    return format_html("{}{}{}", words, formats.clause_separator(language()), area)


@dataclass(frozen=True)
class Timetable:
    """The sittings of a meeting as a table, and the switch of its clocks: each link, and whether it is chosen."""

    table: parts.Table | None
    choices: list[tuple[parts.Link, bool]]


def timetable(
    request: HttpRequest,
    meeting: Meeting,
    sittings: Sequence[Sitting],
    actions: dict[int, list[ActionLink]],
) -> Timetable:
    """The sittings by the clock of the meeting, and by a second one; ``actions``: links by the key of a sitting."""
    clocks = times.read_clocks(request, meeting.zone)
    moments = [moment for sitting in sittings for moment in (sitting.starts, sitting.ends)]
    heads: list[parts.StrOrPromise] = [
        pgettext_lazy("meeting", "Sitting"),
        *clocks.heads(moments, language()),
        *([pgettext_lazy("sitting", "Room")] if any(each.room for each in sittings) else []),
        pgettext_lazy("sitting", "Status"),
        *([pgettext_lazy("sitting", "Actions")] if any(actions.values()) else []),
    ]
    rows = []
    for number, sitting in enumerate(sittings, 1):
        row: list[Any] = [
            names.sitting_ordinal(number),
            *clocks.cells(sitting.starts, sitting.ends, language()),
        ]
        if any(each.room for each in sittings):
            row.append(format_html("<bdi>{}</bdi>", sitting.room))
        row.append(sitting_badge(sitting))
        if any(actions.values()):
            row.append(_links(actions.get(sitting.pk, ()), names.sitting_ordinal(number)))
        rows.append(row)
    caption = pgettext_lazy("meeting", "Sittings")
    columns = [parts.Column(head) for head in heads]
    table = parts.Table(columns, rows, caption, headed=True) if rows else None
    return Timetable(table, clocks.links(request) if rows else [])


def _links(links: Iterable[ActionLink], of: str) -> SafeString:
    """Links of a row; each says, for those who hear only the link, which row it is about."""
    return format_html_join(
        " · ",
        '<a href="{}">{}<span class="vh"> {}</span></a>',
        ((link.url, link.label, of) for link in links),
    )


# The notice.


@dataclass(frozen=True)
class NoticeSummary:
    """The notice of a meeting in words: the count, the days that were left out, and whether it is short."""

    count: str
    period: str
    rule: str
    is_short: bool
    left_out: list[SafeString]
    unknown_host: str
    reason: SafeString | str


def notice_summary(meeting: Meeting, notice: Notice) -> NoticeSummary:
    """The notice of a meeting for its page and for the page that convenes it."""
    spoken = language()
    count = ngettext("%(n)s working day", "%(n)s working days", notice.days)
    required = ngettext(
        "The rule of the body: %(n)s working day.",
        "The rule of the body: %(n)s working days.",
        notice.required,
    )
    period = _("Between %(start)s and %(first)s, both days excluded.")
    unknown = ""
    if not notice.known and meeting.area:
        unknown = gettext("Public holidays in %(area)s are not known to the site.") % {
            "area": areas.area_name(meeting.area, spoken)
        }
    elif not notice.known:
        unknown = gettext("The meeting has no host country: no public holidays are left out.")
    return NoticeSummary(
        count % {"n": formats.number(notice.days, spoken)},
        period
        % {
            "start": formats.date(notice.start, spoken),
            "first": formats.date(notice.first_day, spoken),
        },
        required % {"n": formats.number(notice.required, spoken)},
        notice.is_short,
        left_out_days(notice),
        unknown,
        foreign(meeting.notice_reason, meeting.notice_language),
    )


def left_out_days(notice: Notice) -> list[SafeString]:
    """The days that are no working days: the number of those at weekends, and each other with its name."""
    spoken = language()
    days = []
    if notice.weekend_days:
        count = ngettext("%(n)s day at weekends", "%(n)s days at weekends", notice.weekend_days)
        days.append(format_html("{}", count % {"n": formats.number(notice.weekend_days, spoken)}))
    return days + [_named_day(day, spoken) for day in notice.named]


def _named_day(day: ClosedDate, spoken: str) -> SafeString:
    kind = (
        pgettext("day that is no working day", "public holiday")
        if day.reason == Reason.HOLIDAY
        else pgettext("day that is no working day", "the organization does not work")
    )
    name = foreign(day.name, day.language)
    bracketed = formats.with_brackets("{}", "{}", spoken)
    words = format_html(bracketed, SafeString(name), kind)
    return format_html("{}{}{}", date(day.date), formats.colon(spoken), words)


REGION_COLUMNS: tuple[Column[RegionHour], ...] = (
    Column("region", pgettext_lazy("part of the world", "Region"), lambda hour: hour.place.name),
    Column(
        "place",
        pgettext_lazy("time zone", "Place"),
        lambda hour: times.zone_name(hour.place.zone.key),
    ),
    Column("time", pgettext_lazy("sitting", "Time there"), lambda hour: hour_html(hour)),
)


def hour_html(hour: RegionHour) -> SafeString:
    """The time of a sitting in a region, with a mark if it is at night there."""
    when = times.span_html(hour.starts, hour.ends, hour.place.zone, language())
    if not hour.is_night:
        return when
    return format_html("{} {}", when, state("wait", pgettext("time of a sitting", "at night")))


def region_sentence(hours: Collection[RegionHour]) -> str:
    """In how many regions a sitting is at night."""
    regions = {hour.place.region for hour in hours if hour.is_night}
    if not regions:
        return str(_("The first sitting is at night in none of the regions."))
    sentence = ngettext(
        "The first sitting is at night, between 22:00 and 06:00, in %(n)s region.",
        "The first sitting is at night, between 22:00 and 06:00, in %(n)s regions.",
        len(regions),
    )
    return sentence % {"n": formats.number(len(regions), language())}


# The convening letter.


def letter_url(meeting: Meeting, extension: str, code: str) -> str:
    """The address of the convening letter in a format and a language."""
    return f"{reverse('events:letter', args=[meeting.slug, extension])}?language={code}"


def letter_links(meeting: Meeting) -> list[tuple[str, str, list[parts.Link]]]:
    """The convening letter in each language: code, name of the language, and a link for each format."""
    return [
        (
            code,
            name,
            [
                parts.Link(label, letter_url(meeting, extension, code))
                for extension, label in FORMATS
            ],
        )
        for code, name in LANGUAGE_CHOICES
    ]


def closed_day_name(name: str, code: str) -> SafeString:
    """The name of a non-working day, marked with its language."""
    return SafeString(foreign(name, code))
