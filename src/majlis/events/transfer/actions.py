"""Verbs of imports: a meeting that was held before, an item of its agenda, a conclusion.

What they create stands as if the meeting had been closed here, and nobody is notified of it. A second row about
the same thing adds what is blank, such as another language, and changes nothing. The keys of ``InvalidInput`` are
those of the columns.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from majlis.events.agenda.actions import WORDING_FIELDS as ITEM_FIELDS
from majlis.events.agenda.actions import lock_meeting
from majlis.events.agenda.numbering import MAX_DEPTH, item_address, next_serial
from majlis.events.conclusions.actions import (
    DECIDED,
    MAX_CHARACTERS,
    conclusion_titles,
    set_outcome,
)
from majlis.events.conclusions.merge import tidy_text
from majlis.events.conclusions.queries import text_of
from majlis.events.core import names
from majlis.events.core.access import create_part_record
from majlis.events.core.past import moment_of_day, was_imported
from majlis.events.lifecycle import CANCELLED, CLOSED, NOT_AGREED, REPORTED
from majlis.events.meetings.actions import (
    MEETING_FIELDS,
    check_meeting,
    clean_texts,
    free_slug,
)
from majlis.events.meetings.notice import rules_of
from majlis.events.models import AgendaItem, Conclusion, ConclusionRevision, Meeting, Outcome
from majlis.events.transfer.filling import Filling
from majlis.events.transfer.lookup import item_with_label, tidy_label
from majlis.kernel import clock
from majlis.kernel.editing import audit_values, note_changes
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.models import Access, WordingStatus
from majlis.kernel.records import create_record, set_wording
from majlis.kernel.verbs import Act, verb
from majlis.parties.actions.body import circle_of_body
from majlis.parties.appointments import lock_row
from majlis.parties.models import Body

PAST_STATES = (CLOSED, REPORTED)
"""The states in which a meeting may be imported."""
DEFAULT_ZONE = "UTC"
MAX_LABEL = 20
"""Characters of the number of an agenda item."""
MAX_CONCLUSION_NUMBER = 32_767
_NUMBERED = re.compile(r"([0-9]+)(.*)")


def require_imported(meeting: Meeting) -> None:
    """Raise InvalidInput for a meeting that was not imported: its record was written here."""
    if not was_imported(meeting):
        raise InvalidInput(
            {"meeting": _("This meeting was not imported. Use its own page to add to it.")}
        )


# Meetings.


@dataclass(frozen=True)
class PastMeeting:
    """The values of a row about a meeting. ``language``: that of ``title`` and ``place``; ``zone`` empty: UTC."""

    language: str
    first_day: datetime.date
    last_day: datetime.date
    mode: str
    number: int | None = None
    title: str = ""
    place: str = ""
    zone: str = ""
    state: str = CLOSED
    source: str = ""


def known_meeting(body: Body, given: PastMeeting) -> Meeting | None:
    """The meeting of a body that a row is about: that with its number; without a number, that of the same first day."""
    rows = Meeting.objects.filter(body=body).exclude(state=CANCELLED)
    if given.number is None:
        rows = rows.filter(number=None, first_day=given.first_day)
    else:
        rows = rows.filter(number=given.number)
    return rows.order_by("pk").first()


@verb("events.import_meeting")
def import_meeting(act: Act, body: Body, /, *, given: PastMeeting) -> Meeting:
    """Create a meeting that was held before this site: closed, seen by whom the rules of the body say, without notices.

    A meeting without a title is named by its body and number. Of a meeting that is there, what is blank is added.
    Raises InvalidInput by field.
    """
    body = lock_row(Body, body)
    texts = clean_texts({"title": given.title, "place": given.place}, given.language)
    known = known_meeting(body, given)
    if known is not None:
        return _fill_meeting(act, known, given, texts)
    meeting = Meeting(
        body=body,
        number=given.number,
        state=given.state,
        first_day=given.first_day,
        last_day=given.last_day,
        zone=given.zone or DEFAULT_ZONE,
        mode=given.mode,
        source=given.source.strip(),
    )
    _check_past(meeting, has_title=bool(texts["title"]))
    words = {field: {given.language: text} for field, text in texts.items() if text}
    words.setdefault("title", names.numbered_titles(body, given.number))
    meeting.slug = free_slug(body, meeting)
    access = rules_of(body).access
    meeting.record = create_record(
        "meeting",
        f"meetings/{meeting.slug}",
        words,
        authentic=given.language,
        access=access,
        circle=circle_of_body(body) if access == Access.MEMBERS else None,
    )
    meeting.save(force_insert=True)
    noted = {key: value for key, value in audit_values(meeting, MEETING_FIELDS).items() if value}
    for field, by_language in words.items():
        noted |= {f"{field}.{code}": text for code, text in by_language.items()}
    act.note(meeting, new=noted | {"state": meeting.state, "access": access})
    return meeting


def _check_past(meeting: Meeting, *, has_title: bool) -> None:
    """Check the fields of a meeting that is over. Raises InvalidInput by field."""
    check_meeting(meeting, has_title)
    if meeting.state not in PAST_STATES:
        raise InvalidInput({"status": _("Only closed or reported meetings are imported.")})
    if meeting.last_day is not None and meeting.last_day >= clock.today():
        raise InvalidInput(
            {"last_day": _("This meeting is not over. Create it on the page of meetings.")}
        )


def _fill_meeting(
    act: Act, meeting: Meeting, given: PastMeeting, texts: Mapping[str, str]
) -> Meeting:
    """Add what is blank to a meeting that is there. Raises InvalidInput where the row differs from it."""
    meeting = lock_meeting(meeting)
    if not was_imported(meeting):
        column = "number" if given.number is not None else "first_day"
        message = _("The body has this meeting already, and it was not imported: %(meeting)s.")
        raise InvalidInput({column: message % {"meeting": names.meeting_name(meeting).text}})
    filling = Filling(required=("first_day", "mode"))
    for column in ("first_day", "last_day", "zone", "mode"):
        filling.compare(column, str(getattr(given, column)), str(getattr(meeting, column)))
    if given.state == REPORTED and meeting.state != REPORTED:
        filling.compare("status", given.state, meeting.state, str(meeting.get_state_display()))
    is_filled = filling.set_field(meeting, "source", given.source.strip())
    generated = names.numbered_titles(meeting.body, meeting.number).get(given.language, "")
    filling.set_wording(meeting.record, "title", given.language, texts["title"], replaced=generated)
    filling.set_wording(meeting.record, "place", given.language, texts["place"])
    filling.check()
    if is_filled:
        meeting.save(update_fields=["source"])
    note_changes(act, meeting, filling.old, filling.new)
    return meeting


# Agenda items.


@dataclass(frozen=True)
class PastItem:
    """The values of a row about an agenda item; ``label`` is its number, ``parent`` that of the item above it.

    Without a ``parent``, item 2.1 stands below item 2.
    """

    language: str
    label: str
    title: str
    parent: str = ""
    note: str = ""
    outcome: str = ""


def known_item(meeting: Meeting, given: PastItem) -> AgendaItem | None:
    """The item of a meeting that has the number of a row."""
    return item_with_label(AgendaItem.objects.filter(meeting=meeting), given.label)


@verb("events.import_item")
def import_item(act: Act, meeting: Meeting, /, *, given: PastItem) -> AgendaItem:
    """Create an item of the agenda of an imported meeting, with its number as it was printed.

    It stands behind the items with lower numbers. Of an item that is there, what is blank is added. Raises InvalidInput
    by field.
    """
    meeting = lock_meeting(meeting)
    require_imported(meeting)
    label, texts = tidy_label(given.label), _clean_item(given)
    items = list(AgendaItem.objects.filter(meeting=meeting).with_wordings())
    parent = _parent_of(label, tidy_label(given.parent), items)
    known = item_with_label(items, label)
    if known is not None:
        return _fill_item(act, known, parent, given, texts)
    _check_depth(parent, items, "parent" if given.parent else "number")
    record = create_part_record(
        meeting,
        "agenda_item",
        item_address(meeting, next_serial(meeting)),
        {field: {given.language: text} for field, text in texts.items()},
        authentic=given.language,
    )
    item = AgendaItem.objects.create(
        record=record, meeting=meeting, parent=parent, label=label, outcome=given.outcome
    )
    _place(item, [each for each in items if each.parent_id == item.parent_id])
    noted: dict[str, JSON] = {
        field: {given.language: text} for field, text in texts.items() if text
    }
    noted["label"] = label
    act.note(item, new=noted | ({"outcome": given.outcome} if given.outcome else {}))
    return item


def _clean_item(given: PastItem) -> dict[str, str]:
    """The title and the note of an item. Raises InvalidInput by field."""
    texts = {
        "title": " ".join(given.title.split()),
        "note": given.note.replace("\r\n", "\n").strip(),
    }
    faults: dict[str, StrOrPromise] = {}
    message = _("This text has %(length)s characters. Use at most %(limit)s.")
    for field, text in texts.items():
        if len(text) > ITEM_FIELDS[field]:
            faults[field] = message % {"length": len(text), "limit": ITEM_FIELDS[field]}
    if not texts["title"]:
        faults["title"] = _("Enter the title of the item.")
    label = tidy_label(given.label)
    if not label:
        faults["number"] = _("Enter the number of the item, for example 2.1.")
    elif len(label) > MAX_LABEL:
        faults["number"] = message % {"length": len(label), "limit": MAX_LABEL}
    if faults:
        raise InvalidInput(faults)
    return texts


def _parent_of(label: str, parent: str, items: Sequence[AgendaItem]) -> AgendaItem | None:
    """The item below which a row stands; None at the top. Raises InvalidInput where the agenda does not have it."""
    column = "parent" if parent else "number"
    above = parent or label.rpartition(".")[0]
    if not above:
        return None
    if above.casefold() == label.casefold():
        raise InvalidInput({column: _("An item cannot be its own sub-item. Correct the number.")})
    found = item_with_label(items, above)
    if found is None:
        message = _("The agenda has no item %(number)s. Import that item before its sub-items.")
        raise InvalidInput({column: message % {"number": above}})
    return found


def _check_depth(parent: AgendaItem | None, items: Sequence[AgendaItem], column: str) -> None:
    by_key, depth = {item.pk: item for item in items}, 1
    while parent is not None:
        depth += 1
        parent = by_key.get(parent.parent_id) if parent.parent_id is not None else None
    if depth > MAX_DEPTH:
        raise InvalidInput(
            {column: _("An agenda has at most three levels. Place the item higher up.")}
        )


def _rank(label: str) -> tuple[int, int, str] | None:
    """The place of a number among those of its level: 2 before 10, 5 before 5bis; None for roman numerals and the like."""
    last = label.rpartition(".")[2]
    if match := _NUMBERED.fullmatch(last):
        return 0, int(match[1]), match[2].casefold()
    return (1, 0, last.casefold()) if len(last) == 1 else None


def _place(item: AgendaItem, siblings: Sequence[AgendaItem]) -> None:
    """Place a new item before the first of its level with a higher number, else last."""
    ordered = sorted(siblings, key=lambda each: (each.position, each.pk))
    own = _rank(item.label)
    place = len(ordered)
    if own is not None:
        ranks = (_rank(each.label) for each in ordered)
        higher = (number for number, rank in enumerate(ranks) if rank and rank > own)
        place = next(higher, place)
    ordered.insert(place, item)
    for position, each in enumerate(ordered, 1):
        each.position = position
    AgendaItem.objects.bulk_update(ordered, ["position"])


def _fill_item(
    act: Act,
    item: AgendaItem,
    parent: AgendaItem | None,
    given: PastItem,
    texts: Mapping[str, str],
) -> AgendaItem:
    """Add what is blank to an item that is there. Raises InvalidInput where the row differs from it."""
    if item.parent_id != (parent.pk if parent is not None else None):
        message = _("Item %(number)s is elsewhere on the agenda. Correct the number.")
        raise InvalidInput(
            {"parent" if given.parent else "number": message % {"number": item.label}}
        )
    if item.withdrawn_at is not None:
        raise InvalidInput({"number": _("This item has been withdrawn. Remove the row.")})
    filling = Filling()
    filling.set_wording(item.record, "title", given.language, texts["title"])
    if "title" in filling.faults:
        message = _("The agenda already has item %(number)s: “%(title)s”. Correct the number.")
        title = item.say("title", given.language).text
        raise InvalidInput({"number": message % {"number": item.label, "title": title}})
    filling.set_wording(item.record, "note", given.language, texts["note"])
    is_filled = False
    # The outcome of an item with conclusions follows from these.
    if not item.conclusions.exists():
        is_filled = filling.set_field(item, "outcome", given.outcome)
        if "outcome" in filling.faults:
            filling.compare(
                "outcome", given.outcome, item.outcome, str(Outcome(item.outcome).label)
            )
    filling.check()
    if is_filled:
        item.save(update_fields=["outcome"])
    note_changes(act, item, filling.old, filling.new)
    return item


# Conclusions.


@dataclass(frozen=True)
class PastConclusion:
    """The values of a row about a conclusion; ``result``: the state that the meeting decided."""

    language: str
    text: str
    result: str
    number: int | None = None


def known_conclusion(item: AgendaItem, given: PastConclusion) -> Conclusion | None:
    """The conclusion that a row is about: that with its number; without a number, that with its text at the item."""
    rows = Conclusion.objects.select_related("record", "item")
    if given.number is not None:
        rows = rows.filter(item__meeting=item.meeting_id, number=given.number)
        found: list[Conclusion] = list(rows)
    else:
        text = tidy_text(given.text)
        at_item = rows.filter(item=item)
        found = [each for each in at_item if text in _texts_of(each, given.language)]
    return found[0] if found else None


def _texts_of(conclusion: Conclusion, language: str) -> set[str]:
    """The texts that a conclusion has in a language: its wording, and what was written in the original."""
    rows = conclusion.record.wordings.filter(field="text", language=language).exclude(text="")
    texts = set(rows.values_list("text", flat=True))
    return texts | ({text_of(conclusion)} if language == conclusion.language else set())


@verb("events.import_conclusion")
def import_conclusion(act: Act, item: AgendaItem, /, *, given: PastConclusion) -> Conclusion:
    """Create a conclusion of an imported meeting, as it was decided on the last day of the meeting.

    The outcome of the item follows, unless another one is recorded. A row in another language adds a translation to the
    conclusion with its number. Raises InvalidInput by field.
    """
    meeting = lock_meeting(item.meeting)
    require_imported(meeting)
    text = _clean_conclusion(given)
    item.meeting = meeting
    known = known_conclusion(item, given)
    if known is not None:
        return _fill_conclusion(act, known, item, given, text)
    last = Conclusion.objects.filter(item__meeting=meeting).aggregate(last=Max("number"))["last"]
    number = given.number or (last or 0) + 1
    titles = conclusion_titles(meeting, number)
    language = given.language
    record = create_part_record(
        meeting,
        "conclusion",
        f"{meeting.record.address}/conclusions/{number}",
        {"title": titles},
        authentic=language if language in titles else next(iter(titles), language),
    )
    conclusion = Conclusion.objects.create(
        record=record,
        item=item,
        number=number,
        language=language,
        revision=1,
        state=given.result,
        decided_at=moment_of_day(meeting.last_day) if meeting.last_day else None,
    )
    ConclusionRevision.objects.create(
        conclusion=conclusion, number=1, text=text, made_by=act.actor.user
    )
    noted: dict[str, JSON] = {
        "number": number,
        "item": item.label,
        "language": language,
        "state": given.result,
    }
    if given.result != NOT_AGREED:
        worded = set_wording(record, "text", language, text, WordingStatus.AUTHENTIC)
        noted |= worded.get("new", {})
    act.note(conclusion, new=noted)
    if item.outcome in ("", *DECIDED):
        set_outcome(act, item)
    return conclusion


def _clean_conclusion(given: PastConclusion) -> str:
    """The text of a conclusion as it is saved. Raises InvalidInput by field."""
    faults: dict[str, StrOrPromise] = {}
    text = tidy_text(given.text)
    if not text:
        faults["text"] = _("Enter the text of the conclusion.")
    elif len(text) > MAX_CHARACTERS:
        faults["text"] = _("The text is too long. Shorten it to 50,000 characters.")
    if given.result not in DECIDED:
        faults["result"] = _("Enter whether the conclusion was agreed.")
    if given.number is not None and not 1 <= given.number <= MAX_CONCLUSION_NUMBER:
        faults["number"] = _("Enter a number from 1 to %(most)s.") % {"most": MAX_CONCLUSION_NUMBER}
    if faults:
        raise InvalidInput(faults)
    return text


def _fill_conclusion(
    act: Act, conclusion: Conclusion, item: AgendaItem, given: PastConclusion, text: str
) -> Conclusion:
    """Add a translation to a conclusion that is there. Raises InvalidInput where the row differs from it."""
    filling = Filling(required=("item", "text", "result"))
    filling.compare("item", item.label, conclusion.item.label)
    filling.compare("result", given.result, conclusion.state, str(conclusion.get_state_display()))
    filling.check()
    if text not in _texts_of(conclusion, given.language):
        if given.language == conclusion.language:
            filling.compare("text", text, text_of(conclusion))
        elif conclusion.state == NOT_AGREED:
            filling.faults["text"] = _("Only an agreed conclusion is translated. Remove the row.")
        else:
            filling.set_wording(conclusion.record, "text", given.language, text)
    filling.check()
    note_changes(act, conclusion, filling.old, filling.new)
    return conclusion
