"""Tasks of the worker: read the file of an import."""

from __future__ import annotations

from django.tasks import task

from majlis.instruments.imports.read import read_file
from majlis.instruments.models import Import
from majlis.kernel.actor import Actor
from majlis.kernel.models import User


@task()
def read_import_file(imported: int, user: int | None) -> None:
    """Read the file of a waiting import; does nothing where it is no longer waiting."""
    waiting = Import.objects.select_related("file").filter(pk=imported, state="waiting").first()
    person = User.objects.filter(pk=user).first() if user is not None else None
    if waiting is not None:
        actor = (
            Actor(user=person, language=person.language) if person else Actor.as_system("reader")
        )
        read_file(actor, waiting)
