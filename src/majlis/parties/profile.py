"""The bodies of the profile, brought into the database: again with the same rows is no change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.parties.actions import alias, body
from majlis.parties.models import Body

Row = Mapping[str, str]


def load_bodies(rows: Iterable[Row], aliases: Iterable[Row] = ()) -> dict[str, Body]:
    """Make the bodies of a table, or bring them to what the table says now; return them by code.

    ``row_codes`` have the columns of ``bodies.tsv``: code, parent, kind, abbreviation, established, a name
    a language, verified, source, note; ``aliases`` those of ``body_aliases.tsv``. A parent may stand
    below its child. Raises ValueError, naming the code, where a parent or a body is unknown, or
    where bodies are each other's parents.
    """
    actor = Actor.as_system("profile")
    waiting = {row["code"]: (place, row) for place, row in enumerate(rows, 1)}
    known = {each.slug: each for each in Body.objects.select_related("record")}
    done: dict[str, Body] = {}
    while waiting:
        ready = [code for code, (_p, row) in waiting.items() if row["parent"] not in waiting]
        if not ready:
            raise ValueError(f"these bodies are each other's parents: {', '.join(waiting)}")
        for code in ready:
            place, row = waiting.pop(code)
            above = done.get(row["parent"]) or known.get(row["parent"])
            if row["parent"] and above is None:
                raise ValueError(f"{code}: there is no body {row['parent']}")
            done[code] = _load_body(actor, row, place, above)
    for row in aliases:
        body = done.get(row["body"]) or known.get(row["body"])
        if body is None:
            raise ValueError(f"{row['alias']}: there is no body {row['body']}")
        alias.add_alias(
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
    return done


def _load_body(actor: Actor, row: Row, place: int, parent: Body | None) -> Body:
    names = {code: row[code] for code in LANGUAGE_CODES if row.get(code)}
    words = {"title": names, **({"note": {"en": row["note"]}} if row.get("note") else {})}
    return body.load_body(
        actor,
        row["code"],
        words=words,
        parent=parent,
        sort=row.get("kind", ""),
        abbreviation=row.get("abbreviation", ""),
        established=row.get("established", ""),
        source=row.get("source", ""),
        verified=row.get("verified", ""),
        position=place,
    )
