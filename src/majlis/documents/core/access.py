"""Who sees a document: before it is posted, and after.

Before, it is seen by its author, by focal points and delegates of the organizations from which it comes or that
are asked to co-sign it, and by the officers of the body. A posted document is seen by whom its meeting is seen,
or only by the members of the body. Versions have no record of their own: ``visible_versions`` hides those that
are not posted.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from majlis.documents.lifecycle import POSTED
from majlis.documents.models import Document, DocumentVersion, SourceState
from majlis.kernel.models import Access, Admission, Appointment, Circle, Reader, Record, User
from majlis.kernel.records import get_or_create_circle
from majlis.parties.actions.body import circle_of_body
from majlis.parties.lifecycle import ACTIVE
from majlis.parties.models import Body, Organisation

REPRESENTING_ROLES = ("focal_point", "delegate")
"""The roles of those who speak for an organization."""
OFFICER_ROLES = ("chair", "secretariat")
"""The roles of the officers of a body."""


def circle_code(slug: str) -> str:
    """The code of the circle of those who prepare a document."""
    return f"document:{slug}"


type AdmissionKey = tuple[int | None, str, int | None]
"""Whom a circle admits: a user, or a role and its scope."""


def circle_of_authors(document: Document) -> Circle:
    """The circle of those who see a document before it is posted, with those who belong to it now."""
    return _circle_of(circle_code(document.slug), _authors(document))


def circle_of_members(document: Document) -> Circle:
    """The circle of those who see a document for members only: the members of the body, and its authors.

    Without the authors, an organization that is no member of the body would lose sight of its own document.
    """
    members = circle_of_body(document.meeting.body).admissions.filter(anywhere=False)
    keys: set[AdmissionKey] = set(members.values_list("user", "role", "scope"))
    return _circle_of(f"document-members:{document.slug}", keys | _authors(document))


def _authors(document: Document) -> set[AdmissionKey]:
    keys: set[AdmissionKey] = {(None, "secretariat", None)}
    keys |= {(None, role, document.meeting.body_id) for role in OFFICER_ROLES}
    if document.submitted_by_id is not None:
        keys.add((document.submitted_by_id, "", None))
    sources = document.sources.exclude(state=SourceState.DECLINED)
    for organisation in sources.values_list("organisation", flat=True):
        keys |= {(None, role, organisation) for role in REPRESENTING_ROLES}
    return keys


def _circle_of(code: str, wanted: set[AdmissionKey]) -> Circle:
    """The circle of that code, which admits these and no others from now on."""
    circle = get_or_create_circle(code)
    held = {(each.user_id, each.role, each.scope_id): each.pk for each in circle.admissions.all()}
    Admission.objects.filter(pk__in=[held[key] for key in held if key not in wanted]).delete()
    Admission.objects.bulk_create(
        Admission(circle=circle, user_id=user, role=role, scope_id=scope)
        for user, role, scope in sorted(wanted - set(held), key=str)
    )
    return circle


def refresh_circles(document: Document) -> None:
    """Let the circles of a document follow its sources, after one of them has changed."""
    circle_of_authors(document)
    if document.members_only and document.posted_at is not None:
        circle_of_members(document)


def set_draft_access(document: Document) -> None:
    """Show a document to those only who prepare it; call it again when its sources change."""
    _set_access([document.record], Access.GROUP, circle_of_authors(document))


def set_posted_access(document: Document) -> None:
    """Show a posted document to whom its meeting is seen, or to the members of the body only."""
    circle_of_authors(document)
    meeting = document.meeting.record
    if document.members_only and meeting.access == Access.PUBLIC:
        _set_access([document.record], Access.MEMBERS, circle_of_members(document))
    else:
        _set_access([document.record], meeting.access, meeting.circle)


def _set_access(records: Iterable[Record], access: str, circle: Circle | None) -> None:
    for record in records:
        if (record.access, record.circle_id) != (access, circle.pk if circle else None):
            record.access, record.circle = access, circle
            record.save(update_fields=["access", "circle"])


def prepares_document(reader: Reader, document: Document) -> bool:
    """Whether the reader sees all of a document, also what is not posted. At most two queries, none for a visitor."""
    if not reader.is_authenticated:
        return False
    if is_officer_of(reader, document.meeting.body):
        return True
    return Circle.objects.of(reader).filter(code=circle_code(document.slug)).exists()


def visible_versions(reader: Reader, document: Document) -> QuerySet[DocumentVersion]:
    """The versions of a document that the reader sees, in their order; the document itself must be visible to them."""
    versions = DocumentVersion.objects.filter(document=document)
    if prepares_document(reader, document):
        return versions
    # An original that was withdrawn before it was posted is seen by nobody else, as its document is not.
    return versions.filter(state=POSTED)


# Who may speak for whom.


def is_officer_of(reader: Reader, body: Body) -> bool:
    """Whether the reader is chair or secretariat of a body, or works for the secretariat of the site."""
    return bool(
        reader.is_authenticated
        and (reader.holds("secretariat") or any(reader.holds(role, body) for role in OFFICER_ROLES))
    )


def represented_organisations(user: Reader) -> QuerySet[Organisation]:
    """The active organizations for which a person speaks, as focal point or delegate, with their names."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    scopes = [
        each.scope_id for each in user.appointments_today() if each.role in REPRESENTING_ROLES
    ]
    rows: QuerySet[Organisation] = Organisation.objects.filter(pk__in=scopes, state=ACTIVE)
    return rows.with_wordings().order_by("number")  # type: ignore[attr-defined,no-any-return]


def people_with_role(record: Record | int, *roles: str) -> QuerySet[User]:
    """The active people who hold one of the roles today for a record."""
    held = Appointment.objects.today().filter(user=OuterRef("pk"), scope=record, role__in=roles)
    return User.objects.filter(Q(is_active=True) & Exists(held))
