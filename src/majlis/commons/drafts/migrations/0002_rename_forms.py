"""Drafts name the verb that their form does; some verbs have new names."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from majlis.kernel.renames import RENAMED_VERBS, rename_stored


class Migration(migrations.Migration):
    """Rename the verbs in ``Draft.form``."""

    dependencies: ClassVar = [("drafts", "0001_initial")]
    operations: ClassVar = [rename_stored("drafts", "Draft", "form", RENAMED_VERBS)]
