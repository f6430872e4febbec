"""A merge that is undone, or of one that is asked no longer: nobody is late by a date that nobody told them."""

from __future__ import annotations

import datetime

import pytest

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import AuditEntry
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables import actions, merge, overdue
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.extraction.fields import fields_of_source
from majlis.mandates.models import Deliverable, Mandate, MandateSource, OverdueNotice
from tests.mandates import factories

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
LONG_AGO = "2020-05-01"


def due_on(day: str) -> Deliverable:
    """What is due on a day of a mandate of its own, led by the keeper."""
    it = factories.mandate(lead=factories.entity("Keeper"))
    return actions.add_deliverable(SYSTEM, it, kind="report", due=day)


def days_pass() -> None:
    OverdueNotice.objects.update(answer_by=clock.today() - datetime.timedelta(days=300))
    refresh_status(Mandate.objects.values_list("pk", flat=True))


def asked_otherwise(mandate: Mandate) -> None:
    source = MandateSource.objects.get(mandate=mandate)
    values = fields_of_source(source) | {"deadline": "2091-06-01"}
    extraction_actions.correct_source(SYSTEM, source, values=values, reason="Misread.")


def test_what_is_parted_is_told_anew_before_anybody_reads_that_it_is_late() -> None:
    first, second = due_on(LONG_AGO), due_on("2090-01-01")
    overdue.notify_overdue(SYSTEM, first)
    merge.merge_deliverables(SYSTEM, first, into=second, words="Council, 5th meeting")
    days_pass()
    merge.unmerge_deliverable(SYSTEM, first, reason="The Council did not.")
    mandate = Mandate.objects.get(pk=first.mandate_id)
    assert (mandate.due, mandate.overdue_from) == (datetime.date(2020, 5, 1), None)
    overdue.notify_overdue(SYSTEM, first)
    told = OverdueNotice.objects.get(deliverable=first, waived=False)
    mandate.refresh_from_db()
    assert mandate.overdue_from == told.answer_by + datetime.timedelta(days=1) > clock.today()


def test_what_was_answered_stays_read_after_it_is_parted() -> None:
    first, second = due_on(LONG_AGO), due_on("2090-01-01")
    notice = overdue.notify_overdue(SYSTEM, first)
    overdue.explain_delay(SYSTEM, notice, answer="A storm.", language="en")
    merge.merge_deliverables(SYSTEM, first, into=second, words="Council, 5th meeting")
    merge.unmerge_deliverable(SYSTEM, first, reason="The Council did not.")
    assert not OverdueNotice.objects.get().waived


def scheduled() -> Deliverable:
    it = factories.mandate(lead=factories.entity("Keeper"), deadline=LONG_AGO)
    return actions.schedule_deliverables(SYSTEM, it)[0]


def test_what_was_merged_into_one_that_is_asked_otherwise_is_parted_from_it() -> None:
    first, second = due_on("2090-01-01"), scheduled()
    merge.merge_deliverables(SYSTEM, first, into=second, words="Council, 5th meeting")
    overdue.notify_overdue(SYSTEM, first)
    days_pass()
    asked_otherwise(second.mandate)
    second.refresh_from_db()
    first = Deliverable.objects.get(pk=first.pk)
    assert second.outdated and first.merged_into is None
    assert (first.mandate.due, first.mandate.overdue_from) == (datetime.date(2090, 1, 1), None)
    actions.set_progress(SYSTEM, first, state="under_way")  # and its lead answers it itself
    note = AuditEntry.objects.get(record=first.mandate.record, old__into__isnull=False)
    assert note.reason and note.old["into"] == f"{second.mandate.slug}/{second.ordinal}"
    third = due_on("2090-01-01")
    with pytest.raises(InvalidInput, match="request for that deliverable has changed"):
        merge.merge_deliverables(SYSTEM, third, into=second, words="Council, 6th meeting")


def test_what_was_answered_with_it_stays_answered_until_the_answer_is_taken_back() -> None:
    first, second = due_on(LONG_AGO), scheduled()
    merge.merge_deliverables(SYSTEM, first, into=second, words="Council, 5th meeting")
    said = {"link": "https://example.org/r.pdf", "title": "Report contribution", "language": "en"}
    answer = actions.submit_document(SYSTEM, second, **said)
    Deliverable.objects.filter(pk=second.pk).update(outdated=True)
    refresh_status([first.mandate_id])
    first.mandate.refresh_from_db()
    assert first.mandate.progress == "answered"
    actions.withdraw_submission(SYSTEM, answer, reason="Another one.")
    first = Deliverable.objects.get(pk=first.pk)
    assert first.merged_into is None and first.mandate.progress == "no_information"
