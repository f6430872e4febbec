"""The mandates of the provisions of a text, for its margin: one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from majlis.instruments.models import Provision, Version
from majlis.kernel.models import Record
from majlis.kernel.models.record import visible
from majlis.kernel.prepared import prepared
from majlis.mandates.models import Actor, Asking, Mandate, Named
from majlis.mandates.queries.lines import actor_from, title_of


@dataclass
class Note:
    """What a version asks at a provision. ``counts``: its mandate goes by what this version says."""

    asking: Asking
    mandate: Mandate
    asked: list[Actor]
    recipients: list[Actor]
    counts: bool


def notes(
    user: Any, version: Version, provisions: Sequence[Provision], language: str
) -> dict[int, list[Note]]:
    """Provision -> what is asked there. ``provisions``: a stretch of the version, in reading order."""
    positions = [each.position for each in provisions]
    rows = _askings(
        user,
        version=version.pk,
        first=min(positions, default=0),
        last=max(positions, default=0),
        language=language,
    )
    found: dict[int, list[Note]] = {}
    for each in rows:
        found.setdefault(each.provision_id, []).append(_note(each))
    return found


@prepared
def _askings(user: Any, version: int, first: int, last: int, language: str) -> QuerySet[Any]:
    named = Named.objects.filter(
        asking=OuterRef("pk"), role__in=(Named.Role.ASKED, Named.Role.RECIPIENT)
    )
    json = JSONObject(
        role=F("role"), pk=F("actor"), slug=F("actor__slug"), title=title_of("actor", language)
    )
    found = Asking.objects.filter(
        visible(user, "mandate__record__"),
        version=version,
        provision__position__range=(first, last),
    ).select_related("mandate")
    shown: QuerySet[Any] = found.annotate(
        names=ArraySubquery(named.order_by("role", "position", "pk").values(json=json))
    )
    return shown.order_by("provision__position", "mandate__number")


def _note(asking: Any) -> Note:
    mandate = asking.mandate
    mandate.record = Record(pk=mandate.pk, kind="mandate", address=f"mandates/{mandate.slug}")
    by_role: dict[str, list[Actor]] = {}
    for each in asking.names:
        by_role.setdefault(each["role"], []).append(actor_from(each))
    return Note(
        asking,
        mandate,
        by_role.get(Named.Role.ASKED, []),
        by_role.get(Named.Role.RECIPIENT, []),
        mandate.asking_id == asking.pk,
    )
