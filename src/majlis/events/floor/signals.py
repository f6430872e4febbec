"""What follows a verb of a meeting, in its transaction: all who follow the live page are sent what is true."""

from __future__ import annotations

from typing import Any

from majlis.commons.live import channels
from majlis.events.models import AgendaItem, Conclusion, Meeting
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act

UNSEEN_SUFFIXES = ("_participant", "_attendance", "_material", "_meeting_rules", "_closed_day")
"""How the names of verbs end that change nothing on the live page."""
KINDS = ("meeting", "agenda_item", "conclusion")


def publish_meetings(sender: str, act: Act, **kwargs: Any) -> None:
    """Publish the meetings that a verb of this room has changed."""
    if not sender.startswith("events.") or sender.endswith(UNSEEN_SUFFIXES):
        return
    changed = {entry.record.pk: entry.record for entry in act.entries if entry.record is not None}
    for record in meeting_records([record for record in changed.values() if record.kind in KINDS]):
        channels.publish(record)


def meeting_records(records: list[Record]) -> list[Record]:
    """The records of the meetings to which these belong: meetings, items and conclusions. In a fixed order."""
    found = {record.pk: record for record in records if record.kind == "meeting"}
    parts = [record.pk for record in records if record.kind != "meeting"]
    if parts:
        of_items = AgendaItem.objects.filter(pk__in=parts).values("meeting")
        of_conclusions = Conclusion.objects.filter(pk__in=parts).values("item__meeting")
        meetings = Meeting.objects.filter(pk__in=of_items) | Meeting.objects.filter(
            pk__in=of_conclusions
        )
        found |= {meeting.pk: meeting.record for meeting in meetings.select_related("record")}
    # Two verbs that publish several meetings lock them in the same order.
    return [found[key] for key in sorted(found)]
