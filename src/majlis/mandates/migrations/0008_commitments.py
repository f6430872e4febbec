"""The force of a commitment; the database stays as it is."""

from django.db import migrations, models

FORCES = [
    ("obliges", "obliges"),
    ("requests", "requests"),
    ("invites", "invites"),
    ("encourages", "encourages"),
    ("commits", "commitment"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0007_embeddings_of_parts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mandate",
            name="force",
            field=models.CharField(choices=FORCES, max_length=10),
        ),
        migrations.AlterField(
            model_name="mandatesource",
            name="force",
            field=models.CharField(choices=FORCES, max_length=10),
        ),
    ]
