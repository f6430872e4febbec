"""Verbs that revoke a wrong acceptance, as long as nothing depends on it.

The finding waits again. If no other version states the mandate, it is deleted with its source: it
appears in no list, its number is not used again, and its address says that it was revoked.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.commons.notices.models import Event
from majlis.commons.search.models import SearchEntry
from majlis.kernel.editing import require_reason
from majlis.kernel.errors import WrongState
from majlis.kernel.records import mark_changed
from majlis.kernel.verbs import Act, verb
from majlis.look import formats
from majlis.mandates.core.status import refresh_status
from majlis.mandates.extraction import continuity
from majlis.mandates.extraction.actions import history_record
from majlis.mandates.extraction.clauses import mandates_of_version
from majlis.mandates.lifecycle import ACCEPTED, CONFIRMED, ENDED, FINDING_LIFECYCLE, JUDGED
from majlis.mandates.models import (
    Addressee,
    AlternativeReading,
    Assignment,
    Clause,
    Deliverable,
    Evaluation,
    Finding,
    LifecycleEvent,
    Mandate,
    MandateSource,
    Occurrence,
    RelatedPair,
    Resource,
    Response,
    ReviewItem,
    Statement,
    Step,
    Submission,
)


def _already_revoked() -> WrongState:
    return WrongState(_("The acceptance has already been withdrawn."), _("No change was made."))


@verb("mandates.revoke_acceptance")
def revoke_acceptance(act: Act, source: MandateSource, /, *, reason: str) -> Mandate | None:
    """Revoke the acceptance of a source; its finding waits for a decision again.

    Returns the mandate if other versions state it; otherwise the mandate is deleted, and None is
    returned. Raises InvalidInput (``reason``), and WrongState if another user revoked it meanwhile
    or something depends on the mandate.
    """
    require_reason(
        reason, _("Enter the reason for withdrawal. It will be public on the mandate’s page.")
    )
    # The same lock order as in acceptance: findings, then the mandate.
    related = Q(mandate=source.mandate_id) | Q(continues=source.mandate_id)
    list(Finding.objects.select_for_update(of=("self",)).filter(related).order_by("pk"))
    locked = Mandate.objects.select_for_update(of=("self",)).select_related("record", "instrument")
    mandate = locked.filter(pk=source.mandate_id).first()
    rows = MandateSource.objects.select_related("version__record", "version__instrument__record")
    current = rows.select_related("provision").filter(pk=source.pk).first()
    if mandate is None or current is None:
        raise _already_revoked()
    is_only_source = not mandate.sources.exclude(pk=current.pk).exists()
    dependent = dependents(mandate) if is_only_source else []
    if dependent:
        listed = formats.list_separator(get_language() or "en").join(dependent)
        raise WrongState(
            _("This acceptance cannot be withdrawn. Already recorded for this mandate: %(what)s.")
            % {"what": listed},
            _("End or merge the mandate instead, giving the reason. All records are retained."),
        )
    addressees = Addressee.objects.filter(source=current).values_list(
        "entity__record__address", flat=True
    )
    old = {
        "mandate": mandate.slug,
        "version": current.version.record.address,
        "provision": current.provision.eid,
        "text": mandate.instrument.record.address,
        "asked": sorted(set(addressees)),
    }
    new = {"state": "taken back"} if is_only_source else {}
    log_record = history_record(mandate, current.version)
    act.note(mandate, old=old, new=new, record=log_record, reason=reason.strip())
    Mandate.objects.filter(pk=mandate.pk).update(source=None)
    for finding in Finding.objects.filter(
        mandate=mandate, version=current.version_id, state=ACCEPTED
    ):
        _reset_finding(finding, act.verb)
    current.delete()
    if not is_only_source:
        continuity.compare_versions([mandate.pk])
        refresh_status([mandate.pk])
        mark_changed(mandate.record)
        remaining: Mandate = Mandate.objects.get(pk=mandate.pk)
        return remaining
    # Alternative readings and events stay, but no longer lead to the mandate.
    AlternativeReading.objects.filter(mandate=mandate).update(mandate=None)
    Event.objects.filter(record=mandate.record_id, is_public=True).update(is_public=False)
    SearchEntry.objects.filter(record=mandate.record_id).delete()
    mark_changed(mandate.record)
    Mandate.objects.get(pk=mandate.pk).delete()
    continuity.suggest_continuity(continuity.waiting_findings(current.version_id))
    return None


def _reset_finding(finding: Finding, verb_name: str) -> None:
    """Return a finding to the waiting state and clear its decision."""
    FINDING_LIFECYCLE.move(finding, verb_name)
    Finding.objects.filter(pk=finding.pk).update(
        mandate=None, clause=None, corrected=[], decided_by=None, decided_at=None
    )


def dependents(mandate: Mandate) -> list[str]:
    """Descriptions of what people added to a mandate or decided about it; empty if nothing depends on it."""
    touched = Q(scheduled=False) | ~Q(reported_at=None) | ~Q(merged_into=None)
    edited = Deliverable.objects.filter(touched, mandate=mandate)
    merged_from = Deliverable.objects.filter(merged_into__mandate=mandate)
    done = Step.objects.filter(~Q(done_on="") | ~Q(on_behalf_of=None), deliverable__mandate=mandate)
    assignments = Assignment.objects.filter(mandate=mandate, state__in=(CONFIRMED, ENDED))
    pairs = RelatedPair.objects.filter(Q(first=mandate) | Q(second=mandate), state=JUDGED)
    lifecycle_events = LifecycleEvent.objects.filter(Q(mandate=mandate) | Q(into=mandate))
    checks = (
        (_("a confirmed lead or contributor"), assignments),
        (_("a submitted document"), Submission.objects.filter(deliverable__mandate=mandate)),
        (_("a deliverable changed by a person"), edited),
        (_("a completed or delegated step"), done),
        (_("a deliverable merged with that of another mandate"), merged_from),
        (_("a progress statement"), Statement.objects.filter(mandate=mandate)),
        (
            pgettext("list of records that prevent withdrawal", "a response"),
            Response.objects.filter(mandate=mandate),
        ),
        (
            pgettext("list of records that prevent withdrawal", "an evaluation"),
            Evaluation.objects.filter(mandate=mandate),
        ),
        (_("a statement on resources"), Resource.objects.filter(mandate=mandate)),
        (_("a condition recorded as met"), Occurrence.objects.filter(mandate=mandate)),
        (_("inclusion in a review set"), ReviewItem.objects.filter(mandate=mandate)),
        (_("a clause on expiry, review or renewal"), Clause.objects.filter(mandate=mandate)),
        (_("a decision ending, merging or pausing the mandate"), lifecycle_events),
        (_("a decision on a similar mandate"), pairs),
    )
    return [words for words, rows in checks if rows.exists()]


@verb("mandates.revoke_clause")
def revoke_clause(act: Act, clause: Clause, /, *, reason: str) -> None:
    """Revoke the acceptance of a clause; its finding waits for a decision again.

    Raises InvalidInput (``reason``), and WrongState if another user revoked it meanwhile or a
    mandate lapsed by it.
    """
    require_reason(
        reason, _("Enter the reason for withdrawing the acceptance. It is saved in the history.")
    )
    rows = Clause.objects.select_for_update(of=("self",)).select_related(
        "version__record", "provision", "mandate__record"
    )
    current = rows.filter(pk=clause.pk).first()
    if current is None:
        raise _already_revoked()
    if LifecycleEvent.objects.filter(clause=current).exists():
        raise WrongState(
            _("This acceptance cannot be withdrawn because a mandate lapsed under this clause."),
            _("Reactivate that mandate first, giving the reason. Its history retains the clause."),
        )
    act.note(
        current,
        old={
            "kind": current.kind,
            "provision": current.provision.eid,
            "deadline": current.deadline,
        },
        new={"state": "taken back"},
        record=current.mandate.record if current.mandate else current.version.record,
        reason=reason.strip(),
    )
    for finding in Finding.objects.filter(clause=current, state=ACCEPTED):
        _reset_finding(finding, act.verb)
    mandates = (
        [current.mandate_id] if current.mandate_id else mandates_of_version(current.version_id)
    )
    current.delete()
    refresh_status(mandates)
