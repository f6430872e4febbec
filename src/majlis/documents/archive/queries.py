"""What the archive and the proceedings of a meeting hold: all that a reader may see of it, read at once."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from majlis.documents.core.at_close import closing_times, symbol_at
from majlis.documents.core.sources import load_reported_bodies
from majlis.documents.lifecycle import POSTED, WITHDRAWN
from majlis.documents.models import (
    Consideration,
    Document,
    DocumentFile,
    DocumentVersion,
    Proceedings,
    Source,
    SourceState,
    VersionKind,
)
from majlis.events.agenda.queries import materials_of
from majlis.events.models import (
    AgendaItem,
    Conclusion,
    ConclusionRevision,
    ItemMaterial,
    Meeting,
)
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access, Reader
from majlis.kernel.models.record import visibility_condition


@dataclass(frozen=True)
class MeetingRecords:
    """A meeting with its agenda, its documents, its conclusions, and what stands at its items beside these.

    ``closed``: when the meeting was closed, where it was; documents are cited as they were then.
    """

    meeting: Meeting
    items: list[AgendaItem]
    documents: list[Document]
    conclusions: list[Conclusion]
    materials: list[ItemMaterial] = field(default_factory=list)
    closed: datetime.datetime | None = None

    def symbol(self, document: Document) -> str:
        """The symbol of a document with that of its latest revision at the close of the meeting."""
        return symbol_at(document, self.closed)

    def materials_at(self, item: AgendaItem) -> list[ItemMaterial]:
        """The presentations, recordings and statements for the record at an item."""
        return [each for each in self.materials if each.item_id == item.pk]

    def children(self, parent: AgendaItem | None) -> list[AgendaItem]:
        """The items under an item, or those on top."""
        key = parent.pk if parent is not None else None
        return [item for item in self.items if item.parent_id == key]

    def documents_at(self, item: AgendaItem) -> list[tuple[Document, Consideration]]:
        """The documents considered at an item, in their order, with what came of each."""
        rows = [
            (document, consideration)
            for document in self.documents
            for consideration in document.considerations.all()
            if consideration.item_id == item.pk
        ]
        return sorted(rows, key=lambda row: (row[1].position, row[1].pk))

    def conclusions_at(self, item: AgendaItem) -> list[Conclusion]:
        """The conclusions at an item."""
        return [conclusion for conclusion in self.conclusions if conclusion.item_id == item.pk]


def posted_versions() -> QuerySet[DocumentVersion]:
    """The versions that were posted, in order, with their files."""
    files = DocumentFile.objects.select_related("file").order_by("pk")
    return (
        DocumentVersion.objects.filter(state=POSTED)
        .order_by("posted_at", "pk")
        .prefetch_related(Prefetch("files", files))
    )


type Visibility = Callable[[str], Q]
"""Who reads, as a condition on a record; the argument is the lookup to it (``"record__"``)."""


def visible_to(reader: Reader) -> Visibility:
    """What a reader may see."""
    return lambda path: visibility_condition(reader, path)


def visible_to_all_who_see(meeting: Meeting) -> Visibility:
    """What each person may see who may see the meeting: nothing that is narrower than the meeting itself."""
    circle = meeting.record.circle_id

    def condition(path: str) -> Q:
        public = Q(**{f"{path}access": Access.PUBLIC})
        return public | Q(**{f"{path}circle": circle}) if circle is not None else public

    return condition


def meeting_records(meeting: Meeting, visible: Visibility) -> MeetingRecords:
    """The meeting with what is visible of it. Nine queries or so for any number of documents."""
    items = (
        AgendaItem.objects.filter(visible("record__"))
        .filter(meeting=meeting, withdrawn_at__isnull=True)
        .with_wordings()
    )
    sources = Source.objects.filter(
        visible("organisation__record__"),
        state__in=[SourceState.AUTHOR, SourceState.SIGNED],
    )
    documents = (
        Document.objects.filter(visible("record__"))
        .filter(
            Q(meeting=meeting) | Q(considerations__item__meeting=meeting),
            state__in=[POSTED, WITHDRAWN],
            number__isnull=False,
        )
        .distinct()
        .with_wordings()
        .select_related("series", "meeting__body__document_rules")
        .order_by("series__position", "series", "number", "pk")
        .prefetch_related(
            Prefetch("versions", posted_versions()),
            Prefetch(
                "sources",
                sources.select_related("organisation__record").prefetch_related(
                    "organisation__record__wordings"
                ),
            ),
            Prefetch("considerations", Consideration.objects.select_related("item")),
            "header_values__field",
        )
    )
    conclusions = (
        Conclusion.objects.filter(visible("record__"))
        .filter(item__meeting=meeting, item__withdrawn_at__isnull=True)
        .with_wordings()
        .prefetch_related(
            Prefetch("revisions", ConclusionRevision.objects.filter(aside=False).order_by("number"))
        )
    )
    shown, found = list(items), list(documents)
    bodies = load_reported_bodies(found)
    prefetch_related_objects([each.record for each in bodies], "wordings")
    keys = {each.pk for each in shown}
    materials = [each for each in materials_of(meeting) if each.item_id in keys]
    givers = [each.organisation.record for each in materials if each.organisation is not None]
    prefetch_related_objects(givers, "wordings")
    return MeetingRecords(
        meeting,
        shown,
        found,
        list(conclusions),
        materials,
        closing_times([meeting]).get(meeting.pk),
    )


def current_versions(document: Document) -> list[DocumentVersion]:
    """The versions that are read: the latest revision or the original, then addenda and corrigenda.

    None of a withdrawn document. The versions must be prefetched, in the order in which they were posted.
    """
    if document.state == WITHDRAWN:
        return []
    versions = list(document.versions.all())
    bases = [
        version
        for version in versions
        if version.kind in (VersionKind.ORIGINAL, VersionKind.REVISION)
    ]
    beside = [version for version in versions if version not in bases]
    return [*bases[-1:], *beside]


def file_in_language(version: DocumentVersion, language: str, original: str) -> DocumentFile | None:
    """The file of a version for a reader: in their language, else in the original, else any; None without one."""
    files = [each for each in version.files.all() if each.text or each.file_id]
    order = {language: 0, original: 1}
    return min(files, key=lambda each: order.get(each.language, 2), default=None)


def contents_hash(records: MeetingRecords) -> str:
    """A hash that changes with anything that the proceedings print."""
    parts: list[str] = [str(records.meeting.record.changed_at), records.meeting.state]
    parts += [
        f"{item.pk} {item.label} {item.outcome} {item.record.changed_at}" for item in records.items
    ]
    for document in records.documents:
        parts.append(f"{document.pk} {document.state} {document.record.changed_at}")
        parts += [
            f"{file.pk} {file.file_id} {hash_of(file.text)}"
            for version in document.versions.all()
            for file in version.files.all()
        ]
    parts += [
        f"{conclusion.pk} {conclusion.state} {conclusion.revision} {conclusion.record.changed_at}"
        for conclusion in records.conclusions
    ]
    return hash_of("\n".join(parts))


def hash_of(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def proceedings_of(meeting: Meeting) -> list[Proceedings]:
    """The latest proceedings in each language; none that were printed for other readers than the meeting has now."""
    rows = meeting.proceedings.filter(access=meeting.record.access).select_related("file")
    latest: dict[str, Proceedings] = {}
    for row in rows.order_by("-made_at", "-pk"):
        latest.setdefault(row.language, row)
    return [latest[code] for code in LANGUAGE_CODES if code in latest]


def is_printed(meeting: Meeting, language: str, contents: str) -> bool:
    """Whether the proceedings in a language exist with these contents, for the readers that the meeting has now."""
    return meeting.proceedings.filter(
        language=language, access=meeting.record.access, contents=contents
    ).exists()
