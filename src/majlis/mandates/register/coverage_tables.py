"""The coverage of the register as sentences and tables, and the messages of an empty list."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Reader
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number, percent
from majlis.mandates.register import accuracy
from majlis.mandates.register import coverage as queries
from majlis.mandates.register.coverage import Coverage, register_coverage
from majlis.mandates.register.empty_state import EmptyReason
from majlis.mandates.register.queries import ALL, NO_BODY
from majlis.parties.models import Body


def coverage_table(coverage_rows: list[queries.CoverageRow]) -> parts.Table:
    """A table of texts, accepted mandates and waiting findings, by body and year."""
    comma = formats.list_separator(get_language() or "en")
    register_url = reverse("mandates:register")
    rows: list[parts.TableRow] = []
    for coverage_row in coverage_rows:
        query = f"?standing={ALL}&body={coverage_row.body.slug if coverage_row.body else NO_BODY}"
        query += f"&year={coverage_row.year}" if coverage_row.year else ""
        exact = not coverage_row.closed and coverage_row.year != ""
        rows.append(
            [
                said(coverage_row.body.say("title"))
                if coverage_row.body
                else _("Texts of no body that is here"),
                coverage_row.year or "—",
                number(coverage_row.texts),
                comma.join(str(InstrumentKind(kind).label) for kind in coverage_row.kinds),
                comma.join(LANGUAGES_BY_CODE[code].name for code in coverage_row.languages),
                date(coverage_row.until) or "—",
                parts.Cell(number(coverage_row.mandates), register_url + query if exact else ""),
                number(coverage_row.waiting),
            ]
        )
    columns = [
        parts.Column(_("Body")),
        parts.Column(_("Year"), number=True),
        parts.Column(_("Texts"), number=True),
        parts.Column(_("Kinds")),
        parts.Column(_("Languages")),
        parts.Column(_("The latest of")),
        parts.Column(pgettext("mandates", "Mandates"), number=True),
        parts.Column(pgettext("mandates", "Findings that wait"), number=True),
    ]
    return parts.Table(columns, rows, _("What is in, and what waits"), headed=True)


def stubs_table(stubs: list[tuple[Body | None, int]]) -> parts.Table | None:
    """A table of the texts that are cited and not on this site, by body; None where there is none."""
    rows = [
        [said(body.say("title")) if body else _("Texts of no body that is here"), number(count)]
        for body, count in stubs
    ]
    columns = [parts.Column(_("Body")), parts.Column(_("Texts"), number=True)]
    caption = _("Cited, and not kept here")
    return parts.Table(columns, rows, caption, headed=True) if rows else None


def method_context(
    rates: list[accuracy.AccuracyRate],
) -> dict[str, parts.Table | parts.ListSummary | str]:
    """The context of the page about the method."""
    return {
        "rates": _accuracy_table(rates),
        "few": number(accuracy.MIN_DECISIONS),
        "chosen": parts.ListSummary("", (), ()),
        "days": number(getattr(settings, "MAJLIS_DAYS_TO_ANSWER", 20)),
    }


def _accuracy_table(rates: list[accuracy.AccuracyRate]) -> parts.Table:
    few = _("too few to say")
    rows = [
        [
            LANGUAGES_BY_CODE[rate.language].name,
            rate.engine or "—",
            number(rate.among),
            *(
                percent(rate.share(part), 0) if rate.enough else few
                for part in (rate.accepted, rate.corrected, rate.rejected)
            ),
            few if rate.missed is None else percent(rate.missed, 0),
        ]
        for rate in rates
    ]
    columns = [
        parts.Column(_("Language")),
        parts.Column(_("Engine")),
        parts.Column(pgettext("findings", "Decided"), number=True),
        parts.Column(pgettext("findings", "Accepted as found"), number=True),
        parts.Column(pgettext("findings", "Accepted with a correction"), number=True),
        parts.Column(pgettext("findings", "Rejected"), number=True),
        parts.Column(_("Added by a person, of all that were accepted"), number=True),
    ]
    return parts.Table(columns, rows, _("How often the engine is right"), headed=True)


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
    pieces += [LANGUAGES_BY_CODE[code].name for code in coverage.languages]
    if coverage.until:
        pieces.append(_("up to %(date)s") % {"date": formats.date(coverage.until, language)})
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
