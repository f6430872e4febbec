"""Who judges whether two mandates are the same: who may see both, from the secretariat or from a body that asks."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majlis.kernel.models import Record
from majlis.kernel.roles import is_secretariat
from majlis.mandates.models import RelatedPair


@rules.predicate
def sees_both(user: Any, pair: RelatedPair | None) -> bool:
    """A rule: the person may see both mandates."""
    if pair is None:
        return False
    both = Record.objects.visible_to(user).filter(pk__in=[pair.first_id, pair.second_id])
    return both.count() == 2


@rules.predicate
def is_of_a_body_that_asks(user: Any, pair: RelatedPair | None) -> bool:
    """A rule: chair or secretariat of the body of one of the two texts."""
    if pair is None or not user.is_authenticated:
        return False
    bodies = [each.instrument.body for each in (pair.first, pair.second)]
    return any(
        user.holds("chair", body.record) or user.holds("secretariat", body.record)
        for body in bodies
        if body is not None
    )


judges = sees_both & (is_secretariat | is_of_a_body_that_asks)
VERBS: dict[str, tuple[rules.Predicate, str | Promise]] = {
    "judge_pair": (judges, _("Related mandates judged")),
    "rejudge_pair": (judges, _("Related mandates judged anew")),
}
