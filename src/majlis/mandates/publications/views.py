"""The list of editions, their files, and the latest printed register."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.kernel import clock, files
from majlis.kernel.downloads import StoredFileResponse
from majlis.kernel.work import work_with
from majlis.kit.action_page import ButtonAction
from majlis.kit.columns import Column
from majlis.kit.list_page import ListPage
from majlis.kit.page import StrOrPromise
from majlis.kit.work import work_steps
from majlis.look import parts
from majlis.look.templatetags.look import date, moment_words, number
from majlis.mandates.models import Edition
from majlis.mandates.publications import queries, requests
from majlis.mandates.publications.tables import edition_label
from majlis.mandates.publications.tasks import make_edition

MONTHLY_EDITIONS = "majlis.mandates.publications.tasks.make_monthly_editions"
"""The periodic task that makes the editions."""
MEDIA_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


def edition_file_url(edition: Edition) -> str:
    """The address of the file of an edition."""
    return reverse("mandates:edition_file", kwargs={"name": edition.name, "form": edition.form})


def date_cell(edition: Edition) -> parts.Cell:
    """The day of an edition, with a link to its file while it is kept."""
    if edition.file_id is None:
        return parts.Cell(date(edition.day), "", _("file deleted; checksum retained in this list"))
    return parts.Cell(date(edition.day), edition_file_url(edition))


def edition_cell(edition: Edition) -> str:
    """What an edition is."""
    return edition_label(edition.form, edition.language, edition.part)


class RequestEditions(ButtonAction[datetime.date]):
    """Request the editions of today."""

    verb = requests.request_editions
    title = _("Produce today’s edition")
    done = _("Today’s edition is being produced. It will appear within a few minutes.")

    @override
    def get_target(self) -> datetime.date:
        return clock.today()

    @override
    def get_cancel_url(self) -> str:
        return reverse("mandates:editions")


class EditionList(ListPage[Edition, Edition]):
    """The list of editions with date, size, hash and number of mandates."""

    template_name = "mandates/publications/list.html"
    base_template = "mandates/base.html"
    parents: ClassVar = ((pgettext_lazy("page", "Mandates"), "mandates:register"),)
    title = _("Editions and archive")
    lead = _(
        "Citable PDF editions by language and an offline archive. Published files never change."
    )
    paginate_by = 50
    columns = (
        Column("date", pgettext_lazy("date", "Date"), date_cell),
        Column("edition", pgettext_lazy("register of mandates", "Edition"), edition_cell),
        Column(
            "mandates",
            pgettext_lazy("page", "Mandates"),
            lambda edition: number(edition.mandates),
            number=True,
        ),
        Column(
            "size",
            pgettext_lazy("file", "Size"),
            lambda edition: filesizeformat(edition.size),
            number=True,
        ),
        Column(
            "sha256",
            "SHA-256",
            lambda edition: format_html('<code dir="ltr">{}</code>', edition.sha256),
        ),
    )
    counted = False

    @override
    def get_queryset(self) -> QuerySet[Edition]:
        return queries.all_editions()

    @override
    def get_empty(self) -> StrOrPromise:
        """When the first edition is made, if the register has a mandate; else that it has none."""
        if not queries.has_public_mandates():
            return _("No editions yet. The first edition follows once the register has a mandate.")
        due = clock.next_run(MONTHLY_EDITIONS)
        if due is None or due <= timezone.now():
            return _("No editions yet. The first edition is being produced.")
        sentence = gettext("No editions yet. The first edition will be produced on %(time)s.")
        return sentence % {"time": moment_words(due)}

    @override
    def get_context_data(self) -> dict[str, Any]:
        may_make = RequestEditions.is_offered(self.actor, clock.today())
        return {
            **super().get_context_data(),
            "kept": number(queries.MAX_KEPT),
            "may_make": may_make,
            "steps": work_steps(self.actor, work_with(make_edition)) if may_make else [],
        }


@require_safe
def edition_file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """The file of an edition; status 410 where it was deleted."""
    edition = get_object_or_404(Edition.objects.select_related("file"), name=name, form=form)
    if edition.file is None:
        message = gettext(
            "The file has been deleted. Its checksum is retained in the list of editions."
        )
        return HttpResponse(message, status=410, content_type="text/plain; charset=utf-8")
    stored = files.open_file(edition.sha256)
    response = StoredFileResponse(stored, content_type=MEDIA_TYPES[edition.form])
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
