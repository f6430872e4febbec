"""Views of offices, their holders, and the list of roles."""

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
from majlis.parties.actions import office as office_actions
from majlis.parties.forms.body import (
    EndForm,
    HolderCorrectionForm,
    HolderForm,
    OfficeEndForm,
    OfficeForm,
)
from majlis.parties.models import Office
from majlis.parties.queries import bodies as body_queries
from majlis.parties.views.common import FormPage, message_and_redirect, require_permission, run_verb


def _get_office(request: HttpRequest, slug: str) -> Office:
    office: Office = get_object_or_404(body_queries.offices(request.user), slug=slug)
    return office


def office_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one office with its present and former holders."""
    office = _get_office(request, slug)
    actor = Actor.of(request)
    context = {
        "it": office,
        "may_change": may(actor, "parties.change_office", office),
        "may_end": may(actor, "parties.end_office", office),
        "may_hold": may(actor, "parties.record_holder", office),
        "ends": may(actor, "parties.end_holding", office),
        "corrects": may(actor, "parties.correct_holding", office),
    }
    return render(request, "parties/office.html", context)


def make_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an office to a body."""
    body = get_object_or_404(body_queries.bodies(request.user), slug=slug)
    require_permission(request, "parties.make_office", body)
    form = OfficeForm(request.POST if request.method == "POST" else None, with_original=True)
    created: list[Office] = []

    def act() -> None:
        data = form.cleaned_data
        words = {code: data[f"title_{code}"] for code in LANGUAGE_CODES}
        created.append(
            office_actions.make_office(
                Actor.of(request),
                body,
                words=words,
                authentic=data["authentic"],
                is_chair=data["is_chair"],
            )
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The office is recorded."), created[0].get_absolute_url()
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
    """Edit the names of an office, and whether it is that of the chair."""
    office = _get_office(request, slug)
    require_permission(request, "parties.change_office", office)
    initial: dict[str, Any] = {
        f"title_{one.language}": one.text
        for one in office.record.wordings.all()
        if one.field == "title"
    }
    form = OfficeForm(
        request.POST if request.method == "POST" else None,
        initial={**initial, "is_chair": office.is_chair},
    )

    def act() -> None:
        data = form.cleaned_data
        words = {code: data[f"title_{code}"] for code in LANGUAGE_CODES}
        office_actions.change_office(
            Actor.of(request), office, words=words, is_chair=data["is_chair"]
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The changes are kept."), office.get_absolute_url())
    return FormPage(
        _("Change the office"),
        form,
        _("Keep the changes"),
        office.get_absolute_url(),
        lead=office.say("title").text,
        of=office,
    ).render(request)


def end_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Record the last day of an office itself, or remove it."""
    office = _get_office(request, slug)
    require_permission(request, "parties.end_office", office)
    form = OfficeEndForm(
        request.POST if request.method == "POST" else None,
        initial={"until": office.until},
        holders=[one.name for one in office.holdings.all() if not one.until],
        ends=bool(office.until),
    )

    def act() -> None:
        data = form.cleaned_data
        office_actions.end_office(
            Actor.of(request), office, until=data["until"] or "", reason=data["reason"]
        )

    if request.method == "POST" and run_verb(form, act):
        message = (
            _("The office ends on that date. What is recorded of it stays.")
            if form.cleaned_data["until"]
            else _("The changes are kept.")
        )
        return message_and_redirect(request, message, office.get_absolute_url())
    return FormPage(
        _("Record the end of the office"),
        form,
        _("Record the end"),
        office.get_absolute_url(),
        lead=office.say("title").text,
        of=office,
    ).render(request)


def record_holder(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a present or former holder of an office."""
    office = _get_office(request, slug)
    require_permission(request, "parties.record_holder", office)
    form = HolderForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        data: dict[str, Any] = dict(form.cleaned_data)
        data |= {name: data[name] or "" for name in ("since", "until")}
        office_actions.record_holder(Actor.of(request), office, **data)

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The holder is recorded."), office.get_absolute_url()
        )
    return FormPage(
        _("Record a holder"),
        form,
        _("Record the holder"),
        office.get_absolute_url(),
        lead=office.say("title").text,
        of=office,
    ).render(request)


def end_holding(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record the end of a holder's term."""
    office = _get_office(request, slug)
    holding = get_object_or_404(office.holdings.select_related("office__record"), pk=pk)
    require_permission(request, "parties.end_holding", holding)
    form = EndForm(
        request.POST if request.method == "POST" else None, initial={"until": holding.until}
    )

    def act() -> None:
        data = form.cleaned_data
        office_actions.end_holding(
            Actor.of(request), holding, until=data["until"], reason=data["reason"]
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The end of the term in office is recorded."), office.get_absolute_url()
        )
    return FormPage(
        _("Record until when the office was held"),
        form,
        _("Record the end"),
        office.get_absolute_url(),
        lead=holding.name,
        of=office,
    ).render(request)


def correct_holding(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct the record of a holder."""
    office = _get_office(request, slug)
    holding = get_object_or_404(office.holdings.select_related("office__record"), pk=pk)
    require_permission(request, "parties.correct_holding", holding)
    form = HolderCorrectionForm(request.POST if request.method == "POST" else None, held=holding)
    status = 0

    def act() -> None:
        data: dict[str, Any] = dict(form.cleaned_data)
        data |= {name: data[name] or "" for name in ("since", "until")}
        office_actions.correct_holding(Actor.of(request), holding, **data)

    try:
        if request.method == "POST" and run_verb(form, act):
            return message_and_redirect(
                request, _("The changes are kept."), office.get_absolute_url()
            )
    except WrongState as fault:
        holding.refresh_from_db()
        form.add_concurrent_changes(fault, holding)
        status = fault.status
    return FormPage(
        _("Correct what is recorded"),
        form,
        _("Keep the correction"),
        office.get_absolute_url(),
        lead=holding.name,
        of=office,
        status=status,
    ).render(request)


def role_list(request: HttpRequest) -> HttpResponseBase:
    """List present and former holders of offices, and the number of holders of other roles; also as files."""
    if downloads.requested_format(request) and downloads.requested_list(request) == "roles":
        return downloads.download_response(request, body_queries.roles_sheet())
    offices, chairs = body_queries.offices(request.user), body_queries.chairs(request.user)
    if downloads.requested_format(request):
        most = downloads.MAX_ROWS
        return downloads.download_response(
            request, body_queries.holder_rows(offices[:most], chairs[:most])
        )
    counts = body_queries.counts_by_role()
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
            parts.Cell(name, note=counts.get(code, 0)) for code, (name, _kinds) in ROLES.items()
        ],
    }
    return render(request, "parties/roles.html", context)
