"""Pages that span rooms: home, search, history, static pages, files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from majlis.commons.search import results as search_results
from majlis.kernel import downloads, files
from majlis.kernel.actor import Actor
from majlis.kernel.audit import with_personal_values
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.templatetags.look import number
from majlis.mandates.register import coverage_tables, empty_state
from majlis.portal import exports, history, queries
from majlis.portal.home import home_context

PAGE_SIZE = 25
INLINE_TYPES = {files.PDF, files.PNG, files.JPEG}


def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "portal/home.html", home_context(request))


def search(request: HttpRequest) -> HttpResponseBase:
    """The results of a search, as a page or a download."""
    if downloads.requested_format(request):
        return downloads.download_response(
            request, exports.results_sheet(search_results.all_hits(request, downloads.MAX_ROWS))
        )
    results = search_results.results_page(request)
    first = (results.number - 1) * search_results.PAGE_SIZE + 1
    count = (
        _("more than %(total)s records") % {"total": number(results.total)}
        if results.more
        else ngettext("%(n)s record", "%(n)s records", results.total) % {"n": number(results.total)}
    )
    chosen = parts.ListSummary(
        count, (), [parts.Link(*each) for each in downloads.download_links(request)]
    )
    context = {"page": results, "first": first, "chosen": chosen}
    if results.words and not results.hits:
        languages = [each.code for each in results.languages if each.chosen]
        coverage, reasons = empty_state.empty_search_reasons(request.user, results.words, languages)
        context |= {
            "gaps": [coverage_tables.empty_reason_text(each) for each in reasons],
            "reach": coverage_tables.coverage_sentence(coverage),
        }
    return render(request, "portal/search.html", context)


def static_page(name: str) -> Any:
    """A view for a page of static text."""

    def show(request: HttpRequest) -> HttpResponse:
        context = {"demo": settings.MAJLIS_DEMO, "run_by": settings.MAJLIS_RUN_BY}
        return render(request, f"portal/{name}.html", context)

    return show


def record_history(request: HttpRequest, address: str) -> HttpResponseBase:
    """The history of a record, as a page or a download."""
    record = queries.record_at(address, request.user)
    all_entries = queries.history_of(record, request.user)
    paginator = Paginator(all_entries, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    as_file = bool(downloads.requested_format(request))
    page_entries = all_entries[: downloads.MAX_ROWS] if as_file else page.object_list
    reader = None if queries.reads_whole_history(request.user) else request.user
    entries = with_personal_values(list(page_entries), reader=reader, emptied=_("(emptied)"))
    titles = queries.titles_at(history.record_addresses(entries), request.user)
    if as_file:
        return downloads.download_response(request, exports.history_sheet(record, entries, titles))
    return render(
        request,
        "portal/history.html",
        {
            "record": record,
            "count": paginator.count,
            "chosen": parts.ListSummary(
                "", (), [parts.Link(*each) for each in downloads.download_links(request)]
            ),
            "moments": [history.timeline_entry(entry, titles) for entry in entries],
            "cut": parts.page_links(request, page),
            "may_redact": may(Actor.of(request), "kernel.propose_redaction"),
        },
    )


def file(request: HttpRequest, sha256: str, name: str = "") -> FileResponse:
    """A file attached to a record that the reader may see, with the media type of its content."""
    attached = queries.attachment_for(sha256, request.user)
    kind = attached.file.media_type
    response = FileResponse(files.file_path(sha256).open("rb"), content_type=kind)
    disposition = content_disposition_header(kind not in INLINE_TYPES, attached.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
