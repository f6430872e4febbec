"""Pages of related mandates: the list of pairs, one pair side by side, and its judgement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.kernel.models import Reader
from majlis.kit.action_page import ActionPage
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.look import parts
from majlis.mandates.core.display import decider_label
from majlis.mandates.core.locking import lock_mandates
from majlis.mandates.core.table import mandate_cell
from majlis.mandates.lifecycle import JUDGED
from majlis.mandates.models import RelatedPair
from majlis.mandates.register.pages import CoveredList
from majlis.mandates.similarity import actions, queries, tables
from majlis.mandates.similarity.forms import JudgementForm, PairFilters
from majlis.mandates.similarity.queries import PairRow


class PairList(CoveredList[RelatedPair, PairRow]):
    """Pairs of mandates that may be related. The files do not name who judged them."""

    template_name = "mandates/similarity/pairs.html"
    title = pgettext_lazy("page", "Related mandates")
    lead = _(
        "Similar requests in different texts. Pairs assessed as complementary or "
        "unrelated are not listed."
    )
    file_name = "related-mandates"
    columns = (
        Column(
            "first",
            pgettext_lazy("pair", "First mandate"),
            lambda row: mandate_cell(row.first),
            lambda row: row.first.mandate.slug,
        ),
        Column(
            "second",
            pgettext_lazy("pair", "Second mandate"),
            lambda row: mandate_cell(row.second),
            lambda row: row.second.mandate.slug,
        ),
        Column(
            "likeness",
            pgettext_lazy("pair", "Similarity"),
            lambda row: tables.similarity_text(row.pair.score),
            lambda row: round(row.pair.score, 4),
            number=True,
            meaning=_("0 to 1, calculated automatically"),
        ),
        Column(
            "shown_state",
            pgettext_lazy("pair", "Status"),
            lambda row: tables.pair_state_text(row.pair),
        ),
        Column(
            "page", pgettext_lazy("comparison of mandates", "Comparison"), tables.comparison_link
        ),
        Column(
            "method",
            pgettext_lazy("comparison of mandates", "Method"),
            value=lambda row: row.pair.method,
        ),
        Column(
            "state",
            pgettext_lazy("status of a record", "Status"),
            value=lambda row: row.pair.state,
            meaning=_("“proposed” means not yet assessed"),
        ),
        Column(
            "judgement", pgettext_lazy("pair", "Assessment"), value=lambda row: row.pair.judgement
        ),
        Column(
            "reason",
            pgettext_lazy("reason for an action", "Reason"),
            value=lambda row: row.pair.reason,
        ),
        Column("function", _("Difference in function"), value=lambda row: row.pair.function),
        Column("place", _("Difference in scope"), value=lambda row: row.pair.place),
        Column(
            "judged_at",
            pgettext_lazy("pair", "Assessment date"),
            value=lambda row: clock.date_of(row.pair.judged_at) if row.pair.judged_at else "",
        ),
    )
    empty = _("No related mandates yet.")
    no_match = _("No matching pairs. Remove a filter.")
    show_all = _("Show all pairs")

    @override
    def get_filter_form(self) -> PairFilters:
        addressees = queries.pair_addressees(self.reader, self.language)
        return PairFilters(addressees, self.request.GET)

    @override
    def get_queryset(self) -> QuerySet[RelatedPair]:
        return queries.filtered_pairs(
            self.reader, state=self.filters["state"], entity=self.filters["entity"]
        )

    @override
    def get_rows(self, items: Sequence[RelatedPair]) -> list[PairRow]:
        return queries.pair_rows(self.reader, items, self.language)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("mandates, two related", "%(n)s pair", "%(n)s pairs", total)


def pair_or_404(reader: Reader, key: int) -> RelatedPair:
    """A pair whose two mandates the reader may see. Raises Http404."""
    pair = queries.visible_pair(reader, key)
    if pair is None:
        raise Http404(key)
    return pair


class PairAction(ActionPage[RelatedPair]):
    """An action on a pair of related mandates."""

    base_template = "mandates/base.html"

    @override
    def get_target(self) -> RelatedPair:
        return pair_or_404(self.reader, self.kwargs["key"])

    @override
    def get_lead(self) -> str:
        return tables.pair_name(self.target)

    @override
    def lock(self) -> None:
        lock_mandates([self.target.first_id, self.target.second_id])


class JudgePair(PairAction):
    """Judge a pair that nobody has judged."""

    verb = actions.judge_pair
    form_class = JudgementForm
    title = pgettext_lazy("related mandates", "Assess pair")
    button = pgettext_lazy("related mandates", "Save assessment")
    done = _("Assessment saved with your reason.")


class RejudgePair(PairAction):
    """Replace the judgement of a pair."""

    verb = actions.rejudge_pair
    form_class = JudgementForm
    title = pgettext_lazy("related mandates", "Change assessment")
    button = pgettext_lazy("related mandates", "Save assessment")
    done = _("Assessment saved with your reason.")

    @override
    def get_current(self) -> dict[str, Any]:
        pair = self.target
        return {name: getattr(pair, name) for name in ("judgement", "reason", "function", "place")}


class PairDetail(DetailPage[RelatedPair]):
    """Two mandates side by side, and what a person says of the two."""

    template_name = "mandates/similarity/pair.html"
    base_template = "mandates/base.html"
    actions: ClassVar = {"mandates:judge_pair": JudgePair, "mandates:rejudge_pair": RejudgePair}

    @override
    def get_object(self) -> RelatedPair:
        return pair_or_404(self.reader, self.kwargs["key"])

    @override
    def get_title(self) -> str:
        return tables.pair_name(self.object)

    @override
    def get_context_data(self) -> dict[str, Any]:
        pair = self.object
        return {
            **super().get_context_data(),
            **self.two_sides(),
            "said": tables.pair_state_text(pair),
            "likeness": tables.similarity_text(pair.score),
            "reason_direction": direction(pair.language) if pair.language else "",
            "judged": pair.state == JUDGED,
            "judged_by": decider_label(bool(getattr(pair, "office", False))),
        }

    def two_sides(self) -> dict[str, Any]:
        """The two, in the reader's language and a second one (``?beside=``; else the original)."""
        pair, language = self.object, self.language
        (row,) = queries.pair_rows(self.reader, [pair], language)
        wordings = queries.pair_wordings(pair)
        languages = {code for of_mandate in wordings.values() for code in of_mandate}
        beside = self.request.GET.get("beside", "")
        sides = []
        for mandate, line in ((pair.first, row.first), (pair.second, row.second)):
            of_mandate = wordings[mandate.pk]
            second = beside if beside in of_mandate else next(iter(of_mandate), language)
            shown = list(dict.fromkeys([language, second]))
            sides.append(tables.pair_side(mandate, line, of_mandate, shown))
        return {
            "sides": sides,
            "languages": [
                (
                    parts.with_query(self.request, beside=code),
                    LANGUAGES_BY_CODE[code],
                    code == beside,
                )
                for code in LANGUAGES_BY_CODE
                if code in languages and code != language
            ],
        }
