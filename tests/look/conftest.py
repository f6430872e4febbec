"""What the tests of the look share."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.site.catalogues import compile_stale
from tests.browser.support import PLAIN_STATIC, browser, site_without_database

__all__ = ["browser", "site_without_database"]


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """The words of the pages, compiled where they changed."""
    compile_stale()


@pytest.fixture(autouse=True)
def plain_static(settings: Any) -> None:
    """Files are served as they lie: a manifest is made when the site starts."""
    settings.STORAGES = PLAIN_STATIC
