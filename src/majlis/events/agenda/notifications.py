"""Notifications of the agenda: gathered changes for participants, what happened to an item for its followers."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.events import EventValues, register
from majlis.events.lifecycle import CONFIRMED
from majlis.events.models import Meeting, Outcome
from majlis.kernel.models import AuditEntry, User
from majlis.look import formats


def register_notifications() -> None:
    """Register the notifications of this subject; called once at startup."""
    register(
        "events.notify_agenda_changes",
        sentence=_("Agenda changed: {record}. Items with changes: {items}."),
        audience=participants,
        values=lambda entry: {"items": entry.new.get("items", 0)},
        say=with_number,
        public=True,
    )
    register(
        "events.set_item_outcome",
        sentence=_("Outcome of {record}: {outcome}."),
        values=lambda entry: {"outcome": entry.new.get("outcome", "")},
        say=with_outcome,
        public=True,
    )
    register(
        "events.add_material",
        sentence=_("Material added to the agenda item: {record}."),
        public=True,
    )


def participants(entry: AuditEntry) -> Iterable[User]:
    """The confirmed participants of the meeting of an entry, with accounts, who may see it."""
    meeting = Meeting.objects.select_related("record").get(pk=entry.record_id)
    confirmed = meeting.participants.filter(state=CONFIRMED, user__isnull=False)
    return users_who_may_see(meeting.record).filter(pk__in=confirmed.values("user"))


def with_number(values: EventValues, language: str) -> EventValues:
    """The number of items, formatted for a language."""
    return {"items": formats.number(values["items"], language)}


def with_outcome(values: EventValues, language: str) -> EventValues:
    """The outcome in words, in the language that is active."""
    code = values.get("outcome", "")
    return {"outcome": str(Outcome(code).label) if code in Outcome.values else code}
