"""Subqueries that read with a mandate what its page shows around it."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from majlis.instruments.models import Provision, Version
from majlis.kernel.models import Record
from majlis.mandates.kinds import Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Actor, Asking, Mandate, Named
from majlis.mandates.queries.lines import title_of
from majlis.parties.models import Body, Organisation


def speaks() -> Subquery:
    """For whom one speaks who speaks for the lead: rules ask that of the mandate; see ``lead_of``."""
    found = Actor.objects.filter(pk=OuterRef("lead"))
    fields = ("slug", "organisation", "organisation__record__address", "body", "body__slug")
    return Subquery(found.values(json=JSONObject(**{name: F(name) for name in fields}))[:1])


def lead_of(it: Any) -> Actor:
    """The lead as rules ask of it: its organization and its body, to whom people are appointed."""
    found = it.speaks
    lead = Actor(record=Record(pk=it.lead_id, kind="actor"), slug=found["slug"])
    if found["organisation"] is not None:
        address = found["organisation__record__address"]
        record = Record(pk=found["organisation"], kind="organisation", address=address)
        lead.organisation = Organisation(record=record)
    if found["body"] is not None:
        address = f"bodies/{found['body__slug']}"
        lead.body = Body(record=Record(pk=found["body"], kind="body", address=address))
    return lead


def actor_json(path: str, language: str) -> Subquery:
    """An actor at ``path`` of the row outside, to be named and linked; see ``actor_from``."""
    found = Actor.objects.filter(pk=OuterRef(path)).annotate(title=title_of("pk", language))
    return Subquery(found.values(json=JSONObject(pk=F("pk"), slug=F("slug"), title=F("title")))[:1])


def place_json(path: str) -> JSONObject:
    """The provision of a clause, to be linked."""
    return JSONObject(
        eid=F(f"{path}provision__eid"),
        kind=F(f"{path}provision__kind"),
        slug=F(f"{path}version__slug"),
        instrument=F(f"{path}version__instrument__slug"),
        address=F(f"{path}version__record__address"),
    )


def askings() -> QuerySet[Any]:
    fields = ("pk", "provision", "version", "change", "force", "quoted", "language")
    found: QuerySet[Any] = Asking.objects.filter(mandate=OuterRef("pk")).order_by(
        "version__position", "pk"
    )
    made: QuerySet[Any] = found.values(json=JSONObject(**{name: F(name) for name in fields}))
    return made


def versions(user: Any) -> QuerySet[Any]:
    """The versions of the text, and whether the provision is still in them."""
    there = Provision.objects.filter(version=OuterRef("pk"), lineage=OuterRef(OuterRef("lineage")))
    found: QuerySet[Any] = Version.objects.visible_to(user).filter(
        instrument=OuterRef("instrument"), reconstructed_from=None, record__withdrawal=None
    )
    made: QuerySet[Any] = (
        found.annotate(there=Exists(there))
        .order_by("position", "pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                slug=F("slug"),
                state=F("state"),
                position=F("position"),
                date=F("date"),
                address=F("record__address"),
                there=F("there"),
            )
        )
    )
    return made


def unled(user: Any) -> Case:
    """How many mandates in force without a lead ask whom this one asks first; itself among them."""
    asked = Named.objects.filter(role=Named.Role.ASKED)
    first = asked.filter(asking=OuterRef(OuterRef(OuterRef("asking")))).order_by("position", "pk")
    same = asked.filter(actor__in=first.values("actor")[:1])
    found = (
        Mandate.objects.visible_to(user)
        .filter(standing=Standing.BINDS, life=ACTIVE, lead=None, asking__in=same.values("asking"))
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(n=Count("pk"))
    )
    counted = Subquery(found.values("n")[:1])
    return Case(When(lead=None, standing=Standing.BINDS, life=ACTIVE, then=counted))
