"""Series as a line of time and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments import citing
from majlis.instruments.lifecycle import DRAFT, IN_FORCE, PROPOSED
from majlis.instruments.models import Instrument, Version
from majlis.instruments.queries.compare import counts
from majlis.instruments.queries.series import Edition
from majlis.instruments.show.compared import summary
from majlis.instruments.show.versions import address_of, whole_name
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, percent


def way(last: Any, of: str = "", then: Any = "") -> list[parts.Link]:
    """The way from the texts to a page: ``last``, or, with ``request_for`` the address of that, ``then`` under it."""
    links = [parts.Link(_("Texts"), reverse("instruments:texts"))]
    try:
        links.append(parts.Link(last, reverse(of) if of else ""))
    except NoReverseMatch:
        links.append(parts.Link(last))
    return [*links, parts.Link(then)] if then else links


def symbol_of(instrument: Instrument) -> str:
    """The symbol of a text; of one that is cited and not kept, where that is a kind and a number, in the reader's language."""
    if not instrument.held and instrument.symbol:
        return citing.symbol_in(instrument.symbol, get_language() or "en")
    return instrument.symbol or str(instrument)


def name_in(version: Version, language: str) -> str:
    """Symbol and label of a version as the reader's language has them; ``languages`` are read with it."""
    said = next((each for each in version.languages.all() if each.language == language), None)
    if said is not None and said.symbol:
        return said.symbol
    return whole_name(version)


def edition(each: Edition) -> parts.TimelineEntry:
    """An edition as a point of the line of time."""
    phase = "coming" if each.version.state in (DRAFT, PROPOSED) else "past"
    if each.version.state == IN_FORCE:
        phase = "now"
    when = each.version.date or each.version.year
    return parts.TimelineEntry(
        name_in(each.version, get_language() or "en"),
        date(when) or _("date not recorded"),
        phase if when else "undated",
        address_of(each.version),
        note=str(each.version.get_state_display()),
    )


def editions(found: Sequence[Edition]) -> parts.Table:
    """For each edition: what changed, the share of words and of mandates that stayed, years since, and how."""
    here = get_language() or "en"
    rows = [
        [
            parts.Cell(
                name_in(each.version, here),
                address_of(each.version),
                each.version.get_state_display(),
            ),
            _changed(each),
            # Cut, not rounded: 100 only where nothing changed.
            percent(int(each.comparison.similarity * 100)) if each.comparison else "—",
            percent(100 * each.comparison.mandates_kept // each.comparison.mandates)
            if each.comparison and each.comparison.mandates
            else "—",
            _since(each.years),
            _how(each),
        ]
        for each in found
    ]
    columns = [
        parts.Column(pgettext("of a text", "Version")),
        parts.Column(_("What changed")),
        parts.Column(_("Words unchanged")),
        parts.Column(_("Mandates unchanged")),
        parts.Column(_("Since the last")),
        parts.Column(pgettext("adoption", "How it was adopted")),
    ]
    return parts.Table(columns, rows, _("What changed from one to the next"), headed=True)


def _changed(each: Edition) -> Any:
    if each.before is None:
        return _("the first that is kept here")
    if not each.comparable:
        return _("not compared: no language that both are in")
    url = reverse("instruments:compare", args=[each.before.pk, each.version.pk])
    if each.comparison is None:
        return parts.Cell(pgettext("verb", "compare"), url)
    here = f"{url}?in={each.comparison.language}"
    return parts.Cell(summary(counts(each.comparison)), here)


def _since(years: int | None) -> str:
    if years is None:
        return "—"
    here = get_language() or "en"
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": formats.number(years, here)}


def _how(each: Edition) -> Any:
    if each.act is None:
        return "—"
    here = get_language() or "en"
    body = each.act.body.say("title").text if each.act.body else each.act.words
    how = str(each.act.get_manner_display()) if each.act.manner else ""
    if each.act.in_favour is not None:
        votes = (each.act.in_favour, each.act.against or 0, each.act.abstaining or 0)
        how = formats.with_brackets(how, "–".join(formats.number(one, here) for one in votes), here)
    return parts.Cell(how or "—", note=body)
