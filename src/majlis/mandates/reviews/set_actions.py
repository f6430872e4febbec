"""Pages with an action on a review set, or on a mandate of one."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.models import Reader
from majlis.kit.action_page import ActionPage, ButtonAction, CreateAction
from majlis.look.templatetags.look import number
from majlis.mandates.core.representation import may_create_review
from majlis.mandates.lifecycle import CLOSED, COLLECTING, FROZEN
from majlis.mandates.models import Mandate, ReviewItem, ReviewSet
from majlis.mandates.reviews import actions, queries
from majlis.mandates.reviews.forms import (
    AddMandatesForm,
    FreezeForm,
    OutcomeForm,
    RemoveItemForm,
    ReopenForm,
    ReviewSetForm,
)


def review_set_or_404(reader: Reader, slug: str) -> ReviewSet:
    """The set at an address, if the reader may see it. Raises Http404."""
    return get_object_or_404(queries.review_sets(reader), slug=slug)


def review_item_or_404(reader: Reader, slug: str, mandate: str) -> ReviewItem:
    """A mandate of a set that is frozen or closed, if the reader may see both. Raises Http404."""
    review = review_set_or_404(reader, slug)
    if review.state == COLLECTING:
        raise Http404(slug)
    item = get_object_or_404(queries.review_items(reader, review), mandate__slug=mandate)
    item.review = review
    return item


class ReviewCreation(CreateAction):
    """An action that may create a review set, for the body that its form chooses or for none in particular."""

    verb = actions.create_review_set
    base_template = "mandates/base.html"
    parents: ClassVar = ((pgettext_lazy("page", "Review sets"), "mandates:review_sets"),)

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: None) -> bool:
        return may_create_review(actor.person)

    @override
    def is_allowed(self) -> bool:
        return may_create_review(self.reader)


class CreateReviewSet(ReviewCreation):
    """Create an empty set."""

    form_class = ReviewSetForm
    title = _("Create review set")
    done = _("Review set created. You can now add mandates.")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"bodies": queries.reviewable_bodies(self.reader, self.actor)}

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language}

    @override
    def get_cancel_url(self) -> str:
        return reverse("mandates:review_sets")

    @override
    def do(self, data: dict[str, Any]) -> ReviewSet:
        return actions.create_review_set(self.actor, data.pop("body"), **data)

    @override
    def get_success_url(self, result: ReviewSet) -> str:
        return result.get_absolute_url()


class ReviewSetAction(ActionPage[ReviewSet]):
    """An action on a review set in the state ``state``."""

    base_template = "mandates/base.html"
    state: ClassVar[str]

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: ReviewSet) -> bool:
        return target.state == cls.state and super().is_offered(actor, target)

    @override
    def get_target(self) -> ReviewSet:
        return review_set_or_404(self.reader, self.kwargs["slug"])


class AddReviewItems(ReviewSetAction):
    """Add mandates to a set by their numbers."""

    verb = actions.add_review_items
    form_class = AddMandatesForm
    template_name = "mandates/reviews/add_items.html"
    title = pgettext_lazy("button", "Add mandates")
    state = COLLECTING

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        mandates, self.unknown = queries.mandates_in_text(self.reader, data["which"])
        return {"mandates": mandates}

    @override
    def get_done(self, result: list[ReviewItem]) -> str:
        return items_added_text(len(result))

    @override
    def finish(self, result: list[ReviewItem]) -> HttpResponse:
        response = super().finish(result)
        if self.unknown:
            words = " ".join(self.unknown)[:300]
            text = _("Not found and not added: %(words)s") % {"words": words}
            messages.warning(self.request, text)
        return response


def items_added_text(count: int) -> str:
    """The message that mandates were added to a set."""
    message = ngettext("%(n)s mandate added to the set.", "%(n)s mandates added to the set.", count)
    return message % {"n": number(count)}


class RemoveReviewItem(ReviewSetAction):
    """Remove a mandate from a set."""

    verb = actions.remove_review_item
    form_class = RemoveItemForm
    title = pgettext_lazy("button", "Remove mandate")
    state = COLLECTING

    @override
    def get_form_options(self) -> dict[str, Any]:
        items = queries.review_items(self.reader, self.target)
        return {"mandates": Mandate.objects.filter(pk__in=items.values("mandate"))}


class FreezeReviewSet(ReviewSetAction):
    """Store a snapshot of each mandate, and open the set."""

    verb = actions.freeze_review_set
    form_class = FreezeForm
    title = _("Freeze set and start review")
    lead = _("Each mandate’s current data are saved. The set can then no longer be changed.")
    done = _("Set frozen. The current data of each mandate have been saved.")
    state = COLLECTING


class CloseReviewSet(ButtonAction[ReviewSet], ReviewSetAction):
    """Close a review in which each mandate has an outcome."""

    verb = actions.close_review_set
    title = pgettext_lazy("button", "Close review")
    done = pgettext_lazy("review set", "Review closed.")
    state = FROZEN


class ReopenReviewSet(ReviewSetAction):
    """Open a closed review again."""

    verb = actions.reopen_review_set
    form_class = ReopenForm
    title = _("Reopen review set")
    state = CLOSED


class RecordOutcome(ActionPage[ReviewItem]):
    """Record what was decided on a mandate of a frozen set."""

    verb = actions.record_review_outcome
    form_class = OutcomeForm
    base_template = "mandates/base.html"
    title = pgettext_lazy("button", "Record outcome")
    done = pgettext_lazy("review", "Outcome recorded.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: ReviewItem) -> bool:
        return target.review.state == FROZEN and super().is_offered(actor, target)

    @override
    def get_target(self) -> ReviewItem:
        return review_item_or_404(self.reader, self.kwargs["slug"], self.kwargs["mandate"])

    @override
    def get_current(self) -> dict[str, Any]:
        item = self.target
        values = {name: getattr(item, name) for name in ("outcome", "text", "words", "date")}
        return {**values, "language": item.language or self.language}

    @override
    def get_success_url(self, result: ReviewItem) -> str:
        return self.target.review.get_absolute_url()
