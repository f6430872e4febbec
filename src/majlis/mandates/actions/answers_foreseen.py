"""Deliverables that follow from what a text says are made; those by hand are added, changed, withdrawn, merged."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.actions.answers_fit import (
    FIELDS,
    HANDED_IN,
    asked_otherwise,
    at_sessions,
    binds,
    fit,
    session_for,
    way,
    without_asking,
)
from majlis.mandates.actions.answers_late import spare
from majlis.mandates.actions.answers_parted import name_of, part
from majlis.mandates.foreseeing import Wanted, wanted
from majlis.mandates.keeping import (
    changed,
    check,
    lock_mandates,
    locked,
    locked_mandate,
    need_reason,
    plain,
    said_of,
)
from majlis.mandates.kinds import OPEN, Kind, Progress
from majlis.mandates.models import (
    Deliverable,
    LateNotice,
    Mandate,
    Occurrence,
)
from majlis.mandates.settling import settle

OCCURRENCE_FIELDS = ("date", "language", "words", "record", "link")


def next_ordinal(mandate: Mandate) -> int:
    """The next number of a deliverable of a mandate; the row of the mandate stays locked."""
    locked_mandate(mandate)
    last = Deliverable.objects.filter(mandate=mandate).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


@verb("mandates.foresee")
def foresee(act: Act, mandate: Mandate, /, *, anew: bool = False) -> list[Deliverable]:
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
    needed = {each.key: each for each in wanted(mandate)}
    if binds(mandate):
        at_sessions(act, mandate, there, needed)
        if anew or asked_otherwise(mandate, there):
            fit(act, mandate, there, needed)
    elif anew:
        without_asking(act, mandate, there)
    counted = [each for each in there if not each.former]
    known = {each.yields for each in counted} | {_year(each) for each in counted if not each.yields}
    new = [each for key, each in needed.items() if key not in known]
    made = [_made(mandate, each, first + n) for n, each in enumerate(new)]
    if made:
        act.note(
            mandate, new={"deliverables": [each.ordinal for each in made], "yields": list(needed)}
        )
    if not act.entries:
        act.unchanged()
        return []
    settle([mandate.pk])
    return made


def _year(deliverable: Deliverable) -> str:
    occasion = deliverable.occasion
    return deliverable.due[:4] or (str(occasion.year) if occasion is not None else "")


def _made(mandate: Mandate, of: Wanted, ordinal: int) -> Deliverable:
    asking = mandate.asking
    assert asking is not None  # else nothing is wanted
    made = Deliverable.objects.create(
        mandate=mandate,
        ordinal=ordinal,
        kind=of.kind,
        occasion=session_for(of),
        occurrence=of.occurrence,
        due=of.due,
        language=asking.language,
        words=of.words,
        yields=of.key,
        asking=asking,
        made_as=of.made_as,
        foreseen=True,
    )
    if of.kind in HANDED_IN:
        way(made, asking, of.year)
    return made


@verb("mandates.add_deliverable")
def add_deliverable(act: Act, mandate: Mandate, /, **values: Any) -> Deliverable:
    """Add a deliverable that no rule foresaw. Raises InvalidInput by field."""
    said = {name: values[name] for name in FIELDS if name in values}
    check_deliverable(said)
    made = Deliverable.objects.create(mandate=mandate, ordinal=next_ordinal(mandate), **said)
    act.note(mandate, new={"deliverable": made.ordinal} | said_of(made, FIELDS))
    settle([mandate.pk])
    return made


def check_deliverable(values: dict[str, Any]) -> None:
    """Raises InvalidInput by field where what is said of a deliverable cannot be."""
    faults: dict[str, Any] = {}
    if values.get("kind") not in Kind.values:
        faults["kind"] = _("Choose what is to be delivered.")
    check(values, "due", faults=faults)


@verb("mandates.change_deliverable")
def change_deliverable(
    act: Act, deliverable: Deliverable, /, *, reason: str, seen: str = "", **values: Any
) -> Deliverable:
    """Correct what is due and when. Raises InvalidInput by field, WrongState where somebody else was faster."""
    now = locked(deliverable, FIELDS, seen)
    need_reason(reason)
    check_deliverable({name: getattr(now, name) for name in FIELDS} | values)
    new = changed(now, FIELDS, values)
    if not new:
        act.unchanged()
        return now
    old = {name: plain(getattr(now, name)) for name in new}
    for name, value in (new | {"foreseen": False}).items():
        setattr(now, name, value)
    if {"due", "occasion"} & set(new):
        spare([now])
    now.save(update_fields=[*new, "foreseen"])
    act.note(
        now.mandate,
        old={"deliverable": now.ordinal} | old,
        new={name: plain(value) for name, value in new.items()},
        reason=reason,
    )
    settle([now.mandate_id])
    return now


@verb("mandates.withdraw_deliverable")
def withdraw_deliverable(
    act: Act, deliverable: Deliverable, /, *, reason: str, seen: str = ""
) -> Deliverable:
    """Take back a deliverable that is not asked; no rule makes it again. Raises InvalidInput, WrongState."""
    now = locked(deliverable, FIELDS, seen)
    need_reason(reason)
    if now.took_in.filter(withdrawn_at=None).exists():
        raise WrongState(_("Others were merged into it."), _("Part them from it first."))
    now.withdrawn_at, now.foreseen = timezone.now(), False
    now.save(update_fields=["withdrawn_at", "foreseen"])
    act.note(now.mandate, old={"deliverable": now.ordinal} | said_of(now, FIELDS), reason=reason)
    settle([now.mandate_id])
    return now


@verb("mandates.merge_deliverables")
def merge_deliverables(
    act: Act, deliverable: Deliverable, /, *, into: Deliverable, by: Any = None, words: str = ""
) -> Deliverable:
    """Have one document answer two requests: what is said of ``into`` is said of both.

    It needs an act of a body: ``by``, a record kept here, or its ``plain_snippet``. Raises InvalidInput, WrongState.
    """
    lock_mandates([deliverable.mandate_id, into.mandate_id])
    now, other = locked(deliverable, ()), locked(into, ())
    if by is None and not words.strip():
        raise InvalidInput(
            {"words": _("Say by which act they were merged: nobody else may do so.")}
        )
    if other.pk == now.pk or other.merged_into_id is not None or now.took_in.exists():
        raise InvalidInput({"into": _("Choose one that was not merged itself.")})
    if other.former and other.state in OPEN:
        raise InvalidInput(
            {"into": _("Choose one that is still asked for: the text asks it otherwise now.")}
        )
    if now.merged_into_id is not None:
        raise WrongState()
    now.merged_into, now.merged_by, now.merged_words = other, by, words.strip()
    now.foreseen = False
    now.save(update_fields=["merged_into", "merged_by", "merged_words", "foreseen"])
    Deliverable.objects.filter(pk=other.pk).update(foreseen=False)
    act.note(
        now.mandate,
        new={"deliverable": now.ordinal, "into": name_of(other), "by": plain(by), "words": words},
    )
    _tell_other(act, other, now)
    settle([now.mandate_id, other.mandate_id])
    return now


def _tell_other(act: Act, other: Deliverable, now: Deliverable) -> None:
    if other.mandate_id != now.mandate_id:
        act.note(other.mandate, new={"deliverable": other.ordinal, "took_in": name_of(now)})


@verb("mandates.part_deliverable")
def part_deliverable(act: Act, deliverable: Deliverable, /, *, reason: str) -> Deliverable:
    """Undo a merge that nobody decided. Raises InvalidInput, WrongState where it was not merged."""
    now = locked(deliverable, ())
    need_reason(reason)
    other = now.merged_into
    if other is None:
        raise WrongState()
    part(act, now, reason)
    settle([now.mandate_id, other.mandate_id])
    return now


@verb("mandates.record_occurrence")
def record_occurrence(act: Act, mandate: Mandate, /, **values: Any) -> Occurrence:
    """Say that what a mandate waits for has happened: from now on something is due. Raises InvalidInput by field."""
    said = {name: values[name] for name in OCCURRENCE_FIELDS if name in values}
    faults = {} if said.get("words", "").strip() else {"words": _("Say what happened.")}
    check(said, "date", faults=dict(faults))
    if mandate.asking is None or not mandate.asking.trigger:
        raise WrongState(
            _("This mandate waits for nothing."), _("Add a deliverable where one is due.")
        )
    made = Occurrence.objects.create(mandate=mandate, made_by=act.actor.user, **said)
    act.note(mandate, new={"occurrence": made.pk} | said_of(made, OCCURRENCE_FIELDS))
    first = next_ordinal(mandate)
    for each in wanted(mandate):
        if each.occurrence is not None and each.occurrence.pk == made.pk:
            due = _made(mandate, each, first)
            act.note(mandate, new={"deliverables": [due.ordinal]})
    settle([mandate.pk])
    return made


@verb("mandates.withdraw_occurrence")
def withdraw_occurrence(act: Act, occurrence: Occurrence, /, *, reason: str) -> Mandate:
    """Take back what did not happen, and what nobody answered of it. Raises InvalidInput, WrongState."""
    now = locked(occurrence, OCCURRENCE_FIELDS)
    need_reason(reason)
    found = now.deliverables.filter(withdrawn_at=None)
    said = LateNotice.objects.filter(deliverable__in=found, answered_at__isnull=False)
    told = any(each.state != Progress.NO_INFORMATION or each.answers.exists() for each in found)
    if told or said.exists():
        raise WrongState(
            _("Something was said already of what became due."),
            _("Withdraw the deliverable first."),
        )
    if any(each.took_in.exists() for each in found):
        raise WrongState(_("Others were merged into it."), _("Part them from it first."))
    act.note(
        now.mandate,
        old={"occurrence": now.pk} | said_of(now, OCCURRENCE_FIELDS),
        reason=reason,
    )
    found.delete()
    now.deliverables.update(occurrence=None)  # what was withdrawn stays, with what was said of it
    now.delete()
    settle([occurrence.mandate_id])
    return occurrence.mandate
