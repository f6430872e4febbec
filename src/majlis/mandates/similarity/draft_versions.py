"""Proposed versions that can be checked as drafts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from majlis.instruments.core.subqueries import symbol_subquery
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import LanguageVersion, Provision, Version
from majlis.kernel.models import Reader
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Mandate, MandateSource

DRAFTS_OFFERED = 50
"""Number of proposed versions in the list; others have their own link."""


def _visible_versions(user: Reader, language: str) -> RecordedQuerySet:
    """The versions that the user may see."""
    versions: RecordedQuerySet = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"), record__withdrawal=None
    )
    rows: RecordedQuerySet = versions.with_wordings().annotate(
        symbol_here=symbol_subquery(language, version=OuterRef("pk"))
    )
    return rows.select_related("instrument__record")


def proposed_versions(user: Reader, language: str) -> list[Version]:
    """The proposed versions, the latest first."""
    rows = _visible_versions(user, language).filter(state=PROPOSED, reconstructed_from=None)
    return list(
        rows.prefetch_related("instrument__record__wordings").order_by("-pk")[:DRAFTS_OFFERED]
    )


def version_as_draft(user: Reader, key: int, language: str) -> Version | None:
    """A version by its key, with ``language_codes``, the codes of its languages; None if the user may not see it."""
    language_versions = LanguageVersion.objects.filter(version=OuterRef("pk")).order_by(
        "status", "pk"
    )
    rows = _visible_versions(user, language).annotate(
        language_codes=ArraySubquery(language_versions.values("language"))
    )
    version: Version | None = rows.filter(pk=key).first()
    return version


def draft_language(version: Any, requested: str) -> str:
    """The requested language if the version has it, else an authentic one; empty if it has none."""
    return (
        requested if requested in version.language_codes else next(iter(version.language_codes), "")
    )


def continued_mandates(user: Reader, lineages: Iterable[int]) -> dict[int, list[Mandate]]:
    """Map lineages to the active mandates of their provisions."""
    by_lineage: dict[int, list[Mandate]] = {}
    rows = Mandate.objects.visible_to(user).filter(lineage__in=lineages, lifecycle_state=ACTIVE)
    for mandate in rows.select_related("record").order_by("number"):
        by_lineage.setdefault(mandate.lineage_id, []).append(mandate)
    return by_lineage


def dropped_mandates(user: Reader, version: Version, language: str) -> list[MandateRow]:
    """The active mandates of the previous version whose provisions are not in this version."""
    if version.follows_id is None:
        return []
    lineages = Provision.objects.filter(version=version).order_by().values("lineage")
    stated = MandateSource.objects.filter(version=version).order_by().values("mandate")
    mandates = Mandate.objects.visible_to(user).filter(
        source__version=version.follows_id, lifecycle_state=ACTIVE
    )
    dropped = mandates.exclude(Q(lineage__in=lineages) | Q(pk__in=stated)).order_by("number")
    return mandate_rows(with_row_data(dropped.select_related("record"), language))
