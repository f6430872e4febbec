"""The held texts: filters, sort orders, choices, and the list as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    When,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject, Substr
from django.utils.translation import get_language

from majlis.commons.search.models import SearchEntry
from majlis.commons.search.parse import parse_query
from majlis.framework.models import Concept
from majlis.instruments.citations import format
from majlis.instruments.core.identifiers import lookup_keys, split_symbol
from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import Instrument, LanguageVersion, Tag, Version
from majlis.instruments.texts.queries import NATURAL_ORDER, current_version
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.languages import LANGUAGE_CODES, sort_key
from majlis.kernel.models import Reader, Wording
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.kernel.models.wording import choose_wording
from majlis.parties.models import Body
from majlis.textkit.citations import find_citations

BY_YEAR = (F("year").asc(nulls_first=True), "-slug")
NEWEST_FIRST = (F("year").desc(nulls_last=True), "slug")
BY_SYMBOL = (NATURAL_ORDER.asc(), "slug")
VERSION_FILTERS = ("year", "state", "language")
"""Filters of versions: one version has to match all of them."""
YEAR = Substr(
    Case(When(date="", then=F("slug")), default=F("date"), output_field=CharField()), 1, 4
)
"""The first four characters of a version's date, else of its slug; not always a year."""


def find_texts(user: Reader, filters: Mapping[str, str]) -> RecordedQuerySet:
    """The held texts that match the filters: q, body, year, state, kind, language, concept; the newest first."""
    texts = Instrument.objects.visible_to(user).filter(held=True)
    if words := str(filters.get("q", "")).strip():
        texts = texts.filter(_search_condition(words, user))
    if filters.get("body"):
        texts = texts.filter(body__slug=filters["body"])
    if filters.get("kind"):
        texts = texts.filter(kind=filters["kind"])
    if any(filters.get(name) for name in VERSION_FILTERS):
        texts = texts.filter(Exists(_fitting(user, filters)))
    if filters.get("concept"):
        texts = texts.filter(Exists(_confirmed_tags(filters["concept"])))
    return texts.order_by(*NEWEST_FIRST)


def _fitting(user: Reader, filters: Mapping[str, str]) -> QuerySet[Version]:
    """Versions of the outer instrument that match the filters, without reconstructed ones."""
    versions = Version.objects.visible_to(user).filter(
        instrument=OuterRef("pk"), reconstructed_from=None
    )
    if filters.get("state"):
        versions = versions.filter(state=filters["state"])
    if filters.get("language"):
        versions = versions.filter(languages__language=filters["language"])
    if filters.get("year"):
        versions = versions.annotate(of_year=YEAR).filter(of_year=str(filters["year"]))
    return versions


def with_titles(texts: RecordedQuerySet, limit: int) -> list[Instrument]:
    """The first texts of a query, each with ``title`` for the reader and ``among``, the total; one query."""
    fields = ("record_id", "field", "language", "text", "status")
    titles = Wording.objects.filter(record=OuterRef("record_id"), field="title")
    json = JSONObject(**{name: name for name in fields})
    rows = list(
        texts.select_related("record").annotate(
            titles=ArraySubquery(titles.values(json=json)), among=Window(Count("pk"))
        )[:limit]
    )
    for each in rows:
        each.title = choose_wording(
            [Wording(**title) for title in each.titles], get_language() or "en"
        )
    return rows


def _confirmed_tags(concept: str) -> QuerySet[Tag]:
    """Confirmed tags of a concept (``action-lines/C2``) on the outer instrument."""
    scheme, _slash, code = concept.partition("/")
    return Tag.objects.filter(
        instrument=OuterRef("pk"),
        state=CONFIRMED,
        concept__scheme__key=scheme,
        concept__code=code,
    )


def _search_condition(words: str, user: Reader) -> Q:
    """A condition for a symbol in any form and language, or for words of the text."""
    condition = Q(symbol__icontains=words)
    keys = {
        key
        for code in LANGUAGE_CODES
        for each in find_citations(words, code)
        for key in lookup_keys(each.value)
    }
    if keys:
        condition |= Q(keys__overlap=sorted(keys))
    query = parse_query(words)
    if query.tsquery:
        entries = SearchEntry.objects.filter(kind="version", lexemes__match=query.tsquery)
        versions = Version.objects.visible_to(user).filter(record__in=entries.values("record"))
        condition |= Q(pk__in=versions.values("instrument"))
    return condition


def listed_symbol(instrument: Instrument, shown: Version | None, language: str) -> str:
    """The symbol of a text of ``with_list_details`` in a language, preferably of the version shown."""
    for version in (*([shown] if shown else []), *reversed(instrument.seen)):
        for each in version.languages.all():
            if each.language == language and each.symbol:
                return split_symbol(each.symbol).symbol
    return format.localized_symbol(instrument.symbol, language)


def is_listed_symbol(instrument: Instrument, words: str) -> bool:
    """Whether the words are a symbol of a text of ``with_list_details``, not a title."""
    symbols = {own.symbol for each in instrument.seen for own in each.languages.all()}
    return words in {instrument.symbol, *symbols, *(split_symbol(each).symbol for each in symbols)}


def with_list_details(texts: Iterable[Instrument], user: Reader) -> list[Instrument]:
    """Load what the list shows of each text, in a constant number of queries."""
    versions = (
        Version.objects.visible_to(user)
        .filter(reconstructed_from=None, record__withdrawal=None)
        .select_related("record")
        .prefetch_related(Prefetch("languages", LanguageVersion.objects.order_by("pk")))
        .order_by("position", "pk")
    )
    rows: list[Instrument] = list(texts)
    prefetch_related_objects(
        rows,
        Prefetch("body", Body.objects.visible_to(user).select_related("record")),
        Prefetch("versions", versions, to_attr="seen"),
    )
    records = [
        record
        for each in rows
        for record in (
            each.record,
            *([each.body.record] if each.body else []),
            *(version.record for version in each.seen),
        )
    ]
    prefetch_related_objects(records, "wordings")
    return rows


def listed_version(instrument: Instrument, filters: Mapping[str, str]) -> Version | None:
    """The version that the list shows of a text of ``with_list_details``.

    The latest that matches the filters, else the current one.
    """
    versions = instrument.seen
    if not any(filters.get(name) for name in VERSION_FILTERS):
        return current_version(versions)
    return next(
        (each for each in reversed(versions) if _fits(each, filters)), current_version(versions)
    )


def _fits(version: Version, filters: Mapping[str, str]) -> bool:
    return (
        (not filters.get("state") or version.state == filters["state"])
        and (not filters.get("year") or version.year == str(filters["year"]))
        and (
            not filters.get("language")
            or any(each.language == filters["language"] for each in version.languages.all())
        )
    )


Choice = tuple[str, str]
"""The value of a filter in the query string, and its label."""


def filter_choices(user: Reader) -> tuple[list[Choice], list[Choice]]:
    """The bodies that have texts, by name, and the confirmed concepts, in order."""
    language = get_language() or "en"
    bodies, concepts = _bodies(user), _concepts(user)
    titles = _titles([each[0] for each in (*bodies, *concepts)], language)
    named = [(slug, titles.get(pk, slug)) for pk, slug in bodies]
    return (
        sorted(named, key=lambda each: sort_key(each[1], language)),
        [(f"{key}/{code}", f"{code} {titles.get(pk, '')}") for pk, key, code in concepts],
    )


@compiled_query
def _bodies(user: Reader) -> QuerySet[Body, tuple[int, str]]:
    texts = Instrument.objects.visible_to(user).filter(held=True, body=OuterRef("pk"))
    return Body.objects.visible_to(user).filter(Exists(texts)).values_list("pk", "slug")


@compiled_query
def _concepts(user: Reader) -> QuerySet[Concept, tuple[int, str, str]]:
    texts = Instrument.objects.visible_to(user).filter(held=True)
    tagged = Tag.objects.filter(
        state=CONFIRMED, concept=OuterRef("pk"), instrument__in=texts.values("pk")
    )
    concepts: QuerySet[Concept] = Concept.objects.visible_to(user).filter(Exists(tagged))
    return concepts.order_by("scheme__position", "position").values_list(
        "pk", "scheme__key", "code"
    )


def _titles(records: Iterable[int], language: str) -> dict[int, str]:
    """The titles of records in a language."""
    by_record: dict[int, list[Wording]] = {}
    for each in Wording.objects.filter(record__in=list(records), field="title"):
        by_record.setdefault(each.record_id, []).append(each)
    return {record: choose_wording(words, language).text for record, words in by_record.items()}


def version_years(user: Reader) -> list[str]:
    """The years of the held versions, the latest first."""
    # Filtered in Python: with this condition the database misjudges the number of rows.
    return sorted((each for each in _years(user) if _A_YEAR.fullmatch(each)), reverse=True)


@compiled_query
def _years(user: Reader) -> QuerySet[Version, str]:
    versions = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"), reconstructed_from=None
    )
    years = versions.order_by().annotate(of_year=YEAR)
    rows: QuerySet[Version, str] = years.values_list("of_year", flat=True).distinct()
    return rows


_A_YEAR = re.compile(r"[12][0-9]{3}")
