"""Offices and who holds them; and who holds which role."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.roles import ROLES
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.parties.actions import office as actions_office
from majlis.parties.forms.body import (
    EndForm,
    HolderCorrectionForm,
    HolderForm,
    OfficeEndForm,
    OfficeForm,
)
from majlis.parties.models import Office
from majlis.parties.queries import bodies as ask
from majlis.parties.views.common import FormPage, message_and_redirect, require_permission, run_verb


def _get_office(request: HttpRequest, slug: str) -> Office:
    found: Office = get_object_or_404(ask.offices(request.user), slug=slug)
    return found


def office_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One office: who holds it, and who held it before."""
    each = _get_office(request, slug)
    actor = Actor.of(request)
    context = {
        "it": each,
        "may_change": may(actor, "parties.change_office", each),
        "may_end": may(actor, "parties.end_office", each),
        "may_hold": may(actor, "parties.record_holder", each),
        "ends": may(actor, "parties.end_holding", each),
        "corrects": may(actor, "parties.correct_holding", each),
    }
    return render(request, "parties/office.html", context)


def make_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Make an office of a body."""
    body = get_object_or_404(ask.bodies(request.user), slug=slug)
    require_permission(request, "parties.make_office", body)
    form = OfficeForm(request.POST if request.method == "POST" else None, with_original=True)
    made: list[Office] = []

    def act() -> None:
        said = form.cleaned_data
        words = {code: said[f"title_{code}"] for code in LANGUAGE_CODES}
        made.append(
            actions_office.make_office(
                Actor.of(request),
                body,
                words=words,
                authentic=said["authentic"],
                is_chair=said["is_chair"],
            )
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The office is recorded."), made[0].get_absolute_url()
        )
    return FormPage(
        _("Record an office"),
        form,
        _("Record the office"),
        body.get_absolute_url(),
        lead=body.say("title").text,
        of=body,
    ).render(request)


def change_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what an office is called."""
    each = _get_office(request, slug)
    require_permission(request, "parties.change_office", each)
    first: dict[str, Any] = {
        f"title_{one.language}": one.text
        for one in each.record.wordings.all()
        if one.field == "title"
    }
    form = OfficeForm(
        request.POST if request.method == "POST" else None,
        initial={**first, "is_chair": each.is_chair},
    )

    def act() -> None:
        said = form.cleaned_data
        words = {code: said[f"title_{code}"] for code in LANGUAGE_CODES}
        actions_office.change_office(Actor.of(request), each, words=words, is_chair=said["is_chair"])

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The changes are kept."), each.get_absolute_url())
    return FormPage(
        _("Change the office"),
        form,
        _("Keep the changes"),
        each.get_absolute_url(),
        lead=each.say("title").text,
        of=each,
    ).render(request)


def end_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Record the last day of an office itself, or take it back."""
    each = _get_office(request, slug)
    require_permission(request, "parties.end_office", each)
    form = OfficeEndForm(
        request.POST if request.method == "POST" else None,
        initial={"until": each.until},
        holders=[one.name for one in each.holdings.all() if not one.until],
        ends=bool(each.until),
    )

    def act() -> None:
        said = form.cleaned_data
        actions_office.end_office(Actor.of(request), each, until=said["until"] or "", reason=said["reason"])

    if request.method == "POST" and run_verb(form, act):
        words = (
            _("The office ends on that date. What is recorded of it stays.")
            if form.cleaned_data["until"]
            else _("The changes are kept.")
        )
        return message_and_redirect(request, words, each.get_absolute_url())
    return FormPage(
        _("Record the end of the office"),
        form,
        _("Record the end"),
        each.get_absolute_url(),
        lead=each.say("title").text,
        of=each,
    ).render(request)


def record_holder(request: HttpRequest, slug: str) -> HttpResponse:
    """Record who holds or held an office."""
    each = _get_office(request, slug)
    require_permission(request, "parties.record_holder", each)
    form = HolderForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        said: dict[str, Any] = dict(form.cleaned_data)
        said |= {name: said[name] or "" for name in ("since", "until")}
        actions_office.record_holder(Actor.of(request), each, **said)

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The holder is recorded."), each.get_absolute_url())
    return FormPage(
        _("Record a holder"),
        form,
        _("Record the holder"),
        each.get_absolute_url(),
        lead=each.say("title").text,
        of=each,
    ).render(request)


def end_holding(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record until when an office was held."""
    each = _get_office(request, slug)
    held = get_object_or_404(each.holdings.select_related("office__record"), pk=pk)
    require_permission(request, "parties.end_holding", held)
    form = EndForm(
        request.POST if request.method == "POST" else None, initial={"until": held.until}
    )

    def act() -> None:
        said = form.cleaned_data
        actions_office.end_holding(Actor.of(request), held, until=said["until"], reason=said["reason"])

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The end of the term in office is recorded."), each.get_absolute_url()
        )
    return FormPage(
        _("Record until when the office was held"),
        form,
        _("Record the end"),
        each.get_absolute_url(),
        lead=held.name,
        of=each,
    ).render(request)


def correct_holding(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct what was recorded wrongly of who held an office."""
    each = _get_office(request, slug)
    held = get_object_or_404(each.holdings.select_related("office__record"), pk=pk)
    require_permission(request, "parties.correct_holding", held)
    form = HolderCorrectionForm(request.POST if request.method == "POST" else None, held=held)
    status = 0

    def act() -> None:
        said: dict[str, Any] = dict(form.cleaned_data)
        said |= {name: said[name] or "" for name in ("since", "until")}
        actions_office.correct_holding(Actor.of(request), held, **said)

    try:
        if request.method == "POST" and run_verb(form, act):
            return message_and_redirect(
                request, _("The changes are kept."), each.get_absolute_url()
            )
    except WrongState as fault:
        held.refresh_from_db()
        form.tell_changed(fault, held)
        status = fault.status
    return FormPage(
        _("Correct what is recorded"),
        form,
        _("Keep the correction"),
        each.get_absolute_url(),
        lead=held.name,
        of=each,
        status=status,
    ).render(request)


def role_list(request: HttpRequest) -> HttpResponseBase:
    """Who holds which office today and before; of other roles, how many hold them. Both also as a file."""
    if downloads.requested_format(request) and downloads.requested_list(request) == "roles":
        return downloads.download_response(request, ask.roles_sheet())
    offices, chairs = ask.offices(request.user), ask.chairs(request.user)
    if downloads.requested_format(request):
        most = downloads.MAX_ROWS
        return downloads.download_response(request, ask.holder_rows(offices[:most], chairs[:most]))
    held = ask.counts_by_role()
    context = {
        "offices": list(offices),
        "chairs": list(chairs),
        "chosen": parts.ListSummary(
            "", (), [parts.Link(*each) for each in downloads.download_links(request)]
        ),
        "counted": parts.ListSummary(
            "", (), [parts.Link(*each) for each in downloads.download_links(request, "roles")]
        ),
        "roles": [
            parts.Cell(name, note=held.get(code, 0)) for code, (name, _kinds) in ROLES.items()
        ],
    }
    return render(request, "parties/roles.html", context)
