"""Deliverables that follow from what a text says are made; those by hand are added, changed, withdrawn, merged."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.errors import Faulty, WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.foreseeing import Wanted, recipient_of, wanted
from majlis.mandates.keeping import changed, check, locked, need_reason, plain, said_of
from majlis.mandates.kinds import Kind, Progress
from majlis.mandates.models import (
    Actor,
    Asking,
    Deliverable,
    Mandate,
    Named,
    Occasion,
    Occurrence,
    Step,
)
from majlis.mandates.settling import settle

FIELDS = ("kind", "occasion", "due", "language", "words")
HANDED_IN = (
    Kind.REPORT,
    Kind.BRIEFING,
    Kind.UPDATE,
    Kind.DATASET,
    Kind.ROADMAP,
    Kind.DOCUMENT,
)
"""Kinds that go from who drafts them to who receives them."""
OCCURRENCE_FIELDS = ("date", "language", "words", "record", "link")


def next_ordinal(mandate: Mandate) -> int:
    """The next number of a deliverable of a mandate; the row of the mandate stays locked."""
    Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    last = Deliverable.objects.filter(mandate=mandate).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


@verb("mandates.foresee")
def foresee(act: Act, mandate: Mandate, /, *, anew: bool = False) -> list[Deliverable]:
    """Make the deliverables that a mandate yields and that are not there yet.

    ``anew``: what was read of the text was corrected, so those that nobody has touched are made to fit, or go.
    """
    first = next_ordinal(mandate)
    there = list(Deliverable.objects.filter(mandate=mandate).select_related("occasion"))
    needed = {each.key: each for each in wanted(mandate)}
    if anew:
        _fit(act, mandate, there, needed)
    known = {each.yields for each in there} | {_year(each) for each in there if not each.yields}
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


def _fit(act: Act, mandate: Mandate, there: list[Deliverable], needed: dict[str, Wanted]) -> None:
    """Of those that nobody has touched: what is due another day now, and what is not asked at all."""
    this_year = str(clock.today().year)
    for each in [one for one in there if one.foreseen and one.withdrawn_at is None]:
        now = needed.get(each.yields)
        if now is None:
            if each.yields[:4].isdecimal() and each.yields[:4] < this_year:
                continue
            act.note(mandate, old={"deliverable": each.ordinal} | said_of(each, FIELDS))
            each.delete()
            there.remove(each)
            continue
        fits = {"kind": now.kind, "due": now.due, "words": now.words, "occasion": _session(now)}
        differs = changed(each, fits, fits)
        if differs:
            old = {name: plain(getattr(each, name)) for name in differs}
            Deliverable.objects.filter(pk=each.pk).update(**differs)
            act.note(
                mandate,
                old={"deliverable": each.ordinal} | old,
                new={name: plain(value) for name, value in differs.items()},
            )


def _session(of: Wanted) -> Occasion | None:
    if of.occasion is not None or of.of is None or of.year is None:
        return of.occasion
    return session_of(of.of, of.year)


def session_of(actor: Actor, year: int) -> Occasion:
    """The session of an actor in a year, the first where it has several; made without a date where none is known."""
    found = Occasion.objects.filter(actor=actor, year=year).order_by("date", "label").first()
    return found or Occasion.objects.get_or_create(actor=actor, year=year, label="")[0]


def _made(mandate: Mandate, of: Wanted, ordinal: int) -> Deliverable:
    asking = mandate.asking
    assert asking is not None  # else nothing is wanted
    made = Deliverable.objects.create(
        mandate=mandate,
        ordinal=ordinal,
        kind=of.kind,
        occasion=_session(of),
        occurrence=of.occurrence,
        due=of.due,
        language=asking.language,
        words=of.words,
        yields=of.key,
        foreseen=True,
    )
    if of.kind in HANDED_IN:
        _steps(made, asking, of.year)
    return made


def _steps(deliverable: Deliverable, asking: Asking, year: int | None) -> None:
    """The way as the text names it: who is asked drafts, through whom it goes considers, for whom it is receives."""
    named: dict[str, list[Actor]] = {}
    for each in asking.named.select_related("actor"):
        named.setdefault(each.role, []).append(each.actor)
    way = [(Step.Does.DRAFT, one) for one in named.get(Named.Role.ASKED, [])[:1]]
    way += [(Step.Does.CONSIDER, one) for one in named.get(Named.Role.VIA, [])]
    way += [(Step.Does.RECEIVE, one) for one in named.get(Named.Role.RECIPIENT, [])]
    first = recipient_of(asking)
    for position, (does, actor) in enumerate(way):
        occasion = None
        if does != Step.Does.DRAFT and year is not None:
            occasion = (
                deliverable.occasion
                if first is not None and actor.pk == first.pk
                else session_of(actor, year)
            )
        Step.objects.create(
            deliverable=deliverable, position=position, actor=actor, does=does, occasion=occasion
        )


@verb("mandates.add_deliverable")
def add_deliverable(act: Act, mandate: Mandate, /, **values: Any) -> Deliverable:
    """Add a deliverable that no rule foresaw. Raises Faulty by field."""
    said = {name: values[name] for name in FIELDS if name in values}
    check_deliverable(said)
    made = Deliverable.objects.create(mandate=mandate, ordinal=next_ordinal(mandate), **said)
    act.note(mandate, new={"deliverable": made.ordinal} | said_of(made, FIELDS))
    settle([mandate.pk])
    return made


def check_deliverable(values: dict[str, Any]) -> None:
    """Raises Faulty by field where what is said of a deliverable cannot be."""
    faults: dict[str, Any] = {}
    if values.get("kind") not in Kind.values:
        faults["kind"] = _("Choose what is to be delivered.")
    check(values, "due", faults=faults)


@verb("mandates.change_deliverable")
def change_deliverable(
    act: Act, deliverable: Deliverable, /, *, reason: str, seen: str = "", **values: Any
) -> Deliverable:
    """Correct what is due and when. Raises Faulty by field, WrongState where somebody else was faster."""
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
    """Take back a deliverable that is not asked; no rule makes it again. Raises Faulty, WrongState."""
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

    It needs an act of a body: ``by``, a record kept here, or its ``words``. Raises Faulty, WrongState.
    """
    now, other = locked(deliverable, ()), locked(into, ())
    if by is None and not words.strip():
        raise Faulty({"words": _("Say by which act they were merged: nobody else may do so.")})
    if other.pk == now.pk or other.merged_into_id is not None or now.took_in.exists():
        raise Faulty({"into": _("Choose one that was not merged itself.")})
    if now.merged_into_id is not None:
        raise WrongState()
    now.merged_into, now.merged_by, now.merged_words = other, by, words.strip()
    now.foreseen = False
    now.save(update_fields=["merged_into", "merged_by", "merged_words", "foreseen"])
    act.note(
        now.mandate,
        new={"deliverable": now.ordinal, "into": _name(other), "by": plain(by), "words": words},
    )
    _tell_other(act, other, now)
    settle([now.mandate_id, other.mandate_id])
    return now


def _name(deliverable: Deliverable) -> str:
    return f"{deliverable.mandate.slug}/{deliverable.ordinal}"


def _tell_other(act: Act, other: Deliverable, now: Deliverable) -> None:
    if other.mandate_id != now.mandate_id:
        act.note(other.mandate, new={"deliverable": other.ordinal, "took_in": _name(now)})


@verb("mandates.part_deliverable")
def part_deliverable(act: Act, deliverable: Deliverable, /, *, reason: str) -> Deliverable:
    """Undo a merge that nobody decided. Raises Faulty, WrongState where it was not merged."""
    now = locked(deliverable, ())
    need_reason(reason)
    other = now.merged_into
    if other is None:
        raise WrongState()
    now.merged_into, now.merged_by, now.merged_words = None, None, ""
    now.save(update_fields=["merged_into", "merged_by", "merged_words"])
    act.note(now.mandate, old={"deliverable": now.ordinal, "into": _name(other)}, reason=reason)
    settle([now.mandate_id, other.mandate_id])
    return now


@verb("mandates.record_occurrence")
def record_occurrence(act: Act, mandate: Mandate, /, **values: Any) -> Occurrence:
    """Say that what a mandate waits for has happened: from now on something is due. Raises Faulty by field."""
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
    """Take back what did not happen, and what nobody answered of it. Raises Faulty, WrongState."""
    now = locked(occurrence, OCCURRENCE_FIELDS)
    need_reason(reason)
    found = now.deliverables.filter(withdrawn_at=None)
    if any(each.state != Progress.NO_INFORMATION or each.answers.exists() for each in found):
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
