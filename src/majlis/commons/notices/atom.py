"""Atom, once for all rooms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from majlis.commons.notices.links import absolute_url, active_language

MAX_ENTRIES = 50
# Signs that people can type and XML cannot hold.
INVALID_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One entry: ``key`` is a path that never changes and is the same in every language."""

    key: str
    title: str
    link: str
    at: datetime
    html: str = ""
    author: str = ""
    changed_at: datetime | None = None


def strip_invalid_xml(text: str) -> str:
    """A text without the signs that XML cannot hold."""
    return INVALID_XML.sub(" ", text)


def feed_response(
    request: HttpRequest, title: str, page: str, entries: Iterable[Entry]
) -> HttpResponse:
    """The feed of these entries, in the language of the address; ``page_text`` is what it is the feed of."""
    feed = Atom1Feed(
        title=strip_invalid_xml(title),
        link=absolute_url(page),
        description="",
        language=active_language(),
        feed_url=absolute_url(request.path),
    )
    for each in entries:
        feed.add_item(
            title=strip_invalid_xml(each.title),
            link=absolute_url(each.link),
            description=strip_invalid_xml(each.html),
            author_name=strip_invalid_xml(each.author),
            unique_id=absolute_url(each.key),
            updateddate=each.changed_at or each.at,
            pubdate=each.at,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
