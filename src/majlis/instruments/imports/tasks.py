"""Tasks of the worker: read the file of an import."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from majlis.instruments.imports.read import read_file
from majlis.instruments.models import Import
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.kernel.queues import Priority
from majlis.kernel.work import background_task


@background_task(
    _("Reading of a file"),
    priority=Priority.AWAITED,
    about="instruments.import",
    tasks=ngettext_lazy("%(done)s of %(total)s file read", "%(done)s of %(total)s files read", "n"),
    person=1,
)
def read_import_file(imported: int, user: int | None) -> None:
    """Read the file of a waiting import; does nothing where it is no longer waiting."""
    waiting = Import.objects.select_related("file").filter(pk=imported, state="waiting").first()
    person = User.objects.filter(pk=user).first() if user is not None else None
    if waiting is not None:
        actor = (
            Actor(user=person, language=person.language) if person else Actor.as_system("reader")
        )
        read_file(actor, waiting)
