"""The page that adds a filtered list of the register to a review set."""

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

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, Refused, WrongState
from majlis.kernel.verbs import may
from majlis.kit.sent_form import add_fault
from majlis.look import formats, parts
from majlis.mandates.core import filters
from majlis.mandates.core.representation import may_create_review
from majlis.mandates.models import ReviewSet
from majlis.mandates.register import coverage_tables
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.tables import filter_query, mandate_count
from majlis.mandates.reviews import actions, queries
from majlis.mandates.reviews.actions import MAX_ITEMS
from majlis.mandates.reviews.forms import BulkAddForm
from majlis.mandates.reviews.queries import reviewable_bodies
from majlis.mandates.reviews.tables import review_trail


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_add_page(request: HttpRequest) -> HttpResponse:
    """Add all mandates that a filter of the register finds to a set that is not frozen, or to a new one."""
    if not may_create_review(request.user):
        raise Refused()
    language = get_language() or "en"
    filter_form = RegisterForm(request.user, request.GET)
    mandates = register_queries.find_mandates(request.user, filter_form.filter_values())
    total, status = mandates.count(), 200
    form, collecting_sets = None, _collecting_sets(request)
    if 0 < total <= MAX_ITEMS:
        form = BulkAddForm(
            [(slug, each.say("title").text or slug) for slug, each in collecting_sets.items()],
            reviewable_bodies(request),
            language,
            request.POST if request.method == "POST" else None,
        )
        if request.method == "POST":
            if not form.is_valid():
                result: ReviewSet | int = 422
            elif request.POST.get("total", str(total)) != str(total):
                result = add_fault(form, _list_changed())
            else:
                result = _add_to_set(request, form, collecting_sets, mandates)
            if not isinstance(result, int):
                return redirect(result)
            status = result
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "filter": filter_form,
        "total": total,
        "most": MAX_ITEMS,
        "query": filter_query(request),
        "chosen": parts.ListSummary(
            mandate_count(total), filters.active_filters(request, filter_form)
        ),
        "reach": coverage_tables.coverage_line(request.user),
        "trail": review_trail(parts.Link(_("Put a list into a set"))),
    }
    return render(request, "mandates/reviews/bulk_add.html", context, status=status)


def _list_changed() -> WrongState:
    """The error for a list whose length has changed since the page was opened."""
    return WrongState(
        _("The list holds another number of mandates by now than when you opened this page."),
        _("Look at it above, then send it once more. Nothing was put into a set yet."),
    )


def _collecting_sets(request: HttpRequest) -> dict[str, ReviewSet]:
    """The sets to which the reader may add mandates, by slug."""
    actor = Actor.of(request)
    return {
        each.slug: each
        for each in queries.collecting_sets(request.user)
        if may(actor, "mandates.add_review_items", each)
    }


def _add_to_set(
    request: HttpRequest, form: BulkAddForm, collecting_sets: dict[str, ReviewSet], mandates: Any
) -> ReviewSet | int:
    """Add the mandates; return the set, or the HTTP status of an error that was added to the form."""
    actor, values = Actor.of(request), form.cleaned_data
    query = filter_query(request).removeprefix("?")
    try:
        # One transaction: a new set that could not be filled is not left behind.
        with transaction.atomic():
            review = collecting_sets.get(values.get("into", ""))
            if review is None:
                review = actions.create_review_set(
                    actor, values["body"], title=values["title"], language=values["language"]
                )
            items = actions.add_review_items(
                actor, review, mandates=mandates[: MAX_ITEMS + 1], query=query
            )
    except Fault as fault:
        return add_fault(form, fault)
    language = get_language() or "en"
    message = ngettext(
        "%(n)s mandate was put into the set.", "%(n)s mandates were put into the set.", len(items)
    )
    messages.success(request, message % {"n": formats.number(len(items), language)})
    return review
