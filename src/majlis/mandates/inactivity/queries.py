"""Inactive mandates: in force, and with no recorded activity for a number of years.

The list describes the records of this site, not the work that was done. The lead is notified before
it is public.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat, Greatest, JSONObject, TruncDate
from django.utils import timezone

from majlis.kernel import clock
from majlis.kernel.models import Access, Reader
from majlis.kernel.roles import is_secretariat
from majlis.mandates.core.rows import FilterValues, JsonRow
from majlis.mandates.models import (
    Deliverable,
    Evaluation,
    InactivityNotice,
    LifecycleEvent,
    Mandate,
    MandateSource,
    Occurrence,
    Resource,
    Step,
)
from majlis.mandates.register import queries

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

_LAST_DAY = "-99"
"""Appended to a partial date, which then compares as the last day that it may mean."""


def activity_cutoff(today: datetime.date) -> str:
    """The ISO date before which the last recorded activity must lie."""
    year = max(1, today.year - int(settings.MAJLIS_QUIET_YEARS))
    return today.replace(year=year, day=min(today.day, 28)).isoformat()


def _iso_day(moment: str) -> Func:
    """The day of a moment, as an ISO date."""
    local_date = TruncDate(moment, tzinfo=timezone.get_default_timezone())
    return Func(local_date, Value("YYYY-MM-DD"), function="to_char", output_field=CharField())


def _latest(rows: QuerySet[Model], moment: Func | Case) -> Subquery:
    """The latest moment among the rows of a mandate."""
    grouped = rows.filter(mandate=OuterRef("pk")).order_by().values("mandate")
    return Subquery(grouped.annotate(last=Max(moment)).values("last"), output_field=CharField())


def _latest_source_date() -> Subquery:
    """The date of the latest source that is public or current.

    It is the date of the version, or the day of acceptance where the version has no date.
    """
    public = Q(version__record__access=Access.PUBLIC)
    public &= Q(version__instrument__record__access=Access.PUBLIC)
    date = Case(
        When(version__date="", then=_iso_day("accepted_at")),
        default=F("version__date"),
        output_field=CharField(),
    )
    return _latest(MandateSource.objects.filter(public | Q(current_of=OuterRef("pk"))), date)


def _last_activity() -> Greatest:
    """The (possibly partial) ISO date of the latest activity on a mandate.

    Activity is a source, a submission, a statement, a response, an answer on a past date, a
    deliverable that a person added, a completed step, an evaluation, an occurrence, an end, pause
    or revival, or published resources.
    """
    steps = Step.objects.filter(deliverable__mandate=OuterRef("pk"), deliverable__withdrawn_at=None)
    last_step = steps.order_by().values("deliverable__mandate").annotate(last=Max("done_on"))
    manual = Deliverable.objects.filter(scheduled=False, withdrawn_at=None)
    last_activity_on = Func(
        F("last_activity_on"), Value("YYYY-MM-DD"), function="to_char", output_field=CharField()
    )
    histories = [
        each._base_manager.all() for each in (Evaluation, LifecycleEvent, Occurrence, Resource)
    ]
    return Greatest(
        _latest_source_date(),
        last_activity_on,
        Subquery(last_step.values("last"), output_field=CharField()),
        *(_latest(each, _iso_day("made_at")) for each in (manual, *histories)),
        output_field=CharField(),
    )


class InactivityData(TypedDict):
    """The annotations of ``inactive_mandates``."""

    last_activity: str
    last_activity_until: str
    notified_since: str | None
    notified_until: datetime.date | None
    notice: JsonRow | None


type InactiveMandate = WithAnnotations[Mandate, InactivityData]


def inactive_mandates(
    mandates: QuerySet[Mandate], today: datetime.date
) -> QuerySet[InactiveMandate]:
    """Return those mandates that are inactive on a day, with ``last_activity`` and ``notice``.

    ``notice`` is set where the lead was notified. Overdue mandates are left out, because their lead
    was asked already; so are mandates that are due in the future or wait for a trigger.
    """
    due_later = Q(due__gte=today) | Q(due_text__regex=r"^\d{4}", due_text__gte=str(today.year))
    happened = Occurrence.objects.filter(mandate=OuterRef("pk"))
    awaits_trigger = ~Q(source__trigger="") & ~Exists(happened)
    # This condition needs no rows of other tables, so it reduces the rows first.
    since = activity_cutoff(today)
    cheap_condition = Q(source__version__date__lt=since) & (
        Q(last_activity_on=None) | Q(last_activity_on__lt=since)
    )
    rows = mandates.filter(
        queries.in_legal_status(queries.BINDS), cheap_condition, overdue_from=None
    )
    rows = rows.annotate(last_activity=_last_activity()).exclude(due_later).exclude(awaits_trigger)
    notices = InactivityNotice.objects.filter(mandate=OuterRef("pk"), entity=OuterRef("lead"))
    latest_notice = notices.order_by("-pk")
    return (
        rows.annotate(
            last_activity_until=Concat("last_activity", Value(_LAST_DAY), output_field=CharField())
        )
        .filter(last_activity_until__lt=since)
        .annotate(
            notified_since=Subquery(latest_notice.values("since")[:1]),
            notified_until=Subquery(latest_notice.values("answer_by")[:1]),
            notice=Subquery(
                latest_notice.values(
                    json=JSONObject(
                        pk=F("pk"),
                        since=F("since"),
                        answer_by=F("answer_by"),
                        reply=F("reply"),
                        by_secretariat=F("by_secretariat"),
                        language=F("language"),
                        answer=F("answer"),
                        answered_at=F("answered_at"),
                    )
                )[:1]
            ),
        )
    )


def visible_inactive_mandates(
    user: Reader, filters: FilterValues, today: datetime.date | None = None
) -> QuerySet[InactiveMandate]:
    """Return the inactive mandates that the user may see, the longest inactive first.

    ``filters``: the filters of the register. The secretariat sees all of them. A lead sees those of
    which it was notified. Others see those whose lead was notified and whose days to answer have
    passed.
    """
    today = today or clock.today()
    listed = queries.find_mandates(user, filters, today)
    sees_all = is_secretariat.test(user)
    if not sees_all:
        listed = listed.filter(Exists(InactivityNotice.objects.filter(mandate=OuterRef("pk"))))
    rows = inactive_mandates(listed, today)
    if not sees_all:
        notified = Q(notified_since=F("last_activity"))
        rows = rows.filter(notified & (Q(notified_until__lt=today) | led_by_user(user)))
    return rows if filters.get("sort") else rows.order_by("last_activity", "number")


def led_by_user(user: Reader) -> Q:
    """A condition: the user represents the lead of the mandate (``rules.represents``)."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Q(pk__in=[])
    appointments = [each for each in user.appointments_today() if each.scope_id]
    of_bodies = [each.scope_id for each in appointments if each.role in ("chair", "secretariat")]
    of_members = [
        each.scope_id for each in appointments if each.role in ("focal_point", "delegate")
    ]
    return Q(lead__organisation__in=of_members) | Q(lead__body__in=of_bodies)


def leads_to_notify(today: datetime.date) -> list[Any]:
    """Leads with inactive mandates of which they were not notified yet.

    Each row has ``lead``, ``record__access``, ``record__circle`` and ``keys``. The mandates of a
    row have the same audience.
    """
    rows = inactive_mandates(Mandate.objects.filter(lead__isnull=False), today)
    fresh = rows.exclude(notified_since=F("last_activity"), notified_since__isnull=False)
    groups = fresh.order_by().values("lead", "record__access", "record__circle")
    return list(groups.annotate(keys=ArrayAgg("pk", order_by="number")).order_by("lead"))
