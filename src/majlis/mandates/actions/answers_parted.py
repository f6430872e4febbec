"""A merge is undone: each is due by its own date again, and who leads is told of that anew.

Helpers for verbs, to be called inside one.
"""

from __future__ import annotations

from majlis.kernel.errors import StrOrPromise
from majlis.kernel.verbs import Act
from majlis.mandates.models import Deliverable, LateNotice
from majlis.mandates.settling import settle


def name_of(deliverable: Deliverable) -> str:
    """What the audit calls a deliverable in the history of another mandate."""
    return f"{deliverable.mandate.slug}/{deliverable.ordinal}"


def part(act: Act, now: Deliverable, reason: StrOrPromise) -> None:
    """Undo the merge of one; who calls it settles both.

    While it was merged its lead could not answer it, so what was told before gives no days that anybody had: a notice
    counts no more, but for those that were answered.
    """
    other = now.merged_into
    assert other is not None  # else there is nothing to undo
    now.merged_into, now.merged_by, now.merged_words = None, None, ""
    now.save(update_fields=["merged_into", "merged_by", "merged_words"])
    LateNotice.objects.filter(deliverable=now, answer="").update(spared=True)
    act.note(
        now.mandate,
        old={"deliverable": now.ordinal, "into": name_of(other)},
        reason=str(reason),
    )


def part_all(act: Act, other: Deliverable, reason: StrOrPromise) -> None:
    """Part all from one that nobody is asked for any more: it answers nothing, and nothing is due by its date."""
    rows = other.took_in.filter(withdrawn_at=None).select_related("mandate__record")
    parted = list(rows.order_by("mandate", "ordinal"))
    for each in parted:
        part(act, each, reason)
    if parted:
        settle({each.mandate_id for each in parted})
