"""The map of reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.kernel import downloads
from majlis.kernel.pagination import paginate
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, percent
from majlis.mandates import periods
from majlis.mandates.forms import filters
from majlis.mandates.forms.register import RegisterForm
from majlis.mandates.kinds import Kind
from majlis.mandates.queries import register
from majlis.mandates.queries import reports as queries
from majlis.mandates.queries.lines import Line
from majlis.mandates.show import lines as show
from majlis.mandates.show import reach as said
from majlis.mandates.show.calendar import who
from majlis.mandates.views.register import A_PAGE, counted


@require_safe
def reports(request: HttpRequest) -> HttpResponseBase:
    """Who hands in what, to whom, how often, how new the newest is, and what is asked alike elsewhere."""
    here = get_language() or "en"
    form = RegisterForm(request.user, request.GET)
    wanted = form.wanted()
    found = queries.found(request.user, wanted)
    if downloads.requested_format(request):
        return downloads.download_response(request, _sheet(request, list(found), here))
    page = paginate(found, A_PAGE, request.GET.get("page"))
    lines = register.shown(request.user, page.object_list, here)
    about: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            counted(page.paginator.count),
            filters.shown(request, form),
            [parts.Link(label, url) for label, url in downloads.download_links(request)],
        ),
        "reach": said.of(request.user),
        "table": _table(request, lines, here),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/reports.html", about)


def _recurs(lines: list[Line]) -> dict[int, str]:
    """How often each comes round, as it was read with the lines."""
    return {each.mandate.pk: getattr(each.mandate, "recurs", "") or "" for each in lines}


def _sheet(request: HttpRequest, rows: list[Any], here: str) -> downloads.Sheet:
    lines = register.shown(request.user, rows, here)
    keys = [each.mandate.pk for each in lines]
    alike = queries.asked_alike(request.user, keys, here)
    return queries.sheet(lines, _recurs(lines), queries.newest(request.user, keys), alike)


def _table(request: HttpRequest, lines: list[Line], here: str) -> parts.Table:
    keys = [each.mandate.pk for each in lines]
    alike = queries.asked_alike(request.user, keys, here)
    recurs, last = _recurs(lines), queries.newest(request.user, keys)
    columns = [
        parts.Column(_("What is asked")),
        parts.Column(pgettext("mandate", "What is to come of it")),
        parts.Column(pgettext("mandates", "For whom")),
        parts.Column(pgettext("mandates", "How often")),
        parts.Column(_("By when")),
        parts.Column(_("Newest")),
        parts.Column(_("Like the one before"), number=True),
        parts.Column(_("Asked alike at")),
    ]
    comma = formats.list_separator(here)
    rows = []
    for each in lines:
        mandate = each.mandate
        linked = format_html_join(
            comma,
            '<a href="{}"><bdi>{}</bdi></a>',
            ((one.get_absolute_url(), one.slug) for one in alike.get(mandate.pk, [])),
        )
        note = format_html("<bdi>{}</bdi> · {} · {}", mandate.slug, who(each), show.place(each))
        cells = [
            parts.Cell(show.words(each), mandate.get_absolute_url(), note),
            Kind(mandate.kind).label,
            show.actors(each.actors("recipient")),
            periods.said(recurs.get(mandate.pk, "")) or _("once, or not said"),
            show.when(mandate),
        ]
        rows.append([*cells, *_newest(last.get(mandate.pk)), linked or "—"])
    return parts.Table(columns, rows, _("Reports asked for"), headed=True)


def _newest(found: queries.Newest | None) -> tuple[str, str]:
    """The date of the newest document, and how like it is to the one before it."""
    if found is None:
        return "—", "—"
    if found.likeness is None:
        return date(found.day), _("not compared")
    # All of them only where not a word changed.
    return date(found.day), percent(int(found.likeness * 100))
