"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("remarks", "0002_rename_places"),
    ]

    operations = [
        migrations.AlterField(
            model_name="answer",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("corrected", "Corrected"),
                    ("right", "No error, for the reason given"),
                    ("passed_on", "Forwarded for correction"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="remark",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "awaiting a reply"),
                    ("answered", "answered"),
                    ("withheld", "withheld"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="remark",
            name="why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("advertising", "Advertising"),
                    ("personal", "Disclosure of personal data"),
                    ("offensive", "Insult or threat"),
                ],
                max_length=12,
            ),
        ),
    ]
