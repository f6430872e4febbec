"""The pages of archive and proceedings of a meeting, and their files."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.documents.archive import package, queries, requests, tasks
from majlis.documents.archive.forms import RequestProceedingsForm
from majlis.events.models import Meeting
from majlis.kernel.downloads import StoredFileResponse
from majlis.kernel.files import open_file
from majlis.kernel.models import Reader
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.kernel.work import Work, work_of
from majlis.kit.action_page import ActionPage
from majlis.kit.archive import archive_response
from majlis.kit.detail_page import DetailPage
from majlis.kit.work import work_steps
from majlis.look import parts
from majlis.look.templatetags.look import language_name, moment, number

ARCHIVE_LIMIT = RateLimit("documents.archive", times=30, seconds=3600)
"""Each archive is made for its reader, so one client may ask for so many an hour."""


def get_meeting(reader: Reader, slug: str) -> Meeting:
    """The meeting of that address, if the reader may see it. Raises Http404."""
    rows = Meeting.objects.visible_to(reader).with_wordings()
    meeting: Meeting = get_object_or_404(rows.select_related("body__record"), slug=slug)
    return meeting


def printing_of(meeting: Meeting) -> list[Work]:
    """The background work that prints the proceedings of a meeting; other work on the meeting is not said here."""
    return [
        each for each in work_of(meeting) if each.kind.path == tasks.print_proceedings.module_path
    ]


class RequestProceedings(ActionPage[Meeting]):
    """Request the proceedings in a language."""

    verb = requests.request_proceedings
    form_class = RequestProceedingsForm
    title = pgettext_lazy("document", "Request proceedings")
    button = pgettext_lazy("button", "Request proceedings")
    done = _("The proceedings are being printed. They appear on this page within a minute.")

    @override
    def get_target(self) -> Meeting:
        return get_meeting(self.reader, self.kwargs["slug"])

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language}

    @override
    def get_cancel_url(self) -> str:
        return reverse("documents:archive", kwargs=self.kwargs)


class MeetingArchive(DetailPage[Meeting]):
    """The files in which the whole meeting can be taken away."""

    template_name = "documents/archive/page.html"
    title = _("Archive and proceedings")
    lead = _("The whole meeting in one file, for reading offline, printing and citing.")
    actions: ClassVar = {"documents:request_proceedings": RequestProceedings}

    @override
    def get_object(self) -> Meeting:
        return get_meeting(self.reader, self.kwargs["slug"])

    @override
    def get_context_data(self) -> dict[str, Any]:
        meeting = self.object
        columns = [
            parts.Column(pgettext_lazy("document", "Language")),
            parts.Column(pgettext_lazy("file", "Printed")),
            parts.Column(pgettext_lazy("meeting", "Documents"), number=True),
            parts.Column(pgettext_lazy("file", "Size"), number=True),
            parts.Column("SHA-256"),
        ]
        rows = [
            [
                parts.Cell(
                    language_name(row.language),
                    reverse(
                        "documents:proceedings",
                        kwargs={"slug": meeting.slug, "language": row.language},
                    ),
                ),
                parts.Cell(moment(row.made_at)),
                parts.Cell(number(row.documents)),
                parts.Cell(filesizeformat(row.file.size)),
                parts.Cell(row.file.sha256[:16]),
            ]
            for row in queries.proceedings_of(meeting)
        ]
        return {
            **super().get_context_data(),
            "archive_url": reverse("documents:archive_file", kwargs=self.kwargs),
            "table": parts.Table(columns, rows, caption=gettext("Proceedings by language")),
            "steps": work_steps(self.actor, printing_of(meeting)),
        }


@require_safe
def archive_file(request: HttpRequest, slug: str) -> StreamingHttpResponse | HttpResponse:
    """The archive of a meeting, with what the reader may see of it."""
    meeting = get_meeting(request.user, slug)
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip")
    count_request(ARCHIVE_LIMIT, client_key(request))
    records = queries.meeting_records(meeting, queries.visible_to(request.user))
    response = archive_response(request, f"{slug}.zip", package.archive_of(records))
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def proceedings(request: HttpRequest, slug: str, language: str) -> StoredFileResponse:
    """The latest proceedings of a meeting in a language. Raises Http404 where none are printed."""
    meeting = get_meeting(request.user, slug)
    found = next((row for row in queries.proceedings_of(meeting) if row.language == language), None)
    if found is None:
        raise Http404
    response = StoredFileResponse(open_file(found.file.sha256), content_type="application/pdf")
    response["Content-Disposition"] = (
        content_disposition_header(False, f"{slug}-{language}.pdf") or "attachment"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response
