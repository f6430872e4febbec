"""Background work of contributions."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.documents.contributions.announcements import announce_all
from majlis.kernel.actor import Actor
from majlis.kernel.work import background_task


@background_task(pgettext_lazy("background work", "Announcement of posted documents"))
def announce_posted_documents() -> None:
    """Notify the followers of meetings of the documents that were posted."""
    announce_all(Actor.as_system("documents"))
