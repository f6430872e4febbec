"""What tests of meetings share."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from unittest import mock

import pytest

from majlis.kernel import clock

JANUARY_13 = datetime.datetime(2027, 1, 13, 10, tzinfo=datetime.UTC)
"""Six weeks before the meetings of the factories."""


@pytest.fixture
def january() -> Iterator[None]:
    """The clock of the site shows 13 January 2027, a Wednesday."""
    with mock.patch.object(clock, "now", lambda: JANUARY_13):
        yield
