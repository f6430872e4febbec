"""Atom feeds for all rooms (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from majlis.commons.notices.links import absolute_url, active_language

MAX_ENTRIES = 50
# Characters that XML 1.0 does not allow.
INVALID_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """An entry of a feed. ``key`` is a permanent path, the same in every language."""

    key: str
    title: str
    link: str
    at: datetime
    html: str = ""
    author: str = ""
    changed_at: datetime | None = None


def strip_invalid_xml(text: str) -> str:
    """The text with a space in place of each character that XML does not allow."""
    return INVALID_XML.sub(" ", text)


def feed_response(
    request: HttpRequest, title: str, page: str, entries: Iterable[Entry]
) -> HttpResponse:
    """The feed with these entries, in the language of the URL; ``page`` is the path of its HTML page."""
    feed = Atom1Feed(
        title=strip_invalid_xml(title),
        link=absolute_url(page),
        description="",
        language=active_language(),
        feed_url=absolute_url(request.path),
    )
    for entry in entries:
        feed.add_item(
            title=strip_invalid_xml(entry.title),
            link=absolute_url(entry.link),
            description=strip_invalid_xml(entry.html),
            author_name=strip_invalid_xml(entry.author),
            unique_id=absolute_url(entry.key),
            updateddate=entry.changed_at or entry.at,
            pubdate=entry.at,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
