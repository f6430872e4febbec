"""Remarks name the page that they are about; some pages have new names."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from majlis.kernel.renames import RENAMED_URL_NAMES


def rename(apps: Any, _editor: Any) -> None:
    """Give stored rows the present name."""
    rows = apps.get_model("remarks", "Remark").objects
    for old, new in RENAMED_URL_NAMES.items():
        rows.filter(place=old).update(place=new)


class Migration(migrations.Migration):
    """Rename what rows of Remark name."""

    dependencies: ClassVar = [("remarks", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(rename, migrations.RunPython.noop)]
