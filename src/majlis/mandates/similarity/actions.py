"""Verbs that judge pairs of related mandates: the same, complementary, repeated, or not related."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import lock_mandates
from majlis.mandates.lifecycle import PAIR_LIFECYCLE
from majlis.mandates.models import RelatedPair

_FIELDS = ("judgement", "reason", "function", "place", "language")


def _judge(
    act: Act, pair: RelatedPair, judgement: str, reason: str, function: str, place: str
) -> RelatedPair:
    if judgement not in RelatedPair.Judgement.values:
        raise InvalidInput({"judgement": _("Select one of the four assessments.")})
    if not reason.strip():
        raise InvalidInput({"reason": _("Enter a reason for the assessment.")})
    lock_mandates([pair.first_id, pair.second_id])  # neither can be revoked meanwhile
    old = {name: getattr(pair, name) for name in _FIELDS}
    change = PAIR_LIFECYCLE.move(pair, act.verb)
    pair.judgement, pair.reason = judgement, reason.strip()
    pair.function, pair.place = function.strip(), place.strip()
    pair.language = act.actor.language
    pair.judged_by, pair.judged_at = act.user, clock.now()
    pair.save(update_fields=[*_FIELDS, "judged_by", "judged_at"])
    new = {name: getattr(pair, name) for name in _FIELDS}
    # The judgement is logged in the history of both.
    for mandate, other in ((pair.first, pair.second), (pair.second, pair.first)):
        act.note(
            pair,
            record=mandate.record,
            old=change["old"] | old,
            new=change["new"] | new | {"with": other.slug},
            reason=pair.reason,
        )
    return pair


@verb("mandates.judge_pair")
def judge_pair(
    act: Act,
    pair: RelatedPair,
    /,
    *,
    judgement: str,
    reason: str,
    function: str = "",
    place: str = "",
) -> RelatedPair:
    """Judge a proposed pair: the same, complementary, repeated, or not related.

    ``function`` and ``place``: how the two differ. Raises InvalidInput, and WrongState if another
    user judged it meanwhile.
    """
    return _judge(act, pair, judgement, reason, function, place)


@verb("mandates.rejudge_pair")
def rejudge_pair(
    act: Act,
    pair: RelatedPair,
    /,
    *,
    judgement: str,
    reason: str,
    function: str = "",
    place: str = "",
) -> RelatedPair:
    """Replace the judgement of a pair; the former one stays in the history. Raises InvalidInput."""
    return _judge(act, pair, judgement, reason, function, place)
