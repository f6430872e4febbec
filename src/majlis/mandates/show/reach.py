"""How far the register reaches, in sentences."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.look import formats
from majlis.mandates.queries.gaps import Gap
from majlis.mandates.queries.reach import Reach, reach


def _number(value: int) -> str:
    return formats.number(value, get_language() or "en")


def of(user: Any) -> str:
    """The line for a reader: what stands under every count and list; one query."""
    return line(reach(user))


def line(found: Reach) -> str:
    """The line under a count: bodies, years, languages, up to which date, kinds, and what is cited and not kept."""
    here = get_language() or "en"
    if not found.texts:
        return _("No text is kept here yet, so nothing can be counted.")
    pieces = [
        ngettext("%(n)s text", "%(n)s texts", found.texts) % {"n": _number(found.texts)},
        ngettext("%(n)s body", "%(n)s bodies", found.bodies) % {"n": _number(found.bodies)},
    ]
    if found.first:
        pieces.append(_years(found.first, found.last))
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


def _years(first: str, last: str) -> str:
    return f"{first}–{last}" if first != last else first


def gap(each: Gap, all_url: str = "") -> SafeString:
    """A reason for which nothing was found; ``all_url``: the same list of all mandates, whether in force or not."""
    here = get_language() or "en"
    words = {"symbol": each.words, "n": _number(each.count)}
    if each.kind == "stub":
        told = _("%(symbol)s is cited, and its text is not kept here.") % words
        return _linked(told, each.url, _("What cites it"))
    if each.kind == "text":
        told = _("%(symbol)s is kept, and no mandate of it fits.") % words
        return _linked(told, each.url, _("Read the text"))
    if each.kind == "unheard":
        told = _("%(symbol)s is not kept here, and no text that is kept cites it.") % words
        return _linked(told, reverse("mandates:coverage"), _("What is in"))
    if each.kind == "year":
        told = _("Of %(year)s, no text is kept here: those that are kept are of %(years)s.") % {
            "year": each.words,
            "years": _years(each.first, each.last) or "—",
        }
        return _linked(told, reverse("mandates:coverage"), _("What is in"))
    if each.kind == "language":
        told = _("No text is kept here in this language: %(language)s.") % {
            "language": LANGUAGES_BY_CODE[each.words].name
        }
        return _linked(told, reverse("mandates:coverage"), _("What is in"))
    if each.kind == "nobody":
        told = _("Of this body, no text is kept here: %(name)s.") % {"name": each.words}
        return _linked(told, each.url, _("Its own page"))
    if each.kind == "nothing":
        return format_html("{}", _("No text is kept here yet, so nothing can be found in one."))
    if each.kind == "number":
        return format_html(
            "{}", _("There is no mandate of this number: the last one is %(n)s.") % words
        )
    if each.kind == "body":
        years = _years(each.first, each.last)
        if not years:
            return format_html("{}", _("Of this body, no year of a text is known here."))
        told = _("Of this body, texts of these years are kept: %(years)s.") % {"years": years}
        return _linked(told, reverse("mandates:coverage"), _("What is in"))
    if each.kind == "waiting":
        told = ngettext(
            "%(n)s finding of the engine waits for a person; nothing of it is shown before.",
            "%(n)s findings of the engine wait for a person; nothing of them is shown before.",
            each.count,
        )
        return _linked(told % words, reverse("mandates:coverage"), _("Of which texts"))
    told = ngettext(
        "%(n)s mandate that is not in force, or was ended, fits.",
        "%(n)s mandates that are not in force, or were ended, fit.",
        each.count,
    )
    return _linked(told % {"n": formats.number(each.count, here)}, all_url, _("Show them"))


def _linked(told: Any, url: str, words: Any) -> SafeString:
    return format_html('{} <a href="{}">{}</a>', told, url, words)
