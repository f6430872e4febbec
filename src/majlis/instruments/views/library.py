"""The library: all texts, found by what is known of them; and how far they reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments import show
from majlis.instruments.forms.finding import TextsForm
from majlis.instruments.kinds import InstrumentKind
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Instrument, Version
from majlis.instruments.queries import library as queries
from majlis.instruments.queries.text import current
from majlis.kernel import downloads
from majlis.kernel.languages import BY_CODE
from majlis.kernel.pages import page_of
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number

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
    if downloads.wanted(request):
        return downloads.answer(request, queries.sheet(queries.shown(found, request.user), wanted))
    page = page_of(found, A_PAGE, request.GET.get("page"))
    total = page.paginator.count
    told = ngettext("%(n)s text", "%(n)s texts", total) % {"n": formats.number(total, here)}
    about: dict[str, Any] = {
        "filter": form,
        "chosen": parts.Chosen(told, _on(request, form), _downloads(request)),
        "table": table(request, queries.shown(page.object_list, request.user), wanted),
        "cut": parts.pages(request, page),
    }
    return render(request, "instruments/texts.html", about)


def _downloads(request: HttpRequest, of: str = "") -> list[parts.Link]:
    return [parts.Link(label, url) for label, url in downloads.links(request, of)]


def _on(request: HttpRequest, form: TextsForm) -> list[parts.Filter]:
    on = []
    for name in FILTERS:
        value = form.cleaned_data.get(name)
        if value:
            shown = dict(getattr(form.fields[name], "choices", ())).get(value, value)
            away = parts.with_query(request, **{name: None, "page": None})
            on.append(parts.Filter(str(form.fields[name].label), str(shown), away))
    return on


def table(request: HttpRequest, found: list[Instrument], wanted: Mapping[str, Any]) -> parts.Table:
    """Texts as a list; what is said of a version is of the one that fits what is asked."""
    columns = [
        parts.column(request, pgettext("library", "Text"), "symbol"),
        parts.Column(_("Body")),
        parts.column(request, _("Year"), "year"),
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
    languages = [BY_CODE[one.language].name for one in shown.languages.all()] if shown else []
    comma = formats.comma(here)
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


@require_safe
def coverage(request: HttpRequest) -> HttpResponseBase:
    """What is in, by body, and up to which date; and, apart, what is cited and is not in."""
    here = get_language() or "en"
    cited = queries.cited(request.user)
    reach = queries.coverage(request.user)
    if downloads.wanted(request):
        if downloads.wanted_of(request) == "cited":
            return downloads.answer(
                request, queries.stubs_sheet(queries.stubs(request.user, cited))
            )
        return downloads.answer(request, queries.coverage_sheet(reach))
    page = Paginator(cited, A_PAGE).get_page(request.GET.get("page"))
    total = sum(each.texts for each in reach)
    told = ngettext("%(n)s text", "%(n)s texts", total) % {"n": formats.number(total, here)}
    outside = page.paginator.count
    apart = ngettext("%(n)s text that is cited", "%(n)s texts that are cited", outside) % {
        "n": formats.number(outside, here)
    }
    about = {
        "chosen": parts.Chosen(told, (), _downloads(request)),
        "table": reach_table(reach),
        "apart": parts.Chosen(apart, (), _downloads(request, "cited")),
        "stubs": stubs_table(queries.stubs(request.user, page)),
        "cut": parts.pages(request, page),
        "trail": show.way(_("What is in")),
    }
    return render(request, "instruments/coverage.html", about)


def reach_table(reach: Sequence[queries.Reach]) -> parts.Table:
    """What is kept, by body."""
    comma = formats.comma(get_language() or "en")
    kinds = dict(InstrumentKind.choices)
    rows = [
        [
            parts.Cell(
                said(each.body.say("title")) if each.body else _("Texts of no body that is here"),
                f"{reverse('instruments:texts')}?body={each.body.slug}" if each.body else "",
            ),
            number(each.texts),
            number(each.versions),
            comma.join(BY_CODE[code].name for code in each.languages),
            comma.join(str(kinds[kind]) for kind in each.kinds),
            number(each.years),
            date(each.first) or "—",
            date(each.last) or "—",
        ]
        for each in reach
    ]
    columns = [
        parts.Column(_("Body")),
        parts.Column(_("Texts"), number=True),
        parts.Column(_("Versions"), number=True),
        parts.Column(_("Languages")),
        parts.Column(pgettext("instruments", "Kinds")),
        parts.Column(_("Years"), number=True),
        parts.Column(_("The earliest of")),
        parts.Column(_("The latest of")),
    ]
    return parts.Table(columns, rows, _("What is in"), headed=True)


def stubs_table(stubs: Sequence[Any]) -> parts.Table:
    """What is cited and not kept, by how many texts."""
    rows = [
        [
            parts.Cell(show.symbol_of(each), each.get_absolute_url()),
            each.get_kind_display(),
            number(each.citing),
        ]
        for each in stubs
    ]
    columns = [
        parts.Column(pgettext("library", "Text")),
        parts.Column(pgettext("instrument", "Kind")),
        parts.Column(_("Texts that cite it"), number=True),
    ]
    return parts.Table(columns, rows, _("Cited, and not kept here"), headed=True)
