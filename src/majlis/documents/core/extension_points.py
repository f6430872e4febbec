"""Extension points: what higher rooms add to the page of a document.

This room does not import the rooms above it. A room registers, in ``ready`` of its application, how a reader
records what a body decided on a document::

    extension_points.register_decision_links(links_of_document)

``links_of_document(actor, document, considerations)`` returns, by the key of a consideration, a link for who may
record the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from majlis.documents.models import Consideration, Document
from majlis.kernel.actor import Actor
from majlis.look.parts import Link

type DecisionLinks = Callable[[Actor, Document, Sequence[Consideration]], Mapping[int, Link]]

_DECISION_LINKS: list[DecisionLinks] = []


def register_decision_links(links: DecisionLinks) -> None:
    """Add links to record decisions on a document, where it is considered."""
    if links not in _DECISION_LINKS:
        _DECISION_LINKS.append(links)


def decision_links(
    actor: Actor, document: Document, considerations: Sequence[Consideration]
) -> dict[int, Link]:
    """The links to record decisions on a document, by the key of the consideration."""
    found: dict[int, Link] = {}
    for links in _DECISION_LINKS:
        found.update(links(actor, document, considerations))
    return found
