"""What the migrations of the register do with rows that are there."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from majlis.commons.drafts.models import Draft


@pytest.mark.django_db
def test_a_draft_keeps_what_was_typed_in_fields_that_have_new_names() -> None:
    drafts = {
        "mandates.add_step": {"words": ["Decision 7"], "task": ["agree"]},
        "mandates.add_evaluation": {"by": ["Council"], "of": ["Keeper"], "text": ["Well lit."]},
        "mandates.add_assignment": {"by": ["A letter"]},
    }
    for form, values in drafts.items():
        Draft.objects.create(form=form, browser="b", values=values, expires_at=timezone.now())
    migration = import_module("majlis.mandates.migrations.0002_rename_fields")
    with connection.schema_editor() as editor:
        migration.rename_draft_fields(apps, editor)
    assert dict(Draft.objects.values_list("form", "values")) == {
        "mandates.add_step": {"act_words": ["Decision 7"], "task": ["agree"]},
        "mandates.add_evaluation": {
            "evaluator": ["Council"],
            "evaluated": ["Keeper"],
            "text": ["Well lit."],
        },
        "mandates.add_assignment": {"by": ["A letter"]},
    }
