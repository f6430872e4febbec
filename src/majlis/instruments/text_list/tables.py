"""The list of texts, drawn as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Instrument, Version
from majlis.instruments.text_list import queries
from majlis.instruments.texts.queries import current_version
from majlis.kernel import downloads
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts

PAGE_SIZE = 25
LONGEST_TITLE = 160
"""Maximal characters of a title in the list."""
STATE_NAMES = dict(VERSION.choices)


def download_links(request: HttpRequest, of: str = "") -> list[parts.Link]:
    """Links to download a list as a file."""
    return [parts.Link(label, url) for label, url in downloads.download_links(request, of)]


def text_table(
    request: HttpRequest, texts: list[Instrument], filters: Mapping[str, str]
) -> parts.Table:
    """The texts as a table, each with the version that matches the filters."""
    columns = [
        parts.sortable_column(request, pgettext("library", "Text"), "symbol"),
        parts.Column(_("Body")),
        parts.sortable_column(request, _("Year"), "year"),
        parts.Column(pgettext("version", "State")),
        parts.Column(_("Languages")),
    ]
    rows = [text_row(each, queries.listed_version(each, filters)) for each in texts]
    return parts.Table(columns, rows, _("Texts"), headed=True)


def text_row(text: Instrument, shown: Version | None) -> list[parts.Cell | str]:
    """A text in the list, with a version of it."""
    language = get_language() or "en"
    title = text.say("title")
    bare = not title.text or queries.is_listed_symbol(text, title.text)
    if len(title.text) > LONGEST_TITLE:
        title = replace(title, text=f"{title.text[:LONGEST_TITLE].rsplit(' ', 1)[0]}…")
    languages = (
        [LANGUAGES_BY_CODE[one.language].name for one in shown.languages.all()] if shown else []
    )
    comma = formats.list_separator(language)
    url = text.get_absolute_url()
    symbol = queries.listed_symbol(text, shown, language)
    label = ""
    if shown is not None:
        label = shown.say("label").text
        if shown is not current_version(text.seen):
            url = shown.get_absolute_url()
    return [
        parts.Cell(
            symbol or text.slug if bare else said(title),
            url,
            format_html("<bdi>{}</bdi>", symbol) if symbol and not bare else "",
        ),
        said(text.body.say("title")) if text.body else text.body_words,
        shown.year if shown else "",
        parts.Cell(STATE_NAMES[shown.state], note=label) if shown else "",
        comma.join(languages),
    ]
