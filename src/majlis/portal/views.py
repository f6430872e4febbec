"""Pages that span rooms: home, search, history, static pages, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from html import unescape
from typing import Any, override

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.commons.search import results as search_results
from majlis.commons.search import suggestions as search_suggestions
from majlis.kernel import downloads, files
from majlis.kernel.audit import with_personal_values
from majlis.kernel.audit_labels import Links
from majlis.kernel.languages import official_language
from majlis.kernel.models import AuditEntry, Record
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.kernel.verbs import may, verb_name
from majlis.kit.columns import Column
from majlis.kit.filters import clean_address
from majlis.kit.list_page import ListPage
from majlis.kit.trails import trail_to_record
from majlis.look import parts
from majlis.look.templatetags.look import number
from majlis.mandates.register import coverage_tables, empty_state
from majlis.portal import exports, help_pages, history, history_values, queries
from majlis.portal.home import home_context

SUGGESTION_LIMIT = RateLimit("portal.suggestions", 1_200, 60)
"""Suggestions for visitors of one network address: many people of a conference share one."""
INLINE_TYPES = {files.PDF, files.PNG, files.JPEG}


def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "portal/home.html", home_context(request))


def search(request: HttpRequest) -> HttpResponseBase:
    """The results of a search, as a page or a download."""
    if clean := clean_address(request):
        return redirect(clean)
    if downloads.requested_format(request):
        return downloads.download_response(
            request, exports.results_sheet(search_results.all_hits(request, downloads.MAX_ROWS))
        )
    results = search_results.results_page(request)
    first = (results.number - 1) * search_results.PAGE_SIZE + 1
    count = (
        gettext("records: more than %(total)s") % {"total": number(results.total)}
        if results.more
        else npgettext("search results", "%(n)s record", "%(n)s records", results.total)
        % {"n": number(results.total)}
    )
    chosen = parts.ListSummary(
        count,
        (),
        [parts.Link(*each) for each in downloads.download_links(request)],
        headed=True,
        has_form=True,
    )
    context = {
        "page": results,
        "first": first,
        "first_by_meaning": first + len(results.hits_by_words),
        "chosen": chosen,
    }
    if results.words and not results.hits:
        languages = [each.code for each in results.languages if each.chosen]
        coverage, reasons = empty_state.empty_search_reasons(request.user, results.words, languages)
        context |= {
            "gaps": [coverage_tables.empty_reason_text(each) for each in reasons],
            "reach": coverage_tables.short_coverage(coverage),
        }
    return render(request, "portal/search.html", context)


def suggestions(request: HttpRequest) -> JsonResponse:
    """Suggestions for what is typed in a field, as JSON: ``?q=…&field=…``; see ``look/suggest.js``."""
    if not request.user.is_authenticated:
        count_request(SUGGESTION_LIMIT, client_key(request))
    found = search_suggestions.suggestions(
        request.user,
        request.GET.get("q", "").replace("\0", ""),
        official_language(getattr(request, "LANGUAGE_CODE", "")) or "en",
        request.GET.get("field", ""),
    )
    response = JsonResponse({"suggestions": [asdict(each) for each in found]})
    response["Cache-Control"] = "private, max-age=60"
    return response


def static_page(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view for a page of static text."""

    def show(request: HttpRequest) -> HttpResponse:
        context = {
            "demo": settings.MAJLIS_DEMO,
            "run_by": settings.MAJLIS_RUN_BY,
        }
        return render(request, f"portal/{name}.html", context)

    return show


def help_page(request: HttpRequest) -> HttpResponse:
    """The help: first steps, what each page is for, search, keys."""
    return render(request, "portal/help.html", {"groups": help_pages.help_groups(request)})


@dataclass
class HistoryRow:
    """An entry of a history of a record, and the links to its values."""

    entry: AuditEntry
    record: Record
    links: Links

    @cached_property
    def sides(self) -> list[str]:
        """The values before and after, as plain text."""
        sides = history.values_before_and_after(self.entry, self.record, self.links)
        return ["\n".join(unescape(strip_tags(value)) for value in side) for side in sides]


class RecordHistory(ListPage[AuditEntry, HistoryRow]):
    """The history of a record: action, time, person, and each value before and after."""

    template_name = "portal/history.html"
    title = pgettext_lazy("history of a record", "History")
    columns = (
        Column(
            "what", pgettext_lazy("history", "Action"), value=lambda row: verb_name(row.entry.verb)
        ),
        Column(
            "at",
            pgettext_lazy("time of an entry", "Time"),
            value=lambda row: row.entry.at.isoformat(),
        ),
        Column(
            "who",
            pgettext_lazy("column of the history", "Performed by"),
            value=lambda row: history.actor_name(row.entry),
        ),
        Column(
            "before",
            pgettext_lazy("value before a change", "Before"),
            value=lambda row: row.sides[0],
        ),
        Column(
            "after", pgettext_lazy("value after a change", "After"), value=lambda row: row.sides[1]
        ),
        Column(
            "reason",
            pgettext_lazy("reason for an action", "Reason"),
            value=lambda row: history.reason_text(row.entry),
        ),
    )
    file_name = "history"
    empty = _("No history yet.")
    counted = False

    @cached_property
    def record(self) -> Record:
        """The record."""
        return queries.record_at(self.kwargs["address"], self.reader)

    @override
    def get_trail(self) -> list[parts.Link]:
        return [*trail_to_record(self.record), parts.Link(self.title)]

    @override
    def get_queryset(self) -> QuerySet[AuditEntry]:
        return queries.history_of(self.record, self.reader)

    @override
    def get_rows(self, items: Sequence[AuditEntry]) -> Sequence[HistoryRow]:
        reader = None if queries.reads_whole_history(self.reader) else self.reader
        entries = with_personal_values(
            list(items), reader=reader, emptied=pgettext("personal data", "(erased)")
        )
        links = history_values.value_links(entries, self.record, self.reader)
        return [HistoryRow(entry, self.record, links) for entry in entries]

    @override
    def get_file_name(self) -> str:
        return f"history-{self.record.pk}"

    @override
    def list_context(self, queryset: QuerySet[AuditEntry]) -> dict[str, Any]:
        context = super().list_context(queryset)
        rows = context["rows"]
        return {
            **context,
            "record": self.record,
            "moments": [history.timeline_entry(row.entry, row.record, row.links) for row in rows],
            "may_redact": may(self.actor, "kernel.propose_redaction"),
        }


def file(request: HttpRequest, sha256: str, name: str = "") -> downloads.StoredFileResponse:
    """A file attached to a record that the reader may see, with the media type of its content."""
    attached = queries.attachment_for(sha256, request.user)
    kind = attached.file.media_type
    response = downloads.StoredFileResponse(files.open_file(sha256), content_type=kind)
    disposition = content_disposition_header(kind not in INLINE_TYPES, attached.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
