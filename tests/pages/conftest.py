"""The world that pages are looked at in: the demonstration, loaded once for a module of tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from majlis.kernel.models import Record, User


@dataclass
class World:
    """The demonstration: its people by role, and a public record that has a history."""

    people: dict[str, User]

    @property
    def record(self) -> Record:
        """A public record to which something was done."""
        found = Record.objects.filter(access="public", history__isnull=False).first()
        assert found is not None
        return found


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    """Load the demonstration; what tests do to it is undone after the module."""
    with django_db_blocker.unblock():
        kept = transaction.atomic()
        kept.__enter__()
        try:
            call_command("load_profile", verbosity=0)
            call_command("demonstration", verbosity=0)
            people = {}
            for user in User.objects.filter(appointments__isnull=False).order_by("pk").distinct():
                for each in user.appointments.all():
                    people.setdefault(each.role, user)
            yield World(people)
        finally:
            transaction.set_rollback(True)
            kept.__exit__(None, None, None)
