"""What comes: as a page, as a calendar file, and what is new as a feed; all by the filters of the register."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom
from majlis.kernel import clock
from majlis.look import parts
from majlis.mandates.forms import filters
from majlis.mandates.forms.register import RegisterForm
from majlis.mandates.queries import calendar as queries
from majlis.mandates.queries import register
from majlis.mandates.show import calendar as show
from majlis.mandates.show import lines as lines_shown
from majlis.mandates.show import reach as how_far
from majlis.mandates.views.register import asked

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The months ahead: what is due, what ends or is reviewed; what has no date yet stands apart."""
    here, today = get_language() or "en", clock.today()
    form = RegisterForm(request.user, request.GET)
    wanted = form.wanted()
    found = list(queries.due(request.user, wanted, today)[: queries.A_PAGE])
    due = queries.once(found)
    waiting = list(queries.undated(request.user, wanted, today)[: queries.A_PAGE])
    keys = {each.pk for each in waiting}
    lines = register.shown(request.user, [*due, *waiting], here)
    dated = [each for each in lines if each.mandate.pk not in keys]
    undated = [each for each in lines if each.mandate.pk in keys]
    clauses = queries.clauses(request.user, wanted, today, here, queries.A_PAGE)
    query = asked(request)
    about: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            "",
            filters.shown(request, form),
            [
                parts.Link("iCal", reverse("mandates:ics") + query),
                parts.Link("Atom", reverse("mandates:feed") + query),
            ],
        ),
        "months": show.by_month(dated, clauses),
        "undated": [
            show.of_mandate(each, lines_shown.when(each.mandate), "undated") for each in undated
        ],
        "cut": any(len(each) == queries.A_PAGE for each in (found, waiting, clauses)),
        "until": queries.until(today),
        "reach": how_far.of(request.user),
        "query": query,
        "without": queries.without(request.user, wanted, today),
        "without_url": _without(request),
    }
    return render(request, "mandates/calendar.html", about)


def _without(request: HttpRequest) -> str:
    """The list of what says nothing of an end, a review or a renewal, of the same filters."""
    query = request.GET.copy()
    query["expires"] = register.WITHOUT_CLAUSE
    return f"{reverse('mandates:register')}?{query.urlencode()}"


@require_safe
def ics(request: HttpRequest) -> HttpResponse:
    """The dates of the same list as a calendar that programs read."""
    here, today = get_language() or "en", clock.today()
    wanted = RegisterForm(request.user, request.GET).wanted()
    due = list(queries.due(request.user, wanted, today)[: queries.MOST])
    dated = register.shown(request.user, queries.once(due), here)
    clauses = queries.clauses(request.user, wanted, today, here, queries.MOST)
    cut = len(due) == queries.MOST or len(clauses) == queries.MOST
    listed = request.build_absolute_uri(reverse("mandates:register") + asked(request))
    made = show.ics(show.name(), dated, clauses, listed if cut else "")
    answer = HttpResponse(made, content_type=CALENDAR)
    answer["Content-Disposition"] = 'inline; filename="mandates.ics"'
    return answer


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The mandates of the same list that were accepted last."""
    here = get_language() or "en"
    wanted = RegisterForm(request.user, request.GET).wanted()
    found = register.found(request.user, wanted).exclude(asking=None)
    rows = found.select_related("asking").order_by("-asking__accepted_at", "-pk")[
        : atom.MAX_ENTRIES
    ]
    at = {each.pk: each.asking.accepted_at for each in rows}
    entries = [
        atom.Entry(
            key=f"/mandates/{line.mandate.slug}",
            title=f"{line.mandate.slug} · {lines_shown.place(line)}",
            link=line.mandate.get_absolute_url(),
            at=at[line.mandate.pk],
            html=format_html(
                "<p>{}</p><p>{} · {} · {}</p><p>{}</p>",
                line.text,
                pgettext("mandates", "Who is asked"),
                show.who(line),
                lines_shown.state_words(line),
                show.notice(),
            ),
        )
        for line in register.shown(request.user, rows, here)
    ]
    return atom.feed_response(
        request, show.name(), reverse("mandates:register") + asked(request), entries
    )
