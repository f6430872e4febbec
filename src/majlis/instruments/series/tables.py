"""The timeline and the table of the editions of a series."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language, npgettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations.names import (
    body_name,
    comparison_url,
    full_version_name,
    version_url,
)
from majlis.instruments.comparisons.queries import change_counts
from majlis.instruments.comparisons.tables import change_summary
from majlis.instruments.core.identifiers import in_sentence_case
from majlis.instruments.lifecycle import DRAFT, IN_FORCE, PROPOSED
from majlis.instruments.models import Version
from majlis.instruments.series.queries import Edition
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, percent


def edition_name(version: Version, language: str) -> str:
    """Symbol and label of a version in a language; its ``languages`` are prefetched."""
    language_version = next(
        (each for each in version.languages.all() if each.language == language), None
    )
    if language_version is not None and language_version.symbol:
        return in_sentence_case(language_version.symbol)
    return full_version_name(version)


def edition_moment(edition: Edition) -> parts.TimelineEntry:
    """An edition as a point of the timeline."""
    phase = "coming" if edition.version.state in (DRAFT, PROPOSED) else "past"
    if edition.version.state == IN_FORCE:
        phase = "now"
    moment = edition.version.date or edition.version.year
    return parts.TimelineEntry(
        edition_name(edition.version, get_language() or "en"),
        date(moment) or _("date not recorded"),
        phase if moment else "undated",
        version_url(edition.version),
        note=str(edition.version.get_state_display()),
    )


def edition_table(editions: Sequence[Edition]) -> parts.Table:
    """The editions: changes, share of unchanged words and mandates, years, adoption."""
    language = get_language() or "en"
    rows = [
        [
            parts.Cell(
                edition_name(each.version, language),
                version_url(each.version),
                each.version.get_state_display(),
            ),
            _changes_cell(each),
            # Rounded down, so that 100 means no change.
            percent(int(each.comparison.similarity * 100)) if each.comparison else "—",
            percent(100 * each.comparison.mandates_kept // each.comparison.mandates)
            if each.comparison and each.comparison.mandates
            else "—",
            _years_since(each.years),
            _adoption_cell(each),
        ]
        for each in editions
    ]
    columns = [
        parts.Column(pgettext("version of a text", "Version")),
        parts.Column(pgettext("changes between versions", "Changes")),
        parts.Column(pgettext("share of a text", "Unchanged wording")),
        parts.Column(pgettext("share of mandates", "Unchanged mandates")),
        parts.Column(_("Time since previous version")),
        parts.Column(pgettext("adoption", "Manner of adoption")),
    ]
    return parts.Table(columns, rows, _("Changes between versions"), headed=True)


def _changes_cell(edition: Edition) -> parts.Cell | str:
    if edition.before is None:
        return _("first version held in Majlis")
    if not edition.comparable:
        return _("no common language for comparison")
    url = comparison_url(edition.before, edition.version)
    if edition.comparison is None:
        return parts.Cell(pgettext("verb", "compare"), url)
    summary = change_summary(change_counts(edition.comparison))
    return parts.Cell(summary, f"{url}?in={edition.comparison.language}")


def _years_since(years: int | None) -> str:
    if years is None:
        return "—"
    language = get_language() or "en"
    return npgettext("length of time", "%(n)s year", "%(n)s years", years) % {
        "n": formats.number(years, language)
    }


def _adoption_cell(edition: Edition) -> parts.Cell | str:
    if edition.act is None:
        return "—"
    language = get_language() or "en"
    body = body_name(edition.act.body) if edition.act.body else edition.act.words
    manner = str(edition.act.get_manner_display()) if edition.act.manner else ""
    if edition.act.in_favour is not None:
        votes = (edition.act.in_favour, edition.act.against or 0, edition.act.abstaining or 0)
        manner = formats.with_brackets(
            manner, "–".join(formats.number(one, language) for one in votes), language
        )
    return parts.Cell(manner or "—", note=body)
