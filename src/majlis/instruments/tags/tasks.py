"""Tasks of the worker: propose concepts for a text."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from majlis.framework.models import Concept
from majlis.instruments.models import Instrument, Lineage
from majlis.instruments.tags import proposals
from majlis.instruments.tags.actions import propose_tag
from majlis.kernel.actor import Actor
from majlis.kernel.queues import Priority, Queue
from majlis.kernel.work import background_task


@background_task(
    pgettext_lazy("background work", "Concepts"),
    queue=Queue.HEAVY,
    priority=Priority.CONCEPTS,
    about="instruments.instrument",
    parts=ngettext_lazy(
        "%(done)s of %(total)s provision compared with the concepts",
        "%(done)s of %(total)s provisions compared with the concepts",
        "n",
    ),
    tasks=ngettext_lazy(
        "%(done)s of %(total)s text searched for concepts",
        "%(done)s of %(total)s texts searched for concepts",
        "n",
    ),
)
def propose_concepts(instrument: int) -> None:
    """Propose concepts for a published text and its provisions."""
    text = Instrument.objects.filter(pk=instrument, held=True).first()
    if text is not None:
        _propose_tags(text, proposals.proposals(text))


@background_task(
    _("Concepts linked by a matrix"),
    queue=Queue.HEAVY,
    priority=Priority.CONCEPTS,
    about="instruments.instrument",
)
def propose_matrix_concepts(instrument: int) -> None:
    """Propose the concepts that the matrices link to a text's confirmed ones."""
    text = Instrument.objects.filter(pk=instrument, held=True).first()
    if text is not None:
        _propose_tags(text, proposals.matrix_proposals(text))


def _propose_tags(text: Instrument, proposals: Iterable[proposals.Proposal]) -> None:
    """Propose the concepts that have no tag yet, in any state."""
    tagged = set(text.tags.values_list("concept", "lineage"))
    missing = [each for each in proposals if (each.concept, each.lineage) not in tagged]
    concepts = Concept.objects.in_bulk([each.concept for each in missing])
    lineages = Lineage.objects.in_bulk([each.lineage for each in missing if each.lineage])
    for each in missing:
        propose_tag(
            Actor.as_system("concepts"),
            text,
            concept=concepts[each.concept],
            lineage=lineages[each.lineage] if each.lineage else None,
            found=each.found,
            score=each.score,
        )
