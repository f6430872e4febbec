"""Events are named after verbs, some of which have new names."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from majlis.kernel.renames import RENAMED_VERBS


def rename(apps: Any, _editor: Any) -> None:
    """Give stored rows the present name."""
    rows = apps.get_model("notices", "Event").objects
    for old, new in RENAMED_VERBS.items():
        rows.filter(kind=old).update(kind=new)


class Migration(migrations.Migration):
    """Rename what rows of Event name."""

    dependencies: ClassVar = [("notices", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(rename, migrations.RunPython.noop)]
