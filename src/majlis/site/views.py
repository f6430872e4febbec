"""Views of the outbox: mails that were not sent, because no mail server is configured."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.templatetags.look import isolate, moment, number
from majlis.site import queries
from majlis.site.models import Letter

PAGE_SIZE = 25


def _require_permission(request: HttpRequest) -> None:
    """Raise Refused unless the reader may read the outbox."""
    if not may(Actor.of(request), "site.read_outbox", request):
        raise Refused()


def outbox(request: HttpRequest) -> HttpResponseBase:
    """List the letters with search, sorting, pages and downloads."""
    _require_permission(request)
    words = request.GET.get("q", "").replace("\0", "")
    letters = queries.outbox_letters(words, request.GET.get("sort", "-at"))
    if downloads.requested_format(request):
        return downloads.download_response(request, _letters_sheet(letters[: downloads.MAX_ROWS]))
    paginator = Paginator(letters, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    count_text = ngettext("%(count)s letter", "%(count)s letters", paginator.count)
    summary = parts.ListSummary(
        count=count_text % {"count": number(paginator.count)},
        filters=[
            parts.ActiveFilter(_("Words"), words, parts.with_query(request, q=None, page=None))
        ]
        if words
        else [],
        downloads=[parts.Link(*each) for each in downloads.download_links(request)]
        if paginator.count
        else [],
    )
    table = parts.Table(
        columns=[
            parts.Column(pgettext("letter", "Subject")),
            parts.sortable_column(request, pgettext("letter", "To"), "to"),
            parts.sortable_column(request, pgettext("letter", "Kept"), "at"),
        ],
        rows=[_row(letter) for letter in page],
        caption=_("Letters that did not leave the site"),
    )
    return render(
        request,
        "site/outbox.html",
        {"table": table, "chosen": summary, "cut": parts.page_links(request, page), "words": words},
    )


def _letters_sheet(letters: Iterable[Letter]) -> downloads.Sheet:
    """The letters as a sheet for downloads."""
    return downloads.Sheet(
        "outbox",
        _("Letters that did not leave the site"),
        [
            downloads.Field("subject", pgettext("letter", "Subject")),
            downloads.Field("to", pgettext("letter", "To")),
            downloads.Field("kept", pgettext("letter", "Kept")),
        ],
        [[each.subject, each.recipients.splitlines(), each.at.isoformat()] for each in letters],
    )


def _row(letter: Letter) -> list[parts.Cell]:
    return [
        parts.Cell(
            isolate(letter.subject) or _("(without subject)"), reverse("letter", args=[letter.pk])
        ),
        parts.Cell(", ".join(letter.recipients.splitlines())),
        parts.Cell(moment(letter.at)),
    ]


def letter(request: HttpRequest, key: int) -> HttpResponse:
    """Show one letter as it would have been sent."""
    _require_permission(request)
    if key > 2**63 - 1:
        raise Http404
    row = get_object_or_404(Letter, pk=key)
    properties = [
        parts.Fact(pgettext("letter", "From"), row.sender),
        parts.Fact(pgettext("letter", "To"), ", ".join(row.recipients.splitlines())),
        parts.Fact(pgettext("letter", "Kept"), moment(row.at)),
    ]
    return render(request, "site/letter.html", {"letter": row, "properties": properties})
