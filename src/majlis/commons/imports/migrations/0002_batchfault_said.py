from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """What is wrong with a cell is kept in every language."""

    dependencies: ClassVar = [("imports", "0001_initial")]
    operations: ClassVar = [
        migrations.AddField("batchfault", "said", models.JSONField(default=dict)),
    ]
