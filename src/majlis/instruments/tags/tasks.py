"""Tasks of the worker: propose concepts for a text."""

from __future__ import annotations

from collections.abc import Iterable

from django.tasks import task

from majlis.framework.models import Concept
from majlis.instruments.models import Instrument, Lineage
from majlis.instruments.tags import proposals
from majlis.instruments.tags.actions import propose_tag
from majlis.kernel.actor import Actor


@task()
def propose_concepts(instrument: int) -> None:
    """Propose concepts for a text that was published, and for its provisions."""
    found = Instrument.objects.filter(pk=instrument, held=True).first()
    if found is not None:
        _propose_tags(found, proposals.proposals(found))


@task()
def propose_matrix_concepts(instrument: int) -> None:
    """Propose what the matrices link to the concepts that were confirmed for a text."""
    found = Instrument.objects.filter(pk=instrument, held=True).first()
    if found is not None:
        _propose_tags(found, proposals.matrix_proposals(found))


def _propose_tags(found: Instrument, proposals: Iterable[proposals.Proposal]) -> None:
    """Propose what nobody has proposed or declined yet."""
    there = set(found.tags.values_list("concept", "lineage"))
    wanted = [each for each in proposals if (each.concept, each.lineage) not in there]
    concepts = Concept.objects.in_bulk([each.concept for each in wanted])
    lineages = Lineage.objects.in_bulk([each.lineage for each in wanted if each.lineage])
    for each in wanted:
        propose_tag(
            Actor.as_system("concepts"),
            found,
            concept=concepts[each.concept],
            lineage=lineages[each.lineage] if each.lineage else None,
            found=each.found,
            score=each.score,
        )
