"""Series and their editions in order of time, each compared with the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.comparisons import queries
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.lifecycle import NOT_ADOPTED
from majlis.instruments.models import Act, Comparison, Instrument, Series, Version
from majlis.instruments.texts.queries import in_time_order
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.textkit.compare.result import ALGORITHM

_ADOPTED = ("adopts", "endorses", "approves")


@dataclass
class Edition:
    """A version in a series: what is before it, what lies between them, how it was adopted.

    ``comparable``: there is a language that both are in.
    """

    version: Version
    before: Version | None
    comparison: Comparison | None
    act: Act | None
    comparable: bool = True

    @property
    def years(self) -> int | None:
        """Years since the edition before, by their dates or labels; None where one has neither."""
        if self.before is None:
            return None
        here, there = self.version.year, self.before.year
        return int(here) - int(there) if here and there else None


def series_list(user: Any, language: str) -> RecordedQuerySet:
    """The series that the user may see, with how many texts each has and the date of its latest."""
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
    found = Series.objects.visible_to(user).annotate(
        texts=Count("instruments", filter=seen, distinct=True),
        last=Max("instruments__versions__date", filter=dated),
    )
    made: RecordedQuerySet = found.order_by_wording("title", language).with_wordings()
    return made


def series_at(user: Any, slug: str) -> Series:
    """The series at an address. Raises Series.DoesNotExist."""
    found: Series = (
        Series.objects.visible_to(user)
        .with_wordings()
        .select_related("body__record")
        .get(slug=slug)
    )
    hide_bodies(user, [found])
    return found


def versions_of(user: Any, series: Series) -> list[Version]:
    """The versions of a series in the order of time; reconstructed ones and variants are no editions.

    One without a date stands where its text has it: behind the version before it there.
    """
    found = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"),
        instrument__series=series,
        reconstructed_from=None,
        variant_of=None,
        record__withdrawal=None,
    )
    rows = found.with_wordings().select_related("instrument__record", "body__record")
    kept = list(
        rows.prefetch_related("languages", "acts__body__record__wordings").order_by(
            "instrument", "position", "pk"
        )
    )
    hide_bodies(user, [*kept, *(act for each in kept for act in each.acts.all())])
    return in_time_order(kept)


def editions(versions: Sequence[Version], language: str, *, make: bool = False) -> list[Edition]:
    """The editions of a series, the latest first, each compared with the one before that was not turned down.

    Comparisons are kept: the worker makes them (``make_rows``) when something of a series changes. A page makes none; one
    that is not there yet is made for who asks for it.
    """
    known: dict[tuple[int, int], Comparison] = {}
    for each in Comparison.objects.filter(
        new__in=versions, old__in=versions, algorithm=ALGORITHM
    ).order_by("pk"):
        pair = (each.old_id, each.new_id)
        if pair not in known or each.language == language:
            known[pair] = each
    made: list[Edition] = []
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
        acts = [each for each in version.acts.all() if each.kind in _ADOPTED]
        made.append(Edition(version, before, comparison, acts[0] if acts else None, bool(common)))
    return made


def common_language(one: Version, other: Version, language: str) -> str:
    """A language that both are in: the reader's, else the first; empty where there is none."""
    there = {each.language for each in one.languages.all()}
    both = [each.language for each in other.languages.all() if each.language in there]
    return language if language in both else next(iter(both), "")


def texts_in(user: Any, series: Series) -> list[Instrument]:
    """The texts of a series, the earliest first."""
    found = Instrument.objects.visible_to(user).filter(series=series, held=True)
    return list(found.with_wordings().order_by("year", "slug"))


SERIES_FIELDS = (
    Field("address", _("Address")),
    Field("title", _("Title"), _("in the language of the page where it is there")),
    Field("texts", _("Texts"), _("how many")),
    Field("last", _("The latest of")),
    Field("item_period", _("The item is on the agenda"), _("as a duration: P2Y")),
    Field("text_period", _("A text is adopted"), _("as a duration: P2Y")),
    Field("report_period", _("A report is submitted"), _("as a duration: P2Y")),
)


def series_sheet(found: Iterable[Any]) -> Sheet:
    """The series as data."""
    rows = [
        (
            each.record.address,
            each.say("title").text,
            each.texts,
            each.last or "",
            each.item_period,
            each.text_period,
            each.report_period,
        )
        for each in found
    ]
    return Sheet("series", pgettext_lazy("texts, plural", "Series"), SERIES_FIELDS, rows)
