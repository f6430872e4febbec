"""The demonstration can be loaded on any day: its texts are dated relative to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from majlis.instruments.models import Version
from majlis.mandates.models import Mandate
from tests.support import databases

DATES = ("2026-12-31", "2028-02-29")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("date", DATES)
def test_the_demonstration_loads_on_any_day(
    date: str, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime.fromisoformat(date).replace(hour=11, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, tmp_path
    settings.TASKS = databases.DUMMY_TASKS
    call_command("load_profile", "wsis", verbosity=0)
    call_command("demonstration", verbosity=0)
    assert Mandate.objects.count() > 150
    assert not Version.objects.filter(date__gt=date).exclude(state="proposed").exists()
