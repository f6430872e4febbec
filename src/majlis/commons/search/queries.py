"""Searches the index: exact symbols first, then words, similar spelling if no word matches, then embeddings.

Matches by words are ordered by tier: names typed in full, then provisions, then others; in a tier by rank.

Every statement has the visibility condition and a limit of rows, so that a frequent word costs no
more than a rare one. Counts beyond the limit are displayed as "more than".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length
from pgvector.django import MaxInnerProduct

from majlis.commons.search import embeddings, registry
from majlis.commons.search.index import fold_title
from majlis.commons.search.lookups import Closeness, Rank
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.normalisation import without_accents
from majlis.commons.search.parse import MAX_QUERY_LENGTH, ParsedQuery, parse_query
from majlis.commons.search.symbols import canonical_symbol
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition

MAX_RANKED = 1_000
"""Maximum number of rows that are ranked, once for matches in titles and once for all matches."""
MEANING_BELOW = 40
"""If words match fewer rows than this, embeddings are searched too."""
MAX_BY_MEANING = 60
"""Maximum number of rows from the search by embeddings, and by spelling; a record has up to six."""
MIN_SIMILARITY = 0.36
"""Minimum inner product of the vectors of a query and of a result by embeddings. The figures are in docs/explanation/search.md."""
_EF_SEARCH = 100
_LATEST_ROWS = 2000
_MIN_WORD_SIMILARITY = 0.6
# A name of a word or two resembles any short query: "Germany" resembles "gender". It is found by its words.
_MIN_LENGTH, _MIN_LENGTH_CHINESE = 25, 10
_MAX_SYMBOL_LENGTH = 60  # a longer query is never one symbol
_MIN_CLOSENESS = 0.015  # of a text in which the words stand within some sixty others
_NAMED, _LEADING, _OTHER = 0, 1, 2
_OWN_LANGUAGE_BONUS = 0.15  # added to the rank of a row in the reader's language


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that matches. ``how`` it was found: symbol, words, spelling or meaning.

    ``tier`` orders the rows that were found in the same way, before their score does.
    """

    entry: int
    record: int
    kind: str
    language: str
    score: float
    how: str
    tier: int = _OTHER


@dataclass(frozen=True, slots=True)
class Filters:
    """The reader's filters of a search; an empty tuple means all."""

    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.languages)


@dataclass(slots=True)
class SearchResults:
    """The records found, each with its best row; ``more``: there are more than the limit."""

    query: ParsedQuery
    best: list[Candidate] = field(default_factory=list)
    more: bool = False
    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)


def search(
    user: Reader, words: str, language: str = "en", filters: Filters | None = None
) -> SearchResults:
    """The visible records that match the words, best first.

    ``language`` is the reader's: among equal results, rows in it come first. At most seven statements.
    """
    filters = filters or Filters()
    query = parse_query(words, filters.languages)
    results = SearchResults(query)
    if not query.plain:
        return results
    with transaction.atomic():
        configure_indexes()
        rows, results.more = _by_words(_filtered_rows(user, filters), query, language)
        if not rows and not query.phrase and not query.symbols:
            rows += _by_spelling(_filtered_rows(user, filters), query)
        if len(rows) < MEANING_BELOW and not query.phrase and not query.symbols:
            rows += _by_meaning(_filtered_rows(user, filters), words)
        counted_rows = (
            _unfiltered_matches(_filtered_rows(user, Filters()), query) if filters else rows
        )
    results.best = _latest_versions_first(_best_of_each_record(rows, language))
    _count_facets(results, counted_rows if len(counted_rows) > len(rows) else rows)
    return results


def similar_records(user: Reader, words: str, kind: str, limit: int) -> list[tuple[int, float]]:
    """The visible records of a kind that are similar in meaning to the words, best first.

    Each is its key and its likeness, at least ``MIN_SIMILARITY`` and at most 1. Empty if the model is
    not installed. Two statements.
    """
    with transaction.atomic():
        configure_indexes()
        candidates = _by_meaning(_filtered_rows(user, Filters(kinds=(kind,))), words)
    best = {each.record: each.score for each in reversed(candidates)}
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]


def configure_indexes() -> None:
    """Set the parameters of the indexes and the planner for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hnsw.ef_search', %s, true), set_config('hnsw.iterative_scan', 'relaxed_order', true),"
            " set_config('pg_trgm.word_similarity_threshold', %s, true), set_config('jit', 'off', true),"
            # An index returns few rows, and each needs its record by key. The planner does not know the
            # limit, and would read the whole table of records for a hash join.
            " set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)",
            [str(_EF_SEARCH), str(_MIN_WORD_SIMILARITY)],
        )


def _filtered_rows(user: Reader, filters: Filters) -> QuerySet[SearchEntry]:
    rows = SearchEntry.objects.filter(visibility_condition(user, "record__"))
    if filters.kinds:
        rows = rows.filter(kind__in=filters.kinds)
    if filters.languages:
        rows = rows.filter(language__in=filters.languages)
    return rows


def _candidates(rows: QuerySet[Any], how: str) -> list[Candidate]:
    values = rows.values_list("pk", "record_id", "kind", "language", "score")
    leading = registry.leading_kinds()
    return [
        Candidate(
            entry, record, kind, language, score, how, _LEADING if kind in leading else _OTHER
        )
        for entry, record, kind, language, score in values
    ]


def _ranked_candidates(rows: QuerySet[SearchEntry], query: ParsedQuery) -> list[Candidate]:
    """The first rows that match words, each with its rank and tier."""
    named = Q()
    if len(query.plain) <= _MAX_SYMBOL_LENGTH:
        name = fold_title(query.plain)
        named = Q(folded=name) | Q(folded__startswith=f"{name} (")
    leading = Q(kind__in=registry.leading_kinds(), near__gte=_MIN_CLOSENESS)
    ranked = _ranked(rows, query).annotate(
        near=Closeness("lexemes", query.tsquery),
        tier=Case(
            *([When(named, then=_NAMED)] if named else []),
            When(leading, then=_LEADING),
            default=_OTHER,
            output_field=IntegerField(),
        ),
    )
    values = ranked.values_list("pk", "record_id", "kind", "language", "score", "tier")
    return [
        Candidate(entry, record, kind, language, score, "words", tier)
        for entry, record, kind, language, score, tier in values[:MAX_RANKED]
    ]


def _by_words(
    rows: QuerySet[SearchEntry], query: ParsedQuery, language: str
) -> tuple[list[Candidate], bool]:
    """The matches by symbols, then titles and texts by tier and rank; and whether there were more than the limit."""
    exact: list[Candidate] = []
    # The whole query may be a symbol without digits, such as the acronym of a body, or with a space.
    symbols = [
        *query.symbols,
        *([canonical_symbol(query.plain)] if len(query.plain) <= _MAX_SYMBOL_LENGTH else []),
    ]
    if symbols:
        with_symbol = rows.filter(symbols__overlap=symbols)
        if query.tsquery:  # the other words of the query must match too
            with_symbol = with_symbol.filter(lexemes__match=query.tsquery)
        exact = _candidates(_ranked(with_symbol, query)[:MAX_RANKED], "symbol")
    if not query.tsquery:
        return exact, False
    titles = _ranked_candidates(rows.filter(heading__match=query.tsquery), query)
    texts: list[Candidate] = []
    if len(titles) < MAX_RANKED:
        texts = _ranked_candidates(rows.filter(lexemes__match=query.tsquery), query)
    by_entry = {candidate.entry: candidate for candidate in (*texts, *titles)}
    for candidate in exact:
        by_entry.pop(candidate.entry, None)
    ranked = sorted(
        by_entry.values(),
        key=lambda candidate: (
            candidate.tier,
            -candidate.score - (_OWN_LANGUAGE_BONUS if candidate.language == language else 0),
            candidate.entry,
        ),
    )
    exact.sort(
        key=lambda candidate: (candidate.language != language, -candidate.score, candidate.entry)
    )
    return exact + ranked, MAX_RANKED in (len(titles), len(texts))


def _ranked(rows: QuerySet[SearchEntry], query: ParsedQuery) -> QuerySet[Any]:
    return rows.annotate(score=Rank("lexemes", query.tsquery))


def _by_spelling(rows: QuerySet[SearchEntry], query: ParsedQuery) -> list[Candidate]:
    """The rows whose titles contain a part that is spelt similarly to the query."""
    words = " ".join(without_accents(word) for word in query.plain.split())
    if not 4 <= len(words) <= 60:
        return []
    similar = rows.filter(folded__like_word=words).annotate(
        score=TrigramWordSimilarity(words, "folded")
    )
    return _candidates(similar.order_by("-score", "pk")[:MAX_BY_MEANING], "spelling")


def _by_meaning(rows: QuerySet[SearchEntry], words: str) -> list[Candidate]:
    """The rows of any language whose vectors are similar to that of the query."""
    vectors = embeddings.vectors([words[:MAX_QUERY_LENGTH]])
    if vectors is None:
        return []
    negative_product = MaxInnerProduct("vector", vectors[0])
    shortest = Case(
        When(language="zh", then=_MIN_LENGTH_CHINESE),
        default=_MIN_LENGTH,
        output_field=IntegerField(),
    )
    rows = rows.annotate(score=negative_product, length=Length("title") + Length("body"))
    rows = rows.filter(vector__isnull=False, length__gte=shortest)
    nearest = rows.order_by(negative_product)[:MAX_BY_MEANING]
    candidates = _candidates(nearest, "meaning")
    if not candidates:
        # The HNSW graph may find nothing while most of its rows are deleted and not yet vacuumed:
        # compare the latest rows one by one. Adding 0.0 prevents the use of the index.
        latest = SearchEntry.objects.order_by("-pk").values("pk")[:_LATEST_ROWS]
        candidates = _candidates(
            rows.filter(pk__in=latest).order_by(negative_product + Value(0.0))[:MAX_BY_MEANING],
            "meaning",
        )
    similar = [
        replace(each, score=-each.score) for each in candidates if -each.score >= MIN_SIMILARITY
    ]
    return sorted(similar, key=lambda candidate: candidate.tier)


def _unfiltered_matches(rows: QuerySet[SearchEntry], query: ParsedQuery) -> list[Candidate]:
    """The matches without the filters, for the counts of the facets."""
    if not query.tsquery:
        return []
    matches = rows.filter(lexemes__match=query.tsquery)[:MAX_RANKED]
    values = matches.values_list("pk", "record_id", "kind", "language")
    return [
        Candidate(entry, record, kind, language, 0.0, "words")
        for entry, record, kind, language in values
    ]


def _best_of_each_record(rows: Sequence[Candidate], language: str) -> list[Candidate]:
    """The first row of each record, or the row in the reader's language if it was found in the same way."""
    first: dict[int, Candidate] = {}
    for candidate in rows:
        best = first.get(candidate.record)
        if best is None or (
            best.how == candidate.how
            and best.language != language
            and candidate.language == language
        ):
            first[candidate.record] = candidate
    return list(first.values())


def _latest_versions_first(best: list[Candidate]) -> list[Candidate]:
    """The candidates with the versions of one text in their order, each at the place of another of them.

    Only versions that were found in the same way are exchanged.
    """
    keys: dict[str, list[int]] = {}
    for candidate in best:
        keys.setdefault(candidate.kind, []).append(candidate.record)
    siblings = registry.siblings_of(keys)
    groups: dict[tuple[str, int, str, int], list[int]] = {}
    for place, candidate in enumerate(best):
        if candidate.record in siblings:
            kind, text, _position = siblings[candidate.record]
            groups.setdefault((kind, text, candidate.how, candidate.tier), []).append(place)
    ordered = list(best)
    for places in groups.values():
        versions = sorted((best[place] for place in places), key=lambda it: siblings[it.record][2])
        for place, version in zip(places, versions, strict=True):
            ordered[place] = version
    return ordered


def _count_facets(results: SearchResults, rows: Iterable[Candidate]) -> None:
    """Count the records by kind and by language."""
    kinds = {each.record: each.kind for each in rows}
    results.kinds = Counter(kinds.values())
    results.languages = Counter(code for _, code in {(each.record, each.language) for each in rows})
