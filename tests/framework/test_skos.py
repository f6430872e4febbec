"""Linked data: what is in it, and in which format it comes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS

from majlis.framework.profile import load_profile
from majlis.kernel.languages import LANGUAGE_CODES
from tests.framework import factories

pytestmark = [
    pytest.mark.django_db,
    # rdflib's own reader of JSON-LD uses what rdflib is about to replace.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
]
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def address_of_the_site(settings: Any) -> None:
    settings.MAJLIS_PUBLIC_ADDRESS = f"{SITE}/"


READERS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


def read(client: Client, address: str, suffix: str = "ttl") -> Graph:
    response = client.get(f"/{address}.{suffix}")
    assert response.status_code == 200
    return Graph().parse(data=response.content, format=READERS[suffix])


@pytest.mark.parametrize("suffix", READERS)
def test_every_format_says_the_same(client: Client, suffix: str) -> None:
    grid = factories.matrix(rows=2, columns=2)
    factories.link(grid, 1, 1)
    same = read(client, "schemes/goals-grid")
    other = read(client, "schemes/goals-grid", suffix)
    assert set(same) == set(other)
    assert len(same) > 40


def test_a_concept_has_names_place_and_links(client: Client) -> None:
    grid = factories.matrix(rows=2, columns=1)
    factories.link(grid, 1, 1)
    factories.link(grid, 2, 1, state="proposed")
    goal, target = (
        URIRef(f"{SITE}/concepts/goals-grid/G1"),
        URIRef(f"{SITE}/concepts/goals-grid/G1.1"),
    )
    graph = read(client, "concepts/goals-grid/G1")
    assert {each.language for each in graph.objects(goal, SKOS.prefLabel)} == set(LANGUAGE_CODES)
    assert (goal, SKOS.narrower, target) in graph
    assert (goal, SKOS.inScheme, URIRef(f"{SITE}/schemes/goals-grid")) in graph
    linked = set(graph.objects(goal, SKOS.relatedMatch))
    assert linked == {URIRef(f"{SITE}/concepts/lines-grid/L1")}
    assert (target, SKOS.broader, goal) in read(client, "concepts/goals-grid/G1.1")


def test_goals_and_targets_match_those_of_the_united_nations(client: Client) -> None:
    load_profile("wsis")
    graph = read(client, "schemes/sdg")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == 186
    target = URIRef(f"{SITE}/concepts/sdg/4.b")
    assert (target, SKOS.exactMatch, URIRef("http://metadata.un.org/sdg/4.b")) in graph
    assert not list(graph.objects(target, SKOS.prefLabel)), "words of ours are a second name"
    assert Literal("More scholarships, also in technology", lang="en") in set(
        graph.objects(target, SKOS.altLabel)
    )
    area = read(client, "concepts/m49/012")
    assert Literal("DZA") in set(area.objects(None, SKOS.notation))


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json, text/turtle;q=0.5", "application/ld+json"),
    ],
)
def test_a_program_gets_the_format_that_it_asks_for(client: Client, accept: str, kind: str) -> None:
    factories.matrix()
    for address in ("concepts/goals-grid/G1.1", "schemes/goals-grid"):
        response = client.get(f"/{address}", headers={"accept": accept})
        assert (response.status_code, response["Content-Type"]) == (200, f"{kind}; charset=utf-8")
        assert "Accept" in response["Vary"]
        Graph().parse(data=response.content, format=kind)


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "*/*"])
def test_a_browser_is_sent_on_to_the_page(client: Client, accept: str) -> None:
    factories.matrix()
    headers = {"accept": accept, "accept-language": "ru"}
    for address in ("concepts/goals-grid/G1.1", "schemes/goals-grid"):
        response = client.get(f"/{address}", headers=headers)
        assert (response.status_code, response["Location"]) == (303, f"/ru/{address}/")


def test_what_is_not_there_is_not_there(client: Client) -> None:
    factories.matrix()
    for address in (
        "concepts/goals-grid/G9",
        "concepts/goals-grid/G1.1.pdf",
        "schemes/nothing.ttl",
    ):
        assert client.get(f"/{address}", follow=True).status_code == 404


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for key, size in (("one", 1), ("three", 3)):
        grid = factories.matrix(rows=size, columns=size, key=key)
        for number in range(1, size + 1):
            factories.link(grid, number, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/schemes/goals-{key}.ttl")
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12
