"""Former names of verbs, pages and tasks, and what replaced them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone
from django.utils.module_loading import import_string

from majlis.commons.drafts.models import Draft
from majlis.kernel.models import AuditEntry
from majlis.kernel.renames import (
    RENAMED_TASKS,
    RENAMED_URL_NAMES,
    RENAMED_VERBS,
    current_verb,
    rename_stored,
    with_former_verbs,
)
from majlis.kernel.verbs import CONFIDENTIAL_VERBS, VERB_NAMES, verb_name
from tests.commons.helpers import client_for, make_record

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import reference_site


def test_each_former_verb_leads_to_a_verb_that_is_there_and_is_none_itself() -> None:
    verbs = reference_site.load_verbs()
    assert set(RENAMED_VERBS.values()) <= set(verbs)
    assert not set(RENAMED_VERBS) & set(verbs)


def test_each_former_page_and_task_leads_to_one_that_is_there() -> None:
    there = {
        f"{space}:{name}"
        for space, (_prefix, resolver) in get_resolver("majlis.site.urls").namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    assert set(RENAMED_URL_NAMES.values()) <= there
    for path in RENAMED_TASKS.values():
        assert import_string(path).module_path == path


@pytest.mark.django_db
def test_an_entry_with_a_former_verb_reads_by_its_present_name_and_stays_confidential() -> None:
    assert current_verb("comments.write") == "comments.post_comment"
    assert verb_name("comments.write") == str(VERB_NAMES["comments.post_comment"])
    record = make_record()
    hidden = min(old for old, new in RENAMED_VERBS.items() if new in CONFIDENTIAL_VERBS)
    shown = min(old for old, new in RENAMED_VERBS.items() if new not in CONFIDENTIAL_VERBS)
    assert hidden in with_former_verbs(CONFIDENTIAL_VERBS)
    AuditEntry.objects.create(verb=shown, record=record, system="tests")
    AuditEntry.objects.create(verb=hidden, record=record, system="tests")
    page = client_for().get(f"{record.get_absolute_url()}history/").content.decode()
    assert verb_name(shown) in page
    assert verb_name(hidden) not in page


@pytest.mark.django_db
def test_a_migration_gives_rows_the_present_name_and_leaves_the_others() -> None:
    for form in ("comments.write", "comments.post_comment", "another.form"):
        Draft.objects.create(form=form, browser="b", expires_at=timezone.now())
    operation = rename_stored("drafts", "Draft", "form", RENAMED_VERBS)
    with connection.schema_editor() as editor:
        operation.code(apps, editor)
    forms = sorted(Draft.objects.values_list("form", flat=True))
    assert forms == ["another.form", "comments.post_comment", "comments.post_comment"]
