from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("instruments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="destination",
            name="body_line",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
