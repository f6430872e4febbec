"""Progress statements of what goes on, with evidence; and what those respond who were invited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, Refused
from majlis.kernel.models import Record, Wording, WordingStatus
from majlis.kernel.records import create_record, set_wording
from majlis.kernel.verbs import Act, verb
from majlis.mandates.actions.answers import WHY
from majlis.mandates.keeping import (
    changed,
    check,
    locked,
    locked_mandate,
    need_reason,
    plain,
    said_of,
)
from majlis.mandates.kinds import NEED_A_REASON, Progress
from majlis.mandates.models import Actor, Evidence, Mandate, Response, Statement
from majlis.mandates.rules.answers import speaks_as
from majlis.mandates.settling import settle
from majlis.parties.models import Organisation
from majlis.parties.models.body import is_after

FIELDS = ("period_from", "period_to", "state", "reviewed_at", "reviewed_words", "reviewed_on")
RESPONSE_FIELDS = ("language", "text", "record", "link", "date")
Evidences = Sequence[dict[str, Any]]
"""What bears a statement out: each with ``record`` or ``page_url``, and ``title``."""


def _check(values: dict[str, Any], text: str, reason: str, evidence: Evidences) -> None:
    faults: dict[str, Any] = {}
    state = values.get("state")
    if not text.strip():
        faults["text"] = _("Write what was done, in a few sentences.")
    if state not in Progress.values:
        faults["state"] = _("Choose how it stands.")
    elif state in NEED_A_REASON and not reason.strip():
        faults["reason"] = WHY
    elif state == Progress.ANSWERED and not evidence:
        faults["evidence"] = _("What is answered is borne out by a document or a record: name one.")
    if is_after(values.get("period_from", ""), values.get("period_to", "")):
        faults["period_to"] = _("It ends before it begins: correct one of the two dates.")
    for each in evidence:
        if each.get("record") is None and not each.get("title", "").strip():
            faults["evidence"] = _("Write how each document is called.")
    check(values, "period_from", "period_to", "reviewed_on", faults=faults)


@verb("mandates.state")
def state(
    act: Act,
    mandate: Mandate,
    /,
    *,
    language: str,
    text: str,
    reason: str = "",
    evidence: Evidences = (),
    actor: Actor | None = None,
    **values: Any,
) -> Statement:
    """Say what was done in a period, and how it stands; ``version_arguments`` and ``reason`` are in ``language``.

    ``actor``: for whom it is said; who leads, if left out. Raises InvalidInput by field.
    """
    said = {name: values[name] for name in FIELDS if name in values}
    _check(said | {"language": language}, text, reason, evidence)
    locked_mandate(mandate)
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
        actor=actor or mandate.lead,
        made_by=act.actor.user,
        **said,
    )
    _bear_out(made, evidence)
    act.note(made, new={"language": language, "text": text} | said_of(made, FIELDS))
    act.note(mandate, new={"statement": ordinal, "state": made.state})
    settle([mandate.pk])
    return made


def _bear_out(statement: Statement, evidence: Evidences) -> None:
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
    evidence: Evidences | None = None,
    **values: Any,
) -> Statement:
    """Correct a statement; ``why`` stands in its history. What is left out stays. Words are those of its original language.

    Raises InvalidInput by field, WrongState where it was withdrawn, or changed since it was ``visible_remarks``.
    """
    now = locked(statement, FIELDS, seen)
    need_reason(why)
    said = {name: now.say(name, original(now)).text for name in ("text", "reason")}
    language = original(now)
    there = [
        {"record": each.record, "link": each.link, "title": each.title}
        for each in now.evidence.select_related("record")
    ]
    texts = {"text": text, "reason": reason}
    texts = {name: said[name] if value is None else value for name, value in texts.items()}
    borne = there if evidence is None else [*evidence]
    after = {name: getattr(now, name) for name in FIELDS} | values
    _check(after, texts["text"] or "", texts["reason"] or "", borne)
    new = changed(now, FIELDS, values)
    old = {name: plain(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.save(update_fields=list(new)) if new else None
    told = {name: plain(value) for name, value in new.items()}
    for name, value in texts.items():
        if value is not None and value != said[name]:
            set_wording(now.record, name, language, value, WordingStatus.AUTHENTIC)
            old[name], told[name] = said[name], value
    if _shown(borne) != _shown(there):
        now.evidence.all().delete()
        _bear_out(now, borne)
        old["evidence"], told["evidence"] = _shown(there), _shown(borne)
    if not told:
        act.unchanged()
        return now
    act.note(now, old=old, new=told, reason=why)
    settle([now.mandate_id])
    return now


def original(statement: Statement) -> str:
    """The language in which a statement was made."""
    found = Wording.objects.filter(record=statement.pk, field="text").order_by("status", "pk")
    return found.values_list("language", flat=True)[0]


def _shown(evidence: Evidences) -> list[str]:
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
    now = locked(statement, FIELDS, seen)
    need_reason(reason)
    now.withdrawn_at = timezone.now()
    now.save(update_fields=["withdrawn_at"])
    act.note(now, old={"state": now.state}, new={"withdrawn": True}, reason=reason)
    act.note(now.mandate, old={"statement": now.ordinal}, reason=reason)
    settle([now.mandate_id])
    return now


@verb("mandates.respond")
def respond(
    act: Act,
    mandate: Mandate,
    /,
    *,
    organisation: Organisation | None = None,
    actor: Actor | None = None,
    **values: Any,
) -> Response:
    """Say what an organization or an actor that was asked does about it; nothing follows from its absence.

    Raises InvalidInput by field; Refused where the person speaks for neither.
    """
    said = {name: values[name] for name in RESPONSE_FIELDS if name in values}
    if organisation is None and actor is None:
        raise InvalidInput({"who": _("Say for whom you respond.")})
    if not act.actor.system and not speaks_as(act.user, organisation, actor):
        raise Refused()
    _check_response(said)
    made = Response.objects.create(
        mandate=mandate, organisation=organisation, actor=actor, made_by=act.actor.user, **said
    )
    act.note(
        mandate,
        new={"response": made.pk, "by": plain(organisation or actor)}
        | said_of(made, RESPONSE_FIELDS),
    )
    settle([mandate.pk])
    return made


def _check_response(values: dict[str, Any]) -> None:
    faults = {} if values.get("text", "").strip() else {"text": _("Write an answer.")}
    check(values, "date", faults=dict(faults))


@verb("mandates.correct_response")
def correct_response(
    act: Act, response: Response, /, *, reason: str, seen: str = "", **values: Any
) -> Response:
    """Correct what was responded. Raises InvalidInput by field, WrongState."""
    now = locked(response, RESPONSE_FIELDS, seen)
    need_reason(reason)
    _check_response({name: getattr(now, name) for name in RESPONSE_FIELDS} | values)
    new = changed(now, RESPONSE_FIELDS, values)
    if not new:
        act.unchanged()
        return now
    old = {name: plain(getattr(now, name)) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.save(update_fields=list(new))
    act.note(
        now.mandate,
        old={"response": now.pk} | old,
        new={name: plain(value) for name, value in new.items()},
        reason=reason,
    )
    return now


@verb("mandates.withdraw_response")
def withdraw_response(act: Act, response: Response, /, *, reason: str, seen: str = "") -> Mandate:
    """Take back what was responded. Raises InvalidInput, WrongState."""
    now = locked(response, RESPONSE_FIELDS, seen)
    need_reason(reason)
    mandate = now.mandate
    act.note(mandate, old={"response": now.pk} | said_of(now, RESPONSE_FIELDS), reason=reason)
    now.delete()
    settle([mandate.pk])
    return mandate
