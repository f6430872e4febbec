"""Verbs of related mandates: a person judges whether two are the same, complementary, repeated, or not related."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import lock_mandates, lock_unchanged
from majlis.mandates.lifecycle import PAIR_LIFECYCLE
from majlis.mandates.models import RelatedPair

_FIELDS = ("judgement", "reason", "function", "place", "language")


def _judge(
    act: Act, pair: RelatedPair, judgement: str, reason: str, function: str, place: str
) -> RelatedPair:
    if judgement not in RelatedPair.Judgement.values:
        raise InvalidInput({"judgement": _("Say which of the four it is.")})
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why: whoever reads it later has only these words.")})
    lock_mandates([pair.first_id, pair.second_id])  # none is taken back while it is judged
    old = {name: getattr(pair, name) for name in _FIELDS}
    moved = PAIR_LIFECYCLE.move(pair, act.verb)
    pair.judgement, pair.reason = judgement, reason.strip()
    pair.function, pair.place = function.strip(), place.strip()
    pair.language = act.actor.language
    pair.judged_by, pair.judged_at = act.user, timezone.now()
    pair.save(update_fields=[*_FIELDS, "judged_by", "judged_at"])
    new = {name: getattr(pair, name) for name in _FIELDS}
    # The history of each of the two tells of it.
    for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
        act.note(
            pair,
            record=one.record,
            old=moved["old"] | old,
            new=moved["new"] | new | {"with": other.slug},
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
    """Say what a pair is that a program found: the same, complementary, repeated, or not related.

    ``function`` and ``zone_place``: in what the two differ, so far as they do. Raises WrongState where somebody judged it meanwhile.
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
    seen: datetime.datetime | None = None,
) -> RelatedPair:
    """Judge a pair anew; the judgement before stays in the history.

    ``visible_remarks``: when the judgement was made that the person read. Raises WrongState where there is a later one.
    """
    lock_mandates([pair.first_id, pair.second_id])
    now = lock_unchanged(pair, ())
    if seen is not None and now.judged_at != seen:
        raise WrongState()
    return _judge(act, pair, judgement, reason, function, place)
