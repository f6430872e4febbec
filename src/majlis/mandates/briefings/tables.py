"""Briefs as tables and as one-page documents."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.look import formats, parts
from majlis.look.bidi import isolate
from majlis.look.templatetags.look import date
from majlis.mandates.briefings.meeting import MeetingBrief
from majlis.mandates.briefings.queries import Brief, ForceGroup
from majlis.mandates.changes.dropped import DROPPED, DROPPED_LABEL
from majlis.mandates.clauses import tables as of_clauses
from majlis.mandates.core import table as show
from majlis.mandates.core.display import period_text, session_name
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models import LifecycleEvent, MandateSource
from majlis.mandates.models.choices import Force
from majlis.paper.blocks import Block, Column, Document, Heading, Paragraph, Table

MAX_PER_FORCE = {Force.OBLIGES: 4, Force.REQUESTS: 3, Force.INVITES: 1, Force.ENCOURAGES: 1}
"""Mandates of each force that one sheet of paper holds; the others are counted."""
MAX_LINE, MAX_CHANGE_LINE = 90, 50
"""Signs of the words that ask on the sheet: in a table, and in the line of a change."""


def change_label(what: str) -> str:
    """What happened to a mandate: new, changed, left out, or how it ended."""
    if what in MandateSource.Change.values:
        return str(MandateSource.Change(what).label)
    if what == DROPPED:
        return str(DROPPED_LABEL)
    return str(LifecycleEvent.Kind(what).label)


def changes_table(found: Sequence[tuple[MandateRow, str, datetime.date]]) -> parts.Table:
    """What changed, as a list."""
    columns = [
        parts.Column(_("What is asked")),
        parts.Column(_("What happened")),
        parts.Column(pgettext("change", "Date")),
    ]
    rows = [
        [
            parts.Cell(show.text_excerpt(line), line.mandate.get_absolute_url(), line.mandate.slug),
            change_label(what),
            date(day),
        ]
        for line, what, day in found
    ]
    return parts.Table(columns, rows, _("What changed"), headed=True)


def force_context(part: ForceGroup) -> dict[str, Any]:
    """What is asked with one force, for the page."""
    return {
        "force": part.force,
        "name": Force(part.force).label,
        "count": part.count,
        "left": part.left,
        "dated": show.mandate_table(part.dated, _("With a date")) if part.dated else None,
        "undated": show.mandate_table(part.undated, _("Without a date")) if part.undated else None,
    }


def past_due_table(found: Sequence[MandateRow], until: Mapping[int, datetime.date]) -> parts.Table:
    """What is past its date and not late for everybody; ``calendar_end``: for who leads, the last day to answer each."""
    rows = []
    for line in found:
        cells = show.mandate_cells(line)
        day = until.get(line.mandate.pk)
        if day is not None:
            said = formats.date(day, get_language() or "en")
            note = _("You were told; until %(day)s only you and the secretariat read this.")
            cells[3] = parts.Cell(cells[3], note=note % {"day": said})
        rows.append(cells)
    name = pgettext("mandates", "Date is past")
    return parts.Table(show.mandate_columns(), rows, name, headed=True)


def brief_document(title: str, found: Brief, address: str, coverage: str) -> Document:
    """The brief on one page: the first due of each force, what changed last, and how many more there are."""
    here = get_language() or "en"
    today = strip_tags(date(clock.today()))
    blocks: list[Block] = [
        Paragraph(
            _("What texts in force ask, as of %(date)s. The whole list: %(address)s")
            % {"date": today, "address": address}
        )
    ]
    dated, undated = [], []
    for part in found.asked:
        held = part.dated[: MAX_PER_FORCE[Force(part.force)]]
        dated += held
        undated += part.undated[: MAX_PER_FORCE[Force(part.force)] - len(held)]
    for part in found.asked:
        count = formats.number(part.count, here)
        blocks.append(Paragraph(f"{Force(part.force).label}{formats.colon(here)}{count}"))
    if dated:
        blocks.append(_table(dated, _("What is due first")))
    if undated:
        blocks.append(_table(undated, _("Without a date")))
    if not found.asked:
        blocks.append(Paragraph(_("No text in force that is kept here asks anything.")))
    if found.changed.rows:
        blocks.append(Heading(2, _("What changed in the last twelve months")))
        for line, what, day in found.changed.rows[:3]:
            words = isolate(_shorten(show.as_title(line.text), MAX_CHANGE_LINE), here)
            said = (line.mandate.slug, words, change_label(what), strip_tags(date(day)))
            blocks.append(Paragraph(" · ".join(said)))
    return _document(title, blocks, coverage)


def session_label(session: Any) -> tuple[str, str]:
    """How the next session of a body is called, and when it is; a sentence in the place of what is not known."""
    if session is None:
        return "", _("No session is known yet.")
    when = period_text(session.date, session.until)
    return session_name(session, session.called), when or _("date to be set")


def meeting_document(title: str, found: MeetingBrief, address: str, coverage: str) -> Document:
    """The checklist on paper: what the page names, in its order."""
    here = get_language() or "en"
    blocks: list[Block] = [
        Paragraph(formats.list_separator(here).join(filter(None, session_label(found.session)))),
        Paragraph(_("The whole list: %(address)s") % {"address": address}),
    ]
    for heading, some in (
        (_("Due for this session"), found.now),
        (_("What it is to receive"), found.comes),
        (_("What it was asked itself"), found.own),
        (_("No lead named"), found.unled),
    ):
        if some.lines:
            blocks += [Heading(2, heading), _table(some.lines, heading)]
        if some.left:
            blocks.append(Paragraph(more_label(some.left)))
    if found.clauses:
        blocks.append(Heading(2, _("What ends, or is to be looked at again, within 24 months")))
    for each in found.clauses:
        clause = of_clauses.clause_context(each)
        words = [_shorten(one.text) for one in clause["first"][:1]]
        said = (strip_tags(str(each)) for each in (clause["kind"], clause["when"], clause["place"]))
        blocks.append(Paragraph(" · ".join(filter(None, (*said, *words)))))
    if found.proposed:
        blocks.append(Heading(2, _("What is proposed to it")))
    blocks += [Paragraph(str(each.say("title"))) for each in found.proposed]
    return _document(title, blocks, coverage)


def more_label(left: int) -> str:
    """How many more the register has."""
    shown = formats.number(left, get_language() or "en")
    words = ngettext(
        "%(shown)s more is in the register.", "%(shown)s more are in the register.", left
    )
    return words % {"shown": shown}


def _document(title: str, blocks: list[Block], coverage: str) -> Document:
    if coverage:
        blocks.append(Paragraph(coverage))
    blocks.append(
        Paragraph(_("For information: this register binds nobody. The adopted text prevails."))
    )
    return Document(
        language=get_language() or "en",
        title=title,
        blocks=tuple(blocks),
        cover=None,
        running_head=title[:120],
    )


def _table(rows: Sequence[MandateRow], caption: str) -> Table:
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
            _shorten(line.text),
            str(Force(line.mandate.force).label),
            show.due_text(line.mandate) or "—",
            _shorten(show.phase_text(line)),
        )
        for line in rows
    )
    return Table(caption, columns, made)


def _shorten(text: str, most: int = MAX_LINE) -> str:
    return f"{text[:most].rsplit(' ', 1)[0]}…" if len(text) > most else text
