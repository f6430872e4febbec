"""What a text asks, in its margin: how strongly, whom, for whom, by when, and where it stands."""

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
from majlis.mandates import periods
from majlis.mandates.kinds import Force, Kind, Standing
from majlis.mandates.models import Actor
from majlis.mandates.queries import margin as queries
from majlis.mandates.show import lines


def draw(found: Iterable[Mapping[str, Any]], version: Version) -> SafeString:
    """The notes of a provision, for ``instruments.beside``."""
    return format_html_join("", "{}", ((note(each, version),) for each in queries.notes(found)))


def note(found: queries.Note, version: Version) -> SafeString:
    """A mandate beside the provision that asks."""
    asking, mandate = found.asking, found.mandate
    who = _names(found.asked) or mandate.slug
    if found.recipients:
        who = format_html("{} {} {}", who, SafeString("→"), _names(found.recipients))
    return format_html(
        '<div class="ask {}" role="note" aria-label="{}"><p><span class="force {}">{}</span> {}</p>'
        '<p><a href="{}">{}</a></p><p class="quiet">{}</p></div>',
        asking.force,
        f"{_('Mandate')} {mandate.slug}",
        asking.force,
        Force(asking.force).label,
        state(found, version),
        mandate.get_absolute_url(),
        who,
        _what(found),
    )


def state(found: queries.Note, version: Version) -> SafeString:
    """Where it stands, as this version tells it: another one may be in force by now."""
    if found.counts:
        return lines.state(found.mandate)
    if version.state in (SUPERSEDED, NOT_ADOPTED):
        return format_html('<span class="state ended">{}</span>', Standing.PAST.label)
    if version.state == IN_FORCE:
        words = pgettext("mandate", "asked again by a later version")
        return format_html('<span class="state ended">{}</span>', words)
    return format_html('<span class="state would">{}</span>', Standing.WOULD.label)


def _names(found: Sequence[Actor]) -> SafeString:
    comma = formats.list_separator(get_language() or "en")
    return format_html_join(comma, "<bdi>{}</bdi>", ((lines.name_of(each),) for each in found))


def _what(found: queries.Note) -> str:
    """What is to be delivered, how often, by when; and its number."""
    here = get_language() or "en"
    asking = found.asking
    pieces = [str(Kind(asking.kind).label)]
    if asking.recurrence:
        pieces.append(periods.said(asking.recurrence))
    if found.counts and (when := lines.when(found.mandate)):
        pieces.append(when)
    elif asking.deadline:
        pieces.append(formats.date(asking.deadline, here))
    return formats.list_separator(here).join([*pieces, found.mandate.slug])
