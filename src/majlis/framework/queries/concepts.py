"""Queries on schemes and concepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.shortcuts import get_object_or_404

from majlis.framework.measures import MEASURES, Measure
from majlis.framework.models import Concept, Facilitation, Link, Notation, Scheme
from majlis.framework.queries.wordings import prefetch_wordings
from majlis.framework.visibility import visible_facilitations, visible_links
from majlis.kernel.models import Reader, Wording
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition


def visible_schemes(user: Reader) -> list[Scheme]:
    """The schemes that the user may see, with ``count``: the number of their concepts. Two queries."""
    return list(
        Scheme.objects.visible_to(user)
        .with_wordings()
        .annotate(count=Count("concepts"))
        .order_by("position")
    )


def scheme_or_404(user: Reader, key: str) -> Scheme:
    """A scheme by its key. Raises Http404 where there is none that the user may see."""
    schemes = Scheme.objects.visible_to(user).with_wordings()
    scheme: Scheme = get_object_or_404(schemes, key=key)
    return scheme


def concept_or_404(user: Reader, scheme: str, code: str) -> Concept:
    """A concept with its scheme and parent.

    Raises Http404, also where the user may not see its scheme. A parent that the user may not see is
    left out.
    """
    concepts = (
        Concept.objects.visible_to(user)
        .filter(visibility_condition(user, "scheme__record__"))
        .select_related("record", "scheme__record", "parent__record")
    )
    concept: Concept = get_object_or_404(concepts, scheme__key=scheme, code=code)
    parent = concept.parent
    if (
        parent is not None
        and parent.record.access != "public"
        and not parent.record.is_visible_to(user)
    ):
        concept.parent = None
    if concept.parent is not None:
        concept.parent.scheme = concept.scheme
    return concept


@dataclass
class TreeNode:
    """A concept and its children."""

    concept: Concept
    children: list[TreeNode] = field(default_factory=list)


def concept_tree(user: Reader, scheme: Scheme) -> list[TreeNode]:
    """The concepts of a scheme as a tree, in the order of the scheme. Two queries."""
    nodes = {
        each.pk: TreeNode(each)
        for each in Concept.objects.visible_to(user)
        .filter(scheme=scheme)
        .with_wordings()
        .order_by("position")
    }
    tops: list[TreeNode] = []
    for node in nodes.values():
        node.concept.scheme = scheme
        parent = nodes.get(node.concept.parent_id or 0)
        (parent.children if parent else tops).append(node)
    return tops


def search_concepts(user: Reader, scheme: Scheme, words: str) -> RecordedQuerySet:
    """The concepts of a scheme with these words in any language, or with this code, in the order of the scheme."""
    concepts = Concept.objects.visible_to(user).filter(scheme=scheme).with_wordings()
    if words:
        titles = Wording.objects.filter(field="title", text__icontains=words)
        notations = Notation.objects.filter(value__iexact=words)
        concepts = concepts.filter(
            Q(pk__in=titles.values("record_id"))
            | Q(code__iexact=words)
            | Q(pk__in=notations.values("concept_id"))
        )
    return concepts.order_by("position")


def with_file_values(user: Reader, concepts: QuerySet[Concept]) -> QuerySet[Concept]:
    """Read with the concepts what their files hold; a parent that the user may not see is left out."""
    parents = Prefetch("parent", Concept.objects.visible_to(user))
    return concepts.prefetch_related(parents, "marks", "notations")


@dataclass(frozen=True)
class ConceptView:
    """The data of the page of a concept, read in a fixed number of queries."""

    concept: Concept
    children: Sequence[Concept]
    links: Sequence[Link]
    facilitations: Sequence[Facilitation]
    counts: Sequence[tuple[Measure, int, str]]


def concept_view(user: Reader, concept: Concept) -> ConceptView:
    """Read the data of the page of a concept: seven queries and one for each measure."""
    children = list(
        Concept.objects.visible_to(user)
        .filter(parent=concept)
        .select_related("record")
        .order_by("position")
    )
    for each in children:
        each.scheme = concept.scheme
    links = _links(user, concept)
    facilitations = _facilitations(user, concept)
    prefetch_wordings(
        [
            concept,
            concept.scheme,
            concept.parent,
            *children,
            *(one for link in links for one in (link, link.matrix, link.row, link.column)),
            *(
                one
                for each in facilitations
                for one in (each.line, each.agency, each.role, each.roster)
            ),
        ]
    )
    prefetch_related_objects([concept], "marks", "notations")
    return ConceptView(
        concept,
        children,
        links,
        facilitations,
        [
            (each, each.of_concepts(user, [concept.pk]).get(concept.pk, 0), each.address(concept))
            for each in MEASURES.values()
            if each.code != "links"
        ],
    )


def _links(user: Reader, concept: Concept) -> list[Link]:
    """The cells that have a concept as row, column or target."""
    return list(
        visible_links(user)
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
        .order_by("matrix__position", "row__position", "column__position")
    )


def all_facilitations(user: Reader) -> list[Facilitation]:
    """All facilitators that the user may see, in the order of the lines."""
    entries = list(
        visible_facilitations(user).order_by(
            "line__position", "roster__position", "role__position", "agency__position"
        )
    )
    prefetch_wordings(
        [one for each in entries for one in (each.line, each.agency, each.role, each.roster)]
    )
    return entries


def _facilitations(user: Reader, concept: Concept) -> list[Facilitation]:
    """The facilitators of a line, and for an agency the lines that it facilitates."""
    return list(
        visible_facilitations(user)
        .filter(Q(line=concept) | Q(agency=concept))
        .select_related("line__scheme", "agency__scheme")
        .order_by("roster__position", "role__position", "line__position", "agency__position")
    )
