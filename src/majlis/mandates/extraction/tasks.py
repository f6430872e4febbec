"""Background tasks of extraction: search a version for mandates."""

from __future__ import annotations

from django.tasks import task

from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.mandates.extraction import actions


@task()
def extract_findings_of_version(version: int) -> None:
    """Read a version for mandates; nothing where it was withdrawn meanwhile."""
    found = Version.objects.select_related("record").filter(pk=version, record__withdrawal=None)
    shown = found.first()
    if shown is not None:
        actions.extract_findings(Actor.as_system("mandates"), shown)
