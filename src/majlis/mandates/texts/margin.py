"""The mandates stated at a provision, as a subquery of the query that reads its text."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import JsonRow, addressees_json, entities_by_role
from majlis.mandates.models import Addressee, Entity, Mandate, MandateSource

SOURCE_FIELDS = ("force", "kind", "recurrence", "deadline")
MANDATE_FIELDS = ("slug", "lifecycle_state", "legal_status", "progress", "due_text")
DATE_FIELDS = ("due", "overdue_from")


@dataclass
class MarginNote:
    """A mandate that a version states at a provision.

    ``counts``: whether this is the mandate's current source.
    """

    source: MandateSource
    mandate: Mandate
    addressees: list[Entity]
    recipients: list[Entity]
    counts: bool


def margin_json(user: Reader, language: str) -> ArraySubquery:
    """The mandates stated at the provision of the outer row, as JSON; see ``margin_notes``."""
    roles = (Addressee.Role.ADDRESSEE, Addressee.Role.RECIPIENT)
    sources = MandateSource.objects.filter(
        visibility_condition(user, "mandate__record__"), provision=OuterRef("provision")
    )
    note = JSONObject(
        pk=F("pk"),
        mandate=F("mandate"),
        current=F("mandate__source"),
        names=addressees_json("pk", language, *roles),
        **{name: F(name) for name in SOURCE_FIELDS},
        **{f"of_{name}": F(f"mandate__{name}") for name in (*MANDATE_FIELDS, *DATE_FIELDS)},
    )
    return ArraySubquery(sources.order_by("mandate__number").values(json=note))


def margin_notes(rows: Iterable[JsonRow]) -> list[MarginNote]:
    """The notes from what ``margin_json`` gave."""
    return [_margin_note(each) for each in rows]


def _margin_note(values: JsonRow) -> MarginNote:
    slug = values["of_slug"]
    record = Record(pk=values["mandate"], kind="mandate", address=f"mandates/{slug}")
    fields = {name: values[f"of_{name}"] for name in MANDATE_FIELDS}
    for name in DATE_FIELDS:
        day = values[f"of_{name}"]
        fields[name] = datetime.date.fromisoformat(day) if day else None
    mandate = Mandate(record=record, force=values["force"], **fields)
    by_role = entities_by_role(values["names"])
    return MarginNote(
        MandateSource(pk=values["pk"], **{name: values[name] for name in SOURCE_FIELDS}),
        mandate,
        by_role.get(Addressee.Role.ADDRESSEE, []),
        by_role.get(Addressee.Role.RECIPIENT, []),
        values["current"] == values["pk"],
    )
