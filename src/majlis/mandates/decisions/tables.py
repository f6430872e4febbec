"""Links to the page on which a decision is recorded, for the pages of documents."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from majlis.documents.models import Consideration, Document
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates.decisions import queries

RECORD_DECISION = pgettext_lazy("decision", "Record decision")


def decision_links(
    actor: Actor, document: Document, considerations: Sequence[Consideration]
) -> dict[int, parts.Link]:
    """Links to record the decisions on a document, by the key of the consideration; none for who may not."""
    if not considerations or not may(actor, "mandates.record_decision"):
        return {}
    return {
        row.pk: parts.Link(RECORD_DECISION, reverse("mandates:record_decision", args=[row.pk]))
        for row in queries.undecided_considerations(actor.person, document.record)
    }
