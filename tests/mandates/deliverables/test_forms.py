"""Forms report all errors at once, and require what their verb requires."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms as django_forms
from django.contrib.auth.models import AnonymousUser

from majlis.mandates.assignments import forms as assignments
from majlis.mandates.deliverables import forms

READER = AnonymousUser()


def errors(form: type[django_forms.BaseForm], data: dict[str, str], **options: Any) -> set[str]:
    return {name for name in form(data, **options).errors if name != "language"}


def test_a_document_its_title_its_date_and_a_reason_are_missed_at_once() -> None:
    elsewhere = {"document": "https://example.org/a", "date": "soon", "partly": "on"}
    options = {"reader": READER, "host": "example.net"}
    assert errors(forms.SubmissionForm, elsewhere, **options) == {"title", "date", "reason"}
    assert errors(forms.SubmissionForm, {"date": "x"}, **options) == {"document", "date"}


@pytest.mark.parametrize(("state", "missing"), [("not_done", {"reason"}), ("under_way", set())])
def test_a_progress_without_a_document_needs_a_reason(state: str, missing: set[str]) -> None:
    values = {str(choice): str(choice) for choice, _label in forms.Progress.choices}
    state = values.get(state, forms.Progress[state.upper()])
    assert errors(forms.ProgressForm, {"state": state}) == missing


def test_a_merge_and_a_delegation_need_an_act() -> None:
    assert errors(forms.MergeForm, {}, reader=READER) == {"into", "words"}
    assert "words" in errors(forms.DelegationForm, {})


def test_the_end_of_a_mandate_needs_an_act() -> None:
    data = {"date": "soon"}
    assert errors(assignments.CompleteForm, data) == {"by", "text", "date"}
    assert errors(assignments.MergeForm, data, reader=READER) == {"into", "by", "text", "date"}
    assert errors(assignments.LifecycleForm, data) == {"text", "date"}


def test_an_assignment_needs_an_act_unless_it_is_only_proposed() -> None:
    assert "by" in errors(assignments.AssignmentForm, {"since": "x"})
    assert "by" not in errors(assignments.AssignmentForm, {"proposed": "on"})
