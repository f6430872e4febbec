"""Concepts of a text: proposed, confirmed, declined."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments import actions, citing, show
from majlis.instruments.forms.acts import TagForm
from majlis.instruments.lifecycle import CONFIRMED, DECLINED, PROPOSED
from majlis.instruments.models import Instrument, Tag
from majlis.instruments.queries import tags as queries
from majlis.instruments.views.text import seen
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault
from majlis.kernel.templatetags.majlis import said
from majlis.kernel.verbs import may


@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: HttpRequest, slug: str) -> HttpResponse:
    """The concepts of a text, and those that are proposed for it."""
    found = seen(request, slug)
    actor = Actor.of(request)
    form, status = TagForm(), 200
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "propose":
            form = TagForm(request.POST)
            if _propose(request, actor, found, form):
                return redirect("instruments:tags", slug=found.slug)
            status = 422
        else:
            _decide(request, actor, found, do)
            return redirect("instruments:tags", slug=found.slug)
    all_tags = queries.tags_of(request.user, found)
    places = queries.places(found, all_tags, get_language() or "en")
    about = {
        "instrument": found,
        "confirmed": [_shown(each, places) for each in all_tags if each.state == CONFIRMED],
        "proposed": [_shown(each, places) for each in all_tags if each.state == PROPOSED],
        "declined": [_shown(each, places) for each in all_tags if each.state == DECLINED],
        "form": form,
        "may_decide": may(actor, "instruments.confirm_tag", found),
        "may_propose": may(actor, "instruments.propose_tag", found),
        "trail": [
            *show.way(found.symbol or str(found), "", ""),
        ],
        "back": found.get_absolute_url(),
        "address": reverse("instruments:tags", args=[found.slug]),
    }
    return render(request, "instruments/tags.html", about, status=status)


def _propose(request: HttpRequest, actor: Actor, found: Instrument, form: TagForm) -> bool:
    if not form.is_valid():
        return False
    concept = queries.by_code(request.user, form.cleaned_data["concept"])
    if concept is None:
        form.add_error(
            "concept",
            _("No concept, or more than one, has this code. Write it with its scheme: SDG 9."),
        )
        return False
    actions.propose_tag(actor, found, concept=concept)
    messages.success(
        request, _("The concept was proposed. It counts once a person has confirmed it.")
    )
    return True


def _decide(request: HttpRequest, actor: Actor, found: Instrument, do: str) -> None:
    verb = {"confirm": actions.confirm_tag, "decline": actions.decline_tag}.get(do)
    key = request.POST.get("tag", "")
    tag = (
        Tag.objects.filter(instrument=found, pk=int(key)).first()
        if key.isascii() and key.isdecimal() and len(key) < 18
        else None
    )
    if verb is None or tag is None:
        raise Fault(
            _("The site did not understand what was asked."), _("Go back and try once more.")
        )
    try:
        verb(actor, tag)
    except Fault as fault:
        messages.error(request, str(fault))


def _shown(tag: Tag, places: dict[int, Any]) -> dict[str, Any]:
    place = places.get(tag.lineage_id) if tag.lineage_id is not None else None
    wording = place.said[0] if place is not None and place.said else None
    return {
        "key": tag.pk,
        "code": tag.concept.code,
        "name": said(tag.concept.say("title")),
        "url": tag.concept.get_absolute_url(),
        "found": tag.get_found_display(),
        "place": citing.place(place, wording.label if wording else "") if place else "",
        "place_url": place.get_absolute_url() if place else "",
        "words": wording.text[:200] if wording else "",
        "language": wording.language if wording else "",
    }
