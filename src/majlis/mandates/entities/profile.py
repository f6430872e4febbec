"""Loads the entities of the profile from a table; loading the same rows again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.mandates.entities import actions
from majlis.mandates.models import Entity, EntityKind
from majlis.parties.models import Body, Organisation

Row = Mapping[str, str]
SEPARATOR = "|"
"""Separates the English names of the engine, and the kinds of organizations, in a cell."""


def load_entities(rows: Iterable[Row]) -> dict[str, Entity]:
    """Create or update the entities of a table; return them by key.

    ``rows`` have the columns of ``actors.tsv``: key, lexicon, sort, body, organisation, kinds,
    parent, a name for each language, verified, source, note. A parent may stand below its child.
    Raises ValueError, naming the key, for an unknown parent, body or sort, and for entities that
    are each other's parents. An organization that is not admitted yet is left out; loading the
    table again adds it.
    """
    actor = Actor.as_system("profile")
    pending = {row["key"]: (place, row) for place, row in enumerate(rows, 1)}
    existing = {each.slug: each for each in Entity.objects.select_related("record")}
    bodies = {each.slug: each for each in Body.objects.select_related("record")}
    loaded: dict[str, Entity] = {}
    while pending:
        ready = [key for key, (_place, row) in pending.items() if row["parent"] not in pending]
        if not ready:
            raise ValueError(f"these actors are each other's parents: {', '.join(pending)}")
        for key in ready:
            place, row = pending.pop(key)
            parent = loaded.get(row["parent"]) or existing.get(row["parent"])
            if row["parent"] and parent is None:
                raise ValueError(f"{key}: there is no entity {row['parent']}")
            if row["body"] and row["body"] not in bodies:
                raise ValueError(f"{key}: there is no body {row['body']}")
            if row["sort"] not in EntityKind.values:
                raise ValueError(f"{key}: there is no sort of entity {row['sort']}")
            body = bodies.get(row["body"])
            loaded[key] = _load(actor, row, place, parent, body)
    return loaded


def _load(actor: Actor, row: Row, place: int, parent: Entity | None, body: Body | None) -> Entity:
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
    return actions.load_entity(actor, row["key"], words=words, **values)


def _split(words: str) -> list[str]:
    return [each.strip() for each in words.split(SEPARATOR) if each.strip()]


def _find_organisation(words: str) -> Organisation | None:
    """The organization with this number; None where there is none."""
    if not (words.isascii() and words.isdecimal() and len(words) < 10):
        return None
    return Organisation.objects.select_related("record").filter(number=int(words)).first()
