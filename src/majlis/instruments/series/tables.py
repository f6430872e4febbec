"""The timeline and the table of the editions of a series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations.names import full_version_name, version_url
from majlis.instruments.comparisons.queries import change_counts
from majlis.instruments.comparisons.tables import change_summary
from majlis.instruments.lifecycle import DRAFT, IN_FORCE, PROPOSED
from majlis.instruments.models import Version
from majlis.instruments.series.queries import Edition
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, percent


def edition_name(version: Version, language: str) -> str:
    """Symbol and label of a version as the reader's language has them; ``languages`` are read with it."""
    said = next((each for each in version.languages.all() if each.language == language), None)
    if said is not None and said.symbol:
        return said.symbol
    return full_version_name(version)


def edition_moment(each: Edition) -> parts.TimelineEntry:
    """An edition as a point of the line of time."""
    phase = "coming" if each.version.state in (DRAFT, PROPOSED) else "past"
    if each.version.state == IN_FORCE:
        phase = "now"
    when = each.version.date or each.version.year
    return parts.TimelineEntry(
        edition_name(each.version, get_language() or "en"),
        date(when) or _("date not recorded"),
        phase if when else "undated",
        version_url(each.version),
        note=str(each.version.get_state_display()),
    )


def edition_table(found: Sequence[Edition]) -> parts.Table:
    """For each edition: what changed, the share of words and of mandates that stayed, years since, and how."""
    here = get_language() or "en"
    rows = [
        [
            parts.Cell(
                edition_name(each.version, here),
                version_url(each.version),
                each.version.get_state_display(),
            ),
            _changes_cell(each),
            # Cut, not rounded: 100 only where nothing changed.
            percent(int(each.comparison.similarity * 100)) if each.comparison else "—",
            percent(100 * each.comparison.mandates_kept // each.comparison.mandates)
            if each.comparison and each.comparison.mandates
            else "—",
            _years_since(each.years),
            _adoption_cell(each),
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


def _changes_cell(each: Edition) -> Any:
    if each.before is None:
        return _("the first that is kept here")
    if not each.comparable:
        return _("not compared: no language that both are in")
    url = reverse("instruments:compare", args=[each.before.pk, each.version.pk])
    if each.comparison is None:
        return parts.Cell(pgettext("verb", "compare"), url)
    here = f"{url}?in={each.comparison.language}"
    return parts.Cell(change_summary(change_counts(each.comparison)), here)


def _years_since(years: int | None) -> str:
    if years is None:
        return "—"
    here = get_language() or "en"
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": formats.number(years, here)}


def _adoption_cell(each: Edition) -> Any:
    if each.act is None:
        return "—"
    here = get_language() or "en"
    body = each.act.body.say("title").text if each.act.body else each.act.words
    how = str(each.act.get_manner_display()) if each.act.manner else ""
    if each.act.in_favour is not None:
        votes = (each.act.in_favour, each.act.against or 0, each.act.abstaining or 0)
        how = formats.with_brackets(how, "–".join(formats.number(one, here) for one in votes), here)
    return parts.Cell(how or "—", note=body)
