"""The page of the concepts of a text, and the actions on them."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.lifecycle import CONFIRMED, DECLINED, PROPOSED
from majlis.instruments.models import Instrument, Provision, Tag
from majlis.instruments.tags import actions, queries
from majlis.instruments.tags.forms import TagForm
from majlis.instruments.tags.tables import (
    WEAK,
    groups_table,
    provision_line,
    tag_row,
    weak_link,
)
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
    """The concepts of a text, by their state; ``?of=`` offers to propose one for a provision.

    ``?weak=1`` lists those found by a weak similarity, too.
    """

    template_name = "instruments/tags/list.html"
    title = _("Concepts of the text")

    @override
    def get_object(self) -> Instrument:
        return held_instrument(self.reader, self.kwargs["slug"])

    @override
    def get_context_data(self) -> dict[str, Any]:
        instrument = self.object
        tags = queries.tags_of(self.reader, instrument)
        proposed = [each for each in tags if each.state == PROPOSED]
        shows_weak = WEAK in self.request.GET
        weak = sum(queries.is_weak(each) for each in proposed)
        if not shows_weak:
            proposed = [each for each in proposed if not queries.is_weak(each)]
        paginator = Paginator(proposed, PAGE_SIZE)
        page = paginator.get_page(self.request.GET.get("page"))
        decided = [each for each in tags if each.state != PROPOSED]
        places = queries.tagged_provisions(self.reader, [*decided, *page])
        of = self.request.GET.get("of", "")
        if of and queries.latest_provision_at(self.reader, instrument, of) is None:
            of = ""
        may_decide = may(self.actor, "instruments.confirm_tag", instrument)
        return {
            **super().get_context_data(),
            "groups": groups_table(proposed, instrument, weak=shows_weak) if may_decide else None,
            "weak": weak_link(self.request, weak, shown=shows_weak),
            "confirmed": [tag_row(each, places) for each in decided if each.state == CONFIRMED],
            "proposed": [tag_row(each, places) for each in page],
            "declined": [tag_row(each, places) for each in decided if each.state == DECLINED],
            "cut": parts.page_links(self.request, page),
            "of": of,
            "may_decide": may_decide,
            "may_propose": may(self.actor, "instruments.propose_tag", instrument),
        }
