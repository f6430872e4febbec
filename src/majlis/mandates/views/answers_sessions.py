"""Sessions and their dates, chains out of order, and the yearly evaluation by a body."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from majlis.kernel.actor import Actor as Doer
from majlis.kernel.errors import Refused
from majlis.kernel.pagination import paginate
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates import actions
from majlis.mandates.forms.answers import actor_named
from majlis.mandates.forms.answers_said import OccasionForm
from majlis.mandates.kinds import Standing
from majlis.mandates.models import Actor, Occasion
from majlis.mandates.queries import answers as queries
from majlis.mandates.queries.answers_yearly import yearly_of
from majlis.mandates.show import answers as show
from majlis.mandates.show import answers_said as said
from majlis.mandates.show import lines as line_words
from majlis.mandates.show.answers_late import conflict_words
from majlis.mandates.views.answers_taken import freshen, here, say_kept, taken

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def occasions(request: HttpRequest) -> HttpResponse:
    """Sessions of actors with their dates, which all read; the secretariat sets them."""
    doer = Doer.of(request)
    office = may(doer, "mandates.date_occasion", None)
    of, form, status = _wanted(request, office), None, 200
    if office:
        form = OccasionForm(of, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form is None:
            raise Refused()
        sent = form
        status = taken(sent, lambda: _kept(doer, of, sent, request))
        if status == 302:
            say_kept(request)
            return redirect(request.path)
        freshen(sent, OccasionForm(_wanted(request, office)))
    page = paginate(queries.occasions(here()), PAGE, request.GET.get("page"))
    about = {
        "heading": _("Sessions and their dates"),
        "lede": _(
            "What is due for a session is dated once the session is. Until then it reads “date to be set”, and is never late."
        ),
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("Sessions and their dates")),
        ],
        "table": _sessions(page.object_list, office) if page.object_list else None,
        "nothing": _("No session is known yet."),
        "pages": parts.page_links(request, page),
        "links": [parts.Link(_("Chains out of order"), reverse("mandates:conflicts"))],
        "form": form,
        "form_heading": _("Correct a session") if of else _("Add a session"),
        "button": _("Save") if of else _("Add the session"),
        "also": _("Withdraw the session") if of else "",
    }
    return render(request, "mandates/answers_table.html", about, status=status)


def _wanted(request: HttpRequest, office: bool) -> Occasion | None:
    key = request.GET.get("of", "")
    if not key or not office:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    rows = Occasion.objects.select_related("actor__record")
    return get_object_or_404(rows, pk=number)


def _kept(doer: Doer, of: Occasion | None, form: Any, request: HttpRequest) -> None:
    given = form.given("year", "label", "date", "until", "source") | {"names": form.names()}
    if of is None:
        actor = actor_named(form.cleaned_data["actor"])
        assert actor is not None  # the field is required
        actions.add_occasion(doer, actor, **given)
    elif request.POST.get("press") == "also":
        actions.withdraw_occasion(doer, of, reason=form.because)
    else:
        actions.date_occasion(doer, of, reason=form.because, seen=form.seen, **given)


def _sessions(rows: Any, office: bool) -> parts.Table:
    columns = [
        parts.Column(pgettext("mandates", "Session")),
        parts.Column(_("Dates")),
        parts.Column(_("Source")),
    ]
    made = []
    for each in rows:
        dates = said.period(each.date, each.until)
        url = f"?of={each.pk}#form" if office else ""
        cells = [
            parts.Cell(show.named(each, each.called), url),
            dates or _("date to be set"),
            each.source,
        ]
        made.append(cells)
    return parts.Table(columns, made, _("Sessions"), headed=True)


def yearly(request: HttpRequest, actor: str, year: int) -> HttpResponse:
    """How a body evaluates in a year what was done, actor by actor, in the order of their names."""
    rows = Actor.objects.visible_to(request.user).with_wordings()
    body = get_object_or_404(rows, slug=actor)
    if not 1900 <= year <= 2200:
        raise Http404(str(year))
    found = yearly_of(request.user, body, year, here(), request.GET.get("page"))
    groups = [
        (name, [_evaluated(each) for each in several])
        for name, several in groupby(found.object_list, key=lambda each: each.of_called or "")
    ]
    about = {
        "heading": _("Evaluation by %(body)s, %(year)s") % {"body": body, "year": year},
        "body": body,
        "year": year,
        "trail": [
            parts.Link(str(body), body.get_absolute_url()),
            parts.Link(_("Evaluation, %(year)s") % {"year": year}),
        ],
        "groups": groups,
        "pages": parts.page_links(request, found),
        "years": [
            parts.Link(str(other), reverse("mandates:yearly", args=[actor, other]))
            for other in (year - 1, year + 1)
        ],
    }
    return render(request, "mandates/answers_yearly.html", about)


def _evaluated(row: Any) -> tuple[Any, Any, Any, list[said.Judged]]:
    """A mandate of the yearly evaluation: itself, its words, its state, what the body says."""
    line = row.line
    judged = [said.evaluation(each) for each in row.evaluations_]
    return line.mandate, line_words.words(line), line_words.state_and_answer(line), judged


def conflicts(request: HttpRequest) -> HttpResponse:
    """Chains whose dated steps lie in the calendar the other way round."""
    rows = []
    for each in queries.conflicts(request.user, here()):
        mandate = each.deliverable.mandate
        url = show.address_of(mandate, each.deliverable)
        binds = mandate.standing == Standing.BINDS
        note = mandate.slug if binds else f"{mandate.slug} · {Standing(mandate.standing).label}"
        rows.append(
            [
                parts.Cell(show.title_of(each.deliverable), url, note),
                conflict_words(each),
            ]
        )
    columns = [parts.Column(_("Deliverable")), parts.Column(_("What stands against what"))]
    about = {
        "heading": _("Chains out of order"),
        "lede": _(
            "Steps of a deliverable whose dates lie in the calendar the other way round than the text has them. Nobody is to blame: sessions have their dates. Where a body let another act in its place, the chain is bridged."
        ),
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("Sessions and their dates"), reverse("mandates:occasions")),
            parts.Link(_("Chains out of order")),
        ],
        "table": parts.Table(columns, rows, _("Chains"), headed=True) if rows else None,
        "nothing": _("No chain is out of order, as far as its steps are dated."),
    }
    return render(request, "mandates/answers_table.html", about)
