"""Pages of contributions: own documents and the queue of officers; the forms of all their verbs are in ``action_views``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, override

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from majlis.documents.contributions import queries, tables
from majlis.documents.contributions.action_views import (
    QUEUE,
    AcceptDocument,
    PostDocument,
    PostVersion,
    RefuseDocument,
    RefuseVersion,
    ReturnDocument,
    ReturnVersion,
)
from majlis.documents.contributions.forms import QueueFilters
from majlis.documents.contributions.template import write_template
from majlis.documents.core.sources import source_names
from majlis.documents.core.symbols import version_symbol
from majlis.documents.lifecycle import ACCEPTED, DRAFT, RETURNED
from majlis.documents.models import Document, DocumentVersion, VersionKind
from majlis.events.core.names import meeting_name
from majlis.kernel.errors import Refused
from majlis.kernel.files import DOCX
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kit.columns import Column
from majlis.kit.filters import ListFilters
from majlis.kit.list_page import ListPage
from majlis.look import parts
from majlis.look.templatetags.look import moment
from majlis.look.templatetags.look import state as state_badge


class MyContributions(ListPage[Document, Document]):
    """The documents of the reader, and of the organizations for which they speak."""

    title = pgettext_lazy("page", "My contributions")
    lead = _("Your documents and those of the organizations that you represent.")
    file_name = "my-contributions"
    empty = _("No contributions yet. Open a meeting and select “Submit a contribution”.")
    columns = (
        Column(
            "title",
            pgettext_lazy("document", "Title"),
            tables.title_cell,
            lambda document: document.say("title").text,
        ),
        Column(
            "symbol", pgettext_lazy("document", "Symbol"), value=lambda document: document.symbol
        ),
        Column(
            "meeting",
            pgettext_lazy("of a body", "Meeting"),
            lambda document: tables.meeting_cell(document.meeting),
            lambda document: document.meeting.slug,
        ),
        Column(
            "source",
            pgettext_lazy("of a document", "Source"),
            tables.sources_html,
            lambda document: "; ".join(name.text for name in source_names(document)),
        ),
        Column(
            "state",
            pgettext_lazy("status of a record", "Status"),
            lambda document: parts.Cell(tables.document_badge(document), note=document.reason),
            tables.state_text,
        ),
        Column(
            "steps",
            pgettext_lazy("work", "Next step"),
            lambda document: own_step(document),
        ),
    )

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.reader.is_authenticated:
            raise Refused()
        return super().dispatch(request, *args, **kwargs)

    @override
    def get_queryset(self) -> QuerySet[Document]:
        return queries.own_documents(self.reader)

    @override
    def get_rows(self, items: Sequence[Document]) -> Sequence[Document]:
        return queries.load_names(items)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of documents", "%(n)s document", "%(n)s documents", total)


def own_step(document: Document) -> parts.Cell:
    """What the author of a document does next with it."""
    if document.state not in (DRAFT, RETURNED):
        return parts.Cell("")
    label = pgettext("button", "Check and submit")
    return parts.Cell(
        tables.about(label, document), reverse("documents:submit_document", args=[document.slug])
    )


class SubmittedDocuments(ListPage[DocumentVersion, DocumentVersion]):
    """What officers check and post: submitted documents, accepted ones, and later versions."""

    title = QUEUE[0]
    lead = _("Documents and versions that wait for your check, and documents to be posted.")
    file_name = "submitted-documents"
    filter_form = QueueFilters
    empty = _("No documents are waiting.")
    no_match = _("No matching documents.")
    columns = (
        Column(
            "title",
            pgettext_lazy("document", "Title"),
            tables.version_cell,
            lambda version: version.document.say("title").text,
        ),
        Column(
            "symbol",
            pgettext_lazy("document", "Symbol"),
            value=lambda version: version_symbol(version.document, version),
        ),
        Column(
            "kind",
            pgettext_lazy("version of a document", "Kind"),
            value=lambda version: version.kind,
        ),
        Column(
            "meeting",
            pgettext_lazy("of a body", "Meeting"),
            lambda version: tables.meeting_cell(version.document.meeting),
            lambda version: version.document.meeting.slug,
        ),
        Column(
            "source",
            pgettext_lazy("of a document", "Source"),
            lambda version: tables.sources_html(version.document),
            lambda version: "; ".join(name.text for name in source_names(version.document)),
        ),
        Column(
            "submitted",
            pgettext_lazy("of a document", "Submitted"),
            lambda version: parts.Cell(
                moment(version.submitted_at), note=tables.LATE if version.late else ""
            ),
            lambda version: version.submitted_at and version.submitted_at.isoformat(),
            ("submitted_at",),
        ),
        Column(
            "late",
            pgettext_lazy("document", "Late"),
            value=lambda version: version.late,
            meaning=_("received after the deadline"),
        ),
        Column(
            "state",
            pgettext_lazy("status of a record", "Status"),
            lambda version: queue_badge(version),
            lambda version: (
                version.document.state if version.kind == VersionKind.ORIGINAL else version.state
            ),
        ),
        Column(
            "steps",
            pgettext_lazy("work", "Next step"),
            lambda version: tables.links_html(decision_links(version)),
        ),
    )

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.is_any_officer(self.reader):
            raise Refused()
        return super().dispatch(request, *args, **kwargs)

    @override
    def get_filter_form(self) -> ListFilters:
        meetings = queries.queue_meetings(self.reader)
        choices = [(each.slug, meeting_name(each).text) for each in meetings]
        return QueueFilters(self.request.GET, meetings=choices)

    @override
    def get_queryset(self) -> QuerySet[DocumentVersion]:
        return queries.waiting_versions(self.reader, self.filters)

    @override
    def get_rows(self, items: Sequence[DocumentVersion]) -> Sequence[DocumentVersion]:
        rows = list(items)
        queries.load_documents(rows)
        return rows

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of entries", "%(n)s entry", "%(n)s entries", total)

    @override
    def list_context(self, queryset: QuerySet[DocumentVersion]) -> dict[str, Any]:
        context = super().list_context(queryset)
        meeting = self.filters["meeting"]
        query = f"?meeting={meeting}" if meeting else ""
        post = parts.Link(_("Post accepted documents"), reverse("documents:post_documents") + query)
        return {**context, "links": [post, *context["links"]]}


def queue_badge(version: DocumentVersion) -> str:
    """The state of what waits: that of the document, for its original."""
    if version.kind == VersionKind.ORIGINAL:
        return tables.document_badge(version.document)
    return state_badge("wait", version.get_state_display())


def decision_links(version: DocumentVersion) -> list[parts.Link]:
    """Links to the decisions that an officer may take on what waits."""
    document = version.document
    pages: dict[str, Any]
    if version.kind != VersionKind.ORIGINAL:
        pages = {
            "documents:post_version": PostVersion,
            "documents:return_version": ReturnVersion,
            "documents:refuse_version": RefuseVersion,
        }
        args: list[str | int] = [document.slug, version.pk]
    else:
        args = [document.slug]
        if document.state == ACCEPTED:
            pages = {"documents:post_document": PostDocument}
        else:
            pages = {
                "documents:accept_document": AcceptDocument,
                "documents:return_document": ReturnDocument,
                "documents:refuse_document": RefuseDocument,
            }
    return [
        parts.Link(tables.about(str(page.short), document), reverse(name, args=args))
        for name, page in pages.items()
    ]


@require_safe
def document_template(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The Word template for contributions to a meeting in a language."""
    meeting = queries.get_meeting(request.user, slug)
    if meeting is None or language not in LANGUAGES_BY_CODE:
        raise Http404(slug)
    response = HttpResponse(write_template(meeting, language), content_type=DOCX)
    name = f"contribution-{meeting.slug}-{language}.docx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
