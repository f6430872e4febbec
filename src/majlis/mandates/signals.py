"""What follows from verbs of texts and of the register, in their transaction: texts to be read, deliverables foreseen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from majlis.instruments.models import Instrument, Provision, Version
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import Act, verb_done
from majlis.mandates.foreseeing import often
from majlis.mandates.kinds import Standing
from majlis.mandates.models import Asking, Mandate, Named, Occasion
from majlis.mandates.settling import settle

READ = ("publish_import", "restore_version")
"""Verbs after which versions are read for mandates."""
CORRECTED = ("match_provision", "realign_provision")
"""Verbs that put words or lineages elsewhere: what waits is found anew."""
STATES = (
    "publish_import",
    "propose_version",
    "adopt_version",
    "bring_version_into_force",
    "supersede_version",
    "mark_version_not_adopted",
    "repropose_version",
    "change_version",
    "withdraw_version",
    "restore_version",
)
"""Verbs after which other mandates may bind, or be open to others."""


@receiver(verb_done, dispatch_uid="mandates.follow")
def follow(sender: str, act: Act, result: Any, **_more: Any) -> None:
    """Do what a verb of texts brings with it here."""
    room, _dot, name = sender.partition(".")
    if room != "instruments":
        return
    given = result if isinstance(result, list) else [result]
    versions = [each for each in given if isinstance(each, Version)]
    if name in READ:
        read_later(versions)
    elif name in CORRECTED and isinstance(result, Provision):
        read_later([result.version])
    if name in STATES and versions:
        texts = {each.instrument_id for each in versions}
        asked = Asking.objects.filter(version__instrument__in=texts)
        otherwise = settle(set(asked.values_list("mandate", flat=True)))
        foresee_again(otherwise)
    if name == "resolve_stub" and isinstance(result, Instrument):
        # What recitals quote of a text goes under the text, now that it is known which one it is.
        Mandate.objects.filter(instrument__became=result).update(instrument=result)


def read_later(versions: Iterable[Version]) -> None:
    """Have the worker read versions, and the former texts that stand in them; the former first."""
    from majlis.mandates import tasks

    keys = [each.pk for each in versions]
    rows = Version.objects.filter(Q(pk__in=keys) | Q(reconstructed_from__in=keys))
    for key in rows.order_by("instrument", "position", "pk").values_list("pk", flat=True):
        tasks.find_in.enqueue(key)


NEW = ("mandates.accept", "mandates.accept_unchanged", "mandates.revive", "mandates.take_in")
"""Verbs after which a mandate is there that was not, or is there again."""
ANEW = ("mandates.correct_asking", "mandates.split", "mandates.take_back")
"""Verbs that change what was read of a text."""


@receiver(verb_done, dispatch_uid="mandates.foresee")
def foresee(sender: str, act: Act, result: Any, **_more: Any) -> None:
    """Make the deliverables that a mandate yields, when it is accepted or corrected, and when a session is added."""
    if sender in NEW + ANEW:
        foresee_again(mandates_of(result), anew=sender in ANEW)
    elif sender == "mandates.add_occasion" and isinstance(result, Occasion):
        named = Named.objects.filter(role=Named.Role.RECIPIENT, actor=result.actor_id)
        rows = Mandate.objects.filter(asking__in=named.values("asking"), standing=Standing.BINDS)
        pairs = rows.exclude(asking__recurrence="").values_list("pk", "asking__recurrence")
        foresee_again(key for key, recurrence in pairs if often(recurrence))


def foresee_again(keys: Iterable[int], *, anew: bool = False) -> None:
    """Make what these mandates yield now, and let what was foreseen follow where they are asked otherwise."""
    from majlis.mandates import actions

    for each in sorted(set(keys)):
        mandate = Mandate.objects.select_related("asking__version", "record").get(pk=each)
        actions.foresee(Actor.as_system("foreseeing"), mandate, anew=anew)


def mandates_of(result: Any) -> set[int]:
    """The keys of the mandates that a verb gave, itself or by what it is about."""
    if isinstance(result, Mandate):
        return {result.pk}
    if isinstance(result, Iterable) and not isinstance(result, str):
        return {key for each in result for key in mandates_of(each)}
    found = getattr(result, "mandate_id", None)
    return {found} if isinstance(found, int) else set()
