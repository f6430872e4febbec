"""What was scheduled follows what is asked now; what people said stays, and is neither due nor late as it was asked before."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from majlis.instruments.acts import actions as texts
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.models import AuditEntry
from majlis.mandates.deliverables import actions, overdue, steps, tasks
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.extraction.fields import fields_of_source
from majlis.mandates.models import Mandate, MandateSource, Occasion, OverdueNotice
from tests.mandates import factories

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
YEAR = clock.today().year
LONG_AGO = "2020-01-01"


def live(it: Mandate) -> list[str]:
    """When what counts is due: the year of its session, or its date."""
    rows = it.deliverables.filter(withdrawn_at=None, outdated=False).select_related("occasion")
    return sorted(each.due or str(each.occasion.year if each.occasion else "") for each in rows)


def two_versions(first: dict[str, Any], then: dict[str, Any]) -> tuple[Mandate, Version]:
    """A mandate in force with its scheduled deliverables, and a proposed version that asks it as ``then``."""
    text = factories.text()
    it = factories.mandate(text, lead=factories.entity("Keeper"), **first)
    actions.schedule_deliverables(SYSTEM, it)
    later = factories.text(PROPOSED, of=text)
    factories.mandate(later, of=it, **then)
    return it, later


def in_force(version: Version) -> None:
    texts.adopt_version(SYSTEM, version)
    texts.bring_version_into_force(SYSTEM, version)


def corrected(it: Mandate, **values: Any) -> None:
    source = MandateSource.objects.get(mandate=it)
    extraction_actions.correct_source(
        SYSTEM, source, values=fields_of_source(source) | values, reason="Misread."
    )


def test_a_version_that_moves_the_deadline_moves_what_nobody_has_touched() -> None:
    it, later = two_versions({"deadline": "2090-05-01"}, {"deadline": "2091-06-01"})
    (before,) = it.deliverables.all()
    assert live(it) == ["2090-05-01"]
    in_force(later)
    assert live(it) == ["2091-06-01"]
    it.refresh_from_db()
    assert it.due == datetime.date(2091, 6, 1)
    (after,) = it.deliverables.all()
    assert (after.pk, after.ordinal, after.source_id) == (before.pk, before.ordinal, it.source_id)
    note = AuditEntry.objects.filter(
        verb="mandates.schedule_deliverables", record=it.record
    ).latest("pk")
    assert (note.old["due"], note.new["due"]) == ("2090-05-01", "2091-06-01")
    assert note.reason


def test_the_entry_into_force_schedules_what_was_accepted_before() -> None:
    version = factories.text(PROPOSED)
    mandate = factories.mandate(version, deadline="2090-05-01")
    actions.schedule_deliverables(SYSTEM, mandate)
    assert live(mandate) == []
    in_force(version)
    assert live(mandate) == ["2090-05-01"]
    mandate.refresh_from_db()
    assert mandate.due == datetime.date(2090, 5, 1)


def test_a_version_that_is_only_proposed_moves_nothing() -> None:
    it, _later = two_versions({"deadline": "2090-05-01"}, {"deadline": "2091-06-01"})
    tasks.schedule_deliverables_daily.func()
    assert live(it) == ["2090-05-01"]


def test_a_version_that_asks_it_less_often_withdraws_what_is_not_asked_with_the_reason() -> None:
    then = {"recurrence": "P2Y", "deadline": str(YEAR)}
    it, later = two_versions({"recurrence": "P1Y", "deadline": str(YEAR)}, then)
    assert live(it) == [str(YEAR), str(YEAR + 1), str(YEAR + 2)]
    in_force(later)
    assert live(it) == [str(YEAR), str(YEAR + 2)]
    gone = it.deliverables.get(withdrawn_at__isnull=False)
    assert gone.schedule_key == str(YEAR + 1)
    notes = AuditEntry.objects.filter(
        verb="mandates.schedule_deliverables", record=it.record, old__deliverable=2
    )
    assert notes.latest("pk").reason


def test_what_is_asked_again_is_there_again_under_its_number() -> None:
    it, later = two_versions({"recurrence": "P1Y"}, {"deadline": "2091-06-01"})
    numbers = dict(it.deliverables.values_list("schedule_key", "ordinal"))
    in_force(later)
    assert live(it) == ["2091-06-01"]
    third = factories.text(PROPOSED, of=later)
    factories.mandate(third, of=it, recurrence="P1Y")
    in_force(third)
    assert live(it) == [str(YEAR), str(YEAR + 1), str(YEAR + 2)]
    rows = it.deliverables.filter(withdrawn_at=None)
    assert {each.schedule_key: each.ordinal for each in rows} == numbers


def test_what_somebody_said_something_of_stays_as_the_earlier_version_asked_it() -> None:
    it, later = two_versions({"deadline": LONG_AGO}, {"deadline": "2091-06-01"})
    touched = it.deliverables.get()
    actions.set_progress(SYSTEM, touched, state="under_way")
    in_force(later)
    touched.refresh_from_db()
    assert (touched.outdated, touched.due, touched.state) == (True, LONG_AGO, "under_way")
    assert live(it) == ["2091-06-01"]
    it.refresh_from_db()
    assert it.due == datetime.date(2091, 6, 1)
    said = Client().get(f"/en/mandates/{it.slug}/").content.decode()
    assert "has since changed. This deliverable is neither due nor overdue." in said
    with pytest.raises(WrongState):
        overdue.notify_overdue(SYSTEM, touched)


def test_what_the_new_version_asks_alike_stays_as_it_is_corrections_of_people_included() -> None:
    it, later = two_versions({"recurrence": "P1Y"}, {"recurrence": "P1Y", "force": "obliges"})
    first = it.deliverables.order_by("ordinal")[0]
    day = f"{YEAR}-12-01"
    actions.change_deliverable(SYSTEM, first, reason="A date.", occasion=None, due=day)
    in_force(later)
    assert live(it) == [day, str(YEAR + 1), str(YEAR + 2)]
    assert not it.deliverables.filter(outdated=True).exists()
    it.refresh_from_db()
    assert set(it.deliverables.values_list("source", flat=True)) == {it.source_id}


def test_the_clock_mends_what_was_left_behind() -> None:
    it, later = two_versions({"deadline": "2090-05-01"}, {"deadline": "2091-06-01"})
    in_force(later)
    it.refresh_from_db()
    former = MandateSource.objects.filter(mandate=it).exclude(pk=it.source_id).get()
    it.deliverables.update(source=former, due="2090-05-01", schedule_basis="report 2090-05-01")
    tasks.schedule_deliverables_daily.func()
    assert live(it) == ["2091-06-01"]
    assert tasks.mandates_to_schedule() == []


def test_a_corrected_deadline_leaves_what_was_said_and_asks_by_the_right_date() -> None:
    it = factories.mandate(deadline=LONG_AGO, lead=factories.entity("Keeper"))
    (touched,) = actions.schedule_deliverables(SYSTEM, it)
    actions.set_progress(SYSTEM, touched, state="under_way")
    corrected(it, deadline="2091-06-01")
    touched.refresh_from_db()
    assert (touched.outdated, touched.state) == (True, "under_way")
    assert live(it) == ["2091-06-01"]
    said = Client().get(f"/en/mandates/{it.slug}/").content.decode()
    assert "This deliverable reflects data that were later corrected;" in said


def test_what_was_answered_is_not_asked_again_because_it_had_been_misread() -> None:
    it = factories.mandate(deadline="2090-05-01")
    (touched,) = actions.schedule_deliverables(SYSTEM, it)
    link = {"link": "https://example.org/r.pdf", "title": "Report contribution", "language": "en"}
    actions.submit_document(SYSTEM, touched, **link)
    corrected(it, deadline=LONG_AGO)
    assert [each.state for each in it.deliverables.all()] == ["answered"]


def late_and_answered() -> tuple[Mandate, OverdueNotice]:
    it = factories.mandate(deadline=LONG_AGO, lead=factories.entity("Keeper"))
    (of,) = actions.schedule_deliverables(SYSTEM, it)
    notice = overdue.notify_overdue(SYSTEM, of)
    overdue.explain_delay(SYSTEM, notice, answer="The lamp broke.", language="en")
    return it, notice


@pytest.mark.parametrize(
    "values", [{"deadline": "2091-06-01"}, {"deadline": "", "recurrence": "P1Y"}, {"verb": "Asks"}]
)
def test_a_correction_leaves_what_the_owner_answered(values: dict[str, str]) -> None:
    it, notice = late_and_answered()
    corrected(it, **values)
    notice.refresh_from_db()
    assert notice.answer == "The lamp broke."
    assert notice.deliverable.withdrawn_at is None


def test_a_new_version_leaves_what_the_owner_answered_and_it_can_be_read() -> None:
    it, later = two_versions({"deadline": LONG_AGO}, {"deadline": "2091-06-01"})
    notice = overdue.notify_overdue(SYSTEM, it.deliverables.get())
    overdue.explain_delay(SYSTEM, notice, answer="The lamp broke.", language="en")
    OverdueNotice.objects.update(answer_by=clock.today() - datetime.timedelta(days=1))
    in_force(later)
    said = Client().get(f"/en/mandates/{it.slug}/").content.decode()
    assert "The lamp broke." in said
    assert 'class="state late"' not in said


def test_a_document_that_is_named_and_taken_back_leaves_what_the_owner_answered() -> None:
    it, notice = late_and_answered()
    OverdueNotice.objects.update(answer_by=clock.today() - datetime.timedelta(days=1))
    link = {"link": "https://example.org/r.pdf", "title": "Report contribution", "language": "en"}
    answer = actions.submit_document(SYSTEM, notice.deliverable, **link)
    page = f"/en/mandates/{it.slug}/"
    assert "The lamp broke." in Client().get(page).content.decode()
    actions.withdraw_submission(SYSTEM, answer, reason="Another one.")
    assert "The lamp broke." in Client().get(page).content.decode()


def test_what_did_not_happen_stays_once_the_owner_answered_of_it() -> None:
    it = factories.mandate(trigger="after each storm", lead=factories.entity("Keeper"))
    storm = actions.record_occurrence(SYSTEM, it, words="The storm", language="en")
    of = it.deliverables.get()
    actions.change_deliverable(SYSTEM, of, reason="By the text.", due=LONG_AGO)
    notice = overdue.notify_overdue(SYSTEM, of)
    overdue.explain_delay(SYSTEM, notice, answer="The lamp broke.", language="en")
    with pytest.raises(WrongState):
        actions.withdraw_occurrence(SYSTEM, storm, reason="A breeze.")


def half_yearly() -> Mandate:
    it = factories.mandate(factories.text(date=str(YEAR - 1)), recurrence="P6M")
    actions.schedule_deliverables(SYSTEM, it)
    return it


def of_year(it: Mandate, year: int = YEAR) -> list[str]:
    """The sessions of a year for which something counts."""
    rows = it.deliverables.filter(withdrawn_at=None, outdated=False, occasion__year=year)
    return sorted(each.occasion.label for each in rows if each.occasion)


def test_what_comes_round_twice_a_year_is_made_once_for_each_session() -> None:
    it = half_yearly()
    assert of_year(it) == [""]
    council = factories.entity("Council")
    for label in ("first", "second"):
        steps.add_occasion(SYSTEM, council, year=YEAR, label=label)
        tasks.schedule_deliverables_daily.func()
    assert of_year(it) == ["first", "second"]
    assert it.deliverables.filter(occasion__year=YEAR).count() == 2


def test_a_session_that_is_named_later_takes_what_was_made_for_its_year() -> None:
    it = half_yearly()
    placeholder = Occasion.objects.get(entity__slug="council", year=YEAR)
    steps.change_occasion(SYSTEM, placeholder, label="first", date=f"{YEAR}-03-01")
    steps.add_occasion(SYSTEM, placeholder.entity, year=YEAR, label="second")
    actions.schedule_deliverables(SYSTEM, Mandate.objects.get(pk=it.pk))
    assert of_year(it) == ["first", "second"]
    assert it.deliverables.filter(occasion__year=YEAR).count() == 2


def test_what_was_said_of_the_year_goes_to_its_first_session() -> None:
    it = half_yearly()
    of = it.deliverables.get(schedule_key=str(YEAR))
    actions.set_progress(SYSTEM, of, state="under_way")
    for label in ("a", "b"):
        steps.add_occasion(SYSTEM, factories.entity("Council"), year=YEAR, label=label)
    of.refresh_from_db()
    assert of.occasion is not None
    assert (of.occasion.label, of.state) == ("a", "under_way")
    assert of_year(it) == ["a", "b"]


def test_a_version_that_asks_it_yearly_keeps_what_was_said_of_a_session() -> None:
    council = factories.entity("Council")
    for label in ("a", "b"):
        steps.add_occasion(SYSTEM, council, year=YEAR, label=label)
    it, later = two_versions({"recurrence": "P6M"}, {"recurrence": "P1Y"})
    assert of_year(it) == ["a", "b"]
    first = it.deliverables.get(occasion__label="a")
    actions.set_progress(SYSTEM, first, state="under_way")
    in_force(later)
    assert of_year(it) == ["a"]
    first.refresh_from_db()
    assert (first.outdated, first.schedule_key) == (False, str(YEAR))
