"""The periodic tasks of the room: name, interval in seconds, and path of the task."""

from __future__ import annotations

PERIODIC = {
    "documents.announce": (
        300,
        "majlis.documents.contributions.tasks.announce_posted_documents",
    ),
}
