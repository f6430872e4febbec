"""Tests in a browser share one Chromium and one site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from majlis.site.catalogues import compile_stale


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """The words of the pages, compiled where they changed."""
    compile_stale()


@pytest.fixture(scope="module", autouse=True)
def quick_passwords() -> Iterator[None]:
    """A password is slow to check where somebody guesses: here nobody does."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
