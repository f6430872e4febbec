"""How languages, dates, documents and sessions are displayed on the pages of mandates."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.events.core.names import meeting_ordinal
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import direction
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.look import formats, parts
from majlis.look.bidi import filled, isolate
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.models import Occasion

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

type ContextValue = (
    StrOrPromise | float | datetime.date | models.Model | BoundField | DataclassInstance | None |
    Sequence[ContextValue] | Mapping[str, ContextValue]
)  # fmt: skip
type Context = dict[str, ContextValue]
"""What a template of a page or a section gets."""


def period_text(since: str, until: str) -> str:
    """A period as text; one date where both are the same."""
    if since and until:
        return formats.date_range(since, until, page_language())
    return date_text(since or until)


def decider_label(is_secretariat: bool) -> str:
    """The role in which a decision was made; pages do not name the person."""
    if is_secretariat:
        return pgettext("who decided", "the secretariat")
    return pgettext("who decided", "the chair or the secretariat of the body")


def page_language() -> str:
    """The language of the page."""
    return get_language() or "en"


def with_language(words: str, language: str) -> SafeString | str:
    """A text marked with its language, unless that is the language of the page."""
    if not words or language in ("", page_language()):
        return words
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), words)


def date_text(value: str) -> str:
    """A date, whole or partial, in the language of the page; empty for none."""
    return formats.date(value, page_language()) if value else ""


def document_link(row: JsonRow, at: str = "record") -> SafeString | str:
    """A link to a document: a record of this site by its title, or a document elsewhere.

    ``title`` is in the ``language`` of the row, where it has one.
    """
    own_title = with_language(row.get("title") or "", row.get("language") or "")
    if row.get(at) is not None:
        address = row.get(f"{at}_address")
        if not address:
            return own_title or _("a record that is not public")
        kind = RECORD_KINDS.get(row.get(f"{at}_kind") or "")
        symbol = kind.symbol(address) if kind is not None and kind.symbol is not None else address
        title = with_language(row.get(f"{at}_title") or "", row.get(f"{at}_title_language") or "")
        title = title or own_title or symbol
        return format_html('<a href="/{}/{}/"><bdi>{}</bdi></a>', page_language(), address, title)
    link = row.get("link") or ""
    if not link:
        return ""
    return format_html('<a href="{}" rel="external"><bdi>{}</bdi></a>', link, own_title or link)


def session_text(row: JsonRow, at: str = "occasion") -> str:
    """A session without its date: "Council 2026, 41st meeting"; empty where there is none."""
    year = row.get(f"{at}_year")
    if year is None:
        return ""
    names = row.get(f"{at}_names") or {}
    if names.get(page_language()):
        return isolate(str(names[page_language()]), page_language())
    label = session_label(row.get(f"{at}_label") or "")
    name = f"{row.get(f'{at}_entity') or ''}{formats.gap(page_language())}{year}".strip()
    pieces = [isolate(each, page_language()) for each in (name, label) if each]
    return formats.clause_separator(page_language()).join(pieces)


def session_label(label: str) -> str:
    """The label of a session in the language of the page: a number of digits is that of a meeting, "41st meeting"."""
    if label.isascii() and label.isdecimal():
        return meeting_ordinal(int(label))
    with contextlib.suppress(ValueError):
        return formats.date(label, page_language())
    return label


def session_name(occasion: Occasion, entity: str) -> str:
    """The name of a session that was read as a model; ``entity``: the name of its entity."""
    fields = {f"occasion_{n}": getattr(occasion, n) for n in ("year", "label", "names")}
    return session_text(fields | {"occasion_entity": entity})


def date_to_be_set(what: str) -> str:
    """The text in place of a date that nobody has set: "2026, date to be set".

    ``what``: a year, a month, or the name of an occasion.
    """
    with contextlib.suppress(ValueError):
        what = formats.date(what, page_language())
    return filled(_("%(occasion)s, date to be set"), occasion=what)


def row_links(name: str, *links: parts.Link) -> SafeString:
    """Links of a row of a table; to a screen reader each says the name of the row."""
    colon = formats.colon(page_language())
    return format_html_join(
        " ",
        '<a href="{}" aria-label="{}{}{}">{}</a>',
        ((link.url, link.label, colon, str(name), link.label) for link in links),
    )
