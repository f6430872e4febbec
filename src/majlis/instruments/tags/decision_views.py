"""The proposed concepts of all texts, and the proposals of one concept, which are confirmed or declined together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.framework.models import Concept
from majlis.framework.queries import concepts
from majlis.framework.tables import concept_name
from majlis.instruments.citations import names
from majlis.instruments.models import Instrument
from majlis.instruments.tags import actions, queries
from majlis.instruments.tags.tables import (
    GROUP_COLUMNS,
    WEAK,
    ConceptGroup,
    TagRow,
    decision_url,
    place_of,
    tag_rows,
    weak_link,
    wording_cell,
)
from majlis.instruments.tags.views import held_instrument
from majlis.kit.columns import Column
from majlis.kit.list_page import ListPage
from majlis.kit.selection_page import SelectionAction
from majlis.kit.trails import links_to, trail_to
from majlis.look import formats, parts
from majlis.look.bidi import joined

TEXTS = (pgettext_lazy("documents", "Texts"), "instruments:texts")
TITLE = pgettext_lazy("page", "Proposed concepts")


class ProposedTags(ListPage[Concept, ConceptGroup]):
    """The concepts that are proposed for texts, with the number of proposals; ``?weak=1``: weak ones, too."""

    template_name = "instruments/tags/proposed.html"
    permission = "instruments.confirm_tag"
    parents: ClassVar = (TEXTS,)
    title = TITLE
    lead = _(
        "Concepts found in published texts. A concept takes effect after a person has confirmed it."
    )
    paginate_by = 50
    columns = GROUP_COLUMNS
    counted = False
    empty = _("No proposed concepts.")

    @cached_property
    def shows_weak(self) -> bool:
        """Whether proposals by a weak similarity are listed, too."""
        return WEAK in self.request.GET

    @override
    def get_queryset(self) -> QuerySet[Concept]:
        return queries.concepts_with_proposals(self.reader, weak=self.shows_weak)

    @override
    def get_rows(self, items: Sequence[Concept]) -> list[ConceptGroup]:
        return [
            ConceptGroup(
                each,
                each.proposals,  # type: ignore[attr-defined]
                decision_url(each, weak=self.shows_weak),
            )
            for each in items
        ]

    @override
    def get_context_data(self) -> dict[str, Any]:
        weak = queries.weak_proposal_count(self.reader)
        link = weak_link(self.request, weak, shown=self.shows_weak)
        return {**super().get_context_data(), "weak": link}


def row_label(row: TagRow) -> str:
    """The text and the provision of a proposal: "Resolution 7, operative paragraph 2"."""
    symbol = names.instrument_symbol(row.tag.instrument, names.EXCERPT_LENGTH)
    return joined(symbol, formats.clause_separator(get_language() or "en"), place_of(row))


class DecideTags(SelectionAction[Concept, TagRow]):
    """Confirm or decline the proposals of a concept, for all texts or for the one of the address."""

    verb = actions.confirm_tag
    title = _("Confirm proposed concepts")
    other_button = _("Decline proposed concepts")
    empty = _("No proposed concepts.")
    columns = (
        Column("place", pgettext_lazy("document", "Text"), row_label),
        Column("wording", pgettext_lazy("provision", "Wording"), wording_cell),
        Column(
            "found",
            pgettext_lazy("proposed concept", "Method of detection"),
            lambda row: row.tag.get_found_display(),
        ),
    )

    @cached_property
    def instrument(self) -> Instrument | None:
        """The text of the address; None for all texts. Raises Http404."""
        slug = self.kwargs.get("slug", "")
        return held_instrument(self.reader, slug) if slug else None

    @override
    def get_target(self) -> Concept:
        return concepts.concept_or_404(self.reader, self.kwargs["scheme"], self.kwargs["code"])

    @override
    def get_lead(self) -> str:
        return concept_name(self.target)

    @override
    def get_items(self) -> Mapping[int, TagRow]:
        tags = queries.proposals_of_concept(
            self.reader, self.target, instrument=self.instrument, weak=WEAK in self.request.GET
        )
        places = queries.tagged_provisions(self.reader, tags)
        return {row.tag.pk: row for row in tag_rows(tags, places)}

    @override
    def get_trail(self) -> list[parts.Link]:
        above = trail_to(self.instrument) if self.instrument else links_to([TEXTS])
        return [*above, parts.Link(TITLE, self.get_cancel_url()), parts.Link(self.get_title())]

    @override
    def get_cancel_url(self) -> str:
        if self.instrument is not None:
            url = reverse("instruments:tags", args=[self.instrument.slug])
        else:
            url = reverse("instruments:proposed_tags")
        return f"{url}?{self.request.GET.urlencode()}" if self.request.GET else url

    @override
    def do_selected(self, items: Sequence[TagRow], data: dict[str, Any]) -> int:
        decide = actions.decline_tag if self.is_other else actions.confirm_tag
        for row in items:
            decide(self.actor, row.tag)
        return len(items)

    @override
    def get_done(self, result: int) -> str:
        if self.is_other:
            words = ngettext(
                "%(count)s proposal declined.", "%(count)s proposals declined.", result
            )
        else:
            words = ngettext(
                "%(count)s proposal confirmed.", "%(count)s proposals confirmed.", result
            )
        return words % {"count": formats.number(result, self.language)}
