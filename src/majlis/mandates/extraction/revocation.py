"""Verbs that take back what was accepted wrongly, as long as nothing hangs on it.

What was found waits again. A mandate that nothing asks any more goes with its source: no list holds it, its number is
never given again, and its address says what became of it.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import get_language
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
    return WrongState(_("Somebody took this back meanwhile."), _("Nothing was changed by you."))


@verb("mandates.revoke_acceptance")
def revoke_acceptance(act: Act, source: MandateSource, /, *, reason: str) -> Mandate | None:
    """It was accepted wrongly that a version asks this: what was found there waits again.

    Gives the mandate where other versions ask it too; else it goes with its source, and nothing is given. Raises
    Faulty (``reason``), WrongState where somebody took it back meanwhile, or where something hangs on the mandate.
    """
    require_reason(reason, _("Say why it is taken back: everybody will read it at its address."))
    # As who accepts has them: first the findings, then the mandate.
    of = Q(mandate=source.mandate_id) | Q(continues=source.mandate_id)
    list(Finding.objects.select_for_update(of=("self",)).filter(of).order_by("pk"))
    locked = Mandate.objects.select_for_update(of=("self",)).select_related("record", "instrument")
    mandate = locked.filter(pk=source.mandate_id).first()
    rows = MandateSource.objects.select_related("version__record", "version__instrument__record")
    now = rows.select_related("provision").filter(pk=source.pk).first()
    if mandate is None or now is None:
        raise _already_revoked()
    whole = not mandate.sources.exclude(pk=now.pk).exists()
    there = dependents(mandate) if whole else []
    if there:
        listed = formats.list_separator(get_language() or "en").join(there)
        raise WrongState(
            _("This cannot be taken back, as something hangs on it already: %(what)s.")
            % {"what": listed},
            _(
                "End it with the reason, or record that it is merged into the mandate that is meant: "
                "so nothing is lost that was said of it."
            ),
        )
    asked = Addressee.objects.filter(source=now).values_list("entity__record__address", flat=True)
    old = {
        "mandate": mandate.slug,
        "version": now.version.record.address,
        "provision": now.provision.eid,
        "text": mandate.instrument.record.address,
        "asked": sorted(set(asked)),
    }
    new = {"state": "taken back"} if whole else {}
    into = history_record(mandate, now.version)
    act.note(mandate, old=old, new=new, record=into, reason=reason.strip())
    Mandate.objects.filter(pk=mandate.pk).update(source=None)
    for each in Finding.objects.filter(mandate=mandate, version=now.version_id, state=ACCEPTED):
        _reset_finding(each, act.verb)
    now.delete()
    if not whole:
        continuity.compare_versions(mandate)
        refresh_status([mandate.pk])
        mark_changed(mandate.record)
        found: Mandate = Mandate.objects.get(pk=mandate.pk)
        return found
    # What a member read, and what was told of it, stays; nobody finds the mandate by it.
    AlternativeReading.objects.filter(mandate=mandate).update(mandate=None)
    Event.objects.filter(record=mandate.record_id, is_public=True).update(is_public=False)
    SearchEntry.objects.filter(record=mandate.record_id).delete()
    mark_changed(mandate.record)
    Mandate.objects.get(pk=mandate.pk).delete()
    continuity.suggest_continuity(continuity.waiting_findings(now.version_id))
    return None


def _reset_finding(finding: Finding, by: str) -> None:
    """What was found waits as if nobody had decided."""
    FINDING_LIFECYCLE.move(finding, by)
    Finding.objects.filter(pk=finding.pk).update(
        mandate=None, clause=None, corrected=[], decided_by=None, decided_at=None
    )


def dependents(mandate: Mandate) -> list[str]:
    """What people said or decided of a mandate, in words; empty where nothing hangs on it."""
    touched = Q(scheduled=False) | ~Q(reported_at=None) | ~Q(merged_into=None)
    own = Deliverable.objects.filter(touched, mandate=mandate)
    merged_from = Deliverable.objects.filter(merged_into__mandate=mandate)
    done = Step.objects.filter(~Q(done_on="") | ~Q(on_behalf_of=None), deliverable__mandate=mandate)
    held = Assignment.objects.filter(mandate=mandate, state__in=(CONFIRMED, ENDED))
    pairs = RelatedPair.objects.filter(Q(first=mandate) | Q(second=mandate), state=JUDGED)
    ended = LifecycleEvent.objects.filter(Q(mandate=mandate) | Q(into=mandate))
    checks = (
        (_("who leads or contributes is confirmed"), held),
        (_("it was answered"), Submission.objects.filter(deliverable__mandate=mandate)),
        (_("a person changed what is due"), own),
        (_("a step of what is due was done, or given to another body"), done),
        (_("what answers another mandate answers this one too"), merged_from),
        (_("a progress statement"), Statement.objects.filter(mandate=mandate)),
        (_("a response"), Response.objects.filter(mandate=mandate)),
        (_("an evaluation"), Evaluation.objects.filter(mandate=mandate)),
        (_("a statement on resources"), Resource.objects.filter(mandate=mandate)),
        (_("an occurrence of what it waits for"), Occurrence.objects.filter(mandate=mandate)),
        (_("a review set holds it"), ReviewItem.objects.filter(mandate=mandate)),
        (_("a clause of its own"), Clause.objects.filter(mandate=mandate)),
        (_("an act that ended, merged or paused it"), ended),
        (_("a person judged what is related to it"), pairs),
    )
    return [words for words, rows in checks if rows.exists()]


@verb("mandates.revoke_clause")
def revoke_clause(act: Act, clause: Clause, /, *, reason: str) -> None:
    """It was accepted wrongly that this is a clause: what was found there waits again.

    Raises InvalidInput (``reason``), WrongState where somebody took it back meanwhile, or a mandate lapsed by it.
    """
    require_reason(reason, _("Say why it is taken back; the history keeps it."))
    rows = Clause.objects.select_for_update(of=("self",)).select_related(
        "version__record", "provision", "mandate__record"
    )
    now = rows.filter(pk=clause.pk).first()
    if now is None:
        raise _already_revoked()
    if LifecycleEvent.objects.filter(clause=now).exists():
        raise WrongState(
            _("This cannot be taken back: a mandate lapsed by this clause."),
            _("Take that mandate up again, with the reason; the clause stays in its history."),
        )
    act.note(
        now,
        old={"kind": now.kind, "provision": now.provision.eid, "deadline": now.deadline},
        new={"state": "taken back"},
        record=now.mandate.record if now.mandate else now.version.record,
        reason=reason.strip(),
    )
    for each in Finding.objects.filter(clause=now, state=ACCEPTED):
        _reset_finding(each, act.verb)
    of = [now.mandate_id] if now.mandate_id else mandates_of_version(now.version_id)
    now.delete()
    refresh_status(of)
