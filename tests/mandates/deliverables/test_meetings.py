"""Sessions that are meetings: how they are tied, dated, moved and untied, and what waits for them."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from majlis.events.lifecycle import CANCELLED, CONVENED, DRAFT
from majlis.events.meetings import actions as meeting_actions
from majlis.events.models import Meeting
from majlis.instruments.models import Act, Version
from majlis.kernel import clock, verbs
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry
from majlis.mandates.core import next_meeting
from majlis.mandates.deliverables import actions, meetings, steps
from majlis.mandates.entities import actions as entities_actions
from majlis.mandates.extraction import actions as extraction
from majlis.mandates.models import Deliverable, Entity, Finding, Mandate, Occasion
from majlis.parties.models import Body
from tests.events import factories as events
from tests.mandates import factories
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
FIRST = datetime.date(2027, 2, 24)


@pytest.fixture(autouse=True)
def _of_the_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 30))


@pytest.fixture
def body() -> Body:
    return events.body()


@pytest.fixture
def group(body: Body) -> Entity:
    """The entity that the body is."""
    return factories.entity("Working Group", body=body, kind="body")


def follow(meeting: Meeting, verb: str = "convene_meeting", **values: Any) -> Meeting:
    """Change a meeting, and let the rooms above hear that a verb did it."""
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save()
    verbs.verb_done.send(sender=f"events.{verb}", act=verbs.Act(SYSTEM, verb), result=meeting)
    return meeting


def session_of(meeting: Meeting) -> Occasion:
    return Occasion.objects.get(meeting=meeting)


def due_at(session: Occasion, **values: Any) -> Deliverable:
    """A report that is due at a session."""
    return actions.add_deliverable(
        SYSTEM, factories.mandate(**values), kind="report", occasion=session, language="en"
    )


def test_convening_a_meeting_dates_what_waits_for_the_session(body: Body, group: Entity) -> None:
    waiting = steps.add_occasion(SYSTEM, group, year=2027)
    it = due_at(waiting)
    assert Mandate.objects.get(pk=it.mandate_id).due is None
    meeting = follow(events.meeting(body, first_day=FIRST))
    session = session_of(meeting)
    assert session == waiting
    assert (session.date, session.until) == ("2027-02-24", "2027-02-25")
    assert Mandate.objects.get(pk=it.mandate_id).due == FIRST
    entry = AuditEntry.objects.filter(verb="mandates.tie_meeting").get()
    assert entry.record == group.record
    assert entry.new["meeting"] == meeting.record.address


def test_a_meeting_that_moves_moves_what_waits_for_it(body: Body, group: Entity) -> None:
    it = due_at(steps.add_occasion(SYSTEM, group, year=2027))
    meeting = follow(events.meeting(body, first_day=FIRST))
    moved = datetime.date(2027, 3, 2)
    follow(meeting, "change_meeting", first_day=moved, last_day=moved)
    assert Mandate.objects.get(pk=it.mandate_id).due == moved
    assert session_of(meeting).until == "2027-03-02"
    count = AuditEntry.objects.count()
    follow(meeting, "change_meeting", mode="remote")
    assert AuditEntry.objects.count() == count


def test_a_draft_dates_nothing(body: Body, group: Entity) -> None:
    draft = follow(events.meeting(body, state=DRAFT, first_day=FIRST), "create_meeting")
    follow(draft, "change_meeting")
    assert not Occasion.objects.exists()
    with pytest.raises(WrongState):
        meetings.tie_meeting(SYSTEM, draft)


def test_of_a_cancelled_meeting_the_session_has_its_date_to_be_set(
    body: Body, group: Entity
) -> None:
    it = due_at(steps.add_occasion(SYSTEM, group, year=2027))
    meeting = follow(events.meeting(body, first_day=FIRST))
    follow(meeting, "cancel_meeting", state=CANCELLED)
    session = Occasion.objects.get()
    assert (session.meeting, session.date, session.until) == (None, "", "")
    assert Mandate.objects.get(pk=it.mandate_id).due is None
    another = follow(events.meeting(body, first_day=FIRST, number=2))
    assert session_of(another) == session


def test_the_second_meeting_of_a_year_is_another_session(body: Body, group: Entity) -> None:
    follow(events.meeting(body, first_day=FIRST, number=41))
    later = datetime.date(2027, 9, 20)
    second = session_of(follow(events.meeting(body, first_day=later, number=42)))
    assert (second.year, second.label, Occasion.objects.count()) == (2027, "42", 2)
    nameless = events.meeting(body, first_day=later, number=None)
    Meeting.objects.filter(pk=nameless.pk).update(number=None)
    nameless.refresh_from_db()
    assert session_of(follow(nameless)).label == "2027-09-20"


def test_a_meeting_with_another_number_renames_the_session(body: Body, group: Entity) -> None:
    meeting = follow(events.meeting(body, first_day=FIRST, number=41))
    follow(meeting, "change_meeting", number=42)
    assert session_of(meeting).label == "42"


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ([("", "")], 0),
        ([("40th meeting", ""), ("41st meeting", "")], 1),
        ([("40th meeting", "")], None),
        ([("", "2027-06-01"), ("spring", "2027-02")], 1),
        ([("", "2027-06")], None),
        ([("autumn", ""), ("", "2027")], 1),
        ([("autumn", "2027-09-01"), ("spring", "")], 1),
    ],
)
def test_the_session_that_fits_is_chosen(
    body: Body, group: Entity, sessions: list[tuple[str, str]], expected: int | None
) -> None:
    kept = [
        steps.add_occasion(SYSTEM, group, year=2027, label=label, date=date)
        for label, date in sessions
    ]
    steps.add_occasion(SYSTEM, group, year=2026)
    meeting = events.meeting(body, first_day=FIRST, number=41)
    fitting = meetings.fitting_session(meeting, meetings.untied_sessions(group))
    assert fitting == (kept[expected] if expected is not None else None)


@given(
    number=st.integers(1, 99),
    labels=st.lists(st.sampled_from(["", "spring", "40th meeting", "41", "42nd"]), max_size=4),
    dates=st.lists(
        st.sampled_from(["", "2027", "2027-02", "2027-02-25", "2027-06-01"]), min_size=4
    ),
)
def test_no_session_of_another_number_or_day_is_chosen(
    number: int, labels: list[str], dates: list[str]
) -> None:
    meeting = Meeting(number=number, first_day=FIRST, last_day=FIRST + datetime.timedelta(days=1))
    sessions = [
        Occasion(pk=place, year=2027, label=label, date=dates[place])
        for place, label in enumerate(labels)
    ]
    chosen = meetings.fitting_session(meeting, sessions)
    if chosen is not None:
        numbers = meetings.numbers_in(chosen.label, 2027)
        assert number in numbers or (not numbers and chosen.date != "2027-06-01")
    elif sessions:
        assert all(
            each.label not in ("", "spring") or each.date == "2027-06-01" for each in sessions
        )


def test_a_session_that_is_a_meeting_is_not_edited_by_hand(body: Body, group: Entity) -> None:
    session = session_of(follow(events.meeting(body, first_day=FIRST)))
    with pytest.raises(WrongState):
        steps.change_occasion(SYSTEM, session, date="2027-05-01", reason="So.")
    with pytest.raises(WrongState):
        steps.withdraw_occasion(SYSTEM, session, reason="So.")
    meetings.untie_meeting(SYSTEM, session, reason="So.")
    assert steps.change_occasion(SYSTEM, session, date="2027-05-01").date == "2027-05-01"


def test_what_an_officer_unlinked_stays_so(body: Body, group: Entity) -> None:
    meeting = follow(events.meeting(body, first_day=FIRST))
    with pytest.raises(InvalidInput):
        meetings.untie_meeting(SYSTEM, session_of(meeting), reason=" ")
    meetings.untie_meeting(SYSTEM, session_of(meeting), reason="It is an informal meeting.")
    follow(meeting, "change_meeting", last_day=FIRST)
    follow(meeting, "open_meeting", state="open")
    assert not Occasion.objects.filter(meeting=meeting).exists()
    with pytest.raises(WrongState):
        meetings.untie_meeting(SYSTEM, Occasion.objects.get(), reason="So.")


def test_an_officer_chooses_another_session(body: Body, group: Entity) -> None:
    meeting = follow(events.meeting(body, first_day=FIRST, number=41))
    created = session_of(meeting)
    assert created.label == "41"
    other = steps.add_occasion(SYSTEM, group, year=2026, label="late")
    with pytest.raises(InvalidInput):  # a date that stood needs a reason
        meetings.tie_meeting(SYSTEM, meeting, occasion=other)
    meetings.tie_meeting(SYSTEM, meeting, occasion=other, reason="It is the late one of 2026.")
    assert session_of(meeting) == other
    assert not Occasion.objects.filter(pk=created.pk).exists()  # nothing refers to it
    used = steps.add_occasion(SYSTEM, group, year=2027, label="41")
    due_at(used)
    meetings.tie_meeting(SYSTEM, meeting, occasion=used, reason="It is of 2027.")
    meetings.tie_meeting(SYSTEM, meeting, new=True, reason="It is one more.")
    used.refresh_from_db()
    assert (used.date, used.meeting) == ("", None)
    other.refresh_from_db()
    assert (other.date, other.label) == ("", "late")
    assert session_of(meeting).label == "2027-02-24"


def test_a_session_of_another_body_or_meeting_is_refused(body: Body, group: Entity) -> None:
    meeting = events.meeting(body, first_day=FIRST)
    stranger = steps.add_occasion(SYSTEM, factories.entity("Council"), year=2027)
    with pytest.raises(InvalidInput):
        meetings.tie_meeting(SYSTEM, meeting, occasion=stranger)
    taken = session_of(follow(events.meeting(body, first_day=FIRST)))
    with pytest.raises(InvalidInput):
        meetings.tie_meeting(SYSTEM, meeting, occasion=taken, reason="So.")
    with pytest.raises(WrongState):
        meetings.tie_meeting(SYSTEM, events.meeting())


def test_a_meeting_without_dates_dates_nothing(body: Body, group: Entity) -> None:
    meeting = events.meeting(body, first_day=None)
    follow(meeting)
    with pytest.raises(WrongState):
        meetings.tie_meeting(SYSTEM, meeting)


def test_a_body_that_becomes_an_entity_has_its_coming_meetings_linked(body: Body) -> None:
    meeting = follow(events.meeting(body, first_day=FIRST))
    past = events.meeting(body, first_day=datetime.date(2025, 3, 4))
    assert not Occasion.objects.exists()
    group = factories.entity("Working Group", kind="body")
    entities_actions.change_entity(SYSTEM, group, words={}, body=body)
    assert session_of(meeting).entity == group
    assert not Occasion.objects.filter(meeting=past).exists()


def test_merging_entities_keeps_the_meeting(body: Body, group: Entity) -> None:
    meeting = follow(events.meeting(body, first_day=FIRST, number=41))
    other = factories.entity("The Group")
    steps.add_occasion(SYSTEM, other, year=2027, label="41", source="A letter")
    entities_actions.merge_entities(SYSTEM, group, into=other, reason="They are the same.")
    session = session_of(meeting)
    assert (session.entity, session.date, session.source) == (other, "2027-02-24", "A letter")
    follow(meeting, "change_meeting", last_day=FIRST)
    assert session_of(meeting).until == "2027-02-24"


def test_only_officers_link_a_meeting(body: Body, group: Entity) -> None:
    meeting = events.meeting(body, first_day=FIRST)
    people = {
        "granted": {
            "the secretariat of the body": events.officer(body),
            "its chair": person(("chair", body.record)),
            "the secretariat": person("secretariat"),
        },
        "refused": {
            "nobody": None,
            "somebody": person(),
            "the chair of another body": person(("chair", events.body().record)),
        },
    }
    check_permissions(
        "mandates.tie_meeting", meeting, **people, do=lambda who: meetings.tie_meeting(who, meeting)
    )
    check_permissions(
        "mandates.untie_meeting",
        session_of(meeting),
        **people,
        do=lambda who: meetings.untie_meeting(who, session_of(meeting), reason="So."),
    )


def test_the_verbs_of_meetings_move_the_register(body: Body, group: Entity) -> None:
    it = due_at(steps.add_occasion(SYSTEM, group, year=2027))
    values = {"first_day": FIRST, "last_day": FIRST, "number": 1, "zone": "Europe/Berlin"}
    meeting = meeting_actions.create_meeting(SYSTEM, body, language="en", **values)
    assert Mandate.objects.get(pk=it.mandate_id).due is None
    officer = Actor(user=events.officer(body))
    meeting = meeting_actions.convene_meeting(officer, meeting)
    assert Mandate.objects.get(pk=it.mandate_id).due == FIRST
    later = FIRST + datetime.timedelta(days=7)
    meeting = meeting_actions.change_meeting(
        officer, meeting, first_day=later, last_day=later, reason="The hall is taken."
    )
    assert Mandate.objects.get(pk=it.mandate_id).due == later
    meeting_actions.cancel_meeting(officer, meeting, reason="A storm.")
    assert Mandate.objects.get(pk=it.mandate_id).due is None


# The next meeting, for which conclusions ask.


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "to the next meeting"),
        ("en", "at its next session"),
        ("en", "before its forthcoming annual meeting"),
        ("fr", "à sa prochaine réunion"),
        ("fr", "lors de la session suivante"),
        ("es", "en su próxima reunión"),
        ("es", "para el próximo período de sesiones"),
        ("ru", "на следующем собрании"),
        ("ru", "к своей очередной сессии"),
        ("ar", "في دورتها المقبلة"),
        ("ar", "إلى اجتماع الفريق المقبل"),
        ("zh", "下一次会议"),
        ("zh", "在下届会议"),
    ],
)
def test_the_next_meeting_is_recognized(language: str, words: str) -> None:
    assert next_meeting.is_next_meeting(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "at its session of 2031"),
        ("en", "at future meetings"),
        ("en", "every year"),
        ("fr", "à ses prochaines réunions"),
        ("ru", "на следующих собраниях"),
        ("zh", "每次会议"),
        ("en", ""),
    ],
)
def test_other_occasions_are_not_the_next_meeting(language: str, words: str) -> None:
    assert not next_meeting.is_next_meeting(words, language)


@pytest.fixture
def meeting(body: Body, group: Entity) -> Meeting:
    """The meeting whose conclusions ask for something."""
    return follow(events.meeting(body, first_day=datetime.date(2026, 10, 1), number=40))


@pytest.fixture
def conclusions(meeting: Meeting) -> Version:
    """The conclusions of that meeting, as a text."""
    version = factories.text(date="2026-10-02")
    Act.objects.create(version=version, kind="adopts", body=meeting.body, record=meeting.record)
    return version


def asked(conclusions: Version, **values: Any) -> Deliverable:
    """What the conclusions ask for the next meeting."""
    it = factories.mandate(
        conclusions, recipient=values.pop("recipient", ""), occasion="to the next meeting", **values
    )
    return actions.schedule_deliverables(SYSTEM, it)[0]


def test_what_conclusions_ask_waits_for_the_next_meeting_of_the_body(
    body: Body, conclusions: Version
) -> None:
    it = asked(conclusions)
    assert (it.occasion, it.due, it.words) == (None, "", "to the next meeting")
    following = follow(events.meeting(body, first_day=FIRST, number=41))
    it.refresh_from_db()
    assert it.occasion == session_of(following)
    assert Mandate.objects.get(pk=it.mandate_id).due == FIRST


def test_the_next_meeting_may_be_known_when_the_request_is_accepted(
    body: Body, group: Entity, conclusions: Version
) -> None:
    waiting = steps.add_occasion(SYSTEM, group, year=2028)
    following = follow(events.meeting(body, first_day=FIRST, number=41))
    assert asked(conclusions).occasion == session_of(following)
    assert waiting.deliverables.count() == 0


def test_a_session_without_a_date_gives_way_to_a_meeting_before_it(
    body: Body, group: Entity, conclusions: Version
) -> None:
    waiting = steps.add_occasion(SYSTEM, group, year=2028)
    it = asked(conclusions)
    assert it.occasion == waiting
    following = follow(events.meeting(body, first_day=FIRST, number=41))
    it.refresh_from_db()
    assert it.occasion == session_of(following)
    later = follow(events.meeting(body, first_day=datetime.date(2027, 1, 5), number=42))
    it.refresh_from_db()  # it has a date, which a person may have read
    assert it.occasion != session_of(later)


def test_a_report_to_another_body_waits_for_the_session_of_that(conclusions: Version) -> None:
    council = factories.entity("Council")
    it = asked(conclusions, recipient="Council")
    assert it.occasion is None
    session = steps.add_occasion(SYSTEM, council, year=2027, date="2027-06-17")
    it.refresh_from_db()
    assert it.occasion == session
    assert it.steps.get(task="receive").occasion == session


def test_a_text_that_no_meeting_adopted_names_no_meeting(group: Entity) -> None:
    steps.add_occasion(SYSTEM, group, year=2027)
    assert asked(factories.text()).occasion is None


def test_a_person_who_chose_a_date_keeps_it(body: Body, conclusions: Version) -> None:
    it = asked(conclusions)
    actions.change_deliverable(SYSTEM, it, due="2027-01-31", reason="By letter.")
    follow(events.meeting(body, first_day=FIRST, number=41))
    it.refresh_from_db()
    assert (it.occasion, it.due) == (None, "2027-01-31")


# Pages.


@pytest.fixture
def office() -> Iterator[Client]:
    client = Client()
    client.force_login(person("secretariat"))
    with translation.override("en"):
        yield client


def read(client: Client, name: str, **kwargs: Any) -> str:
    return client.get(reverse(f"mandates:{name}", kwargs=kwargs)).content.decode()


def test_the_list_of_sessions_leads_to_the_meeting(
    body: Body, group: Entity, office: Client
) -> None:
    meeting = follow(events.meeting(body, first_day=FIRST, number=41))
    page = read(Client(), "occasions")
    assert meeting.get_absolute_url() in page
    assert "41st meeting" in page
    assert "24 February 2027 – 25 February 2027" in page
    unlinked = events.meeting(body, first_day=datetime.date(2027, 9, 1))
    page = read(office, "occasions")
    assert f"/untie_meeting/{session_of(meeting).pk}/" in page
    assert f"/change_occasion/{session_of(meeting).pk}/" not in page
    assert f"/tie_meeting/{unlinked.slug}/" in page
    assert "Meetings without a session" not in read(Client(), "occasions")


def test_who_may_not_see_a_meeting_reads_its_dates_only(body: Body, group: Entity) -> None:
    meeting = events.meeting(body, state=DRAFT, first_day=FIRST, number=41)
    follow(meeting, state=CONVENED)  # its record is still that of a group
    page = read(Client(), "occasions")
    assert meeting.slug not in page
    assert "24 February 2027" in page


def test_a_form_links_a_meeting_to_the_session_that_it_is(
    body: Body, group: Entity, office: Client
) -> None:
    meeting = events.meeting(body, first_day=FIRST, number=41)
    spring = steps.add_occasion(SYSTEM, group, year=2027, label="spring", date="2027-02")
    url = reverse("mandates:tie_meeting", kwargs={"slug": meeting.slug})
    assert Client().get(url).status_code == 403
    page = office.get(url).content.decode()
    assert f'value="{spring.pk}" selected' in page
    assert office.post(url, {"session": spring.pk, "reason": ""}).status_code == 422
    sent = office.post(url, {"session": spring.pk, "reason": "It is that of the spring."})
    assert sent.headers["Location"] == meeting.get_absolute_url()
    assert session_of(meeting) == spring
    new = office.post(url, {"session": "new", "reason": "It is one more."})
    assert new.status_code == 302
    assert session_of(meeting).label == "41"
    untie = reverse("mandates:untie_meeting", kwargs={"key": session_of(meeting).pk})
    assert office.post(untie, {"reason": "It is informal."}).status_code == 302
    assert not Occasion.objects.filter(meeting=meeting).exists()


def test_the_register_and_its_checklists_lead_to_the_meeting(
    body: Body, group: Entity, office: Client
) -> None:
    meeting = follow(events.meeting(body, first_day=FIRST, number=41))
    it = due_at(session_of(meeting))
    url = meeting.get_absolute_url()
    slug = it.mandate.slug
    assert url in read(Client(), "deliverable", slug=slug, number=it.ordinal)
    assert url in read(Client(), "checklist", slug=group.slug)


def test_a_finding_names_the_session_of_the_next_meeting(
    body: Body, group: Entity, meeting: Meeting, office: Client
) -> None:
    words = """Conclusions

The Group,

1. Requests the Keeper to submit a report to the next meeting.
"""
    version = factories.text(words=words, date="2026-10-02")
    Act.objects.create(version=version, kind="adopts", record=meeting.record)
    extraction.extract_findings(SYSTEM, version)
    finding = Finding.objects.get(version=version)
    before = read(office, "finding", key=finding.pk)
    assert "to the next meeting" in before
    assert "24 February 2027" not in before
    follow(events.meeting(body, first_day=FIRST, number=41))
    after = read(office, "finding", key=finding.pk)
    assert "41st meeting" in after
    assert "24 February 2027" in after


@pytest.mark.django_db(transaction=True)
def test_two_meetings_that_are_convened_at_once_are_two_sessions() -> None:
    body = events.body()
    group = factories.entity("Working Group", body=body, kind="body")
    steps.add_occasion(SYSTEM, group, year=2027)
    convened = [
        events.meeting(body, first_day=FIRST + datetime.timedelta(days=30 * place), number=place)
        for place in (1, 2, 3, 4)
    ]

    def convene(meeting: Meeting) -> None:
        try:
            meetings.tie_meeting(SYSTEM, meeting)
        finally:
            connection.close()

    threads = [threading.Thread(target=convene, args=(each,)) for each in convened]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    tied = Occasion.objects.order_by("meeting__number").values_list("meeting__number", "date")
    assert list(tied) == [
        (each.number, each.first_day.isoformat()) for each in convened if each.first_day
    ]
