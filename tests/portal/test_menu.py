"""The menu with all rooms in it: which entry is marked on which page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from majlis.look.context import BasePage


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/fr/texts/resolution-27/2029/", "/fr/texts/"),
        ("/fr/series/", "/fr/texts/"),
        ("/fr/series/on-lights/change/", "/fr/texts/"),
        ("/fr/mandates/calendar/", "/fr/mandates/"),
        ("/fr/concepts/a-scheme/C2/", "/fr/schemes/"),
        ("/fr/matrices/a-matrix/", "/fr/schemes/"),
        ("/fr/bodies/council/", "/fr/bodies/"),
        ("/fr/", "/fr/"),
    ],
)
def test_a_room_is_marked_on_all_its_pages(path: str, room: str) -> None:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    with translation.override("fr"):
        links = BasePage(request).menu
    assert [link.url for link in links if link.current] == [room]
