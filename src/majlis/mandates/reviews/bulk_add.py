"""The page that adds a filtered list of the register to a review set."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models.record import RecordedQuerySet
from majlis.kernel.verbs import may
from majlis.kit.filters import active_filters, filter_query
from majlis.look import parts
from majlis.look.templatetags.look import number
from majlis.mandates.models import ReviewItem, ReviewSet
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.pages import CoveredPage
from majlis.mandates.register.tables import mandate_count
from majlis.mandates.reviews import actions, queries
from majlis.mandates.reviews.actions import MAX_ITEMS
from majlis.mandates.reviews.forms import BulkAddForm
from majlis.mandates.reviews.set_actions import ReviewCreation, items_added_text


class BulkAdd(CoveredPage, ReviewCreation):
    """Add all mandates that a filter of the register finds to a set that is not frozen, or to a new one."""

    template_name = "mandates/reviews/bulk_add.html"
    form_class = BulkAddForm
    parents = ReviewCreation.parents
    title = _("Add this list to a review set")
    lead = _("All mandates found are added to one review set. Duplicates are not added.")
    drafts = False  # the address of a draft would have no filters

    @cached_property
    def filter_form(self) -> RegisterForm:
        """The filters of the list."""
        return RegisterForm(self.reader, self.request.GET)

    @cached_property
    def mandates(self) -> RecordedQuerySet:
        """The mandates of the list."""
        return register_queries.find_mandates(self.reader, self.filter_form.filter_values())

    @cached_property
    def total(self) -> int:
        """The number of mandates of the list."""
        return self.mandates.count()

    @cached_property
    def collecting_sets(self) -> dict[str, ReviewSet]:
        """The sets to which the reader may add mandates, by slug."""
        return {
            review.slug: review
            for review in queries.collecting_sets(self.reader)
            if may(self.actor, "mandates.add_review_items", review)
        }

    @override
    def get_form_options(self) -> dict[str, Any]:
        sets = [(slug, str(review)) for slug, review in self.collecting_sets.items()]
        return {"sets": sets, "bodies": queries.reviewable_bodies(self.reader, self.actor)}

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language, "total": self.total}

    @override
    def get_cancel_url(self) -> str:
        return reverse("mandates:register") + filter_query(self.request)

    @override
    @transaction.atomic
    def do(self, data: dict[str, Any]) -> list[ReviewItem]:
        """Add the mandates; in one transaction, so that no new set is left behind that could not be filled."""
        if not 0 < self.total <= MAX_ITEMS:
            raise InvalidInput({"": _("No mandates found.")})
        if data["total"] not in (None, self.total):
            data_shown = self.request.POST.copy()
            data_shown["total"] = str(self.total)
            self.sent_form.form.data = data_shown
            raise WrongState(
                _("The number of mandates has changed since you opened this page."),
                _("Check the list above and submit again. No mandates have been added."),
            )
        review = self.collecting_sets.get(data.get("into", "")) or actions.create_review_set(
            self.actor, data["body"], title=data["title"], language=data["language"]
        )
        self.review = review
        query = filter_query(self.request).removeprefix("?")
        mandates = self.mandates[: MAX_ITEMS + 1]
        return actions.add_review_items(self.actor, review, mandates=mandates, query=query)

    @override
    def get_done(self, result: list[ReviewItem]) -> str:
        return items_added_text(len(result))

    @override
    def get_success_url(self, result: list[ReviewItem]) -> str:
        return self.review.get_absolute_url()

    @override
    def get_context_data(self) -> dict[str, Any]:
        filters = active_filters(self.request, self.filter_form)
        return {
            **super().get_context_data(),
            "filter": self.filter_form,
            "total": self.total,
            "fits": 0 < self.total <= MAX_ITEMS,
            "most": number(MAX_ITEMS),
            "summary": parts.ListSummary(mandate_count(self.total), filters),
        }
