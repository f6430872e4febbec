"""The verb that undoes decisions on findings right after they were made: one, or a whole list in one step."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import F, Q
from django.utils.translation import gettext as _

from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.errors import WrongState
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, verb
from majlis.mandates.extraction.actions import reopen_finding
from majlis.mandates.extraction.fields import (
    Values,
    corrections_of,
    fields_of_finding,
    finding_from_fields,
)
from majlis.mandates.extraction.revocation import revoke_acceptance, revoke_clause
from majlis.mandates.lifecycle import (
    ACCEPTED,
    FINDING_LIFECYCLE,
    REJECTED,
    REPLACED,
    WAITING,
)
from majlis.mandates.models import Finding, MandateSource

UNDO_TIME = datetime.timedelta(hours=1)
"""How long after a decision the person who made it can undo it without a reason."""


@verb("mandates.undo_decisions")
def undo_decisions(act: Act, version: Version, /, *, keys: Sequence[int]) -> int:
    """Undo one's own recent decisions on findings of a version, all or none; they wait again.

    Each acceptance is revoked and each rejection reopened by its own verb, so the history has both
    decisions. The two parts of a split become one finding again. What was typed stays in the finding.
    Returns how many were undone. Raises WrongState where a decision is another person's, is older than
    ``UNDO_TIME``, or something depends on it.
    """
    act.unchanged()
    undone = 0
    # The last one first: a mandate that a later finding continues then has one source less.
    for key in reversed(keys):
        finding = Finding.objects.select_related("version__record", "clause").get(
            pk=key, version=version
        )
        if finding.state == WAITING:
            continue
        if not _is_own_and_recent(finding, act.user):
            raise _too_late()
        reason = _("Undone by the person who decided.")
        if finding.state == REPLACED:
            _join_parts(act, finding)
        elif finding.state == REJECTED:
            reopen_finding(act.actor, finding)
        elif finding.clause is not None:
            revoke_clause(act.actor, finding.clause, reason=reason)
        else:
            source = MandateSource.objects.get(
                mandate=finding.mandate_id, version=finding.version_id
            )
            corrections = corrections_of(source)
            revoke_acceptance(act.actor, source, reason=reason)
            _keep_corrections(finding, corrections)
        undone += 1
    return undone


def _too_late() -> WrongState:
    return WrongState(
        _("This decision can no longer be undone in one step."),
        _("Open the finding, and withdraw or reopen it with a reason."),
    )


def _keep_corrections(finding: Finding, corrections: Values) -> None:
    """What a person had corrected is proposed again, marked as theirs, when the finding is opened."""
    if not corrections or finding.extracted.get("by_hand"):
        return
    values = fields_of_finding(finding.extracted) | corrections
    by_person = {*finding.extracted.get("by_person", ()), *corrections}
    finding.extracted = finding_from_fields(finding.extracted, values) | {
        "by_person": sorted(by_person)
    }
    Finding.objects.filter(pk=finding.pk).update(extracted=finding.extracted)


def _join_parts(act: Act, finding: Finding) -> None:
    """Make one finding of the two parts of a split again. Raises WrongState if one of them was decided on."""
    at_provision = Finding.objects.filter(
        version=finding.version_id,
        provision=finding.provision_id,
        language=finding.language,
        kind=finding.kind,
    ).exclude(state=REPLACED)
    parts = list(
        at_provision.select_for_update()
        .filter(part__in=(finding.part, finding.part + 1), made_by=finding.decided_by_id)
        .order_by("part")
    )
    if len(parts) != 2 or any(
        part.state != WAITING or not part.extracted.get("split") for part in parts
    ):
        raise _too_late()
    first = {name: value for name, value in parts[0].extracted.items() if name != "split"}
    if finding.extracted.get("split"):  # it was the part of another split
        first["split"] = True
    at_provision.filter(pk__in=[part.pk for part in parts]).delete()
    later = Finding.objects.filter(provision=finding.provision_id, part__gt=finding.part + 1)
    later.update(part=F("part") - 1)
    change = FINDING_LIFECYCLE.move(finding, "mandates.undo_decisions")
    Finding.objects.filter(pk=finding.pk).update(extracted=first, decided_by=None, decided_at=None)
    act.note(finding, old=change["old"], new=change["new"], record=finding.version.record)


def _is_own_and_recent(finding: Finding, user: User | None) -> bool:
    """Whether this person decided on a finding within ``UNDO_TIME``."""
    when = finding.decided_at
    return bool(
        user is not None
        and finding.decided_by_id == user.pk
        and when is not None
        and when > clock.now() - UNDO_TIME
    )


def accepted_by(user: User | None, version: Version, mandates: Sequence[int]) -> list[int]:
    """The keys of the findings of a version that a person accepted as these mandates, in reading order."""
    condition = Q(version=version, decided_by=user, mandate__in=mandates, state=ACCEPTED)
    rows = Finding.objects.filter(condition).order_by("provision__position", "part", "pk")
    return list(rows.values_list("pk", flat=True))
