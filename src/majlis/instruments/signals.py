"""What follows from verbs of the room: concepts are proposed for a text that was published."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from majlis.instruments.models import Tag, Version
from majlis.kernel.verbs import acted


@receiver(acted, dispatch_uid="instruments.propose_concepts")
def propose_concepts(sender: str, result: Any, **_more: Any) -> None:
    """Have concepts proposed for what was published, and goals for an action line that was confirmed."""
    from majlis.instruments import tasks

    texts: set[int] = set()
    if sender == "instruments.publish":
        texts = {each.instrument_id for each in result if isinstance(each, Version)}
    elif sender == "instruments.confirm_tag" and isinstance(result, Tag):
        texts = {result.instrument_id}
    for each in sorted(texts):
        tasks.propose_concepts.enqueue(each)  # committed with the verb, or not at all
