"""Background task that searches a version for mandates."""

from __future__ import annotations

from django.tasks import task

from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.mandates.extraction import actions


@task()
def extract_findings_of_version(version: int) -> None:
    """Search a version for mandates, unless it was withdrawn meanwhile."""
    versions = Version.objects.select_related("record").filter(pk=version, record__withdrawal=None)
    current = versions.first()
    if current is not None:
        actions.extract_findings(Actor.as_system("mandates"), current)
