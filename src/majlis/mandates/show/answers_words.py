"""The words of answers that pages have in common: dates, documents, sessions, steps."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.kernel.languages import direction
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.look import formats
from majlis.look.bidi import isolate
from majlis.mandates.outcome import full
from majlis.mandates.queries.answers import Row, date_of


def here() -> str:
    """The language of the page."""
    return get_language() or "en"


def in_its_language(words: str, language: str) -> SafeString | str:
    """Words that somebody wrote, in the language in which they did."""
    if not words or language in ("", here()):
        return words
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), words)


def day(value: str) -> str:
    """A date, whole or partial, in words; nothing where there is none."""
    return formats.date(value, here()) if value else ""


def document(row: Row, at: str = "record") -> SafeString | str:
    """A document as a link: a record of this site by its title, or what somebody called it."""
    if row.get(at) is not None:
        address = row.get(f"{at}_address")
        if not address:
            return row.get("title") or _("a record that is not public")
        kind = RECORD_KINDS.get(row.get(f"{at}_kind") or "")
        symbol = kind.symbol(address) if kind is not None and kind.symbol is not None else address
        title = row.get(f"{at}_title") or row.get("title") or symbol
        return format_html('<a href="/{}/{}/"><bdi>{}</bdi></a>', here(), address, title)
    link = row.get("link") or ""
    if not link:
        return ""
    return format_html('<a href="{}" rel="external"><bdi>{}</bdi></a>', link, row["title"] or link)


def session(row: Row, at: str = "occasion") -> str:
    """A session without its date: "Council 2026, 41st meeting"; nothing where there is none."""
    year = row.get(f"{at}_year")
    if year is None:
        return ""
    names = row.get(f"{at}_names") or {}
    if names.get(here()):
        return isolate(str(names[here()]), here())
    label = row.get(f"{at}_label") or ""
    called = f"{row.get(f'{at}_actor') or ''}{formats.gap(here())}{year}".strip()
    pieces = [isolate(each, here()) for each in (called, label) if each]
    return formats.list_separator(here()).join(pieces)


def named(occasion: Any, actor: str) -> str:
    """A session that was read as a model, and whose ``actor`` is called so."""
    fields = {f"occasion_{n}": getattr(occasion, n) for n in ("year", "label", "names")}
    return session(fields | {"occasion_actor": actor})


def to_be_set(what: str) -> str:
    """ "2026, date to be set": what stands in the place of a date that nobody has set."""
    return _("%(occasion)s, date to be set") % {"occasion": what}


def who_and_when(row: Row) -> str:
    """ "Council 2026, 9 June 2026": who takes a step and when; and in whose place."""
    here_ = here()
    known, at = date_of(row), session(row)
    who = isolate(str(row["actor"] or row["actor_slug"]), here_)
    own = bool(at) and row["occasion_actor"] == row["actor"]
    pieces = [at if own else who] + ([at] if at and not own else [])
    if known and full(known):
        pieces.append(day(known))
    elif known and known != str(row.get("occasion_year")):
        pieces.append(to_be_set(day(known)))
    elif at:
        pieces[-1] = to_be_set(pieces[-1])
    said = formats.list_separator(here_).join(pieces)
    if row["in_place_of"]:
        other = {"actor": isolate(row["in_place_of"], here_)}
        more = _("in the place of %(actor)s") % other
        if row["reports_back"]:
            more = _("in the place of %(actor)s, to which it reports back") % other
        said = formats.with_brackets(said, more, here_)
    return said
