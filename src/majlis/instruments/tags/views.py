"""The page of the concepts of a text, and the actions on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, override

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.citations import format
from majlis.instruments.lifecycle import CONFIRMED, DECLINED, PROPOSED
from majlis.instruments.models import Instrument, Provision, ProvisionWording, Tag
from majlis.instruments.tags import actions, queries
from majlis.instruments.tags.forms import TagForm
from majlis.instruments.texts.action_pages import InstrumentAction
from majlis.instruments.texts.responses import get_instrument
from majlis.kernel.models import Reader
from majlis.kernel.verbs import may
from majlis.kit.action_page import ButtonAction
from majlis.kit.detail_page import DetailPage
from majlis.kit.page import StrOrPromise
from majlis.look import parts

PAGE_SIZE = 25
"""Proposed tags on a page; decided ones are all shown."""


def held_instrument(reader: Reader, slug: str) -> Instrument:
    """The text with this slug, if it is held and the reader may see it. Raises Http404."""
    instrument = get_instrument(reader, slug)
    # A stub has no text, and the texts that cite it may all be hidden from this user.
    if not instrument.held:
        raise Http404(slug)
    return instrument


class ProposeTag(InstrumentAction):
    """Propose a concept for a text, or for one of its provisions."""

    template_name = "instruments/tags/propose.html"
    verb = actions.propose_tag
    form_class = TagForm
    button = pgettext_lazy("button", "Propose concept")
    drafts = False
    outcomes: ClassVar = {
        PROPOSED: (
            messages.SUCCESS,
            _("Concept proposed. It will be counted once the secretariat confirms it."),
        ),
        CONFIRMED: (messages.INFO, _("This concept is already confirmed.")),
        DECLINED: (
            messages.WARNING,
            _("This concept was declined. The secretariat can still confirm it."),
        ),
    }

    @override
    def get_target(self) -> Instrument:
        return held_instrument(self.reader, self.kwargs["slug"])

    @cached_property
    def provision(self) -> Provision | None:
        """The provision of the address; None for the whole text. Raises Http404."""
        if "eid" not in self.kwargs:
            return None
        provision = queries.latest_provision_at(self.reader, self.target, self.kwargs["eid"])
        if provision is None:
            raise Http404(self.kwargs["eid"])
        return provision

    @override
    def get_title(self) -> StrOrPromise:
        if self.provision is None:
            return _("Propose concept for the whole text")
        return _("Propose concept for a provision")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "lineage": self.provision.lineage if self.provision else None}

    @override
    def get_context_data(self) -> dict[str, Any]:
        of = provision_line(self.provision) if self.provision else None
        return {**super().get_context_data(), "of": of}

    @override
    def finish(self, result: Tag) -> HttpResponse:
        level, words = self.outcomes[result.state]
        messages.add_message(self.request, level, str(words))
        return redirect("instruments:tags", slug=self.target.slug)


class TagButton(ButtonAction[Tag]):
    """A decision on a concept of a text."""

    @override
    def get_target(self) -> Tag:
        instrument = held_instrument(self.reader, self.kwargs["slug"])
        tags = Tag.objects.filter(instrument=instrument).select_related("instrument")
        return get_object_or_404(tags, pk=self.kwargs["pk"])

    @override
    def get_cancel_url(self) -> str:
        url = reverse("instruments:tags", args=[self.kwargs["slug"]])
        return f"{url}?{self.request.GET.urlencode()}" if self.request.GET else url


class ConfirmTag(TagButton):
    """Confirm a concept of a text."""

    verb = actions.confirm_tag
    done = _("Concept confirmed. It is now counted.")


class DeclineTag(TagButton):
    """Decline a concept of a text."""

    verb = actions.decline_tag
    done = _("Concept declined. It will not be counted or proposed again.")


class TagList(DetailPage[Instrument]):
    """The concepts of a text, by their state; ``?of=`` offers to propose one for a provision."""

    template_name = "instruments/tags/list.html"
    title = _("Concepts of the text")

    @override
    def get_object(self) -> Instrument:
        return held_instrument(self.reader, self.kwargs["slug"])

    @override
    def get_context_data(self) -> dict[str, Any]:
        instrument = self.object
        tags = queries.tags_of(self.reader, instrument)
        paginator = Paginator([each for each in tags if each.state == PROPOSED], PAGE_SIZE)
        page = paginator.get_page(self.request.GET.get("page"))
        decided = [each for each in tags if each.state != PROPOSED]
        places = queries.tagged_provisions(self.reader, instrument, [*decided, *page])
        of = self.request.GET.get("of", "")
        if of and queries.latest_provision_at(self.reader, instrument, of) is None:
            of = ""
        return {
            **super().get_context_data(),
            "confirmed": [tag_row(each, places) for each in decided if each.state == CONFIRMED],
            "proposed": [tag_row(each, places) for each in page],
            "declined": [tag_row(each, places) for each in decided if each.state == DECLINED],
            "cut": parts.page_links(self.request, page),
            "of": of,
            "may_decide": may(self.actor, "instruments.confirm_tag", instrument),
            "may_propose": may(self.actor, "instruments.propose_tag", instrument),
        }


@dataclass(frozen=True)
class ProvisionLine:
    """A provision with the beginning of its words."""

    place: str
    place_url: str
    words: str = ""
    language: str = ""


@dataclass(frozen=True)
class TagRow:
    """A concept of a text. ``of`` is its provision; ``gone``: no visible version has that provision."""

    tag: Tag
    of: ProvisionLine | None
    gone: bool


def provision_line(place: Provision) -> ProvisionLine:
    """A provision with its first, preferably authentic, wording."""
    wordings: list[ProvisionWording] = place.ordered_wordings  # type: ignore[attr-defined]
    url = place.get_absolute_url()
    if not wordings:
        return ProvisionLine(format.provision_name(place), url)
    wording = wordings[0]
    name = format.provision_name(place, wording)
    return ProvisionLine(name, url, wording.text[:200], wording.language)


def tag_row(tag: Tag, places: Mapping[int, Provision]) -> TagRow:
    """A row of the list."""
    place = places.get(tag.lineage_id) if tag.lineage_id is not None else None
    of = provision_line(place) if place is not None else None
    return TagRow(tag, of, gone=tag.lineage_id is not None and place is None)
