"""The library: all texts, found by what is known of them; and how far they reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments.forms.finding import TextsForm
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Instrument, Version
from majlis.instruments.queries import library as queries
from majlis.instruments.queries.text import current
from majlis.kernel import downloads
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.pagination import paginate
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts

A_PAGE = 25
LONGEST = 160
"""Signs of a title in the list."""
STATES = dict(VERSION.choices)
FILTERS = ("q", "body", "kind", "year", "state", "language", "concept")


@require_safe
def texts(request: HttpRequest) -> HttpResponseBase:
    """The texts that are kept."""
    here = get_language() or "en"
    form = TextsForm(request.user, request.GET)
    wanted = form.wanted()
    found = queries.texts(request.user, wanted).select_related("record")
    if downloads.requested_format(request):
        return downloads.download_response(
            request, queries.sheet(queries.shown(found, request.user), wanted)
        )
    page = paginate(found, A_PAGE, request.GET.get("page"))
    total = page.paginator.count
    told = ngettext("%(n)s text", "%(n)s texts", total) % {"n": formats.number(total, here)}
    about: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            told, parts.active_filters(request, form, FILTERS), taken_away(request)
        ),
        "table": table(request, queries.shown(page.object_list, request.user), wanted),
        "cut": parts.page_links(request, page),
    }
    return render(request, "instruments/texts.html", about)


def taken_away(request: HttpRequest, of: str = "") -> list[parts.Link]:
    """The ways to take a list away as a file."""
    return [parts.Link(label, url) for label, url in downloads.download_links(request, of)]


def table(request: HttpRequest, found: list[Instrument], wanted: Mapping[str, Any]) -> parts.Table:
    """Texts as a list; what is said of a version is of the one that fits what is asked."""
    columns = [
        parts.sortable_column(request, pgettext("library", "Text"), "symbol"),
        parts.Column(_("Body")),
        parts.sortable_column(request, _("Year"), "year"),
        parts.Column(pgettext("version", "State")),
        parts.Column(_("Languages")),
    ]
    rows = [row(each, queries.version_of(each, wanted)) for each in found]
    return parts.Table(columns, rows, _("Texts"), headed=True)


def row(each: Instrument, shown: Version | None) -> list[Any]:
    """A text in a list, with a version of it."""
    here = get_language() or "en"
    title = each.say("title")
    bare = not title.text or queries.is_symbol(each, title.text)
    if len(title.text) > LONGEST:
        title = replace(title, text=f"{title.text[:LONGEST].rsplit(' ', 1)[0]}…")
    languages = (
        [LANGUAGES_BY_CODE[one.language].name for one in shown.languages.all()] if shown else []
    )
    comma = formats.list_separator(here)
    url = each.get_absolute_url()
    called = queries.symbol_for(each, shown, here)
    label = ""
    if shown is not None:
        label = shown.say("label").text
        if shown is not current(each.seen):  # type: ignore[attr-defined]
            url = shown.get_absolute_url()
    return [
        parts.Cell(
            called or each.slug if bare else said(title),
            url,
            format_html("<bdi>{}</bdi>", called) if called and not bare else "",
        ),
        said(each.body.say("title")) if each.body else each.body_words,
        shown.year if shown else "",
        parts.Cell(STATES[shown.state], note=label) if shown else "",
        comma.join(languages),
    ]
