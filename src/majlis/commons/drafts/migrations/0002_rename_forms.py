"""Drafts name the verb that their form does; some verbs have new names."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from majlis.kernel.renames import RENAMED_VERBS


def rename(apps: Any, _editor: Any) -> None:
    """Give stored rows the present name."""
    rows = apps.get_model("drafts", "Draft").objects
    for old, new in RENAMED_VERBS.items():
        rows.filter(form=old).update(form=new)


class Migration(migrations.Migration):
    """Rename what rows of Draft name."""

    dependencies: ClassVar = [("drafts", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(rename, migrations.RunPython.noop)]
