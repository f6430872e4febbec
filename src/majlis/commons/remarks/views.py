"""Pages of remarks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majlis.commons.drafts.forms import DraftedForm
from majlis.commons.notices import atom
from majlis.commons.remarks import actions, feeds, queries
from majlis.commons.remarks.forms import AnswerForm, LogFilter, RemarkForm, WithholdForm
from majlis.commons.remarks.lifecycle import REMARK
from majlis.commons.remarks.models import Remark
from majlis.commons.remarks.page_reference import PageLabels, page_of_address, site_address
from majlis.commons.remarks.queries import VisibleRemark
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.pagination import paginate
from majlis.kernel.proof_of_work import ProofOfWorkField
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, client_key, count_request
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.templatetags import look

PAGE_SIZE = 30
SUBMIT_LIMIT = RateLimit("remarks.submit_remark", 20, 3600)


@require_safe
def log(request: HttpRequest) -> HttpResponseBase:
    """The public log of remarks, as a page and as a file."""
    filter_form = LogFilter(request.GET)
    filters = filter_form.cleaned_data if filter_form.is_valid() else {}
    about = site_address(filters.get("about", ""), request.get_host())
    state = filters.get("state", "")
    remarks = queries.remark_log(request.user, state=state, about=about or "")
    if about is None:
        remarks = remarks.none()
    if downloads.requested_format(request):
        sheet = queries.log_sheet(remarks[: downloads.MAX_ROWS], request.user)
        return downloads.download_response(request, sheet)
    page = paginate(remarks, PAGE_SIZE, request.GET.get("page"))
    total = page.paginator.count
    active_filters = [
        parts.ActiveFilter(
            filter_form.fields[name].label or name,
            dict(getattr(filter_form.fields[name], "choices", ())).get(value, value),
            parts.without_value(request, name, value),
        )
        for name, value in filters.items()
        if value
    ]
    count_label = ngettext("%(n)s remark", "%(n)s remarks", total) % {"n": look.number(total)}
    links = downloads.download_links(request) if total else []
    context = {
        "table": _log_table(queries.visible_remarks(page.object_list, request.user))
        if total
        else None,
        "cut": parts.page_links(request, page),
        "chosen": parts.ListSummary(
            count_label, active_filters, [parts.Link(*each) for each in links]
        ),
        "filters": filter_form,
        "filtered": bool(active_filters),
    }
    return render(request, "remarks/log.html", context)


def _log_table(rows: list[VisibleRemark]) -> parts.Table:
    """The log as a table: one row per remark, with the beginning of its text if it is visible."""
    return parts.Table(
        [
            parts.Column(_("Remark")),
            parts.Column(_("Page")),
            parts.Column(_("Said on")),
            parts.Column(_("To be answered by")),
            parts.Column(_("State")),
        ],
        [
            [
                parts.Cell(each.title, each.remark.get_absolute_url(), _excerpt(each)),
                parts.Cell(_page_label(each), each.page.url),
                each.remark.made_at.date(),
                each.remark.due,
                _state_cell(each),
            ]
            for each in rows
        ],
        caption=_("What readers said is wrong or missing"),
    )


def _excerpt(visible: VisibleRemark) -> str:
    if not visible.is_text_visible:
        return ""
    words = Truncator(visible.remark.text).chars(120)
    return format_html('<span lang="{}" dir="auto">{}</span>', visible.remark.language, words)


def _page_label(visible: VisibleRemark) -> str:
    page = visible.page
    return look.symbol(page.name) if page.is_address else look.foreign(page.name, page.language)


def _state_cell(visible: VisibleRemark) -> parts.Cell:
    kinds = {"waiting": "going", "answered": "met", "withheld": "ended"}
    kind = "late" if visible.remark.is_late else kinds[visible.remark.state]
    note: Any = visible.remark.get_why_display() if visible.remark.state == "withheld" else ""
    if visible.answer is not None:
        note = visible.answer.get_outcome_display()
    return parts.Cell(look.state(kind, visible.state), note=note)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The public log as an Atom feed, newest first."""
    remarks = queries.remark_log(AnonymousUser())[: atom.MAX_ENTRIES]
    entries = [feeds.feed_entry(each) for each in queries.visible_remarks(remarks, AnonymousUser())]
    return atom.feed_response(request, _("Wrong or missing?"), reverse("remarks:log"), entries)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form to report what is wrong or missing; no account is needed."""
    is_signed_in = request.user.is_authenticated
    host = request.get_host()
    requested_address = site_address(request.GET.get("about", ""), host) or ""
    form = RemarkForm(
        request.POST if request.method == "POST" else None,
        host=host,
        known=is_signed_in,
        initial={"about": requested_address, "language": get_language()},
    )
    if not is_signed_in:
        form.fields["guard"] = ProofOfWorkField()
        form.fields["guard"].where = client_key(request)  # type: ignore[attr-defined]
    status = 200
    try:
        # Checking the proof of work also has a rate limit, so ``is_valid`` may raise TooManyRequests.
        if request.method == "POST":
            status = 422
            if form.is_valid():
                count_request(SUBMIT_LIMIT, client_key(request))
                return _submit(request, form)
    except TooManyRequests as limit_error:
        form.add_error(None, str(limit_error))
        status = limit_error.status
    except InvalidInput as error:
        for field, message in error.faults.items():
            name = "about" if field == "address" else field
            form.add_error(name if name in form.fields else None, str(message))
    about = site_address(str(form["about"].value() or ""), host) or ""
    context = {
        "form": form,
        "about": about,
        "page": _named_page(request, about),
        "known": is_signed_in,
        "days": settings.MAJLIS_REMARK_DAYS,
    }
    return render(request, "remarks/new.html", context, status=status)


def _named_page(request: HttpRequest, about: str) -> Any:
    """The label of the page for the form; None if the page has only an address."""
    page = page_of_address(about, request.user)
    if page.record is None and not page.place:
        return None
    remark = Remark(address=page.address, record=page.record, place=page.place)
    return PageLabels([remark], request.user).label(remark)


def _submit(request: HttpRequest, form: RemarkForm) -> HttpResponse:
    values = form.cleaned_data
    remark_input = actions.RemarkInput(
        text=values["text"],
        language=values["language"],
        address=values["about"],
        source=values["source"],
        name=values.get("name", ""),
        email=values.get("email", ""),
    )
    remark = actions.submit_remark(Actor.of(request), remark_input)
    message = _("Thank you. This is remark No. %(number)s; the address of this page stays.")
    messages.success(request, message % {"number": remark.number})
    return redirect(remark)


@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """A remark at its permanent URL: state, text and answers."""
    visible = queries.find_remark(number, request.user)
    if visible is None:
        raise Http404
    remark = visible.remark
    verbs = ("publish_remark", "answer_remark", "correct_answer", "withhold_remark")
    possible = [
        name
        for name in verbs
        if visible.can_answer and f"remarks.{name}" in REMARK.verbs_from(remark.state)
    ]
    context = {
        "seen": visible,
        "remark": remark,
        "may": {name: name in possible for name in verbs},
    }
    return render(request, "remarks/detail.html", context)


def _answerable_remark(request: HttpRequest, number: int, verb: str) -> VisibleRemark:
    """A remark on which the reader may do the verb. Raises Http404."""
    visible = queries.find_remark(number, request.user)
    if visible is None or not may(Actor.of(request), verb, visible.remark):
        raise Http404
    return visible


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """The form to answer a remark, or to correct its answer."""
    visible = _answerable_remark(request, number, "remarks.answer_remark")
    remark, last = visible.remark, visible.answer

    def current() -> dict[str, Any]:
        latest = remark.answers.last() if remark.state == "answered" else None
        if latest is None:
            return {"language": remark.language, "outcome": "", "text": ""}
        return {"language": latest.language, "outcome": latest.outcome, "text": latest.text}

    drafted = DraftedForm(
        request,
        AnswerForm,
        key="remarks.answer_remark",
        target=remark,
        current=current,
        send=_("Publish the answer"),
    )

    def submit(form: AnswerForm) -> HttpResponse:
        verb = actions.correct_answer if remark.state == "answered" else actions.answer_remark
        verb(Actor.of(request), remark, **form.cleaned_data)
        messages.success(request, _("The answer is public. Who left an address is told."))
        return redirect(remark)

    response = drafted.answer(submit)
    context = drafted.context(seen=visible, remark=remark, last=last)
    return response or render(request, "remarks/answer.html", context, status=drafted.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withhold(request: HttpRequest, number: int) -> HttpResponse:
    """The form to withhold the text of a remark."""
    visible = _answerable_remark(request, number, "remarks.withhold_remark")
    form = WithholdForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.withhold_remark(Actor.of(request), visible.remark, **form.cleaned_data)
        except InvalidInput as error:
            for field, message in error.faults.items():
                form.add_error(field, str(message))
        else:
            messages.success(request, _("The text is not shown. The reason stands in the log."))
            return redirect(visible.remark)
    context = {"form": form, "seen": visible, "remark": visible.remark}
    return render(request, "remarks/withhold.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Publish the text before the answer."""
    visible = _answerable_remark(request, number, "remarks.publish_remark")
    actions.publish_remark(Actor.of(request), visible.remark)
    messages.success(request, _("The text is shown. The answer is still to come."))
    return redirect(visible.remark)
