"""The quiet list as rows and as data: since when nothing is recorded, and what who leads says of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.kernel.downloads import Field, Sheet
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.models import QuietNotice
from majlis.mandates.queries.lines import Line
from majlis.mandates.show import lines as show
from majlis.mandates.show.answers import in_its_language

Notice = Mapping[str, Any]


def notice_of(row: Any) -> Notice | None:
    """The notice that holds: who leads today was told of the date since which nothing is recorded."""
    found: Notice | None = row.notice
    return found if found is not None and found["since"] == row.heard else None


def label(notice: Notice) -> str:
    """What who leads says, in a word; empty where nothing was said yet."""
    return str(QuietNotice.Says(notice["says"]).label) if notice["says"] else ""


def said(line: Line, row: Any, today: datetime.date) -> SafeString | str:
    """What who leads says of it; where nothing was said, until when they can, or that nobody was told."""
    notice = notice_of(row)
    if notice is None:
        if line.lead is None:
            return _("No lead is named, so nobody was told.")
        return _("Who leads has not been told yet.")
    if notice["says"]:
        at = parse_datetime(notice["answered_at"] or "")
        day = date(at) if at is not None else ""
        words = in_its_language(notice["answer"], notice["language"]) if notice["answer"] else ""
        gap = formats.gap(get_language() or "en")
        return format_html("<b>{}</b>{}{}<br>{}", label(notice), gap, day, words)
    until = datetime.date.fromisoformat(notice["answer_by"])
    if until < today:
        return _("Who leads was told. No answer has come in.")
    day = formats.date(until, get_language() or "en")
    return _("Who leads was told, and can answer until %(day)s.") % {"day": day}


def table(
    found: Iterable[Line], rows: Mapping[int, Any], today: datetime.date, mine: set[int]
) -> parts.Table:
    """The list. ``personal_feed``: keys of the mandates of which the reader may say how they are."""
    columns = [
        parts.Column(_("What is asked")),
        parts.Column(_("Lead")),
        parts.Column(pgettext("mandate", "Force")),
        parts.Column(_("Nothing recorded in Majlis since")),
        parts.Column(_("What who leads says of it")),
    ]
    made: list[list[Any]] = []
    for line in found:
        mandate, row = line.mandate, rows[line.mandate.pk]
        note = format_html("<bdi>{}</bdi> · {}", mandate.slug, show.place(line))
        answer: Any = said(line, row, today)
        notice = notice_of(row)
        if notice is not None and mandate.pk in mine:
            url = reverse("mandates:answer_quiet", args=[notice["pk"]])
            answer = format_html(
                '{}<br><a href="{}">{} <span class="vh"><bdi>{}</bdi></span></a>',
                *(answer, url, _("Say how it is"), mandate.slug),
            )
        made.append(
            [
                parts.Cell(show.words(line), mandate.get_absolute_url(), note),
                show.actors([line.lead]) if line.lead is not None else _("no lead named"),
                show.force(mandate.force),
                date(row.heard),
                answer,
            ]
        )
    return parts.Table(columns, made, _("Mandates"), headed=True)


def heading() -> str:
    """What the list is called."""
    return _("Nothing recorded since long")


def sheet(found: Iterable[Line], rows: Mapping[int, Any]) -> Sheet:
    """The list as data, in its order."""
    fields = (
        Field("number", _("Number")),
        Field("place", _("Provision")),
        Field("lead", _("Lead"), _("actor, as its page is addressed")),
        Field("force", pgettext("mandate", "Force")),
        Field(
            "since",
            _("Nothing recorded in Majlis since"),
            _("of the records of this site; it says nothing of the work that was done"),
        ),
        Field("told", _("Told"), _("yes where who leads was told")),
        Field("answer_by", _("Answer by")),
        Field("says", _("What who leads says of it"), ", ".join(QuietNotice.Says.values)),
        Field("answer", _("In their words")),
        Field("language", _("Language"), _("of these words")),
        Field("address", _("Address")),
    )
    return Sheet("mandates-quiet", heading(), fields, [_data(each, rows) for each in found])


def _data(line: Line, rows: Mapping[int, Any]) -> list[Any]:
    mandate, row = line.mandate, rows[line.mandate.pk]
    notice = notice_of(row) or {}
    return [
        mandate.slug,
        show.place(line),
        line.lead.slug if line.lead is not None else "",
        mandate.force,
        row.heard,
        "yes" if notice else "",
        notice.get("answer_by", ""),
        notice.get("says", ""),
        notice.get("answer", ""),
        notice.get("language", "") if notice.get("answer") else "",
        mandate.get_absolute_url().lstrip("/").partition("/")[2],
    ]
