"""Pages of posted documents: the lists of documents, a document, its changes, and what a symbol leads to."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom
from majlis.commons.translation.rules import language_pairs_of
from majlis.documents.contributions import action_views as contributions
from majlis.documents.core.access import prepares_document
from majlis.documents.core.extension_points import decision_links
from majlis.documents.core.sources import load_reported_bodies
from majlis.documents.core.symbols import (
    ResolvedSymbol,
    resolve_symbol,
    unposted_kind,
    version_label,
    version_symbol,
)
from majlis.documents.lifecycle import POSTED, WITHDRAWN
from majlis.documents.models import (
    Consideration,
    Document,
    DocumentFile,
    DocumentVersion,
    FileOrigin,
    Purpose,
    Source,
    VersionKind,
)
from majlis.documents.posted_documents import action_views, forms, page_parts, queries, tables
from majlis.documents.posted_documents.action_views import get_meeting
from majlis.documents.posted_documents.addresses import version_slug, version_url
from majlis.documents.posted_documents.changes import (
    base_of,
    change_counts,
    change_rows,
    common_files,
    compare_files,
    has_text,
)
from majlis.documents.posted_documents.files import FORMATS, file_links, render, stored_file
from majlis.documents.posted_documents.listing import ListedDocument, load_listed
from majlis.documents.posted_documents.paper import file_stem
from majlis.documents.posted_documents.queries import VersionFiles
from majlis.documents.posted_documents.reading import in_parts, read_text, shown_text
from majlis.events.core.names import meeting_name
from majlis.events.models import Meeting
from majlis.instruments.comparisons.redlines import REDLINE_FORMATS
from majlis.instruments.comparisons.tables import change_summary
from majlis.instruments.comparisons.views import COMPARISON_LIMIT
from majlis.instruments.texts.paging import part_links, requested_part
from majlis.kernel.downloads import StoredFileResponse
from majlis.kernel.files import open_file
from majlis.kernel.languages import direction
from majlis.kernel.rate_limits import client_key, count_request
from majlis.kernel.snapshot_cache import cached_value
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionLink, ActionPage, action_links
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.filters import ListFilters, filter_query
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page
from majlis.look import parts
from majlis.textkit.compare.result import Comparison

MEETINGS = (pgettext_lazy("page", "Meetings"), "events:meetings")
DOCUMENTS = (pgettext_lazy("page", "Documents"), "documents:documents")


class DocumentListPage(ListPage[Document, ListedDocument]):
    """A list of documents."""

    template_name = "documents/posted_documents/list.html"
    file_name = "documents"
    empty = _("No documents yet.")
    no_match = _("No matching documents. Use fewer words or the exact symbol, or remove a filter.")
    show_all = _("Show all documents")

    @override
    def get_rows(self, items: Sequence[Document]) -> list[ListedDocument]:
        return load_listed(items, self.reader, self.language)

    @override
    def get_counter(self, queryset: QuerySet[Document]) -> Callable[[], int] | None:
        """Visitors with the same filters share the count until something is written; others count with the page."""
        if self.reader.is_authenticated:
            return None
        filters = tuple((name, str(each)) for name, each in self.filters.items() if name != "sort")
        key = ("documents.count", *self.kwargs.values(), *filters)
        return lambda: cached_value(self.reader, key, queryset.order_by().count)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of documents", "%(n)s document", "%(n)s documents", total)

    def get_feed_url(self) -> str:
        """The address of the feed of the list."""
        raise NotImplementedError

    @override
    def download_links(self) -> list[parts.Link]:
        feed = parts.Link("Atom", self.get_feed_url() + filter_query(self.request))
        return [*super().download_links(), feed]


class DocumentList(DocumentListPage):
    """The documents of all meetings."""

    title = DOCUMENTS[0]
    lead = _("Documents of all meetings, with their versions and languages.")
    parents = (MEETINGS,)
    columns = tables.document_columns()
    sort = "-posted"

    @override
    def get_filter_form(self) -> ListFilters:
        return forms.AllDocumentFilters(
            self.request.GET, reader=self.reader, language=self.language
        )

    @override
    def get_queryset(self) -> QuerySet[Document]:
        documents = queries.find_documents(queries.listed_documents(self.reader), self.filters)
        return queries.for_list(documents)

    @override
    def get_feed_url(self) -> str:
        return reverse("documents:feed")


class MeetingDocuments(DocumentListPage):
    """The documents of a meeting, with those of other meetings that are considered at its items."""

    title = DOCUMENTS[0]
    sort = "symbol"

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting."""
        return get_meeting(self.reader, self.kwargs["slug"])

    @override
    def get_object_above(self) -> Model:
        return self.meeting

    @override
    def get_columns(self) -> Sequence[Column[ListedDocument]]:
        return tables.document_columns(self.meeting)

    @override
    def get_filter_form(self) -> ListFilters:
        return forms.MeetingDocumentFilters(
            self.request.GET, reader=self.reader, meeting=self.meeting, language=self.language
        )

    @override
    def get_queryset(self) -> QuerySet[Document]:
        documents = queries.documents_of_meeting(self.reader, self.meeting)
        return queries.for_list(queries.find_documents(documents, self.filters))

    @override
    def get_rows(self, items: Sequence[Document]) -> list[ListedDocument]:
        return load_listed(items, self.reader, self.language, self.meeting)

    @override
    def get_file_name(self) -> str:
        return f"documents-{self.meeting.slug}"

    @override
    def get_feed_url(self) -> str:
        return reverse("documents:meeting_feed", args=[self.meeting.slug])


@require_safe
def document_feed(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The feed of a list with the same filters: the documents of which a version was posted last."""
    reader, language = request.user, get_language() or "en"
    form: ListFilters
    if slug:
        meeting = get_meeting(reader, slug)
        documents = queries.documents_of_meeting(reader, meeting)
        form = forms.MeetingDocumentFilters(
            request.GET, reader=reader, meeting=meeting, language=language
        )
        title = f"{meeting_name(meeting).text} · {pgettext('page', 'Documents')}"
        page = reverse("documents:meeting_documents", args=[slug])
    else:
        documents = queries.listed_documents(reader)
        form = forms.AllDocumentFilters(request.GET, reader=reader, language=language)
        title, page = pgettext("page", "Documents"), reverse("documents:documents")
    filters = form.filter_values()
    documents = documents.none() if filters["nothing"] else documents
    latest = queries.latest_posted(queries.find_documents(documents, filters))
    rows = load_listed(queries.for_list(latest)[: atom.MAX_ENTRIES], reader, language)
    entries = [tables.feed_entry(row) for row in rows]
    return atom.feed_response(request, title, page + filter_query(request), entries)


class BySymbol(Page):
    """The page that a symbol leads to: the document, the version or the language that it names."""

    template_name = "documents/posted_documents/by_symbol.html"
    title = _("Find a document by symbol")
    parents = (MEETINGS, DOCUMENTS)

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = forms.SymbolForm(request.GET if "symbol" in request.GET else None)
        if form.is_valid():
            resolved = resolve_symbol(self.reader, form.cleaned_data["symbol"])
            if resolved is not None:
                return redirect(resolved_url(resolved))
            form.add_error("symbol", _("No document has this symbol. Check the symbol."))
        return self.render({"form": form}, status=404 if form.errors else 200)


def resolved_url(resolved: ResolvedSymbol) -> str:
    """The page of what a symbol names, in the language that it names."""
    document, version = resolved.document, resolved.version
    url = version_url(document, version) if version else document.get_absolute_url()
    return f"{url}?in={resolved.language}" if resolved.language else url


# One document.


class DocumentDetail(DetailPage[Document]):
    """A document: its header, its text in a language, its versions and files, where it was considered."""

    template_name = "documents/posted_documents/document.html"
    actions: ClassVar = {
        "documents:submit_document": contributions.SubmitDocument,
        "documents:accept_document": contributions.AcceptDocument,
        "documents:return_document": contributions.ReturnDocument,
        "documents:refuse_document": contributions.RefuseDocument,
        "documents:post_document": contributions.PostDocument,
        "documents:change_document": contributions.ChangeDocument,
        "documents:create_version": contributions.CreateVersion,
        "documents:ask_for_signature": contributions.AskForSignature,
        "documents:place_document": action_views.PlaceDocument,
        "documents:withdraw_document": contributions.WithdrawDocument,
    }

    @override
    def get_object(self) -> Document:
        document = queries.get_document(self.reader, self.kwargs["slug"])
        if document is None:
            raise Http404(self.kwargs["slug"])
        queries.load_sources([document])
        queries.load_wordings(
            record
            for record in (
                document.record,
                document.meeting.record,
                document.meeting.body.record,
                *(each.organisation.record for each in document.sources.all()),
                *(body.record for body in load_reported_bodies([document])),
                *(
                    record
                    for row in self.considerations(document)
                    for record in (
                        row.item.record,
                        row.item.meeting.record,
                        row.item.meeting.body.record,
                    )
                ),
            )
        )
        return document

    def considerations(self, document: Document) -> list[Consideration]:
        """Where the document is considered."""
        if "_considerations" not in self.__dict__:
            self.__dict__["_considerations"] = queries.considerations_of(self.reader, document)
        rows: list[Consideration] = self.__dict__["_considerations"]
        return rows

    @cached_property
    def prepares(self) -> bool:
        """Whether the reader sees all of the document, also what is not posted or was withdrawn."""
        return prepares_document(self.reader, self.object)

    @cached_property
    def versions(self) -> list[VersionFiles]:
        """The versions that the reader may see; of a withdrawn document, only those who prepare it see any."""
        if self.object.state == WITHDRAWN and not self.prepares:
            return []
        return queries.document_versions(self.reader, self.object, prepares=self.prepares)

    @cached_property
    def current(self) -> VersionFiles | None:
        """The version that is the text of the document: the latest that is posted, else the latest."""
        posted = [each for each in self.versions if each.version.state == POSTED]
        return queries.current_version(posted) or queries.current_version(self.versions)

    def get_shown(self) -> VersionFiles | None:
        """The version on the page."""
        return self.current

    @cached_property
    def shown(self) -> VersionFiles | None:
        """The version on the page."""
        return self.get_shown()

    @cached_property
    def file(self) -> DocumentFile | None:
        """The file whose text the page shows: in the language of ``?in=``, else in that of the reader, else the original."""
        if self.shown is None:
            return None
        asked = self.request.GET.get("in", "")
        language = asked if asked in self.shown.languages else self.language
        return self.shown.file_for(language, self.object.language)

    @cached_property
    def symbol(self) -> str:
        """The symbol of the version on the page."""
        return version_symbol(self.object, self.shown.version if self.shown else None)

    @override
    def get_facts(self) -> list[parts.Fact]:
        values = queries.header_values(self.object)
        return page_parts.document_facts(self.object, values, prepares=self.prepares)

    @override
    def get_action_links(self) -> list[ActionLink]:
        if self.prepares:
            return super().get_action_links()
        placing = {"documents:place_document": action_views.PlaceDocument}
        return action_links(placing, self.actor, self.object, self.kwargs)

    def signatures(self) -> parts.Table | None:
        """The requests for co-signatures, for those who prepare the document."""
        rows = queries.requested_signatures(self.object) if self.prepares else []
        links = {each.pk: self.signature_links(each) for each in rows}
        return page_parts.signatures_table(rows, links) if rows else None

    def signature_links(self, source: Source) -> list[parts.Link]:
        """What the reader may do with a request for a co-signature."""
        source.document = self.object
        pages: dict[str, type[ActionPage[Source]]] = {
            "documents:sign_document": contributions.SignDocument,
            "documents:decline_signature": contributions.DeclineSignature,
        }
        return [
            parts.Link(page.title, reverse(name, args=[self.object.slug, source.pk]))
            for name, page in pages.items()
            if page.is_offered(self.actor, source)
        ]

    def text_context(self) -> dict[str, Any]:
        """The text of the file on the page, or that it cannot be shown here."""
        text = read_text(self.file.text) if self.file and has_text(self.file) else None
        is_printed = self.file is not None and self.file.origin == FileOrigin.RECORDS
        shown = shown_text(self.request, text, is_printed=is_printed) if text is not None else None
        return {
            "file": self.file,
            "text": shown,
            "pages": shown.pages if shown else {},
            "here": shown,
            "direction": shown.direction if shown else "",
            "downloads": file_links(self.object, self.file) if self.file else [],
            "is_original": self.file is not None and self.file.language == self.object.language,
        }

    def place_url(self) -> str:
        """The address at which an officer places the document on an agenda; empty for others."""
        if not action_views.PlaceDocument.is_offered(self.actor, self.object):
            return ""
        return reverse("documents:place_document", args=[self.object.slug])

    def deciding(self) -> set[int]:
        """The places on agendas of which the reader may record the outcome."""
        key = "documents.set_consideration_outcome"
        return {each.pk for each in self.considerations(self.object) if may(self.actor, key, each)}

    @override
    def get_context_data(self) -> dict[str, Any]:
        document, shown = self.object, self.shown
        officer = may(self.actor, "documents.remove_file", document)
        translator = shown is not None and may(self.actor, "documents.add_file", shown.version)
        rows = self.considerations(document)
        lines = page_parts.version_lines(document, self.versions, shown)
        return {
            **super().get_context_data(),
            "symbol": self.symbol,
            "unposted_kind": unposted_kind(shown.version if shown else None),
            "version_label": version_label(document, shown.version) if shown else self.symbol,
            "purpose": tables.PURPOSES[Purpose(document.purpose)],
            "is_withdrawn": document.state == WITHDRAWN,
            "is_posted": document.posted_at is not None,
            "shown": shown,
            "newer": self.current if self.is_replaced() else None,
            "newer_url": version_url(document, self.current.version)
            if self.current and self.is_replaced()
            else "",
            "versions": page_parts.versions_table(lines) if len(lines) > 1 else None,
            "languages": page_parts.languages_table(
                document, shown, self.file.language if self.file else "", may_remove=officer
            )
            if shown
            else None,
            "language_links": action_views.missing_language_links(
                document, shown, officer=officer, translator=translator
            )
            if shown
            else [],
            "signatures": self.signatures(),
            "considerations": page_parts.considerations_table(
                rows, self.deciding(), decision_links(self.actor, document, rows)
            )
            if rows
            else None,
            "place_url": self.place_url(),
            **self.text_context(),
        }

    def is_replaced(self) -> bool:
        """Whether a later revision replaces the version on the page."""
        return (
            self.shown is not None
            and self.current is not None
            and self.shown.is_base
            and self.shown is not self.current
            and self.current.version.state == POSTED
        )


class VersionDetail(DocumentDetail):
    """One version of a document."""

    version_actions: ClassVar = {
        "documents:submit_version": contributions.SubmitVersion,
        "documents:post_version": contributions.PostVersion,
        "documents:return_version": contributions.ReturnVersion,
        "documents:refuse_version": contributions.RefuseVersion,
        "documents:change_version": contributions.ChangeVersion,
    }
    """What may be done with a version that is not posted yet."""

    @override
    def get_action_links(self) -> list[ActionLink]:
        if self.shown is None or not self.prepares or self.shown.version.state == POSTED:
            return []
        version = self.shown.version
        if version.kind == VersionKind.ORIGINAL:
            return super().get_action_links()
        arguments = {"slug": self.object.slug, "key": version.pk}
        return action_links(self.version_actions, self.actor, version, arguments)

    @override
    def get_shown(self) -> VersionFiles | None:
        names = page_parts.version_names(self.versions)
        if self.kwargs["version"] in names:
            return names[self.kwargs["version"]]
        if self.object.state == WITHDRAWN:
            return None
        raise Http404(self.kwargs["version"])


def get_version(
    request: HttpRequest, slug: str, version: str
) -> tuple[Document, list[VersionFiles], VersionFiles | None]:
    """A document, its versions and the one of an address; None where it was withdrawn. Raises Http404."""
    document = action_views.get_document(request.user, slug)
    if document.state == WITHDRAWN and not prepares_document(request.user, document):
        return document, [], None
    versions = queries.document_versions(request.user, document)
    names = page_parts.version_names(versions)
    if version not in names:
        raise Http404(version)
    return document, versions, names[version]


@require_safe
def version_file(
    request: HttpRequest, slug: str, version: str, language: str, form: str
) -> HttpResponseBase:
    """A version in a language as a file: what was sent or printed, else rendered from its text.

    That of a withdrawn document leads to the page with the reason.
    """
    document, _versions, row = get_version(request, slug, version)
    if row is None:
        return redirect(document)
    file = next((each for each in row.files if each.language == language), None)
    if file is None or form not in FORMATS:
        raise Http404(language)
    queries.load_sources([document])
    queries.load_wordings(
        [each.organisation.record for each in document.sources.all()]
        + [body.record for body in load_reported_bodies([document])]
    )
    stored = stored_file(file, form)
    response: HttpResponseBase
    if stored is not None:
        content = open_file(stored.sha256)
        response = StoredFileResponse(content, content_type=stored.media_type)
    else:
        rendered = render(document, file, form)
        if rendered is None:
            raise Http404(form)
        response = HttpResponse(rendered, content_type=FORMATS[form].media_type)
    name = f"{file_stem(document, row.version, language)}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response


class Changes(Page):
    """What a revision changed: its text beside that of the version before it."""

    template_name = "documents/posted_documents/changes.html"

    @override
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = get_version(request, self.kwargs["slug"], self.kwargs["version"])
        self.document, self.versions, self.revision = found

    @cached_property
    def base(self) -> VersionFiles | None:
        """The version that was revised."""
        return base_of(self.versions, self.revision) if self.revision else None

    @override
    def get_object_above(self) -> Model:
        return self.document

    @override
    def get_title(self) -> str:
        return pgettext("changes between versions", "Changes")

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.revision is None:
            return redirect(self.document)
        if self.base is None:
            raise Http404(self.kwargs["version"])
        return self.render()

    @override
    def get_context_data(self) -> dict[str, Any]:
        base, revision, document = self.base, self.revision, self.document
        assert base is not None and revision is not None
        common = common_files(base, revision)
        context = {
            **super().get_context_data(),
            "old_symbol": version_symbol(document, base.version),
            "new_symbol": version_symbol(document, revision.version),
            "old_url": version_url(document, base.version),
            "new_url": version_url(document, revision.version),
            "languages": list(common),
            "rows": [],
        }
        asked = [self.request.GET.get("in", ""), self.language, document.language, *common]
        language = next((code for code in asked if code in common), "")
        comparison = compared(self.request, *common[language]) if language else None
        if comparison is None:
            return context
        only = self.request.GET.get("only") == "changed"
        rows = change_rows(comparison, only_changes=only)
        pieces = in_parts(rows)
        at = requested_part(self.request, [{row.id for row in piece} for piece in pieces])
        whole = self.request.GET.get("part") == "all"
        args = [document.slug, version_slug(revision.version), language]
        return context | {
            "here": {"language": language},
            "direction": direction(language),
            "summary": change_summary(change_counts(comparison)),
            "similarity": int(comparison.similarity * 100),
            "rows": rows if whole else pieces[at - 1],
            "only": only,
            "pages": part_links(self.request, at, len(pieces), whole),
            "views": {
                "all": parts.with_query(self.request, only=None, part=None),
                "changed": parts.with_query(self.request, only="changed", part=None),
            },
            "files": [
                parts.Link(form.label, reverse("documents:changes_file", args=[*args, suffix]))
                for suffix, form in REDLINE_FORMATS.items()
            ],
        }


def compared(request: HttpRequest, old: DocumentFile, new: DocumentFile) -> Comparison | None:
    """The comparison of two files; those of visitors are counted, as they are expensive. Raises TooManyRequests."""
    if not request.user.is_authenticated:
        count_request(COMPARISON_LIMIT, client_key(request))
    return compare_files(old, new)


@require_safe
def changes_file(
    request: HttpRequest, slug: str, version: str, language: str, form: str
) -> HttpResponse:
    """What a revision changed as a file: Word with tracked changes, PDF with a redline, JSON."""
    document, versions, revision = get_version(request, slug, version)
    if revision is None:
        return redirect(document)
    base = base_of(versions, revision)
    common = common_files(base, revision) if base is not None else {}
    if language not in common or form not in REDLINE_FORMATS:
        raise Http404(language)
    comparison = compared(request, *common[language])
    if comparison is None:
        raise Http404(language)
    content = REDLINE_FORMATS[form].write(comparison)
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type=REDLINE_FORMATS[form].media_type)
    stem = file_stem(document, revision.version, language)
    name = f"{stem}.{pgettext('name of a file', 'changes')}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


class UntranslatedList(ListPage[DocumentVersion, DocumentVersion]):
    """The posted versions that are missing in a language, as work for translators."""

    template_name = "documents/posted_documents/untranslated.html"
    title = _("Documents awaiting translation")
    lead = _("Versions of documents that are not available in a language, by due date.")
    parents = ((pgettext_lazy("page", "Translation"), "translation:queue"),)
    permission = "translation.read_queue"
    columns = tables.UNTRANSLATED_COLUMNS
    filter_form = forms.LanguageFilter
    file_name = "documents-to-translate"
    empty = _("No documents visible to you await translation into this language.")

    @override
    def get_filter_form(self) -> ListFilters:
        query = self.request.GET.copy()
        if not query.get("into"):
            pairs = language_pairs_of(self.reader)
            query["into"] = pairs[0].target if pairs else self.language
        return self.filter_form(query)

    @override
    def get_queryset(self) -> QuerySet[DocumentVersion]:
        return queries.untranslated_versions(self.reader, self.filters["into"])

    @override
    def get_rows(self, items: Sequence[DocumentVersion]) -> Sequence[DocumentVersion]:
        queries.load_wordings(each.document.record for each in items)
        for each in items:
            each.into = self.filters["into"]  # type: ignore[attr-defined]
        return items

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of documents", "%(n)s document", "%(n)s documents", total)
