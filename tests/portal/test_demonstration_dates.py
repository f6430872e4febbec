"""Whenever the demonstration is loaded, its search by meaning is there at once: each vector comes with the package."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from majlis.commons.search import embeddings
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.tasks import compute_vectors, rebuild
from majlis.instruments.models import Instrument
from majlis.instruments.tags.tasks import propose_concepts
from majlis.mandates.models import Mandate, MandateEmbedding
from majlis.mandates.similarity.tasks import update_all_pairs
from tests.support import databases

DATES = ("2026-12-31", "2028-02-29", "2031-05-01")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("date", DATES)
def test_every_vector_comes_with_the_package(
    date: str, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime.fromisoformat(date).replace(hour=11, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, tmp_path
    settings.TASKS = databases.DUMMY_TASKS
    missing: list[str] = []

    def encode(texts: list[str], kind: str) -> Any:
        missing.extend(texts)
        return [[0.05] * embeddings.DIMENSIONS for _text in texts]

    monkeypatch.setattr(embeddings, "_encode", encode)
    monkeypatch.setattr(embeddings, "is_available", lambda: True)
    call_command("load_profile", "wsis", verbosity=0)
    call_command("demonstration", verbosity=0)
    rebuild.call()
    compute_vectors.call()
    update_all_pairs.call()
    for key in Instrument.objects.filter(held=True).values_list("pk", flat=True):
        propose_concepts.call(key)
    assert not missing, f"run python tools/vectors.py: {missing[:3]}"
    assert not SearchEntry.objects.filter(vector=None).exists()
    assert MandateEmbedding.objects.count() >= Mandate.objects.count() > 150
