"""A list of mandates as a table, the same on all pages."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.kernel import clock
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.look.bidi import isolate
from majlis.mandates.core.progress import DUE_SOON_DAYS
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.lifecycle import ACTIVE, MANDATE_LIFECYCLE
from majlis.mandates.models import Entity, Mandate
from majlis.mandates.models.choices import OPEN_PROGRESS, Force, LegalStatus, Progress

_END_PUNCTUATION = ".,;:،؛。，；："


def force_label(value: str) -> SafeString:
    """A force as LOOK draws it: the line gets lighter as the force does."""
    return format_html('<span class="force {}">{}</span>', value, Force(value).label)


def mandate_phase(mandate: Mandate, today: datetime.date | None = None) -> tuple[str, str]:
    """The dial of a mandate (``state_badge`` of LOOK), and its word."""
    today = today or clock.today()
    if mandate.lifecycle_state != ACTIVE:
        return "ended", str(MANDATE_LIFECYCLE.states[mandate.lifecycle_state])
    if mandate.legal_status != LegalStatus.IN_FORCE:
        dial = "would" if mandate.legal_status == LegalStatus.IF_ADOPTED else "ended"
        return dial, str(LegalStatus(mandate.legal_status).label)
    progress = Progress(mandate.progress)
    if (
        progress in OPEN_PROGRESS
        and mandate.overdue_from is not None
        and mandate.overdue_from <= today
    ):
        return "late", pgettext("mandate", "late")
    if (
        progress in OPEN_PROGRESS
        and mandate.due is not None
        and 0 <= (mandate.due - today).days <= DUE_SOON_DAYS
    ):
        return "soon", pgettext("mandate", "due soon")
    dial = {
        Progress.REPORTED_DONE: "met",
        Progress.NOT_APPLICABLE: "ended",
        Progress.UNDER_WAY: "going",
        Progress.PARTLY_DONE: "going",
        Progress.NOT_DONE: "wait",
        Progress.NOT_STARTED: "wait",
    }.get(progress, "open")
    return dial, str(progress.label)


def phase_label(mandate: Mandate, today: datetime.date | None = None) -> SafeString:
    """The state of a mandate, drawn."""
    dial, word = mandate_phase(mandate, today)
    return format_html('<span class="state {}">{}</span>', dial, word)


def overdue_reply(line: MandateRow, today: datetime.date | None = None) -> SafeString | str:
    """Beside what is late: where the answer of who leads stands, or that there is none; nothing where it is not late."""
    if mandate_phase(line.mandate, today)[0] != "late":
        return ""
    there = bool(line.told and line.told["answer"])
    words = _("Answer of who leads") if there else _("No answer was given")
    return format_html('<a href="{}#came">{}</a>', line.mandate.get_absolute_url(), words)


def phase_and_reply(line: MandateRow) -> SafeString:
    """The state of a mandate, drawn, and beside what is late where it is answered."""
    beside = overdue_reply(line)
    drawn = phase_label(line.mandate)
    return format_html('{} <span class="small">{}</span>', drawn, beside) if beside else drawn


def phase_text(line: MandateRow, today: datetime.date | None = None) -> str:
    """The state of a mandate in words, for paper and feeds; what is late with what who leads answered."""
    dial, word = mandate_phase(line.mandate, today)
    if dial != "late":
        return word
    here = get_language() or "en"
    said = isolate(line.told["answer"], here) if line.told and line.told["answer"] else ""
    more = _("answer of who leads: %(answer)s") % {"answer": said} if said else ""
    return formats.with_brackets(word, more or _("no answer was given"), here)


def due_text(mandate: Mandate) -> str:
    """By when: a date, or what is said in its place; nothing where the text says nothing."""
    if mandate.due is not None:
        return formats.date(mandate.due, get_language() or "en")
    if mandate.due_text:
        return _("%(occasion)s, date to be set") % {"occasion": mandate.due_text}
    return ""


def entity_links(found: Sequence[Entity]) -> SafeString:
    """Actors as links, in their order."""
    comma = formats.list_separator(get_language() or "en")
    linked = (
        (format_html('<a href="{}"><bdi>{}</bdi></a>', one.get_absolute_url(), entity_name(one)),)
        for one in found
    )
    return format_html_join(comma, "{}", linked)


def entity_name(entity: Any) -> str:
    """The name of an entity as it was read with a list, else from its words."""
    return str(getattr(entity, "called", "") or entity)


def provision_label(line: MandateRow) -> str:
    """Which provision of which text: "Resolution 7, operative paragraph 2"."""
    here = get_language() or "en"
    symbol = format.localized_symbol(line.version.instrument.symbol, here) or str(
        line.version.instrument
    )
    return f"{symbol}{formats.list_separator(here)}{format.provision_reference(line.chain)}"


def as_title(text: str) -> str:
    """Words of a provision as the name of a mandate: without the sign by which a list goes on, or a sentence ends."""
    return text.rstrip().rstrip(_END_PUNCTUATION).rstrip()


def text_excerpt(line: MandateRow) -> SafeString:
    """The words that ask, in the language that they are in."""
    return format_html(
        '<span lang="{}" dir="{}">{}</span>',
        line.language,
        direction(line.language),
        as_title(line.text),
    )


def mandate_columns() -> list[parts.Column]:
    """The heads of a list of mandates, in the reader's language."""
    return [
        parts.Column(_("What is asked")),
        parts.Column(_("Who is asked")),
        parts.Column(pgettext("mandate", "Force")),
        parts.Column(_("By when")),
        parts.Column(pgettext("mandate", "State")),
    ]


def mandate_cells(line: MandateRow) -> list[Any]:
    """A mandate in a list."""
    mandate = line.mandate
    note = format_html("<bdi>{}</bdi> · {}", mandate.slug, provision_label(line))
    return [
        parts.Cell(text_excerpt(line), mandate.get_absolute_url(), note),
        entity_links(line.actors("asked")),
        force_label(mandate.force),
        due_text(mandate),
        parts.Cell(phase_label(mandate), note=overdue_reply(line)),
    ]


def mandate_table(found: Sequence[MandateRow], caption: str = "") -> parts.Table:
    """Mandates as a table."""
    return parts.Table(
        mandate_columns(),
        [mandate_cells(each) for each in found],
        caption or _("Mandates"),
        headed=True,
    )
