"""Organizations: what is known of them, who hands over, who sleeps, who leaves."""

from __future__ import annotations

import datetime
import re
import threading
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Appointment
from majlis.parties import stakeholder_kinds
from majlis.parties.actions import delegation, succession
from majlis.parties.actions import organisation as organisation_actions
from majlis.parties.appointments import LinkTarget
from majlis.parties.models import Organisation, Succession
from majlis.parties.models.organisation import host_of
from majlis.parties.queries.organisations import (
    inactive_organisations,
    organisations,
    similar_organisations,
    unresponsive_organisations,
)
from majlis.parties.tasks import PERIODIC, look_for_signs_of_life
from tests.parties.test_registration import unrelated_people
from tests.support.parties import SYSTEM, organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
MONTH = datetime.timedelta(days=30)


def reloaded(each: Organisation) -> Organisation:
    return Organisation.objects.get(pk=each.pk)


def test_who_may_do_what_to_an_organization() -> None:
    focal, office = person(), person("secretariat")
    mine = organisation(focal)
    strangers = {**unrelated_people(), "a delegate": person(("delegate", mine.record))}
    both = {"focal point": focal, "secretariat": office}
    words = {"title": {"en": "Another Fictional Name"}}
    check_permissions(
        "parties.change_organisation",
        mine,
        granted=both,
        refused=strangers,
        do=lambda actor: organisation_actions.change_organisation(actor, mine, words=words),
    )
    assert reloaded(mine).say("title").text == "Another Fictional Name"
    check_permissions(
        "parties.request_activity_confirmation",
        mine,
        granted={"secretariat": office},
        refused={**strangers, "focal point": focal},
        do=lambda actor: organisation_actions.request_activity_confirmation(actor, mine),
    )
    check_permissions(
        "parties.mark_organisation_dormant",
        mine,
        granted={"secretariat": office},
        refused={**strangers, "focal point": focal},
        do=lambda actor: organisation_actions.mark_organisation_dormant(actor, mine),
    )
    check_permissions(
        "parties.reactivate_organisation",
        mine,
        granted=both,
        refused=strangers,
        do=lambda actor: organisation_actions.reactivate_organisation(actor, mine),
    )
    mine = reloaded(mine)
    assert (mine.state, mine.asked_at) == ("active", None)
    check_permissions(
        "parties.close_organisation",
        mine,
        granted=both,
        refused=strangers,
        do=lambda actor: organisation_actions.close_organisation(
            actor, mine, reason="It was dissolved."
        ),
    )
    check_permissions(
        "parties.reopen_organisation",
        mine,
        granted={"secretariat": office},
        refused={**strangers, "former focal point": focal},
        do=lambda actor: organisation_actions.reopen_organisation(
            actor, mine, reason="By mistake."
        ),
    )


def test_who_may_name_accept_decline_withdraw() -> None:
    focal, office, heir = person(), person("secretariat"), person()
    mine = organisation(focal)
    strangers = unrelated_people()
    check_permissions(
        "parties.name_successor",
        mine,
        granted={"focal point": focal, "secretariat": office},
        refused={**strangers, "the heir": heir},
        do=lambda actor: succession.name_successor(actor, mine, email=heir.email),
    )
    named = Succession.objects.get()
    check_permissions(
        "parties.withdraw_succession",
        named,
        granted={"focal point": focal, "secretariat": office},
        refused={**strangers, "the heir": heir},
        do=lambda actor: succession.withdraw_succession(actor, named),
    )
    named = succession.name_successor(Actor(user=focal), mine, email=heir.email)
    check_permissions(
        "parties.decline_succession",
        named,
        granted={"the heir": heir},
        refused={**strangers, "focal point": focal, "secretariat": office},
        do=lambda actor: succession.decline_succession(actor, named),
    )
    named = succession.name_successor(Actor(user=focal), mine, email=heir.email)
    check_permissions(
        "parties.accept_succession",
        named,
        granted={"the heir": heir},
        refused={**strangers, "focal point": focal, "secretariat": office},
        do=lambda actor: succession.accept_succession(actor, named),
    )


def test_the_focal_point_hands_over_and_nobody_else_loses() -> None:
    focal, second, heir = person(language="ru"), person(), person(language="fr")
    mine = organisation(focal, second)
    actor = Actor(user=focal)
    with pytest.raises(InvalidInput, match="own address"):
        succession.name_successor(actor, mine, email=focal.email.upper())
    named = succession.name_successor(actor, mine, email=heir.email.upper())
    with pytest.raises(InvalidInput, match="A nomination is pending"):
        succession.name_successor(actor, mine, email="third@example.org")
    assert "/fr/invitations/succession/" in mail.outbox[-1].body
    succession.accept_succession(Actor(user=heir), LinkTarget(named, named.link_key))
    for user in (focal, second, heir):
        user.clear_appointment_cache()
    held = [user.holds("focal_point", mine.record) for user in (focal, second, heir)]
    assert held == [False, True, True]
    assert Appointment.objects.filter(user=focal, role="focal_point").exists()
    with pytest.raises(WrongState):
        succession.accept_succession(Actor(user=heir), named)


def test_the_secretariat_replaces_a_focal_point_who_is_gone_with_a_reason() -> None:
    focal, heir, office = person(), person(), Actor(user=person("secretariat"))
    mine = organisation(focal)
    with pytest.raises(InvalidInput) as told:
        succession.name_successor(office, mine, email=heir.email)
    assert set(told.value.faults) == {"reason"}
    named = succession.name_successor(office, mine, email=heir.email, reason="Moved away.")
    with pytest.raises(Refused):
        succession.accept_succession(Actor(user=person()), LinkTarget(named, named.link_key))
    succession.accept_succession(Actor(user=heir), named)
    focal.clear_appointment_cache()
    assert not focal.holds("focal_point", mine.record)
    assert heir.holds("focal_point", mine.record)


def test_a_focal_point_who_takes_the_role_again_keeps_it() -> None:
    focal, office = person(), Actor(user=person("secretariat"))
    mine = organisation(focal)
    named = succession.name_successor(office, mine, email=focal.email, reason="To confirm.")
    succession.accept_succession(Actor(user=focal), named)
    assert focal.holds("focal_point", mine.record)


def test_the_kind_is_changed_by_the_secretariat_only() -> None:
    focal = person()
    mine = organisation(focal)
    with pytest.raises(Refused):
        organisation_actions.change_organisation(Actor(user=focal), mine, words={}, kind="business")
    organisation_actions.change_organisation(
        Actor(user=person("secretariat")), mine, words={}, kind="business"
    )
    assert reloaded(mine).kind == "business"
    with pytest.raises(InvalidInput):
        organisation_actions.change_organisation(
            Actor(user=focal), mine, words={"title": {"en": "  "}}
        )
    with pytest.raises(InvalidInput):
        organisation_actions.change_organisation(Actor(user=focal), mine, words={}, area="999")
    with pytest.raises(TypeError):
        organisation_actions.change_organisation(Actor(user=focal), mine, words={}, state="closed")


def test_translations_lag_when_the_original_name_changes() -> None:
    focal = person()
    mine = organisation(focal, names={"en": "Fictional Society", "fr": "Société fictive"})
    organisation_actions.change_organisation(
        Actor(user=focal), mine, words={"title": {"en": "Society 2"}}
    )
    status = dict(mine.record.wordings.filter(field="title").values_list("language", "status"))
    assert status == {"en": "authentic", "fr": "lagging"}


def test_quiet_is_asked_silent_is_dormant_and_a_sign_in_wakes() -> None:
    focal = person()
    mine = organisation(focal)
    long_ago = timezone.now() - 25 * MONTH
    type(mine.record).objects.filter(pk=mine.pk).update(created_at=long_ago)
    assert list(inactive_organisations()) == [mine]
    focal.last_login = timezone.now() - MONTH
    focal.save()
    assert list(inactive_organisations()) == []
    focal.last_login = long_ago
    focal.save()
    assert look_for_signs_of_life.func() == {"asked": 1, "asleep": 0}
    assert look_for_signs_of_life.func() == {"asked": 0, "asleep": 0}
    Organisation.objects.update(asked_at=timezone.now() - 61 * datetime.timedelta(days=1))
    assert list(unresponsive_organisations()) == [mine]
    assert look_for_signs_of_life.func() == {"asked": 0, "asleep": 1}
    assert reloaded(mine).state == "dormant"
    assert focal.holds("focal_point", mine.record)
    user_logged_in.send(type(focal), user=person(), request=None)
    assert reloaded(mine).state == "dormant"
    user_logged_in.send(type(focal), user=focal, request=None)
    assert (reloaded(mine).state, reloaded(mine).asked_at) == ("active", None)
    assert list(inactive_organisations()) == []
    for seconds, path in PERIODIC.values():
        from django.utils.module_loading import import_string

        assert seconds > 0
        assert import_string(path)


def test_who_answers_in_time_is_not_put_to_sleep() -> None:
    focal = person()
    mine = organisation(focal)
    organisation_actions.request_activity_confirmation(SYSTEM, mine)
    Organisation.objects.update(asked_at=timezone.now() - 61 * datetime.timedelta(days=1))
    focal.last_login = timezone.now()
    focal.save()
    assert list(unresponsive_organisations()) == []


def test_leaving_ends_roles_and_keeps_records() -> None:
    focal, delegate = person(), person()
    mine = organisation(focal)
    asked = delegation.request_delegation(Actor(user=delegate), mine)
    delegation.confirm_delegate(Actor(user=focal), asked)
    with pytest.raises(InvalidInput):
        organisation_actions.close_organisation(Actor(user=focal), mine, reason=" ")
    organisation_actions.close_organisation(Actor(user=focal), mine, reason="Dissolved.")
    for user in (focal, delegate):
        user.clear_appointment_cache()
    assert not focal.holds("focal_point", mine.record)
    assert not delegate.holds("delegate", mine.record)
    asked.refresh_from_db()
    assert asked.state == "ended"
    assert reloaded(mine).say("title").text
    for verb in (
        lambda: delegation.request_delegation(Actor(user=delegate), mine),
        lambda: succession.name_successor(SYSTEM, mine, email="a@example.org", reason="x"),
        lambda: organisation_actions.close_organisation(SYSTEM, reloaded(mine), reason="Again."),
    ):
        with pytest.raises(WrongState):
            verb()


def test_lists_are_searched_filtered_and_sorted_by_the_language() -> None:
    one = organisation(names={"en": "Zebra Society", "fr": "Âne et société"}, kind="business")
    two = organisation(names={"en": "Apple Society", "fr": "Zèbre"}, area="392")

    def listed(query: str, language: str = "en") -> list[int]:
        text = Client().get(f"/{language}/organisations/{query}").content.decode()
        return [int(number) for number in re.findall(r'href="/\w\w/organisations/(\d+)/"', text)]

    assert listed("") == [two.number, one.number]
    assert listed("", "fr") == [one.number, two.number]
    assert listed("?sort=-name") == [one.number, two.number]
    assert listed("?sort=number") == [one.number, two.number]
    assert listed("?sort=-number") == [two.number, one.number]
    assert list(organisations(AnonymousUser(), words="zèbre")) == [two]
    assert list(organisations(AnonymousUser(), words="100%")) == []
    assert list(organisations(AnonymousUser(), kind="business")) == [one]
    assert list(organisations(AnonymousUser(), area="392")) == [two]
    assert list(organisations(AnonymousUser(), state="closed")) == []


def test_the_same_is_hinted_by_name_or_host() -> None:
    there = organisation(names={"en": "Reading Society"}, website="https://www.same.example.org/a")
    assert similar_organisations(AnonymousUser(), ["reading  society"], "") == [there]
    assert similar_organisations(AnonymousUser(), [], "http://same.example.org") == [there]
    assert similar_organisations(AnonymousUser(), ["Another"], "https://other.example.org") == []
    assert similar_organisations(AnonymousUser(), ["", " "], "") == []


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org:8080/x", "example.org"),
        ("http://[", ""),
        ("", ""),
        ("https://sub.example.org", "sub.example.org"),
    ],
)
def test_host(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_every_stakeholder_kind_has_a_name(language: str) -> None:
    for code, row in stakeholder_kinds.kinds_table().items():
        assert row[language], code
        assert row["verified"] in ("yes", "partly", "no")
    with translation.override(language):
        assert len({name for _code, name in stakeholder_kinds.kind_choices()}) == len(
            stakeholder_kinds.kinds_table()
        )
    assert stakeholder_kinds.kind_name("unknown", language) == "unknown"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_name_a_successor_at_once_one_is_told() -> None:
    first, second = person(), person()
    mine = organisation(first, second)
    outcomes: list[Any] = []

    def name(user: Any, email: str) -> None:
        try:
            outcomes.append(succession.name_successor(Actor(user=user), mine, email=email))
        except InvalidInput:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=name, args=(user, f"{n}@example.org"))
        for n, user in enumerate((first, second, first, second))
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert outcomes.count(None) == 3
    assert Succession.objects.count() == 1


def test_the_original_name_is_called_so() -> None:
    """“Authentic” is a word for texts."""
    page = Client().get(organisation(person()).get_absolute_url()).content.decode()
    assert '<span class="wording authentic">original name</span>' in page
    assert ">authentic<" not in page
