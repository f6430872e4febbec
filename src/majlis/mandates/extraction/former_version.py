"""The earlier version of a text that should be checked first, since the later one then continues its mandates."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, Value, When

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
    """The nearest earlier version with findings that the user may check; None without one. At most three queries.

    That is the version which this one revises, otherwise the one before it.
    """
    reviewable = reviewable_versions(user)
    if reviewable is None:
        return None
    earlier = Q(instrument=version.instrument_id, position__lt=version.position)
    waiting = Q(findings__in=Finding.objects.filter(IS_HEAD, state=WAITING))
    versions: QuerySet[Version] = (
        Version.objects.visible_to(user)
        .filter(reviewable, earlier | Q(pk=version.follows_id), record__withdrawal=None)
        .exclude(pk=version.pk)
        .annotate(
            wait=Count("findings", filter=waiting),
            is_revised=Case(When(pk=version.follows_id, then=Value(0)), default=Value(1)),
        )
        .filter(wait__gt=0)
        .order_by("is_revised", "-position", "-pk")
    )
    former = versions.first()
    if former is None:
        return None
    count: int = former.wait  # type: ignore[attr-defined]
    return FormerVersion(former, count, unchanged_count(former, version))


def unchanged_count(former: Version, version: Version) -> int:
    """How many waiting findings of a version have the wording and the fields of one of the former version.

    They can be accepted at once as soon as those of the former version are accepted.
    """
    rows = Finding.objects.filter(
        IS_HEAD, version__in=(former, version), state=WAITING, kind=Finding.Kind.MANDATE
    )
    findings = list(rows.select_related("provision").order_by("provision__position", "part", "pk"))
    texts = continuity.texts_at((each.provision_id, each.language) for each in findings)
    before: dict[int, list[Finding]] = {}
    for each in findings:
        if each.version_id == former.pk:
            before.setdefault(each.provision.lineage_id, []).append(each)
    count = 0
    for each in findings:
        if each.version_id == former.pk or each.continues_id is not None:
            continue
        same = before.get(each.provision.lineage_id, [])
        match = next((one for one in same if _is_same(one, each, texts)), None)
        if match is not None:
            same.remove(match)
            count += 1
    return count


def _is_same(first: Finding, second: Finding, texts: dict[tuple[int, str], str]) -> bool:
    """Whether two findings have the same wording and the same fields."""
    left, right = (
        texts.get((each.provision_id, second.language), "").split() for each in (first, second)
    )
    fields = (fields_of_finding(first.extracted), fields_of_finding(second.extracted))
    return bool(right) and left == right and not changed_fields(*fields)
