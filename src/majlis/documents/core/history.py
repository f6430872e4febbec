"""Which entries of the history of a document a reader sees: none about a version or an item that they do not see."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from majlis.documents.core.access import prepares_document
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import Document, DocumentFile
from majlis.kernel.json_types import JSON
from majlis.kernel.models import AuditEntry, Reader, Record

VERSION_KEY = "version_key"
"""The key of the version in the entries of its files: a file that was removed has no row that would tell it."""
PREPARING_VERBS = (
    "documents.create_document",
    "documents.create_version",
    "documents.add_file",
    "documents.remove_file",
    "documents.set_language_due",
)
"""Verbs whose entries stay with those who prepare a text, where they were done before it was posted."""
VERSION, FILE = "documents.documentversion", "documents.documentfile"

type Values = Mapping[str, JSON]


def hidden_entries(record: Record, reader: Reader) -> set[int]:
    """The keys of the entries of a document that the reader does not see. At most six queries."""
    document = Document.objects.select_related("meeting__body").filter(pk=record.pk).first()
    if document is None:
        return set()
    rows = list(
        AuditEntry.objects.filter(record=record, verb__startswith="documents.").only(
            "verb", "target", "at", "old", "new"
        )
    )
    hidden = _at_hidden_items(rows, reader)
    if not prepares_document(reader, document):
        hidden |= _before_posting(rows, document)
    return hidden


def _at_hidden_items(rows: list[AuditEntry], reader: Reader) -> set[int]:
    """The entries about items of meetings that the reader does not see."""
    items = {each.pk: each.old.get("item") or each.new.get("item") for each in rows}
    addresses = {address for address in items.values() if isinstance(address, str)}
    if not addresses:
        return set()
    seen = Record.objects.visible_to(reader).filter(address__in=addresses)
    unseen = addresses - set(seen.values_list("address", flat=True))
    return {key for key, address in items.items() if address in unseen}


def _before_posting(rows: list[AuditEntry], document: Document) -> set[int]:
    """The entries about versions that are not posted, and those of the preparation of what is."""
    posted: dict[int, datetime.datetime | None] = dict(
        document.versions.filter(state=POSTED).values_list("pk", "posted_at")
    )
    files = dict(
        DocumentFile.objects.filter(version__document=document).values_list("pk", "version")
    )
    hidden = set()
    for each in rows:
        table, _colon, key = each.target.partition(":")
        since = document.posted_at
        if table in (VERSION, FILE):
            version = int(key) if table == VERSION else _version_of(each, files.get(int(key)))
            if version not in posted:
                hidden.add(each.pk)
                continue
            since = posted[version] or since
        if each.verb in PREPARING_VERBS and (since is None or each.at < since):
            hidden.add(each.pk)
    return hidden


def _version_of(entry: AuditEntry, known: int | None) -> int:
    """The key of the version of a file; 0, which no version has, where it is not known."""
    values: Values = {**entry.old, **entry.new}
    key = values.get(VERSION_KEY)
    return known or (key if isinstance(key, int) else 0)
