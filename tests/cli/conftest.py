"""What all tests of the command line share."""

from __future__ import annotations

import pytest

from majlis.site import account_process


@pytest.fixture(autouse=True)
def same_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that is run in the process of the tests leaves it its account, also where that is root."""
    monkeypatch.setattr(account_process, "become_account_of", lambda *_, **__: [])
