"""Adapt scheduled deliverables to the current text: move or withdraw them, or mark them as former requests."""

from __future__ import annotations

from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.kernel.editing import audit_value, audit_values, changed_values
from majlis.kernel.json_types import JSON
from majlis.kernel.verbs import Act
from majlis.mandates.core.next_meeting import is_waiting
from majlis.mandates.deliverables.merge import unmerge_all
from majlis.mandates.deliverables.overdue import cancel_notices
from majlis.mandates.deliverables.schedule import (
    PlannedDeliverable,
    first_recipient,
    requested_since,
    sessions_after,
    sessions_in_year,
)
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import (
    Addressee,
    Deliverable,
    Entity,
    Mandate,
    MandateSource,
    Occasion,
    Step,
)
from majlis.mandates.models.choices import OPEN_PROGRESS, DeliverableKind, LegalStatus

DELIVERABLE_FIELDS = ("kind", "occasion", "due", "language", "words")
SUBMITTED_KINDS = (
    DeliverableKind.REPORT,
    DeliverableKind.BRIEFING,
    DeliverableKind.UPDATE,
    DeliverableKind.DATASET,
    DeliverableKind.ROADMAP,
    DeliverableKind.DOCUMENT,
)
"""Kinds that have steps: one entity drafts them and another receives them."""
PlannedByKey = dict[str, PlannedDeliverable]


def is_in_force(mandate: Mandate) -> bool:
    """Whether the mandate requires something today; if not, its deliverables stay as they are."""
    return mandate.legal_status == LegalStatus.IN_FORCE and mandate.lifecycle_state == ACTIVE


def is_requested_differently(mandate: Mandate, deliverables: list[Deliverable]) -> bool:
    """Whether a scheduled deliverable has another source than the one that counts now."""
    return any(
        each.source_id != mandate.source_id
        for each in deliverables
        if each.schedule_key and not each.outdated and each.withdrawn_at is None
    )


def assign_sessions(
    act: Act, mandate: Mandate, deliverables: list[Deliverable], needed: PlannedByKey
) -> None:
    """Assign deliverables scheduled for a year to a session that was named since, to avoid duplicates."""
    current = [
        deliverable
        for deliverable in deliverables
        if deliverable.schedule_key and not deliverable.outdated
    ]
    taken_keys = {deliverable.schedule_key for deliverable in current}
    for deliverable in current:
        year = deliverable.schedule_key[:4]
        if deliverable.schedule_key in needed or not year.isdecimal():
            continue
        free = [want for key, want in needed.items() if key[:4] == year and key not in taken_keys]
        match = next(
            (one for one in free if one.occasion and one.occasion.pk == deliverable.occasion_id),
            None,
        )
        if match is None and deliverable.schedule_key == year and free:
            match = free[0]
        if match is None:
            continue
        old_session, taken_keys = deliverable.occasion, taken_keys | {match.key}
        old: dict[str, JSON] = {
            "deliverable": deliverable.ordinal,
            "schedule_key": deliverable.schedule_key,
            "occasion": audit_value(old_session),
        }
        deliverable.schedule_key, deliverable.schedule_basis = match.key, match.schedule_basis
        if old_session is not None and match.occasion is not None:
            deliverable.occasion = match.occasion
            deliverable.steps.filter(occasion=old_session).update(occasion=match.occasion)
        deliverable.save(update_fields=["schedule_key", "schedule_basis", "occasion"])
        act.note(
            mandate,
            old=old,
            new={"schedule_key": match.key, "occasion": audit_value(deliverable.occasion)},
        )


def assign_next_sessions(
    act: Act, mandate: Mandate, deliverables: list[Deliverable], needed: PlannedByKey
) -> None:
    """Assign what is due at "the next meeting" to the session that this turned out to be, while none has a date."""
    for deliverable in deliverables:
        plan = needed.get(deliverable.schedule_key)
        if (
            plan is None
            or plan.occasion is None
            or plan.year is not None  # due at the session of a year, which exists
            or deliverable.outdated
            or deliverable.withdrawn_at is not None
            or not deliverable.scheduled
            or not is_waiting(deliverable)
            or deliverable.occasion_id == plan.occasion.pk
        ):
            continue
        old_session = deliverable.occasion
        deliverable.occasion = plan.occasion
        deliverable.save(update_fields=["occasion"])
        same_session = deliverable.steps.filter(
            occasion=old_session, entity=plan.occasion.entity_id
        )
        same_session.exclude(task=Step.Task.DRAFT).update(occasion=plan.occasion)
        act.note(
            mandate,
            old={"deliverable": deliverable.ordinal, "occasion": audit_value(old_session)},
            new={"occasion": audit_value(plan.occasion)},
        )


def adapt_deliverables(
    act: Act, mandate: Mandate, deliverables: list[Deliverable], needed: PlannedByKey
) -> None:
    """Adapt scheduled deliverables to the current text.

    Those that nobody has edited are updated or withdrawn; the others stay, and are marked as former
    if the request differs.
    """
    this_year = str(clock.today().year)
    for deliverable in [one for one in deliverables if one.schedule_key and not one.outdated]:
        plan, corrected = (
            needed.get(deliverable.schedule_key),
            deliverable.source_id == mandate.source_id,
        )
        unchanged = plan is not None and deliverable.schedule_basis in ("", plan.schedule_basis)
        past = (
            plan is None
            and deliverable.schedule_key[:4].isdecimal()
            and deliverable.schedule_key[:4] < this_year
        )
        if deliverable.scheduled and plan is not None:
            _update_scheduled(act, mandate, deliverable, plan)
        elif deliverable.withdrawn_at is not None:
            continue
        elif deliverable.scheduled and not past:
            _withdraw_scheduled(act, mandate, deliverable)
        elif unchanged or past or (corrected and deliverable.state not in OPEN_PROGRESS):
            # A correction of the source does not reopen what was answered.
            _confirm_source(
                deliverable,
                mandate,
                plan.schedule_basis if plan is not None else deliverable.schedule_basis,
            )
        else:
            _mark_former(act, mandate, deliverable)


def adapt_without_source(act: Act, mandate: Mandate, deliverables: list[Deliverable]) -> None:
    """Withdraw deliverables whose source was revoked; mark edited ones as former."""
    for deliverable in deliverables:
        if (
            deliverable.schedule_key
            and deliverable.source_id is None
            and not deliverable.outdated
            and not deliverable.withdrawn_at
        ):
            (_withdraw_scheduled if deliverable.scheduled else _mark_former)(
                act, mandate, deliverable
            )


def _update_scheduled(
    act: Act, mandate: Mandate, deliverable: Deliverable, plan: PlannedDeliverable
) -> None:
    planned_values = {
        "kind": plan.kind,
        "due": plan.due,
        "words": plan.words,
        "occasion": planned_session(plan),
    }
    changes = changed_values(deliverable, planned_values, planned_values)
    if deliverable.withdrawn_at is not None:
        changes["withdrawn_at"] = None
    old = {name: audit_value(getattr(deliverable, name)) for name in changes}
    needs_update = bool(changes) or deliverable.source_id != mandate.source_id
    if not needs_update and deliverable.schedule_basis == plan.schedule_basis:
        return
    if {"due", "occasion"} & set(changes):
        cancel_notices([deliverable])
    source = mandate.source
    assert source is not None  # without a source, nothing is planned
    always_set = {
        "source": source,
        "schedule_basis": plan.schedule_basis,
        "language": source.language,
    }
    for name, value in (changes | always_set).items():
        setattr(deliverable, name, value)
    deliverable.save(update_fields=[*changes, *always_set])
    if plan.kind in SUBMITTED_KINDS and needs_update:
        deliverable.steps.all().delete()
        create_steps(deliverable, source, plan.session_year)
    if changes:
        act.note(
            mandate,
            old={"deliverable": deliverable.ordinal} | old,
            new={name: audit_value(value) for name, value in changes.items()},
            reason=_("The request in the text has changed."),
        )


def _withdraw_scheduled(act: Act, mandate: Mandate, deliverable: Deliverable) -> None:
    """Withdraw a deliverable. It stays ``scheduled``: if a text requires it again, it returns with its number."""
    deliverable.withdrawn_at = clock.now()
    deliverable.save(update_fields=["withdrawn_at"])
    act.note(
        mandate,
        old={"deliverable": deliverable.ordinal} | audit_values(deliverable, DELIVERABLE_FIELDS),
        new={"withdrawn": True},
        reason=_("The text no longer requests this deliverable."),
    )


def _confirm_source(deliverable: Deliverable, mandate: Mandate, schedule_basis: str) -> None:
    if (deliverable.source_id, deliverable.schedule_basis) != (mandate.source_id, schedule_basis):
        deliverable.source, deliverable.schedule_basis = mandate.source, schedule_basis
        deliverable.save(update_fields=["source", "schedule_basis"])


def _mark_former(act: Act, mandate: Mandate, deliverable: Deliverable) -> None:
    deliverable.outdated = True
    deliverable.save(update_fields=["outdated"])
    act.note(
        mandate,
        old={"deliverable": deliverable.ordinal} | audit_values(deliverable, DELIVERABLE_FIELDS),
        new={"outdated": True},
        reason=_("The request in the text has changed."),
    )
    if deliverable.state in OPEN_PROGRESS:  # if it is answered, it still answers the merged ones
        unmerge_all(act, deliverable, _("The request in the text has changed."))


def planned_session(planned: PlannedDeliverable) -> Occasion | None:
    """The session of a planned deliverable; it is created if only its year is known."""
    if planned.occasion is not None or planned.of is None or planned.year is None:
        return planned.occasion
    return session_in_year(planned.of, planned.year)


def session_in_year(entity: Entity, year: int, since: str = "") -> Occasion | None:
    """The first session of an entity in a year; it is created without a date if none is known.

    ``since``: date of the text. The result is None if all sessions of the year had begun before.
    """
    sessions = sessions_in_year(entity, year)
    if sessions:
        return next(iter(sessions_after(sessions, since)), None)
    return Occasion.objects.get_or_create(entity=entity, year=year, label="")[0]


def create_steps(deliverable: Deliverable, source: MandateSource, year: int | None) -> None:
    """Create the steps that the text names: addressees draft, intermediaries consider, recipients receive."""
    entities_by_role: dict[str, list[Entity]] = {}
    for addressee in source.addressees.select_related("entity"):
        entities_by_role.setdefault(addressee.role, []).append(addressee.entity)
    steps = [
        (Step.Task.DRAFT, one) for one in entities_by_role.get(Addressee.Role.ADDRESSEE, [])[:1]
    ]
    steps += [(Step.Task.CONSIDER, one) for one in entities_by_role.get(Addressee.Role.VIA, [])]
    steps += [
        (Step.Task.RECEIVE, one) for one in entities_by_role.get(Addressee.Role.RECIPIENT, [])
    ]
    recipient, since = first_recipient(source), requested_since(source)
    for position, (task, entity) in enumerate(steps):
        occasion = None
        if task != Step.Task.DRAFT and year is not None:
            occasion = (
                deliverable.occasion
                if recipient is not None and entity.pk == recipient.pk
                else session_in_year(entity, year, since)
            )
        Step.objects.create(
            deliverable=deliverable, position=position, entity=entity, task=task, occasion=occasion
        )
