"""Live pages on PostgreSQL: whom the database admits, and that it announces each change of access."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection, transaction
from django.test import Client

from majlis.commons.live import channels, database
from majlis.commons.live.database import DatabaseSource, admit, user_of_session
from majlis.commons.live.hub import Admission, Follower, Hub, NotAdmitted, Visitor
from majlis.kernel import clock
from majlis.kernel.models import Appointment, Record, User
from majlis.kernel.records import create_record, get_or_create_circle
from tests.support.people import person
from tests.support.stories import run_apart


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of record that can be followed: its title, which changes with ``changed_at``."""
    fictional = channels.ChannelKind(
        lambda record, language: f"<p>{record.say('title', language).text}</p>",
        lambda record: int(record.changed_at.timestamp() * 1000),
    )
    monkeypatch.setitem(channels.CHANNEL_KINDS, "fictional", fictional)


def public_record() -> Record:
    """A record that everybody may see."""
    return create_record("fictional", "fictional/1", {"title": {"en": "Tide <1>", "ar": "مد"}})


def closed_record(**admission: object) -> Record:
    """A record for the people of a circle."""
    circle = get_or_create_circle("fictional", admission or {"role": "secretariat"})
    return create_record("fictional", "fictional/2", access="group", circle=circle)


def session_of(user: User) -> str:
    """The session of somebody who has just signed in."""
    client = Client()
    client.force_login(user)
    session: SessionBase = client.session
    return session.session_key or ""


@pytest.mark.django_db
def test_everybody_is_admitted_to_what_is_public() -> None:
    assert admit(public_record().pk, "") == Admission(True, everybody=True)


@pytest.mark.django_db
def test_of_what_is_not_public_the_circle_alone_is_admitted() -> None:
    record = closed_record()
    officer, stranger = person("secretariat"), person()
    assert admit(record.pk, session_of(officer)) == Admission(True, user=officer.pk)
    assert admit(record.pk, session_of(stranger)) == Admission(False, user=stranger.pk)
    for session in ("", "no-such-session"):
        assert admit(record.pk, session) == Admission(False)


@pytest.mark.django_db
def test_nobody_is_admitted_to_a_record_that_is_not_followed_live() -> None:
    other = create_record("another kind", "fictional/3")
    for key in (other.pk, other.pk + 1000):
        assert not admit(key, "").admitted


@pytest.mark.django_db
def test_a_session_ends_with_the_account_the_password_and_its_time() -> None:
    user = person("secretariat")
    session = session_of(user)
    assert user_of_session(session) == user
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert user_of_session(session) is None
    User.objects.filter(pk=user.pk).update(is_active=True, password="another")
    assert user_of_session(session) is None
    later = session_of(User.objects.get(pk=user.pk))
    assert user_of_session(later) == user
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_session SET expire_date = now() - interval '1 day'")
    assert user_of_session(later) is None


@pytest.mark.django_db
def test_a_stream_does_not_change_the_session_whose_key_was_changed(settings: object) -> None:
    user = person()
    session = session_of(user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another-key-of-the-same-site-with-some-length"  # type: ignore[attr-defined]
    assert user_of_session(session) == user
    assert user_of_session(session) == user


@pytest.mark.django_db
def test_the_state_is_rendered_in_the_language_of_the_stream_and_escaped() -> None:
    record = public_record()
    state = database.read_state(record.pk, "ar")
    assert f"id: {state.version}\n".encode() in state.message
    assert "data: &lt;p&gt;مد&lt;/p&gt;".encode() in state.message


def tell(story: Callable[[Hub], Awaitable[None]]) -> None:
    """Run a story with a hub on the database of the tests."""

    async def run() -> None:
        hub = Hub(DatabaseSource())
        try:
            async with asyncio.timeout(20):
                await story(hub)
        finally:
            await hub.stop()

    run_apart(run)


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    while not holds():
        await asyncio.sleep(0.005)


def later(change: Callable[[], object]) -> Awaitable[None]:
    """Change the database as another process does."""

    def done() -> None:
        try:
            with transaction.atomic():
                change()
        finally:
            connection.close()

    return asyncio.to_thread(done)


def title_of(follower: Follower) -> bytes:
    """What a follower is sent."""
    return follower.channel.state.message if follower.channel.state else b""


@pytest.mark.django_db(transaction=True)
def test_what_a_verb_publishes_reaches_followers_when_its_transaction_ends() -> None:
    record = public_record()

    def change() -> None:
        record.wordings.filter(language="en").update(text="Ebb")
        Record.objects.filter(pk=record.pk).update(changed_at=clock.now() + timedelta(days=1))
        channels.publish(record)

    async def story(hub: Hub) -> None:
        follower = await hub.follow(Visitor(record.pk, "en"))
        await until(lambda: b"Tide" in title_of(follower))
        await later(change)
        await until(lambda: b"Ebb" in title_of(follower))

    tell(story)


def sign_out(user: User) -> None:
    """Sign out, as the page does: the session is deleted."""
    user.sessions.all().delete()


def end_roles(user: User) -> None:
    """End all roles of somebody yesterday, by an update that no signal of Django sees."""
    yesterday = clock.today() - timedelta(days=1)
    Appointment.objects.filter(user=user).update(since=yesterday, until=yesterday)


def block(user: User) -> None:
    """Block the account."""
    User.objects.filter(pk=user.pk).update(is_active=False)


def change_password(user: User) -> None:
    """Change the password, which ends other sessions."""
    User.objects.filter(pk=user.pk).update(password="another")


def narrow(user: User) -> None:
    """Give the record to another circle."""
    other = get_or_create_circle("others", {"role": "moderator"})
    Record.objects.filter(kind="fictional").update(circle=other)


def empty_circle(user: User) -> None:
    """Take everybody off the circle."""
    get_or_create_circle("fictional").admissions.all().delete()


LOSSES = [sign_out, end_roles, block, change_password, narrow, empty_circle]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_whoever_loses_access_in_whatever_way_is_closed_at_once(
    loss: Callable[[User], None],
) -> None:
    record, user = closed_record(), person("secretariat")
    session = session_of(user)

    async def story(hub: Hub) -> None:
        follower = await hub.follow(Visitor(record.pk, "en", session=session))
        await later(lambda: loss(user))
        await until(lambda: follower.end == "access")
        with pytest.raises(NotAdmitted):
            await hub.follow(Visitor(record.pk, "en", session=session))

    tell(story)


@pytest.mark.django_db(transaction=True)
def test_whoever_keeps_a_role_that_admits_goes_on() -> None:
    record, user = closed_record(), person("secretariat", "moderator")
    session = session_of(user)

    async def story(hub: Hub) -> None:
        follower = await hub.follow(Visitor(record.pk, "en", session=session))
        await later(lambda: Appointment.objects.filter(user=user, role="moderator").delete())
        await until(lambda: follower.held)
        await until(lambda: not follower.held)
        assert not follower.end

    tell(story)


@pytest.mark.django_db(transaction=True)
def test_a_sign_out_ends_no_stream_of_what_is_public() -> None:
    record, user = public_record(), person()
    session = session_of(user)

    async def story(hub: Hub) -> None:
        follower = await hub.follow(Visitor(record.pk, "en", session=session))
        await later(lambda: sign_out(user))
        await later(lambda: channels.publish(record))
        await asyncio.sleep(0.05)
        assert not follower.end

    tell(story)


@pytest.mark.django_db(transaction=True)
def test_the_site_listens_again_after_its_connection_was_cut() -> None:
    record = public_record()

    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN majlis_live%' AND datname = current_database()"
            )
        Record.objects.filter(pk=record.pk).update(changed_at=clock.now() + timedelta(days=1))

    async def story(hub: Hub) -> None:
        follower = await hub.follow(Visitor(record.pk, "en"))
        await until(lambda: bool(title_of(follower)))
        first = title_of(follower)
        await later(cut)
        await until(lambda: title_of(follower) != first)

    tell(story)
