"""What a row of a table of past meetings refers to: its body, its meeting, an item of the agenda."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from majlis.commons.imports.registry import RowFault
from majlis.events.lifecycle import CANCELLED
from majlis.events.models import AgendaItem, Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.languages import list_separator
from majlis.kernel.models import Wording
from majlis.parties.models import Body

MOST_NAMED = 5
"""Codes that a message names, where several things have a name."""


def tidy_label(text: str) -> str:
    """The number of an agenda item without spaces around it and the full stop behind it."""
    return " ".join(text.split()).rstrip(".")


def code_of(text: str) -> str:
    """The code in a cell: the last part of an address, or the text itself."""
    return text.strip().strip("/").rpartition("/")[2].lower()


def _titled(name: str) -> Exists:
    """A condition: the record has this title in one of the languages."""
    return Exists(
        Wording.objects.filter(record=OuterRef("record_id"), field="title", text__iexact=name)
    )


def _codes(slugs: Iterable[str]) -> str:
    return list_separator(get_language()).join(sorted(slugs)[:MOST_NAMED])


def find_body(actor: Actor, text: str) -> Body:
    """The body with this code, abbreviation or name, in any language. Raises RowFault for the column ``body``."""
    name = " ".join(text.split())
    bodies = Body.objects.visible_to(actor.person).select_related("record")
    found: list[Body] = list(bodies.filter(slug=code_of(name)))
    if not found:
        names = Q(abbreviation__iexact=name) | Q(aliases__label__iexact=name) | Q(_titled(name))
        found = list(bodies.filter(names).distinct())
    if not found:
        raise RowFault("body", _("No body has this name. Enter its code, abbreviation or name."))
    if len(found) > 1:
        message = _("Several bodies have this name. Enter one of these codes: %(codes)s.")
        raise RowFault("body", message % {"codes": _codes(each.slug for each in found)})
    return found[0]


def find_meeting(actor: Actor, row: Mapping[str, str]) -> Meeting:
    """The meeting of the column ``meeting``: by its code, address or title, or by number or first day of its body.

    Raises RowFault for the column ``meeting`` or ``body``.
    """
    name = " ".join(row["meeting"].split())
    meetings = Meeting.objects.visible_to(actor.person).select_related("record", "body__record")
    body = find_body(actor, row["body"]) if row.get("body") else None
    if body is not None:
        meetings = meetings.filter(body=body)
    found: list[Meeting] = list(meetings.filter(slug=code_of(name)))
    if not found and body is not None:
        found = list(_by_number_or_day(meetings, name))
    if not found:
        found = list(meetings.filter(_titled(name)))
    if len(found) > 1:
        message = _("Several meetings have this name. Enter one of these codes: %(codes)s.")
        raise RowFault("meeting", message % {"codes": _codes(each.slug for each in found)})
    if not found:
        message = _("No meeting has this name. Enter its code, or its number beside its body.")
        raise RowFault("meeting", message)
    return found[0]


def _by_number_or_day(meetings: QuerySet[Meeting], name: str) -> QuerySet[Meeting]:
    held = meetings.exclude(state=CANCELLED)
    if name.isascii() and name.isdigit():
        return held.filter(number=min(int(name), 32_767))
    try:
        return held.filter(first_day=datetime.date.fromisoformat(name))
    except ValueError:
        return held.none()


def item_with_label(items: Iterable[AgendaItem], label: str) -> AgendaItem | None:
    """The item with this number among those of an agenda, whatever the case of its letters; None without any."""
    wanted = tidy_label(label).casefold()
    return next((item for item in items if wanted and item.label.casefold() == wanted), None)


def find_item(meeting: Meeting, label: str, key: str) -> AgendaItem:
    """The item of a meeting with this number. Raises RowFault for the column ``key``."""
    items = meeting.items.filter(withdrawn_at=None).select_related("record")
    item = item_with_label(items, label)
    if item is None:
        message = _("Item %(number)s is not on the agenda. Correct the number, or import the item.")
        raise RowFault(key, message % {"number": tidy_label(label)})
    return item
