"""Proposed versions that can be checked as drafts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from majlis.instruments.core.subqueries import symbol_subquery
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import LanguageVersion, Provision, Version
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Mandate, MandateSource

DRAFTS_OFFERED = 50
"""Proposed versions that can be chosen from a list; others have their own link."""


def _visible_versions(user: Any, language: str) -> Any:
    """The versions that the user may see."""
    found = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"), record__withdrawal=None
    )
    return (
        found.with_wordings()
        .select_related("instrument__record")
        .annotate(symbol_here=symbol_subquery(language, version=OuterRef("pk")))
    )


def proposed_versions(user: Any, language: str) -> list[Version]:
    """The versions that are proposed, the latest first."""
    rows = _visible_versions(user, language).filter(state=PROPOSED, reconstructed_from=None)
    return list(
        rows.prefetch_related("instrument__record__wordings").order_by("-pk")[:DRAFTS_OFFERED]
    )


def version_as_draft(user: Any, key: int, language: str) -> Version | None:
    """A version by its key."""
    said = LanguageVersion.objects.filter(version=OuterRef("pk")).order_by("status", "pk")
    rows = _visible_versions(user, language).annotate(there=ArraySubquery(said.values("language")))
    found: Version | None = rows.filter(pk=key).first()
    return found


def draft_language(version: Any, wanted: str) -> str:
    """The language in which a version of ``version_as_draft`` is read: the wanted one, else an authentic one; "" where it is in none."""
    return wanted if wanted in version.there else next(iter(version.there), "")


def continued_mandates(user: Any, lineages: Iterable[int]) -> dict[int, list[Mandate]]:
    """Lineage -> the mandates of this text that its provision carries already."""
    made: dict[int, list[Mandate]] = {}
    rows = Mandate.objects.visible_to(user).filter(lineage__in=lineages, lifecycle_state=ACTIVE)
    for each in rows.select_related("record").order_by("number"):
        made.setdefault(each.lineage_id, []).append(each)
    return made


def dropped_mandates(user: Any, version: Version, language: str) -> list[MandateRow]:
    """The mandates of the version before that go on now, and of whose provision the new version has nothing."""
    if version.follows_id is None:
        return []
    there = Provision.objects.filter(version=version).order_by().values("lineage")
    asked = MandateSource.objects.filter(version=version).order_by().values("mandate")
    found = Mandate.objects.visible_to(user).filter(
        source__version=version.follows_id, lifecycle_state=ACTIVE
    )
    left = found.exclude(Q(lineage__in=there) | Q(pk__in=asked)).order_by("number")
    return mandate_rows(with_row_data(left.select_related("record"), language))
