"""Uploaded files: small ones are read at once, large ones by the worker."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from majlis.instruments.imports import actions
from majlis.instruments.imports.read import read_file
from majlis.instruments.imports.tasks import read_import_file
from majlis.instruments.imports.working_copy import LARGEST_READ_AT_ONCE
from majlis.instruments.lifecycle import WAITING
from majlis.instruments.models import Import, Instrument
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, Refused
from majlis.kernel.limited_process import ReadersBusy


def read_or_enqueue(actor: Actor, imported: Import) -> Import:
    """Read a small file now; queue a large one, and one for which no reader is free, for the worker."""
    if imported.state != WAITING:
        return imported  # the same file was imported before
    if imported.file.size <= LARGEST_READ_AT_ONCE:
        with suppress(ReadersBusy):
            return read_file(actor, imported)
    user = actor.user.pk if actor.user is not None else None
    transaction.on_commit(lambda: read_import_file.enqueue(imported.pk, user))
    return imported


@dataclass
class UploadResult:
    """The outcome of an upload of several files."""

    made: list[Import] = field(default_factory=list)
    known: list[Import] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def imports(self) -> list[Import]:
        """The imports of the uploaded files."""
        return self.made + self.known


def upload_files(
    actor: Actor, files: Iterable[UploadedFile[bytes]], target: Instrument | None = None
) -> UploadResult:
    """Upload files one by one; an error of one does not affect the others.

    ``target`` is the text of which they are other versions or languages.
    """
    result = UploadResult()
    for upload in files:
        try:
            imported = actions.upload_import(
                actor, name=upload.name or "", stream=upload, target=target
            )
        except Refused:
            raise
        except Fault as fault:
            result.refused.append((str(upload.name), str(fault)))
            continue
        if imported.state != WAITING or imported.pk in {each.pk for each in result.made}:
            result.known.append(imported)
        else:
            result.made.append(read_or_enqueue(actor, imported))
    return result


def resume_and_read(actor: Actor, imported: Import) -> Import:
    """Resume an import that was set aside, and read its file again."""
    return read_or_enqueue(actor, actions.resume_import(actor, imported))
