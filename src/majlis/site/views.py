"""Pages of the outbox: mails that were not sent, because no mail server is configured."""

from __future__ import annotations

from typing import Any, override

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from majlis.kernel.errors import Refused
from majlis.kernel.verbs import may
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.filters import ListFilters
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page, StrOrPromise
from majlis.look import parts
from majlis.look.templatetags.look import isolate, moment
from majlis.site import queries
from majlis.site.models import Letter

OPEN_LEAD = _(
    "No mail server is configured. Unsent emails remain for 30 days. "
    "In a demonstration, anyone on its machine can view them."
)


class OutboxFilters(ListFilters):
    """The search of the outbox."""

    q = forms.CharField(
        label=_("Keywords in address, subject or text"), max_length=200, required=False
    )


class OutboxPage(Page):
    """A page of the outbox. Its rule takes the request, as a demonstration is read from its own machine."""

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(self.actor, "site.read_outbox", request):
            raise Refused()
        return super().dispatch(request, *args, **kwargs)


class LetterList(OutboxPage, ListPage[Letter, Letter]):
    """All letters of the outbox."""

    title = pgettext_lazy("outgoing mail", "Outbox")
    lead = _(
        "No mail server is configured. Unsent emails remain for 30 days, visible to administrators."
    )
    columns = (
        Column(
            "subject",
            pgettext_lazy("email", "Subject"),
            lambda letter: parts.Cell(isolate(str(letter)), letter.get_absolute_url()),
            lambda letter: letter.subject,
        ),
        Column(
            "to",
            pgettext_lazy("email", "To"),
            lambda letter: ", ".join(letter.recipients.splitlines()),
            lambda letter: letter.recipients.splitlines(),
            ("recipients", "-at"),
        ),
        Column(
            "kept",
            pgettext_lazy("email", "Saved on"),
            lambda letter: moment(letter.at),
            lambda letter: letter.at.isoformat(),
            ("at",),
        ),
    )
    filter_form = OutboxFilters
    sort = "-kept"
    file_name = "outbox"
    empty = _("No emails yet.")

    @override
    def get_lead(self) -> StrOrPromise:
        return OPEN_LEAD if settings.MAJLIS_DEMO else self.lead

    @override
    def get_queryset(self) -> QuerySet[Letter]:
        return queries.outbox_letters(self.filters["q"])

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of emails", "%(n)s email", "%(n)s emails", total)


class LetterDetail(OutboxPage, DetailPage[Letter]):
    """One letter as it would have been sent."""

    template_name = "site/letter.html"

    @override
    def get_object(self) -> Letter:
        return get_object_or_404(Letter, pk=self.kwargs["key"])

    @override
    def get_facts(self) -> list[parts.Fact]:
        letter = self.object
        return [
            parts.Fact(pgettext_lazy("email", "From"), letter.sender),
            parts.Fact(pgettext_lazy("email", "To"), ", ".join(letter.recipients.splitlines())),
            parts.Fact(pgettext_lazy("email", "Saved on"), moment(letter.at)),
        ]
