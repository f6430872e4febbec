from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("instruments", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="correction",
            name="provision",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name="destination",
            name="root",
            field=models.CharField(blank=True, max_length=500),
        ),
    ]
