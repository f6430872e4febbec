"""A mandate as data: the same as its page says, for programs."""

from __future__ import annotations

from typing import Any

from majlis.mandates.models import Actor
from majlis.mandates.queries.answers import Came
from majlis.mandates.queries.mandate import Found, Read
from majlis.mandates.show.came import entries
from majlis.mandates.show.lines import name_of

NOTE = "For information: this register binds nobody. The adopted text prevails."


def of(read: Read, address: str, came: Came) -> dict[str, Any]:
    """The JSON of a mandate; ``url_of``: the permanent one, of the site; ``publication_context``: what came of it."""
    mandate, asking, line = read.mandate, read.asking, read.line
    text: dict[str, Any] = {
        "address": mandate.instrument.record.address,
        "symbol": mandate.instrument.symbol,
    }
    if asking is not None:
        text |= {
            "version": line.version.record.address,
            "version_state": line.version.state,
            "provision": asking.provision.eid,
            "lineage": mandate.lineage_id,
        }
    said: dict[str, Any] = {}
    if asking is not None:
        names = ("verb", "action", "kind", "deadline", "occasion", "recurrence", "trigger")
        said = {name: getattr(asking, name) for name in names} | {
            "language": asking.language,
            "witness": asking.witness,
            "witness_of": asking.witness_of,
            "found_by": asking.by,
            "engine": asking.engine,
        }
    return {
        "note": NOTE,
        "id": mandate.slug,
        "address": address,
        "other_ids": [
            {"registry": each["registry"], "id": each["value"], "address": each["url"]}
            for each in read.aliases
        ],
        "text": text,
        "words": [
            {
                "language": each.language,
                "status": each.status,
                "label": each.label,
                "text": each.text,
                "above": [
                    said[each.language].text for _one, said in read.above if each.language in said
                ],
            }
            for each in read.wordings.values()
        ],
        "standing": mandate.standing,
        "life": mandate.life,
        "progress": mandate.progress,
        "force": mandate.force,
        "asks": said,
        **{
            role: [_actor(each) for each in line.actors(role)]
            for role in ("asked", "recipient", "via")
        },
        "due": mandate.due.isoformat() if mandate.due else "",
        "due_said": mandate.due_said,
        "lead": _actor(line.lead) if line.lead else None,
        "assignments": [
            {name: each[name] for name in ("part", "state", "since", "until")}
            | {"actor": _actor(each["actor"]), "act": _act(each)}
            for each in read.assigned
        ],
        "clauses": [
            {name: each[name] for name in ("kind", "deadline", "occasion")}
            | {
                "body": _actor(each["body"]) if each["body"] else None,
                "provision": each["place"]["eid"],
            }
            for each in read.clauses
        ],
        "ends": [
            {name: each[name] for name in ("kind", "date", "into", "language", "text")}
            | {"act": _act(each)}
            for each in read.endings
        ],
        "took_in": [each for each in read.taken_in],
        "versions": [
            {
                "version": each.version.record.address,
                "state": each.version.state,
                "change": each.asked["change"] if each.asked else "",
                "in_text": each.there,
            }
            for each in read.steps
        ],
        "concepts": [each.record.address for each in read.concepts],
        "came_of_it": entries(came, mandate),
    }


def _actor(actor: Actor) -> dict[str, str]:
    return {"address": actor.record.address, "name": name_of(actor)}


def _act(found: Found) -> dict[str, str]:
    return {
        "record": found["record"]["address"] if found["record"] else "",
        "words": found["words"],
    }
