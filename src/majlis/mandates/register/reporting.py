"""The map of reports: what is to be submitted, to whom and how often, and similar requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import ProvisionWording, Tag
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core import document_similarity
from majlis.mandates.core.rows import FilterValues, MandateRow
from majlis.mandates.models import Addressee, Mandate, Submission
from majlis.mandates.models.choices import DeliverableKind
from majlis.mandates.register import queries

REPORTING_KINDS = (
    DeliverableKind.REPORT,
    DeliverableKind.BRIEFING,
    DeliverableKind.UPDATE,
    DeliverableKind.PAGE,
    DeliverableKind.DATASET,
)
MIN_SIMILARITY = 80
"""Percentage of words that two similar requests have in common at least (rapidfuzz, words in any order)."""
MAX_PER_ENTITY = 200
"""The most mandates of one entity for one recipient that are compared with each other."""


def reporting_mandates(user: Reader, filters: FilterValues) -> QuerySet[Mandate]:
    """Matching mandates for which a report or the like has to be submitted."""
    mandates = queries.find_mandates(user, filters)
    reporting: QuerySet[Mandate] = mandates.filter(kind__in=REPORTING_KINDS)
    return reporting


@dataclass(frozen=True)
class LatestSubmission:
    """The newest document submitted for a mandate: its date, and how similar it is to the one before.

    ``similarity`` is a share from 0 to 1 that was computed before; None where the two were not
    compared.
    """

    day: str
    similarity: float | None = None


def latest_submissions(user: Reader, keys: Sequence[int]) -> dict[int, LatestSubmission]:
    """The newest document of each mandate, by its date as far as it is known, else by the day on which it was added.

    Two queries; nothing is compared here.
    """
    rows = Submission.objects.filter(
        Q(record=None) | visibility_condition(user, "record__"), deliverable__mandate__in=keys
    )
    documents_by_mandate = document_similarity.latest_documents(rows)
    pairs = {
        key: pair
        for key, documents in documents_by_mandate.items()
        if (pair := document_similarity.latest_pair(documents))
    }
    known = document_similarity.known_similarities(pairs.values())
    return {
        key: LatestSubmission(documents[0].day, known.get(pairs[key]) if key in pairs else None)
        for key, documents in documents_by_mandate.items()
    }


def similar_requests(user: Reader, keys: Sequence[int]) -> dict[int, list[Mandate]]:
    """For each of the mandates, others in force that ask for something similar.

    They address the same entity for the same recipient, and have a concept in common or similar
    texts in one language. No person has judged them. Four queries.
    """
    own = _entities_by_role(Addressee.objects.filter(source__current_of__in=keys))
    entities = {
        key for roles in own.values() for keys_of_role in roles.values() for key in keys_of_role
    }
    if not entities:
        return {}
    others = queries.find_mandates(user, {}).filter(kind__in=REPORTING_KINDS).order_by()
    addressees = Addressee.objects.filter(
        source__current_of__in=others.values("pk"), entity__in=entities
    )
    all_entities = _entities_by_role(addressees)
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for key, roles in all_entities.items():
        for addressee in roles[Addressee.Role.ADDRESSEE]:
            for recipient in roles[Addressee.Role.RECIPIENT]:
                groups[addressee, recipient].append(key)
    candidates = {
        (one, other)
        for group in groups.values()
        for one in group[:MAX_PER_ENTITY]
        for other in group[:MAX_PER_ENTITY]
        if one != other and one in own
    }
    if not candidates:
        return {}
    tags = Tag.objects.filter(state=CONFIRMED, lineage=OuterRef("lineage"))
    rows = {
        each.pk: each
        for each in Mandate.objects.filter(pk__in={key for pair in candidates for key in pair})
        .select_related("record", "source")
        .annotate(concepts=ArraySubquery(tags.values("concept")))
        .order_by("number")
    }
    texts = _sorted_words(rows.values())
    # Similarity is symmetric: each pair is compared once.
    similar = {
        (min(pair), max(pair)): not {*rows[pair[0]].concepts}.isdisjoint(rows[pair[1]].concepts)
        for pair in candidates
    }
    for (one, other), shared in similar.items():
        similar[one, other] = shared or _similar_wording(texts[one], texts[other])
    result: dict[int, list[Mandate]] = defaultdict(list)
    for one, other in sorted(candidates, key=lambda pair: (pair[0], rows[pair[1]].number)):
        if similar[min(one, other), max(one, other)]:
            result[one].append(rows[other])
    return dict(result)


def _similar_wording(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two texts are similar in a language that both have; their words are sorted already."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - heavy

    return any(
        fuzz.ratio(one[code], other[code], score_cutoff=MIN_SIMILARITY) >= MIN_SIMILARITY
        for code in one.keys() & other.keys()
    )


def _entities_by_role(addressees: QuerySet[Addressee]) -> dict[int, dict[str, set[int]]]:
    entities: dict[int, dict[str, set[int]]] = {}
    rows = addressees.order_by().values_list("source__current_of", "role", "entity")
    for key, role, entity in rows:
        entities.setdefault(key, defaultdict(set))[role].add(entity)
    return entities


def _sorted_words(rows: Iterable[Mandate]) -> dict[int, dict[str, str]]:
    """Mandate -> language -> the sorted words of its provision; each provision is read once."""
    mandates_of: dict[int, list[int]] = defaultdict(list)
    result: dict[int, dict[str, str]] = {}
    for mandate in rows:
        result[mandate.pk] = {}
        if mandate.source:
            mandates_of[mandate.source.provision_id].append(mandate.pk)
    wordings = ProvisionWording.objects.filter(provision__in=mandates_of).exclude(text="")
    for provision, code, text in wordings.values_list("provision", "language", "text"):
        words = " ".join(sorted(text.split()))
        for key in mandates_of[provision]:
            result[key][code] = words
    return result


@dataclass(frozen=True)
class ReportRow:
    """A mandate for which a report is submitted, with the newest document and similar requests."""

    row: MandateRow
    latest: LatestSubmission | None
    similar: Sequence[Mandate]

    @property
    def recurrence(self) -> str:
        """The recurrence, as read with the row."""
        return getattr(self.row.mandate, "recurs", "") or ""


def report_rows(user: Reader, mandates: Sequence[Mandate], language: str) -> list[ReportRow]:
    """The rows of the map of reports; seven queries."""
    rows = queries.page_rows(user, mandates, language)
    keys = [row.mandate.pk for row in rows]
    latest, similar = latest_submissions(user, keys), similar_requests(user, keys)
    return [
        ReportRow(row, latest.get(row.mandate.pk), similar.get(row.mandate.pk, ())) for row in rows
    ]
