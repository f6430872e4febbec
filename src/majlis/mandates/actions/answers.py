"""What owners say of deliverables: how they stand, by which documents they were met."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.verbs import Act, verb
from majlis.mandates.actions.answers_late import spare
from majlis.mandates.actions.answers_parted import part_all
from majlis.mandates.keeping import changed, check, locked, need_reason, plain, said_of
from majlis.mandates.kinds import NEED_A_REASON, OPEN, Progress
from majlis.mandates.models import Answer, Deliverable, LateNotice
from majlis.mandates.rules.people import represents
from majlis.mandates.settling import settle

STATE_FIELDS = ("state", "reason", "reason_language")
FIELDS = ("record", "link", "title", "paragraphs", "language", "date")
LATE_FIELDS = ("language", "answer", "expected")
MET = (Progress.ANSWERED, Progress.PARTLY)
WHY = _("Say why, so that whoever asked can read it.")


def check_state(values: dict[str, Any], *, met: bool) -> None:
    """Raises InvalidInput by field where a state cannot be: without its reason, or answered by nothing."""
    faults: dict[str, Any] = {}
    state = values.get("state")
    if state not in Progress.values:
        faults["state"] = _("Choose how it stands.")
    elif state in NEED_A_REASON and not values.get("reason", "").strip():
        faults["reason"] = WHY
    elif state in MET and not met:
        faults["state"] = _(
            "It is answered by a document or a record: name one, and it is answered by it."
        )
    if values.get("reason") and values.get("reason_language") not in LANGUAGE_CODES:
        faults["reason_language"] = _("Choose one of the six languages.")
    if faults:
        raise InvalidInput(faults)


def _own(deliverable: Deliverable) -> None:
    """Raises WrongState where it was merged: what is said of the other one is said of it."""
    if deliverable.merged_into_id is not None:
        raise WrongState(
            _("This was merged into another deliverable."),
            _("Answer that one: it counts for both."),
        )


@verb("mandates.say_state")
def say_state(
    act: Act, deliverable: Deliverable, /, *, seen: str = "", **values: Any
) -> Deliverable:
    """Say how a deliverable stands; partly, not answered and not applicable need a reason.

    Answered or partly answered it is only by documents (``meet``). Raises InvalidInput by field, WrongState.
    """
    now = locked(deliverable, STATE_FIELDS, seen)
    _own(now)
    said = {name: values.get(name, "") for name in STATE_FIELDS}
    check_state(said, met=now.answers.exists())
    return _stated(act, now, said)


def _stated(act: Act, now: Deliverable, said: dict[str, Any], **more: Any) -> Deliverable:
    new = changed(now, STATE_FIELDS, said)
    if not new:
        act.unchanged()
        return now
    old = {name: plain(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    if now.state not in OPEN:
        spare([now])
    now.said_at, now.foreseen = timezone.now(), False
    now.save(update_fields=[*new, "said_at", "foreseen"])
    act.note(
        now.mandate,
        old={"deliverable": now.ordinal} | old,
        new={name: plain(value) for name, value in new.items()},
        **more,
    )
    if now.former and now.state in OPEN:
        part_all(act, now, _("It is open again, and the text asks it otherwise now."))
    settle([now.mandate_id])
    return now


def _check_answer(values: dict[str, Any]) -> None:
    faults: dict[str, Any] = {}
    if values.get("record") is None and not values.get("link"):
        faults["document"] = _("Name the document: its address on this site, or elsewhere.")
    elif values.get("record") is None and not values.get("title", "").strip():
        faults["title"] = _("Write how the document is called.")
    check(values, "date", faults=faults)


@verb("mandates.meet")
def meet(
    act: Act,
    deliverable: Deliverable,
    /,
    *,
    partly: bool = False,
    reason: str = "",
    reason_language: str = "",
    **values: Any,
) -> Answer:
    """Say by which document or record a deliverable was met, wholly or ``partly`` with the reason.

    One document may meet several deliverables, and several one: it is done once for each. Raises InvalidInput, WrongState.
    """
    now = locked(deliverable, ())
    _own(now)
    said = {name: values[name] for name in FIELDS if name in values}
    _check_answer(said)
    state = Progress.PARTLY if partly else Progress.ANSWERED
    why = {"state": state, "reason": reason, "reason_language": reason_language}
    if not partly:
        why |= {"reason": "", "reason_language": ""}
    check_state(why, met=True)
    record = said.get("record")
    if record is not None and now.answers.filter(record=record).exists():
        raise InvalidInput(
            {"document": _("This record answers it already: correct what is said of it.")}
        )
    made = Answer.objects.create(deliverable=now, made_by=act.actor.user, **said)
    act.note(
        now.mandate, new={"deliverable": now.ordinal, "answer": made.pk} | said_of(made, FIELDS)
    )
    if changed(now, STATE_FIELDS, why):
        _stated(act, now, why)
    else:
        settle([now.mandate_id])
    return made


@verb("mandates.correct_answer")
def correct_answer(
    act: Act, answer: Answer, /, *, reason: str, seen: str = "", **values: Any
) -> Answer:
    """Correct what is said of a document that met a deliverable. Raises InvalidInput by field, WrongState."""
    now = locked(answer, FIELDS, seen)
    need_reason(reason)
    _check_answer({name: getattr(now, name) for name in FIELDS} | values)
    new = changed(now, FIELDS, values)
    record = new.get("record")
    if record is not None and now.deliverable.answers.filter(record=record).exists():
        raise InvalidInput(
            {"document": _("This record answers it already: correct what is said of it.")}
        )
    if not new:
        act.unchanged()
        return now
    old = {name: plain(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.save(update_fields=list(new))
    act.note(
        now.mandate,
        old={"deliverable": now.deliverable.ordinal, "answer": now.pk} | old,
        new={name: plain(value) for name, value in new.items()},
        reason=reason,
    )
    return now


@verb("mandates.withdraw_answer")
def withdraw_answer(act: Act, answer: Answer, /, *, reason: str, seen: str = "") -> Deliverable:
    """Take back a document that does not meet it; after the last one, it is open again. Raises InvalidInput, WrongState."""
    now = locked(answer, FIELDS, seen)
    need_reason(reason)
    deliverable = locked(now.deliverable, ())
    act.note(
        now.mandate,
        old={"deliverable": deliverable.ordinal, "answer": now.pk} | said_of(now, FIELDS),
        reason=reason,
    )
    now.delete()
    if deliverable.state in MET and not deliverable.answers.exists():
        state = {"state": Progress.NO_INFORMATION, "reason": "", "reason_language": ""}
        _stated(act, deliverable, state, reason=reason)
    else:
        settle([deliverable.mandate_id])
    return deliverable


@verb("mandates.answer_lateness")
def answer_lateness(
    act: Act, notice: LateNotice, /, *, seen: str = "", **values: Any
) -> LateNotice:
    """Say why a deliverable is late and when it is expected; it stands beside it for everybody.

    It is said for the actor that was told, and only who speaks for that one corrects it, or the secretariat, marked as
    such. It may be said after the days to answer too, and anew. Raises InvalidInput by field, WrongState.
    """
    now = locked(notice, LATE_FIELDS, seen)
    said = {name: values.get(name, "") for name in LATE_FIELDS}
    faults = {} if said["answer"].strip() else {"answer": _("Write an answer.")}
    check(said, "expected", faults=dict(faults))
    new = changed(now, LATE_FIELDS, said)
    if not new:
        act.unchanged()
        return now
    old = {name: getattr(now, name) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.answered_at, now.answered_by = timezone.now(), act.actor.user
    person = act.actor.user
    now.by_office = person is not None and not represents(person, now.actor)
    now.save(update_fields=[*new, "answered_at", "answered_by", "by_office"])
    # A person has touched it: what its owner said outlives whatever the text asks later.
    Deliverable.objects.filter(pk=now.deliverable_id).update(foreseen=False)
    act.note(now.mandate, old={"deliverable": now.deliverable.ordinal} | old, new=new)
    settle([now.mandate.pk])
    return now
