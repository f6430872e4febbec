"""Schemes and concepts as linked data: SKOS, in Turtle, RDF/XML and JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from majlis.framework.models import Concept, Scheme
from majlis.framework.queries.wordings import prefetch_wordings
from majlis.framework.visibility import visible_links
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


@dataclass(frozen=True)
class LinkedDataFormat:
    """A format of linked data: its name, its media type, and the name of its rdflib serializer."""

    name: str
    media_type: str
    writer: str


FORMATS: dict[str, LinkedDataFormat] = {
    "ttl": LinkedDataFormat("SKOS Turtle", "text/turtle", "turtle"),
    "rdf": LinkedDataFormat("SKOS RDF/XML", "application/rdf+xml", "pretty-xml"),
    "jsonld": LinkedDataFormat("SKOS JSON-LD", "application/ld+json", "json-ld"),
}


def scheme_graph(user: Reader, scheme: Scheme, base: str) -> Graph:
    """A scheme with all its concepts. ``base``: the address of the site, without a trailing slash."""
    concepts = list(
        Concept.objects.visible_to(user)
        .filter(scheme=scheme)
        .select_related("record", "scheme__record", "parent__record")
        .prefetch_related("notations")
        .order_by("position")
    )
    return _graph(user, scheme, concepts, base)


def concept_graph(user: Reader, concept: Concept, base: str) -> Graph:
    """A concept with its parent, its children and its related concepts."""
    concepts = (
        Concept.objects.visible_to(user)
        .filter(pk=concept.pk)
        .select_related("record", "scheme__record", "parent__record")
        .prefetch_related("notations")
    )
    return _graph(user, concept.scheme, list(concepts), base)


def _graph(user: Reader, scheme: Scheme, concepts: list[Concept], base: str) -> Graph:
    from rdflib import Graph, URIRef  # noqa: PLC0415 - heavy
    from rdflib.namespace import DCTERMS, RDF, SKOS  # noqa: PLC0415 - heavy

    prefetch_wordings([scheme, *concepts])
    graph = Graph(bind_namespaces="core")
    graph.bind("skos", SKOS)
    graph.bind("dcterms", DCTERMS)
    scheme_uri = URIRef(f"{base}/{scheme.record.address}")
    graph.add((scheme_uri, RDF.type, SKOS.ConceptScheme))
    _words(graph, scheme_uri, scheme, DCTERMS.title)
    _sources(graph, scheme_uri, scheme)
    parent_keys = {each.parent_id for each in concepts if each.parent_id is not None}
    visible_parents = set(
        Concept.objects.visible_to(user).filter(pk__in=parent_keys).values_list("pk", flat=True)
    )
    for concept in concepts:
        if concept.parent_id is not None and concept.parent_id not in visible_parents:
            concept.parent = None
        _concept(graph, concept, scheme_uri, base)
    for parent, child in _children(user, concepts):
        graph.add((URIRef(f"{base}/{parent}"), SKOS.narrower, URIRef(f"{base}/{child}")))
    for left, right in _linked(user, concepts):
        graph.add((URIRef(f"{base}/{left}"), SKOS.relatedMatch, URIRef(f"{base}/{right}")))
    return graph


def _words(graph: Graph, subject: Node, instance: Concept | Scheme, predicate: Node) -> None:
    from rdflib import Literal  # noqa: PLC0415 - heavy

    for each in instance.record.wordings.all():
        if each.field == "title" and each.text:
            graph.add((subject, predicate, Literal(each.text, lang=each.language)))


def _sources(graph: Graph, subject: Node, instance: Concept | Scheme) -> None:
    from rdflib import Literal  # noqa: PLC0415 - heavy
    from rdflib.namespace import DCTERMS, SKOS  # noqa: PLC0415 - heavy

    if instance.source:
        graph.add((subject, DCTERMS.source, Literal(instance.source)))
    if instance.note:
        graph.add((subject, SKOS.editorialNote, Literal(instance.note, lang="en")))


def _concept(graph: Graph, concept: Concept, scheme: Node, base: str) -> None:
    from rdflib import Literal, URIRef  # noqa: PLC0415 - heavy
    from rdflib.namespace import RDF, SKOS  # noqa: PLC0415 - heavy

    concept_uri = URIRef(f"{base}/{concept.record.address}")
    graph.add((concept_uri, RDF.type, SKOS.Concept))
    graph.add((concept_uri, SKOS.inScheme, scheme))
    # A wording of our own is only an altLabel, because the publisher prefers another one.
    _words(graph, concept_uri, concept, SKOS.prefLabel if concept.official else SKOS.altLabel)
    _sources(graph, concept_uri, concept)
    for notation in (concept.code, *(each.value for each in concept.notations.all())):
        graph.add((concept_uri, SKOS.notation, Literal(notation)))
    if concept.parent is None:
        graph.add((concept_uri, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, concept_uri))
    else:
        graph.add((concept_uri, SKOS.broader, URIRef(f"{base}/{concept.parent.record.address}")))
    if concept.exact_match:
        graph.add((concept_uri, SKOS.exactMatch, URIRef(concept.exact_match)))


def _children(user: Reader, concepts: list[Concept]) -> Iterable[tuple[str, str]]:
    return (
        Concept.objects.visible_to(user)
        .filter(
            visibility_condition(user, "parent__record__"),
            parent__in=[each.pk for each in concepts],
        )
        .values_list("parent__record__address", "record__address")
    )


def _linked(user: Reader, concepts: list[Concept]) -> Iterable[tuple[str, str]]:
    """Pairs of addresses of accepted cells, in both directions, with the targets that they name."""
    keys = {each.pk for each in concepts}
    links = visible_links(user).filter(state="accepted").select_related("row", "column")
    ends = "row__record", "column__record", "column__scheme"
    targets = {each.code: each.pk for each in concepts}
    for link in links.select_related(*ends).order_by("row__position", "column__position"):
        row, goal = link.row.record.address, link.column.record.address
        scheme = link.column.scheme.key
        others = [(link.column_id, goal)]
        others += [
            (
                targets.get(code) if concepts and concepts[0].scheme.key == scheme else None,
                f"concepts/{scheme}/{code}",
            )
            for code in link.named
        ]
        for key, address in others:
            if link.row_id in keys:
                yield row, address
            if key in keys:
                yield address, row


def serialize(graph: Graph, format: LinkedDataFormat) -> bytes:
    """The graph in a format."""
    return graph.serialize(format=format.writer, encoding="utf-8")
