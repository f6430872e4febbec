"""Remarks name the page that they are about; some pages have new names."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from majlis.kernel.renames import RENAMED_URL_NAMES, rename_stored


class Migration(migrations.Migration):
    """Rename the names of URLs in ``Remark.place``."""

    dependencies: ClassVar = [("remarks", "0001_initial")]
    operations: ClassVar = [rename_stored("remarks", "Remark", "place", RENAMED_URL_NAMES)]
