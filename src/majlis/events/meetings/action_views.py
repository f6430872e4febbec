"""The pages with actions on meetings, sittings, rules and non-working days."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from majlis.events.core import names, times
from majlis.events.lifecycle import CANCELLED, DRAFT, PLANNED
from majlis.events.meetings import actions, forms, queries, tables
from majlis.events.meetings.notice import (
    Notice,
    closed_days,
    count_notice,
    region_hours,
    rules_of,
)
from majlis.events.models import ClosedDay, Meeting, MeetingRules, Mode, Sitting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.models import Access
from majlis.kernel.models.wording import WordingStatus
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage, CreateAction
from majlis.kit.columns import page_table
from majlis.kit.forms import ReasonForm
from majlis.look import formats, parts
from majlis.parties.models import Body
from majlis.parties.queries import bodies as body_queries

MEETINGS = (pgettext_lazy("page", "Meetings"), "events:meetings")
CLOSED_DAYS = (pgettext_lazy("meeting", "Non-working days"), "events:closed_days")


def deadline_arguments(data: dict[str, Any], zone: str) -> dict[str, datetime.datetime | None]:
    """The deadlines of a form as moments; takes their fields out of ``data``. Raises InvalidInput by field."""
    moments: dict[str, datetime.datetime | None] = {}
    for name in forms.DEADLINES:
        day, time = data.pop(f"{name}_day"), data.pop(f"{name}_time")
        if day is None and time is not None:
            raise InvalidInput({f"{name}_day": _("Enter the day too.")})
        moments[name] = (
            times.moment_in_zone(day, time or forms.DAY_ENDS, zone, f"{name}_time") if day else None
        )
    return moments


class MeetingValuesPage[Target](ActionPage[Target]):
    """A page with the values of a meeting, in the zone of the form."""

    error_fields: ClassVar = {name: f"{name}_day" for name in forms.DEADLINES}

    def get_body(self) -> Body:
        """The body of the meeting."""
        raise NotImplementedError

    @cached_property
    def previous_meetings(self) -> list[Meeting]:
        """The meetings that may be the previous one."""
        return queries.other_meetings(self.reader, self.get_body())

    @override
    def get_form_options(self) -> dict[str, Any]:
        choices = [(str(each.pk), names.meeting_name(each).text) for each in self.previous_meetings]
        return {"previous": choices}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        zone = data["zone"]
        texts = {name: data.pop(name) for name in forms.TEXTS}
        chosen = data.pop("previous")
        previous = next((each for each in self.previous_meetings if str(each.pk) == chosen), None)
        deadlines = deadline_arguments(data, zone)
        return {**data, **deadlines, "texts": texts, "previous": previous}


class CreateMeeting(MeetingValuesPage[Body]):
    """Create a draft of a meeting of a body."""

    verb = actions.create_meeting
    form_class = forms.MeetingForm
    title = gettext_lazy("Create a meeting")
    done = gettext_lazy("The draft was created. Only the chair and the secretariat may view it.")

    @override
    def get_target(self) -> Body:
        return get_object_or_404(body_queries.bodies(self.reader), slug=self.kwargs["slug"])

    @override
    def get_body(self) -> Body:
        return self.target

    @override
    def get_initial(self) -> dict[str, Any]:
        """The number of the next meeting, and what the latest meeting had; else the reader's zone."""
        own_zone = times.own_zone(self.request)
        latest = next((each for each in self.previous_meetings if each.first_day), None)
        initial = {
            "number": max((each.number or 0 for each in self.previous_meetings), default=0) + 1,
            "language": self.language,
            "zone": own_zone.key if own_zone is not None else "UTC",
            "mode": Mode.HYBRID,
        }
        if latest is None:
            return initial
        return initial | {
            "zone": latest.zone,
            "area": latest.area,
            "mode": latest.mode,
            "interpretation": latest.interpretation,
            "captions": latest.captions,
            "previous": str(latest.pk),
            "place": latest.say("place", self.language).text,
        }

    @override
    def get_success_url(self, result: Meeting) -> str:
        return result.get_absolute_url()


class MeetingAction(ActionPage[Meeting]):
    """An action on a meeting."""

    @override
    def get_target(self) -> Meeting:
        return get_object_or_404(queries.meetings(self.reader), slug=self.kwargs["slug"])


class ChangeMeeting(MeetingValuesPage[Meeting], MeetingAction):
    """Change a meeting."""

    verb = actions.change_meeting
    form_class = forms.ChangeMeetingForm
    title = gettext_lazy("Change the meeting")
    button = phrases.SAVE_CHANGES

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Meeting) -> bool:
        return target.state != CANCELLED and super().is_offered(actor, target)

    @override
    def get_body(self) -> Body:
        return self.target.body

    @cached_property
    @override
    def previous_meetings(self) -> list[Meeting]:
        return queries.other_meetings(self.reader, self.target.body, self.target)

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {
            **super().get_form_options(),
            "announced": self.target.state != DRAFT,
            "has_sittings": self.target.sittings.exists(),
        }

    @override
    def get_current(self) -> dict[str, Any]:
        meeting = Meeting.objects.select_related("record", "body__record").get(pk=self.target.pk)
        prefetch_related_objects([meeting.record, meeting.body.record], "wordings")
        originals = {
            wording.field: wording
            for wording in meeting.record.wordings.all()
            if wording.status == WordingStatus.AUTHENTIC and wording.text
        }
        texts = {name: originals[name].text if name in originals else "" for name in forms.TEXTS}
        if not actions.has_own_title(meeting):
            texts["title"] = ""
        languages = [wording.language for wording in originals.values()]
        deadlines: dict[str, Any] = {}
        for name in forms.DEADLINES:
            moment = getattr(meeting, name)
            day, time = times.wall_clock(moment, meeting.zone) if moment else (None, None)
            deadlines |= {f"{name}_day": day, f"{name}_time": time}
        values = {
            name: getattr(meeting, name)
            for name in (*actions.MEETING_FIELDS, "joining_link")
            if name not in (*forms.DEADLINES, "previous")
        }
        return {
            **values,
            **deadlines,
            **texts,
            "previous": str(meeting.previous_id or ""),
            "language": languages[0] if languages else self.language,
        }


class ConveneMeeting(MeetingAction):
    """Convene a meeting, after a look at its notice and at the hour in each region."""

    template_name = "events/meetings/convene.html"
    verb = actions.convene_meeting
    form_class = forms.ConveneForm
    title = gettext_lazy("Convene the meeting")
    done = gettext_lazy(
        "The meeting was convened. Members of the body and followers have been notified."
    )

    @cached_property
    def rules(self) -> MeetingRules:
        """The rules of the body."""
        return rules_of(self.target.body)

    @cached_property
    def notice(self) -> Notice | None:
        """The notice that the meeting would have if it were convened now; None without dates."""
        first_day = self.target.first_day
        if first_day is None:
            return None
        today = times.wall_clock(clock.now(), self.target.zone)[0]
        closed = closed_days(today, first_day)
        return count_notice(
            today, first_day, self.rules.notice_days, self.target.area, closed, self.language
        )

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"is_short": self.notice is not None and self.notice.is_short}

    @override
    def get_context_data(self) -> dict[str, Any]:
        meeting, sittings = self.target, queries.sittings_of(self.target)
        hours = region_hours(sittings[0].starts, sittings[0].ends) if sittings else []
        title = pgettext_lazy("sitting", "The first sitting in each region")
        return {
            **super().get_context_data(),
            "meeting": meeting,
            "days": tables.days_html(meeting),
            "notice": tables.notice_summary(meeting, self.notice) if self.notice else None,
            "is_public": self.rules.access == Access.PUBLIC,
            "regions": page_table(tables.REGION_COLUMNS, hours, title) if hours else None,
            "nights": tables.region_sentence(hours) if hours else "",
            "letter": tables.letter_links(meeting),
            "change_url": reverse("events:change_meeting", args=[meeting.slug]),
        }


class OpenMeeting(MeetingAction):
    """Open a meeting."""

    verb = actions.open_meeting
    title = gettext_lazy("Open the meeting")

    @override
    def get_lead(self) -> StrOrPromise:
        first_day = self.target.first_day
        if first_day is not None and first_day > clock.today():
            message = _(
                "The meeting begins on %(day)s only. From now on, it is shown as in progress."
            )
            return message % {"day": formats.date(first_day, self.language)}
        return gettext_lazy("The meeting becomes open from now on.")


class CloseMeeting(MeetingAction):
    """Close a meeting."""

    template_name = "events/meetings/close.html"
    verb = actions.close_meeting
    title = gettext_lazy("Close the meeting")
    lead = gettext_lazy("All sittings must be closed first. A closed meeting can be reopened.")

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), **tables.unfinished(self.reader, self.target)}


class ReopenMeeting(MeetingAction):
    """Reopen a meeting that was closed."""

    verb = actions.reopen_meeting
    form_class = ReasonForm
    title = gettext_lazy("Reopen the meeting")


class ReportMeeting(MeetingAction):
    """Record that the report of a meeting was submitted."""

    verb = actions.report_meeting
    form_class = forms.ReportForm
    title = gettext_lazy("Mark the meeting as reported")


class CancelMeeting(MeetingAction):
    """Cancel a meeting that has not been opened."""

    verb = actions.cancel_meeting
    form_class = ReasonForm
    title = gettext_lazy("Cancel the meeting")
    lead = gettext_lazy("A cancelled meeting stays on record. This cannot be undone.")


# Sittings.


def sitting_arguments(data: dict[str, Any], zone: str) -> dict[str, Any]:
    """The values of the form of a sitting as arguments: its times as moments. Raises InvalidInput by field."""
    day = datetime.date.fromisoformat(data.pop("day"))
    starts, ends = data.pop("starts"), data.pop("ends")
    last = day + datetime.timedelta(days=1) if ends <= starts else day
    return {
        **data,
        "starts": times.moment_in_zone(day, starts, zone, "starts"),
        "ends": times.moment_in_zone(last, ends, zone, "ends"),
    }


def days_of(meeting: Meeting) -> list[datetime.date]:
    """The days of a meeting."""
    if meeting.first_day is None or meeting.last_day is None:
        return []
    count = (meeting.last_day - meeting.first_day).days + 1
    return [meeting.first_day + datetime.timedelta(days=step) for step in range(count)]


def zone_hint(meeting: Meeting) -> str:
    """The clock by which times are entered."""
    return str(_("By the clock of the meeting: %(zone)s.")) % {
        "zone": times.zone_name(meeting.zone)
    }


class AddSitting(MeetingAction):
    """Add a sitting to a meeting."""

    verb = actions.add_sitting
    form_class = forms.SittingForm
    title = pgettext_lazy("sitting", "Add a sitting")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Meeting) -> bool:
        is_possible = target.first_day is not None and target.state in actions.TIMETABLE_STATES
        return is_possible and super().is_offered(actor, target)

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"days": days_of(self.target), "zone": zone_hint(self.target)}

    @override
    def get_initial(self) -> dict[str, Any]:
        """The day of the last sitting, in whose afternoon the next one may be; else the first day."""
        last = queries.sittings_of(self.target)[-1:]
        if last:
            return {"day": times.wall_clock(last[0].starts, self.target.zone)[0].isoformat()}
        return {}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return sitting_arguments(data, self.target.zone)


class SittingAction(ActionPage[Sitting]):
    """An action on a sitting that has not been opened."""

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Sitting) -> bool:
        is_possible = target.state == PLANNED and target.meeting.state in actions.TIMETABLE_STATES
        return is_possible and super().is_offered(actor, target)

    @override
    def get_target(self) -> Sitting:
        meeting = get_object_or_404(queries.meetings(self.reader), slug=self.kwargs["slug"])
        sitting: Sitting = get_object_or_404(meeting.sittings.all(), pk=self.kwargs["key"])
        sitting.meeting = meeting
        return sitting

    @override
    def get_object_above(self) -> Meeting:
        return self.target.meeting

    @override
    def get_lead(self) -> str:
        return names.sitting_name(self.target)

    def is_announced(self) -> bool:
        """Whether the timetable has been announced, so that a change needs a reason."""
        return self.target.meeting.state != DRAFT


class ChangeSitting(SittingAction):
    """Change the times and the room of a sitting."""

    verb = actions.change_sitting
    form_class = forms.ChangeSittingForm
    title = pgettext_lazy("sitting", "Change the sitting")
    button = phrases.SAVE_CHANGES

    @override
    def get_form_options(self) -> dict[str, Any]:
        meeting = self.target.meeting
        return {
            "days": days_of(meeting),
            "zone": zone_hint(meeting),
            "announced": self.is_announced(),
        }

    @override
    def get_current(self) -> dict[str, Any]:
        sitting = Sitting.objects.filter(pk=self.target.pk).first() or self.target
        day, starts = times.wall_clock(sitting.starts, self.target.meeting.zone)
        ends = times.wall_clock(sitting.ends, self.target.meeting.zone)[1]
        return {"day": day.isoformat(), "starts": starts, "ends": ends, "room": sitting.room}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return sitting_arguments(data, self.target.meeting.zone)


class RemoveSitting(SittingAction):
    """Remove a sitting."""

    verb = actions.remove_sitting
    form_class = forms.RemoveSittingForm
    title = pgettext_lazy("sitting", "Remove the sitting")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"announced": self.is_announced()}


# Rules of a body, and non-working days.


class SetMeetingRules(ActionPage[Body]):
    """Set the rules of a body for its meetings."""

    verb = actions.set_meeting_rules
    form_class = forms.RulesForm
    title = gettext_lazy("Change the rules for meetings")
    button = phrases.SAVE_CHANGES

    @override
    def get_target(self) -> Body:
        return get_object_or_404(body_queries.bodies(self.reader), slug=self.kwargs["slug"])

    @override
    def get_current(self) -> dict[str, Any]:
        return forms.rule_values(rules_of(self.target))

    @override
    def get_cancel_url(self) -> str:
        return reverse("events:meeting_rules", args=[self.target.slug])


class AddClosedDay(CreateAction):
    """Add a day on which the organization does not work."""

    verb = actions.add_closed_day
    form_class = forms.ClosedDayForm
    title = gettext_lazy("Add a non-working day")
    parents = (MEETINGS, CLOSED_DAYS)

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language}


class RemoveClosedDay(ActionPage[ClosedDay]):
    """Remove a day on which the organization does not work."""

    verb = actions.remove_closed_day
    title = gettext_lazy("Remove the non-working day")
    parents = (MEETINGS, CLOSED_DAYS)

    @override
    def get_target(self) -> ClosedDay:
        return get_object_or_404(ClosedDay, pk=self.kwargs["key"])

    @override
    def get_object_above(self) -> None:
        return None

    @override
    def get_lead(self) -> str:
        day = self.target
        return f"{formats.date(day.date, self.language)}{formats.colon(self.language)}{day.name}"


def remove_links(reader: Actor, day: ClosedDay) -> parts.Cell | str:
    """The link to the page that removes a day, for who may."""
    if not RemoveClosedDay.is_offered(reader, day):
        return ""
    url = reverse("events:remove_closed_day", args=[day.pk])
    return parts.Cell(pgettext_lazy("button", "Remove"), url)
