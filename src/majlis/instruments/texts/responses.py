"""The instrument or version of a request, or the response for one that was withdrawn."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext

from majlis.instruments.core import trail
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.models import Instrument, Version
from majlis.instruments.texts import withdrawn
from majlis.instruments.texts.queries import versions_of
from majlis.kernel.actor import Actor
from majlis.kernel.models import Reader
from majlis.kernel.verbs import may


def get_version(reader: Reader, slug: str, version: str) -> tuple[Version, list[Version]]:
    """The version at the slugs of its text and its own, and all versions of the text. Raises Http404."""
    versions = versions_of(reader, get_instrument(reader, slug))
    shown = next((each for each in versions if each.slug == version), None)
    if shown is None:
        raise Http404(version)
    return shown, versions


def get_instrument(reader: Reader, slug: str) -> Instrument:
    """The instrument with this slug, if the reader may see it. Raises Http404."""
    visible = Instrument.objects.visible_to(reader).with_wordings()
    try:
        instrument: Instrument = visible.select_related("body__record", "became").get(slug=slug)
    except Instrument.DoesNotExist:
        raise Http404(slug) from None
    hide_bodies(reader, [instrument])
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
        "heading": pgettext("page", "Withdrawn version")
        if version
        else pgettext("page", "Withdrawn text"),
        "withdrawn": withdrawal,
        "trail": trail.texts_trail(pgettext("page", "Withdrawn")),
        "others": "" if text_withdrawn else reverse("instruments:instrument", args=[slug]),
        "may_lift": may_lift,
        "lift": reverse("instruments:restore_version", kwargs=url_args),
        "history": reverse("history", args=[withdrawal.record.address]),
        "import": withdrawn.source_import(withdrawal.version) if may_lift else None,
    }
    return render(request, "instruments/withdrawals/withdrawn.html", context, status=410)
