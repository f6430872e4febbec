"""The verb that accepts a finding as a clause: expiry, review or renewal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.addressees import resolve_entity
from majlis.mandates.core.status import refresh_status
from majlis.mandates.extraction.actions import move_finding, record_decision
from majlis.mandates.extraction.addressees import entity_of_engine_name
from majlis.mandates.models import Clause, Entity, Finding, Mandate, MandateSource
from majlis.parties.models.body import is_partial_date


@verb("mandates.accept_clause")
def accept_clause(
    act: Act,
    finding: Finding,
    /,
    *,
    deadline: str = "",
    occasion: str = "",
    body: str = "",
    mandate: Mandate | None = None,
) -> Clause:
    """Accept a finding as a clause of its whole version, or of one ``mandate`` of it.

    Raises InvalidInput, WrongState.
    """
    if finding.kind == Finding.Kind.MANDATE:
        raise InvalidInput({"": _("This finding is a mandate, not a clause.")})
    if deadline and not is_partial_date(deadline):
        raise InvalidInput({"deadline": _("Enter a date as 2026, 2026-04 or 2026-04-17.")})
    if mandate is not None and not mandate.sources.filter(version=finding.version_id).exists():
        raise InvalidInput({"mandate": _("That mandate is not in this version of the text.")})
    change = move_finding(finding, "mandates.accept_clause")
    engine_fields = finding.extracted
    entity: Entity | None = None
    if body.strip():
        unchanged = body.strip() == (engine_fields.get("body") or "")
        text_body = finding.version.instrument.body
        entity = (
            entity_of_engine_name(body, "", finding.language, text_body, of=finding.version)
            if unchanged
            else resolve_entity(body, act.actor.language, text_body, of=finding.version)
        )
    start, end = (engine_fields.get("witness") or {}).get("clause") or (0, 0)
    clause = Clause.objects.create(
        version_id=finding.version_id,
        provision_id=finding.provision_id,
        mandate=mandate,
        kind=finding.kind,
        language=finding.language,
        start=start,
        end=end,
        deadline=deadline,
        occasion=occasion.strip(),
        body=entity,
        accepted_by=act.actor.user,
    )
    values = (("deadline", deadline), ("occasion", occasion.strip()), ("body", body.strip()))
    corrected = [name for name, value in values if value != (engine_fields.get(name) or "")]
    record_decision(act, finding, clause=clause, mandate=mandate, corrected=corrected)
    mandates = [mandate.pk] if mandate else mandates_of_version(finding.version_id)
    refresh_status(mandates)
    act.note(
        clause,
        new=change["new"] | {"kind": str(finding.kind), "provision": finding.provision.eid},
        record=mandate.record if mandate else finding.version.record,
    )
    return clause


def mandates_of_version(version: int) -> list[int]:
    """The keys of the mandates that a version states."""
    return list(MandateSource.objects.filter(version=version).values_list("mandate", flat=True))
