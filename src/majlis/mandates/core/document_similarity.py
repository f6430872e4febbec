"""How similar the newest document of a mandate is to the one before it; computed by the worker."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from majlis.instruments.comparisons import queries as comparing
from majlis.instruments.models import Version
from majlis.instruments.texts.queries import current_version
from majlis.kernel import clock
from majlis.kernel.models import Access, Record
from majlis.mandates.models import DocumentSimilarity, Submission
from majlis.textkit.compare import ALGORITHM, compare
from majlis.textkit.read import read_bytes

PAIRS_AT_ONCE = 50
"""Pairs that are compared in one run: some take seconds, and mail waits behind them."""
type DocumentPair = tuple[int, int]
"""The keys of the newer record and of the older one."""


@dataclass(frozen=True)
class LatestDocument:
    """The newest document that answers a deliverable: its date, and its record if it is kept here."""

    day: str
    record: int | None


def latest_documents(rows: QuerySet[Submission]) -> dict[int, list[LatestDocument]]:
    """Mandate -> the newest document of each of its deliverables, the newest first; one query."""
    found: dict[int, dict[int, tuple[str, int, int | None]]] = defaultdict(dict)
    named = rows.filter(deliverable__withdrawn_at=None).values_list(
        "deliverable__mandate", "deliverable", "date", "made_at", "pk", "record"
    )
    for mandate, deliverable, date, made_at, pk, record in named:
        day = date or clock.date_of(made_at).isoformat()
        there = found[mandate].get(deliverable)
        if there is None or (day, pk) > there[:2]:
            found[mandate][deliverable] = (day, pk, record)
    return {
        mandate: [
            LatestDocument(day, record)
            for day, _pk, record in sorted(per.values(), reverse=True, key=_sort_key)
        ]
        for mandate, per in found.items()
    }


def _sort_key(found: tuple[str, int, int | None]) -> tuple[str, int]:
    return found[:2]


def latest_pair(there: Sequence[LatestDocument]) -> DocumentPair | None:
    """The newest document and the one before it; nothing where there are no two, or both are one and the same."""
    if len(there) < 2:
        return None
    newer, older = there[0].record, there[1].record
    if newer is None or older is None or newer == older:
        return None
    return newer, older


def known_similarities(pairs: Iterable[DocumentPair]) -> dict[DocumentPair, float]:
    """Of pairs that were compared before, the likeness."""
    wanted = set(pairs)
    if not wanted:
        return {}
    rows = DocumentSimilarity.objects.filter(
        newer__in={newer for newer, _older in wanted}, similarity__isnull=False
    )
    found = rows.values_list("newer", "older", "similarity")
    return {
        (newer, older): share
        for newer, older, share in found
        if share is not None and (newer, older) in wanted
    }


def pairs_to_compare() -> set[DocumentPair]:
    """The pairs that readers may be shown: among all answers, and among those that everybody may see."""
    public = Q(record=None) | Q(record__access=Access.PUBLIC)
    return {
        pair
        for rows in (Submission.objects.all(), Submission.objects.filter(public))
        for there in latest_documents(rows).values()
        if (pair := latest_pair(there))
    }


def update_similarities(most: int = PAIRS_AT_ONCE) -> int:
    """Compare pairs that were not compared yet, or whose words have changed since; how many were."""
    pairs = pairs_to_compare()
    rows = DocumentSimilarity.objects.filter(method=ALGORITHM)
    there = {
        (newer, older): made_at
        for newer, older, made_at in rows.values_list("newer", "older", "made_at")
    }
    changed = _changed_at({key for pair in pairs for key in pair})
    stale = [
        pair
        for pair in sorted(pairs, reverse=True)
        if pair not in there or there[pair] < max(changed[pair[0]], changed[pair[1]])
    ]
    records = Record.objects.in_bulk({key for pair in stale[:most] for key in pair})
    for newer, older in stale[:most]:
        now = timezone.now()
        share = similarity(records[older], records[newer])
        DocumentSimilarity.objects.update_or_create(
            newer_id=newer,
            older_id=older,
            defaults={"similarity": share, "method": ALGORITHM, "made_at": now},
        )
    return len(stale[:most])


def _changed_at(keys: set[int]) -> Mapping[int, datetime.datetime]:
    """Record -> when its words changed last; of a text, those of its versions."""
    of_versions = Max("instruments_instrument__versions__record__changed_at")
    rows = Record.objects.filter(pk__in=keys).annotate(last=Greatest(F("changed_at"), of_versions))
    return dict(rows.values_list("pk", "last"))


def similarity(older: Record, newer: Record) -> float | None:
    """The share of words that the two have in common, from 0 to 1; None where nothing can be compared."""
    one, other = _comparable_version(older), _comparable_version(newer)
    if one is not None and other is not None:
        common = comparing.common_languages(one, other)
        if not common:
            return None
        first = min(common, key=lambda each: (each.status, each.pk)).language
        return comparing.get_comparison(one, other, first).similarity
    if one is not None or other is not None:
        return None
    before, after = _own_texts(older), _own_texts(newer)
    common_words = sorted(before.keys() & after.keys())
    if not common_words:
        return None
    language = common_words[0]
    one_text, other_text = (
        read_bytes(words[language].encode(), language=language, name="words.txt")
        for words in (before, after)
    )
    return compare(one_text, other_text).similarity


def _comparable_version(record: Record) -> Version | None:
    """The version that a record is, or that stands of the text that it is, where the same people see it."""
    seen = Q(record__access=Access.PUBLIC) | Q(
        record__access=record.access, record__circle=record.circle_id
    )
    rows = Version.objects.filter(record__withdrawal=None).select_related("instrument")
    if record.kind == "version":
        return rows.filter(pk=record.pk).first()
    if record.kind == "instrument":
        return current_version(list(rows.filter(seen, instrument=record.pk).order_by("position")))
    return None


def _own_texts(record: Record) -> dict[str, str]:
    """Language -> the words of a record that has its own."""
    found: Any = record.wordings.filter(field="text").exclude(text="")
    return dict(found.values_list("language", "text"))
