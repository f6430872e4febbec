"""Verbs of the steps of deliverables, and of the sessions at which they are taken."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import audit_value, audit_values, changed_values, require_reason
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import check_values, lock_mandates, lock_unchanged
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables.overdue import cancel_notices
from majlis.mandates.models import Deliverable, Entity, Mandate, Occasion, Step
from majlis.parties.models.body import is_after

STEP_FIELDS = ("position", "entity", "task", "occasion", "date", "words")
COMPLETION_FIELDS = ("done_on", "record", "link", "title")
OCCASION_FIELDS = ("year", "label", "names", "date", "until", "source")


def _check_step(values: dict[str, Any]) -> None:
    faults: dict[str, Any] = {}
    if values.get("task") not in Step.Task.values:
        faults["task"] = _("Choose what is done in the step.")
    if values.get("entity") is None:
        faults["entity"] = _("Say who takes the step.")
    check_values(values, "date", faults=faults)


@verb("mandates.add_step")
def add_step(act: Act, deliverable: Deliverable, /, **values: Any) -> Step:
    """Add a step at its ``position``, before the one that stands there; without one it is the last.

    Raises InvalidInput by field.
    """
    now = lock_unchanged(deliverable, ())
    said = {name: values[name] for name in STEP_FIELDS if name in values}
    _check_step(said)
    given = said.get("position")
    said["position"] = _next_position(now) if given is None else _make_room(given, now)
    made = Step.objects.create(deliverable=now, **said)
    Deliverable.objects.filter(pk=now.pk).update(scheduled=False)
    act.note(
        now.mandate,
        new={"deliverable": now.ordinal, "step": made.pk} | audit_values(made, STEP_FIELDS),
    )
    return made


def _next_position(deliverable: Deliverable) -> int:
    last = deliverable.steps.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _make_room(position: int, deliverable: Deliverable, step: Step | None = None) -> int:
    """Make room for a step at a place of the chain, where the others keep their order; the place that is free then."""
    others = [each for each in deliverable.steps.all() if step is None or each.pk != step.pk]
    free = min(position, len(others))
    for n, each in enumerate(others):
        at = n if n < free else n + 1
        if each.position != at:
            Step.objects.filter(pk=each.pk).update(position=at)
    return free


@verb("mandates.change_step")
def change_step(act: Act, step: Step, /, *, reason: str, seen: str = "", **values: Any) -> Step:
    """Correct a step. Raises InvalidInput by field, WrongState where somebody else was faster."""
    now = lock_unchanged(step, STEP_FIELDS, seen)
    require_reason(reason)
    _check_step({name: getattr(now, name) for name in STEP_FIELDS} | values)
    new = changed_values(now, STEP_FIELDS, values)
    if "position" in new:
        new["position"] = _make_room(new["position"], now.deliverable, now)
    return _save_step(act, now, new, reason)


def _save_step(act: Act, now: Step, new: dict[str, Any], reason: str = "") -> Step:
    if not new:
        act.unchanged()
        return now
    old = {name: audit_value(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.save(update_fields=list(new))
    Deliverable.objects.filter(pk=now.deliverable_id).update(scheduled=False)
    act.note(
        now.mandate,
        old={"deliverable": now.deliverable.ordinal, "step": now.pk} | old,
        new={name: audit_value(value) for name, value in new.items()},
        reason=reason,
    )
    return now


@verb("mandates.withdraw_step")
def withdraw_step(act: Act, step: Step, /, *, reason: str, seen: str = "") -> Deliverable:
    """Take back a step that is none. Raises InvalidInput, WrongState."""
    now = lock_unchanged(step, STEP_FIELDS, seen)
    require_reason(reason)
    deliverable = now.deliverable
    Deliverable.objects.filter(pk=deliverable.pk).update(scheduled=False)
    act.note(
        now.mandate,
        old={"deliverable": deliverable.ordinal, "step": now.pk} | audit_values(now, STEP_FIELDS),
        reason=reason,
    )
    now.delete()
    return deliverable


@verb("mandates.delegate_step")
def delegate_step(
    act: Act,
    step: Step,
    /,
    *,
    to: Entity,
    by: Any = None,
    words: str = "",
    reports_back: bool = True,
    occasion: Occasion | None = None,
    date: str = "",
    report_at: Occasion | None = None,
) -> Step:
    """Have another entity take a step in the place of the one that was to take it, by an act of that one.

    With ``report_step`` a last step is added in which it is told, at its session of ``report_at`` or at that at which it
    was to act itself. Raises InvalidInput by field, WrongState where it was delegated or done already.
    """
    now = lock_unchanged(step, STEP_FIELDS)
    faults: dict[str, Any] = {}
    if to.pk == now.entity_id:
        faults["to"] = _("Choose another one than who takes the step now.")
    if by is None and not words.strip():
        faults["words"] = _("Say by which act it was delegated.")
    check_values({"date": date}, "date", faults=faults)
    if now.on_behalf_of_id is not None or now.done_on:
        raise WrongState()
    before, was_at = now.entity, now.occasion
    new = {
        "entity": to,
        "on_behalf_of": before,
        "reports_back": reports_back,
        "by": by,
        "words": words.strip(),
        "occasion": occasion,
        "date": date,
    }
    made = _save_step(act, now, new)
    if reports_back:
        told = Step.objects.create(
            deliverable=now.deliverable,
            position=_next_position(now.deliverable),
            entity=before,
            task=Step.Task.RECEIVE,
            occasion=report_at or was_at,
            words=words.strip(),
        )
        act.note(
            now.mandate,
            new={"deliverable": now.deliverable.ordinal, "step": told.pk}
            | audit_values(told, STEP_FIELDS),
        )
    return made


@verb("mandates.complete_step")
def complete_step(act: Act, step: Step, /, *, seen: str = "", **values: Any) -> Step:
    """Say that a step was taken, when, and what came of it; without a date that it was not. Raises InvalidInput by field."""
    now = lock_unchanged(step, COMPLETION_FIELDS, seen)
    said = {name: values[name] for name in COMPLETION_FIELDS if name in values}
    check_values(said, "done_on")
    return _save_step(act, now, changed_values(now, COMPLETION_FIELDS, said))


def _check_occasion(values: dict[str, Any]) -> None:
    faults: dict[str, Any] = {}
    if not 1900 <= (values.get("year") or 0) <= 2200:
        faults["year"] = _("Write the year in four digits, for example 2027.")
    if is_after(values.get("date", ""), values.get("until", "")):
        faults["until"] = _("It ends before it begins: correct one of the two dates.")
    check_values(values, "date", "until", faults=faults)


@verb("mandates.add_occasion")
def add_occasion(act: Act, entity: Entity, /, **values: Any) -> Occasion:
    """Add a session of an entity; its date may be set later. Raises InvalidInput by field."""
    said = {name: values[name] for name in OCCASION_FIELDS if name in values}
    _check_occasion(said)
    there = Occasion.objects.filter(entity=entity, year=said["year"], label=said.get("label", ""))
    if there.exists():
        raise InvalidInput({"label": _("There is one of that year and name already.")})
    made = Occasion.objects.create(entity=entity, **said)
    act.note(entity, new={"occasion": made.pk} | audit_values(made, OCCASION_FIELDS))
    return made


@verb("mandates.change_occasion")
def change_occasion(
    act: Act, occasion: Occasion, /, *, reason: str = "", seen: str = "", **values: Any
) -> Occasion:
    """Set or correct when a session is, and how it is called; all that waits for it is dated with it.

    Raises InvalidInput by field, WrongState where somebody else was faster.
    """
    lock_mandates(_waiting_mandates(occasion))
    now = lock_unchanged(occasion, OCCASION_FIELDS, seen)
    after = {name: getattr(now, name) for name in OCCASION_FIELDS} | values
    _check_occasion(after)
    new = changed_values(now, OCCASION_FIELDS, values)
    if now.date and {"date", "until"} & set(new):
        require_reason(reason, _("It had a date already: say why it is another one."))
    twin = Occasion.objects.filter(entity=now.entity, year=after["year"], label=after["label"])
    if twin.exclude(pk=now.pk).exists():
        raise InvalidInput({"label": _("There is one of that year and name already.")})
    if not new:
        act.unchanged()
        return now
    old = {name: audit_value(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    if {"date", "until"} & set(new):
        cancel_notices(now.deliverables.filter(due=""))
    now.save(update_fields=list(new))
    act.note(
        now.entity,
        old={"occasion": now.pk} | old,
        new={name: audit_value(value) for name, value in new.items()},
        reason=reason,
    )
    refresh_status(_waiting_mandates(now))
    return now


def _waiting_mandates(occasion: Occasion) -> set[int]:
    """The mandates of which something waits for a session."""
    of = Q(deliverables__occasion=occasion) | Q(deliverables__steps__occasion=occasion)
    return set(Mandate.objects.filter(of).values_list("pk", flat=True))


@verb("mandates.withdraw_occasion")
def withdraw_occasion(act: Act, occasion: Occasion, /, *, reason: str) -> Entity:
    """Take back a session that there is not, and for which nothing waits. Raises InvalidInput, WrongState."""
    now = lock_unchanged(occasion, OCCASION_FIELDS)
    require_reason(reason)
    if now.deliverables.exists() or now.steps.exists() or now.statements.exists():
        raise WrongState(
            _("Deliverables, steps or statements name this session."),
            _("Correct them first, or correct the session."),
        )
    act.note(
        now.entity, old={"occasion": now.pk} | audit_values(now, OCCASION_FIELDS), reason=reason
    )
    now.delete()
    return occasion.entity
