"""What a mandate yields: one deliverable a session for what recurs, none twice, none before what it waits for."""

from __future__ import annotations

import datetime
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.mandates.deliverables import actions, merge, tasks
from majlis.mandates.deliverables import steps as deliverables_steps
from majlis.mandates.deliverables import tables as show
from majlis.mandates.deliverables.conflicts import all_conflicts
from majlis.mandates.deliverables.queries import deliverable_rows
from majlis.mandates.deliverables.reschedule import session_in_year
from majlis.mandates.deliverables.schedule import recurrence_years
from majlis.mandates.deliverables.tables import conflict_text
from majlis.mandates.models import Deliverable, Mandate, MandateSource, Occasion
from tests.mandates import factories
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
YEAR = timezone.localdate().year


def years(it: Mandate) -> list[str]:
    found = it.deliverables.filter(withdrawn_at=None).select_related("occasion")
    return [str(each.occasion.year) if each.occasion else each.due for each in found]


@pytest.mark.parametrize(
    ("period", "expected"),
    [("P1Y", 1), ("P2Y", 2), ("P6M", 1), ("P60D", 1), ("P24M", 2), ("", 0), ("often", 0), ("P", 0)],
)
def test_how_many_years_lie_between(period: str, expected: int) -> None:
    assert recurrence_years(period) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"recurrence": "P1Y"}, [str(YEAR), str(YEAR + 1), str(YEAR + 2)]),
        ({"recurrence": "P2Y", "deadline": str(YEAR + 1)}, [str(YEAR + 1)]),
        ({"recurrence": "P2Y", "deadline": str(YEAR - 2)}, [str(YEAR), str(YEAR + 2)]),
        ({"deadline": "2090-05-01"}, ["2090-05-01"]),
        ({"deadline": "2090", "occasion": "its 2090 session"}, ["2090"]),
        ({"occasion": "its session in 2091"}, ["2091"]),
        ({}, [""]),
        ({"kind": "action"}, []),
        ({"trigger": "after each storm"}, []),
    ],
)
def test_what_a_mandate_yields(fields: dict[str, Any], expected: list[str]) -> None:
    it = factories.mandate(**fields)
    actions.schedule_deliverables(SYSTEM, it)
    assert years(it) == expected


def test_what_recurs_goes_to_the_sessions_of_its_recipient_and_is_dated_with_them() -> None:
    it = factories.mandate(recurrence="P1Y")
    actions.schedule_deliverables(SYSTEM, it)
    it.refresh_from_db()
    assert (it.due, it.due_text) == (None, str(YEAR))
    session = Occasion.objects.get(entity__slug="council", year=YEAR)
    assert session.deliverables.count() == 1
    row = deliverable_rows(AnonymousUser(), it, "en")[0]
    assert show.due_text(row) == f"{YEAR}, date to be set"
    assert [(step.name, step.phase) for step in show.deliverable_card(row, it).steps] == [
        ("Draft", "current"),
        ("Receive", "undated"),
    ]


def test_what_lies_in_a_year_to_come_is_not_yet_due_and_nobody_owes_information() -> None:
    it = factories.mandate(recurrence="P1Y")
    actions.schedule_deliverables(SYSTEM, it)
    states = [
        str(show.progress_label(each)) for each in deliverable_rows(AnonymousUser(), it, "en")
    ]
    assert ["not yet due" in each for each in states] == [False, True, True]
    assert "no information" in states[0]


def test_what_comes_round_often_is_due_at_each_session_that_is_known() -> None:
    council = factories.entity("Council")
    for label in ("first", "second"):
        deliverables_steps.add_occasion(SYSTEM, council, year=YEAR, label=label)
    it = factories.mandate(recurrence="P6M")
    actions.schedule_deliverables(SYSTEM, it)
    assert years(it) == [str(YEAR), str(YEAR), str(YEAR + 1), str(YEAR + 2)]


def test_nothing_is_made_twice_nor_made_again_when_it_was_withdrawn_or_changed() -> None:
    it = factories.mandate(recurrence="P1Y")
    first, second, _third = actions.schedule_deliverables(SYSTEM, it)
    actions.change_deliverable(SYSTEM, first, reason="A date.", occasion=None, due=f"{YEAR}-12-01")
    actions.withdraw_deliverable(SYSTEM, second, reason="No session is held.")
    assert actions.schedule_deliverables(SYSTEM, it) == []
    assert Deliverable.objects.filter(mandate=it).count() == 3
    assert years(it) == [f"{YEAR}-12-01", str(YEAR + 2)]


def test_the_clock_makes_the_next_ones_and_only_of_what_binds() -> None:
    it = factories.mandate(recurrence="P1Y")
    would = factories.mandate(factories.text("proposed"), recurrence="P1Y")
    assert tasks.mandates_to_schedule() == [it]
    tasks.schedule_deliverables_daily.func()
    assert len(years(it)) == 3
    assert years(would) == []
    assert tasks.mandates_to_schedule() == []


def test_a_corrected_reading_changes_what_nobody_has_touched() -> None:
    it = factories.mandate(recurrence="P1Y")
    touched = actions.schedule_deliverables(SYSTEM, it)[1]
    actions.set_progress(SYSTEM, touched, state="under_way")
    MandateSource.objects.filter(mandate=it).update(recurrence="", deadline="2090-05-01")
    actions.schedule_deliverables(SYSTEM, Mandate.objects.get(pk=it.pk), source_changed=True)
    assert sorted(years(it)) == [str(YEAR + 1), "2090-05-01"]


def test_what_waits_for_a_trigger_is_due_when_it_happened_and_each_time_anew() -> None:
    it = factories.mandate(trigger="after each storm")
    said = {"language": "en", "date": "2030-01-05"}
    storm = actions.record_occurrence(SYSTEM, it, words="The storm of January", **said)
    assert years(it) == [""]
    actions.record_occurrence(SYSTEM, it, words="Another one", **said)
    assert len(years(it)) == 2
    actions.withdraw_occurrence(SYSTEM, storm, reason="It was a breeze.")
    assert len(years(it)) == 1
    with pytest.raises(WrongState):
        actions.record_occurrence(SYSTEM, factories.mandate(), words="Nothing", **said)


def test_requests_are_merged_by_an_act_only_and_answered_together() -> None:
    one, other = factories.mandate(), factories.mandate()
    (first,), (second,) = (
        actions.schedule_deliverables(SYSTEM, one),
        actions.schedule_deliverables(SYSTEM, other),
    )
    with pytest.raises(InvalidInput):
        merge.merge_deliverables(SYSTEM, first, into=second)
    merge.merge_deliverables(SYSTEM, first, into=second, words="Council, 5th meeting")
    with pytest.raises(WrongState):
        actions.set_progress(SYSTEM, first, state="under_way")
    with pytest.raises(WrongState):
        actions.withdraw_deliverable(SYSTEM, second, reason="No.")
    merge.unmerge_deliverable(SYSTEM, first, reason="The Council did not.")
    first.refresh_from_db()
    assert first.merged_into is None


def chain() -> tuple[Deliverable, Occasion, Occasion]:
    """The chain of the imported report: the Council of a year agrees before the Commission of that year receives."""
    it = factories.mandate(asked="Secretariat", recipient="", kind="report")
    report = actions.add_deliverable(SYSTEM, it, kind="report", language="en")
    council = deliverables_steps.add_occasion(
        SYSTEM, factories.entity("Council"), year=2025, date="2025-06-17", until="2025-06-27"
    )
    commission = deliverables_steps.add_occasion(
        SYSTEM, factories.entity("Commission"), year=2025, date="2025-04-07", until="2025-04-11"
    )
    draft = deliverables_steps.add_step(
        SYSTEM, report, entity=factories.entity("Secretariat"), task="draft"
    )
    deliverables_steps.complete_step(SYSTEM, draft, done_on="2024-06-04")
    deliverables_steps.add_step(
        SYSTEM, report, entity=council.entity, task="agree", occasion=council
    )
    deliverables_steps.add_step(
        SYSTEM, report, entity=commission.entity, task="receive", occasion=commission
    )
    return report, council, commission


def test_a_step_takes_its_place_in_the_chain_and_the_others_keep_their_order() -> None:
    report, _council, _commission = chain()

    def order() -> list[str]:
        return [each.task for each in report.steps.order_by("position", "pk")]

    assert order() == ["draft", "agree", "receive"]
    made_ = deliverables_steps.add_step(
        SYSTEM, report, entity=factories.entity("Panel"), task="consider", position=1
    )
    assert order() == ["draft", "consider", "agree", "receive"]
    assert [each.position for each in report.steps.all()] == [0, 1, 2, 3]
    deliverables_steps.change_step(SYSTEM, made_, position=3, reason="It comes last.")
    assert order() == ["draft", "agree", "receive", "consider"]
    deliverables_steps.change_step(SYSTEM, made_, position=0, reason="It comes first.")
    assert order() == ["consider", "draft", "agree", "receive"]
    # What lies far behind the last is the last.
    deliverables_steps.add_step(
        SYSTEM, report, entity=factories.entity("Panel"), task="draft", position=98
    )
    assert [each.position for each in report.steps.all()] == [0, 1, 2, 3, 4]


def test_a_chain_that_is_out_of_the_order_of_the_calendar_is_flagged_with_both_dates() -> None:
    report, _council, _commission = chain()
    (found,) = all_conflicts(AnonymousUser(), "en")
    assert found.deliverable.pk == report.pk
    words = conflict_text(found)
    assert "17 June 2025" in words
    assert "7 April 2025" in words


def test_a_step_that_another_takes_in_its_place_mends_the_chain_and_is_reported_back() -> None:
    report, council, _commission = chain()
    agree = report.steps.get(task="agree")
    with pytest.raises(InvalidInput):
        deliverables_steps.delegate_step(SYSTEM, agree, to=factories.entity("Working group"))
    deliverables_steps.delegate_step(
        SYSTEM, agree, to=factories.entity("Working group"), words="Council 2024", date="2024-10-02"
    )
    steps = [
        (each.entity.slug, each.task, each.on_behalf_of.slug if each.on_behalf_of else "")
        for each in report.steps.all()
    ]
    assert steps == [
        ("secretariat", "draft", ""),
        ("working-group", "agree", "council"),
        ("commission", "receive", ""),
        ("council", "receive", ""),
    ]
    assert report.steps.last().occasion == council
    assert [each.bridge is not None for each in all_conflicts(AnonymousUser(), "en")] == [True]
    row = deliverable_rows(AnonymousUser(), report.mandate, "en").get(pk=report.pk)
    note = show.deliverable_card(row, report.mandate).steps[1].note
    assert "in place of Council, reporting back to it" in str(note)


def test_who_acts_in_whose_place_is_read_on_the_page_of_the_mandate() -> None:
    report, _council, _commission = chain()
    agree = report.steps.get(task="agree")
    deliverables_steps.delegate_step(
        SYSTEM, agree, to=factories.entity("Working group"), words="Council 2024", date="2024-10-02"
    )
    said = unescape(
        strip_tags(Client().get(f"/en/mandates/{report.mandate.slug}/").content.decode())
    )
    assert (
        "Delegated (Council 2024): Working group takes the step “Agree” in place of Council."
    ) in said
    assert "The entity reports back at this step: Council 2025, 17 June 2025." in unisolated(said)
    assert "resolved by delegation" in said


def unisolated(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


def test_a_step_that_another_takes_too_late_bridges_nothing() -> None:
    report, _council, _commission = chain()
    agree = report.steps.get(task="agree")
    deliverables_steps.delegate_step(
        SYSTEM, agree, to=factories.entity("Working group"), words="Council 2024", date="2025-05-02"
    )
    (found,) = all_conflicts(AnonymousUser(), "en")
    assert found.bridge is None
    assert "2 May 2025" in conflict_text(found)


def test_who_is_told_what_was_done_in_its_place_is_no_part_of_the_order() -> None:
    report, council, commission = chain()
    later = deliverables_steps.add_occasion(
        SYSTEM, factories.entity("Assembly"), year=2025, date="2025-05-20"
    )
    deliverables_steps.add_step(SYSTEM, report, entity=later.entity, task="receive", occasion=later)
    agree = report.steps.get(task="agree")
    deliverables_steps.delegate_step(
        SYSTEM, agree, to=factories.entity("Working group"), words="Council 2024", date="2024-10-02"
    )
    assert report.steps.last().occasion == council
    assert [each.bridge is not None for each in all_conflicts(AnonymousUser(), "en")] == [True]
    assert commission.date == "2025-04-07"


@pytest.mark.parametrize(
    ("first", "then", "flagged"),
    [
        ("2025-06-17", "2025-04-07", True),
        ("2025-04-07", "2025-06-17", False),
        ("2025-06", "2025-06-02", False),
        ("2025", "2025-06-02", False),
        ("2026", "2025-06-02", True),
        ("", "2025-06-02", False),
    ],
)
def test_only_what_lies_surely_before_is_out_of_order(first: str, then: str, flagged: bool) -> None:
    report = actions.add_deliverable(SYSTEM, factories.mandate(), kind="report", language="en")
    for date in (first, then):
        deliverables_steps.add_step(
            SYSTEM, report, entity=factories.entity("Council"), task="consider", date=date
        )
    assert bool(all_conflicts(AnonymousUser(), "en")) is flagged


def test_the_clock_tells_of_what_is_late_once() -> None:
    lead = body("keepers")
    person(("chair", lead.record))
    it = factories.mandate(lead=factories.entity("Keeper", body=lead))
    yesterday = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    of = actions.add_deliverable(SYSTEM, it, kind="report", due=yesterday, language="en")
    for _n in range(2):
        tasks.notify_overdue_daily.func()
        assert of.notices.count() == 1


def test_nobody_is_told_late_who_has_nobody_to_be_told() -> None:
    lead = body("keepers")
    it = factories.mandate(lead=factories.entity("Keeper", body=lead))
    yesterday = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    of = actions.add_deliverable(SYSTEM, it, kind="report", due=yesterday, language="en")
    tasks.notify_overdue_daily.func()
    assert not of.notices.exists()
    person(("chair", lead.record))
    tasks.notify_overdue_daily.func()
    assert of.notices.count() == 1


def test_what_did_not_happen_is_taken_back_after_its_deliverable() -> None:
    it = factories.mandate(trigger="after each storm")
    said = {"language": "en", "date": "2030-01-05"}
    storm = actions.record_occurrence(SYSTEM, it, words="The storm", **said)
    due = it.deliverables.get()
    actions.set_progress(SYSTEM, due, state="under_way")
    with pytest.raises(WrongState):
        actions.withdraw_occurrence(SYSTEM, storm, reason="A breeze.")
    actions.withdraw_deliverable(SYSTEM, due, reason="A breeze.")
    actions.withdraw_occurrence(SYSTEM, storm, reason="A breeze.")
    due.refresh_from_db()
    assert (due.occurrence, due.state) == (None, "under_way")


def test_what_did_not_happen_stays_while_others_are_merged_into_what_came_of_it() -> None:
    it, other = factories.mandate(trigger="after each storm"), factories.mandate()
    storm = actions.record_occurrence(
        SYSTEM, it, words="The storm", language="en", date="2030-01-05"
    )
    (second,) = actions.schedule_deliverables(SYSTEM, other)
    merge.merge_deliverables(SYSTEM, second, into=it.deliverables.get(), words="5th meeting")
    with pytest.raises(WrongState):
        actions.withdraw_occurrence(SYSTEM, storm, reason="A breeze.")


def test_a_session_that_somebody_makes_at_the_same_moment_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    council = factories.entity("Council")
    there = Occasion.objects.create(entity=council, year=2090)
    monkeypatch.setattr(QuerySet, "first", lambda _rows: None)  # it was not there when looked up
    assert session_in_year(council, 2090) == there
