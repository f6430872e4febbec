"""Inactive mandates: in force, and with no recorded activity for a number of years.

The list says something of the records of this site, and nothing of the work that was done. The lead is notified first."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    Max,
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
from majlis.kernel.models import Access
from majlis.kernel.roles import is_secretariat
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

_LAST_DAY = "-99"
"""Put after a date of which less is known, so that it counts as the last day that it may be."""


def activity_cutoff(today: datetime.date) -> str:
    """The day before which the last record has to lie, as an ISO date."""
    year = max(1, today.year - int(settings.MAJLIS_QUIET_YEARS))
    return today.replace(year=year, day=min(today.day, 28)).isoformat()


def _iso_day(moment: str) -> Func:
    """The day of a moment, as an ISO date."""
    there = TruncDate(moment, tzinfo=timezone.get_default_timezone())
    return Func(there, Value("YYYY-MM-DD"), function="to_char", output_field=CharField())


def _latest(rows: QuerySet[Any], moment: Any) -> Subquery:
    """The last of the moments of rows of the mandate outside."""
    of = rows.filter(mandate=OuterRef("pk")).order_by().values("mandate")
    return Subquery(of.annotate(last=Max(moment)).values("last"), output_field=CharField())


def _latest_source_date() -> Subquery:
    """When a text that everybody may see asked it last: the date of the version, else when it was accepted."""
    open_ones = Q(version__record__access=Access.PUBLIC)
    open_ones &= Q(version__instrument__record__access=Access.PUBLIC)
    date = Case(
        When(version__date="", then=_iso_day("accepted_at")),
        default=F("version__date"),
        output_field=CharField(),
    )
    return _latest(MandateSource.objects.filter(open_ones | Q(current_of=OuterRef("pk"))), date)


def with_last_activity(found: QuerySet[Mandate]) -> QuerySet[Any]:
    """Read with mandates ``last_activity``: as much as is known of the date of the last thing that is recorded.

    That is an source, an answer, a statement, a response, a word on a date that passed, a deliverable that a person
    made, a step taken, an evaluation, an occurrence, an end or pause or revival, or what was published on resources.
    """
    steps = Step.objects.filter(deliverable__mandate=OuterRef("pk"), deliverable__withdrawn_at=None)
    done = steps.order_by().values("deliverable__mandate").annotate(last=Max("done_on"))
    by_hand = Deliverable.objects.filter(scheduled=False, withdrawn_at=None)
    last_activity_on = Func(
        F("last_activity_on"), Value("YYYY-MM-DD"), function="to_char", output_field=CharField()
    )
    made = [each._base_manager.all() for each in (Evaluation, LifecycleEvent, Occurrence, Resource)]
    read: QuerySet[Any] = found.annotate(
        last_activity=Greatest(
            _latest_source_date(),
            last_activity_on,
            Subquery(done.values("last"), output_field=CharField()),
            *(_latest(each, _iso_day("made_at")) for each in (by_hand, *made)),
            output_field=CharField(),
        )
    )
    return read


def inactive_mandates(found: QuerySet[Mandate], today: datetime.date) -> QuerySet[Any]:
    """Those of these mandates that are quiet on a day, with ``last_activity``, and ``disclaimer`` if who leads was told of it.

    Not what is late, which its lead was asked about already; nor what has its date ahead or waits for a trigger.
    """
    ahead = Q(due__gte=today) | Q(due_text__regex=r"^\d{4}", due_text__gte=str(today.year))
    happened = Occurrence.objects.filter(mandate=OuterRef("pk"))
    waits = ~Q(source__trigger="") & ~Exists(happened)
    # What is known without looking at the rows of other tables comes first.
    since = activity_cutoff(today)
    known = Q(source__version__date__lt=since) & (
        Q(last_activity_on=None) | Q(last_activity_on__lt=since)
    )
    rows = found.filter(queries.in_legal_status(queries.BINDS), known, overdue_from=None)
    rows = with_last_activity(rows).exclude(ahead).exclude(waits)
    notice = InactivityNotice.objects.filter(mandate=OuterRef("pk"), entity=OuterRef("lead"))
    last = notice.order_by("-pk")
    return (
        rows.annotate(
            last_activity_until=Concat("last_activity", Value(_LAST_DAY), output_field=CharField())
        )
        .filter(last_activity_until__lt=since)
        .annotate(
            notified_since=Subquery(last.values("since")[:1]),
            notified_until=Subquery(last.values("answer_by")[:1]),
            notice=Subquery(
                last.values(
                    json=JSONObject(
                        pk=F("pk"),
                        since=F("since"),
                        answer_by=F("answer_by"),
                        reply=F("reply"),
                        language=F("language"),
                        answer=F("answer"),
                        answered_at=F("answered_at"),
                    )
                )[:1]
            ),
        )
    )


def visible_inactive_mandates(
    user: Any, wanted: Mapping[str, Any], today: datetime.date | None = None
) -> Any:
    """The quiet mandates that the reader sees, by the filters of the register: the longest quiet first.

    Everybody sees those whose lead was told and had the days to answer; who leads sees those that they were told of,
    the secretariat all.
    """
    today = today or clock.today()
    listed = queries.find_mandates(user, wanted, today)
    everything = is_secretariat.test(user)
    if not everything:
        listed = listed.filter(Exists(InactivityNotice.objects.filter(mandate=OuterRef("pk"))))
    rows = inactive_mandates(listed, today)
    if not everything:
        told = Q(notified_since=F("last_activity"))
        rows = rows.filter(told & (Q(notified_until__lt=today) | led_by_user(user)))
    return rows if wanted.get("sort") else rows.order_by("last_activity", "number")


def led_by_user(user: Any) -> Q:
    """Mandates on which an entity leads for whom the person speaks (``rules.people.represents``), as a condition."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Q(pk__in=[])
    held = [each for each in user.appointments_today() if each.scope_id]
    of_bodies = [each.scope_id for each in held if each.role in ("chair", "secretariat")]
    of_members = [each.scope_id for each in held if each.role in ("focal_point", "delegate")]
    return Q(lead__organisation__in=of_members) | Q(lead__body__in=of_bodies)


def leads_to_notify(today: datetime.date) -> list[dict[str, Any]]:
    """Leads with the quiet mandates that they were not told of yet: lead, access, circle, keys; seen by the same people."""
    rows = inactive_mandates(Mandate.objects.filter(lead__isnull=False), today)
    fresh = rows.exclude(notified_since=F("last_activity"), notified_since__isnull=False)
    groups = fresh.order_by().values("lead", "record__access", "record__circle")
    return list(groups.annotate(keys=ArrayAgg("pk", order_by="number")).order_by("lead"))
