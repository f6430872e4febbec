"""Queries of bodies, their members, and the holders of offices and roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Appointment, Reader, Record, User
from majlis.kernel.models.record import Recorded, RecordedQuerySet, visibility_condition
from majlis.kernel.roles import ROLES
from majlis.parties.models import Body, BodyAlias, Membership, Office
from majlis.parties.queries.organisations import name_contains


def bodies(user: Reader, *, words: str = "") -> QuerySet[Body]:
    """The bodies that the user may see, in the order of the profile; ``words`` also searches aliases."""
    rows = Body.objects.visible_to(user).with_wordings()
    if words.strip():
        alias = BodyAlias.objects.filter(body=OuterRef("pk"), label__icontains=words.strip())
        rows = rows.filter(
            Q(name_contains(words)) | Q(Exists(alias)) | Q(abbreviation__icontains=words.strip())
        )
    parents = Body.objects.visible_to(user).with_wordings()
    return rows.select_related("record").prefetch_related(Prefetch("parent", parents))


def offices(user: Reader, body: Body | None = None) -> RecordedQuerySet:
    """Offices with all their holders, of bodies that the user may see."""
    rows = Office.objects.visible_to(user).filter(visibility_condition(user, "body__record__"))
    rows = in_force_first(rows).with_wordings().prefetch_related("holdings")
    if body is not None:
        return rows.filter(body=body)
    return rows.select_related("body__record").prefetch_related("body__record__wordings")


def in_force_first(offices: RecordedQuerySet) -> RecordedQuerySet:
    """Offices in their order, with ended ones last."""
    return offices.order_by(Case(When(until="", then=0), default=1), "position", "pk")


def prefetch_wordings(*things: Recorded) -> None:
    """Prefetch the wordings of all these objects with one query."""
    prefetch_related_objects([each.record for each in things], "wordings")


def get_body(user: Reader, slug: str) -> Body | None:
    """The body with that slug, if the user may see it, with ``other_names``; its wordings are not prefetched."""
    fields = ("id", "label", "language", "since", "until", "source")
    names = BodyAlias.objects.filter(body=OuterRef("pk")).order_by("-until", "since", "pk")
    body: Any = (
        Body.objects.visible_to(user)
        .select_related("record")
        .annotate(
            other_names=ArraySubquery(names.values(json=JSONObject(**{f: f for f in fields})))
        )
        .filter(slug=slug)
        .first()
    )
    if body is not None:
        body.other_names = [BodyAlias(body=body, **each) for each in body.other_names]
    return body  # type: ignore[no-any-return]


def parent_and_children(user: Reader, body: Body) -> tuple[Body | None, list[Body]]:
    """The parent body and the child bodies; their wordings are not prefetched."""
    visible = Body.objects.visible_to(user).select_related("record")
    rows = list(visible.filter(Q(parent=body) | Q(pk=body.parent_id)).order_by("position", "pk"))
    parent = next((row for row in rows if row.pk == body.parent_id), None)
    return parent, [row for row in rows if row.parent_id == body.pk]


def offices_and_members(user: Reader, body: Body) -> tuple[list[Office], list[Membership]]:
    """Offices with their holders, and present member organizations; their wordings are not prefetched."""
    offices = in_force_first(Office.objects.visible_to(user).filter(body=body))
    members = body.memberships.filter(
        visibility_condition(user, "organisation__record__"), until__isnull=True
    ).select_related("organisation__record")
    return (
        list(offices.select_related("record").prefetch_related("holdings")),
        list(members.order_by("since", "pk")),
    )


def members(user: Reader, body: Body) -> QuerySet[Membership]:
    """The organizations that are or were members; present members first."""
    return (
        body.memberships.filter(visibility_condition(user, "organisation__record__"))
        .select_related("organisation__record")
        .prefetch_related("organisation__record__wordings")
        .order_by("-until", "since", "pk")
    )


def role_holders(body: Body, *roles: str) -> QuerySet[Appointment]:
    """Today's appointments to one of the roles for the body."""
    return (
        Appointment.objects.today()
        .filter(scope=body.record_id, role__in=roles)
        .select_related("user")
        .order_by("since", "pk")
    )


def individual_members(body: Body) -> QuerySet[Appointment]:
    """The present and former individual members with an account; present members first."""
    return (
        Appointment.objects.filter(scope=body.record_id, role="member")
        .select_related("user")
        .order_by("-until", "since", "pk")
    )


def chairs(user: Reader) -> QuerySet[Appointment]:
    """The present and former appointments of chairs; names are included, because the office is public."""
    return (
        Appointment.objects.filter(
            visibility_condition(user, "scope__"), role="chair", scope__kind="body"
        )
        .select_related("user", "scope")
        .prefetch_related("scope__wordings")
        .order_by("-since", "-pk")
    )


def holder_rows(offices: Iterable[Office], chairs: Iterable[Appointment]) -> Sheet:
    """Offices with their holders, and chairs by appointment, as a sheet for downloads."""
    rows: list[list[str | date | Record | User | None]] = [
        [
            each.say("title").text,
            each.body.say("title").text,
            *((one.name, one.since, one.until) if one else ("", "", "")),
            each.until,
        ]
        for each in offices
        for one in each.holdings.all() or [None]
    ]
    rows += [
        [each.get_role_display(), each.scope, each.user, each.since, each.until, ""]
        for each in chairs
    ]
    fields = [
        Field("office", pgettext_lazy("position", "Office")),
        Field("body", pgettext_lazy("intergovernmental body", "Body")),
        Field("holder", pgettext_lazy("position", "Holder")),
        Field("since", pgettext_lazy("period", "Start date")),
        Field("until", pgettext_lazy("period", "End date")),
        Field("office_until", _("End of the office"), _("only if the office itself ends")),
    ]
    return Sheet("offices", _("Offices and roles"), fields, rows)


def counts_by_role() -> dict[str, int]:
    """The number of people who hold each role today: role -> number."""
    rows = Appointment.objects.today().values("role").annotate(n=Count("user", distinct=True))
    return {row["role"]: row["n"] for row in rows.order_by()}


def roles_sheet() -> Sheet:
    """The number of people who hold each role today, zero included, as a sheet for downloads."""
    counts = counts_by_role()
    fields = [
        Field("role", pgettext_lazy("role", "Role")),
        Field("name", pgettext_lazy("organization", "Name")),
        Field("people", _("Number of people"), _("current holders, each counted once")),
    ]
    rows = [[code, name, counts.get(code, 0)] for code, (name, _kinds) in ROLES.items()]
    return Sheet("roles", _("People by current role"), fields, rows)
