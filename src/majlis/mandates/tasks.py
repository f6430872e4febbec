"""What comes round in the room; a subject's tasks are in ``tasks_SUBJECT.py``."""

from __future__ import annotations

PERIODIC = {
    "mandates.keep_related": (120, "majlis.mandates.tasks_near.keep_related"),
    "mandates.relate_all": (24 * 3600, "majlis.mandates.tasks_near.relate_all"),
}
"""Name -> seconds, and the path of the task."""
