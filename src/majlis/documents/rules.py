"""Who may do the verbs of documents, and what a history calls them."""

from __future__ import annotations

import rules
from django.utils.translation import pgettext_lazy

from majlis.documents.lifecycle import DRAFT, POSTED, RETURNED
from majlis.documents.models import Consideration, Document, DocumentFile, DocumentVersion, Source
from majlis.events.models import AgendaItem, Meeting
from majlis.kernel.models import Reader
from majlis.kernel.roles import is_secretariat, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names
from majlis.parties.models import Body

type PartOfDocument = Document | DocumentVersion | DocumentFile | Source | Consideration


def document_of(target: PartOfDocument) -> Document:
    """The document that a target belongs to."""
    if isinstance(target, Document):
        return target
    return target.version.document if isinstance(target, DocumentFile) else target.document


@rules.predicate
def is_document_officer(user: Reader, target: Body | Meeting | PartOfDocument | None) -> bool:
    """A rule: the user is chair or secretariat of the body of the meeting."""
    if target is None or not user.is_authenticated:
        return False
    if isinstance(target, Body):
        body = target
    else:
        body = target.body if isinstance(target, Meeting) else document_of(target).meeting.body
    return bool(user.holds("chair", body.record) or user.holds("secretariat", body.record))


@rules.predicate
def may_see_meeting(user: Reader, target: Meeting | None) -> bool:
    """A rule: the user may see the meeting."""
    return target is not None and bool(target.record.is_visible_to(user))


@rules.predicate
def is_author(user: Reader, target: PartOfDocument | None) -> bool:
    """A rule: the user submitted the document, or is focal point of an organization that is its author."""
    if target is None or not user.is_authenticated or not user.is_active:
        return False
    document = document_of(target)
    if document.submitted_by_id == user.pk:
        return True
    authors = document.sources.filter(state="author").select_related("organisation__record")
    return any(user.holds("focal_point", each.organisation.record) for each in authors)


@rules.predicate
def is_asked_to_sign(user: Reader, target: Source | None) -> bool:
    """A rule: the user is focal point of the organization that is asked to co-sign."""
    return bool(
        isinstance(target, Source)
        and user.is_authenticated
        and user.holds("focal_point", target.organisation.record)
    )


@rules.predicate
def is_officer_of_item(user: Reader, target: AgendaItem | Consideration | None) -> bool:
    """A rule: the user is chair or secretariat of the body on whose agenda the item stands."""
    if target is None or not user.is_authenticated:
        return False
    item = target.item if isinstance(target, Consideration) else target
    body = item.meeting.body.record
    return bool(user.holds("chair", body) or user.holds("secretariat", body))


@rules.predicate
def is_in_preparation(user: Reader, target: DocumentVersion | None) -> bool:
    """A rule: the version is still in the hands of its authors."""
    return target is not None and target.state in (DRAFT, RETURNED)


@rules.predicate
def may_translate_posted(user: Reader, target: DocumentVersion | None) -> bool:
    """A rule: the user is a translator or reviser, and the version is posted and visible to them."""
    return bool(
        target is not None
        and target.state == POSTED
        and user.is_authenticated
        and (user.holds("translator") or user.holds("reviser"))
        and target.document.record.is_visible_to(user)
    )


# In other rules, ``is_officer`` comes first: it needs no query.
is_officer = is_secretariat | is_document_officer
is_item_officer = is_secretariat | is_officer_of_item

RULES = {
    # Rules of a body for its documents.
    "documents.set_document_rules": is_secretariat,
    "documents.set_series": is_secretariat,
    "documents.set_header_field": is_secretariat,
    "documents.remove_header_field": is_secretariat,
    # Documents.
    "documents.create_document": signed_in & may_see_meeting,
    "documents.change_document": is_officer | is_author,
    "documents.submit_document": is_officer | is_author,
    "documents.return_document": is_officer,
    "documents.refuse_document": is_officer,
    "documents.accept_document": is_officer,
    "documents.post_document": is_officer,
    "documents.withdraw_document": is_officer | is_author,
    "documents.ask_for_signature": is_officer | is_author,
    "documents.sign_document": is_asked_to_sign,
    "documents.decline_signature": is_asked_to_sign,
    # Versions and files.
    "documents.create_version": is_officer | is_author,
    "documents.change_version": is_officer | is_author,
    "documents.submit_version": is_officer | is_author,
    "documents.return_version": is_officer,
    "documents.refuse_version": is_officer,
    "documents.post_version": is_officer,
    # The background work tells followers of what was posted.
    "documents.announce_documents": rules.always_deny,
    "documents.add_file": is_officer | (is_in_preparation & is_author) | may_translate_posted,
    "documents.remove_file": is_officer,
    "documents.set_language_due": is_officer,
    # Where a document is considered: the body on whose agenda it is placed decides.
    "documents.add_consideration": is_item_officer,
    "documents.remove_consideration": is_item_officer,
    "documents.set_consideration_outcome": is_item_officer,
    # What is printed from the records.
    "documents.print_agenda": is_officer,
    "documents.print_participants": is_officer,
    # Reports.
    "documents.draft_report": is_officer,
    "documents.redraft_report": is_officer | is_author,
    # Proceedings. The background work saves what was asked for.
    "documents.request_proceedings": signed_in & may_see_meeting,
    "documents.save_proceedings": rules.always_deny,
    # Imports of past meetings.
    "documents.import_document": is_secretariat,
}
for name, rule in RULES.items():
    rules.add_perm(name, rule)

register_verb_names(
    {
        "documents.set_document_rules": pgettext_lazy(
            "history entry", "Rules for documents changed"
        ),
        "documents.set_series": pgettext_lazy("history entry", "Series of documents changed"),
        "documents.set_header_field": pgettext_lazy("history entry", "Header field changed"),
        "documents.remove_header_field": pgettext_lazy("history entry", "Header field removed"),
        "documents.create_document": pgettext_lazy("history entry", "Document created"),
        "documents.change_document": pgettext_lazy("history entry", "Document changed"),
        "documents.submit_document": pgettext_lazy("history entry", "Document submitted"),
        "documents.return_document": pgettext_lazy("history entry", "Document returned"),
        "documents.refuse_document": pgettext_lazy("history entry", "Document refused"),
        "documents.accept_document": pgettext_lazy("history entry", "Document accepted"),
        "documents.post_document": pgettext_lazy("history entry", "Document posted"),
        "documents.withdraw_document": pgettext_lazy("history entry", "Document withdrawn"),
        "documents.ask_for_signature": pgettext_lazy("history entry", "Co-signature requested"),
        "documents.sign_document": pgettext_lazy("history entry", "Document co-signed"),
        "documents.decline_signature": pgettext_lazy("history entry", "Co-signature declined"),
        "documents.create_version": pgettext_lazy(
            "history entry", "Version of the document created"
        ),
        "documents.change_version": pgettext_lazy(
            "history entry", "Version of the document changed"
        ),
        "documents.submit_version": pgettext_lazy(
            "history entry", "Version of the document submitted"
        ),
        "documents.return_version": pgettext_lazy(
            "history entry", "Version of the document returned"
        ),
        "documents.refuse_version": pgettext_lazy(
            "history entry", "Version of the document refused"
        ),
        "documents.post_version": pgettext_lazy("history entry", "Version of the document posted"),
        "documents.announce_documents": pgettext_lazy(
            "history entry", "New documents announced to followers"
        ),
        "documents.add_file": pgettext_lazy("history entry", "File added"),
        "documents.remove_file": pgettext_lazy("history entry", "File removed"),
        "documents.set_language_due": pgettext_lazy(
            "history entry", "Due date of a language changed"
        ),
        "documents.add_consideration": pgettext_lazy(
            "history entry", "Document placed on the agenda"
        ),
        "documents.remove_consideration": pgettext_lazy(
            "history entry", "Document removed from the agenda"
        ),
        "documents.set_consideration_outcome": pgettext_lazy(
            "history entry", "Outcome for the document recorded"
        ),
        "documents.print_agenda": pgettext_lazy("history entry", "Agenda printed as a document"),
        "documents.print_participants": pgettext_lazy(
            "history entry", "List of participants printed as a document"
        ),
        "documents.draft_report": pgettext_lazy("history entry", "Report drafted"),
        "documents.redraft_report": pgettext_lazy("history entry", "Report redrafted"),
        "documents.request_proceedings": pgettext_lazy("history entry", "Proceedings requested"),
        "documents.save_proceedings": pgettext_lazy("history entry", "Proceedings printed"),
        "documents.import_document": pgettext_lazy("history entry", "Document imported"),
    }
)
# What was said before a document was posted, and who was asked to co-sign and did not, is for those who prepared it.
mark_confidential(
    "documents.change_document",
    "documents.return_document",
    "documents.refuse_document",
    "documents.ask_for_signature",
    "documents.decline_signature",
    "documents.change_version",
    "documents.return_version",
    "documents.refuse_version",
)
