"""The translation queue as a table of the page and as a file."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from majlis.commons.translation.forms import QUEUE_STATES
from majlis.commons.translation.lifecycle import JOB
from majlis.commons.translation.queries import WaitingWording
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.kit.columns import Column
from majlis.look import parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import date

STATUS_NAMES = dict(QUEUE_STATES)


def original_cell(row: WaitingWording) -> parts.Cell:
    """The original with a link to its open job, or to the page on which one is begun."""
    item = [row.record_id, row.field, row.language, row.into]
    url = (
        reverse("translation:job", args=[row.job])
        if row.job
        else reverse("translation:queue_item", args=item)
    )
    return parts.Cell(row.text[:200], url, language=row.language)


def kind_name(row: WaitingWording) -> str:
    """The name of the kind of the record."""
    kind = RECORD_KINDS.get(row.record.kind)
    return str(kind.name) if kind else row.record.kind


QUEUE_COLUMNS = (
    Column[WaitingWording]("wording", pgettext_lazy("translation", "Original"), original_cell),
    Column[WaitingWording](
        "address", pgettext_lazy("web address", "Web address"), value=lambda row: row.record.address
    ),
    Column[WaitingWording](
        "kind", pgettext_lazy("kind of a record", "Kind"), kind_name, lambda row: row.record.kind
    ),
    Column[WaitingWording](
        "field", pgettext_lazy("field of a record", "Field"), value=lambda row: row.field
    ),
    Column[WaitingWording](
        "from",
        pgettext_lazy("translation", "Source language"),
        lambda row: name_of(row.language),
        lambda row: row.language,
    ),
    Column[WaitingWording](
        "into", pgettext_lazy("translation", "Target language"), value=lambda row: row.into
    ),
    Column[WaitingWording](
        "original", pgettext_lazy("translation", "Original"), value=lambda row: row.text
    ),
    Column[WaitingWording](
        "status",
        pgettext_lazy("status of a record", "Status"),
        lambda row: STATUS_NAMES[row.target_status],
        lambda row: row.target_status,
    ),
    Column[WaitingWording](
        "due", pgettext_lazy("due date", "Due date"), lambda row: date(row.due), lambda row: row.due
    ),
    Column[WaitingWording](
        "job",
        pgettext_lazy("column of a table", "Translation status"),
        lambda row: JOB.states.get(row.job_state or "", ""),
    ),
)
