"""Everybody whom the demonstration offers can do what their role does."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from majlis.kernel.models import Appointment
from majlis.parties.accounts.demonstration import PEOPLE
from majlis.portal import demonstration

pytestmark = pytest.mark.django_db


def test_every_person_of_the_demonstration_holds_their_role(settings: Any, tmp_path: Any) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, tmp_path
    call_command("load_profile", "wsis", verbosity=0)
    demonstration.load_people_and_parties()
    held = set(Appointment.objects.today().values_list("user__email", "role"))
    assert {(each.email, each.role) for each in PEOPLE} - held == set()
