"""The columns of the list of texts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Instrument, Version
from majlis.instruments.text_list import queries
from majlis.instruments.texts.queries import current_version
from majlis.kernel.templatetags.majlis import said
from majlis.kit.columns import Column
from majlis.look import formats, parts
from majlis.look.languages import name_of

LONGEST_TITLE = 160
"""Maximal characters of a title in the list."""
STATE_NAMES = dict(VERSION.choices)
OF_VERSION = _("of the version shown in the list")


@dataclass(frozen=True)
class ListedText:
    """A text in the list, with the version of it that the list shows."""

    text: Instrument
    version: Version | None

    @property
    def languages(self) -> list[str]:
        """The languages of the version."""
        return [each.language for each in self.version.languages.all()] if self.version else []


def text_cell(row: ListedText) -> parts.Cell:
    """The title of a text with its symbol, or the symbol alone; links to the version shown."""
    text, shown = row.text, row.version
    title = text.say("title")
    bare = not title.text or queries.is_listed_symbol(text, title.text)
    if len(title.text) > LONGEST_TITLE:
        title = replace(title, text=f"{title.text[:LONGEST_TITLE].rsplit(' ', 1)[0]}…")
    symbol = queries.listed_symbol(text, shown, get_language() or "en")
    is_current = shown is None or shown is current_version(text.seen)
    return parts.Cell(
        symbol or text.slug if bare else said(title),
        text.get_absolute_url() if is_current or shown is None else shown.get_absolute_url(),
        format_html("<bdi>{}</bdi>", symbol) if symbol and not bare else "",
    )


def state_cell(row: ListedText) -> parts.Cell | str:
    """The state of the version shown, with its label."""
    if row.version is None:
        return ""
    return parts.Cell(STATE_NAMES[row.version.state], note=row.version.say("label").text)


def language_names(row: ListedText) -> str:
    """The names of the languages of the version shown."""
    separator = formats.list_separator(get_language() or "en")
    return separator.join(name_of(code) for code in row.languages)


def body_cell(row: ListedText) -> str:
    """The body of a text, or what the text calls it."""
    return said(row.text.body.say("title")) if row.text.body else row.text.body_words


COLUMNS: tuple[Column[ListedText], ...] = (
    Column(
        "address",
        pgettext_lazy("web address", "Web address"),
        value=lambda row: row.text.record.address,
    ),
    Column(
        "symbol",
        pgettext_lazy("document", "Text"),
        text_cell,
        sort=lambda texts, _language: texts.order_by(*queries.BY_SYMBOL),
    ),
    Column(
        "symbol", pgettext_lazy("symbol of a text", "Symbol"), value=lambda row: row.text.symbol
    ),
    Column(
        "title",
        pgettext_lazy("title of a record", "Title"),
        value=lambda row: row.text.say("title").text,
        meaning=_("in the language of the page, if available"),
    ),
    Column("kind", pgettext_lazy("instrument", "Kind"), value=lambda row: row.text.kind),
    Column(
        "body",
        pgettext_lazy("intergovernmental body", "Body"),
        body_cell,
        lambda row: row.text.body.slug if row.text.body else row.text.body_words,
    ),
    Column(
        "version",
        pgettext_lazy("version of a text", "Version"),
        value=lambda row: row.version.record.address if row.version else "",
        meaning=_("version shown in the list"),
    ),
    Column(
        "year",
        pgettext_lazy("year", "Year"),
        lambda row: row.version.year if row.version else "",
        lambda row: row.version.year if row.version else "",
        sort=lambda texts, _language: texts.order_by(*queries.BY_YEAR),
        meaning=OF_VERSION,
    ),
    Column(
        "date",
        pgettext_lazy("version", "Date"),
        value=lambda row: row.version.date if row.version else "",
        meaning=OF_VERSION,
    ),
    Column(
        "state",
        _("Status of the version"),
        state_cell,
        lambda row: row.version.state if row.version else "",
        meaning=OF_VERSION,
    ),
    Column(
        "languages",
        pgettext_lazy("languages of a text", "Languages"),
        language_names,
        lambda row: " ".join(row.languages),
        meaning=_("language codes of the version shown in the list"),
    ),
    Column(
        "versions",
        pgettext_lazy("of a text", "Versions"),
        value=lambda row: len(row.text.seen),
        meaning=_("number of items"),
    ),
)
