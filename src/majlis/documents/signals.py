"""What follows when a meeting changes: its documents are seen by whom it is seen, and go on to the next agenda."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from majlis.documents.core.access import circle_of_members, set_posted_access
from majlis.documents.lifecycle import ACCEPTED, POSTED, WITHDRAWN
from majlis.documents.models import Consideration, Document
from majlis.documents.posted_documents.actions import add_consideration
from majlis.documents.printing.actions import follow_names
from majlis.events.lifecycle import CLOSED
from majlis.events.meetings.actions import report_meeting
from majlis.events.models import AgendaItem, Meeting, Outcome, Participant
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import Act, verb_done

ACCESS_VERBS = ("events.convene_meeting", "events.change_meeting", "events.cancel_meeting")
"""Verbs after which a meeting may be seen by others than before."""
NAMING_VERBS = (
    "events.change_participant",
    "events.decline_participant",
    "events.withdraw_participant",
)
"""Verbs after which a person may no longer be named in the list of participants."""


@receiver(verb_done, dispatch_uid="documents.access")
def follow_access(sender: str, act: Act, result: Any, **_unused: Any) -> None:
    """Show the posted documents of a meeting to whom the meeting is seen now."""
    if sender not in ACCESS_VERBS or not isinstance(result, Meeting):
        return
    documents = Document.objects.filter(
        Q(state=POSTED) | Q(state=WITHDRAWN, number__isnull=False), meeting=result
    )
    for document in documents.select_related("record", "meeting__record", "meeting__body__record"):
        set_posted_access(document)


@receiver(verb_done, dispatch_uid="documents.members")
def follow_membership(sender: str, act: Act, result: Any, **_unused: Any) -> None:
    """Show documents for members only to those who are members now."""
    if sender not in ("parties.admit_member", "parties.end_membership"):
        return
    documents = Document.objects.filter(meeting__body=result, members_only=True)
    for document in documents.select_related("meeting__body__record"):
        circle_of_members(document)


@receiver(verb_done, dispatch_uid="documents.carried_over")
def carry_over_documents(sender: str, act: Act, result: Any, **_unused: Any) -> None:
    """Place the documents of items that go on at the next meeting at the new items, as the agenda is copied.

    Those that were carried over, and those of an item that was carried over itself of which nothing came.
    """
    if sender != "events.copy_agenda":
        return
    items = [each for each in result if isinstance(each, AgendaItem) and each.carried_from_id]
    by_source = {item.carried_from_id: item for item in items}
    unfinished = Q(outcome=Outcome.CARRIED_OVER) | Q(
        outcome=Outcome.PENDING, item__outcome=Outcome.CARRIED_OVER
    )
    rows = Consideration.objects.filter(
        unfinished, item__in=by_source, document__state__in=(ACCEPTED, POSTED)
    )
    for row in rows.select_related("document").order_by("item", "position", "pk"):
        add_consideration(act.actor, by_source[row.item_id], document=row.document)


@receiver(verb_done, dispatch_uid="documents.named")
def follow_named_people(sender: str, result: Any, **_unused: Any) -> None:
    """Print the list of participants again when it names somebody whom it may no longer name."""
    if sender in NAMING_VERBS and isinstance(result, Participant):
        follow_names(result.meeting)


@receiver(verb_done, dispatch_uid="documents.reported")
def mark_meetings_reported(sender: str, result: Any, **_unused: Any) -> None:
    """Mark the closed meetings that a report covers as reported, once the report is posted."""
    if sender != "documents.post_document" or not isinstance(result, Document):
        return
    site = Actor.as_system("documents")
    for meeting in Meeting.objects.filter(reports__document=result, state=CLOSED):
        report_meeting(site, meeting, reason=result.symbol)
