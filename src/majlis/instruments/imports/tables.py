"""The columns of the list of imports, and the links to their states."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy

from majlis.instruments.lifecycle import IMPORT
from majlis.instruments.models import Import
from majlis.kit.columns import Column
from majlis.look import formats, parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import moment

FILES_TITLE = pgettext_lazy("page", "Imported files")
COLUMNS: tuple[Column[Import], ...] = (
    Column(
        "file",
        pgettext_lazy("file", "File"),
        lambda each: parts.Cell(format_html("<bdi>{}</bdi>", each.name), each.get_absolute_url()),
    ),
    Column(
        "state",
        pgettext_lazy("import of a text", "Status"),
        lambda each: each.get_state_display(),
    ),
    Column(
        "language",
        pgettext_lazy("language", "Language"),
        lambda each: name_of(each.language) if each.language else "",
    ),
    Column("made_at", pgettext_lazy("date", "Imported on"), lambda each: moment(each.made_at)),
    Column(
        "by",
        pgettext_lazy("import of a text", "Imported by"),
        lambda each: (
            str(each.user) if each.user else pgettext_lazy("import of a text", "command line")
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
