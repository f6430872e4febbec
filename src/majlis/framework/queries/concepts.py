"""Schemes and concepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from majlis.framework.measures import MEASURES, Measure
from majlis.framework.models import Concept, Facilitation, LabelMark, Link, Scheme
from majlis.framework.queries.words import read_words
from majlis.kernel.languages import CODES
from majlis.kernel.models import Wording


def schemes_of(user: Any) -> list[Scheme]:
    """The schemes that the user may see, with ``count`` of their concepts: two queries."""
    return list(
        Scheme.objects.visible_to(user).with_words().annotate(count=Count("concepts")).order_by("position")
    )


def scheme_of(user: Any, key: str) -> Scheme:
    """One scheme. Raises Scheme.DoesNotExist where there is none that the user may see."""
    return Scheme.objects.visible_to(user).with_words().get(key=key)


def concept_of(user: Any, scheme: str, code: str) -> Concept:
    """One concept with scheme and parent. Raises Concept.DoesNotExist."""
    return (
        Concept.objects.visible_to(user)
        .select_related("record", "scheme__record", "parent__record")
        .get(scheme__key=scheme, code=code)
    )


@dataclass
class Node:
    """A concept and what stands under it."""

    concept: Concept
    children: list[Node] = field(default_factory=list)


def tree(user: Any, scheme: Scheme) -> list[Node]:
    """The concepts of a scheme as a tree, in the order of the scheme: two queries."""
    nodes = {
        each.pk: Node(each)
        for each in Concept.objects.visible_to(user)
        .filter(scheme=scheme)
        .with_words()
        .order_by("position")
    }
    tops = []
    for node in nodes.values():
        parent = nodes.get(node.concept.parent_id or 0)
        (parent.children if parent else tops).append(node)
    return tops


def found(user: Any, scheme: Scheme, words: str, sort: str, language: str) -> Any:
    """The concepts of a scheme that have these words in any language, or this code; ordered.

    ``sort`` is ``name``, ``code`` or either with ``-`` before it; else the order of the scheme.
    """
    concepts = Concept.objects.visible_to(user).filter(scheme=scheme).with_words()
    if words:
        said = Wording.objects.filter(field="title", text__icontains=words).values("record_id")
        concepts = concepts.filter(
            Q(pk__in=said) | Q(code__iexact=words) | Q(notations__value__iexact=words)
        ).distinct()
    key = sort.removeprefix("-")
    if key == "name":
        ordered = concepts.in_order_of("title", language)
    elif key == "code":
        ordered = concepts.order_by("code")
    else:
        return concepts.order_by("position")
    return ordered.reverse() if sort.startswith("-") else ordered


@dataclass(frozen=True)
class Label:
    """The name of a concept in one language: what it is worth, and whether it was checked."""

    language: str
    text: str
    status: str
    verified: str
    source: str


@dataclass(frozen=True)
class ConceptView:
    """Everything that the page of a concept shows, read in a fixed number of queries."""

    concept: Concept
    labels: Sequence[Label]
    original: str
    children: Sequence[Concept]
    links: Sequence[Link]
    facilitations: Sequence[Facilitation]
    counts: Sequence[tuple[Measure, int, str]]
    notations: Sequence[Any]


def concept_view(user: Any, concept: Concept) -> ConceptView:
    """Read what the page of a concept shows: at most eight queries, whatever the number of links."""
    children = list(
        Concept.objects.visible_to(user)
        .filter(parent=concept)
        .select_related("record", "scheme")
        .order_by("position")
    )
    links = _links(user, concept)
    facilitations = _facilitations(concept)
    targets = [each for link in links for each in link.targets.all()]
    read_words(
        [
            concept,
            concept.scheme,
            concept.parent,
            *children,
            *targets,
            *(one for link in links for one in (link, link.matrix, link.row, link.column)),
            *(
                one
                for each in facilitations
                for one in (each.line, each.agency, each.role, each.roster)
            ),
        ]
    )
    labels, original = labels_of(concept)
    return ConceptView(
        concept,
        labels,
        original,
        children,
        links,
        facilitations,
        [
            (each, each.of_concepts(user, [concept.pk]).get(concept.pk, 0), each.address(concept))
            for each in MEASURES.values()
            if each.code != "links"
        ],
        list(concept.notations.order_by("system")),
    )


def _links(user: Any, concept: Concept) -> list[Link]:
    """The cells in which a concept stands, as a row, a column or a target."""
    return list(
        Link.objects.visible_to(user)
        .filter(
            Q(row=concept)
            | Q(column=concept)
            | Q(pk__in=Link.targets.through.objects.filter(concept=concept).values("link_id"))
        )
        .select_related(
            "record",
            "matrix__record",
            "row__record",
            "row__scheme",
            "column__record",
            "column__scheme",
        )
        .prefetch_related("targets__record")
        .order_by("matrix__position", "row__position", "column__position")
    )


def _facilitations(concept: Concept) -> list[Facilitation]:
    """Who facilitates a line; and, for an agency, which lines it facilitates."""
    return list(
        Facilitation.objects.filter(Q(line=concept) | Q(agency=concept))
        .select_related("line__record", "agency__record", "role__record", "roster__record")
        .order_by("roster__position", "role__position", "line__position", "agency__position")
    )


def labels_of(concept: Concept) -> tuple[list[Label], str]:
    """The names in six languages (empty text where there is none), and the original's language."""
    words = {each.language: each for each in concept.record.wordings.all() if each.field == "title"}
    marks: dict[str, LabelMark] = {each.language: each for each in concept.marks.all()}
    labels = []
    for code in CODES:
        wording, mark = words.get(code), marks.get(code)
        labels.append(
            Label(
                code,
                wording.text if wording else "",
                str(wording.status) if wording else "missing",
                mark.verified if mark else concept.verified,
                mark.source if mark else "",
            )
        )
    original = next((each.language for each in words.values() if each.status == "authentic"), "")
    return labels, original


def size(nodes: Sequence[Node]) -> int:
    """How many concepts a tree has."""
    return sum(1 + size(each.children) for each in nodes)
