"""A person takes part in their own name where the process allows it, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from majlis.kernel.errors import InvalidInput
from majlis.parties import process, registration_answers
from majlis.parties.forms import registration as forms
from majlis.parties.models.organisation import ParticipationForm
from tests.parties.test_pages import address
from tests.support.parties import organisation, registration
from tests.support.people import person

pytestmark = pytest.mark.django_db
CHOICE = 'value="individual"'


def is_offered(language: str) -> bool:
    """Whether the first page of a registration offers it."""
    page = Client().get(address("register_step", ["organisation"], language))
    return CHOICE in page.content.decode()


def test_the_process_says_whether_a_person_registers_in_their_own_name(monkeypatch: Any) -> None:
    assert not is_offered("ar")
    with pytest.raises(InvalidInput) as told:
        registration(person(), form=ParticipationForm.INDIVIDUAL)
    assert set(told.value.faults) == {"form"}
    for module in (registration_answers, forms):
        monkeypatch.setattr(
            module, "process_rules", lambda: process.ProcessRules(individuals_allowed=True)
        )
    assert is_offered("ar")
    applicant = person()
    admitted = organisation(applicant, form=ParticipationForm.INDIVIDUAL)
    assert admitted.form == ParticipationForm.INDIVIDUAL
    assert applicant.holds("focal_point", admitted.record)
