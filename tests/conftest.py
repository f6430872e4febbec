"""Fixtures for all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.support import schedule
from tests.support.cluster import name_cluster

pytest_plugins = ["tests.support.fixtures", "tests.browser.support"]


# Before Django's settings are read; the cluster starts when a test first asks for it.
name_cluster()

import django

from majlis.site.catalogues import compile_stale

# Django knows a language by its compiled catalogue.
compile_stale()
django.setup()

from tests.support.slow_connection import slow_connection

# Two cores may be busy with much else: how long an example takes is measured in bench/, not here.
# The same examples in each run, so that what is red was made red by a change; TESTS_EXPLORE=1 draws new ones.
hypothesis.settings.register_profile(
    "majlis", deadline=None, derandomize=not os.environ.get("TESTS_EXPLORE")
)
hypothesis.settings.load_profile("majlis")


SLOW_LIMIT = 1800  # seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A slow test may take longer than the limit of pyproject.toml; what takes longest is begun first."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_LIMIT))
    items.sort(key=lambda item: schedule.place(item.nodeid))


def pytest_collection_finish() -> None:
    """Memory is tidied up less often, and what is there for the whole run is not looked through again: a tenth less time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where tests are spread over processes, long files are given out in parts."""
    return schedule.make_scheduler(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session", autouse=True)
def line() -> Iterator[None]:
    """Between the browser and the site; a slow one where TESTS_SLOW_LINE asks for it."""
    with slow_connection() if os.environ.get("TESTS_SLOW_LINE") else nullcontext():
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The domain pack beside the checkout, or a skip that says where it was looked for."""
    default = Path(__file__).resolve().parents[2] / "shared"
    path = Path(os.environ.get("MAJLIS_SHARED", default))
    if not (path / "samples").is_dir():
        pytest.skip("the domain pack ../shared is not beside this checkout (or set MAJLIS_SHARED)")
    return path
