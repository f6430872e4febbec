"""The page of the acts and states of a version."""

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
from majlis.kernel.renames import current_action
from majlis.kernel.verbs import may
from majlis.look.forms import Form

# The verbs that change the state of a version, in the order of their buttons.
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
    """Set the token of a bound form to the current one, so that it can be sent again."""
    if isinstance(form.data, QueryDict):
        data = form.data.copy()
        data[form.add_prefix("seen")] = value
        form.data = data


@require_http_methods(["GET", "HEAD", "POST"])
def act_list(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The acts on a version, to record, correct or withdraw, and the version's state."""
    instrument = get_instrument(request, slug)
    shown, _all = get_version(request, instrument, version)
    actor = Actor.of(request)
    if not may(actor, "instruments.record_act", shown):
        raise Refused()
    selected, withdrawn = _act_at(shown, request.GET.get("act", "")), False
    if request.GET.get("act") and selected is None:
        if request.method != "POST":
            raise Http404(request.GET["act"])
        withdrawn = request.POST.get("do") in ("correct", "withdraw")
    form, state, status = ActForm(visible_bodies(request), selected), StateForm(shown), 200
    if request.method == "POST":
        action = request.POST.get("do", "")
        if current_action("instruments", action) in STATE_VERBS:
            action = current_action("instruments", action)
        sent: Form
        if action in STATE_VERBS or state.add_prefix("seen") in request.POST:
            sent = state = StateForm(shown, request.POST)
        else:
            sent = form = ActForm(visible_bodies(request), selected, request.POST)
        status = (
            _do_action(request, actor, shown, selected, action, sent)
            if not withdrawn
            else _already_withdrawn(form)
        )
        if status == 302:
            return redirect("instruments:acts", slug=instrument.slug, version=shown.slug)
        shown, _all = get_version(request, instrument, version)
        _renew_token(state, shown.state)
        selected = _act_at(shown, request.GET.get("act", ""))
        if selected is not None:
            _renew_token(form, act_token(selected))
    moves = [
        name
        for name in STATE_VERBS
        if f"instruments.{name}" in VERSION.verbs_from(shown.state)
        and may(actor, f"instruments.{name}", shown)
    ]
    context = {
        "version": shown,
        "phase": tables.STATE_PHASES.get(shown.state, "wait"),
        "instrument": instrument,
        "name": citations_names.full_version_name(shown),
        "back": citations_names.version_url(shown),
        "trail": version_page_trail(shown, _("Acts")),
        "acts": [(each.pk, tables.act_line(each), each.source) for each in shown.acts.all()],
        "wanted": selected,
        "form": form,
        "state": state,
        "moves": [(name, forms.STATE_BUTTONS[name]) for name in moves],
        "adopts": "adopt_version" in moves,
        "undecided": tables.lacks_adopting_act(shown),
    }
    return render(request, "instruments/acts/list.html", context, status=status)


def _act_at(version: Version, key: str) -> Act | None:
    return next((each for each in version.acts.all() if str(each.pk) == key), None)


def _already_withdrawn(form: Form) -> int:
    form.is_valid()
    form.errors.clear()  # the input may be recorded as another act
    return add_fault(
        form, WrongState(_("Somebody withdrew this act meanwhile."), _("It can be noted anew."))
    )


def _do_action(
    request: HttpRequest,
    actor: Actor,
    version: Version,
    selected: Act | None,
    action: str,
    form: Any,
) -> int:
    """Run the requested verb: 302, or the status of an error, which is put on the form."""
    valid = form.is_valid()
    if action == "withdraw" and selected is not None:
        form.errors.clear()  # the other fields do not matter
    elif not valid:
        return 422
    data = form.cleaned_data
    try:
        if action in STATE_VERBS:
            if data["seen"] and data["seen"] != version.state:
                raise WrongState()
            values = {"date": data["date"].strip()} if action in DATED_VERBS else {}
            STATE_VERBS[action](actor, version, reason=data["reason"], **values)
            messages.success(request, _("The version has another state now."))
        elif action == "note":
            actions.record_act(actor, version, **form.verb_arguments())
            messages.success(request, _("The act was noted."))
        elif action == "adopt_by":
            actions.adopt_version(actor, version, deciding=form.verb_arguments())
            messages.success(request, _("The act was noted, and the version as adopted."))
        elif action == "correct" and selected is not None:
            more = {"reason": data["reason"], "seen": data["seen"]}
            changed = {
                name: value
                for name, value in form.verb_arguments().items()
                if name in form.changed_data
            }
            actions.correct_act(actor, selected, **more, **changed)
            messages.success(request, _("The act was corrected."))
        elif action == "withdraw" and selected is not None:
            reason, seen = data.get("reason", ""), data.get("seen", "")
            actions.withdraw_act(actor, selected, reason=reason, seen=seen)
            messages.success(request, _("The act was withdrawn. The history still tells of it."))
        else:
            raise Fault(
                _("The site did not understand what was asked."), _("Go back and try once more.")
            )
    except Fault as fault:
        if isinstance(fault, Refused):
            raise
        return add_fault(form, fault)
    return 302
