"""The library: all texts, found by what is known of them; and how far they reach."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments import show
from majlis.instruments.forms.library import TextsForm
from majlis.instruments.models import Instrument, Version
from majlis.instruments.queries import library as queries
from majlis.kernel import downloads
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number, symbol

A_PAGE = 50
FILTERS = ("q", "body", "kind", "year", "state", "language", "concept")


@require_safe
def texts(request: HttpRequest) -> HttpResponseBase:
    """The texts that are kept."""
    here = get_language() or "en"
    form = TextsForm(request.user, request.GET)
    wanted = form.wanted()
    found = queries.texts(request.user, wanted, here)
    if downloads.wanted(request):
        every = queries.shown(found, request.user)
        return downloads.answer(request, queries.sheet(every))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(queries.shown(page.object_list, request.user))  # type: ignore[arg-type]
    total = page.paginator.count
    told = ngettext("%(n)s text", "%(n)s texts", total) % {"n": formats.number(total, here)}
    about: dict[str, Any] = {
        "filter": form,
        "chosen": parts.Chosen(
            told,
            _on(request, form),
            [parts.Link(label, url) for label, url in downloads.links(request)],
        ),
        "table": table(request, list(page.object_list)),
        "cut": parts.pages(request, page),
    }
    return render(request, "instruments/texts.html", about)


def _on(request: HttpRequest, form: TextsForm) -> list[parts.Filter]:
    on = []
    for name in FILTERS:
        value = form.cleaned_data.get(name)
        if value:
            shown = dict(getattr(form.fields[name], "choices", ())).get(value, value)
            away = parts.with_query(request, **{name: None, "page": None})
            on.append(parts.Filter(str(form.fields[name].label), str(shown), away))
    return on


def table(request: HttpRequest, found: list[Instrument]) -> parts.Table:
    """Texts as a list."""
    columns = [
        parts.column(request, _("Text"), "symbol"),
        parts.Column(_("Body")),
        parts.column(request, _("Year"), "year"),
        parts.Column(pgettext("version", "State")),
        parts.Column(_("Languages")),
    ]
    return parts.Table(columns, [row(each) for each in found], _("Texts"), headed=True)


def row(each: Instrument) -> list[Any]:
    """A text in a list."""
    versions: list[Version] = each.seen  # type: ignore[attr-defined]
    last = versions[-1] if versions else None
    title = each.say("title")
    languages = [one.get_language_display() for one in last.languages.all()] if last else []
    comma = formats.comma(get_language() or "en")
    return [
        parts.Cell(
            said(title) or symbol(each.symbol) or each.slug,
            each.get_absolute_url(),
            symbol(each.symbol) if each.symbol != title.text else "",
        ),
        said(each.body.say("title")) if each.body else each.body_words,
        str(each.year) if each.year else "",
        last.get_state_display() if last else "",
        comma.join(languages),
    ]


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What is in, by body, and up to which date; and what is cited and is not in."""
    rows = [
        [
            parts.Cell(
                said(each.body.say("title")) if each.body else _("Texts of no body that is here"),
                each.body.get_absolute_url() if each.body else "",
            ),
            number(each.texts),
            number(each.versions),
            date(each.first) or "—",
            date(each.last) or "—",
        ]
        for each in queries.coverage(request.user)
    ]
    columns = [
        parts.Column(_("Body")),
        parts.Column(_("Texts"), number=True),
        parts.Column(_("Versions"), number=True),
        parts.Column(_("The earliest of")),
        parts.Column(_("The latest of")),
    ]
    page = Paginator(queries.stubs(request.user).with_words(), A_PAGE).get_page(
        request.GET.get("page")
    )
    stubs = [
        [
            parts.Cell(symbol(str(each)), each.get_absolute_url()),
            each.get_kind_display(),
            number(each.citing),
        ]
        for each in page
    ]
    about = {
        "table": parts.Table(columns, rows, _("What is in"), headed=True),
        "stubs": parts.Table(
            [
                parts.Column(_("Text")),
                parts.Column(pgettext("instrument", "Kind")),
                parts.Column(_("Texts that cite it"), number=True),
            ],
            stubs,
            _("Cited, and not kept here"),
            headed=True,
        ),
        "cut": parts.pages(request, page),
        "trail": show.way(_("What is in")),
    }
    return render(request, "instruments/coverage.html", about)
