"""Bodies: members, other names, offices; and the loader of the profile's tables."""

from __future__ import annotations

import csv
import threading
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import majlis
from majlis.kernel.actor import Actor
from majlis.kernel.audit import with_personal_values
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import Access, AuditEntry, Circle
from majlis.kernel.records import create_record
from majlis.parties.actions import alias as alias_actions
from majlis.parties.actions import body as body_actions
from majlis.parties.actions import delegation, member
from majlis.parties.actions import office as office_actions
from majlis.parties.actions import organisation as organisation_actions
from majlis.parties.forms.body import IndividualMemberForm
from majlis.parties.labels import verified_name
from majlis.parties.models import Body
from majlis.parties.profile import load_bodies
from majlis.parties.queries.bodies import bodies
from tests.parties.test_registration import unrelated_people
from tests.support.parties import SYSTEM, body, organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def test_who_may_keep_bodies_and_offices() -> None:
    council, office = body(), person("secretariat")
    chair = person(("chair", council.record))
    strangers = {
        **unrelated_people(),
        "the chair": chair,
        "a member": person(("member", council.record)),
    }
    of_office = {"secretariat": office}
    for name, do in (
        ("change_body", lambda a: body_actions.change_body(a, council, words={}, rule="all")),
        ("add_alias", lambda a: alias_actions.add_alias(a, council, label="Old Council")),
        ("make_office", lambda a: office_actions.make_office(a, council, words={"en": "Chair"})),
    ):
        check_permissions(f"parties.{name}", council, granted=of_office, refused=strangers, do=do)
    alias = council.aliases.get()
    check_permissions(
        "parties.end_alias",
        alias,
        granted=of_office,
        refused=strangers,
        do=lambda actor: alias_actions.end_alias(actor, alias, until="2024"),
    )
    seat = council.offices.get()
    check_permissions(
        "parties.change_office",
        seat,
        granted=of_office,
        refused=strangers,
        do=lambda actor: office_actions.change_office(actor, seat, words={"fr": "Présidence"}),
    )
    check_permissions(
        "parties.record_holder",
        seat,
        granted=of_office,
        refused=strangers,
        do=lambda actor: office_actions.record_holder(
            actor, seat, name="A. Fictional", since="2020"
        ),
    )
    held = seat.holdings.get()
    check_permissions(
        "parties.end_holding",
        held,
        granted=of_office,
        refused=strangers,
        do=lambda actor: office_actions.end_holding(actor, held, until="2024-05"),
    )
    right = {
        "name": "B. Fictional",
        "email": "",
        "since": "2019",
        "until": "",
        "source": "",
        "reason": "Misread",
    }
    check_permissions(
        "parties.correct_holding",
        held,
        granted=of_office,
        refused=strangers,
        do=lambda actor: office_actions.correct_holding(actor, held, **right),
    )
    check_permissions(
        "parties.add_body",
        None,
        granted=of_office,
        refused=strangers,
        do=lambda actor: body_actions.add_body(actor, title="Keepers", language="en"),
    )
    check_permissions(
        "parties.load_body",
        "another",
        granted={**of_office, "administrator": person("administrator")},
        refused=strangers,
        do=lambda actor: body_actions.load_body(
            actor, "another", words={"title": {"en": "Another"}}
        ),
    )


def test_who_may_admit_members_and_end_memberships() -> None:
    council, mine = body(rule="all"), organisation()
    granted = {
        "secretariat": person("secretariat"),
        "the chair": person(("chair", council.record)),
        "who works for the body": person(("secretariat", council.record)),
    }
    refused = {
        **unrelated_people(),
        "a member": person(("member", council.record)),
        "chair of another body": person(("chair", body().record)),
        "administrator": person("administrator"),
    }
    check_permissions(
        "parties.admit_member",
        council,
        granted=granted,
        refused=refused,
        do=lambda actor: member.admit_member(actor, council, organisation=mine),
    )
    check_permissions(
        "parties.end_membership",
        council,
        granted=granted,
        refused=refused,
        do=lambda actor: member.end_membership(actor, council, organisation=mine),
    )
    with pytest.raises(WrongState):
        member.end_membership(SYSTEM, council, organisation=mine)
    with pytest.raises(InvalidInput):
        member.admit_member(SYSTEM, council)
    body_actions.change_body(SYSTEM, council, words={}, rule="invited")
    check_permissions(
        "parties.admit_member",
        council,
        granted=granted,
        refused=refused,
        do=lambda actor: member.admit_member(actor, council, name="A. Fictional"),
    )
    named = council.named_members.get()
    check_permissions(
        "parties.end_membership",
        council,
        granted=granted,
        refused=refused,
        do=lambda actor: member.end_membership(actor, council, named=named),
    )


def test_the_membership_rule_is_kept() -> None:
    firm, state, named = (
        organisation(kind="business"),
        organisation(kind="government"),
        organisation(),
    )
    council = body()
    with pytest.raises(InvalidInput):
        body_actions.change_body(SYSTEM, council, words={}, rule="kinds", kinds=[])
    with pytest.raises(InvalidInput):
        body_actions.change_body(SYSTEM, council, words={}, rule="everybody")
    body_actions.change_body(SYSTEM, council, words={}, rule="kinds", kinds=["government"])
    member.admit_member(SYSTEM, council, organisation=state)
    with pytest.raises(InvalidInput):
        member.admit_member(SYSTEM, council, organisation=firm)
    body_actions.change_body(SYSTEM, council, words={}, rule="named", named=[named])
    member.admit_member(SYSTEM, council, organisation=named)
    with pytest.raises(InvalidInput):
        member.admit_member(SYSTEM, council, organisation=firm)
    organisation_actions.close_organisation(SYSTEM, firm, reason="Dissolved.")
    body_actions.change_body(SYSTEM, council, words={}, rule="all")
    with pytest.raises(InvalidInput):
        member.admit_member(SYSTEM, council, organisation=firm)


def test_single_persons_are_members_where_the_rule_allows_it() -> None:
    council, single = body(rule="all"), person()
    for rule in ("all", "kinds", "named"):
        body_actions.change_body(SYSTEM, council, words={}, rule=rule, kinds=["government"])
        for who in ({"user": single}, {"email": single.email}, {"name": "A. Fictional"}):
            with pytest.raises(InvalidInput) as told:
                member.admit_member(SYSTEM, council, **who)
            assert set(told.value.faults) == {"name"}
    body_actions.change_body(SYSTEM, council, words={}, rule="invited")
    for who in ({}, {"email": "nobody@example.org"}):
        with pytest.raises(InvalidInput) as told:
            member.admit_member(SYSTEM, council, **who)
        assert set(told.value.faults) == {"name"}
    member.admit_member(SYSTEM, council, name="Another spelling", email=single.email.upper())
    single.clear_appointment_cache()
    assert is_member(single, council)
    member.admit_member(SYSTEM, council, name=" B. Fictional ", email="B@example.org", source="D 1")
    named = council.named_members.get()
    assert (named.name, named.email, named.source) == ("B. Fictional", "b@example.org", "D 1")
    before = AuditEntry.objects.count()
    member.admit_member(SYSTEM, council, user=single)
    member.admit_member(SYSTEM, council, name="B. Fictional")
    assert (council.named_members.count(), AuditEntry.objects.count()) == (1, before)
    member.end_membership(SYSTEM, council, named=named)
    with pytest.raises(WrongState):
        member.end_membership(SYSTEM, council, named=named)
    named.refresh_from_db()
    assert named.until is not None
    with pytest.raises(WrongState):
        member.end_membership(SYSTEM, body(), named=named)
    member.admit_member(SYSTEM, council, name="B. Fictional")
    assert council.named_members.count() == 2
    entries = AuditEntry.objects.filter(record=council.record)
    told = str([(each.shown_old, each.shown_new) for each in with_personal_values(list(entries))])
    assert entries.filter(verb="parties.admit_member", reason="D 1").exists()
    for secret in ("B. Fictional", "b@example.org", str(single), "Another spelling"):
        assert secret not in told


def is_member(user: Any, of: Body) -> bool:
    """Whether the user is of the body today: member or chair, or speaks for a member organization.

    Said once more, so that the circle ``body:<slug>`` is compared with it.
    """
    if not user.is_authenticated:
        return False
    if user.holds("member", of.record) or user.holds("chair", of.record):
        return True
    scopes = [
        each.scope_id
        for each in user.appointments_today()
        if each.role in ("focal_point", "delegate")
    ]
    return of.memberships.filter(
        organisation__in=[each for each in scopes if each], until__isnull=True
    ).exists()


class TestMembers(TestCase):
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_the_circle_of_a_body_admits_its_members_and_nobody_else(self, data: Any) -> None:
        council, other = body(), body()
        inside = create_record(
            "thing",
            f"t/{council.slug}",
            access=Access.MEMBERS,
            circle=Circle.objects.get(code=f"body:{council.slug}"),
        )
        focal, delegate, single, chair = person(), person(), person(), person()
        mine = organisation(focal)
        asked = delegation.request_delegation(Actor(user=delegate), mine)
        delegation.confirm_delegate(Actor(user=focal), asked)
        if data.draw(st.booleans()):
            member.admit_member(SYSTEM, council, organisation=mine)
            if data.draw(st.booleans()):
                member.end_membership(SYSTEM, council, organisation=mine)
        if data.draw(st.booleans()):
            member.admit_member(SYSTEM, council, user=single)
            if data.draw(st.booleans()):
                member.end_membership(SYSTEM, council, user=single)
        if data.draw(st.booleans()):
            chair = person(("chair", council.record))
        if data.draw(st.booleans()):
            delegation.end_delegation(Actor(user=focal), asked)
        if data.draw(st.booleans()):
            organisation_actions.close_organisation(SYSTEM, mine, reason="Dissolved.")
        for user in (focal, delegate, single, chair, person(), person(("member", other.record))):
            user.clear_appointment_cache()
            assert inside.is_visible_to(user) is is_member(user, council)
        assert inside.is_visible_to(person("secretariat"))
        assert not is_member(AnonymousUser(), council)


def test_ending_one_membership_leaves_those_of_other_bodies() -> None:
    one, two, mine = body(), body(), organisation()
    for each in (one, two):
        member.admit_member(SYSTEM, each, organisation=mine)
    before = AuditEntry.objects.count()
    member.admit_member(SYSTEM, one, organisation=mine)
    assert AuditEntry.objects.count() == before
    member.end_membership(SYSTEM, one, organisation=mine)
    user = mine.record.appointments.get(role="focal_point").user
    assert [is_member(user, each) for each in (one, two)] == [False, True]
    member.admit_member(SYSTEM, one, organisation=mine)
    assert is_member(user, one)


@pytest.mark.parametrize(
    ("since", "until", "fields"),
    [
        ("2020", "2019", {"until"}),
        ("2020-05", "2020", set()),
        ("2020", "2020-05", set()),
        ("20", "2021", {"since"}),
        ("2020-13", "2021", {"since"}),
        ("2020-02-30", "", {"since"}),
        ("2020-5", "x", {"since", "until"}),
        ("2020-05-10", "2020-05-09", {"until"}),
    ],
)
def test_dates_may_be_partial_and_end_after_they_begin(
    since: str, until: str, fields: set[str]
) -> None:
    council = body()
    if not fields:
        alias_actions.add_alias(SYSTEM, council, label="Former", since=since, until=until)
        return
    with pytest.raises(InvalidInput) as told:
        alias_actions.add_alias(SYSTEM, council, label="Former", since=since, until=until)
    assert set(told.value.faults) == fields


def test_a_name_is_recorded_in_several_languages_and_ends_with_a_date() -> None:
    council = body()
    with pytest.raises(InvalidInput):
        alias_actions.add_alias(SYSTEM, council, label=" ", names={"fr": " "})
    names = {"en": "Old Council", "fr": "Ancien conseil", "ar": ""}
    alias_actions.add_alias(SYSTEM, council, names=names, since="1990", source="A decision")
    assert set(council.aliases.values_list("label", "language", "source")) == {
        ("Old Council", "en", "A decision"),
        ("Ancien conseil", "fr", "A decision"),
    }
    before = AuditEntry.objects.count()
    alias_actions.add_alias(SYSTEM, council, names=names, since="1990", source="A decision")
    with pytest.raises(InvalidInput) as told:
        alias_actions.add_alias(
            SYSTEM, council, names={"zh": "旧", **names}, since="1990", source="B", correct=False
        )
    assert set(told.value.faults) == {"label_en", "label_fr"}
    assert (council.aliases.count(), AuditEntry.objects.count()) == (2, before)
    old = council.aliases.get(language="en")
    for until in ("", "1989", "٢٠٠٥"):
        with pytest.raises(InvalidInput) as told:
            alias_actions.end_alias(SYSTEM, old, until=until)
        assert set(told.value.faults) == {"until"}
    alias_actions.end_alias(SYSTEM, old, until="2005", reason="Resolution 1")
    assert council.aliases.get(pk=old.pk).until == "2005"
    assert AuditEntry.objects.latest("pk").reason == "Resolution 1"


def test_an_office_keeps_who_held_it() -> None:
    council = body()
    with pytest.raises(InvalidInput):
        office_actions.make_office(SYSTEM, council, words={"en": " "})
    seat = office_actions.make_office(
        SYSTEM, council, words={"en": "Chair", "ar": "الرئيس"}, authentic="en", is_chair=True
    )
    first = office_actions.record_holder(
        SYSTEM, seat, name="A. Fictional", since="2018", until="2022"
    )
    second = office_actions.record_holder(SYSTEM, seat, name="B. Fictional", since="2022")
    with pytest.raises(InvalidInput):
        office_actions.record_holder(SYSTEM, seat, name=" ")
    with pytest.raises(InvalidInput):
        office_actions.end_holding(SYSTEM, second, until="")
    office_actions.end_holding(SYSTEM, second, until="2024-02")
    assert list(seat.holdings.all()) == [second, first]
    assert "Fictional" not in str(
        list(AuditEntry.objects.filter(verb="parties.record_holder").values())
    )


def test_an_office_is_changed_and_keeps_its_original_name() -> None:
    council = body()
    with pytest.raises(InvalidInput) as told:
        office_actions.make_office(SYSTEM, council, words={"en": "Chair"}, authentic="fr")
    assert set(told.value.faults) == {"title_fr"}
    seat = office_actions.make_office(
        SYSTEM, council, words={"en": "Chair", "fr": "Président"}, authentic="en"
    )
    for words, field in (({"en": "", "fr": "x"}, "title_en"), ({"en": " ", "fr": ""}, "title")):
        with pytest.raises(InvalidInput) as told:
            office_actions.change_office(SYSTEM, seat, words=words)
        assert set(told.value.faults) == {field}
    office_actions.change_office(
        SYSTEM, seat, words={"en": "President", "es": "Presidente"}, is_chair=True
    )
    seat.refresh_from_db()
    said = {one.language: (one.text, one.status) for one in seat.record.wordings.all()}
    assert seat.is_chair
    assert said == {
        "en": ("President", "authentic"),
        "fr": ("Président", "lagging"),
        "es": ("Presidente", "translated"),
    }
    before = AuditEntry.objects.count()
    office_actions.change_office(SYSTEM, seat, words={"en": "President", "zh": ""}, is_chair=True)
    assert AuditEntry.objects.count() == before


def test_a_holder_may_be_of_an_account_and_is_recorded_once_from_a_date() -> None:
    seat = office_actions.make_office(SYSTEM, body(), words={"en": "Chair"})
    holder, closed = person(), person(is_active=False)
    for email in ("nobody@example.org", closed.email):
        with pytest.raises(InvalidInput) as told:
            office_actions.record_holder(SYSTEM, seat, name="A. Fictional", email=email)
        assert set(told.value.faults) == {"email"}
    given = {"name": "A. Fictional", "since": "2020", "source": "Decision 1"}
    held = office_actions.record_holder(SYSTEM, seat, email=holder.email.upper(), **given)
    assert (held.user, held.source) == (holder, "Decision 1")
    before = AuditEntry.objects.count()
    assert office_actions.record_holder(SYSTEM, seat, user=holder, **given) == held
    with pytest.raises(InvalidInput) as told:
        office_actions.record_holder(SYSTEM, seat, **{**given, "source": "Decision 2"})
    assert set(told.value.faults) == {"name"}
    assert AuditEntry.objects.count() == before
    office_actions.end_holding(SYSTEM, held, until="2024", reason="Decision 3")
    assert (seat.holdings.get().until, AuditEntry.objects.latest("pk").reason) == (
        "2024",
        "Decision 3",
    )


ROW = {"parent": "", "kind": "council", "abbreviation": "", "established": "", "verified": "partly"}
ROW |= {
    "source": "a fictional source",
    "note": "",
    "ar": "",
    "zh": "",
    "fr": "",
    "ru": "",
    "es": "",
}


def rows(*given: dict[str, str]) -> list[dict[str, str]]:
    return [{**ROW, **each} for each in given]


def test_loading_again_changes_nothing_and_a_correction_wins() -> None:
    table = rows(
        {"code": "below", "en": "Below", "parent": "above"},
        {"code": "above", "en": "Above", "ar": "الأعلى"},
    )
    aliases = [{"body": "below", "alias": "Under", "language": "en", "from": "2001", "to": ""}]
    made = load_bodies(table, aliases)
    assert made["below"].parent == made["above"]
    before = AuditEntry.objects.count()
    load_bodies(table, aliases)
    assert AuditEntry.objects.count() == before
    table[0] |= {"en": "Beneath", "parent": "", "established": "1999"}
    aliases[0] |= {"to": "2005"}
    load_bodies(table, aliases)
    below = Body.objects.get(slug="below")
    assert (below.say("title").text, below.parent, below.established) == ("Beneath", None, "1999")
    assert below.aliases.get().until == "2005"
    assert AuditEntry.objects.count() == before + 2


def test_what_the_table_gets_wrong_is_named() -> None:
    with pytest.raises(ValueError, match="one: there is no body nowhere"):
        load_bodies(rows({"code": "one", "en": "One", "parent": "nowhere"}))
    circular = rows(
        {"code": "one", "en": "One", "parent": "two"},
        {"code": "two", "en": "Two", "parent": "one"},
    )
    with pytest.raises(ValueError, match="parents: one, two"):
        load_bodies(circular)
    with pytest.raises(ValueError, match="there is no body"):
        load_bodies([], [{"body": "nowhere", "alias": "X"}])


def test_the_table_of_the_profile_loads() -> None:
    folder = Path(majlis.__path__[0]) / "profiles" / "wsis"
    if not (folder / "bodies.tsv").exists():
        pytest.skip("the profile has no table of bodies yet")
    tables = []
    for name in ("bodies.tsv", "body_aliases.tsv"):
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            tables.append(list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)))
    made = load_bodies(*tables)
    assert len(made) == len(tables[0])
    assert [each.slug for each in bodies(AnonymousUser())] == [row["code"] for row in tables[0]]
    assert {each.slug for each in bodies(AnonymousUser(), words="WG-WSIS")} == {"cwg-wsis-sdg"}


def test_how_sure_a_name_is_differs_by_language() -> None:
    assert verified_name("no ar=yes", "ar") == verified_name("yes", "fr")
    assert verified_name("no ar=yes", "fr") == verified_name("no", "ar")
    assert verified_name("", "fr") == ""


@pytest.mark.django_db(transaction=True)
def test_a_member_admitted_twice_at_once_is_one_member() -> None:
    council, mine = body(), organisation()

    def admit() -> None:
        try:
            member.admit_member(SYSTEM, council, organisation=mine)
        finally:
            connection.close()

    threads = [threading.Thread(target=admit) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert council.memberships.count() == 1
    assert AuditEntry.objects.filter(verb="parties.admit_member").count() == 1


def test_a_person_is_admitted_by_a_name_or_an_account() -> None:
    assert set(IndividualMemberForm({"email": "nonsense"}).errors) == {"email", "name"}
    assert IndividualMemberForm({"name": "A. Fictional"}).is_valid()
    assert IndividualMemberForm({"email": "a@example.org"}).is_valid()


def test_a_body_is_added_once_with_a_name_that_nobody_verified() -> None:
    council = body(abbreviation="HC")
    added = body_actions.add_body(
        SYSTEM, title=" مجلس  الأمن ", language="ar", parent=council, source="S/RES/2672 (2023)"
    )
    assert (added.slug, added.verified, added.parent) == ("body", "no", council)
    assert added.say("title", "ar").text == "مجلس الأمن"
    assert added.source == "S/RES/2672 (2023)"
    assert Circle.objects.filter(code=f"body:{added.slug}").exists()
    second = body_actions.add_body(SYSTEM, title="Keepers", language="en", abbreviation="HC 2")
    assert (second.slug, second.position) == ("hc-2", added.position + 1)
    for refused, field in (
        ({"title": "مجلس الأمن"}, "title"),
        ({"title": "KEEPERS"}, "title"),
        ({"title": ""}, "title"),
        ({"title": "Council", "abbreviation": "hc"}, "abbreviation"),
    ):
        with pytest.raises(InvalidInput) as caught:
            body_actions.add_body(SYSTEM, language="en", **refused)
        assert field in caught.value.faults
    assert Body.objects.count() == 3
