"""Verbs that complete, merge, replace, pause, lapse or revive a mandate, and verbs of its aliases."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import REVOKED, lock_mandate
from majlis.mandates.core.status import refresh_status
from majlis.mandates.lifecycle import MANDATE_LIFECYCLE
from majlis.mandates.models import Alias, Clause, LifecycleEvent, Mandate
from majlis.parties.models.body import is_partial_date

DATE_FORMAT = _("Enter a date as 2026, 2026-04 or 2026-04-17.")
ACT_REQUIRED = _("Enter the decision or document: a text, a meeting record or a letter.")


@verb("mandates.complete_mandate")
def complete_mandate(
    act: Act,
    mandate: Mandate,
    /,
    *,
    text: str,
    language: str,
    date: str = "",
    record: Record | None = None,
    words: str = "",
) -> LifecycleEvent:
    """Complete a mandate: the text says what was done and what is left. Raises InvalidInput, WrongState."""
    needs: dict[str, StrOrPromise] = {} if record or words.strip() else {"by": ACT_REQUIRED}
    return _record_event(act, mandate, needs, text, language, date, record, words)


@verb("mandates.merge_mandate")
def merge_mandate(
    act: Act,
    mandate: Mandate,
    /,
    *,
    into: Mandate | None,
    text: str,
    language: str,
    date: str = "",
    record: Record | None = None,
    words: str = "",
) -> LifecycleEvent:
    """Merge a mandate into another, by an act of a body. Raises InvalidInput by field, WrongState."""
    needs = _target_faults(mandate, into) | (
        {} if record or words.strip() else {"by": ACT_REQUIRED}
    )
    return _record_event(act, mandate, needs, text, language, date, record, words, into=into)


@verb("mandates.replace_mandate")
def replace_mandate(
    act: Act,
    mandate: Mandate,
    /,
    *,
    into: Mandate | None,
    text: str,
    language: str,
    date: str = "",
    record: Record | None = None,
    words: str = "",
) -> LifecycleEvent:
    """Replace a mandate by another, by an act of a body. Raises InvalidInput by field, WrongState."""
    needs = _target_faults(mandate, into) | (
        {} if record or words.strip() else {"by": ACT_REQUIRED}
    )
    return _record_event(act, mandate, needs, text, language, date, record, words, into=into)


@verb("mandates.pause_mandate")
def pause_mandate(
    act: Act,
    mandate: Mandate,
    /,
    *,
    text: str,
    language: str,
    date: str = "",
    record: Record | None = None,
    words: str = "",
) -> LifecycleEvent:
    """Pause a mandate: the text says why, and what would end the pause. Raises InvalidInput, WrongState."""
    return _record_event(act, mandate, {}, text, language, date, record, words)


@verb("mandates.lapse_mandate")
def lapse_mandate(
    act: Act,
    mandate: Mandate,
    /,
    *,
    text: str,
    language: str,
    date: str = "",
    record: Record | None = None,
    words: str = "",
    clause: Clause | None = None,
) -> LifecycleEvent:
    """Record that a mandate lapsed, by a clause or by an act. Raises InvalidInput by field, WrongState."""
    needs: dict[str, StrOrPromise] = {}
    if clause is None and record is None and not words.strip():
        needs["by"] = _("Select the clause or enter the decision by which the mandate lapsed.")
    if clause is not None and not _clause_applies(clause, mandate):
        needs["clause"] = _("This clause belongs to another text. Select a clause of this text.")
    return _record_event(act, mandate, needs, text, language, date, record, words, clause=clause)


@verb("mandates.revive_mandate")
def revive_mandate(
    act: Act,
    mandate: Mandate,
    /,
    *,
    text: str,
    language: str,
    date: str = "",
    record: Record | None = None,
    words: str = "",
) -> LifecycleEvent:
    """Make a mandate active again, with all that it had. Raises InvalidInput, WrongState."""
    return _record_event(act, mandate, {}, text, language, date, record, words)


def _target_faults(mandate: Mandate, into: Mandate | None) -> dict[str, StrOrPromise]:
    """What is wrong with the mandate that is to take the place of ``mandate``, by field."""
    if into is None:
        return {"into": _("Enter the number of the other mandate, such as M-0412.")}
    if into.pk == mandate.pk:
        return {
            "into": _("This is the number of this mandate. Enter the number of the other mandate.")
        }
    if into.lifecycle_state != MANDATE_LIFECYCLE.initial:
        return {"into": _("That mandate has ended or is paused. Reactivate it first.")}
    return {}


def _clause_applies(clause: Clause, mandate: Mandate) -> bool:
    if clause.mandate_id is not None:
        return bool(clause.mandate_id == mandate.pk)
    applies: bool = mandate.sources.filter(version=clause.version_id).exists()
    return applies


def _record_event(
    act: Act,
    mandate: Mandate,
    faults: dict[str, StrOrPromise],
    text: str,
    language: str,
    date: str,
    record: Record | None,
    words: str,
    into: Mandate | None = None,
    clause: Clause | None = None,
) -> LifecycleEvent:
    """Apply the transition of the verb, and save the event. Raises InvalidInput by field, WrongState."""
    kind = LifecycleEvent.Kind(act.verb.removeprefix("mandates.").removesuffix("_mandate"))
    if not text.strip():
        faults["text"] = _(
            "Enter the work done and remaining, or the reason. The history shows this text."
        )
    if language not in LANGUAGE_CODES:
        faults["language"] = pgettext_lazy("entry in a form", "Select the language of the text.")
    if date and not is_partial_date(date):
        faults["date"] = DATE_FORMAT
    if faults:
        raise InvalidInput(faults)
    keys = sorted(each.pk for each in (mandate, into) if each is not None)
    locked = Mandate.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    mandates = {each.pk: each for each in locked}
    if len(mandates) < len(keys):
        raise WrongState(REVOKED)
    if into is not None and mandates[into.pk].lifecycle_state != MANDATE_LIFECYCLE.initial:
        raise InvalidInput(_target_faults(mandate, mandates[into.pk]))
    step = MANDATE_LIFECYCLE.move(mandate, act.verb, "lifecycle_state")
    event = LifecycleEvent.objects.create(
        mandate=mandate,
        kind=kind,
        date=date,
        record=record,
        words=words.strip(),
        language=language,
        text=text.strip(),
        made_by=act.actor.user,
        into=into,
        clause=clause,
    )
    values = {
        "date": date,
        "by_record": record.address if record else "",
        "by_words": words.strip(),
        "into": into.record.address if into else "",
        "text": text.strip(),
    }
    act.note(
        mandate,
        old=step["old"],
        new=step["new"] | {name: value for name, value in values.items() if value},
    )
    refresh_status(keys)
    return event


@verb("mandates.add_alias")
def add_alias(act: Act, mandate: Mandate, /, *, registry: str, value: str, url: str = "") -> Alias:
    """Add the number of a mandate in another registry. Raises InvalidInput by field."""
    registry, value = " ".join(registry.split()), " ".join(value.split())
    faults: dict[str, StrOrPromise] = {}
    if not registry:
        faults["registry"] = _("Enter the name of the other registry.")
    if not value:
        faults["value"] = _("Enter the number in that registry.")
    if faults:
        raise InvalidInput(faults)
    lock_mandate(mandate)
    try:
        with transaction.atomic():
            alias = Alias.objects.create(mandate=mandate, registry=registry, value=value, url=url)
    except IntegrityError:
        raise InvalidInput(
            {"value": _("This number is already recorded for that registry.")}
        ) from None
    act.note(mandate, new={"alias": f"{registry}: {value}"})
    return alias


@verb("mandates.withdraw_alias")
def withdraw_alias(act: Act, alias: Alias, /, *, reason: str) -> Mandate:
    """Remove a wrong number of another registry; the history keeps it. Raises InvalidInput."""
    if not reason.strip():
        raise InvalidInput({"reason": _("Enter a reason for the withdrawal.")})
    act.note(alias.mandate, old={"alias": f"{alias.registry}: {alias.value}"}, reason=reason)
    mandate = alias.mandate
    alias.delete()
    return mandate
