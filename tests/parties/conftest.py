"""What tests of the parties share."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.parties import areas
from tests.support.tasks import IMMEDIATE_TASKS


def few_areas(language: str) -> dict[str, str]:
    """Three areas, so that no test waits for the profile's table."""
    return {
        "004": {"ar": "أفغانستان", "ru": "Афганистан"}.get(language, "Afghanistan"),
        "392": {"ar": "اليابان", "zh": "日本"}.get(language, "Japan"),
        "604": {"ar": "بيرو", "es": "Perú"}.get(language, "Peru"),
    }


@pytest.fixture(autouse=True)
def immediate_work(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is put into the worker's queue is done when the transaction ends, and mail stays here."""
    settings.TASKS = IMMEDIATE_TASKS
    monkeypatch.setattr(areas, "_profile_names", few_areas)
    settings.MAJLIS_PUBLIC_ADDRESS = "https://majlis.example.org"
