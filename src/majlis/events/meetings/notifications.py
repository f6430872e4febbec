"""Notifications of meetings: who learns of a convening, a change or a cancellation; and what waits for officers.

Nobody is notified of a draft. Followers of a body are notified of its meetings.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.events import EventValues, notify_followers_of_related, register
from majlis.commons.notices.todo import TodoItem
from majlis.events.core.names import meeting_name
from majlis.events.core.times import days_text
from majlis.events.lifecycle import CONVENED, DRAFT
from majlis.events.meetings import queries
from majlis.events.meetings.actions import ANNOUNCED_FIELDS
from majlis.events.meetings.notice import last_day_to_convene
from majlis.events.models import Meeting
from majlis.events.models.meeting import DEFAULT_NOTICE_DAYS
from majlis.kernel import clock
from majlis.kernel.models import AuditEntry, Record, User

AHEAD = datetime.timedelta(days=60)
"""How long before its first day a draft may wait to be convened."""
REMIND = datetime.timedelta(days=14)
"""How long before the last day on which the notice suffices the officers are reminded."""


def register_notifications() -> None:
    """Register the notifications and the to-do entries; called once at startup."""
    notify_followers_of_related("meeting", body_of_record)
    register(
        "events.convene_meeting",
        sentence=gettext_lazy("{record} was convened: {days}."),
        audience=representatives,
        values=days_of_meeting,
        say=with_days,
        public=True,
    )
    register(
        "events.change_meeting",
        sentence=gettext_lazy(
            "The arrangements for {record} were changed: {days}. Reason: {reason}."
        ),
        audience=representatives_and_participants,
        values=days_and_reason,
        say=with_days,
        only=concerns_announcement,
        public=True,
    )
    register(
        "events.cancel_meeting",
        sentence=gettext_lazy("{record} was cancelled. Reason: {reason}."),
        audience=representatives_and_participants,
        values=days_and_reason,
        only=was_convened,
        public=True,
        urgent=True,
    )
    for verb, sentence in (
        ("events.add_sitting", gettext_lazy("A sitting was added to {record}.")),
        ("events.change_sitting", gettext_lazy("A sitting of {record} was changed.")),
        ("events.remove_sitting", gettext_lazy("A sitting of {record} was removed.")),
    ):
        register(verb, sentence=sentence, audience=participants, only=is_announced, public=True)
    for verb, sentence in (
        ("events.open_meeting", gettext_lazy("{record} was opened.")),
        ("events.close_meeting", gettext_lazy("{record} was closed.")),
        ("events.reopen_meeting", gettext_lazy("{record} was reopened.")),
        ("events.report_meeting", gettext_lazy("The report of {record} was submitted.")),
    ):
        register(verb, sentence=sentence, public=True)
    todo.register(waiting_meetings)


def meeting_of_entry(entry: AuditEntry) -> Meeting:
    """The meeting of an audit entry."""
    meeting: Meeting = Meeting.objects.select_related("record", "body__record").get(
        pk=entry.record_id
    )
    return meeting


def body_of_record(record: Record) -> list[int]:
    """The key of the body of a meeting, whose followers are notified too."""
    return list(Meeting.objects.filter(pk=record.pk).values_list("body", flat=True))


def is_announced(entry: AuditEntry) -> bool:
    """Whether the meeting of an entry is no draft."""
    return meeting_of_entry(entry).state != DRAFT


def concerns_announcement(entry: AuditEntry) -> bool:
    """Whether an entry changes what the convening letter announced."""
    changed = {key.partition(".")[0] for key in entry.new}
    return bool(changed & ANNOUNCED_FIELDS) and is_announced(entry)


def was_convened(entry: AuditEntry) -> bool:
    """Whether the meeting that was cancelled had been convened."""
    return bool(entry.old.get("state") == CONVENED)


def representatives(entry: AuditEntry) -> QuerySet[User]:
    """The focal points and delegates of the members of the body, and its individual members."""
    meeting = meeting_of_entry(entry)
    members = queries.representatives_of_members(meeting.body)
    return users_who_may_see(meeting.record).filter(pk__in=members)


def participants(entry: AuditEntry) -> QuerySet[User]:
    """The people who are registered for the meeting."""
    meeting = meeting_of_entry(entry)
    registered = queries.registered_people(meeting)
    return users_who_may_see(meeting.record).filter(pk__in=registered)


def representatives_and_participants(entry: AuditEntry) -> QuerySet[User]:
    """Who was invited, and who is registered."""
    meeting = meeting_of_entry(entry)
    people = Q(pk__in=queries.representatives_of_members(meeting.body))
    people |= Q(pk__in=queries.registered_people(meeting))
    return users_who_may_see(meeting.record).filter(people)


def days_of_meeting(entry: AuditEntry) -> EventValues:
    """The first and the last day of the meeting."""
    meeting = meeting_of_entry(entry)
    days = {"first": meeting.first_day, "last": meeting.last_day}
    return {name: day.isoformat() if day is not None else "" for name, day in days.items()}


def days_and_reason(entry: AuditEntry) -> EventValues:
    """The days of the meeting, and the reason of the change without its full stop."""
    return {**days_of_meeting(entry), "reason": entry.reason.rstrip(" .。")}


def with_days(values: EventValues, language: str) -> EventValues:
    """The values with the days of the meeting as text."""
    first, last = (datetime.date.fromisoformat(values[name]) for name in ("first", "last"))
    return {**values, "days": days_text(first, last, language)}


def waiting_meetings(user: User) -> Iterator[TodoItem]:
    """To-do entries of the officers of a body: drafts to convene soon, and meetings to open or to close."""
    today = clock.today()
    for meeting in queries.meetings_that_wait(user, today + AHEAD):
        assert meeting.first_day is not None and meeting.last_day is not None
        due, sentence = meeting.last_day, _("Close the meeting: %(meeting)s")
        if meeting.state == DRAFT:
            rules = getattr(meeting.body, "meeting_rules", None)
            required = rules.notice_days if rules is not None else DEFAULT_NOTICE_DAYS
            due = last_day_to_convene(meeting.first_day, required, meeting.area)
            if due - REMIND > today:
                continue
            sentence = _("Convene the meeting: %(meeting)s")
        elif meeting.state == CONVENED:
            due, sentence = meeting.first_day, _("Open the meeting: %(meeting)s")
        yield TodoItem(
            sentence % {"meeting": meeting_name(meeting)}, meeting.get_absolute_url(), due
        )
