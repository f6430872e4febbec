"""The instrument or version of a request, or the response for one that was withdrawn."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from majlis.instruments.core import trail
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.models import Instrument, Version
from majlis.instruments.texts import withdrawn
from majlis.instruments.texts.queries import versions_of
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may


def get_version(
    request: HttpRequest, instrument: Instrument, slug: str
) -> tuple[Version, list[Version]]:
    """The version with this slug, and all versions of its text. Raises Http404."""
    versions = versions_of(request.user, instrument)
    shown = next((each for each in versions if each.slug == slug), None)
    if shown is None:
        raise Http404(slug)
    return shown, versions


def get_instrument(request: HttpRequest, slug: str) -> Instrument:
    """The instrument with this slug, if the reader may see it. Raises Http404."""
    visible = Instrument.objects.visible_to(request.user).with_wordings()
    try:
        instrument: Instrument = visible.select_related("body__record", "became").get(slug=slug)
    except Instrument.DoesNotExist:
        raise Http404(slug) from None
    hide_bodies(request.user, [instrument])
    return instrument


def withdrawn_response(request: HttpRequest, slug: str, version: str = "") -> HttpResponse | None:
    """A 410 page for a withdrawn text or version; None where it was not withdrawn."""
    withdrawal = withdrawn.withdrawal_at(request.user, slug, version)
    if withdrawal is None:
        return None
    url_args = {"slug": slug, "version": withdrawal.version.slug}
    may_lift = may(Actor.of(request), "instruments.restore_version", withdrawal.version)
    text_withdrawn = withdrawn.withdrawal_at(request.user, slug) is not None
    context = {
        "heading": _("This version was withdrawn") if version else _("This text was withdrawn"),
        "withdrawn": withdrawal,
        "trail": trail.texts_trail(_("Withdrawn")),
        "others": "" if text_withdrawn else reverse("instruments:instrument", args=[slug]),
        "may_lift": may_lift,
        "lift": reverse("instruments:withdraw_version", kwargs=url_args),
        "history": reverse("history", args=[withdrawal.record.address]),
        "import": withdrawn.source_import(withdrawal.version) if may_lift else None,
    }
    return render(request, "instruments/withdrawals/withdrawn.html", context, status=410)
