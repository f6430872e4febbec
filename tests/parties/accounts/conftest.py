"""What the tests of the accounts share."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from majlis.site.catalogues import compile_stale


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """The words of the pages, compiled where they changed."""
    compile_stale()


@pytest.fixture(autouse=True)
def site_without_limits(settings: Any) -> None:
    """Limits of attempts begin anew in each test; nothing here depends on a process."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MAJLIS_PUBLIC_ADDRESS = "https://majlis.example.org"
    # A code is worked out before the half minute may turn, and asked for after it.
    settings.MFA_TOTP_TOLERANCE = 1
    settings.MAJLIS_PROCESS = "Fictional process"
    translation.activate("en")
