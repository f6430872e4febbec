"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("framework", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="link",
            name="agreement",
            field=models.CharField(
                choices=[
                    ("both", "in both public lists"),
                    ("app", "in the list of the public application only"),
                    ("second-list", "in the second list only (origin of the list not verified)"),
                    ("one-mapping", "in one unofficial public mapping"),
                    ("people", "proposed in Majlis"),
                ],
                default="people",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="matrix",
            name="columns_take",
            field=models.CharField(
                choices=[
                    ("leaves", "concepts without lower-level concepts"),
                    ("tops", "concepts at the top level"),
                ],
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="matrix",
            name="rows_take",
            field=models.CharField(
                choices=[
                    ("leaves", "concepts without lower-level concepts"),
                    ("tops", "concepts at the top level"),
                ],
                max_length=6,
            ),
        ),
    ]
