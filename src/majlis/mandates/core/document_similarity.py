"""How similar the newest document of a mandate is to the one before it; computed by the worker."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Greatest

from majlis.instruments.comparisons import queries as comparing
from majlis.instruments.core.limited_text import run_reader
from majlis.instruments.models import Version
from majlis.instruments.texts.queries import current_version
from majlis.kernel import clock
from majlis.kernel.limited_process import BACKGROUND
from majlis.kernel.models import Access, Record
from majlis.mandates.core.document_reader import words_similarity
from majlis.mandates.models import DocumentSimilarity, Submission
from majlis.textkit.compare import ALGORITHM
from majlis.textkit.errors import TextError

PAIRS_AT_ONCE = 50
"""Pairs that are compared in one run: some take seconds, and mail has to wait for the worker."""
type DocumentPair = tuple[int, int]
"""The keys of the newer and of the older record."""


@dataclass(frozen=True)
class LatestDocument:
    """The newest document submitted for a deliverable: its date, and its record if it is on this site."""

    day: str
    record: int | None


def latest_documents(submissions: QuerySet[Submission]) -> dict[int, list[LatestDocument]]:
    """Mandate -> the newest document of each of its deliverables, the newest first; one query."""
    newest: dict[int, dict[int, tuple[str, int, int | None]]] = defaultdict(dict)
    values = submissions.filter(deliverable__withdrawn_at=None).values_list(
        "deliverable__mandate", "deliverable", "date", "made_at", "pk", "record"
    )
    for mandate, deliverable, date, made_at, pk, record in values:
        day = date or clock.date_of(made_at).isoformat()
        known = newest[mandate].get(deliverable)
        if known is None or (day, pk) > known[:2]:
            newest[mandate][deliverable] = (day, pk, record)
    return {
        mandate: [
            LatestDocument(day, record)
            for day, _pk, record in sorted(per.values(), reverse=True, key=_sort_key)
        ]
        for mandate, per in newest.items()
    }


def _sort_key(entry: tuple[str, int, int | None]) -> tuple[str, int]:
    return entry[:2]


def latest_pair(documents: Sequence[LatestDocument]) -> DocumentPair | None:
    """The newest document and the one before it; None unless both are records, and not the same one."""
    if len(documents) < 2:
        return None
    newer, older = documents[0].record, documents[1].record
    if newer is None or older is None or newer == older:
        return None
    return newer, older


def known_similarities(pairs: Iterable[DocumentPair]) -> dict[DocumentPair, float]:
    """The similarities of the pairs that were compared before."""
    requested = set(pairs)
    if not requested:
        return {}
    rows = DocumentSimilarity.objects.filter(
        newer__in={newer for newer, _older in requested}, similarity__isnull=False
    )
    values = rows.values_list("newer", "older", "similarity")
    return {
        (newer, older): share
        for newer, older, share in values
        if share is not None and (newer, older) in requested
    }


def pairs_to_compare() -> set[DocumentPair]:
    """The pairs that pages can show: among all submissions, and among those that everybody may see."""
    public = Q(record=None) | Q(record__access=Access.PUBLIC)
    return {
        pair
        for rows in (Submission.objects.all(), Submission.objects.filter(public))
        for documents in latest_documents(rows).values()
        if (pair := latest_pair(documents))
    }


def update_similarities(most: int = PAIRS_AT_ONCE) -> int:
    """Compare new pairs and those whose texts have changed, at most ``most``; return how many were compared."""
    pairs = pairs_to_compare()
    rows = DocumentSimilarity.objects.filter(method=ALGORITHM)
    compared_at = {
        (newer, older): made_at
        for newer, older, made_at in rows.values_list("newer", "older", "made_at")
    }
    changed = _changed_at({key for pair in pairs for key in pair})
    stale = [
        pair
        for pair in sorted(pairs, reverse=True)
        if pair not in compared_at or compared_at[pair] < max(changed[pair[0]], changed[pair[1]])
    ]
    records = Record.objects.in_bulk({key for pair in stale[:most] for key in pair})
    for newer, older in stale[:most]:
        now = clock.now()
        share = similarity(records[older], records[newer])
        DocumentSimilarity.objects.update_or_create(
            newer_id=newer,
            older_id=older,
            defaults={"similarity": share, "method": ALGORITHM, "made_at": now},
        )
    return len(stale[:most])


def _changed_at(keys: set[int]) -> Mapping[int, datetime.datetime]:
    """Record -> when its text changed last; of a text, when its versions did."""
    of_versions = Max("instruments_instrument__versions__record__changed_at")
    rows = Record.objects.filter(pk__in=keys).annotate(last=Greatest(F("changed_at"), of_versions))
    return dict(rows.values_list("pk", "last"))


def similarity(older: Record, newer: Record) -> float | None:
    """The share of text that two records have in common, from 0 to 1; None where nothing can be compared."""
    older_version, newer_version = _comparable_version(older), _comparable_version(newer)
    if older_version is not None and newer_version is not None:
        common = comparing.common_languages(older_version, newer_version)
        if not common:
            return None
        common_language = min(common, key=lambda each: (each.status, each.pk)).language
        return comparing.get_comparison(older_version, newer_version, common_language).similarity
    if older_version is not None or newer_version is not None:
        return None
    before, after = _own_texts(older), _own_texts(newer)
    common_words = sorted(before.keys() & after.keys())
    if not common_words:
        return None
    language = common_words[0]
    try:
        share = run_reader(
            words_similarity, BACKGROUND, before[language], after[language], language
        )
    except TextError:
        return None
    return cast(float, share)


def _comparable_version(record: Record) -> Version | None:
    """The version that a record is, or the current version of the text that it is, with the same access."""
    same_access = Q(record__access=Access.PUBLIC) | Q(
        record__access=record.access, record__circle=record.circle_id
    )
    rows = Version.objects.filter(record__withdrawal=None).select_related("instrument")
    if record.kind == "version":
        return rows.filter(pk=record.pk).first()
    if record.kind == "instrument":
        return current_version(
            list(rows.filter(same_access, instrument=record.pk).order_by("position"))
        )
    return None


def _own_texts(record: Record) -> dict[str, str]:
    """Language -> text of a record that has a text of its own."""
    wordings = record.wordings.filter(field="text").exclude(text="")
    return dict(wordings.values_list("language", "text"))
