"""The demonstration can be loaded on any day, the last of a year and a leap day too: its texts are dated relative to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from majlis.instruments.models import Version
from majlis.mandates.models import Mandate
from tests.support import databases

DAYS = ("2026-12-31", "2028-02-29")


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_the_demonstration_loads_on_any_day(
    day: str,
    settings: Any,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_db_setup: None,
    django_db_blocker: Any,
) -> None:
    moment = datetime.fromisoformat(day).replace(hour=11, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, tmp_path
    settings.TASKS = databases.DUMMY_TASKS
    with django_db_blocker.unblock(), databases.profile(tmp_path):
        call_command("demonstration", verbosity=0)
        assert Mandate.objects.count() > 150
        assert not Version.objects.filter(date__gt=day).exclude(state="proposed").exists()
