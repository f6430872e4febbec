"""How many queries the pages of posted documents make, with many documents as with few."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from majlis.events.models import Meeting
from tests.documents.posted_documents import texts
from tests.events import factories as events
from tests.support.parties import organisation
from tests.support.queries import MAX_QUERIES, MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    """A meeting with documents that have everything a list shows."""
    meeting = events.meeting()
    items = [events.item(meeting) for _n in range(3)]
    for number in range(6):
        document = texts.written(meeting, code="INF" if number % 2 else "")
        document.sources.create(organisation=organisation())
        texts.version(document)
        texts.translation(document.versions.earliest("pk"), "fr")
        texts.place(document, items[number % 3])
    texts.place(texts.written(), items[0])
    return meeting


@pytest.mark.parametrize(
    "address",
    [
        "documents/",
        "documents/?q=list&language=fr&series=INF",
        "meetings/{slug}/documents/",
        "meetings/{slug}/documents/?series=main&sort=-title",
        "meetings/{slug}/documents/feed/",
    ],
)
def test_a_list(meeting: Meeting, address: str, django_assert_max_num_queries: Any) -> None:
    url = f"/en/{address.format(slug=meeting.slug)}"
    client = Client()
    with django_assert_max_num_queries(MAX_QUERIES):
        assert client.get(url).status_code == 200
    client.force_login(events.officer(meeting))
    with django_assert_max_num_queries(MAX_QUERIES_SIGNED_IN + 2):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("path", ["", "versions/original/", "versions/revision-1/changes/"])
def test_a_document(meeting: Meeting, path: str, django_assert_max_num_queries: Any) -> None:
    document = meeting.documents.order_by("pk")[0]
    url = f"/en/{document.record.address}/{path}"
    with django_assert_max_num_queries(MAX_QUERIES):
        assert Client().get(url).status_code == 200
