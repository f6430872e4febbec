"""The fields of a mandate as plain values: found by the engine, typed by a person, or saved with a source."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from majlis.mandates.models import MandateSource
from majlis.mandates.models.choices import DeliverableKind, Force, FoundBy

NAME_FIELDS = {"asked": "actors", "via": "via", "recipient": "recipients"}
"""Fields that name actors -> what the engine calls them."""
TEXT_FIELDS = ("verb", "action", "deadline", "occasion", "recurrence", "trigger")
"""Fields that are one text, called the same by the engine."""
FIELDS = ("force", "kind", *NAME_FIELDS, *TEXT_FIELDS)
"""All fields, in the order in which a person looks at them."""
Values = dict[str, Any]

_FIELD_NAMES = {engine: field for field, engine in NAME_FIELDS.items()} | {"deliverable": "kind"}


def fields_of_finding(found: Mapping[str, Any]) -> Values:
    """What the engine found, as values of the fields."""
    force, kind = found.get("force") or "", found.get("deliverable") or DeliverableKind.ACTION
    made: Values = {
        "force": str(force if force in Force.values else Force.REQUESTS),
        "kind": str(kind if kind in DeliverableKind.values else DeliverableKind.OTHER),
    }
    made |= {field: list(found.get(engine) or ()) for field, engine in NAME_FIELDS.items()}
    return made | {field: found.get(field) or "" for field in TEXT_FIELDS}


def finding_from_fields(found: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What was found with the values of a person in its place, in the shape of the engine."""
    made = dict(found) | {field: values.get(field) or None for field in TEXT_FIELDS}
    made |= {engine: list(values.get(field) or ()) for field, engine in NAME_FIELDS.items()}
    if made["actors"] != found.get("actors"):
        made.pop("actor_words", None)
    kind = values.get("kind") or DeliverableKind.ACTION
    return made | {
        "force": values.get("force") or Force.REQUESTS,
        "deliverable": None if kind == DeliverableKind.ACTION else kind,
        "verb": values.get("verb") or "",
        "action": values.get("action") or "",
    }


def clean_fields(values: Mapping[str, Any]) -> Values:
    """Values without blanks that say nothing, so that they compare."""
    made: Values = {}
    for field in FIELDS:
        given = values.get(field)
        if field in NAME_FIELDS:
            lines = (" ".join(str(each).split()) for each in given or ())
            made[field] = list(dict.fromkeys(each for each in lines if each))
        else:
            made[field] = str(given or "").strip()
    return made


def changed_fields(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields in which two readings differ; words that differ in their spaces alone do not."""
    left, right = clean_fields(one), clean_fields(other)
    return [field for field in FIELDS if _comparable(left[field]) != _comparable(right[field])]


def _comparable(value: Any) -> Any:
    return (
        [_comparable(each) for each in value]
        if isinstance(value, list)
        else " ".join(value.split())
    )


def witness_spans(found: Mapping[str, Any]) -> tuple[dict[str, list[int]], dict[str, str]]:
    """Field -> where its words stand, and field -> id of the provision that says it where it is another one."""
    spans = {_field_name(name): list(span) for name, span in (found.get("witness") or {}).items()}
    elsewhere = {_field_name(name): eid for name, eid in (found.get("witness_of") or {}).items()}
    return spans, elsewhere


def _field_name(name: str) -> str:
    return _FIELD_NAMES.get(name, name)


def locate_witness(
    found: Mapping[str, Any], values: Mapping[str, Any], corrected: Sequence[str], text: str
) -> tuple[dict[str, list[int]], dict[str, str]]:
    """The witness of a reading: that of the engine, and for what a person changed the same words where they stand there."""
    spans, elsewhere = witness_spans(found)
    for field in corrected:
        spans.pop(field, None)
        elsewhere.pop(field, None)
        said = values.get(field)
        words = said[0] if isinstance(said, list) and len(said) == 1 else said
        if field in ("force", "kind") or not isinstance(words, str) or not words:
            continue
        at = text.find(words)
        if at >= 0:
            spans[field] = [at, at + len(words)]
    if "verb" in spans:
        spans.setdefault("force", spans["verb"])
        if "verb" in elsewhere:
            elsewhere.setdefault("force", elsewhere["verb"])
    return {
        field: span for field, span in spans.items() if field in elsewhere or span[1] <= len(text)
    }, elsewhere


def methods_by_field(
    values: Mapping[str, Any],
    corrected: Sequence[str],
    *,
    by_hand: bool,
    meant: Collection[str] = (),
) -> dict[str, str]:
    """Field -> how it was found, for all that say something. ``meant``: what was taken from a mandate that is near."""

    def how(field: str) -> FoundBy:
        if field in meant:
            return FoundBy.MEANING
        return FoundBy.PERSON if by_hand or field in corrected else FoundBy.RULE

    return {field: str(how(field)) for field in FIELDS if values.get(field) or field in corrected}


def fields_of_source(source: MandateSource) -> Values:
    """What is kept with an source; names are titles of actors in the reader's language."""
    made: Values = {"force": source.force, "kind": source.kind}
    made |= {field: getattr(source, field) for field in TEXT_FIELDS}
    for field in NAME_FIELDS:
        made[field] = []
    for each in source.addressees.all():
        made[each.role].append(str(each.entity))
    return made
