"""The registry of searchable kinds. A room registers in the ``ready`` of its application::

    registry.register("concept", body=("definition",), symbols=codes_of)

Kinds that no room registers are not indexed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from majlis.commons.search.parse import ParsedQuery
from majlis.kernel.models import Record

type SymbolsOf = Callable[[Sequence[Record]], Mapping[int, Sequence[str]]]
type TextsOf = Callable[[Sequence[Record]], Mapping[int, Mapping[str, SearchText]]]
type NotesOf = Callable[[Collection[int], str], Mapping[int, SafeString | str]]
type PlacesOf = Callable[[Mapping[int, str], ParsedQuery], Mapping[int, Place]]
type SiblingsOf = Callable[[Collection[int]], Mapping[int, tuple[int, int]]]
type TitleWriter = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class SearchText:
    """The text of a record in one language."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """In which fields a kind is suggested, such as "text", and what these fields get for each key."""

    field: str
    values: Callable[[Sequence[int], str], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """The part of a record that a hit leads to: its address, what stands below the title, its text.

    ``text`` is empty if no part contains the words; ``url`` then leads to the record.
    """

    url: str
    note: SafeString | str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SearchSource:
    """How the records of a kind become index rows. ``title`` and ``body`` are fields of their wordings.

    ``symbols(records)`` returns the symbols of records by key, for all languages.
    ``words(records)`` returns the texts by key and language, for kinds whose texts are not
    wordings; it replaces ``title`` and ``body``. Both are called for many records at once.
    ``localize_title(title, language)`` writes a title such as "resolution 3" in the reader's
    language, so that the index needs no row for each language.
    ``notes(keys, language)`` returns what stands below the title of a hit, by key: a symbol, a meeting.
    ``places(languages, query)`` returns the parts that contain the words of the query, by key, for kinds
    with parts. ``languages`` gives the language of the text that was found, by key; it is empty if the
    record was not found by words.
    ``siblings(keys)`` returns the text that each record is a version of, and its position: the first
    version is shown first.
    ``suggested``: in which fields of forms these records are suggested, and what the field gets.
    ``leads``: these records come before others that match equally well.
    """

    kind: str
    title: str = "title"
    body: tuple[str, ...] = field(default=())
    symbols: SymbolsOf | None = None
    words: TextsOf | None = None
    localize_title: TitleWriter | None = None
    notes: NotesOf | None = None
    places: PlacesOf | None = None
    siblings: SiblingsOf | None = None
    suggested: Suggested | None = None
    leads: bool = False


SOURCES: dict[str, SearchSource] = {}


def register(
    kind: str,
    *,
    title: str = "title",
    body: Sequence[str] = (),
    symbols: SymbolsOf | None = None,
    words: TextsOf | None = None,
    localize_title: TitleWriter | None = None,
    notes: NotesOf | None = None,
    places: PlacesOf | None = None,
    siblings: SiblingsOf | None = None,
    suggested: Suggested | None = None,
    leads: bool = False,
) -> None:
    """Register a kind for search; a second registration replaces the first."""
    SOURCES[kind] = SearchSource(
        kind,
        title,
        tuple(body),
        symbols,
        words,
        localize_title,
        notes,
        places,
        siblings,
        suggested,
        leads,
    )


def leading_kinds() -> list[str]:
    """The kinds whose records come before others that match equally well."""
    return [kind for kind, source in SOURCES.items() if source.leads]


def notes_for_reader(
    keys_by_kind: Mapping[str, Collection[int]], language: str
) -> dict[int, SafeString | str]:
    """What stands below the titles of hits in the reader's language, by key; for kinds that have notes."""
    found: dict[int, SafeString | str] = {}
    for kind, keys in keys_by_kind.items():
        source = SOURCES.get(kind)
        if source is not None and source.notes is not None:
            found.update(source.notes(keys, language))
    return found


def places_for_query(
    languages_by_kind: Mapping[str, Mapping[int, str]], query: ParsedQuery
) -> dict[int, Place]:
    """The parts of records that hits lead to, by key; for kinds that have parts."""
    found: dict[int, Place] = {}
    for kind, languages in languages_by_kind.items():
        source = SOURCES.get(kind)
        if source is not None and source.places is not None:
            found.update(source.places(languages, query))
    return found


def siblings_of(keys_by_kind: Mapping[str, Collection[int]]) -> dict[int, tuple[str, int, int]]:
    """For versions of texts: what identifies the text, and the position of the version; by key.

    Kinds of which only one record was found are not read.
    """
    found: dict[int, tuple[str, int, int]] = {}
    for kind, keys in keys_by_kind.items():
        source = SOURCES.get(kind)
        if source is not None and source.siblings is not None and len(keys) > 1:
            found |= {key: (kind, *place) for key, place in source.siblings(keys).items()}
    return found


def title_for_reader(kind: str, title: str, written: str, language: str) -> tuple[str, str]:
    """The title of a record in the reader's language if it can be localized; and the language of the result."""
    source = SOURCES.get(kind)
    if source is None or source.localize_title is None:
        return title, written
    localized = source.localize_title(title, language)
    return localized, written if localized == title else language


def search_texts(
    source: SearchSource, records: Sequence[Record]
) -> Mapping[int, Mapping[str, SearchText]]:
    """The texts of records by key and language; a language without a title takes the title of another."""
    if source.words is not None:
        return source.words(records)
    texts_by_record: dict[int, dict[str, SearchText]] = {}
    for record in records:
        texts: dict[str, dict[str, str]] = {}
        for wording in record.wordings.all():
            if wording.text and wording.field in (source.title, *source.body):
                texts.setdefault(wording.language, {})[wording.field] = wording.text
        texts_by_record[record.pk] = {
            language: SearchText(
                fields.get(source.title) or record.say(source.title, language).text,
                "\n".join(fields[name] for name in source.body if name in fields),
            )
            for language, fields in texts.items()
        }
    return texts_by_record
