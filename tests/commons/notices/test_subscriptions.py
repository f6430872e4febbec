"""Following, and who is told of what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from majlis.commons.notices import actions, events, queries, sentences, todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.links import StopMailLink
from majlis.commons.notices.models import Delivery, Event, Notice, Preference, Subscription
from majlis.kernel import record_kinds
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Record, User
from majlis.kernel.records import add_relation
from majlis.kernel.verbs import Act, verb_done
from tests.commons.helpers import make_record
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A verb that is told, and its options, which a test may change before it is done."""
    monkeypatch.setattr(events, "EVENT_KINDS", events.EVENT_KINDS)
    options: dict[str, Any] = {}
    yield options
    events.EVENT_KINDS.pop("test.done", None)


def do_verb(options: dict[str, Any], record: Record | None, user: User | None) -> None:
    """Do the verb: as its end is, the entry and the signal."""
    events.EVENT_KINDS.pop("test.done", None)
    events.register("test.done", sentence="{actor} worked on {record}.", **options)
    act = Act(Actor(user=user), "test.done")
    act.note(record, new={"count": 3}, record=record)
    verb_done.send(sender="test.done", act=act, result=None)


def notified_users() -> set[User]:
    return {each.user for each in Notice.objects.select_related("user")}


def test_followers_are_told_once_and_who_did_it_is_not(kind: dict[str, Any]) -> None:
    record, near = make_record(), make_record()
    add_relation(record, "serves", near)
    direct, by_relation, by_kind, outside = person(), person(), person(), person()
    author = person()
    actions.follow_record(Actor(user=direct), record)
    actions.follow_record(Actor(user=by_relation), near)
    actions.follow_record(Actor(user=author), record)
    Subscription.objects.create(user=by_kind, kind="subject")
    # By three ways at once, and named besides: one notice.
    actions.follow_record(Actor(user=direct), near)
    Subscription.objects.create(user=direct, kind="subject")
    kind["audience"] = lambda entry: [direct]
    do_verb(kind, record, author)
    assert notified_users() == {direct, by_relation, by_kind}
    assert outside not in notified_users()
    assert Notice.objects.filter(user=direct).count() == 1


def test_what_a_verb_noted_twice_about_one_record_is_told_once(kind: dict[str, Any]) -> None:
    record, other, reader, named = make_record(), make_record(), person(), person()
    for each in (record, other):
        actions.follow_record(Actor(user=reader), each)
    events.register(
        "test.done",
        sentence="{record}",
        audience=lambda entry: [named] if "second" in entry.new else [],
    )
    act = Act(Actor(user=person()), "test.done")
    for about, new in ((record, {}), (record, {"second": 1}), (other, {})):
        act.note(about, new=new, record=about)
    verb_done.send(sender="test.done", act=act, result=None)
    assert Event.objects.filter(kind="test.done").count() == 2
    assert queries.unread_count(reader) == 2
    assert queries.unread_count(named) == 1


def test_a_private_record_is_told_to_its_circle_only(kind: dict[str, Any]) -> None:
    inside, outside = person(), person()
    record = make_record(private_to=inside)
    for user in (inside, outside):
        Subscription.objects.create(user=user, kind="subject")
        Subscription.objects.create(user=user, record=record)
    do_verb(kind, record, person())
    assert notified_users() == {inside}


@pytest.mark.parametrize("role", ["", "secretariat", "expert", "inactive"])
def test_who_is_admitted_is_who_sees(role: str) -> None:
    from majlis.kernel.records import create_record, get_or_create_circle

    owner = person()
    body = make_record(kind="body")
    people = [owner, person(), person("secretariat"), person("expert"), person(("chair", body))]
    if role == "inactive":
        User.objects.filter(pk=owner.pk).update(is_active=False)
        owner.refresh_from_db()
    admissions: list[dict[str, Any]] = [{"user": owner}, {"role": "chair", "scope": body}]
    if role in ("secretariat", "expert"):
        admissions.append({"role": role})
    kept = create_record(
        "thing",
        f"t/{role or 'x'}",
        access="group",
        circle=get_or_create_circle(f"c:{role}", *admissions),
    )
    assert set(users_who_may_see(kept)) == {each for each in people if kept.is_visible_to(each)}
    public = make_record()
    assert set(users_who_may_see(public)) == set(User.objects.filter(is_active=True))


def test_a_queue_tells_those_who_follow_it_and_may_still_work_on_it(
    kind: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, gone = person("secretariat"), person()
    monkeypatch.setattr(todo, "QUEUES", [])
    todo.register(
        lambda user: [todo.TodoItem("one thing", "/x/")],
        code="things",
        name="things",
        may=lambda user: user.holds("secretariat"),
    )
    actions.follow_queue(Actor(user=keeper), "things")
    Subscription.objects.create(user=gone, queue="things")
    do_verb(kind | {"queue": "things"}, None, person())
    assert notified_users() == {keeper}
    assert [each.sentence for each in todo.todo_items(keeper)] == ["one thing"]
    assert todo.todo_items(gone) == []


def test_the_sentence_is_put_together_when_it_is_read(kind: dict[str, Any]) -> None:
    reader = person(language="fr")
    record = make_record()
    actions.follow_record(Actor(user=reader), record)
    do_verb(kind, record, person(name='<b>"Eve"</b>'))
    for language in ("fr", "ar", "zh"):
        with translation.override(language):
            line = sentences.notice_sentences(queries.notices_of(reader))[0]
            assert str(record) in line.words
            assert "&lt;b&gt;" in line.markup and "<b>" not in line.markup
            assert line.url == f"/{language}/{record.address}/"


def test_what_one_lost_access_to_is_not_told_any_more(kind: dict[str, Any]) -> None:
    reader = person()
    record = make_record(private_to=reader)
    actions.follow_record(Actor(user=reader), record)
    do_verb(kind, record, person())
    assert queries.unread_count(reader) == 1
    assert record.circle is not None
    record.circle.admissions.all().delete()
    assert queries.unread_count(reader) == 0
    assert list(queries.subscriptions_of(reader)) == []
    assert not Event.objects.visible_to(reader).filter(record=record).exists()


def test_events_stand_or_fall_with_their_verb(kind: dict[str, Any]) -> None:
    from django.db import transaction

    reader, record = person(), make_record()
    actions.follow_record(Actor(user=reader), record)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        do_verb(kind, record, person())
        raise ZeroDivisionError
    assert not Event.objects.filter(kind="test.done").exists()


def test_following_twice_is_following_once() -> None:
    reader, record = person(), make_record()
    for _again in range(2):
        actions.follow_record(Actor(user=reader), record)
    assert Subscription.objects.filter(user=reader).count() == 1
    assert Subscription.objects.filter(user=reader, record=record).count() == 1
    actions.end_subscription(Actor(user=reader), Subscription.objects.get(user=reader))
    assert not Subscription.objects.filter(user=reader, record=record).exists()


def test_only_a_kind_that_exists_can_be_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_kinds, "RECORD_KINDS", record_kinds.RECORD_KINDS)
    with pytest.raises(InvalidInput):
        actions.follow_kind(Actor(user=person()), "no such kind")


def test_what_the_page_alone_was_to_say_is_not_mailed_later(kind: dict[str, Any]) -> None:
    reader, record = person(), make_record()
    actions.follow_record(Actor(user=reader), record)
    mine = queries.preference_of(reader)
    actions.set_delivery(Actor(user=reader), mine, delivery=Delivery.PAGE, hour=7)
    do_verb(kind, record, person())
    actions.set_delivery(Actor(user=reader), mine, delivery=Delivery.ONCE, hour=7)
    assert not Notice.objects.filter(user=reader, mailing__isnull=True).exists()
    do_verb(kind, record, person())
    assert Notice.objects.filter(user=reader, mailing__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("delivery", "hour"), [("", 7), ("hourly", 7), ("daily", 24), ("daily", -1)]
)
def test_no_other_way_of_telling(delivery: str, hour: int) -> None:
    reader = person()
    with pytest.raises(InvalidInput):
        actions.set_delivery(
            Actor(user=reader), Preference(user=reader), delivery=delivery, hour=hour
        )


def test_permissions() -> None:
    reader, other, closed = person(), person(), person(is_active=False)
    record = make_record(private_to=reader)
    refused: dict[str, User | None] = {"nobody": None, "another": other, "closed": closed}
    check_permissions(
        "notices.follow_record",
        record,
        granted={"one who sees it": reader},
        refused=refused,
        do=lambda actor: actions.follow_record(actor, record),
    )
    nobody: dict[str, User | None] = {"nobody": None, "closed": closed}
    check_permissions("notices.follow_kind", "subject", granted={"anyone": other}, refused=nobody)
    keeper = person("moderator")
    check_permissions(
        "notices.follow_queue",
        "moderation",
        granted={"moderator": keeper},
        refused=refused,
        do=lambda actor: actions.follow_queue(actor, "moderation"),
    )
    mine = Subscription.objects.get(user=reader)
    check_permissions(
        "notices.end_subscription",
        mine,
        granted={"who follows": reader},
        refused=refused,
        do=lambda actor: actions.end_subscription(actor, mine),
    )
    preference = Preference(user=reader)
    check_permissions(
        "notices.set_delivery",
        preference,
        granted={"oneself": reader},
        refused=refused,
        do=lambda actor: actions.set_delivery(actor, preference, delivery="weekly", hour=9),
    )
    check_permissions(
        "notices.renew_feed",
        preference,
        granted={"oneself": reader},
        refused=refused,
        do=lambda actor: actions.renew_feed(actor, preference),
    )
    check_permissions(
        "notices.mark_notices_read", reader, granted={"oneself": reader}, refused=refused
    )
    check_permissions(
        "notices.stop_mail",
        StopMailLink(reader),
        granted={"whoever holds the link": other},
        refused={"closed": closed},
        do=lambda actor: actions.stop_mail(actor, StopMailLink(reader)),
    )
    check_permissions(
        "notices.stop_mail", reader, granted={}, refused={"who has no link": reader, "nobody": None}
    )
    everybody: dict[str, User | None] = {**refused, "secretariat": person("secretariat")}
    for name in ("create_mailing", "send_mailing", "postpone_mailing"):
        check_permissions(f"notices.{name}", preference, granted={}, refused=everybody)
