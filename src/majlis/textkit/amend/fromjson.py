"""Amendments from JSON, checked, with errors that say which one is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast, get_args

from majlis.textkit.amend.record import Amendment, AmendmentOp, Place, Where
from majlis.textkit.errors import TextError
from majlis.textkit.model import JSON, KINDS, Mark, Provision, Run, merge_runs
from majlis.textkit.numbering import number_of

_OPS = get_args(AmendmentOp)
_WHERE = get_args(Where)
_MARKS = get_args(Mark)
_TEXTS = ("id", "op", "target", "text", "author", "date")
_MAX_DEPTH = 20


def amendments_from_json(data: str | bytes | Sequence[Mapping[str, JSON]]) -> tuple[Amendment, ...]:
    """Amendments from JSON text, or from the list that it holds.

    Each is an object with ``id`` and ``op`` and, as the op asks, ``target``, ``base``, ``text`` or
    ``runs`` (a list of ``{"text", "marks"}``) or ``provision`` (``{"id", "kind", "label", "text" or
    "runs", "children"}``), ``place`` (``{"where", "of"}``), ``author``, ``date``, ``label``. Unknown
    keys are ignored. Raises TextError with the place of the fault.
    """
    if isinstance(data, str | bytes):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            raise TextError(
                "The amendments are not valid JSON.", "Give a JSON list of objects in UTF-8."
            ) from None
    if not isinstance(data, list | tuple):
        raise TextError("The amendments are not a list.", "Give a JSON list of objects.")
    return tuple(_amendment(entry, number) for number, entry in enumerate(data, start=1))


def _amendment(entry: JSON, number: int) -> Amendment:
    here = f"Amendment {number}"
    entry = _object(entry, here)
    if isinstance(name := entry.get("id"), str):
        here = f"{here} ({name[:40]})"
    texts = {key: _text(entry, key, here) for key in _TEXTS}
    if texts["op"] not in _OPS:
        raise TextError(f"{here} has an unknown op.", f"Use one of {', '.join(_OPS)}.")
    place = entry.get("place")
    provision = entry.get("provision")
    return Amendment(
        id=texts["id"],
        op=cast(AmendmentOp, texts["op"]),
        target=texts["target"],
        base=None if entry.get("base") is None else _text(entry, "base", here),
        text=texts["text"],
        runs=_runs(entry.get("runs"), here),
        provision=None if provision is None else _provision(provision, here, 0),
        place=None if place is None else _place(place, here),
        author=texts["author"],
        date=texts["date"],
        label=None if entry.get("label") is None else _text(entry, "label", here),
    )


def _object(value: JSON, here: str) -> Mapping[str, JSON]:
    if not isinstance(value, Mapping):
        raise TextError(f"{here} is not an object.", "Give an object with an id and an op.")
    return value


def _text(entry: Mapping[str, JSON], key: str, here: str) -> str:
    value = entry.get(key, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TextError(f"{here}: '{key}' is not a text.", "Put it in quotation marks.")
    return value


def _place(value: JSON, here: str) -> Place:
    entry = _object(value, f"{here}: 'place'")
    where = _text(entry, "where", here)
    if where not in _WHERE:
        raise TextError(f"{here}: the place is unknown.", f"Use one of {', '.join(_WHERE)}.")
    return Place(cast(Where, where), _text(entry, "of", here))


def _runs(value: JSON, here: str) -> tuple[Run, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise TextError(f"{here}: 'runs' is not a list.", "Give a list of objects with a text.")
    runs = []
    for entry in value:
        entry = _object(entry, f"{here}: a run")
        marks = entry.get("marks", [])
        if not isinstance(marks, list) or any(mark not in _MARKS for mark in marks):
            raise TextError(
                f"{here}: a mark is unknown.", f"Use one or more of {', '.join(_MARKS)}."
            )
        runs.append(Run(_text(entry, "text", here), frozenset(marks)))
    return merge_runs(runs)


def _provision(value: JSON, here: str, depth: int) -> Provision:
    if depth > _MAX_DEPTH:
        raise TextError(f"{here}: its provision has too many levels.", "Use fewer levels.")
    entry = _object(value, f"{here}: a provision")
    kind = _text(entry, "kind", here) or "paragraph"
    if kind not in KINDS:
        raise TextError(f"{here}: a kind is unknown.", f"Use one of {', '.join(KINDS)}.")
    children = entry.get("children", [])
    if not isinstance(children, list):
        raise TextError(f"{here}: 'children' is not a list.", "Give a list of provisions.")
    label = _text(entry, "label", here)
    text = _text(entry, "text", here)
    return Provision(
        id=_text(entry, "id", here),
        kind=kind,
        runs=_runs(entry.get("runs"), here) or ((Run(text),) if text else ()),
        label=label,
        number=_text(entry, "number", here) or (number_of(label) if label else ""),
        verb=_text(entry, "verb", here),
        children=tuple(_provision(child, here, depth + 1) for child in children),
    )
