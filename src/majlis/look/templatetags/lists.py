"""Template tags for rows of tables and options of fields.

They build HTML in Python, because lists have hundreds of these, and a template takes ten times as long.
"""

from __future__ import annotations

from html import unescape
from typing import Any

from django import template
from django.utils.html import conditional_escape, escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from majlis.look import formats, parts
from majlis.look.templatetags.look import shown

register = template.Library()


@register.simple_tag
def body(table: parts.Table) -> SafeString:
    """The rows of a table; the first cell of each is its header."""
    return mark_safe("\n".join(_row(line) for line in table.lines()))


def _row(line: list[tuple[parts.Column, parts.Cell]]) -> str:
    (_column, header), *others = line
    heading = ""
    cells = [f'<th role="rowheader" scope="row">{_cell(header, ' class="title"')}</th>']
    for column, cell in others:
        figures = ' class="n"' if column.number else ""
        label = conditional_escape(str(column.label))
        attributes = ""
        if column.number and cell.url:
            heading = heading or plain_text(shown(header.words, header.language))
            attributes = f' aria-label="{escape(figure_name(heading, column, cell))}"'
        cells.append(
            f'<td role="cell"{figures} data-label="{label}">{_cell(cell, attributes)}</td>'
        )
    return f'<tr role="row">{"".join(cells)}</tr>'


def figure_name(heading: str, column: parts.Column, cell: parts.Cell) -> str:
    """The name of a link on a number, for those who hear only the link: its row and column, then the number."""
    language = get_language() or "en"
    of = f"{heading}{formats.clause_separator(language)}{column.label}"
    return f"{of}{formats.colon(language)}{plain_text(shown(cell.words, cell.language))}"


def plain_text(text: str) -> str:
    """A text without markup."""
    return unescape(strip_tags(text)) if isinstance(text, SafeString) else text


def _cell(cell: parts.Cell, attributes: str = "") -> str:
    words = conditional_escape(shown(cell.words, cell.language))
    note = f'<span class="small quiet">{conditional_escape(cell.note)}</span>' if cell.note else ""
    if cell.url:
        return f'<a{attributes} href="{conditional_escape(cell.url)}">{words}</a>{note}'
    return f"<span{attributes}>{words}</span>{note}"


@register.simple_tag
def options(widget: dict[str, Any]) -> SafeString:
    """The options of a select widget's context, in their groups."""
    groups = []
    for group, choices, _index in widget["optgroups"]:
        inside = "\n".join(_option(choice) for choice in choices)
        groups.append(f'<optgroup label="{escape(group)}">{inside}</optgroup>' if group else inside)
    return mark_safe("\n".join(groups))


def _option(option: dict[str, Any]) -> str:
    attributes = [
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in option["attrs"].items()
        if value is not False
    ]
    value = escape(str(option["value"]))
    return f'<option value="{value}"{"".join(attributes)}>{conditional_escape(option["label"])}</option>'
