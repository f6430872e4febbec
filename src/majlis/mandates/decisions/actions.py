"""The verb by which the decision of a body on a document is recorded once, with all that follows from it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from majlis.documents.models import Consideration, TransmittedText
from majlis.documents.posted_documents import actions as posted_documents
from majlis.events.agenda import actions as agenda
from majlis.events.lifecycle import CANCELLED, CONVENED, DRAFT
from majlis.events.models import Meeting, Outcome
from majlis.instruments.acts import actions as acts
from majlis.instruments.lifecycle import ADOPTED, PROPOSED
from majlis.instruments.models import ActKind, Manner, Version
from majlis.instruments.models.version import ADOPTING_KINDS
from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.decisions import queries
from majlis.mandates.deliverables import actions as deliverables
from majlis.mandates.deliverables import steps
from majlis.mandates.models import Deliverable


def check_decision(consideration: Consideration) -> None:
    """Check that the meeting can have decided, and that no decision is recorded. Raises WrongState."""
    meeting = consideration.item.meeting
    if meeting.state in (DRAFT, CONVENED, CANCELLED):
        raise WrongState(
            _("This meeting has not been opened yet."),
            _("Open the meeting, then record the decision."),
        )
    if consideration.outcome not in (Outcome.PENDING, Outcome.CARRIED_OVER):
        raise WrongState(
            _("A decision on this document is recorded already."),
            _("Correct the outcome at the item, or the decision at the text."),
        )


@verb("mandates.record_decision")
def record_decision(
    act: Act,
    consideration: Consideration,
    *,
    outcome: str,
    date: datetime.date,
    kinds: Mapping[int, str],
    in_force: Collection[int] = (),
    answered: Collection[int] = (),
    manner: str = "",
    in_favour: int | None = None,
    against: int | None = None,
    abstaining: int | None = None,
    note: str = "",
    note_language: str = "",
) -> Consideration:
    """Record what a meeting decided on a document, in one step.

    ``outcome``: what came of the document at the item. ``kinds``: key of a version that the document submits
    -> the kind of the act of the body (``ActKind``), empty where it decided nothing on it; ``in_force``: keys of
    adopted versions that enter into force at once. ``answered``: keys of deliverables that the document
    answers; the steps of the body in them are completed. ``manner`` and the votes are those of all acts.

    The item gets the same outcome if it has none, and no other document at it waits for one.
    The act of each version refers to the meeting. An adopted version moves its text and the mandates in it,
    as by the verbs of texts. Raises InvalidInput by field; WrongState where a decision is recorded already.
    """
    row = Consideration.objects.select_for_update(of=("self",)).get(pk=consideration.pk)
    consideration.outcome = row.outcome
    check_decision(consideration)
    meeting = consideration.item.meeting
    _check_values(meeting, outcome, date, manner)
    submitted = {text.version_id: text for text in consideration.document.transmitted_texts.all()}
    if set(kinds) - set(submitted):
        raise InvalidInput(
            {"": _("A text is no longer submitted by this document. Open it again.")}
        )
    manners: acts.ActValues = {
        "manner": manner,
        "in_favour": in_favour,
        "against": against,
        "abstaining": abstaining,
    }
    posted_documents.set_consideration_outcome(
        act.actor, consideration, outcome=outcome, note=note, note_language=note_language
    )
    item = consideration.item
    waiting = item.considerations.filter(outcome__in=(Outcome.PENDING, Outcome.CARRIED_OVER))
    if item.outcome == Outcome.PENDING and item.withdrawn_at is None and not waiting.exists():
        agenda.set_item_outcome(act.actor, item, outcome=outcome)
    decided = [key for key, kind in kinds.items() if kind]
    for key in decided:
        _decide_text(act, submitted[key], kinds[key], meeting, date, manners, key in in_force)
    for deliverable in _locked_deliverables(act, meeting, answered):
        _answer(act, deliverable, consideration, meeting, date)
    act.note(
        consideration,
        record=consideration.document.record,
        new={
            "outcome": outcome,
            "meeting": meeting.record.address,
            "texts": [submitted[key].version.record.address for key in decided],
            "deliverables": sorted(answered),
        },
    )
    return consideration


def _check_values(meeting: Meeting, outcome: str, date: datetime.date, manner: str) -> None:
    faults: dict[str, StrOrPromise] = {}
    if outcome not in Outcome.values or not outcome:
        faults["outcome"] = _("Select the outcome of the document.")
    if meeting.first_day and date < meeting.first_day:
        faults["date"] = _("The meeting had not begun on this day. Check the date.")
    if date > clock.today():
        faults["date"] = _("This date is in the future. Correct it.")
    if manner not in ("", *Manner.values):
        faults["manner"] = _("Select a manner of adoption from the list.")
    if faults:
        raise InvalidInput(faults)


def _decide_text(
    act: Act,
    text: TransmittedText,
    kind: str,
    meeting: Meeting,
    date: datetime.date,
    manners: acts.ActValues,
    in_force: bool,
) -> None:
    """Record the act of the body on a version, and move the version as that act does."""
    version = Version.objects.select_related("record", "instrument__record").get(pk=text.version_id)
    deciding: acts.ActValues = {
        **manners,
        "kind": kind,
        "body": meeting.body,
        "date": date.isoformat(),
        "record": meeting.record,
    }
    if kind in ADOPTING_KINDS and version.state == PROPOSED:
        acts.adopt_version(act.actor, version, date=date.isoformat(), deciding=deciding)
    else:
        acts.record_act(act.actor, version, **deciding)
        if kind == ActKind.DECLINES and version.state == PROPOSED:
            acts.mark_version_not_adopted(act.actor, version)
    if in_force and version.state == ADOPTED:
        acts.bring_version_into_force(act.actor, version)


def _locked_deliverables(act: Act, meeting: Meeting, keys: Collection[int]) -> list[Deliverable]:
    """The open deliverables of these keys. Raises InvalidInput for one that is not open at the meeting."""
    found = {
        each.pk: each
        for each in queries.open_deliverables(meeting, act.actor.person)
        if each.pk in keys
    }
    if set(keys) - set(found):
        message = _("A selected deliverable is no longer open. Select the deliverables again.")
        raise InvalidInput({"answered": message})
    return [found[key] for key in sorted(found)]


def _answer(
    act: Act,
    deliverable: Deliverable,
    consideration: Consideration,
    meeting: Meeting,
    date: datetime.date,
) -> None:
    """Answer a deliverable with the document, and complete the steps of the body in it."""
    document = consideration.document
    if not deliverable.submissions.filter(record=document.record).exists():
        deliverables.submit_document(
            act.actor,
            deliverable,
            record=document.record,
            title="",
            language=document.language,
            date=date.isoformat(),
        )
    for step in queries.steps_of_body(deliverable, meeting):
        steps.complete_step(act.actor, step, done_on=date.isoformat(), record=document.record)
