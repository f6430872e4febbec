"""Queries of the floor: the current sitting, who speaks and who waits, and the time that was spoken."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import Http404

from majlis.events.floor.ordering import OrderRules, Request, order_requests
from majlis.events.floor.speaking_time import (
    GROUP_OF_CAPACITY,
    SpeakerGroup,
    is_running,
    speaker_group,
    time_spoken,
)
from majlis.events.lifecycle import CLOSED, CONFIRMED, OPEN, PLANNED, SUSPENDED
from majlis.events.models import (
    AgendaItem,
    Capacity,
    Conclusion,
    Floor,
    Meeting,
    MeetingRules,
    Outcome,
    Participant,
    Sitting,
    SpeakingTurn,
    TurnKind,
    TurnState,
)
from majlis.kernel.models import Reader
from majlis.parties import areas
from majlis.parties.models import Organisation, ParticipationForm

NO_TIME = datetime.timedelta()


# Meetings, sittings and turns.


def get_meeting(reader: Reader, slug: str) -> Meeting:
    """The meeting of that slug, if the reader may see it, with names and rules. Raises Http404."""
    rows: QuerySet[Meeting] = Meeting.objects.visible_to(reader).filter(slug=slug)
    meeting = _with_names(rows).first()
    if meeting is None:
        raise Http404(slug)
    prefetch_related_objects([meeting.record, meeting.body.record], "wordings")
    return meeting


def meeting_of_record(record: int) -> Meeting:
    """The meeting of a record, with names and rules, for what all see who may see it."""
    meeting = _with_names(Meeting.objects.filter(pk=record)).get()
    prefetch_related_objects([meeting.record, meeting.body.record], "wordings")
    return meeting


def _with_names(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return rows.select_related("record", "body__record", "body__meeting_rules")


def rules_of(meeting: Meeting) -> MeetingRules:
    """The rules of the body of a meeting; the default ones where it has none of its own.

    Needs no query if the rules were read with the meeting.
    """
    return getattr(meeting.body, "meeting_rules", None) or MeetingRules(body=meeting.body)


def current_sitting(sittings: Iterable[Sitting]) -> Sitting | None:
    """The sitting that the live page shows: the open or suspended one, else the next, else the last; None without any."""
    order = {OPEN: 0, SUSPENDED: 1, PLANNED: 2}
    rows = sorted(sittings, key=lambda row: (row.starts, row.pk))
    going_on = sorted((row for row in rows if row.state in order), key=lambda row: order[row.state])
    return going_on[0] if going_on else (rows[-1] if rows else None)


def get_sitting(reader: Reader, slug: str, key: int) -> Sitting:
    """A sitting of a meeting that the reader may see. Raises Http404."""
    meeting = get_meeting(reader, slug)
    sitting = meeting.sittings.select_related("floor").filter(pk=key).first()
    if sitting is None:
        raise Http404(key)
    sitting.meeting = meeting
    return sitting


def get_turn(reader: Reader, slug: str, key: int) -> SpeakingTurn:
    """A turn at a meeting that the reader may see. Raises Http404."""
    meeting = get_meeting(reader, slug)
    turn = _turns().filter(sitting__meeting=meeting, pk=key).first()
    if turn is None:
        raise Http404(key)
    turn.sitting.meeting = meeting
    return turn


def _turns() -> QuerySet[SpeakingTurn]:
    return SpeakingTurn.objects.select_related(
        "sitting", "participant__organisation__record"
    ).prefetch_related("participant__organisation__record__wordings")


# Who speaks, and who waits.


@dataclass(frozen=True)
class WaitingTurn:
    """A request in its place on the list; ``ordinal``: see ``ordering.PlacedRequest``."""

    turn: SpeakingTurn
    ordinal: int


@dataclass
class FloorState:
    """What is true of a sitting at a moment. Without a sitting, nothing is."""

    meeting: Meeting
    sitting: Sitting | None
    rules: MeetingRules
    now: datetime.datetime
    floor: Floor | None = None
    item: AgendaItem | None = None
    speaking: SpeakingTurn | None = None
    waiting: list[WaitingTurn] = field(default_factory=list)
    used: dict[SpeakerGroup, datetime.timedelta] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether the sitting is open."""
        return self.sitting is not None and self.sitting.state == OPEN

    @property
    def list_is_open(self) -> bool:
        """Whether people may ask for the floor."""
        return self.is_open and self.floor is not None and self.floor.list_open

    @property
    def next_turn(self) -> WaitingTurn | None:
        """Who comes next by the rules."""
        return self.waiting[0] if self.waiting else None


def read_floor(
    meeting: Meeting,
    sitting: Sitting | None,
    now: datetime.datetime,
    *,
    times: bool = True,
    items: Sequence[AgendaItem] = (),
) -> FloorState:
    """What is true of a sitting: item in hand, speaker, list in order and, on request, the time used on the item.

    ``items``: those of the agenda with their names, if they were read already. Five queries at most.
    """
    state = FloorState(meeting, sitting, rules_of(meeting), now)
    if sitting is None:
        return state
    floors = Floor.objects.select_related("item__record", "document")
    state.floor = floors.filter(sitting=sitting).first()
    if state.floor is not None:
        named = {item.pk: item for item in items}
        state.item = named.get(state.floor.item_id or 0, state.floor.item)
    turns = list(
        _turns().filter(sitting=sitting, state__in=(TurnState.SPEAKING, TurnState.WAITING))
    )
    state.speaking = next((turn for turn in turns if turn.state == TurnState.SPEAKING), None)
    # Points of order concern the sitting; speeches, the item for which they were asked.
    waiting = [
        turn
        for turn in turns
        if turn.state == TurnState.WAITING
        and (turn.kind == TurnKind.ORDER or turn.item_id == (state.item.pk if state.item else None))
    ]
    heard = _heard_turns(state.item, sitting) if waiting or times else []
    state.waiting = order_waiting(waiting, state.rules, heard, state.speaking)
    if times and state.item is not None:
        state.used = add_up(heard, now)
    return state


def delegation_of(participant: Participant) -> Hashable:
    """Whoever shares the turns of a participant: the organization, or the person alone."""
    if participant.organisation_id is not None:
        return ("organisation", participant.organisation_id)
    return ("participant", participant.pk)


def order_waiting(
    waiting: Sequence[SpeakingTurn],
    rules: MeetingRules,
    heard: Iterable[SpeakingTurn],
    speaking: SpeakingTurn | None = None,
) -> list[WaitingTurn]:
    """The requests for an item in the order of the rules; ``heard``: the turns on the item so far."""
    spoken: Counter[Hashable] = Counter(
        delegation_of(turn.participant)
        for turn in heard
        if turn.kind == TurnKind.SPEECH and turn.state == TurnState.DONE
    )
    if speaking is not None and speaking.kind == TurnKind.SPEECH:
        spoken[delegation_of(speaking.participant)] += 1
    requests = [
        Request(
            turn.pk,
            turn.asked_at,
            delegation_of(turn.participant),
            is_member=turn.participant.capacity == Capacity.MEMBER,
            is_order=turn.kind == TurnKind.ORDER,
            interrupted=turn.interrupted_at is not None,
        )
        for turn in waiting
    ]
    order = OrderRules(rules.members_first, rules.first_turns_first)
    by_key = {turn.pk: turn for turn in waiting}
    placed = order_requests(requests, spoken, order)
    return [WaitingTurn(by_key[each.key], each.ordinal) for each in placed]


def _heard_turns(item: AgendaItem | None, sitting: Sitting) -> list[SpeakingTurn]:
    """The turns in which something was said on an item, at whatever sitting; without an item, at this sitting."""
    about = Q(item=item) if item is not None else Q(item=None, sitting=sitting)
    rows = SpeakingTurn.objects.filter(about).exclude(state=TurnState.WITHDRAWN, used=NO_TIME)
    return list(
        rows.select_related("participant").only(
            "state",
            "kind",
            "used",
            "began_at",
            "participant__capacity",
            "participant__organisation",
        )
    )


def own_turns(state: FloorState, reader: Reader) -> list[SpeakingTurn]:
    """The reader's requests that wait, and speech, at the sitting."""
    if not reader.is_authenticated:
        return []
    turns = [each.turn for each in state.waiting]
    if state.speaking is not None:
        turns.insert(0, state.speaking)
    return [turn for turn in turns if turn.participant.user_id == reader.pk]


def own_participation(meeting: Meeting, reader: Reader) -> Participant | None:
    """The reader's confirmed participation in a meeting."""
    if not reader.is_authenticated:
        return None
    return meeting.participants.filter(user=reader.pk, state=CONFIRMED).first()


# Items, documents and conclusions.


def items_on_agenda(meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting in the order of the agenda, with their names, without withdrawn ones."""
    rows: QuerySet[AgendaItem] = AgendaItem.objects.filter(meeting=meeting, withdrawn_at=None)
    items = list(rows.select_related("record").prefetch_related("record__wordings"))
    for item in items:
        item.meeting = meeting
    children: dict[int | None, list[AgendaItem]] = {}
    present = {item.pk for item in items}
    for item in items:
        parent = item.parent_id if item.parent_id in present else None
        children.setdefault(parent, []).append(item)
    ordered: list[AgendaItem] = []

    def add(parent: int | None) -> None:
        for item in sorted(children.get(parent, []), key=lambda item: (item.position, item.pk)):
            ordered.append(item)
            add(item.pk)

    add(None)
    return ordered


def next_item(items: Sequence[AgendaItem], current: AgendaItem | None) -> AgendaItem | None:
    """The item that follows on the agenda; the first where none is in hand; None after the last."""
    keys = [item.pk for item in items]
    if current is None or current.pk not in keys:
        return next((item for item in items if not item.outcome), items[0] if items else None)
    place = keys.index(current.pk) + 1
    return items[place] if place < len(items) else None


def conclusion_in_hand(item: AgendaItem) -> Conclusion | None:
    """The conclusion that is being written at an item: the latest that is a draft; with its pen."""
    rows = Conclusion.objects.filter(item=item, state="draft").select_related("record", "pen")
    conclusion = rows.order_by("-number").first()
    if conclusion is not None:
        conclusion.item = item
    return conclusion


def concluded_items(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Those of the items of which something has come."""
    return [item for item in items if item.outcome != Outcome.PENDING]


# Time.


def add_up(
    turns: Iterable[SpeakingTurn], now: datetime.datetime
) -> dict[SpeakerGroup, datetime.timedelta]:
    """The time that was spoken in turns until now, by whose it was; exact."""
    used = dict.fromkeys(SpeakerGroup, NO_TIME)
    for turn in turns:
        used[speaker_group(turn.participant.capacity)] += time_spoken(turn, now)
    return used


# Statistics.


class Grouping(StrEnum):
    """By what speaking time is added up."""

    GROUP = "group"
    KIND = "kind"
    REGION = "region"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class SpeakingTotal:
    """What one group of speakers spoke at a meeting.

    ``code``: of the group, the kind of organization, or the region; the key of the organization; empty for
    speakers without one. ``speeches``, ``orders``: turns that began, points of order apart. ``time``: the sum.
    """

    code: str
    speeches: int
    orders: int
    time: datetime.timedelta

    @property
    def turns(self) -> int:
        """All turns."""
        return self.speeches + self.orders


def speaking_totals(
    meeting: Meeting, grouping: Grouping, now: datetime.datetime
) -> list[SpeakingTotal]:
    """Time and turns of all sittings of a meeting by group, kind, region or organization. Exact; two queries at most.

    Counted is each turn in which the floor was given, also one that goes on. The longest time comes first.
    People who take part in their own name are counted together.
    """
    rows = (
        SpeakingTurn.objects.filter(sitting__meeting=meeting)
        .filter(Q(state__in=(TurnState.DONE, TurnState.SPEAKING)) | Q(used__gt=NO_TIME))
        .values(
            "kind",
            capacity=F("participant__capacity"),
            organisation=F("participant__organisation"),
            form=F("participant__organisation__form"),
            organisation_kind=Coalesce("participant__organisation__kind", Value("")),
            area=Coalesce("participant__organisation__area", Value("")),
        )
        .order_by()
        .annotate(n=Count("pk"), time=Sum("used"))
    )
    regions = areas.region_codes()
    codes: dict[Grouping, Callable[[Mapping[str, Any]], str]] = {
        Grouping.GROUP: lambda row: GROUP_OF_CAPACITY[Capacity(row["capacity"])].value,
        Grouping.KIND: lambda row: row["organisation_kind"],
        Grouping.REGION: lambda row: regions.get(row["area"], ""),
        Grouping.ORGANISATION: lambda row: (
            str(row["organisation"]) if row["form"] == ParticipationForm.ORGANISATION else ""
        ),
    }
    code_of = codes[grouping]
    totals: dict[str, SpeakingTotal] = {}
    for row in rows:
        code = code_of(row)
        old = totals.get(code, SpeakingTotal(code, 0, 0, NO_TIME))
        is_order = row["kind"] == TurnKind.ORDER
        totals[code] = SpeakingTotal(
            code,
            old.speeches + (0 if is_order else row["n"]),
            old.orders + (row["n"] if is_order else 0),
            old.time + row["time"],
        )
    running = (
        SpeakingTurn.objects.filter(
            sitting__meeting=meeting, state=TurnState.SPEAKING, began_at__isnull=False
        )
        .select_related("participant__organisation")
        .first()
    )
    if running is not None and is_running(running):
        organisation = running.participant.organisation
        code = code_of(
            {
                "capacity": running.participant.capacity,
                "organisation": organisation.pk if organisation else None,
                "form": organisation.form if organisation else None,
                "organisation_kind": organisation.kind if organisation else "",
                "area": organisation.area if organisation else "",
            }
        )
        old = totals[code]
        more = time_spoken(running, now) - running.used
        totals[code] = SpeakingTotal(code, old.speeches, old.orders, old.time + more)
    return sorted(totals.values(), key=lambda total: (-total.time, total.code))


def carried_requests(item: AgendaItem, sitting: Sitting) -> QuerySet[SpeakingTurn]:
    """The speeches for which people still wait on an item from sittings of the meeting that are closed."""
    rows = SpeakingTurn.objects.filter(
        item=item, state=TurnState.WAITING, kind=TurnKind.SPEECH, sitting__state=CLOSED
    )
    here = SpeakingTurn.objects.filter(sitting=sitting, item=item, state=TurnState.WAITING)
    return rows.exclude(sitting=sitting).exclude(participant__in=here.values("participant"))


def organisations_by_key(keys: Iterable[int]) -> dict[int, Organisation]:
    """Organizations with their names, by their keys."""
    rows: QuerySet[Organisation] = Organisation.objects.filter(pk__in=list(keys)).with_wordings()
    return {row.pk: row for row in rows}


def confirmed_participants(meeting: Meeting) -> list[Participant]:
    """All confirmed participants with the names of their organizations, for those who enter requests."""
    rows = meeting.participants.filter(state=CONFIRMED).select_related("organisation__record")
    return list(rows.prefetch_related("organisation__record__wordings").order_by("name", "pk"))
