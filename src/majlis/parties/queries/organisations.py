"""Queries of organizations: lists, similar and inactive ones, focal points and delegations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from majlis.kernel import clock
from majlis.kernel.models import Appointment, Reader, User, Wording
from majlis.parties.lifecycle import ACTIVE, ADMITTED, WITHDRAWN
from majlis.parties.models import Delegation, Organisation, Registration
from majlis.parties.models.organisation import host_of
from majlis.parties.process import process_rules


def name_contains(words: str) -> Exists:
    """A condition: one of the names of the record contains these words."""
    return Exists(
        Wording.objects.filter(
            record=OuterRef("record_id"),
            field__in=("title", "short_name"),
            text__icontains=words.strip(),
        )
    )


def organisations(
    user: Reader, *, words: str = "", kind: str = "", area: str = "", state: str = ""
) -> QuerySet[Organisation]:
    """The organizations that the user may see and that match the filters, with prefetched wordings."""
    rows: QuerySet[Organisation] = Organisation.objects.visible_to(user).with_wordings()
    if words.strip():
        rows = rows.filter(name_contains(words))
    for name, value in (("kind", kind), ("area", area), ("state", state)):
        if value:
            rows = rows.filter(**{name: value})
    return rows


def similar_organisations(user: Reader, names: Iterable[str], website: str) -> list[Organisation]:
    """Organizations that the user may see with one of these names, or on the same host; at most five."""
    titles = [" ".join(name.replace("\0", "").split()) for name in names if name.strip("\0 ")]
    rule = Q()
    for title in titles:
        rule |= Q(text__iexact=title)
    same = Q(pk__in=())
    if titles:
        same |= Q(Exists(Wording.objects.filter(rule, record=OuterRef("record_id"), field="title")))
    if host := host_of(website.replace("\0", "")):
        same |= Q(website_host=host)
    return list(
        Organisation.objects.visible_to(user).filter(same).with_wordings().order_by("number")[:5]
    )


def similar_registrations(registration: Registration) -> list[Registration]:
    """Other undecided or refused registrations with the same name or host; at most five."""
    names = registration.record.wordings.filter(field="title").exclude(text="")
    same = Exists(
        Wording.objects.filter(
            record=OuterRef("record_id"), field="title", text__in=names.values("text")
        )
    )
    rule = Q(same)
    if registration.website_host:
        rule |= Q(website_host=registration.website_host)
    return list(
        Registration.objects.filter(rule)
        .exclude(pk=registration.pk)
        .exclude(state__in=(WITHDRAWN, ADMITTED))
        .with_wordings()
        .order_by("number")[:5]
    )


def focal_points(organisation: Organisation) -> QuerySet[Appointment]:
    """Today's focal points of an organization."""
    return (
        Appointment.objects.today()
        .filter(role="focal_point", scope=organisation.record_id)
        .select_related("user")
        .order_by("since", "pk")
    )


def delegations(organisation: Organisation) -> QuerySet[Delegation]:
    """All delegations of an organization in any state; those that await an answer first."""
    return organisation.delegations.select_related("user").order_by(
        F("settled_at").desc(nulls_first=True), "-pk"
    )


def organisations_of(user: User, role: str = "focal_point") -> QuerySet[Organisation]:
    """The organizations for which the user holds a role today."""
    held = Appointment.objects.today().filter(user=user, role=role)
    return Organisation.objects.filter(record__in=held.values("scope")).with_wordings()


def _last_activity() -> Greatest:
    """The last activity: admission, confirmation of activity, or a sign-in of a focal point."""
    signed_in = (
        Appointment.objects.today()
        .filter(role="focal_point", scope=OuterRef("record_id"))
        .values("scope")
        .annotate(last=Max("user__last_login"))
        .values("last")
    )
    return Greatest(F("record__created_at"), F("woken_at"), Subquery(signed_in))


def inactive_organisations(now: datetime | None = None) -> QuerySet[Organisation]:
    """Active organizations without activity for ``quiet_months`` that were not asked yet."""
    since = (now or clock.now()) - timedelta(days=30 * process_rules().quiet_months)
    rows: QuerySet[Organisation] = (
        Organisation.objects.filter(state=ACTIVE, asked_at__isnull=True)
        .annotate(last_sign=_last_activity())
        .filter(last_sign__lt=since)
    )
    return rows


def unresponsive_organisations(now: datetime | None = None) -> QuerySet[Organisation]:
    """Active organizations that were asked and showed no activity within ``answer_days``."""
    since = (now or clock.now()) - timedelta(days=process_rules().answer_days)
    rows: QuerySet[Organisation] = (
        Organisation.objects.filter(state=ACTIVE, asked_at__lt=since)
        .annotate(last_sign=_last_activity())
        .filter(last_sign__lt=F("asked_at"))
    )
    return rows
