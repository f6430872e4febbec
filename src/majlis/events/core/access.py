"""Who sees a meeting: all its parts have the access of the meeting."""

from __future__ import annotations

from collections.abc import Mapping

from majlis.events.models import AgendaItem, Conclusion, Meeting
from majlis.kernel.models import Access, Circle, Record
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.parties.models import Body


def circle_of_officers(body: Body) -> Circle:
    """The circle of those who prepare the meetings of a body: its chair and secretariat, and that of the site."""
    return get_or_create_circle(
        f"officers:{body.slug}",
        {"role": "chair", "scope": body.record},
        {"role": "secretariat", "scope": body.record},
        {"role": "secretariat"},
    )


def create_part_record(
    meeting: Meeting,
    kind: str,
    address: str,
    words: Mapping[str, Mapping[str, str]],
    *,
    authentic: str,
) -> Record:
    """Create the record of a part of a meeting (an item, a conclusion), seen by whom the meeting is seen."""
    record = meeting.record
    return create_record(
        kind, address, words, authentic=authentic, access=record.access, circle=record.circle
    )


def set_access(meeting: Meeting, access: str, circle: Circle | None) -> None:
    """Set who sees a meeting and all its parts; ``circle``: whom a meeting that is not public admits.

    Items that were withdrawn before their numbers were published stay with those who prepared the meeting.
    """
    parts = [meeting.pk]
    items = AgendaItem.objects.filter(meeting=meeting).exclude(withdrawn_at__isnull=False, label="")
    parts += items.values_list("pk", flat=True)
    parts += Conclusion.objects.filter(item__meeting=meeting).values_list("pk", flat=True)
    circle = None if access == Access.PUBLIC else circle
    Record.objects.filter(pk__in=parts).update(access=access, circle=circle)
    meeting.record.access, meeting.record.circle = access, circle
