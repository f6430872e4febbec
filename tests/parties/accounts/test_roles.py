"""Roles given and ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import Appointment, AuditEntry
from majlis.parties.accounts.actions import roles
from majlis.parties.accounts.actions.roles import RoleInScope
from tests.parties.accounts.support import account, body, organisation, sign_in
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
DAY = timedelta(days=1)


def test_a_role_is_given_and_ended_at_once() -> None:
    user, council = person(), body()
    made = roles.appoint_person(
        SYSTEM, RoleInScope("chair", council), user, since=timezone.now().date() - DAY
    )
    assert user.holds("chair", council)
    entry = AuditEntry.objects.get(verb="accounts.appoint_person")
    assert entry.record == council and entry.new["role"] == "chair"
    roles.end_appointment(SYSTEM, made, reason="The term is over.")
    assert not user.holds("chair", council)
    assert AuditEntry.objects.get(verb="accounts.end_appointment").reason == "The term is over."
    with pytest.raises(WrongState):
        roles.end_appointment(SYSTEM, made)


@pytest.mark.parametrize("role", ["administrator", "moderator"])
def test_a_role_of_the_whole_is_held_for_no_record(role: str) -> None:
    with pytest.raises(InvalidInput) as told:
        roles.appoint_person(SYSTEM, RoleInScope(role, body()), person())
    assert set(told.value.faults) == {"scope"}


@pytest.mark.parametrize("role", ["chair", "focal_point", "regional_office"])
def test_a_role_for_a_record_needs_one_of_the_right_kind(role: str) -> None:
    wrong = organisation() if role != "focal_point" else body()
    for scope in (None, wrong):
        with pytest.raises(InvalidInput) as told:
            roles.appoint_person(SYSTEM, RoleInScope(role, scope), person())
        assert set(told.value.faults) == {"scope"}


def test_the_same_role_is_not_given_twice_in_one_time() -> None:
    user, now = person(), timezone.now().date()
    roles.appoint_person(SYSTEM, RoleInScope("translator"), user, since=now, until=now + 10 * DAY)
    for since, until in [(now, None), (now + 10 * DAY, None), (now - DAY, now)]:
        with pytest.raises(InvalidInput):
            roles.appoint_person(SYSTEM, RoleInScope("translator"), user, since=since, until=until)
    roles.appoint_person(SYSTEM, RoleInScope("translator"), user, since=now + 11 * DAY)
    assert Appointment.objects.filter(user=user).count() == 2


def test_a_role_that_has_not_begun_is_taken_away() -> None:
    user, now = person(), timezone.now().date()
    made = roles.appoint_person(SYSTEM, RoleInScope("expert"), user, since=now + 5 * DAY)
    roles.end_appointment(SYSTEM, made)
    assert not Appointment.objects.filter(user=user).exists()
    assert AuditEntry.objects.get(verb="accounts.end_appointment").old["role"] == "expert"


def test_days_unknown_roles_and_closed_accounts_are_refused() -> None:
    now = timezone.now().date()
    with pytest.raises(InvalidInput) as told:
        roles.appoint_person(
            SYSTEM, RoleInScope("expert"), person(is_active=False), since=now, until=now - DAY
        )
    assert set(told.value.faults) == {"until", "person"}
    with pytest.raises(InvalidInput) as told:
        roles.appoint_person(SYSTEM, RoleInScope("emperor"), person())
    assert set(told.value.faults) == {"role"}


def test_the_last_administrator_is_not_ended() -> None:
    user = person("administrator")
    held = Appointment.objects.get(user=user)
    with pytest.raises(WrongState):
        roles.end_appointment(SYSTEM, held)
    person("administrator")
    roles.end_appointment(SYSTEM, held)


def test_an_administrator_gives_and_ends_a_role_on_the_page() -> None:
    admin, user, council = account("administrator"), person(), body()
    client = sign_in(admin)
    address = f"/en/account/people/{user.pk}/"
    assert f'action="{address}appoint/"' in client.get(address).content.decode()
    appoint = f"{address}appoint/?role=chair"
    wrong = client.post(appoint, {"scope": "bodies/none"})
    assert wrong.status_code == 422 and 'class="errors"' in wrong.content.decode()
    assert client.post(appoint, {"scope": ""}).status_code == 422
    assert not Appointment.objects.filter(user=user).exists()
    assert client.post(appoint, {"scope": council.address})["Location"] == address
    held = Appointment.objects.get(user=user, role="chair", scope=council)
    assert "Fictional Council" in client.get(address).content.decode()
    end = f"/en/account/roles/{held.pk}/end/"
    assert end in client.get(address).content.decode()
    assert client.get(end).status_code == 200
    assert client.post(end, {"reason": ""})["Location"] == address
    held.refresh_from_db()
    assert held.until is not None
    assert (
        client.post(f"/en/account/people/{user.pk}/close/", {"reason": "left"}).status_code == 302
    )
    user.refresh_from_db()
    assert not user.is_active
    assert client.post(f"{address}reopen/")["Location"] == address
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_a_role_is_held_for_is_chosen_by_name(
    language: str, django_assert_max_num_queries: object
) -> None:
    council, club, user = body(), organisation("Fictional Tide Club"), person()
    client = sign_in(account("administrator"), language=language)
    address = f"/{language}/account/people/{user.pk}/appoint/"

    def offered(query: str) -> str:
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            return str(client.get(f"{address}?{query}").content.decode())

    bodies = offered("role=chair")
    assert f'<option value="{council.address}">Fictional Council</option>' in bodies
    assert club.address not in bodies and 'id="id_scope"' in bodies
    assert f'value="{club.address}"' in offered("role=delegate&q=tide")
    assert f'value="{club.address}"' not in offered("role=delegate&q=moon")
    assert "id_scope" not in offered("role=moderator")
    for query in ("", "?role=emperor"):
        assert client.get(f"{address}{query}").status_code == 404
        assert client.post(f"{address}{query}", {"scope": ""}).status_code == 404
    assert client.post(f"{address}?role=chair", {"scope": club.address}).status_code == 422
    assert not Appointment.objects.filter(user=user).exists()
    assert client.post(f"{address}?role=secretariat", {"scope": ""}).status_code == 302
    assert Appointment.objects.get(user=user).scope is None


def test_the_list_of_people_is_for_those_who_keep_roles() -> None:
    member = account()
    assert sign_in(member).get("/en/account/people/").status_code == 403
    keeper = account("secretariat", name="Keeper of Roles")
    client = sign_in(keeper)
    page = client.get("/en/account/people/?role=secretariat&q=keeper")
    text = page.content.decode()
    assert page.status_code == 200 and "Keeper of Roles" in text and "1 person" in text
    assert member.name not in text
    assert client.get("/en/account/people/?q=nobody-of-this-name").status_code == 200


def test_the_list_of_people_costs_the_same_for_one_and_for_many(
    django_assert_max_num_queries: object,
) -> None:
    client = sign_in(account("secretariat"))
    for _each in range(5):
        person("expert", "translator")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert client.get("/en/account/people/").status_code == 200


def test_the_list_of_people_names_the_roles_of_today_and_each_once() -> None:
    one, two, past = body(), body(), timezone.now().date() - 9 * DAY
    user = person(("chair", one), ("chair", two), name="Somebody Fictional")
    Appointment.objects.create(user=user, role="moderator", since=past, until=past + DAY)
    Appointment.objects.create(user=user, role="expert", since=past + 99 * DAY)
    client = sign_in(account("secretariat"))
    text = client.get("/en/account/people/?q=somebody").content.decode()
    row = text[text.index("Somebody Fictional") :].partition("</tr>")[0]
    assert row.count("chair") == 1
    assert "moderator" not in row and "expert" not in row


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh", "自2026年3月1日起"),
        ("fr", "depuis le 1er mars 2026"),
        ("es", "desde el 1 de marzo de 2026"),
    ],
)
def test_since_when_a_role_is_held_is_said_as_the_language_says_it(
    language: str, says: str
) -> None:
    member = account()
    Appointment.objects.create(user=member, role="member", since=date(2026, 3, 1))
    assert says in sign_in(member).get(f"/{language}/account/").content.decode()
