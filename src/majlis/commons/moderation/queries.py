"""Queries of moderation."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.commons.moderation.lifecycle import DECISIONS, OPEN_STATES
from majlis.commons.moderation.models import Case, Decision, ModeratorLanguage, ReasonText, Report
from majlis.commons.moderation.registry import CONTRIBUTION_KINDS, Contribution
from majlis.commons.moderation.rules import decidable_by, languages_of_moderator, visible_cases
from majlis.kernel import clock
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import User

OTHER_MODERATORS = "others"


def waiting_cases(
    user: User, *, whose: str = "", language: str = "", state: str = ""
) -> QuerySet[Case]:
    """The open cases on which the moderator may decide, oldest first.

    With ``whose`` = ``OTHER_MODERATORS``, the open cases that the moderator sees but may not decide
    on.
    """
    cases = Case.objects.filter(state__in=[state] if state in OPEN_STATES else OPEN_STATES)
    if language:
        cases = cases.filter(language=language)
    condition = (
        visible_cases(user) & ~decidable_by(user)
        if whose == OTHER_MODERATORS
        else decidable_by(user)
    )
    return (
        cases.filter(condition)
        .annotate(reported=Count("reports", filter=Q(reports__answered=False)))
        .select_related("record", "writer")
        .prefetch_related("record__wordings")
        .order_by("waiting_since", "pk")
    )


def why_not_decidable(user: User, case: Case) -> str:
    """The reason why a moderator may not decide on a visible case; "" if they may."""
    if case.writer_id == user.pk:
        return _("the contribution is your own")
    if case.language not in languages_of_moderator(user):
        return _("the contribution is in a language that you do not read")
    if case.state == "appealed" and case.decided_by_id == user.pk:
        return _("the appeal is against your own decision")
    return ""


class ShownCase(NamedTuple):
    """A case with its contribution, None if that was deleted."""

    case: Case
    shown: Contribution | None


def times_reported(row: ShownCase) -> int:
    """How many reports of one of the ``waiting_cases`` wait."""
    count: int = row.case.reported  # type: ignore[attr-defined]
    return count


def with_contributions(cases: Iterable[Case]) -> list[ShownCase]:
    """Each case with its contribution, None if that was deleted; one or two queries per kind."""
    cases = list(cases)
    keys: dict[str, list[int]] = {}
    for case in cases:
        keys.setdefault(case.kind, []).append(case.item)
    items = {
        kind: CONTRIBUTION_KINDS[kind].load(each)
        for kind, each in keys.items()
        if kind in CONTRIBUTION_KINDS
    }
    return [
        ShownCase(
            case,
            CONTRIBUTION_KINDS[case.kind].show(item)
            if (item := items.get(case.kind, {}).get(case.item))
            else None,
        )
        for case in cases
    ]


def reason_text(code: str, language: str) -> ReasonText | None:
    """A reason in a language, in English if it has no text in that language, None if there is neither."""
    texts = {
        each.language: each
        for each in ReasonText.objects.filter(reason=code, language__in=[language, "en"])
    }
    return texts.get(language) or texts.get("en")


def reason_texts(language: str) -> dict[str, ReasonText]:
    """All reasons in a language by code, in their order; old decisions also need those out of use."""
    texts = ReasonText.objects.filter(language=language).select_related("reason")
    return {each.reason_id: each for each in texts.order_by("reason__position")}


def find_case(kind: str, item: int) -> Case | None:
    """The case of a contribution, or None."""
    return Case.objects.filter(kind=kind, item=item).select_related("record").first()


def reading_languages(user: User) -> list[str]:
    """The languages that a moderator has chosen to read; by default the language of their account."""
    chosen = list(ModeratorLanguage.objects.filter(user=user).values_list("language", flat=True))
    return chosen or [user.language]


@dataclass(frozen=True)
class LanguageStatistics:
    """One language in the statistics: open cases, and decisions by code."""

    language: str
    waiting: int
    decided: dict[str, int]

    @property
    def figures(self) -> list[int]:
        """The numbers in the order of the columns of the table."""
        return [self.waiting, *(self.decided.get(name, 0) for name in DECISIONS)]


@dataclass(frozen=True)
class Statistics:
    """Statistics of moderation for a number of days."""

    lines: list[LanguageStatistics]
    reports: int
    appeals: int
    overturned: int
    oldest: datetime.datetime | None
    median_hours: float | None


def statistics(days: int) -> Statistics:
    """The statistics of the last ``days`` days, by language of the contributions."""
    since = clock.now() - datetime.timedelta(days=days)
    waiting = dict(
        Case.objects.filter(state__in=OPEN_STATES).values_list("language").annotate(n=Count("pk"))
    )
    decisions = Decision.objects.filter(at__gte=since)
    decided: dict[str, dict[str, int]] = {}
    for language, name, count in decisions.values_list("case__language", "verb").annotate(
        n=Count("pk")
    ):
        decided.setdefault(language, {})[name] = count
    appeals = decisions.filter(on_appeal=True).aggregate(
        n=Count("pk"), overturned=Count("pk", filter=Q(verb="approve"))
    )
    waits = sorted(each.total_seconds() for each in decisions.values_list("waited", flat=True))
    median_hours = waits[len(waits) // 2] / 3600 if waits else None
    return Statistics(
        lines=[
            LanguageStatistics(language, waiting.get(language, 0), decided.get(language, {}))
            for language in sorted({*waiting, *decided})
        ],
        reports=Report.objects.filter(at__gte=since).count(),
        appeals=appeals["n"],
        overturned=appeals["overturned"],
        oldest=Case.objects.filter(state__in=OPEN_STATES)
        .order_by("waiting_since")
        .values_list("waiting_since", flat=True)
        .first(),
        median_hours=median_hours,
    )


ALL_LANGUAGES = "all"


def statistics_sheet(totals: Statistics, days: int) -> Sheet:
    """The statistics as a file: one row per language, and a last row for all languages together.

    Reports, appeals, the median and the oldest case are counted in the last row only.
    """
    note = _("given only in the row for all languages")
    fields = [
        Field(
            "days",
            pgettext("column of a table", "Days"),
            _("number of days covered by the figures, up to today"),
        ),
        Field("language", pgettext("language", "Language")),
        Field("waiting", pgettext("contributions", "Awaiting moderation")),
        Field("approved", pgettext("contributions", "Approved")),
        Field("sent_back", pgettext("contributions", "Returned")),
        Field("hidden", pgettext("contributions", "Hidden")),
        Field("refused", pgettext("contributions", "Rejected")),
        Field("reports", _("Reports by readers"), note),
        Field("appeals", pgettext("statistics", "Appeals decided"), note),
        Field("overturned", _("Appeals decided in favour of the author"), note),
        Field("median_hours", _("Median time to decision"), pgettext("unit of time", "hours")),
        Field("oldest", _("Oldest case pending since"), note),
    ]
    rows: list[list[str | float]] = [
        [days, each.language, *each.figures, "", "", "", "", ""] for each in totals.lines
    ]
    sums = [sum(column) for column in zip(*(each.figures for each in totals.lines), strict=True)]
    rows.append(
        [
            days,
            ALL_LANGUAGES,
            *(sums or [0] * (1 + len(DECISIONS))),
            totals.reports,
            totals.appeals,
            totals.overturned,
            round(totals.median_hours, 1) if totals.median_hours is not None else "",
            totals.oldest.isoformat() if totals.oldest else "",
        ]
    )
    return Sheet("moderation-statistics", pgettext("page", "Moderation statistics"), fields, rows)
