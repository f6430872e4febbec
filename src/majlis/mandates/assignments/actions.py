"""Verbs of assignments: who leads a mandate and who contributes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.editing import require_reason
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import lock_mandate
from majlis.mandates.core.status import refresh_status
from majlis.mandates.lifecycle import ASSIGNMENT_LIFECYCLE, CONFIRMED, ENDED, PROPOSED
from majlis.mandates.models import Assignment, Entity, Mandate
from majlis.parties.models.body import is_after, is_partial_date

DATE_FORMAT = _("Enter a date as 2026, 2026-04 or 2026-04-17.")
OPEN_STATES = (PROPOSED, CONFIRMED)
LEAD, CONTRIBUTOR = Assignment.Part.LEAD, Assignment.Part.CONTRIBUTOR


@verb("mandates.add_assignment")
def add_assignment(
    act: Act,
    mandate: Mandate,
    /,
    *,
    entity: Entity,
    part: str = LEAD,
    confirmed: bool = True,
    since: str = "",
    record: Record | None = None,
    words: str = "",
) -> Assignment:
    """Name a lead or contributor; a new confirmed lead ends the former one. Raises InvalidInput by field."""
    return _add(act, mandate, entity, part, confirmed, since, record, words)


@verb("mandates.propose_contributor")
def propose_contributor(
    act: Act,
    mandate: Mandate,
    /,
    *,
    entity: Entity,
    since: str = "",
    record: Record | None = None,
    words: str = "",
) -> Assignment:
    """Propose a contributor; it counts once it is confirmed. Raises InvalidInput by field."""
    return _add(act, mandate, entity, CONTRIBUTOR, False, since, record, words)


def _add(
    act: Act,
    mandate: Mandate,
    entity: Entity,
    part: str,
    confirmed: bool,
    since: str,
    record: Record | None,
    words: str,
) -> Assignment:
    _lock(mandate)
    _check_values(since, record, words, confirmed=confirmed)
    if part not in Assignment.Part.values:
        raise InvalidInput({"part": _("Select a role: lead or contributor.")})
    existing = mandate.assignments.filter(entity=entity, part=part, state__in=OPEN_STATES).first()
    if existing is not None:
        messages = {
            PROPOSED: _("This entity is already proposed. Confirm or decline that proposal."),
            CONFIRMED: _("This entity is already confirmed in this role."),
        }
        raise InvalidInput({"entity": messages[existing.state]})
    if confirmed and part == LEAD:
        _end_former(act, mandate, since)
    assignment = Assignment.objects.create(
        mandate=mandate,
        entity=entity,
        part=part,
        state=CONFIRMED if confirmed else PROPOSED,
        since=since,
        record=record,
        words=words,
        made_by=act.actor.user,
        decided_by=act.actor.user if confirmed else None,
        decided_at=clock.now() if confirmed else None,
    )
    act.note(
        assignment,
        record=mandate.record,
        new=_audit_values(assignment) | {"state": assignment.state},
    )
    refresh_status([mandate.pk])
    return assignment


@verb("mandates.confirm_assignment")
def confirm_assignment(act: Act, assignment: Assignment, /) -> Assignment:
    """Confirm a proposal; a new lead ends the former one. Raises WrongState where it was decided meanwhile."""
    _lock(assignment.mandate)
    assignment.refresh_from_db(fields=["state"])
    if assignment.state == PROPOSED and assignment.part == LEAD:
        _end_former(act, assignment.mandate, assignment.since)
    _move(act, assignment)
    return assignment


@verb("mandates.decline_assignment")
def decline_assignment(act: Act, assignment: Assignment, /, *, reason: str) -> Assignment:
    """Decline a proposal, with a reason. Raises InvalidInput, WrongState."""
    require_reason(reason, _("Enter a reason."))
    _lock(assignment.mandate)
    _move(act, assignment, reason)
    return assignment


@verb("mandates.end_assignment")
def end_assignment(
    act: Act, assignment: Assignment, /, *, until: str = "", reason: str
) -> Assignment:
    """End an assignment, with its last date and a reason. Raises InvalidInput by field, WrongState."""
    faults: dict[str, StrOrPromise] = {}
    if not reason.strip():
        faults["reason"] = _("Enter a reason.")
    if until and not is_partial_date(until):
        faults["until"] = DATE_FORMAT
    elif until and assignment.since and is_after(assignment.since, until):
        faults["until"] = _("The end date is before the start date. Correct one of them.")
    if faults:
        raise InvalidInput(faults)
    _lock(assignment.mandate)
    if until:
        assignment.until = until
        Assignment.objects.filter(pk=assignment.pk).update(until=until)
    _move(act, assignment, reason)
    return assignment


@verb("mandates.change_assignment")
def change_assignment(
    act: Act,
    assignment: Assignment,
    /,
    *,
    reason: str,
    since: str = "",
    record: Record | None = None,
    words: str = "",
) -> Assignment:
    """Correct the first date and the act; the entity stays. Raises InvalidInput by field, WrongState."""
    require_reason(reason, _("Enter a reason for the correction."))
    _lock(assignment.mandate)
    assignment.refresh_from_db()
    if assignment.state not in OPEN_STATES:
        raise WrongState()
    _check_values(since, record, words, confirmed=assignment.state == CONFIRMED)
    old = _audit_values(assignment)
    assignment.since, assignment.record, assignment.words = since, record, words
    new = _audit_values(assignment)
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if not changed:
        act.unchanged()
        return assignment
    assignment.save(update_fields=["since", "record", "words"])
    act.note(
        assignment,
        record=assignment.mandate.record,
        old={name: old.get(name, "") for name in changed},
        new={name: new.get(name, "") for name in changed},
        reason=reason,
    )
    refresh_status([assignment.mandate_id])
    return assignment


def _lock(mandate: Mandate) -> None:
    """Lock the mandate: when two leads are named at once, the second call sees the first lead."""
    lock_mandate(mandate)


def _check_values(since: str, record: Record | None, words: str, *, confirmed: bool) -> None:
    faults: dict[str, StrOrPromise] = {}
    if since and not is_partial_date(since):
        faults["since"] = DATE_FORMAT
    if confirmed and record is None and not words.strip():
        faults["by"] = _("Enter the decision or document: a text, a meeting record or a letter.")
    if faults:
        raise InvalidInput(faults)


def _end_former(act: Act, mandate: Mandate, since: str) -> None:
    """End the former lead on the day on which the new one begins."""
    former = mandate.assignments.filter(part=LEAD, state=CONFIRMED).first()
    if former is None:
        return
    former.state, former.until = ENDED, since
    former.decided_by, former.decided_at = act.actor.user, clock.now()
    former.save(update_fields=["state", "until", "decided_by", "decided_at"])
    act.note(
        former,
        record=mandate.record,
        old={"state": CONFIRMED, "entity": former.entity.record.address},
        new={"state": ENDED, "until": since},
    )


def _move(act: Act, assignment: Assignment, reason: str = "") -> None:
    """Apply the transition of the verb, note who decided, and refresh the mandate."""
    step = ASSIGNMENT_LIFECYCLE.move(assignment, act.verb)
    assignment.decided_by, assignment.decided_at = act.actor.user, clock.now()
    assignment.save(update_fields=["decided_by", "decided_at"])
    audit_values = {"entity": assignment.entity.record.address, "part": assignment.part}
    if assignment.state == ENDED and assignment.until:
        step["new"]["until"] = assignment.until
    act.note(
        assignment,
        record=assignment.mandate.record,
        old=step["old"],
        new=audit_values | step["new"],
        reason=reason,
    )
    refresh_status([assignment.mandate_id])


def _audit_values(assignment: Assignment) -> dict[str, str]:
    """The values of an assignment for the audit, without empty ones."""
    values = {
        "entity": assignment.entity.record.address,
        "part": assignment.part,
        "since": assignment.since,
        "by_record": assignment.record.address if assignment.record else "",
        "by_words": assignment.words,
    }
    return {name: value for name, value in values.items() if value}
