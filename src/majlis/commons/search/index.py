"""Keeping the index: in the transaction of each verb, and by the worker for what takes long.

The title, the symbols and the beginning of the body are searchable when a verb is done: its transaction writes them.
The rest of a long body and the vector follow by a task, which reads what was committed, so two verbs at once
cannot leave an old row behind.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from majlis.commons.search import embeddings, registry
from majlis.commons.search.analyser import analyse, position_count, tokens
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.normalisation import normalise, without_accents
from majlis.commons.search.symbols import canonical_symbol
from majlis.commons.search.tsvector import tsvector_literal
from majlis.kernel.models import Record

IMMEDIATE_LENGTH = 10_000
"""Characters of a body that the verb itself indexes."""
STORED_BODY_LENGTH = 4_000
"""Characters of a body that are kept for excerpts."""
_GAP = 10  # positions between title and body, so that no phrase spans them
_BATCH = 32
_UPSERT = """
    INSERT INTO search_searchentry (record_id, kind, language, title, folded, body, symbols, heading, lexemes, digest)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s::tsvector, %s::tsvector, %s)
    ON CONFLICT (record_id, language) DO UPDATE SET
        kind = excluded.kind, title = excluded.title, folded = excluded.folded, body = excluded.body,
        symbols = excluded.symbols, heading = excluded.heading, lexemes = excluded.lexemes,
        vector = CASE WHEN search_searchentry.digest = excluded.digest THEN search_searchentry.vector END,
        digest = excluded.digest
"""


def index_records(records: Iterable[Record], *, at_once: bool = False) -> list[int]:
    """Write the rows of some records and return the keys of those that have any.

    ``at_once``: of a long body the beginning only. Records of kinds that nobody registered are passed over.
    """
    by_kind: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.kind in registry.SOURCES:
            by_kind[record.kind].append(record)
    with transaction.atomic():
        for kind, group in by_kind.items():
            _write(registry.SOURCES[kind], group, at_once)
    return [record.pk for group in by_kind.values() for record in group]


def _write(source: registry.SearchSource, records: Sequence[Record], at_once: bool) -> None:
    said = registry.search_texts(source, records)
    symbols = source.symbols(records) if source.symbols else {}
    rows = []
    kept: set[tuple[int, str]] = set()
    for record in records:
        for language, words in said.get(record.pk, {}).items():
            rows.append(
                entry_row(
                    record.pk, record.kind, language, words, symbols.get(record.pk, ()), at_once
                )
            )
            kept.add((record.pk, language))
    with connection.cursor() as cursor:
        cursor.executemany(_UPSERT, rows)
    stale = SearchEntry.objects.filter(record__in=[record.pk for record in records])
    gone = [
        pk
        for pk, record, language in stale.values_list("pk", "record_id", "language")
        if (record, language) not in kept
    ]
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()


def entry_row(
    record: int,
    kind: str,
    language: str,
    words: registry.SearchText,
    symbols: Sequence[str],
    at_once: bool = False,
) -> tuple[Any, ...]:
    """One row for the database: record, kind, language, title, folded title, body, symbols, heading, lexemes, digest."""
    title = strip_invalid_characters(words.title)
    body = strip_invalid_characters(words.body)
    own = [canonical_symbol(normalise(symbol)) for symbol in symbols]
    own += [canonical_symbol(each.text) for each in tokens(title) if each.kind == "symbol"]
    head = "\n".join([*symbols, title])
    heading = analyse(head, language, "A")
    shown = body[:IMMEDIATE_LENGTH] if at_once else body
    rest = analyse(shown, language, "D", position_count(head) + _GAP)
    return (
        record,
        kind,
        language,
        title,
        fold_title(title),
        body[:STORED_BODY_LENGTH],
        list(dict.fromkeys(symbol[:255] for symbol in own)),
        tsvector_literal(heading),
        tsvector_literal([*heading, *rest]),
        hashlib.blake2b(embedding_text(title, body).encode(), digest_size=16).hexdigest(),
    )


def strip_invalid_characters(text: str) -> str:
    """A text that PostgreSQL takes: no null character, no half of a surrogate pair."""
    return text.replace("\x00", " ").encode(errors="ignore").decode()


def fold_title(title: str) -> str:
    """A title as typing errors are looked for in it."""
    return " ".join(without_accents(word) for word in normalise(title).split())[:500]


def embedding_text(title: str, body: str) -> str:
    """The words of a row that its vector stands for: the title and the beginning of the body."""
    return f"{title}\n{body[:600]}".strip()


def fill_vectors(records: Sequence[int] | None = None) -> int:
    """Make the vectors that are missing, of some records or of all; the number that was made."""
    if not embeddings.is_available():
        return 0
    missing = SearchEntry.objects.filter(vector=None).order_by("id")
    if records is not None:
        missing = missing.filter(record__in=records)
    made = 0
    last = 0
    while rows := list(missing.filter(id__gt=last)[:_BATCH]):
        by_language: dict[str, list[SearchEntry]] = defaultdict(list)
        for entry in rows:
            by_language[entry.language].append(entry)
        for language, entries in by_language.items():
            texts = [embedding_text(entry.title, entry.body) for entry in entries]
            found = embeddings.vectors(texts, "passage", language)
            assert found is not None  # the model is there: asked above
            for entry, vector in zip(entries, found, strict=True):
                # Only where the words are still those that were read: another verb may have changed them.
                made += SearchEntry.objects.filter(pk=entry.pk, digest=entry.digest).update(
                    vector=vector
                )
        last = rows[-1].pk
    return made
