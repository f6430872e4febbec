"""Writing a conclusion together, and deciding on it: each result, each refusal, and races."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from majlis.commons.translation.queries import waiting_wordings
from majlis.events.conclusions import actions, queries
from majlis.events.models import (
    AgendaItem,
    Conclusion,
    ConclusionRevision,
    ItemMaterial,
    MaterialKind,
    Outcome,
)
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry, User
from majlis.kernel.verbs import may
from tests.events import factories
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
TEXT = "The group agrees to the list.\n\nIt invites members to comment by May."


class Room:
    """An open meeting with an item, its secretariat, and two who write."""

    def __init__(self) -> None:
        self.meeting = factories.meeting(state="open")
        self.item = factories.item(self.meeting)
        self.officer = Actor(user=factories.officer(self.meeting))
        self.first, self.second = (
            Actor(user=factories.participant(self.meeting).user) for _ in range(2)
        )

    def begin(self, **values: Any) -> Conclusion:
        """A new conclusion."""
        return actions.begin_conclusion(self.officer, self.item, **{"language": "en"} | values)

    def written(self, text: str = TEXT) -> Conclusion:
        """A conclusion with a text, of revision 1."""
        conclusion = self.begin()
        actions.save_conclusion(self.first, conclusion, base=0, text=text)
        conclusion.refresh_from_db()
        return conclusion


@pytest.fixture
def room() -> Room:
    return Room()


def statement(item: AgendaItem, **values: Any) -> ItemMaterial:
    """A statement for the record at an item."""
    return ItemMaterial.objects.create(
        item=item,
        **{
            "kind": MaterialKind.STATEMENT,
            "title": "A statement",
            "language": "en",
            "text": "For the record.",
        }
        | values,
    )


def people(room: Room) -> dict[str, User | None]:
    """People who have nothing to do with the meeting, or no part in it yet."""
    requested = factories.participant(room.meeting, state="requested").user
    return {
        "nobody": None,
        "anybody": person(),
        "not confirmed": requested,
        "chair of another body": person(("chair", factories.body().record)),
        "inactive": person(("secretariat", room.meeting.body.record), is_active=False),
    }


def test_participants_write_and_officers_decide(room: Room) -> None:
    conclusion = room.written()
    revision = conclusion.revisions.get()
    officers = {
        "secretariat of the body": room.officer.user,
        "chair": person(("chair", room.meeting.body.record)),
        "secretariat": person("secretariat"),
    }
    writers = {"participant": room.first.user, **officers}
    refused = people(room)
    for name in ("take_pen", "release_pen", "save_conclusion"):
        check_permissions(f"events.{name}", conclusion, granted=writers, refused=refused)
    check_permissions("events.settle_conclusion", revision, granted=writers, refused=refused)
    refused = {**refused, "participant": room.first.user}
    check_permissions("events.begin_conclusion", room.item, granted=officers, refused=refused)
    for name in (
        "agree_conclusion",
        "agree_conclusion_with_statements",
        "decline_conclusion",
        "reopen_conclusion",
    ):
        check_permissions(f"events.{name}", conclusion, granted=officers, refused=refused)


def test_nobody_writes_at_a_meeting_that_they_may_not_see() -> None:
    meeting = factories.meeting(state="draft")
    conclusion = factories.conclusion(factories.item(meeting))
    guest = factories.participant(meeting).user
    assert not may(Actor(user=guest), "events.save_conclusion", conclusion)
    assert may(Actor(user=factories.officer(meeting)), "events.save_conclusion", conclusion)


def test_conclusions_are_numbered_in_their_meeting_and_named_in_its_languages(room: Room) -> None:
    room.meeting.record.wordings.create(
        field="title", language="ar", text="اجتماع", status="translated"
    )
    other = factories.item(room.meeting)
    conclusions = [room.begin(), actions.begin_conclusion(room.officer, other, language="ar")]
    assert [each.number for each in conclusions] == [1, 2]
    assert conclusions[1].record.address == f"{room.meeting.record.address}/conclusions/2"
    assert conclusions[1].say("title", "en").text.endswith(", conclusion 2")
    assert conclusions[1].say("title", "ar").text.startswith("اجتماع")
    assert conclusions[1].record.wordings.get(status="authentic").language == "ar"
    assert conclusions[0].record.access == room.meeting.record.access


def test_a_conclusion_is_not_begun_in_another_language_or_at_a_withdrawn_item(room: Room) -> None:
    with pytest.raises(InvalidInput):
        room.begin(language="de")
    room.item.withdrawn_at = room.meeting.record.created_at
    with pytest.raises(WrongState):
        room.begin()
    cancelled = factories.item(factories.meeting(state="cancelled"))
    with pytest.raises(WrongState):
        actions.begin_conclusion(Actor.as_system("tests"), cancelled, language="en")


def test_the_pen_is_taken_taken_over_and_released(room: Room) -> None:
    conclusion = room.begin()
    assert actions.take_pen(room.first, conclusion).pen == room.first.user
    count = AuditEntry.objects.count()
    actions.take_pen(room.first, conclusion)
    assert AuditEntry.objects.count() == count
    taken = actions.take_pen(room.second, conclusion)
    assert taken.pen == room.second.user and taken.pen_since is not None
    with pytest.raises(WrongState):
        actions.release_pen(room.first, conclusion)
    released = actions.release_pen(room.second, conclusion)
    assert (released.pen, released.pen_since) == (None, None)
    count = AuditEntry.objects.count()
    actions.release_pen(room.second, conclusion)
    assert AuditEntry.objects.count() == count


def test_a_text_is_saved_as_revisions(room: Room) -> None:
    conclusion = room.begin()
    first = actions.save_conclusion(room.first, conclusion, base=0, text=f"  {TEXT}\r\n\r\n")
    second = actions.save_conclusion(room.second, conclusion, base=1, text=TEXT + "\n\nMore.")
    assert (first.number, first.text, first.made_by) == (1, TEXT, room.first.user)
    assert (second.number, second.base, second.merged, second.aside) == (2, 1, False, False)
    conclusion.refresh_from_db()
    assert conclusion.revision == 2
    assert queries.text_of(conclusion) == TEXT + "\n\nMore."
    entry = AuditEntry.objects.filter(verb="events.save_conclusion").latest("pk")
    assert (entry.old, entry.new) == ({"revision": 1}, {"revision": 2, "base": 1})


@pytest.mark.parametrize(
    ("text", "base"), [(" \r\n ", 0), ("x" * (actions.MAX_CHARACTERS + 1), 0), ("Words.", 7)]
)
def test_an_empty_or_long_text_and_an_unknown_base_are_refused(
    room: Room, text: str, base: int
) -> None:
    with pytest.raises(InvalidInput):
        actions.save_conclusion(room.first, room.begin(), base=base, text=text)
    with pytest.raises(InvalidInput):
        actions.save_conclusion(room.first, room.written(), base=base + 8, text=text)


def test_a_late_save_that_touches_nothing_is_merged(room: Room) -> None:
    conclusion = room.written()
    actions.save_conclusion(room.first, conclusion, base=1, text=TEXT.replace("list", "table"))
    mine = TEXT.replace("May", "1 May")
    merged = actions.save_conclusion(room.second, conclusion, base=1, text=mine)
    assert (merged.number, merged.merged, merged.aside, merged.sent) == (3, True, False, mine)
    assert merged.text == TEXT.replace("list", "table").replace("May", "1 May")
    conclusion.refresh_from_db()
    assert conclusion.revision == 3


def test_a_late_save_that_touches_is_kept_beside_the_text_until_it_is_settled(room: Room) -> None:
    conclusion = room.written()
    actions.save_conclusion(room.first, conclusion, base=1, text=TEXT.replace("list", "table"))
    aside = actions.save_conclusion(
        room.second, conclusion, base=1, text=TEXT.replace("list", "annex")
    )
    assert (aside.number, aside.aside, aside.merged) == (3, True, False)
    conclusion.refresh_from_db()
    assert conclusion.revision == 2
    with pytest.raises(WrongState):
        actions.agree_conclusion(room.officer, conclusion)
    both = TEXT.replace("list", "table and the annex")
    settled = actions.settle_conclusion(room.first, aside, base=2, text=both)
    aside.refresh_from_db()
    conclusion.refresh_from_db()
    assert (settled.number, settled.text, conclusion.revision) == (4, both, 4)
    assert aside.settled_at is not None and aside.settled_in == 4
    assert actions.agree_conclusion(room.officer, conclusion).state == "agreed"


def test_a_wording_is_settled_by_keeping_the_current_text(room: Room) -> None:
    conclusion = room.written()
    actions.save_conclusion(room.first, conclusion, base=1, text="All new words.")
    aside = actions.save_conclusion(room.second, conclusion, base=1, text="Other words.")
    saved = actions.settle_conclusion(room.officer, aside, base=2, text="All new words.")
    aside.refresh_from_db()
    assert (saved.number, aside.settled_in) == (2, 2)
    assert conclusion.revisions.count() == 3


def test_what_settles_two_wordings_may_be_late_itself(room: Room) -> None:
    conclusion = room.written()
    actions.save_conclusion(room.first, conclusion, base=1, text="All new words.")
    aside = actions.save_conclusion(room.second, conclusion, base=1, text="Other words.")
    actions.save_conclusion(room.first, conclusion, base=2, text="Yet another text.")
    late = actions.settle_conclusion(room.second, aside, base=2, text="Both words.")
    assert late.aside and late.text == "Both words."
    assert list(queries.waiting_revisions(conclusion)) == [late]


@pytest.mark.parametrize("again", [TEXT, TEXT + "\r\n"])
def test_the_same_text_sent_twice_is_saved_once(room: Room, again: str) -> None:
    conclusion = room.begin()
    first = actions.save_conclusion(room.first, conclusion, base=0, text=TEXT)
    assert actions.save_conclusion(room.first, conclusion, base=0, text=again) == first
    # Also where the answer was lost, and somebody has saved since.
    actions.save_conclusion(room.second, conclusion, base=1, text="Other words.")
    assert actions.save_conclusion(room.first, conclusion, base=0, text=again) == first
    assert conclusion.revisions.count() == 2


def test_a_merged_text_and_one_kept_aside_are_saved_once_too(room: Room) -> None:
    conclusion = room.written()
    actions.save_conclusion(room.first, conclusion, base=1, text=TEXT.replace("list", "table"))
    for text in (TEXT.replace("May", "June"), TEXT.replace("list", "annex")):
        saved = actions.save_conclusion(room.second, conclusion, base=1, text=text)
        assert actions.save_conclusion(room.second, conclusion, base=1, text=text) == saved
    assert conclusion.revisions.count() == 4


def test_a_text_whose_changes_are_there_already_changes_nothing(room: Room) -> None:
    conclusion = room.written()
    both = TEXT.replace("list", "table").replace("May", "June")
    current = actions.save_conclusion(room.first, conclusion, base=1, text=both)
    for text in (TEXT.replace("May", "June"), both):
        assert actions.save_conclusion(room.second, conclusion, base=1, text=text) == current
    assert conclusion.revisions.count() == 2


def test_a_decided_conclusion_is_not_written_any_more(room: Room) -> None:
    conclusion = room.written()
    actions.agree_conclusion(room.officer, conclusion)
    for write in (
        lambda: actions.take_pen(room.first, conclusion),
        lambda: actions.save_conclusion(room.first, conclusion, base=1, text="Other."),
        lambda: actions.settle_conclusion(
            room.first, conclusion.revisions.get(), base=1, text="Other."
        ),
    ):
        with pytest.raises(WrongState):
            write()


# Races.


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The results of calls that begin at the same moment, each in a thread of its own."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            results[place] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_are_both_kept() -> None:
    room = Room()
    conclusion = room.written()
    texts = {room.first: "All words of one.", room.second: "Quite other ones."}
    saved = at_once(
        *(
            lambda actor=actor, text=text: actions.save_conclusion(
                actor, conclusion, base=1, text=text
            )
            for actor, text in texts.items()
        )
    )
    assert sorted(each.number for each in saved) == [2, 3]
    assert sorted(each.text for each in saved) == sorted(texts.values())
    conclusion.refresh_from_db()
    assert conclusion.revision == 2 and queries.waiting_revisions(conclusion).get().number == 3


@pytest.mark.django_db(transaction=True)
def test_one_text_sent_twice_at_once_and_conclusions_begun_at_once() -> None:
    room = Room()
    conclusion = room.begin()

    def save() -> ConclusionRevision:
        return actions.save_conclusion(room.first, conclusion, base=0, text=TEXT)

    assert len({each.pk for each in at_once(save, save)}) == 1
    begun = at_once(room.begin, room.begin, room.begin)
    assert sorted(each.number for each in begun) == [2, 3, 4]


# Decisions.


def test_the_agreed_text_is_the_authentic_wording_and_waits_for_translation(room: Room) -> None:
    conclusion = room.written()
    actions.take_pen(room.first, conclusion)
    agreed = actions.agree_conclusion(room.officer, conclusion, revision=1)
    assert (agreed.state, agreed.pen) == ("agreed", None)
    assert agreed.decided_at is not None
    wording = agreed.record.wordings.get(field="text")
    assert (wording.language, wording.text, wording.status) == ("en", TEXT, "authentic")
    waiting = waiting_wordings(person("secretariat"), "fr").filter(record=agreed.record)
    assert {each.field for each in waiting} == {"title", "text"}
    room.item.refresh_from_db()
    assert room.item.outcome == Outcome.AGREED
    kept = AuditEntry.objects.filter(verb="events.agree_conclusion", record=agreed.record).get()
    assert kept.new["state"] == "agreed" and kept.new["revision"] == 1


def test_a_text_that_has_changed_since_or_is_missing_is_not_agreed(room: Room) -> None:
    with pytest.raises(WrongState):
        actions.agree_conclusion(room.officer, room.begin())
    conclusion = room.written()
    actions.save_conclusion(room.second, conclusion, base=1, text="Other words.")
    with pytest.raises(WrongState):
        actions.agree_conclusion(room.officer, conclusion, revision=1)


def test_a_conclusion_is_agreed_with_statements_made_at_its_item(room: Room) -> None:
    conclusion = room.written()
    own = statement(room.item)
    for refused in (
        [],
        [statement(factories.item(room.meeting))],
        [statement(room.item, kind=MaterialKind.PRESENTATION)],
        [own, statement(room.item, withdrawn_at=room.meeting.record.created_at)],
    ):
        with pytest.raises(InvalidInput):
            actions.agree_conclusion_with_statements(room.officer, conclusion, statements=refused)
    agreed = actions.agree_conclusion_with_statements(room.officer, conclusion, statements=[own])
    assert list(agreed.statements.all()) == [own]
    room.item.refresh_from_db()
    assert (agreed.state, room.item.outcome) == ("agreed_with_statements",) * 2
    reopened = actions.reopen_conclusion(room.officer, agreed, reason="Counted wrongly")
    assert not reopened.statements.exists()


def test_a_conclusion_is_not_agreed_and_keeps_what_was_written(room: Room) -> None:
    conclusion = room.written()
    declined = actions.decline_conclusion(room.officer, conclusion, reason="No consensus")
    assert declined.state == "not_agreed"
    assert not declined.record.wordings.filter(field="text").exists()
    assert queries.text_of(declined) == TEXT
    with pytest.raises(WrongState):
        actions.agree_conclusion(room.officer, declined)
    room.item.refresh_from_db()
    assert room.item.outcome == Outcome.NOT_AGREED


def test_a_reopened_conclusion_is_a_draft_again_and_marks_translations_when_it_is_agreed(
    room: Room,
) -> None:
    conclusion = room.written()
    agreed = actions.agree_conclusion(room.officer, conclusion)
    agreed.record.wordings.create(field="text", language="fr", text="Texte", status="translated")
    with pytest.raises(InvalidInput):
        actions.reopen_conclusion(room.officer, agreed, reason=" ")
    reopened = actions.reopen_conclusion(room.officer, agreed, reason="A word was missing")
    assert (reopened.state, reopened.decided_at) == ("draft", None)
    room.item.refresh_from_db()
    assert room.item.outcome == ""
    actions.save_conclusion(room.first, reopened, base=1, text="The group agrees.")
    actions.agree_conclusion(room.officer, reopened)
    assert agreed.record.wordings.get(field="text", language="fr").status == "lagging"
    with pytest.raises(WrongState):
        actions.agree_conclusion(room.officer, reopened)


def test_the_outcome_of_an_item_is_what_its_conclusions_say_together(room: Room) -> None:
    first, second = room.written(), room.written("Another conclusion.")
    actions.decline_conclusion(room.officer, first)
    actions.agree_conclusion(room.officer, second)
    room.item.refresh_from_db()
    assert room.item.outcome == Outcome.AGREED
    actions.reopen_conclusion(room.officer, second, reason="Again")
    room.item.refresh_from_db()
    assert room.item.outcome == Outcome.NOT_AGREED


def test_another_outcome_of_the_item_stays_when_a_conclusion_is_reopened(room: Room) -> None:
    agreed = actions.agree_conclusion(room.officer, room.written())
    AgendaItem.objects.filter(pk=room.item.pk).update(outcome=Outcome.CARRIED_OVER)
    actions.reopen_conclusion(room.officer, agreed, reason="Carried over")
    room.item.refresh_from_db()
    assert room.item.outcome == Outcome.CARRIED_OVER
