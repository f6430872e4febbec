"""The periodic tasks of the room: name, interval in seconds, and path of the task."""

from __future__ import annotations

DAY = 24 * 3600
PERIODIC = {
    "mandates.schedule_deliverables": (
        DAY,
        "majlis.mandates.deliverables.tasks.schedule_deliverables_daily",
    ),
    "mandates.notify_overdue": (DAY, "majlis.mandates.deliverables.tasks.notify_overdue_daily"),
    "mandates.notify_inactive": (
        7 * DAY,
        "majlis.mandates.inactivity.tasks.notify_inactive_weekly",
    ),
    "mandates.update_related": (120, "majlis.mandates.similarity.tasks.update_related"),
    "mandates.compare_documents": (600, "majlis.mandates.similarity.tasks.compare_documents"),
    "mandates.update_all_pairs": (DAY, "majlis.mandates.similarity.tasks.update_all_pairs"),
    # Every hour, so that the archive has its first edition soon after the first mandates.
    "mandates.editions": (3600, "majlis.mandates.publications.tasks.make_monthly_editions"),
    "mandates.notify_due": (DAY, "majlis.mandates.changes.tasks.notify_due_daily"),
    "mandates.notify_dropped": (DAY, "majlis.mandates.changes.tasks.notify_dropped_daily"),
}
