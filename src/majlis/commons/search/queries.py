"""Searches the index: exact symbols first, then words by rank, typing errors if few match, then embeddings.

Every statement has the visibility condition and a limit of rows, so that a frequent word costs no
more than a rare one. Counts beyond the limit are displayed as "more than".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import QuerySet, Value
from pgvector.django import MaxInnerProduct

from majlis.commons.search import embeddings
from majlis.commons.search.lookups import Rank
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.normalisation import without_accents
from majlis.commons.search.parse import MAX_QUERY_LENGTH, ParsedQuery, parse_query
from majlis.commons.search.query_language import detect_query_language
from majlis.commons.search.symbols import canonical_symbol
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition

MAX_RANKED = 1_000
"""Maximum number of rows that are ranked, once for matches in titles and once for all matches."""
SPELLING_BELOW = 5
"""If words match fewer rows than this, similar spellings are searched too."""
MEANING_BELOW = 40
"""If words match fewer rows than this, embeddings are searched too."""
MAX_BY_MEANING = 30
"""Maximum number of rows from the search by embeddings, and by spelling."""
MIN_SIMILARITY = 0.3
"""Minimum inner product of centred vectors for a result by embeddings."""
_EF_SEARCH = 100
_LATEST_ROWS = 2000
_MIN_WORD_SIMILARITY = 0.5
_MAX_SYMBOL_LENGTH = 60  # a longer query is never one symbol
_OWN_LANGUAGE_BONUS = 0.15  # added to the rank of a row in the reader's language


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that matches. ``how`` it was found: symbol, words, spelling or meaning."""

    entry: int
    record: int
    kind: str
    language: str
    score: float
    how: str


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

    ``language`` is the reader's: among equal results, rows in it come first, and a Latin query
    whose language cannot be detected is assumed to be in it. At most seven statements.
    """
    filters = filters or Filters()
    query = parse_query(words, filters.languages)
    results = SearchResults(query)
    if not query.plain:
        return results
    with transaction.atomic():
        _configure_indexes()
        rows, results.more = _by_words(_filtered_rows(user, filters), query, language)
        if len(rows) < SPELLING_BELOW and not query.phrase and not query.symbols:
            rows += _by_spelling(_filtered_rows(user, filters), query)
        if len(rows) < MEANING_BELOW and not query.phrase and not query.symbols:
            rows += _by_meaning(_filtered_rows(user, filters), words, language)
        counted_rows = (
            _unfiltered_matches(_filtered_rows(user, Filters()), query) if filters else rows
        )
    results.best = _best_of_each_record(rows, language)
    _count_facets(results, counted_rows if len(counted_rows) > len(rows) else rows)
    return results


def _configure_indexes() -> None:
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
    return [
        Candidate(entry, record, kind, language, score, how)
        for entry, record, kind, language, score in values
    ]


def _by_words(
    rows: QuerySet[SearchEntry], query: ParsedQuery, language: str
) -> tuple[list[Candidate], bool]:
    """The matches by symbols, then by rank of titles and texts; and whether there were more than the limit."""
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
    titles = _candidates(
        _ranked(rows.filter(heading__match=query.tsquery), query)[:MAX_RANKED], "words"
    )
    texts: list[Candidate] = []
    if len(titles) < MAX_RANKED:
        texts = _candidates(
            _ranked(rows.filter(lexemes__match=query.tsquery), query)[:MAX_RANKED], "words"
        )
    by_entry = {candidate.entry: candidate for candidate in (*texts, *titles)}
    for candidate in exact:
        by_entry.pop(candidate.entry, None)
    ranked = sorted(
        by_entry.values(),
        key=lambda candidate: (
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


def _by_meaning(rows: QuerySet[SearchEntry], words: str, language: str) -> list[Candidate]:
    """The rows of any language whose vectors are similar to that of the query."""
    vectors = embeddings.vectors(
        [words[:MAX_QUERY_LENGTH]], "query", detect_query_language(words, language)
    )
    if vectors is None:
        return []
    negative_product = MaxInnerProduct("vector", vectors[0])
    rows = rows.filter(vector__isnull=False).annotate(score=negative_product)
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
    return [
        Candidate(each.entry, each.record, each.kind, each.language, -each.score, "meaning")
        for each in candidates
        if -each.score >= MIN_SIMILARITY
    ]


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


def _count_facets(results: SearchResults, rows: Iterable[Candidate]) -> None:
    """Count the records by kind and by language."""
    kinds = {each.record: each.kind for each in rows}
    results.kinds = Counter(kinds.values())
    results.languages = Counter(code for _, code in {(each.record, each.language) for each in rows})
