"""The coverage of the register: which texts, bodies, years and languages are in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, F, Max, Min, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from majlis.instruments.models import Instrument, LanguageVersion, Version
from majlis.instruments.models.choices import InstrumentKind
from majlis.instruments.text_list import queries
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.snapshot_cache import cached_rows, cached_value
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.lifecycle import WAITING
from majlis.mandates.models import Finding, Mandate
from majlis.parties.models import Body

YEAR_PATTERN = r"^[12]\d{3}$"


@dataclass(frozen=True)
class Coverage:
    """What the register covers: numbers of texts and bodies, languages, years, the latest date, kinds of texts.

    ``stubs``: number of texts that are cited and not on this site; nothing of theirs is counted.
    """

    texts: int
    bodies: int
    languages: list[str]
    first: str
    last: str
    until: str
    stubs: int
    kinds: list[str]


def register_coverage(user: Reader) -> Coverage:
    """The coverage of what the reader may see; one query."""
    rows = _coverage_rows(user)
    return coverage_from_row(rows[0] if rows else {})


def coverage_from_row(row: JsonRow) -> Coverage:
    """The coverage from a row of ``coverage_totals``; zero where the row is empty."""
    languages = row.get("spoken") or []
    return Coverage(
        row.get("texts", 0),
        row.get("bodies", 0),
        [code for code in LANGUAGE_CODES if code in languages],
        row.get("first") or "",
        row.get("last") or "",
        row.get("until") or "",
        row.get("stubs", 0),
        sorted_kinds(row.get("kinds") or ()),
    )


def sorted_kinds(kinds: Iterable[str]) -> list[str]:
    """Kinds of texts in their order."""
    present = set(kinds)
    return [kind for kind in InstrumentKind.values if kind in present]


def kept_versions(user: Reader) -> QuerySet[Any]:
    """The versions, with ``of_year``, that the reader may see; of texts on this site, and none reconstructed."""
    versions: QuerySet[Any] = (
        Version.objects.visible_to(user)
        .filter(
            visibility_condition(user, "instrument__record__"),
            instrument__held=True,
            reconstructed_from=None,
        )
        .order_by()
        .annotate(of_year=Case(When(_is_year(), then=queries.YEAR), output_field=CharField()))
    )
    return versions


def _is_year() -> Q:
    return Q(date__regex=r"^[12]\d{3}") | Q(date="", slug__regex=r"^[12]\d{3}(-|$)")


@cached_rows
@compiled_query
def _coverage_rows(user: Reader) -> QuerySet[Version, JsonRow]:
    return coverage_totals(user)


def coverage_totals(user: Reader) -> QuerySet[Version, JsonRow]:
    """One row with the totals of all texts; no row where there is none."""
    stubs = Instrument.objects.visible_to(user).filter(held=False, became=None).order_by()
    stub_count = stubs.values("held").annotate(n=Count("pk")).values("n")
    languages = LanguageVersion.objects.filter(
        version__in=kept_versions(user).values("pk")
    ).order_by()
    totals: QuerySet[Version, JsonRow] = (
        kept_versions(user)
        .values("instrument__held")
        .annotate(
            texts=Count("instrument", distinct=True),
            bodies=Count("instrument__body", distinct=True),
            first=Min("of_year"),
            last=Max("of_year"),
            until=Max("date", filter=~Q(date="")),
            spoken=ArraySubquery(languages.values("language").distinct()),
            kinds=ArrayAgg("instrument__kind", distinct=True),
            stubs=Coalesce(Subquery(stub_count), Value(0)),
        )
        .values("texts", "bodies", "first", "last", "until", "spoken", "kinds", "stubs")
    )
    return totals


@dataclass(frozen=True)
class CoverageRow:
    """A body in a year: its texts, their kinds, languages and latest date, accepted mandates, waiting findings.

    ``closed``: the reader may not see the body.
    """

    body: Body | None
    year: str
    texts: int
    kinds: list[str]
    languages: list[str]
    until: str
    mandates: int
    waiting: int
    closed: bool = False


def by_body_and_year(user: Reader) -> list[CoverageRow]:
    """The coverage of each body, the latest year first; texts of no body or year last. Five queries."""
    return cached_value(user, "mandates.by_body_and_year", lambda: _by_body_and_year(user))


def _by_body_and_year(user: Reader) -> list[CoverageRow]:
    bodies = {
        each.pk: each
        for each in Body.objects.visible_to(user).with_wordings().order_by_wording("title", "en")
    }
    texts = {
        (row["instrument__body"], row["of_year"] or ""): row
        for row in kept_versions(user)
        .values("instrument__body", "of_year")
        .annotate(
            n=Count("instrument", distinct=True),
            kinds=ArrayAgg("instrument__kind", distinct=True),
            until=Max("date", filter=~Q(date="")),
            spoken=ArrayAgg(
                "languages__language", distinct=True, filter=~Q(languages=None), default=[]
            ),
        )
    }
    mandates = _counts_by_body_and_year(Mandate.objects.visible_to(user), "source__", "instrument")
    visible = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__")
    )
    findings = Finding.objects.filter(state=WAITING, version__in=visible.values("pk"))
    waiting = _counts_by_body_and_year(findings, "", "version__instrument")
    body_order = {key: place for place, key in enumerate(bodies)}
    order = sorted(
        {*texts, *mandates, *waiting},
        key=lambda key: (body_order.get(key[0], len(body_order)), not key[1], _descending(key[1])),
    )
    return [
        CoverageRow(
            bodies.get(body),
            year,
            totals.get("n", 0),
            sorted_kinds(totals.get("kinds", ())),
            [code for code in LANGUAGE_CODES if code in totals.get("spoken", ())],
            totals.get("until") or "",
            mandates.get((body, year), 0),
            waiting.get((body, year), 0),
            body is not None and body not in bodies,
        )
        for body, year in order
        for totals in [texts.get((body, year), {})]
    ]


def stubs_by_body(user: Reader) -> list[tuple[Body | None, int]]:
    """How many texts are cited and not on this site, by body in the order of names; texts of no
    body last. Two queries."""
    stubs = Instrument.objects.visible_to(user).filter(held=False, became=None).order_by()
    counts = dict(stubs.values_list("body").annotate(n=Count("pk")))
    known = Body.objects.visible_to(user).filter(pk__in=[key for key in counts if key])
    named = [
        (each, counts.pop(each.pk))
        for each in known.with_wordings().order_by_wording("title", "en")
    ]
    rest = sum(counts.values())
    return [*named, (None, rest)] if rest else named


def _descending(year: str) -> int:
    return -int(year) if year else 0


def _counts_by_body_and_year(
    queryset: QuerySet[Mandate] | QuerySet[Finding], path: str, instrument: str
) -> dict[tuple[int | None, str], int]:
    """The number of rows by the body of the text at ``instrument`` and the year of the version at ``path``."""
    version = f"{path}version__"
    dated = Q(**{f"{version}date__regex": YEAR_PATTERN[:-1]})
    labelled = Q(**{f"{version}date": "", f"{version}slug__regex": r"^[12]\d{3}(-|$)"})
    year = Case(
        When(dated, then=F(f"{version}date")),
        When(labelled, then=F(f"{version}slug")),
        default=Value(""),
        output_field=CharField(),
    )
    rows = (
        queryset.order_by()
        .annotate(of_body=F(f"{instrument}__body"), version_year=year)
        .values("of_body", "version_year")
        .annotate(n=Count("pk"))
    )
    counts: dict[tuple[int | None, str], int] = {}
    for row in rows:
        key = (row["of_body"], row["version_year"][:4])
        counts[key] = counts.get(key, 0) + row["n"]
    return counts
