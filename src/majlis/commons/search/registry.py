"""What of each kind of record is searched. A room says so in the ``ready`` of its application::

    registry.register("concept", body=("definition",), symbols=codes_of)

Kinds that no room registers are not searched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from majlis.kernel.models import Record

type Symbols = Callable[[Sequence[Record]], Mapping[int, Sequence[str]]]
type Words = Callable[[Sequence[Record]], Mapping[int, Mapping[str, "Said"]]]
type Called = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says in one language."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """How a kind becomes rows. ``title`` and ``url_encoded_body`` name fields of its wordings.

    ``symbols`` gives the symbols of some records by key, whatever the language; ``plain_snippet``, where a kind keeps words
    elsewhere than in wordings, gives what each says in each language and takes the place of ``title`` and ``url_encoded_body``.
    Both are asked for many records at once. ``key_label`` writes a title in the language of the reader, where it can be
    told from the title itself, as of "resolution 3", so that no row a language is kept for it.
    """

    kind: str
    title: str = "title"
    body: tuple[str, ...] = field(default=())
    symbols: Symbols | None = None
    words: Words | None = None
    called: Called | None = None


SOURCES: dict[str, Source] = {}


def register(
    kind: str,
    *,
    title: str = "title",
    body: Sequence[str] = (),
    symbols: Symbols | None = None,
    words: Words | None = None,
    called: Called | None = None,
) -> None:
    """Have a kind searched. Registering it again replaces what was said before."""
    SOURCES[kind] = Source(kind, title, tuple(body), symbols, words, called)


def called(kind: str, title: str, written: str, language: str) -> tuple[str, str]:
    """A title of a kind, which is written in one language, for a reader of another; and the language it is in then."""
    source = SOURCES.get(kind)
    if source is None or source.called is None:
        return title, written
    said = source.called(title, language)
    return said, written if said == title else language


def said(source: Source, records: Sequence[Record]) -> Mapping[int, Mapping[str, Said]]:
    """What some records of a kind say, by key and language; languages without a title take another's."""
    if source.words is not None:
        return source.words(records)
    found: dict[int, dict[str, Said]] = {}
    for record in records:
        texts: dict[str, dict[str, str]] = {}
        for wording in record.wordings.all():
            if wording.text and wording.field in (source.title, *source.body):
                texts.setdefault(wording.language, {})[wording.field] = wording.text
        found[record.pk] = {
            language: Said(
                fields.get(source.title) or record.say(source.title, language).text,
                "\n".join(fields[name] for name in source.body if name in fields),
            )
            for language, fields in texts.items()
        }
    return found
