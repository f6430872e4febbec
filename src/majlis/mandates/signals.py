"""What follows from verbs of the room, in their transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from majlis.kernel.actor import Actor
from majlis.kernel.verbs import Act, acted
from majlis.mandates.models import Mandate

NEW = ("mandates.accept", "mandates.accept_unchanged", "mandates.revive")
"""Verbs after which a mandate is there that was not, or is there again."""
ANEW = ("mandates.correct_asking", "mandates.split")
"""Verbs that change what was read of a text."""


@receiver(acted, dispatch_uid="mandates.foresee")
def foresee(sender: str, act: Act, result: Any, **_more: Any) -> None:
    """Make the deliverables that a mandate yields, when it is accepted or corrected."""
    if sender not in NEW + ANEW:
        return
    from majlis.mandates import actions

    for each in sorted(mandates_of(result)):
        mandate = Mandate.objects.select_related("asking__version", "record").get(pk=each)
        actions.foresee(Actor.as_system("foreseeing"), mandate, anew=sender in ANEW)


def mandates_of(result: Any) -> set[int]:
    """The keys of the mandates that a verb gave, itself or by what it is about."""
    if isinstance(result, Mandate):
        return {result.pk}
    if isinstance(result, Iterable) and not isinstance(result, str):
        return {key for each in result for key in mandates_of(each)}
    found = getattr(result, "mandate_id", None)
    return {found} if isinstance(found, int) else set()
