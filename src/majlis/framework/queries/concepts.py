"""Schemes and concepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Q, Value

from majlis.framework.measures import MEASURES, Measure
from majlis.framework.models import Concept, Facilitation, LabelMark, Link, Notation, Scheme
from majlis.framework.queries.wordings import prefetch_wordings
from majlis.framework.visibility import visible_facilitations, visible_links
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Wording
from majlis.kernel.models.record import visibility_condition


def schemes_of(user: Any) -> list[Scheme]:
    """The schemes that the user may see, with ``count`` of their concepts: two queries."""
    return list(
        Scheme.objects.visible_to(user)
        .with_wordings()
        .annotate(count=Count("concepts"))
        .order_by("position")
    )


def scheme_of(user: Any, key: str) -> Scheme:
    """One scheme. Raises Scheme.DoesNotExist where there is none that the user may see."""
    scheme: Scheme = Scheme.objects.visible_to(user).with_wordings().get(key=key)
    return scheme


def concept_of(user: Any, scheme: str, code: str) -> Concept:
    """One concept with scheme and parent. Raises Concept.DoesNotExist, also where its scheme is hidden."""
    found: Concept = (
        Concept.objects.visible_to(user)
        .filter(visibility_condition(user, "scheme__record__"))
        .select_related("record", "scheme__record", "parent__record")
        .get(scheme__key=scheme, code=code)
    )
    above = found.parent
    if (
        above is not None
        and above.record.access != "public"
        and not above.record.is_visible_to(user)
    ):
        found.parent = None
    if found.parent is not None:
        found.parent.scheme = found.scheme
    return found


@dataclass
class TreeNode:
    """A concept and what stands under it."""

    concept: Concept
    children: list[TreeNode] = field(default_factory=list)


def concept_tree(user: Any, scheme: Scheme) -> list[TreeNode]:
    """The concepts of a scheme as a tree, in the order of the scheme: two queries."""
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


def search_concepts(user: Any, scheme: Scheme, words: str, sort: str, language: str) -> Any:
    """The concepts of a scheme that have these words in any language, or this code; ordered.

    ``sort`` is ``concept_name``, ``code`` or either with ``-`` before it; else the order of the scheme.
    """
    concepts = Concept.objects.visible_to(user).filter(scheme=scheme).with_wordings()
    if words:
        said = Wording.objects.filter(field="title", text__icontains=words).values("record_id")
        concepts = concepts.filter(
            Q(pk__in=said) | Q(code__iexact=words) | Q(notations__value__iexact=words)
        ).distinct()
    key = sort.removeprefix("-")
    if key == "name":
        ordered = concepts.order_by_wording("title", language)
    elif key == "code":
        ordered = concepts.order_by("code_key")
    else:
        return concepts.order_by("position")
    return ordered.reverse() if sort.startswith("-") else ordered


@dataclass(frozen=True)
class ConceptLabel:
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
    labels: Sequence[ConceptLabel]
    original: str
    children: Sequence[Concept]
    links: Sequence[Link]
    facilitations: Sequence[Facilitation]
    counts: Sequence[tuple[Measure, int, str]]
    notations: Sequence[tuple[str, str]]


def concept_view(user: Any, concept: Concept) -> ConceptView:
    """Read what the page of a concept shows: six queries and one a measure, whatever the number of links."""
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
    marks, notations = _marks_and_notations(concept)
    labels, original = labels_of(concept, marks)
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
        notations,
    )


def _links(user: Any, concept: Concept) -> list[Link]:
    """The cells in which a concept stands, as a row, a column or a target."""
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


def _facilitations(user: Any, concept: Concept) -> list[Facilitation]:
    """Who facilitates a line; and, for an agency, which lines it facilitates."""
    return list(
        visible_facilitations(user)
        .filter(Q(line=concept) | Q(agency=concept))
        .select_related(
            *(f"{each}__record" for each in ("line", "agency", "role", "roster")),
            *(f"{each}__scheme" for each in ("line", "agency")),
        )
        .order_by("roster__position", "role__position", "line__position", "agency__position")
    )


VerificationByLanguage = dict[str, tuple[str, str]]


def _marks_and_notations(concept: Concept) -> tuple[VerificationByLanguage, list[tuple[str, str]]]:
    """Marks by language, and notations by system, in one query."""
    marks = LabelMark.objects.filter(concept=concept).values_list(
        Value("mark", CharField()), "language", "verified", "source"
    )
    notations = Notation.objects.filter(concept=concept).values_list(
        Value("notation", CharField()), "system", "value", Value("", CharField())
    )
    rows = sorted(marks.union(notations))
    return (
        {key: (value, source) for what, key, value, source in rows if what == "mark"},
        [(key, value) for what, key, value, _source in rows if what == "notation"],
    )


def labels_of(concept: Concept, marks: VerificationByLanguage) -> tuple[list[ConceptLabel], str]:
    """The names in six languages (empty text where there is none), and the original's language."""
    words = {each.language: each for each in concept.record.wordings.all() if each.field == "title"}
    labels = []
    for code in LANGUAGE_CODES:
        wording, mark = words.get(code), marks.get(code, (concept.verified, ""))
        labels.append(
            ConceptLabel(
                code,
                wording.text if wording else "",
                str(wording.status) if wording else "missing",
                *mark,
            )
        )
    original = next((each.language for each in words.values() if each.status == "authentic"), "")
    return labels, original


def count_nodes(nodes: Sequence[TreeNode]) -> int:
    """How many concepts a tree has."""
    return sum(1 + count_nodes(each.children) for each in nodes)
