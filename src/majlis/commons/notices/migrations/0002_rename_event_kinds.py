"""Events are named after verbs, some of which have new names."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from majlis.kernel.renames import RENAMED_VERBS, rename_stored


class Migration(migrations.Migration):
    """Rename the verbs in ``Event.kind``."""

    dependencies: ClassVar = [("notices", "0001_initial")]
    operations: ClassVar = [rename_stored("notices", "Event", "kind", RENAMED_VERBS)]
