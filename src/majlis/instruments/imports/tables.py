"""The columns of the list of imports, and the links to their states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy

from majlis.instruments.lifecycle import IMPORT, WAITING
from majlis.instruments.models import Import
from majlis.kernel.work import Work, WorkState, work_of
from majlis.kit.columns import Column
from majlis.look import formats, parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import moment

FILES_TITLE = pgettext_lazy("page", "Imported files")


@dataclass(frozen=True)
class ImportRow:
    """An import, and the work on a file that is not read yet."""

    imported: Import
    work: Work | None = None


def import_rows(imports: Sequence[Import]) -> list[ImportRow]:
    """The rows of imports; one query for the work on those that are not read yet."""
    waiting = [each for each in imports if each.state == WAITING]
    works = {key: work for work in work_of(*waiting) for key in work.subjects}
    return [ImportRow(each, works.get(each.pk)) for each in imports]


def state_cell(row: ImportRow) -> parts.Cell:
    """The status of an import, and how far the reading of its file is."""
    state = row.imported.get_state_display()
    return parts.Cell(state, note=WORK_STATES[row.work.state] if row.work is not None else "")


WORK_STATES = {
    WorkState.WAITING: "",
    WorkState.RUNNING: pgettext_lazy("import of a text", "in progress"),
    WorkState.FAILED: pgettext_lazy("import of a text", "failed; open the file to try again"),
    WorkState.DONE: "",
}
COLUMNS: tuple[Column[ImportRow], ...] = (
    Column(
        "file",
        pgettext_lazy("file", "File"),
        lambda row: parts.Cell(
            format_html("<bdi>{}</bdi>", row.imported.name), row.imported.get_absolute_url()
        ),
    ),
    Column("state", pgettext_lazy("import of a text", "Status"), state_cell),
    Column(
        "language",
        pgettext_lazy("language", "Language"),
        lambda row: name_of(row.imported.language) if row.imported.language else "",
    ),
    Column(
        "made_at", pgettext_lazy("date", "Imported on"), lambda row: moment(row.imported.made_at)
    ),
    Column(
        "by",
        pgettext_lazy("import of a text", "Imported by"),
        lambda row: (
            str(row.imported.user)
            if row.imported.user
            else pgettext_lazy("import of a text", "command line")
        ),
    ),
)


def state_links(request: HttpRequest, counts: Mapping[str, int], state: str) -> list[parts.Link]:
    """Links to the other states, with the number of files in each."""
    language = get_language() or "en"
    return [
        parts.Link(
            formats.with_brackets(str(IMPORT.states[each]), formats.number(n, language), language),
            parts.with_query(request, state=each, page=None),
        )
        for each, n in counts.items()
        if each != state
    ]
