"""Review sets, clauses and briefs for the pages that all tests of pages look at."""

from __future__ import annotations

from typing import Any

from majlis.kernel.actor import Actor
from majlis.mandates.models import Clause
from majlis.mandates.reviews import actions
from tests.mandates import factories


def plant(officer: Actor, things: dict[str, Any]) -> dict[str, Any]:
    """A set that is collected, one that is frozen with an outcome, a clause, and somebody who is asked."""
    version = factories.text()
    one, other = factories.mandate(version), factories.mandate(version, number=3)
    Clause.objects.create(
        version=version,
        provision=factories.operative(version, 1),
        kind="review",
        language="en",
        start=0,
        end=7,
        deadline="2099-05",
        body=factories.entity("Council"),
    )
    collecting = actions.create_review_set(
        officer, None, title="Fictional: the coast", language="en"
    )
    actions.add_review_items(officer, collecting, mandates=[one, other])
    frozen = actions.create_review_set(
        officer, None, title="Fictional: the tide", purpose="To be looked at.", language="en"
    )
    actions.add_review_items(officer, frozen, mandates=[one, other])
    actions.freeze_review_set(officer, frozen)
    item = frozen.items.get(mandate=one)
    actions.record_review_outcome(
        officer, item, outcome="goes_on", words="Fictional 3rd meeting", date="2031"
    )
    return {
        "collecting": collecting,
        "frozen": frozen,
        "review_item": item,
        "asked": factories.entity("Keeper"),
        "receives": factories.entity("Council"),
    }
