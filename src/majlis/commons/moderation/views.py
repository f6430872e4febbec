"""Pages of moderation."""

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
from majlis.look.formats import number as format_number

PAGE_SIZE = 30
PERIODS = (30, 90, 365)
REPORT_LIMIT = RateLimit("moderation.report_contribution", 20, 3600)


def _require_moderator(request: HttpRequest) -> Any:
    """The user, if they are a moderator; raises Refused otherwise."""
    if not is_moderator.test(request.user):
        raise Refused()
    return request.user


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    """The cases that wait for this moderator, as a page and as a file."""
    user = _require_moderator(request)
    filter_form = QueueFilter(request.GET)
    filters = filter_form.cleaned_data if filter_form.is_valid() else {}
    cases = queries.waiting_cases(user, **filters)
    if downloads.requested_format(request):
        return downloads.download_response(
            request, queries.cases_sheet(cases[: downloads.MAX_ROWS])
        )
    page = Paginator(cases, PAGE_SIZE).get_page(request.GET.get("page"))
    total = page.paginator.count
    active_filters = [
        parts.ActiveFilter(
            filter_form.fields[name].label or name,
            dict(filter_form.fields[name].choices)[value],  # type: ignore[attr-defined]
            parts.without_value(request, name, value),
        )
        for name, value in filters.items()
        if value
    ]
    whose = filters.get("whose", "")
    other_group = "" if whose else queries.OTHER_MODERATORS
    other_count = queries.waiting_cases(user, **{**filters, "whose": other_group}).count()
    context = {
        "cases": [
            (case, contribution, queries.why_not_decidable(user, case))
            for case, contribution in queries.with_contributions(page.object_list)
        ],
        "apart": parts.Link(
            _count_label(other_group, other_count),
            parts.with_query(request, whose=other_group or None, page=None),
        )
        if other_count
        else None,
        "others": bool(whose),
        "chosen": parts.ListSummary(
            _count_label(whose, total),
            active_filters,
            [parts.Link(*link) for link in downloads.download_links(request)] if total else [],
        ),
        "cut": parts.page_links(request, page),
        "filters": filter_form,
        "reads": [LANGUAGES_BY_CODE[code] for code in queries.reading_languages(user)],
    }
    return render(request, "moderation/queue.html", context)


def _count_label(whose: str, count: int) -> str:
    """The number of open cases, as a sentence."""
    words = (
        ngettext(
            "%(n)s contribution waits for other moderators",
            "%(n)s contributions wait for other moderators",
            count,
        )
        if whose
        else ngettext("%(n)s contribution waits for you", "%(n)s contributions wait for you", count)
    )
    return words % {"n": format_number(count, get_language() or "en")}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, key: int) -> HttpResponse:
    """A case: moderators decide on it, the writer reads the decisions; others get a 404."""
    moderated_case = get_object_or_404(
        Case.objects.select_related("record", "writer", "decided_by"), pk=key
    )
    actor = Actor.of(request)
    visible = moderated_case.record is None or moderated_case.record.is_visible_to(request.user)
    if not visible or not (
        moderated_case.writer_id == actor.person.pk or is_moderator.test(request.user)
    ):
        raise Http404
    contribution = queries.with_contributions([moderated_case])[0][1]
    decisions = list(moderated_case.decisions.select_related("reason", "by").order_by("-pk"))
    texts = queries.reason_texts(get_language() or "en")
    reasons = [each for each in texts.values() if each.reason.in_use]
    context: dict[str, Any] = {
        "case": moderated_case,
        "title": PAGE_TITLES[moderated_case.state],
        "shown": contribution,
        "decided": [(each, texts.get(each.reason_id or "")) for each in decisions],
    }
    if moderated_case.writer_id == actor.person.pk:
        context["may_appeal"] = (
            "moderation.appeal_decision" in CASE.verbs_from(moderated_case.state)
            and moderated_case.appealed_at is None
        )
        return render(request, "moderation/writer_case.html", context)
    # All four decisions have the same rule.
    is_allowed = may(actor, "moderation.approve_contribution", moderated_case)
    open_verbs = CASE.verbs_from(moderated_case.state)
    allowed = set(open_verbs) & set(contribution.verbs if contribution else ())
    possible = [
        code
        for code, name in DECISION_VERBS.items()
        if is_allowed and f"moderation.{name}" in allowed
    ]
    form = DecisionForm(request.POST or None, decisions=possible, reasons=reasons)
    seen = request.POST.get("seen", "")
    if (
        request.method == "POST"
        and form.is_valid()
        and _apply_decision(actor, moderated_case, form, seen)
    ):
        messages.success(request, _("Decided. The writer is told, in their language."))
        return redirect("moderation:queue")
    context |= {
        "form": form,
        "possible": possible,
        "reports": list(moderated_case.reports.filter(answered=False).order_by("pk")),
        "reasons": reasons,
        "language": LANGUAGES_BY_CODE[moderated_case.language],
    }
    return render(request, "moderation/case.html", context, status=422 if form.errors else 200)


def _apply_decision(actor: Actor, case: Case, form: DecisionForm, seen: str) -> bool:
    """Do the verb of the decision; False with the errors on the form if the verb raised InvalidInput."""
    values = dict(form.cleaned_data)
    verb = getattr(actions, DECISION_VERBS[values.pop("decision")])
    try:
        verb(actor, case, **values, seen=seen)
    except InvalidInput as error:
        for field, message in error.faults.items():
            form.add_error(field if field in form.fields else None, str(message))
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, key: int) -> HttpResponse:
    """The form to appeal against the decision on a contribution of one's own."""
    moderated_case = get_object_or_404(Case, pk=key, writer=request.user)
    drafted = DraftedForm(
        request,
        AppealForm,
        key="moderation.appeal_decision",
        target=moderated_case,
        send=_("Send the appeal"),
    )

    def submit(form: AppealForm) -> HttpResponse:
        actions.appeal_decision(Actor.of(request), moderated_case, words=form.cleaned_data["words"])
        messages.success(request, _("Your appeal waits for another moderator."))
        return redirect("moderation:case", key)

    response = drafted.answer(submit)
    return response or render(
        request,
        "moderation/appeal.html",
        drafted.context(case=moderated_case),
        status=drafted.status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, item: int) -> HttpResponse:
    """The form to report a contribution to the moderators; for anonymous readers it has a ``ProofOfWorkField``."""
    moderated_case = queries.find_case(kind, item) if item < 2**63 else None
    if moderated_case is None or (
        moderated_case.record and not moderated_case.record.is_visible_to(request.user)
    ):
        raise Http404
    contribution = queries.with_contributions([moderated_case])[0][1]
    if contribution is None or not contribution.public:
        raise Http404
    form = ReportForm(request.POST or None)
    if not request.user.is_authenticated:
        form.fields["guard"] = ProofOfWorkField()
        form.fields["guard"].where = client_key(request)  # type: ignore[attr-defined]
    try:
        # Checking the proof of work also has a rate limit, so ``is_valid`` may raise TooManyRequests.
        if request.method == "POST" and form.is_valid():
            count_request(REPORT_LIMIT, client_key(request))
            values = form.cleaned_data
            actions.report_contribution(
                Actor.of(request), moderated_case, why=values["why"], words=values["words"]
            )
            messages.success(request, _("Thank you. A moderator will look at it."))
            return redirect(contribution.url)
    except TooManyRequests as limit_error:
        form.add_error(None, str(limit_error))
    except InvalidInput as error:
        for field, message in error.faults.items():
            form.add_error(field if field in form.fields else None, str(message))
    context = {"form": form, "shown": contribution, "case": moderated_case}
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def languages(request: HttpRequest) -> HttpResponse:
    """The form to choose the languages that one reads as a moderator."""
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
    """The statistics of moderation, as a page and as a file."""
    _require_moderator(request)
    requested_days = request.GET.get("days", "")
    days = next((each for each in PERIODS if str(each) == requested_days), PERIODS[0])
    totals = queries.statistics(days)
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.statistics_sheet(totals, days))
    heads = [
        _("Language"),
        _("Waiting now"),
        _("Approved"),
        _("Sent back"),
        _("Hidden"),
        _("Refused"),
    ]
    language = get_language() or "en"
    table = parts.Table(
        [parts.Column(head, number=column > 0) for column, head in enumerate(heads)],
        [
            [
                parts.Cell(LANGUAGES_BY_CODE[each.language].name, language=each.language),
                *[format_number(figure, language) for figure in each.figures],
            ]
            for each in totals.lines
        ],
        caption=_("By the language of the contribution"),
        figures=True,
    )
    chosen = parts.ListSummary(
        "", (), [parts.Link(*each) for each in downloads.download_links(request)]
    )
    context = {
        "found": totals,
        "table": table,
        "days": days,
        "periods": PERIODS,
        "chosen": chosen,
    }
    return render(request, "moderation/statistics.html", context)
