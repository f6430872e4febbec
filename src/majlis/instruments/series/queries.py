"""Series and their editions in order of time, each compared with the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from majlis.instruments.comparisons import queries
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.lifecycle import NOT_ADOPTED
from majlis.instruments.models import Act, Comparison, Instrument, Series, Version
from majlis.instruments.texts.queries import in_time_order
from majlis.kernel.models import Reader
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.textkit.compare.result import ALGORITHM

_ADOPTED = ("adopts", "endorses", "approves")


@dataclass
class Edition:
    """A version in a series, with the edition before it, their comparison, and the adopting act.

    ``comparable`` is False where the two have no language in common.
    """

    version: Version
    before: Version | None
    comparison: Comparison | None
    act: Act | None
    comparable: bool = True

    @property
    def years(self) -> int | None:
        """Years since the edition before, by dates or labels; None where one has neither."""
        if self.before is None:
            return None
        year, year_before = self.version.year, self.before.year
        return int(year) - int(year_before) if year and year_before else None


def series_list(user: Reader, language: str) -> RecordedQuerySet:
    """The series that the user may see, with the number of texts and the latest date of each."""
    seen = Q(
        visibility_condition(user, "instruments__record__"),
        instruments__held=True,
        instruments__record__withdrawal=None,
    )
    dated = seen & Q(
        visibility_condition(user, "instruments__versions__record__"),
        instruments__versions__record__withdrawal=None,
        instruments__versions__reconstructed_from=None,
    )
    annotated = Series.objects.visible_to(user).annotate(
        texts=Count("instruments", filter=seen, distinct=True),
        last=Max("instruments__versions__date", filter=dated),
    )
    ordered: RecordedQuerySet = annotated.order_by_wording("title", language).with_wordings()
    return ordered


def series_at(user: Reader, slug: str) -> Series:
    """The series with this slug. Raises Series.DoesNotExist."""
    series: Series = (
        Series.objects.visible_to(user)
        .with_wordings()
        .select_related("body__record")
        .get(slug=slug)
    )
    hide_bodies(user, [series])
    return series


def versions_of(user: Reader, series: Series) -> list[Version]:
    """The versions of a series in order of time, without reconstructed ones and variants.

    A version without a date follows the version before it in its text.
    """
    visible = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"),
        instrument__series=series,
        reconstructed_from=None,
        variant_of=None,
        record__withdrawal=None,
    )
    rows = visible.with_wordings().select_related("instrument__record", "body__record")
    versions = list(
        rows.prefetch_related("languages", "acts__body__record__wordings").order_by(
            "instrument", "position", "pk"
        )
    )
    hide_bodies(user, [*versions, *(act for each in versions for act in each.acts.all())])
    return in_time_order(versions)


def editions(versions: Sequence[Version], language: str, *, make: bool = False) -> list[Edition]:
    """The editions of a series, the latest first, each compared with the last one that was not rejected.

    Comparisons are stored: the worker computes missing ones (``make``) after a change of the
    series. Pages do not; a comparison that is missing is computed when a user opens it.
    """
    known: dict[tuple[int, int], Comparison] = {}
    for stored in Comparison.objects.filter(
        new__in=versions, old__in=versions, algorithm=ALGORITHM
    ).order_by("pk"):
        pair = (stored.old_id, stored.new_id)
        if pair not in known or stored.language == language:
            known[pair] = stored
    entries: list[Edition] = []
    before: Version | None = None
    pairs: list[tuple[Version | None, Version]] = []
    for version in versions:
        pairs.append((before, version))
        if version.state != NOT_ADOPTED:
            before = version
    for before, version in reversed(pairs):
        comparison = known.get((before.pk, version.pk)) if before is not None else None
        common = common_language(before, version, language) if before is not None else ""
        lacking = comparison is None or (comparison.language != language and common == language)
        if make and before is not None and common and lacking:
            comparison = queries.get_comparison(before, version, common)
        acts = [act for act in version.acts.all() if act.kind in _ADOPTED]
        entries.append(
            Edition(version, before, comparison, acts[0] if acts else None, bool(common))
        )
    return entries


def common_language(one: Version, other: Version, language: str) -> str:
    """A language of both versions: the reader's, else the first; empty where there is none."""
    languages = {each.language for each in one.languages.all()}
    common = [each.language for each in other.languages.all() if each.language in languages]
    return language if language in common else next(iter(common), "")


def texts_in(user: Reader, series: Series) -> list[Instrument]:
    """The texts of a series, the earliest first."""
    texts = Instrument.objects.visible_to(user).filter(series=series, held=True)
    return list(texts.with_wordings().order_by("year", "slug"))
