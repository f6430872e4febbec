"""A mandate as JSON, with the content of its page."""

from __future__ import annotations

from majlis.mandates.core.rows import JsonRow
from majlis.mandates.core.table import entity_name
from majlis.mandates.detail.queries import MandatePage
from majlis.mandates.models import Entity
from majlis.mandates.statements.export import implementation_entries
from majlis.mandates.statements.queries import Implementation

DISCLAIMER = "For information: this register binds nobody. The adopted text prevails."


def mandate_json(read: MandatePage, address: str, implementation: Implementation) -> JsonRow:
    """The JSON of a mandate.

    ``address``: its permanent address, with the site. ``implementation``: the reports on it.
    """
    mandate, source, line = read.mandate, read.source, read.line
    text: JsonRow = {
        "address": mandate.instrument.record.address,
        "symbol": mandate.instrument.symbol,
    }
    if source is not None:
        text |= {
            "version": line.version.record.address,
            "version_state": line.version.state,
            "provision": source.provision.eid,
            "lineage": mandate.lineage_id,
        }
    source_json: JsonRow = {}
    if source is not None:
        names = ("verb", "action", "kind", "deadline", "occasion", "recurrence", "trigger")
        source_json = {name: getattr(source, name) for name in names} | {
            "language": source.language,
            "witness": source.witness,
            "witness_of": source.witness_of,
            "found_by": source.found_by,
            "engine": source.engine,
        }
    return {
        "note": DISCLAIMER,
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
                    wordings[each.language].text
                    for _provision, wordings in read.above
                    if each.language in wordings
                ],
            }
            for each in read.wordings.values()
        ],
        "legal_status": mandate.legal_status,
        "lifecycle_state": mandate.lifecycle_state,
        "progress": mandate.progress,
        "force": mandate.force,
        "asks": source_json,
        **{
            role: [_entity_json(each) for each in line.entities_with_role(role)]
            for role in ("asked", "recipient", "via")
        },
        "due": mandate.due.isoformat() if mandate.due else "",
        "due_text": mandate.due_text,
        "lead": _entity_json(line.lead) if line.lead else None,
        "assignments": [
            {name: each[name] for name in ("part", "state", "since", "until")}
            | {"entity": _entity_json(each["entity"]), "act": _act_json(each)}
            for each in read.assigned
        ],
        "clauses": [
            {name: each[name] for name in ("kind", "deadline", "occasion")}
            | {
                "body": _entity_json(each["body"]) if each["body"] else None,
                "provision": each["place"]["eid"],
            }
            for each in read.clauses
        ],
        "ends": [
            {name: each[name] for name in ("kind", "date", "into", "language", "text")}
            | {"act": _act_json(each)}
            for each in read.lifecycle_events
        ],
        "merged_from": [each for each in read.taken_in],
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
        "came_of_it": implementation_entries(implementation, mandate),
    }


def _entity_json(entity: Entity) -> dict[str, str]:
    return {"address": entity.record.address, "name": entity_name(entity)}


def _act_json(row: JsonRow) -> dict[str, str]:
    return {"record": row["record"]["address"] if row["record"] else "", "words": row["words"]}
