"""How far what is kept reaches, by body and up to which date; and what is cited and is not kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments import show
from majlis.instruments.kinds import InstrumentKind
from majlis.instruments.queries import coverage as queries
from majlis.instruments.views import library
from majlis.kernel import downloads
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number


@require_safe
def coverage(request: HttpRequest) -> HttpResponseBase:
    """What is in, by body, and up to which date; and, apart, what is cited and is not in."""
    here = get_language() or "en"
    cited = queries.cited(request.user)
    reach = queries.coverage(request.user)
    if downloads.requested_format(request):
        if downloads.requested_list(request) == "cited":
            return downloads.download_response(
                request, queries.stubs_sheet(queries.stubs(request.user, cited))
            )
        return downloads.download_response(request, queries.coverage_sheet(reach))
    page = Paginator(cited, library.A_PAGE).get_page(request.GET.get("page"))
    total = sum(each.texts for each in reach)
    told = ngettext("%(n)s text", "%(n)s texts", total) % {"n": formats.number(total, here)}
    outside = page.paginator.count
    apart = ngettext("%(n)s text that is cited", "%(n)s texts that are cited", outside) % {
        "n": formats.number(outside, here)
    }
    about = {
        "chosen": parts.ListSummary(told, (), library.taken_away(request)),
        "table": reach_table(reach),
        "apart": parts.ListSummary(apart, (), library.taken_away(request, "cited")),
        "stubs": stubs_table(queries.stubs(request.user, page)),
        "cut": parts.page_links(request, page),
        "trail": show.way(_("What is in")),
    }
    return render(request, "instruments/coverage.html", about)


def reach_table(reach: Sequence[queries.Reach]) -> parts.Table:
    """What is kept, by body."""
    comma = formats.list_separator(get_language() or "en")
    kinds = dict(InstrumentKind.choices)
    rows = [
        [
            parts.Cell(
                said(each.body.say("title")) if each.body else _("Texts of no body that is here"),
                f"{reverse('instruments:texts')}?body={each.body.slug}" if each.body else "",
            ),
            number(each.texts),
            number(each.versions),
            comma.join(LANGUAGES_BY_CODE[code].name for code in each.languages),
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
