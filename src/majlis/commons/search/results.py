"""The page of search results, and the suggestions while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

from majlis.commons.search import parse as reading
from majlis.commons.search import registry
from majlis.commons.search.excerpts import Piece, excerpt, mark_matches
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.parse import ParsedQuery
from majlis.commons.search.queries import Candidate, Filters, SearchResults, search
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE, direction, official_language
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.record_kinds import RECORD_KINDS

PAGE_SIZE = 20
MAX_SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One record of the page. ``title`` is in ``language``, ``excerpt`` in ``excerpt_language``.

    ``found_by`` is symbol, words, spelling or meaning; ``languages``: the codes in which the record is searched.
    """

    record: Any
    kind: str
    kind_name: str | Promise
    title: list[Piece]
    language: str
    excerpt: list[Piece]
    excerpt_language: str
    how: str
    languages: tuple[str, ...]

    @property
    def direction(self) -> str:
        """Of the title: ``rtl`` or ``ltr``."""
        return direction(self.language)

    @property
    def excerpt_direction(self) -> str:
        """Of the excerpt: ``rtl`` or ``ltr``."""
        return direction(self.excerpt_language)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its count; ``query`` is the address of the page with it turned on, or off where it is on."""

    code: str
    name: str | Promise
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A page of results.

    ``total`` counts records; with ``add_rows`` there are more than that. ``before`` and ``next_version`` are the queries of the
    neighbouring pages, empty where there is none. ``page_links``: the query was longer than what is read of one.
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


def results_page(request: HttpRequest) -> ResultsPage:
    """Answer ``?q=…&kind=…&language=…&page=…``; kind and language may be given again and again.

    Values that mean nothing are passed over; a page past the end is the last. The reader's language is that of the
    request.
    """
    given = request.GET
    words, filters, language = _read_request(request)
    found = search(request.user, words, language, filters)
    pages = max(1, -(-len(found.best) // PAGE_SIZE))
    wanted = given.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 6 else 1
    number = min(max(number, 1), pages)
    shown = found.best[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return ResultsPage(
        words=words,
        hits=_hits(shown, found.asked, language),
        total=len(found.best),
        more=found.more,
        number=number,
        pages=pages,
        before=_query(given, page=number - 1) if number > 1 else "",
        after=_query(given, page=number + 1) if number < pages else "",
        kinds=_kinds(given, found, filters),
        languages=_languages(given, found, filters),
        cut=len(words) > reading.MAX_QUERY_LENGTH,
    )


def all_hits(request: HttpRequest, most: int) -> list[Hit]:
    """All that the page of results shows on its pages, the best first: for a file."""
    words, filters, language = _read_request(request)
    found = search(request.user, words, language, filters)
    return _hits(found.best[:most], found.asked, language)


def _read_request(request: HttpRequest) -> tuple[str, Filters, str]:
    """The words, the filters and the reader's language of an address."""
    given = request.GET
    filters = Filters(
        tuple(code for code in dict.fromkeys(given.getlist("kind")) if code in RECORD_KINDS),
        tuple(code for code in dict.fromkeys(given.getlist("language")) if code in LANGUAGE_CODES),
    )
    language = official_language(getattr(request, "LANGUAGE_CODE", "")) or "en"
    return given.get("q", "").strip(), filters, language


def _hits(shown: list[Candidate], asked: ParsedQuery, language: str) -> list[Hit]:
    """Read the rows of the page, all languages of its records, in one statement."""
    rows = (
        SearchEntry.objects.filter(record__in=[each.record for each in shown])
        .select_related("record")
        .only("record", "language", "title", "body", "kind")
    )
    by_record: dict[int, dict[str, SearchEntry]] = {}
    for row in rows:
        by_record.setdefault(row.record_id, {})[row.language] = row
    hits = []
    for each in shown:
        entries = by_record.get(each.record, {})
        matched = entries.get(each.language)
        if matched is None:  # it changed since it was found
            continue
        titled = entries.get(language, matched)
        title, written = registry.title_for_reader(
            each.kind, titled.title, titled.language, language
        )
        hits.append(
            Hit(
                record=matched.record,
                kind=each.kind,
                kind_name=_kind_name(each.kind),
                title=mark_matches(title, asked, written),
                language=written,
                excerpt=excerpt(matched.body, asked, matched.language) if matched.body else [],
                excerpt_language=matched.language,
                how=each.how,
                languages=tuple(code for code in LANGUAGE_CODES if code in entries),
            )
        )
    return hits


def _kind_name(code: str) -> str | Promise:
    return RECORD_KINDS[code].name if code in RECORD_KINDS else code


def _query(given: QueryDict, **changes: Any) -> str:
    """The query of the address with some values changed; the first page has no number."""
    query = given.copy()
    for key, value in changes.items():
        query.setlist(key, value if isinstance(value, list) else [str(value)])
    if query.get("page") == "1":
        query.pop("page")
    return f"?{query.urlencode()}"


def _toggled(given: QueryDict, key: str, code: str, chosen: tuple[str, ...]) -> str:
    kept = [each for each in chosen if each != code]
    if code not in chosen:
        kept.append(code)
    return _query(given, **{key: kept, "page": 1})


def _kinds(given: QueryDict, found: SearchResults, filters: Filters) -> list[Facet]:
    counts = {**dict.fromkeys(filters.kinds, 0), **found.kinds}
    return [
        Facet(
            code,
            RECORD_KINDS[code].plural if code in RECORD_KINDS else code,
            count,
            code in filters.kinds,
            _toggled(given, "kind", code, filters.kinds),
        )
        for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]


def _languages(given: QueryDict, found: SearchResults, filters: Filters) -> list[Facet]:
    counts = {**dict.fromkeys(filters.languages, 0), **found.languages}
    return [
        Facet(
            code,
            LANGUAGES_BY_CODE[code].name,
            counts[code],
            code in filters.languages,
            _toggled(given, "language", code, filters.languages),
        )
        for code in LANGUAGE_CODES
        if code in counts
    ]


def suggestions(user: Any, typed: str, language: str = "en") -> list[SearchEntry]:
    """Up to eight rows whose titles or symbols hold what is being typed, one a record, the reader's language first."""
    asked = reading.parse_query(typed)
    if not asked.tsquery:
        return []
    rows = list(
        SearchEntry.objects.filter(
            visibility_condition(user, "record__"), heading__match=asked.tsquery
        )
        .select_related("record")
        .only("record", "language", "title", "kind")[: MAX_SUGGESTIONS * 12]
    )
    rows.sort(key=lambda row: (row.language != language, len(row.title), row.pk))
    first: dict[int, SearchEntry] = {}
    for row in rows:
        first.setdefault(row.record_id, row)
    return list(first.values())[:MAX_SUGGESTIONS]
