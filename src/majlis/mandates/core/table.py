"""A list of mandates as a table, the same on all pages."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.instruments.citations import format, names
from majlis.kernel import clock
from majlis.kernel.languages import direction
from majlis.kit.columns import Column, page_table
from majlis.look import formats, parts
from majlis.look.bidi import as_html, foreign_part, isolate
from majlis.look.languages import name_of
from majlis.look.templatetags.look import date
from majlis.mandates.core.display import date_to_be_set
from majlis.mandates.core.progress import DUE_SOON_DAYS
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.lifecycle import ACTIVE, MANDATE_LIFECYCLE
from majlis.mandates.models import Entity, Mandate
from majlis.mandates.models.choices import (
    OPEN_PROGRESS,
    DeliverableKind,
    Force,
    LegalStatus,
    Progress,
)

PROGRESS_DIALS = {
    Progress.REPORTED_DONE: "met",
    Progress.NOT_APPLICABLE: "ended",
    Progress.UNDER_WAY: "going",
    Progress.PARTLY_DONE: "going",
    Progress.NOT_DONE: "wait",
    Progress.NOT_STARTED: "wait",
}
DUE_SOON = pgettext_lazy("mandates", "due within 90 days")
GISTS = {
    Force.OBLIGES: gettext_lazy("Obligation of %(entities)s: %(kind)s"),
    Force.REQUESTS: gettext_lazy("Request to %(entities)s: %(kind)s"),
    Force.INVITES: gettext_lazy("Invitation to %(entities)s: %(kind)s"),
    Force.ENCOURAGES: gettext_lazy("Encouragement of %(entities)s: %(kind)s"),
    Force.COMMITS: gettext_lazy("Commitment of %(entities)s: %(kind)s"),
}
_END_PUNCTUATION = ".,;:،؛。，；："


def force_label(value: str) -> SafeString:
    """A force with its style: the line gets lighter with the force."""
    return format_html('<span class="force {}">{}</span>', value, Force(value).label)


def with_report(word: str, progress: Progress) -> str:
    """A word on a due date, and the progress that was reported: "overdue · under way"."""
    return word if progress == Progress.NO_INFORMATION else f"{word} · {progress.label}"


def mandate_phase(mandate: Mandate, today: datetime.date | None = None) -> tuple[str, str]:
    """The phase of a mandate: its CSS class beside ``.state``, and its label."""
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
        return "late", with_report(pgettext("mandate", "overdue"), progress)
    if (
        progress in OPEN_PROGRESS
        and mandate.due is not None
        and 0 <= (mandate.due - today).days <= DUE_SOON_DAYS
    ):
        return "soon", with_report(str(DUE_SOON), progress)
    return PROGRESS_DIALS.get(progress, "open"), str(progress.label)


def phase_label(mandate: Mandate, today: datetime.date | None = None) -> SafeString:
    """The phase of a mandate with its dial."""
    dial, word = mandate_phase(mandate, today)
    return format_html('<span class="state {}">{}</span>', dial, word)


def overdue_reply(row: MandateRow, today: datetime.date | None = None) -> SafeString | str:
    """A link to the lead's answer on an overdue mandate, which says if there is none; empty if not overdue."""
    if mandate_phase(row.mandate, today)[0] != "late":
        return ""
    notice = row.overdue_notice
    if not notice or not notice["answer"]:
        label = _("No reply received")
    elif notice["by_secretariat"]:
        label = _("Reply entered by the secretariat")
    else:
        label = _("Reply from the lead")
    return format_html('<a href="{}#came">{}</a>', row.mandate.get_absolute_url(), label)


def phase_and_reply(row: MandateRow) -> SafeString:
    """The phase of a mandate with its dial; beside an overdue one the link to the lead's answer."""
    reply = overdue_reply(row)
    phase = phase_label(row.mandate)
    return format_html('{} <span class="small">{}</span>', phase, reply) if reply else phase


def phase_text(
    row: MandateRow, today: datetime.date | None = None, *, longest_reply: int = 0
) -> str:
    """The phase of a mandate as plain text, for print and feeds; of an overdue one with the lead's answer.

    ``longest_reply``: the most characters of the answer; 0 for the whole.
    """
    dial, word = mandate_phase(row.mandate, today)
    if dial != "late":
        return word
    language = get_language() or "en"
    notice = row.overdue_notice
    words = notice["answer"] if notice and notice["answer"] else ""
    answer = isolate(names.excerpt(words, longest_reply) if longest_reply else words, language)
    if not answer:
        reply = _("no reply received")
    elif notice and notice["by_secretariat"]:
        reply = _("reply entered by the secretariat: %(answer)s") % {"answer": answer}
    else:
        reply = _("reply from the lead: %(answer)s") % {"answer": answer}
    return formats.with_brackets(word, reply, language)


def due_text(mandate: Mandate) -> str:
    """The due date, or the text in its place; empty where there is neither.

    The words of the text are marked with their language.
    """
    language = get_language() or "en"
    if mandate.due is not None:
        return formats.date(mandate.due, language)
    if mandate.due_text:
        return date_to_be_set(foreign_part(mandate.due_text, _source_language(mandate), language))
    return ""


def _source_language(mandate: Mandate) -> str:
    """The language of the current source, where it was read with the mandate."""
    annotated: str | None = getattr(mandate, "source_language", None)
    if annotated is None and Mandate.source.is_cached(mandate) and mandate.source is not None:
        return mandate.source.language
    return annotated or ""


def due_cell(mandate: Mandate) -> str:
    """``due_text`` for a page: a date is marked, so that it does not break inside a month in Chinese."""
    return date(mandate.due) or due_text(mandate)


def entity_links(entities: Sequence[Entity]) -> SafeString:
    """Links to entities, in their order."""
    comma = formats.list_separator(get_language() or "en")
    linked = (
        (
            format_html(
                '<a href="{}"><bdi>{}</bdi></a>', entity.get_absolute_url(), entity_name(entity)
            ),
        )
        for entity in entities
    )
    return format_html_join(comma, "{}", linked)


def entity_name(entity: Entity) -> str:
    """The name of an entity as read with a list, else its title."""
    return str(getattr(entity, "called", "") or entity)


def provision_label(row: MandateRow) -> str:
    """Which provision of which text: "Resolution 7, operative paragraph 2"."""
    return format.provision_of_text(names.instrument_symbol(row.version.instrument), row.chain)


def as_title(text: str) -> str:
    """The text of a provision as a title: without punctuation at the end."""
    return text.rstrip().rstrip(_END_PUNCTUATION).rstrip()


def text_excerpt(row: MandateRow) -> SafeString:
    """The text of a mandate, marked with its language."""
    return format_html(
        '<span lang="{}" dir="{}">{}</span>',
        row.language,
        direction(row.language),
        as_title(row.text),
    )


def gist(mandate: Mandate, addressees: Sequence[Entity], recipients: Sequence[Entity] = ()) -> str:
    """What a mandate asks of whom, made of its fields and never translated: "Invitation to Member States: action".

    With recipients also for whom.
    """
    language = get_language() or "en"
    kind = str(DeliverableKind(mandate.kind).label)
    if addressees:
        values = {"entities": _names(addressees, language), "kind": kind}
        text = str(GISTS[Force(mandate.force)]) % values
    else:
        text = f"{Force(mandate.force).label}{formats.colon(language)}{kind}"
    if not recipients:
        return text
    return pgettext("request and its recipients", "%(request)s, for %(recipients)s") % {
        "request": text,
        "recipients": _names(recipients, language),
    }


def _names(entities: Sequence[Entity], language: str) -> str:
    return formats.list_separator(language).join(
        isolate(entity_name(entity), language) for entity in entities
    )


def lacks_language(row: MandateRow) -> bool:
    """Whether the text of a mandate is not in the reader's language, but in another."""
    return row.language not in ("", get_language() or "en")


def title_html(row: MandateRow) -> SafeString:
    """A mandate as a title: its text; for who has not its language, what is asked of whom and for whom."""
    if not lacks_language(row):
        return text_excerpt(row)
    asked, recipients = row.entities_with_role("asked"), row.entities_with_role("recipient")
    return as_html(gist(row.mandate, asked, recipients))


def note_below_title(row: MandateRow, note: SafeString) -> SafeString:
    """What comes below ``title_html``: the note; where the title is made of the fields, the text before it."""
    if not lacks_language(row):
        return note
    label = _("Text in %(language)s") % {"language": name_of(row.language)}
    return format_html(
        '<span class="orig" lang="{}" dir="{}">{}</span>{} <span class="tag">{}</span>',
        row.language,
        direction(row.language),
        as_title(row.text),
        note,
        label,
    )


def mandate_cell(row: MandateRow) -> parts.Cell:
    """The title of a mandate with a link to it, and its number and place."""
    note = format_html("<bdi>{}</bdi> · {}", row.mandate.slug, provision_label(row))
    return parts.Cell(title_html(row), row.mandate.get_absolute_url(), note_below_title(row, note))


def state_cell(row: MandateRow) -> parts.Cell:
    """The phase of a mandate, and beside an overdue one the link to the lead's answer."""
    return parts.Cell(phase_label(row.mandate), note=overdue_reply(row))


MANDATE_COLUMNS: tuple[Column[MandateRow], ...] = (
    Column("text", pgettext_lazy("mandate", "Requested action"), mandate_cell),
    Column(
        "entity",
        pgettext_lazy("mandate", "Addressees"),
        lambda row: entity_links(row.entities_with_role("asked")),
    ),
    Column("force", pgettext_lazy("mandate", "Force"), lambda row: force_label(row.mandate.force)),
    Column("due", pgettext_lazy("due date", "Due date"), lambda row: due_cell(row.mandate)),
    Column("state", pgettext_lazy("mandate", "Status"), state_cell),
)
"""The columns of a list of mandates."""


def mandate_table(rows: Sequence[MandateRow], caption: str = "") -> parts.Table:
    """A table of mandates."""
    return page_table(MANDATE_COLUMNS, rows, caption or pgettext_lazy("page", "Mandates"))
