"""Organizations: lists, those that look the same, those that are quiet, who speaks for one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Appointment, Record, Wording
from majlis.parties.lifecycle import ACTIVE, ADMITTED, WITHDRAWN
from majlis.parties.models import Delegation, Organisation, Registration
from majlis.parties.models.organisation import host_of
from majlis.parties.process import process_rules

SORT_KEYS = ("name", "-name", "number", "-number")


def name_contains(words: str) -> Exists:
    """A condition: one of the names of the record holds these words."""
    return Exists(
        Wording.objects.filter(
            record=OuterRef("record_id"),
            field__in=("title", "short_name"),
            text__icontains=words.strip(),
        )
    )


def organisations(
    user: Any,
    *,
    words: str = "",
    kind: str = "",
    area: str = "",
    state: str = "",
    sort: str = "name",
    language: str = "en",
) -> QuerySet[Organisation]:
    """The organizations that the user may see, filtered and sorted; words read with them."""
    found = Organisation.objects.visible_to(user).with_wordings()
    if words.strip():
        found = found.filter(name_contains(words))
    for name, value in (("kind", kind), ("area", area), ("state", state)):
        if value:
            found = found.filter(**{name: value})
    if sort.lstrip("-") == "number":
        return found.order_by(sort)
    found = found.order_by_wording("title", language)
    return found.reverse() if sort == "-name" else found


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


def organisations_sheet(found: Iterable[Organisation]) -> Sheet:
    """The list as data, to be taken away in any format."""
    rows = (
        (
            each.number,
            each.say("title").text,
            *names_of(each.record),
            each.kind,
            each.area,
            each.area_name,
            each.form,
            each.state,
            each.website,
            each.admitted_on,
        )
        for each in found
    )
    return Sheet("organisations", _("Organizations"), ORGANISATION_FIELDS, rows)


def names_of(record: Record) -> list[str]:
    """The names of a record in the six languages, empty where there is none."""
    said = {each.language: each.text for each in record.wordings.all() if each.field == "title"}
    return [said.get(code, "") for code, _own in LANGUAGE_CHOICES]


def similar_organisations(user: Any, names: Iterable[str], website: str) -> list[Organisation]:
    """Organizations that the user may see with one of these names, or on the same host; at most five."""
    wanted = [" ".join(each.replace("\0", "").split()) for each in names if each.strip("\0 ")]
    rule: Any = Q()
    for each in wanted:
        rule |= Q(text__iexact=each)
    same: Any = Q(pk__in=())
    if wanted:
        same |= Exists(Wording.objects.filter(rule, record=OuterRef("record_id"), field="title"))
    if host := host_of(website.replace("\0", "")):
        same |= Q(website_host=host)
    return list(
        Organisation.objects.visible_to(user).filter(same).with_wordings().order_by("number")[:5]
    )


def similar_registrations(registration: Registration) -> list[Registration]:
    """Other registrations, still open or admitted, with a name or a host of this one; at most five."""
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
    """The focal points of an organization today."""
    return (
        Appointment.objects.today()
        .filter(role="focal_point", scope=organisation.record_id)
        .select_related("user")
        .order_by("since", "pk")
    )


def delegations(organisation: Organisation) -> QuerySet[Delegation]:
    """Everybody who is, was, asked or was invited to be a delegate; what waits stands first."""
    return organisation.delegations.select_related("user").order_by(
        F("settled_at").desc(nulls_first=True), "-pk"
    )


def organisations_of(user: Any, role: str = "focal_point") -> QuerySet[Organisation]:
    """The organizations for which the user holds a role today."""
    held = Appointment.objects.today().filter(user=user, role=role)
    return Organisation.objects.filter(record__in=held.values("scope")).with_wordings()


def _last_activity() -> Any:
    """The last sign of life: admitted, woken, or a focal point signed in."""
    signed_in = (
        Appointment.objects.today()
        .filter(role="focal_point", scope=OuterRef("record_id"))
        .values("scope")
        .annotate(last=Max("user__last_login"))
        .values("last")
    )
    return Greatest(F("record__created_at"), F("woken_at"), Subquery(signed_in))


def inactive_organisations(now: datetime | None = None) -> QuerySet[Organisation]:
    """Active organizations without a sign of life for so long that they are to be asked."""
    since = (now or timezone.now()) - timedelta(days=30 * process_rules().quiet_months)
    found: QuerySet[Organisation] = (
        Organisation.objects.filter(state=ACTIVE, asked_at__isnull=True)
        .annotate(last_sign=_last_activity())
        .filter(last_sign__lt=since)
    )
    return found


def unresponsive_organisations(now: datetime | None = None) -> QuerySet[Organisation]:
    """Active organizations that were asked and gave no sign of life in the days that they had."""
    since = (now or timezone.now()) - timedelta(days=process_rules().answer_days)
    found: QuerySet[Organisation] = (
        Organisation.objects.filter(state=ACTIVE, asked_at__lt=since)
        .annotate(last_sign=_last_activity())
        .filter(last_sign__lt=F("asked_at"))
    )
    return found
