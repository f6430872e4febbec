"""What is found: mandates and clauses, and their form as JSON (docs/reference/json.md)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from majlis.textkit.model import JSON

_OPTIONAL = ("actor_words", "witness_of", "part_of", "inferred")


@dataclass(frozen=True, slots=True)
class Mandate:
    """Somebody is asked to do something by a provision.

    ``witness``: a field to the span of the words that say it, in the provision's text of the accept
    view; where they stand in another provision (an ITU heading, the paragraph above a point),
    ``witness_of`` names that provision for the field. ``part_of``: the provision above, where that
    carries a mandate of its own of which this one is a detail. ``actor_words``: each actor as written.
    ``inferred``: the fields that the text does not state: the actors of a commitment ("We commit to ...")
    whose speakers it does not name are the members of the body that adopts it.
    """

    provision: str
    actors: tuple[str, ...] = ()
    verb: str = ""
    verb_key: str = ""
    force: str = ""
    action: str = ""
    deliverable: str | None = None
    recipients: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    deadline: str | None = None
    occasion: str | None = None
    recurrence: str | None = None
    trigger: str | None = None
    cites: tuple[str, ...] = ()
    quoted: bool = False
    witness: dict[str, tuple[int, int]] = field(default_factory=dict)
    actor_words: tuple[str, ...] = ()
    witness_of: dict[str, str] = field(default_factory=dict)
    part_of: str | None = None
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """When a text, or what it creates, ends (expiry), is looked at again (review) or goes on (renewal)."""

    kind: str
    provision: str
    deadline: str | None = None
    occasion: str | None = None
    body: str | None = None
    witness: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MandateList:
    """The mandates and clauses of one text, in reading order."""

    mandates: tuple[Mandate, ...]
    clauses: tuple[Clause, ...]
    file: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The JSON contract of ``majlis text mandates``."""
        return {
            "file": self.file,
            "mandates": [_plain(mandate) for mandate in self.mandates],
            "clauses": [_plain(clause) for clause in self.clauses],
        }


def _plain(found: Mandate | Clause) -> dict[str, JSON]:
    values: dict[str, JSON] = asdict(found)
    values |= {name: list(value) for name, value in values.items() if isinstance(value, tuple)}
    values["witness"] = {name: list(span) for name, span in found.witness.items()}
    return {name: value for name, value in values.items() if value or name not in _OPTIONAL}
