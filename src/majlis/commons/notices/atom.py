"""Atom, once for all rooms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from majlis.commons.notices.links import absolute, here

LONGEST = 50
# Signs that people can type and XML cannot hold.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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


def readable(text: str) -> str:
    """A text without the signs that XML cannot hold."""
    return NO_XML.sub(" ", text)


def answer(request: HttpRequest, title: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    """The feed of these entries, in the language of the address; ``page_text`` is what it is the feed of."""
    feed = Atom1Feed(
        title=readable(title),
        link=absolute(page),
        description="",
        language=here(),
        feed_url=absolute(request.path),
    )
    for each in entries:
        feed.add_item(
            title=readable(each.title),
            link=absolute(each.link),
            description=readable(each.html),
            author_name=readable(each.author),
            unique_id=absolute(each.key),
            updateddate=each.changed_at or each.at,
            pubdate=each.at,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
