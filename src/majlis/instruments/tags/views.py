"""The page of the concepts of a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments.citations import format
from majlis.instruments.lifecycle import CONFIRMED, DECLINED, PROPOSED
from majlis.instruments.models import Instrument, Provision, Tag
from majlis.instruments.tags import actions, queries
from majlis.instruments.tags.forms import TagForm
from majlis.instruments.texts.responses import get_instrument
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault
from majlis.kernel.templatetags.majlis import said
from majlis.kernel.verbs import may
from majlis.look import parts

PAGE_SIZE = 25
"""Proposed tags on a page; decided ones are all shown."""


@require_http_methods(["GET", "HEAD", "POST"])
def tag_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The tags of a text, with the form that proposes one; ``?of=`` proposes it for a provision."""
    instrument = get_instrument(request, slug)
    actor = Actor.of(request)
    # A stub has no text, and the texts that cite it may all be hidden from this user.
    if not instrument.held:
        raise Http404(slug)
    of = request.GET.get("of", "")
    provision = queries.latest_provision_at(request.user, instrument, of) if of else None
    form, status = TagForm(), 200
    if request.method == "POST":
        action = request.POST.get("do", "")
        if action == "propose":
            form = TagForm(request.POST)
            if _propose_tag(request, actor, instrument, form, provision):
                return redirect(request.get_full_path())
            status = 422
        else:
            _decide_tag(request, actor, instrument, action)
            return redirect(request.get_full_path())
    all_tags = queries.tags_of(request.user, instrument)
    paginator = Paginator([each for each in all_tags if each.state == PROPOSED], PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    decided = [each for each in all_tags if each.state != PROPOSED]
    places = queries.tagged_provisions(request.user, instrument, [*decided, *page])
    name = instrument.symbol or str(instrument)
    context = {
        "instrument": instrument,
        "confirmed": [_tag_row(each, places) for each in decided if each.state == CONFIRMED],
        "proposed": [_tag_row(each, places) for each in page],
        "declined": [_tag_row(each, places) for each in decided if each.state == DECLINED],
        "cut": parts.page_links(request, page),
        "form": form,
        "of": _provision_line(provision) if provision is not None else {},
        "may_decide": may(actor, "instruments.confirm_tag", instrument),
        "may_propose": may(actor, "instruments.propose_tag", instrument),
        "trail": [
            parts.Link(_("Texts"), reverse("instruments:texts")),
            parts.Link(name, instrument.get_absolute_url()),
            parts.Link(_("Concepts")),
        ],
        "back": instrument.get_absolute_url(),
    }
    return render(request, "instruments/tags/list.html", context, status=status)


def _propose_tag(
    request: HttpRequest,
    actor: Actor,
    instrument: Instrument,
    form: TagForm,
    provision: Provision | None,
) -> bool:
    if not form.is_valid():
        return False
    concept = queries.concept_by_code(request.user, form.cleaned_data["concept"])
    if concept is None:
        form.add_error(
            "concept",
            _("No concept, or more than one, has this code. Write it with its scheme: SDG 9."),
        )
        return False
    tag = actions.propose_tag(
        actor,
        instrument,
        concept=concept,
        lineage=provision.lineage if provision is not None else None,
    )
    if tag.state == CONFIRMED:
        messages.info(request, _("This concept is confirmed already."))
    elif tag.state == DECLINED:
        messages.warning(
            request,
            _("This concept was declined before. The secretariat can confirm it after all."),
        )
    else:
        messages.success(
            request, _("The concept was proposed. It counts once a person has confirmed it.")
        )
    return True


def _decide_tag(request: HttpRequest, actor: Actor, instrument: Instrument, action: str) -> None:
    verb = {"confirm": actions.confirm_tag, "decline": actions.decline_tag}.get(action)
    key = request.POST.get("tag", "")
    tag = (
        Tag.objects.filter(instrument=instrument, pk=int(key)).select_related("instrument").first()
        if key.isascii() and key.isdecimal() and len(key) < 18
        else None
    )
    if verb is None or tag is None:
        raise Fault(
            _("The site did not understand what was asked."), _("Go back and try once more.")
        )
    verb(actor, tag)
    messages_by_action = {
        "confirm": _("The concept is confirmed, and counts."),
        "decline": _("The concept does not count, and is not proposed again."),
    }
    messages.success(request, messages_by_action[action])


def _provision_line(place: Provision) -> dict[str, Any]:
    """A provision with its first, preferably authentic, wording."""
    words = place.ordered_wordings  # type: ignore[attr-defined]
    wording = words[0] if words else None
    return {
        "place": format.provision_name(place, wording.label if wording else ""),
        "place_url": place.get_absolute_url(),
        "words": wording.text[:200] if wording else "",
        "language": wording.language if wording else "",
    }


def _tag_row(tag: Tag, places: Mapping[int, Provision]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "key": tag.pk,
        "code": tag.concept.code,
        "name": said(tag.concept.say("title")),
        "url": tag.concept.get_absolute_url(),
        "found": tag.get_found_display(),
    }
    if tag.lineage_id is None:
        return shown
    place = places.get(tag.lineage_id)
    return shown | (_provision_line(place) if place is not None else {"gone": True})
