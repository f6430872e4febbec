"""Deliverables merged by an act of a body, and unmerged again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import audit_value, require_reason
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import lock_mandates, lock_unchanged
from majlis.mandates.core.status import refresh_status
from majlis.mandates.models import Deliverable, OverdueNotice
from majlis.mandates.models.choices import OPEN_PROGRESS


@verb("mandates.merge_deliverables")
def merge_deliverables(
    act: Act, deliverable: Deliverable, /, *, into: Deliverable, by: Any = None, words: str = ""
) -> Deliverable:
    """Have one document answer two requests: what is said of ``into`` is said of both.

    It needs an act of a body: ``by``, a record kept here, or its ``plain_snippet``. Raises InvalidInput, WrongState.
    """
    lock_mandates([deliverable.mandate_id, into.mandate_id])
    now, other = lock_unchanged(deliverable, ()), lock_unchanged(into, ())
    if by is None and not words.strip():
        raise InvalidInput(
            {"words": _("Say by which act they were merged: nobody else may do so.")}
        )
    if other.pk == now.pk or other.merged_into_id is not None or now.merged_from.exists():
        raise InvalidInput({"into": _("Choose one that was not merged itself.")})
    if other.outdated and other.state in OPEN_PROGRESS:
        raise InvalidInput(
            {"into": _("Choose one that is still asked for: the text asks it otherwise now.")}
        )
    if now.merged_into_id is not None:
        raise WrongState()
    now.merged_into, now.merged_by, now.merged_words = other, by, words.strip()
    now.scheduled = False
    now.save(update_fields=["merged_into", "merged_by", "merged_words", "scheduled"])
    Deliverable.objects.filter(pk=other.pk).update(scheduled=False)
    act.note(
        now.mandate,
        new={
            "deliverable": now.ordinal,
            "into": deliverable_reference(other),
            "by": audit_value(by),
            "words": words,
        },
    )
    _note_in_other(act, other, now)
    refresh_status([now.mandate_id, other.mandate_id])
    return now


def _note_in_other(act: Act, other: Deliverable, now: Deliverable) -> None:
    if other.mandate_id != now.mandate_id:
        act.note(
            other.mandate,
            new={"deliverable": other.ordinal, "merged_from": deliverable_reference(now)},
        )


@verb("mandates.unmerge_deliverable")
def unmerge_deliverable(act: Act, deliverable: Deliverable, /, *, reason: str) -> Deliverable:
    """Undo a merge that nobody decided. Raises InvalidInput, WrongState where it was not merged."""
    now = lock_unchanged(deliverable, ())
    require_reason(reason)
    other = now.merged_into
    if other is None:
        raise WrongState()
    unmerge(act, now, reason)
    refresh_status([now.mandate_id, other.mandate_id])
    return now


def deliverable_reference(deliverable: Deliverable) -> str:
    """What the audit calls a deliverable in the history of another mandate."""
    return f"{deliverable.mandate.slug}/{deliverable.ordinal}"


def unmerge(act: Act, now: Deliverable, reason: StrOrPromise) -> None:
    """Undo the merge of one; who calls it settles both.

    While it was merged its lead could not answer it, so what was told before gives no days that anybody had: a notice
    counts no more, but for those that were answered.
    """
    other = now.merged_into
    assert other is not None  # else there is nothing to undo
    now.merged_into, now.merged_by, now.merged_words = None, None, ""
    now.save(update_fields=["merged_into", "merged_by", "merged_words"])
    OverdueNotice.objects.filter(deliverable=now, answer="").update(waived=True)
    act.note(
        now.mandate,
        old={"deliverable": now.ordinal, "into": deliverable_reference(other)},
        reason=str(reason),
    )


def unmerge_all(act: Act, other: Deliverable, reason: StrOrPromise) -> None:
    """Part all from one that nobody is asked for any more: it answers nothing, and nothing is due by its date."""
    rows = other.merged_from.filter(withdrawn_at=None).select_related("mandate__record")
    parted = list(rows.order_by("mandate", "ordinal"))
    for each in parted:
        unmerge(act, each, reason)
    if parted:
        refresh_status({each.mandate_id for each in parted})
