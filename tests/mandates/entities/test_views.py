"""The list of actors and the page of each: what it is asked, and whom to ask; in few queries, no league table."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from majlis.instruments.lifecycle import PROPOSED
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Circle
from majlis.kernel.records import get_or_create_circle
from majlis.mandates.core.status import refresh_status
from majlis.mandates.entities import actions
from majlis.mandates.models import Entity, Mandate
from majlis.mandates.statements import actions as statements_actions
from majlis.mandates.statements import annual
from tests.mandates import factories
from tests.support.markup import compact
from tests.support.parties import body
from tests.support.people import person
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


@pytest.fixture
def officer() -> Client:
    """The browser of the secretariat."""
    client = Client()
    client.force_login(person("secretariat"))
    return client


def shown(path: str, by: Client | None = None) -> str:
    """A page as somebody reads it."""
    answer = (by or Client()).get(path)
    assert answer.status_code == 200
    return compact(answer.content.decode())


def rows() -> list[dict[str, Any]]:
    """The list as a file."""
    answer: Any = Client().get("/en/entities/?download=json")
    found: list[dict[str, Any]] = json.loads(b"".join(answer.streaming_content))["rows"]
    return found


def opened(client: Client, path: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    said = compact(client.get(path).content.decode())
    form = next(one for one in said.split("<form")[1:] if "draft-slip" in one)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf' {one}="([^"]*)"', tag) for one in ("name", "value"))
        if name:
            found[name[1]] = html.unescape(value[1]) if value else ""
    return found


def some() -> None:
    """Actors that are asked with all forces, with a lead and without."""
    version = factories.text()
    factories.mandate(version, number=2)
    factories.mandate(version, number=3, force="invites", lead=factories.entity("Keeper"))
    factories.mandate(version, number=4, force="obliges", asked="Harbour")
    factories.mandate(factories.text(PROPOSED), number=2)  # binds nobody, and is not counted


def test_the_list_stands_in_the_order_of_names_with_counts_in_force() -> None:
    some()
    assert [(each["name"], each["asked"], each["no_lead"]) for each in rows()] == [
        ("Council", 0, 0),
        ("Harbour", 1, 1),
        ("Keeper", 2, 1),
    ]
    page = shown("/en/entities/")
    assert page.index("Council") < page.index("Harbour") < page.index("Keeper")


def test_actors_are_found_by_name_in_any_language_and_by_kind() -> None:
    actions.load_entity(
        SYSTEM, "tide", words={"title": {"en": "Council", "ar": "مجلس المد"}}, kind="body"
    )
    factories.entity("Harbour")
    assert "Harbour" not in shown("/en/entities/?q=المد")
    assert "/entities/tide/" in shown("/en/entities/?q=المد")
    assert "/entities/tide/" in shown("/en/entities/?kind=body")
    assert "/entities/tide/" not in shown("/en/entities/?kind=office")


def test_a_kind_that_there_is_not_finds_nobody_and_says_so() -> None:
    factories.entity("Harbour")
    page = shown("/en/entities/?kind=ship")
    assert "/entities/harbour/" not in page and "No matching entities." in page
    told = page.partition("<main")[2].partition("</form>")[0]
    assert "Kind: ship" in told and "is not on the list" in told
    answer: Any = Client().get("/en/entities/?kind=ship&download=json")
    assert json.loads(b"".join(answer.streaming_content))["rows"] == []


def test_the_page_says_by_force_what_is_asked_and_for_what_nobody_is_named() -> None:
    some()
    page = shown("/en/entities/keeper/")
    assert "Requests the Keeper to report" in page
    assert page.index('id="f-requests"') < page.index('id="f-invites"')
    assert 'id="f-obliges"' not in page
    assert "1 mandate without a lead" in page.split('id="nolead"')[1]


def test_a_closed_mandate_is_neither_counted_nor_shown() -> None:
    version = factories.text()
    it = factories.mandate(version)
    circle = Circle.objects.create(code="test")
    version.record.access, version.record.circle = Access.MEMBERS, circle
    version.record.save()
    refresh_status([it.pk])
    assert {each["asked"] for each in rows()} == {0}
    assert it.slug not in shown("/en/entities/keeper/")


def test_few_queries_however_many_there_are(
    django_assert_max_num_queries: Any, officer: Client
) -> None:
    some()
    with django_assert_max_num_queries(4):
        shown("/en/entities/")
    council = body("tides", words={"title": {"en": "Council of Tides"}})
    keeper = Entity.objects.get(slug="keeper")
    actions.change_entity(
        SYSTEM, keeper, words={}, body=council, parent=factories.entity("Harbour")
    )
    with django_assert_max_num_queries(MAX_QUERIES_SIGNED_IN):
        page = shown("/en/entities/keeper/", officer)
    assert council.get_absolute_url() in page
    assert "/entities/harbour/" in page


def test_whom_to_ask_has_the_day_of_the_last_check(officer: Client) -> None:
    factories.entity("Keeper")
    assert "No contact details yet." in shown("/en/entities/keeper/")
    path = "/en/entities/keeper/change/check_contact/"
    sent = opened(officer, path) | {"contact_en": "Ask at the lighthouse."}
    assert officer.post(path, sent).status_code == 302
    page = shown("/en/entities/keeper/")
    assert "Ask at the lighthouse." in page
    assert "Last checked" in page


def test_the_address_of_a_joined_name_leads_on(officer: Client) -> None:
    it = factories.mandate(asked="The Keeper")
    factories.entity("Keeper")
    path = "/en/entities/the-keeper/change/merge_entities/"
    assert officer.post(path, {"into": "Keeper", "reason": "The same."}).status_code == 302
    answer = Client().get("/en/entities/the-keeper/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/entities/keeper/")
    assert it.slug in shown("/en/entities/keeper/")
    assert "/entities/the-keeper/" not in shown("/en/entities/")


def test_who_an_actor_is_is_corrected_by_a_form(officer: Client) -> None:
    keeper = factories.entity("Keeper")
    factories.entity("Harbour")
    path = "/en/entities/keeper/change/change_entity/"
    sent = opened(officer, path) | {"title_fr": "Gardien", "kind": "office", "parent": "Harbour"}
    assert officer.post(path, sent).status_code == 302
    keeper = Entity.objects.get(pk=keeper.pk)
    assert (keeper.kind, keeper.say("title", "fr").text) == ("office", "Gardien")
    assert keeper.parent == factories.entity("Harbour")
    assert officer.post(path, sent).status_code == 409  # it was changed since it was opened


@pytest.mark.parametrize("do", ["change_entity", "check_contact", "merge_entities"])
def test_only_who_may_is_let_in(do: str) -> None:
    factories.entity("Keeper")
    client = Client()
    client.force_login(person())
    assert client.get(f"/en/entities/keeper/change/{do}/").status_code == 403
    assert Mandate.objects.count() == 0


def test_of_a_body_that_no_text_asks_what_its_own_texts_ask_is_shown(client: Client) -> None:
    council = body()
    url = f"{council.get_absolute_url()}mandates/"
    assert client.get(url)["Location"].endswith(f"/mandates/?body={council.slug}")
    assert client.get("/en/bodies/nobody/mandates/").status_code == 404


def test_a_body_leads_to_what_has_no_lead_and_to_its_evaluations(client: Client) -> None:
    council = body()
    entity = factories.entity("Council", body=council)
    of_it = factories.mandate(recipient="Council", asked="Council")
    led = factories.mandate(asked="Council", lead=factories.entity("Keeper"))
    by_it = factories.mandate(asked="Keeper")
    for each in (by_it, led):
        each.instrument.body = council
        each.instrument.save()
    text = html.unescape(compact(client.get(council.get_absolute_url()).content.decode()))
    year = timezone.localdate().year
    wanted = {
        f"/en/mandates/?of={council.record.address}&state=nolead": {of_it},
        f"/en/mandates/?body={council.slug}&state=nolead": {by_it},
    }
    for url, rows in wanted.items():
        assert f'href="{url}"' in text
        table = client.get(url).context["table"]
        assert {row[0].url for row in table.rows} == {each.get_absolute_url() for each in rows}
    yearly = f"/en/mandates/evaluations/{entity.slug}/{year}/"
    assert of_it.slug in compact(client.get(yearly).content.decode())
    statements_actions.add_evaluation(
        SYSTEM, of_it, evaluator=entity, year=2029, language="en", text="Lit."
    )
    own = compact(client.get(entity.get_absolute_url()).content.decode())
    for each in (yearly, f"/en/mandates/evaluations/{entity.slug}/2029/"):
        assert f'href="{each}"' in own


def test_a_body_that_no_text_asks_leads_to_what_its_own_texts_ask(client: Client) -> None:
    council = body()
    text = html.unescape(compact(client.get(council.get_absolute_url()).content.decode()))
    assert f"/en/mandates/?body={council.slug}&state=nolead" in text


def test_a_year_of_a_closed_evaluation_is_told_to_nobody(client: Client) -> None:
    entity, it = factories.entity("Council"), factories.mandate()
    statements_actions.add_evaluation(
        SYSTEM, it, evaluator=entity, year=2029, language="en", text="Lit."
    )
    it.record.access, it.record.circle = (
        Access.PRIVATE,
        get_or_create_circle("tests:year", {"user": person()}),
    )
    it.record.save()
    assert "/2029/" not in compact(client.get(entity.get_absolute_url()).content.decode())


def test_what_it_leads_on_is_a_list_of_the_register_and_a_filter() -> None:
    warden = factories.entity("Warden")
    led = factories.mandate(lead=warden)
    other = factories.mandate()
    page = shown("/en/entities/warden/")
    assert '<a href="/en/mandates/?lead=warden">Lead entity for 1 mandate</a>' in page
    assert "Lead entity of" not in shown("/en/entities/keeper/")
    listed = shown("/en/mandates/?lead=warden")
    assert led.slug in listed and other.slug not in listed
    choice = listed[listed.index('<select name="lead"') :].partition("</select>")[0]
    assert "Lead entity" in listed and '<option value="warden" selected>Warden</option>' in choice
    assert "keeper" not in choice


def test_the_evaluation_of_a_year_has_a_page_for_what_the_first_does_not_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(annual, "MANDATES_PER_PAGE", 2)
    rows = [
        factories.mandate(lead=factories.entity(name)) for name in ("Beacon", "Warden", "Anchor")
    ]
    first, second = (shown(f"/en/mandates/evaluations/council/2030/?page={n}") for n in (1, 2))
    assert [each.slug in first for each in rows] == [True, False, True]
    assert [each.slug in second for each in rows] == [False, True, False]
    assert "?page=2" in first
