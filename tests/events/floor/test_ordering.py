"""The order of a list of speakers: points of order, then turns by the rules of the body."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from majlis.events.floor.ordering import OrderRules, PlacedRequest, Request, order_requests

START = datetime(2027, 2, 24, 9, tzinfo=UTC)


def request(key: int, delegation: str, **values: bool) -> Request:
    """A request that was made in the minute of its key."""
    return Request(key, START + timedelta(minutes=key), delegation, **values)


def keys(placed: list[PlacedRequest]) -> list[int]:
    """The keys in their order."""
    return [each.key for each in placed]


def test_the_example_of_the_live_page() -> None:
    waiting = [
        request(1, "nerida"),
        request(2, "league", is_member=False),
        request(3, "coast"),
        request(4, "oriel", is_order=True),
    ]
    placed = order_requests(waiting, {"nerida": 1}, OrderRules())
    assert placed == [
        PlacedRequest(4, 0),
        PlacedRequest(3, 1),
        PlacedRequest(2, 1),
        PlacedRequest(1, 2),
    ]


def test_a_body_without_these_rules_hears_who_asked_first() -> None:
    waiting = [request(1, "league", is_member=False), request(2, "nerida"), request(3, "coast")]
    rules = OrderRules(members_first=False, first_turns_first=False)
    assert keys(order_requests(waiting, {"league": 3}, rules)) == [1, 2, 3]
    members = OrderRules(members_first=True, first_turns_first=False)
    assert keys(order_requests(waiting, {"nerida": 3}, members)) == [2, 3, 1]
    turns = OrderRules(members_first=False, first_turns_first=True)
    assert keys(order_requests(waiting, {"league": 1}, turns)) == [2, 3, 1]


def test_a_speech_that_a_point_of_order_interrupted_goes_on_after_it() -> None:
    waiting = [
        request(1, "coast"),
        request(2, "nerida", interrupted=True),
        request(3, "oriel", is_order=True),
    ]
    placed = order_requests(waiting, {"nerida": 4}, OrderRules())
    assert placed == [PlacedRequest(3, 0), PlacedRequest(2, 5), PlacedRequest(1, 1)]


def test_two_delegates_of_one_delegation_have_one_first_turn() -> None:
    waiting = [request(1, "nerida"), request(2, "nerida"), request(3, "coast")]
    assert order_requests(waiting, {}, OrderRules()) == [
        PlacedRequest(1, 1),
        PlacedRequest(3, 1),
        PlacedRequest(2, 2),
    ]


DELEGATIONS = ("a", "b", "c")
REQUESTS = st.lists(
    st.builds(
        Request,
        key=st.integers(1, 50),
        asked_at=st.integers(0, 5).map(lambda minutes: START + timedelta(minutes=minutes)),
        delegation=st.sampled_from(DELEGATIONS),
        is_member=st.booleans(),
        is_order=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda request: request.key,
)
SPOKEN = st.dictionaries(st.sampled_from(DELEGATIONS), st.integers(0, 3))
RULES = st.builds(OrderRules, st.booleans(), st.booleans())


@given(REQUESTS, SPOKEN, RULES, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_the_list_is_read(
    waiting: list[Request], spoken: dict[str, int], rules: OrderRules, chance: object
) -> None:
    placed = order_requests(waiting, spoken, rules)
    shuffled = list(waiting)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert order_requests(shuffled, spoken, rules) == placed
    assert Counter(keys(placed)) == Counter(request.key for request in waiting)


@given(REQUESTS, SPOKEN, RULES)
def test_each_comes_after_all_whom_the_rules_put_before(
    waiting: list[Request], spoken: dict[str, int], rules: OrderRules
) -> None:
    by_key = {request.key: request for request in waiting}
    placed = order_requests(waiting, spoken, rules)
    for earlier, later in pairwise(placed):
        one, other = by_key[earlier.key], by_key[later.key]
        if one.is_order != other.is_order:
            assert one.is_order
            continue
        if one.is_order:
            assert one.asked_at <= other.asked_at
            continue
        if rules.first_turns_first and (earlier.ordinal > 1) != (later.ordinal > 1):
            assert earlier.ordinal == 1
            continue
        if rules.members_first and one.is_member != other.is_member:
            assert one.is_member
            continue
        assert (one.asked_at, one.key) < (other.asked_at, other.key)


@given(REQUESTS, SPOKEN, RULES)
def test_the_turns_of_a_delegation_are_counted_on_from_those_it_had(
    waiting: list[Request], spoken: dict[str, int], rules: OrderRules
) -> None:
    placed = {each.key: each.ordinal for each in order_requests(waiting, spoken, rules)}
    for delegation in DELEGATIONS:
        own = sorted(
            placed[request.key]
            for request in waiting
            if request.delegation == delegation and not request.is_order
        )
        first = spoken.get(delegation, 0) + 1
        assert own == list(range(first, first + len(own)))
    assert all(placed[request.key] == 0 for request in waiting if request.is_order)


@given(REQUESTS, SPOKEN)
def test_who_has_not_spoken_never_waits_for_who_has(
    waiting: list[Request], spoken: dict[str, int]
) -> None:
    placed = order_requests(waiting, spoken, OrderRules(members_first=False))
    turns = [each.ordinal for each in placed if each.ordinal]
    assert turns == [1] * turns.count(1) + [ordinal for ordinal in turns if ordinal > 1]
