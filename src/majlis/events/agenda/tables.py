"""The agenda as pages show it: its items with their times, materials and outcomes, and what may be done with them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.events import extension_points
from majlis.events.agenda import queries
from majlis.events.agenda.numbering import (
    MAX_DEPTH,
    children_by_parent,
    is_numbered,
    serial_of,
    subtree_of,
)
from majlis.events.agenda.states import (
    may_be_corrected,
    may_be_rearranged,
    takes_outcomes,
)
from majlis.events.agenda.timetable import is_outside_sitting, overlapping_items
from majlis.events.conclusions.tables import Rights, conclusions_of_items
from majlis.events.core import names, times
from majlis.events.lifecycle import CANCELLED, CONVENED, DRAFT
from majlis.events.models import AgendaItem, ItemMaterial, Meeting, Outcome
from majlis.kernel.actor import Actor
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.files import SHORT_NAMES
from majlis.kernel.models import Record
from majlis.kernel.templatetags.majlis import said
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.look.bidi import as_html, filled, foreign_part
from majlis.look.languages import name_of
from majlis.look.templatetags.look import foreign
from majlis.parties.models import Organisation

type PlaceChoice = tuple[str, StrOrPromise | Sequence[tuple[str, StrOrPromise]]]
"""A place and its label, or the label of a group and its places."""

OUTCOME_STATES = {
    Outcome.PENDING: "wait",
    Outcome.CONSIDERED: "met",
    Outcome.NOTED: "met",
    Outcome.AGREED: "met",
    Outcome.AGREED_WITH_STATEMENTS: "met",
    Outcome.NOT_AGREED: "ended",
    Outcome.CARRIED_OVER: "going",
}
"""Outcome -> class of its badge."""
SEPARATOR = " · "
FIRST, LAST, AFTER, UNDER = "first", "last", "after", "under"


@dataclass(frozen=True)
class Badge:
    """A state of an item: the class of its badge, and the words."""

    kind: str
    words: str


@dataclass(frozen=True)
class MaterialRow:
    """A material as an item shows it; ``text``: of a statement that is given as text.

    ``anchor``: its identifier on the page of its item; empty on the page of the meeting.
    """

    anchor: str
    kind: str
    title: SafeString | str
    url: str
    source: SafeString | str
    facts: str
    text: SafeString | str = ""
    links: Sequence[parts.Link] = ()


@dataclass(frozen=True)
class ItemAct:
    """Something that an officer may do with an item: a link, or a button that is sent at once."""

    label: StrOrPromise
    url: str
    is_button: bool = False


@dataclass(frozen=True)
class ItemNode:
    """An item of the agenda, with those below it.

    ``content``: what higher rooms show under it; ``beside``: the conclusions in its margin. ``notices``: what
    an officer should check.
    """

    anchor: str
    label: str
    title: SafeString | str
    level: int
    note: SafeString | str
    url: str
    clocks: Sequence[SafeString | str]
    presenters: SafeString
    badge: Badge | None
    lines: Sequence[SafeString | str]
    notices: Sequence[str]
    materials: Sequence[MaterialRow]
    content: Sequence[SafeString]
    beside: Sequence[SafeString]
    acts: Sequence[ItemAct]
    is_current: bool
    is_withdrawn: bool
    children: list[ItemNode] = field(default_factory=list)


@dataclass(frozen=True)
class Agenda:
    """The agenda of a meeting as its page shows it.

    ``hidden``: items that were withdrawn before their numbers were published; only officers see them.
    ``clocks``: the names of the clocks whose times are shown.
    """

    items: Sequence[ItemNode]
    hidden: Sequence[ItemNode]
    clocks: SafeString
    links: Sequence[parts.Link]
    acts: Sequence[ItemAct]
    has_buttons: bool


def agenda_context(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """The context of ``events/agenda/agenda.html``: the agenda as this reader sees it, as ``agenda``.

    Two to four queries for any number of items, and those of the conclusions and of the rooms above for what
    they show under the items.
    """
    reader = request.user
    items = queries.shown_items(reader, meeting)
    page = AgendaPage(request, meeting, items)
    return {"agenda": page.agenda()}


class AgendaPage:
    """Reads what stands at the items of a meeting, and builds the tree that its page shows."""

    def __init__(self, request: HttpRequest, meeting: Meeting, items: Sequence[AgendaItem]) -> None:
        self.request, self.meeting, self.items = request, meeting, items
        self.language = get_language() or "en"
        self.is_officer = may(Actor.of(request), "events.change_item", meeting)
        self.clocks = times.read_clocks(request, meeting.zone)
        self.content = extension_points.item_content(request, meeting) if items else {}
        # Whoever prepares the meeting writes and decides, so their rights need no query.
        rights = Rights(writes=True, decides=True) if self.is_officer else None
        self.conclusions = conclusions_of_items(request, meeting, items, rights) if items else {}
        self.materials: dict[int, list[ItemMaterial]] = {}
        if any(item.has_materials for item in items):  # type: ignore[attr-defined]
            for material in queries.materials_of(meeting):
                self.materials.setdefault(material.item_id, []).append(material)
        self.presenting = {item.pk: queries.presenting_records(item) for item in items}
        carried = [item for item in items if item.outcome == Outcome.CARRIED_OVER]
        self.later = queries.continuations(request.user, carried) if carried else {}
        self.overlaps = overlapping_items(items) if self.is_officer else {}
        self.children = children_by_parent(items)
        self.day: datetime.date | None = None
        self.addresses = {"add_item": reverse("events:add_item", args=[meeting.slug])}
        self._read_wordings()

    def _read_wordings(self) -> None:
        """Read the wordings of all that the page names, with one query."""
        organisations = [each for several in self.presenting.values() for each in several]
        given = [each.organisation for several in self.materials.values() for each in several]
        others = [
            *(
                item.carried_from.meeting
                for item in self.items
                if item.carried_from is not None and self._shows_source(item)
            ),
            *(each.meeting for several in self.later.values() for each in several),
        ]
        named = [meeting for meeting in others if not self._is_named_by_number(meeting)]
        queries.prefetch_wordings(
            *self.items, *organisations, *given, *named, *(meeting.body for meeting in named)
        )

    def _is_named_by_number(self, meeting: Meeting) -> bool:
        return meeting.body_id == self.meeting.body_id and meeting.number is not None

    @staticmethod
    def _shows_source(item: AgendaItem) -> bool:
        return bool(
            item.carried_from is not None
            and item.source_shown  # type: ignore[attr-defined]
            and item.carried_from.outcome == Outcome.CARRIED_OVER
        )

    def agenda(self) -> Agenda:
        """The agenda, with what an officer may do."""
        nodes = self.nodes(None, 1)
        by_key = {item.pk: item for item in self.items}
        hidden = [
            self.node(item, 1)
            for item in self.items
            if self.is_officer
            and not is_numbered(item)
            and (item.parent_id is None or is_numbered(by_key[item.parent_id]))
        ]
        moments = [
            moment
            for item in self.items
            if item.starts is not None and item.withdrawn_at is None
            for moment in (item.starts, item.ends)
            if moment is not None
        ]
        slug = self.meeting.slug
        links = []
        if self.materials:
            label = _("All presentations, recordings and statements")
            links.append(parts.Link(label, reverse("events:materials", args=[slug])))
        acts = []
        if self.is_officer and may_be_rearranged(self.meeting):
            acts = [
                ItemAct(ADD_ITEM, self.addresses["add_item"]),
                ItemAct(COPY_AGENDA, reverse("events:copy_agenda", args=[slug])),
            ]
        heads = self.clocks.heads(moments, self.language) if moments else []
        return Agenda(nodes, hidden, listed(heads), links, acts, self.is_officer)

    def nodes(self, parent: int | None, level: int) -> list[ItemNode]:
        """The nodes of the numbered items below one, and of those below them."""
        return [
            self.node(item, level) for item in self.children.get(parent, []) if is_numbered(item)
        ]

    def node(self, item: AgendaItem, level: int) -> ItemNode:
        """The node of an item, with those below it."""
        withdrawn = item.withdrawn_at is not None
        return ItemNode(
            anchor=anchor_of(item),
            label=item.label,
            title=said(item.say("title")),
            level=level,
            note="" if withdrawn else said(item.say("note")),
            url=item.get_absolute_url(),
            clocks=() if withdrawn else self.clock_times(item),
            presenters=listed(() if withdrawn else presenter_names(item, self.presenting[item.pk])),
            badge=self.badge(item),
            lines=self.lines(item),
            notices=self.notices(item),
            materials=[
                material_row(material, item, with_text=False)
                for material in self.materials.get(item.pk, [])
            ],
            content=self.content.get(item.pk, []),
            beside=self.conclusions.get(item.pk, []),
            acts=self.acts(item, level) if self.is_officer else (),
            is_current=bool(item.in_hand),  # type: ignore[attr-defined]
            is_withdrawn=withdrawn,
            children=self.nodes(item.pk, level + 1) if is_numbered(item) else [],
        )

    def clock_times(self, item: AgendaItem) -> list[SafeString | str]:
        """The time of an item by each clock; the day of the meeting is named where it is another than before."""
        if item.starts is None:
            return [] if item.sitting_id is None else [self.sitting_words(item.sitting_id)]
        day = times.wall_clock(item.starts, self.clocks.meeting.zone)[0]
        known, self.day = self.day, day
        shown: list[SafeString | str] = [
            self.clocks.meeting_time(item.starts, item.ends, self.language, day=known)
        ]
        if self.clocks.other is not None:
            other = self.clocks.other_time(item.starts, item.ends, self.language)
            shown.append(
                format_html("{}{}{}", self.clocks.other.label, formats.colon(self.language), other)
            )
        return shown

    @cached_property
    def sitting_numbers(self) -> dict[int, int]:
        """The numbers of the sittings by their key; read only if an item without a time has a sitting."""
        return names.sitting_numbers(self.meeting.sittings.all())

    def sitting_words(self, sitting: int) -> str:
        """The name of the sitting of an item without a time."""
        return names.sitting_ordinal(self.sitting_numbers[sitting])

    def badge(self, item: AgendaItem) -> Badge | None:
        """The state of an item: withdrawn, under discussion, or what came of it."""
        if item.withdrawn_at is not None:
            return Badge("ended", pgettext("agenda item", "Withdrawn"))
        if item.in_hand:  # type: ignore[attr-defined]
            return Badge("soon", pgettext("agenda item", "Under discussion"))
        return outcome_badge(item, self.meeting)

    def lines(self, item: AgendaItem) -> list[SafeString]:
        """Where an item comes from and where it goes on, each with a link."""
        shown = []
        if self._shows_source(item):
            assert item.carried_from is not None
            shown.append(named_line(CARRIED_FROM, self.link_elsewhere(item.carried_from)))
        for each in self.later.get(item.pk, []):
            shown.append(named_line(CONTINUED_AT, self.link_elsewhere(each)))
        return shown

    def link_elsewhere(self, item: AgendaItem) -> SafeString:
        """A link to an item of another meeting, which names that meeting."""
        return item_link(item, by_number=self._is_named_by_number(item.meeting))

    def notices(self, item: AgendaItem) -> list[str]:
        """What an officer should check: two items at one time, and a time outside the sitting."""
        if not self.is_officer or item.withdrawn_at is not None:
            return []
        shown = []
        if others := self.overlaps.get(item.pk):
            shown.append(overlap_sentence(others, self.language))
        if is_outside_sitting(item):
            shown.append(str(OUTSIDE_SITTING))
        return shown

    def address_of_act(self, name: str, serial: int) -> str:
        """The address of an act on the item with that serial number; resolved once for all items."""
        if name not in self.addresses:
            self.addresses[name] = reverse(f"events:{name}", args=[self.meeting.slug, 0])
        return self.addresses[name].replace("/items/0/", f"/items/{serial}/")

    def acts(self, item: AgendaItem, level: int) -> list[ItemAct]:
        """What an officer may do with an item, in the state of its meeting."""
        serial = serial_of(item)

        def act(label: StrOrPromise, name: str, *, button: bool = False) -> ItemAct:
            return ItemAct(label, self.address_of_act(name, serial), button)

        rearranged = may_be_rearranged(self.meeting)
        if item.withdrawn_at is not None:
            return [act(RESTORE, "restore_item")] if rearranged else []
        shown = []
        if may_be_corrected(self.meeting):
            shown.append(act(EDIT, "change_item"))
        if takes_outcomes(self.meeting):
            shown.append(act(SET_OUTCOME, "set_item_outcome"))
        if self.meeting.state != CANCELLED:
            shown.append(act(ADD_MATERIAL, "add_material"))
        if not rearranged:
            return shown
        add = self.addresses["add_item"]
        shown.append(ItemAct(ADD_AFTER, f"{add}?place={AFTER}-{serial}"))
        if level < MAX_DEPTH:
            shown.append(ItemAct(ADD_UNDER, f"{add}?place={UNDER}-{serial}"))
        siblings = [each for each in self.children.get(item.parent_id, []) if is_numbered(each)]
        if siblings[0] is not item:
            shown.append(act(MOVE_UP, "move_item_up", button=True))
        if siblings[-1] is not item:
            shown.append(act(MOVE_DOWN, "move_item_down", button=True))
        shown.append(act(MOVE, "move_item"))
        return shown if was_considered(item) else [*shown, act(WITHDRAW, "withdraw_item")]


EDIT = pgettext_lazy("agenda item", "Edit")
SET_OUTCOME = pgettext_lazy("agenda item", "Record outcome")
ADD_MATERIAL = pgettext_lazy("agenda item", "Add material")
ADD_ITEM = pgettext_lazy("agenda item", "Add item")
ADD_AFTER = pgettext_lazy("agenda item", "Add item after this")
ADD_UNDER = pgettext_lazy("agenda item", "Add sub-item")
COPY_AGENDA = pgettext_lazy("agenda", "Copy agenda of an earlier meeting")
MOVE_UP = pgettext_lazy("agenda item", "Move up")
MOVE_DOWN = pgettext_lazy("agenda item", "Move down")
MOVE = pgettext_lazy("agenda item", "Move")
WITHDRAW = pgettext_lazy("agenda item", "Withdraw")
RESTORE = pgettext_lazy("agenda item", "Restore")
CARRIED_FROM = pgettext_lazy("agenda item", "Carried over from")
CONTINUED_AT = pgettext_lazy("agenda item", "Continued at")
OUTSIDE_SITTING = _("The time of this item is outside its sitting. Edit the item.")


def was_considered(item: AgendaItem) -> bool:
    """Whether the meeting dealt with an item, so that it is no longer withdrawn."""
    return item.outcome not in (Outcome.PENDING, Outcome.CARRIED_OVER)


def anchor_of(item: AgendaItem) -> str:
    """The identifier of an item on the page of its meeting; it never changes."""
    return f"item-{serial_of(item)}"


def agenda_url(item: AgendaItem) -> str:
    """The address of an item on the page of its meeting."""
    return f"{item.meeting.get_absolute_url()}#{anchor_of(item)}"


def named_line(label: StrOrPromise, value: SafeString | str) -> SafeString:
    """A label, the colon of the page's language, and a value."""
    return format_html("{}{}{}", label, formats.colon(get_language() or "en"), value)


def outcome_badge(item: AgendaItem, meeting: Meeting) -> Badge | None:
    """What came of an item; None before the meeting opens, when nothing can have come of it."""
    if not item.outcome and meeting.state in (DRAFT, CONVENED, CANCELLED):
        return None
    outcome = Outcome(item.outcome)
    return Badge(OUTCOME_STATES[outcome], capfirst(str(outcome.label)))


def title_html(item: AgendaItem) -> SafeString:
    """The number and the title of an item, the title marked with its language."""
    title = said(item.say("title"))
    if not item.label:
        return format_html("{}", title)
    return format_html('<bdi dir="ltr">{}</bdi> {}', item.label, title)


def title_words(item: AgendaItem) -> str:
    """The number and the title of an item as plain text, the title isolated where it has another direction."""
    language = get_language() or "en"
    title = item.say("title")
    words = foreign_part(title.text, title.language or language, language)
    return f"{item.label} {words}" if item.label else str(words)


def item_link(item: AgendaItem, *, by_number: bool) -> SafeString:
    """A link to an item of another meeting: `fifth meeting, item 2.1`; ``by_number``: of the same body."""
    language = get_language() or "en"
    if by_number and item.meeting.number is not None:
        meeting = names.meeting_ordinal(item.meeting.number)
    else:
        name = names.meeting_name(item.meeting)
        meeting = foreign_part(name.text, name.language or language, language)
    message = pgettext("item of a meeting", "%(meeting)s, item %(item)s")
    words = filled(message, meeting=meeting, item=item.label)
    return format_html('<a href="{}">{}</a>', item.get_absolute_url(), as_html(words))


def organisation_link(organisation: Organisation | Record) -> SafeString:
    """The name of an organization with a link to its page; by itself, or by its record."""
    title = organisation.say("title")
    return format_html(
        '<a href="{}">{}</a>', organisation.get_absolute_url(), foreign(title.text, title.language)
    )


def listed(shown: Iterable[SafeString | str]) -> SafeString:
    """Some texts as a list in one line."""
    separator = formats.list_separator(get_language() or "en")
    return format_html_join(separator, "{}", ((each,) for each in shown))


def presenter_names(item: AgendaItem, organisations: Iterable[Record]) -> list[SafeString]:
    """Who presents an item: organizations, then people or offices."""
    shown = [organisation_link(each) for each in organisations]
    if item.presenters:
        shown.append(format_html("<bdi>{}</bdi>", item.presenters))
    return shown


def meeting_html(meeting: Meeting) -> SafeString:
    """The name of a meeting, marked with its language if that is not the page's."""
    name = names.meeting_name(meeting)
    return format_html("{}", foreign(name.text, name.language))


def own_link(item: AgendaItem) -> SafeString:
    """A link to the page of an item, with its number and title."""
    return format_html('<a href="{}">{}</a>', item.get_absolute_url(), title_html(item))


def meeting_entry(item: AgendaItem, here: AgendaItem) -> parts.TimelineEntry:
    """An item at one of its meetings, for the history of the same item; ``here``: that of the page."""
    meeting = item.meeting
    if meeting.body_id == here.meeting.body_id and meeting.number is not None:
        name = capfirst(names.meeting_ordinal(meeting.number))
    else:
        name = meeting_html(meeting)
    badge = outcome_badge(item, meeting)
    phase = "now" if item.pk == here.pk else "coming" if badge is None else "past"
    when = meeting.first_day or pgettext("date of a meeting", "no date yet")
    return parts.TimelineEntry(
        what=format_html("{}{}{}", name, formats.colon(get_language() or "en"), title_html(item)),
        when=when,
        phase=phase if meeting.first_day else "undated",
        url="" if item.pk == here.pk else item.get_absolute_url(),
        note=badge.words if badge is not None else "",
    )


def overlap_sentence(others: Sequence[AgendaItem], language: str) -> str:
    """The sentence that an item is taken up at the same time as others."""
    labels = formats.list_separator(language).join(each.label for each in others)
    return pgettext("agenda item", "Same time as: %(items)s. Check the times.") % {"items": labels}


# What was presented.


def material_url(material: ItemMaterial, item: AgendaItem) -> str:
    """The address of a material: its file, its link, or its text on the page of the item."""
    if material.file_id is not None:
        slug, serial = item.meeting.slug, serial_of(item)
        return reverse("events:material_file", args=[slug, serial, material.pk])
    if material.link:
        return str(material.link)
    return f"{item.get_absolute_url()}#material-{material.pk}"


def material_source(material: ItemMaterial) -> SafeString | str:
    """Who gave a material: an organization, a person or an office, or both."""
    named = [
        organisation_link(material.organisation) if material.organisation else "",
        format_html("<bdi>{}</bdi>", material.presented_by) if material.presented_by else "",
    ]
    return listed(filter(None, named))


def material_facts(material: ItemMaterial) -> str:
    """The language of a material, and the type and size of its file."""
    facts = [name_of(material.language)]
    if material.file is not None:
        facts.append(SHORT_NAMES.get(material.file.media_type, material.file.media_type))
        facts.append(filesizeformat(material.file.size))
    return SEPARATOR.join(facts)


def material_row(
    material: ItemMaterial,
    item: AgendaItem,
    *,
    with_text: bool,
    links: Sequence[parts.Link] = (),
) -> MaterialRow:
    """A material as a row under its item; with the text of a statement where the page shows it."""
    return MaterialRow(
        anchor=f"material-{material.pk}" if with_text else "",
        kind=capfirst(str(material.get_kind_display())),
        title=foreign(material.title, material.language),
        url=material_url(material, item),
        source=material_source(material),
        facts=material_facts(material),
        text=foreign(material.text, material.language) if with_text else "",
        links=links,
    )


# Places.


def place_choices(
    items: Sequence[AgendaItem], moved: AgendaItem | None = None
) -> list[PlaceChoice]:
    """The places for a new item, or for one that is moved; ``items``: in the order of the agenda, with titles."""
    below = {each.pk for each in subtree_of(moved, items)} if moved is not None else set()
    shown = [item for item in items if item.withdrawn_at is None and item.pk not in below]
    by_key = {item.pk: item for item in items}
    height = max((_level(by_key[key], by_key) for key in below), default=0)
    height = height - _level(moved, by_key) + 1 if moved is not None else 1
    labels = [(item, serial_of(item), title_words(item)) for item in shown]
    after = [
        (f"{AFTER}-{serial}", words)
        for item, serial, words in labels
        if _level(item, by_key) - 1 + height <= MAX_DEPTH
    ]
    under = [
        (f"{UNDER}-{serial}", words)
        for item, serial, words in labels
        if _level(item, by_key) + height <= MAX_DEPTH
    ]
    choices: list[PlaceChoice] = [
        (LAST, pgettext_lazy("place on an agenda", "At the end of the agenda")),
        (FIRST, pgettext_lazy("place on an agenda", "At the start of the agenda")),
    ]
    if after:
        choices.append((pgettext_lazy("place on an agenda", "After the item"), after))  # type: ignore[arg-type]
    if under:
        choices.append((pgettext_lazy("place on an agenda", "As last sub-item of"), under))  # type: ignore[arg-type]
    return choices


def _level(item: AgendaItem, by_key: Mapping[int, AgendaItem]) -> int:
    level = 1
    while item.parent_id is not None:
        item = by_key[item.parent_id]
        level += 1
    return level


def read_place(
    place: str, items: Iterable[AgendaItem], moved: AgendaItem | None = None
) -> tuple[AgendaItem | None, int]:
    """The parent and the position that a place means, as ``add_item`` and ``move_item`` take them."""
    items = list(items)
    if place == FIRST:
        return None, 1
    where, _separator, serial = place.partition("-")
    named = next((item for item in items if str(serial_of(item)) == serial), None)
    if named is None:
        return None, 0
    if where == UNDER:
        return named, 0
    siblings = [
        item
        for item in children_by_parent(items).get(named.parent_id, [])
        if is_numbered(item) and (moved is None or item.pk != moved.pk)
    ]
    parent = next((item for item in items if item.pk == named.parent_id), None)
    return parent, siblings.index(named) + 2


def place_of(item: AgendaItem, items: Sequence[AgendaItem]) -> str:
    """The place at which an item stands, as the choice of a form."""
    siblings = [
        each for each in children_by_parent(items).get(item.parent_id, []) if is_numbered(each)
    ]
    keys = [each.pk for each in siblings]
    before = (
        [each for each in siblings[: keys.index(item.pk)] if each.withdrawn_at is None]
        if item.pk in keys
        else []
    )
    if before:
        return f"{AFTER}-{serial_of(before[-1])}"
    if item.parent_id is None:
        return FIRST
    parent = next(each for each in items if each.pk == item.parent_id)
    return f"{UNDER}-{serial_of(parent)}"
