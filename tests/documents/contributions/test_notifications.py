"""Who is notified of contributions, what is gathered into one notice, and what waits for whom."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils.translation import override

from majlis.commons.notices import todo
from majlis.commons.notices.events import EVENT_KINDS
from majlis.commons.notices.models import Event, Notice, Subscription
from majlis.documents.contributions import actions, announcements, signatures, versions
from majlis.documents.contributions.tasks import announce_posted_documents
from majlis.documents.models import Document, DocumentVersion
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from tests.documents import factories
from tests.documents.contributions.test_actions import Case
from tests.events import factories as events
from tests.parties.test_registration import unrelated_people
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

MINUTES = datetime.timedelta(minutes=1)


@pytest.fixture
def case(db: None) -> Case:
    return Case()


def notified(verb: str) -> set[User]:
    """The people who were notified of a verb."""
    return {each.user for each in Notice.objects.filter(event__kind=verb).select_related("user")}


def sentence(event: Event, language: str = "en") -> str:
    """The sentence of an event, but for the names of record and actor."""
    kind = EVENT_KINDS[event.kind]
    with override(language):
        values: dict[str, Any] = {"record": "it", "actor": "x"}
        return str(kind.sentence).format(**{**values, **kind.say(event.values, language)})


def test_officers_hear_of_submissions_and_authors_of_decisions(case: Case) -> None:
    colleague = person(("focal_point", case.organisation.record))
    delegate = person(("delegate", case.organisation.record))
    office = person("secretariat")
    Subscription.objects.create(user=office, queue="submitted_documents")
    document = case.submit()
    assert notified("documents.submit_document") == {case.officer.person, office}
    actions.return_document(case.officer, document, reason="Add a date.")
    assert notified("documents.return_document") == {case.focal_point, colleague}
    actions.submit_document(case.author, document)
    actions.accept_document(case.officer, document)
    actions.post_document(case.officer, document)
    for name in ("accept_document", "post_document"):
        assert notified(f"documents.{name}") == {case.focal_point, colleague}
    assert delegate not in notified("documents.post_document")
    actions.withdraw_document(case.author, case.create())
    assert not Event.objects.filter(kind="documents.withdraw_document").exists()
    actions.withdraw_document(case.author, document, reason="Overtaken.")
    assert notified("documents.withdraw_document") == {case.officer.person, colleague}


def test_focal_points_hear_of_requests_to_co_sign_and_of_changes(case: Case) -> None:
    document, focal_point = case.create(), person()
    (source,) = signatures.ask_for_signature(
        case.author, document, organisations=[organisation(focal_point)]
    )
    assert notified("documents.ask_for_signature") == {focal_point}
    assert "co-sign" in " ".join(str(each.sentence) for each in todo.todo_items(focal_point))
    signatures.sign_document(Actor(user=focal_point), source)
    assert notified("documents.sign_document") == {case.focal_point}
    assert not todo.todo_items(focal_point)
    actions.change_document(case.author, document, abstract="In short.")
    assert not Event.objects.filter(kind="documents.change_document").exists()
    actions.change_document(case.author, document, text="Other words.")
    assert notified("documents.change_document") == {focal_point}


def test_authors_and_officers_have_their_work_in_the_to_do_list(case: Case) -> None:
    document = case.submit()
    (waiting,) = todo.todo_items(case.officer.person)
    assert (waiting.count, waiting.url) == (1, "/en/contributions/submitted/")
    assert not todo.todo_items(case.focal_point)
    actions.return_document(case.officer, document, reason="Add a date.")
    (item,) = todo.todo_items(case.focal_point)
    assert item.url == f"/en/documents/{document.slug}/submit/" and item.due is not None
    posted = case.post()
    version = versions.submit_version(
        case.author,
        versions.create_version(case.author, posted, kind="addendum", language="en", text="More."),
    )
    assert len(todo.todo_items(case.officer.person)) == 1
    versions.return_version(case.officer, version, reason="Add a date.")
    assert len(todo.todo_items(case.focal_point)) == 2
    assert not todo.todo_items(person())


def posted_before(minutes: int) -> None:
    """Let all that was posted have been posted so many minutes ago."""
    DocumentVersion.objects.filter(state="posted").update(posted_at=clock.now() - minutes * MINUTES)


def test_documents_posted_together_make_one_notice_for_followers_of_the_meeting(case: Case) -> None:
    follower, member = person(), person(("member", case.meeting.body.record))
    for user in (follower, member):
        Subscription.objects.create(user=user, record=case.meeting.record)
    for _ in range(3):
        case.post()
    actions.post_document(case.officer, case.accept(), members_only=True)
    assert notified("documents.announce_documents") == set()
    announce_posted_documents.func()
    assert not Event.objects.filter(kind="documents.announce_documents").exists()
    posted_before(16)
    announce_posted_documents.func()
    public, narrow = Event.objects.filter(kind="documents.announce_documents").order_by("pk")
    assert public.record == case.meeting.record
    assert "FSG-1/1, FSG-1/2, FSG-1/3" in sentence(public)
    assert {each.user for each in public.notices.all()} == {follower, member}
    assert "FSG-1/4" in sentence(narrow) and "FSG-1/1" not in sentence(narrow)
    assert {each.user for each in narrow.notices.all()} == {member}
    address = EVENT_KINDS["documents.announce_documents"].address
    assert address is not None
    assert address(public.values) == f"/en/meetings/{case.meeting.slug}/documents/"
    announce_posted_documents.func()
    assert Event.objects.filter(kind="documents.announce_documents").count() == 2


def test_many_documents_are_counted_and_a_later_revision_is_announced_alone(case: Case) -> None:
    for _ in range(9):
        factories.document(case.meeting)
    posted_before(20)
    announce_posted_documents.func()
    event = Event.objects.get(kind="documents.announce_documents")
    assert sentence(event) == "New documents: 9. Meeting: Meeting 1 of a fictional group."
    revision = {"kind": "revision", "language": "en", "text": "The Group met."}
    Document.objects.update(submitted_by=case.focal_point)
    version = versions.create_version(
        case.author, Document.objects.order_by("number")[0], **revision
    )
    versions.post_version(case.officer, versions.submit_version(case.author, version))
    posted_before(20)
    announce_posted_documents.func()
    latest = Event.objects.filter(kind="documents.announce_documents").latest("pk")
    assert "(Rev.1)" in sentence(latest)


def test_what_was_brought_in_with_an_old_date_is_no_news(case: Case) -> None:
    factories.document(case.meeting)
    posted_before(8 * 24 * 60)
    announce_posted_documents.func()
    assert not Event.objects.exists()


def test_only_the_site_announces(case: Case) -> None:
    rows = list(DocumentVersion.objects.filter(document=factories.document(case.meeting)))
    check_permissions(
        "documents.announce_documents",
        case.meeting,
        granted={},
        refused={
            **unrelated_people(),
            **case.people(),
            "administrator": person("administrator"),
        },
    )
    system = Actor.as_system("tests")
    assert announcements.announce_documents(system, case.meeting, versions=rows) == rows
    assert announcements.announce_documents(system, case.meeting, versions=rows) == []


def test_a_meeting_waits_for_its_own_documents_only(case: Case) -> None:
    factories.document(case.meeting)
    posted_before(16)
    factories.document(events.meeting())
    assert [meeting for meeting, _rows in announcements.meetings_with_news()] == [case.meeting]
