"""Tags of texts and provisions, and concepts by their codes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Prefetch, Q, QuerySet

from majlis.framework.models import Concept
from majlis.instruments.core.subqueries import chain_json
from majlis.instruments.lifecycle import CONFIRMED, PROPOSED
from majlis.instruments.models import Instrument, Provision, ProvisionWording, Tag
from majlis.instruments.tags.proposals import SCHEMES, SHOWN_SIMILARITY
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition

IS_WEAK = Q(
    *(
        Q(found=Tag.Found.MEANING, concept__scheme__key=scheme, score__lt=least)
        for scheme, least in SHOWN_SIMILARITY.items()
    ),
    _connector=Q.OR,
)
"""Condition: the concept was found by meaning alone, with a similarity at which every third one is wrong."""


def is_weak(tag: Tag) -> bool:
    """Whether ``IS_WEAK`` holds for a tag."""
    least = SHOWN_SIMILARITY.get(tag.concept.scheme.key, 0.0)
    return tag.found == Tag.Found.MEANING and tag.score < least


def tags_of(user: Reader, instrument: Instrument, *states: str) -> list[Tag]:
    """The tags of a text whose concept the user may see, those of the whole text first."""
    tags = Tag.objects.filter(instrument=instrument).filter(
        visibility_condition(user, "concept__record__")
    )
    if states:
        tags = tags.filter(state__in=states)
    rows = tags.select_related("concept__record", "concept__scheme").prefetch_related(
        "concept__record__wordings"
    )
    return sorted(rows, key=lambda each: (each.lineage_id is not None, -each.score, each.pk))


def confirmed_tags_of_provision(user: Reader, provision: Provision) -> list[Tag]:
    """The confirmed concepts of one provision, in any version."""
    tags = Tag.objects.filter(lineage=provision.lineage_id, state=CONFIRMED)
    return list(
        tags.filter(visibility_condition(user, "concept__record__"))
        .select_related("concept__record", "concept__scheme")
        .prefetch_related("concept__record__wordings")
    )


def tagged_provisions(user: Reader, tags: Sequence[Tag]) -> dict[tuple[int, int], Provision]:
    """Maps text and lineage of tags to the provision in the latest version that the user may see.

    Its wordings are in ``ordered_wordings``, the authentic ones first.
    """
    lineages = [each.lineage_id for each in tags if each.lineage_id is not None]
    if not lineages:
        return {}
    words = ProvisionWording.objects.annotate(at=chain_json()).order_by("status", "pk")
    rows = (
        Provision.objects.visible_to(user)
        .filter(
            version__instrument__in={each.instrument_id for each in tags},
            version__record__withdrawal=None,
            lineage__in=lineages,
        )
        .select_related("version__instrument")
        .prefetch_related(Prefetch("wordings", words, to_attr="ordered_wordings"))
        .order_by("version__position")
    )
    return {(row.version.instrument_id, row.lineage_id): row for row in rows}


def latest_provision_at(user: Reader, instrument: Instrument, eid: str) -> Provision | None:
    """The provision with this eid in the latest visible version that has it; else None."""
    if "\x00" in eid:  # PostgreSQL refuses it in a string
        return None
    provisions = Provision.objects.visible_to(user).filter(
        version__instrument=instrument, version__record__withdrawal=None, eid=eid
    )
    words = ProvisionWording.objects.annotate(at=chain_json()).order_by("status", "pk")
    return (
        provisions.select_related("version__instrument", "lineage")
        .prefetch_related(Prefetch("wordings", words, to_attr="ordered_wordings"))
        .order_by("version__position")
        .last()
    )


SCHEME_NAMES = {"goal": "sdg", "target": "sdg", "wsis": "action-lines", "al": "action-lines"}
"""What people write before a code, and the key of the scheme it means."""


def proposed_tags(user: Reader, *, weak: bool = False) -> QuerySet[Tag]:
    """The proposed concepts of texts that the user may see; ``weak``: also those found by a weak similarity."""
    tags = Tag.objects.filter(
        visibility_condition(user, "instrument__record__"),
        visibility_condition(user, "concept__record__"),
        state=PROPOSED,
    )
    return tags if weak else tags.exclude(IS_WEAK)


def weak_proposal_count(user: Reader) -> int:
    """The number of concepts that were found by a weak similarity."""
    return proposed_tags(user, weak=True).filter(IS_WEAK).count()


def concepts_with_proposals(user: Reader, *, weak: bool = False) -> QuerySet[Concept]:
    """The concepts that are proposed for texts, each with ``proposals``, their number; the most first."""
    tags = proposed_tags(user, weak=weak)
    concepts: QuerySet[Concept] = (
        Concept.objects.visible_to(user)
        .filter(tags__in=tags)
        .annotate(proposals=Count("tags", filter=Q(tags__in=tags)))
        .select_related("scheme")
        .with_wordings()
        .order_by("-proposals", "scheme", "position", "pk")
    )
    return concepts


def proposals_of_concept(
    user: Reader, concept: Concept, *, instrument: Instrument | None = None, weak: bool = False
) -> list[Tag]:
    """The proposals of a concept for all texts, or for one, text by text, the most certain first."""
    tags = proposed_tags(user, weak=weak).filter(concept=concept)
    if instrument is not None:
        tags = tags.filter(instrument=instrument)
    rows = tags.select_related("concept__record", "concept__scheme", "instrument__record")
    return list(
        rows.prefetch_related("instrument__record__wordings").order_by("instrument", "-score", "pk")
    )


def concept_by_code(user: Reader, words: str) -> Concept | None:
    """The concept of a code as people write it (C2, SDG 9, 9.1); None where none or several match."""
    code = " ".join(words.replace("/", " ").split())
    prefix, _space, rest = code.partition(" ")
    visible = Concept.objects.visible_to(user).select_related("scheme")
    exact: list[Concept] = list(visible.filter(code__iexact=code)[:3])
    if not rest and len(exact) > 1:
        # Goals and action lines take precedence over codes of countries and regions.
        exact = [each for each in exact if each.scheme.key in SCHEMES]
    if len(exact) == 1:
        return exact[0]
    if rest:
        key = SCHEME_NAMES.get(prefix.casefold(), prefix)
        named: list[Concept] = list(
            visible.filter(scheme__key__istartswith=key, code__iexact=rest)[:2]
        )
        if len(named) == 1:
            return named[0]
    return None
