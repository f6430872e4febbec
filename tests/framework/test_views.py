"""The pages: what they show, what they cost, and what a form tells and keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from majlis.framework import measures
from majlis.framework.measures import Measure
from majlis.framework.models import Concept, Facilitation, Link, Matrix, Scheme
from majlis.kernel.models import Access, Record, User
from majlis.kernel.records import get_or_create_circle
from tests.framework import factories
from tests.support.forms import opened, submit
from tests.support.markup import compact
from tests.support.people import person
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db

PAGES = (
    "schemes/",
    "schemes/goals-grid/",
    "schemes/goals-grid/?sort=name",
    "schemes/goals-grid/?q=G",
    "concepts/goals-grid/G1/",
    "concepts/lines-grid/L1/",
    "concepts/goals-grid/G1.1/",
    "matrices/grid/",
    "matrices/grid/by-row/",
    "matrices/grid/by-column/",
    "matrices/grid/L1/G1/",
)


def make_matrix(size: int) -> Matrix:
    """A matrix of that size with a cell wherever there can be one, and facilitators."""
    grid = factories.matrix(rows=size, columns=size, targets=size)
    roles = factories.scheme("facilitation-roles", size)
    agencies = factories.scheme("agencies", size)
    for row in range(1, size + 1):
        for column in range(1, size + 1):
            factories.link(grid, row, column, "accepted" if row != 2 else "proposed", size)
        Facilitation.objects.create(
            line=Concept.objects.get(code="L1"),
            agency=Concept.objects.get(scheme=agencies, code=f"A{row}"),
            role=roles.concepts.first(),
            roster=roles.concepts.last(),
            source="a fictional list",
        )
    return grid


@pytest.fixture
def grid() -> Matrix:
    return make_matrix(3)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_pages_are_sound(client: Client, grid: Matrix) -> None:
    """In Arabic; tests/pages/test_every_page.py reads one page of each kind in every language."""
    for page in PAGES:
        response = client.get(f"/ar/{page}")
        assert response.status_code == 200, page
        text = compact(response.content.decode())
        assert len(re.findall(r"<h1[ >]", text)) == 1, page
        assert " style=" not in text, page
        assert "<script" not in re.sub(r"<script src=[^>]+></script>", "", text), page
        html5lib.HTMLParser(strict=True).parse(text)


def test_the_number_of_queries_does_not_grow() -> None:
    asked = signed_in(person("secretariat"))
    counted: dict[int, list[int]] = {}
    for size in (1, 3):
        _clear()
        make_matrix(size)
        for page in PAGES:
            with CaptureQueriesContext(connection) as queries:
                assert asked.get(f"/en/{page}").status_code == 200
            counted.setdefault(size, []).append(len(queries))
    for page, few, many in zip(PAGES, counted[1], counted[3], strict=True):
        assert many <= few <= MAX_QUERIES_SIGNED_IN, (page, few, many)


def _clear() -> None:
    Facilitation.objects.all().delete()
    Link.objects.all().delete()
    Matrix.objects.all().delete()
    Concept.objects.update(parent=None)
    Concept.objects.all().delete()
    Scheme.objects.all().delete()
    Record.objects.all().delete()


def test_a_proposed_cell_is_dashed_and_counted_nowhere(client: Client, grid: Matrix) -> None:
    text = compact(client.get("/en/matrices/grid/").content.decode())
    assert text.count('<td role="cell" class="prop"') == 3
    assert "proposed, not counted" in text
    rows = re.findall(r'class="sum" data-label="Total">(\d+)<', text)
    assert rows == ["9", "0", "9"]
    assert "3 proposed cells are not counted." in text
    assert "no linked columns" in text


def test_a_gap_is_listed(client: Client) -> None:
    grid = factories.matrix(rows=1, columns=2)
    factories.link(grid, 1, 1)
    text = compact(client.get("/en/matrices/grid/").content.decode())
    assert 'class="gap"' in text
    assert 'G2 (en)</a> <span class="quiet">no linked rows' in text


@pytest.fixture
def activities() -> Iterator[None]:
    measures.register_measure(
        Measure(
            "activities",
            "activities",
            lambda user, concepts: dict.fromkeys(concepts, 7),
            lambda user, matrix: {
                (link.row_id, link.column_id): 5 for link in Link.objects.filter(matrix=matrix)
            },
            lambda *concepts: "/en/activities/",
        )
    )
    yield
    del measures.MEASURES["activities"]


def test_a_room_above_adds_what_exists(client: Client, grid: Matrix, activities: None) -> None:
    text = compact(client.get("/en/matrices/grid/").content.decode())
    assert re.findall(r'class="sum" data-label="Total">(\d+)<', text) == ["15", "0", "15"]
    assert '<option value="links">' in text
    text = compact(client.get("/en/matrices/grid/?count=links").content.decode())
    assert re.findall(r'class="sum" data-label="Total">(\d+)<', text) == ["9", "0", "9"]
    text = compact(client.get("/en/concepts/lines-grid/L1/").content.decode())
    assert '<a href="/en/activities/">7</a>' in text


def test_a_concept_shows_links_in_both_directions(client: Client, grid: Matrix) -> None:
    line = compact(client.get("/en/concepts/lines-grid/L1/").content.decode())
    goal = compact(client.get("/en/concepts/goals-grid/G1/").content.decode())
    target = compact(client.get("/en/concepts/goals-grid/G1.1/").content.decode())
    assert "/en/matrices/grid/L1/G1/" in line and "/en/concepts/goals-grid/G1/" in line
    for text in (goal, target):
        assert "/en/matrices/grid/L1/G1/" in text and "/en/concepts/lines-grid/L1/" in text
    assert "Proposed, not counted" in goal
    assert "Facilitators" in line and "Facilitators" not in goal


def test_words_that_are_not_in_the_page_s_language_say_so(client: Client) -> None:
    grid = factories.matrix()
    link = factories.link(grid)
    from majlis.kernel.records import set_wording

    set_wording(link.record, "rationale", "ru", "Потому что служит", "authentic")
    text = compact(client.get("/ar/matrices/grid/L1/G1/").content.decode())
    assert '<span lang="ru" dir="ltr">Потому что служит</span>' in text


def test_what_is_not_there_is_not_there(client: Client, grid: Matrix) -> None:
    for page in (
        "schemes/nothing/",
        "concepts/goals-grid/G9/",
        "matrices/nothing/",
        "matrices/grid/L1/G9/",
        "matrices/grid/L1/G1.1/",
    ):
        assert client.get(f"/en/{page}").status_code == 404


def test_what_is_private_is_seen_by_its_circle_only(client: Client, grid: Matrix) -> None:
    user = person()
    few = get_or_create_circle("a test", {"user": user})
    hidden = Concept.objects.get(code="G2")
    Record.objects.filter(pk=hidden.pk).update(access=Access.PRIVATE, circle=few)
    inside = signed_in(user)
    assert client.get("/en/concepts/goals-grid/G2/").status_code == 404
    assert client.get("/concepts/goals-grid/G2.ttl", follow=True).status_code == 404
    for page in PAGES:
        assert "G2 (en)" not in compact(client.get(f"/en/{page}").content.decode()), page
    data = compact(client.get("/schemes/goals-grid.ttl").content.decode())
    assert "goals-grid/G2>" not in data and "G2 (en)" not in data
    assert inside.get("/en/concepts/goals-grid/G2/").status_code == 200
    assert "G2 (en)" in compact(inside.get("/en/matrices/grid/").content.decode())


# Forms.


CELL = "/en/matrices/grid/L1/G1/"
CONTENT: dict[str, Any] = {
    "targets": ["G1.2"],
    "rationale": "It carries what the goal needs.",
    "source": "a fictional decision",
    "verified": "yes",
}


@pytest.fixture
def link() -> Link:
    return factories.link(factories.matrix())


def test_the_secretariat_corrects_a_cell_with_a_source(link: Link) -> None:
    client = signed_in(person("secretariat"))
    response = submit(client, f"{CELL}correct/", CONTENT)
    assert (response.status_code, response["Location"]) == (302, CELL)
    text = compact(client.get(CELL).content.decode())
    assert "It carries what the goal needs." in text
    assert "a fictional decision" in text
    assert "Cell corrected." in text
    history = compact(client.get(f"{CELL}history/").content.decode())
    assert "Cell corrected" in history
    text = compact(client.get(f"{CELL}correct/").content.decode())
    assert "It carries what the goal needs.</textarea>" in text
    assert re.findall(r'value="(G1\.\d)"[^>]* checked', text) == ["G1.2"]


def test_without_a_source_nothing_typed_is_lost(link: Link) -> None:
    client = signed_in(person("secretariat"))
    response = submit(client, f"{CELL}correct/", {**CONTENT, "source": ""})
    text = compact(response.content.decode())
    assert response.status_code == 422
    assert "It carries what the goal needs.</textarea>" in text
    assert 'class="errors"' in text and 'href="#id_source"' in text
    assert "<title>Error:" in text
    assert not link.record.wordings.exists()


def test_of_two_editors_the_second_sees_both_versions(link: Link) -> None:
    client = signed_in(person("secretariat"))
    seen = opened(client, f"{CELL}correct/")
    submit(client, f"{CELL}correct/", CONTENT)
    response = client.post(
        f"{CELL}correct/", {**CONTENT, **seen, "targets": ["G1.1"], "rationale": "Another reason."}
    )
    text = compact(response.content.decode())
    assert response.status_code == 409
    assert "Another reason." in text and "It carries what the goal needs." in text
    assert str(link.record.say("rationale", "en")) == "It carries what the goal needs."
    assert [each.code for each in link.targets.all()] == ["G1.2"]


def test_somebody_proposes_and_the_focal_point_accepts() -> None:
    grid = factories.matrix()
    assert "Sign in to propose" in compact(Client().get(CELL).content.decode())
    somebody = signed_in(person())
    text = compact(somebody.get(CELL).content.decode())
    assert "Propose cell" in text and "Sign in to propose" not in text
    response = submit(somebody, f"{CELL}propose/", CONTENT)
    assert (response.status_code, response["Location"]) == (302, CELL)
    text = compact(somebody.get(CELL).content.decode())
    assert "Accept cell" not in text and "Propose cell" not in text
    assert somebody.post(f"{CELL}accept/").status_code == 403
    line = Concept.objects.get(code="L1")
    focal_point = signed_in(person(("action_line_focal_point", line.record)))
    assert "Accept cell" in compact(focal_point.get(CELL).content.decode())
    assert focal_point.post(f"{CELL}accept/").status_code == 302
    assert Link.objects.get(matrix=grid).state == "accepted"
    assert focal_point.post(f"{CELL}withdraw/", {"reason": ""}).status_code == 422
    assert focal_point.post(f"{CELL}withdraw/", {"reason": "a test"}).status_code == 302
    text = compact(focal_point.get(CELL).content.decode())
    assert "withdrawn" in text and "Propose cell" in text
    assert "Correct cell" not in text and "Withdraw cell" not in text
    text = compact(focal_point.get(f"{CELL}propose/").content.decode())
    assert "It carries what the goal needs.</textarea>" in text


@pytest.mark.parametrize("action", ["accept", "correct", "withdraw"])
def test_a_cell_that_nobody_proposed_has_no_page_to_decide_on_it(action: str) -> None:
    factories.matrix()
    client = signed_in(person("secretariat"))
    assert client.post(f"{CELL}{action}/", {**CONTENT, "reason": "a test"}).status_code == 404
    assert not Link.objects.exists()


def test_what_was_done_already_is_told(link: Link) -> None:
    client = signed_in(person("secretariat"))
    assert client.post(f"{CELL}propose/", CONTENT).status_code == 409
    text = compact(client.post(f"{CELL}accept/", follow=True).content.decode())
    assert "Cell accepted." not in text and 'class="told' in text
    assert client.post(CELL, {"do": "accept"}).status_code == 405


def test_a_draft_of_a_proposal_belongs_to_its_cell() -> None:
    factories.matrix(rows=2)
    user = person()
    client = signed_in(user)
    hidden = opened(client, f"{CELL}propose/")
    client.logout()
    client.post(f"{CELL}propose/", {**hidden, **CONTENT})
    client = signed_in(user)
    other = CELL.replace("L1", "L2")
    assert CONTENT["rationale"] in client.get(f"{CELL}propose/").content.decode()
    assert CONTENT["rationale"] not in client.get(f"{other}propose/").content.decode()


def test_a_name_is_corrected(link: Link) -> None:
    page = "/en/concepts/lines-grid/L1/"
    values = {"language": "es", "text": "Línea", "source": "a fictional list", "verified": "yes"}
    assert signed_in(person()).post(f"{page}correct/", values).status_code == 403
    client = signed_in(person("secretariat"))
    assert client.post(f"{page}correct/", {**values, "source": ""}).status_code == 422
    response = client.post(f"{page}correct/", values)
    assert (response.status_code, response["Location"]) == (302, page)
    assert "Línea" in compact(client.get(page).content.decode())


def test_a_cell_is_corrected_in_arabic(link: Link) -> None:
    client = signed_in(person("secretariat"))
    submit(client, "/ar/matrices/grid/L1/G1/correct/", {**CONTENT, "rationale": "لأنه يخدم الهدف"})
    said = link.record.say("rationale", "ar")
    assert (said.text, said.language, said.status) == ("لأنه يخدم الهدف", "ar", "authentic")


def test_a_code_is_not_turned_round_in_the_arabic_form_of_a_cell(link: Link) -> None:
    client = signed_in(person("secretariat"))
    page = compact(client.get("/ar/matrices/grid/L1/G1/correct/").content.decode())
    labels = re.findall(r'<input type="checkbox"[^>]*>\s*(.+?)</label>', page)
    assert labels and all(each.startswith('<span><bdi dir="ltr">') for each in labels)


def test_an_address_that_is_cut_short_leads_on(client: Client) -> None:
    for cut, whole in (
        ("concepts/", "schemes/"),
        ("concepts/goals-grid/", "schemes/goals-grid/"),
        ("matrices/", "schemes/"),
    ):
        answer = client.get(f"/fr/{cut}")
        assert (answer.status_code, answer["Location"]) == (302, f"/fr/{whole}")
