"""Uploaded files: small ones are read at once, large ones by the worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from majlis.instruments.imports import actions
from majlis.instruments.imports.read import read_file
from majlis.instruments.imports.tasks import read_import_file
from majlis.instruments.lifecycle import WAITING
from majlis.instruments.models import Import
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, Refused

LARGEST_READ_AT_ONCE = 1_000_000
"""Bytes up to which a person who brings a file in waits for what is in it."""


def read_or_enqueue(actor: Actor, imported: Import) -> Import:
    """Read a small file now, and leave a large one to the worker."""
    if imported.state != WAITING:
        return imported  # the same file was brought in before
    if imported.file.size <= LARGEST_READ_AT_ONCE:
        return read_file(actor, imported)
    user = actor.user.pk if actor.user is not None else None
    transaction.on_commit(lambda: read_import_file.enqueue(imported.pk, user))
    return imported


@dataclass
class UploadResult:
    """What became of files that were brought in at once."""

    made: list[Import] = field(default_factory=list)
    known: list[Import] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def came(self) -> list[Import]:
        """The imports there are of them now."""
        return self.made + self.known


def upload_files(actor: Actor, files: Iterable[Any]) -> UploadResult:
    """Bring uploaded files in, one by one: what is wrong with one keeps none of the others out."""
    brought = UploadResult()
    for each in files:
        try:
            kept = actions.upload_import(actor, name=each.name, stream=each)
        except Refused:
            raise
        except Fault as fault:
            brought.refused.append((str(each.name), str(fault)))
            continue
        if kept.state != WAITING or kept.pk in {one.pk for one in brought.made}:
            brought.known.append(kept)
        else:
            brought.made.append(read_or_enqueue(actor, kept))
    return brought


def resume_and_read(actor: Actor, imported: Import) -> Import:
    """Go on with an import that was set aside: its file is read anew."""
    return read_or_enqueue(actor, actions.resume_import(actor, imported))
