"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0002_rename_fields"),
    ]

    operations = [
        migrations.AlterField(
            model_name="addressee",
            name="role",
            field=models.CharField(
                choices=[
                    ("asked", "addressee"),
                    ("recipient", "recipient"),
                    ("via", "through or in cooperation with"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="deliverable",
            name="kind",
            field=models.CharField(
                choices=[
                    ("report", "report"),
                    ("briefing", "briefing"),
                    ("update", "short update"),
                    ("page", "regularly updated page"),
                    ("dataset", "dataset"),
                    ("roadmap", "roadmap"),
                    ("document", "document"),
                    ("meeting", "meeting"),
                    ("consultation", "consultation"),
                    ("event", "event"),
                    ("database", "database"),
                    ("fund", "fund"),
                    ("body", "new body"),
                    ("programme", "programme"),
                    ("norm", "norm"),
                    ("action", "action"),
                    ("other", "other"),
                ],
                default="report",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="deliverable",
            name="state",
            field=models.CharField(
                choices=[
                    ("no_information", "no information"),
                    ("not_started", "not started"),
                    ("under_way", "under way"),
                    ("answered", "reported done"),
                    ("partly", "reported partly done"),
                    ("not_answered", "reported not done"),
                    ("not_applicable", "not applicable"),
                ],
                default="no_information",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "not yet checked"),
                    ("accepted", "accepted"),
                    ("rejected", "rejected"),
                    ("replaced", "replaced by a new extraction"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="inactivitynotice",
            name="reply",
            field=models.CharField(
                blank=True,
                choices=[
                    ("goes_on", "Still active"),
                    ("finished", "Completed"),
                    ("not_ours", "Not led by this entity"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="lifecycleevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("complete", "completed"),
                    ("merge", "merged into another"),
                    ("replace", "replaced by another"),
                    ("pause", "paused"),
                    ("lapse", "lapsed"),
                    ("revive", "reactivated"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("report", "report"),
                    ("briefing", "briefing"),
                    ("update", "short update"),
                    ("page", "regularly updated page"),
                    ("dataset", "dataset"),
                    ("roadmap", "roadmap"),
                    ("document", "document"),
                    ("meeting", "meeting"),
                    ("consultation", "consultation"),
                    ("event", "event"),
                    ("database", "database"),
                    ("fund", "fund"),
                    ("body", "new body"),
                    ("programme", "programme"),
                    ("norm", "norm"),
                    ("action", "action"),
                    ("other", "other"),
                ],
                default="action",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="legal_status",
            field=models.CharField(
                choices=[
                    ("in_force", "in force"),
                    ("if_adopted", "in force if adopted"),
                    ("past", "no longer in force"),
                ],
                default="if_adopted",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="progress",
            field=models.CharField(
                choices=[
                    ("no_information", "no information"),
                    ("not_started", "not started"),
                    ("under_way", "under way"),
                    ("answered", "reported done"),
                    ("partly", "reported partly done"),
                    ("not_answered", "reported not done"),
                    ("not_applicable", "not applicable"),
                ],
                default="no_information",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="mandatesource",
            name="change",
            field=models.CharField(
                choices=[("new", "new"), ("kept", "unchanged"), ("changed", "changed")],
                default="new",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="mandatesource",
            name="kind",
            field=models.CharField(
                choices=[
                    ("report", "report"),
                    ("briefing", "briefing"),
                    ("update", "short update"),
                    ("page", "regularly updated page"),
                    ("dataset", "dataset"),
                    ("roadmap", "roadmap"),
                    ("document", "document"),
                    ("meeting", "meeting"),
                    ("consultation", "consultation"),
                    ("event", "event"),
                    ("database", "database"),
                    ("fund", "fund"),
                    ("body", "new body"),
                    ("programme", "programme"),
                    ("norm", "norm"),
                    ("action", "action"),
                    ("other", "other"),
                ],
                default="action",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="relatedpair",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "similar in meaning, not yet checked"),
                    ("judged", "checked by a person"),
                ],
                default="proposed",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="resource",
            name="funding",
            field=models.CharField(
                choices=[
                    ("assessed", "assessed contributions"),
                    ("voluntary", "voluntary contributions"),
                    ("mixed", "assessed and voluntary contributions"),
                    ("existing", "within existing resources"),
                    ("unsaid", "not stated in the document"),
                ],
                default="unsaid",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="resource",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "wording of the text"),
                    ("implication", "statement of budget implications"),
                    ("spending", "published expenditure"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="reviewitem",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("goes_on", "to continue unchanged"),
                    ("to_change", "to be changed"),
                    ("to_merge", "to be merged with another"),
                    ("to_pause", "to be paused"),
                    ("to_end", "to be ended"),
                    ("referred", "referred to another body"),
                    ("open", "no agreement"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="reviewset",
            name="state",
            field=models.CharField(
                choices=[
                    ("collecting", "in preparation"),
                    ("frozen", "frozen, under review"),
                    ("closed", "closed"),
                ],
                default="collecting",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="state",
            field=models.CharField(
                choices=[
                    ("no_information", "no information"),
                    ("not_started", "not started"),
                    ("under_way", "under way"),
                    ("answered", "reported done"),
                    ("partly", "reported partly done"),
                    ("not_answered", "reported not done"),
                    ("not_applicable", "not applicable"),
                ],
                max_length=16,
            ),
        ),
    ]
