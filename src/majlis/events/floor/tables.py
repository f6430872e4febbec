"""What the live page of a sitting shows, in the language of the page: the same for all who see the meeting."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, pgettext

from majlis.events import extension_points
from majlis.events.conclusions.tables import redline_html
from majlis.events.core import names, times
from majlis.events.extension_points import ItemDocument
from majlis.events.floor import queries
from majlis.events.floor.names import is_named, person_name, speaker_name
from majlis.events.floor.queries import FloorState, WaitingTurn
from majlis.events.floor.speaking_time import (
    SpeakerGroup,
    clock_text,
    is_running,
    speaker_group,
    time_spoken,
)
from majlis.events.lifecycle import SITTING
from majlis.events.models import (
    AgendaItem,
    AttendanceMode,
    Conclusion,
    Meeting,
    MeetingRules,
    Outcome,
    Participant,
    SpeakingTurn,
    TurnKind,
)
from majlis.events.rules import is_officer
from majlis.kernel import clock
from majlis.kernel.models import Record, User
from majlis.kernel.models.wording import LocalizedText
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats
from majlis.look.templatetags.look import foreign


@dataclass(frozen=True)
class ClockTime:
    """A time that grows while somebody speaks: what it was when it was drawn, and since when it grows.

    ``pattern``: the text with ``{time}`` for the time. ``base``: milliseconds spoken before ``began``, which is
    milliseconds since 1970, or empty if the clock stands. ``allotted``: milliseconds, 0 for no limit. The
    script counts on from these.
    """

    time: str
    pattern: str
    base: int
    began: int | str = ""
    allotted: int = 0
    percent: int = 0

    @property
    def text(self) -> str:
        """The text when it was drawn."""
        return self.pattern.replace("{time}", self.time)


def clock_time(
    before: datetime.timedelta,
    began_at: datetime.datetime | None,
    now: datetime.datetime,
    allotted: int = 0,
) -> ClockTime:
    """The time spoken until now, of ``allotted`` seconds: what was spoken before, and since the clock runs."""
    spoken = before + (max(queries.NO_TIME, now - began_at) if began_at else queries.NO_TIME)
    limit = datetime.timedelta(seconds=allotted)
    pattern = "{time}"
    if allotted:
        message = pgettext("time of a speaker", "%(used)s of %(allotted)s")
        pattern = message % {"used": "{time}", "allotted": clock_text(limit)}
    return ClockTime(
        clock_text(spoken),
        pattern,
        round(before.total_seconds() * 1000),
        round(began_at.timestamp() * 1000) if began_at else "",
        1000 * allotted,
        min(100, round(100 * (spoken / limit))) if allotted else 0,
    )


@dataclass(frozen=True)
class SpeakerRow:
    """A speaker, or somebody who waits, as the list shows them.

    ``css``: the class of the row. ``beside``: what stands at the end of its line. ``notes``: below it.
    """

    key: int
    name: SafeString | str
    plain_name: str
    beside: str
    notes: Sequence[str]
    css: str = ""
    clock: ClockTime | None = None


@dataclass(frozen=True)
class UsedRow:
    """The time of one group on the item in hand; ``percent``: of all time on it."""

    name: str
    clock: ClockTime
    percent: int


@dataclass(frozen=True)
class ConclusionView:
    """The conclusion that is being written, as everybody reads it: the text with what was changed last."""

    conclusion: Conclusion
    text: SafeString | str
    pen: str
    revision: str

    @property
    def record(self) -> Record:
        """The record of the conclusion."""
        return self.conclusion.record


@dataclass(frozen=True)
class ItemRow:
    """An item of which something has come."""

    label: str
    title: SafeString | str
    url: str
    outcome: str


@dataclass
class Region:
    """The live region: what all followers of a sitting see. ``as_at``: when it was read; ``moment``: of the last act."""

    meeting: Meeting
    state: FloorState
    sitting_name: str
    sitting_state: str
    as_at: SafeString
    moment: SafeString | str
    item_title: SafeString | str = ""
    item_lead: str = ""
    document: ItemDocument | None = None
    document_is_hidden: bool = False
    conclusion: ConclusionView | None = None
    speakers: Sequence[SpeakerRow] = ()
    list_state: str = ""
    used: Sequence[UsedRow] = ()
    concluded: Sequence[ItemRow] = ()
    items: Sequence[AgendaItem] = ()
    says: dict[str, str] = field(default_factory=dict)

    @property
    def meeting_name(self) -> LocalizedText:
        """The name of the meeting, with the language that it is in."""
        return names.meeting_name(self.meeting)


def read_region(meeting: Meeting, now: datetime.datetime | None = None) -> Region:
    """What is true of the current sitting of a meeting, in the language of the page."""
    now = now or clock.now()
    sittings = list(meeting.sittings.all())
    sitting = queries.current_sitting(sittings)
    items = queries.items_on_agenda(meeting)
    state = queries.read_floor(meeting, sitting, now, items=items)
    zone = times.zone_or_utc(meeting.zone)
    numbers = names.sitting_numbers(sittings)
    name = ""
    if sitting is not None:
        sitting.meeting = meeting
        name = names.sitting_name(sitting, numbers[sitting.pk], zone)
    region = Region(
        meeting,
        state,
        name,
        str(SITTING.states[sitting.state]) if sitting is not None else "",
        _zoned_time(now, zone),
        _zoned_time(state.floor.changed_at, zone) if state.floor is not None else "",
        items=items,
        concluded=[_concluded(item) for item in queries.concluded_items(items)],
    )
    _add_item(region, zone)
    _add_speakers(region, zone)
    region.says = _sentences(region)
    return region


def exact_time(moment: datetime.datetime, zone: ZoneInfo) -> SafeString:
    """A time of the day to the second, by the clock of a zone."""
    local = moment.astimezone(zone)
    return format_html(
        '<time datetime="{}"><bdi dir="ltr">{}</bdi></time>',
        local.isoformat(),
        f"{local:%H:%M:%S}",
    )


def _zoned_time(moment: datetime.datetime, zone: ZoneInfo) -> SafeString:
    """A time to the second, with its zone."""
    return format_html(
        '{}{}<bdi dir="ltr">{}</bdi>',
        exact_time(moment, zone),
        formats.clause_separator(get_language() or "en"),
        times.zone_text(zone, [moment]),
    )


# The item in hand.


def _add_item(region: Region, zone: ZoneInfo) -> None:
    state, language = region.state, get_language() or "en"
    item, floor = state.item, state.floor
    if item is None or floor is None:
        return
    region.item_title = said(item.say("title"))
    since = floor.item_since or floor.changed_at
    local = since.astimezone(zone)
    lead = gettext("Item %(number)s, under discussion since %(time)s")
    if not state.is_open:
        lead = gettext("Item %(number)s, last under discussion")
    region.item_lead = lead % {"number": item.label, "time": times.time_text(local, language)}
    if floor.document is not None:
        documents = extension_points.item_documents(region.meeting, [item.pk]).get(item.pk, [])
        region.document = next(
            (each for each in documents if each.record.pk == floor.document_id), None
        ) or _other_document(region.meeting, floor.document)
        region.document_is_hidden = region.document is None
    region.conclusion = _conclusion(region, item, zone)


def _other_document(meeting: Meeting, record: Record) -> ItemDocument | None:
    """A document that is not one of the item; None where not all who see the meeting may see it."""
    meeting_record = meeting.record
    same_access = (record.access, record.circle_id) == (
        meeting_record.access,
        meeting_record.circle_id,
    )
    if record.access != "public" and not same_access:
        return None
    title = record.say("title")
    return ItemDocument(record, "", title.text, title.language)


def _conclusion(region: Region, item: AgendaItem, zone: ZoneInfo) -> ConclusionView | None:
    conclusion = queries.conclusion_in_hand(item)
    if conclusion is None:
        return None
    language = get_language() or "en"
    saved_texts = conclusion.revisions.filter(aside=False, number__lte=conclusion.revision)
    revision, before = (*saved_texts.order_by("-number")[:2], None, None)[:2]
    pen = ""
    if conclusion.pen is not None:
        pen = gettext("%(name)s has the pen since %(time)s.") % {
            "name": pen_holder(conclusion.pen, region.meeting, region.state.rules),
            "time": times.time_text(
                (conclusion.pen_since or region.state.now).astimezone(zone), language
            ),
        }
    saved = ""
    if revision is not None:
        saved = gettext("Revision %(number)s, saved at %(time)s.") % {
            "number": formats.number(revision.number, language),
            "time": f"{revision.made_at.astimezone(zone):%H:%M:%S}",
        }
    text: SafeString | str = ""
    if revision is not None and revision.text:
        former = before.text if before is not None else revision.text
        text = redline_html(former, revision.text, conclusion.language)
    return ConclusionView(conclusion, text, pen, saved)


def pen_holder(user: User, meeting: Meeting, rules: MeetingRules) -> str:
    """Who holds the pen, as everybody may read it: the person if they may be named, else their delegation."""
    rows = meeting.participants.filter(user=user).select_related("organisation__record")
    participant = rows.prefetch_related("organisation__record__wordings").first()
    if participant is not None and is_named(participant, rules):
        return participant.name
    if is_officer.test(user, meeting):
        return pgettext("holder of the pen", "The secretariat")
    if participant is not None:
        return capfirst(speaker_name(participant, rules).text)
    return pgettext("holder of the pen", "A participant")


def _concluded(item: AgendaItem) -> ItemRow:
    outcome = str(Outcome(item.outcome).label)
    return ItemRow(item.label, said(item.say("title")), item.get_absolute_url(), outcome)


# Speakers.


def marked_name(name: LocalizedText) -> SafeString | str:
    """The name of a speaker, isolated, and marked with its language."""
    if not name.language:
        return format_html("<bdi>{}</bdi>", name.text)
    return foreign(capfirst(name.text), name.language)


def place_of(participant: Participant, mode: str) -> str:
    """Where a speaker is."""
    return (
        pgettext("place of a speaker", "Remote")
        if mode == AttendanceMode.REMOTE
        else pgettext("place of a speaker", "Room")
    )


def _add_speakers(region: Region, zone: ZoneInfo) -> None:
    state = region.state
    rows: list[SpeakerRow] = []
    if state.speaking is not None:
        rows.append(_speaking_row(state.speaking, state))
    rows += [waiting_row(each, state, zone) for each in state.waiting]
    region.speakers = rows
    region.list_state = (
        pgettext("list of speakers", "open")
        if state.list_is_open
        else pgettext("list of speakers", "closed")
    )
    total = sum(state.used.values(), queries.NO_TIME)
    for group, used in state.used.items():
        began, before = None, used
        speaking = state.speaking
        if speaking is not None and is_running(speaking) and _group_of(speaking) == group:
            began = speaking.began_at
            before = used - (time_spoken(speaking, state.now) - speaking.used)
        percent = round(100 * used / total) if total else 0
        row = UsedRow(str(group.label), clock_time(before, began, state.now), percent)
        region.used = [*region.used, row]


def _group_of(turn: SpeakingTurn) -> SpeakerGroup:
    return speaker_group(turn.participant.capacity)


def _speaking_row(turn: SpeakingTurn, state: FloorState) -> SpeakerRow:
    name = speaker_name(turn.participant, state.rules)
    notes = [
        pgettext("speaker", "Speaking")
        if is_running(turn)
        else pgettext("speaker", "Clock stopped"),
        place_of(turn.participant, turn.mode),
        person_name(turn.participant, state.rules),
    ]
    if turn.kind == TurnKind.ORDER:
        notes.insert(0, pgettext("speaker", "Point of order"))
    return SpeakerRow(
        turn.pk,
        marked_name(name),
        capfirst(name.text),
        "",
        [note for note in notes if note],
        "has",
        clock_time(turn.used, turn.began_at, state.now, turn.allotted),
    )


def waiting_row(waiting: WaitingTurn, state: FloorState, zone: ZoneInfo) -> SpeakerRow:
    """Somebody who waits for the floor."""
    turn = waiting.turn
    name = speaker_name(turn.participant, state.rules)
    notes = [place_of(turn.participant, turn.mode)]
    if turn.participant.capacity != "member":
        notes.append(str(turn.participant.get_capacity_display()))
    if turn.kind == TurnKind.ORDER:
        raised = gettext("raised at %(time)s") % {
            "time": f"{turn.asked_at.astimezone(zone):%H:%M:%S}"
        }
        notes.append(raised)
        beside, css = pgettext("speaker", "Point of order"), "order"
    else:
        beside, css = ordinal_text(waiting.ordinal), ""
        if turn.interrupted_at is not None:
            notes.append(gettext("interrupted, goes on after the point of order"))
    return SpeakerRow(turn.pk, marked_name(name), capfirst(name.text), beside, notes, css)


def ordinal_text(ordinal: int) -> str:
    """Which turn of a delegation it is on the item."""
    if ordinal == 1:
        return pgettext("speaker", "first turn")
    if ordinal == 2:
        return pgettext("speaker", "second turn")
    return pgettext("meeting", "turn %(number)s") % {"number": ordinal}


# What is read out.


def _sentences(region: Region) -> dict[str, str]:
    """What screen readers are told when a part changes, by the part."""
    state = region.state
    subject = region.sitting_name
    if state.item is not None:
        title = state.item.say("title").text
        subject = gettext("Under discussion: item %(number)s, %(title)s.") % {
            "number": state.item.label,
            "title": title,
        }
    if not state.is_open and region.sitting_state:
        subject = gettext("The sitting is %(state)s.") % {"state": region.sitting_state}
    speakers = gettext("No speaker has the floor.")
    if state.speaking is not None:
        speakers = gettext("%(speaker)s has the floor.") % {
            "speaker": region.speakers[0].plain_name
        }
    orders = [each for each in state.waiting if each.turn.kind == TurnKind.ORDER]
    if orders:
        speakers += formats.gap(get_language() or "en") + ngettext(
            "%(n)s point of order is waiting.", "%(n)s points of order are waiting.", len(orders)
        ) % {"n": formats.number(len(orders), get_language() or "en")}
    conclusion = region.conclusion
    return {
        "subject": subject,
        "speakers": speakers,
        "conclusion": " ".join(filter(None, [conclusion.pen, conclusion.revision]))
        if conclusion is not None
        else "",
    }
