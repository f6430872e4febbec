"""Verbs of the agenda: what each does, whom it is allowed, and what it refuses."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from majlis.commons.translation.queries import waiting_wordings
from majlis.events.agenda import actions
from majlis.events.agenda.actions import UP
from majlis.events.agenda.numbering import serial_of
from majlis.events.core.access import set_access
from majlis.events.lifecycle import CANCELLED, CLOSED, DRAFT, OPEN, REPORTED
from majlis.events.models import (
    AgendaItem,
    Floor,
    ItemMaterial,
    Meeting,
    Outcome,
    Sitting,
)
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, Refused, WrongState
from majlis.kernel.models import Access, AuditEntry, PersonalDatum, User
from majlis.kernel.verbs import VERBS
from tests.events import factories
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


@pytest.fixture
def meeting() -> Meeting:
    return factories.meeting(state=DRAFT)


@pytest.fixture
def held() -> Meeting:
    """A meeting in session."""
    return factories.meeting(state=OPEN)


def add(meeting: Meeting, title: str = "An item", **values: Any) -> AgendaItem:
    words = {"title": {"en": title}}
    return actions.add_item(SYSTEM, meeting, words=words, authentic="en", **values)


def labels(meeting: Meeting) -> dict[str, str]:
    """Label -> title of the items with a number."""
    items = AgendaItem.objects.filter(meeting=meeting).exclude(label="")
    return {item.label: str(item) for item in sorted(items, key=lambda item: item.label)}


def set_state(meeting: Meeting, state: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    meeting.state = state


def fresh(item: AgendaItem) -> AgendaItem:
    return AgendaItem.objects.get(pk=item.pk)


# Who may.


def officers_and_others(meeting: Meeting) -> tuple[dict[str, User], dict[str, User | None]]:
    granted = {
        "secretariat of the body": factories.officer(meeting),
        "chair of the body": person(("chair", meeting.body.record)),
        "secretariat of the site": person("secretariat"),
    }
    other = factories.body()
    refused = {
        "nobody": None,
        "somebody": person(),
        "chair of another body": person(("chair", other.record)),
        "participant": factories.participant(meeting).user,
        "officer whose account is closed": person("secretariat", is_active=False),
    }
    return granted, refused


ACTS_ON_MEETINGS: dict[str, Callable[[Actor, Meeting], Any]] = {
    "events.add_item": lambda actor, meeting: actions.add_item(
        actor, meeting, words={"title": {"en": "New"}}, authentic="en"
    ),
    "events.copy_agenda": lambda actor, meeting: actions.copy_agenda(
        actor, meeting, previous=standing_meeting(meeting)
    ),
}
ACTS_ON_ITEMS: dict[str, Callable[[Actor, AgendaItem], Any]] = {
    "events.change_item": lambda actor, item: actions.change_item(actor, item, standing=True),
    "events.move_item": lambda actor, item: actions.move_item(actor, item, direction=UP),
    "events.withdraw_item": lambda actor, item: actions.withdraw_item(actor, item, reason="x"),
    "events.restore_item": actions.restore_item,
    "events.set_item_outcome": lambda actor, item: actions.set_item_outcome(
        actor, item, outcome="noted"
    ),
}


def standing_meeting(of: Meeting) -> Meeting:
    """An earlier meeting of the same body with a standing item."""
    previous = factories.meeting(of.body, first_day=datetime.date(2026, 2, 24), state=CLOSED)
    factories.item(previous, "Opening", standing=True)
    return previous


@pytest.mark.parametrize("name", ["events.add_item", "events.copy_agenda"])
def test_who_may_change_an_agenda(name: str, held: Meeting) -> None:
    granted, refused = officers_and_others(held)
    act = ACTS_ON_MEETINGS[name]
    check_permissions(
        name, held, granted=granted, refused=refused, do=lambda actor: act(actor, held)
    )


@pytest.mark.parametrize(
    "name",
    [
        "events.change_item",
        "events.move_item",
        "events.withdraw_item",
        "events.restore_item",
        "events.set_item_outcome",
    ],
)
def test_who_may_change_an_item(name: str, held: Meeting) -> None:
    factories.item(held)
    item = factories.item(held, "Second")
    if name == "events.restore_item":
        actions.withdraw_item(SYSTEM, item, reason="x")
    granted, refused = officers_and_others(held)
    act = ACTS_ON_ITEMS[name]
    check_permissions(
        name, item, granted=granted, refused=refused, do=lambda actor: act(actor, item)
    )


def test_who_may_add_material(held: Meeting) -> None:
    item = factories.item(held)
    granted, refused = officers_and_others(held)
    participant = refused.pop("participant")
    assert participant is not None
    refused["participant who is not confirmed"] = factories.participant(
        held, state="requested"
    ).user
    check_permissions(
        "events.add_material",
        item,
        granted={**granted, "participant": participant},
        refused=refused,
        do=lambda actor: statement(actor, item, presented_by="Somebody"),
    )


def test_who_may_withdraw_and_restore_material(held: Meeting) -> None:
    item = factories.item(held)
    writer = factories.participant(held).user
    assert writer is not None
    granted, refused = officers_and_others(held)
    material = statement(Actor(user=writer), item, presented_by="Somebody")
    check_permissions(
        "events.withdraw_material",
        material,
        granted={**granted, "who added it": writer},
        refused=refused,
        do=lambda actor: actions.withdraw_material(actor, material, reason="Wrong file."),
    )
    check_permissions(
        "events.restore_material",
        material,
        granted={**granted, "who added it": writer},
        refused=refused,
        do=lambda actor: actions.restore_material(actor, material),
    )


def test_only_the_clock_notifies_of_changes(held: Meeting) -> None:
    granted, refused = officers_and_others(held)
    check_permissions(
        "events.notify_agenda_changes", held, granted={}, refused={**granted, **refused}
    )
    assert "events.notify_agenda_changes" in VERBS
    with pytest.raises(Refused):
        actions.notify_agenda_changes(Actor(user=granted["secretariat of the site"]), held, items=1)


# Add and change.


def test_an_item_has_its_wordings_its_access_and_a_serial_number(meeting: Meeting) -> None:
    words = {"title": {"en": "  Model \n licence", "fr": "Licence type"}, "note": {"en": "Adopt."}}
    item = actions.add_item(SYSTEM, meeting, words=words, authentic="en", standing=True)
    assert item.record.address == f"meetings/{meeting.slug}/items/1"
    wordings = {
        (wording.field, wording.language): (wording.text, wording.status)
        for wording in item.record.wordings.all()
    }
    assert wordings == {
        ("title", "en"): ("Model licence", "authentic"),
        ("title", "fr"): ("Licence type", "translated"),
        ("note", "en"): ("Adopt.", "authentic"),
    }
    assert (item.record.access, item.record.circle_id) == ("group", meeting.record.circle_id)
    assert (item.label, item.standing) == ("1", True)
    entry = AuditEntry.objects.get(verb="events.add_item")
    assert entry.new["label"] == "1" and entry.new["title"]["fr"] == "Licence type"
    actions.withdraw_item(SYSTEM, item, reason="Postponed.")
    assert serial_of(add(meeting)) == 2


def test_the_title_and_the_note_of_a_public_item_wait_for_translation(held: Meeting) -> None:
    words = {"title": {"en": "Licence", "fr": "Licence"}, "note": {"en": "Adopt."}}
    item = actions.add_item(SYSTEM, held, words=words, authentic="en")
    waiting = waiting_wordings(person(), "fr").filter(record=item.record)
    assert [wording.field for wording in waiting] == ["note"]
    assert waiting_wordings(person(), "ar").filter(record=item.record).count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"words": {"title": {"fr": "Titre"}}}, "title"),
        ({"words": {"title": {"en": "  "}}}, "title"),
        ({"words": {"title": {"en": "x" * 301}}}, "title_en"),
        ({"words": {"title": {"en": "x"}, "note": {"en": "x" * 4001}}}, "note_en"),
        ({"words": {"title": {"en": "x", "xx": "y"}}}, "title"),
        ({"authentic": "xx"}, "authentic"),
        ({"presenters": "x" * 301}, "presenters"),
    ],
)
def test_an_item_without_what_it_needs_is_refused(
    values: dict[str, Any], field: str, meeting: Meeting
) -> None:
    given = {"words": {"title": {"en": "x"}}, "authentic": "en"} | values
    with pytest.raises(InvalidInput) as fault:
        actions.add_item(SYSTEM, meeting, **given)
    assert list(fault.value.faults) == [field]


def times_of(sitting: Sitting, start: int, end: int | None) -> dict[str, Any]:
    """The time of an item in minutes after the start of a sitting."""
    moments = [
        None if minutes is None else sitting.starts + datetime.timedelta(minutes=minutes)
        for minutes in (start, end)
    ]
    return {"sitting": sitting, "starts": moments[0], "ends": moments[1]}


def test_the_time_of_an_item_lies_in_its_sitting(meeting: Meeting) -> None:
    sitting = factories.sitting(meeting)
    for start, end in ((0, 120), (30, None), (0, 10)):
        item = add(meeting, **times_of(sitting, start, end))
        assert item.sitting == sitting
    for start, end, field in (
        (-1, 10, "starts"),
        (120, None, "starts"),
        (100, 121, "ends"),
        (50, 50, "ends"),
        (50, 40, "ends"),
    ):
        with pytest.raises(InvalidInput) as fault:
            add(meeting, **times_of(sitting, start, end))
        assert list(fault.value.faults) == [field]


def test_a_time_needs_a_sitting_of_this_meeting(meeting: Meeting) -> None:
    sitting = factories.sitting(meeting)
    elsewhere = factories.sitting(factories.meeting())
    for values, field in (
        ({"starts": sitting.starts}, "sitting"),
        ({"sitting": sitting, "ends": sitting.ends}, "starts"),
        ({"sitting": elsewhere}, "sitting"),
    ):
        with pytest.raises(InvalidInput) as fault:
            add(meeting, **values)
        assert list(fault.value.faults) == [field]


def test_an_item_is_changed_and_its_history_has_no_names(meeting: Meeting) -> None:
    sitting, presenting = factories.sitting(meeting), organisation(person())
    item = add(meeting, "Old title", presenters="Chair, T. Marek")
    words = {"title": {"en": "New title", "ar": "عنوان"}, "note": {"en": "Take note."}}
    actions.change_item(
        SYSTEM,
        item,
        words=words,
        presenters="Chair, Z. Quill",
        presenting=[presenting],
        standing=True,
        **times_of(sitting, 0, 30),
    )
    changed = fresh(item)
    assert str(changed) == "New title" and changed.say("note").text == "Take note."
    assert (changed.presenters, changed.standing) == ("Chair, Z. Quill", True)
    assert list(changed.presenting.all()) == [presenting]
    assert changed.ends == sitting.starts + datetime.timedelta(minutes=30)
    entry = AuditEntry.objects.get(verb="events.change_item")
    assert entry.old["title.en"]["text"] == "Old title"
    assert set(entry.new) >= {"sitting", "starts", "ends", "presenters", "presenting", "standing"}
    assert "Quill" not in str(entry.new) and "Marek" not in str(entry.old)
    names = {datum.value for datum in PersonalDatum.objects.all()}
    assert {"Chair, T. Marek", "Chair, Z. Quill"} <= names


def test_saving_an_item_untouched_changes_nothing(meeting: Meeting) -> None:
    item = add(meeting, presenters="Chair")
    entries = AuditEntry.objects.count()
    same = {"title": {"en": str(item)}, "note": {"fr": ""}}
    actions.change_item(
        SYSTEM, item, words=same, presenters=" Chair ", presenting=[], standing=False
    )
    assert AuditEntry.objects.count() == entries


def test_the_original_title_is_never_taken_away(meeting: Meeting) -> None:
    item = add(meeting, "Title")
    with pytest.raises(InvalidInput):
        actions.change_item(SYSTEM, item, words={"title": {"en": "", "fr": "Titre"}})
    assert str(fresh(item)) == "Title"


def test_an_item_that_was_withdrawn_is_not_changed(held: Meeting) -> None:
    item = add(held)
    actions.withdraw_item(SYSTEM, item, reason="Postponed.")
    for act in (
        lambda: actions.change_item(SYSTEM, item, standing=True),
        lambda: actions.move_item(SYSTEM, item),
        lambda: actions.set_item_outcome(SYSTEM, item, outcome="noted"),
        lambda: actions.withdraw_item(SYSTEM, item, reason="x"),
        lambda: statement(SYSTEM, item, presented_by="Somebody"),
    ):
        with pytest.raises(WrongState):
            act()
    with pytest.raises(InvalidInput):
        add(held, "Under it", parent=item)


@pytest.mark.parametrize("state", [CLOSED, REPORTED, CANCELLED])
def test_the_agenda_of_a_meeting_that_is_over_stays(state: str, held: Meeting) -> None:
    item, other = add(held), add(held, "Other")
    previous = standing_meeting(held)
    actions.withdraw_item(SYSTEM, other, reason="Postponed.")
    set_state(held, state)
    for act in (
        lambda: add(held),
        lambda: actions.move_item(SYSTEM, item, direction=UP),
        lambda: actions.withdraw_item(SYSTEM, item, reason="x"),
        lambda: actions.restore_item(SYSTEM, other),
        lambda: actions.copy_agenda(SYSTEM, held, previous=previous),
    ):
        with pytest.raises(WrongState):
            act()
    if state == CLOSED:
        assert actions.change_item(SYSTEM, item, standing=True).standing
    else:
        with pytest.raises(WrongState):
            actions.change_item(SYSTEM, item, standing=True)


# The tree.


def test_items_move_up_down_and_to_any_place(meeting: Meeting) -> None:
    first, second, third = add(meeting, "A"), add(meeting, "B"), add(meeting, "C")
    actions.move_item(SYSTEM, third, direction=actions.UP)
    assert labels(meeting) == {"1": "A", "2": "C", "3": "B"}
    actions.move_item(SYSTEM, first, direction=actions.DOWN)
    assert labels(meeting) == {"1": "C", "2": "A", "3": "B"}
    actions.move_item(SYSTEM, second, parent=first)
    assert labels(meeting) == {"1": "C", "2": "A", "2.1": "B"}
    actions.move_item(SYSTEM, first, position=1)
    assert labels(meeting) == {"1": "A", "1.1": "B", "2": "C"}
    entry = AuditEntry.objects.filter(verb="events.move_item").latest("pk")
    assert (entry.old, entry.new) == ({"label": "2"}, {"label": "1"})


def test_a_move_to_the_same_place_changes_nothing(meeting: Meeting) -> None:
    first, last = add(meeting, "A"), add(meeting, "B")
    entries = AuditEntry.objects.count()
    actions.move_item(SYSTEM, first, direction=actions.UP)
    actions.move_item(SYSTEM, last, direction=actions.DOWN)
    actions.move_item(SYSTEM, last)
    assert AuditEntry.objects.count() == entries


def test_an_item_does_not_move_below_itself_too_deep_or_to_another_meeting(
    meeting: Meeting,
) -> None:
    top = add(meeting, "A")
    below = add(meeting, "A.1", parent=top)
    deepest = add(meeting, "A.1.1", parent=below)
    other = add(meeting, "B")
    add(meeting, "B.1", parent=other)
    for item, parent in (
        (top, top),
        (top, deepest),
        (other, below),
        (other, factories.item(factories.meeting())),
    ):
        with pytest.raises(InvalidInput) as fault:
            actions.move_item(SYSTEM, item, parent=parent)
        assert list(fault.value.faults) == ["place"]
    with pytest.raises(InvalidInput):
        add(meeting, "Too deep", parent=deepest)
    assert labels(meeting)["1.1.1"] == "A.1.1"


# Withdraw and restore.


def test_in_a_draft_the_items_after_a_withdrawn_one_are_numbered_again(meeting: Meeting) -> None:
    add(meeting, "A")
    second = add(meeting, "B")
    add(meeting, "B.1", parent=second)
    add(meeting, "C")
    actions.withdraw_item(SYSTEM, second, reason="Not ready.")
    assert labels(meeting) == {"1": "A", "2": "C"}
    actions.restore_item(SYSTEM, second)
    assert labels(meeting) == {"1": "A", "2": "B", "2.1": "B.1", "3": "C"}
    reasons = AuditEntry.objects.filter(verb="events.withdraw_item").order_by("pk")
    assert [entry.reason for entry in reasons] == ["Not ready.", ""]


def test_published_numbers_stay_and_come_back(held: Meeting) -> None:
    add(held, "A")
    second = add(held, "B")
    add(held, "C")
    actions.withdraw_item(SYSTEM, second, reason="Postponed.")
    assert labels(held) == {"1": "A", "2": "B", "3": "C"}
    assert add(held, "D").label == "4"
    actions.restore_item(SYSTEM, second)
    assert fresh(second).withdrawn_at is None and fresh(second).label == "2"


def test_what_was_withdrawn_from_a_draft_stays_hidden_and_returns_as_the_last(
    meeting: Meeting,
) -> None:
    hidden, shown = add(meeting, "Sensitive"), add(meeting, "Shown")
    actions.withdraw_item(SYSTEM, hidden, reason="Sensitive.")
    set_access(meeting, Access.PUBLIC, None)
    set_state(meeting, "convened")
    assert fresh(hidden).record.access == Access.GROUP
    assert fresh(shown).record.access == Access.PUBLIC
    actions.restore_item(SYSTEM, hidden)
    assert labels(meeting) == {"1": "Shown", "2": "Sensitive"}
    assert fresh(hidden).record.access == Access.PUBLIC


def test_only_what_was_withdrawn_together_is_restored_together(meeting: Meeting) -> None:
    top = add(meeting, "A")
    one, two = add(meeting, "A.1", parent=top), add(meeting, "A.2", parent=top)
    actions.withdraw_item(SYSTEM, one, reason="x")
    actions.withdraw_item(SYSTEM, top, reason="x")
    with pytest.raises(WrongState):
        actions.restore_item(SYSTEM, two)
    actions.restore_item(SYSTEM, top)
    assert labels(meeting) == {"1": "A", "1.1": "A.2"}
    with pytest.raises(WrongState):
        actions.restore_item(SYSTEM, top)


def test_what_was_considered_is_not_withdrawn(held: Meeting) -> None:
    top = add(held, "A")
    below = add(held, "A.1", parent=top)
    with pytest.raises(InvalidInput):
        actions.withdraw_item(SYSTEM, top, reason=" ")
    actions.set_item_outcome(SYSTEM, below, outcome=Outcome.NOTED)
    with pytest.raises(WrongState):
        actions.withdraw_item(SYSTEM, top, reason="x")
    concluded = add(held, "B")
    factories.conclusion(concluded)
    with pytest.raises(WrongState):
        actions.withdraw_item(SYSTEM, concluded, reason="x")
    in_hand = add(held, "C")
    Floor.objects.create(sitting=factories.sitting(held), item=in_hand)
    with pytest.raises(WrongState):
        actions.withdraw_item(SYSTEM, in_hand, reason="x")


# Outcomes.


def test_an_outcome_is_recorded_and_taken_back(held: Meeting) -> None:
    item = add(held)
    actions.set_item_outcome(SYSTEM, item, outcome="agreed_with_statements")
    assert fresh(item).outcome == Outcome.AGREED_WITH_STATEMENTS
    actions.set_item_outcome(SYSTEM, item, outcome="")
    entry = AuditEntry.objects.filter(verb="events.set_item_outcome").latest("pk")
    assert (entry.old, entry.new) == ({"outcome": "agreed_with_statements"}, {"outcome": ""})
    with pytest.raises(InvalidInput):
        actions.set_item_outcome(SYSTEM, item, outcome="adored")


@pytest.mark.parametrize(
    ("state", "outcome", "possible"),
    [
        (DRAFT, "carried_over", False),
        ("convened", "carried_over", True),
        ("convened", "noted", False),
        (OPEN, "noted", True),
        (CLOSED, "agreed", True),
        (REPORTED, "not_agreed", True),
        (CANCELLED, "noted", False),
    ],
)
def test_an_outcome_has_its_time(state: str, outcome: str, possible: bool, held: Meeting) -> None:
    item = add(held)
    set_state(held, state)
    if possible:
        actions.set_item_outcome(SYSTEM, item, outcome=outcome)
        assert fresh(item).outcome == outcome
    else:
        with pytest.raises(WrongState):
            actions.set_item_outcome(SYSTEM, item, outcome=outcome)


# The next agenda.


@pytest.fixture
def previous() -> Meeting:
    """An earlier meeting with standing items, one that was carried over, and others."""
    meeting = factories.meeting(state=OPEN, first_day=datetime.date(2026, 9, 1))
    actions.add_item(
        SYSTEM,
        meeting,
        words={"title": {"en": "Opening", "ru": "Открытие"}, "note": {"en": "Elect a chair."}},
        authentic="en",
        standing=True,
        presenters="Chair, T. Marek",
    )
    work = add(meeting, "Work", standing=True)
    add(meeting, "List", parent=work)
    licence = add(meeting, "Licence")
    done, open_part = add(meeting, "Done", parent=licence), add(meeting, "Open", parent=licence)
    late = add(meeting, "Late", parent=add(meeting, "Other"), presenters="Nerida")
    gone = add(meeting, "Gone", standing=True)
    for item, outcome in ((licence, "carried_over"), (done, "agreed"), (late, "carried_over")):
        actions.set_item_outcome(SYSTEM, item, outcome=outcome)
    actions.withdraw_item(SYSTEM, gone, reason="x")
    assert open_part.outcome == ""
    return meeting


def test_the_next_agenda_has_the_skeleton_and_what_was_carried_over(previous: Meeting) -> None:
    meeting = factories.meeting(previous.body, state=DRAFT)
    add(meeting, "Own")
    made = actions.copy_agenda(SYSTEM, meeting, previous=previous)
    assert labels(meeting) == {
        "1": "Own",
        "2": "Opening",
        "3": "Work",
        "3.1": "List",
        "4": "Licence",
        "4.1": "Open",
        "5": "Late",
    }
    by_title = {str(item): fresh(item) for item in made}
    opening, late = by_title["Opening"], by_title["Late"]
    assert opening.say("title", "ru").text == "Открытие"
    assert opening.say("note", "en").text == "Elect a chair."
    statuses = {
        wording.language: wording.status
        for wording in opening.record.wordings.filter(field="title")
    }
    assert statuses == {"en": "authentic", "ru": "translated"}
    assert (opening.presenters, late.presenters) == ("", "Nerida")
    assert late.carried_from is not None and str(late.carried_from) == "Late"
    assert (opening.standing, late.standing, late.outcome) == (True, False, "")
    meeting.refresh_from_db()
    assert meeting.previous == previous
    assert AuditEntry.objects.filter(verb="events.copy_agenda", record=late.record).exists()


def test_an_agenda_copied_twice_has_no_item_twice(previous: Meeting) -> None:
    meeting = factories.meeting(previous.body, state=DRAFT)
    made = actions.copy_agenda(SYSTEM, meeting, previous=previous)
    actions.withdraw_item(SYSTEM, made[0], reason="Not this time.")
    assert actions.copy_agenda(SYSTEM, meeting, previous=previous) == []
    own = AgendaItem.objects.filter(meeting=meeting)
    assert own.count() == len(made)
    other = AgendaItem.objects.get(meeting=previous, label="4")
    actions.set_item_outcome(SYSTEM, other, outcome="carried_over")
    again = actions.copy_agenda(SYSTEM, meeting, previous=previous)
    assert [str(item) for item in again] == ["Other"]


def test_all_of_a_cancelled_meeting_goes_on(previous: Meeting) -> None:
    set_state(previous, CANCELLED)
    meeting = factories.meeting(previous.body, state=DRAFT)
    made = actions.copy_agenda(SYSTEM, meeting, previous=previous)
    assert {str(item) for item in made} >= {"Other", "Done", "Late"}
    assert labels(meeting)["4.1"] == "Late"


def test_an_agenda_is_not_copied_from_itself(previous: Meeting) -> None:
    with pytest.raises(InvalidInput):
        actions.copy_agenda(SYSTEM, previous, previous=previous)


def test_a_copied_item_stands_no_deeper_than_an_agenda_goes(previous: Meeting) -> None:
    meeting = factories.meeting(previous.body, state=DRAFT)
    made = {str(item): item for item in actions.copy_agenda(SYSTEM, meeting, previous=previous)}
    middle = add(meeting, "Middle", parent=add(meeting, "Top"))
    actions.withdraw_item(SYSTEM, made["Open"], reason="x")
    source = AgendaItem.objects.get(meeting=previous, label="3.1")
    actions.move_item(SYSTEM, made["Licence"], parent=middle)
    actions.set_item_outcome(SYSTEM, source, outcome="carried_over")
    again = actions.copy_agenda(SYSTEM, meeting, previous=previous)
    assert [(str(item), item.parent) for item in again] == [("Done", None)]
    with pytest.raises(WrongState):
        actions.restore_item(SYSTEM, made["Open"])


# Materials.

PDF = b"%PDF-1.7 fictional slides"


def statement(actor: Actor, item: AgendaItem, **values: Any) -> ItemMaterial:
    given = {
        "kind": "statement",
        "title": "Statement",
        "language": "en",
        "text": "We support the licence.",
    }
    return actions.add_material(actor, item, **given | values)


def test_a_presentation_is_stored_with_who_gave_it(held: Meeting, settings: Any) -> None:
    item, giver = add(held), organisation(person())
    material = actions.add_material(
        SYSTEM,
        item,
        kind="presentation",
        title=" How offices  counted ",
        language="fr",
        organisation=giver,
        presented_by="L. Brandt",
        file=io.BytesIO(PDF),
        file_name="slides.pdf",
    )
    assert material.file is not None and material.file.media_type == "application/pdf"
    assert (material.title, material.file_name) == ("How offices counted", "slides.pdf")
    entry = AuditEntry.objects.get(verb="events.add_material")
    assert entry.record == item.record and entry.new["organisation"] == giver.record.address
    assert "Brandt" not in str(entry.new)
    with pytest.raises(InvalidInput) as fault:
        actions.add_material(
            SYSTEM,
            item,
            kind="presentation",
            title="Again",
            language="fr",
            organisation=giver,
            file=io.BytesIO(PDF),
        )
    assert list(fault.value.faults) == ["file"]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"text": ""}, {"file"}),
        ({"link": "https://example.org/"}, {"file"}),
        ({"text": "", "link": "javascript:alert(1)"}, {"link"}),
        ({"text": "", "link": "https://[x"}, {"link"}),
        ({"kind": "gift"}, {"kind"}),
        ({"language": "xx", "title": " "}, {"language", "title"}),
        ({"text": "x" * 30_001}, {"text"}),
        ({"presented_by": ""}, {"presented_by"}),
        ({"text": "", "file": io.BytesIO(b"MZ\x90\x00\x03")}, {"file"}),
    ],
)
def test_material_without_what_it_needs_is_refused(
    values: dict[str, Any], fields: set[str], held: Meeting
) -> None:
    with pytest.raises(InvalidInput) as fault:
        statement(SYSTEM, add(held), **{"presented_by": "Somebody"} | values)
    assert set(fault.value.faults) == fields


def test_a_participant_presents_for_their_own_organization(held: Meeting) -> None:
    item, own, other = add(held), organisation(person()), organisation(person())
    user = factories.participant(held, organisation=own).user
    assert user is not None
    actor = Actor(user=user)
    assert statement(actor, item).organisation == own
    with pytest.raises(InvalidInput) as fault:
        statement(actor, item, organisation=other)
    assert list(fault.value.faults) == ["organisation"]
    with pytest.raises(InvalidInput) as fault:
        statement(actor, item, kind="recording")
    assert list(fault.value.faults) == ["kind"]
    set_state(held, REPORTED)
    with pytest.raises(WrongState):
        statement(actor, item)
    assert statement(SYSTEM, item, organisation=other).organisation == other
    set_state(held, CANCELLED)
    with pytest.raises(WrongState):
        statement(SYSTEM, item, organisation=other)


def test_material_is_withdrawn_and_restored(held: Meeting) -> None:
    material = statement(SYSTEM, add(held), presented_by="Somebody")
    with pytest.raises(InvalidInput):
        actions.withdraw_material(SYSTEM, material, reason="")
    actions.withdraw_material(SYSTEM, material, reason="Wrong text.")
    with pytest.raises(WrongState):
        actions.withdraw_material(SYSTEM, material, reason="Again.")
    assert ItemMaterial.objects.get().withdrawn_at is not None
    actions.restore_material(SYSTEM, material)
    with pytest.raises(WrongState):
        actions.restore_material(SYSTEM, material)
    assert ItemMaterial.objects.get().withdrawn_at is None


def test_a_statement_with_which_a_conclusion_was_agreed_stays(held: Meeting) -> None:
    item = add(held)
    material = statement(SYSTEM, item, presented_by="Somebody")
    factories.conclusion(item).statements.add(material)
    with pytest.raises(WrongState):
        actions.withdraw_material(SYSTEM, material, reason="x")


def test_every_refusal_says_how_to_go_on(held: Meeting) -> None:
    item = add(held)
    set_state(held, CLOSED)
    with pytest.raises(Fault) as fault:
        actions.move_item(SYSTEM, item, direction=UP)
    assert str(fault.value) == "This meeting is closed. Reopen the meeting to change its agenda."
    assert timezone.now() > held.record.created_at
