"""Background tasks of similarity: embeddings, related pairs, similar documents."""

from __future__ import annotations

from django.tasks import task

from majlis.mandates.core import document_similarity
from majlis.mandates.similarity import pairs


@task()
def update_related() -> None:
    """Read the words of mandates that are new or asked in other words, and propose their pairs."""
    changed = pairs.update_embeddings(pairs.stale_mandates())
    if changed:
        pairs.propose_pairs(changed)


@task()
def update_all_pairs() -> None:
    """Read again what has changed of the words of all mandates, in whatever language, and compare all with all."""
    pairs.update_embeddings()
    pairs.propose_pairs()


@task()
def compare_documents() -> int:
    """Compare documents that answer with those that answered before them, some at a time; how many were compared."""
    return document_similarity.update_similarities()
