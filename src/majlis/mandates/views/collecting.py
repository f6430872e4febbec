"""The list of a filter of the register put into a review set, whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments.core.forms import add_fault
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, Refused, WrongState
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.mandates import actions
from majlis.mandates.actions.review import MOST
from majlis.mandates.forms import filters
from majlis.mandates.forms.register import RegisterForm
from majlis.mandates.forms.review import IntoForm
from majlis.mandates.models import ReviewSet
from majlis.mandates.queries import register
from majlis.mandates.queries import review as queries
from majlis.mandates.rules.review import reviews_any
from majlis.mandates.show import reach as how_far
from majlis.mandates.views.register import asked, counted
from majlis.mandates.views.review import bodies_of, way


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: HttpRequest) -> HttpResponse:
    """Put all that a filter of the register finds into a set that is collected, or into a new one."""
    if not reviews_any(request.user):
        raise Refused()
    here = get_language() or "en"
    listed = RegisterForm(request.user, request.GET)
    found = register.found(request.user, listed.wanted())
    total, status = found.count(), 200
    form, open_sets = None, _open_sets(request)
    if 0 < total <= MOST:
        form = IntoForm(
            [(slug, each.say("title").text or slug) for slug, each in open_sets.items()],
            bodies_of(request),
            here,
            request.POST if request.method == "POST" else None,
        )
        if request.method == "POST":
            if not form.is_valid():
                done: ReviewSet | int = 422
            elif request.POST.get("total", str(total)) != str(total):
                done = add_fault(form, _another_list())
            else:
                done = _put(request, form, open_sets, found)
            if not isinstance(done, int):
                return redirect(done)
            status = done
    elif request.method == "POST":
        status = 422
    about = {
        "form": form,
        "filter": listed,
        "total": total,
        "most": MOST,
        "query": asked(request),
        "chosen": parts.ListSummary(counted(total), filters.shown(request, listed)),
        "reach": how_far.of(request.user),
        "trail": way(parts.Link(_("Put a list into a set"))),
    }
    return render(request, "mandates/collect.html", about, status=status)


def _another_list() -> WrongState:
    """The filter finds others by now than the person has looked at."""
    return WrongState(
        _("The list holds another number of mandates by now than when you opened this page."),
        _("Look at it above, then send it once more. Nothing was put into a set yet."),
    )


def _open_sets(request: HttpRequest) -> dict[str, ReviewSet]:
    """The sets that are collected and that the reader may put mandates into, by slug."""
    actor = Actor.of(request)
    return {
        each.slug: each
        for each in queries.collecting(request.user)
        if may(actor, "mandates.add_to_set", each)
    }


def _put(
    request: HttpRequest, form: IntoForm, open_sets: dict[str, ReviewSet], found: Any
) -> ReviewSet | int:
    """Do it; the set, or the status that says what was wrong, told on the form."""
    actor, given = Actor.of(request), form.cleaned_data
    query = asked(request).removeprefix("?")
    try:
        # Both or none: a set that could not be filled is not left behind.
        with transaction.atomic():
            into = open_sets.get(given.get("into", ""))
            if into is None:
                into = actions.make_set(
                    actor, given["body"], title=given["title"], language=given["language"]
                )
            made = actions.add_to_set(actor, into, mandates=found[: MOST + 1], query=query)
    except Fault as fault:
        return add_fault(form, fault)
    here = get_language() or "en"
    words = ngettext(
        "%(n)s mandate was put into the set.", "%(n)s mandates were put into the set.", len(made)
    )
    messages.success(request, words % {"n": formats.number(len(made), here)})
    return into
