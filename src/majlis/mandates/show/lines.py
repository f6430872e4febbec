"""A list of mandates as a table, the same in all rooms of the register."""

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
from majlis.mandates.kinds import OPEN, Force, Progress, Standing
from majlis.mandates.lifecycle import ACTIVE, LIFE
from majlis.mandates.models import Actor, Mandate
from majlis.mandates.queries.lines import Line

_ENDS = ".,;:،؛。，；："
SOON = 90
"""Days before a date on which a deliverable is due soon."""


def force(value: str) -> SafeString:
    """A force as LOOK draws it: the line gets lighter as the force does."""
    return format_html('<span class="force {}">{}</span>', value, Force(value).label)


def phase_of(mandate: Mandate, today: datetime.date | None = None) -> tuple[str, str]:
    """The dial of a mandate (``state_badge`` of LOOK), and its word."""
    today = today or clock.today()
    if mandate.life != ACTIVE:
        return "ended", str(LIFE.states[mandate.life])
    if mandate.standing != Standing.BINDS:
        dial = "would" if mandate.standing == Standing.WOULD else "ended"
        return dial, str(Standing(mandate.standing).label)
    progress = Progress(mandate.progress)
    if progress in OPEN and mandate.late_from is not None and mandate.late_from <= today:
        return "late", pgettext("mandate", "late")
    if progress in OPEN and mandate.due is not None and 0 <= (mandate.due - today).days <= SOON:
        return "soon", pgettext("mandate", "due soon")
    dial = {
        Progress.ANSWERED: "met",
        Progress.NOT_APPLICABLE: "ended",
        Progress.UNDER_WAY: "going",
        Progress.PARTLY: "going",
        Progress.NOT_ANSWERED: "wait",
        Progress.NOT_STARTED: "wait",
    }.get(progress, "open")
    return dial, str(progress.label)


def state(mandate: Mandate, today: datetime.date | None = None) -> SafeString:
    """The state of a mandate, drawn."""
    dial, word = phase_of(mandate, today)
    return format_html('<span class="state {}">{}</span>', dial, word)


def answer(line: Line, today: datetime.date | None = None) -> SafeString | str:
    """Beside what is late: where the answer of who leads stands, or that there is none; nothing where it is not late."""
    if phase_of(line.mandate, today)[0] != "late":
        return ""
    there = bool(line.told and line.told["answer"])
    words = _("Answer of who leads") if there else _("No answer was given")
    return format_html('<a href="{}#came">{}</a>', line.mandate.get_absolute_url(), words)


def state_and_answer(line: Line) -> SafeString:
    """The state of a mandate, drawn, and beside what is late where it is answered."""
    beside = answer(line)
    drawn = state(line.mandate)
    return format_html('{} <span class="small">{}</span>', drawn, beside) if beside else drawn


def state_words(line: Line, today: datetime.date | None = None) -> str:
    """The state of a mandate in words, for paper and feeds; what is late with what who leads answered."""
    dial, word = phase_of(line.mandate, today)
    if dial != "late":
        return word
    here = get_language() or "en"
    said = isolate(line.told["answer"], here) if line.told and line.told["answer"] else ""
    more = _("answer of who leads: %(answer)s") % {"answer": said} if said else ""
    return formats.with_brackets(word, more or _("no answer was given"), here)


def when(mandate: Mandate) -> str:
    """By when: a date, or what is said in its place; nothing where the text says nothing."""
    if mandate.due is not None:
        return formats.date(mandate.due, get_language() or "en")
    if mandate.due_said:
        return _("%(occasion)s, date to be set") % {"occasion": mandate.due_said}
    return ""


def actors(found: Sequence[Actor]) -> SafeString:
    """Actors as links, in their order."""
    comma = formats.list_separator(get_language() or "en")
    linked = (
        (format_html('<a href="{}"><bdi>{}</bdi></a>', one.get_absolute_url(), name_of(one)),)
        for one in found
    )
    return format_html_join(comma, "{}", linked)


def name_of(actor: Any) -> str:
    """The name of an actor as it was read with a list, else from its words."""
    return str(getattr(actor, "called", "") or actor)


def place(line: Line) -> str:
    """Which provision of which text: "Resolution 7, operative paragraph 2"."""
    here = get_language() or "en"
    symbol = format.localized_symbol(line.version.instrument.symbol, here) or str(
        line.version.instrument
    )
    return f"{symbol}{formats.list_separator(here)}{format.provision_reference(line.chain)}"


def as_title(text: str) -> str:
    """Words of a provision as the name of a mandate: without the sign by which a list goes on, or a sentence ends."""
    return text.rstrip().rstrip(_ENDS).rstrip()


def words(line: Line) -> SafeString:
    """The words that ask, in the language that they are in."""
    return format_html(
        '<span lang="{}" dir="{}">{}</span>',
        line.language,
        direction(line.language),
        as_title(line.text),
    )


def columns() -> list[parts.Column]:
    """The heads of a list of mandates, in the reader's language."""
    return [
        parts.Column(_("What is asked")),
        parts.Column(_("Who is asked")),
        parts.Column(pgettext("mandate", "Force")),
        parts.Column(_("By when")),
        parts.Column(pgettext("mandate", "State")),
    ]


def row(line: Line) -> list[Any]:
    """A mandate in a list."""
    mandate = line.mandate
    note = format_html("<bdi>{}</bdi> · {}", mandate.slug, place(line))
    return [
        parts.Cell(words(line), mandate.get_absolute_url(), note),
        actors(line.actors("asked")),
        force(mandate.force),
        when(mandate),
        parts.Cell(state(mandate), note=answer(line)),
    ]


def table(found: Sequence[Line], caption: str = "") -> parts.Table:
    """Mandates as a table."""
    return parts.Table(
        columns(), [row(each) for each in found], caption or _("Mandates"), headed=True
    )
