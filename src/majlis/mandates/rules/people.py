"""Who people are for the register: who speaks for an actor, who belongs to a member."""

from __future__ import annotations

from typing import Any

import rules

from majlis.kernel.roles import is_secretariat
from majlis.mandates.models import Actor


def represents(user: Any, actor: Actor | None) -> bool:
    """Whether the person acts for the actor: for its organization, or as chair or secretariat of its body."""
    if actor is None or not user.is_authenticated or not user.is_active:
        return False
    if actor.organisation is not None:
        record = actor.organisation.record
        if user.holds("focal_point", record) or user.holds("delegate", record):
            return True
    if actor.body is not None:
        record = actor.body.record
        return bool(user.holds("chair", record) or user.holds("secretariat", record))
    return False


@rules.predicate
def is_owner(user: Any, target: Any) -> bool:
    """A rule: who speaks for the lead of the mandate, or of the mandate that the target is about.

    Where no lead is confirmed, nobody does but the secretariat.
    """
    mandate = getattr(target, "mandate", target)
    return represents(user, getattr(mandate, "lead", None))


owner = is_secretariat | is_owner


@rules.predicate
def is_of_its_body(user: Any, target: Any) -> bool:
    """A rule: chair or secretariat of the body whose text asks; the target is a mandate, or about one."""
    mandate = getattr(target, "mandate", target)
    instrument = getattr(mandate, "instrument", None)
    if instrument is None or instrument.body is None or not user.is_authenticated:
        return False
    record = instrument.body.record
    held = user.holds("chair", record) or user.holds("secretariat", record)
    return bool(user.is_active and held)


@rules.predicate
def speaks(user: Any, target: Any) -> bool:
    """A rule: who speaks for the actor that the target is."""
    return isinstance(target, Actor) and represents(user, target)
