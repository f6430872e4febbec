"""Verbs of the archive: editions of the register are made, kept with their hash, and let go when there are many."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import IO

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from majlis.instruments.models import Version
from majlis.kernel import files
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import StoredFile, User
from majlis.kernel.verbs import Act, verb
from majlis.mandates.models import Edition, Mandate
from majlis.mandates.printing import named

LARGEST = 1 << 32
"""Bytes of an edition at most."""


@verb("mandates.ask_for_editions")
def ask_for_editions(act: Act, day: datetime.date) -> None:
    """Have the register printed in all languages and packed as it stands on this day, once a day at most.

    Raises InvalidInput where that was done on this day.
    """
    from majlis.mandates import tasks_archive

    if Edition.objects.filter(day=day).exists():
        raise InvalidInput(
            {
                "": _(
                    "There is an edition of today already. One day has one edition; come back tomorrow."
                )
            }
        )
    act.note(new={"day": day.isoformat()})
    transaction.on_commit(partial(tasks_archive.enqueue_all, day.isoformat(), act.user.pk))


@verb("mandates.keep_edition")
def keep_edition(
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
    """Keep a file as an edition of a day. It is never made anew: what was cited stays as it was."""
    there = Edition.objects.filter(form=form, language=language, day=day, part=part).first()
    if there is not None:
        act.unchanged()
        return there
    file = files.store_file(content, allowed=None, limit=LARGEST)
    made = Edition.objects.create(
        name=named(language, day, part),
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
    act.note(made, new={"name": made.filename, "sha256": made.sha256, "mandates": mandates})
    return made


@verb("mandates.let_edition_go")
def let_edition_go(act: Act, edition: Edition) -> None:
    """Let the file of an old edition go; name, size and hash stay."""
    if edition.file is None:
        act.unchanged()
        return
    file, edition.file, edition.let_go_at = edition.file, None, timezone.now()
    edition.save(update_fields=["file", "let_go_at"])
    act.note(edition, old={"sha256": edition.sha256})
    if Edition.objects.filter(file=file).exists():
        return
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).delete()
    except ProtectedError:  # somebody else keeps the same content
        return
    transaction.on_commit(partial(files.file_path(edition.sha256).unlink, missing_ok=True))


@verb("mandates.tell_due_soon")
def tell_due_soon(act: Act, mandate: Mandate) -> None:
    """Tell those who follow a mandate that its date is near; the clock does so once for each date."""
    act.note(mandate, new={"due": mandate.due.isoformat() if mandate.due else ""})


@verb("mandates.tell_due")
def tell_due(act: Act, mandate: Mandate) -> None:
    """Tell those who follow a mandate that its date has come; the clock does so once for each date."""
    act.note(mandate, new={"due": mandate.due.isoformat() if mandate.due else ""})


@verb("mandates.tell_left_out")
def tell_left_out(act: Act, version: Version, /, mandates: Iterable[str]) -> None:
    """Tell who leads on what a version leaves out (numbers), and who follows it: the clock does so once for each version."""
    act.note(version, new={"left_out": [*mandates]})
