"""The list of editions, their files, and the latest printed register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.kernel import clock, files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number
from majlis.mandates.models import Edition
from majlis.mandates.publications import queries, requests

PAGE_SIZE = 50
MEDIA_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@require_http_methods(["GET", "HEAD", "POST"])
def edition_list(request: HttpRequest) -> HttpResponseBase:
    """The list of editions with date, size, hash and number of mandates; POST requests those of today."""
    actor, today, status = Actor.of(request), clock.today(), 200
    if request.method == "POST":
        try:
            requests.request_editions(actor, today)
        except InvalidInput as fault:
            messages.error(request, " ".join(str(each) for each in fault.faults.values()))
            status = 422
        else:
            messages.success(
                request, _("The edition of today is being made. It stands here in some minutes.")
            )
            return redirect("mandates:editions")
    page = Paginator(queries.all_editions(), PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "table": _edition_table(list(page.object_list)),
        "cut": parts.page_links(request, page),
        "kept": number(queries.MAX_KEPT),
        "may_make": may(actor, "mandates.request_editions", today),
    }
    return render(request, "mandates/publications/list.html", context, status=status)


def _edition_table(editions: list[Edition]) -> parts.Table:
    rows = [
        [
            parts.Cell(
                date(edition.day),
                edition_file_url(edition) if edition.file_id else "",
                "" if edition.file_id else _("the file was let go; its hash stays"),
            ),
            _edition_label(edition),
            number(edition.mandates),
            _size(edition.size),
            format_html('<code dir="ltr">{}</code>', edition.sha256),
        ]
        for edition in editions
    ]
    columns = [
        parts.Column(_("Date")),
        parts.Column(_("Edition")),
        parts.Column(_("Mandates"), number=True),
        parts.Column(_("Size"), number=True),
        parts.Column("SHA-256"),
    ]
    return parts.Table(columns, rows, _("Editions"), headed=True)


def edition_file_url(edition: Edition) -> str:
    """The address of the file of an edition."""
    return reverse("mandates:edition_file", kwargs={"name": edition.name, "form": edition.form})


def _edition_label(edition: Edition) -> str:
    language = get_language() or "en"
    pieces = [str(Edition.Form(edition.form).label)]
    if edition.language:
        pieces.append(LANGUAGES_BY_CODE[edition.language].name)
    if edition.part:
        pieces.append(_("part %(n)s") % {"n": number(edition.part)})
    return f"{formats.list_separator(language).join(pieces)} ({edition.form.upper()})"


def _size(size: int) -> str:
    language = get_language() or "en"
    if size >= 1_000_000:
        return f"{formats.number(round(size / 1_000_000, 1), language)} MB"
    return f"{formats.number(max(1, round(size / 1000)), language)} kB"


@require_safe
def edition_file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """The file of an edition; status 410 where it was deleted."""
    edition = get_object_or_404(Edition.objects.select_related("file"), name=name, form=form)
    if edition.file is None:
        message = _("The file was let go; its hash stays in the list of editions.")
        return HttpResponse(message, status=410, content_type="text/plain; charset=utf-8")
    try:
        stored = files.file_path(edition.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stored, content_type=MEDIA_TYPES[edition.form])
    as_attachment = edition.form == Edition.Form.ZIP
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment, edition.filename) or "attachment"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=86400, immutable"
    return response


@require_safe
def latest_pdf(request: HttpRequest) -> HttpResponse:
    """Redirect to the latest printed register in the reader's language, or to the list of editions."""
    edition = queries.latest_edition(Edition.Form.PDF, get_language() or "en")
    return redirect(edition_file_url(edition) if edition else "mandates:editions")
