"""Mandates drawn in the margin of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.lifecycle import IN_FORCE, NOT_ADOPTED, SUPERSEDED
from majlis.instruments.models import Version
from majlis.look import formats
from majlis.mandates.core import periods, table
from majlis.mandates.models import Entity
from majlis.mandates.models.choices import DeliverableKind, Force, LegalStatus
from majlis.mandates.texts import margin as queries


def draw_margin(found: Iterable[Mapping[str, Any]], version: Version) -> SafeString:
    """The notes of a provision, for ``instruments.beside``."""
    return format_html_join(
        "", "{}", ((draw_note(each, version),) for each in queries.margin_notes(found))
    )


def draw_note(found: queries.MarginNote, version: Version) -> SafeString:
    """A mandate beside the provision that asks."""
    source, mandate = found.source, found.mandate
    who = _entity_names(found.asked) or mandate.slug
    if found.recipients:
        who = format_html("{} {} {}", who, SafeString("→"), _entity_names(found.recipients))
    return format_html(
        '<div class="ask {}" role="note" aria-label="{}"><p><span class="force {}">{}</span> {}</p>'
        '<p><a href="{}">{}</a></p><p class="quiet">{}</p></div>',
        source.force,
        f"{_('Mandate')} {mandate.slug}",
        source.force,
        Force(source.force).label,
        margin_phase(found, version),
        mandate.get_absolute_url(),
        who,
        _details(found),
    )


def margin_phase(found: queries.MarginNote, version: Version) -> SafeString:
    """Where it stands, as this version tells it: another one may be in force by now."""
    if found.counts:
        return table.phase_label(found.mandate)
    if version.state in (SUPERSEDED, NOT_ADOPTED):
        return format_html('<span class="state ended">{}</span>', LegalStatus.PAST.label)
    if version.state == IN_FORCE:
        words = pgettext("mandate", "asked again by a later version")
        return format_html('<span class="state ended">{}</span>', words)
    return format_html('<span class="state would">{}</span>', LegalStatus.IF_ADOPTED.label)


def _entity_names(found: Sequence[Entity]) -> SafeString:
    comma = formats.list_separator(get_language() or "en")
    return format_html_join(comma, "<bdi>{}</bdi>", ((table.entity_name(each),) for each in found))


def _details(found: queries.MarginNote) -> str:
    """What is to be delivered, how often, by when; and its number."""
    here = get_language() or "en"
    source = found.source
    pieces = [str(DeliverableKind(source.kind).label)]
    if source.recurrence:
        pieces.append(periods.period_text(source.recurrence))
    if found.counts and (when := table.due_text(found.mandate)):
        pieces.append(when)
    elif source.deadline:
        pieces.append(formats.date(source.deadline, here))
    return formats.list_separator(here).join([*pieces, found.mandate.slug])
