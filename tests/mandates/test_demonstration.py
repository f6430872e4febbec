"""The mandates of the demonstration: in each state, at the provisions of its texts; once, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client

from majlis.kernel.models import AuditEntry
from majlis.mandates import demonstration
from majlis.mandates.models import Finding, Mandate
from majlis.mandates.register import queries
from tests.support.tasks import DUMMY_TASKS

pytestmark = pytest.mark.django_db


def test_nothing_is_made_up_on_a_real_site(settings: Any) -> None:
    settings.MAJLIS_DEMO = False
    with pytest.raises(RuntimeError):
        demonstration.load()


def test_it_has_mandates_in_each_state_once(
    settings: Any, tmp_path: Any, django_assert_max_num_queries: Any
) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, tmp_path
    settings.TASKS = DUMMY_TASKS
    call_command("load_profile", verbosity=0)
    call_command("demonstration", verbosity=0)
    counts = queries.state_counts(AnonymousUser())
    assert counts["all"] == 9
    assert all(counts[name] for name in ("answered", "later", "soon", "late", "undated"))
    assert AuditEntry.objects.filter(verb="mandates.accept_finding").count() == 15
    assert Finding.objects.filter(state="waiting", kind="mandate").count() == 1
    assert not demonstration.load()
    assert Mandate.objects.count() == 9
    for language in ("ar", "en"):
        Client().get(f"/{language}/")
        with django_assert_max_num_queries(12):
            answer = Client().get(f"/{language}/")
        assert len(answer.content) < 60_000
