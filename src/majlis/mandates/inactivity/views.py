"""The list of inactive mandates, and the form in which a lead confirms activity."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.commons.drafts.forms import DraftedForm
from majlis.kernel import clock, downloads
from majlis.kernel.actor import Actor
from majlis.kernel.pagination import paginate
from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import may
from majlis.kit import filters
from majlis.look import formats, parts
from majlis.mandates.core import table as line_words
from majlis.mandates.core.rows import visible_row
from majlis.mandates.inactivity import actions, queries
from majlis.mandates.inactivity import tables as show
from majlis.mandates.inactivity.forms import ActivityForm
from majlis.mandates.models import InactivityNotice, Mandate
from majlis.mandates.register import coverage, coverage_tables
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.tables import PAGE_SIZE, mandate_count


@require_safe
def inactive_list(request: HttpRequest) -> HttpResponseBase:
    """The inactive mandates, each with the answer of its lead."""
    language, today = get_language() or "en", clock.today()
    form = RegisterForm(request.user, request.GET)
    mandates = queries.visible_inactive_mandates(request.user, form.filter_values(), today)
    if downloads.requested_format(request):
        rows = list(mandates[: downloads.MAX_ROWS])
        lines = register_queries.page_rows(request.user, rows, language)
        return downloads.download_response(
            request, show.inactive_sheet(lines, {each.pk: each for each in rows})
        )
    page = paginate(mandates, PAGE_SIZE, request.GET.get("page"))
    rows = list(page.object_list)
    lines = register_queries.page_rows(request.user, rows, language)
    years = settings.MAJLIS_QUIET_YEARS
    context: dict[str, Any] = {
        "heading": show.list_title(),
        "lede": ngettext(
            "Mandates in force of which nothing is recorded in Majlis for %(n)s year or longer. It says something of "
            "the records that are kept here, and nothing of the work that was done.",
            "Mandates in force of which nothing is recorded in Majlis for %(n)s years or longer. It says something of "
            "the records that are kept here, and nothing of the work that was done.",
            years,
        )
        % {"n": formats.number(years, language)},
        "filter": form,
        "chosen": parts.ListSummary(
            mandate_count(page.paginator.count),
            filters.active_filters(request, form),
            [parts.Link(label, url) for label, url in downloads.download_links(request)],
        ),
        "reach": coverage_tables.coverage_sentence(coverage.register_coverage(request.user)),
        "days": settings.MAJLIS_DAYS_TO_ANSWER,
        "table": show.inactive_table(
            lines, {each.pk: each for each in rows}, today, _answerable_mandates(request, rows)
        ),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/inactivity/list.html", context)


def _answerable_mandates(request: HttpRequest, rows: list[Any]) -> set[int]:
    """The keys of those mandates for which the reader may answer."""
    if is_secretariat.test(request.user):
        return {each.pk for each in rows}
    if not request.user.is_authenticated or not rows:
        return set()
    led = Mandate.objects.filter(
        queries.led_by_user(request.user), pk__in=[each.pk for each in rows]
    )
    return set(led.values_list("pk", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
def activity_form(request: HttpRequest, key: int) -> HttpResponse:
    """The form in which a lead answers whether an inactive mandate goes on."""
    rows = InactivityNotice.objects.filter(
        pk=key, mandate__lead=F("entity"), mandate__in=Mandate.objects.visible_to(request.user)
    )
    related = (
        "mandate__record",
        "mandate__lead__body__record",
        "mandate__lead__organisation__record",
    )
    notice = rows.select_related(*related).first()
    actor = Actor.of(request)
    # Until the deadline only the lead may know of a notice, so others get 404 (the page offers to sign in).
    if notice is None or not may(actor, "mandates.confirm_activity", notice):
        raise Http404(str(key))
    mandate = notice.mandate
    line = visible_row(request.user, mandate.slug, get_language() or "en")
    drafted = DraftedForm(
        request,
        ActivityForm,
        key="mandates.confirm_activity",
        target=notice,
        current=lambda: {
            "reply": notice.reply,
            "answer": notice.answer,
            "language": notice.language or get_language() or "en",
        },
        send=_("Save"),
    )
    list_url = f"{reverse('mandates:inactive')}?lead={mandate.lead.slug}" if mandate.lead else ""

    def save(form: Any) -> str:
        actions.confirm_activity(actor, notice, **form.cleaned_data)
        messages.success(request, _("It is kept. The secretariat is told."))
        return list_url

    response = drafted.answer(save)
    if response is not None:
        return response
    context = drafted.context(
        mandate=mandate,
        line=line,
        words=line_words.text_excerpt(line) if line is not None else "",
        since=notice.since,
        answer_by=notice.answer_by,
        heading=_("Does it go on?"),
        trail=[
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(show.list_title(), list_url),
            parts.Link(mandate.slug, mandate.get_absolute_url()),
        ],
    )
    return render(request, "mandates/inactivity/confirm.html", context, status=drafted.status)
