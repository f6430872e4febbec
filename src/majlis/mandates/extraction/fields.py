"""The fields of a mandate as plain values: found by the engine, typed by a person, or saved with a source."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from majlis.mandates.core.rows import JsonRow
from majlis.mandates.models import MandateSource
from majlis.mandates.models.choices import DeliverableKind, Force, FoundBy

NAME_FIELDS = {"asked": "actors", "via": "via", "recipient": "recipients"}
"""Fields that name entities -> their keys in the JSON of the engine."""
TEXT_FIELDS = ("verb", "action", "deadline", "occasion", "recurrence", "trigger")
"""Fields with a single text; the JSON of the engine has the same keys."""
FIELDS = ("force", "kind", *NAME_FIELDS, *TEXT_FIELDS)
"""All fields, in the order in which they are displayed."""
type Values = dict[str, str | list[str]]

_FIELD_NAMES = {engine: field for field, engine in NAME_FIELDS.items()} | {"deliverable": "kind"}


def fields_of_finding(engine_fields: JsonRow) -> Values:
    """The fields of a mandate from what the engine found."""
    force, kind = (
        engine_fields.get("force") or "",
        engine_fields.get("deliverable") or DeliverableKind.ACTION,
    )
    fields: Values = {
        "force": str(force if force in Force.values else Force.REQUESTS),
        "kind": str(kind if kind in DeliverableKind.values else DeliverableKind.OTHER),
    }
    fields |= {
        field: list(engine_fields.get(engine) or ()) for field, engine in NAME_FIELDS.items()
    }
    return fields | {field: engine_fields.get(field) or "" for field in TEXT_FIELDS}


def inferred_fields(engine_fields: JsonRow) -> set[str]:
    """The fields that the engine inferred from the body that adopts, because the text does not name them."""
    return {_field_name(name) for name in engine_fields.get("inferred") or ()}


def finding_from_fields(engine_fields: JsonRow, values: Mapping[str, str | list[str]]) -> JsonRow:
    """What the engine found, in its own format, with the values of a person in place of its own."""
    result = dict(engine_fields) | {field: values.get(field) or None for field in TEXT_FIELDS}
    result |= {engine: list(values.get(field) or ()) for field, engine in NAME_FIELDS.items()}
    if result["actors"] != engine_fields.get("actors"):
        result.pop("actor_words", None)
        if inferred := result.pop("inferred", None):
            result["inferred"] = [name for name in inferred if name != "actors"]
    kind = values.get("kind") or DeliverableKind.ACTION
    return result | {
        "force": values.get("force") or Force.REQUESTS,
        "deliverable": None if kind == DeliverableKind.ACTION else kind,
        "verb": values.get("verb") or "",
        "action": values.get("action") or "",
    }


def clean_fields(values: Mapping[str, str | list[str]]) -> Values:
    """The fields without superfluous spaces and duplicate names, which makes them comparable."""
    cleaned: Values = {}
    for field in FIELDS:
        value = values.get(field)
        if field in NAME_FIELDS:
            lines = (" ".join(str(each).split()) for each in value or ())
            cleaned[field] = list(dict.fromkeys(each for each in lines if each))
        else:
            cleaned[field] = str(value or "").strip()
    return cleaned


def changed_fields(first: Values, second: Values) -> list[str]:
    """The fields that differ between two sets of values; differences in white space do not count."""
    left, right = clean_fields(first), clean_fields(second)
    return [field for field in FIELDS if _comparable(left[field]) != _comparable(right[field])]


def _comparable(value: str | list[str]) -> list[str]:
    return [" ".join(each.split()) for each in ([value] if isinstance(value, str) else value)]


def witness_spans(engine_fields: JsonRow) -> tuple[dict[str, list[int]], dict[str, str]]:
    """Map fields to [start, end] of their witness, and to the id of its provision if that is another one."""
    spans = {
        _field_name(name): list(span) for name, span in (engine_fields.get("witness") or {}).items()
    }
    witness_of = {
        _field_name(name): eid for name, eid in (engine_fields.get("witness_of") or {}).items()
    }
    return spans, witness_of


def _field_name(name: str) -> str:
    return _FIELD_NAMES.get(name, name)


def locate_witness(
    engine_fields: JsonRow, values: Values, corrected: Sequence[str], text: str
) -> tuple[dict[str, list[int]], dict[str, str]]:
    """The witness of the fields, as ``witness_spans`` gives it.

    It is the engine's; for a corrected field it is where the new words are found in the text.
    """
    spans, witness_of = witness_spans(engine_fields)
    for field in corrected:
        spans.pop(field, None)
        witness_of.pop(field, None)
        value = values.get(field)
        words = value[0] if isinstance(value, list) and len(value) == 1 else value
        if field in ("force", "kind") or not isinstance(words, str) or not words:
            continue
        position = text.find(words)
        if position >= 0:
            spans[field] = [position, position + len(words)]
    if "verb" in spans:
        spans.setdefault("force", spans["verb"])
        if "verb" in witness_of:
            witness_of.setdefault("force", witness_of["verb"])
    return {
        field: span for field, span in spans.items() if field in witness_of or span[1] <= len(text)
    }, witness_of


def methods_by_field(
    values: Values,
    corrected: Sequence[str],
    *,
    by_hand: bool,
    meant: Collection[str] = (),
    inferred: Collection[str] = (),
) -> dict[str, str]:
    """Map each field with a value to how it was found.

    ``meant``: fields adopted from a similar mandate; ``inferred``: those of ``inferred_fields``.
    """

    def method(field: str) -> FoundBy:
        if field in meant:
            return FoundBy.MEANING
        if by_hand or field in corrected:
            return FoundBy.PERSON
        return FoundBy.INFERRED if field in inferred else FoundBy.RULE

    return {
        field: str(method(field)) for field in FIELDS if values.get(field) or field in corrected
    }


def corrections_of(source: MandateSource) -> Values:
    """The fields of an accepted source that a person corrected; names are entity titles in the reader's language."""
    values = fields_of_source(source)
    return {field: values[field] for field, how in source.found_by.items() if how == FoundBy.PERSON}


def fields_of_source(source: MandateSource) -> Values:
    """The fields of an accepted source; names are entity titles in the reader's language."""
    fields: Values = {"force": source.force, "kind": source.kind}
    fields |= {field: getattr(source, field) for field in TEXT_FIELDS}
    names: dict[str, list[str]] = {field: [] for field in NAME_FIELDS}
    for addressee in source.addressees.all():
        names[addressee.role].append(str(addressee.entity))
    return fields | names
