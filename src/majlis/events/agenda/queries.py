"""What pages read of the agenda: items, their materials, and where an item went on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.http import Http404

from majlis.events.agenda.numbering import children_by_parent
from majlis.events.lifecycle import CLOSED, CONFIRMED, CONVENED, OPEN
from majlis.events.models import (
    AgendaItem,
    Floor,
    ItemMaterial,
    Meeting,
    Participant,
    Sitting,
)
from majlis.kernel.models import AuditEntry, Reader, Record
from majlis.kernel.models.record import Recorded
from majlis.parties.models import Organisation

NOTIFIED_VERBS = (
    "events.add_item",
    "events.add_material",
    "events.change_item",
    "events.copy_agenda",
    "events.move_item",
    "events.restore_item",
    "events.set_item_outcome",
    "events.withdraw_item",
)
"""Verbs on items of which participants and followers of the meeting are notified, gathered."""
MAX_MEETINGS_BACK = 50
"""Meetings through which the history of an item is followed, in each direction."""


def items_of(reader: Reader, meeting: Meeting) -> QuerySet[AgendaItem]:
    """The items of a meeting that the reader may see, withdrawn ones too; those at one level in their order."""
    rows: QuerySet[AgendaItem] = AgendaItem.objects.visible_to(reader).filter(meeting=meeting)
    return rows


def in_agenda_order(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Items in the order of the agenda: each before those below it."""
    children = children_by_parent(items)
    ordered: list[AgendaItem] = []

    def collect(parent: int | None) -> None:
        for item in children.get(parent, []):
            ordered.append(item)
            collect(item.pk)

    collect(None)
    return ordered


def agenda_items(reader: Reader, meeting: Meeting) -> list[AgendaItem]:
    """The items on the agenda that the reader may see, in its order, with their wordings; none that was withdrawn.

    Two queries.
    """
    rows = items_of(reader, meeting).filter(withdrawn_at=None).with_wordings()  # type: ignore[attr-defined]
    return in_agenda_order(rows)


def shown_items(reader: Reader, meeting: Meeting) -> list[AgendaItem]:
    """All items for the page of the meeting, in the order of the agenda; one query, without wordings.

    Each has ``source_shown``: whether the reader may see the item of the earlier meeting from which it goes
    on; ``in_hand``: whether an open sitting has it under discussion; ``has_materials``: whether something was
    presented at it; and what ``presenting_records`` reads.
    """
    source = Record.objects.visible_to(reader).filter(pk=OuterRef("carried_from"))
    floors = Floor.objects.filter(item=OuterRef("pk"), sitting__state=OPEN)
    materials = ItemMaterial.objects.filter(item=OuterRef("pk"), withdrawn_at=None)
    rows = items_of(reader, meeting).select_related(
        "record",
        "sitting",
        "carried_from__record",
        "carried_from__meeting__record",
        "carried_from__meeting__body__record",
    )
    rows = rows.annotate(
        source_shown=Exists(source),
        in_hand=Exists(floors),
        presenting_json=_presenting_json(),
        has_materials=Exists(materials),
    )
    items = in_agenda_order(rows)
    for item in items:
        item.meeting = meeting
    return items


def _presenting_json() -> ArraySubquery:
    """The keys and addresses of the organizations that present an item, as an annotation."""
    links = AgendaItem.presenting.through.objects.filter(agendaitem=OuterRef("pk"))
    address = "organisation__record__address"
    fields = JSONObject(pk="organisation_id", address=address)
    return ArraySubquery(links.order_by("organisation__number").values(json=fields))


def presenting_records(item: AgendaItem) -> list[Record]:
    """The records of the organizations that present an item, of which only key and address are read; no query.

    For items of ``shown_items`` and ``read_item``.
    """
    return [Record(kind="organisation", **each) for each in item.presenting_json]  # type: ignore[attr-defined]


def presenting_organisations(meeting: Meeting) -> dict[int, list[Organisation]]:
    """The organizations that present each item of a meeting, by the key of the item; one query, without wordings."""
    found: dict[int, list[Organisation]] = {}
    links = AgendaItem.presenting.through.objects.filter(agendaitem__meeting=meeting)
    for link in links.select_related("organisation__record").order_by("pk"):
        found.setdefault(link.agendaitem_id, []).append(link.organisation)
    return found


def materials_of(meeting: Meeting) -> list[ItemMaterial]:
    """What was presented at the items of a meeting, in the order in which it was added; one query, without wordings."""
    rows = ItemMaterial.objects.filter(item__meeting=meeting, withdrawn_at=None)
    return list(rows.select_related("organisation__record", "file").order_by("pk"))


def continuations(reader: Reader, items: Iterable[AgendaItem]) -> dict[int, list[AgendaItem]]:
    """The items of later meetings in which these go on, and which the reader may see; one query, without wordings."""
    rows = AgendaItem.objects.visible_to(reader).filter(
        carried_from__in=[item.pk for item in items], withdrawn_at=None
    )
    found: dict[int, list[AgendaItem]] = {}
    for item in rows.select_related("record", "meeting__record", "meeting__body__record").order_by(
        "meeting__first_day", "pk"
    ):
        found.setdefault(item.carried_from_id, []).append(item)
    return found


def prefetch_wordings(*things: Recorded | Record | None) -> None:
    """Read the wordings of all these objects with one query; those that were read before are not read again."""
    records = [
        thing if isinstance(thing, Record) else thing.record
        for thing in things
        if thing is not None
    ]
    prefetch_related_objects(records, "wordings")


def get_meeting(reader: Reader, slug: str) -> Meeting:
    """The meeting with that slug, if the reader may see it, with its name. Raises Http404."""
    rows = Meeting.objects.visible_to(reader).select_related("record", "body__record")
    meeting: Meeting | None = rows.filter(slug=slug).first()
    if meeting is None:
        raise Http404(slug)
    prefetch_wordings(meeting, meeting.body)
    return meeting


def get_item(reader: Reader, slug: str, serial: int) -> AgendaItem:
    """The item of a meeting with that serial number, if the reader may see it, with its names. Raises Http404."""
    item = find_item(reader, slug, serial)
    prefetch_wordings(item, item.meeting, item.meeting.body, item.parent)
    return item


def find_item(reader: Reader, slug: str, serial: int) -> AgendaItem:
    """As ``get_item``, without wordings; one query."""
    item: AgendaItem | None = _items_with_meeting(reader).filter(_is_item_at(slug, serial)).first()
    if item is None:
        raise Http404(serial)
    return item


def _items_with_meeting(reader: Reader) -> QuerySet[AgendaItem]:
    rows: QuerySet[AgendaItem] = AgendaItem.objects.visible_to(reader)
    return rows.select_related(
        "record", "sitting", "parent__record", "meeting__record", "meeting__body__record"
    )


def _is_item_at(slug: str, serial: int) -> Q:
    return Q(meeting__slug=slug, record__address=f"meetings/{slug}/items/{serial}")


@dataclass(frozen=True)
class ItemReading:
    """What the page of an item shows: with the wordings of all of it.

    ``materials``: withdrawn ones too. ``below``: the items directly below. ``through_meetings``: the item
    and those of other meetings from which it comes or in which it goes on, oldest first. ``takes_part``:
    whether the reader is a confirmed participant.
    """

    item: AgendaItem
    presenting: Sequence[Record]
    materials: Sequence[ItemMaterial]
    below: Sequence[AgendaItem]
    through_meetings: Sequence[AgendaItem]
    takes_part: bool


def read_item(reader: Reader, slug: str, serial: int) -> ItemReading:
    """What the page of an item shows to the reader, in two or three queries. Raises Http404."""
    address = f"meetings/{slug}/items/{serial}"
    participations = Participant.objects.filter(
        meeting=OuterRef("meeting"), user=reader.pk, state=CONFIRMED
    )
    rows = list(
        _items_with_meeting(reader)
        .filter(
            _is_item_at(slug, serial)
            | Q(parent__record__address=address)
            | Q(pk__in=same_item_keys(address))
        )
        .annotate(
            presenting_json=_presenting_json(),
            has_materials=Exists(ItemMaterial.objects.filter(item=OuterRef("pk"))),
            takes_part=Exists(participations),
        )
        .order_by("meeting__first_day", "position", "pk")
    )
    item = next((row for row in rows if row.record.address == address), None)
    if item is None:
        raise Http404(serial)
    presenting, materials = presenting_records(item), []
    if item.has_materials:
        of_item = ItemMaterial.objects.filter(item=item)
        materials = list(of_item.select_related("organisation__record", "file").order_by("pk"))
    for material in materials:
        material.item = item
    below = [row for row in rows if row.parent_id == item.pk]
    others = [
        row
        for row in rows
        if row is item or (row.parent_id != item.pk and row.withdrawn_at is None)
    ]
    meetings = [row.meeting for row in others]
    prefetch_wordings(
        item.parent,
        *rows,
        *presenting,
        *(material.organisation for material in materials),
        *meetings,
        *(meeting.body for meeting in meetings),
    )
    takes_part: bool = item.takes_part
    return ItemReading(item, presenting, materials, below, others, takes_part)


def same_item_keys(address: str) -> RawSQL:
    """The keys of an item and of those of other meetings from which it comes or in which it goes on, as SQL.

    ``address``: that of the record of the item.
    """
    items, records = AgendaItem._meta.db_table, Record._meta.db_table
    own = f"SELECT id FROM {records} WHERE address = %s"
    return RawSQL(
        f"WITH RECURSIVE back AS ("
        f"SELECT record_id, carried_from_id, 0 AS step FROM {items} WHERE record_id = ({own}) "
        f"UNION SELECT i.record_id, i.carried_from_id, back.step + 1 FROM {items} i "
        f"JOIN back ON i.record_id = back.carried_from_id WHERE back.step < %s), "
        f"forth AS ("
        f"SELECT record_id, 0 AS step FROM {items} WHERE record_id = ({own}) "
        f"UNION SELECT i.record_id, forth.step + 1 FROM {items} i "
        f"JOIN forth ON i.carried_from_id = forth.record_id WHERE forth.step < %s) "
        f"SELECT record_id FROM back UNION SELECT record_id FROM forth",
        (address, MAX_MEETINGS_BACK, address, MAX_MEETINGS_BACK),
    )


def get_material(reader: Reader, slug: str, serial: int, key: int) -> ItemMaterial:
    """A material at an item that the reader may see, withdrawn ones too. Raises Http404."""
    item = get_item(reader, slug, serial)
    rows = ItemMaterial.objects.filter(item=item).select_related("file", "organisation__record")
    material = rows.filter(pk=key).first()
    if material is None:
        raise Http404(key)
    material.item = item
    if material.organisation is not None:
        prefetch_wordings(material.organisation)
    return material


def meeting_materials(
    reader: Reader, meeting: Meeting, *, words: str = "", kind: str = ""
) -> QuerySet[ItemMaterial]:
    """What was presented at a meeting, at items that the reader may see; ``words``: in a title, or in a text."""
    rows = ItemMaterial.objects.filter(
        item__in=items_of(reader, meeting).values("pk"), withdrawn_at=None
    )
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(text__icontains=words))
    organisations = Organisation.objects.with_wordings()
    items = AgendaItem.objects.with_wordings()
    return (
        rows.select_related("file")
        .prefetch_related(Prefetch("organisation", organisations), Prefetch("item", items))
        .order_by("pk")
    )


def represented_organisations(reader: Reader, meeting: Meeting) -> list[Organisation]:
    """The organizations for which the reader is a confirmed participant of a meeting."""
    rows = Participant.objects.filter(
        meeting=meeting, user=reader.pk, state=CONFIRMED, organisation__isnull=False
    )
    participations = rows.select_related("organisation__record").order_by("pk")
    return [each.organisation for each in participations if each.organisation is not None]


def sittings_of(meeting: Meeting) -> list[Sitting]:
    """The sittings of a meeting in their order."""
    return list(meeting.sittings.all())


def earlier_meetings(reader: Reader, meeting: Meeting) -> QuerySet[Meeting]:
    """The other meetings of the same body whose agenda can be copied, latest first."""
    rows: QuerySet[Meeting] = Meeting.objects.visible_to(reader).filter(body=meeting.body_id)
    rows = rows.exclude(pk=meeting.pk).filter(items__isnull=False).distinct()
    if meeting.first_day is not None:
        rows = rows.filter(Q(first_day__isnull=True) | Q(first_day__lte=meeting.first_day))
    return (
        rows.select_related("record", "body__record")
        .prefetch_related("record__wordings", "body__record__wordings")
        .order_by("-first_day", "-pk")
    )


def unnotified_changes(
    now: datetime, *, quiet: timedelta, longest: timedelta
) -> list[tuple[Meeting, int]]:
    """Meetings whose agenda has changed since people were last notified, with the number of items that changed.

    A meeting waits until nothing has changed for the time ``quiet``, at most for the time ``longest``.
    """
    due: list[tuple[Meeting, int]] = []
    meetings = Meeting.objects.filter(
        state__in=[CONVENED, OPEN, CLOSED], convened_at__isnull=False
    ).select_related("record")
    for meeting in meetings:
        changes = changes_since_notice(meeting)
        if not changes:
            continue
        moments = [at for _key, at in changes]
        if now - max(moments) >= quiet or now - min(moments) >= longest:
            due.append((meeting, len({key for key, _at in changes})))
    return due


def changes_since_notice(meeting: Meeting) -> list[tuple[int, datetime]]:
    """The changes of the items of a meeting since it was convened, and since the last notice of changes.

    Each with the key of its item, and the moment.
    """
    notice = (
        AuditEntry.objects.filter(verb="events.notify_agenda_changes", record=meeting.record_id)
        .order_by("-pk")
        .values_list("at", flat=True)
        .first()
    )
    since = max(filter(None, [meeting.convened_at, notice]))
    entries = AuditEntry.objects.filter(
        verb__in=NOTIFIED_VERBS,
        at__gt=since,
        record__in=AgendaItem.objects.filter(meeting=meeting).values("pk"),
    )
    return [(key, at) for key, at in entries.values_list("record", "at") if key is not None]
