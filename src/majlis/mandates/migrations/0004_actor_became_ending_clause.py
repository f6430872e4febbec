"""A name that was another actor's leads on; a mandate lapses by a clause."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mandates", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="actor",
            name="became",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="was",
                to="mandates.actor",
            ),
        ),
        migrations.AddField(
            model_name="ending",
            name="clause",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="mandates.clause",
            ),
        ),
    ]
