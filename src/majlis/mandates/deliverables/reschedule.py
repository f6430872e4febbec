"""Scheduled deliverables are adapted to the current text: moved, withdrawn, or kept as they were requested before."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.kernel.editing import audit_value, audit_values, changed_values
from majlis.kernel.verbs import Act
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
"""Kinds that go from who drafts them to who receives them."""
PlannedByKey = dict[str, PlannedDeliverable]


def is_in_force(mandate: Mandate) -> bool:
    """Whether something is asked by it today. Where not, what was scheduled stays as it was."""
    return mandate.legal_status == LegalStatus.IN_FORCE and mandate.lifecycle_state == ACTIVE


def is_requested_differently(mandate: Mandate, there: list[Deliverable]) -> bool:
    """Whether some of what a rule made is of another source than the one that counts."""
    return any(
        each.source_id != mandate.source_id
        for each in there
        if each.schedule_key and not each.outdated and each.withdrawn_at is None
    )


def assign_sessions(
    act: Act, mandate: Mandate, there: list[Deliverable], needed: PlannedByKey
) -> None:
    """Give what was made for a year to a session of it that was named since, so that none is made twice."""
    live = [each for each in there if each.schedule_key and not each.outdated]
    held = {each.schedule_key for each in live}
    for each in live:
        year = each.schedule_key[:4]
        if each.schedule_key in needed or not year.isdecimal():
            continue
        free = [want for key, want in needed.items() if key[:4] == year and key not in held]
        at = next(
            (one for one in free if one.occasion and one.occasion.pk == each.occasion_id), None
        )
        if at is None and each.schedule_key == year and free:
            at = free[0]
        if at is None:
            continue
        before, held = each.occasion, held | {at.key}
        old = {
            "deliverable": each.ordinal,
            "schedule_key": each.schedule_key,
            "occasion": audit_value(before),
        }
        each.schedule_key, each.schedule_basis = at.key, at.schedule_basis
        if before is not None and at.occasion is not None:
            each.occasion = at.occasion
            each.steps.filter(occasion=before).update(occasion=at.occasion)
        each.save(update_fields=["schedule_key", "schedule_basis", "occasion"])
        act.note(
            mandate, old=old, new={"schedule_key": at.key, "occasion": audit_value(each.occasion)}
        )


def adapt_deliverables(
    act: Act, mandate: Mandate, there: list[Deliverable], needed: PlannedByKey
) -> None:
    """Make what nobody has touched as it is asked now; keep the rest with what was said of it."""
    this_year = str(clock.today().year)
    for each in [one for one in there if one.schedule_key and not one.outdated]:
        now, corrected = needed.get(each.schedule_key), each.source_id == mandate.source_id
        same = now is not None and each.schedule_basis in ("", now.schedule_basis)
        past = (
            now is None and each.schedule_key[:4].isdecimal() and each.schedule_key[:4] < this_year
        )
        if each.scheduled and now is not None:
            _update_scheduled(act, mandate, each, now)
        elif each.withdrawn_at is not None:
            continue
        elif each.scheduled and not past:
            _withdraw_scheduled(act, mandate, each)
        elif same or past or (corrected and each.state not in OPEN_PROGRESS):
            # What was answered is not asked again because it had been misread.
            _confirm_source(
                each, mandate, now.schedule_basis if now is not None else each.schedule_basis
            )
        else:
            _mark_former(act, mandate, each)


def adapt_without_source(act: Act, mandate: Mandate, there: list[Deliverable]) -> None:
    """Of what a rule made of an acceptance that was taken back, nothing is asked, though no other asks it today."""
    for each in there:
        if (
            each.schedule_key
            and each.source_id is None
            and not each.outdated
            and not each.withdrawn_at
        ):
            (_withdraw_scheduled if each.scheduled else _mark_former)(act, mandate, each)


def _update_scheduled(
    act: Act, mandate: Mandate, each: Deliverable, now: PlannedDeliverable
) -> None:
    fits = {"kind": now.kind, "due": now.due, "words": now.words, "occasion": planned_session(now)}
    differs = changed_values(each, fits, fits)
    if each.withdrawn_at is not None:
        differs["withdrawn_at"] = None
    old = {name: audit_value(getattr(each, name)) for name in differs}
    anew = bool(differs) or each.source_id != mandate.source_id
    if not anew and each.schedule_basis == now.schedule_basis:
        return
    if {"due", "occasion"} & set(differs):
        cancel_notices([each])
    source = mandate.source
    assert source is not None  # else nothing is needed
    more = {"source": source, "schedule_basis": now.schedule_basis, "language": source.language}
    for name, value in (differs | more).items():
        setattr(each, name, value)
    each.save(update_fields=[*differs, *more])
    if now.kind in SUBMITTED_KINDS and anew:
        each.steps.all().delete()
        create_steps(each, source, now.year)
    if differs:
        act.note(
            mandate,
            old={"deliverable": each.ordinal} | old,
            new={name: audit_value(value) for name, value in differs.items()},
            reason=_("The text asks it otherwise now."),
        )


def _withdraw_scheduled(act: Act, mandate: Mandate, each: Deliverable) -> None:
    """It stays ``check_languages``: where a text asks it again, it is there again under its number."""
    each.withdrawn_at = timezone.now()
    each.save(update_fields=["withdrawn_at"])
    act.note(
        mandate,
        old={"deliverable": each.ordinal} | audit_values(each, DELIVERABLE_FIELDS),
        new={"withdrawn": True},
        reason=_("The text asks it no longer."),
    )


def _confirm_source(each: Deliverable, mandate: Mandate, schedule_basis: str) -> None:
    if (each.source_id, each.schedule_basis) != (mandate.source_id, schedule_basis):
        each.source, each.schedule_basis = mandate.source, schedule_basis
        each.save(update_fields=["source", "schedule_basis"])


def _mark_former(act: Act, mandate: Mandate, each: Deliverable) -> None:
    each.outdated = True
    each.save(update_fields=["outdated"])
    act.note(
        mandate,
        old={"deliverable": each.ordinal} | audit_values(each, DELIVERABLE_FIELDS),
        new={"outdated": True},
        reason=_("The text asks it otherwise now."),
    )
    if each.state in OPEN_PROGRESS:  # what was answered goes on to answer both
        unmerge_all(act, each, _("The text asks it otherwise now."))


def planned_session(of: PlannedDeliverable) -> Occasion | None:
    """The session at which something that is wanted is due; made where it is known by its year alone."""
    if of.occasion is not None or of.of is None or of.year is None:
        return of.occasion
    return session_in_year(of.of, of.year)


def session_in_year(entity: Entity, year: int, since: str = "") -> Occasion | None:
    """The session of an entity in a year, the first where it has several; made without a date where none is known.

    ``since``: as much as is known of the day of the text; None where all sessions of the year had begun before.
    """
    known = sessions_in_year(entity, year)
    if known:
        return next(iter(sessions_after(known, since)), None)
    return Occasion.objects.get_or_create(entity=entity, year=year, label="")[0]


def create_steps(deliverable: Deliverable, source: MandateSource, year: int | None) -> None:
    """The way as the text names it: who is asked drafts, through whom it goes considers, for whom it is receives."""
    named: dict[str, list[Entity]] = {}
    for each in source.addressees.select_related("entity"):
        named.setdefault(each.role, []).append(each.entity)
    steps = [(Step.Task.DRAFT, one) for one in named.get(Addressee.Role.ADDRESSEE, [])[:1]]
    steps += [(Step.Task.CONSIDER, one) for one in named.get(Addressee.Role.VIA, [])]
    steps += [(Step.Task.RECEIVE, one) for one in named.get(Addressee.Role.RECIPIENT, [])]
    first, since = first_recipient(source), requested_since(source)
    for position, (task, entity) in enumerate(steps):
        occasion: Any = None
        if task != Step.Task.DRAFT and year is not None:
            occasion = (
                deliverable.occasion
                if first is not None and entity.pk == first.pk
                else session_in_year(entity, year, since)
            )
        Step.objects.create(
            deliverable=deliverable, position=position, entity=entity, task=task, occasion=occasion
        )
