"""Pages of the remarks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
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
    """All that readers said is wrong or missing, and how each stands; and as a file."""
    chosen = LogFilter(request.GET)
    filters = chosen.cleaned_data if chosen.is_valid() else {}
    about = site_address(filters.get("about", ""), request.get_host())
    state = filters.get("state", "")
    found = queries.remark_log(request.user, state=state, about=about or "")
    if about is None:
        found = found.none()
    if downloads.requested_format(request):
        sheet = queries.log_sheet(found[: downloads.MAX_ROWS], request.user)
        return downloads.download_response(request, sheet)
    page = paginate(found, PAGE_SIZE, request.GET.get("page"))
    total = page.paginator.count
    on = [
        parts.ActiveFilter(
            chosen.fields[name].label or name,
            dict(getattr(chosen.fields[name], "choices", ())).get(value, value),
            parts.without_value(request, name, value),
        )
        for name, value in filters.items()
        if value
    ]
    words = ngettext("%(n)s remark", "%(n)s remarks", total) % {"n": look.number(total)}
    links = downloads.download_links(request) if total else []
    context = {
        "table": _log_table(queries.visible_remarks(page.object_list, request.user))
        if total
        else None,
        "cut": parts.page_links(request, page),
        "chosen": parts.ListSummary(words, on, [parts.Link(*each) for each in links]),
        "filters": chosen,
        "filtered": bool(on),
    }
    return render(request, "remarks/log.html", context)


def _log_table(rows: list[VisibleRemark]) -> parts.Table:
    """The log as it is shown: a row a remark, the beginning of its words where they are public."""
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


def _excerpt(each: VisibleRemark) -> str:
    if not each.is_text_visible:
        return ""
    words = Truncator(each.remark.text).chars(120)
    return format_html('<span lang="{}" dir="auto">{}</span>', each.remark.language, words)


def _page_label(each: VisibleRemark) -> str:
    page = each.page
    return look.symbol(page.name) if page.is_address else look.foreign(page.name, page.language)


def _state_cell(each: VisibleRemark) -> parts.Cell:
    kinds = {"waiting": "going", "answered": "met", "withheld": "ended"}
    kind = "late" if each.remark.is_late else kinds[each.remark.state]
    note: Any = each.remark.get_why_display() if each.remark.state == "withheld" else ""
    if each.answer is not None:
        note = each.answer.get_outcome_display()
    return parts.Cell(look.state(kind, each.state), note=note)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The log as everybody sees it, as an Atom feed: what was said or answered last."""
    found = queries.remark_log(None)[: atom.MAX_ENTRIES]
    entries = [feeds.feed_entry(each) for each in queries.visible_remarks(found, None)]
    return atom.feed_response(request, _("Wrong or missing?"), reverse("remarks:log"), entries)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say that something is wrong or missing; nobody need sign in."""
    known = request.user.is_authenticated
    host = request.get_host()
    asked = site_address(request.GET.get("about", ""), host) or ""
    form = RemarkForm(
        request.POST if request.method == "POST" else None,
        host=host,
        known=known,
        initial={"about": asked, "language": get_language()},
    )
    if not known:
        form.fields["guard"] = ProofOfWorkField()
        form.fields["guard"].where = client_key(request)  # type: ignore[attr-defined]
    status = 200
    try:
        # The slip of the form, too, is taken so many times only.
        if request.method == "POST":
            status = 422
            if form.is_valid():
                count_request(SUBMIT_LIMIT, client_key(request))
                return _submit(request, form)
    except TooManyRequests as flood:
        form.add_error(None, str(flood))
        status = flood.status
    except InvalidInput as fault:
        for field, words in fault.faults.items():
            name = "about" if field == "address" else field
            form.add_error(name if name in form.fields else None, str(words))
    about = site_address(str(form["about"].value() or ""), host) or ""
    context = {
        "form": form,
        "about": about,
        "page": _named_page(request, about),
        "known": known,
        "days": settings.MAJLIS_REMARK_DAYS,
    }
    return render(request, "remarks/new.html", context, status=status)


def _named_page(request: HttpRequest, about: str) -> Any:
    """The page as the form names it: by its title where the reader may see it, else by its address."""
    page = page_of_address(about, request.user)
    if page.record is None and not page.place:
        return None
    remark = Remark(address=page.address, record=page.record, place=page.place)
    return PageLabels([remark], request.user).label(remark)


def _submit(request: HttpRequest, form: RemarkForm) -> HttpResponse:
    given = form.cleaned_data
    said = actions.RemarkInput(
        text=given["text"],
        language=given["language"],
        address=given["about"],
        source=given["source"],
        name=given.get("name", ""),
        email=given.get("email", ""),
    )
    made = actions.submit_remark(Actor.of(request), said)
    words = _("Thank you. This is remark No. %(number)s; the address of this page stays.")
    messages.success(request, words % {"number": made.number})
    return redirect(made)


@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """A remark at its permanent address: how it stands, what was said, what was answered."""
    found = queries.find_remark(number, request.user)
    if found is None:
        raise Http404
    remark = found.remark
    verbs = ("publish_remark", "answer_remark", "correct_submission", "withhold_remark")
    possible = [
        name
        for name in verbs
        if found.can_answer and f"remarks.{name}" in REMARK.verbs_from(remark.state)
    ]
    context = {
        "seen": found,
        "remark": remark,
        "may": {name: name in possible for name in verbs},
    }
    return render(request, "remarks/detail.html", context)


def _answerable_remark(request: HttpRequest, number: int, verb: str) -> VisibleRemark:
    """A remark that the reader may answer; Http404 for others, as for one that is not there."""
    found = queries.find_remark(number, request.user)
    if found is None or not may(Actor.of(request), verb, found.remark):
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a remark, or correct the answer."""
    found = _answerable_remark(request, number, "remarks.answer_remark")
    remark, last = found.remark, found.answer

    def current() -> dict[str, Any]:
        now = remark.answers.last() if remark.state == "answered" else None
        if now is None:
            return {"language": remark.language, "outcome": "", "text": ""}
        return {"language": now.language, "outcome": now.outcome, "text": now.text}

    drafted = DraftedForm(
        request,
        AnswerForm,
        key="remarks.answer_remark",
        target=remark,
        current=current,
        send=_("Publish the answer"),
    )

    def do(form: AnswerForm) -> HttpResponse:
        verb = actions.correct_answer if remark.state == "answered" else actions.answer_remark
        verb(Actor.of(request), remark, **form.cleaned_data)
        messages.success(request, _("The answer is public. Who left an address is told."))
        return redirect(remark)

    done = drafted.answer(do)
    context = drafted.context(seen=found, remark=remark, last=last)
    return done or render(request, "remarks/answer.html", context, status=drafted.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withhold(request: HttpRequest, number: int) -> HttpResponse:
    """Do not show the text of a remark, and say why."""
    found = _answerable_remark(request, number, "remarks.withhold_remark")
    form = WithholdForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.withhold_remark(Actor.of(request), found.remark, **form.cleaned_data)
        except InvalidInput as fault:
            for field, words in fault.faults.items():
                form.add_error(field, str(words))
        else:
            messages.success(request, _("The text is not shown. The reason stands in the log."))
            return redirect(found.remark)
    context = {"form": form, "seen": found, "remark": found.remark}
    return render(request, "remarks/withhold.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Show the text before there is an answer."""
    found = _answerable_remark(request, number, "remarks.publish_remark")
    actions.publish_remark(Actor.of(request), found.remark)
    messages.success(request, _("The text is shown. The answer is still to come."))
    return redirect(found.remark)
