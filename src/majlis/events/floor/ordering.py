"""The order of a list of speakers, by the rules of the body: pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OrderRules:
    """What a body rules: members before others; who has not spoken on the item before who has."""

    members_first: bool = True
    first_turns_first: bool = True


@dataclass(frozen=True)
class Request:
    """A request for the floor that waits.

    ``delegation``: whoever shares its turns, an organization or a person. ``interrupted``: the speech was
    interrupted by a point of order, and goes on after it.
    """

    key: int
    asked_at: datetime
    delegation: Hashable
    is_member: bool = True
    is_order: bool = False
    interrupted: bool = False


@dataclass(frozen=True)
class PlacedRequest:
    """A request in its place. ``ordinal``: the first, second… turn of its delegation on the item; 0 for a point of order."""

    key: int
    ordinal: int


def order_requests(
    requests: Iterable[Request], spoken: Mapping[Hashable, int], rules: OrderRules
) -> list[PlacedRequest]:
    """The requests in the order in which they are heard; ``spoken``: delegation -> its speeches on the item so far.

    Points of order come first, then a speech that one has interrupted. Of the others, first turns come
    before later ones, and members before others, where the body rules so; then who asked first. A second
    request of a delegation that waits is a later turn, even if the first has not been heard yet.
    """
    rows = sorted(requests, key=lambda request: (request.asked_at, request.key))
    turns: Counter[Hashable] = Counter(dict(spoken))
    ordinals: dict[int, int] = {}
    # Of a delegation whose speech was interrupted, that is the present turn.
    for request in sorted(rows, key=lambda request: not request.interrupted):
        if request.is_order:
            ordinals[request.key] = 0
        else:
            turns[request.delegation] += 1
            ordinals[request.key] = turns[request.delegation]

    def place(request: Request) -> tuple[bool, bool, bool, bool]:
        is_later_turn = rules.first_turns_first and ordinals[request.key] > 1
        is_other = rules.members_first and not request.is_member
        if request.is_order or request.interrupted:
            return (not request.is_order, not request.interrupted, False, False)
        return (True, True, is_later_turn, is_other)

    return [PlacedRequest(row.key, ordinals[row.key]) for row in sorted(rows, key=place)]
