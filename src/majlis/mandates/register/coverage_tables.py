"""The coverage of the register as sentences and tables, and the messages of an empty list."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.languages import LANGUAGES_BY_CODE
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
        gettext_lazy("Body"),
        lambda row: said(row.body.say("title")) if row.body else _("Texts of no body that is here"),
        lambda row: row.body.slug if row.body else "",
    ),
    Column(
        "year",
        gettext_lazy("Year"),
        lambda row: row.year or "—",
        lambda row: row.year,
        number=True,
        meaning=gettext_lazy("of the version; empty where it is not known"),
    ),
    Column(
        "texts",
        gettext_lazy("Texts"),
        lambda row: number(row.texts),
        lambda row: row.texts,
        number=True,
    ),
    Column(
        "kinds",
        gettext_lazy("Kinds"),
        lambda row: _joined(str(InstrumentKind(kind).label) for kind in row.kinds),
        lambda row: row.kinds,
        meaning=gettext_lazy("codes"),
    ),
    Column(
        "languages",
        gettext_lazy("Languages"),
        lambda row: _joined(name_of(code) for code in row.languages),
        lambda row: " ".join(row.languages),
        meaning=gettext_lazy("codes"),
    ),
    Column(
        "until",
        gettext_lazy("The latest of"),
        lambda row: date(row.until) or "—",
        lambda row: row.until,
    ),
    Column("listed", pgettext_lazy("mandates", "Mandates"), _mandates_cell, number=True),
    Column(
        "found",
        pgettext_lazy("mandates", "Findings that wait"),
        lambda row: number(row.waiting),
        number=True,
    ),
    Column(
        "mandates",
        gettext_lazy("Mandates"),
        value=lambda row: row.mandates,
        meaning=gettext_lazy("accepted by a person, whether or not in force"),
    ),
    Column(
        "waiting",
        gettext_lazy("Waiting"),
        value=lambda row: row.waiting,
        meaning=gettext_lazy("found by the engine, and not decided by a person yet"),
    ),
)
"""Texts, accepted mandates and waiting findings, by body and year."""


def stubs_table(stubs: list[tuple[Body | None, int]]) -> parts.Table | None:
    """A table of the texts that are cited and not on this site, by body; None where there is none."""
    columns: tuple[Column[tuple[Body | None, int]], ...] = (
        Column(
            "body",
            _("Body"),
            lambda row: said(row[0].say("title")) if row[0] else _("Texts of no body that is here"),
        ),
        Column("texts", _("Texts"), lambda row: number(row[1]), number=True),
    )
    return page_table(columns, stubs, _("Cited, and not kept here")) if stubs else None


def method_context() -> dict[str, str]:
    """The numbers that the page about the method states."""
    return {
        "few": number(accuracy.MIN_DECISIONS),
        "days": number(getattr(settings, "MAJLIS_DAYS_TO_ANSWER", 20)),
    }


def _share(of: Callable[[AccuracyRate], int]) -> Callable[[AccuracyRate], str]:
    """A function that gives a number of decisions as a percentage, where there are enough."""
    return lambda rate: percent(rate.share(of(rate)), 0) if rate.enough else _("too few to say")


ACCURACY_COLUMNS: tuple[Column[AccuracyRate], ...] = (
    Column(
        "language",
        gettext_lazy("Language"),
        lambda rate: LANGUAGES_BY_CODE[rate.language].name,
        lambda rate: rate.language,
        meaning=gettext_lazy("code"),
    ),
    Column(
        "engine",
        gettext_lazy("Engine"),
        lambda rate: rate.engine or "—",
        lambda rate: rate.engine,
        meaning=gettext_lazy("its version; empty where it found nothing in the text"),
    ),
    Column(
        "decided",
        pgettext_lazy("findings", "Decided"),
        lambda rate: number(rate.among),
        lambda rate: rate.among,
        number=True,
        meaning=gettext_lazy("findings that a person accepted or rejected"),
    ),
    Column(
        "share_accepted",
        pgettext_lazy("findings", "Accepted as found"),
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
        gettext_lazy("Added by a person, of all that were accepted"),
        lambda rate: _("too few to say") if rate.missed is None else percent(rate.missed, 0),
        number=True,
    ),
    Column(
        "accepted",
        gettext_lazy("Accepted"),
        value=lambda rate: rate.accepted,
        meaning=gettext_lazy("without a correction"),
    ),
    Column(
        "corrected",
        gettext_lazy("Corrected"),
        value=lambda rate: rate.corrected,
        meaning=gettext_lazy("accepted after a field was corrected"),
    ),
    Column(
        "rejected",
        gettext_lazy("Rejected"),
        value=lambda rate: rate.rejected,
        meaning=gettext_lazy("judged not to be a mandate or clause"),
    ),
    Column(
        "added",
        gettext_lazy("Added by a person, not found"),
        value=lambda rate: rate.added,
        meaning=gettext_lazy("mandates that a person added in texts that the engine read"),
    ),
)
"""How often the engine is right, by language and version of the engine."""


def _number(value: int) -> str:
    return formats.number(value, get_language() or "en")


def coverage_line(user: Reader) -> str:
    """The coverage for a reader as a sentence, which stands under every count and list; one query."""
    return coverage_sentence(register_coverage(user))


def coverage_sentence(coverage: Coverage) -> str:
    """The coverage as a sentence: texts, bodies, years, languages, latest date, kinds, stubs."""
    language = get_language() or "en"
    if not coverage.texts:
        return _("No text is kept here yet, so nothing can be counted.")
    pieces = [
        ngettext("%(n)s text", "%(n)s texts", coverage.texts) % {"n": _number(coverage.texts)},
        ngettext("%(n)s body", "%(n)s bodies", coverage.bodies) % {"n": _number(coverage.bodies)},
    ]
    if coverage.first:
        pieces.append(_year_range(coverage.first, coverage.last))
    pieces += [name_of(code) for code in coverage.languages]
    if coverage.until:
        pieces.append(date_phrases.up_to(coverage.until))
    text = _("What is in: %(what)s.") % {"what": formats.list_separator(language).join(pieces)}
    if coverage.kinds:
        kinds = formats.list_separator(language).join(
            str(InstrumentKind(kind).label) for kind in coverage.kinds
        )
        text += formats.gap(language) + _("Kinds of text: %(kinds)s.") % {"kinds": kinds}
    stubs_text = ngettext(
        "%(n)s text that is cited is not kept, and nothing of it is counted.",
        "%(n)s texts that are cited are not kept, and nothing of them is counted.",
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
        text = _("%(symbol)s is cited, and its text is not kept here.") % values
        return _with_link(text, reason.url, _("What cites it"))
    if reason.kind == "text":
        text = _("%(symbol)s is kept, and no mandate of it fits.") % values
        return _with_link(text, reason.url, _("Read the text"))
    if reason.kind == "unheard":
        text = _("%(symbol)s is not kept here, and no text that is kept cites it.") % values
        return _with_link(text, reverse("mandates:coverage"), _("What is in"))
    if reason.kind == "year":
        text = _("Of %(year)s, no text is kept here: those that are kept are of %(years)s.") % {
            "year": reason.words,
            "years": _year_range(reason.first, reason.last) or "—",
        }
        return _with_link(text, reverse("mandates:coverage"), _("What is in"))
    if reason.kind == "language":
        text = _("No text is kept here in this language: %(language)s.") % {
            "language": LANGUAGES_BY_CODE[reason.words].name
        }
        return _with_link(text, reverse("mandates:coverage"), _("What is in"))
    if reason.kind == "nobody":
        text = _("Of this body, no text is kept here: %(name)s.") % {"name": reason.words}
        return _with_link(text, reason.url, _("Its own page"))
    if reason.kind == "nothing":
        return format_html("{}", _("No text is kept here yet, so nothing can be found in one."))
    if reason.kind == "number":
        return format_html(
            "{}", _("There is no mandate of this number: the last one is %(n)s.") % values
        )
    if reason.kind == "body":
        years = _year_range(reason.first, reason.last)
        if not years:
            return format_html("{}", _("Of this body, no year of a text is known here."))
        text = _("Of this body, texts of these years are kept: %(years)s.") % {"years": years}
        return _with_link(text, reverse("mandates:coverage"), _("What is in"))
    if reason.kind == "waiting":
        text = ngettext(
            "%(n)s finding of the engine waits for a person; nothing of it is shown before.",
            "%(n)s findings of the engine wait for a person; nothing of them is shown before.",
            reason.count,
        )
        return _with_link(text % values, reverse("mandates:coverage"), _("Of which texts"))
    text = ngettext(
        "%(n)s mandate that is not in force, or was ended, fits.",
        "%(n)s mandates that are not in force, or were ended, fit.",
        reason.count,
    )
    return _with_link(text % {"n": formats.number(reason.count, language)}, all_url, _("Show them"))


def _with_link(text: str, url: str, label: str) -> SafeString:
    return format_html('{} <a href="{}">{}</a>', text, url, label)
