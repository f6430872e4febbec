"""The list of texts, drawn as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.library import queries
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Instrument, Version
from majlis.instruments.texts.queries import current_version
from majlis.kernel import downloads
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts

PAGE_SIZE = 25
LONGEST_TITLE = 160
"""Signs of a title in the list."""
STATE_NAMES = dict(VERSION.choices)


def download_links(request: HttpRequest, of: str = "") -> list[parts.Link]:
    """The ways to take a list away as a file."""
    return [parts.Link(label, url) for label, url in downloads.download_links(request, of)]


def text_table(
    request: HttpRequest, found: list[Instrument], wanted: Mapping[str, Any]
) -> parts.Table:
    """Texts as a list; what is said of a version is of the one that fits what is asked."""
    columns = [
        parts.sortable_column(request, pgettext("library", "Text"), "symbol"),
        parts.Column(_("Body")),
        parts.sortable_column(request, _("Year"), "year"),
        parts.Column(pgettext("version", "State")),
        parts.Column(_("Languages")),
    ]
    rows = [text_row(each, queries.listed_version(each, wanted)) for each in found]
    return parts.Table(columns, rows, _("Texts"), headed=True)


def text_row(each: Instrument, shown: Version | None) -> list[Any]:
    """A text in a list, with a version of it."""
    here = get_language() or "en"
    title = each.say("title")
    bare = not title.text or queries.is_listed_symbol(each, title.text)
    if len(title.text) > LONGEST_TITLE:
        title = replace(title, text=f"{title.text[:LONGEST_TITLE].rsplit(' ', 1)[0]}…")
    languages = (
        [LANGUAGES_BY_CODE[one.language].name for one in shown.languages.all()] if shown else []
    )
    comma = formats.list_separator(here)
    url = each.get_absolute_url()
    called = queries.listed_symbol(each, shown, here)
    label = ""
    if shown is not None:
        label = shown.say("label").text
        if shown is not current_version(each.seen):  # type: ignore[attr-defined]
            url = shown.get_absolute_url()
    return [
        parts.Cell(
            called or each.slug if bare else said(title),
            url,
            format_html("<bdi>{}</bdi>", called) if called and not bare else "",
        ),
        said(each.body.say("title")) if each.body else each.body_words,
        shown.year if shown else "",
        parts.Cell(STATE_NAMES[shown.state], note=label) if shown else "",
        comma.join(languages),
    ]
