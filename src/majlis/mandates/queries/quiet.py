"""The quiet list: mandates in force of which nothing was recorded here for a number of years.

It says something of the records of this site, and nothing of the work that was done. Who leads is told first.
"""

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
    Asking,
    Deliverable,
    Ending,
    Evaluation,
    Mandate,
    Occurrence,
    QuietNotice,
    Resource,
    Step,
)
from majlis.mandates.queries import register

_LATEST = "-99"
"""Put after a date of which less is known, so that it counts as the last day that it may be."""


def limit(today: datetime.date) -> str:
    """The day before which the last record has to lie, as an ISO date."""
    year = max(1, today.year - int(settings.MAJLIS_QUIET_YEARS))
    return today.replace(year=year, day=min(today.day, 28)).isoformat()


def _day(moment: str) -> Func:
    """The day of a moment, as an ISO date."""
    there = TruncDate(moment, tzinfo=timezone.get_default_timezone())
    return Func(there, Value("YYYY-MM-DD"), function="to_char", output_field=CharField())


def _last(rows: QuerySet[Any], moment: Any) -> Subquery:
    """The last of the moments of rows of the mandate outside."""
    of = rows.filter(mandate=OuterRef("pk")).order_by().values("mandate")
    return Subquery(of.annotate(last=Max(moment)).values("last"), output_field=CharField())


def _asked() -> Subquery:
    """When a text that everybody may see asked it last: the date of the version, else when it was accepted."""
    open_ones = Q(version__record__access=Access.PUBLIC)
    open_ones &= Q(version__instrument__record__access=Access.PUBLIC)
    date = Case(
        When(version__date="", then=_day("accepted_at")),
        default=F("version__date"),
        output_field=CharField(),
    )
    return _last(Asking.objects.filter(open_ones | Q(current_of=OuterRef("pk"))), date)


def with_heard(found: QuerySet[Mandate]) -> QuerySet[Any]:
    """Read with mandates ``heard``: as much as is known of the date of the last thing that is recorded.

    That is an asking, an answer, a statement, a response, a word on a date that passed, a deliverable that a person
    made, a step taken, an evaluation, an occurrence, an end or pause or revival, or what was published on resources.
    """
    steps = Step.objects.filter(deliverable__mandate=OuterRef("pk"), deliverable__withdrawn_at=None)
    done = steps.order_by().values("deliverable__mandate").annotate(last=Max("done_on"))
    by_hand = Deliverable.objects.filter(foreseen=False, withdrawn_at=None)
    moved_on = Func(
        F("moved_on"), Value("YYYY-MM-DD"), function="to_char", output_field=CharField()
    )
    made = [each._base_manager.all() for each in (Evaluation, Ending, Occurrence, Resource)]
    read: QuerySet[Any] = found.annotate(
        heard=Greatest(
            _asked(),
            moved_on,
            Subquery(done.values("last"), output_field=CharField()),
            *(_last(each, _day("made_at")) for each in (by_hand, *made)),
            output_field=CharField(),
        )
    )
    return read


def quiet(found: QuerySet[Mandate], today: datetime.date) -> QuerySet[Any]:
    """Those of these mandates that are quiet on a day, with ``heard``, and ``notice`` if who leads was told of it.

    Not what is late, which its lead was asked about already; nor what has its date ahead or waits for a trigger.
    """
    ahead = Q(due__gte=today) | Q(due_said__regex=r"^\d{4}", due_said__gte=str(today.year))
    happened = Occurrence.objects.filter(mandate=OuterRef("pk"))
    waits = ~Q(asking__trigger="") & ~Exists(happened)
    # What is known without looking at the rows of other tables comes first.
    since = limit(today)
    known = Q(asking__version__date__lt=since) & (Q(moved_on=None) | Q(moved_on__lt=since))
    rows = found.filter(register.in_standing(register.BINDS), known, late_from=None)
    rows = with_heard(rows).exclude(ahead).exclude(waits)
    notice = QuietNotice.objects.filter(mandate=OuterRef("pk"), actor=OuterRef("lead"))
    last = notice.order_by("-pk")
    return (
        rows.annotate(heard_until=Concat("heard", Value(_LATEST), output_field=CharField()))
        .filter(heard_until__lt=since)
        .annotate(
            told_since=Subquery(last.values("since")[:1]),
            told_until=Subquery(last.values("answer_by")[:1]),
            notice=Subquery(
                last.values(
                    json=JSONObject(
                        pk=F("pk"),
                        since=F("since"),
                        answer_by=F("answer_by"),
                        says=F("says"),
                        language=F("language"),
                        answer=F("answer"),
                        answered_at=F("answered_at"),
                    )
                )[:1]
            ),
        )
    )


def found(user: Any, wanted: Mapping[str, Any], today: datetime.date | None = None) -> Any:
    """The quiet mandates that the reader sees, by the filters of the register: the longest quiet first.

    Everybody sees those whose lead was told and had the days to answer; who leads sees those that they were told of,
    the secretariat all.
    """
    today = today or clock.today()
    listed = register.found(user, wanted, today)
    everything = is_secretariat.test(user)
    if not everything:
        listed = listed.filter(Exists(QuietNotice.objects.filter(mandate=OuterRef("pk"))))
    rows = quiet(listed, today)
    if not everything:
        told = Q(told_since=F("heard"))
        rows = rows.filter(told & (Q(told_until__lt=today) | led_by(user)))
    return rows if wanted.get("sort") else rows.order_by("heard", "number")


def led_by(user: Any) -> Q:
    """Mandates on which an actor leads for whom the person speaks (``rules.people.represents``), as a condition."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Q(pk__in=[])
    held = [each for each in user.appointments_today() if each.scope_id]
    of_bodies = [each.scope_id for each in held if each.role in ("chair", "secretariat")]
    of_members = [each.scope_id for each in held if each.role in ("focal_point", "delegate")]
    return Q(lead__organisation__in=of_members) | Q(lead__body__in=of_bodies)


def to_tell(today: datetime.date) -> list[dict[str, Any]]:
    """Leads with the quiet mandates that they were not told of yet: lead, access, circle, keys; seen by the same people."""
    rows = quiet(Mandate.objects.filter(lead__isnull=False), today)
    fresh = rows.exclude(told_since=F("heard"), told_since__isnull=False)
    groups = fresh.order_by().values("lead", "record__access", "record__circle")
    return list(groups.annotate(keys=ArrayAgg("pk", order_by="number")).order_by("lead"))
