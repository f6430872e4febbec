"""Counts equal the rows that they count; the published list names only who may be named."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majlis.events.lifecycle import CONFIRMED, DECLINED, OPEN, PARTICIPANT, REQUESTED, WITHDRAWN
from majlis.events.models import AttendanceMode, Capacity, Gender, MeetingRules, Mode, Participant
from majlis.events.people import queries, tables
from majlis.events.people.queries import NONE
from majlis.kernel import clock
from majlis.parties.appointments import grant_role
from tests.events import factories
from tests.support.parties import organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations() -> list[Any]:
    """Organizations of several kinds and regions, one without an area; and none."""
    kinds = (("government", "012"), ("business", "250"), ("business", ""), ("other", "010"))
    return [None, *(organisation(kind=kind, area=area) for kind, area in kinds)]


people = st.lists(
    st.tuples(
        st.sampled_from(list(Capacity)),
        st.sampled_from(list(AttendanceMode)),
        st.sampled_from(list(Gender)),
        st.integers(0, 4),
        st.sampled_from(list(PARTICIPANT.states)),
        st.booleans(),
    ),
    max_size=12,
)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=people)
def test_each_figure_is_the_number_of_rows_of_its_list(
    rows: list[tuple[Any, ...]], organisations: list[Any]
) -> None:
    """Of each breakdown but gender, which has no list: its figures have the sum of the others."""
    meeting = factories.meeting(state=OPEN)
    sitting = factories.sitting(meeting)
    user = person()
    for capacity, mode, gender, place, state, present in rows:
        made = Participant.objects.create(
            meeting=meeting,
            name=user.name,
            capacity=capacity,
            mode=mode,
            gender=gender,
            organisation=organisations[place],
            state=state,
        )
        if present and state == CONFIRMED:
            made.attendances.create(sitting=sitting, mode=mode)
    counts = queries.participant_counts(meeting)
    for name in queries.BREAKDOWNS:
        for column in tables.ALL_COLUMNS:
            figures = {code: column.value(it) for code, it in counts.groups[name].items()}
            assert sum(figures.values()) == column.value(counts.total)
            if name == "gender":
                continue
            for code, figure in figures.items():
                if column.filters.get(name, code) != code:
                    # Who takes part remotely is not in the room.
                    assert figure == 0
                    continue
                filters = {**column.filters, name: code}
                assert figure == queries.participants_of(meeting, "en", filters).count()


def test_the_counts_say_when_and_print_what_was_not_stated() -> None:
    meeting = factories.meeting(state=OPEN)
    counts = queries.participant_counts(meeting)
    assert clock.now() - counts.counted_at < datetime.timedelta(minutes=1)
    assert list(counts.groups["gender"]) == ["woman", "man", "other", NONE]
    assert list(counts.groups["region"]) == [NONE]
    assert list(counts.groups["kind"]) == [NONE]
    assert list(counts.groups["mode"]) == ["room", "remote"]
    meeting.mode = Mode.REMOTE
    assert list(queries.participant_counts(meeting).groups["mode"]) == ["remote"]


def test_a_person_is_counted_once_and_by_the_region_of_the_organization() -> None:
    meeting = factories.meeting(state=OPEN)
    sittings = [factories.sitting(meeting), factories.sitting(meeting, hour=14)]
    made = factories.participant(meeting, organisation=organisation(area="012"), gender="woman")
    for sitting in sittings:
        made.attendances.create(sitting=sitting, mode="room")
    factories.participant(meeting, state=REQUESTED)
    for state in (DECLINED, WITHDRAWN):
        factories.participant(meeting, state=state)
    counts = queries.participant_counts(meeting)
    assert counts.total == queries.ParticipantCount(2, 1, 1, 0, 1)
    assert counts.groups["region"]["002"] == queries.ParticipantCount(1, 1, 1, 0, 1)
    assert counts.groups["gender"]["woman"].present == 1
    assert counts.groups["gender"][NONE].registered == 1


def test_no_figure_combines_gender_with_the_mode() -> None:
    assert {column.key for column in tables.figure_columns("gender")} == {
        "registered",
        "confirmed",
        "present",
    }


# The published list.


def test_who_is_named_by_the_rule_or_by_consent() -> None:
    meeting = factories.meeting(state=OPEN)
    MeetingRules.objects.create(body=meeting.body, listed=["member"])
    named = [
        factories.participant(meeting, capacity="member"),
        factories.participant(meeting, capacity="observer", listed=True),
    ]
    factories.participant(meeting, capacity="observer")
    factories.participant(meeting, capacity="member", name="")
    factories.participant(meeting, capacity="member", state=REQUESTED)
    assert list(queries.named_participants(meeting, "en")) == named
    assert queries.confirmed_by_capacity(meeting) == {"member": 2, "observer": 2}


def test_the_groups_of_the_list_name_and_count() -> None:
    meeting = factories.meeting(state=OPEN)
    names = {"en": "Zebra Society", "fr": "Association des zèbres"}
    first, second = organisation(names=names), organisation(names={"en": "Apple Union"})
    alone = organisation(form="individual", names={"en": "Unmistakable Person"})
    for of, listed in ((first, True), (first, False), (second, False), (None, True)):
        factories.participant(meeting, organisation=of, listed=listed, function="Reader")
    factories.participant(meeting, organisation=alone, capacity="observer")
    factories.participant(meeting, organisation=alone, capacity="member", listed=True)
    factories.participant(meeting, state=DECLINED, listed=True)
    members, observers = queries.participant_groups(meeting, language="fr")
    assert (members.capacity, members.total, members.unnamed) == ("member", 5, 2)
    titles = [each.organisation.text for each in members.organisations]
    assert titles == ["Apple Union", "Association des zèbres", "Unmistakable Person", ""]
    assert [(len(each.people), each.unnamed) for each in members.organisations] == [
        (0, 1),
        (1, 1),
        (1, 0),
        (1, 0),
    ]
    assert members.organisations[1].people[0].function == "Reader"
    # A person who takes part in their own name is not named by the name of their record either.
    (uncounted,) = observers.organisations
    assert (uncounted.organisation.text, uncounted.people, uncounted.unnamed) == ("", (), 1)


# What waits.


def test_what_waits_for_whom() -> None:
    meeting, focal = factories.meeting(), person()
    ours, orphan = organisation(focal), organisation()
    for each in orphan.record.appointments.all():
        each.delete()
    with_focal = factories.participant(meeting, state=REQUESTED, organisation=ours)
    without = factories.participant(meeting, state=REQUESTED, organisation=orphan)
    alone = factories.participant(meeting, state=REQUESTED)
    factories.participant(meeting, organisation=ours)
    other = factories.participant(factories.meeting(), state=REQUESTED)
    factories.participant(factories.meeting(state="closed"), state=REQUESTED)

    def waiting(user: Any) -> set[int]:
        return set(queries.registrations_to_decide(user).values_list("pk", flat=True))

    assert waiting(focal) == {with_focal.pk}
    assert waiting(factories.officer(meeting)) == {without.pk, alone.pk}
    assert waiting(person(("chair", meeting.body.record))) == {without.pk, alone.pk}
    assert waiting(person("secretariat")) == {without.pk, alone.pk, other.pk}
    assert waiting(person()) == waiting(person(("delegate", ours.record))) == set()
    grant_role(person(), "focal_point", orphan.record)
    assert waiting(factories.officer(meeting)) == {alone.pk}


def test_access_needs_go_thirty_days_after_the_meeting_or_with_it() -> None:
    today = datetime.date(2027, 5, 1)
    last = today - datetime.timedelta(days=31)
    over = factories.meeting(state="closed", first_day=last, last_day=last)
    cancelled = factories.meeting(state="cancelled")
    coming = factories.meeting(first_day=today, last_day=today)
    for meeting in (over, cancelled, coming):
        factories.participant(meeting, access_needs="Ramp")
    factories.participant(factories.meeting(state="closed", first_day=last, last_day=last))
    before = today - datetime.timedelta(days=30)
    assert list(queries.meetings_with_needs_to_erase(before)) == [over, cancelled]
