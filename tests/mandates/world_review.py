"""Review sets, clauses and briefs for the pages that all tests of pages look at."""

from __future__ import annotations

from typing import Any

from majlis.kernel.actor import Actor
from majlis.mandates import actions
from majlis.mandates.models import Clause
from tests.mandates import made


def plant(officer: Actor, things: dict[str, Any]) -> dict[str, Any]:
    """A set that is collected, one that is frozen with an outcome, a clause, and somebody who is asked."""
    version = made.text()
    one, other = made.mandate(version), made.mandate(version, number=3)
    Clause.objects.create(
        version=version,
        provision=made.operative(version, 1),
        kind="review",
        language="en",
        start=0,
        end=7,
        deadline="2099-05",
        body=made.actor("Council"),
    )
    collecting = actions.make_set(officer, None, title="Fictional: the coast", language="en")
    actions.add_to_set(officer, collecting, mandates=[one, other])
    frozen = actions.make_set(
        officer, None, title="Fictional: the tide", purpose="To be looked at.", language="en"
    )
    actions.add_to_set(officer, frozen, mandates=[one, other])
    actions.freeze_set(officer, frozen)
    item = frozen.items.get(mandate=one)
    actions.record_outcome(
        officer, item, outcome="goes_on", words="Fictional 3rd meeting", date="2031"
    )
    return {
        "collecting": collecting,
        "frozen": frozen,
        "review_item": item,
        "asked": made.actor("Keeper"),
        "receives": made.actor("Council"),
    }
