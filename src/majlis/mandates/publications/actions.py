"""Verbs of editions: save and delete their files."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import IO

from django.db import transaction
from django.db.models import ProtectedError

from majlis.kernel import clock, files
from majlis.kernel.models import StoredFile, User
from majlis.kernel.verbs import Act, verb
from majlis.mandates.models import Edition
from majlis.mandates.publications.queries import edition_name

MAX_SIZE = 1 << 32
"""The maximum size of an edition, in bytes."""


@verb("mandates.save_edition")
def save_edition(
    act: Act,
    day: datetime.date,
    *,
    form: str,
    content: IO[bytes] | Iterable[bytes],
    mandates: int,
    language: str = "",
    part: int = 0,
    made_by: User | None = None,
) -> Edition:
    """Save a file as an edition of a day.

    An edition that exists is never replaced, because it may have been cited.
    """
    existing = Edition.objects.filter(form=form, language=language, day=day, part=part).first()
    if existing is not None:
        act.unchanged()
        return existing
    file = files.store_file(content, allowed=None, limit=MAX_SIZE)
    edition = Edition.objects.create(
        name=edition_name(language, day, part),
        form=form,
        language=language,
        part=part,
        day=day,
        mandates=mandates,
        size=file.size,
        sha256=file.sha256,
        file=file,
        made_by=made_by,
    )
    act.note(
        edition, new={"name": edition.filename, "sha256": edition.sha256, "mandates": mandates}
    )
    return edition


@verb("mandates.delete_edition")
def delete_edition(act: Act, edition: Edition) -> None:
    """Delete the file of an old edition; its name, size and hash stay."""
    if edition.file is None:
        act.unchanged()
        return
    file, edition.file, edition.deleted_at = edition.file, None, clock.now()
    edition.save(update_fields=["file", "deleted_at"])
    act.note(edition, old={"sha256": edition.sha256})
    if Edition.objects.filter(file=file).exists():
        return
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).delete()
    except ProtectedError:  # another record uses a file with the same content
        return
    transaction.on_commit(partial(files.file_path(edition.sha256).unlink, missing_ok=True))
