"""The pages of review sets: the list, one set, one mandate of a set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext, npgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.instruments.texts.files import DOCX_MEDIA_TYPE
from majlis.kernel import downloads
from majlis.kit.cells import record_link, title_text
from majlis.kit.columns import Column, file_sheet, page_table
from majlis.kit.detail_page import DetailPage
from majlis.kit.page import StrOrPromise
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number
from majlis.mandates.core.print import print_document
from majlis.mandates.core.table import mandate_table
from majlis.mandates.lifecycle import COLLECTING
from majlis.mandates.models import ReviewItem, ReviewSet
from majlis.mandates.register.pages import CoveredList, CoveredPage
from majlis.mandates.reviews import queries, tables
from majlis.mandates.reviews.queries import ListedSet
from majlis.mandates.reviews.set_actions import (
    AddReviewItems,
    CloseReviewSet,
    CreateReviewSet,
    FreezeReviewSet,
    RecordOutcome,
    RemoveReviewItem,
    ReopenReviewSet,
    review_item_or_404,
    review_set_or_404,
)
from majlis.mandates.reviews.snapshot import changed_fields, snapshot_mandates
from majlis.paper import write

DOCUMENTS = {"docx": (DOCX_MEDIA_TYPE, write.docx), "pdf": ("application/pdf", write.pdf)}


class ReviewSetList(CoveredList[ReviewSet, ListedSet]):
    """The list of review sets."""

    title = pgettext_lazy("page", "Review sets")
    lead = _(
        "Mandates reviewed together by a body: their status before the review, and the outcomes."
    )
    paginate_by = 50
    columns = (
        Column(
            "title", pgettext_lazy("mandates", "Review set"), lambda row: record_link(row.review)
        ),
        Column(
            "body",
            pgettext_lazy("intergovernmental body", "Body"),
            lambda row: title_text(row.review.body) if row.review.body else "",
        ),
        Column(
            "mandates",
            pgettext_lazy("page", "Mandates"),
            lambda row: number(row.mandates),
            number=True,
        ),
        Column(
            "decided", _("Mandates with an outcome"), lambda row: number(row.decided), number=True
        ),
        Column(
            "frozen",
            pgettext_lazy("review set", "Frozen on"),
            lambda row: date(row.review.frozen_at) or "—",
        ),
        Column(
            "state",
            pgettext_lazy("review set", "Status"),
            lambda row: tables.state_cell(row.review),
        ),
    )
    actions: ClassVar = {"mandates:create_review_set": CreateReviewSet}
    empty = _("No review sets yet.")

    @override
    def get_queryset(self) -> QuerySet[ReviewSet]:
        return queries.review_sets(self.reader)

    @override
    def get_rows(self, items: Sequence[ReviewSet]) -> list[ListedSet]:
        return queries.listed_sets(items)

    @override
    def get_count(self, total: int) -> str:
        return ngettext("%(n)s review set", "%(n)s review sets", total)


class ReviewSetDetail(CoveredPage, DetailPage[ReviewSet]):
    """A review set: the present mandates until it is frozen, then their snapshots."""

    template_name = "mandates/reviews/detail.html"
    actions: ClassVar = {
        "mandates:add_review_items": AddReviewItems,
        "mandates:remove_review_item": RemoveReviewItem,
        "mandates:freeze_review_set": FreezeReviewSet,
        "mandates:reopen_review_set": ReopenReviewSet,
    }

    @override
    def get_object(self) -> ReviewSet:
        return review_set_or_404(self.reader, self.kwargs["slug"])

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        review = self.object
        if downloads.requested_format(request) and review.state != COLLECTING:
            rows = queries.snapshot_rows(self.reader, review, self.language)
            title = review.say("title").text
            sheet = file_sheet(review.slug, title, tables.SNAPSHOT_COLUMNS, rows)
            return downloads.download_response(request, sheet)
        return self.render()

    @override
    def get_context_data(self) -> dict[str, Any]:
        review, items = self.object, list(queries.review_items(self.reader, self.object))
        count = npgettext("number of mandates", "%(n)s mandate", "%(n)s mandates", len(items))
        context = {
            **super().get_context_data(),
            "state": tables.state_cell(review),
            "collecting": review.state == COLLECTING,
            "may_close": CloseReviewSet.is_offered(self.actor, review),
            "left": sum(1 for item in items if not item.outcome),
        }
        links: list[parts.Link] = []
        if review.state == COLLECTING:
            pairs = queries.items_with_rows(items, self.language)
            table = mandate_table([row for _item, row in pairs])
        else:
            rows = queries.snapshot_rows(self.reader, review, self.language)
            table = page_table(tables.SNAPSHOT_COLUMNS, rows, _("Mandates in this set"))
            links = self.file_links()
        summary = count % {"n": formats.number(len(items), self.language)} if items else ""
        return {
            **context,
            "table": table,
            "summary": parts.ListSummary(summary, (), links),
            "empty": self.get_empty(),
        }

    def get_empty(self) -> StrOrPromise:
        """The sentence of a set without mandates; others than its owners do not learn whether it has any."""
        owned = AddReviewItems.is_offered(self.actor, self.object)
        if owned and not self.object.items.exists():
            return _("No mandates in this set yet. Add them by number, or from the register.")
        return _("No mandates in this set that you may view.")

    def file_links(self) -> list[parts.Link]:
        """Links to the set as a document, and as data."""
        slug = self.object.slug
        documents = [
            parts.Link(form.upper(), reverse("mandates:review_set_file", args=[slug, form]))
            for form in DOCUMENTS
        ]
        data = [parts.Link(label, url) for label, url in downloads.download_links(self.request)]
        return [*documents, *data]


@require_safe
def review_set_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """A frozen set as a document for a meeting."""
    review = review_set_or_404(request.user, slug)
    if form not in DOCUMENTS or review.state == COLLECTING:
        raise Http404(form)
    rows = queries.snapshot_rows(request.user, review, get_language() or "en")
    address = request.build_absolute_uri(review.get_absolute_url())
    media_type, writer = DOCUMENTS[form]
    response = HttpResponse(
        print_document(writer, tables.review_document(review, rows, address)),
        content_type=media_type,
    )
    response["Content-Disposition"] = content_disposition_header(True, f"{review.slug}.{form}")
    return response


class ReviewItemDetail(DetailPage[ReviewItem]):
    """One mandate of a frozen set: the snapshot, what changed since, and the outcome."""

    template_name = "mandates/reviews/item.html"
    base_template = "mandates/base.html"
    actions: ClassVar = {"mandates:record_review_outcome": RecordOutcome}

    @override
    def get_object(self) -> ReviewItem:
        return review_item_or_404(self.reader, self.kwargs["slug"], self.kwargs["mandate"])

    @override
    def get_facts(self) -> list[parts.Fact]:
        slugs = queries.entity_slugs([self.object])
        names = queries.entity_names(slugs, self.language)
        return tables.snapshot_facts(self.object.snapshot, names)

    @override
    def get_context_data(self) -> dict[str, Any]:
        item = self.object
        present = snapshot_mandates([item.mandate])[item.mandate_id]
        text, wording_language = tables.snapshot_wording(item.snapshot, self.language)
        return {
            **super().get_context_data(),
            "text": text,
            "language": wording_language,
            "symbol": tables.text_symbol(item.snapshot, self.language),
            "changed": tables.changed_field_names(changed_fields(item.snapshot, present)),
            "outcome": tables.outcome_label(item),
        }
