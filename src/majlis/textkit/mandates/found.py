"""What the walk through a text finds: an ask, whom it names, and where the words of each stand."""

from __future__ import annotations

from dataclasses import dataclass

from majlis.textkit.lexicon.folding import Folded
from majlis.textkit.mandates.asks import Ask
from majlis.textkit.mandates.names import Name
from majlis.textkit.model import Provision

# A provision above points, and the stretch of its text that they complete.
Lead = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """An ask with whom it names and the words of its verb, and the ids of the provisions that say so."""

    ask: Ask
    names: tuple[Name, ...]
    names_in: str
    verb: str
    verb_in: str
    verb_span: tuple[int, int]
    quoted: bool = False
    cites: tuple[str, ...] = ()
    cites_in: str = ""
    part_of: str | None = None
    leads: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Asked):
    """An ask in its place."""

    provision: Provision
    folded: Folded
    body: str = ""
    itu: bool = False  # whether the text is ITU's
