"""The cells of the list of inactive mandates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.core import table as show
from majlis.mandates.core.display import with_language
from majlis.mandates.core.rows import JsonRow, MandateRow
from majlis.mandates.inactivity.queries import InactiveMandate
from majlis.mandates.models import InactivityNotice, Mandate


@dataclass(frozen=True)
class InactiveRow:
    """A mandate of the list: as lists show it, with its last activity and notice, and whether the reader may answer."""

    line: MandateRow
    inactive: InactiveMandate
    may_answer: bool

    @property
    def mandate(self) -> Mandate:
        """The mandate."""
        return self.line.mandate

    @property
    def last_activity(self) -> str:
        """The date of its last activity, which may be partial."""
        return self.inactive.last_activity

    @property
    def notice(self) -> JsonRow | None:
        """The notice that the present lead received for the present date of last activity."""
        notice = self.inactive.notice
        return notice if notice is not None and notice["since"] == self.last_activity else None

    def notice_value(self, name: str) -> str:
        """A value of the notice; empty without one."""
        return str(self.notice[name] or "") if self.notice else ""


def answer_label(notice: JsonRow) -> str:
    """The label of the lead's reply; empty where there is none."""
    return str(InactivityNotice.Reply(notice["reply"]).label) if notice["reply"] else ""


def answer_text(row: InactiveRow) -> SafeString | str:
    """The reply of the lead, or the state of the notice where there is no reply yet."""
    notice = row.notice
    if notice is None:
        if row.line.lead is None:
            return _("No lead is named; no notification was sent.")
        return _("The lead has not been notified.")
    if notice["reply"]:
        answered_at = parse_datetime(notice["answered_at"] or "")
        day = date(answered_at) if answered_at is not None else ""
        answer = with_language(notice["answer"], notice["language"]) if notice["answer"] else ""
        gap = formats.gap(get_language() or "en")
        by = (
            format_html("<br>{}", _("Entered by the secretariat"))
            if notice["by_secretariat"]
            else ""
        )
        return format_html("<b>{}</b>{}{}{}<br>{}", answer_label(notice), gap, day, by, answer)
    until = datetime.date.fromisoformat(notice["answer_by"])
    if until < clock.today():
        return _("The lead was notified. No reply was received.")
    day = formats.date(until, get_language() or "en")
    return _("The lead was notified. A reply is due by %(day)s.") % {"day": day}


def answer_cell(row: InactiveRow) -> SafeString | str:
    """The reply, with a link to the form for those who may answer."""
    answer, notice = answer_text(row), row.notice
    if notice is None or not row.may_answer:
        return answer
    url = reverse("mandates:confirm_activity", args=[notice["pk"]])
    return format_html(
        '{}<br><a href="{}">{} <span class="vh"><bdi>{}</bdi></span></a>',
        *(answer, url, pgettext("inactive mandate", "Confirm status"), row.mandate.slug),
    )


def mandate_cell(row: InactiveRow) -> parts.Cell:
    """The text of the mandate, with its number and provision."""
    place = show.provision_label(row.line)
    note = format_html("<bdi>{}</bdi> · {}", row.mandate.slug, place)
    note = show.note_below_title(row.line, note)
    return parts.Cell(show.title_html(row.line), row.mandate.get_absolute_url(), note)
