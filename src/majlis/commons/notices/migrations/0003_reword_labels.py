"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_rename_event_kinds"),
    ]

    operations = [
        migrations.AlterField(
            model_name="preference",
            name="delivery",
            field=models.CharField(
                choices=[
                    ("once", "by email, immediately"),
                    ("daily", "by email, daily"),
                    ("weekly", "by email, weekly"),
                    ("page", "on the website only, without email"),
                ],
                default="daily",
                max_length=6,
                verbose_name="Delivery method",
            ),
        ),
        migrations.AlterField(
            model_name="preference",
            name="hour",
            field=models.PositiveSmallIntegerField(default=7, verbose_name="Time of delivery"),
        ),
    ]
