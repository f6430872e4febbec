"""Background tasks of similarity: embeddings, related pairs, similar documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel.queues import Queue
from majlis.kernel.work import background_task
from majlis.mandates.core import document_similarity
from majlis.mandates.similarity import pairs


@background_task(_("Search for related mandates"), queue=Queue.HEAVY)
def update_related() -> None:
    """Update the embeddings of mandates that are new or have another source, and propose their pairs."""
    changed = pairs.update_embeddings(pairs.stale_mandates())
    if changed:
        pairs.propose_pairs(changed)


@background_task(_("Comparison of all mandates"), queue=Queue.HEAVY)
def update_all_pairs() -> None:
    """Update the embeddings of all mandates whose text changed in any language, and compare all with all."""
    pairs.update_embeddings()
    pairs.propose_pairs()


@background_task(_("Comparison of submitted documents"), queue=Queue.HEAVY)
def compare_documents() -> int:
    """Compare submitted documents with earlier ones, a batch at a time; returns how many were compared."""
    return document_similarity.update_similarities()
