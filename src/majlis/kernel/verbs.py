"""Verbs: the only code that changes data.

A verb is a function of a room under ``@verb``::

    @verb("parties.admit_registration")
    def admit_registration(act: Act, registration: Registration, *, words: str = "") -> Organisation: ...

Callers pass an actor in place of the act: ``actions.admit_registration(actor, registration, words=...)``.
The decorator checks the permission rule of that name (``rules.py`` of the room), opens a transaction, and
requires an audit entry. Templates check the permission by the same name.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Concatenate

import rules
from django.db import models, transaction
from django.dispatch import Signal

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused, StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.models import AuditEntry, Record, User
from majlis.kernel.renames import current_verb

# Sent at the end of a verb, inside its transaction, with ``act`` (Act) and ``result``. Changes by a receiver
# roll back with the verb. Use transaction.on_commit for effects outside the database.
verb_done = Signal()

# All verbs: name -> function. Tests check that each has a rule, permissions and a page.
VERBS: dict[str, Callable[..., Any]] = {}

_KEYS: dict[Callable[..., Any], str] = {}

# The label of each verb in a history: name -> translated text.
VERB_NAMES: dict[str, StrOrPromise] = {}

# Verbs about people rather than about the content of a record: see ``mark_confidential``.
CONFIDENTIAL_VERBS: set[str] = set()


def register_verb_names(names: Mapping[str, StrOrPromise]) -> None:
    """Register the labels of verbs in a history; a room does so in its ``rules.py``."""
    VERB_NAMES.update(names)


def mark_confidential(*names: str) -> None:
    """Show the audit entries of these verbs only to the secretariat, administrators and their actor.

    Every reader of a record can read its history. A room therefore marks, in its ``rules.py``, the verbs
    that reveal something about people (an invitation, a report) rather than about the record's content.
    """
    CONFIDENTIAL_VERBS.update(names)


def key_of(function: Callable[..., Any]) -> str:
    """The name of a verb, ``"room.verb"``, by its function. Raises KeyError for another function."""
    return _KEYS[function]


def verb_name(verb: str) -> str:
    """The label of a verb in a history, in the reader's language."""
    return str(VERB_NAMES.get(current_verb(verb), verb))


@dataclass
class Act:
    """One execution of a verb: its actor, and the audit entries that it wrote."""

    actor: Actor
    verb: str
    entries: list[AuditEntry] = field(default_factory=list)
    nothing_to_do: bool = False

    @property
    def user(self) -> User:
        """The user who acts. Raises Refused for an anonymous visitor."""
        if self.actor.user is None:
            raise Refused()
        return self.actor.user

    def note(
        self,
        target: models.Model | None = None,
        *,
        old: Mapping[str, JSON] | None = None,
        new: Mapping[str, JSON] | None = None,
        record: Record | None = None,
        reason: str = "",
    ) -> AuditEntry:
        """Write one audit entry: the target, and its values before and after.

        Store personal data by reference only: ``personal_reference(value, subject)`` of ``kernel.audit``.
        """
        record = record or (
            target if isinstance(target, Record) else getattr(target, "record", None)
        )
        # The database dates an entry, but for those of a demonstration that is dated back.
        moment = {"at": clock.now()} if clock.is_shifted() else {}
        entry = AuditEntry.objects.create(
            **moment,
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
        """Declare that there was nothing to change, in place of an audit entry."""
        self.nothing_to_do = True


def may(actor: Actor, name: str, target: Any = None) -> bool:
    """Whether the rule of the verb allows it to this actor, on a target of the type that the rule takes."""
    if actor.system:
        return True
    user = actor.user
    if user is not None and not user.is_active:
        return False
    return bool(rules.has_perm(name, actor.person, target))


# The acts since ``collected_acts`` was entered.
_ACTS: ContextVar[list[Act] | None] = ContextVar("acts", default=None)


@contextmanager
def collected_acts() -> Iterator[list[Act]]:
    """The verbs that are done in the block; an act without entries found nothing to change."""
    acts: list[Act] = []
    token = _ACTS.set(acts)
    try:
        yield acts
    finally:
        _ACTS.reset(token)


def verb[**P, R](
    name: str,
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function a verb, which raises Refused if its rule does not allow it.

    The rule gets the first argument after the act as its target. A verb that writes no audit entry and
    does not call ``act.unchanged()`` is a defect: it raises RuntimeError, which rolls its changes back.
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
            if (acts := _ACTS.get()) is not None:
                acts.append(act)
            return result

        if name in VERBS:
            raise RuntimeError(f"two verbs are called {name}")
        VERBS[name] = done
        _KEYS[done] = name
        return done

    return decorate
