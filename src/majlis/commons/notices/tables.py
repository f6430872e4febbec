"""Notices as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.links import absolute_url
from majlis.commons.notices.models import Notice
from majlis.commons.notices.sentences import event_sentence
from majlis.kernel.downloads import Field, Sheet


def notices_sheet(notices: QuerySet[Notice]) -> Sheet:
    """Notices as a file: sentence, URL, time of the event and time of reading."""

    def rows() -> Iterator[list[str | datetime | None]]:
        for notice in notices.iterator(chunk_size=500):
            line = event_sentence(notice.event)
            address = line.url and absolute_url(line.url)
            yield [line.words, address, line.at.isoformat(), notice.read_at]

    return Sheet(
        "notices",
        _("My notices"),
        [
            Field("words", _("What was done")),
            Field("address", _("Address")),
            Field("at", _("When")),
            Field("read_at", _("Read")),
        ],
        rows(),
    )
