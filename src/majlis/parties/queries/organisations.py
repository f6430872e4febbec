"""Queries of organizations: lists, similar and inactive ones, focal points and delegations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Appointment, Reader, Record, User, Wording
from majlis.parties.lifecycle import ACTIVE, ADMITTED, WITHDRAWN
from majlis.parties.models import Delegation, Organisation, Registration
from majlis.parties.models.organisation import host_of
from majlis.parties.process import process_rules

SORT_KEYS = ("name", "-name", "number", "-number")


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
    user: Reader,
    *,
    words: str = "",
    kind: str = "",
    area: str = "",
    state: str = "",
    sort: str = "name",
    language: str = "en",
) -> QuerySet[Organisation]:
    """The organizations that the user may see, filtered and sorted, with prefetched wordings."""
    rows = Organisation.objects.visible_to(user).with_wordings()
    if words.strip():
        rows = rows.filter(name_contains(words))
    for name, value in (("kind", kind), ("area", area), ("state", state)):
        if value:
            rows = rows.filter(**{name: value})
    if sort.lstrip("-") == "number":
        return rows.order_by(sort)
    rows = rows.order_by_wording("title", language)
    return rows.reverse() if sort == "-name" else rows


ORGANISATION_FIELDS = (
    Field("number", pgettext_lazy("record", "Number")),
    Field(
        "name",
        pgettext_lazy("organization", "Name"),
        _("in the language of the reader, else as the organization writes it"),
    ),
    *(Field(f"name_{code}", own, _("name in this language")) for code, own in LANGUAGE_CHOICES),
    Field("kind", _("Kind of organization"), _("code of the table of stakeholder kinds")),
    Field("area", _("Country or area"), _("code of M49")),
    Field("area_name", _("Name of the country or area")),
    Field("form", _("Who takes part")),
    Field("state", _("State")),
    Field("website", _("Website")),
    Field("since", _("Takes part since")),
)


def organisations_sheet(organisations: Iterable[Organisation]) -> Sheet:
    """The list as a sheet for downloads."""
    rows = (
        (
            organisation.number,
            organisation.say("title").text,
            *names_of(organisation.record),
            organisation.kind,
            organisation.area,
            organisation.area_name,
            organisation.form,
            organisation.state,
            organisation.website,
            organisation.admitted_on,
        )
        for organisation in organisations
    )
    return Sheet("organisations", _("Organizations"), ORGANISATION_FIELDS, rows)


def names_of(record: Record) -> list[str]:
    """The names of a record in the six languages; empty texts for missing ones."""
    titles = {each.language: each.text for each in record.wordings.all() if each.field == "title"}
    return [titles.get(code, "") for code, _own in LANGUAGE_CHOICES]


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
    since = (now or timezone.now()) - timedelta(days=30 * process_rules().quiet_months)
    rows: QuerySet[Organisation] = (
        Organisation.objects.filter(state=ACTIVE, asked_at__isnull=True)
        .annotate(last_sign=_last_activity())
        .filter(last_sign__lt=since)
    )
    return rows


def unresponsive_organisations(now: datetime | None = None) -> QuerySet[Organisation]:
    """Active organizations that were asked and showed no activity within ``answer_days``."""
    since = (now or timezone.now()) - timedelta(days=process_rules().answer_days)
    rows: QuerySet[Organisation] = (
        Organisation.objects.filter(state=ACTIVE, asked_at__lt=since)
        .annotate(last_sign=_last_activity())
        .filter(last_sign__lt=F("asked_at"))
    )
    return rows
