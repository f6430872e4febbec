"""Queries of contributions: own documents, what waits for officers, and who may submit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from majlis.documents.contributions.actions import RECEIVING_STATES
from majlis.documents.core.access import (
    OFFICER_ROLES,
    REPRESENTING_ROLES,
    is_officer_of,
    visible_versions,
)
from majlis.documents.core.sources import load_reported_bodies
from majlis.documents.lifecycle import (
    ACCEPTED,
    DRAFT,
    POSTED,
    REFUSED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
)
from majlis.documents.models import (
    Document,
    DocumentVersion,
    Source,
    SourceState,
    VersionKind,
)
from majlis.events.models import AgendaItem, Meeting
from majlis.kernel.models import Reader, Record, User
from majlis.kernel.models.record import visibility_condition
from majlis.parties.models import Body, Organisation

WAITING, TO_POST, NEW_VERSIONS = "submitted", "accepted", "versions"
"""The values of the filter of the queue: documents to check, documents to post, later versions to check."""


def load_wordings(records: Iterable[Record]) -> None:
    """Load the wordings of records, in one query."""
    prefetch_related_objects(list(records), "wordings")


def get_meeting(reader: Reader, slug: str) -> Meeting | None:
    """The meeting of an address, if the reader may see it, with the rules of its body; names are to be loaded."""
    meetings = Meeting.objects.visible_to(reader).filter(slug=slug)
    return meetings.select_related("record", "body__record", "body__document_rules").first()


def with_relations(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with what their pages and their symbol read; names are to be loaded."""
    return documents.select_related(
        "record",
        "series",
        "submitted_by",
        "meeting__record",
        "meeting__body__record",
        "meeting__body__document_rules",
    )


def records_of(document: Document) -> list[Record]:
    """The records that name a document: its own, that of its meeting, that of the body."""
    return [document.record, document.meeting.record, document.meeting.body.record]


def load_names(documents: Iterable[Document]) -> list[Document]:
    """Load the names of documents, of their meetings and of their sources; three queries for any number, at most."""
    rows = list(documents)
    load_reported_bodies(rows)
    sources = Source.objects.select_related("organisation__record")
    prefetch_related_objects(rows, Prefetch("sources", sources))
    load_wordings(
        record
        for document in rows
        for record in (
            *records_of(document),
            *(each.organisation.record for each in document.sources.all()),
            *(body.record for body in load_reported_bodies([document])),
        )
    )
    return rows


def get_document(reader: Reader, slug: str) -> Document | None:
    """The document of an address, if the reader may see it, with its names; two queries."""
    document = with_relations(Document.objects.visible_to(reader)).filter(slug=slug).first()
    if document is not None:
        load_wordings(records_of(document))
    return document


def get_version(reader: Reader, slug: str, key: int) -> DocumentVersion | None:
    """A version of a document, if the reader may see it, with its document."""
    document = get_document(reader, slug)
    if document is None:
        return None
    version = visible_versions(reader, document).filter(pk=key).first()
    if version is not None:
        version.document = document
    return version


def get_source(reader: Reader, slug: str, key: int) -> Source | None:
    """A source of a document that the reader may see, with its document and the names of its organization."""
    document = get_document(reader, slug)
    sources = Source.objects.filter(document=document, pk=key).select_related(
        "organisation__record"
    )
    source = sources.prefetch_related("organisation__record__wordings").first()
    if document is not None and source is not None:
        source.document = document
    return source if document is not None else None


def is_own(reader: User) -> Q:
    """A condition: the reader submitted the document, or it comes from an organization for which they speak."""
    scopes = [
        each.scope_id for each in reader.appointments_today() if each.role in REPRESENTING_ROLES
    ]
    sources = Source.objects.filter(document=OuterRef("pk"), organisation__in=scopes)
    return Q(submitted_by=reader) | Q(Exists(sources.exclude(state=SourceState.DECLINED)))


def own_documents(reader: Reader, meeting: Meeting | None = None) -> QuerySet[Document]:
    """The documents of the reader and of the organizations for which they speak, the latest first."""
    if not reader.is_authenticated:
        return Document.objects.none()
    rows = with_relations(Document.objects.visible_to(reader).filter(is_own(reader)))
    if meeting is not None:
        rows = rows.filter(meeting=meeting)
    return rows.order_by("-record__changed_at", "-pk")


def returned_documents(user: Reader) -> QuerySet[Document]:
    """The documents that were returned to a person."""
    if not user.is_authenticated:
        return Document.objects.none()
    return Document.objects.visible_to(user).filter(is_own(user), state=RETURNED)


def returned_versions(user: User) -> QuerySet[DocumentVersion]:
    """The later versions that were returned to a person."""
    own = Document.objects.visible_to(user).filter(is_own(user), state=POSTED)
    return DocumentVersion.objects.filter(state=RETURNED, document__in=own.values("pk")).exclude(
        kind=VersionKind.ORIGINAL
    )


def signatures_to_decide(user: User) -> QuerySet[Source]:
    """The requests for a co-signature on which a person decides as focal point."""
    scopes = [each.scope_id for each in user.appointments_today() if each.role == "focal_point"]
    return (
        Source.objects.filter(
            visibility_condition(user, "document__record__"),
            state=SourceState.ASKED,
            organisation__in=scopes,
        )
        .exclude(document__state__in=(WITHDRAWN, REFUSED))
        .select_related("document__record", "organisation__record")
        .prefetch_related("document__record__wordings", "organisation__record__wordings")
    )


# Officers.


def officer_bodies(reader: Reader) -> QuerySet[Body]:
    """The bodies of which the reader is an officer; all of them for the secretariat of the site."""
    if not reader.is_authenticated:
        return Body.objects.none()
    if reader.holds("secretariat"):
        return Body.objects.all()
    scopes = [each.scope_id for each in reader.appointments_today() if each.role in OFFICER_ROLES]
    return Body.objects.filter(pk__in=[each for each in scopes if each is not None])


def is_any_officer(reader: Reader) -> bool:
    """Whether the reader is an officer of a body, or works for the secretariat of the site. Needs no query more."""
    return reader.is_authenticated and any(
        each.role in OFFICER_ROLES for each in reader.appointments_today()
    )


def waiting_versions(
    reader: Reader, filters: Mapping[str, str] | None = None
) -> QuerySet[DocumentVersion]:
    """What waits for officers: originals to check or to post, later versions to check; the earliest first.

    Filters: ``state`` (see ``WAITING``), ``meeting`` (a code).
    """
    filters = filters or {}
    rows = DocumentVersion.objects.filter(
        visibility_condition(reader, "document__record__"),
        state=SUBMITTED,
        document__meeting__body__in=officer_bodies(reader).values("pk"),
    ).exclude(document__state__in=(WITHDRAWN, REFUSED))
    original = Q(kind=VersionKind.ORIGINAL)
    if state := filters.get("state"):
        rows = rows.filter(
            ~original if state == NEW_VERSIONS else original & Q(document__state=state)
        )
    if meeting := filters.get("meeting"):
        rows = rows.filter(document__meeting__slug=meeting)
    return rows.select_related(
        "document__record",
        "document__series",
        "document__submitted_by",
        "document__meeting__record",
        "document__meeting__body__document_rules",
        "document__meeting__body__record",
    ).order_by("submitted_at", "pk")


def load_documents(versions: list[DocumentVersion]) -> None:
    """Load the names of the documents of some versions; two queries for any number."""
    documents = {each.document_id: each.document for each in versions}
    for version in versions:
        version.document = documents[version.document_id]
    load_names(documents.values())


def documents_to_post(reader: Reader, meeting: str = "") -> QuerySet[Document]:
    """The accepted documents that officers may post, by meeting and symbol; ``meeting``: of that one only."""
    rows = Document.objects.visible_to(reader).filter(
        state=ACCEPTED, meeting__body__in=officer_bodies(reader).values("pk")
    )
    if meeting:
        rows = rows.filter(meeting__slug=meeting)
    ordered = rows.order_by("meeting__body", "meeting", "series__position", "series", "number")
    return with_relations(ordered)


def queue_meetings(reader: Reader) -> list[Meeting]:
    """The meetings with something in the queue of the reader, with their names; two queries."""
    waiting = waiting_versions(reader).order_by().values("document__meeting")
    meetings = list(Meeting.objects.filter(pk__in=waiting).select_related("record", "body__record"))
    load_wordings(record for each in meetings for record in (each.record, each.body.record))
    return meetings


def queue_counts(reader: Reader, meeting: Meeting) -> tuple[int, int]:
    """How many documents and versions of a meeting wait to be checked, and how many documents to be posted."""
    states = list(
        DocumentVersion.objects.filter(state=SUBMITTED, document__meeting=meeting)
        .exclude(document__state__in=(WITHDRAWN, REFUSED))
        .values_list("document__state", flat=True)
    )
    to_post = states.count(ACCEPTED)
    return len(states) - to_post, to_post


# Who may submit.


def may_contribute(reader: Reader, meeting: Meeting) -> bool:
    """Whether the reader may submit a document to a meeting that they see now. Needs no query more."""
    if not reader.is_authenticated or meeting.state == "cancelled":
        return False
    if is_officer_of(reader, meeting.body):
        return True
    if meeting.state not in RECEIVING_STATES:
        return False
    appointments = reader.appointments_today()
    return any(each.role in REPRESENTING_ROLES for each in appointments) or reader.holds(
        "member", meeting.body
    )


def is_contributor(reader: Reader) -> bool:
    """Whether the reader speaks for an organization, or is a member of a body in their own name. Needs no query more."""
    return reader.is_authenticated and any(
        each.role in (*REPRESENTING_ROLES, "member") for each in reader.appointments_today()
    )


def agenda_items(reader: Reader, meeting: Meeting) -> list[AgendaItem]:
    """The items of the agenda of a meeting in their order; their titles are to be loaded."""
    items = AgendaItem.objects.visible_to(reader).filter(meeting=meeting, withdrawn_at__isnull=True)
    return sorted(items.select_related("record"), key=lambda item: label_key(item.label))


def label_key(label: str) -> tuple[tuple[int, str], ...]:
    """A key by which the labels of items are sorted: 2.10 comes after 2.9."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in label.split("."))


def active_organisations(reader: Reader) -> QuerySet[Organisation]:
    """The active organizations that the reader sees, with their names."""
    rows: QuerySet[Organisation] = Organisation.objects.visible_to(reader).filter(state="active")
    return rows.with_wordings().order_by("number")  # type: ignore[attr-defined,no-any-return]


def own_drafts(reader: User, meeting: Meeting) -> QuerySet[Document]:
    """The documents of the reader for a meeting that are not posted yet."""
    rows = Document.objects.visible_to(reader).filter(
        is_own(reader), meeting=meeting, state__in=(DRAFT, SUBMITTED, RETURNED, ACCEPTED)
    )
    return rows.with_wordings().order_by("pk")
