"""Notifications of registrations, and what waits for focal points and officers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.commons.notices import events, todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.events.core.names import meeting_name
from majlis.events.lifecycle import REQUESTED
from majlis.events.models import Participant
from majlis.events.people import queries
from majlis.events.people.tables import page_url
from majlis.kernel.models import Appointment, AuditEntry, User


def register_notifications() -> None:
    """Register the notifications and the to-do items; called once, when the site starts."""
    to_confirm = _("A registration for {record} awaits your confirmation.")
    events.register(
        "events.register_participant",
        sentence=to_confirm,
        audience=deciding_people,
        address=decision_url,
        values=meeting_values,
        followers=False,
    )
    events.register(
        "events.change_participant",
        sentence=to_confirm,
        audience=deciding_people,
        address=decision_url,
        values=meeting_values,
        only=has_new_organisation,
        followers=False,
    )
    events.register(
        "events.confirm_participant",
        sentence=_("Your registration for {record} is confirmed."),
        audience=registered_person,
        address=registration_url,
        values=meeting_values,
        followers=False,
    )
    events.register(
        "events.decline_participant",
        sentence=_("A registration for {record} was declined. Its page has the reason."),
        audience=person_and_who_registered,
        address=participant_url,
        values=participant_values,
        urgent=True,
        followers=False,
    )
    todo.register(registrations_todo)


def participant_of(entry: AuditEntry) -> Participant | None:
    """The registration of an audit entry, with its meeting and organization."""
    rows = Participant.objects.select_related(
        "meeting__record", "meeting__body__record", "organisation", "user", "requested_by"
    )
    return rows.filter(pk=entry.target.rpartition(":")[2]).first()


def has_new_organisation(entry: AuditEntry) -> bool:
    """Whether a changed registration waits for another focal point."""
    participant = participant_of(entry)
    waits = participant is not None and participant.state == REQUESTED
    return waits and "organisation" in entry.new


def deciding_people(entry: AuditEntry) -> Iterable[User]:
    """The focal points of the organization; without any, the officers of the body and the secretariat of the site."""
    participant = participant_of(entry)
    # What is confirmed at once waits for nobody.
    if participant is None or participant.state != REQUESTED:
        return ()
    people = users_who_may_see(participant.meeting.record)
    appointments = Appointment.objects.today()
    if participant.organisation_id is not None:
        focal = appointments.filter(role="focal_point", scope=participant.organisation_id)
        if focal.filter(user__is_active=True).exists():
            return people.filter(pk__in=focal.values("user"))
    body = Q(role__in=queries.OFFICERS, scope=participant.meeting.body_id)
    officers = appointments.filter(body | Q(role="secretariat", scope=None))
    return people.filter(pk__in=officers.values("user"))


def registered_person(entry: AuditEntry) -> Iterable[User]:
    """The person, if they have an account."""
    participant = participant_of(entry)
    return [participant.user] if participant is not None and participant.user else ()


def person_and_who_registered(entry: AuditEntry) -> QuerySet[User]:
    """The person, or for a person without an account who registered them."""
    participant = participant_of(entry)
    if participant is None:
        return User.objects.none()
    keys = [participant.user_id or participant.requested_by_id]
    return User.objects.filter(pk__in=[key for key in keys if key is not None])


def meeting_values(entry: AuditEntry) -> events.EventValues:
    """The slug of the meeting, for the address."""
    participant = participant_of(entry)
    return {"meeting": participant.meeting.slug if participant is not None else ""}


def participant_values(entry: AuditEntry) -> events.EventValues:
    """The slug of the meeting and the key of the registration, for the address."""
    return {**meeting_values(entry), "participant": int(entry.target.rpartition(":")[2])}


def decision_url(values: events.EventValues) -> str:
    """The page on which registrations are confirmed."""
    return reverse("events:decide_participants", args=[values["meeting"]])


def registration_url(values: events.EventValues) -> str:
    """The page of one's own registration."""
    return reverse("events:own_registration", args=[values["meeting"]])


def participant_url(values: events.EventValues) -> str:
    """The page of a registration."""
    return reverse("events:participant", args=[values["meeting"], values["participant"]])


def registrations_todo(user: User) -> Iterable[todo.TodoItem]:
    """The registrations that wait for this person, one item a meeting, due on its first day."""
    for meeting, number in queries.waiting_by_meeting(user):
        message = ngettext(
            "%(n)s registration for %(meeting)s to confirm",
            "%(n)s registrations for %(meeting)s to confirm",
            number,
        )
        yield todo.TodoItem(
            message % {"n": number, "meeting": meeting_name(meeting).text},
            page_url("decide_participants", meeting),
            due=meeting.first_day,
            count=number,
        )
