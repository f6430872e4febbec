"""Coverage: held texts by body and date, and cited texts that are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, F, Max, Min, Q, When

from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.models import Citation, Instrument, Version
from majlis.instruments.models.choices import InstrumentKind
from majlis.instruments.text_list import queries
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.parties.models import Body


@dataclass(frozen=True)
class BodyCoverage:
    """The held texts of a body: numbers, languages, kinds, and first and last date."""

    body: Body | None
    texts: int
    versions: int
    languages: list[str]
    kinds: list[str]
    years: int
    first: str
    last: str


def coverage_by_body(user: Reader) -> list[BodyCoverage]:
    """The coverage of each body; texts without a visible body are one row, the last."""
    bodies = {each.pk: each for each in Body.objects.visible_to(user).with_wordings()}
    visible = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"),
        instrument__held=True,
        reconstructed_from=None,
    )
    of_body = Case(When(instrument__body__in=list(bodies), then=F("instrument__body")))
    rows = (
        visible.order_by()
        .annotate(of=of_body, of_year=queries.YEAR)
        .values("of")
        .annotate(
            texts=Count("instrument", distinct=True),
            versions=Count("pk", distinct=True),
            languages_=ArrayAgg(
                "languages__language", distinct=True, filter=~Q(languages=None), default=[]
            ),
            kinds=ArrayAgg("instrument__kind", distinct=True),
            years=Count("of_year", distinct=True, filter=Q(of_year__regex=r"^[12]\d{3}$")),
            first=Min("date", filter=~Q(date="")),
            last=Max("date", filter=~Q(date="")),
        )
    )
    coverage = [
        BodyCoverage(
            bodies.get(row["of"]),
            row["texts"],
            row["versions"],
            [code for code in LANGUAGE_CODES if code in row["languages_"]],
            [kind for kind in InstrumentKind.values if kind in row["kinds"]],
            row["years"],
            row["first"] or "",
            row["last"] or "",
        )
        for row in rows
    ]
    return sorted(coverage, key=lambda row: (row.body is None, -row.texts))


def cited_stubs(user: Reader) -> list[tuple[int, int]]:
    """Keys of stubs, each with the number of texts that cite it; the most cited first.

    Only stubs, and citing texts, that the user may see.
    """
    citing = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__")
    )
    stubs = Instrument.objects.visible_to(user).filter(held=False, became=None)
    rows = (
        # Filtered by keys: joins of versions and instruments take three times as long.
        Citation.objects.filter(version__in=citing.values("pk"), target__in=stubs.values("pk"))
        .order_by()
        .values("target")
        .annotate(citing=Count("version__instrument", distinct=True))
    )
    return list(rows.order_by("-citing", "target").values_list("target", "citing"))


def load_stubs(user: Reader, pairs: Iterable[tuple[int, int]] | None = None) -> list[Instrument]:
    """The stubs of rows of ``cited_stubs``, or all of them; each has ``citing``."""
    rows = list(cited_stubs(user) if pairs is None else pairs)
    found = Instrument.objects.with_wordings().select_related("body__record")
    stubs = found.prefetch_related("body__record__wordings").in_bulk([pk for pk, _n in rows])
    hide_bodies(user, stubs.values())
    for pk, citing in rows:
        stubs[pk].citing = citing
    return [stubs[pk] for pk, _citing in rows]
