"""Import of the bodies of a profile into the database; a repeated import changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.parties.actions import alias as alias_actions
from majlis.parties.actions import body as body_actions
from majlis.parties.models import Body

Row = Mapping[str, str]


def load_bodies(rows: Iterable[Row], aliases: Iterable[Row] = ()) -> dict[str, Body]:
    """Create or update the bodies of a table; return them by code.

    ``rows`` have the columns of ``bodies.tsv``: code, parent, kind, abbreviation, established, one name
    per language, verified, source, note; ``aliases`` those of ``body_aliases.tsv``. A parent may follow
    its child in the table. Raises ValueError, which names the code, for an unknown parent or body, or if
    parents form a cycle.
    """
    actor = Actor.as_system("profile")
    waiting = {row["code"]: (position, row) for position, row in enumerate(rows, 1)}
    known = {each.slug: each for each in Body.objects.select_related("record")}
    loaded: dict[str, Body] = {}
    while waiting:
        ready = [code for code, (_p, row) in waiting.items() if row["parent"] not in waiting]
        if not ready:
            raise ValueError(f"these bodies are each other's parents: {', '.join(waiting)}")
        for code in ready:
            position, row = waiting.pop(code)
            parent = loaded.get(row["parent"]) or known.get(row["parent"])
            if row["parent"] and parent is None:
                raise ValueError(f"{code}: there is no body {row['parent']}")
            loaded[code] = _load_body(actor, row, position, parent)
    for row in aliases:
        body = loaded.get(row["body"]) or known.get(row["body"])
        if body is None:
            raise ValueError(f"{row['alias']}: there is no body {row['body']}")
        alias_actions.add_alias(
            actor,
            body,
            label=row["alias"],
            language=row.get("language", ""),
            since=row.get("from", ""),
            until=row.get("to", ""),
            source=row.get("source", ""),
            verified=row.get("verified", ""),
            note=row.get("note", ""),
        )
    return loaded


def _load_body(actor: Actor, row: Row, position: int, parent: Body | None) -> Body:
    names = {code: row[code] for code in LANGUAGE_CODES if row.get(code)}
    words = {"title": names, **({"note": {"en": row["note"]}} if row.get("note") else {})}
    return body_actions.load_body(
        actor,
        row["code"],
        words=words,
        parent=parent,
        sort=row.get("kind", ""),
        abbreviation=row.get("abbreviation", ""),
        established=row.get("established", ""),
        source=row.get("source", ""),
        verified=row.get("verified", ""),
        position=position,
    )
