"""Pages of printing, and the printed documents on the page of a meeting."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from majlis.documents.models import Document
from majlis.documents.printing.tables import printed_documents
from tests.events import factories as events
from tests.support.forms import submit
from tests.support.people import person

pytestmark = pytest.mark.django_db


def test_an_officer_prints_the_agenda_and_its_revision() -> None:
    meeting = events.meeting()
    events.item(meeting, "A fictional review")
    client = Client()
    client.force_login(events.officer(meeting))
    url = f"/en/meetings/{meeting.slug}/documents/print-agenda/"
    page = submit(client, url, {"series": "main"})
    document = Document.objects.get()
    assert page["Location"] == f"/en/{document.record.address}/"
    assert 'name="series"' not in client.get(url).content.decode()
    again = client.get(submit(client, url)["Location"]).content.decode()
    assert "The agenda has not changed since it was printed." in again
    events.item(meeting, "A fictional vote")
    submit(client, url)
    shown = Client().get(f"/en/{document.record.address}/").content.decode()
    assert f"{document.symbol}(Rev.1)" in shown and "A fictional vote" in shown
    changes = Client().get(f"/en/{document.record.address}/versions/revision-1/changes/")
    assert "A fictional vote" in changes.content.decode()
    pdf = Client().get(f"/en/{document.record.address}/versions/revision-1/en.pdf")
    assert b"".join(pdf).startswith(b"%PDF")  # type: ignore[arg-type]


def test_an_officer_prints_the_list_of_participants() -> None:
    meeting = events.meeting()
    events.participant(meeting, person(name="Fictional Amal"), listed=True)
    client = Client()
    client.force_login(events.officer(meeting))
    submit(client, f"/en/meetings/{meeting.slug}/documents/print-participants/", {"series": "ADM"})
    document = Document.objects.get()
    assert document.category == "participants"
    assert "Fictional Amal" in Client().get(f"/en/{document.record.address}/").content.decode()


def test_others_do_not_print() -> None:
    meeting = events.meeting()
    client = Client()
    client.force_login(person())
    for name in ("print-agenda", "print-participants"):
        url = f"/en/meetings/{meeting.slug}/documents/{name}/"
        assert client.get(url).status_code == 403


def request_of(user: Any = None) -> Any:
    request = RequestFactory().get("/en/")
    request.user = user or AnonymousUser()
    return request


def test_the_page_of_a_meeting_links_to_the_latest_printed_documents(
    django_assert_max_num_queries: Any,
) -> None:
    meeting = events.meeting()
    events.item(meeting, "A fictional review")
    officer = events.officer(meeting)
    assert printed_documents(request_of(), meeting) is None
    section = printed_documents(request_of(officer), meeting)
    assert section is not None and len(section["links"]) == 2 and not section["printed"]
    client = Client()
    client.force_login(officer)
    url = f"/en/meetings/{meeting.slug}/documents/print-agenda/"
    submit(client, url, {"series": "main"})
    events.item(meeting, "A fictional vote")
    submit(client, url)
    with django_assert_max_num_queries(3):
        section = printed_documents(request_of(), meeting)
    assert section is not None and section["links"] == []
    fact = section["printed"][0]
    symbol = Document.objects.get().symbol
    assert fact.words == f'<bdi dir="ltr">{symbol}(Rev.1)</bdi>' and fact.name == "Agenda"
