"""What became of a version: acts of bodies, its state; and what is known of a text, corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments import actions, show
from majlis.instruments.forms.acts import ActForm, InstrumentForm, StateForm
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Act, Series, Version
from majlis.instruments.queries.text import versions_of
from majlis.instruments.views.text import seen
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, Faulty, Refused
from majlis.kernel.verbs import may
from majlis.look.forms import Form
from majlis.parties.models import Body

# The verbs that give a version another state, as the buttons name them, in their order.
MOVES = {
    "propose": actions.propose,
    "adopt": actions.adopt,
    "bring_into_force": actions.bring_into_force,
    "supersede": actions.supersede,
    "not_adopt": actions.not_adopt,
    "take_up_again": actions.take_up_again,
}
DATED = ("propose", "adopt")


def _bodies(request: HttpRequest) -> Any:
    return Body.objects.visible_to(request.user).with_words()


def _tell(form: Form, fault: Faulty) -> None:
    for name, words in fault.faults.items():
        form.add_error(name if name in form.fields else None, str(words))


@require_http_methods(["GET", "HEAD", "POST"])
def acts(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """What bodies did with a version: noted, corrected; and its state."""
    instrument = seen(request, slug)
    found = next(
        (each for each in versions_of(request.user, instrument) if each.slug == version), None
    )
    if found is None:
        raise Http404(version)
    actor = Actor.of(request)
    if not may(actor, "instruments.note_act", found):
        raise Refused()
    wanted = _act(found, request.GET.get("act", ""))
    form, state, status = _act_form(request, wanted), StateForm(prefix="state"), 200
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do in MOVES:
            state = StateForm(request.POST, prefix="state")
        else:
            form = _act_form(request, wanted, request.POST)
        if _do(request, actor, found, wanted, do, form, state):
            return redirect("instruments:acts", slug=instrument.slug, version=found.slug)
        status = 422
    about = {
        "version": found,
        "instrument": instrument,
        "name": show.whole_name(found),
        "back": show.address_of(found),
        "trail": show.way(show.whole_name(found), "", ""),
        "acts": [(each.pk, show.act_words(each)) for each in found.acts.all()],
        "wanted": wanted,
        "form": form,
        "state": state,
        "moves": [
            (name, show.MOVE_WORDS[name])
            for name in MOVES
            if f"instruments.{name}" in VERSION.verbs_from(found.state)
            and may(actor, f"instruments.{name}", found)
        ],
    }
    return render(request, "instruments/acts.html", about, status=status)


def _act(version: Version, key: str) -> Act | None:
    if not key:
        return None
    found = next((each for each in version.acts.all() if str(each.pk) == key), None)
    if found is None:
        raise Http404(key)
    return found


def _act_form(request: HttpRequest, wanted: Act | None, data: Any = None) -> ActForm:
    initial = None
    if wanted is not None:
        initial = {name: getattr(wanted, name) for name in ActForm.base_fields}
    return ActForm(_bodies(request), initial, data, prefix="act")


def _do(
    request: HttpRequest,
    actor: Actor,
    found: Version,
    wanted: Act | None,
    do: str,
    form: ActForm,
    state: StateForm,
) -> bool:
    """Do the verb that was asked; False where what was filled in is not whole."""
    on: Form = state if do in MOVES else form
    if not on.is_valid():
        return False
    try:
        if do in MOVES:
            given = {"reason": state.cleaned_data["reason"]}
            if do in DATED:
                given["date"] = state.cleaned_data["date"].strip()
            MOVES[do](actor, found, **given)
            messages.success(request, _("The version has another state now."))
        elif do == "note":
            actions.note_act(actor, found, **form.cleaned_data)
            messages.success(request, _("The act was noted."))
        elif do == "correct" and wanted is not None:
            actions.correct_act(actor, wanted, reason="", **form.cleaned_data)
            messages.success(request, _("The act was corrected."))
        else:
            raise Fault(
                _("The site did not understand what was asked."), _("Go back and try once more.")
            )
    except Faulty as fault:
        _tell(on, fault)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known of a text: kind, symbol, body, titles, series; corrected with a reason."""
    found = seen(request, slug)
    actor = Actor.of(request)
    if not may(actor, "instruments.change_instrument", found):
        raise Refused()
    series = Series.objects.visible_to(request.user).with_words()
    form, status = InstrumentForm(found, _bodies(request), series), 200
    if request.method == "POST":
        form = InstrumentForm(found, _bodies(request), series, request.POST)
        if form.is_valid():
            kept = form.cleaned_data
            try:
                actions.change_instrument(
                    actor,
                    found,
                    titles=form.titles(),
                    reason=kept["reason"],
                    **{name: kept[name] for name in ("kind", "symbol", "body", "body_words")},
                )
                actions.put_in_series(actor, found, series=kept["series"])
            except Faulty as fault:
                _tell(form, fault)
            else:
                messages.success(request, _("What is known of the text was corrected."))
                return redirect(found)
        status = 422
    about = {
        "instrument": found,
        "form": form,
        "trail": show.way(found.symbol or str(found), "", ""),
    }
    return render(request, "instruments/change.html", about, status=status)
