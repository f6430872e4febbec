"""Fields with names that say what they hold."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DRAFT_FIELDS = {
    "mandates.add_step": {"words": "act_words"},
    "mandates.change_step": {"words": "act_words"},
    "mandates.add_evaluation": {"by": "evaluator", "of": "evaluated"},
    "mandates.correct_evaluation": {"by": "evaluator", "of": "evaluated"},
}
"""Form -> former name of one of its fields -> its present name."""


def rename_draft_fields(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give what drafts hold the present names of the fields, so that nothing typed is lost."""
    for draft in apps.get_model("drafts", "Draft")._default_manager.filter(form__in=DRAFT_FIELDS):
        names = DRAFT_FIELDS[draft.form]
        draft.values = {names.get(name, name): values for name, values in draft.values.items()}
        draft.save(update_fields=["values"])


class Migration(migrations.Migration):
    """Rename fields of evaluations, sources, findings, steps and items of review sets."""

    dependencies: ClassVar = [
        ("mandates", "0001_initial"),
        ("drafts", "0002_rename_forms"),
    ]
    operations: ClassVar = [
        migrations.RemoveIndex("evaluation", "mandates_ev_by_id_531582_idx"),
        migrations.RenameField("evaluation", "by", "evaluator"),
        migrations.RenameField("evaluation", "of", "evaluated"),
        migrations.RenameField("mandatesource", "by", "found_by"),
        migrations.RenameField("finding", "found", "extracted"),
        migrations.RenameField("step", "by", "act"),
        migrations.RenameField("step", "words", "act_words"),
        migrations.RenameField("reviewitem", "kept", "snapshot"),
        migrations.AlterField(
            "evaluation",
            "evaluator",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evaluations_made",
                to="mandates.entity",
            ),
        ),
        migrations.AddIndex(
            "evaluation",
            models.Index(fields=["evaluator", "year"], name="mandates_ev_evaluat_79f782_idx"),
        ),
        migrations.RunPython(rename_draft_fields, migrations.RunPython.noop),
    ]
