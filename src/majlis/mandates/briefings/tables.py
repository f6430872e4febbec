"""Briefs as tables and as one-page documents."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.html import format_html, strip_tags
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.kit.columns import CellContent, Column, page_table
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.briefings.meeting import MeetingBrief
from majlis.mandates.briefings.queries import Brief, ForceGroup
from majlis.mandates.changes.dropped import DROPPED, DROPPED_LABEL
from majlis.mandates.clauses import tables as of_clauses
from majlis.mandates.core import table as show
from majlis.mandates.core.display import period_text, session_name
from majlis.mandates.core.print import print_runs, text_run, with_address_linked
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.core.sessions import NamedOccasion
from majlis.mandates.models import LifecycleEvent, MandateSource
from majlis.mandates.models.choices import Force
from majlis.paper.blocks import Block, Document, Heading, Paragraph, Table
from majlis.paper.blocks import Column as PaperColumn
from majlis.paper.runs import Inline, Symbol

MAX_PER_FORCE = {
    Force.OBLIGES: 4,
    Force.REQUESTS: 3,
    Force.INVITES: 1,
    Force.ENCOURAGES: 1,
    Force.COMMITS: 1,
}
"""The most mandates of each force on one sheet of paper; the others are only counted."""
MAX_LINE, MAX_CHANGE_LINE, MAX_REPLY = 90, 50, 30
"""The longest excerpts on paper, in characters: of a wording in a table and in a line on a change, of a reply."""


def change_label(what: str) -> str:
    """The label of a change: new, changed, dropped, or how the mandate ended."""
    if what in MandateSource.Change.values:
        return str(MandateSource.Change(what).label)
    if what == DROPPED:
        return str(DROPPED_LABEL)
    return str(LifecycleEvent.Kind(what).label)


CHANGE_COLUMNS: tuple[Column[tuple[MandateRow, str, datetime.date]], ...] = (
    Column(
        "mandate",
        pgettext_lazy("mandate", "Requested action"),
        lambda change: parts.Cell(
            show.title_html(change[0]),
            change[0].mandate.get_absolute_url(),
            show.note_below_title(change[0], format_html("{}", change[0].mandate.slug)),
        ),
    ),
    Column("what", gettext_lazy("Type of change"), lambda change: change_label(change[1])),
    Column("date", pgettext_lazy("change", "Date"), lambda change: date(change[2])),
)


def changes_table(changes: Sequence[tuple[MandateRow, str, datetime.date]]) -> parts.Table:
    """The recent changes as a table."""
    return page_table(CHANGE_COLUMNS, changes, pgettext("page", "Recent changes"))


def force_context(group: ForceGroup) -> dict[str, parts.StrOrPromise | int | parts.Table | None]:
    """The template context of a group of one force."""
    return {
        "force": group.force,
        "name": Force(group.force).label,
        "count": group.count,
        "left": group.left,
        "dated": show.mandate_table(group.dated, _("With a date, or closed"))
        if group.dated
        else None,
        "undated": show.mandate_table(group.undated, _("Without a date"))
        if group.undated
        else None,
    }


def past_due_table(lines: Sequence[MandateRow], until: Mapping[int, datetime.date]) -> parts.Table:
    """Mandates past their date that others do not see as overdue yet.

    ``until``: mandate -> the last day to answer, for a reader who represents the lead.
    """

    def due_cell(row: MandateRow) -> CellContent:
        day, due = until.get(row.mandate.pk), show.due_text(row.mandate)
        if day is None:
            return due
        note = _(
            "The lead was notified. Until %(day)s, only the lead and the secretariat see this note."
        )
        day_text = formats.date(day, get_language() or "en")
        return parts.Cell(due, note=note % {"day": day_text})

    columns = [
        replace(column, cell=due_cell) if column.key == "due" else column
        for column in show.MANDATE_COLUMNS
    ]
    return page_table(columns, lines, pgettext("mandates", "Due date passed"))


def brief_document(title: str, brief: Brief, address: str, coverage: str) -> Document:
    """The brief on one page: the first due of each force, the latest changes, and the numbers."""
    language = get_language() or "en"
    today = strip_tags(date(clock.today()))
    blocks: list[Block] = [
        Paragraph(
            with_address_linked(
                _("Requests and commitments in force as of %(date)s. Full list: %(address)s")
                % {"date": today, "address": address},
                address,
            )
        )
    ]
    dated, undated = [], []
    for group in brief.asked:
        listed = group.dated[: MAX_PER_FORCE[Force(group.force)]]
        dated += listed
        undated += group.undated[: MAX_PER_FORCE[Force(group.force)] - len(listed)]
    for group in brief.asked:
        count = formats.number(group.count, language)
        blocks.append(Paragraph(f"{Force(group.force).label}{formats.colon(language)}{count}"))
    if dated:
        blocks.append(_table(dated, _("With a date, or closed")))
    if undated:
        blocks.append(_table(undated, _("Without a date")))
    if not brief.asked:
        blocks.append(Paragraph(_("No requests were found in the texts in force held in Majlis.")))
    if brief.conditional:
        blocks.append(Paragraph(conditional_label(brief.conditional)))
    if brief.changed.rows:
        blocks.append(Heading(2, _("Changes in the last 12 months")))
        for line, what, day in brief.changed.rows[:3]:
            excerpt = text_run(_shorten(show.as_title(line.text), MAX_CHANGE_LINE), line.language)
            change = f" · {change_label(what)} · {strip_tags(date(day))}"
            blocks.append(Paragraph((Symbol(line.mandate.slug), " · ", excerpt, change)))
    return _document(title, blocks, coverage)


def session_label(session: NamedOccasion | None) -> tuple[str, str]:
    """The name and the date of the next session of a body; a sentence where they are not known."""
    if session is None:
        return "", _("No sessions yet.")
    when = period_text(session.date, session.until)
    return session_name(session, session.called or ""), when or _("date to be set")


def meeting_document(title: str, brief: MeetingBrief, address: str, coverage: str) -> Document:
    """The checklist as a document, in the order of the page."""
    language = get_language() or "en"
    blocks: list[Block] = [
        Paragraph(
            formats.clause_separator(language).join(filter(None, session_label(brief.session)))
        ),
        Paragraph(with_address_linked(_("Full list: %(address)s") % {"address": address}, address)),
    ]
    for heading, limited in (
        (_("Due for this session"), brief.now),
        (_("Deliverables for this body"), brief.comes),
        (_("Requests addressed to this body"), brief.own),
        (pgettext("mandates", "Commitments"), brief.commitments),
        (_("No lead named"), brief.unled),
    ):
        if limited.lines:
            blocks += [
                Heading(2, heading),
                _table(limited.lines, pgettext("page", "Mandates")),
            ]
        if limited.left:
            blocks.append(Paragraph(more_label(limited.left)))
    if brief.clauses:
        blocks.append(Heading(2, _("Expiry and review dates within 24 months")))
    for row in brief.clauses:
        clause = of_clauses.clause_context(row)
        labels = [strip_tags(str(value)) for value in (clause["kind"], clause["when"]) if value]
        runs: list[Inline] = [f"{label} · " for label in labels]
        runs += print_runs(of_clauses.clause_place(row))
        for one in row.words[:1]:
            runs += [" · ", text_run(_shorten(one.text), one.language)]
        blocks.append(Paragraph(tuple(runs)))
    if brief.proposed:
        blocks.append(Heading(2, _("Texts proposed to this body")))
    titles = [version.say("title") for version in brief.proposed]
    blocks += [Paragraph((text_run(title.text, title.language),)) for title in titles]
    return _document(title, blocks, coverage)


def conditional_label(count: int) -> str:
    """A sentence with the number of mandates whose texts are not yet in force."""
    shown = formats.number(count, get_language() or "en")
    message = ngettext(
        "%(shown)s mandate would apply if its text entered into force.",
        "%(shown)s mandates would apply if their texts entered into force.",
        count,
    )
    return message % {"shown": shown}


def more_label(left: int) -> str:
    """A sentence with the number of mandates that are not listed."""
    shown = formats.number(left, get_language() or "en")
    message = ngettext(
        "%(shown)s more mandate in the register.", "%(shown)s more mandates in the register.", left
    )
    return message % {"shown": shown}


def _document(title: str, blocks: list[Block], coverage: str) -> Document:
    if coverage:
        blocks.append(Paragraph(coverage))
    blocks.append(
        Paragraph(
            _("For information only. The register is not binding; the adopted text prevails.")
        )
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
        PaperColumn(pgettext("number of a record", "Number"), width=1),
        PaperColumn(pgettext("mandate", "Requested action"), width=3.5),
        PaperColumn(pgettext("mandate", "Force"), width=1.35),
        PaperColumn(pgettext("due date", "Due date"), width=1.35),
        PaperColumn(pgettext("mandate", "Status"), width=1.8),
    )
    cells = tuple(
        (
            (Symbol(line.mandate.slug),),
            (text_run(_shorten(show.as_title(line.text)), line.language),),
            str(Force(line.mandate.force).label),
            show.due_text(line.mandate) or "—",
            show.phase_text(line, longest_reply=MAX_REPLY),
        )
        for line in rows
    )
    return Table(caption, columns, cells)


def _shorten(text: str, most: int = MAX_LINE) -> str:
    return f"{text[:most].rsplit(' ', 1)[0]}…" if len(text) > most else text
