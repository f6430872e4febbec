"""Progress, due and late follow from deliverables, statements and notices; the rule of fairness, condition by condition."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from majlis.instruments.lifecycle import PROPOSED
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.mandates.core import progress
from majlis.mandates.core.progress import FollowUp
from majlis.mandates.core.status import refresh_status
from majlis.mandates.core.table import mandate_phase
from majlis.mandates.deliverables import actions, overdue, steps
from majlis.mandates.models import Deliverable, Mandate, OverdueNotice
from majlis.mandates.statements import actions as statements_actions
from tests.mandates import factories

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
TODAY = datetime.date(2031, 6, 1)
LONG_AGO = "2020-01-01"


def day(days: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def late(force: str = "requests", due: str = LONG_AGO, lead: bool = True, **text: Any) -> Mandate:
    it = factories.mandate(
        factories.text(**text), force=force, lead=factories.entity("Keeper") if lead else None
    )
    actions.add_deliverable(SYSTEM, it, kind="report", due=due, language="en")
    return it


def told(it: Mandate, days_ago: int = 60) -> OverdueNotice:
    """The notice as if it had been told and its days had passed; nobody asks here whether it was fair to tell."""
    of = it.deliverables.get()
    due = progress.full_date(progress.due_date_of(of)) or datetime.date(2020, 1, 1)
    by = timezone.localdate() - datetime.timedelta(days=days_ago)
    notice = OverdueNotice.objects.create(deliverable=of, entity=it.lead, due=due, answer_by=by)
    refresh_status([it.pk])
    it.refresh_from_db()
    return notice


def test_it_is_late_where_all_conditions_hold_from_the_day_after_the_days_to_answer() -> None:
    it = late()
    notice = told(it)
    assert it.overdue_from == notice.answer_by + datetime.timedelta(days=1)
    assert mandate_phase(it)[0] == "late"


@pytest.mark.parametrize("force", ["invites", "encourages"])
def test_what_is_invited_is_never_late(force: str) -> None:
    it = late(force)
    told(it)
    assert it.overdue_from is None


@pytest.mark.parametrize("due", ["", "2020", "2020-05"])
def test_without_a_whole_date_it_is_never_late(due: str) -> None:
    it = late(due=due)
    told(it)
    assert (it.overdue_from, it.due, it.due_text) == (None, None, due)


def test_without_a_confirmed_lead_it_is_never_late() -> None:
    it = late(lead=False)
    told(it)
    assert it.overdue_from is None


def test_what_would_be_asked_is_never_late() -> None:
    it = late(state=PROPOSED)
    told(it)
    assert it.overdue_from is None


def test_what_was_paused_is_not_late() -> None:
    it = late()
    Mandate.objects.filter(pk=it.pk).update(lifecycle_state="paused")
    told(it)
    assert it.overdue_from is None


def test_nobody_reads_that_it_is_late_before_its_owner_was_told_and_had_the_days() -> None:
    it = late()
    it.refresh_from_db()
    assert (it.overdue_from, it.progress) == (None, "no_information")
    assert mandate_phase(it)[0] != "late"
    overdue.notify_overdue(SYSTEM, it.deliverables.get())
    it.refresh_from_db()
    assert it.overdue_from == timezone.localdate() + datetime.timedelta(days=21)
    assert mandate_phase(it)[0] != "late"


def test_another_date_has_to_be_told_anew() -> None:
    it = late()
    told(it)
    of = it.deliverables.get()
    actions.change_deliverable(SYSTEM, of, reason="It was put off.", due="2020-03-01")
    it.refresh_from_db()
    assert it.overdue_from is None


def test_the_owner_is_told_once_and_of_nothing_that_is_not_late(settings: Any) -> None:
    settings.MAJLIS_DAYS_TO_ANSWER = 5
    it = late()
    notice = overdue.notify_overdue(SYSTEM, it.deliverables.get())
    assert notice.answer_by == timezone.localdate() + datetime.timedelta(days=5)
    for other in (it, late("invites"), late(due="2020"), late(due=day(1)), late(lead=False)):
        with pytest.raises(WrongState):
            overdue.notify_overdue(SYSTEM, other.deliverables.get())


def test_what_is_answered_is_not_late_and_its_reason_stands_beside_it() -> None:
    it = late()
    told(it)
    of = it.deliverables.get()
    actions.set_progress(SYSTEM, of, state="not_answered", reason="No funds.", reason_language="en")
    it.refresh_from_db()
    assert (it.overdue_from, it.progress, it.due) == (None, "not_answered", None)
    assert it.last_activity_on == timezone.localdate()


def rows(*given: tuple[str, str]) -> list[Deliverable]:
    return [
        Deliverable(pk=n, ordinal=n, due=due, state=state)
        for n, (due, state) in enumerate(given, 1)
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], "no_information"),
        ([("2031", "no_information")], "no_information"),
        # What was answered stays answered until the next one is near.
        ([("2030-06-01", "answered"), ("2032-06-01", "no_information")], "answered"),
        ([("2030-06-01", "answered"), ("2031-07-01", "no_information")], "no_information"),
        ([("2030-06-01", "answered"), ("2031-05-01", "no_information")], "no_information"),
        ([("2030-06-01", "answered"), ("2031", "no_information")], "answered"),
        ([("2030-06-01", "answered"), ("2031-07-01", "under_way")], "under_way"),
        ([("2030-06-01", "not_answered"), ("2033", "no_information")], "not_answered"),
        ([("2031-06-01", "partly")], "partly"),
        ([("2029", "answered"), ("2030", "not_applicable")], "not_applicable"),
    ],
)
def test_progress_is_that_of_the_deliverable_that_it_is_about_now(
    given: list[tuple[str, str]], expected: str
) -> None:
    assert progress.current_progress(FollowUp(rows(*given)), TODAY) == expected


def test_a_statement_says_how_it_stands_where_nothing_is_to_be_handed_in() -> None:
    it = factories.mandate(kind="action", lead=factories.entity("Keeper"))
    assert it.progress == "no_information"
    said = {"language": "en", "text": "We go on.", "period_from": "2030"}
    statements_actions.publish_statement(SYSTEM, it, state="under_way", **said)
    it.refresh_from_db()
    assert (it.progress, it.last_activity_on) == ("under_way", timezone.localdate())
    latest = statements_actions.publish_statement(
        SYSTEM, it, state="partly", reason="Half of the coast.", **said
    )
    it.refresh_from_db()
    assert it.progress == "partly"
    statements_actions.withdraw_statement(SYSTEM, latest, reason="It was another coast.")
    it.refresh_from_db()
    assert it.progress == "under_way"


def test_due_is_the_next_real_date_of_what_is_open() -> None:
    it = factories.mandate()
    for due in ("2090-05-01", "2089-05-01", "2088"):
        actions.add_deliverable(SYSTEM, it, kind="report", due=due, language="en")
    it.refresh_from_db()
    assert it.due == datetime.date(2089, 5, 1)


def test_a_session_that_is_dated_dates_all_that_waits_for_it() -> None:
    council = factories.entity("Council")
    session = steps.add_occasion(SYSTEM, council, year=2090)
    one, other = factories.mandate(), factories.mandate()
    for it in (one, other):
        actions.add_deliverable(SYSTEM, it, kind="report", occasion=session, language="en")
        it.refresh_from_db()
        assert (it.due, it.due_text) == (None, "2090")
    steps.change_occasion(SYSTEM, session, date="2090-06-09", until="2090-06-19")
    for it in (one, other):
        it.refresh_from_db()
        assert (it.due, it.due_text) == (datetime.date(2090, 6, 9), "")


def test_settling_many_with_answers_takes_as_many_queries_as_settling_one() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    keys = []
    for _n in range(3):
        it = late()
        told(it)
        statements_actions.publish_statement(
            SYSTEM, it, state="under_way", language="en", text="Soon."
        )
        keys.append(it.pk)
    with CaptureQueriesContext(connection) as one:
        refresh_status(keys[:1])
    with CaptureQueriesContext(connection) as three:
        refresh_status(keys)
    assert len(one) == len(three)


def test_statements_are_closed_with_their_mandate() -> None:
    from majlis.kernel.models import Access, Circle

    version = factories.text()
    it = factories.mandate(version, lead=factories.entity("Keeper"))
    said = statements_actions.publish_statement(
        SYSTEM, it, state="under_way", language="en", text="Soon."
    )
    version.record.access, version.record.circle = (
        Access.MEMBERS,
        Circle.objects.create(code="test"),
    )
    version.record.save()
    refresh_status([it.pk])
    said.record.refresh_from_db()
    assert said.record.access == Access.MEMBERS


@pytest.mark.parametrize("state", ["not_applicable", "not_answered"])
def test_what_its_owner_said_with_a_reason_is_not_held_to_be_silence(state: str) -> None:
    it = late()
    told(it)
    statements_actions.publish_statement(
        SYSTEM, it, state=state, text="None.", reason="The lamp is gone.", language="en"
    )
    it.refresh_from_db()
    assert (it.progress, it.overdue_from) == (state, None)
