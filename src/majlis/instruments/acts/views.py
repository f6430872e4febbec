"""The page of acts and states of a version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments.acts import actions, forms
from majlis.instruments.acts.actions import act_token
from majlis.instruments.acts.forms import ActForm, StateForm
from majlis.instruments.citations import names as citations_names
from majlis.instruments.core.forms import add_fault
from majlis.instruments.core.visibility import visible_bodies
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Act, Version
from majlis.instruments.texts import tables
from majlis.instruments.texts.responses import get_instrument, get_version
from majlis.instruments.texts.tables import version_page_trail
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, Refused, WrongState
from majlis.kernel.verbs import may
from majlis.look.forms import Form

# The verbs that give a version another state, as the buttons name them, in their order.
STATE_VERBS = {
    "propose_version": actions.propose_version,
    "adopt_version": actions.adopt_version,
    "bring_version_into_force": actions.bring_version_into_force,
    "supersede_version": actions.supersede_version,
    "mark_version_not_adopted": actions.mark_version_not_adopted,
    "repropose_version": actions.repropose_version,
}
DATED_VERBS = ("propose_version", "adopt_version")


def _renew_token(form: Form, value: str) -> None:
    """What was typed stays, beside what its writer has seen by now: sent once more, it is done."""
    if isinstance(form.data, QueryDict):
        data = form.data.copy()
        data[form.add_prefix("seen")] = value
        form.data = data


@require_http_methods(["GET", "HEAD", "POST"])
def act_list(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """What bodies did with a version: noted, corrected, withdrawn; and its state."""
    instrument = get_instrument(request, slug)
    found, _all = get_version(request, instrument, version)
    actor = Actor.of(request)
    if not may(actor, "instruments.record_act", found):
        raise Refused()
    wanted, gone = _act_at(found, request.GET.get("act", "")), False
    if request.GET.get("act") and wanted is None:
        if request.method != "POST":
            raise Http404(request.GET["act"])
        gone = request.POST.get("do") in ("correct", "withdraw")
    form, state, status = ActForm(visible_bodies(request), wanted), StateForm(found), 200
    if request.method == "POST":
        do = request.POST.get("do", "")
        on: Form
        if do in STATE_VERBS or state.add_prefix("seen") in request.POST:
            on = state = StateForm(found, request.POST)
        else:
            on = form = ActForm(visible_bodies(request), wanted, request.POST)
        status = (
            _do_action(request, actor, found, wanted, do, on)
            if not gone
            else _already_withdrawn(form)
        )
        if status == 302:
            return redirect("instruments:acts", slug=instrument.slug, version=found.slug)
        found, _all = get_version(request, instrument, version)
        _renew_token(state, found.state)
        wanted = _act_at(found, request.GET.get("act", ""))
        if wanted is not None:
            _renew_token(form, act_token(wanted))
    moves = [
        name
        for name in STATE_VERBS
        if f"instruments.{name}" in VERSION.verbs_from(found.state)
        and may(actor, f"instruments.{name}", found)
    ]
    context = {
        "version": found,
        "phase": tables.STATE_PHASES.get(found.state, "wait"),
        "instrument": instrument,
        "name": citations_names.full_version_name(found),
        "back": citations_names.version_url(found),
        "trail": version_page_trail(found, _("Acts")),
        "acts": [(each.pk, tables.act_line(each), each.source) for each in found.acts.all()],
        "wanted": wanted,
        "form": form,
        "state": state,
        "moves": [(name, forms.STATE_BUTTONS[name]) for name in moves],
        "adopts": "adopt_version" in moves,
        "undecided": tables.lacks_adopting_act(found),
    }
    return render(request, "instruments/acts/list.html", context, status=status)


def _act_at(version: Version, key: str) -> Act | None:
    return next((each for each in version.acts.all() if str(each.pk) == key), None)


def _already_withdrawn(form: Form) -> int:
    form.is_valid()
    form.errors.clear()  # what is written may be noted as another act
    return add_fault(
        form, WrongState(_("Somebody withdrew this act meanwhile."), _("It can be noted anew."))
    )


def _do_action(
    request: HttpRequest, actor: Actor, found: Version, wanted: Act | None, do: str, on: Any
) -> int:
    """Do the verb that was asked: 302, or the status that says what was wrong, told on the form."""
    whole = on.is_valid()
    if do == "withdraw" and wanted is not None:
        on.errors.clear()  # what is written in the other fields does not matter
    elif not whole:
        return 422
    given = on.cleaned_data
    try:
        if do in STATE_VERBS:
            if given["seen"] and given["seen"] != found.state:
                raise WrongState()
            values = {"date": given["date"].strip()} if do in DATED_VERBS else {}
            STATE_VERBS[do](actor, found, reason=given["reason"], **values)
            messages.success(request, _("The version has another state now."))
        elif do == "note":
            actions.record_act(actor, found, **on.said())
            messages.success(request, _("The act was noted."))
        elif do == "adopt_by":
            actions.adopt_version(actor, found, deciding=on.said())
            messages.success(request, _("The act was noted, and the version as adopted."))
        elif do == "correct" and wanted is not None:
            more = {"reason": given["reason"], "seen": given["seen"]}
            said = {name: value for name, value in on.said().items() if name in on.changed_data}
            actions.correct_act(actor, wanted, **more, **said)
            messages.success(request, _("The act was corrected."))
        elif do == "withdraw" and wanted is not None:
            why, was = given.get("reason", ""), given.get("seen", "")
            actions.withdraw_act(actor, wanted, reason=why, seen=was)
            messages.success(request, _("The act was withdrawn. The history still tells of it."))
        else:
            raise Fault(
                _("The site did not understand what was asked."), _("Go back and try once more.")
            )
    except Fault as fault:
        if isinstance(fault, Refused):
            raise
        return add_fault(on, fault)
    return 302
