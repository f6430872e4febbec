"""Two who name a lead at the same moment: one after the other, and one lead is left."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from majlis.kernel.actor import Actor
from majlis.mandates.assignments import actions
from majlis.mandates.models import Assignment
from tests.mandates import factories


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_leads_named_at_once_are_one_in_the_end() -> None:
    it, names = factories.mandate(), ("First", "Second", "Third")
    there = [factories.entity(name) for name in names]
    start, failed = threading.Barrier(len(names)), []

    def name(place: int) -> None:
        try:
            start.wait(10)
            actions.add_assignment(
                Actor.as_system("tests"), it, entity=there[place], words="A letter"
            )
        except Exception as fault:  # noqa: BLE001 - told below
            failed.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=name, args=[place]) for place in range(len(names))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert not failed
    states = sorted(Assignment.objects.values_list("state", flat=True))
    assert states == ["confirmed", "ended", "ended"]
    it.refresh_from_db()
    assert it.lead == Assignment.objects.get(state="confirmed").entity
