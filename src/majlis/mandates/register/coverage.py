"""The coverage of the register: which texts, bodies, years and languages are in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, F, Max, Min, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from majlis.instruments.library import queries
from majlis.instruments.models import Instrument, LanguageVersion, Version
from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.snapshot_cache import cached_rows, cached_value
from majlis.mandates.lifecycle import WAITING
from majlis.mandates.models import Finding, Mandate
from majlis.parties.models import Body

YEAR_PATTERN = r"^[12]\d{3}$"


@dataclass(frozen=True)
class Coverage:
    """What the register can know: texts of how many bodies, of which kinds (values), in which languages, of which
    years, up to which date.

    ``stubs``: how many texts are cited and not kept; nothing of theirs is counted.
    """

    texts: int
    bodies: int
    languages: list[str]
    first: str
    last: str
    until: str
    stubs: int
    kinds: list[str]


def register_coverage(user: Any) -> Coverage:
    """All of what the reader may see; one query."""
    rows = _coverage_rows(user)
    return coverage_from_row(rows[0] if rows else {})


def coverage_from_row(row: Mapping[str, Any]) -> Coverage:
    """The reach of a row of ``coverage_totals``; of none where it is empty."""
    there = row.get("spoken") or []
    return Coverage(
        row.get("texts", 0),
        row.get("bodies", 0),
        [code for code in LANGUAGE_CODES if code in there],
        row.get("first") or "",
        row.get("last") or "",
        row.get("until") or "",
        row.get("stubs", 0),
        sorted_kinds(row.get("kinds") or ()),
    )


def sorted_kinds(found: Iterable[str]) -> list[str]:
    """Kinds of texts in their order."""
    there = set(found)
    return [kind for kind in InstrumentKind.values if kind in there]


def kept_versions(user: Any) -> QuerySet[Any]:
    """The versions that are kept and that the reader may see, each with ``of_year``."""
    found: QuerySet[Any] = (
        Version.objects.visible_to(user)
        .filter(
            visibility_condition(user, "instrument__record__"),
            instrument__held=True,
            reconstructed_from=None,
        )
        .order_by()
        .annotate(of_year=Case(When(_is_year(), then=queries.YEAR), output_field=CharField()))
    )
    return found


def _is_year() -> Q:
    return Q(date__regex=r"^[12]\d{3}") | Q(date="", slug__regex=r"^[12]\d{3}(-|$)")


@cached_rows
@compiled_query
def _coverage_rows(user: Any) -> QuerySet[Any]:
    return coverage_totals(user)


def coverage_totals(user: Any) -> QuerySet[Any]:
    """One row for all that is kept; no row where nothing is."""
    stubs = Instrument.objects.visible_to(user).filter(held=False, became=None).order_by()
    number = stubs.values("held").annotate(n=Count("pk")).values("n")
    spoken = LanguageVersion.objects.filter(version__in=kept_versions(user).values("pk")).order_by()
    found: QuerySet[Any] = (
        kept_versions(user)
        .values("instrument__held")
        .annotate(
            texts=Count("instrument", distinct=True),
            bodies=Count("instrument__body", distinct=True),
            first=Min("of_year"),
            last=Max("of_year"),
            until=Max("date", filter=~Q(date="")),
            spoken=ArraySubquery(spoken.values("language").distinct()),
            kinds=ArrayAgg("instrument__kind", distinct=True),
            stubs=Coalesce(Subquery(number), Value(0)),
        )
        .values("texts", "bodies", "first", "last", "until", "spoken", "kinds", "stubs")
    )
    return found


@dataclass(frozen=True)
class CoverageRow:
    """A body in a year: its texts, of which kinds, in which languages, up to which date; how many mandates were accepted
    and how much waits. ``closed``: the body is one that the reader may not see."""

    body: Body | None
    year: str
    texts: int
    kinds: list[str]
    languages: list[str]
    until: str
    mandates: int
    waiting: int
    closed: bool = False


def by_body_and_year(user: Any) -> list[CoverageRow]:
    """What is in, of each body the latest year first; texts of no body, and of no year, at the end. Five queries."""
    return cached_value(user, "mandates.by_body_and_year", lambda: _by_body_and_year(user))


def _by_body_and_year(user: Any) -> list[CoverageRow]:
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
    mandates = _counts_by_body_and_year(
        _year_of(Mandate.objects.visible_to(user), "source__", "instrument")
    )
    seen = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__")
    )
    waits = Finding.objects.filter(state=WAITING, version__in=seen.values("pk"))
    waiting = _counts_by_body_and_year(_year_of(waits, "", "version__instrument"))
    places = {key: place for place, key in enumerate(bodies)}
    order = sorted(
        {*texts, *mandates, *waiting},
        key=lambda key: (places.get(key[0], len(places)), not key[1], _descending(key[1])),
    )
    return [
        CoverageRow(
            bodies.get(body),
            year,
            there.get("n", 0),
            sorted_kinds(there.get("kinds", ())),
            [code for code in LANGUAGE_CODES if code in there.get("spoken", ())],
            there.get("until") or "",
            mandates.get((body, year), 0),
            waiting.get((body, year), 0),
            body is not None and body not in bodies,
        )
        for body, year in order
        for there in [texts.get((body, year), {})]
    ]


def stubs_by_body(user: Any) -> list[tuple[Body | None, int]]:
    """How many texts are cited and not kept, by body in the order of names; those of no body last. Two queries."""
    found = Instrument.objects.visible_to(user).filter(held=False, became=None).order_by()
    counts = dict(found.values_list("body").annotate(n=Count("pk")))
    known = Body.objects.visible_to(user).filter(pk__in=[key for key in counts if key])
    named = [
        (each, counts.pop(each.pk))
        for each in known.with_wordings().order_by_wording("title", "en")
    ]
    rest = sum(counts.values())
    return [*named, (None, rest)] if rest else named


def _descending(year: str) -> int:
    return -int(year) if year else 0


def _year_of(found: Any, path: str, instrument: str) -> QuerySet[Any]:
    """How many rows there are by the body of the text at ``instrument_arguments`` and the year of the version at ``path``."""
    of = f"{path}version__"
    dated = Q(**{f"{of}date__regex": YEAR_PATTERN[:-1]})
    labelled = Q(**{f"{of}date": "", f"{of}slug__regex": r"^[12]\d{3}(-|$)"})
    year = Case(
        When(dated, then=F(f"{of}date")),
        When(labelled, then=F(f"{of}slug")),
        default=Value(""),
        output_field=CharField(),
    )
    rows: QuerySet[Any] = (
        found.order_by()
        .annotate(of_body=F(f"{instrument}__body"), said=year)
        .values("of_body", "said")
        .annotate(n=Count("pk"))
    )
    return rows


def _counts_by_body_and_year(rows: QuerySet[Any]) -> dict[tuple[int | None, str], int]:
    counted: dict[tuple[int | None, str], int] = {}
    for row in rows:
        key = (row["of_body"], row["said"][:4])
        counted[key] = counted.get(key, 0) + row["n"]
    return counted


FIELDS = (
    Field("body", _("Body")),
    Field("year", _("Year"), _("of the version; empty where it is not known")),
    Field("texts", _("Texts")),
    Field("kinds", _("Kinds"), _("codes")),
    Field("languages", _("Languages"), _("codes")),
    Field("until", _("The latest of")),
    Field("mandates", _("Mandates"), _("accepted by a person, whether or not in force")),
    Field("waiting", _("Waiting"), _("found by the engine, and not decided by a person yet")),
)


def coverage_sheet(rows: list[CoverageRow]) -> Sheet:
    """The page of coverage as data."""
    made = [
        (
            each.body.slug if each.body else "",
            each.year,
            each.texts,
            "; ".join(each.kinds),
            " ".join(each.languages),
            each.until,
            each.mandates,
            each.waiting,
        )
        for each in rows
    ]
    return Sheet("mandates-coverage", _("What is in, and what waits"), FIELDS, made)
