"""``apply``: a base and amendments to a consolidated text, its redline, and what people must settle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from majlis.textkit.amend.base import Base, check
from majlis.textkit.amend.build import Builder
from majlis.textkit.amend.fresh import Fresh
from majlis.textkit.amend.plan import Settling
from majlis.textkit.amend.record import Amendment, Outcome
from majlis.textkit.amend.renumber import renumbered
from majlis.textkit.model import Provision, Text
from majlis.textkit.numbering import number_of
from majlis.textkit.views import view


def apply(
    base: Text,
    amendments: Sequence[Amendment],
    *,
    brackets: bool = False,
    renumber: bool = False,
) -> Outcome:
    """Apply amendments to a base text, three-way.

    Where the wording that an author saw differs from the present one, the change is carried over word
    by word if it touches nothing that has changed since. Amendments that touch the same words, delete
    what another one changes or moves, or move in ways that exclude one another are not applied: the
    provision keeps its wording and the conflict is returned. Which amendments are applied, and which
    are in conflict, does not depend on their order; provisions put at one place stand in the order of
    submission, and that is reported too, with all who put them there.

    ``brackets``: show disputed wordings in the consolidated text as ``[base] [Author: alternative]``.
    ``renumber``: give lists whose members changed fresh labels in their own style, with ``old_label``
    and ``old_number`` kept. References to numbers inside the wording are not touched. Ids of base
    provisions never change; a new provision keeps its own id where that is free, otherwise it gets one
    made of the amendment's id. The text's ``title`` and ``date`` are those of the base.

    Raises TextError for a base with tracked changes or ids that are not unique, and for an amendment
    that says too little to mean anything.
    """
    check(amendments)
    indexed = Base(base)
    plan = Settling(indexed, amendments).settle()
    fresh = Fresh(indexed, plan, amendments)
    builder = Builder(indexed, plan, fresh, brackets=brackets)
    nodes = builder.nodes()
    builder.labels = {
        target: (amendment.label or "", number_of(amendment.label) if amendment.label else "")
        for target, amendment in plan.labels.items()
    }
    if renumber:
        builder.labels |= renumbered(indexed, nodes, builder.labels)
    redline = replace(indexed.text, provisions=builder.provisions(nodes))
    new = view(redline, "accept")
    return Outcome(
        text=replace(new, provisions=tuple(_settled(new.provisions))),
        redline=redline,
        conflicts=tuple(plan.conflicts),
        applied=plan.applied,
    )


def _settled(provisions: Iterable[Provision]) -> Iterable[Provision]:
    """Without the marks of change: this is the text as it stands."""
    for provision in provisions:
        yield replace(provision, change=None, children=tuple(_settled(provision.children)))
