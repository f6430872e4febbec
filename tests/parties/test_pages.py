"""Every page of the parties: who sees it, how it is built, and how little it asks of the database."""

from __future__ import annotations

import gzip
import itertools
import json
import re
from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.parties.actions import body
from majlis.parties.models import Delegation, Organisation, Registration
from majlis.parties.urls import urlpatterns
from tests.parties.sample_data import SampleData, add_rows, make_sample_data
from tests.support.forms import submit
from tests.support.markup import compact
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.queries import most_queries

pytestmark = pytest.mark.django_db
Who = Callable[[SampleData], User | None]


def nobody(_made: SampleData) -> None:
    return None


def focal(made: SampleData) -> User:
    return made.focal


def office(made: SampleData) -> User:
    return made.office


def applicant(made: SampleData) -> User:
    return made.applicant


def asker(made: SampleData) -> User:
    return made.asker


def number_of_own(made: SampleData) -> list[Any]:
    return [made.mine.number]


def slug_of_body(made: SampleData) -> list[Any]:
    return [made.council.slug]


def slug_of_office(made: SampleData) -> list[Any]:
    return [made.seat.slug]


# URL name, arguments, who looks, and who is not let in (with the status that they get).
PAGES: list[tuple[str, Callable[[SampleData], list[Any]], Who]] = [
    ("organisations", lambda w: [], nobody),
    ("organisation", number_of_own, nobody),
    ("organisation", number_of_own, focal),
    ("organisation", number_of_own, office),
    ("organisation", lambda w: [w.closed.number], office),
    ("change_organisation", number_of_own, focal),
    ("name_successor", number_of_own, office),
    ("close_organisation", number_of_own, focal),
    ("reopen_organisation", lambda w: [w.closed.number], office),
    ("delegation", number_of_own, focal),
    ("delegation", number_of_own, office),
    ("invite_delegate", number_of_own, focal),
    ("request_delegation", number_of_own, applicant),
    ("request_delegation", number_of_own, asker),
    ("decline_delegate", lambda w: [w.asked.pk], focal),
    ("invitation", lambda w: ["delegation", w.tokens["delegation"]], nobody),
    ("invitation", lambda w: ["succession", w.tokens["succession"]], asker),
    ("register", lambda w: [], nobody),
    *(
        ("register_step", lambda w, step=step: [step], nobody)  # type: ignore[misc]
        for step in ("organisation", "names", "evidence", "you")
    ),
    ("registrations", lambda w: [], office),
    ("registrations", lambda w: [], applicant),
    ("registrations", lambda w: [], nobody),
    ("registration", lambda w: [w.sent.number], office),
    ("registration", lambda w: [w.sent.number], applicant),
    ("decide_registration", lambda w: [w.sent.number], office),
    ("registration_link", lambda w: [w.tokens["registration"]], nobody),
    ("bodies", lambda w: [], nobody),
    ("body", slug_of_body, nobody),
    ("body", slug_of_body, office),
    ("change_body", slug_of_body, office),
    ("add_alias", slug_of_body, office),
    ("end_alias", lambda w: [w.council.slug, w.council.aliases.first().pk], office),
    ("members", slug_of_body, office),
    ("admit_organisation", slug_of_body, office),
    ("admit_person", slug_of_body, office),
    ("office", slug_of_office, nobody),
    ("office", slug_of_office, office),
    ("make_office", slug_of_body, office),
    ("change_office", slug_of_office, office),
    ("end_office", slug_of_office, office),
    ("record_holder", slug_of_office, office),
    ("end_holding", lambda w: [w.seat.slug, w.seat.holdings.get().pk], office),
    ("correct_holding", lambda w: [w.seat.slug, w.seat.holdings.get().pk], office),
    ("roles", lambda w: [], nobody),
]
# Addresses that only take forms: arguments and who may send one, as tested below.
ONLY_FORMS = {
    "confirm_address",
    "edit_registration",
    "withdraw_registration",
    "withdraw_successor",
    "reactivate_organisation",
    "confirm_delegate",
    "withdraw_delegation",
    "end_delegation",
    "end_membership",
    "end_personal",
}
OTHER_PAGES = {"register_sent"}


def test_every_address_is_visited() -> None:
    assert {each.name for each in urlpatterns} == {p[0] for p in PAGES} | ONLY_FORMS | OTHER_PAGES


def address(name: str, arguments: list[Any], language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"parties:{name}", args=arguments)


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def check_page(response: Any, language: str) -> str:
    assert response.status_code in (200, 404, 422, 429), response.content[:500]
    text: str = compact(response.content.decode())
    html5lib.HTMLParser(strict=True).parse(text)
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in text
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert not re.search(r'\sstyle="|<style|<script(?![^>]* src=)|\son[a-z]+="', text)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    levels = [int(each) for each in re.findall(r"<h([1-6])", text)]
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), levels
    for raw in ("<b>Asker", "<i>Writing", "<b>Society", "<b>Single", "<script>x"):
        assert raw not in text
    assert len(gzip.compress(response.content, 6)) <= 20_000
    return text


def test_pages_are_sound() -> None:
    """In Arabic; tests/pages/test_every_page.py reads one page of each kind in every language."""
    made = make_sample_data()
    for name, arguments, who in PAGES:
        client = client_of(who(made))
        response = client.get(address(name, arguments(made), "ar"))
        assert response.status_code == 200, name
        check_page(response, "ar")


def test_no_page_asks_more_of_the_database_when_there_are_more_rows() -> None:
    made = make_sample_data()
    few = _queries(made)
    add_rows(made)
    many = _queries(made)
    for key, number in many.items():
        assert number <= most_queries(f"parties:{key[1]}", signed_in=True), (key, number)
        assert number <= few[key] + 1, (key, few[key], number)


def _queries(made: SampleData) -> dict[tuple[Any, ...], int]:
    counted = {}
    for place, (name, arguments, who) in enumerate(PAGES):
        client = client_of(who(made))
        path = address(name, arguments(made))
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        assert response.status_code == 200
        counted[place, name, who.__name__] = len(queries)
    return counted


def refused_button(response: Any) -> None:
    """A button is refused to a reader; a visitor is led to the sign-in."""
    is_visitor = response.wsgi_request.user.is_anonymous
    assert response.status_code == (302 if is_visitor else 403)
    assert not is_visitor or "/sign-in/?next=" in response["Location"]


def test_what_is_not_ones_own_is_refused_or_not_there() -> None:
    made = make_sample_data()
    stranger = person()
    made.closed.record.appointments.create(user=stranger, role="focal_point")
    for who in (None, stranger):
        client = client_of(who)
        for name, arguments in (
            ("change_organisation", number_of_own),
            ("name_successor", number_of_own),
            ("close_organisation", number_of_own),
            ("delegation", number_of_own),
            ("decline_delegate", lambda w: [w.asked.pk]),
            ("change_body", slug_of_body),
            ("add_alias", slug_of_body),
            ("end_alias", lambda w: [w.council.slug, w.council.aliases.first().pk]),
            ("make_office", slug_of_body),
            ("change_office", slug_of_office),
            ("end_office", slug_of_office),
            ("record_holder", slug_of_office),
            ("end_holding", lambda w: [w.seat.slug, w.seat.holdings.get().pk]),
            ("invite_delegate", number_of_own),
            ("members", slug_of_body),
            ("admit_organisation", slug_of_body),
            ("admit_person", slug_of_body),
            ("reopen_organisation", lambda w: [w.closed.number]),
        ):
            path = address(name, arguments(made))
            assert client.get(path).status_code == 403, name
            assert client.post(path, {"reason": "x", "email": "a@example.org"}).status_code == 403
        for name in ("registration", "decide_registration"):
            assert client.get(address(name, [made.sent.number])).status_code == 404
        assert client.post(address("edit_registration", [made.sent.number])).status_code == 404
        assert client.post(address("withdraw_registration", [made.sent.number])).status_code == 404
        for name, key in (
            ("confirm_delegate", made.asked.pk),
            ("withdraw_delegation", made.asked.pk),
            ("end_delegation", made.asked.pk),
            ("reactivate_organisation", made.mine.number),
            ("withdraw_successor", made.mine.number),
        ):
            refused_button(client.post(address(name, [key])))
        row = made.council.memberships.get()
        path = address("end_membership", [made.council.slug, row.pk])
        refused_button(client.post(path))
        text = compact(client.get(address("registrations", [])).content.decode())
        assert "Waiting" not in text
    assert (
        client_of(made.applicant)
        .get(address("decide_registration", [made.sent.number]))
        .status_code
        == 403
    )
    assert Delegation.objects.get(pk=made.asked.pk).state == "asked"
    assert Registration.objects.get(pk=made.sent.pk).state == "asked"


def test_addresses_that_only_take_forms_answer_so() -> None:
    made = make_sample_data()
    client = client_of(made.office)
    by_link = {"confirm_address", "edit_registration", "withdraw_registration"}
    for name in by_link:
        path = address(name, [made.tokens["registration"]])
        assert client.get(path).status_code == 302
        assert client.post(address(name, ["x"])).status_code == 404
    numbers = {
        "reactivate_organisation": made.closed.number,
        "withdraw_successor": made.mine.number,
    }
    for name in ONLY_FORMS - by_link - {"end_membership", "end_personal"}:
        path = address(name, [numbers.get(name, made.asked.pk)])
        assert client.get(path).status_code == 302, name
    row = made.council.memberships.get()
    path = address("end_membership", [made.council.slug, row.pk])
    assert client.get(path).status_code == 302
    assert client.post(path).status_code == 302
    assert not made.council.memberships.filter(until=None).exists()


def test_the_focal_point_confirms_declines_takes_back_and_ends() -> None:
    made = make_sample_data()
    client = client_of(made.focal)
    here = address("delegation", [made.mine.number])
    assert client.post(address("confirm_delegate", [made.asked.pk])).url == here
    made.asker.clear_appointment_cache()
    assert made.asker.holds("delegate", made.mine.record)
    again = client.post(address("confirm_delegate", [made.asked.pk]), follow=True)
    assert "no longer possible" in compact(again.content.decode())
    assert client.post(address("withdraw_delegation", [made.invited.pk])).url == here
    assert client.post(address("end_delegation", [made.asked.pk])).url == here
    assert client.post(address("withdraw_successor", [made.mine.number])).status_code == 302
    invite = address("invite_delegate", [made.mine.number])
    assert invite in compact(client.get(here).content.decode())
    response = client.post(invite, {"email": "nowhere", "name": "Kept <b>name</b>"})
    assert response.status_code == 422
    assert "Kept &lt;b&gt;name" in check_page(response, "en")
    assert client.post(invite, {"email": "next@example.org"}).url == here
    again = client_of(made.asker)
    path = address("request_delegation", [made.mine.number])
    assert again.post(path, {"function": "Reader"}).url == path
    asked = Delegation.objects.get(state="asked")
    path = address("decline_delegate", [asked.pk])
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Not <b>of</b> us"}).url == here
    text = compact(again.get(address("request_delegation", [made.mine.number])).content.decode())
    assert "Not &lt;b&gt;of&lt;/b&gt; us" in text


def test_the_secretariat_decides_on_a_page() -> None:
    made = make_sample_data()
    client = client_of(made.office)
    path = address("decide_registration", [made.sent.number])
    response = client.post(path, {"decision": "refuse", "words": "  ", "reason": ""})
    assert response.status_code == 422
    assert 'href="#id_words"' in check_page(response, "en")
    assert client.post(path, {"decision": "", "words": "Kept words"}).status_code == 422
    response = client.post(path, {"decision": "admit", "words": "Welcome"})
    assert response.url == address("registrations", [])
    assert Registration.objects.get(pk=made.sent.pk).state == "admitted"
    assert client.post(path, {"decision": "refuse", "reason": "registered"}).status_code == 409
    found = client.get(address("registrations", []), {"state": "admitted", "q": "Waiting"})
    assert "Waiting" in compact(found.content.decode())


def test_an_organization_is_changed_left_and_opened_again_on_pages() -> None:
    made = make_sample_data()
    client = client_of(made.focal)
    path = address("change_organisation", [made.mine.number])
    given = {"form": "organisation", "name_en": "", "name_fr": "Nom <b>gardé</b>", "area": "604"}
    response = submit(client, path, given)
    assert response.status_code == 422
    assert "Nom &lt;b&gt;gardé" in check_page(response, "en")
    response = submit(client, path, {**given, "name_en": "New", "website": "new.example.org"})
    assert response.url == made.mine.get_absolute_url()
    mine = Organisation.objects.get(pk=made.mine.pk)
    assert (mine.website, mine.area, mine.kind) == (
        "https://new.example.org",
        "604",
        "civil-society",
    )
    assert (
        client.post(address("close_organisation", [mine.number]), {"reason": ""}).status_code == 422
    )
    assert (
        client.post(address("close_organisation", [mine.number]), {"reason": "Done."}).status_code
        == 302
    )
    office = client_of(made.office)
    path = address("reopen_organisation", [mine.number])
    assert office.post(path, {"reason": "Mistake."}).url == address("name_successor", [mine.number])
    response = office.post(address("name_successor", [mine.number]), {"email": "heir@example.org"})
    assert response.status_code == 422
    response = office.post(
        address("name_successor", [mine.number]), {"email": "heir@example.org", "reason": "Gone."}
    )
    assert response.status_code == 302


def test_the_own_sign_in_is_linked_for_who_may_set_it_and_nobody_else() -> None:
    made = make_sample_data()
    link = f'href="/en/account/own-sign-in/{made.mine.record_id}/"'
    seen = {
        who: link
        in compact(
            client_of(user).get(address("organisation", number_of_own(made))).content.decode()
        )
        for who, user in {
            "secretariat": made.office,
            "administrator": person("administrator"),
            "focal point": made.focal,
            "focal point of another": person(("focal_point", made.closed.record)),
            "nobody": None,
        }.items()
    }
    assert [who for who, shown in seen.items() if shown] == ["secretariat", "administrator"]
    path = link.removeprefix('href="').removesuffix('"')
    assert client_of(made.office).get(path).status_code == 200
    assert client_of(made.focal).get(path).status_code == 403


def test_another_name_of_a_body_is_recorded_and_ended_on_pages() -> None:
    made = make_sample_data()
    client, here = client_of(made.office), address("body", slug_of_body(made))
    path = address("add_alias", slug_of_body(made))
    assert path in compact(client.get(here).content.decode())
    given = {
        "label_fr": "Conseil <b>gardé</b>",
        "since_day": "31",
        "since_month": "2",
        "since_year": "1999",
    }
    response = client.post(path, given)
    assert response.status_code == 422
    assert "Conseil &lt;b&gt;gardé" in check_page(response, "en")
    assert client.post(path, {"since_year": "1999"}).status_code == 422
    given |= {"since_day": "", "source": "A <i>decision</i>"}
    assert client.post(path, given).url == here
    assert client.post(path, {**given, "source": "Another"}).status_code == 422
    alias = made.council.aliases.get(language="fr")
    assert (alias.since, alias.source) == ("1999-02", "A <i>decision</i>")
    path = address("end_alias", [made.council.slug, alias.pk])
    assert path in compact(client.get(here).content.decode())
    assert path not in compact(client_of(made.focal).get(here).content.decode())
    response = submit(client, path, {"until_year": "1998", "reason": "Kept reason"})
    assert response.status_code == 422
    assert "Kept reason" in check_page(response, "en")
    assert submit(client, path, {"until_year": "2004"}).url == here
    assert made.council.aliases.get(pk=alias.pk).until == "2004"
    other = address("end_alias", [made.council.parent.slug, alias.pk])
    assert client.get(other).status_code == 404


def test_an_office_is_made_changed_and_held_on_pages() -> None:
    made = make_sample_data()
    client = client_of(made.office)
    path = address("make_office", slug_of_body(made))
    assert path in compact(client.get(address("body", slug_of_body(made))).content.decode())
    response = client.post(path, {"title_fr": "Kept <b>title</b>", "authentic": "en"})
    assert response.status_code == 422
    text = check_page(response, "en")
    assert "Kept &lt;b&gt;title" in text
    assert 'href="#id_title_en"' in text
    here = client.post(path, {"title_fr": "Vice-présidence", "authentic": "fr"}).url
    assert here == made.council.offices.get(is_chair=False).get_absolute_url()
    assert "Vice-présidence" in compact(client.get(here).content.decode())
    assert submit(client, f"{here}change/", {"title_en": "Vice-chair"}).status_code == 422
    both = {"title_en": "Vice-chair", "title_fr": "Vice-présidence"}
    assert submit(client, f"{here}change/", both).url == here
    assert client.post(f"{here}holders/", {"email": "no@example.org"}).status_code == 422
    given = {"name": "B. <b>Fictional</b>", "since_year": "2020", "source": "Decision <i>1</i>"}
    response = client.post(f"{here}holders/", {**given, "email": "no@example.org"})
    assert response.status_code == 422
    assert "Decision &lt;i&gt;1" in check_page(response, "en")
    assert client.post(f"{here}holders/", given).url == here
    held = made.council.offices.get(is_chair=False).holdings.get()
    path = f"{here}holders/{held.pk}/end/"
    assert path in compact(client.get(here).content.decode())
    text = compact(client_of(made.focal).get(here).content.decode())
    assert "Decision &lt;i&gt;1" in text
    assert path not in text
    assert submit(client, path, {"until_year": "2019"}).status_code == 422
    assert submit(client, path, {"until_year": "2024", "until_month": "5"}).url == here
    held.refresh_from_db()
    assert held.until == "2024-05"
    assert (
        client.get(f"{address('office', slug_of_office(made))}holders/{held.pk}/end/").status_code
        == 404
    )


def test_single_persons_are_admitted_and_their_membership_ended_on_pages() -> None:
    made = make_sample_data()
    chair = made.council.record.appointments.get(role="chair").user
    client, here = client_of(chair), address("members", slug_of_body(made))
    path = address("admit_person", slug_of_body(made))
    assert path in compact(client.get(here).content.decode())
    response = client.post(path, {"email": "nobody@example.org", "source": "Kept <i>source</i>"})
    assert response.status_code == 422
    text = check_page(response, "en")
    assert "Kept &lt;i&gt;source" in text
    assert 'href="#id_name"' in text
    assert client.post(path, {"name": "P. Fictional"}).url == here
    assert client.post(path, {"email": made.asker.email}).url == here
    text = check_page(client.get(here), "en")
    assert "P. Fictional" in text
    held = made.council.record.appointments.get(user=made.asker)
    named = made.council.named_members.get(name="P. Fictional")
    for kind, pk in (("account", held.pk), ("named", named.pk)):
        end = address("end_personal", [made.council.slug, kind, pk])
        assert end in text
        assert client_of(made.focal).post(end).status_code == 403
        assert "sign-in" in client_of(None).post(end).url
        assert client.get(end).url == here
        assert client.post(end).url == here
        assert "no longer possible" in compact(client.post(end, follow=True).content.decode())
        assert client.post(end.replace(kind, "other")).status_code == 404
    assert "P. Fictional" not in compact(
        client_of(None).get(address("body", slug_of_body(made))).content.decode()
    )
    body.change_body(Actor.as_system("tests"), made.council, words={}, rule="all")
    assert path not in compact(client.get(here).content.decode())
    assert client.post(path, {"name": "Q. Fictional"}).status_code == 422


def test_invitations_are_answered_by_their_link() -> None:
    made = make_sample_data()
    for kind, email in (("delegation", "invited@example.org"), ("succession", "heir@example.org")):
        path = address("invitation", [kind, made.tokens[kind]])
        anonymous = client_of(None)
        text = compact(anonymous.get(path).content.decode())
        assert 'value="accept"' not in text
        assert f'href="{made.mine.get_absolute_url()}"' in text
        assert '<span aria-current="page">Invitation</span>' in text
        assert anonymous.post(path, {"do": "accept"}).status_code == 403
        assert anonymous.post(path, {"do": "nonsense"}).status_code == 302
        right = User.objects.create_user(email)
        client = client_of(right)
        assert 'value="accept"' in compact(client.get(path).content.decode())
        assert client.post(path, {"do": "accept"}).url == made.mine.get_absolute_url()
        assert client.post(path, {"do": "accept"}).status_code == 409
        assert 'value="accept"' not in compact(client.get(path).content.decode())
        role = "delegate" if kind == "delegation" else "focal_point"
        assert right.holds(role, made.mine.record)
    for kind, token in (("delegation", "x"), ("delegation", made.tokens["succession"])):
        response = client_of(None).get(address("invitation", [kind, token]))
        assert response.status_code == 404
        check_page(response, "en")
    assert client_of(None).get("/en/invitations/other/x/").status_code == 404


def test_lists_are_taken_away_with_their_filters() -> None:
    made = make_sample_data()
    client = client_of(made.office)
    for name, key in (("organisations", "number"), ("registrations", "number"), ("bodies", "code")):
        path = address(name, [])
        rows = json.loads(
            b"".join(client.get(path, {"download": "json"}).streaming_content)  # type: ignore[attr-defined]
        )["rows"]
        assert rows
        assert all(row[key] for row in rows)
        text = client.get(path, {"download": "csv", "q": "no such words"}).getvalue().decode()
        assert len(text.splitlines()) == 1
        assert client.get(path, {"download": "xlsx"}).status_code == 200
    anonymous = client_of(None).get(address("registrations", []), {"download": "csv"})
    assert len(anonymous.getvalue().decode().splitlines()) == 1


def test_a_list_is_cut_into_pages_and_its_address_says_all() -> None:
    for number in range(27):
        organisation(names={"en": f"Society {number}", "fr": f"Société {number}"})
    client = client_of(None)
    path = address("organisations", [])
    text = compact(
        client.get(
            path, {"q": "Society", "sort": "-name", "kind": "civil-society"}
        ).content.decode()
    )
    assert 'rel="next"' in text
    assert "sort=-name" in text
    check_page(client.get(path, {"page": "99", "q": "Society"}), "en")
    check_page(
        client.get(path, {"page": "x", "sort": "x", "kind": "x", "area": "x", "q": "\0x"}), "en"
    )


def test_the_secretariat_finds_the_registrations_though_none_waits() -> None:
    made = make_sample_data()
    there = f'href="{address("registrations", [])}"'
    assert there in compact(
        client_of(made.office).get(address("organisations", [])).content.decode()
    )
    assert there not in compact(
        client_of(made.focal).get(address("organisations", [])).content.decode()
    )
