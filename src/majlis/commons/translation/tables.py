"""The translation queue as a table of the page and as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.commons.translation import forms
from majlis.commons.translation.lifecycle import JOB
from majlis.kernel import downloads
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.look import parts

STATUS_NAMES = dict(forms.QUEUE_STATES)


def queue_table(request: HttpRequest, rows: list[Any], into: str) -> parts.Table:
    """The queue as a table: original, kind, language, status, due date and state of the job."""
    lines = []
    for row in rows:
        kind = RECORD_KINDS.get(row.record.kind)
        url = (
            reverse("translation:job", args=[row.job])
            if row.job
            else reverse(
                "translation:queue_item", args=[row.record_id, row.field, row.language, into]
            )
        )
        state = dict(JOB.states).get(row.job_state, "") if row.job_state else ""
        lines.append(
            [
                parts.Cell(row.text[:200], url, language=row.language),
                str(kind.name) if kind else row.record.kind,
                LANGUAGES_BY_CODE[row.language].name,
                STATUS_NAMES[row.target_status],
                row.due or "",
                state,
            ]
        )
    heads = (
        _("Original"),
        _("Kind"),
        pgettext("language", "From"),
        _("What waits"),
        _("Due"),
        _("Who is at it"),
    )
    return parts.Table([parts.Column(each) for each in heads], lines)


def queue_sheet(rows: Any, into: str) -> downloads.Sheet:
    """The queue as a file."""
    fields = [
        downloads.Field("address", _("Address")),
        downloads.Field("kind", _("Kind")),
        downloads.Field("field", _("Field")),
        downloads.Field("from", pgettext("language", "From")),
        downloads.Field("into", _("Into")),
        downloads.Field("original", _("Original")),
        downloads.Field("status", _("What waits")),
        downloads.Field("due", _("Due")),
    ]
    return downloads.Sheet(
        f"translation-{into}",
        _("What waits to be translated"),
        fields,
        (
            [
                row.record.address,
                row.record.kind,
                row.field,
                row.language,
                into,
                row.text,
                row.target_status,
                row.due,
            ]
            for row in rows.iterator()
        ),
    )
