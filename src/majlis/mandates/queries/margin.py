"""What a provision asks, for the margin of its text: a subquery of the query that reads the words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from majlis.kernel.models import Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.models import Actor, Asking, Mandate, Named
from majlis.mandates.queries.lines import actor_from, title_of

OF_ASKING = ("force", "kind", "recurrence", "deadline")
OF_MANDATE = ("slug", "life", "standing", "progress", "due_said")
DAYS = ("due", "late_from")


@dataclass
class Note:
    """What a version asks at a provision. ``link_counts``: its mandate goes by what this version says."""

    asking: Asking
    mandate: Mandate
    asked: list[Actor]
    recipients: list[Actor]
    counts: bool


def asked_here(user: Any, language: str) -> ArraySubquery:
    """What the provision of the row outside asks, as JSON; see ``notes``."""
    named = Named.objects.filter(
        asking=OuterRef("pk"), role__in=(Named.Role.ASKED, Named.Role.RECIPIENT)
    )
    actor = JSONObject(
        role=F("role"), pk=F("actor"), slug=F("actor__slug"), title=title_of("actor", language)
    )
    found = Asking.objects.filter(
        visibility_condition(user, "mandate__record__"), provision=OuterRef("provision")
    )
    shown = JSONObject(
        pk=F("pk"),
        mandate=F("mandate"),
        current=F("mandate__asking"),
        names=ArraySubquery(named.order_by("role", "position", "pk").values(json=actor)),
        **{name: F(name) for name in OF_ASKING},
        **{f"of_{name}": F(f"mandate__{name}") for name in (*OF_MANDATE, *DAYS)},
    )
    return ArraySubquery(found.order_by("mandate__number").values(json=shown))


def notes(found: Iterable[Mapping[str, Any]]) -> list[Note]:
    """The notes that ``asked_here`` gave."""
    return [_note(each) for each in found]


def _note(found: Mapping[str, Any]) -> Note:
    slug = found["of_slug"]
    record = Record(pk=found["mandate"], kind="mandate", address=f"mandates/{slug}")
    of: dict[str, Any] = {name: found[f"of_{name}"] for name in OF_MANDATE}
    for name in DAYS:
        day = found[f"of_{name}"]
        of[name] = datetime.date.fromisoformat(day) if day else None
    mandate = Mandate(record=record, force=found["force"], **of)
    by_role: dict[str, list[Actor]] = {}
    for each in found["names"]:
        by_role.setdefault(each["role"], []).append(actor_from(each))
    return Note(
        Asking(pk=found["pk"], **{name: found[name] for name in OF_ASKING}),
        mandate,
        by_role.get(Named.Role.ASKED, []),
        by_role.get(Named.Role.RECIPIENT, []),
        found["current"] == found["pk"],
    )
