"""Pages of the moderation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.commons.drafts.forms import DraftedForm
from majlis.commons.moderation import actions, queries
from majlis.commons.moderation.forms import (
    AppealForm,
    DecisionForm,
    LanguagesForm,
    QueueFilter,
    ReportForm,
)
from majlis.commons.moderation.lifecycle import CASE, DECISION_VERBS, PAGE_TITLES
from majlis.commons.moderation.models import Case
from majlis.commons.moderation.rules import is_moderator
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.proof_of_work import ProofOfWorkField
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, client_key, count_request
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.formats import number as in_words

PAGE_SIZE = 30
PERIODS = (30, 90, 365)
REPORT_LIMIT = RateLimit("moderation.report_contribution", 20, 3600)


def _require_moderator(request: HttpRequest) -> Any:
    """The moderator who asks; Refused for others."""
    if not is_moderator.test(request.user):
        raise Refused()
    return request.user


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    """What waits for a moderator, over all rooms; and as a file."""
    user = _require_moderator(request)
    chosen = QueueFilter(request.GET)
    filters = chosen.cleaned_data if chosen.is_valid() else {}
    found = queries.waiting_cases(user, **filters)
    if downloads.requested_format(request):
        return downloads.download_response(
            request, queries.cases_sheet(found[: downloads.MAX_ROWS])
        )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    total = page.paginator.count
    on = [
        parts.ActiveFilter(
            chosen.fields[name].label or name,
            dict(chosen.fields[name].choices)[value],  # type: ignore[attr-defined]
            parts.without_value(request, name, value),
        )
        for name, value in filters.items()
        if value
    ]
    whose = filters.get("whose", "")
    apart = "" if whose else queries.OTHER_MODERATORS
    left = queries.waiting_cases(user, **{**filters, "whose": apart}).count()
    context = {
        "cases": [
            (each, shown, queries.why_not_decidable(user, each))
            for each, shown in queries.with_contributions(page.object_list)
        ],
        "apart": parts.Link(
            _count_label(apart, left), parts.with_query(request, whose=apart or None, page=None)
        )
        if left
        else None,
        "others": bool(whose),
        "chosen": parts.ListSummary(
            _count_label(whose, total),
            on,
            [parts.Link(*each) for each in downloads.download_links(request)] if total else [],
        ),
        "cut": parts.page_links(request, page),
        "filters": chosen,
        "reads": [LANGUAGES_BY_CODE[each] for each in queries.reading_languages(user)],
    }
    return render(request, "moderation/queue.html", context)


def _count_label(whose: str, count: int) -> str:
    """How many contributions wait, and for whom."""
    words = (
        ngettext(
            "%(n)s contribution waits for other moderators",
            "%(n)s contributions wait for other moderators",
            count,
        )
        if whose
        else ngettext("%(n)s contribution waits for you", "%(n)s contributions wait for you", count)
    )
    return words % {"n": in_words(count, get_language() or "en")}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, key: int) -> HttpResponse:
    """A case: for a moderator to decide on, for its writer to read; for others it does not exist."""
    found = get_object_or_404(Case.objects.select_related("record", "writer", "decided_by"), pk=key)
    actor = Actor.of(request)
    visible = found.record is None or found.record.is_visible_to(request.user)
    if not visible or not (found.writer_id == actor.person.pk or is_moderator.test(request.user)):
        raise Http404
    shown = queries.with_contributions([found])[0][1]
    decided = list(found.decisions.select_related("reason", "by").order_by("-pk"))
    texts = queries.reason_texts(get_language() or "en")
    reasons = [each for each in texts.values() if each.reason.in_use]
    context: dict[str, Any] = {
        "case": found,
        "title": PAGE_TITLES[found.state],
        "shown": shown,
        "decided": [(each, texts.get(each.reason_id or "")) for each in decided],
    }
    if found.writer_id == actor.person.pk:
        context["may_appeal"] = (
            "moderation.appeal_decision" in CASE.verbs_from(found.state)
            and found.appealed_at is None
        )
        return render(request, "moderation/writer_case.html", context)
    # One rule stands before all four.
    decides = may(actor, "moderation.approve_contribution", found)
    open_now = CASE.verbs_from(found.state)
    allowed = set(open_now) & set(shown.verbs if shown else ())
    possible = [
        code for code, name in DECISION_VERBS.items() if decides and f"moderation.{name}" in allowed
    ]
    form = DecisionForm(request.POST or None, decisions=possible, reasons=reasons)
    seen = request.POST.get("seen", "")
    if request.method == "POST" and form.is_valid() and _apply_decision(actor, found, form, seen):
        messages.success(request, _("Decided. The writer is told, in their language."))
        return redirect("moderation:queue")
    context |= {
        "form": form,
        "possible": possible,
        "reports": list(found.reports.filter(answered=False).order_by("pk")),
        "reasons": reasons,
        "language": LANGUAGES_BY_CODE[found.language],
    }
    return render(request, "moderation/case.html", context, status=422 if form.errors else 200)


def _apply_decision(actor: Actor, case: Case, form: DecisionForm, seen: str) -> bool:
    """Do what was decided; put what is wrong on the form."""
    given = dict(form.cleaned_data)
    verb = getattr(actions, DECISION_VERBS[given.pop("decision")])
    try:
        verb(actor, case, **given, seen=seen)
    except InvalidInput as fault:
        for field, words in fault.faults.items():
            form.add_error(field if field in form.fields else None, str(words))
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, key: int) -> HttpResponse:
    """Appeal against the decision about my contribution."""
    found = get_object_or_404(Case, pk=key, writer=request.user)
    drafted = DraftedForm(
        request,
        AppealForm,
        key="moderation.appeal_decision",
        target=found,
        send=_("Send the appeal"),
    )

    def do(form: AppealForm) -> HttpResponse:
        actions.appeal_decision(Actor.of(request), found, words=form.cleaned_data["words"])
        messages.success(request, _("Your appeal waits for another moderator."))
        return redirect("moderation:case", key)

    answer = drafted.answer(do)
    return answer or render(
        request, "moderation/appeal.html", drafted.context(case=found), status=drafted.status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, item: int) -> HttpResponse:
    """Say that a contribution should be looked at; nobody need sign in."""
    found = queries.find_case(kind, item) if item < 2**63 else None
    if found is None or (found.record and not found.record.is_visible_to(request.user)):
        raise Http404
    shown = queries.with_contributions([found])[0][1]
    if shown is None or not shown.public:
        raise Http404
    form = ReportForm(request.POST or None)
    if not request.user.is_authenticated:
        form.fields["guard"] = ProofOfWorkField()
        form.fields["guard"].where = client_key(request)  # type: ignore[attr-defined]
    try:
        # The slip of the form, too, is taken so many times only.
        if request.method == "POST" and form.is_valid():
            count_request(REPORT_LIMIT, client_key(request))
            given = form.cleaned_data
            actions.report_contribution(
                Actor.of(request), found, why=given["why"], words=given["words"]
            )
            messages.success(request, _("Thank you. A moderator will look at it."))
            return redirect(shown.url)
    except TooManyRequests as flood:
        form.add_error(None, str(flood))
    except InvalidInput as fault:
        for field, words in fault.faults.items():
            form.add_error(field if field in form.fields else None, str(words))
    context = {"form": form, "shown": shown, "case": found}
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def languages(request: HttpRequest) -> HttpResponse:
    """The languages that I read as a moderator."""
    user = _require_moderator(request)
    form = LanguagesForm(
        request.POST or None, initial={"languages": queries.reading_languages(user)}
    )
    if request.method == "POST" and form.is_valid():
        actions.set_languages(Actor.of(request), user, **form.cleaned_data)
        messages.success(request, _("Kept. What you read is shown to you first."))
        return redirect("moderation:queue")
    return render(
        request, "moderation/languages.html", {"form": form}, status=422 if form.errors else 200
    )


@login_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponseBase:
    """How moderation went; and as a file."""
    _require_moderator(request)
    asked = request.GET.get("days", "")
    days = next((each for each in PERIODS if str(each) == asked), PERIODS[0])
    found = queries.statistics(days)
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.statistics_sheet(found, days))
    heads = [
        _("Language"),
        _("Waiting now"),
        _("Approved"),
        _("Sent back"),
        _("Hidden"),
        _("Refused"),
    ]
    here = get_language() or "en"
    table = parts.Table(
        [parts.Column(head, number=place > 0) for place, head in enumerate(heads)],
        [
            [
                parts.Cell(LANGUAGES_BY_CODE[each.language].name, language=each.language),
                *[in_words(figure, here) for figure in each.figures],
            ]
            for each in found.lines
        ],
        caption=_("By the language of the contribution"),
        figures=True,
    )
    chosen = parts.ListSummary(
        "", (), [parts.Link(*each) for each in downloads.download_links(request)]
    )
    context = {
        "found": found,
        "table": table,
        "days": days,
        "periods": PERIODS,
        "chosen": chosen,
    }
    return render(request, "moderation/statistics.html", context)
