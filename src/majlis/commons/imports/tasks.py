"""Imports in the background."""

from __future__ import annotations

from django.tasks import task


@task()
def run(batch: int, user: int) -> None:
    """Take the rows of a batch in, as the person who brought it."""
    from majlis.commons.imports.actions import take_in
    from majlis.commons.imports.models import Batch
    from majlis.kernel.actor import Actor
    from majlis.kernel.models import User

    found = Batch.objects.select_related("file").filter(pk=batch, state="running").first()
    person = User.objects.filter(pk=user).first()
    if found is not None and person is not None:
        take_in(Actor(user=person, language=person.language), found)
