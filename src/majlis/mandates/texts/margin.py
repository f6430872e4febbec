"""What a provision asks, as a subquery of the query that reads its text."""

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
from majlis.mandates.core.rows import entity_from_json, entity_title
from majlis.mandates.models import Addressee, Entity, Mandate, MandateSource

SOURCE_FIELDS = ("force", "kind", "recurrence", "deadline")
MANDATE_FIELDS = ("slug", "lifecycle_state", "legal_status", "progress", "due_text")
DATE_FIELDS = ("due", "overdue_from")


@dataclass
class MarginNote:
    """What a version asks at a provision. ``link_counts``: its mandate goes by what this version says."""

    source: MandateSource
    mandate: Mandate
    asked: list[Entity]
    recipients: list[Entity]
    counts: bool


def margin_json(user: Any, language: str) -> ArraySubquery:
    """What the provision of the row outside asks, as JSON; see ``margin_notes``."""
    named = Addressee.objects.filter(
        source=OuterRef("pk"), role__in=(Addressee.Role.ADDRESSEE, Addressee.Role.RECIPIENT)
    )
    entity = JSONObject(
        role=F("role"),
        pk=F("entity"),
        slug=F("entity__slug"),
        title=entity_title("entity", language),
    )
    found = MandateSource.objects.filter(
        visibility_condition(user, "mandate__record__"), provision=OuterRef("provision")
    )
    shown = JSONObject(
        pk=F("pk"),
        mandate=F("mandate"),
        current=F("mandate__source"),
        names=ArraySubquery(named.order_by("role", "position", "pk").values(json=entity)),
        **{name: F(name) for name in SOURCE_FIELDS},
        **{f"of_{name}": F(f"mandate__{name}") for name in (*MANDATE_FIELDS, *DATE_FIELDS)},
    )
    return ArraySubquery(found.order_by("mandate__number").values(json=shown))


def margin_notes(found: Iterable[Mapping[str, Any]]) -> list[MarginNote]:
    """The notes that ``margin_json`` gave."""
    return [_margin_note(each) for each in found]


def _margin_note(found: Mapping[str, Any]) -> MarginNote:
    slug = found["of_slug"]
    record = Record(pk=found["mandate"], kind="mandate", address=f"mandates/{slug}")
    of: dict[str, Any] = {name: found[f"of_{name}"] for name in MANDATE_FIELDS}
    for name in DATE_FIELDS:
        day = found[f"of_{name}"]
        of[name] = datetime.date.fromisoformat(day) if day else None
    mandate = Mandate(record=record, force=found["force"], **of)
    by_role: dict[str, list[Entity]] = {}
    for each in found["names"]:
        by_role.setdefault(each["role"], []).append(entity_from_json(each))
    return MarginNote(
        MandateSource(pk=found["pk"], **{name: found[name] for name in SOURCE_FIELDS}),
        mandate,
        by_role.get(Addressee.Role.ADDRESSEE, []),
        by_role.get(Addressee.Role.RECIPIENT, []),
        found["current"] == found["pk"],
    )
