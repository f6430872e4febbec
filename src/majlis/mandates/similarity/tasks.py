"""Background tasks of similarity: embeddings, related pairs, similar documents."""

from __future__ import annotations

from django.tasks import task

from majlis.mandates.core import document_similarity
from majlis.mandates.similarity import pairs


@task()
def update_related() -> None:
    """Update the embeddings of mandates that are new or have another source, and propose their pairs."""
    changed = pairs.update_embeddings(pairs.stale_mandates())
    if changed:
        pairs.propose_pairs(changed)


@task()
def update_all_pairs() -> None:
    """Update the embeddings of all mandates whose text changed in any language, and compare all with all."""
    pairs.update_embeddings()
    pairs.propose_pairs()


@task()
def compare_documents() -> int:
    """Compare submitted documents with earlier ones, a batch at a time; returns how many were compared."""
    return document_similarity.update_similarities()
