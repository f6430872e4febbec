"""The periodic tasks of the room: name, interval in seconds, and path of the task."""

from __future__ import annotations

PERIODIC = {
    "events.notify_agenda_changes": (
        600,
        "majlis.events.agenda.tasks.notify_agenda_changes",
    ),
    "events.close_correspondence": (
        600,
        "majlis.events.conclusions.tasks.close_due_correspondence",
    ),
    "events.erase_access_needs": (
        86_400,
        "majlis.events.people.tasks.erase_access_needs_daily",
    ),
}
