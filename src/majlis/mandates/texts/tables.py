"""Mandates in the margin of a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.lifecycle import IN_FORCE, NOT_ADOPTED, SUPERSEDED
from majlis.instruments.models import Version
from majlis.kernel.languages import direction
from majlis.look import formats
from majlis.mandates.core import periods, table
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.models import Entity
from majlis.mandates.models.choices import DeliverableKind, Force, LegalStatus
from majlis.mandates.texts import margin as queries


def draw_margin(notes: Iterable[JsonRow], version: Version) -> SafeString:
    """The notes of a provision, for the margin of a page of ``instruments``."""
    return format_html_join(
        "", "{}", ((draw_note(each, version),) for each in queries.margin_notes(notes))
    )


def draw_note(note: queries.MarginNote, version: Version) -> SafeString:
    """The note on a mandate beside the provision that states it."""
    source, mandate = note.source, note.mandate
    addressees = _entity_names(note.addressees) or _("no addressee named")
    if note.recipients:
        arrow = "←" if direction(get_language() or "en") == "rtl" else "→"
        addressees = format_html("{} {} {}", addressees, arrow, _entity_names(note.recipients))
    return format_html(
        '<div class="ask {}" dir="{}" role="note" aria-label="{}">'
        '<p><span class="force {}">{}</span> {}</p>'
        '<p><a href="{}"><bdi dir="ltr">{}</bdi> {}</a></p><p class="quiet">{}</p></div>',
        source.force,
        direction(get_language() or "en"),
        pgettext("mandate", "Mandate %(number)s") % {"number": mandate.slug},
        source.force,
        Force(source.force).label,
        margin_phase(note, version),
        mandate.get_absolute_url(),
        mandate.slug,
        addressees,
        _details(note),
    )


def margin_phase(note: queries.MarginNote, version: Version) -> SafeString:
    """The phase of the mandate as this version states it: another version may be in force now."""
    if note.counts:
        return table.phase_label(note.mandate)
    if version.state in (SUPERSEDED, NOT_ADOPTED):
        return format_html('<span class="state ended">{}</span>', LegalStatus.PAST.label)
    if version.state == IN_FORCE:
        words = pgettext("mandate", "request repeated in a later version")
        return format_html('<span class="state ended">{}</span>', words)
    return format_html('<span class="state would">{}</span>', LegalStatus.IF_ADOPTED.label)


def _entity_names(entities: Sequence[Entity]) -> SafeString:
    comma = formats.list_separator(get_language() or "en")
    return format_html_join(
        comma, "<bdi>{}</bdi>", ((table.entity_name(each),) for each in entities)
    )


def _details(note: queries.MarginNote) -> str:
    """The kind of deliverable, how often, and by when."""
    language = get_language() or "en"
    source = note.source
    pieces = [str(DeliverableKind(source.kind).label)]
    if source.recurrence:
        pieces.append(periods.period_text(source.recurrence))
    if note.counts and (when := table.due_text(note.mandate)):
        pieces.append(when)
    elif source.deadline:
        pieces.append(formats.date(source.deadline, language))
    return formats.clause_separator(language).join(pieces)
