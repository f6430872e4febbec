"""The list of imports, drawn as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.lifecycle import IMPORT
from majlis.instruments.models import Import
from majlis.look import formats, parts
from majlis.look.templatetags.look import moment


def import_table(imports: Iterable[Import]) -> parts.Table:
    """The imports as a table."""
    columns = [
        parts.Column(_("File")),
        parts.Column(pgettext("import of a text", "State")),
        parts.Column(_("Language")),
        parts.Column(_("Brought in")),
        parts.Column(_("By")),
    ]
    rows = [
        [
            parts.Cell(format_html("<bdi>{}</bdi>", each.name), each.get_absolute_url()),
            each.get_state_display(),
            each.get_language_display() if each.language else "",
            moment(each.made_at),
            str(each.user) if each.user else _("a command"),
        ]
        for each in imports
    ]
    return parts.Table(columns, rows, _("Files that were brought in"), headed=True)


def list_summary(request: HttpRequest, counts: Mapping[str, int], state: str) -> parts.ListSummary:
    """The summary above the list: the number of files, and the state filter."""
    total = counts.get(state, 0) if state else sum(counts.values())
    words = ngettext("%(n)s file", "%(n)s files", total) % {
        "n": formats.number(total, get_language() or "en")
    }
    filters = []
    if state:
        name = str(IMPORT.states[state])
        remove_url = parts.with_query(request, state=None, page=None)
        filters.append(parts.ActiveFilter(pgettext("import of a text", "State"), name, remove_url))
    return parts.ListSummary(words, filters)


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
