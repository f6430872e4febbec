"""The map of reports: what is to be submitted, to whom and how often, and similar requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import ProvisionWording, Tag
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core import document_similarity
from majlis.mandates.core.rows import MandateRow
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
"""Of a hundred: so much of the words of two has to be the same (rapidfuzz, words in any order)."""
MAX_PER_ENTITY = 200
"""Mandates of one entity to one recipient that are compared with one another."""


def reporting_mandates(user: Any, wanted: Mapping[str, Any]) -> QuerySet[Mandate]:
    """The mandates of which something is to be handed in, by the filters of the register."""
    it = queries.find_mandates(user, wanted)
    kept: QuerySet[Mandate] = it.filter(kind__in=REPORTING_KINDS)
    return kept


@dataclass(frozen=True)
class LatestSubmission:
    """The newest document that answers a mandate: its date, and how like it is to the one that answered before.

    ``similarity_text`` is a share from 0 to 1 that was computed before; None where the two were not compared.
    """

    day: str
    likeness: float | None = None


def latest_submissions(user: Any, keys: Sequence[int]) -> dict[int, LatestSubmission]:
    """The newest document that answers each, by its date as far as it is known, else by the day on which it was named.

    Two queries; nothing is compared here.
    """
    rows = Submission.objects.filter(
        Q(record=None) | visibility_condition(user, "record__"), deliverable__mandate__in=keys
    )
    found = document_similarity.latest_documents(rows)
    pairs = {
        key: pair
        for key, there in found.items()
        if (pair := document_similarity.latest_pair(there))
    }
    known = document_similarity.known_similarities(pairs.values())
    return {
        key: LatestSubmission(there[0].day, known.get(pairs[key]) if key in pairs else None)
        for key, there in found.items()
    }


def similar_requests(user: Any, keys: Sequence[int], language: str) -> dict[int, list[Any]]:
    """For each of the mandates, others in force that ask alike: the same entity for the same recipient, and about the
    same concept or in like words of one language. Nobody judged them; each is a mandate with its number. Four queries.
    """
    pairs = _entities_by_role(Addressee.objects.filter(source__current_of__in=keys))
    actors = {each for per in pairs.values() for part in per.values() for each in part}
    if not actors:
        return {}
    others = queries.find_mandates(user, {}).filter(kind__in=REPORTING_KINDS).order_by()
    named = Addressee.objects.filter(
        source__current_of__in=others.values("pk"),
        entity__in=actors,
    )
    every = _entities_by_role(named)
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for key, per in every.items():
        for asked in per[Addressee.Role.ADDRESSEE]:
            for recipient in per[Addressee.Role.RECIPIENT]:
                groups[asked, recipient].append(key)
    near = {
        (one, other)
        for there in groups.values()
        for one in there[:MAX_PER_ENTITY]
        for other in there[:MAX_PER_ENTITY]
        if one != other and one in pairs
    }
    if not near:
        return {}
    tags = Tag.objects.filter(state=CONFIRMED, lineage=OuterRef("lineage"))
    rows: dict[int, Any] = {
        each.pk: each
        for each in Mandate.objects.filter(pk__in={key for pair in near for key in pair})
        .select_related("record", "source")
        .annotate(concepts=ArraySubquery(tags.values("concept")))
        .order_by("number")
    }
    said = _sorted_words(rows.values())
    # Two are as alike as the other way round: compared once.
    alike = {
        (min(pair), max(pair)): not {*rows[pair[0]].concepts}.isdisjoint(rows[pair[1]].concepts)
        for pair in near
    }
    for (one, other), shared in alike.items():
        alike[one, other] = shared or _similar_wording(said[one], said[other])
    made: dict[int, list[Any]] = defaultdict(list)
    for one, other in sorted(near, key=lambda pair: (pair[0], rows[pair[1]].number)):
        if alike[min(one, other), max(one, other)]:
            made[one].append(rows[other])
    return dict(made)


def _similar_wording(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two say much the same in a language that both are in; their words are sorted already."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - heavy

    return any(
        fuzz.ratio(one[code], other[code], score_cutoff=MIN_SIMILARITY) >= MIN_SIMILARITY
        for code in one.keys() & other.keys()
    )


def _entities_by_role(named: QuerySet[Addressee]) -> dict[int, dict[str, set[int]]]:
    made: dict[int, dict[str, set[int]]] = {}
    rows = named.order_by().values_list("source__current_of", "role", "entity")
    for key, role, entity in rows:
        made.setdefault(key, defaultdict(set))[role].add(entity)
    return made


def _sorted_words(rows: Any) -> dict[int, dict[str, str]]:
    """Key of a mandate -> language -> the words of its provision, sorted; each provision's are read once."""
    of: dict[int, list[int]] = defaultdict(list)
    made: dict[int, dict[str, str]] = {}
    for each in rows:
        made[each.pk] = {}
        if each.source:
            of[each.source.provision_id].append(each.pk)
    found = ProvisionWording.objects.filter(provision__in=of).exclude(text="")
    for provision, code, text in found.values_list("provision", "language", "text"):
        words = " ".join(sorted(text.split()))
        for key in of[provision]:
            made[key][code] = words
    return made


FIELDS = (
    Field("number", _("Number")),
    Field("kind", pgettext_lazy("mandate", "What is to come of it")),
    Field("asked", _("Who is asked"), _("actors, parted by semicolons")),
    Field("recipients", pgettext_lazy("mandates", "For whom"), _("actors, parted by semicolons")),
    Field("recurrence", _("Recurrence"), _("an ISO 8601 period: P1Y is every year")),
    Field("due", _("Due"), _("the next date of what is open, or what is said in place of one")),
    Field("newest", _("Newest"), _("date of the newest answer that is known here")),
    Field(
        "likeness",
        _("Like the one before"),
        _(
            "share of the words that it has in common with the answer before, from 0 to 1; empty: not compared"
        ),
    ),
    Field("alike", _("Asked alike at"), _("numbers; nobody judged whether they are the same")),
    Field("address", _("Address")),
)


def reports_sheet(
    lines: Sequence[MandateRow], recurs: Mapping[int, str], last: Mapping[int, LatestSubmission], alike: Mapping[int, list[Any]]
) -> Sheet:  # fmt: skip
    """The map as data."""
    rows = [
        (
            each.mandate.slug,
            each.mandate.kind,
            "; ".join(one.slug for one in each.entities_with_role("asked")),
            "; ".join(one.slug for one in each.entities_with_role("recipient")),
            recurs.get(each.mandate.pk, ""),
            each.mandate.due.isoformat() if each.mandate.due else each.mandate.due_text,
            *_last(last.get(each.mandate.pk)),
            "; ".join(one.slug for one in alike.get(each.mandate.pk, [])),
            f"mandates/{each.mandate.slug}",
        )
        for each in lines
    ]
    return Sheet("mandates-reports", _("Reports asked for"), FIELDS, rows)


def _last(found: LatestSubmission | None) -> tuple[Any, Any]:
    if found is None:
        return "", ""
    return found.day, "" if found.likeness is None else round(found.likeness, 2)
