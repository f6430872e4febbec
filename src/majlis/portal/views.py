"""Pages that cross rooms."""

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

from majlis.commons.search.results import PAGE_SIZE as results_PAGE_SIZE
from majlis.commons.search.results import all_hits
from majlis.commons.search.results import results_page as page_of_results
from majlis.kernel import downloads, files
from majlis.kernel.actor import Actor
from majlis.kernel.audit import with_personal_values
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.templatetags.look import number
from majlis.mandates.register import coverage_tables as how_far
from majlis.mandates.register import empty_state
from majlis.portal import exports, history, queries
from majlis.portal.home import home_context

PAGE_SIZE = 25
INLINE_TYPES = {files.PDF, files.PNG, files.JPEG}


def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "portal/home.html", home_context(request))


def search(request: HttpRequest) -> HttpResponseBase:
    """What is found for the words that were typed; and as a file."""
    if downloads.requested_format(request):
        return downloads.download_response(
            request, exports.results_sheet(all_hits(request, downloads.MAX_ROWS))
        )
    found = page_of_results(request)
    first = (found.number - 1) * results_PAGE_SIZE + 1
    count = (
        _("more than %(total)s records") % {"total": number(found.total)}
        if found.more
        else ngettext("%(n)s record", "%(n)s records", found.total) % {"n": number(found.total)}
    )
    chosen = parts.ListSummary(
        count, (), [parts.Link(*each) for each in downloads.download_links(request)]
    )
    context = {"page": found, "first": first, "chosen": chosen}
    if found.words and not found.hits:
        languages = [each.code for each in found.languages if each.chosen]
        there, lacking = empty_state.empty_search_reasons(request.user, found.words, languages)
        context |= {
            "gaps": [how_far.empty_reason_text(each) for each in lacking],
            "reach": how_far.coverage_sentence(there),
        }
    return render(request, "portal/search.html", context)


def static_page(name: str) -> Any:
    """A view of a page that only has words."""

    def show(request: HttpRequest) -> HttpResponse:
        context = {"demo": settings.MAJLIS_DEMO, "run_by": settings.MAJLIS_RUN_BY}
        return render(request, f"portal/{name}.html", context)

    return show


def record_history(request: HttpRequest, address: str) -> HttpResponseBase:
    """What was done to a record: when, by whom, from what to what; and as a file."""
    record = queries.record_at(address, request.user)
    found = queries.history_of(record, request.user)
    paginator = Paginator(found, PAGE_SIZE)
    shown = paginator.get_page(request.GET.get("page"))
    as_file = bool(downloads.requested_format(request))
    taken = found[: downloads.MAX_ROWS] if as_file else shown.object_list
    reader = None if queries.reads_whole_history(request.user) else request.user
    entries = with_personal_values(list(taken), reader=reader, emptied=_("(emptied)"))
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
            "cut": page_links(request, shown),
            "may_redact": may(Actor.of(request), "kernel.propose_redaction"),
        },
    )


def page_links(request: HttpRequest, shown: Any) -> parts.PageLinks:
    """Where a list is cut, from a page of Django's paginator."""
    return parts.PageLinks(
        first=shown.start_index(),
        last=shown.end_index(),
        total=shown.paginator.count,
        previous_url=parts.with_query(request, page=shown.previous_page_number())
        if shown.has_previous()
        else "",
        next_url=parts.with_query(request, page=shown.next_page_number())
        if shown.has_next()
        else "",
    )


def file(request: HttpRequest, sha256: str, name: str = "") -> FileResponse:
    """A file that is attached to something the reader may see, with the type that its content has."""
    attached = queries.attachment_for(sha256, request.user)
    kind = attached.file.media_type
    response = FileResponse(files.file_path(sha256).open("rb"), content_type=kind)
    disposition = content_disposition_header(kind not in INLINE_TYPES, attached.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
