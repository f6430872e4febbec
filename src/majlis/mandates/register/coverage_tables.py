"""The coverage of the register as sentences and tables, and the sentences of an empty list."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number, percent
from majlis.mandates.register import accuracy as rated
from majlis.mandates.register import coverage as queries
from majlis.mandates.register.coverage import Coverage, register_coverage
from majlis.mandates.register.empty_state import EmptyReason
from majlis.mandates.register.queries import ALL, NO_BODY
from majlis.parties.models import Body


def coverage_table(found: list[queries.CoverageRow]) -> parts.Table:
    """What is in and what waits, by body and year."""
    comma = formats.list_separator(get_language() or "en")
    listed = reverse("mandates:register")
    rows: list[list[Any]] = []
    for each in found:
        query = f"?standing={ALL}&body={each.body.slug if each.body else NO_BODY}"
        query += f"&year={each.year}" if each.year else ""
        exact = not each.closed and each.year != ""
        rows.append(
            [
                said(each.body.say("title")) if each.body else _("Texts of no body that is here"),
                each.year or "—",
                number(each.texts),
                comma.join(str(InstrumentKind(kind).label) for kind in each.kinds),
                comma.join(LANGUAGES_BY_CODE[code].name for code in each.languages),
                date(each.until) or "—",
                parts.Cell(number(each.mandates), listed + query if exact else ""),
                number(each.waiting),
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


def stubs_table(found: list[tuple[Body | None, int]]) -> parts.Table | None:
    """The texts that are cited and not kept, by body; nothing where there is none."""
    rows = [
        [
            said(body.say("title")) if body else _("Texts of no body that is here"),
            number(count),
        ]
        for body, count in found
    ]
    columns = [parts.Column(_("Body")), parts.Column(_("Texts"), number=True)]
    caption = _("Cited, and not kept here")
    return parts.Table(columns, rows, caption, headed=True) if rows else None


def method_context(found: list[rated.AccuracyRate]) -> dict[str, Any]:
    """What the page of the method tells."""
    return {
        "rates": _accuracy_table(found),
        "few": number(rated.MIN_DECISIONS),
        "chosen": parts.ListSummary("", (), ()),
        "days": number(getattr(settings, "MAJLIS_DAYS_TO_ANSWER", 20)),
    }


def _accuracy_table(found: list[rated.AccuracyRate]) -> parts.Table:
    few = _("too few to say")
    rows = [
        [
            LANGUAGES_BY_CODE[each.language].name,
            each.engine or "—",
            number(each.among),
            *(
                percent(each.share(part), 0) if each.enough else few
                for part in (each.accepted, each.corrected, each.rejected)
            ),
            few if each.missed is None else percent(each.missed, 0),
        ]
        for each in found
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


def coverage_line(user: Any) -> str:
    """The line for a reader: what stands under every count and list; one query."""
    return coverage_sentence(register_coverage(user))


def coverage_sentence(found: Coverage) -> str:
    """The line under a count: bodies, years, languages, up to which date, kinds, and what is cited and not kept."""
    here = get_language() or "en"
    if not found.texts:
        return _("No text is kept here yet, so nothing can be counted.")
    pieces = [
        ngettext("%(n)s text", "%(n)s texts", found.texts) % {"n": _number(found.texts)},
        ngettext("%(n)s body", "%(n)s bodies", found.bodies) % {"n": _number(found.bodies)},
    ]
    if found.first:
        pieces.append(_year_range(found.first, found.last))
    pieces += [LANGUAGES_BY_CODE[code].name for code in found.languages]
    if found.until:
        pieces.append(_("up to %(date)s") % {"date": formats.date(found.until, here)})
    told = _("What is in: %(what)s.") % {"what": formats.list_separator(here).join(pieces)}
    if found.kinds:
        kinds = formats.list_separator(here).join(
            str(InstrumentKind(kind).label) for kind in found.kinds
        )
        told += formats.gap(here) + _("Kinds of text: %(kinds)s.") % {"kinds": kinds}
    apart = ngettext(
        "%(n)s text that is cited is not kept, and nothing of it is counted.",
        "%(n)s texts that are cited are not kept, and nothing of them is counted.",
        found.stubs,
    ) % {"n": _number(found.stubs)}
    return f"{told}{formats.gap(here)}{apart}" if found.stubs else str(told)


def _year_range(first: str, last: str) -> str:
    return f"{first}–{last}" if first != last else first


def empty_reason_text(each: EmptyReason, all_url: str = "") -> SafeString:
    """A reason for which nothing was found; ``all_url``: the same list of all mandates, whether in force or not."""
    here = get_language() or "en"
    words = {"symbol": each.words, "n": _number(each.count)}
    if each.kind == "stub":
        told = _("%(symbol)s is cited, and its text is not kept here.") % words
        return _with_link(told, each.url, _("What cites it"))
    if each.kind == "text":
        told = _("%(symbol)s is kept, and no mandate of it fits.") % words
        return _with_link(told, each.url, _("Read the text"))
    if each.kind == "unheard":
        told = _("%(symbol)s is not kept here, and no text that is kept cites it.") % words
        return _with_link(told, reverse("mandates:coverage"), _("What is in"))
    if each.kind == "year":
        told = _("Of %(year)s, no text is kept here: those that are kept are of %(years)s.") % {
            "year": each.words,
            "years": _year_range(each.first, each.last) or "—",
        }
        return _with_link(told, reverse("mandates:coverage"), _("What is in"))
    if each.kind == "language":
        told = _("No text is kept here in this language: %(language)s.") % {
            "language": LANGUAGES_BY_CODE[each.words].name
        }
        return _with_link(told, reverse("mandates:coverage"), _("What is in"))
    if each.kind == "nobody":
        told = _("Of this body, no text is kept here: %(name)s.") % {"name": each.words}
        return _with_link(told, each.url, _("Its own page"))
    if each.kind == "nothing":
        return format_html("{}", _("No text is kept here yet, so nothing can be found in one."))
    if each.kind == "number":
        return format_html(
            "{}", _("There is no mandate of this number: the last one is %(n)s.") % words
        )
    if each.kind == "body":
        years = _year_range(each.first, each.last)
        if not years:
            return format_html("{}", _("Of this body, no year of a text is known here."))
        told = _("Of this body, texts of these years are kept: %(years)s.") % {"years": years}
        return _with_link(told, reverse("mandates:coverage"), _("What is in"))
    if each.kind == "waiting":
        told = ngettext(
            "%(n)s finding of the engine waits for a person; nothing of it is shown before.",
            "%(n)s findings of the engine wait for a person; nothing of them is shown before.",
            each.count,
        )
        return _with_link(told % words, reverse("mandates:coverage"), _("Of which texts"))
    told = ngettext(
        "%(n)s mandate that is not in force, or was ended, fits.",
        "%(n)s mandates that are not in force, or were ended, fit.",
        each.count,
    )
    return _with_link(told % {"n": formats.number(each.count, here)}, all_url, _("Show them"))


def _with_link(told: Any, url: str, words: Any) -> SafeString:
    return format_html('{} <a href="{}">{}</a>', told, url, words)
