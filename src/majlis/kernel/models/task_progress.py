"""How far a task of the worker is."""

from __future__ import annotations

from django.db import models
from django_tasks_db.models import DBTaskResult


class TaskProgress(models.Model):
    """How far a task is, and when its worker was last seen: see ``kernel.work``. Deleted with the task."""

    task = models.OneToOneField(
        DBTaskResult, models.CASCADE, primary_key=True, related_name="progress"
    )
    done = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.task_id} {self.done}/{self.total}"
