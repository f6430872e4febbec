"""Verbs of deliverables: scheduled, added, changed, withdrawn; their progress, and the documents submitted for them."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import audit_value, audit_values, changed_values, require_reason
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import check_values, lock_mandate, lock_unchanged
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables.merge import unmerge_all
from majlis.mandates.deliverables.overdue import cancel_notices
from majlis.mandates.deliverables.reschedule import (
    DELIVERABLE_FIELDS,
    SUBMITTED_KINDS,
    adapt_deliverables,
    adapt_without_source,
    assign_sessions,
    create_steps,
    is_in_force,
    is_requested_differently,
    planned_session,
)
from majlis.mandates.deliverables.schedule import PlannedDeliverable, planned_deliverables
from majlis.mandates.models import Deliverable, Mandate, Occurrence, OverdueNotice, Submission
from majlis.mandates.models.choices import OPEN_PROGRESS, REASON_REQUIRED, DeliverableKind, Progress

OCCURRENCE_FIELDS = ("date", "language", "words", "record", "link")


def next_ordinal(mandate: Mandate) -> int:
    """The next number of a deliverable of a mandate; the row of the mandate stays locked."""
    lock_mandate(mandate)
    last = Deliverable.objects.filter(mandate=mandate).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


@verb("mandates.schedule_deliverables")
def schedule_deliverables(
    act: Act, mandate: Mandate, /, *, anew: bool = False
) -> list[Deliverable]:
    """Make the deliverables that a mandate yields and that are not there yet.

    ``anew``: what was read of the text was corrected. Then, and where another version counts now, what nobody has
    touched is made to fit or withdrawn; what somebody said something of stays as it was asked before.
    """
    first = next_ordinal(mandate)
    there = list(
        Deliverable.objects.select_for_update(of=("self",))
        .filter(mandate=mandate)
        .select_related("occasion")
        .order_by("ordinal")
    )
    needed = {each.key: each for each in planned_deliverables(mandate)}
    if is_in_force(mandate):
        assign_sessions(act, mandate, there, needed)
        if anew or is_requested_differently(mandate, there):
            adapt_deliverables(act, mandate, there, needed)
    elif anew:
        adapt_without_source(act, mandate, there)
    counted = [each for each in there if not each.outdated]
    known = {each.schedule_key for each in counted} | {
        _due_year(each) for each in counted if not each.schedule_key
    }
    new = [each for key, each in needed.items() if key not in known]
    made = [_create_planned(mandate, each, first + n) for n, each in enumerate(new)]
    if made:
        act.note(
            mandate,
            new={"deliverables": [each.ordinal for each in made], "schedule_key": list(needed)},
        )
    if not act.entries:
        act.unchanged()
        return []
    refresh_status([mandate.pk])
    return made


def _due_year(deliverable: Deliverable) -> str:
    occasion = deliverable.occasion
    return deliverable.due[:4] or (str(occasion.year) if occasion is not None else "")


def _create_planned(mandate: Mandate, of: PlannedDeliverable, ordinal: int) -> Deliverable:
    source = mandate.source
    assert source is not None  # else nothing is wanted
    made = Deliverable.objects.create(
        mandate=mandate,
        ordinal=ordinal,
        kind=of.kind,
        occasion=planned_session(of),
        occurrence=of.occurrence,
        due=of.due,
        language=source.language,
        words=of.words,
        schedule_key=of.key,
        source=source,
        schedule_basis=of.schedule_basis,
        scheduled=True,
    )
    if of.kind in SUBMITTED_KINDS:
        create_steps(made, source, of.year)
    return made


@verb("mandates.add_deliverable")
def add_deliverable(act: Act, mandate: Mandate, /, **values: Any) -> Deliverable:
    """Add a deliverable that no rule foresaw. Raises InvalidInput by field."""
    said = {name: values[name] for name in DELIVERABLE_FIELDS if name in values}
    check_deliverable(said)
    made = Deliverable.objects.create(mandate=mandate, ordinal=next_ordinal(mandate), **said)
    act.note(mandate, new={"deliverable": made.ordinal} | audit_values(made, DELIVERABLE_FIELDS))
    refresh_status([mandate.pk])
    return made


def check_deliverable(values: dict[str, Any]) -> None:
    """Raises InvalidInput by field where what is said of a deliverable cannot be."""
    faults: dict[str, Any] = {}
    if values.get("kind") not in DeliverableKind.values:
        faults["kind"] = _("Choose what is to be delivered.")
    check_values(values, "due", faults=faults)


@verb("mandates.change_deliverable")
def change_deliverable(
    act: Act, deliverable: Deliverable, /, *, reason: str, seen: str = "", **values: Any
) -> Deliverable:
    """Correct what is due and when. Raises InvalidInput by field, WrongState where somebody else was faster."""
    now = lock_unchanged(deliverable, DELIVERABLE_FIELDS, seen)
    require_reason(reason)
    check_deliverable({name: getattr(now, name) for name in DELIVERABLE_FIELDS} | values)
    new = changed_values(now, DELIVERABLE_FIELDS, values)
    if not new:
        act.unchanged()
        return now
    old = {name: audit_value(getattr(now, name)) for name in new}
    for name, value in (new | {"scheduled": False}).items():
        setattr(now, name, value)
    if {"due", "occasion"} & set(new):
        cancel_notices([now])
    now.save(update_fields=[*new, "scheduled"])
    act.note(
        now.mandate,
        old={"deliverable": now.ordinal} | old,
        new={name: audit_value(value) for name, value in new.items()},
        reason=reason,
    )
    refresh_status([now.mandate_id])
    return now


@verb("mandates.withdraw_deliverable")
def withdraw_deliverable(
    act: Act, deliverable: Deliverable, /, *, reason: str, seen: str = ""
) -> Deliverable:
    """Take back a deliverable that is not asked; no rule makes it again. Raises InvalidInput, WrongState."""
    now = lock_unchanged(deliverable, DELIVERABLE_FIELDS, seen)
    require_reason(reason)
    if now.merged_from.filter(withdrawn_at=None).exists():
        raise WrongState(_("Others were merged into it."), _("Part them from it first."))
    now.withdrawn_at, now.scheduled = timezone.now(), False
    now.save(update_fields=["withdrawn_at", "scheduled"])
    act.note(
        now.mandate,
        old={"deliverable": now.ordinal} | audit_values(now, DELIVERABLE_FIELDS),
        reason=reason,
    )
    refresh_status([now.mandate_id])
    return now


@verb("mandates.record_occurrence")
def record_occurrence(act: Act, mandate: Mandate, /, **values: Any) -> Occurrence:
    """Say that what a mandate waits for has happened: from now on something is due. Raises InvalidInput by field."""
    said = {name: values[name] for name in OCCURRENCE_FIELDS if name in values}
    faults = {} if said.get("words", "").strip() else {"words": _("Say what happened.")}
    check_values(said, "date", faults=dict(faults))
    if mandate.source is None or not mandate.source.trigger:
        raise WrongState(
            _("This mandate waits for nothing."), _("Add a deliverable where one is due.")
        )
    made = Occurrence.objects.create(mandate=mandate, made_by=act.actor.user, **said)
    act.note(mandate, new={"occurrence": made.pk} | audit_values(made, OCCURRENCE_FIELDS))
    first = next_ordinal(mandate)
    for each in planned_deliverables(mandate):
        if each.occurrence is not None and each.occurrence.pk == made.pk:
            due = _create_planned(mandate, each, first)
            act.note(mandate, new={"deliverables": [due.ordinal]})
    refresh_status([mandate.pk])
    return made


@verb("mandates.withdraw_occurrence")
def withdraw_occurrence(act: Act, occurrence: Occurrence, /, *, reason: str) -> Mandate:
    """Take back what did not happen, and what nobody answered of it. Raises InvalidInput, WrongState."""
    now = lock_unchanged(occurrence, OCCURRENCE_FIELDS)
    require_reason(reason)
    found = now.deliverables.filter(withdrawn_at=None)
    said = OverdueNotice.objects.filter(deliverable__in=found, answered_at__isnull=False)
    told = any(each.state != Progress.NO_INFORMATION or each.submissions.exists() for each in found)
    if told or said.exists():
        raise WrongState(
            _("Something was said already of what became due."),
            _("Withdraw the deliverable first."),
        )
    if any(each.merged_from.exists() for each in found):
        raise WrongState(_("Others were merged into it."), _("Part them from it first."))
    act.note(
        now.mandate,
        old={"occurrence": now.pk} | audit_values(now, OCCURRENCE_FIELDS),
        reason=reason,
    )
    found.delete()
    now.deliverables.update(occurrence=None)  # what was withdrawn stays, with what was said of it
    now.delete()
    refresh_status([occurrence.mandate_id])
    return occurrence.mandate


PROGRESS_FIELDS = ("state", "reason", "reason_language")
SUBMISSION_FIELDS = ("record", "link", "title", "paragraphs", "language", "date")
DONE_STATES = (Progress.REPORTED_DONE, Progress.PARTLY_DONE)
REASON_MISSING = _("Say why, so that whoever asked can read it.")


def check_progress(values: dict[str, Any], *, met: bool) -> None:
    """Raises InvalidInput by field where a state cannot be: without its reason, or answered by nothing."""
    faults: dict[str, Any] = {}
    state = values.get("state")
    if state not in Progress.values:
        faults["state"] = _("Choose how it stands.")
    elif state in REASON_REQUIRED and not values.get("reason", "").strip():
        faults["reason"] = REASON_MISSING
    elif state in DONE_STATES and not met:
        faults["state"] = _(
            "It is answered by a document or a record: name one, and it is answered by it."
        )
    if values.get("reason") and values.get("reason_language") not in LANGUAGE_CODES:
        faults["reason_language"] = _("Choose one of the six languages.")
    if faults:
        raise InvalidInput(faults)


def _check_not_merged(deliverable: Deliverable) -> None:
    """Raises WrongState where it was merged: what is said of the other one is said of it."""
    if deliverable.merged_into_id is not None:
        raise WrongState(
            _("This was merged into another deliverable."),
            _("Answer that one: it counts for both."),
        )


@verb("mandates.set_progress")
def set_progress(
    act: Act, deliverable: Deliverable, /, *, seen: str = "", **values: Any
) -> Deliverable:
    """Say how a deliverable stands; partly, not answered and not applicable need a reason.

    Answered or partly answered it is only by documents (``submit_document``). Raises InvalidInput by field, WrongState.
    """
    now = lock_unchanged(deliverable, PROGRESS_FIELDS, seen)
    _check_not_merged(now)
    said = {name: values.get(name, "") for name in PROGRESS_FIELDS}
    check_progress(said, met=now.submissions.exists())
    return _save_progress(act, now, said)


def _save_progress(act: Act, now: Deliverable, said: dict[str, Any], **more: Any) -> Deliverable:
    new = changed_values(now, PROGRESS_FIELDS, said)
    if not new:
        act.unchanged()
        return now
    old = {name: audit_value(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    if now.state not in OPEN_PROGRESS:
        cancel_notices([now])
    now.reported_at, now.scheduled = timezone.now(), False
    now.save(update_fields=[*new, "reported_at", "scheduled"])
    act.note(
        now.mandate,
        old={"deliverable": now.ordinal} | old,
        new={name: audit_value(value) for name, value in new.items()},
        **more,
    )
    if now.outdated and now.state in OPEN_PROGRESS:
        unmerge_all(act, now, _("It is open again, and the text asks it otherwise now."))
    refresh_status([now.mandate_id])
    return now


def _check_submission(values: dict[str, Any]) -> None:
    faults: dict[str, Any] = {}
    if values.get("record") is None and not values.get("link"):
        faults["document"] = _("Name the document: its address on this site, or elsewhere.")
    elif values.get("record") is None and not values.get("title", "").strip():
        faults["title"] = _("Write how the document is called.")
    check_values(values, "date", faults=faults)


@verb("mandates.submit_document")
def submit_document(
    act: Act,
    deliverable: Deliverable,
    /,
    *,
    partly: bool = False,
    reason: str = "",
    reason_language: str = "",
    **values: Any,
) -> Submission:
    """Say by which document or record a deliverable was met, wholly or ``partly`` with the reason.

    One document may meet several deliverables, and several one: it is done once for each. Raises InvalidInput, WrongState.
    """
    now = lock_unchanged(deliverable, ())
    _check_not_merged(now)
    said = {name: values[name] for name in SUBMISSION_FIELDS if name in values}
    _check_submission(said)
    state = Progress.PARTLY_DONE if partly else Progress.REPORTED_DONE
    why = {"state": state, "reason": reason, "reason_language": reason_language}
    if not partly:
        why |= {"reason": "", "reason_language": ""}
    check_progress(why, met=True)
    record = said.get("record")
    if record is not None and now.submissions.filter(record=record).exists():
        raise InvalidInput(
            {"document": _("This record answers it already: correct what is said of it.")}
        )
    made = Submission.objects.create(deliverable=now, made_by=act.actor.user, **said)
    act.note(
        now.mandate,
        new={"deliverable": now.ordinal, "answer": made.pk} | audit_values(made, SUBMISSION_FIELDS),
    )
    if changed_values(now, PROGRESS_FIELDS, why):
        _save_progress(act, now, why)
    else:
        refresh_status([now.mandate_id])
    return made


@verb("mandates.correct_submission")
def correct_submission(
    act: Act, answer: Submission, /, *, reason: str, seen: str = "", **values: Any
) -> Submission:
    """Correct what is said of a document that met a deliverable. Raises InvalidInput by field, WrongState."""
    now = lock_unchanged(answer, SUBMISSION_FIELDS, seen)
    require_reason(reason)
    _check_submission({name: getattr(now, name) for name in SUBMISSION_FIELDS} | values)
    new = changed_values(now, SUBMISSION_FIELDS, values)
    record = new.get("record")
    if record is not None and now.deliverable.submissions.filter(record=record).exists():
        raise InvalidInput(
            {"document": _("This record answers it already: correct what is said of it.")}
        )
    if not new:
        act.unchanged()
        return now
    old = {name: audit_value(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.save(update_fields=list(new))
    act.note(
        now.mandate,
        old={"deliverable": now.deliverable.ordinal, "answer": now.pk} | old,
        new={name: audit_value(value) for name, value in new.items()},
        reason=reason,
    )
    return now


@verb("mandates.withdraw_submission")
def withdraw_submission(
    act: Act, answer: Submission, /, *, reason: str, seen: str = ""
) -> Deliverable:
    """Take back a document that does not meet it; after the last one, it is open again. Raises InvalidInput, WrongState."""
    now = lock_unchanged(answer, SUBMISSION_FIELDS, seen)
    require_reason(reason)
    deliverable = lock_unchanged(now.deliverable, ())
    act.note(
        now.mandate,
        old={"deliverable": deliverable.ordinal, "answer": now.pk}
        | audit_values(now, SUBMISSION_FIELDS),
        reason=reason,
    )
    now.delete()
    if deliverable.state in DONE_STATES and not deliverable.submissions.exists():
        state = {"state": Progress.NO_INFORMATION, "reason": "", "reason_language": ""}
        _save_progress(act, deliverable, state, reason=reason)
    else:
        refresh_status([deliverable.mandate_id])
    return deliverable
