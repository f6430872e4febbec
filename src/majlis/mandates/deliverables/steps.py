"""Verbs of the steps of deliverables, and of the sessions at which they are taken."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import (
    FieldValue,
    audit_values,
    changed_values,
    delete_row,
    require_reason,
    save_changes,
)
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import check_values, lock_existing, lock_mandates
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables.overdue import cancel_notices
from majlis.mandates.models import Deliverable, Entity, Mandate, Occasion, Step
from majlis.parties.models.body import is_after

STEP_FIELDS = ("position", "entity", "task", "occasion", "date", "act_words")
COMPLETION_FIELDS = ("done_on", "record", "link", "title")
OCCASION_FIELDS = ("year", "label", "names", "date", "until", "source")


def _check_step(values: Mapping[str, FieldValue]) -> None:
    faults: dict[str, StrOrPromise] = {}
    if values.get("task") not in Step.Task.values:
        faults["task"] = _("Select the task.")
    if values.get("entity") is None:
        faults["entity"] = _("Enter the responsible entity.")
    check_values(values, "date", faults=faults)


@verb("mandates.add_step")
def add_step(
    act: Act, deliverable: Deliverable, /, *, position: int | None = None, **values: FieldValue
) -> Step:
    """Add a step at a ``position``, before the step that has it; without one it is the last.

    Raises InvalidInput by field.
    """
    locked = lock_existing(deliverable)
    fields = {name: values[name] for name in STEP_FIELDS if name in values}
    _check_step(fields)
    fields["position"] = (
        _next_position(locked) if position is None else _make_room(position, locked)
    )
    step = Step.objects.create(deliverable=locked, **fields)
    Deliverable.objects.filter(pk=locked.pk).update(scheduled=False)
    act.note(
        locked.mandate,
        new={"deliverable": locked.ordinal, "step": step.pk} | audit_values(step, STEP_FIELDS),
    )
    return step


def _next_position(deliverable: Deliverable) -> int:
    last = deliverable.steps.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _make_room(position: int, deliverable: Deliverable, step: Step | None = None) -> int:
    """Move the other steps to free a position, and return it; they keep their order."""
    others = [other for other in deliverable.steps.all() if step is None or other.pk != step.pk]
    free = min(position, len(others))
    for index, other in enumerate(others):
        new_position = index if index < free else index + 1
        if other.position != new_position:
            Step.objects.filter(pk=other.pk).update(position=new_position)
    return free


@verb("mandates.change_step")
def change_step(act: Act, step: Step, /, *, reason: str, **values: FieldValue) -> Step:
    """Correct a step. Raises InvalidInput by field; WrongState after a concurrent change."""
    locked = lock_existing(step)
    require_reason(reason)
    _check_step({name: getattr(locked, name) for name in STEP_FIELDS} | values)
    new = changed_values(locked, STEP_FIELDS, values)
    if isinstance(position := new.get("position"), int):
        new["position"] = _make_room(position, locked.deliverable, locked)
    return _save_step(act, locked, new, reason)


def _save_step(act: Act, step: Step, new: Mapping[str, FieldValue], reason: str = "") -> Step:
    key = {"deliverable": step.deliverable.ordinal, "step": step.pk}
    if save_changes(act, step, new, step.mandate, key, reason):
        Deliverable.objects.filter(pk=step.deliverable_id).update(scheduled=False)
    return step


@verb("mandates.withdraw_step")
def withdraw_step(act: Act, step: Step, /, *, reason: str) -> Deliverable:
    """Delete a step that was added by mistake; the history keeps it. Raises InvalidInput, WrongState."""
    locked = lock_existing(step)
    require_reason(reason)
    deliverable = locked.deliverable
    Deliverable.objects.filter(pk=deliverable.pk).update(scheduled=False)
    key = {"deliverable": deliverable.ordinal, "step": locked.pk}
    delete_row(act, locked, STEP_FIELDS, locked.mandate, key, reason)
    return deliverable


@verb("mandates.delegate_step")
def delegate_step(
    act: Act,
    step: Step,
    /,
    *,
    to: Entity,
    document: Record | None = None,
    words: str = "",
    reports_back: bool = True,
    occasion: Occasion | None = None,
    date: str = "",
    report_at: Occasion | None = None,
) -> Step:
    """Delegate a step to another entity, by an act of the entity that was to take it: a ``document``, or its name in ``words``.

    With ``reports_back``, a last step is added in which that entity receives the report: at the
    session ``report_at``, else at the one at which it was to act itself. Raises InvalidInput by
    field; WrongState if the step was delegated or completed already.
    """
    locked = lock_existing(step)
    faults: dict[str, StrOrPromise] = {}
    if to.pk == locked.entity_id:
        faults["to"] = _("Enter an entity other than the one now responsible.")
    if document is None and not words.strip():
        faults["words"] = _("Enter the decision or document delegating the step.")
    check_values({"date": date}, "date", faults=faults)
    if locked.on_behalf_of_id is not None or locked.done_on:
        raise WrongState()
    former_entity, former_occasion = locked.entity, locked.occasion
    new: dict[str, FieldValue] = {
        "entity": to,
        "on_behalf_of": former_entity,
        "reports_back": reports_back,
        "act": document,
        "act_words": words.strip(),
        "occasion": occasion,
        "date": date,
    }
    delegated = _save_step(act, locked, new)
    if reports_back:
        report_step = Step.objects.create(
            deliverable=locked.deliverable,
            position=_next_position(locked.deliverable),
            entity=former_entity,
            task=Step.Task.RECEIVE,
            occasion=report_at or former_occasion,
            act_words=words.strip(),
        )
        act.note(
            locked.mandate,
            new={"deliverable": locked.deliverable.ordinal, "step": report_step.pk}
            | audit_values(report_step, STEP_FIELDS),
        )
    return delegated


@verb("mandates.complete_step")
def complete_step(act: Act, step: Step, /, **values: FieldValue) -> Step:
    """Record when a step was taken and with which document; without a date, that it was not taken.

    Raises InvalidInput by field.
    """
    locked = lock_existing(step)
    completion = {name: values[name] for name in COMPLETION_FIELDS if name in values}
    check_values(completion, "done_on")
    return _save_step(act, locked, changed_values(locked, COMPLETION_FIELDS, completion))


def _check_occasion(values: Mapping[str, FieldValue]) -> None:
    faults: dict[str, StrOrPromise] = {}
    year = values.get("year")
    if not isinstance(year, int) or not 1900 <= year <= 2200:
        faults["year"] = _("Enter the year in four digits, for example 2027.")
    if is_after(str(values.get("date", "")), str(values.get("until", ""))):
        faults["until"] = _("The end date is before the start date. Correct one of them.")
    check_values(values, "date", "until", faults=faults)


def check_untied(occasion: Occasion) -> None:
    """Raise WrongState for a session that is a meeting of this site: its dates are those of the meeting."""
    if occasion.meeting_id is not None:
        raise WrongState(
            _("This session has the dates of its meeting."),
            _("Change the meeting, or unlink it from the session first."),
        )


@verb("mandates.add_occasion")
def add_occasion(act: Act, entity: Entity, /, **values: FieldValue) -> Occasion:
    """Add a session of an entity; its date may be set later. Raises InvalidInput by field."""
    fields = {name: values[name] for name in OCCASION_FIELDS if name in values}
    _check_occasion(fields)
    existing = Occasion.objects.filter(
        entity=entity, **{name: fields.get(name, "") for name in ("year", "label")}
    )
    if existing.exists():
        raise InvalidInput(
            {"label": _("A session with this year and name already exists. Enter another name.")}
        )
    occasion = Occasion.objects.create(entity=entity, **fields)
    act.note(entity, new={"occasion": occasion.pk} | audit_values(occasion, OCCASION_FIELDS))
    return occasion


@verb("mandates.change_occasion")
def change_occasion(
    act: Act, occasion: Occasion, /, *, reason: str = "", **values: FieldValue
) -> Occasion:
    """Correct a session; the due dates that depend on it follow.

    Raises InvalidInput by field; WrongState after a concurrent change.
    """
    lock_mandates(waiting_mandates(occasion))
    locked = lock_existing(occasion)
    check_untied(locked)
    values_after = {name: getattr(locked, name) for name in OCCASION_FIELDS} | values
    _check_occasion(values_after)
    new = changed_values(locked, OCCASION_FIELDS, values)
    if locked.date and {"date", "until"} & set(new):
        require_reason(reason, _("Enter the reason for changing the date."))
    same_name = Occasion.objects.filter(
        entity=locked.entity, year=values_after["year"], label=values_after["label"]
    )
    if same_name.exclude(pk=locked.pk).exists():
        raise InvalidInput(
            {"label": _("A session with this year and name already exists. Enter another name.")}
        )
    save_session(act, locked, new, reason)
    return locked


def save_session(
    act: Act, occasion: Occasion, new: Mapping[str, FieldValue], reason: str = ""
) -> None:
    """Save new values of a locked session; the due dates that depend on it follow. Without any, nothing changes."""
    if {"date", "until"} & set(new):
        cancel_notices(occasion.deliverables.filter(due=""))
    if save_changes(act, occasion, new, occasion.entity, {"occasion": occasion.pk}, reason):
        refresh_status(waiting_mandates(occasion))


def waiting_mandates(occasion: Occasion) -> set[int]:
    """The keys of mandates with deliverables or steps at a session."""
    at_session = Q(deliverables__occasion=occasion) | Q(deliverables__steps__occasion=occasion)
    return set(Mandate.objects.filter(at_session).values_list("pk", flat=True))


def is_used(occasion: Occasion) -> bool:
    """Whether deliverables, steps or statements refer to a session."""
    return bool(
        occasion.deliverables.exists() or occasion.steps.exists() or occasion.statements.exists()
    )


@verb("mandates.withdraw_occasion")
def withdraw_occasion(act: Act, occasion: Occasion, /, *, reason: str) -> Entity:
    """Delete a session that was added by mistake and that nothing refers to; the history keeps it. Raises InvalidInput, WrongState."""
    locked = lock_existing(occasion)
    check_untied(locked)
    require_reason(reason)
    if is_used(locked):
        raise WrongState(
            _("This session is used in deliverables, steps or statements."),
            _("Correct those records first, or correct the session instead."),
        )
    delete_row(act, locked, OCCASION_FIELDS, locked.entity, {"occasion": locked.pk}, reason)
    return occasion.entity
