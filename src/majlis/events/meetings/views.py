"""The pages of meetings: the list with its feed and calendar, one meeting, its letter and calendar, rules, closed days."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import Model, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom
from majlis.commons.notices.ical import calendar_response
from majlis.events import extension_points
from majlis.events.agenda.queries import agenda_items
from majlis.events.agenda.tables import agenda_context
from majlis.events.core import names
from majlis.events.core.past import was_imported
from majlis.events.floor.views import live_url
from majlis.events.lifecycle import CANCELLED, DRAFT, OPEN
from majlis.events.meetings import calendar_file, forms, queries, tables
from majlis.events.meetings.action_views import (
    MEETINGS,
    AddClosedDay,
    AddSitting,
    CancelMeeting,
    ChangeMeeting,
    ChangeSitting,
    CloseMeeting,
    ConveneMeeting,
    OpenMeeting,
    RemoveSitting,
    ReopenMeeting,
    ReportMeeting,
    SetMeetingRules,
    remove_links,
)
from majlis.events.meetings.letter import LetterContent, letter_document
from majlis.events.meetings.notice import notice_of, region_hours, rules_of
from majlis.events.models import Capacity, ClosedDay, Meeting, MeetingRules, Sitting
from majlis.events.people.tables import participation_context
from majlis.events.people.views import RecordAttendance
from majlis.kernel.errors import Fault
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionLink, action_links
from majlis.kit.columns import Column, page_table
from majlis.kit.detail_page import DetailPage
from majlis.kit.filters import filter_query
from majlis.kit.list_page import ListPage
from majlis.look import formats, parts
from majlis.look.templatetags.look import noted
from majlis.paper import write
from majlis.paper.errors import PaperError
from majlis.parties.models import Body
from majlis.parties.queries import bodies as body_queries

MAX_EVENTS = 500
"""The most meetings of a calendar file: the latest."""
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}
"""The formats of the convening letter."""


# Lists.


def filters_of(request: HttpRequest) -> forms.MeetingFilters:
    """The filters of the address, with what the reader may choose from."""
    bodies = [
        (body.slug, body.say("title").text) for body in queries.bodies_with_meetings(request.user)
    ]
    years = queries.years_of_meetings(request.user)
    return forms.MeetingFilters(request.GET, bodies=bodies, years=years)


def filtered_meetings(request: HttpRequest, filters: dict[str, Any]) -> QuerySet[Meeting]:
    """The meetings that match the filters."""
    return queries.meetings(
        request.user,
        body=filters["body"],
        state=filters["state"],
        year=filters["year"] or None,
        time=filters["time"],
    )


class MeetingList(ListPage[Meeting, Meeting]):
    """The meetings of all bodies."""

    template_name = "events/meetings/list.html"
    title = pgettext_lazy("page", "Meetings")
    lead = _("Meetings of all bodies, with dates, place and status.")
    columns = tables.MEETING_COLUMNS
    file_name = "meetings"
    feeds = (("iCal", "events:calendar"), ("Atom", "events:meetings_feed"))
    links = ((pgettext_lazy("meeting", "Non-working days"), "events:closed_days"),)
    empty = _("No meetings yet.")
    no_match = _("No matching meetings.")
    show_all = _("Show all meetings")

    @override
    def get_filter_form(self) -> forms.MeetingFilters:
        return filters_of(self.request)

    @override
    def get_queryset(self) -> QuerySet[Meeting]:
        return queries.nearest_first(filtered_meetings(self.request, self.filters))

    @override
    def list_context(self, queryset: QuerySet[Meeting]) -> dict[str, Any]:
        bodies = queries.bodies_of_officer(self.actor)
        context = super().list_context(queryset)
        links = [*context["links"], *extension_points.list_links()]
        return {**context, "links": links, "create_links": tables.create_links(bodies)}

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of meetings", "%(n)s meeting", "%(n)s meetings", total)


def filter_values(request: HttpRequest) -> dict[str, Any]:
    """The values of the filters of the address. Raises Http404 for an unknown one."""
    values = filters_of(request).filter_values()
    if values["nothing"]:
        raise Http404
    return values


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The meetings of the same list as a calendar file (iCalendar)."""
    sittings = Prefetch("sittings", Sitting.objects.order_by("starts", "pk"))
    rows = filtered_meetings(request, filter_values(request)).exclude(first_day=None)
    meetings = list(rows.prefetch_related(sittings)[:MAX_EVENTS])
    title = str(pgettext_lazy("meeting", "Majlis: meetings"))
    content = calendar_file.meetings_calendar(title, meetings)
    return calendar_response("meetings.ics", content)


@require_safe
def meetings_feed(request: HttpRequest) -> HttpResponse:
    """The feed of the meetings of the same list that were convened last."""
    rows = filtered_meetings(request, filter_values(request)).exclude(convened_at=None)
    entries = [
        atom.Entry(
            key=f"/{meeting.record.address}",
            title=names.meeting_name(meeting).text,
            link=meeting.get_absolute_url(),
            at=meeting.convened_at,
            html=format_html(
                "<p>{}</p><p>{}</p>", tables.meeting_days(meeting), tables.place_html(meeting)
            ),
            changed_at=meeting.record.changed_at,
        )
        for meeting in rows.order_by("-convened_at", "-pk")[: atom.MAX_ENTRIES]
        if meeting.convened_at is not None
    ]
    page = reverse("events:meetings") + filter_query(request)
    return atom.feed_response(
        request, str(pgettext_lazy("meeting", "Majlis: meetings")), page, entries
    )


# One meeting.


class MeetingDetail(DetailPage[Meeting]):
    """One meeting: its facts, sittings, agenda and participants, and what rooms above add."""

    template_name = "events/meetings/meeting.html"
    actions: ClassVar = {
        "events:convene_meeting": ConveneMeeting,
        "events:open_meeting": OpenMeeting,
        "events:close_meeting": CloseMeeting,
        "events:report_meeting": ReportMeeting,
        "events:reopen_meeting": ReopenMeeting,
        "events:change_meeting": ChangeMeeting,
        "events:add_sitting": AddSitting,
        "events:cancel_meeting": CancelMeeting,
    }
    sitting_actions: ClassVar = {
        "events:change_sitting": ChangeSitting,
        "events:attendance": RecordAttendance,
        "events:remove_sitting": RemoveSitting,
    }

    @cached_property
    def read(self) -> queries.MeetingPage:
        """What the page reads of the meeting. Raises Http404."""
        page = queries.meeting_page(self.reader, self.kwargs["slug"])
        if page is None:
            raise Http404
        return page

    @override
    def get_object(self) -> Meeting:
        return self.read.meeting

    @cached_property
    def is_officer(self) -> bool:
        """Whether the reader prepares the meeting."""
        return may(self.actor, "events.change_meeting", self.object)

    @cached_property
    def sittings(self) -> list[Sitting]:
        """The sittings in their order."""
        return queries.sittings_of(self.object)

    @override
    def get_facts(self) -> list[parts.Fact]:
        meeting = self.object
        may_join = bool(meeting.joining_link) and (
            self.is_officer or queries.is_confirmed_participant(self.reader, meeting)
        )
        return tables.meeting_facts(self.request, meeting, self.read.steps, may_join)

    def links_of_sittings(self) -> dict[int, list[ActionLink]]:
        """The actions on each sitting that the reader may do, by its key."""
        if not self.is_officer:
            return {}
        return {
            sitting.pk: action_links(
                self.sitting_actions, self.actor, sitting, {**self.kwargs, "key": sitting.pk}
            )
            for sitting in self.sittings
        }

    @override
    def get_context_data(self) -> dict[str, Any]:
        meeting, steps = self.object, self.read.steps
        is_announced = meeting.state not in (DRAFT, CANCELLED)
        # A meeting that was imported was convened elsewhere.
        is_imported = was_imported(meeting)
        before = self.read.before
        return {
            **super().get_context_data(),
            "name": names.meeting_name(meeting),
            "badge": tables.meeting_badge(meeting),
            "days": tables.days_html(meeting),
            "live_url": live_url(meeting) if meeting.state == OPEN and self.sittings else "",
            "is_draft": meeting.state == DRAFT,
            "is_cancelled": meeting.state == CANCELLED,
            "cancelled": steps[-1].reason if meeting.state == CANCELLED and steps else "",
            "steps": tables.meeting_steps(meeting, steps),
            "timetable": tables.timetable(
                self.request, meeting, self.sittings, self.links_of_sittings()
            ),
            "note": meeting.say("note"),
            "letter": tables.letter_links(meeting)
            if (is_announced or self.is_officer) and not is_imported
            else [],
            "has_notice": meeting.first_day is not None and not is_imported,
            "before": tables.meeting_link(before) if before is not None else None,
            "after": [tables.meeting_link(each) for each in self.read.after],
            "participation": participation_context(self.request, meeting),
            "sections": extension_points.meeting_sections(self.request, meeting),
            **agenda_context(self.request, meeting),
        }


class NoticePage(DetailPage[Meeting]):
    """The notice of a meeting: the working days, those that do not count, and the hour in each region."""

    template_name = "events/meetings/notice_page.html"
    title = _("Notice and hours")

    @override
    def get_object(self) -> Meeting:
        return shown_meeting(self.request, self.kwargs["slug"])

    @override
    def get_lead(self) -> str:
        return names.meeting_name(self.object).text

    @override
    def get_context_data(self) -> dict[str, Any]:
        meeting = self.object
        notice = notice_of(meeting, rules_of(meeting.body).notice_days)
        first = next(iter(queries.sittings_of(meeting)), None)
        hours = region_hours(first.starts, first.ends) if first is not None else []
        title = _("The first sitting in each region")
        return {
            **super().get_context_data(),
            "notice": tables.notice_summary(meeting, notice) if notice else None,
            "regions": page_table(tables.REGION_COLUMNS, hours, title) if hours else None,
            "nights": tables.region_sentence(hours) if hours else "",
        }


def shown_meeting(request: HttpRequest, slug: str) -> Meeting:
    """The meeting of an address that the reader may see. Raises Http404."""
    meeting: Meeting = get_object_or_404(queries.meetings(request.user), slug=slug)
    return meeting


@require_safe
def meeting_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The sittings of a meeting as a calendar file (iCalendar)."""
    meeting = shown_meeting(request, slug)
    queries.sittings_of(meeting)
    content = calendar_file.meetings_calendar(names.meeting_name(meeting).text, [meeting])
    return calendar_response(f"{meeting.slug}.ics", content)


@require_safe
def letter(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The convening letter in a format, in the language of ``?language=``, else of the page. Raises Http404, Fault."""
    if extension not in MEDIA_TYPES:
        raise Http404
    meeting = shown_meeting(request, slug)
    if was_imported(meeting):
        raise Http404
    language = request.GET.get("language", "")
    language = language if language in LANGUAGE_CODES else get_language() or "en"
    content = LetterContent(
        meeting,
        queries.sittings_of(meeting),
        agenda_items(request.user, meeting),
        notice_of(meeting, rules_of(meeting.body).notice_days),
    )
    document = letter_document(content, language)
    try:
        if extension == "txt":
            file = write.text(document).encode()
        else:
            file = write.pdf(document) if extension == "pdf" else write.docx(document)
    except PaperError:
        raise Fault(
            _("The letter cannot be converted to this format."),
            _("Download it in another format."),
        ) from None
    response = HttpResponse(file, content_type=MEDIA_TYPES[extension])
    name = f"{meeting.slug}-letter-{language}.{extension}"
    is_download = extension != "pdf"
    response.headers["Content-Disposition"] = content_disposition_header(is_download, name) or ""
    return response


# Rules of a body.


class MeetingRulesDetail(DetailPage[Body]):
    """The rules of a body for its meetings."""

    title = _("Rules for meetings")
    actions: ClassVar = {"events:set_meeting_rules": SetMeetingRules}

    @override
    def get_object(self) -> Body:
        return get_object_or_404(body_queries.bodies(self.reader), slug=self.kwargs["slug"])

    @override
    def get_lead(self) -> str:
        return self.object.say("title").text

    @cached_property
    def rules(self) -> MeetingRules:
        """The rules of the body, or the defaults."""
        return rules_of(self.object)

    @override
    def get_facts(self) -> list[parts.Fact]:
        rules = self.rules
        days = ngettext("%(n)s working day", "%(n)s working days", rules.notice_days)
        is_public = rules.access == Access.PUBLIC
        listed = [str(Capacity(code).label) for code in rules.listed]
        return [
            parts.Fact(
                pgettext_lazy("meeting", "Notice"),
                days % {"n": formats.number(rules.notice_days, self.language)},
            ),
            parts.Fact(
                _("Access to meetings that are convened"),
                pgettext("access to meetings", "Public")
                if is_public
                else _("Members of the body only"),
            ),
            parts.Fact(_("Speaking time of members"), duration(rules.member_seconds)),
            parts.Fact(_("Speaking time of other participants"), duration(rules.observer_seconds)),
            parts.Fact(_("Order of speakers"), self.order_of_speakers()),
            parts.Fact(
                _("Capacities named in the list of participants"),
                formats.list_separator(self.language).join(listed)
                or _("none without the agreement of each participant"),
            ),
            parts.Fact(
                pgettext_lazy("source of information", "Source"),
                noted(rules.source, "")
                or (
                    pgettext_lazy("meeting", "default rules")
                    if rules._state.adding
                    else _("not yet recorded")
                ),
            ),
        ]

    def order_of_speakers(self) -> str:
        """The order of speakers as a sentence or two."""
        rules = self.rules
        sentences = [
            *([_("Members speak before other participants.")] if rules.members_first else []),
            *(
                [_("Those who have not spoken on the item speak first.")]
                if rules.first_turns_first
                else []
            ),
        ]
        if not sentences:
            return str(_("In the order of requests."))
        return formats.gap(self.language).join(map(str, sentences))


def duration(seconds: int) -> str:
    """A number of seconds as minutes and seconds, for example "3 min", "2 min 30 s"."""
    minutes, rest = divmod(seconds, 60)
    language = get_language() or "en"
    texts = []
    if minutes:
        texts.append(
            pgettext("duration", "%(number)s min") % {"number": formats.number(minutes, language)}
        )
    if rest or not minutes:
        texts.append(
            pgettext("duration", "%(number)s s") % {"number": formats.number(rest, language)}
        )
    return formats.NO_BREAK.join(texts)


# Non-working days.


class ClosedDayList(ListPage[ClosedDay, ClosedDay]):
    """The days on which the organization does not work, beside the public holidays of a host country."""

    title = pgettext_lazy("meeting", "Non-working days")
    lead = _("Days on which the organization does not work. They do not count as notice.")
    filter_form = forms.YearFilter
    file_name = "non-working-days"
    parents = (MEETINGS,)
    actions: ClassVar = {"events:add_closed_day": AddClosedDay}
    empty = _("No non-working days recorded yet.")
    columns = (
        Column(
            "date",
            pgettext_lazy("non-working day", "Date"),
            lambda day: day.date,
            lambda day: day.date,
            ("date",),
        ),
        Column(
            "name",
            pgettext_lazy("non-working day", "Name"),
            lambda day: tables.closed_day_name(day.name, day.language),
            lambda day: day.name,
        ),
        Column("language", _("Language of the name"), value=lambda day: day.language),
        Column(
            "source",
            pgettext_lazy("source of information", "Source"),
            lambda day: noted(day.source, ""),
            lambda day: day.source,
        ),
    )

    @override
    def get_columns(self) -> Sequence[Column[ClosedDay]]:
        if not may(self.actor, "events.remove_closed_day"):
            return self.columns
        remove: Column[ClosedDay] = Column(
            "remove",
            pgettext_lazy("list", "Actions"),
            lambda day: remove_links(self.actor, day),
        )
        return (*self.columns, remove)

    @override
    def get_queryset(self) -> QuerySet[ClosedDay]:
        return queries.all_closed_days(self.filters["year"] or None)

    @override
    def get_count(self, total: int) -> str:
        return ngettext("%(n)s non-working day", "%(n)s non-working days", total)

    @override
    def get_object_above(self) -> Model | None:
        return None
