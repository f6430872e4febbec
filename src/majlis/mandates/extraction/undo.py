"""The verb that undoes decisions on findings right after they were made: one, or a whole list in one step."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.errors import WrongState
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, verb
from majlis.mandates.extraction.actions import reopen_finding
from majlis.mandates.extraction.revocation import revoke_acceptance, revoke_clause
from majlis.mandates.lifecycle import ACCEPTED, REJECTED, WAITING
from majlis.mandates.models import Finding, MandateSource

UNDO_TIME = datetime.timedelta(hours=1)
"""How long after a decision the person who made it can undo it without a reason."""


@verb("mandates.undo_decisions")
def undo_decisions(act: Act, version: Version, /, *, keys: Sequence[int]) -> int:
    """Undo one's own recent decisions on findings of a version, all or none; they wait again.

    Each acceptance is revoked and each rejection reopened by its own verb, so the history has both
    decisions. Returns how many were undone. Raises WrongState where a decision is another person's, is
    older than ``UNDO_TIME``, or something depends on it.
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
        if finding.state not in (ACCEPTED, REJECTED) or not _is_own_and_recent(finding, act.user):
            raise WrongState(
                _("This decision can no longer be undone in one step."),
                _("Open the finding, and withdraw or reopen it with a reason."),
            )
        reason = _("Undone by the person who decided.")
        if finding.state == REJECTED:
            reopen_finding(act.actor, finding)
        elif finding.clause is not None:
            revoke_clause(act.actor, finding.clause, reason=reason)
        else:
            source = MandateSource.objects.get(
                mandate=finding.mandate_id, version=finding.version_id
            )
            revoke_acceptance(act.actor, source, reason=reason)
        undone += 1
    return undone


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
