"""Loads the entities of the profile; loading the same rows again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from majlis.kernel.actor import Actor as Doer
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.mandates.entities import actions
from majlis.mandates.models import Entity, EntityKind
from majlis.parties.models import Body, Organisation

Row = Mapping[str, str]
SEPARATOR = "|"
"""Parts the English names of the engine, and kinds of organizations."""


def load_entities(rows: Iterable[Row]) -> dict[str, Entity]:
    """Make the actors of a table, or bring them to what it says now; return them by key.

    ``row_codes`` have the columns of ``actors.tsv``: key, lexicon, sort, body, organisation, kinds, parent, a name a
    language, verified, source, note. A parent may stand below its child. Raises ValueError, naming the key, where
    a parent, a body or a sort is unknown, or where actors are each other's parents. An organization that is not
    admitted yet is left out, and found when the table is loaded again.
    """
    doer = Doer.as_system("profile")
    waiting = {row["key"]: (place, row) for place, row in enumerate(rows, 1)}
    known = {each.slug: each for each in Entity.objects.select_related("record")}
    bodies = {each.slug: each for each in Body.objects.select_related("record")}
    done: dict[str, Entity] = {}
    while waiting:
        ready = [key for key, (_place, row) in waiting.items() if row["parent"] not in waiting]
        if not ready:
            raise ValueError(f"these actors are each other's parents: {', '.join(waiting)}")
        for key in ready:
            place, row = waiting.pop(key)
            above = done.get(row["parent"]) or known.get(row["parent"])
            if row["parent"] and above is None:
                raise ValueError(f"{key}: there is no entity {row['parent']}")
            if row["body"] and row["body"] not in bodies:
                raise ValueError(f"{key}: there is no body {row['body']}")
            if row["sort"] not in EntityKind.values:
                raise ValueError(f"{key}: there is no sort of entity {row['sort']}")
            body = bodies.get(row["body"])
            done[key] = _load(doer, row, place, above, body)
    return done


def _load(doer: Doer, row: Row, place: int, parent: Entity | None, body: Body | None) -> Entity:
    words: dict[str, dict[str, str]] = {
        "title": {code: row[code] for code in LANGUAGE_CODES if row.get(code)}
    }
    if row.get("note"):
        words["note"] = {"en": row["note"]}
    values: dict[str, Any] = {
        "kind": row["sort"],
        "parent": parent,
        "body": body,
        "organisation_kinds": _split(row.get("kinds", "")),
        "lexicon": _split(row.get("lexicon", "")),
        "source": row.get("source", ""),
        "verified": row.get("verified", ""),
        "position": place,
    }
    if (organisation := _find_organisation(row.get("organisation", ""))) is not None:
        values["organisation"] = organisation
    return actions.load_entity(doer, row["key"], words=words, **values)


def _split(words: str) -> list[str]:
    return [each.strip() for each in words.split(SEPARATOR) if each.strip()]


def _find_organisation(words: str) -> Organisation | None:
    """An organization by its number."""
    if not (words.isascii() and words.isdecimal() and len(words) < 10):
        return None
    return Organisation.objects.select_related("record").filter(number=int(words)).first()
