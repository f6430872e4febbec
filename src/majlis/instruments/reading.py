"""Reading the file of an import: at once where it is small, in the background where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from majlis.instruments import actions, working
from majlis.instruments.lifecycle import WAITING
from majlis.instruments.models import Import
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault
from majlis.textkit.errors import TextError

AT_ONCE = 1_000_000
"""Bytes up to which a person who brings a file in waits for what is in it."""


def read(actor: Actor, imported: Import) -> Import:
    """Read what is in the file, or say why it cannot be read."""
    try:
        text = working.read_text(imported)
    except TextError as error:
        return actions.refuse_import(actor, imported, fault=str(error))
    return actions.read_import(actor, imported, text=text)


def soon(actor: Actor, imported: Import) -> Import:
    """Read a small file now, and leave a large one to the worker."""
    from majlis.instruments.tasks import read_later

    if imported.state != WAITING:
        return imported  # the same file was brought in before
    if imported.file.size <= AT_ONCE:
        return read(actor, imported)
    user = actor.user.pk if actor.user is not None else None
    transaction.on_commit(lambda: read_later.enqueue(imported.pk, user))
    return imported


def bring_all(actor: Actor, files: Iterable[Any]) -> tuple[list[Import], list[tuple[str, str]]]:
    """Bring uploaded files in, one by one; gives what came in, and which were refused and why."""
    made, refused = [], []
    for each in files:
        try:
            kept = actions.bring_in(actor, name=each.name, stream=each)
        except Fault as fault:
            refused.append((str(each.name), str(fault)))
            continue
        made.append(soon(actor, kept))
    return made, refused


def again(actor: Actor, imported: Import) -> Import:
    """Go on with an import that was set aside: its file is read anew."""
    return soon(actor, actions.take_import_up_again(actor, imported))
