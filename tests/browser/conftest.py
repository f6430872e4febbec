"""Tests in a browser share one Chromium and one site."""

from __future__ import annotations

import pytest

from majlis.site.catalogues import compile_stale


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """The words of the pages, compiled where they changed."""
    compile_stale()
