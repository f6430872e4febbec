"""Verbs of statements, responses, published resources and evaluations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import audit_value, audit_values, changed_values, require_reason
from majlis.kernel.errors import InvalidInput, Refused
from majlis.kernel.models import Record, Wording, WordingStatus
from majlis.kernel.records import create_record, set_wording
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import check_values, lock_mandate, lock_unchanged
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
EvidenceList = Sequence[dict[str, Any]]
"""What bears a statement out: each with ``record`` or ``page_url``, and ``title``."""


def _check_statement(
    values: dict[str, Any], text: str, reason: str, evidence: EvidenceList
) -> None:
    faults: dict[str, Any] = {}
    state = values.get("state")
    if not text.strip():
        faults["text"] = _("Write what was done, in a few sentences.")
    if state not in Progress.values:
        faults["state"] = _("Choose how it stands.")
    elif state in REASON_REQUIRED and not reason.strip():
        faults["reason"] = REASON_MISSING
    elif state == Progress.REPORTED_DONE and not evidence:
        faults["evidence"] = _("What is answered is borne out by a document or a record: name one.")
    if is_after(values.get("period_from", ""), values.get("period_to", "")):
        faults["period_to"] = _("It ends before it begins: correct one of the two dates.")
    for each in evidence:
        if each.get("record") is None and not each.get("title", "").strip():
            faults["evidence"] = _("Write how each document is called.")
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
    **values: Any,
) -> Statement:
    """Say what was done in a period, and how it stands; ``version_arguments`` and ``reason`` are in ``language``.

    ``entity``: for whom it is said; who leads, if left out. Raises InvalidInput by field.
    """
    said = {name: values[name] for name in STATEMENT_FIELDS if name in values}
    _check_statement(said | {"language": language}, text, reason, evidence)
    lock_mandate(mandate)
    last = Statement.objects.filter(mandate=mandate).aggregate(last=Max("ordinal"))["last"]
    ordinal = (last or 0) + 1
    words = {"text": {language: text}} | ({"reason": {language: reason}} if reason else {})
    record = create_record(
        "statement",
        f"{mandate.record.address}/statements/{ordinal}",
        words,
        authentic=language,
        access=mandate.record.access,
        circle=mandate.record.circle,
    )
    made = Statement.objects.create(
        record=record,
        mandate=mandate,
        ordinal=ordinal,
        entity=entity or mandate.lead,
        made_by=act.actor.user,
        **said,
    )
    _add_evidence(made, evidence)
    act.note(made, new={"language": language, "text": text} | audit_values(made, STATEMENT_FIELDS))
    act.note(mandate, new={"statement": ordinal, "state": made.state})
    refresh_status([mandate.pk])
    return made


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
    seen: str = "",
    text: str | None = None,
    reason: str | None = None,
    evidence: EvidenceList | None = None,
    **values: Any,
) -> Statement:
    """Correct a statement; ``reason_field`` stands in its history. What is left out stays. Words are those of its original language.

    Raises InvalidInput by field, WrongState where it was withdrawn, or changed since it was ``visible_remarks``.
    """
    now = lock_unchanged(statement, STATEMENT_FIELDS, seen)
    require_reason(why)
    said = {name: now.say(name, original_language(now)).text for name in ("text", "reason")}
    language = original_language(now)
    there = [
        {"record": each.record, "link": each.link, "title": each.title}
        for each in now.evidence.select_related("record")
    ]
    texts = {"text": text, "reason": reason}
    texts = {name: said[name] if value is None else value for name, value in texts.items()}
    borne = there if evidence is None else [*evidence]
    after = {name: getattr(now, name) for name in STATEMENT_FIELDS} | values
    _check_statement(after, texts["text"] or "", texts["reason"] or "", borne)
    new = changed_values(now, STATEMENT_FIELDS, values)
    old = {name: audit_value(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.save(update_fields=list(new)) if new else None
    told = {name: audit_value(value) for name, value in new.items()}
    for name, value in texts.items():
        if value is not None and value != said[name]:
            set_wording(now.record, name, language, value, WordingStatus.AUTHENTIC)
            old[name], told[name] = said[name], value
    if _evidence_labels(borne) != _evidence_labels(there):
        now.evidence.all().delete()
        _add_evidence(now, borne)
        old["evidence"], told["evidence"] = _evidence_labels(there), _evidence_labels(borne)
    if not told:
        act.unchanged()
        return now
    act.note(now, old=old, new=told, reason=why)
    refresh_status([now.mandate_id])
    return now


def original_language(statement: Statement) -> str:
    """The language in which a statement was made."""
    found = Wording.objects.filter(record=statement.pk, field="text").order_by("status", "pk")
    return found.values_list("language", flat=True)[0]


def _evidence_labels(evidence: EvidenceList) -> list[str]:
    made = []
    for each in evidence:
        record: Record | None = each.get("record")
        where = record.address if record is not None else each.get("link", "")
        made.append(f"{each.get('title', '')} {where}".strip())
    return made


@verb("mandates.withdraw_statement")
def withdraw_statement(
    act: Act, statement: Statement, /, *, reason: str, seen: str = ""
) -> Statement:
    """Take back a statement; its address and its history stay. Raises InvalidInput, WrongState."""
    now = lock_unchanged(statement, STATEMENT_FIELDS, seen)
    require_reason(reason)
    now.withdrawn_at = timezone.now()
    now.save(update_fields=["withdrawn_at"])
    act.note(now, old={"state": now.state}, new={"withdrawn": True}, reason=reason)
    act.note(now.mandate, old={"statement": now.ordinal}, reason=reason)
    refresh_status([now.mandate_id])
    return now


@verb("mandates.publish_response")
def publish_response(
    act: Act,
    mandate: Mandate,
    /,
    *,
    organisation: Organisation | None = None,
    entity: Entity | None = None,
    **values: Any,
) -> Response:
    """Say what an organization or an entity that was asked does about it; nothing follows from its absence.

    Raises InvalidInput by field; Refused where the person speaks for neither.
    """
    said = {name: values[name] for name in RESPONSE_FIELDS if name in values}
    if organisation is None and entity is None:
        raise InvalidInput({"who": _("Say for whom you respond.")})
    if not act.actor.system and not may_respond_as(act.user, organisation, entity):
        raise Refused()
    _check_response(said)
    made = Response.objects.create(
        mandate=mandate, organisation=organisation, entity=entity, made_by=act.actor.user, **said
    )
    act.note(
        mandate,
        new={"response": made.pk, "by": audit_value(organisation or entity)}
        | audit_values(made, RESPONSE_FIELDS),
    )
    refresh_status([mandate.pk])
    return made


def _check_response(values: dict[str, Any]) -> None:
    faults = {} if values.get("text", "").strip() else {"text": _("Write an answer.")}
    check_values(values, "date", faults=dict(faults))


@verb("mandates.correct_response")
def correct_response(
    act: Act, response: Response, /, *, reason: str, seen: str = "", **values: Any
) -> Response:
    """Correct what was responded. Raises InvalidInput by field, WrongState."""
    now = lock_unchanged(response, RESPONSE_FIELDS, seen)
    require_reason(reason)
    _check_response({name: getattr(now, name) for name in RESPONSE_FIELDS} | values)
    new = changed_values(now, RESPONSE_FIELDS, values)
    if not new:
        act.unchanged()
        return now
    old = {name: audit_value(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.save(update_fields=list(new))
    act.note(
        now.mandate,
        old={"response": now.pk} | old,
        new={name: audit_value(value) for name, value in new.items()},
        reason=reason,
    )
    return now


@verb("mandates.withdraw_response")
def withdraw_response(act: Act, response: Response, /, *, reason: str, seen: str = "") -> Mandate:
    """Take back what was responded. Raises InvalidInput, WrongState."""
    now = lock_unchanged(response, RESPONSE_FIELDS, seen)
    require_reason(reason)
    mandate = now.mandate
    act.note(mandate, old={"response": now.pk} | audit_values(now, RESPONSE_FIELDS), reason=reason)
    now.delete()
    refresh_status([mandate.pk])
    return mandate


RESOURCE_FIELDS = (
    *("kind", "amount", "currency", "year", "year_to", "funding", "language", "words"),
    *("record", "title", "link"),
)
EVALUATION_FIELDS = (
    *("own", "by", "evaluator_name", "of", "year", "language", "text", "record", "title", "link"),
)
YEAR_HINT = _("Write the year in four digits, for example 2027.")
_CURRENCY = re.compile(r"[A-Z]{3}")


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and 1900 <= value <= 2200


def _check_resource(values: dict[str, Any]) -> None:
    faults: dict[str, Any] = {}
    if values.get("kind") not in Resource.Kind.values:
        faults["kind"] = _("Choose what kind of statement it is.")
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
    check_values(values, faults=faults)


@verb("mandates.add_resource")
def add_resource(act: Act, mandate: Mandate, /, **values: Any) -> Resource:
    """Keep what a document says of resources, never an estimate. Raises InvalidInput by field."""
    said = {name: values[name] for name in RESOURCE_FIELDS if name in values}
    _check_resource(said)
    made = Resource.objects.create(mandate=mandate, made_by=act.actor.user, **said)
    act.note(mandate, new={"resource": made.pk} | audit_values(made, RESOURCE_FIELDS))
    return made


@verb("mandates.change_resource")
def change_resource(
    act: Act, resource: Resource, /, *, reason: str, seen: str = "", **values: Any
) -> Resource:
    """Correct what a document says of resources. Raises InvalidInput by field, WrongState."""
    now = lock_unchanged(resource, RESOURCE_FIELDS, seen)
    require_reason(reason)
    _check_resource({name: getattr(now, name) for name in RESOURCE_FIELDS} | values)
    _save_changes(act, now, "resource", changed_values(now, RESOURCE_FIELDS, values), reason)
    return now


def _save_changes(act: Act, now: Any, called: str, new: dict[str, Any], reason: str) -> None:
    if not new:
        act.unchanged()
        return
    old = {name: audit_value(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.save(update_fields=list(new))
    act.note(
        now.mandate,
        old={called: now.pk} | old,
        new={name: audit_value(value) for name, value in new.items()},
        reason=reason,
    )


@verb("mandates.withdraw_resource")
def withdraw_resource(act: Act, resource: Resource, /, *, reason: str, seen: str = "") -> Mandate:
    """Take back what no document says. Raises InvalidInput, WrongState."""
    now = lock_unchanged(resource, RESOURCE_FIELDS, seen)
    require_reason(reason)
    act.note(
        now.mandate, old={"resource": now.pk} | audit_values(now, RESOURCE_FIELDS), reason=reason
    )
    now.delete()
    return resource.mandate


def _check_evaluation(act: Act, mandate: Mandate, values: dict[str, Any]) -> None:
    """Raises InvalidInput by field; Refused where it is not the person's to say."""
    faults: dict[str, Any] = {}
    own, by = values.get("own", False), values.get("by")
    if not own and by is None and not values.get("evaluator_name", "").strip():
        faults["by"] = _("Say who evaluated.")
    if not _is_year(values.get("year")):
        faults["year"] = YEAR_HINT
    if not values.get("text", "").strip() and values.get("record") is None:
        faults["text"] = _("Write what the evaluation says, or name the document.")
    check_values(values, faults=faults)
    if not act.actor.system and not may_evaluate_as(act.user, mandate, own=own, by=by):
        raise Refused()


@verb("mandates.add_evaluation")
def add_evaluation(act: Act, mandate: Mandate, /, **values: Any) -> Evaluation:
    """Keep how what was done is judged: ``own_patterns``, by who leads; else ``by`` a body, or ``name_proposals``.

    Raises InvalidInput by field; Refused where the person speaks for none of them.
    """
    said = {name: values[name] for name in EVALUATION_FIELDS if name in values}
    if said.get("own"):
        said |= {"by": mandate.lead, "evaluator_name": ""}
    _check_evaluation(act, mandate, said)
    said.setdefault("of", mandate.lead)
    made = Evaluation.objects.create(mandate=mandate, made_by=act.actor.user, **said)
    act.note(mandate, new={"evaluation": made.pk} | audit_values(made, EVALUATION_FIELDS))
    return made


@verb("mandates.correct_evaluation")
def correct_evaluation(
    act: Act, evaluation: Evaluation, /, *, reason: str, seen: str = "", **values: Any
) -> Evaluation:
    """Correct an evaluation, in whose name it was made. Raises InvalidInput by field, WrongState, Refused."""
    now = lock_unchanged(evaluation, EVALUATION_FIELDS, seen)
    require_reason(reason)
    after = {name: getattr(now, name) for name in EVALUATION_FIELDS} | values
    _check_evaluation(act, now.mandate, after)
    if after["own"] != now.own:
        raise InvalidInput(
            {"own": _("Own evaluations stay apart from others: withdraw it instead.")}
        )
    _save_changes(act, now, "evaluation", changed_values(now, EVALUATION_FIELDS, values), reason)
    return now


@verb("mandates.withdraw_evaluation")
def withdraw_evaluation(
    act: Act, evaluation: Evaluation, /, *, reason: str, seen: str = ""
) -> Mandate:
    """Take back an evaluation that was not made so. Raises InvalidInput, WrongState."""
    now = lock_unchanged(evaluation, EVALUATION_FIELDS, seen)
    require_reason(reason)
    act.note(
        now.mandate,
        old={"evaluation": now.pk} | audit_values(now, EVALUATION_FIELDS),
        reason=reason,
    )
    now.delete()
    return evaluation.mandate
