"""Extension points: what higher rooms add to the page of a meeting.

This room does not import the rooms above it. A room registers, in ``ready`` of its application, what it
shows under the items of an agenda, and sections of the page of a meeting::

    extension_points.register_item_content(documents_of_items)
    extension_points.register_meeting_section("documents/meeting_section.html", meeting_documents)

``documents_of_items(request, meeting)`` reads all items of the meeting at once and returns, by the key of
an item, the markup to show under it. ``meeting_documents(request, meeting)`` returns the context of the
template, as ``it``, or None where there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from majlis.events.models import Meeting

type ItemContent = Callable[[HttpRequest, Meeting], Mapping[int, SafeString]]
type SectionContext = Callable[[HttpRequest, Meeting], Mapping[str, Any] | None]

_ITEM_CONTENT: list[ItemContent] = []
_SECTIONS: dict[str, SectionContext] = {}


@dataclass(frozen=True)
class Section:
    """A section as the page of a meeting includes it."""

    template: str
    it: Mapping[str, Any]


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
