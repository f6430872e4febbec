"""The hub: each follower gets what is true, nothing is rendered twice, and who loses access gets nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from majlis.commons.live import hub as hub_module
from majlis.commons.live.hub import (
    Admission,
    Follower,
    Hub,
    Limits,
    NotAdmitted,
    TooManyStreams,
    Unavailable,
    Visitor,
    browser_digest,
)
from tests.commons.live.fake_source import FakeSource
from tests.support.stories import run_apart

type Story = Callable[[Hub, FakeSource], Awaitable[None]]


def tell(story: Story, limits: Limits | None = None) -> None:
    """Run a story with a hub and its source."""

    async def run() -> None:
        source = FakeSource()
        hub = Hub(source, limits)
        try:
            async with asyncio.timeout(5):
                await story(hub, source)
        finally:
            await hub.stop()

    run_apart(run)


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    while not holds():
        await asyncio.sleep(0.001)


def version(follower: Follower) -> int | None:
    """The version of what the channel of a follower shows."""
    return follower.channel.state.version if follower.channel.state else None


def visitor(record: int = 1, language: str = "en", **values: Any) -> Visitor:
    """Somebody who wants to follow."""
    return Visitor(record, language, **values)


def test_a_version_is_rendered_once_a_language_however_many_follow() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        followers = [await hub.follow(visitor(language=code)) for code in ["en", "ar"] * 20]
        await until(lambda: all(version(each) == 1 for each in followers))
        source.change()
        await until(lambda: all(version(each) == 2 for each in followers))
        assert sorted(source.rendered) == [(1, code, n) for code in ("ar", "en") for n in (1, 2)]
        assert followers[0].channel.state is followers[2].channel.state

    tell(story)


def test_changes_that_come_while_one_is_rendered_are_rendered_together() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        follower = await hub.follow(visitor())
        await until(lambda: version(follower) == 1)
        source.reading = asyncio.Event()
        source.change()
        await asyncio.sleep(0.01)
        for _ in range(5):
            source.change()
        source.reading.set()
        await until(lambda: version(follower) == 7)
        assert [n for _, _, n in source.rendered] == [1, 2, 7]

    tell(story)


def test_a_channel_without_followers_is_forgotten() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        follower = await hub.follow(visitor(address="a", browser="b"))
        hub.leave(follower)
        hub.leave(follower)
        assert (hub.channels, hub.followers(), follower.end) == ({}, [], "gone")
        source.change()
        await asyncio.sleep(0.01)
        assert len(source.rendered) <= 1

    tell(story)


def test_what_everybody_may_see_is_asked_of_the_database_once() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        for number in range(5):
            await hub.follow(visitor(session=str(number)))
        assert source.admitted == ["0"]

    tell(story)


def test_who_may_not_see_a_record_is_not_admitted_and_leaves_no_trace() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        source.everybody = False
        source.admissions = {"member": Admission(True, user=7)}
        with pytest.raises(NotAdmitted):
            await hub.follow(visitor(session="stranger", address="a"))
        follower = await hub.follow(visitor(session="member", address="a"))
        assert hub.followers() == [follower]

    tell(story, Limits(address=1))


def test_access_that_changes_while_it_is_read_is_read_again() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        source.everybody = False
        source.admissions = {"member": Admission(True, user=7)}
        source.deciding = asyncio.Event()
        going = asyncio.ensure_future(hub.follow(visitor(session="member")))
        await until(lambda: bool(source.admitted))
        source.admissions = {}
        source.say("user:7")
        source.deciding.set()
        with pytest.raises(NotAdmitted):
            await going

    tell(story)


@pytest.mark.parametrize("message", ["user:7", "record:1", "access"])
def test_who_loses_access_is_closed_and_others_go_on(message: str) -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        source.everybody = False
        source.admissions = {"one": Admission(True, user=7), "two": Admission(True, user=8)}
        one = await hub.follow(visitor(session="one"))
        two = await hub.follow(visitor(session="two"))
        del source.admissions["one"]
        source.say(message)
        assert one.held, "nothing is sent before the access is read again"
        await until(lambda: one.end == "access" and not two.held)
        assert two.end == ""

    tell(story)


def test_the_change_of_another_person_concerns_nobody_else() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        source.everybody = False
        source.admissions = {"one": Admission(True, user=7)}
        one = await hub.follow(visitor(session="one"))
        source.say("user:8")
        source.say("record:2")
        assert (one.held, one.end, source.admitted) == (False, "", ["one"])

    tell(story)


def test_a_record_that_is_closed_to_the_public_closes_the_streams_of_strangers() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        stranger = await hub.follow(visitor())
        member = await hub.follow(visitor(session="one"))
        source.everybody, source.admissions = False, {"one": Admission(True, user=7)}
        source.say("record:1")
        await until(lambda: stranger.end == "access" and not member.held)
        assert member.admission.user == 7

    tell(story)


def test_the_newest_stream_of_a_browser_is_the_only_one_of_a_channel() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        tabs = [await hub.follow(visitor(browser="b")) for _ in range(3)]
        other = await hub.follow(visitor(browser="another"))
        assert [each.end for each in tabs] == ["replaced", "replaced", ""]
        assert other.end == ""

    tell(story)


def test_a_browser_follows_a_few_channels_at_most() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        pages = [await hub.follow(visitor(record, browser="b")) for record in (1, 2, 3)]
        assert [each.end for each in pages] == ["replaced", "", ""]

    tell(story, Limits(browser=2))


def test_a_newer_stream_in_another_process_closes_the_older_and_never_both() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        follower = await hub.follow(visitor(browser="b"))
        await until(lambda: bool(source.announced))
        (own,) = source.announced
        assert "b" not in own.split(":"), "the identifier of a browser is not announced"
        other = f"browser:{browser_digest('b')}:1:en:0123"
        source.say(other)
        assert follower.end == "", "the other was announced first, so it is older"
        source.say(own)
        source.say(f"browser:{browser_digest('c')}:1:en:4567")
        assert follower.end == ""
        source.say(other)
        assert follower.end == "replaced"

    tell(story)


def test_streams_are_limited_in_total_and_by_address() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        first = await hub.follow(visitor(address="a"))
        await hub.follow(visitor(address="a"))
        with pytest.raises(TooManyStreams):
            await hub.follow(visitor(address="a"))
        await hub.follow(visitor(address="b"))
        with pytest.raises(TooManyStreams):
            await hub.follow(visitor(address="c"))
        hub.leave(first)
        await hub.follow(visitor(address="a"))

    tell(story, Limits(total=3, address=2))


def test_what_was_missed_while_the_database_was_gone_is_caught_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_module, "GRACE_SECONDS", 0.02)
    monkeypatch.setattr(hub_module, "FIRST_PAUSE", 0.01)

    async def story(hub: Hub, source: FakeSource) -> None:
        follower = await hub.follow(visitor())
        await until(lambda: version(follower) == 1)
        source.break_line()
        await until(lambda: hub.line_is_lost)
        source.version += 1  # nobody hears of it
        source.works = True
        await until(lambda: not hub.line_is_lost)
        assert version(follower) == 2, "the line is back once the state is true"

    tell(story)


def test_access_is_read_again_before_anything_is_sent_after_a_loss(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_module, "FIRST_PAUSE", 0.01)

    async def story(hub: Hub, source: FakeSource) -> None:
        source.everybody, source.admissions = False, {"one": Admission(True, user=7)}
        one = await hub.follow(visitor(session="one"))
        source.break_line()
        await until(lambda: not hub.is_connected)
        source.admissions = {}
        source.works = True
        await until(lambda: hub.is_connected)
        assert one.held
        await until(lambda: one.end == "access")

    tell(story)


def test_a_short_loss_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "GRACE_SECONDS", 0.05)
    monkeypatch.setattr(hub_module, "FIRST_PAUSE", 0.01)

    async def story(hub: Hub, source: FakeSource) -> None:
        await hub.follow(visitor())
        source.break_line()
        await until(lambda: not hub.is_connected)
        source.works = True
        await until(lambda: hub.is_connected)
        await asyncio.sleep(0.06)
        assert not hub.line_is_lost

    tell(story)


def test_nobody_is_admitted_while_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "READY_SECONDS", 0.02)

    async def story(hub: Hub, source: FakeSource) -> None:
        source.works = False
        with pytest.raises(Unavailable):
            await hub.follow(visitor(address="a"))
        assert not hub.followers()

    tell(story, Limits(address=1))


def test_a_state_that_cannot_be_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "FIRST_PAUSE", 0.001)

    async def story(hub: Hub, source: FakeSource) -> None:
        source.fails_to_read = True
        follower = await hub.follow(visitor())
        await asyncio.sleep(0.01)
        source.fails_to_read = False
        await until(lambda: version(follower) == 1)

    tell(story)


def test_the_end_of_the_process_ends_all_streams() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        follower = await hub.follow(visitor())
        hub.end()
        assert follower.end == "restart"
        with pytest.raises(Unavailable):
            await hub.follow(visitor())

    tell(story)


def test_messages_that_are_not_understood_do_no_harm() -> None:
    async def story(hub: Hub, source: FakeSource) -> None:
        follower = await hub.follow(visitor())
        for message in ("", "state:x", "browser:1:2", "another:1"):
            source.say(message)
        source.change()
        await until(lambda: version(follower) == 2)

    tell(story)
