"""Background task that searches a version for mandates."""

from __future__ import annotations

from django.utils.translation import ngettext_lazy, pgettext_lazy

from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.kernel.queues import Priority
from majlis.kernel.work import background_task
from majlis.mandates.extraction import actions


@background_task(
    pgettext_lazy("background work", "Findings"),
    priority=Priority.AWAITED,
    about="instruments.version",
    parts=ngettext_lazy(
        "%(done)s of %(total)s language searched for mandates",
        "%(done)s of %(total)s languages searched for mandates",
        "n",
    ),
    tasks=ngettext_lazy(
        "%(done)s of %(total)s text searched for mandates",
        "%(done)s of %(total)s texts searched for mandates",
        "n",
    ),
)
def extract_findings_of_version(version: int) -> None:
    """Search a version for mandates, unless it was withdrawn meanwhile."""
    versions = Version.objects.select_related("record").filter(pk=version, record__withdrawal=None)
    current = versions.first()
    if current is not None:
        actions.extract_findings(Actor.as_system("mandates"), current)
