"""The report on a draft, to print: two pages of facts in the reader's language, without advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from majlis.kernel import clock
from majlis.look import formats
from majlis.mandates.core import table as show
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.similarity import tables as shown
from majlis.mandates.similarity.draft import Draft
from majlis.mandates.similarity.nearest import ComparisonScope, NearMandate
from majlis.paper.blocks import Block, Document, Heading, Item, Items, Paragraph, plain
from majlis.paper.runs import Inline, Link, Run, Symbol

LINES_OF_REPORT = 44
"""Lines that two pages hold beside what stands on each note."""
A_LINE = {"zh": 38, "ar": 85}
_A_LINE = 80  # characters of a line in the other languages
MANDATES_PER_PARAGRAPH = 3
"""Mandates of a paragraph that the note names; the page has all."""
_LONGEST_TEXT = 150


@dataclass(frozen=True)
class CheckedDraft:
    """A draft with what was found near each of its paragraphs, and what it leaves out."""

    draft: Draft
    near: Sequence[Sequence[NearMandate]]
    compared: ComparisonScope
    ending: Sequence[MandateRow] = ()
    name: str = ""

    @property
    def with_something(self) -> int:
        """Paragraphs that have something near."""
        return sum(bool(some) for some in self.near)


def comparison_summary(checked: CheckedDraft) -> str:
    """How many paragraphs were compared, and how many have something near."""
    total, some = len(checked.draft.paragraphs), checked.with_something
    here = shown.page_language()
    said = ngettext(
        "%(total)s paragraph was compared.", "%(total)s paragraphs were compared.", total
    ) % {"total": formats.number(total, here)}
    if not some:
        return f"{said} {_('Nothing near is in the register.')}"
    near = ngettext(
        "%(n)s has something near in the register",
        "%(n)s have something near in the register",
        some,
    ) % {"n": formats.number(some, here)}
    none = ngettext(
        "for %(n)s there is nothing near", "for %(n)s there is nothing near", total - some
    ) % {"n": formats.number(total - some, here)}
    return f"{said} {near}{formats.list_separator(here)}{none}{formats.stop(here)}"


def omission_note(draft: Draft) -> str:
    """That a draft is longer than what is compared at once; nothing where it is not."""
    if not draft.left:
        return ""
    return ngettext(
        "The draft is long: its first paragraphs were compared, and %(n)s more that asks was not.",
        "The draft is long: its first paragraphs were compared, and %(n)s more that ask were not.",
        draft.left,
    ) % {"n": formats.number(draft.left, shown.page_language())}


def report_document(checked: CheckedDraft) -> Document:
    """The note."""
    here = shown.page_language()
    today = formats.date(clock.today(), here)
    intro: list[Block] = [
        Paragraph(
            _(
                "For information. This note lists what the register of mandates holds near a draft, on %(date)s. "
                "It gives no advice, binds nobody and judges nothing; the adopted texts prevail."
            )
            % {"date": today}
        ),
        Paragraph(
            " ".join(
                filter(
                    None,
                    [
                        comparison_summary(checked),
                        omission_note(checked.draft),
                        shown.preparation_note(checked.compared),
                    ],
                )
            )
        ),
    ]
    end: list[Block] = [
        Heading(1, _("How this was found")),
        Paragraph(f"{shown.scope_text(checked.compared)} {shown.method_text(checked.compared)}"),
    ]
    blocks, hidden = _paragraphs(checked)
    more: list[Block] = []
    if hidden:
        words = ngettext(
            "%(n)s more entry is on the page, and not printed here.",
            "%(n)s more entries are on the page, and not printed here.",
            hidden,
        )
        more = [Paragraph(words % {"n": formats.number(hidden, here)})]
    title = _("What the register holds near a draft")
    name = checked.name or checked.draft.title
    return Document(
        language=here,
        title=f"{title}{formats.colon(here)}{shown.shortened(name, 90)}" if name else title,
        blocks=(*intro, *blocks, *more, *end),
        running_head=title,
    )


def _paragraphs(checked: CheckedDraft) -> tuple[list[Block], int]:
    """What stands between beginning and end, as far as two pages hold it; and how many entries they do not hold.

    What has something near comes first, then what would end, then what has nothing near.
    """
    language = checked.draft.language
    parts: list[tuple[str, list[Item]]] = []
    near = [_paragraph_item(n, checked, language) for n, some in enumerate(checked.near) if some]
    if near:
        parts.append((_("Near in the register"), near))
    if checked.ending:
        parts.append(
            (
                _("In the version before, and not in this one"),
                [Item(_mandate_runs(each)) for each in checked.ending],
            )
        )
    nothing = [
        Item(_paragraph_text(n, checked, language))
        for n, some in enumerate(checked.near)
        if not some
    ]
    if nothing:
        parts.append((_("Nothing near"), nothing))
    blocks: list[Block] = []
    room, hidden = LINES_OF_REPORT, 0
    for title, items in parts:
        kept: list[Item] = []
        room -= 2
        for item in items:
            size = _lines_of(item)
            if size > room:
                hidden += 1
                continue
            room -= size
            kept.append(item)
        if kept:
            blocks += [Heading(1, title), Items(tuple(kept))]
    return blocks, hidden


def _lines_of(item: Item) -> int:
    """How many lines an item takes, rather more than fewer."""
    line = A_LINE.get(shown.page_language(), _A_LINE)
    # Chinese words are wide in a list of another language too.
    own = sum(2 if ord(sign) > 0x2E80 and line > 60 else 1 for sign in plain(item.content))
    lines = 1 + own // line
    return lines + sum(_lines_of(each) for each in item.items.items) if item.items else lines


def _paragraph_text(n: int, checked: CheckedDraft, language: str) -> tuple[Inline, ...]:
    paragraph = checked.draft.paragraphs[n]
    label = (f"{paragraph.label} ",) if paragraph.label else ()
    return (
        *label,
        Run(shown.shortened(paragraph.words, _LONGEST_TEXT), emphasis=True, language=language),
    )


def _paragraph_item(n: int, checked: CheckedDraft, language: str) -> Item:
    some = checked.near[n][:MANDATES_PER_PARAGRAPH]
    return Item(
        _paragraph_text(n, checked, language),
        Items(tuple(Item(_mandate_runs(each.line, each.score)) for each in some)),
    )


def _mandate_runs(line: MandateRow, score: float | None = None) -> tuple[Inline, ...]:
    """A mandate in a line: number, place, words, who leads, where it stands, when something was last said."""
    here = shown.page_language()
    colon, stop = formats.colon(here), formats.stop(here)
    asked = [show.entity_name(each) for each in line.actors("asked")]
    facts = [
        (_("Who is asked"), formats.list_separator(here).join(asked) or _("not named")),
        (_("Lead"), show.entity_name(line.lead) if line.lead is not None else _("no lead named")),
        (_("State"), show.phase_text(line)),
        (_("Last said"), shown.last_update_text(line.mandate)),
    ]
    if score is not None:
        facts.append((_("Likeness"), shown.similarity_text(score)))
    said = f"{stop}{formats.gap(here)}".join(f"{name}{colon}{value}" for name, value in facts)
    address = f"{settings.MAJLIS_PUBLIC_ADDRESS}{line.mandate.get_absolute_url()}"
    number: Inline = Symbol(line.mandate.slug)
    if address.startswith("http"):
        number = Link((Symbol(line.mandate.slug),), address)
    return (
        number,
        f"{formats.list_separator(here)}{show.provision_label(line)}{colon}",
        Run(shown.shortened(line.text, _LONGEST_TEXT), language=line.language or None),
        f" {said}{stop}",
    )
