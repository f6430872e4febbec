"""Verbs of the agenda of a meeting: its items, what came of them, and what was presented under them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any, TypedDict, Unpack
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from majlis.events.agenda.numbering import (
    MAX_DEPTH,
    children_by_parent,
    is_numbered,
    item_address,
    next_serial,
    number_items,
    subtree_of,
)
from majlis.events.agenda.states import (
    is_published,
    may_be_corrected,
    may_be_rearranged,
    require_outcome_time,
    require_state,
)
from majlis.events.core.access import create_part_record
from majlis.events.lifecycle import CANCELLED, CONFIRMED, DRAFT, REPORTED
from majlis.events.models import (
    AgendaItem,
    Conclusion,
    Floor,
    ItemMaterial,
    MaterialKind,
    Meeting,
    Outcome,
    Participant,
    Sitting,
)
from majlis.events.rules import is_officer
from majlis.kernel import clock
from majlis.kernel.audit import personal_reference
from majlis.kernel.editing import LINK_FORMAT, note_changes, require_reason, set_values
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.files import DOCX, JPEG, PDF, PNG, PPTX, TEXT, store_file
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record, Wording, WordingStatus
from majlis.kernel.records import correct_texts
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import Organisation

type Words = Mapping[str, Mapping[str, str]]
"""Field -> language -> text."""

WORDING_FIELDS = {"title": 300, "note": 4000}
"""The wordings of an item, with the characters that each has at most."""
MAX_PRESENTERS = 300
MATERIAL_TYPES = (PDF, PPTX, DOCX, PNG, JPEG, TEXT)
"""Media types of the files that stand at an item."""
MAX_STATEMENT = 30_000
"""Characters of a statement for the record that is given as text."""
MAX_TITLE = 300
MAX_LINK = 500
MAX_NAME = 200
"""Characters of the name of a file, and of who presented something."""
UP, DOWN = "up", "down"


class ItemValues(TypedDict, total=False):
    """The fields of an item, beside its wordings and its place."""

    sitting: Sitting | None
    starts: datetime.datetime | None
    ends: datetime.datetime | None
    presenters: str
    presenting: Sequence[Organisation]
    standing: bool


def lock_meeting(meeting: Meeting) -> Meeting:
    """The current meeting, locked: its tree of items changes in one transaction at a time."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("record", "body__record")
    locked: Meeting = rows.get(pk=meeting.pk)
    return locked


def _locked_item(item: AgendaItem) -> AgendaItem:
    """The current item with its meeting, both locked."""
    meeting = lock_meeting(item.meeting)
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("record", "sitting")
    locked: AgendaItem = rows.get(pk=item.pk)
    locked.meeting = meeting
    return locked


def _all_items(meeting: Meeting) -> list[AgendaItem]:
    return list(AgendaItem.objects.filter(meeting=meeting).select_related("record"))


def _require_present(item: AgendaItem) -> None:
    """Raise WrongState for an item that was withdrawn."""
    if item.withdrawn_at is not None:
        raise WrongState(
            _("This item has been withdrawn from the agenda."), _("Restore it before you edit it.")
        )


# Checks of input.


def _clean_words(words: Words) -> dict[str, dict[str, str]]:
    """The wordings with normalized white space. Raises InvalidInput by field and language."""
    cleaned: dict[str, dict[str, str]] = {}
    faults: dict[str, StrOrPromise] = {}
    for field, limit in WORDING_FIELDS.items():
        for language, text in words.get(field, {}).items():
            if language not in LANGUAGES_BY_CODE:
                faults[field] = _("Select a language from the list.")
                continue
            text = text.replace("\r\n", "\n").strip()
            text = " ".join(text.split()) if field == "title" else text
            if len(text) > limit:
                faults[f"{field}_{language}"] = _(
                    "This text has %(length)s characters. Use at most %(limit)s."
                ) % {"length": len(text), "limit": limit}
            cleaned.setdefault(field, {})[language] = text
    if faults:
        raise InvalidInput(faults)
    return cleaned


def check_times(
    meeting: Meeting,
    sitting: Sitting | None,
    starts: datetime.datetime | None,
    ends: datetime.datetime | None,
) -> None:
    """Check that the time of an item lies in its sitting. Raises InvalidInput by field."""
    faults: dict[str, StrOrPromise] = {}
    if sitting is not None and sitting.meeting_id != meeting.pk:
        faults["sitting"] = _("This sitting belongs to another meeting. Select one from the list.")
    elif starts is not None and sitting is None:
        faults["sitting"] = _("Select the sitting to which this time belongs.")
    elif starts is None and ends is not None:
        faults["starts"] = _("Enter the time at which the item starts, or remove the end.")
    elif sitting is not None and starts is not None:
        if not sitting.starts <= starts < sitting.ends:
            faults["starts"] = _(
                "This time is outside the sitting. Check the time or select another sitting."
            )
        elif ends is not None and ends <= starts:
            faults["ends"] = _("The item ends before it starts. Check both times.")
        elif ends is not None and ends > sitting.ends:
            faults["ends"] = _(
                "This time is outside the sitting. Check the time or select another sitting."
            )
    if faults:
        raise InvalidInput(faults)


def _check_presenters(presenters: str) -> None:
    if len(presenters) > MAX_PRESENTERS:
        message = _("This text has %(length)s characters. Use at most %(limit)s.")
        raise InvalidInput(
            {"presenters": message % {"length": len(presenters), "limit": MAX_PRESENTERS}}
        )


def _personal(name: str) -> JSON:
    """Words that may name a person, as the audit stores them."""
    return dict(personal_reference(name)) if name else ""


def _as_noted(values: Mapping[str, Any]) -> dict[str, JSON]:
    """The values of an item as the audit stores them; names of people by reference."""
    noted: dict[str, JSON] = {}
    for name, value in values.items():
        match name, value:
            case "presenters", str():
                noted[name] = _personal(value)
            case "presenting", _:
                noted[name] = [organisation.record.address for organisation in value]
            case "sitting", Sitting():
                noted[name] = value.starts.isoformat()
            case _, datetime.datetime():
                noted[name] = value.isoformat()
            case _:
                noted[name] = value
    return noted


# The tree.


def _depth(item: AgendaItem | None, by_key: Mapping[int, AgendaItem]) -> int:
    """How many levels down an item stands; 0 for the agenda itself."""
    depth = 0
    while item is not None:
        depth += 1
        item = by_key.get(item.parent_id) if item.parent_id is not None else None
    return depth


def _height(item: AgendaItem, items: Iterable[AgendaItem]) -> int:
    """How many levels an item and those below it take, without what was withdrawn."""
    children = children_by_parent(each for each in items if each.withdrawn_at is None)

    def height(key: int) -> int:
        return 1 + max((height(child.pk) for child in children.get(key, [])), default=0)

    return height(item.pk)


def _check_parent(
    meeting: Meeting, parent: AgendaItem | None, items: Sequence[AgendaItem], height: int = 1
) -> None:
    """Raise InvalidInput for a parent under which an item of this height cannot stand."""
    if parent is None:
        return
    by_key = {item.pk: item for item in items}
    current = by_key.get(parent.pk)
    if current is None:
        raise InvalidInput(
            {"place": _("This item belongs to another meeting. Select one of this agenda.")}
        )
    if current.withdrawn_at is not None:
        raise InvalidInput({"place": _("The item above has been withdrawn. Select another place.")})
    if _depth(current, by_key) + height > MAX_DEPTH:
        raise InvalidInput(
            {"place": _("An agenda has at most three levels. Select a place higher up.")}
        )


def _insert(item: AgendaItem, items: Sequence[AgendaItem], position: int) -> None:
    """Place an item among the others with its parent; ``position``: counted among those with a number, 0 at the end."""
    siblings = [
        each for each in children_by_parent(items).get(item.parent_id, []) if each.pk != item.pk
    ]
    numbered = [each for each in siblings if is_numbered(each)]
    before = numbered[position - 1] if 0 < position <= len(numbered) else None
    place = siblings.index(before) if before is not None else len(siblings)
    siblings.insert(place, item)
    for number, each in enumerate(siblings, 1):
        each.position = number


def _renumber(items: Sequence[AgendaItem], before: Mapping[int, tuple[int, str]]) -> None:
    """Number the items and save those whose position or label differs from ``before``."""
    number_items(items)
    changed = [item for item in items if before.get(item.pk) != (item.position, item.label)]
    AgendaItem.objects.bulk_update(changed, ["position", "label"])


def _numbers(items: Iterable[AgendaItem]) -> dict[int, tuple[int, str]]:
    return {item.pk: (item.position, item.label) for item in items}


def _create_item(
    meeting: Meeting, words: Words, authentic: str, parent: AgendaItem | None, **values: Any
) -> AgendaItem:
    """Create an item without a number; the caller numbers the agenda and writes the audit."""
    presenting = values.pop("presenting", ())
    record = create_part_record(
        meeting,
        "agenda_item",
        item_address(meeting, next_serial(meeting)),
        words,
        authentic=authentic,
    )
    item = AgendaItem.objects.create(record=record, meeting=meeting, parent=parent, **values)
    item.presenting.set(presenting)
    return item


@verb("events.add_item")
def add_item(
    act: Act,
    meeting: Meeting,
    /,
    *,
    words: Words,
    authentic: str,
    parent: AgendaItem | None = None,
    position: int = 0,
    **values: Unpack[ItemValues],
) -> AgendaItem:
    """Add an item to the agenda of a meeting, under ``parent`` or at the top.

    ``words``: ``{"title": {language: text}, "note": …}``; the title in the language ``authentic`` is the
    original. ``position``: its place among the items there, from 1; 0 for the last. Raises InvalidInput by
    field, and WrongState for a meeting that is over.
    """
    meeting = lock_meeting(meeting)
    require_state(meeting, allowed=may_be_rearranged(meeting))
    cleaned = _clean_words(words)
    if authentic not in LANGUAGES_BY_CODE:
        raise InvalidInput({"authentic": _("Select a language from the list.")})
    if not cleaned.get("title", {}).get(authentic):
        raise InvalidInput({"title": _("Enter the title in the language of the original.")})
    check_times(meeting, values.get("sitting"), values.get("starts"), values.get("ends"))
    values["presenters"] = " ".join(values.get("presenters", "").split())
    _check_presenters(values["presenters"])
    items = _all_items(meeting)
    _check_parent(meeting, parent, items)
    item = _create_item(meeting, cleaned, authentic, parent, **values)
    items.append(item)
    before = _numbers(items)
    _insert(item, items, position)
    _renumber(items, before)
    noted = {name: value for name, value in _as_noted(values).items() if value}
    texts = {name: dict(texts) for name, texts in cleaned.items() if any(texts.values())}
    act.note(item, new={**texts, "label": item.label, **noted})
    return item


@verb("events.change_item")
def change_item(
    act: Act,
    item: AgendaItem,
    /,
    *,
    words: Words | None = None,
    **values: Unpack[ItemValues],
) -> AgendaItem:
    """Change the title, the note, the time or the presenters of an item, and whether it stands on each agenda.

    Values that are left out stay. Raises InvalidInput by field, and WrongState for an item that was
    withdrawn or a meeting whose agenda is final.
    """
    item = _locked_item(item)
    require_state(item.meeting, allowed=may_be_corrected(item.meeting))
    _require_present(item)
    cleaned = _clean_words(words or {})
    check_times(
        item.meeting,
        values.get("sitting", item.sitting),
        values.get("starts", item.starts),
        values.get("ends", item.ends),
    )
    if "presenters" in values:
        values["presenters"] = " ".join(values["presenters"].split())
        _check_presenters(values["presenters"])
    names = ("sitting", "starts", "ends", "presenters", "standing")
    changed = {
        name: values[name]  # type: ignore[literal-required]
        for name in names
        if name in values and values[name] != getattr(item, name)  # type: ignore[literal-required]
    }
    old = _as_noted({name: getattr(item, name) for name in changed})
    new = _as_noted(changed)
    set_values(item, names, changed)
    item.save(update_fields=list(changed))
    reworded = correct_texts(item.record, cleaned)
    old, new = {**old, **reworded[0]}, {**new, **reworded[1]}
    if reworded[1] and _lacks_title(item.record):
        raise InvalidInput({"title": _("Enter the title in the language of the original.")})
    if "presenting" in values:
        present = list(item.presenting.select_related("record").order_by("number"))
        chosen = sorted(values["presenting"], key=lambda organisation: organisation.number)
        if [each.pk for each in present] != [each.pk for each in chosen]:
            item.presenting.set(chosen)
            old |= _as_noted({"presenting": present})
            new |= _as_noted({"presenting": chosen})
    note_changes(act, item, old, new)
    return item


def _lacks_title(record: Record) -> bool:
    """Whether the title has no text at all, or none in the language of the original."""
    titles = list(Wording.objects.filter(record=record, field="title"))
    originals = [title for title in titles if title.status == WordingStatus.AUTHENTIC]
    return not any(title.text for title in titles) or any(not title.text for title in originals)


@verb("events.move_item")
def move_item(
    act: Act,
    item: AgendaItem,
    /,
    *,
    direction: str = "",
    parent: AgendaItem | None = None,
    position: int = 0,
) -> AgendaItem:
    """Move an item, with those below it; the agenda is numbered again.

    ``direction``: ``"up"`` or ``"down"`` among the items with the same parent. Without it, the item comes
    under ``parent`` (None: to the top level) at ``position`` among the other items there, from 1; 0 for the
    last. Raises InvalidInput for a place where it cannot stand, and WrongState.
    """
    item = _locked_item(item)
    require_state(item.meeting, allowed=may_be_rearranged(item.meeting))
    _require_present(item)
    items = [item if each.pk == item.pk else each for each in _all_items(item.meeting)]
    before, label = _numbers(items), item.label
    former_parent = item.parent_id
    if direction:
        siblings = [
            each for each in children_by_parent(items).get(item.parent_id, []) if is_numbered(each)
        ]
        place = siblings.index(item) + 1 + {UP: -1, DOWN: 1}[direction]
        if not 1 <= place <= len(siblings):
            act.unchanged()
            return item
        _insert(item, items, place)
    else:
        below = {each.pk for each in subtree_of(item, items)}
        if parent is not None and parent.pk in below:
            raise InvalidInput(
                {"place": _("An item cannot be its own sub-item. Select another place.")}
            )
        _check_parent(item.meeting, parent, items, _height(item, items))
        item.parent = parent
        _insert(item, items, position)
    if former_parent != item.parent_id:
        item.save(update_fields=["parent"])
    _renumber(items, before)
    if before[item.pk] == (item.position, item.label) and former_parent == item.parent_id:
        act.unchanged()
    else:
        act.note(item, old={"label": label}, new={"label": item.label})
    return item


@verb("events.withdraw_item")
def withdraw_item(act: Act, item: AgendaItem, /, *, reason: str) -> AgendaItem:
    """Take an item off the agenda, with those below it.

    While the meeting is a draft, the items after it are numbered again; later, it keeps its number, so that
    numbers that were published stay. Raises InvalidInput without a reason, and WrongState for an item that
    was considered, or that is under discussion.
    """
    item = _locked_item(item)
    require_state(item.meeting, allowed=may_be_rearranged(item.meeting))
    if item.withdrawn_at is not None:
        raise WrongState(_("This item has been withdrawn already."), _("No change was made."))
    require_reason(reason)
    items = [item if each.pk == item.pk else each for each in _all_items(item.meeting)]
    below = [each for each in subtree_of(item, items) if each.withdrawn_at is None]
    _require_not_considered(below)
    before = _numbers(items)
    moment = clock.now()
    for each in below:
        each.withdrawn_at = moment
        if not is_published(item.meeting):
            each.label = ""
    AgendaItem.objects.bulk_update(below, ["withdrawn_at"])
    _renumber(items, before)
    for each in below:
        act.note(
            each,
            old={"label": before[each.pk][1]},
            new={"withdrawn": True},
            reason=reason.strip() if each.pk == item.pk else "",
        )
    return item


def _require_not_considered(items: Sequence[AgendaItem]) -> None:
    """Raise WrongState if the meeting dealt with one of the items."""
    considered = any(item.outcome not in (Outcome.PENDING, Outcome.CARRIED_OVER) for item in items)
    if considered or Conclusion.objects.filter(item__in=items).exists():
        raise WrongState(
            _("The meeting has considered this item or one below it."),
            _("Record its outcome instead of withdrawing it."),
        )
    if Floor.objects.filter(item__in=items, sitting__state="open").exists():
        raise WrongState(
            _("This item or one below it is under discussion."),
            _("Set another item under discussion first."),
        )


@verb("events.restore_item")
def restore_item(act: Act, item: AgendaItem, /) -> AgendaItem:
    """Put a withdrawn item back on the agenda, with the items that were withdrawn with it.

    An item that had no published number comes last among the items there, if numbers are published by now.
    Raises WrongState for an item on the agenda, or below one that is withdrawn.
    """
    item = _locked_item(item)
    require_state(item.meeting, allowed=may_be_rearranged(item.meeting))
    if item.withdrawn_at is None:
        raise WrongState(_("This item is on the agenda already."), _("No change was made."))
    items = [item if each.pk == item.pk else each for each in _all_items(item.meeting)]
    by_key = {each.pk: each for each in items}
    parent = by_key.get(item.parent_id) if item.parent_id is not None else None
    if parent is not None and parent.withdrawn_at is not None:
        raise WrongState(
            _("The item above this one is withdrawn as well."), _("Restore the item above first.")
        )
    if any(_depth(each, by_key) > MAX_DEPTH for each in subtree_of(item, items)):
        raise WrongState(
            _("An agenda has at most three levels. This item would be at a fourth."),
            _("Move the item above to a higher level first."),
        )
    before = _numbers(items)
    moment = item.withdrawn_at
    restored = [each for each in subtree_of(item, items) if each.withdrawn_at == moment]
    had_number = bool(item.label)
    for each in restored:
        each.withdrawn_at = None
    AgendaItem.objects.bulk_update(restored, ["withdrawn_at"])
    if is_published(item.meeting) and not had_number:
        _insert(item, items, 0)
        _show_records(item.meeting, restored)
    _renumber(items, before)
    for each in restored:
        act.note(each, old={"withdrawn": True}, new={"label": each.label})
    return item


def _show_records(meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """Give the records of items the access of their meeting."""
    keys = [item.pk for item in items]
    access = {"access": meeting.record.access, "circle": meeting.record.circle_id}
    Record.objects.filter(pk__in=keys).update(**access)


@verb("events.set_item_outcome")
def set_item_outcome(act: Act, item: AgendaItem, /, *, outcome: str) -> AgendaItem:
    """Record what came of an item: one of ``Outcome``; ``""`` for not yet considered.

    Raises InvalidInput for another value, and WrongState for a meeting that is not open yet, or an item
    that was withdrawn.
    """
    if outcome not in Outcome.values:
        raise InvalidInput({"outcome": _("Select an outcome from the list.")})
    item = _locked_item(item)
    require_outcome_time(item.meeting, outcome)
    _require_present(item)
    old, new = set_values(item, ["outcome"], {"outcome": outcome})
    item.save(update_fields=["outcome"])
    note_changes(act, item, old, new)
    return item


# The agenda of the next meeting.


@verb("events.copy_agenda")
def copy_agenda(act: Act, meeting: Meeting, /, *, previous: Meeting) -> list[AgendaItem]:
    """Copy the skeleton of the agenda of an earlier meeting, and what it carried over; return the new items.

    Standing items come with those below them; of what else stood below an item that is carried over, only
    what was not concluded. Of a meeting that was cancelled, everything is carried over. An item that was
    copied before is not copied again, even if it was withdrawn since. Raises InvalidInput for the meeting
    itself, and WrongState for a meeting that is over.
    """
    meeting = lock_meeting(meeting)
    require_state(meeting, allowed=may_be_rearranged(meeting))
    if previous.pk == meeting.pk:
        raise InvalidInput({"previous": _("Select another meeting: this is the same one.")})
    items = _all_items(meeting)
    before = _numbers(items)
    copies: dict[int, AgendaItem] = {
        item.carried_from_id: item for item in items if item.carried_from_id is not None
    }
    made: list[AgendaItem] = []
    for source, parent_key in items_that_go_on(previous):
        if source.pk in copies:
            continue
        above = copies.get(parent_key) if parent_key is not None else None
        if above is not None and (above.withdrawn_at is not None or not _fits_below(above, items)):
            above = None
        copies[source.pk] = copied = _copy_item(meeting, source, above)
        siblings = children_by_parent(items).get(copied.parent_id, [])
        copied.position = len(siblings) + 1
        items.append(copied)
        made.append(copied)
    _renumber(items, before)
    old: dict[str, JSON] = {}
    new: dict[str, JSON] = {"items": len(made)}
    if meeting.previous_id is None:
        meeting.previous = previous
        meeting.save(update_fields=["previous"])
        old["previous"], new["previous"] = None, previous.record.address
    if not made and not old:
        act.unchanged()
        return []
    for item in made:
        titles = {
            wording.language: wording.text
            for wording in item.record.wordings.all()
            if wording.field == "title"
        }
        source_address = item.carried_from.record.address if item.carried_from else ""
        act.note(item, new={"title": titles, "label": item.label, "carried_from": source_address})
    act.note(meeting, old=old, new=new)
    return made


def items_that_go_on(previous: Meeting) -> list[tuple[AgendaItem, int | None]]:
    """The items of a meeting that belong to the agenda of the next, in order, each with the key of that above it."""
    items = [
        item
        for item in AgendaItem.objects.filter(meeting=previous).with_wordings()
        if item.withdrawn_at is None
    ]
    children = children_by_parent(items)
    found: list[tuple[AgendaItem, int | None]] = []

    def collect(parent: int | None, below_standing: bool, below_carried: bool) -> None:
        for item in children.get(parent, []):
            carried = item.outcome == Outcome.CARRIED_OVER or previous.state == CANCELLED
            standing = item.standing or below_standing
            unfinished = below_carried and item.outcome == Outcome.PENDING
            if standing or carried or unfinished:
                found.append((item, parent))
            collect(item.pk, standing, carried or unfinished)

    collect(None, False, False)
    return found


def _fits_below(above: AgendaItem, items: Sequence[AgendaItem]) -> bool:
    return _depth(above, {item.pk: item for item in items}) < MAX_DEPTH


def _copy_item(meeting: Meeting, source: AgendaItem, above: AgendaItem | None) -> AgendaItem:
    """A copy of an item, with its wordings in all languages; its presenters, if it is carried over."""
    carried = source.outcome == Outcome.CARRIED_OVER
    copied = _create_item(
        meeting,
        {},
        "",
        above,
        standing=source.standing,
        carried_from=source,
        presenters=source.presenters if carried else "",
        presenting=source.presenting.all() if carried else (),
    )
    Wording.objects.bulk_create(
        Wording(
            record=copied.record,
            field=wording.field,
            language=wording.language,
            text=wording.text,
            status=wording.status,
            sort_key=wording.sort_key,
        )
        for wording in source.record.wordings.all()
        if wording.field in WORDING_FIELDS and wording.text
    )
    return copied


# What was presented under an item.


def own_participations(act: Act, item: AgendaItem) -> list[Participant]:
    """The confirmed participations of the actor in the meeting of an item."""
    rows = Participant.objects.filter(meeting=item.meeting_id, user=act.actor.user, state=CONFIRMED)
    return list(rows.select_related("organisation__record"))


@verb("events.add_material")
def add_material(
    act: Act,
    item: AgendaItem,
    /,
    *,
    kind: str,
    title: str,
    language: str,
    organisation: Organisation | None = None,
    presented_by: str = "",
    file: IO[bytes] | None = None,
    file_name: str = "",
    link: str = "",
    text: str = "",
) -> ItemMaterial:
    """Add a presentation, a recording or a statement for the record: a file, a link or a text.

    The secretariat and the chair add it for anybody. A participant adds it for their own organization,
    which is named; a participant without one is named by ``presented_by``. Raises InvalidInput by
    field, and WrongState for an item that was withdrawn or a meeting that was cancelled.
    """
    item = AgendaItem.objects.select_related(
        "record", "meeting__record", "meeting__body__record"
    ).get(pk=item.pk)
    _require_present(item)
    by_officer = bool(act.actor.system) or is_officer.test(act.actor.person, item)
    if item.meeting.state in (CANCELLED, *(() if by_officer else (DRAFT, REPORTED))):
        raise WrongState(
            _("This meeting takes no more material."), _("Send the material to the secretariat.")
        )
    values = {
        "title": " ".join(title.split()),
        "presented_by": " ".join(presented_by.split()),
        "link": link.strip(),
        "text": text.replace("\r\n", "\n").strip(),
    }
    _check_material(kind, language, values, has_file=file is not None)
    if not by_officer:
        if kind == MaterialKind.RECORDING:
            raise InvalidInput(
                {"kind": _("Recordings are added by the secretariat. Select another kind.")}
            )
        organisation = _own_organisation(act, item, organisation)
    if organisation is None and not values["presented_by"]:
        raise InvalidInput(
            {"presented_by": _("Select the organization, or enter who presented this.")}
        )
    stored = store_file(file, allowed=MATERIAL_TYPES) if file is not None else None
    present = ItemMaterial.objects.filter(item=item, kind=kind, withdrawn_at=None)
    if stored is not None and present.filter(file=stored).exists():
        raise InvalidInput({"file": _("This file is already listed under the item.")})
    material = ItemMaterial.objects.create(
        item=item,
        kind=kind,
        language=language,
        organisation=organisation,
        file=stored,
        file_name=file_name.strip()[-MAX_NAME:] if stored is not None else "",
        made_by=act.actor.user,
        made_at=clock.now(),
        **values,
    )
    act.note(material, record=item.record, new=_material_as_noted(material))
    return material


def _check_material(kind: str, language: str, values: Mapping[str, str], *, has_file: bool) -> None:
    """Check the values of a material. Raises InvalidInput by field."""
    faults: dict[str, StrOrPromise] = {}
    if kind not in MaterialKind.values:
        faults["kind"] = _("Select a kind from the list.")
    if language not in LANGUAGES_BY_CODE:
        faults["language"] = _("Select a language from the list.")
    limits = {"title": MAX_TITLE, "presented_by": MAX_NAME, "text": MAX_STATEMENT}
    for name, limit in limits.items():
        if len(values[name]) > limit:
            message = _("This text has %(length)s characters. Use at most %(limit)s.")
            faults[name] = message % {"length": len(values[name]), "limit": limit}
    if not values["title"]:
        faults["title"] = _("Enter a title.")
    given = [has_file, bool(values["link"]), bool(values["text"])]
    if not any(given):
        faults["file"] = _("Select a file, or enter a link or the text.")
    elif sum(given) > 1:
        faults["file"] = _("Give one of these only: a file, a link or the text.")
    if values["link"] and not is_web_address(values["link"]):
        faults["link"] = LINK_FORMAT
    if faults:
        raise InvalidInput(faults)


def is_web_address(link: str) -> bool:
    """Whether a link is an address of the web that fits into its field."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.netloc) and len(link) <= MAX_LINK


def _own_organisation(
    act: Act, item: AgendaItem, organisation: Organisation | None
) -> Organisation | None:
    """The organization for which the participant presents. Raises InvalidInput for another one."""
    own = [each.organisation for each in own_participations(act, item)]
    if organisation is None:
        return next((each for each in own if each is not None), None)
    if organisation not in own:
        raise InvalidInput(
            {"organisation": _("You do not represent this organization at the meeting.")}
        )
    return organisation


def _material_as_noted(material: ItemMaterial) -> dict[str, JSON]:
    organisation = material.organisation
    values: dict[str, JSON] = {
        "material": material.pk,
        "kind": str(material.kind),
        "title": material.title,
        "language": material.language,
        "organisation": organisation.record.address if organisation else "",
        "presented_by": _personal(material.presented_by),
        "sha256": material.file.sha256 if material.file else "",
        "link": material.link,
        "length": len(material.text),
    }
    return {name: value for name, value in values.items() if value}


def _locked_material(material: ItemMaterial) -> ItemMaterial:
    rows = ItemMaterial.objects.select_for_update(of=("self",))
    return rows.select_related("item__record", "file", "organisation__record").get(pk=material.pk)


@verb("events.withdraw_material")
def withdraw_material(act: Act, material: ItemMaterial, /, *, reason: str) -> ItemMaterial:
    """Take a material off the item; the history keeps what it was.

    Raises InvalidInput without a reason, and WrongState if it was withdrawn before, or if a conclusion was
    agreed with it.
    """
    material = _locked_material(material)
    if material.withdrawn_at is not None:
        raise WrongState(_("This material has been withdrawn already."), _("No change was made."))
    require_reason(reason)
    if Conclusion.objects.filter(statements=material).exists():
        raise WrongState(
            _("A conclusion was agreed with this statement."),
            _("Reopen the conclusion before you withdraw the statement."),
        )
    material.withdrawn_at = clock.now()
    material.save(update_fields=["withdrawn_at"])
    act.note(
        material,
        record=material.item.record,
        old={"material": material.pk, "title": material.title},
        new={"withdrawn": True},
        reason=reason.strip(),
    )
    return material


@verb("events.restore_material")
def restore_material(act: Act, material: ItemMaterial, /) -> ItemMaterial:
    """Show a withdrawn material again. Raises WrongState if it is shown."""
    material = _locked_material(material)
    if material.withdrawn_at is None:
        raise WrongState(_("This material is listed already."), _("No change was made."))
    material.withdrawn_at = None
    material.save(update_fields=["withdrawn_at"])
    act.note(
        material,
        record=material.item.record,
        old={"withdrawn": True},
        new={"material": material.pk, "title": material.title},
    )
    return material


# Notice of changes.


@verb("events.notify_agenda_changes")
def notify_agenda_changes(act: Act, meeting: Meeting, /, *, items: int) -> Meeting:
    """Notify participants and followers, once, that this number of items has changed."""
    act.note(meeting, new={"items": items})
    return meeting
