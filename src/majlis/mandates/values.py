"""The fields of a mandate as a reading gives them: found by the engine, typed by a person, or kept with an asking.

Plain values that compare: words as texts, names as lists of texts. See ``FIELDS``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from majlis.mandates.kinds import By, Force, Kind
from majlis.mandates.models import Asking

NAMES = {"asked": "actors", "via": "via", "recipient": "recipients"}
"""Fields that name actors -> what the engine calls them."""
WORDS = ("verb", "action", "deadline", "occasion", "recurrence", "trigger")
"""Fields that are one text, called the same by the engine."""
FIELDS = ("force", "kind", *NAMES, *WORDS)
"""All fields, in the order in which a person looks at them."""
Values = dict[str, Any]

_AS_WE_SAY = {engine: field for field, engine in NAMES.items()} | {"deliverable": "kind"}


def of_found(found: Mapping[str, Any]) -> Values:
    """What the engine found, as values of the fields."""
    force, kind = found.get("force") or "", found.get("deliverable") or Kind.ACTION
    made: Values = {
        "force": str(force if force in Force.values else Force.REQUESTS),
        "kind": str(kind if kind in Kind.values else Kind.OTHER),
    }
    made |= {field: list(found.get(engine) or ()) for field, engine in NAMES.items()}
    return made | {field: found.get(field) or "" for field in WORDS}


def as_found(found: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What was found with the values of a person in its place, in the shape of the engine."""
    made = dict(found) | {field: values.get(field) or None for field in WORDS}
    made |= {engine: list(values.get(field) or ()) for field, engine in NAMES.items()}
    if made["actors"] != found.get("actors"):
        made.pop("actor_words", None)
    kind = values.get("kind") or Kind.ACTION
    return made | {
        "force": values.get("force") or Force.REQUESTS,
        "deliverable": None if kind == Kind.ACTION else kind,
        "verb": values.get("verb") or "",
        "action": values.get("action") or "",
    }


def tidy(values: Mapping[str, Any]) -> Values:
    """Values without blanks that say nothing, so that they compare."""
    made: Values = {}
    for field in FIELDS:
        given = values.get(field)
        if field in NAMES:
            lines = (" ".join(str(each).split()) for each in given or ())
            made[field] = list(dict.fromkeys(each for each in lines if each))
        else:
            made[field] = str(given or "").strip()
    return made


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields in which two readings differ; words that differ in their spaces alone do not."""
    left, right = tidy(one), tidy(other)
    return [field for field in FIELDS if _plain(left[field]) != _plain(right[field])]


def _plain(value: Any) -> Any:
    return [_plain(each) for each in value] if isinstance(value, list) else " ".join(value.split())


def witness_of(found: Mapping[str, Any]) -> tuple[dict[str, list[int]], dict[str, str]]:
    """Field -> where its words stand, and field -> id of the provision that says it where it is another one."""
    spans = {_field(name): list(span) for name, span in (found.get("witness") or {}).items()}
    elsewhere = {_field(name): eid for name, eid in (found.get("witness_of") or {}).items()}
    return spans, elsewhere


def _field(name: str) -> str:
    return _AS_WE_SAY.get(name, name)


def borne_out(
    found: Mapping[str, Any], values: Mapping[str, Any], corrected: Sequence[str], text: str
) -> tuple[dict[str, list[int]], dict[str, str]]:
    """The witness of a reading: that of the engine, and for what a person changed the same words where they stand there."""
    spans, elsewhere = witness_of(found)
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


def found_by(
    values: Mapping[str, Any],
    corrected: Sequence[str],
    *,
    by_hand: bool,
    meant: Collection[str] = (),
) -> dict[str, str]:
    """Field -> how it was found, for all that say something. ``meant``: what was taken from a mandate that is near."""

    def how(field: str) -> By:
        if field in meant:
            return By.MEANING
        return By.PERSON if by_hand or field in corrected else By.RULE

    return {field: str(how(field)) for field in FIELDS if values.get(field) or field in corrected}


def of_asking(asking: Asking) -> Values:
    """What is kept with an asking; names are titles of actors in the reader's language."""
    made: Values = {"force": asking.force, "kind": asking.kind}
    made |= {field: getattr(asking, field) for field in WORDS}
    for field in NAMES:
        made[field] = []
    for each in asking.named.all():
        made[each.role].append(str(each.actor))
    return made
