"""Pages of redactions: deletion of personal values from a history, confirmed by a second person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.kernel import actions, downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused
from majlis.kernel.models import PersonalDatum, Record, Redaction
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.portal import exports, personal_values, queries
from majlis.portal.forms import CONFIRM, DecisionForm, ProposalForm, WithdrawalForm

PAGE_SIZE = 100


def _require_redactor(request: HttpRequest) -> Actor:
    """The actor, if they may propose and decide redactions. Raises Refused for others."""
    actor = Actor.of(request)
    if not may(actor, "kernel.propose_redaction"):
        raise Refused()
    return actor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose_redaction(request: HttpRequest, address: str) -> HttpResponse:
    """The form that proposes to delete personal values from the history of a record."""
    actor = _require_redactor(request)
    record = queries.record_at(address, request.user)
    page = Paginator(queries.entries_with_personal_values(record), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    pending = queries.values_avisible_redaction()
    values_of_page = personal_values.values_in(page.object_list)
    values = [each for each in values_of_page if each.datum.pk not in pending]
    posted = request.POST if request.method == "POST" else None
    form = ProposalForm(posted, standing=values)
    if form.is_valid() and _do_propose(actor, record, form):
        messages.success(request, _("Proposed. A second person must confirm before anything goes."))
        return redirect("redactions")
    context = {
        "record": record,
        "form": form,
        "values": values,
        "waiting": len(values_of_page) - len(values),
        "cut": parts.page_links(request, page),
    }
    return render(
        request, "portal/redaction_propose.html", context, status=422 if form.errors else 200
    )


def _do_propose(actor: Actor, record: Record, form: ProposalForm) -> bool:
    """Propose the selected values; return False and add errors to the form where that fails."""
    chosen = PersonalDatum.objects.filter(pk__in=form.cleaned_data["values"])
    try:
        actions.propose_redaction(actor, chosen, reason=form.cleaned_data["reason"], record=record)
    except InvalidInput as fault:
        _add_faults(fault, form)
        return False
    return True


def _add_faults(fault: InvalidInput, form: Any) -> None:
    for field, message in fault.faults.items():
        form.add_error(field if field in form.fields else None, str(message))


@login_required
@require_safe
def redaction_list(request: HttpRequest) -> HttpResponseBase:
    """The redactions that await a second person, as a page or a download."""
    actor = _require_redactor(request)
    redactions = queries.visible_redactions(request.user).waiting()
    if downloads.requested_format(request):
        return downloads.download_response(
            request, exports.redactions_sheet(redactions[: downloads.MAX_ROWS])
        )
    page = Paginator(redactions, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(each, each.proposed_by_id == actor.person.pk) for each in page.object_list]
    chosen = parts.ListSummary(
        "", (), [parts.Link(*each) for each in downloads.download_links(request)]
    )
    context = {"rows": rows, "chosen": chosen, "cut": parts.page_links(request, page)}
    return render(request, "portal/redaction_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def redaction_detail(request: HttpRequest, key: int) -> HttpResponse:
    """A redaction: its values and reason, for the second person to decide or the proposer to withdraw."""
    actor = _require_redactor(request)
    redaction = queries.visible_redaction(key, request.user)
    posted = request.POST if request.method == "POST" else None
    withdraws = posted is not None and "withdraw" in posted
    form = DecisionForm(None if withdraws else posted)
    withdrawal = WithdrawalForm(posted if withdraws else None)
    if withdrawal.is_valid() and _do_withdraw(actor, redaction, withdrawal):
        messages.success(request, _("Withdrawn. The values stay as they are."))
        return redirect("redaction", key)
    if form.is_valid() and _do_decide(actor, redaction, form):
        messages.success(
            request,
            _("The values are emptied.")
            if form.cleaned_data["decision"] == CONFIRM
            else _("Declined. The values stay as they are."),
        )
        return redirect("redaction", key)
    entries = queries.entries_with_personal_values(redaction.record) if redaction.waits else ()
    context = {
        "redaction": redaction,
        "record": redaction.record,
        "values": personal_values.values_of_redaction(redaction, entries)
        if redaction.waits
        else (),
        "count": redaction.asked_for.count(),
        "form": form,
        "may_decide": redaction.waits and may(actor, "kernel.confirm_redaction", redaction),
        "withdrawal": withdrawal,
        "may_withdraw": redaction.waits and may(actor, "kernel.withdraw_redaction", redaction),
    }
    status = 422 if form.errors or withdrawal.errors else 200
    return render(request, "portal/redaction.html", context, status=status)


def _do_withdraw(actor: Actor, redaction: Redaction, form: WithdrawalForm) -> bool:
    """Withdraw the proposal; return False and add errors to the form where that fails."""
    try:
        actions.withdraw_redaction(actor, redaction, reason=form.cleaned_data["reason"])
    except InvalidInput as fault:
        _add_faults(fault, form)
        return False
    return True


def _do_decide(actor: Actor, redaction: Redaction, form: DecisionForm) -> bool:
    """Confirm or decline; return False and add errors to the form where that fails."""
    try:
        if form.cleaned_data["decision"] == CONFIRM:
            actions.confirm_redaction(actor, redaction)
        else:
            actions.decline_redaction(actor, redaction, reason=form.cleaned_data["reason"])
    except InvalidInput as fault:
        _add_faults(fault, form)
        return False
    return True
