"""Receiver of ``verb_done`` that enqueues an import when it is started."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from majlis.commons.imports.tasks import run
from majlis.kernel.verbs import Act, verb_done


@receiver(verb_done, dispatch_uid="imports.enqueue_started_import")
def enqueue_started_import(act: Act, result: Any, **_unused: Any) -> None:
    """Enqueue the task of a started import after the commit, on behalf of the person who started it."""
    if act.verb == "imports.start_import":
        key, user = result.pk, act.user.pk
        transaction.on_commit(lambda: run.enqueue(key, user))
