"""What became of a version: acts of bodies, its state; and what is known of it and of its text, corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments import actions, show
from majlis.instruments.actions.acts import stamp
from majlis.instruments.forms.acts import ActForm, InstrumentForm, StateForm, VersionForm
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Act, Instrument, Series, Version
from majlis.instruments.queries.text import versions_of
from majlis.instruments.views.telling import tell
from majlis.instruments.views.text import seen
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, Refused, WrongState
from majlis.kernel.verbs import may
from majlis.look import parts
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
    return Body.objects.visible_to(request.user).with_wordings()


def _now_seen(form: Form, value: str) -> None:
    """What was typed stays, beside what its writer has seen by now: sent once more, it is done."""
    if isinstance(form.data, QueryDict):
        data = form.data.copy()
        data[form.add_prefix("seen")] = value
        form.data = data


def _one(request: HttpRequest, instrument: Instrument, slug: str) -> tuple[Version, list[Version]]:
    """The version at an address, and all of its text. Raises Http404."""
    versions = versions_of(request.user, instrument)
    found = next((each for each in versions if each.slug == slug), None)
    if found is None:
        raise Http404(slug)
    return found, versions


@require_http_methods(["GET", "HEAD", "POST"])
def acts(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """What bodies did with a version: noted, corrected, withdrawn; and its state."""
    instrument = seen(request, slug)
    found, _all = _one(request, instrument, version)
    actor = Actor.of(request)
    if not may(actor, "instruments.note_act", found):
        raise Refused()
    wanted, gone = _act(found, request.GET.get("act", "")), False
    if request.GET.get("act") and wanted is None:
        if request.method != "POST":
            raise Http404(request.GET["act"])
        gone = request.POST.get("do") in ("correct", "withdraw")
    form, state, status = ActForm(_bodies(request), wanted), StateForm(found), 200
    if request.method == "POST":
        do = request.POST.get("do", "")
        on: Form
        if do in MOVES or state.add_prefix("seen") in request.POST:
            on = state = StateForm(found, request.POST)
        else:
            on = form = ActForm(_bodies(request), wanted, request.POST)
        status = _done(request, actor, found, wanted, do, on) if not gone else _withdrawn(form)
        if status == 302:
            return redirect("instruments:acts", slug=instrument.slug, version=found.slug)
        found, _all = _one(request, instrument, version)
        _now_seen(state, found.state)
        wanted = _act(found, request.GET.get("act", ""))
        if wanted is not None:
            _now_seen(form, stamp(wanted))
    moves = [
        name
        for name in MOVES
        if f"instruments.{name}" in VERSION.verbs_from(found.state)
        and may(actor, f"instruments.{name}", found)
    ]
    about = {
        "version": found,
        "phase": show.PHASES.get(found.state, "wait"),
        "instrument": instrument,
        "name": show.whole_name(found),
        "back": show.address_of(found),
        "trail": _way(found, _("Acts")),
        "acts": [(each.pk, show.act_words(each), each.source) for each in found.acts.all()],
        "wanted": wanted,
        "form": form,
        "state": state,
        "moves": [(name, show.MOVE_WORDS[name]) for name in moves],
        "adopts": "adopt" in moves,
        "undecided": show.undecided(found),
    }
    return render(request, "instruments/acts.html", about, status=status)


def _way(version: Version, here: str) -> list[parts.Link]:
    """The way to a page about a version."""
    return [
        parts.Link(_("Texts"), reverse("instruments:texts")),
        parts.Link(show.whole_name(version), show.address_of(version)),
        parts.Link(here),
    ]


def _act(version: Version, key: str) -> Act | None:
    return next((each for each in version.acts.all() if str(each.pk) == key), None)


def _withdrawn(form: Form) -> int:
    form.is_valid()
    form.errors.clear()  # what is written may be noted as another act
    return tell(
        form, WrongState(_("Somebody withdrew this act meanwhile."), _("It can be noted anew."))
    )


def _done(
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
        if do in MOVES:
            if given["seen"] and given["seen"] != found.state:
                raise WrongState()
            values = {"date": given["date"].strip()} if do in DATED else {}
            MOVES[do](actor, found, reason=given["reason"], **values)
            messages.success(request, _("The version has another state now."))
        elif do == "note":
            actions.note_act(actor, found, **on.said())
            messages.success(request, _("The act was noted."))
        elif do == "adopt_by":
            actions.adopt(actor, found, deciding=on.said())
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
        return tell(on, fault)
    return 302


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known of a text: kind, symbol, body, titles, series; corrected with a reason."""
    found = seen(request, slug)
    actor = Actor.of(request)
    if not may(actor, "instruments.change_instrument", found):
        raise Refused()
    series = Series.objects.visible_to(request.user).with_wordings()
    form, status = InstrumentForm(found, _bodies(request), series), 200
    if request.method == "POST":
        form, status = InstrumentForm(found, _bodies(request), series, request.POST), 422
        if form.is_valid():
            kept = form.cleaned_data
            # What was not touched is not sent: it may be something that this officer does not see.
            fields = form.changed(("kind", "symbol", "body", "body_words"))
            try:
                form.check_fresh()
                with transaction.atomic():
                    actions.change_instrument(
                        actor, found, titles=form.words("title"), reason=kept["reason"], **fields
                    )
                    if "series" in form.changed_data:
                        why = kept["reason"]
                        if form.was["series"]:  # who moves it sees where it is taken out
                            actions.put_in_series(actor, found, series=None, reason=why)
                        actions.put_in_series(actor, found, series=kept["series"], reason=why)
            except (InvalidInput, WrongState) as fault:
                status = tell(form, fault)
                found = seen(request, slug)
                form.renew(InstrumentForm(found, _bodies(request), series))
            else:
                messages.success(request, _("What is known of the text was corrected."))
                return redirect(found)
    about = {
        "heading": _("What is known of the text"),
        "name": str(found),
        "became": Instrument.objects.visible_to(request.user).with_wordings().filter(became=found),
        "back": found.get_absolute_url(),
        "form": form,
        "trail": [
            parts.Link(_("Texts"), reverse("instruments:texts")),
            parts.Link(found.symbol or str(found), found.get_absolute_url()),
            parts.Link(_("What is known of the text")),
        ],
    }
    return render(request, "instruments/change.html", about, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_version(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """What is known of a version: label, date, body, state, which it is in other words; corrected with a reason."""
    instrument = seen(request, slug)
    found, versions = _one(request, instrument, version)
    actor = Actor.of(request)
    if not may(actor, "instruments.change_version", found):
        raise Refused()
    others = {
        each.slug: each
        for each in versions
        if each.pk != found.pk and each.reconstructed_from_id is None
    }
    names = {key: show.name_of(each) for key, each in others.items()}
    form, status = VersionForm(found, _bodies(request), names), 200
    if request.method == "POST":
        form, status = VersionForm(found, _bodies(request), names, request.POST), 422
        if form.is_valid():
            kept = form.cleaned_data
            fields = form.changed(("date", "body", "state"))
            of = others.get(kept["variant_of"])
            try:
                form.check_fresh()
                with transaction.atomic():
                    if "variant_of" in form.changed_data:
                        actions.mark_variant(actor, found, of=of, reason=kept["reason"])
                    actions.change_version(
                        actor,
                        found,
                        labels=form.words("label"),
                        reason=kept["reason"],
                        seen=kept["seen"],
                        **fields,
                    )
            except (InvalidInput, WrongState) as fault:
                status = tell(form, fault)
                found, _all = _one(request, instrument, version)
                form.renew(VersionForm(found, _bodies(request), names))
            else:
                messages.success(request, _("What is known of the version was corrected."))
                return redirect(show.address_of(found))
    about = {
        "heading": _("What is known of the version"),
        "name": show.whole_name(found),
        "back": show.address_of(found),
        "form": form,
        "trail": _way(found, _("What is known of the version")),
    }
    return render(request, "instruments/change.html", about, status=status)
