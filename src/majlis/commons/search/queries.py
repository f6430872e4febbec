"""Asking: exact symbols first, then words by rank, then typing errors where little was found, then meaning.

Every statement passes through ``visibility_condition`` and stops at a bound, so that a frequent word costs what a rare one does. Counts
beyond the bound are said to be "more than".
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
from majlis.commons.search import parse as reading
from majlis.commons.search.lookups import Rank
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.normalisation import without_accents
from majlis.commons.search.parse import ParsedQuery
from majlis.commons.search.query_language import detect_query_language
from majlis.commons.search.symbols import canonical_symbol
from majlis.kernel.models.record import visibility_condition

MAX_RANKED = 1_000
"""Rows that are ranked, of those with the words in the title and of all: each time at most so many."""
SPELLING_BELOW = 5
"""Where words find fewer rows than this, typing errors are looked for."""
MEANING_BELOW = 40
"""Where words find at least so many rows, nothing is looked for by meaning."""
MAX_BY_MEANING = 30
"""Rows that are found by meaning."""
MIN_SIMILARITY = 0.3
"""The least likeness of meaning (inner product of centred vectors) that is shown."""
_EF_SEARCH = 100
_LATEST_ROWS = 2000
_MIN_WORD_SIMILARITY = 0.5
_MAX_SYMBOL_LENGTH = 60  # characters of a query that may be one symbol
_OWN_LANGUAGE_BONUS = 0.15  # what a row in the reader's language is worth beside its rank


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that was found. ``found_by``: symbol, words, spelling or meaning."""

    entry: int
    record: int
    kind: str
    language: str
    score: float
    how: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader limits a search to; empty means all."""

    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.languages)


@dataclass(slots=True)
class SearchResults:
    """Records in order, each by its best row; ``add_rows``: there are more than were looked at."""

    asked: ParsedQuery
    best: list[Candidate] = field(default_factory=list)
    more: bool = False
    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)


def search(
    user: Any, words: str, language: str = "en", filters: Filters | None = None
) -> SearchResults:
    """The records that the user may see and that answer the words, the best first.

    ``language`` is the reader's: rows in it come first among equals, and a query of Latin letters that does not tell its
    language is taken to be in it. At most seven statements, whatever is found.
    """
    filters = filters or Filters()
    asked = reading.parse_query(words, filters.languages)
    found = SearchResults(asked)
    if not asked.plain:
        return found
    with transaction.atomic():
        _configure_indexes()
        rows, found.more = _by_words(_filtered_rows(user, filters), asked, language)
        if len(rows) < SPELLING_BELOW and not asked.phrase and not asked.symbols:
            rows += _by_spelling(_filtered_rows(user, filters), asked)
        if len(rows) < MEANING_BELOW and not asked.phrase and not asked.symbols:
            rows += _by_meaning(_filtered_rows(user, filters), words, language)
        everything = (
            _unfiltered_matches(_filtered_rows(user, Filters()), asked) if filters else rows
        )
    found.best = _best_of_each_record(rows, language)
    _count_facets(found, everything if len(everything) > len(rows) else rows)
    return found


def _configure_indexes() -> None:
    """How the indexes are walked, for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hnsw.ef_search', %s, true), set_config('hnsw.iterative_scan', 'relaxed_order', true),"
            " set_config('pg_trgm.word_similarity_threshold', %s, true), set_config('jit', 'off', true),"
            # Few rows come from an index and each asks for its record by key; the planner, which knows nothing of
            # the bound, would else read the whole table of records for a hash.
            " set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)",
            [str(_EF_SEARCH), str(_MIN_WORD_SIMILARITY)],
        )


def _filtered_rows(user: Any, filters: Filters) -> QuerySet[SearchEntry]:
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
    rows: QuerySet[SearchEntry], asked: ParsedQuery, language: str
) -> tuple[list[Candidate], bool]:
    """Symbols, then titles and texts by rank; and whether there were more than the bound."""
    exact: list[Candidate] = []
    # The whole query may be a symbol that has no digit, as the short name of a body, or has a space.
    symbols = [
        *asked.symbols,
        *([canonical_symbol(asked.plain)] if len(asked.plain) <= _MAX_SYMBOL_LENGTH else []),
    ]
    if symbols:
        with_symbol = rows.filter(symbols__overlap=symbols)
        if asked.tsquery:  # the other words of the query hold too
            with_symbol = with_symbol.filter(lexemes__match=asked.tsquery)
        exact = _candidates(_ranked(with_symbol, asked)[:MAX_RANKED], "symbol")
    if not asked.tsquery:
        return exact, False
    titles = _candidates(
        _ranked(rows.filter(heading__match=asked.tsquery), asked)[:MAX_RANKED], "words"
    )
    texts: list[Candidate] = []
    if len(titles) < MAX_RANKED:
        texts = _candidates(
            _ranked(rows.filter(lexemes__match=asked.tsquery), asked)[:MAX_RANKED], "words"
        )
    both = {each.entry: each for each in (*texts, *titles)}
    for each in exact:
        both.pop(each.entry, None)
    ranked = sorted(
        both.values(),
        key=lambda each: (
            -each.score - (_OWN_LANGUAGE_BONUS if each.language == language else 0),
            each.entry,
        ),
    )
    exact.sort(key=lambda each: (each.language != language, -each.score, each.entry))
    return exact + ranked, MAX_RANKED in (len(titles), len(texts))


def _ranked(rows: QuerySet[SearchEntry], asked: ParsedQuery) -> QuerySet[Any]:
    return rows.annotate(score=Rank("lexemes", asked.tsquery))


def _by_spelling(rows: QuerySet[SearchEntry], asked: ParsedQuery) -> list[Candidate]:
    """Titles with a stretch that is spelt nearly as the query."""
    words = " ".join(without_accents(word) for word in asked.plain.split())
    if not 4 <= len(words) <= 60:
        return []
    alike = rows.filter(folded__like_word=words).annotate(
        score=TrigramWordSimilarity(words, "folded")
    )
    return _candidates(alike.order_by("-score", "pk")[:MAX_BY_MEANING], "spelling")


def _by_meaning(rows: QuerySet[SearchEntry], words: str, language: str) -> list[Candidate]:
    """Rows of any language that mean something near."""
    vectors = embeddings.vectors(
        [words[: reading.MAX_QUERY_LENGTH]], "query", detect_query_language(words, language)
    )
    if vectors is None:
        return []
    far = MaxInnerProduct("vector", vectors[0])
    rows = rows.filter(vector__isnull=False).annotate(score=far)
    near = rows.order_by(far)[:MAX_BY_MEANING]
    found = _candidates(near, "meaning")
    if not found:
        # The graph leads nowhere while most of what it knows was deleted and not tidied up yet: look
        # at the latest rows one by one.
        latest = SearchEntry.objects.order_by("-pk").values("pk")[:_LATEST_ROWS]
        found = _candidates(
            rows.filter(pk__in=latest).order_by(far + Value(0.0))[:MAX_BY_MEANING], "meaning"
        )
    return [
        Candidate(each.entry, each.record, each.kind, each.language, -each.score, "meaning")
        for each in found
        if -each.score >= MIN_SIMILARITY
    ]


def _unfiltered_matches(rows: QuerySet[SearchEntry], asked: ParsedQuery) -> list[Candidate]:
    """What there is without the filters, for the counts beside them."""
    if not asked.tsquery:
        return []
    with_wordings = rows.filter(lexemes__match=asked.tsquery)[:MAX_RANKED]
    values = with_wordings.values_list("pk", "record_id", "kind", "language")
    return [
        Candidate(entry, record, kind, language, 0.0, "words")
        for entry, record, kind, language in values
    ]


def _best_of_each_record(rows: Sequence[Candidate], language: str) -> list[Candidate]:
    """The first row of each record, or that in the reader's language if it was found the same way."""
    first: dict[int, Candidate] = {}
    for each in rows:
        known = first.get(each.record)
        if known is None or (
            known.how == each.how and known.language != language and each.language == language
        ):
            first[each.record] = each
    return list(first.values())


def _count_facets(found: SearchResults, rows: Iterable[Candidate]) -> None:
    """Records a kind and records a language."""
    kinds = {each.record: each.kind for each in rows}
    found.kinds = Counter(kinds.values())
    found.languages = Counter(code for _, code in {(each.record, each.language) for each in rows})
