"""The list of inactive mandates as a table and as data."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.kernel.downloads import Field, Sheet
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.core import table as show
from majlis.mandates.core.display import with_language
from majlis.mandates.core.rows import JsonRow, MandateRow
from majlis.mandates.inactivity.queries import InactiveMandate
from majlis.mandates.models import InactivityNotice


def current_notice(row: InactiveMandate) -> JsonRow | None:
    """The notice that the present lead received for the present date of last activity, or None."""
    notice = row.notice
    return notice if notice is not None and notice["since"] == row.last_activity else None


def answer_label(notice: JsonRow) -> str:
    """The label of the lead's reply; empty where there is none."""
    return str(InactivityNotice.Reply(notice["reply"]).label) if notice["reply"] else ""


def answer_cell(line: MandateRow, row: InactiveMandate, today: datetime.date) -> str:
    """The reply of the lead, or the state of the notice where there is no reply yet."""
    notice = current_notice(row)
    if notice is None:
        if line.lead is None:
            return _("No lead is named, so nobody was told.")
        return _("Who leads has not been told yet.")
    if notice["reply"]:
        answered_at = parse_datetime(notice["answered_at"] or "")
        day = date(answered_at) if answered_at is not None else ""
        answer = with_language(notice["answer"], notice["language"]) if notice["answer"] else ""
        gap = formats.gap(get_language() or "en")
        return format_html("<b>{}</b>{}{}<br>{}", answer_label(notice), gap, day, answer)
    until = datetime.date.fromisoformat(notice["answer_by"])
    if until < today:
        return _("Who leads was told. No answer has come in.")
    day = formats.date(until, get_language() or "en")
    return _("Who leads was told, and can answer until %(day)s.") % {"day": day}


def inactive_table(
    lines: Iterable[MandateRow],
    rows: Mapping[int, InactiveMandate],
    today: datetime.date,
    mine: set[int],
) -> parts.Table:
    """The list as a table. ``mine``: keys of the mandates for which the reader may answer."""
    columns = [
        parts.Column(_("What is asked")),
        parts.Column(_("Lead")),
        parts.Column(pgettext("mandate", "Force")),
        parts.Column(_("Nothing recorded in Majlis since")),
        parts.Column(_("What who leads says of it")),
    ]
    table_rows: list[parts.TableRow] = []
    for line in lines:
        mandate, row = line.mandate, rows[line.mandate.pk]
        note = format_html("<bdi>{}</bdi> · {}", mandate.slug, show.provision_label(line))
        answer = answer_cell(line, row, today)
        notice = current_notice(row)
        if notice is not None and mandate.pk in mine:
            url = reverse("mandates:confirm_activity", args=[notice["pk"]])
            answer = format_html(
                '{}<br><a href="{}">{} <span class="vh"><bdi>{}</bdi></span></a>',
                *(answer, url, _("Say how it is"), mandate.slug),
            )
        table_rows.append(
            [
                parts.Cell(show.text_excerpt(line), mandate.get_absolute_url(), note),
                show.entity_links([line.lead]) if line.lead is not None else _("no lead named"),
                show.force_label(mandate.force),
                date(row.last_activity),
                answer,
            ]
        )
    return parts.Table(columns, table_rows, _("Mandates"), headed=True)


def list_title() -> str:
    """The title of the list."""
    return _("Nothing recorded since long")


def inactive_sheet(lines: Iterable[MandateRow], rows: Mapping[int, InactiveMandate]) -> Sheet:
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
        Field("reply", _("What who leads says of it"), ", ".join(InactivityNotice.Reply.values)),
        Field("answer", _("In their words")),
        Field("language", _("Language"), _("of these words")),
        Field("address", _("Address")),
    )
    return Sheet("mandates-quiet", list_title(), fields, [_sheet_row(each, rows) for each in lines])


def _sheet_row(line: MandateRow, rows: Mapping[int, InactiveMandate]) -> list[str]:
    mandate, row = line.mandate, rows[line.mandate.pk]
    notice = current_notice(row) or {}
    return [
        mandate.slug,
        show.provision_label(line),
        line.lead.slug if line.lead is not None else "",
        mandate.force,
        row.last_activity,
        "yes" if notice else "",
        notice.get("answer_by", ""),
        notice.get("reply", ""),
        notice.get("answer", ""),
        notice.get("language", "") if notice.get("answer") else "",
        mandate.get_absolute_url().lstrip("/").partition("/")[2],
    ]
