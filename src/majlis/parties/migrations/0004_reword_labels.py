"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0003_office_until"),
    ]

    operations = [
        migrations.AlterField(
            model_name="body",
            name="rule",
            field=models.CharField(
                choices=[
                    ("all", "all participating organizations"),
                    ("kinds", "organizations of certain kinds"),
                    ("named", "named organizations"),
                    ("invited", "members invited by the secretariat"),
                ],
                default="invited",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="delegation",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "awaiting a reply from the focal point"),
                    ("invited", "awaiting a reply from the invited person"),
                    ("confirmed", "confirmed"),
                    ("declined", "declined"),
                    ("withdrawn", "withdrawn"),
                    ("ended", "ended"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="exchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("question", "Question"),
                    ("answer", "Reply"),
                    ("refusal", "Refusal"),
                    ("admission", "Admission"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="form",
            field=models.CharField(
                choices=[
                    ("organisation", "Organization"),
                    ("one_person", "One-person organization"),
                    ("individual", "Individual"),
                ],
                default="organisation",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="state",
            field=models.CharField(
                choices=[
                    ("active", "active"),
                    ("dormant", "inactive"),
                    ("closed", "participation ended"),
                ],
                default="active",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="registration",
            name="form",
            field=models.CharField(
                choices=[
                    ("organisation", "Organization"),
                    ("one_person", "One-person organization"),
                    ("individual", "Individual"),
                ],
                default="organisation",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="registration",
            name="state",
            field=models.CharField(
                choices=[
                    ("unconfirmed", "email address not yet confirmed"),
                    ("waiting", "awaiting a decision by the secretariat"),
                    ("asked", "awaiting a reply from the applicant"),
                    ("admitted", "accepted"),
                    ("refused", "refused"),
                    ("withdrawn", "withdrawn"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="succession",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "awaiting a reply from the nominee"),
                    ("accepted", "accepted"),
                    ("declined", "declined"),
                    ("withdrawn", "withdrawn"),
                ],
                default="proposed",
                max_length=20,
            ),
        ),
    ]
