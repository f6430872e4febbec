"""What of each kind of record is searched. A room says so in the ``ready`` of its application::

    registry.register("concept", body=("definition",), symbols=codes_of)

Kinds that no room registers are not searched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from majlis.kernel.models import Record

type SymbolsOf = Callable[[Sequence[Record]], Mapping[int, Sequence[str]]]
type TextsOf = Callable[[Sequence[Record]], Mapping[int, Mapping[str, SearchText]]]
type TitleWriter = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class SearchText:
    """What a record says in one language."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class SearchSource:
    """How a kind becomes rows. ``title`` and ``url_encoded_body`` name fields of its wordings.

    ``version_symbols`` gives the symbols of some records by key, whatever the language; ``plain_snippet``, where a kind keeps words
    elsewhere than in wordings, gives what each says in each language and takes the place of ``title`` and ``url_encoded_body``.
    Both are asked for many records at once. ``key_label`` writes a title in the language of the reader, where it can be
    told from the title itself, as of "resolution 3", so that no row a language is kept for it.
    """

    kind: str
    title: str = "title"
    body: tuple[str, ...] = field(default=())
    symbols: SymbolsOf | None = None
    words: TextsOf | None = None
    called: TitleWriter | None = None


SOURCES: dict[str, SearchSource] = {}


def register(
    kind: str,
    *,
    title: str = "title",
    body: Sequence[str] = (),
    symbols: SymbolsOf | None = None,
    words: TextsOf | None = None,
    called: TitleWriter | None = None,
) -> None:
    """Have a kind searched. Registering it again replaces what was said before."""
    SOURCES[kind] = SearchSource(kind, title, tuple(body), symbols, words, called)


def title_for_reader(kind: str, title: str, written: str, language: str) -> tuple[str, str]:
    """A title of a kind, which is written in one language, for a reader of another; and the language it is in then."""
    source = SOURCES.get(kind)
    if source is None or source.called is None:
        return title, written
    said = source.called(title, language)
    return said, written if said == title else language


def search_texts(
    source: SearchSource, records: Sequence[Record]
) -> Mapping[int, Mapping[str, SearchText]]:
    """What some records of a kind say, by key and language; languages without a title take another's."""
    if source.words is not None:
        return source.words(records)
    found: dict[int, dict[str, SearchText]] = {}
    for record in records:
        texts: dict[str, dict[str, str]] = {}
        for wording in record.wordings.all():
            if wording.text and wording.field in (source.title, *source.body):
                texts.setdefault(wording.language, {})[wording.field] = wording.text
        found[record.pk] = {
            language: SearchText(
                fields.get(source.title) or record.say(source.title, language).text,
                "\n".join(fields[name] for name in source.body if name in fields),
            )
            for language, fields in texts.items()
        }
    return found
