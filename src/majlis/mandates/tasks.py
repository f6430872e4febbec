"""What comes round in the room; a subject's tasks are in ``tasks_SUBJECT.py``."""

from __future__ import annotations

PERIODIC = {
    "mandates.editions": (6 * 3600, "majlis.mandates.tasks_archive.keep_monthly"),
    "mandates.due_soon": (24 * 3600, "majlis.mandates.tasks_archive.tell_due_soon_daily"),
}
"""Name -> seconds, and the path of the task."""
