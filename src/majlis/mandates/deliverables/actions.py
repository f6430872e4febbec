"""Verbs of deliverables: schedule, add, change and withdraw them, set their progress, and submit documents."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.editing import (
    FieldValue,
    audit_values,
    changed_values,
    delete_row,
    require_reason,
    save_changes,
)
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import check_values, lock_existing, lock_mandate
from majlis.mandates.core.representation import represents
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables.merge import unmerge_all
from majlis.mandates.deliverables.overdue import cancel_notices
from majlis.mandates.deliverables.reschedule import (
    DELIVERABLE_FIELDS,
    SUBMITTED_KINDS,
    adapt_deliverables,
    adapt_without_source,
    assign_next_sessions,
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
    """The next number of a deliverable of a mandate; it locks the mandate until the transaction ends."""
    lock_mandate(mandate)
    last = Deliverable.objects.filter(mandate=mandate).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


@verb("mandates.schedule_deliverables")
def schedule_deliverables(
    act: Act, mandate: Mandate, /, *, source_changed: bool = False
) -> list[Deliverable]:
    """Create the deliverables that a mandate requires and that do not exist yet.

    ``source_changed``: the accepted source was corrected or revoked. In this case, and if another
    version counts now, deliverables that nobody has edited are adapted or withdrawn; those with
    progress or documents stay as they were requested before.
    """
    first = next_ordinal(mandate)
    existing = list(
        Deliverable.objects.select_for_update(of=("self",))
        .filter(mandate=mandate)
        .select_related("occasion")
        .order_by("ordinal")
    )
    planned = {each.key: each for each in planned_deliverables(mandate)}
    if is_in_force(mandate):
        assign_sessions(act, mandate, existing, planned)
        assign_next_sessions(act, mandate, existing, planned)
        if source_changed or is_requested_differently(mandate, existing):
            adapt_deliverables(act, mandate, existing, planned)
    elif source_changed:
        adapt_without_source(act, mandate, existing)
    counted = [each for each in existing if not each.outdated]
    existing_keys = {each.schedule_key for each in counted} | {
        _due_year(each) for each in counted if not each.schedule_key
    }
    new = [each for key, each in planned.items() if key not in existing_keys]
    created = [_create_planned(mandate, each, first + index) for index, each in enumerate(new)]
    if created:
        act.note(
            mandate,
            new={"deliverables": [each.ordinal for each in created], "schedule_key": list(planned)},
        )
    if not act.entries:
        act.unchanged()
        return []
    refresh_status([mandate.pk])
    return created


def _due_year(deliverable: Deliverable) -> str:
    occasion = deliverable.occasion
    return deliverable.due[:4] or (str(occasion.year) if occasion is not None else "")


def _create_planned(mandate: Mandate, planned: PlannedDeliverable, ordinal: int) -> Deliverable:
    source = mandate.source
    assert source is not None  # without a source, nothing is planned
    deliverable = Deliverable.objects.create(
        mandate=mandate,
        ordinal=ordinal,
        kind=planned.kind,
        occasion=planned_session(planned),
        occurrence=planned.occurrence,
        due=planned.due,
        language=source.language,
        words=planned.words,
        schedule_key=planned.key,
        source=source,
        schedule_basis=planned.schedule_basis,
        scheduled=True,
    )
    if planned.kind in SUBMITTED_KINDS:
        create_steps(deliverable, source, planned.session_year)
    return deliverable


@verb("mandates.add_deliverable")
def add_deliverable(act: Act, mandate: Mandate, /, **values: FieldValue) -> Deliverable:
    """Add a deliverable that is not scheduled by rule. Raises InvalidInput by field."""
    fields = {name: values[name] for name in DELIVERABLE_FIELDS if name in values}
    check_deliverable(fields)
    deliverable = Deliverable.objects.create(
        mandate=mandate, ordinal=next_ordinal(mandate), **fields
    )
    act.note(
        mandate,
        new={"deliverable": deliverable.ordinal} | audit_values(deliverable, DELIVERABLE_FIELDS),
    )
    refresh_status([mandate.pk])
    return deliverable


def check_deliverable(values: Mapping[str, FieldValue]) -> None:
    """Check the fields of a deliverable. Raises InvalidInput by field."""
    faults: dict[str, StrOrPromise] = {}
    if values.get("kind") not in DeliverableKind.values:
        faults["kind"] = _("Select the kind of deliverable.")
    check_values(values, "due", faults=faults)


@verb("mandates.change_deliverable")
def change_deliverable(
    act: Act, deliverable: Deliverable, /, *, reason: str, **values: FieldValue
) -> Deliverable:
    """Correct what is due and when. Raises InvalidInput by field; WrongState after a concurrent change."""
    locked = lock_existing(deliverable)
    require_reason(reason)
    check_deliverable({name: getattr(locked, name) for name in DELIVERABLE_FIELDS} | values)
    new = changed_values(locked, DELIVERABLE_FIELDS, values)
    if {"due", "occasion"} & set(new):
        cancel_notices([locked])
    key = {"deliverable": locked.ordinal}
    if save_changes(act, locked, new, locked.mandate, key, reason, scheduled=False):
        refresh_status([locked.mandate_id])
    return locked


@verb("mandates.withdraw_deliverable")
def withdraw_deliverable(act: Act, deliverable: Deliverable, /, *, reason: str) -> Deliverable:
    """Withdraw a deliverable that is not required; it is not scheduled again. Raises InvalidInput, WrongState."""
    locked = lock_existing(deliverable)
    require_reason(reason)
    if locked.merged_from.filter(withdrawn_at=None).exists():
        raise WrongState(
            _("Other deliverables were merged into this one."),
            _("Unmerge those deliverables first."),
        )
    locked.withdrawn_at, locked.scheduled = clock.now(), False
    locked.save(update_fields=["withdrawn_at", "scheduled"])
    act.note(
        locked.mandate,
        old={"deliverable": locked.ordinal} | audit_values(locked, DELIVERABLE_FIELDS),
        reason=reason,
    )
    refresh_status([locked.mandate_id])
    return locked


@verb("mandates.record_occurrence")
def record_occurrence(act: Act, mandate: Mandate, /, **values: FieldValue) -> Occurrence:
    """Record that the trigger of a mandate has happened; its deliverable is due from now on.

    Raises InvalidInput by field, and WrongState if the mandate has no trigger.
    """
    fields = {name: values[name] for name in OCCURRENCE_FIELDS if name in values}
    faults = {} if str(fields.get("words", "")).strip() else {"words": _("Enter the event.")}
    check_values(fields, "date", faults=dict(faults))
    if mandate.source is None or not mandate.source.trigger:
        raise WrongState(_("This mandate has no condition."), _("Add a deliverable if one is due."))
    occurrence = Occurrence.objects.create(mandate=mandate, made_by=act.actor.user, **fields)
    act.note(
        mandate, new={"occurrence": occurrence.pk} | audit_values(occurrence, OCCURRENCE_FIELDS)
    )
    first = next_ordinal(mandate)
    for planned in planned_deliverables(mandate):
        if planned.occurrence is not None and planned.occurrence.pk == occurrence.pk:
            deliverable = _create_planned(mandate, planned, first)
            act.note(mandate, new={"deliverables": [deliverable.ordinal]})
    refresh_status([mandate.pk])
    return occurrence


@verb("mandates.withdraw_occurrence")
def withdraw_occurrence(act: Act, occurrence: Occurrence, /, *, reason: str) -> Mandate:
    """Withdraw an occurrence that did not happen, with its deliverables.

    Raises InvalidInput, and WrongState if a deliverable has progress, documents or explanations.
    """
    locked = lock_existing(occurrence)
    require_reason(reason)
    deliverables = locked.deliverables.filter(withdrawn_at=None)
    explanations = OverdueNotice.objects.filter(
        deliverable__in=deliverables, answered_at__isnull=False
    )
    has_progress = any(
        each.state != Progress.NO_INFORMATION or each.submissions.exists() for each in deliverables
    )
    if has_progress or explanations.exists():
        raise WrongState(
            _("Information on the resulting deliverable has already been recorded."),
            _("Withdraw the deliverable first."),
        )
    if any(each.merged_from.exists() for each in deliverables):
        raise WrongState(
            _("Other deliverables were merged into this one."),
            _("Unmerge those deliverables first."),
        )
    act.note(
        locked.mandate,
        old={"occurrence": locked.pk} | audit_values(locked, OCCURRENCE_FIELDS),
        reason=reason,
    )
    deliverables.delete()
    locked.deliverables.update(occurrence=None)  # withdrawn ones remain, with their history
    locked.delete()
    refresh_status([occurrence.mandate_id])
    return occurrence.mandate


PROGRESS_FIELDS = ("state", "reason", "reason_language")
SUBMISSION_FIELDS = ("record", "link", "title", "paragraphs", "language", "date")
DONE_STATES = (Progress.REPORTED_DONE, Progress.PARTLY_DONE)
REASON_MISSING = _("Enter a reason. It is shown with the status.")


def check_progress(values: Mapping[str, FieldValue], *, met: bool) -> None:
    """Check a progress state and its reason. Raises InvalidInput by field.

    ``met``: whether a document was submitted; a deliverable cannot be reported done without one.
    """
    faults: dict[str, StrOrPromise] = {}
    state = values.get("state")
    if state not in Progress.values:
        faults["state"] = _("Select a status.")
    elif state in REASON_REQUIRED and not str(values.get("reason", "")).strip():
        faults["reason"] = REASON_MISSING
    elif state in DONE_STATES and not met:
        faults["state"] = _(
            "To report this deliverable done or partly done, submit a document first."
        )
    if values.get("reason") and values.get("reason_language") not in LANGUAGE_CODES:
        faults["reason_language"] = _("Select one of the six official languages.")
    if faults:
        raise InvalidInput(faults)


def _check_not_merged(deliverable: Deliverable) -> None:
    """Raises WrongState if the deliverable was merged: the other one has its progress."""
    if deliverable.merged_into_id is not None:
        raise WrongState(
            _("This deliverable was merged into another one."),
            _("Report the status of the other deliverable instead; that status applies to both."),
        )


@verb("mandates.set_progress")
def set_progress(act: Act, deliverable: Deliverable, /, **values: FieldValue) -> Deliverable:
    """Set the progress of a deliverable; partly done, not done and not applicable need a reason.

    It is reported done, wholly or partly, only by a document (``submit_document``). Raises
    InvalidInput by field, WrongState.
    """
    locked = lock_existing(deliverable)
    _check_not_merged(locked)
    progress = {name: values.get(name, "") for name in PROGRESS_FIELDS}
    check_progress(progress, met=locked.submissions.exists())
    return _save_progress(act, locked, progress)


def _save_progress(
    act: Act, deliverable: Deliverable, progress: Mapping[str, FieldValue], reason: str = ""
) -> Deliverable:
    new = changed_values(deliverable, PROGRESS_FIELDS, progress)
    lead, user = deliverable.mandate.lead, act.actor.user
    also: dict[str, FieldValue] = {
        "reported_at": clock.now(),
        "reported_for": lead,
        "reported_by_secretariat": user is not None and not represents(user, lead),
        "scheduled": False,
    }
    key = {"deliverable": deliverable.ordinal}
    if not save_changes(act, deliverable, new, deliverable.mandate, key, reason, **also):
        return deliverable
    if deliverable.state not in OPEN_PROGRESS:
        cancel_notices([deliverable])
    if deliverable.outdated and deliverable.state in OPEN_PROGRESS:
        unmerge_all(
            act,
            deliverable,
            _("The deliverable was reopened; the request in the text has since changed."),
        )
    refresh_status([deliverable.mandate_id])
    return deliverable


def _check_submission(values: Mapping[str, FieldValue]) -> None:
    faults: dict[str, StrOrPromise] = {}
    if values.get("record") is None and not values.get("link"):
        faults["document"] = _("Enter the address of the document, in Majlis or elsewhere.")
    elif values.get("record") is None and not str(values.get("title", "")).strip():
        faults["title"] = _("Enter the title of the document.")
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
    **values: FieldValue,
) -> Submission:
    """Submit the document or record by which a deliverable is reported done; ``partly`` needs a reason.

    One document can be submitted for several deliverables, each by its own call. Raises
    InvalidInput, WrongState.
    """
    locked = lock_existing(deliverable)
    _check_not_merged(locked)
    fields = {name: values[name] for name in SUBMISSION_FIELDS if name in values}
    _check_submission(fields)
    state = Progress.PARTLY_DONE if partly else Progress.REPORTED_DONE
    progress = {"state": state, "reason": reason, "reason_language": reason_language}
    if not partly:
        progress |= {"reason": "", "reason_language": ""}
    check_progress(progress, met=True)
    record = fields.get("record")
    if isinstance(record, Record) and locked.submissions.filter(record=record).exists():
        raise InvalidInput(
            {
                "document": _(
                    "This document has already been submitted. Correct its details instead."
                )
            }
        )
    submission = Submission.objects.create(deliverable=locked, made_by=act.actor.user, **fields)
    act.note(
        locked.mandate,
        new={"deliverable": locked.ordinal, "answer": submission.pk}
        | audit_values(submission, SUBMISSION_FIELDS),
    )
    if changed_values(locked, PROGRESS_FIELDS, progress):
        _save_progress(act, locked, progress)
    else:
        refresh_status([locked.mandate_id])
    return submission


@verb("mandates.correct_submission")
def correct_submission(
    act: Act, answer: Submission, /, *, reason: str, **values: FieldValue
) -> Submission:
    """Correct the data of a submitted document. Raises InvalidInput by field, WrongState."""
    locked = lock_existing(answer)
    require_reason(reason)
    _check_submission({name: getattr(locked, name) for name in SUBMISSION_FIELDS} | values)
    new = changed_values(locked, SUBMISSION_FIELDS, values)
    record = new.get("record")
    if isinstance(record, Record) and locked.deliverable.submissions.filter(record=record).exists():
        raise InvalidInput(
            {
                "document": _(
                    "This document has already been submitted. Correct its details instead."
                )
            }
        )
    key = {"deliverable": locked.deliverable.ordinal, "answer": locked.pk}
    save_changes(act, locked, new, locked.mandate, key, reason)
    return locked


@verb("mandates.withdraw_submission")
def withdraw_submission(act: Act, answer: Submission, /, *, reason: str) -> Deliverable:
    """Withdraw a submitted document; without any, the deliverable is open again.

    Raises InvalidInput, WrongState.
    """
    locked = lock_existing(answer)
    require_reason(reason)
    deliverable = lock_existing(locked.deliverable)
    key = {"deliverable": deliverable.ordinal, "answer": locked.pk}
    delete_row(act, locked, SUBMISSION_FIELDS, locked.mandate, key, reason)
    if deliverable.state in DONE_STATES and not deliverable.submissions.exists():
        state = {"state": Progress.NO_INFORMATION, "reason": "", "reason_language": ""}
        _save_progress(act, deliverable, state, reason=reason)
    else:
        refresh_status([deliverable.mandate_id])
    return deliverable
