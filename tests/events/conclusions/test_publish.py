"""The conclusions of a meeting published as a text: languages, versions, access, and what hears of it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from majlis.commons.search.index import index_records
from majlis.events.conclusions import actions, publish
from majlis.events.core.access import set_access
from majlis.events.models import Conclusion, Meeting
from majlis.instruments.models import Version
from majlis.instruments.texts.storage import load_text
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.models import Access, AuditEntry, Record
from majlis.mandates.extraction.extract import save_findings
from majlis.mandates.models import Finding
from majlis.parties.actions.body import circle_of_body
from tests.events import factories
from tests.events.conclusions.test_actions import Room, people
from tests.events.conclusions.test_views import client_of, page
from tests.support.forms import submit
from tests.support.people import person
from tests.support.permissions import check_permissions
from tests.support.tasks import DATABASE_TASKS

pytestmark = pytest.mark.django_db
FIRST = (
    "The Working Group requests the secretariat to publish the list by 30 June 2027:\n"
    "(a) in print;\n(b) online."
)
SECOND = "The Working Group invites members to comment before its next meeting."


class Closed(Room):
    """A closed meeting with conclusions at two items, in two languages."""

    def __init__(self) -> None:
        super().__init__()
        self.other = factories.item(self.meeting, "Other matters")
        self.second_conclusion = self.agreed(self.other, SECOND)
        self.first_conclusion = self.agreed(self.item, FIRST)
        Meeting.objects.filter(pk=self.meeting.pk).update(state="closed")
        self.meeting.refresh_from_db()

    def agreed(self, item: object, text: str) -> Conclusion:
        """An agreed conclusion."""
        conclusion = actions.begin_conclusion(self.officer, item, language="en")
        actions.save_conclusion(self.first, conclusion, base=0, text=text)
        return actions.agree_conclusion(self.officer, conclusion)

    def publish(self) -> Version:
        """The conclusions as a text."""
        return publish.publish_conclusions(self.officer, self.meeting)

    def translate(self, conclusion: Conclusion, text: str, status: str = "translated") -> None:
        """A French wording of a conclusion."""
        conclusion.record.wordings.create(field="text", language="fr", text=text, status=status)


@pytest.fixture
def closed() -> Closed:
    return Closed()


def test_officers_publish_conclusions(closed: Closed) -> None:
    officers = {
        "secretariat of the body": closed.officer.user,
        "chair": person(("chair", closed.meeting.body.record)),
    }
    refused = {**people(closed), "participant": closed.first.user}
    check_permissions(
        "events.publish_conclusions", closed.meeting, granted=officers, refused=refused
    )
    # The verb of texts is for the secretariat of the site; that of meetings has a rule of its own.
    check_permissions(
        "instruments.publish_adopted_text",
        [],
        granted={"secretariat": person("secretariat")},
        refused={"nobody": None, "anybody": person(), "chair": officers["chair"]},
    )


def test_agreed_conclusions_become_a_text_in_the_order_of_the_agenda(closed: Closed) -> None:
    closed.agreed(closed.item, "Not agreed in the end.")
    last = Conclusion.objects.order_by("-number")[0]
    actions.reopen_conclusion(closed.officer, last, reason="No")
    version = closed.publish()
    text = load_text(version, "en")
    assert [(each.label, each.text) for each in text.walk()][1:] == [
        ("1.", "The Working Group requests the secretariat to publish the list by 30 June 2027:"),
        ("(a)", "in print;"),
        ("(b)", "online."),
        ("2.", SECOND),
    ]
    assert version.say("title").text == f"Conclusions: {closed.meeting.say('title').text}"
    assert (version.instrument.kind, version.state) == ("conclusions", "in_force")
    assert (version.body, version.date) == (closed.meeting.body, "2027-02-25")
    act = version.acts.get()
    assert (act.kind, act.body, act.record) == (
        "adopts",
        closed.meeting.body,
        closed.meeting.record,
    )
    assert version.languages.get().status == "authentic"
    assert publish.published_text(closed.meeting) == version.instrument
    entry = AuditEntry.objects.get(
        verb="instruments.publish_adopted_text", record=act.version.record_id, new__has_key="act"
    )
    assert entry.actor == closed.officer.user


def test_the_register_and_the_texts_hear_of_it(closed: Closed, settings: Any) -> None:
    settings.TASKS = DATABASE_TASKS
    version = closed.publish()
    queued = set(DBTaskResult.objects.values_list("task_path", flat=True))
    assert "majlis.mandates.extraction.tasks.extract_findings_of_version" in queued
    assert "majlis.instruments.tags.tasks.propose_concepts" in queued
    version.instrument.refresh_from_db()
    assert version.instrument.year == 2027
    save_findings(version)
    found = Finding.objects.filter(version=version).order_by("provision__position")
    verbs = [each.extracted["verb"] for each in found]
    assert "requests" in verbs and "invites" in verbs
    occasions = [each.extracted.get("occasion") for each in found]
    assert "before its next meeting" in occasions


def test_before_the_meeting_is_closed_or_without_conclusions_there_is_no_text(room: Room) -> None:
    with pytest.raises(WrongState):
        publish.publish_conclusions(room.officer, room.meeting)
    Meeting.objects.filter(pk=room.meeting.pk).update(state="closed")
    with pytest.raises(WrongState):
        publish.publish_conclusions(room.officer, room.meeting)


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_language_has_all_conclusions_or_is_left_out(closed: Closed) -> None:
    closed.translate(closed.first_conclusion, "Le Groupe de travail prie le secrétariat.")
    version = closed.publish()
    assert [each.language for each in version.languages.all()] == ["en"]
    closed.translate(closed.second_conclusion, "Il invite les membres.", "machine")
    assert closed.publish() == version
    closed.second_conclusion.record.wordings.filter(language="fr").update(status="translated")
    again = closed.publish()
    assert again == version and version.instrument.versions.count() == 1
    statuses = dict(version.languages.values_list("language", "status"))
    assert statuses == {"en": "authentic", "fr": "translated"}


def test_conclusions_without_a_common_language_are_not_published(closed: Closed) -> None:
    closed.second_conclusion.record.wordings.filter(field="text").update(language="fr")
    with pytest.raises(WrongState):
        closed.publish()
    closed.translate(closed.first_conclusion, "Le Groupe de travail prie le secrétariat.")
    version = closed.publish()
    assert version.languages.get().status == "translated"


def test_published_again_without_a_change_nothing_happens(closed: Closed) -> None:
    version = closed.publish()
    count = AuditEntry.objects.count()
    assert closed.publish() == version
    assert AuditEntry.objects.count() == count


def test_what_was_agreed_later_or_changed_is_a_new_version(closed: Closed) -> None:
    first = closed.publish()
    closed.agreed(closed.other, "The Working Group notes the report.")
    second = closed.publish()
    first.refresh_from_db()
    assert second.instrument == first.instrument and second.follows == first
    assert (first.state, second.state) == ("superseded", "in_force")
    assert second.date >= datetime.date(2027, 2, 25).isoformat()
    same = first.provisions.get(eid="para_1").lineage
    assert second.provisions.get(eid="para_1").lineage == same
    changed = actions.reopen_conclusion(closed.officer, closed.first_conclusion, reason="A word")
    actions.save_conclusion(
        closed.first, changed, base=1, text=FIRST.replace("online", "on the site")
    )
    actions.agree_conclusion(closed.officer, changed)
    assert closed.publish().follows == second


def test_the_text_of_a_meeting_of_members_is_for_members(closed: Closed) -> None:
    set_access(closed.meeting, Access.MEMBERS, circle_of_body(closed.meeting.body))
    closed.meeting.record.save()
    version = closed.publish()
    for record in (version.record, version.instrument.record):
        assert record.access == Access.MEMBERS
        assert record.circle == circle_of_body(closed.meeting.body)
    assert Client().get(version.get_absolute_url()).status_code == 404


def test_conclusions_are_published_on_a_page(closed: Closed) -> None:
    client = client_of(closed.officer.user)
    listed = reverse("events:meeting_conclusions", args=[closed.meeting.slug])
    address = reverse("events:publish_conclusions", args=[closed.meeting.slug])
    assert address in page(client, listed) and address not in page(Client(), listed)
    assert "English" in page(client, address)
    response = submit(client, address)
    version = Version.objects.get(instrument__kind="conclusions")
    assert response["Location"] == version.get_absolute_url()
    assert version.instrument.get_absolute_url() in page(client, address)
    shown = page(Client(), version.get_absolute_url())
    assert "publish the list by 30 June 2027" in shown


def test_a_conclusion_is_found_by_search_and_in_feeds(closed: Closed) -> None:
    index_records(Record.objects.filter(kind="conclusion").with_wordings())
    shown = page(Client(), reverse("search") + "?q=print")
    assert closed.first_conclusion.get_absolute_url() in shown


def test_the_system_publishes_without_a_person(closed: Closed) -> None:
    version = publish.publish_conclusions(Actor.as_system("tests"), closed.meeting)
    assert version.state == "in_force"
