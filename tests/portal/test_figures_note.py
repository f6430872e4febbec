"""The moment of figures that are some seconds old, on a visitor's page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from majlis.kernel import snapshot_cache
from majlis.kernel.models import Record
from tests.support.people import person

AS_OF = re.compile(r"Figures as of \d\d:\d\d:\d\d UTC")


def notes(client: Client) -> list[str]:
    """The sentences on figures at the end of the register."""
    content: Any = client.get("/en/mandates/").content
    return AS_OF.findall(content.decode())


@pytest.mark.django_db(transaction=True)
def test_a_page_says_the_moment_of_figures_that_may_be_out_of_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(snapshot_cache, "MAX_AGE", 15.0)
    visitor, member = Client(), Client()
    member.force_login(person())
    snapshot_cache._values.clear()
    assert notes(visitor) == []
    Record.objects.create(kind="test", address="tests/meanwhile")
    assert len(notes(visitor)) == 1
    assert notes(member) == []
    just_sent = Client()
    just_sent.cookies["messages"] = "x"
    assert notes(just_sent) == []
