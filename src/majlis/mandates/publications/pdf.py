"""The printed register: the mandates in force on a day, by text, as PDF."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.commons.notices.links import absolute_url
from majlis.instruments.citations import format
from majlis.instruments.citations.names import instrument_symbol
from majlis.look import formats
from majlis.mandates.core import table as show
from majlis.mandates.core.print import print_runs, with_address_linked
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models import Edition
from majlis.mandates.models.choices import Force
from majlis.mandates.publications import queries
from majlis.mandates.publications.queries import edition_name, edition_url
from majlis.mandates.register import coverage, coverage_tables
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.dashboard_tables import count_in_force
from majlis.mandates.register.tables import disclaimer
from majlis.paper import write
from majlis.paper.blocks import (
    Block,
    Column,
    Contents,
    Cover,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)
from majlis.paper.runs import Content, Inline, Link, Number, Run, Symbol

VOLUME_SIZE = 4_000
"""The number of mandates after which a volume ends.

Measured: so many take a minute and about 800 MB to set.
"""


@dataclass(frozen=True)
class Volume:
    """A document of some mandates; ``part`` is 0 where it is the only one."""

    document: Document
    count: int
    part: int = 0


def render_in_process(document: Document) -> bytes:
    """Render the PDF in a separate process, which frees the memory when it ends."""
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        return pool.submit(write.pdf, document).result()


def edition_volumes(language: str, day: datetime.date) -> list[Volume]:
    """The register in a language on a day.

    One document, or several where it is large; a text is never split.
    """
    with translation.override(language):
        bodies = list(_text_blocks(language, day))
        many = len(bodies) > 1
        return [
            Volume(
                _document(language, day, blocks, count, (n if many else 0, len(bodies))),
                count,
                n if many else 0,
            )
            for n, (blocks, count) in enumerate(bodies, 1)
        ]


def _document(
    language: str, day: datetime.date, body: list[Block], count: int, part: tuple[int, int]
) -> Document:
    figures = register_queries.state_counts(AnonymousUser(), day)
    colon, date = formats.colon(language), formats.date(day, language)
    comma = formats.clause_separator(language)
    title = _("Register of mandates")
    edition = _("Edition of %(date)s") % {"date": date}
    if part[0]:
        edition = comma.join([edition, _("part %(n)s of %(all)s") % {"n": part[0], "all": part[1]}])
    cited = comma.join([title, edition, "Majlis"])
    address = edition_url(edition_name(language, day, part[0]), Edition.Form.PDF, language)
    coverage_line = coverage_tables.coverage_sentence(coverage.register_coverage(AnonymousUser()))
    cover = Cover(
        subtitle=edition,
        lines=(
            count_in_force(count),
            coverage_line,
            with_address_linked(f"{_('How to cite')}{colon}{cited}. {address}", address),
            disclaimer(),
        ),
    )
    blocks: list[Block] = [
        Contents(2),
        PageBreak(),
        Heading(1, _("Definitions of figures")),
        Paragraph(coverage_line),
        Note(disclaimer()),
        _count_table(figures),
        Paragraph((pgettext("page", "Counting method"), colon, _site_link(language, "method"))),
        Paragraph((_("Coverage and findings to check"), colon, _site_link(language, "coverage"))),
        PageBreak(),
        Heading(1, pgettext("mandates", "Mandates")),
        *body,
    ]
    if not body:
        blocks.append(Note(_("No mandates in force on the date of this edition.")))
    return Document(
        language,
        title,
        tuple(blocks),
        cover,
        running_head=comma.join([title, edition]),
        author="Majlis",
        subject=cited,
    )


def _site_link(language: str, page: str) -> Link:
    address = absolute_url(f"/{language}/mandates/{page}/")
    return Link((Symbol(address),), address)


def state_definitions() -> list[tuple[str, str, str]]:
    """(state, label, definition) of each state, as on the method page."""
    return [
        (
            "answered",
            pgettext("mandates", "Reported done"),
            _("the lead states, with evidence, that it was done"),
        ),
        (
            "later",
            pgettext("mandates", "Not yet due"),
            _("open, due in more than 90 days"),
        ),
        (
            "soon",
            _("Due within 90 days"),
            _("open, due within the next 90 days"),
        ),
        (
            "late",
            pgettext("mandates", "Overdue"),
            _("open and overdue under the rule on the method page"),
        ),
        (
            "passed",
            pgettext("mandates", "Due date passed"),
            _("open, due date passed, but not overdue under the rule on the method page"),
        ),
        ("undated", pgettext("mandates", "Without a date"), _("open, without a full due date")),
        (
            "not_answered",
            pgettext("mandates", "Reported not done"),
            _("as stated by the lead, with the reason"),
        ),
        (
            "not_applicable",
            pgettext("mandates", "Not applicable"),
            _("as stated by the lead, with the reason"),
        ),
        (
            "no_information",
            pgettext("mandates", "No information"),
            _("no report yet; the work may have been done"),
        ),
    ]


def commitment_definition() -> tuple[str, str, str]:
    """The key, label and definition of the number of commitments, as on the method page."""
    return (
        register_queries.COMMITTED,
        pgettext("mandates", "Commitments"),
        _("mandates by which those who adopt a text bind themselves"),
    )


def _count_table(figures: dict[str, int]) -> Table:
    return Table(
        _("Mandates in force on the date of this edition, with definitions"),
        (
            Column(pgettext("number counted", "Figure"), width=2),
            Column(pgettext("page", "Mandates"), "number"),
            Column(pgettext("figure", "Definition"), width=4),
        ),
        (
            (
                pgettext("mandates", "In force"),
                (Number(figures.get("all", 0)),),
                _(
                    "mandates in texts in force, neither paused nor ended; sum of the following "
                    "eight figures"
                ),
            ),
            *(
                (name, (Number(figures.get(key, 0)),), what)
                for key, name, what in (*state_definitions(), commitment_definition())
            ),
        ),
    )


def _text_blocks(language: str, day: datetime.date) -> Iterator[tuple[list[Block], int]]:
    """Blocks of the mandates in force, text by text, with their number; one empty volume where there is none."""
    blocks: list[Block] = []
    text, count = 0, 0
    for line, wordings in queries.rows_by_text(language, register_queries.BINDS, day):
        instrument = line.version.instrument
        if instrument.pk != text:
            if count >= VOLUME_SIZE:
                yield blocks, count
                blocks, count = [], 0
            text = instrument.pk
            blocks.append(Heading(2, print_runs(instrument_symbol(instrument))))
        count += 1
        blocks += mandate_blocks(line, wordings, language, day)
    yield blocks, count


def mandate_blocks(
    line: MandateRow, wordings: list[tuple[str, str]], language: str, day: datetime.date
) -> list[Block]:
    """A mandate: number and provision, wording, facts."""
    place = format.provision_reference(line.chain)
    code, text = wordings[0] if wordings else (language, "")
    blocks: list[Block] = [Heading(3, (Symbol(line.mandate.slug), " · ", *print_runs(place)))]
    if text:
        blocks.append(
            Quote(text if code == language else (Run(text, language=code),), language=code)
        )
    facts: list[Inline] = []
    for label, value in mandate_facts(line, language, day):
        facts += ["\n" if facts else "", Run(f"{label}{formats.colon(language)}", strong=True)]
        facts += value if isinstance(value, tuple) else (value,)
    blocks.append(Paragraph(tuple(facts)))
    return blocks


def mandate_facts(line: MandateRow, language: str, day: datetime.date) -> list[tuple[str, Content]]:
    """The facts of a mandate: (label, value), without empty ones."""
    mandate = line.mandate
    comma = formats.list_separator(language)

    def names(role: str) -> str:
        return comma.join(show.entity_name(each) for each in line.entities_with_role(role))

    ends = formats.date(mandate.expires, language) if mandate.expires else ""
    facts: list[tuple[str, Content]] = [
        (pgettext("mandate", "Addressees"), names("asked")),
        (pgettext("mandate", "Recipients"), names("recipient")),
        (_("Through or in cooperation with"), names("via")),
        (pgettext("mandate", "Force"), str(Force(mandate.force).label)),
        (pgettext("due date", "Due date"), show.due_text(mandate)),
        (
            pgettext("mandate", "Lead entity"),
            show.entity_name(line.lead) if line.lead else _("no lead named"),
        ),
        (pgettext("mandate", "Status"), show.phase_text(line, day)),
        (pgettext("mandate", "End date"), ends),
    ]
    return [(str(label), value) for label, value in facts if value]
