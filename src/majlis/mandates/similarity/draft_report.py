"""The report on a draft, to print: two pages of facts in the reader's language, without advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from majlis.kernel import clock
from majlis.look import formats
from majlis.mandates.core import table
from majlis.mandates.core.print import print_runs
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.similarity import tables
from majlis.mandates.similarity.draft import Draft
from majlis.mandates.similarity.nearest import ComparisonScope, NearestMandates
from majlis.paper.blocks import Block, Document, Heading, Item, Items, Paragraph, plain
from majlis.paper.runs import Inline, Link, Run, Symbol

LINES_OF_REPORT = 44
"""Lines on two pages, without the fixed parts of the report."""
_CHARACTERS_PER_LINE = {"zh": 38, "ar": 85}
_DEFAULT_CHARACTERS_PER_LINE = 80  # in the other languages
MANDATES_PER_PARAGRAPH = 3
"""Number of mandates per paragraph in the report; the page shows all."""
_LONGEST_TEXT = 150


@dataclass(frozen=True)
class CheckedDraft:
    """A draft with the nearest mandates of each paragraph, and the mandates that it drops (``ending``)."""

    draft: Draft
    nearest: Sequence[NearestMandates]
    compared: ComparisonScope
    ending: Sequence[MandateRow] = ()
    name: str = ""

    @property
    def with_something(self) -> int:
        """Number of paragraphs with a similar mandate."""
        return sum(bool(each.similar) for each in self.nearest)


def comparison_summary(checked: CheckedDraft) -> str:
    """How many paragraphs were compared, and how many have a near mandate."""
    total, with_near = len(checked.draft.paragraphs), checked.with_something
    language = tables.page_language()
    compared = ngettext(
        "%(total)s paragraph was compared.", "%(total)s paragraphs were compared.", total
    ) % {"total": formats.number(total, language)}
    if not with_near:
        none = tables.no_similar_mandate_text(checked.compared)
        return f"{compared}{formats.gap(language)}{none}"
    near = ngettext(
        "Similar mandates were found for %(n)s paragraph.",
        "Similar mandates were found for %(n)s paragraphs.",
        with_near,
    ) % {"n": formats.number(with_near, language)}
    return f"{compared}{formats.gap(language)}{near}"


def omission_note(draft: Draft) -> str:
    """A note that not all paragraphs were compared; empty if they were."""
    if not draft.omitted:
        return ""
    return ngettext(
        "The draft is long. %(n)s further paragraph with a request was not compared.",
        "The draft is long. %(n)s further paragraphs with a request were not compared.",
        draft.omitted,
    ) % {"n": formats.number(draft.omitted, tables.page_language())}


def report_document(checked: CheckedDraft) -> Document:
    """The report as a document."""
    language = tables.page_language()
    today = formats.date(clock.today(), language)
    intro: list[Block] = [
        Paragraph(
            _("Similar mandates as of %(date)s. For information only; the adopted texts prevail.")
            % {"date": today}
        ),
        Paragraph(_("This note gives no advice and does not assess the draft.")),
        Paragraph(
            " ".join(
                filter(
                    None,
                    [
                        tables.preparation_note(checked.compared),
                        comparison_summary(checked),
                        omission_note(checked.draft),
                    ],
                )
            )
        ),
    ]
    end: list[Block] = [
        Heading(1, _("Method of comparison")),
        Paragraph(f"{tables.scope_text(checked.compared)} {tables.method_text(checked.compared)}"),
    ]
    blocks, hidden = _paragraphs(checked)
    hidden_note: list[Block] = []
    if hidden:
        message = ngettext(
            "%(n)s more entry is shown on the web page only.",
            "%(n)s more entries are shown on the web page only.",
            hidden,
        )
        hidden_note = [Paragraph(message % {"n": formats.number(hidden, language)})]
    title = _("Mandates similar to a draft")
    name = checked.name or checked.draft.title
    return Document(
        language=language,
        title=f"{title}{formats.colon(language)}{tables.shortened(name, 90)}" if name else title,
        blocks=(*intro, *blocks, *hidden_note, *end),
        running_head=title,
    )


def _paragraphs(checked: CheckedDraft) -> tuple[list[Block], int]:
    """The body of the report as far as it fits two pages, and the number of entries left out.

    Paragraphs with near mandates come first, then dropped mandates, then paragraphs without near
    mandates.
    """
    language = checked.draft.language
    sections: list[tuple[str, list[Item]]] = []
    near = [
        _paragraph_item(index, checked, language)
        for index, nearest in enumerate(checked.nearest)
        if nearest.similar
    ]
    if near:
        sections.append((_("Similar mandates in the register"), near))
    if checked.ending:
        sections.append(
            (
                _("Mandates in the previous version only"),
                [Item(_mandate_runs(each)) for each in checked.ending],
            )
        )
    without_near = [
        Item(_paragraph_text(index, checked, language))
        for index, nearest in enumerate(checked.nearest)
        if not nearest.similar
    ]
    if without_near:
        sections.append((_("Paragraphs without similar mandates"), without_near))
    blocks: list[Block] = []
    free_lines, hidden = LINES_OF_REPORT, 0
    for title, items in sections:
        fitting: list[Item] = []
        free_lines -= 2
        for item in items:
            lines = _lines_of(item)
            if lines > free_lines:
                hidden += 1
                continue
            free_lines -= lines
            fitting.append(item)
        if fitting:
            blocks += [Heading(1, title), Items(tuple(fitting))]
    return blocks, hidden


def _lines_of(item: Item) -> int:
    """The estimated number of lines of an item, rather too many than too few."""
    line_length = _CHARACTERS_PER_LINE.get(tables.page_language(), _DEFAULT_CHARACTERS_PER_LINE)
    # A CJK character takes two columns in a line of another script.
    width = sum(
        2 if ord(character) > 0x2E80 and line_length > 60 else 1
        for character in plain(item.content)
    )
    lines = 1 + width // line_length
    return lines + sum(_lines_of(each) for each in item.items.items) if item.items else lines


def _paragraph_text(index: int, checked: CheckedDraft, language: str) -> tuple[Inline, ...]:
    paragraph = checked.draft.paragraphs[index]
    label = (f"{paragraph.label} ",) if paragraph.label else ()
    return (
        *label,
        Run(tables.shortened(paragraph.words, _LONGEST_TEXT), emphasis=True, language=language),
    )


def _paragraph_item(index: int, checked: CheckedDraft, language: str) -> Item:
    mandates = checked.nearest[index].similar[:MANDATES_PER_PARAGRAPH]
    return Item(
        _paragraph_text(index, checked, language),
        Items(tuple(Item(_mandate_runs(each.line, each.likeness.score)) for each in mandates)),
    )


def _mandate_runs(line: MandateRow, score: float | None = None) -> tuple[Inline, ...]:
    """A mandate as an entry: number, place, text, addressees, lead, state, and last activity."""
    language = tables.page_language()
    colon, stop = formats.colon(language), formats.stop(language)
    addressees = [table.entity_name(each) for each in line.entities_with_role("asked")]
    facts = [
        (
            pgettext("mandate", "Addressees"),
            formats.list_separator(language).join(addressees) or pgettext("addressee", "not named"),
        ),
        (
            pgettext("mandate", "Lead entity"),
            table.entity_name(line.lead) if line.lead is not None else _("no lead named"),
        ),
        (pgettext("status of a record", "Status"), table.phase_text(line)),
        (pgettext("mandate", "Latest update"), tables.last_update_text(line.mandate)),
    ]
    if score is not None:
        facts.append((pgettext("pair", "Similarity"), tables.similarity_text(score)))
    facts_text = f"{stop}{formats.gap(language)}".join(
        f"{name}{colon}{value}" for name, value in facts
    )
    address = f"{settings.MAJLIS_PUBLIC_ADDRESS}{line.mandate.get_absolute_url()}"
    number: Inline = Symbol(line.mandate.slug)
    if address.startswith("http"):
        number = Link((Symbol(line.mandate.slug),), address)
    return (
        number,
        formats.clause_separator(language),
        *print_runs(table.provision_label(line)),
        colon,
        Run(
            tables.shortened(table.as_title(line.text), _LONGEST_TEXT),
            language=line.language or None,
        ),
        f" {facts_text}{stop}",
    )
