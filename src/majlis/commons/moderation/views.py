"""Pages of moderation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, override

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.commons.moderation import actions, queries
from majlis.commons.moderation.forms import (
    AppealForm,
    DecisionForm,
    LanguagesForm,
    QueueFilter,
    ReportForm,
)
from majlis.commons.moderation.lifecycle import CASE, DECISION_VERBS, PAGE_TITLES
from majlis.commons.moderation.models import Case, Decision, ReasonText
from majlis.commons.moderation.queries import ShownCase
from majlis.commons.moderation.registry import Contribution
from majlis.commons.moderation.rules import is_moderator
from majlis.kernel import downloads
from majlis.kernel.models import Reader, User
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.kernel.verbs import may
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page, StrOrPromise
from majlis.kit.trails import link_to, links_to
from majlis.look import formats, parts
from majlis.look.languages import name_of

PERIODS = (30, 90, 365)
REPORT_LIMIT = RateLimit("moderation.report_contribution", 20, 3600)
QUEUE = (pgettext_lazy("page", "Moderation"), "moderation:queue")
ACCOUNT = (pgettext_lazy("page", "Your account"), "accounts:home")


class ModerationPage(Page):
    """A page of the moderators."""

    permission = "moderation.read_queue"


class Queue(ModerationPage, ListPage[Case, ShownCase]):
    """The cases that wait for this moderator."""

    template_name = "moderation/queue.html"
    title = pgettext_lazy("page", "Moderation")
    paginate_by = 30
    columns = (
        Column("case", pgettext_lazy("moderation", "Case"), value=lambda row: row.case.pk),
        Column(
            "words",
            pgettext_lazy("text of a contribution", "Text"),
            value=lambda row: row.shown.text if row.shown else "",
        ),
        Column(
            "language", pgettext_lazy("language", "Language"), value=lambda row: row.case.language
        ),
        Column(
            "record",
            pgettext_lazy("record", "Record"),
            value=lambda row: str(row.case.record) if row.case.record else None,
        ),
        Column(
            "address",
            pgettext_lazy("web address", "Web address"),
            value=lambda row: row.case.record.address if row.case.record else "",
        ),
        Column(
            "writer",
            pgettext_lazy("contribution", "Author"),
            value=lambda row: str(row.case.writer) if row.case.writer else None,
        ),
        Column(
            "since",
            pgettext_lazy("case", "Pending since"),
            value=lambda row: row.case.waiting_since.isoformat(),
        ),
        Column(
            "state",
            pgettext_lazy("status of a record", "Status"),
            value=lambda row: row.case.get_state_display(),
        ),
        Column("reported", _("Number of reports"), value=queries.times_reported),
    )
    filter_form = QueueFilter
    file_name = "moderation"

    def cases(self, whose: str) -> QuerySet[Case]:
        """The cases of the filters that wait for the moderator, or for others."""
        language, state = self.filters["language"], self.filters["state"]
        return queries.waiting_cases(self.member, whose=whose, language=language, state=state)

    @override
    def get_queryset(self) -> QuerySet[Case]:
        return self.cases(self.filters["whose"])

    @override
    def get_rows(self, items: Sequence[Case]) -> Sequence[ShownCase]:
        return queries.with_contributions(items)

    @override
    def get_lead(self) -> StrOrPromise:
        if self.filters["whose"]:
            return _("Contributions on which you cannot decide, oldest first.")
        return _("Contributions awaiting your decision, oldest first.")

    @override
    def get_count(self, total: int) -> str:
        return count_label(self.filters["whose"], total)

    @override
    def list_context(self, queryset: QuerySet[Case]) -> dict[str, Any]:
        context = super().list_context(queryset)
        whose = "" if self.filters["whose"] else queries.OTHER_MODERATORS
        others = self.cases(whose).count()
        label = count_label(whose, others) % {"n": formats.number(others, self.language)}
        url = parts.with_query(self.request, whose=whose or None, page=None)
        reads = queries.reading_languages(self.member)
        return {
            **context,
            "cases": [
                (*row, queries.why_not_decidable(self.member, row.case)) for row in context["rows"]
            ],
            "apart": parts.Link(label, url) if others else None,
            "reads": formats.list_separator(self.language).join(map(name_of, reads)),
        }


def count_label(whose: str, count: int) -> str:
    """The number of open cases, as a sentence with ``%(n)s`` for the number."""
    if whose:
        return ngettext(
            "%(n)s contribution awaiting a decision by other content moderators",
            "%(n)s contributions awaiting a decision by other content moderators",
            count,
        )
    return ngettext(
        "%(n)s contribution awaiting your decision",
        "%(n)s contributions awaiting your decision",
        count,
    )


def visible_case(reader: Reader, key: int) -> ShownCase:
    """A case of which the reader is the writer or a moderator, with its contribution. Raises Http404."""
    cases = Case.objects.select_related("record", "writer", "decided_by")
    case = get_object_or_404(cases, pk=key)
    is_visible = case.record is None or case.record.is_visible_to(reader)
    if not is_visible or not (case.writer_id == reader.pk or is_moderator.test(reader)):
        raise Http404
    return queries.with_contributions([case])[0]


class CaseDetail(DetailPage[Case]):
    """A case: moderators see what is to decide, the writer reads the decisions; others get a 404."""

    template_name = "moderation/case.html"

    @cached_property
    def contribution(self) -> Contribution | None:
        """The contribution; None if it was deleted."""
        return self.shown_case.shown

    @cached_property
    def shown_case(self) -> ShownCase:
        """The case with its contribution."""
        return visible_case(self.reader, self.kwargs["key"])

    @override
    def get_object(self) -> Case:
        return self.shown_case.case

    @property
    def is_own(self) -> bool:
        """Whether the reader wrote the contribution."""
        return self.object.writer_id == self.actor.person.pk

    @override
    def get_title(self) -> StrOrPromise:
        return (
            pgettext_lazy("page", "Your contribution")
            if self.is_own
            else PAGE_TITLES[self.object.state]
        )

    @override
    def get_trail(self) -> list[parts.Link]:
        return [*links_to([ACCOUNT if self.is_own else QUEUE]), parts.Link(self.get_title())]

    @override
    def get_context_data(self) -> dict[str, Any]:
        case = self.object
        decisions = case.decisions.select_related("reason", "by").order_by("-pk")
        texts = queries.reason_texts(self.language)
        can_appeal = "moderation.appeal_decision" in CASE.verbs_from(case.state)
        return {
            **super().get_context_data(),
            "case": case,
            "shown": self.contribution,
            "is_own": self.is_own,
            "decided": [(each, texts.get(each.reason_id or "")) for each in decisions],
            "reports": case.reports.filter(answered=False).order_by("pk"),
            "may_appeal": self.is_own and can_appeal and case.appealed_at is None,
            "may_decide": may(self.actor, DecideCase.verb_key(), case)
            and possible_decisions(self.shown_case),
            "why_not": queries.why_not_decidable(self.member, case)
            or pgettext("case", "the case is closed"),
        }


def possible_decisions(row: ShownCase) -> list[str]:
    """The codes of the decisions that the states of the case and of its contribution allow."""
    open_verbs = set(CASE.verbs_from(row.case.state)) & set(row.shown.verbs if row.shown else ())
    return [code for code, name in DECISION_VERBS.items() if f"moderation.{name}" in open_verbs]


class DecideCase(ActionPage[Case]):
    """Decide on a contribution. All four decisions have the same rule."""

    template_name = "moderation/decide.html"
    verb = actions.approve_contribution
    form_class = DecisionForm
    title = pgettext_lazy("button", "Record decision")
    done = _("Decision saved. The author has been notified in their language.")
    drafts = False  # a decision is on the text that is shown with it

    @cached_property
    def shown_case(self) -> ShownCase:
        """The case with its contribution."""
        return visible_case(self.reader, self.kwargs["key"])

    @cached_property
    def reasons(self) -> list[ReasonText]:
        """The reasons that can be chosen, in the language of the page."""
        texts = queries.reason_texts(self.language)
        return [each for each in texts.values() if each.reason.in_use]

    @override
    def get_target(self) -> Case:
        return self.shown_case.case

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"decisions": possible_decisions(self.shown_case), "reasons": self.reasons}

    @override
    def get_lead(self) -> StrOrPromise:
        return PAGE_TITLES[self.target.state]

    @override
    def get_trail(self) -> list[parts.Link]:
        here = parts.Link(PAGE_TITLES[self.target.state], self.get_cancel_url())
        return [*links_to([QUEUE]), here, parts.Link(self.title)]

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "case": self.target,
            "shown": self.shown_case.shown,
            "reasons": self.reasons,
        }

    @override
    def do(self, data: dict[str, Any]) -> Decision:
        verb = getattr(actions, DECISION_VERBS[data.pop("decision")])
        decision: Decision = verb(
            self.actor, self.target, **data, seen=self.request.POST.get("seen", "")
        )
        return decision

    @override
    def get_success_url(self, result: Decision) -> str:
        return reverse("moderation:queue")


class AppealDecision(ActionPage[Case]):
    """Appeal against the decision on a contribution of one's own."""

    verb = actions.appeal_decision
    form_class = AppealForm
    title = pgettext_lazy("button", "Appeal against the decision")
    done = _("Appeal sent. Another content moderator will decide.")

    @override
    def get_target(self) -> Case:
        return get_object_or_404(Case, pk=self.kwargs["key"], writer=self.actor.user)

    @override
    def get_lead(self) -> StrOrPromise:
        return ""

    @override
    def get_trail(self) -> list[parts.Link]:
        here = parts.Link(pgettext_lazy("page", "Your contribution"), self.get_cancel_url())
        return [*links_to([ACCOUNT]), here, parts.Link(self.title)]


class ReportContribution(ActionPage[Case]):
    """Report a contribution to the moderators; no account is needed."""

    template_name = "moderation/report.html"
    verb = actions.report_contribution
    form_class = ReportForm
    title = pgettext_lazy("button", "Report contribution")
    lead = _("No sign-in is required. Your name is not disclosed to the author.")
    done = _("Report sent. A content moderator will check the contribution.")
    drafts = False

    @cached_property
    def contribution(self) -> Contribution:
        """The contribution, which everybody may read who sees its record. Raises Http404."""
        contribution = queries.with_contributions([self.target])[0].shown
        if contribution is None or not contribution.public:
            raise Http404
        return contribution

    @override
    def get_target(self) -> Case:
        item = self.kwargs["item"]
        case = queries.find_case(self.kwargs["kind"], item) if item < 2**63 else None
        if case is None or (case.record and not case.record.is_visible_to(self.reader)):
            raise Http404
        return case

    @override
    def is_allowed(self) -> bool:
        return bool(self.contribution) and super().is_allowed()

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"client": "" if self.reader.is_authenticated else client_key(self.request)}

    @override
    def get_trail(self) -> list[parts.Link]:
        place = pgettext_lazy("place", "Page of the contribution")
        above = parts.Link(place, self.contribution.url)
        if self.target.record:
            above = link_to(self.target.record)
        return [above, parts.Link(self.title)]

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "case": self.target,
            "shown": self.contribution,
        }

    @override
    def do(self, data: dict[str, Any]) -> None:
        count_request(REPORT_LIMIT, client_key(self.request))
        actions.report_contribution(self.actor, self.target, **data)

    @override
    def get_cancel_url(self) -> str:
        return self.contribution.url


class SetLanguages(ActionPage[User | None]):
    """Choose the languages that one reads as a moderator."""

    verb = actions.set_languages
    form_class = LanguagesForm
    title = _("Your reading languages")
    button = phrases.SAVE_CHANGES
    lead = _("Select the languages in which you can decide on contributions.")
    done = _("Reading languages saved. Your queue lists contributions in these languages.")
    parents = (QUEUE,)
    drafts = False

    @override
    def get_target(self) -> User | None:
        return self.actor.user

    @override
    def get_object_above(self) -> None:
        return None

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"languages": queries.reading_languages(self.target) if self.target else []}


class Statistics(ModerationPage):
    """The statistics of moderation, also as a file, which has one more row for all languages together."""

    template_name = "moderation/statistics.html"
    title = pgettext_lazy("page", "Moderation statistics")
    parents = (QUEUE,)

    @cached_property
    def days(self) -> int:
        """The number of days of the statistics."""
        requested = self.request.GET.get("days", "")
        return next((days for days in PERIODS if str(days) == requested), PERIODS[0])

    @cached_property
    def totals(self) -> queries.Statistics:
        """The statistics."""
        return queries.statistics(self.days)

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if downloads.requested_format(request):
            sheet = queries.statistics_sheet(self.totals, self.days)
            return downloads.download_response(request, sheet)
        return self.render()

    @override
    def get_context_data(self) -> dict[str, Any]:
        links = downloads.download_links(self.request)
        return {
            **super().get_context_data(),
            "found": self.totals,
            "table": self.table(),
            "days": self.days,
            "periods": PERIODS,
            "chosen": parts.ListSummary("", (), [parts.Link(*each) for each in links]),
        }

    def table(self) -> parts.Table:
        """The figures by language."""
        heads = [
            pgettext("language", "Language"),
            pgettext("contributions", "Awaiting moderation"),
            pgettext("contributions", "Approved"),
            pgettext("contributions", "Returned"),
            pgettext("contributions", "Hidden"),
            pgettext("contributions", "Rejected"),
        ]
        return parts.Table(
            [parts.Column(head, number=column > 0) for column, head in enumerate(heads)],
            [
                [
                    name_of(each.language),
                    *[formats.number(figure, self.language) for figure in each.figures],
                ]
                for each in self.totals.lines
            ],
            caption=gettext("Contributions by language"),
            figures=True,
        )
