"""Conclusions that the members decide by correspondence: who replies, until when, how it is counted."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from majlis.commons.notices.models import Notice
from majlis.commons.notices.todo import todo_items
from majlis.events.conclusions import actions, correspondence, queries, tasks
from majlis.events.conclusions.correspondence import ReplyCount
from majlis.events.models import (
    Conclusion,
    Correspondence,
    CorrespondenceReply,
    MajorityRule,
    MeetingRules,
)
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.models import User
from majlis.kernel.verbs import may
from majlis.parties.models import Membership, Organisation
from tests.events import factories
from tests.events.conclusions.test_actions import TEXT, Room, people
from tests.events.conclusions.test_views import client_of, page, url
from tests.support.forms import submit
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


class Members(Room):
    """A room whose body has member organizations, each with a focal point."""

    def __init__(self, count: int = 3) -> None:
        super().__init__()
        self.organisations = [self.admit() for _ in range(count)]
        self.focal_points = [focal_point(each) for each in self.organisations]

    def admit(self) -> Organisation:
        """A new member organization of the body."""
        joined = organisation()
        Membership.objects.create(
            body=self.meeting.body,
            organisation=joined,
            since=clock.today() - datetime.timedelta(days=40),
        )
        return joined

    def submitted(self, rule: str = MajorityRule.SIMPLE, **values: Any) -> Correspondence:
        """A conclusion that was submitted to the members."""
        conclusion = values.pop("conclusion", None) or self.written()
        return correspondence.submit_conclusion_to_correspondence(
            self.officer,
            conclusion,
            **{
                "question": "Does your organization agree?",
                "language": "en",
                "rule": rule,
                "closes_on": clock.today() + datetime.timedelta(days=14),
            }
            | values,
        )

    def reply(
        self, row: Correspondence, member: int, answer: str, **values: Any
    ) -> CorrespondenceReply:
        """The reply of a member by its focal point."""
        reply = own_reply(row, self.organisations[member])
        actor = Actor(user=self.focal_points[member])
        return correspondence.reply_by_correspondence(actor, reply, answer=answer, **values)


def own_reply(row: Correspondence, joined: Organisation) -> CorrespondenceReply:
    """The reply of an organization, as a page has it: not saved before it has replied."""
    found = row.replies.filter(organisation=joined).first()
    return found or CorrespondenceReply(correspondence=row, organisation=joined)


def focal_point(joined: Organisation) -> User:
    """A focal point of an organization."""
    return person(("focal_point", joined.record))


def end(row: Correspondence) -> None:
    """Let the closing date pass."""
    opened = clock.now() - datetime.timedelta(days=20)
    closed = clock.now() - datetime.timedelta(minutes=1)
    Correspondence.objects.filter(pk=row.pk).update(opened_at=opened, closes_at=closed)
    row.refresh_from_db()


@pytest.fixture
def members() -> Members:
    return Members()


def test_officers_submit_and_close_and_only_focal_points_of_members_reply(members: Members) -> None:
    officers = {
        "secretariat of the body": members.officer.user,
        "chair": person(("chair", members.meeting.body.record)),
    }
    other, joined = organisation(), members.organisations[0]
    refused = {
        **people(members),
        "participant": members.first.user,
        "focal point": members.focal_points[0],
    }
    conclusion = members.written()
    check_permissions(
        "events.submit_conclusion_to_correspondence", conclusion, granted=officers, refused=refused
    )
    row = members.submitted(conclusion=conclusion)
    for name in ("close_correspondence", "withdraw_correspondence"):
        check_permissions(f"events.{name}", row, granted=officers, refused=refused)
    delegate = person(("delegate", joined.record))
    check_permissions(
        "events.reply_by_correspondence",
        own_reply(row, joined),
        granted={"focal point": members.focal_points[0]},
        refused={
            **people(members),
            "delegate": delegate,
            "secretariat": members.officer.user,
            "focal point of another member": members.focal_points[1],
        },
    )
    assert not may(
        Actor(user=focal_point(other)), "events.reply_by_correspondence", own_reply(row, other)
    )
    for user, reads in (
        (delegate, True),
        (members.focal_points[1], True),
        (members.first.user, True),
        (members.officer.user, True),
        (focal_point(other), False),
        (None, False),
    ):
        assert may(Actor(user=user), "events.see_replies", row) == reads


def test_a_conclusion_is_submitted_until_the_end_of_a_day_at_the_meeting(members: Members) -> None:
    day = clock.today() + datetime.timedelta(days=14)
    row = members.submitted(closes_on=day)
    conclusion = row.conclusion
    conclusion.refresh_from_db()
    assert (conclusion.state, row.revision, row.state) == ("by_correspondence", 1, "open")
    local = row.closes_at.astimezone(ZoneInfo(members.meeting.zone))
    assert (local.date(), local.hour, local.minute) == (day, 23, 59)
    with pytest.raises(WrongState):
        actions.save_conclusion(members.first, conclusion, base=1, text="Other.")
    with pytest.raises(WrongState):
        members.submitted(conclusion=conclusion)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", "  "),
        ("language", "de"),
        ("rule", "most"),
        ("closes_on", 0),
        ("closes_on", 800),
        ("notice_reason", 9),
    ],
)
def test_a_submission_is_refused_by_field(members: Members, field: str, value: Any) -> None:
    values = {field: value}
    if isinstance(value, int):
        values = {"closes_on": clock.today() + datetime.timedelta(days=value)}
    with pytest.raises(InvalidInput) as refused:
        members.submitted(**values)
    assert set(refused.value.faults) == {field}


def test_a_short_period_needs_a_reason_by_the_rule_of_the_body(members: Members) -> None:
    # The rule counts by the clock of the meeting, on which it may be tomorrow already.
    today = clock.now().astimezone(ZoneInfo(members.meeting.zone)).date()
    body, soon = members.meeting.body, today + datetime.timedelta(days=3)
    assert correspondence.required_days(body) == 10
    row = members.submitted(closes_on=soon, notice_reason="The parent meets next week.")
    assert row.notice_reason in page(Client(), url("correspondence", row.conclusion))
    MeetingRules.objects.create(body=body, notice_days=2)
    assert correspondence.required_days(body) == 3
    assert members.submitted(closes_on=soon).notice_reason == ""


def test_a_conclusion_without_a_text_or_without_members_is_not_submitted() -> None:
    empty = Members(0)
    for conclusion in (empty.begin(), empty.written()):
        with pytest.raises(WrongState):
            empty.submitted(conclusion=conclusion)


def test_a_member_replies_once_and_changes_its_reply_until_the_closing_date(
    members: Members,
) -> None:
    row = members.submitted()
    first = members.reply(row, 0, "agree")
    changed = members.reply(row, 0, "object", statement=" We object. ", language="en")
    assert first.pk == changed.pk and row.replies.count() == 1
    assert (changed.answer, changed.statement, changed.language) == ("object", "We object.", "en")
    again = members.reply(row, 0, "object", statement="We object.", language="en")
    assert again == changed
    with pytest.raises(InvalidInput):
        members.reply(row, 0, "perhaps")
    with pytest.raises(InvalidInput):
        members.reply(row, 0, "agree", statement="Words", language="")
    with pytest.raises(WrongState):
        members.reply(row, 0, "agree", seen=correspondence.reply_token(first))
    end(row)
    with pytest.raises(WrongState):
        members.reply(row, 0, "agree")


def test_a_reply_of_an_organization_that_is_no_member_any_more_does_not_count(
    members: Members,
) -> None:
    row = members.submitted()
    members.reply(row, 0, "agree")
    members.reply(row, 1, "object")
    yesterday = clock.today() - datetime.timedelta(days=1)
    Membership.objects.filter(organisation=members.organisations[1]).update(until=yesterday)
    with pytest.raises(Refused):
        members.reply(row, 1, "agree")
    present = queries.member_keys(members.meeting.body)
    assert correspondence.count_replies(row.replies.all(), present) == ReplyCount(2, 1, 0, 0)


@pytest.mark.parametrize(
    ("rule", "answers", "state"),
    [
        ("simple", ["agree", "object", "agree"], "agreed"),
        ("simple", ["agree", "object", "abstain"], "not_agreed"),
        ("simple", [], "not_agreed"),
        ("two_thirds", ["agree", "object", "agree"], "agreed"),
        ("two_thirds", ["agree", "object"], "not_agreed"),
        ("two_thirds", ["abstain"], "not_agreed"),
        ("no_objection", [], "agreed"),
        ("no_objection", ["agree", "object", "agree"], "not_agreed"),
    ],
)
def test_the_replies_decide_by_the_rule(
    members: Members, rule: str, answers: list[str], state: str
) -> None:
    row = members.submitted(rule)
    for number, answer in enumerate(answers):
        members.reply(row, number, answer)
    with pytest.raises(WrongState):
        correspondence.close_correspondence(members.officer, row)
    end(row)
    closed = correspondence.close_correspondence(members.officer, row)
    conclusion = Conclusion.objects.get(pk=row.conclusion_id)
    assert (closed.state, conclusion.state, closed.members) == ("closed", state, 3)
    counts = (closed.agreeing, closed.objecting, closed.abstaining)
    assert counts == tuple(answers.count(each) for each in ("agree", "object", "abstain"))
    texts = conclusion.record.wordings.filter(field="text", text=TEXT)
    assert texts.exists() == (state == "agreed")
    members.item.refresh_from_db()
    assert members.item.outcome == state
    with pytest.raises(WrongState):
        correspondence.close_correspondence(members.officer, row)


def test_a_statement_of_a_member_is_part_of_the_result(members: Members) -> None:
    row = members.submitted()
    members.reply(row, 0, "agree", statement="With a remark.", language="en")
    end(row)
    correspondence.close_correspondence(members.officer, row)
    assert Conclusion.objects.get().state == "agreed_with_statements"


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_majorities_are_exact(agreeing: int, objecting: int, abstaining: int) -> None:
    count = ReplyCount(agreeing + objecting + abstaining + 5, agreeing, objecting, abstaining)
    assert count.silent == 5
    voting = agreeing + objecting
    assert count.is_agreed("simple") == (2 * agreeing > voting)
    assert count.is_agreed("two_thirds") == (voting > 0 and 3 * agreeing >= 2 * voting)
    assert count.is_agreed("no_objection") == (objecting == 0)


def test_the_periodic_task_closes_what_is_due(members: Members) -> None:
    due, later = members.submitted(), members.submitted()
    end(due)
    assert tasks.close_due_correspondence.func() == 1
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, later.state) == ("closed", "open")


def test_a_correspondence_is_withdrawn_and_the_conclusion_is_a_draft_again(
    members: Members,
) -> None:
    row = members.submitted()
    with pytest.raises(InvalidInput):
        correspondence.withdraw_correspondence(members.officer, row, reason="")
    withdrawn = correspondence.withdraw_correspondence(members.officer, row, reason="A slip")
    assert (withdrawn.state, withdrawn.members) == ("withdrawn", None)
    assert Conclusion.objects.get().state == "draft"
    with pytest.raises(WrongState):
        correspondence.withdraw_correspondence(members.officer, row, reason="Again")
    with pytest.raises(WrongState):
        members.reply(row, 0, "agree")
    assert members.submitted(conclusion=row.conclusion).state == "open"


# Pages, tasks and notices.


def test_a_focal_point_is_notified_has_a_task_and_replies_on_the_page(members: Members) -> None:
    row = members.submitted()
    user = members.focal_points[0]
    assert Notice.objects.filter(user=user).count() == 1
    assert not Notice.objects.filter(user=focal_point(organisation())).exists()
    task = next(each for each in todo_items(user) if "correspondence" in str(each.sentence))
    client = client_of(user)
    listed = page(client, url("correspondence", row.conclusion))
    assert task.url in listed and "participants can read the replies" in listed
    response = submit(client, task.url, {"answer": "abstain", "statement": "", "language": "en"})
    assert response["Location"] == url("correspondence", row.conclusion)
    assert row.replies.get().answer == "abstain"
    assert not [each for each in todo_items(user) if "correspondence" in str(each.sentence)]
    assert "abstains" in page(client, url("correspondence", row.conclusion))


def test_strangers_read_the_result_and_not_the_replies(members: Members) -> None:
    row = members.submitted()
    members.reply(row, 0, "object", statement="Our secret reasons.", language="en")
    name = members.organisations[0].say("title").text
    address = url("correspondence", row.conclusion)
    for client in (Client(), client_of(focal_point(organisation()))):
        shown = page(client, address)
        assert "Our secret reasons." not in shown and name not in shown
        reply = url(
            "reply_by_correspondence",
            row.conclusion,
            organisation=members.organisations[0].number,
        )
        assert client.get(reply).status_code in (302, 403)
    end(row)
    correspondence.close_correspondence(members.officer, row)
    shown = page(Client(), address)
    assert "The conclusion was not agreed by correspondence." in shown
    assert "Our secret reasons." not in shown and "3 member organizations" in shown


def test_officers_submit_withdraw_and_close_on_pages(members: Members) -> None:
    client, conclusion = client_of(members.officer.user), members.written()
    day = clock.today() + datetime.timedelta(days=20)
    data = {
        "question": "Do you agree?",
        "language": "en",
        "rule": "no_objection",
        "closes_on_day": str(day.day),
        "closes_on_month": str(day.month),
        "closes_on_year": str(day.year),
    }
    response = submit(client, url("submit_conclusion", conclusion), data)
    assert response["Location"] == url("correspondence", conclusion)
    shown = page(client, url("correspondence", conclusion))
    assert url("withdraw_correspondence", conclusion) in shown
    assert url("close_correspondence", conclusion) not in shown
    submit(client, url("withdraw_correspondence", conclusion), {"reason": "A slip"})
    submit(client, url("submit_conclusion", conclusion), data)
    row = queries.latest_correspondence(conclusion)
    assert row is not None and Correspondence.objects.count() == 2
    end(row)
    assert submit(client, url("close_correspondence", conclusion)).status_code == 302
    assert "agreed by correspondence" in page(client, conclusion.get_absolute_url())
    assert client.get(url("correspondence", members.written())).status_code == 404


def test_the_page_of_a_reply_says_that_the_closing_date_has_passed(members: Members) -> None:
    row = members.submitted()
    end(row)
    joined = members.organisations[0]
    reply = url("reply_by_correspondence", row.conclusion, organisation=joined.number)
    client = client_of(members.focal_points[0])
    assert "The closing date has passed." in page(client, reply)
    response = submit(client, reply, {"answer": "agree", "statement": "Late words"})
    assert response.status_code == 409 and "Late words" in response.content.decode()
    assert client.get(reply.replace(f"/{joined.number}/", "/99999/")).status_code == 404


def test_a_meeting_of_which_one_knows_nothing_has_no_correspondence() -> None:
    meeting = factories.meeting(state="draft")
    conclusion = factories.conclusion(factories.item(meeting))
    address = reverse("events:correspondence", args=[meeting.slug, conclusion.number])
    assert Client().get(address).status_code == 404
