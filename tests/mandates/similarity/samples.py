"""What pages of related mandates need in the world of tests/pages."""

from __future__ import annotations

from typing import Any

from majlis.kernel.actor import Actor
from majlis.mandates.models import RelatedPair
from majlis.mandates.similarity import actions, pairs
from tests.mandates import factories


def plant(officer: Actor, things: dict[str, Any]) -> dict[str, Any]:
    """A pair that a person judged, one that nobody has looked at, and a proposed version that leaves a mandate out."""
    first = factories.text()
    keeper = factories.entity("Keeper")
    one, two, three = (
        factories.mandate(first, lead=keeper),
        factories.mandate(factories.text()),
        factories.mandate(factories.text(), number=3),
    )
    factories.mandate(first, number=3)
    shorter = factories.TEXT.replace("3. Invites the harbours to paint their boats;", "")
    proposed = factories.text("proposed", words=shorter, of=first)
    judged = RelatedPair.objects.create(first=one, second=two, score=0.9, method="words-1")
    actions.judge_pair(
        officer, judged, judgement="repeated", reason="A fictional reason.", place="The north."
    )
    waiting = RelatedPair.objects.create(first=two, second=three, score=0.7, method="words-1")
    pairs.update_embeddings()
    return {"pair": waiting, "judged_pair": judged, "draft": proposed}
