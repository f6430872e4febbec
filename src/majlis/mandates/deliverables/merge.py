"""Deliverables merged by an act of a body, and unmerged again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import audit_value, require_reason
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import lock_existing, lock_mandates
from majlis.mandates.core.status import refresh_status
from majlis.mandates.models import Deliverable, OverdueNotice
from majlis.mandates.models.choices import OPEN_PROGRESS


@verb("mandates.merge_deliverables")
def merge_deliverables(
    act: Act,
    deliverable: Deliverable,
    /,
    *,
    into: Deliverable,
    by: Record | None = None,
    words: str = "",
) -> Deliverable:
    """Merge a deliverable ``into`` another: one document answers both, and they share progress.

    It needs an act of a body: the record ``by``, or ``words`` that name it. Raises InvalidInput,
    WrongState.
    """
    lock_mandates([deliverable.mandate_id, into.mandate_id])
    locked, target = lock_existing(deliverable), lock_existing(into)
    if by is None and not words.strip():
        raise InvalidInput(
            {"words": _("Enter the decision or document. Merging requires a decision of a body.")}
        )
    if target.pk == locked.pk or target.merged_into_id is not None or locked.merged_from.exists():
        raise InvalidInput(
            {
                "into": _(
                    "One of these deliverables has already been merged. Enter another deliverable."
                )
            }
        )
    if target.outdated and target.state in OPEN_PROGRESS:
        raise InvalidInput(
            {"into": _("The request for that deliverable has changed. Enter another deliverable.")}
        )
    if locked.merged_into_id is not None:
        raise WrongState()
    locked.merged_into, locked.merged_by, locked.merged_words = target, by, words.strip()
    locked.scheduled = False
    locked.save(update_fields=["merged_into", "merged_by", "merged_words", "scheduled"])
    Deliverable.objects.filter(pk=target.pk).update(scheduled=False)
    act.note(
        locked.mandate,
        new={
            "deliverable": locked.ordinal,
            "into": deliverable_reference(target),
            "by": audit_value(by),
            "words": words,
        },
    )
    _note_in_other(act, target, locked)
    refresh_status([locked.mandate_id, target.mandate_id])
    return locked


def _note_in_other(act: Act, target: Deliverable, merged: Deliverable) -> None:
    if target.mandate_id != merged.mandate_id:
        act.note(
            target.mandate,
            new={"deliverable": target.ordinal, "merged_from": deliverable_reference(merged)},
        )


@verb("mandates.unmerge_deliverable")
def unmerge_deliverable(act: Act, deliverable: Deliverable, /, *, reason: str) -> Deliverable:
    """Undo a merge that no body decided. Raises InvalidInput; WrongState if it was not merged."""
    locked = lock_existing(deliverable)
    require_reason(reason)
    target = locked.merged_into
    if target is None:
        raise WrongState()
    unmerge(act, locked, reason)
    refresh_status([locked.mandate_id, target.mandate_id])
    return locked


def deliverable_reference(deliverable: Deliverable) -> str:
    """How the audit log of another mandate names a deliverable, such as M-0412/2."""
    return f"{deliverable.mandate.slug}/{deliverable.ordinal}"


def unmerge(act: Act, deliverable: Deliverable, reason: StrOrPromise) -> None:
    """Undo the merge of one deliverable; the caller refreshes the status of both mandates.

    While it was merged, its lead could not answer it. So earlier notices are waived, unless they
    were answered.
    """
    target = deliverable.merged_into
    assert target is not None  # the caller has checked that it is merged
    deliverable.merged_into, deliverable.merged_by, deliverable.merged_words = None, None, ""
    deliverable.save(update_fields=["merged_into", "merged_by", "merged_words"])
    OverdueNotice.objects.filter(deliverable=deliverable, answer="").update(waived=True)
    act.note(
        deliverable.mandate,
        old={"deliverable": deliverable.ordinal, "into": deliverable_reference(target)},
        reason=str(reason),
    )


def unmerge_all(act: Act, target: Deliverable, reason: StrOrPromise) -> None:
    """Unmerge all deliverables from one that is no longer required: it has no due date for them any more."""
    rows = target.merged_from.filter(withdrawn_at=None).select_related("mandate__record")
    unmerged = list(rows.order_by("mandate", "ordinal"))
    for deliverable in unmerged:
        unmerge(act, deliverable, reason)
    if unmerged:
        refresh_status({deliverable.mandate_id for deliverable in unmerged})
