"""The earlier version of a text that should be checked first, since the later one then continues its mandates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from majlis.instruments.models import Version
from majlis.kernel.models import Reader
from majlis.mandates.core.representation import reviewable_versions
from majlis.mandates.extraction import continuity
from majlis.mandates.extraction.extract import IS_HEAD
from majlis.mandates.extraction.fields import changed_fields, fields_of_finding
from majlis.mandates.lifecycle import WAITING
from majlis.mandates.models import Finding


@dataclass(frozen=True)
class FormerVersion:
    """An earlier version with findings that wait: how many, and how many of the later version have the same wording."""

    version: Version
    waiting: int
    unchanged: int


def former_version_to_check(user: Reader, version: Version) -> FormerVersion | None:
    """The nearest earlier version with findings that the user may check; None without one. Three queries at most."""
    return former_versions_to_check(user, [version]).get(version.pk)


def former_versions_to_check(user: Reader, versions: Sequence[Version]) -> dict[int, FormerVersion]:
    """For the versions that have one, the nearest earlier version with findings to check. Three queries at most.

    That is the version which the later one revises, otherwise the one before it.
    """
    reviewable = reviewable_versions(user)
    if reviewable is None:
        return {}
    earlier = Q(pk__in=[each.follows_id for each in versions])
    for each in versions:
        earlier |= Q(instrument=each.instrument_id, position__lt=each.position)
    waiting = Q(findings__in=Finding.objects.filter(IS_HEAD, state=WAITING))
    rows: QuerySet[Version] = (
        Version.objects.visible_to(user)
        .filter(reviewable, earlier, record__withdrawal=None)
        .annotate(wait=Count("findings", filter=waiting))
        .filter(wait__gt=0)
        .order_by("-position", "-pk")
    )
    candidates = list(rows)
    pairs: list[tuple[Version, Version]] = []
    for version in versions:
        before = [
            each
            for each in candidates
            if each.pk == version.follows_id
            or (each.instrument_id == version.instrument_id and each.position < version.position)
        ]
        if before:
            pairs.append((min(before, key=lambda each: each.pk != version.follows_id), version))
    unchanged = unchanged_counts(pairs)
    return {
        version.pk: FormerVersion(former, former.wait, unchanged[version.pk])  # type: ignore[attr-defined]
        for former, version in pairs
    }


def unchanged_counts(pairs: Sequence[tuple[Version, Version]]) -> dict[int, int]:
    """How many waiting findings of each later version have the wording and the fields of one of the former version.

    They can be accepted at once as soon as those of the former version are accepted. Two queries.
    """
    if not pairs:
        return {}
    rows = Finding.objects.filter(
        IS_HEAD,
        version__in={each.pk for pair in pairs for each in pair},
        state=WAITING,
        kind=Finding.Kind.MANDATE,
    )
    by_version: dict[int, list[Finding]] = {}
    for each in rows.select_related("provision").order_by("provision__position", "part", "pk"):
        by_version.setdefault(each.version_id, []).append(each)
    texts = continuity.texts_at(
        (each.provision_id, each.language) for found in by_version.values() for each in found
    )
    return {
        version.pk: _unchanged_count(
            by_version.get(former.pk, []), by_version.get(version.pk, []), texts
        )
        for former, version in pairs
    }


def _unchanged_count(
    before: Sequence[Finding], after: Sequence[Finding], texts: Mapping[tuple[int, str], str]
) -> int:
    """How many findings of the later version go with one of the former version."""
    by_lineage: dict[int, list[Finding]] = {}
    for each in before:
        by_lineage.setdefault(each.provision.lineage_id, []).append(each)
    count = 0
    for each in after:
        same = by_lineage.get(each.provision.lineage_id, [])
        match = next((one for one in same if _is_same(one, each, texts)), None)
        if each.continues_id is None and match is not None:
            same.remove(match)
            count += 1
    return count


def _is_same(first: Finding, second: Finding, texts: Mapping[tuple[int, str], str]) -> bool:
    """Whether two findings have the same wording and the same fields."""
    left, right = (
        texts.get((each.provision_id, second.language), "").split() for each in (first, second)
    )
    fields = (fields_of_finding(first.extracted), fields_of_finding(second.extracted))
    return bool(right) and left == right and not changed_fields(*fields)
