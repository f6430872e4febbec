"""Verbs: the only code that changes anything.

A verb is a function of a room's ``actions.py``::

    @verb("parties.admit")
    def admit(act: Act, registration: Registration, *, note: str) -> Organisation: ...

and is called with the actor in the place of the act: ``actions.admit(actor, registration, note=...)``.
Around the function stand: the rule of that name (``rules.py`` of the room), one transaction, and
the audit. The name is the permission that templates ask about.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate

import rules
from django.db import models, transaction
from django.dispatch import Signal

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.models import AuditEntry, Record, User

# Sent inside the transaction of a verb, when it is done: ``press_and_check`` (Act), ``result``. What a receiver
# does is part of the verb: it is undone with it. For what must wait, use transaction.on_commit.
verb_done = Signal()

# Every verb there is: name -> function. A test asks each for its rule, its permissions, its page.
VERBS: dict[str, Callable[..., Any]] = {}

# What each verb is called in a history: name -> words of the catalogues.
VERB_NAMES: dict[str, Any] = {}

# Verbs about what people do, and not about what a record says: see ``mark_confidential``.
CONFIDENTIAL_VERBS: set[str] = set()


def register_verb_names(names: Mapping[str, Any]) -> None:
    """Say what verbs are called in a history; a room does so in its ``rules.py``."""
    VERB_NAMES.update(names)


def mark_confidential(*names: str) -> None:
    """Show what these verbs did to a record only to the office and to who did it.

    Everybody who sees a record reads its history: so a room says in its ``rules.py`` which verbs tell
    of people (who was invited, who reported what) rather than of what the record says.
    """
    CONFIDENTIAL_VERBS.update(names)


def verb_name(verb: str) -> str:
    """What a verb is called in a history, in the reader's language."""
    return str(VERB_NAMES.get(verb, verb))


@dataclass
class Act:
    """One doing of a verb: who, and what it wrote into the audit."""

    actor: Actor
    verb: str
    entries: list[AuditEntry] = field(default_factory=list)
    nothing_to_do: bool = False

    @property
    def user(self) -> User:
        """The person who acts. Raises Refused where nobody has signed in."""
        if self.actor.user is None:
            raise Refused()
        return self.actor.user

    def note(
        self,
        target: models.Model | None = None,
        *,
        old: dict[str, Any] | None = None,
        new: dict[str, Any] | None = None,
        record: Record | None = None,
        reason: str = "",
    ) -> AuditEntry:
        """Write one audit entry: the target, and its values before and after.

        Personal data goes in by reference only: ``personal(value, subject)`` of kernel.audit.
        """
        record = record or (
            target if isinstance(target, Record) else getattr(target, "record", None)
        )
        entry = AuditEntry.objects.create(
            actor=self.actor.user,
            system=self.actor.system,
            verb=self.verb,
            record=record,
            target=f"{target._meta.label_lower}:{target.pk}" if target is not None else "",
            old=old or {},
            new=new or {},
            reason=reason,
            request_id=self.actor.request_id,
        )
        self.entries.append(entry)
        return entry

    def unchanged(self) -> None:
        """Say that there was nothing to change, so that no entry is owed."""
        self.nothing_to_do = True


def may(actor: Actor, name: str, target: Any = None) -> bool:
    """Whether the rule of the verb allows it to this actor."""
    if actor.system:
        return True
    user = actor.user
    if user is not None and not user.is_active:
        return False
    return bool(rules.has_perm(name, actor.person, target))


def verb[**P, R](
    name: str,
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function a verb. Raises Refused where the rule says no.

    The rule is asked about the first argument after the act. A verb that writes no audit entry and
    does not call ``act.unchanged()`` is a defect and raises RuntimeError, so nothing is kept of it.
    """

    def decorate(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Actor, P], R]:
        @functools.wraps(function)
        def done(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            target = args[0] if args else next(iter(kwargs.values()), None)
            if not may(actor, name, target):
                raise Refused()
            act = Act(actor, name)
            with transaction.atomic():
                result = function(act, *args, **kwargs)
                if not act.entries and not act.nothing_to_do:
                    raise RuntimeError(
                        f"the verb {name} changed something and wrote no audit entry"
                    )
                if act.entries:
                    verb_done.send(sender=name, act=act, result=result)
            return result

        if name in VERBS:
            raise RuntimeError(f"two verbs are called {name}")
        VERBS[name] = done
        return done

    return decorate
