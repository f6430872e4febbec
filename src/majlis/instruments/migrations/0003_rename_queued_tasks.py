"""Tasks that wait in the queue are named by their path, which changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from majlis.kernel.renames import RENAMED_TASKS


def rename(apps: Any, _editor: Any) -> None:
    """Give stored rows the present name."""
    rows = apps.get_model("django_tasks_database", "DBTaskResult").objects
    for old, new in RENAMED_TASKS.items():
        rows.filter(task_path=old).update(task_path=new)


class Migration(migrations.Migration):
    """Rename what rows of DBTaskResult name."""

    dependencies: ClassVar = [
        ("instruments", "0002_destination_body_line"),
        ("django_tasks_database", "0001_initial"),
    ]
    operations: ClassVar = [migrations.RunPython(rename, migrations.RunPython.noop)]
