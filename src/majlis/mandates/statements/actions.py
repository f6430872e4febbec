"""Verbs of statements, responses, published resources and evaluations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypedDict

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.editing import (
    FieldValue,
    audit_value,
    audit_values,
    changed_values,
    delete_row,
    require_reason,
    save_changes,
    set_values,
)
from majlis.kernel.errors import InvalidInput, Refused, StrOrPromise
from majlis.kernel.models import Record, Wording, WordingStatus
from majlis.kernel.records import create_record, set_wording
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import check_values, lock_existing, lock_mandate
from majlis.mandates.core.representation import may_evaluate_as, may_respond_as
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables.actions import REASON_MISSING
from majlis.mandates.models import (
    Entity,
    Evaluation,
    Evidence,
    Mandate,
    Resource,
    Response,
    Statement,
)
from majlis.mandates.models.choices import REASON_REQUIRED, Progress
from majlis.parties.models import Organisation
from majlis.parties.models.body import is_after

STATEMENT_FIELDS = (
    "period_from",
    "period_to",
    "state",
    "reviewed_at",
    "reviewed_words",
    "reviewed_on",
)
RESPONSE_FIELDS = ("language", "text", "record", "link", "date")


class EvidenceValues(TypedDict, total=False):
    """A piece of evidence: a record of this site or a link, and its title."""

    record: Record | None
    link: str
    title: str


type EvidenceList = Sequence[EvidenceValues]


def _check_statement(
    values: Mapping[str, FieldValue], text: str, reason: str, evidence: EvidenceList
) -> None:
    faults: dict[str, StrOrPromise] = {}
    state = values.get("state")
    if not text.strip():
        faults["text"] = _("Enter a short description of the action taken.")
    if state not in Progress.values:
        faults["state"] = _("Select a status.")
    elif state in REASON_REQUIRED and not reason.strip():
        faults["reason"] = REASON_MISSING
    elif state == Progress.REPORTED_DONE and not evidence:
        faults["evidence"] = _(
            "A mandate reported done needs evidence. Enter a document or record."
        )
    if is_after(str(values.get("period_from", "")), str(values.get("period_to", ""))):
        faults["period_to"] = _("The end date is before the start date. Correct one of them.")
    for document in evidence:
        if document.get("record") is None and not document.get("title", "").strip():
            faults["evidence"] = _("Enter a title for each document.")
    check_values(values, "period_from", "period_to", "reviewed_on", faults=faults)


@verb("mandates.publish_statement")
def publish_statement(
    act: Act,
    mandate: Mandate,
    /,
    *,
    language: str,
    text: str,
    reason: str = "",
    evidence: EvidenceList = (),
    entity: Entity | None = None,
    **values: FieldValue,
) -> Statement:
    """Publish a progress statement for a period; ``text`` and ``reason`` are in ``language``.

    ``entity``: for whom it is made; the lead if left out. Raises InvalidInput by field.
    """
    fields = {name: values[name] for name in STATEMENT_FIELDS if name in values}
    _check_statement(fields | {"language": language}, text, reason, evidence)
    lock_mandate(mandate)
    last = Statement.objects.filter(mandate=mandate).aggregate(last=Max("ordinal"))["last"]
    ordinal = (last or 0) + 1
    wordings = {"text": {language: text}} | ({"reason": {language: reason}} if reason else {})
    record = create_record(
        "statement",
        f"{mandate.record.address}/statements/{ordinal}",
        wordings,
        authentic=language,
        access=mandate.record.access,
        circle=mandate.record.circle,
    )
    statement = Statement.objects.create(
        record=record,
        mandate=mandate,
        ordinal=ordinal,
        entity=entity or mandate.lead,
        made_by=act.actor.user,
        **fields,
    )
    _add_evidence(statement, evidence)
    act.note(
        statement,
        new={"language": language, "text": text} | audit_values(statement, STATEMENT_FIELDS),
    )
    act.note(mandate, new={"statement": ordinal, "state": statement.state})
    refresh_status([mandate.pk])
    return statement


def _add_evidence(statement: Statement, evidence: EvidenceList) -> None:
    Evidence.objects.bulk_create(
        Evidence(
            statement=statement,
            record=each.get("record"),
            link=each.get("link", ""),
            title=each.get("title", "")[:300],
        )
        for each in evidence
    )


@verb("mandates.correct_statement")
def correct_statement(
    act: Act,
    statement: Statement,
    /,
    *,
    why: str,
    text: str | None = None,
    reason: str | None = None,
    evidence: EvidenceList | None = None,
    **values: FieldValue,
) -> Statement:
    """Correct a statement; ``why`` is the reason in its history. Fields that are left out stay the same.

    ``text`` and ``reason`` are in its original language. Raises InvalidInput by field; WrongState
    if it was withdrawn.
    """
    locked = lock_existing(statement)
    require_reason(why)
    old_texts = {
        name: locked.say(name, original_language(locked)).text for name in ("text", "reason")
    }
    language = original_language(locked)
    old_evidence: EvidenceList = [
        {"record": each.record, "link": each.link, "title": each.title}
        for each in locked.evidence.select_related("record")
    ]
    texts = {"text": text, "reason": reason}
    texts = {name: old_texts[name] if value is None else value for name, value in texts.items()}
    new_evidence = old_evidence if evidence is None else [*evidence]
    fields_after = {name: getattr(locked, name) for name in STATEMENT_FIELDS} | values
    _check_statement(fields_after, texts["text"] or "", texts["reason"] or "", new_evidence)
    old, new = set_values(locked, STATEMENT_FIELDS, values)
    locked.save(update_fields=list(new))
    for name, value in texts.items():
        if value is not None and value != old_texts[name]:
            set_wording(locked.record, name, language, value, WordingStatus.AUTHENTIC)
            old[name], new[name] = old_texts[name], value
    if _evidence_labels(new_evidence) != _evidence_labels(old_evidence):
        locked.evidence.all().delete()
        _add_evidence(locked, new_evidence)
        old["evidence"], new["evidence"] = (
            _evidence_labels(old_evidence),
            _evidence_labels(new_evidence),
        )
    if not new:
        act.unchanged()
        return locked
    act.note(locked, old=old, new=new, reason=why)
    refresh_status([locked.mandate_id])
    return locked


def original_language(statement: Statement) -> str:
    """The language in which a statement was made."""
    wordings = Wording.objects.filter(record=statement.pk, field="text").order_by("status", "pk")
    return wordings.values_list("language", flat=True)[0]


def _evidence_labels(evidence: EvidenceList) -> list[str]:
    labels = []
    for document in evidence:
        record = document.get("record")
        address = record.address if record is not None else document.get("link", "")
        labels.append(f"{document.get('title', '')} {address}".strip())
    return labels


@verb("mandates.withdraw_statement")
def withdraw_statement(act: Act, statement: Statement, /, *, reason: str) -> Statement:
    """Withdraw a statement; its address and its history stay. Raises InvalidInput, WrongState."""
    locked = lock_existing(statement)
    require_reason(reason)
    locked.withdrawn_at = clock.now()
    locked.save(update_fields=["withdrawn_at"])
    act.note(locked, old={"state": locked.state}, new={"withdrawn": True}, reason=reason)
    act.note(locked.mandate, old={"statement": locked.ordinal}, reason=reason)
    refresh_status([locked.mandate_id])
    return locked


@verb("mandates.publish_response")
def publish_response(
    act: Act,
    mandate: Mandate,
    /,
    *,
    organisation: Organisation | None = None,
    entity: Entity | None = None,
    **values: FieldValue,
) -> Response:
    """Publish what an addressee does about a mandate; the absence of a response has no consequence.

    Raises InvalidInput by field; Refused if the user represents neither ``organisation`` nor
    ``entity``.
    """
    fields = {name: values[name] for name in RESPONSE_FIELDS if name in values}
    if organisation is None and entity is None:
        raise InvalidInput({"who": _("Select on whose behalf you are responding.")})
    if not act.actor.system and not may_respond_as(act.user, organisation, entity):
        raise Refused()
    _check_response(fields)
    response = Response.objects.create(
        mandate=mandate, organisation=organisation, entity=entity, made_by=act.actor.user, **fields
    )
    act.note(
        mandate,
        new={"response": response.pk, "by": audit_value(organisation or entity)}
        | audit_values(response, RESPONSE_FIELDS),
    )
    refresh_status([mandate.pk])
    return response


def _check_response(values: Mapping[str, FieldValue]) -> None:
    faults = (
        {}
        if str(values.get("text", "")).strip()
        else {"text": _("Enter the text of the response.")}
    )
    check_values(values, "date", faults=dict(faults))


@verb("mandates.correct_response")
def correct_response(
    act: Act, response: Response, /, *, reason: str, **values: FieldValue
) -> Response:
    """Correct a response. Raises InvalidInput by field, WrongState."""
    locked = lock_existing(response)
    require_reason(reason)
    _check_response({name: getattr(locked, name) for name in RESPONSE_FIELDS} | values)
    new = changed_values(locked, RESPONSE_FIELDS, values)
    save_changes(act, locked, new, locked.mandate, {"response": locked.pk}, reason)
    return locked


@verb("mandates.withdraw_response")
def withdraw_response(act: Act, response: Response, /, *, reason: str) -> Mandate:
    """Delete a response; the audit log keeps it. Raises InvalidInput, WrongState."""
    locked = lock_existing(response)
    require_reason(reason)
    mandate = locked.mandate
    delete_row(act, locked, RESPONSE_FIELDS, mandate, {"response": locked.pk}, reason)
    refresh_status([mandate.pk])
    return mandate


RESOURCE_FIELDS = (
    *("kind", "amount", "currency", "year", "year_to", "funding", "language", "words"),
    *("record", "title", "link"),
)
EVALUATION_FIELDS = (
    *(
        "own",
        "evaluator",
        "evaluator_name",
        "evaluated",
        "year",
        "language",
        "text",
        "record",
        "title",
        "link",
    ),
)
YEAR_HINT = _("Enter the year in four digits, for example 2027.")
_CURRENCY = re.compile(r"[A-Z]{3}")


def _is_year(value: FieldValue) -> bool:
    return isinstance(value, int) and 1900 <= value <= 2200


def _check_resource(values: Mapping[str, FieldValue]) -> None:
    faults: dict[str, StrOrPromise] = {}
    if values.get("kind") not in Resource.Kind.values:
        faults["kind"] = _("Select the kind of statement.")
    if values.get("funding") not in Resource.Funding.values:
        faults["funding"] = _("Select the kind of funding.")
    if values.get("record") is None and not values.get("link"):
        faults["document"] = _(
            "Enter the address of the document. Only published statements are recorded."
        )
    elif values.get("record") is None and not str(values.get("title", "")).strip():
        faults["title"] = _("Enter the title of the document.")
    amount, currency = values.get("amount"), str(values.get("currency", ""))
    if amount is None and not str(values.get("words", "")).strip():
        faults["words"] = _("Enter the amount, or the text of the statement in the document.")
    if amount is not None and not _CURRENCY.fullmatch(currency):
        faults["currency"] = _(
            "Enter the currency as a three-letter code, such as CHF, USD or EUR."
        )
    if amount is not None and not _is_year(values.get("year")):
        faults["year"] = _("Enter the year of the amount.")
    if isinstance(amount, Decimal | int) and amount < 0:
        faults["amount"] = _("Enter an amount of zero or more.")
    year, year_to = values.get("year"), values.get("year_to")
    first = year if isinstance(year, int) else 0
    if year_to is not None and not (
        isinstance(year_to, int) and max(first, 1900) <= year_to <= 2200
    ):
        faults["year_to"] = _("The period ends before it begins. Correct one of the two years.")
    check_values(values, faults=faults)


@verb("mandates.add_resource")
def add_resource(act: Act, mandate: Mandate, /, **values: FieldValue) -> Resource:
    """Add what a document says about resources, never an estimate. Raises InvalidInput by field."""
    fields = {name: values[name] for name in RESOURCE_FIELDS if name in values}
    _check_resource(fields)
    resource = Resource.objects.create(mandate=mandate, made_by=act.actor.user, **fields)
    act.note(mandate, new={"resource": resource.pk} | audit_values(resource, RESOURCE_FIELDS))
    return resource


@verb("mandates.change_resource")
def change_resource(
    act: Act, resource: Resource, /, *, reason: str, **values: FieldValue
) -> Resource:
    """Correct what a document says about resources. Raises InvalidInput by field, WrongState."""
    locked = lock_existing(resource)
    require_reason(reason)
    _check_resource({name: getattr(locked, name) for name in RESOURCE_FIELDS} | values)
    new = changed_values(locked, RESOURCE_FIELDS, values)
    save_changes(act, locked, new, locked.mandate, {"resource": locked.pk}, reason)
    return locked


@verb("mandates.withdraw_resource")
def withdraw_resource(act: Act, resource: Resource, /, *, reason: str) -> Mandate:
    """Delete what was recorded of resources by mistake; the history keeps it. Raises InvalidInput, WrongState."""
    locked = lock_existing(resource)
    require_reason(reason)
    delete_row(act, locked, RESOURCE_FIELDS, locked.mandate, {"resource": locked.pk}, reason)
    return resource.mandate


def _check_evaluation(act: Act, mandate: Mandate, values: Mapping[str, FieldValue]) -> None:
    """Raises InvalidInput by field; Refused if the user may not evaluate on behalf of that entity."""
    faults: dict[str, StrOrPromise] = {}
    own, evaluator = values.get("own", False), values.get("evaluator")
    if not own and evaluator is None and not str(values.get("evaluator_name", "")).strip():
        faults["evaluator"] = _("Enter the evaluator.")
    if not _is_year(values.get("year")):
        faults["year"] = YEAR_HINT
    if not str(values.get("text", "")).strip() and values.get("record") is None:
        faults["text"] = _("Enter the content of the evaluation or the address of its document.")
    check_values(values, faults=faults)
    by = evaluator if isinstance(evaluator, Entity) else None
    if not act.actor.system and not may_evaluate_as(act.user, mandate, own=bool(own), by=by):
        raise Refused()


@verb("mandates.add_evaluation")
def add_evaluation(act: Act, mandate: Mandate, /, **values: FieldValue) -> Evaluation:
    """Add an evaluation: the lead's ``own``, or that of an ``evaluator`` or ``evaluator_name``.

    Raises InvalidInput by field; Refused if the user represents none of them.
    """
    fields = {name: values[name] for name in EVALUATION_FIELDS if name in values}
    if fields.get("own"):
        fields |= {"evaluator": mandate.lead, "evaluator_name": ""}
    _check_evaluation(act, mandate, fields)
    fields.setdefault("evaluated", mandate.lead)
    evaluation = Evaluation.objects.create(mandate=mandate, made_by=act.actor.user, **fields)
    act.note(
        mandate, new={"evaluation": evaluation.pk} | audit_values(evaluation, EVALUATION_FIELDS)
    )
    return evaluation


@verb("mandates.correct_evaluation")
def correct_evaluation(
    act: Act, evaluation: Evaluation, /, *, reason: str, **values: FieldValue
) -> Evaluation:
    """Correct an evaluation. Raises InvalidInput by field, WrongState, Refused."""
    locked = lock_existing(evaluation)
    require_reason(reason)
    fields_after = {name: getattr(locked, name) for name in EVALUATION_FIELDS} | values
    _check_evaluation(act, locked.mandate, fields_after)
    if fields_after["own"] != locked.own:
        raise InvalidInput(
            {
                "own": _(
                    "The evaluation type cannot be changed. Withdraw the evaluation and add a new one."
                )
            }
        )
    new = changed_values(locked, EVALUATION_FIELDS, values)
    save_changes(act, locked, new, locked.mandate, {"evaluation": locked.pk}, reason)
    return locked


@verb("mandates.withdraw_evaluation")
def withdraw_evaluation(act: Act, evaluation: Evaluation, /, *, reason: str) -> Mandate:
    """Delete an evaluation that was added by mistake; the history keeps it. Raises InvalidInput, WrongState."""
    locked = lock_existing(evaluation)
    require_reason(reason)
    delete_row(act, locked, EVALUATION_FIELDS, locked.mandate, {"evaluation": locked.pk}, reason)
    return evaluation.mandate
