"""The page of search results."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from majlis.commons.search import registry
from majlis.commons.search.excerpts import Piece, excerpt, mark_matches
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.parse import MAX_QUERY_LENGTH, ParsedQuery
from majlis.commons.search.queries import (
    MIN_SIMILARITY,
    Candidate,
    Filters,
    SearchResults,
    search,
)
from majlis.kernel.languages import LANGUAGE_CODES, direction, official_language
from majlis.kernel.models import Record
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.look.languages import name_of

PAGE_SIZE = 20
_MIN_REST = 3  # of a text that is more than its title; less is punctuation


@dataclass(frozen=True, slots=True)
class Hit:
    """A record of the page. ``title`` is in ``language``, ``excerpt`` in ``excerpt_language``.

    ``how`` it was found: symbol, words, spelling or meaning. ``languages``: codes of the languages
    in which the record is indexed. ``note``: what stands below the title, such as a symbol.
    ``url`` is the address of the record, or of the provision with the words.
    """

    record: Record
    kind: str
    kind_name: str | Promise
    title: list[Piece]
    language: str
    excerpt: list[Piece]
    excerpt_language: str
    how: str
    languages: tuple[str, ...]
    url: str
    note: SafeString | str = ""

    @property
    def direction(self) -> str:
        """The direction of the title: ``rtl`` or ``ltr``."""
        return direction(self.language)

    @property
    def excerpt_direction(self) -> str:
        """The direction of the excerpt: ``rtl`` or ``ltr``."""
        return direction(self.excerpt_language)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its count; ``query`` is the URL query that switches it on, or off if it is on."""

    code: str
    name: str | Promise
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A page of results.

    ``total`` counts records; with ``more`` there are more than that. ``before`` and ``after`` are
    the URL queries of the neighbouring pages, "" if there is none. ``cut``: the query is longer
    than the part that is parsed.
    """

    words: str
    hits: list[Hit]
    total: int
    more: bool
    number: int
    pages: int
    before: str
    after: str
    kinds: list[Facet]
    languages: list[Facet]
    cut: bool
    min_similarity: float = MIN_SIMILARITY

    @property
    def hits_by_words(self) -> list[Hit]:
        """The hits that were found by symbols, words or spelling."""
        return [hit for hit in self.hits if hit.how != "meaning"]

    @property
    def hits_by_meaning(self) -> list[Hit]:
        """The hits that are similar in meaning, after the others."""
        return [hit for hit in self.hits if hit.how == "meaning"]


def results_page(request: HttpRequest) -> ResultsPage:
    """The page of results for ``?q=…&kind=…&language=…&page=…``; kind and language can be repeated.

    Unknown values are ignored; a page number past the end gives the last page. The reader's
    language is that of the request.
    """
    parameters = request.GET
    words, filters, language = _read_request(request)
    results = search(request.user, words, language, filters)
    pages = max(1, -(-len(results.best) // PAGE_SIZE))
    requested_page = parameters.get("page", "1")
    number = (
        int(requested_page)
        if requested_page.isascii() and requested_page.isdecimal() and len(requested_page) < 6
        else 1
    )
    number = min(max(number, 1), pages)
    shown = results.best[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return ResultsPage(
        words=words,
        hits=_hits(shown, results.query, language),
        total=len(results.best),
        more=results.more,
        number=number,
        pages=pages,
        before=_query(parameters, page=number - 1) if number > 1 else "",
        after=_query(parameters, page=number + 1) if number < pages else "",
        kinds=_kinds(parameters, results, filters),
        languages=_languages(parameters, results, filters),
        cut=len(words) > MAX_QUERY_LENGTH,
    )


def all_hits(request: HttpRequest, limit: int) -> list[Hit]:
    """The first ``limit`` results of the search, best first, for a file."""
    words, filters, language = _read_request(request)
    results = search(request.user, words, language, filters)
    return _hits(results.best[:limit], results.query, language)


def _read_request(request: HttpRequest) -> tuple[str, Filters, str]:
    """The words, the filters and the reader's language of a request."""
    parameters = request.GET
    filters = Filters(
        tuple(code for code in dict.fromkeys(parameters.getlist("kind")) if code in RECORD_KINDS),
        tuple(
            code for code in dict.fromkeys(parameters.getlist("language")) if code in LANGUAGE_CODES
        ),
    )
    language = official_language(getattr(request, "LANGUAGE_CODE", "")) or "en"
    # The database takes no NUL.
    return parameters.get("q", "").replace("\0", "").strip(), filters, language


def _hits(candidates: list[Candidate], query: ParsedQuery, language: str) -> list[Hit]:
    """The hits for the candidates of a page, with the rows of all languages read in one statement."""
    rows = (
        SearchEntry.objects.filter(record__in=[candidate.record for candidate in candidates])
        .select_related("record")
        .only("record", "language", "title", "body", "kind")
    )
    by_record: dict[int, dict[str, SearchEntry]] = {}
    for row in rows:
        by_record.setdefault(row.record_id, {})[row.language] = row
    keys: dict[str, list[int]] = {}
    for candidate in candidates:
        keys.setdefault(candidate.kind, []).append(candidate.record)
    notes = registry.notes_for_reader(keys, language)
    places = _places(candidates, query)
    hits = []
    for candidate in candidates:
        entries = by_record.get(candidate.record, {})
        entry = entries.get(candidate.language)
        if candidate.how == "meaning":  # no words are marked: the reader's own language tells more
            entry = entries.get(language, entry)
        if entry is None:  # the row was deleted since the search
            continue
        title_entry = entries.get(language, entry)
        title, title_language = registry.title_for_reader(
            candidate.kind, title_entry.title, title_entry.language, language
        )
        place = places.get(candidate.record)
        text = (place.text if place else "") or entry.body
        hits.append(
            Hit(
                record=entry.record,
                kind=candidate.kind,
                kind_name=_kind_name(candidate.kind),
                title=mark_matches(title, query, title_language),
                language=title_language,
                excerpt=_excerpt(text, title, query, entry.language, title_language),
                excerpt_language=entry.language,
                how=candidate.how,
                languages=tuple(code for code in LANGUAGE_CODES if code in entries),
                url=place.url if place else entry.record.get_absolute_url(),
                note=place.note if place else notes.get(candidate.record, ""),
            )
        )
    return hits


def _places(candidates: list[Candidate], query: ParsedQuery) -> dict[int, registry.Place]:
    """The parts of records with the words of the query; only of those that were found by words."""
    languages: dict[str, dict[int, str]] = {}
    for each in candidates:
        language = each.language if each.how == "words" else ""
        languages.setdefault(each.kind, {})[each.record] = language
    return registry.places_for_query(languages, query)


def _excerpt(
    text: str, title: str, query: ParsedQuery, language: str, title_language: str
) -> list[Piece]:
    """The excerpt of a text; nothing if the title above it is the same text."""
    shown = language == title_language and text.startswith(title)
    if not text or (shown and len(text) - len(title) < _MIN_REST):
        return []
    return excerpt(text, query, language)


def _kind_name(code: str) -> str | Promise:
    return RECORD_KINDS[code].name if code in RECORD_KINDS else code


def _query(parameters: QueryDict, **changes: int | list[str]) -> str:
    """The query of the URL with changed values; the first page has no number."""
    query = parameters.copy()
    for key, value in changes.items():
        query.setlist(key, value if isinstance(value, list) else [str(value)])
    if query.get("page") == "1":
        query.pop("page")
    return f"?{query.urlencode()}"


def _toggled(parameters: QueryDict, key: str, code: str, chosen: tuple[str, ...]) -> str:
    codes = [each for each in chosen if each != code]
    if code not in chosen:
        codes.append(code)
    return _query(parameters, page=1, **{key: codes})


def _kinds(parameters: QueryDict, results: SearchResults, filters: Filters) -> list[Facet]:
    counts = {**dict.fromkeys(filters.kinds, 0), **results.kinds}
    return [
        Facet(
            code,
            RECORD_KINDS[code].plural if code in RECORD_KINDS else code,
            count,
            code in filters.kinds,
            _toggled(parameters, "kind", code, filters.kinds),
        )
        for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]


def _languages(parameters: QueryDict, results: SearchResults, filters: Filters) -> list[Facet]:
    counts = {**dict.fromkeys(filters.languages, 0), **results.languages}
    return [
        Facet(
            code,
            name_of(code),
            counts[code],
            code in filters.languages,
            _toggled(parameters, "language", code, filters.languages),
        )
        for code in LANGUAGE_CODES
        if code in counts
    ]
