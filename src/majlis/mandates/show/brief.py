"""A brief, a first-day page and a checklist, as pages and as one sheet of paper."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.kinds import Force
from majlis.mandates.models import Asking, Ending
from majlis.mandates.queries.brief import Asked, Brief
from majlis.mandates.queries.lines import Line
from majlis.mandates.show import lines as show
from majlis.paper.blocks import Block, Column, Document, Heading, Paragraph, Table

ON_PAPER = {Force.OBLIGES: 4, Force.REQUESTS: 3, Force.INVITES: 1, Force.ENCOURAGES: 1}
"""Mandates of each force that one sheet of paper holds; the others are counted."""
A_LINE = 90
"""Signs of the words that ask on the sheet."""


def change_name(what: str) -> str:
    """What happened to a mandate: new, changed, or how it ended."""
    if what in Asking.Change.values:
        return str(Asking.Change(what).label)
    return str(Ending.Kind(what).label)


def changes(found: Sequence[tuple[Line, str, datetime.date]]) -> parts.Table:
    """What changed, as a list."""
    columns = [
        parts.Column(_("What is asked")),
        parts.Column(_("What happened")),
        parts.Column(pgettext("change", "Date")),
    ]
    rows = [
        [
            parts.Cell(show.words(line), line.mandate.get_absolute_url(), line.mandate.slug),
            change_name(what),
            date(day),
        ]
        for line, what, day in found
    ]
    return parts.Table(columns, rows, _("What changed"), headed=True)


def asked(part: Asked) -> dict[str, Any]:
    """What is asked with one force, for the page."""
    return {
        "force": part.force,
        "name": Force(part.force).label,
        "count": part.count,
        "left": part.left,
        "dated": show.table(part.dated, _("With a date")) if part.dated else None,
        "undated": show.table(part.undated, _("Without a date")) if part.undated else None,
    }


def sheet_of_paper(title: str, found: Brief, address: str, coverage: str) -> Document:
    """The brief on one page: the first due of each force, what changed last, and how many more there are."""
    here = get_language() or "en"
    today = strip_tags(date(clock.today()))
    blocks: list[Block] = [
        Paragraph(
            _("What texts in force ask, as of %(date)s. The whole list: %(address)s")
            % {"date": today, "address": address}
        )
    ]
    rows = [
        line
        for part in found.asked
        for line in [*part.dated, *part.undated][: ON_PAPER[Force(part.force)]]
    ]
    for part in found.asked:
        count = formats.number(part.count, here)
        blocks.append(Paragraph(f"{Force(part.force).label}{formats.colon(here)}{count}"))
    if rows:
        blocks.append(_table(rows, _("What is due first")))
    if not found.asked:
        blocks.append(Paragraph(_("No text in force that is kept here asks anything.")))
    if found.changed:
        blocks.append(Heading(2, _("What changed in the last twelve months")))
        for line, what, day in found.changed[:3]:
            said = (line.mandate.slug, change_name(what), strip_tags(date(day)))
            blocks.append(Paragraph(" · ".join(said)))
    if coverage:
        blocks.append(Paragraph(coverage))
    blocks.append(
        Paragraph(_("For information: this register binds nobody. The adopted text prevails."))
    )
    return Document(
        language=here, title=title, blocks=tuple(blocks), cover=None, running_head=title[:120]
    )


def _table(rows: Sequence[Line], caption: str) -> Table:
    columns = (
        Column(_("Number"), width=0.8),
        Column(_("What is asked"), width=4.5),
        Column(pgettext("mandate", "Force"), width=1),
        Column(_("By when"), width=1.2),
        Column(pgettext("mandate", "State"), width=1.2),
    )
    made = tuple(
        (
            line.mandate.slug,
            _cut(line.text),
            str(Force(line.mandate.force).label),
            show.when(line.mandate) or "—",
            _cut(show.state_words(line)),
        )
        for line in rows
    )
    return Table(caption, columns, made)


def _cut(text: str) -> str:
    return f"{text[:A_LINE].rsplit(' ', 1)[0]}…" if len(text) > A_LINE else text
