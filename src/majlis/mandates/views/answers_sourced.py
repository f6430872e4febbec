"""What documents say of the resources of a mandate, and how it was evaluated: lists with a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates import actions
from majlis.mandates.forms.answers import actor_named
from majlis.mandates.forms.answers_said import EvaluationForm, ResourceForm
from majlis.mandates.models import Mandate
from majlis.mandates.queries import answers as queries
from majlis.mandates.show import answers_said as show
from majlis.mandates.show import lines as line_words
from majlis.mandates.views.answers_taken import (
    drafted,
    freshen,
    here,
    mandate_or_404,
    say_kept,
    taken,
    two_drafts,
    way,
)


@dataclass(frozen=True)
class Kept:
    """A list of a mandate with a form to add a row, and ``?of=`` to correct or withdraw one."""

    form: Any
    values: Callable[[Any, HttpRequest], dict[str, Any]]
    rows: str
    add: str
    correct: str
    withdraw: str
    template: str


def _resource_values(form: Any, request: HttpRequest) -> dict[str, Any]:
    names = (
        "sort",
        "amount",
        "currency",
        "year",
        "year_to",
        "funding",
        "words",
        "language",
        "title",
    )
    given: dict[str, Any] = form.given(*names)
    where: dict[str, Any] = form.document(request)
    return given | {"currency": given["currency"].upper()} | where


def _evaluation_values(form: Any, request: HttpRequest) -> dict[str, Any]:
    given: dict[str, Any] = form.given("own", "by_words", "year", "text", "language", "title")
    data = form.cleaned_data
    given["by"] = actor_named(data["by"], "by")
    of = actor_named(data["of"], "of")
    if of is not None:
        given["of"] = of
    where: dict[str, Any] = form.document(request)
    return given | where


RESOURCES = Kept(
    ResourceForm,
    _resource_values,
    "resources",
    "add_resource",
    "change_resource",
    "withdraw_resource",
    "mandates/answers_resources.html",
)
EVALUATIONS = Kept(
    EvaluationForm,
    _evaluation_values,
    "evaluations",
    "evaluate",
    "correct_evaluation",
    "withdraw_evaluation",
    "mandates/answers_evaluations.html",
)


@require_http_methods(["GET", "HEAD", "POST"])
def resources(request: HttpRequest, slug: str) -> HttpResponse:
    """What documents say of the resources of a mandate; or that no figure was published."""
    return _list(request, slug, RESOURCES, _("Published statements on resources"))


@require_http_methods(["GET", "HEAD", "POST"])
def evaluations(request: HttpRequest, slug: str) -> HttpResponse:
    """Evaluations of a mandate: of who leads, and of others, apart."""
    return _list(request, slug, EVALUATIONS, _("Evaluations"))


def _list(request: HttpRequest, slug: str, kept: Kept, heading: str) -> HttpResponse:
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    of = _row(request, mandate, kept)
    verb = kept.add if of is None else kept.correct
    allowed = may(actor, f"mandates.{verb}", of or mandate)
    if of is not None and not allowed:
        raise Refused()
    draft, form, status = None, None, 200
    if allowed:
        target: Any = of if of is not None else f"mandates.mandate:{mandate.pk}"
        draft = drafted(request, verb, target, partial(kept.form, of))
        if (both := two_drafts(draft)) is not None:
            return both
        form = draft.form
    if request.method == "POST":
        if draft is None:
            raise Refused()
        sent: Any = form
        also = of is not None and request.POST.get("press") == "also"

        def do() -> None:
            if of is None:
                getattr(actions, kept.add)(actor, mandate, **kept.values(sent, request))
                return
            stale = {"reason": sent.because, "seen": sent.seen}
            if also:
                getattr(actions, kept.withdraw)(actor, of, **stale)
            else:
                given = kept.values(sent, request)
                getattr(actions, kept.correct)(actor, of, **stale, **given)

        status = taken(sent, do)
        if status == 302:
            draft.discard_sent_draft()
            say_kept(request)
            return redirect(request.path)
        if of is not None:
            freshen(sent, kept.form(_row(request, mandate, kept)))
    found = queries.came_of(request.user, mandate, here())
    about = {
        "line": line,
        "mandate": mandate,
        "words": line_words.words(line),
        "heading": heading,
        "trail": way(mandate, parts.Link(heading)),
        **show.more(found, mandate),
        "table": show.resources(found.resources, mandate, edits=allowed),
        "edits": allowed,
        "form": form,
        "drafted": draft,
        "form_heading": _("Correct it") if of else _("Add one"),
        "button": _("Save the correction") if of else _("Add it"),
        "also": _("Withdraw it") if of else "",
    }
    return render(request, kept.template, about, status=status)


def _row(request: HttpRequest, mandate: Mandate, kept: Kept) -> Any:
    key = request.GET.get("of", "")
    if not key:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    rows = getattr(mandate, kept.rows).select_related("record")
    if kept.rows == "evaluations":
        rows = rows.select_related(
            "record", "by__organisation__record", "by__body__record", "by__record", "of__record"
        )
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(key)
    return found
