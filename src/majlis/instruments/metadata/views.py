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
    """What is known of a text: kind, symbol, body, titles, series; corrected with a reason."""
    found = get_instrument(request, slug)
    actor = Actor.of(request)
    if not may(actor, "instruments.change_instrument", found):
        raise Refused()
    series = Series.objects.visible_to(request.user).with_wordings()
    form, status = InstrumentForm(found, visible_bodies(request), series), 200
    if request.method == "POST":
        form, status = InstrumentForm(found, visible_bodies(request), series, request.POST), 422
        if form.is_valid():
            kept = form.cleaned_data
            # What was not touched is not sent: it may be something that this officer does not see.
            fields = form.changed(("kind", "symbol", "body", "body_words"))
            try:
                form.check_fresh()
                with transaction.atomic():
                    metadata_actions.change_instrument(
                        actor, found, titles=form.words("title"), reason=kept["reason"], **fields
                    )
                    if "series" in form.changed_data:
                        why = kept["reason"]
                        if form.was["series"]:  # who moves it sees where it is taken out
                            series_actions.set_series(actor, found, series=None, reason=why)
                        series_actions.set_series(actor, found, series=kept["series"], reason=why)
            except (InvalidInput, WrongState) as fault:
                status = add_fault(form, fault)
                found = get_instrument(request, slug)
                form.renew(InstrumentForm(found, visible_bodies(request), series))
            else:
                messages.success(request, _("What is known of the text was corrected."))
                return redirect(found)
    context = {
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
    return render(request, "instruments/core/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_version(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """What is known of a version: label, date, body, state, which it is in other words; corrected with a reason."""
    instrument = get_instrument(request, slug)
    found, versions = get_version(request, instrument, version)
    actor = Actor.of(request)
    if not may(actor, "instruments.change_version", found):
        raise Refused()
    others = {
        each.slug: each
        for each in versions
        if each.pk != found.pk and each.reconstructed_from_id is None
    }
    names = {key: citations_names.version_name(each) for key, each in others.items()}
    form, status = VersionForm(found, visible_bodies(request), names), 200
    if request.method == "POST":
        form, status = VersionForm(found, visible_bodies(request), names, request.POST), 422
        if form.is_valid():
            kept = form.cleaned_data
            fields = form.changed(("date", "body", "state"))
            of = others.get(kept["variant_of"])
            try:
                form.check_fresh()
                with transaction.atomic():
                    if "variant_of" in form.changed_data:
                        metadata_actions.mark_variant(actor, found, of=of, reason=kept["reason"])
                    metadata_actions.change_version(
                        actor,
                        found,
                        labels=form.words("label"),
                        reason=kept["reason"],
                        seen=kept["seen"],
                        **fields,
                    )
            except (InvalidInput, WrongState) as fault:
                status = add_fault(form, fault)
                found, _all = get_version(request, instrument, version)
                form.renew(VersionForm(found, visible_bodies(request), names))
            else:
                messages.success(request, _("What is known of the version was corrected."))
                return redirect(citations_names.version_url(found))
    context = {
        "heading": _("What is known of the version"),
        "name": citations_names.full_version_name(found),
        "back": citations_names.version_url(found),
        "form": form,
        "trail": version_page_trail(found, _("What is known of the version")),
    }
    return render(request, "instruments/core/form.html", context, status=status)
