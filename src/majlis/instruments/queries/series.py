"""Series: their editions in the order of time, and for each what changed since the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from majlis.instruments.models import Act, Comparison, Series, Version
from majlis.instruments.queries import compare
from majlis.instruments.queries.private import hide_bodies
from majlis.kernel.models.record import RecordedQuerySet, visible
from majlis.textkit.compare.result import ALGORITHM

_ADOPTED = ("adopts", "endorses", "approves")


@dataclass
class Edition:
    """A version in a series: what is before it, what lies between them, how it was adopted."""

    version: Version
    before: Version | None
    comparison: Comparison | None
    act: Act | None

    @property
    def years(self) -> int | None:
        """Years since the edition before, by their dates; None where one has none."""
        if self.before is None or not (self.version.date and self.before.date):
            return None
        return int(self.version.date[:4]) - int(self.before.date[:4])


def all_series(user: Any, language: str) -> RecordedQuerySet:
    """The series that the user may see, with how many texts each has and the date of its latest."""
    seen = Q(visible(user, "instruments__record__"), instruments__held=True)
    found = Series.objects.visible_to(user).annotate(
        texts=Count("instruments", filter=seen, distinct=True),
        last=Max("instruments__versions__date", filter=seen),
    )
    made: RecordedQuerySet = found.in_order_of("title", language).with_words()
    return made


def series_of(user: Any, slug: str) -> Series:
    """The series at an address. Raises Series.DoesNotExist."""
    found: Series = (
        Series.objects.visible_to(user).with_words().select_related("body__record").get(slug=slug)
    )
    hide_bodies(user, [found])
    return found


def versions_of(user: Any, series: Series) -> list[Version]:
    """The versions of a series in the order of time; reconstructed ones are no editions."""
    found = Version.objects.visible_to(user).filter(
        visible(user, "instrument__record__"),
        instrument__series=series,
        reconstructed_from=None,
        variant_of=None,
    )
    rows = found.with_words().select_related("instrument__record", "body__record")
    kept = list(rows.prefetch_related("languages", "acts__body__record__wordings"))
    hide_bodies(user, [*kept, *(act for each in kept for act in each.acts.all())])
    return sorted(
        kept,
        key=lambda each: (each.date or "9999", each.instrument_id, each.position),
    )


def editions(versions: Sequence[Version], language: str, *, fresh: int = 3) -> list[Edition]:
    """The editions of a series, the latest first, each compared with the one before.

    Comparisons are kept; a page makes at most ``fresh`` new ones, the others come when they are asked for.
    """
    pairs = list(zip([None, *versions], versions, strict=False))
    known = {
        (each.old_id, each.new_id): each
        for each in Comparison.objects.filter(
            new__in=versions, old__in=versions, algorithm=ALGORITHM
        ).order_by("pk")
    }
    made = []
    for before, version in reversed(pairs):
        comparison = None
        if before is not None:
            comparison = known.get((before.pk, version.pk))
            if comparison is None and fresh:
                common = _common(before, version, language)
                if common:
                    comparison = compare.kept(before, version, common)
                    fresh -= 1
        acts = [each for each in version.acts.all() if each.kind in _ADOPTED]
        made.append(Edition(version, before, comparison, acts[0] if acts else None))
    return made


def _common(one: Version, other: Version, language: str) -> str:
    """A language that both are in: the reader's, else the first."""
    there = {each.language for each in one.languages.all()}
    both = [each.language for each in other.languages.all() if each.language in there]
    return language if language in both else next(iter(both), "")
