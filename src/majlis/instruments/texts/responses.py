"""The instrument or version of a request, or the response for one that does not exist or was withdrawn."""

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
    """The version at an address, and all of its text. Raises Http404."""
    versions = versions_of(request.user, instrument)
    found = next((each for each in versions if each.slug == slug), None)
    if found is None:
        raise Http404(slug)
    return found, versions


def get_instrument(request: HttpRequest, slug: str) -> Instrument:
    """The instrument at an address, if the reader may see it. Raises Http404."""
    found = Instrument.objects.visible_to(request.user).with_wordings()
    try:
        made: Instrument = found.select_related("body__record", "became").get(slug=slug)
    except Instrument.DoesNotExist:
        raise Http404(slug) from None
    hide_bodies(request.user, [made])
    return made


def withdrawn_response(request: HttpRequest, slug: str, version: str = "") -> HttpResponse | None:
    """What to answer at the address of what was withdrawn; nothing where nothing was."""
    found = withdrawn.withdrawal_at(request.user, slug, version)
    if found is None:
        return None
    where = {"slug": slug, "version": found.version.slug}
    may_lift = may(Actor.of(request), "instruments.restore_version", found.version)
    text_gone = withdrawn.withdrawal_at(request.user, slug) is not None
    context = {
        "heading": _("This version was withdrawn") if version else _("This text was withdrawn"),
        "withdrawn": found,
        "trail": trail.texts_trail(_("Withdrawn")),
        "others": "" if text_gone else reverse("instruments:instrument", args=[slug]),
        "may_lift": may_lift,
        "lift": reverse("instruments:withdraw_version", kwargs=where),
        "history": reverse("history", args=[found.record.address]),
        "import": withdrawn.source_import(found.version) if may_lift else None,
    }
    return render(request, "instruments/withdrawals/withdrawn.html", context, status=410)
