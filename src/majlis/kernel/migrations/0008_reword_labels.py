"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0007_rename_models"),
    ]

    operations = [
        migrations.AlterField(
            model_name="admission",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("administrator", "administrator"),
                    ("secretariat", "secretariat"),
                    ("chair", "chair"),
                    ("action_line_focal_point", "action-line focal point"),
                    ("regional_office", "regional office"),
                    ("task_force", "task force"),
                    ("expert", "expert"),
                    ("moderator", "content moderator"),
                    ("translator", "translator"),
                    ("reviser", "reviser"),
                    ("focal_point", "focal point of an organization"),
                    ("delegate", "delegate"),
                    ("member", "member"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "administrator"),
                    ("secretariat", "secretariat"),
                    ("chair", "chair"),
                    ("action_line_focal_point", "action-line focal point"),
                    ("regional_office", "regional office"),
                    ("task_force", "task force"),
                    ("expert", "expert"),
                    ("moderator", "content moderator"),
                    ("translator", "translator"),
                    ("reviser", "reviser"),
                    ("focal_point", "focal point of an organization"),
                    ("delegate", "delegate"),
                    ("member", "member"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=models.EmailField(max_length=254, unique=True, verbose_name="email address"),
        ),
        migrations.AlterField(
            model_name="wording",
            name="status",
            field=models.CharField(
                choices=[
                    ("authentic", "authentic"),
                    ("translated", "translated"),
                    ("lagging", "outdated because the original has changed"),
                    ("machine", "machine translation"),
                ],
                max_length=10,
            ),
        ),
    ]
