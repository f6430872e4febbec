"""The history of a document tells a reader nothing of versions and items that they do not see."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from majlis.commons.notices.models import Event
from majlis.documents.contributions import versions
from majlis.documents.models import Document
from majlis.documents.posted_documents import actions
from majlis.events.models import Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.models import Reader
from majlis.portal.queries import history_of
from tests.documents.contributions.test_actions import Case
from tests.events import factories as events
from tests.support.people import person

NOBODY = AnonymousUser()
ADDENDUM = {"kind": "addendum", "language": "en", "text": "A secret addendum."}


@pytest.fixture
def case(db: None) -> Case:
    return Case()


def verbs(document: Document, reader: Reader = NOBODY) -> list[str]:
    rows = history_of(document.record, reader).order_by("id")
    return [each.verb.partition(".")[2] for each in rows]


def submitted(case: Case, document: Document, **values: Any) -> Any:
    version = versions.create_version(case.author, document, **ADDENDUM | values)
    return versions.submit_version(case.author, version)


def test_a_stranger_reads_nothing_of_a_version_that_is_not_posted(case: Case) -> None:
    document = case.post()
    before = verbs(document)
    version = submitted(case, document)
    actions.add_file(case.officer, version, language="fr", typed="Un secret.")
    actions.set_language_due(case.officer, version, language="ru", due=case.meeting.last_day)
    actions.remove_file(case.officer, version.files.get(language="fr"), reason="Secret reason.")
    refused = versions.refuse_version(case.officer, submitted(case, document), reason="No.")
    assert refused.state == "refused"
    for reader in (NOBODY, person()):
        assert verbs(document, reader) == before
    for address in ("", "?format=csv", "?format=json"):
        page = Client().get(f"/en/{document.record.address}/history/{address}").content.decode()
        assert "ddendum" not in page and "submit_version" not in page
    assert {"create_version", "submit_version", "add_file", "remove_file"} <= set(
        verbs(document, case.focal_point)
    )
    assert not Event.objects.filter(kind="documents.add_file").exists()


def test_once_it_is_posted_the_history_says_so_but_not_how_it_came_about(case: Case) -> None:
    document = case.post()
    before = verbs(document)
    assert before == ["submit_document", "accept_document", "post_document"]
    version = submitted(case, document)
    actions.add_file(case.officer, version, language="fr", typed="Un secret.")
    versions.post_version(case.officer, version)
    assert verbs(document) == [*before, "submit_version", "post_version"]
    file = actions.add_file(case.officer, version, language="ru", typed="Теперь.")
    assert verbs(document)[-1] == "add_file"
    assert Event.objects.filter(kind="documents.add_file", is_public=True).count() == 1
    actions.remove_file(case.officer, file, reason="A slip.")
    assert verbs(document)[-2:] == ["add_file", "remove_file"]


def test_a_stranger_reads_nothing_of_an_item_at_a_meeting_that_they_do_not_see(case: Case) -> None:
    document, office = case.post(), Actor(user=person("secretariat"))
    open_item = events.item(case.meeting)
    closed_to_others = events.meeting(case.meeting.body, state="draft")
    Meeting.objects.filter(pk=closed_to_others.pk).update(state="open")
    hidden_item = events.item(Meeting.objects.get(pk=closed_to_others.pk))
    for item in (open_item, hidden_item):
        row = actions.add_consideration(office, item, document=document)
    assert verbs(document).count("add_consideration") == 1
    assert verbs(document, office.person).count("add_consideration") == 2
    actions.set_consideration_outcome(office, row, outcome="noted")
    assert "set_consideration_outcome" not in verbs(document)
    assert not Event.objects.filter(kind="documents.set_consideration_outcome").exists()
