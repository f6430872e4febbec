"""Pages that correct the metadata of an instrument and of a version."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments.citations import names as citations_names
from majlis.instruments.core.forms import add_fault
from majlis.instruments.core.visibility import visible_bodies
from majlis.instruments.metadata import actions as metadata_actions
from majlis.instruments.metadata.forms import InstrumentForm, VersionForm
from majlis.instruments.models import Instrument, Series
from majlis.instruments.series import actions as series_actions
from majlis.instruments.texts.responses import get_instrument, get_version
from majlis.instruments.texts.tables import version_page_trail
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.verbs import may
from majlis.look import parts


@require_http_methods(["GET", "HEAD", "POST"])
def edit_instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct the metadata of a text: kind, symbol, body, titles, series."""
    instrument = get_instrument(request, slug)
    actor = Actor.of(request)
    if not may(actor, "instruments.change_instrument", instrument):
        raise Refused()
    series = Series.objects.visible_to(request.user).with_wordings()
    form, status = InstrumentForm(instrument, visible_bodies(request), series), 200
    if request.method == "POST":
        form, status = (
            InstrumentForm(instrument, visible_bodies(request), series, request.POST),
            422,
        )
        if form.is_valid():
            data = form.cleaned_data
            # Unchanged fields are left out: they may hold values that this user may not see.
            fields = form.changed(("kind", "symbol", "body", "body_words"))
            try:
                form.check_fresh()
                with transaction.atomic():
                    metadata_actions.change_instrument(
                        actor,
                        instrument,
                        titles=form.changed_wordings("title"),
                        reason=data["reason"],
                        **fields,
                    )
                    if "series" in form.changed_data:
                        reason = data["reason"]
                        if form.was["series"]:  # a move must start at a series that the user sees
                            series_actions.set_series(actor, instrument, series=None, reason=reason)
                        series_actions.set_series(
                            actor, instrument, series=data["series"], reason=reason
                        )
            except (InvalidInput, WrongState) as fault:
                status = add_fault(form, fault)
                instrument = get_instrument(request, slug)
                form.rebase(InstrumentForm(instrument, visible_bodies(request), series))
            else:
                messages.success(request, _("What is known of the text was corrected."))
                return redirect(instrument)
    context = {
        "heading": _("What is known of the text"),
        "name": str(instrument),
        "became": Instrument.objects.visible_to(request.user)
        .with_wordings()
        .filter(became=instrument),
        "back": instrument.get_absolute_url(),
        "form": form,
        "trail": [
            parts.Link(_("Texts"), reverse("instruments:texts")),
            parts.Link(instrument.symbol or str(instrument), instrument.get_absolute_url()),
            parts.Link(_("What is known of the text")),
        ],
    }
    return render(request, "instruments/core/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_version(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Correct the metadata of a version: labels, date, body, state, variant."""
    instrument = get_instrument(request, slug)
    shown, versions = get_version(request, instrument, version)
    actor = Actor.of(request)
    if not may(actor, "instruments.change_version", shown):
        raise Refused()
    others = {
        each.slug: each
        for each in versions
        if each.pk != shown.pk and each.reconstructed_from_id is None
    }
    names = {key: citations_names.version_name(each) for key, each in others.items()}
    form, status = VersionForm(shown, visible_bodies(request), names), 200
    if request.method == "POST":
        form, status = VersionForm(shown, visible_bodies(request), names, request.POST), 422
        if form.is_valid():
            data = form.cleaned_data
            fields = form.changed(("date", "body", "state"))
            variant_of = others.get(data["variant_of"])
            try:
                form.check_fresh()
                with transaction.atomic():
                    if "variant_of" in form.changed_data:
                        metadata_actions.mark_variant(
                            actor, shown, of=variant_of, reason=data["reason"]
                        )
                    metadata_actions.change_version(
                        actor,
                        shown,
                        labels=form.changed_wordings("label"),
                        reason=data["reason"],
                        seen=data["seen"],
                        **fields,
                    )
            except (InvalidInput, WrongState) as fault:
                status = add_fault(form, fault)
                shown, _all = get_version(request, instrument, version)
                form.rebase(VersionForm(shown, visible_bodies(request), names))
            else:
                messages.success(request, _("What is known of the version was corrected."))
                return redirect(citations_names.version_url(shown))
    context = {
        "heading": _("What is known of the version"),
        "name": citations_names.full_version_name(shown),
        "back": citations_names.version_url(shown),
        "form": form,
        "trail": version_page_trail(shown, _("What is known of the version")),
    }
    return render(request, "instruments/core/form.html", context, status=status)
