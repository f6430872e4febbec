"""Updates the search index: in the transaction of each verb, and in a task for what takes long.

The transaction of a verb writes the title, the symbols and the beginning of the body, so they are
searchable at once. A task adds the rest of a long body and the vector. The task reads committed
data, so two concurrent verbs cannot leave an outdated row.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from majlis.commons.search import embeddings, registry
from majlis.commons.search.analyser import analyse, position_count, tokens
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.normalisation import normalise, without_accents
from majlis.commons.search.symbols import canonical_symbol
from majlis.commons.search.tsvector import tsvector_literal
from majlis.kernel.models import Record

IMMEDIATE_LENGTH = 10_000
"""Characters of a body that are indexed in the transaction of a verb."""
STORED_BODY_LENGTH = 4_000
"""Characters of a body that are stored for excerpts."""
_GAP = 10  # positions between title and body, so that no phrase spans them
_BATCH = 32
_EMBEDDED_LENGTH = 1_000  # characters of a title and a body that the vector is made of
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
    """Write the index rows of some records; return the keys of the records whose kinds are registered.

    ``at_once``: index only the first ``IMMEDIATE_LENGTH`` characters of each body.
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
    texts_by_record = registry.search_texts(source, records)
    symbols = source.symbols(records) if source.symbols else {}
    rows = []
    written: set[tuple[int, str]] = set()
    for record in records:
        for language, text in texts_by_record.get(record.pk, {}).items():
            rows.append(
                entry_row(
                    record.pk, record.kind, language, text, symbols.get(record.pk, ()), at_once
                )
            )
            written.add((record.pk, language))
    with connection.cursor() as cursor:
        cursor.executemany(_UPSERT, rows)
    existing = SearchEntry.objects.filter(record__in=[record.pk for record in records])
    stale_keys = [
        pk
        for pk, record, language in existing.values_list("pk", "record_id", "language")
        if (record, language) not in written
    ]
    if stale_keys:
        SearchEntry.objects.filter(pk__in=stale_keys).delete()


def entry_row(
    record: int,
    kind: str,
    language: str,
    text: registry.SearchText,
    symbols: Sequence[str],
    at_once: bool = False,
) -> tuple[int | str | list[str], ...]:
    """The values of one row: record, kind, language, title, folded title, body, symbols, heading, lexemes, digest."""
    title = strip_invalid_characters(text.title)
    body = strip_invalid_characters(text.body)
    own_symbols = [canonical_symbol(normalise(symbol)) for symbol in symbols]
    own_symbols += [
        canonical_symbol(token.text) for token in tokens(title) if token.kind == "symbol"
    ]
    head = "\n".join([*symbols, title])
    heading = analyse(head, language, "A")
    indexed_body = body[:IMMEDIATE_LENGTH] if at_once else body
    rest = analyse(indexed_body, language, "D", position_count(head) + _GAP)
    return (
        record,
        kind,
        language,
        title,
        fold_title(title),
        body[:STORED_BODY_LENGTH],
        list(dict.fromkeys(symbol[:255] for symbol in own_symbols)),
        tsvector_literal(heading),
        tsvector_literal([*heading, *rest]),
        hashlib.blake2b(embedding_text(title, body).encode(), digest_size=16).hexdigest(),
    )


def strip_invalid_characters(text: str) -> str:
    """The text without characters that PostgreSQL does not store: NUL and lone surrogates."""
    return text.replace("\x00", " ").encode(errors="ignore").decode()


def fold_title(title: str) -> str:
    """The title without accents, for the search with typing errors; at most 500 characters."""
    return " ".join(without_accents(word) for word in normalise(title).split())[:500]


def embedding_text(title: str, body: str) -> str:
    """The text for the vector of a row: the title, and the beginning of the body after it."""
    return (body if body.startswith(title) else f"{title}\n{body}")[:_EMBEDDED_LENGTH].strip()


def fill_vectors(records: Sequence[int] | None = None, limit: int | None = None) -> int:
    """Compute the missing vectors of some records, or of all, or of ``limit`` entries; return their number."""
    if not embeddings.is_available():
        return 0
    missing = SearchEntry.objects.filter(vector=None).order_by("id")
    if records is not None:
        missing = missing.filter(record__in=records)
    count = 0
    last_key = 0
    while (limit is None or count < limit) and (
        rows := list(missing.filter(id__gt=last_key)[:_BATCH])
    ):
        vectors = embeddings.encode([embedding_text(entry.title, entry.body) for entry in rows])
        for entry, vector in zip(rows, vectors, strict=True):
            # Only if the digest is unchanged: another verb may have changed the text since.
            count += SearchEntry.objects.filter(pk=entry.pk, digest=entry.digest).update(
                vector=vector
            )
        last_key = rows[-1].pk
    return count
