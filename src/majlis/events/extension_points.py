"""Extension points: what higher rooms add to the page of a meeting.

This room does not import the rooms above it. A room registers, in ``ready`` of its application, what it
shows under the items of an agenda, and sections of the page of a meeting::

    extension_points.register_item_content(documents_of_items)
    extension_points.register_meeting_section("documents/meeting_section.html", meeting_documents)

``documents_of_items(request, meeting)`` reads all items of the meeting at once and returns, by the key of
an item, the markup to show under it. ``meeting_documents(request, meeting)`` returns the context of the
template, as ``it``, or None where there is nothing to show.

Below the list of all meetings, a room adds a link to a page of its own::

    extension_points.register_list_link(pgettext_lazy("page", "Documents"), "documents:documents")

For the live page of a sitting, a room names the documents of items::

    extension_points.register_item_documents(documents_to_discuss)

``documents_to_discuss(meeting, items)`` returns, by the key of an item, its documents in their order: only
those that everybody may see who may see the meeting.

By when contributions to a meeting are due by the rules of its body, for the convening letter::

    extension_points.register_contributions_due(contributions_due)
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from majlis.events.models import Meeting
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import Record
from majlis.look.parts import Link

type ItemContent = Callable[[HttpRequest, Meeting], Mapping[int, SafeString]]
type SectionContext = Callable[[HttpRequest, Meeting], Mapping[str, Any] | None]

type ItemDocuments = Callable[[Meeting, Sequence[int]], Mapping[int, Sequence[ItemDocument]]]
type ContributionsDue = Callable[[Meeting], datetime.datetime | None]

_ITEM_CONTENT: list[ItemContent] = []
_SECTIONS: dict[str, SectionContext] = {}
_ITEM_DOCUMENTS: list[ItemDocuments] = []
_CONTRIBUTIONS_DUE: list[ContributionsDue] = []
_LIST_LINKS: dict[str, StrOrPromise] = {}


@dataclass(frozen=True)
class Section:
    """A section as the page of a meeting includes it."""

    template: str
    it: Mapping[str, Any]


@dataclass(frozen=True)
class ItemDocument:
    """A document of an item; ``files``: the code of each language in which it can be read, and the address."""

    record: Record
    symbol: str
    title: str
    title_language: str
    files: Sequence[tuple[str, str]] = ()


def register_item_content(content: ItemContent) -> None:
    """Add content under the items of an agenda."""
    if content not in _ITEM_CONTENT:
        _ITEM_CONTENT.append(content)


def item_content(request: HttpRequest, meeting: Meeting) -> dict[int, list[SafeString]]:
    """The content under each item of a meeting: key of the item -> markup of each room."""
    shown: dict[int, list[SafeString]] = {}
    for content in _ITEM_CONTENT:
        for key, markup in content(request, meeting).items():
            shown.setdefault(key, []).append(markup)
    return shown


def register_meeting_section(template: str, context: SectionContext) -> None:
    """Add a section to the page of a meeting; the same template again replaces it."""
    _SECTIONS[template] = context


def meeting_sections(request: HttpRequest, meeting: Meeting) -> list[Section]:
    """The sections of the page of a meeting that have something to show."""
    contexts = ((template, of(request, meeting)) for template, of in _SECTIONS.items())
    return [Section(template, it) for template, it in contexts if it is not None]


def register_list_link(label: StrOrPromise, url_name: str) -> None:
    """Add a link below the list of all meetings; the same name of an address again replaces it."""
    _LIST_LINKS[url_name] = label


def list_links() -> list[Link]:
    """The links below the list of all meetings."""
    return [Link(label, reverse(url_name)) for url_name, label in _LIST_LINKS.items()]


def register_contributions_due(due: ContributionsDue) -> None:
    """Say by when contributions to a meeting are due which does not state it."""
    if due not in _CONTRIBUTIONS_DUE:
        _CONTRIBUTIONS_DUE.append(due)


def contributions_due(meeting: Meeting) -> datetime.datetime | None:
    """The moment by which contributions are due: that of the meeting, else by the rules of its body; None if unknown."""
    if meeting.contributions_due is not None:
        return meeting.contributions_due
    return next((moment for due in _CONTRIBUTIONS_DUE if (moment := due(meeting))), None)


def register_item_documents(documents: ItemDocuments) -> None:
    """Name the documents of items, for the live page of a sitting."""
    if documents not in _ITEM_DOCUMENTS:
        _ITEM_DOCUMENTS.append(documents)


def item_documents(meeting: Meeting, items: Sequence[int]) -> dict[int, list[ItemDocument]]:
    """The documents of items of a meeting, by the key of the item, that everybody who sees the meeting may see."""
    found: dict[int, list[ItemDocument]] = {}
    for documents in _ITEM_DOCUMENTS:
        for key, rows in documents(meeting, items).items():
            found.setdefault(key, []).extend(rows)
    return found
