"""The list of series, the page of a series, and its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.instruments.citations.forms import TextLookupForm
from majlis.instruments.core import trail
from majlis.instruments.core.forms import add_fault
from majlis.instruments.models import Instrument, Series
from majlis.instruments.series import actions, queries, tables
from majlis.instruments.series.forms import PERIOD_CHOICES, SeriesForm
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.templatetags.majlis import said
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number
from majlis.parties.models import Body

PAGE_SIZE = 50


def _bodies(request: HttpRequest) -> Any:
    return Body.objects.visible_to(request.user).with_wordings()


@require_http_methods(["GET", "HEAD", "POST"])
def series_list(request: HttpRequest) -> HttpResponseBase:
    """The list of series, with the form that creates one."""
    language = get_language() or "en"
    actor = Actor.of(request)
    may_create = may(actor, "instruments.create_series")
    form, status = SeriesForm(_bodies(request)) if may_create else None, 200
    if request.method == "POST":
        if form is None:
            raise Refused()
        form = SeriesForm(_bodies(request), data=request.POST)
        if form.is_valid():
            try:
                created = actions.create_series(actor, **form.verb_arguments())
            except (InvalidInput, WrongState) as fault:
                status = add_fault(form, fault)
            else:
                messages.success(request, _("The series was made. Now put texts into it."))
                return redirect("instruments:change_series", slug=created.slug)
        status = 422 if status == 200 else status
    series = queries.series_list(request.user, language)
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.series_sheet(series))
    page = Paginator(series, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        [
            parts.Cell(said(each.say("title")), each.get_absolute_url()),
            number(each.texts),
            date(each.last) or "—",
        ]
        for each in page
    ]
    total = page.paginator.count
    count = ngettext("%(n)s series", "%(n)s series", total) % {"n": formats.number(total, language)}
    columns = [
        parts.Column(pgettext("texts", "Series")),
        parts.Column(_("Texts"), number=True),
        parts.Column(_("The latest of")),
    ]
    links = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    context = {
        "chosen": parts.ListSummary(count, (), links),
        "cut": parts.page_links(request, page),
        "table": parts.Table(columns, rows, pgettext("texts, plural", "Series"), headed=True),
        "form": form,
        "trail": trail.texts_trail(pgettext("texts, plural", "Series")),
    }
    return render(request, "instruments/series/list.html", context, status=status)


def _get_series(request: HttpRequest, slug: str) -> Series:
    try:
        return queries.series_at(request.user, slug)
    except Series.DoesNotExist:
        raise Http404(slug) from None


@require_safe
def series_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A series: its editions, and what changed from one to the next."""
    series = _get_series(request, slug)
    language = get_language() or "en"
    versions = queries.versions_of(request.user, series)
    editions = queries.editions(versions, language)
    names = dict(PERIOD_CHOICES)
    facts = [
        parts.Fact(
            _("Body"),
            said(series.body.say("title")) if series.body else _("not recorded yet"),
            series.body.get_absolute_url() if series.body else "",
        ),
        parts.Fact(
            _("The item is on the agenda"), names.get(series.item_period, series.item_period)
        ),
        parts.Fact(_("A text is adopted"), names.get(series.text_period, series.text_period)),
        parts.Fact(
            _("A report is submitted"), names.get(series.report_period, series.report_period)
        ),
    ]
    context = {
        "series": series,
        "facts": facts,
        "moments": [tables.edition_moment(each) for each in editions],
        "table": tables.edition_table(editions) if editions else None,
        "may_change": may(Actor.of(request), "instruments.change_series", series),
        "trail": trail.texts_trail(
            pgettext("texts, plural", "Series"), "instruments:series_list", series.say("title").text
        ),
    }
    return render(request, "instruments/series/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Change names, body and periods of a series; add and remove texts."""
    series = _get_series(request, slug)
    actor = Actor.of(request)
    if not may(actor, "instruments.change_series", series):
        raise Refused()
    form, lookup, status = SeriesForm(_bodies(request), series), TextLookupForm(request.user), 200
    if request.method == "POST":
        action = request.POST.get("do", "")
        if action in ("put", "take"):
            lookup = TextLookupForm(request.user, request.POST)
            status = 422
            if _set_series(request, actor, series, lookup, action):
                return redirect("instruments:change_series", slug=series.slug)
        else:
            form = SeriesForm(_bodies(request), series, request.POST)
            status = _change_series(request, actor, series, form)
            if status == 302:
                return redirect(series)
    context = {
        "series": series,
        "form": form,
        "which": lookup,
        "texts": queries.texts_in(request.user, series),
        "trail": [
            parts.Link(_("Texts"), reverse("instruments:texts")),
            parts.Link(pgettext("texts, plural", "Series"), reverse("instruments:series_list")),
            parts.Link(series.say("title").text, series.get_absolute_url()),
            parts.Link(pgettext("series", "Change")),
        ],
    }
    return render(request, "instruments/series/form.html", context, status=status)


def _change_series(request: HttpRequest, actor: Actor, series: Series, form: SeriesForm) -> int:
    """Change the series: 302, or the status of an error, which is put on the form."""
    if not form.is_valid():
        return 422
    try:
        form.check_fresh()
        actions.change_series(actor, series, **form.verb_arguments())
    except (InvalidInput, WrongState) as fault:
        form.rebase(SeriesForm(_bodies(request), _get_series(request, series.slug)))
        return add_fault(form, fault)
    messages.success(request, _("The series was changed."))
    return 302


def _set_series(
    request: HttpRequest, actor: Actor, series: Series, lookup: TextLookupForm, action: str
) -> bool:
    """Add a text to the series, or remove it; gives whether it succeeded."""
    if not lookup.is_valid():
        return False
    text: Instrument = lookup.cleaned_data["text"]
    if action == "take":
        if text.series_id == series.pk:
            actions.set_series(actor, text, series=None)
        messages.success(request, _("The text was taken out of the series."))
        return True
    try:
        actions.set_series(actor, text, series=series)
    except InvalidInput as fault:
        add_fault(lookup, fault)
        return False
    messages.success(request, _("The text was put into the series."))
    return True
