"""Tasks that wait in the queue are named by their path, which changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from majlis.kernel.renames import RENAMED_TASKS, rename_stored


class Migration(migrations.Migration):
    """Rename the paths in ``DBTaskResult.task_path``."""

    dependencies: ClassVar = [
        ("instruments", "0002_destination_body_line"),
        ("django_tasks_database", "0001_initial"),
    ]
    operations: ClassVar = [
        rename_stored("django_tasks_database", "DBTaskResult", "task_path", RENAMED_TASKS)
    ]
