"""The documents of items for the live page of a sitting, which all its followers share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q

from majlis.documents.lifecycle import POSTED
from majlis.documents.models import Consideration
from majlis.documents.posted_documents import queries
from majlis.documents.posted_documents.files import file_links
from majlis.documents.posted_documents.queries import AgendaDocument
from majlis.documents.posted_documents.tables import page_language, shown_symbol
from majlis.events.extension_points import ItemDocument
from majlis.events.models import Meeting
from majlis.kernel.models import Access


def documents_to_discuss(
    meeting: Meeting, items: Sequence[int]
) -> Mapping[int, Sequence[ItemDocument]]:
    """The posted documents at items of a meeting, by the key of the item, in their order; at most five queries.

    Only those that everybody may see who may see the meeting: public ones, and those with the access of the meeting.
    """
    same_access = Q(
        document__record__access=meeting.record.access,
        document__record__circle=meeting.record.circle_id,
    )
    rows = list(
        queries.with_bare_versions(Consideration.objects.all())
        .filter(
            Q(document__record__access=Access.PUBLIC) | same_access,
            item__meeting=meeting,
            item__in=items,
            document__state=POSTED,
        )
        .select_related("document__record", "document__meeting__body__document_rules")
        .order_by("item", "position", "pk")
    )
    documents = [each.document for each in rows]
    queries.load_wordings(each.record for each in documents)
    versions = queries.posted_versions(rows)
    found: dict[int, list[ItemDocument]] = {}
    for row in rows:
        listed = AgendaDocument(row.document, versions.get(row.document_id, []))
        found.setdefault(row.item_id, []).append(_item_document(listed))
    return found


def _item_document(listed: AgendaDocument) -> ItemDocument:
    """A document with one address for each language of its current version."""
    document, current = listed.document, listed.current
    title = document.say("title", page_language())
    links = {
        file.language: file_links(document, file) for file in (current.files if current else ())
    }
    files = [(language, addresses[0].url) for language, addresses in links.items() if addresses]
    symbol = shown_symbol(document, current)
    return ItemDocument(document.record, symbol, title.text, title.language, files)
