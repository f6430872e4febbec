"""The coverage of the register as sentences and tables, and the messages of an empty list."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import (
    get_language,
    gettext_lazy,
    ngettext,
    npgettext,
    pgettext,
    pgettext_lazy,
)
from django.utils.translation import gettext as _

from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.models import Reader
from majlis.kernel.templatetags.majlis import said
from majlis.kit.columns import Column, page_table
from majlis.look import date_phrases, formats, parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import date, number, percent
from majlis.mandates.register import accuracy
from majlis.mandates.register.accuracy import AccuracyRate
from majlis.mandates.register.coverage import Coverage, CoverageRow, register_coverage
from majlis.mandates.register.empty_state import EmptyReason
from majlis.mandates.register.queries import ALL, NO_BODY
from majlis.parties.models import Body


def _mandates_cell(row: CoverageRow) -> parts.Cell:
    """The number of mandates, with a link to their list where that has exactly as many."""
    query = f"?standing={ALL}&body={row.body.slug if row.body else NO_BODY}"
    query += f"&year={row.year}" if row.year else ""
    exact = not row.closed and row.year != ""
    return parts.Cell(number(row.mandates), reverse("mandates:register") + query if exact else "")


def _joined(names: Iterable[str]) -> str:
    return formats.list_separator(get_language() or "en").join(names)


COVERAGE_COLUMNS: tuple[Column[CoverageRow], ...] = (
    Column(
        "body",
        pgettext_lazy("intergovernmental body", "Body"),
        lambda row: said(row.body.say("title")) if row.body else _("Body not listed"),
        lambda row: row.body.slug if row.body else "",
    ),
    Column(
        "year",
        pgettext_lazy("year", "Year"),
        lambda row: row.year or "—",
        lambda row: row.year,
        number=True,
        meaning=gettext_lazy("year of the version; blank if unknown"),
    ),
    Column(
        "texts",
        pgettext_lazy("documents", "Texts"),
        lambda row: number(row.texts),
        lambda row: row.texts,
        number=True,
    ),
    Column(
        "kinds",
        gettext_lazy("Kinds of text"),
        lambda row: _joined(str(InstrumentKind(kind).label) for kind in row.kinds),
        lambda row: row.kinds,
        meaning=pgettext_lazy("meaning of a column", "codes"),
    ),
    Column(
        "languages",
        pgettext_lazy("languages of a text", "Languages"),
        lambda row: _joined(name_of(code) for code in row.languages),
        lambda row: " ".join(row.languages),
        meaning=pgettext_lazy("meaning of a column", "codes"),
    ),
    Column(
        "until",
        gettext_lazy("Date of latest text"),
        lambda row: date(row.until) or "—",
        lambda row: row.until,
    ),
    Column("listed", pgettext_lazy("mandates", "Mandates"), _mandates_cell, number=True),
    Column(
        "found",
        gettext_lazy("Findings to check"),
        lambda row: number(row.waiting),
        number=True,
    ),
    Column(
        "mandates",
        pgettext_lazy("page", "Mandates"),
        value=lambda row: row.mandates,
        meaning=gettext_lazy("accepted by a person, in force or not"),
    ),
    Column(
        "waiting",
        pgettext_lazy("findings", "Not yet checked"),
        value=lambda row: row.waiting,
        meaning=gettext_lazy("extracted automatically, not yet checked by a person"),
    ),
)
"""Texts, accepted mandates and waiting findings, by body and year."""


def stubs_table(stubs: list[tuple[Body | None, int]]) -> parts.Table | None:
    """A table of the texts that are cited and not on this site, by body; None where there is none."""
    columns: tuple[Column[tuple[Body | None, int]], ...] = (
        Column(
            "body",
            pgettext("intergovernmental body", "Body"),
            lambda row: said(row[0].say("title")) if row[0] else _("Body not listed"),
        ),
        Column("texts", pgettext("documents", "Texts"), lambda row: number(row[1]), number=True),
    )
    return page_table(columns, stubs, _("Cited texts not held in Majlis")) if stubs else None


def method_context() -> dict[str, str | int]:
    """The numbers that the page about the method states."""
    return {
        "few": number(accuracy.MIN_DECISIONS),
        "days": settings.MAJLIS_DAYS_TO_ANSWER,
    }


def _share(of: Callable[[AccuracyRate], int]) -> Callable[[AccuracyRate], str]:
    """A function that gives a number of decisions as a percentage, where there are enough."""
    return lambda rate: (
        percent(rate.share(of(rate)), 0) if rate.enough else _("too few decisions to calculate")
    )


ACCURACY_COLUMNS: tuple[Column[AccuracyRate], ...] = (
    Column(
        "language",
        pgettext_lazy("language", "Language"),
        lambda rate: name_of(rate.language),
        lambda rate: rate.language,
        meaning=pgettext_lazy("language code", "code"),
    ),
    Column(
        "engine",
        pgettext_lazy("extraction of mandates", "Extraction version"),
        lambda rate: rate.engine or "—",
        lambda rate: rate.engine,
        meaning=gettext_lazy(
            "version of the extraction; blank if there are no findings in the text"
        ),
    ),
    Column(
        "decided",
        pgettext_lazy("findings", "Checked"),
        lambda rate: number(rate.among),
        lambda rate: rate.among,
        number=True,
        meaning=gettext_lazy("findings accepted or rejected by a person"),
    ),
    Column(
        "share_accepted",
        pgettext_lazy("findings", "Accepted unchanged"),
        _share(lambda rate: rate.accepted),
        number=True,
    ),
    Column(
        "share_corrected",
        pgettext_lazy("findings", "Accepted with a correction"),
        _share(lambda rate: rate.corrected),
        number=True,
    ),
    Column(
        "share_rejected",
        pgettext_lazy("findings", "Rejected"),
        _share(lambda rate: rate.rejected),
        number=True,
    ),
    Column(
        "missed",
        gettext_lazy("Added by a person, as a share of all accepted mandates"),
        lambda rate: (
            _("too few decisions to calculate") if rate.missed is None else percent(rate.missed, 0)
        ),
        number=True,
    ),
    Column(
        "accepted",
        pgettext_lazy("findings", "Accepted"),
        value=lambda rate: rate.accepted,
        meaning=gettext_lazy("without a correction"),
    ),
    Column(
        "corrected",
        pgettext_lazy("findings", "Corrected"),
        value=lambda rate: rate.corrected,
        meaning=gettext_lazy("accepted after a field was corrected"),
    ),
    Column(
        "rejected",
        pgettext_lazy("findings", "Rejected"),
        value=lambda rate: rate.rejected,
        meaning=gettext_lazy("neither a mandate nor a clause"),
    ),
    Column(
        "added",
        gettext_lazy("Added by a person, not extracted"),
        value=lambda rate: rate.added,
        meaning=gettext_lazy("mandates added by a person after automatic extraction from the text"),
    ),
)
"""How often the engine is right, by language and version of the engine."""


def _number(value: int) -> str:
    return formats.number(value, get_language() or "en")


def coverage_line(user: Reader) -> str:
    """The short coverage for a reader, which stands under every count and list; one query."""
    return short_coverage(register_coverage(user))


def short_coverage(coverage: Coverage) -> str:
    """The coverage in one line: the number of texts, and the month of the latest one."""
    if not coverage.texts:
        return _("No texts are held in Majlis yet.")
    pieces = [_number_of_texts(coverage.texts)]
    if coverage.until:
        pieces.append(date_phrases.up_to(coverage.until[: len("2025-10")]))
    return _coverage_of(pieces)


def _number_of_texts(count: int) -> str:
    return npgettext("number of texts", "%(n)s text", "%(n)s texts", count) % {"n": _number(count)}


def _coverage_of(pieces: list[str]) -> str:
    what = formats.clause_separator(get_language() or "en").join(pieces)
    return pgettext("texts held in Majlis", "Coverage: %(what)s.") % {"what": what}


def coverage_sentence(coverage: Coverage) -> str:
    """The coverage as a sentence: texts, bodies, years, languages, latest date, kinds, stubs."""
    language = get_language() or "en"
    if not coverage.texts:
        return _("No texts are held in Majlis yet.")
    pieces = [
        _number_of_texts(coverage.texts),
        npgettext("number of bodies", "%(n)s body", "%(n)s bodies", coverage.bodies)
        % {"n": _number(coverage.bodies)},
    ]
    if coverage.first:
        pieces.append(_year_range(coverage.first, coverage.last))
    if coverage.languages:
        pieces.append(formats.list_separator(language).join(map(name_of, coverage.languages)))
    if coverage.until:
        pieces.append(date_phrases.up_to(coverage.until))
    text = _coverage_of(pieces)
    if coverage.kinds:
        kinds = formats.list_separator(language).join(
            str(InstrumentKind(kind).label) for kind in coverage.kinds
        )
        text += formats.gap(language) + _("Kinds of text: %(kinds)s.") % {"kinds": kinds}
    stubs_text = ngettext(
        "%(n)s cited text is not held in Majlis and is not counted.",
        "%(n)s cited texts are not held in Majlis and are not counted.",
        coverage.stubs,
    ) % {"n": _number(coverage.stubs)}
    return f"{text}{formats.gap(language)}{stubs_text}" if coverage.stubs else str(text)


def _year_range(first: str, last: str) -> str:
    return f"{first}–{last}" if first != last else first


def empty_reason_text(reason: EmptyReason, all_url: str = "") -> SafeString:
    """A reason for an empty list; ``all_url``: the same list with mandates that are not in force."""
    language = get_language() or "en"
    values = {"symbol": reason.words, "n": _number(reason.count)}
    if reason.kind == "stub":
        text = _("%(symbol)s is cited, but its text is not held in Majlis.") % values
        return _with_link(text, reason.url, _("View citing texts"))
    if reason.kind == "text":
        text = (
            _("%(symbol)s is held in Majlis, but none of its mandates match your search.") % values
        )
        return _with_link(text, reason.url, _("Read the text"))
    if reason.kind == "unheard":
        text = _("%(symbol)s is not held in Majlis, and no text in Majlis cites it.") % values
        return _with_link(text, reverse("mandates:coverage"), _("Coverage and findings to check"))
    if reason.kind == "year":
        text = _("No texts of %(year)s are held in Majlis. Texts are held for %(years)s.") % {
            "year": reason.words,
            "years": _year_range(reason.first, reason.last) or "—",
        }
        return _with_link(text, reverse("mandates:coverage"), _("Coverage and findings to check"))
    if reason.kind == "language":
        text = _("No texts in this language are held in Majlis: %(language)s.") % {
            "language": name_of(reason.words)
        }
        return _with_link(text, reverse("mandates:coverage"), _("Coverage and findings to check"))
    if reason.kind == "nobody":
        text = _("No texts of this body are held in Majlis: %(name)s.") % {"name": reason.words}
        return _with_link(text, reason.url, _("Page in Majlis"))
    if reason.kind == "nothing":
        return format_html("{}", _("No texts are held in Majlis yet."))
    if reason.kind == "number":
        return format_html(
            "{}", _("No mandate has this number. The last number is %(n)s.") % values
        )
    if reason.kind == "body":
        years = _year_range(reason.first, reason.last)
        if not years:
            return format_html("{}", _("The years of this body’s texts are unknown."))
        text = _("Years of this body’s texts held in Majlis: %(years)s.") % {"years": years}
        return _with_link(text, reverse("mandates:coverage"), _("Coverage and findings to check"))
    if reason.kind == "waiting":
        text = ngettext(
            "%(n)s finding has not yet been checked and is not shown.",
            "%(n)s findings have not yet been checked and are not shown.",
            reason.count,
        )
        return _with_link(
            text % values, reverse("mandates:coverage"), _("View the texts concerned")
        )
    text = ngettext(
        "%(n)s matching mandate has ended or is not in force.",
        "%(n)s matching mandates have ended or are not in force.",
        reason.count,
    )
    return _with_link(
        text % {"n": formats.number(reason.count, language)}, all_url, _("Show these mandates")
    )


def _with_link(text: str, url: str, label: str) -> SafeString:
    return format_html('{} <a href="{}">{}</a>', text, url, label)
