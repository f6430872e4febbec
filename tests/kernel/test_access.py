"""Access: one rule for all rooms."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from majlis.kernel.models import Access, Appointment, Record
from majlis.kernel.records import create_record, get_or_create_circle
from tests.support.people import person

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def test_public_records_are_seen_by_all_and_others_by_their_circle_only() -> None:
    body = create_record("body", "bodies/one")
    inside, outside = person(("member", body)), person()
    hidden = create_record(
        "thing",
        "things/1",
        access=Access.MEMBERS,
        circle=get_or_create_circle("body:one", {"role": "member", "scope": body}),
    )
    assert set(Record.objects.visible_to(AnonymousUser())) == {body}
    assert set(Record.objects.visible_to(outside)) == {body}
    assert set(Record.objects.visible_to(inside)) == {body, hidden}


def test_a_role_admits_for_its_scope_on_the_whole_or_anywhere() -> None:
    one, other = create_record("organisation", "o/1"), create_record("organisation", "o/2")
    mine, theirs = person(("focal_point", one)), person(("focal_point", other))
    officer = person("secretariat")

    def seen(*admissions: dict[str, object]) -> set[str]:
        number = Record.objects.count()
        kept = create_record(
            "thing",
            f"t/{number}",
            access=Access.GROUP,
            circle=get_or_create_circle(f"c{number}", *admissions),
        )
        people = {"mine": mine, "theirs": theirs, "officer": officer}
        return {name for name, user in people.items() if kept.is_visible_to(user)}

    assert seen({"role": "focal_point", "scope": one}) == {"mine"}
    assert seen({"role": "focal_point", "anywhere": True}) == {"mine", "theirs"}
    assert seen({"role": "focal_point"}) == set()
    assert seen({"role": "secretariat"}, {"user": theirs}) == {"officer", "theirs"}


@pytest.mark.parametrize(
    ("since", "until", "sees"),
    [(-1, None, True), (0, 0, True), (1, None, False), (-5, -1, False), (-5, 0, True)],
)
def test_a_role_counts_from_its_first_day_to_its_last(
    since: int, until: int | None, sees: bool
) -> None:
    user = person()
    today = datetime.datetime.now(datetime.UTC).date()
    Appointment.objects.create(
        user=user,
        role="expert",
        since=today + since * DAY,
        until=None if until is None else today + until * DAY,
    )
    kept = create_record(
        "thing",
        "t/1",
        access=Access.GROUP,
        circle=get_or_create_circle("experts", {"role": "expert"}),
    )
    assert kept.is_visible_to(user) is sees
    assert user.holds("expert") is sees


def test_an_account_that_is_closed_sees_only_what_is_public() -> None:
    user = person("secretariat")
    kept = create_record(
        "thing",
        "t/1",
        access=Access.PRIVATE,
        circle=get_or_create_circle("s", {"role": "secretariat"}),
    )
    assert kept.is_visible_to(user)
    user.is_active = False
    user.save()
    assert not kept.is_visible_to(user)
