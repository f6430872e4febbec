"""What documents say of resources, and how a mandate was evaluated: by its owner, by bodies, by others."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, Refused
from majlis.kernel.verbs import Act, verb
from majlis.mandates.keeping import changed, check, locked, need_reason, plain, said_of
from majlis.mandates.models import Evaluation, Mandate, Resource
from majlis.mandates.rules.answers import evaluates

FIELDS = (
    *("sort", "amount", "currency", "year", "year_to", "funding", "language", "words"),
    *("record", "title", "link"),
)
EVALUATION_FIELDS = (
    *("own", "by", "by_words", "of", "year", "language", "text", "record", "title", "link"),
)
YEAR = _("Write the year in four digits, for example 2027.")
_CURRENCY = re.compile(r"[A-Z]{3}")


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and 1900 <= value <= 2200


def _check(values: dict[str, Any]) -> None:
    faults: dict[str, Any] = {}
    if values.get("sort") not in Resource.Sort.values:
        faults["sort"] = _("Choose what kind of statement it is.")
    if values.get("funding") not in Resource.Funding.values:
        faults["funding"] = _("Choose what the document says of the funding.")
    if values.get("record") is None and not values.get("link"):
        faults["document"] = _("Name the document that says so: only what was published is kept.")
    elif values.get("record") is None and not values.get("title", "").strip():
        faults["title"] = _("Write how the document is called.")
    amount, currency = values.get("amount"), values.get("currency", "")
    if amount is None and not values.get("words", "").strip():
        faults["words"] = _("Write the words of the document, or the amount that it names.")
    if amount is not None and not _CURRENCY.fullmatch(currency):
        faults["currency"] = _("Write the currency in three letters: CHF, USD, EUR.")
    if amount is not None and not _is_year(values.get("year")):
        faults["year"] = _("Say for which year the amount is.")
    if amount is not None and amount < 0:
        faults["amount"] = _("Write an amount that is not below zero.")
    year_to = values.get("year_to")
    if year_to is not None and (not _is_year(year_to) or year_to < (values.get("year") or 0)):
        faults["year_to"] = _("It ends before it begins: correct one of the two years.")
    check(values, faults=faults)


@verb("mandates.add_resource")
def add_resource(act: Act, mandate: Mandate, /, **values: Any) -> Resource:
    """Keep what a document says of resources, never an estimate. Raises InvalidInput by field."""
    said = {name: values[name] for name in FIELDS if name in values}
    _check(said)
    made = Resource.objects.create(mandate=mandate, made_by=act.actor.user, **said)
    act.note(mandate, new={"resource": made.pk} | said_of(made, FIELDS))
    return made


@verb("mandates.change_resource")
def change_resource(
    act: Act, resource: Resource, /, *, reason: str, seen: str = "", **values: Any
) -> Resource:
    """Correct what a document says of resources. Raises InvalidInput by field, WrongState."""
    now = locked(resource, FIELDS, seen)
    need_reason(reason)
    _check({name: getattr(now, name) for name in FIELDS} | values)
    _write(act, now, "resource", changed(now, FIELDS, values), reason)
    return now


def _write(act: Act, now: Any, called: str, new: dict[str, Any], reason: str) -> None:
    if not new:
        act.unchanged()
        return
    old = {name: plain(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.save(update_fields=list(new))
    act.note(
        now.mandate,
        old={called: now.pk} | old,
        new={name: plain(value) for name, value in new.items()},
        reason=reason,
    )


@verb("mandates.withdraw_resource")
def withdraw_resource(act: Act, resource: Resource, /, *, reason: str, seen: str = "") -> Mandate:
    """Take back what no document says. Raises InvalidInput, WrongState."""
    now = locked(resource, FIELDS, seen)
    need_reason(reason)
    act.note(now.mandate, old={"resource": now.pk} | said_of(now, FIELDS), reason=reason)
    now.delete()
    return resource.mandate


def _check_evaluation(act: Act, mandate: Mandate, values: dict[str, Any]) -> None:
    """Raises InvalidInput by field; Refused where it is not the person's to say."""
    faults: dict[str, Any] = {}
    own, by = values.get("own", False), values.get("by")
    if not own and by is None and not values.get("by_words", "").strip():
        faults["by"] = _("Say who evaluated.")
    if not _is_year(values.get("year")):
        faults["year"] = YEAR
    if not values.get("text", "").strip() and values.get("record") is None:
        faults["text"] = _("Write what the evaluation says, or name the document.")
    check(values, faults=faults)
    if not act.actor.system and not evaluates(act.user, mandate, own=own, by=by):
        raise Refused()


@verb("mandates.evaluate")
def evaluate(act: Act, mandate: Mandate, /, **values: Any) -> Evaluation:
    """Keep how what was done is judged: ``own_patterns``, by who leads; else ``by`` a body, or ``name_proposals``.

    Raises InvalidInput by field; Refused where the person speaks for none of them.
    """
    said = {name: values[name] for name in EVALUATION_FIELDS if name in values}
    if said.get("own"):
        said |= {"by": mandate.lead, "by_words": ""}
    _check_evaluation(act, mandate, said)
    said.setdefault("of", mandate.lead)
    made = Evaluation.objects.create(mandate=mandate, made_by=act.actor.user, **said)
    act.note(mandate, new={"evaluation": made.pk} | said_of(made, EVALUATION_FIELDS))
    return made


@verb("mandates.correct_evaluation")
def correct_evaluation(
    act: Act, evaluation: Evaluation, /, *, reason: str, seen: str = "", **values: Any
) -> Evaluation:
    """Correct an evaluation, in whose name it was made. Raises InvalidInput by field, WrongState, Refused."""
    now = locked(evaluation, EVALUATION_FIELDS, seen)
    need_reason(reason)
    after = {name: getattr(now, name) for name in EVALUATION_FIELDS} | values
    _check_evaluation(act, now.mandate, after)
    if after["own"] != now.own:
        raise InvalidInput(
            {"own": _("Own evaluations stay apart from others: withdraw it instead.")}
        )
    _write(act, now, "evaluation", changed(now, EVALUATION_FIELDS, values), reason)
    return now


@verb("mandates.withdraw_evaluation")
def withdraw_evaluation(
    act: Act, evaluation: Evaluation, /, *, reason: str, seen: str = ""
) -> Mandate:
    """Take back an evaluation that was not made so. Raises InvalidInput, WrongState."""
    now = locked(evaluation, EVALUATION_FIELDS, seen)
    need_reason(reason)
    act.note(
        now.mandate,
        old={"evaluation": now.pk} | said_of(now, EVALUATION_FIELDS),
        reason=reason,
    )
    now.delete()
    return evaluation.mandate
