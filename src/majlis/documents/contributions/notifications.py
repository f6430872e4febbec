"""Notifications and to-do entries of contributions: authors, co-signatories, officers, followers of the meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import followers, users_who_may_see
from majlis.commons.notices.events import EventValues, register
from majlis.commons.notices.todo import TodoItem
from majlis.documents.contributions import queries
from majlis.documents.core.access import OFFICER_ROLES, people_with_role
from majlis.documents.core.body_rules import contributions_due
from majlis.documents.models import Document, SourceState
from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.kernel.models import AuditEntry, Record, User
from majlis.look import formats

MOST_SYMBOLS = 8
"""Symbols in one sentence; of more, only their number is said."""
QUEUE_CODE = "submitted_documents"


def register_notifications() -> None:
    """Register the notifications and the to-do entries; called once at startup."""
    for verb, sentence in OFFICER_SENTENCES.items():
        register(verb, sentence=sentence, audience=officers, queue=QUEUE_CODE, followers=False)
    for verb, sentence in AUTHOR_SENTENCES.items():
        register(verb, sentence=sentence, audience=authors, followers=False)
    register(
        "documents.post_document",
        sentence=gettext_lazy("Document posted: {record}."),
        audience=authors,
        followers=False,
        public=True,
    )
    register(
        "documents.post_version",
        sentence=gettext_lazy("New version posted: {symbol}, {record}."),
        audience=authors,
        values=lambda entry: {"symbol": str(entry.new.get("symbol", ""))},
        followers=False,
        public=True,
    )
    register(
        "documents.withdraw_document",
        sentence=gettext_lazy("Document withdrawn: {record}."),
        audience=withdrawal_audience,
        only=was_submitted,
        public=True,
    )
    register(
        "documents.ask_for_signature",
        sentence=gettext_lazy("Your organization is asked to co-sign {record}."),
        audience=asked_focal_points,
        followers=False,
        urgent=True,
    )
    register(
        "documents.change_document",
        sentence=gettext_lazy("{record} has changed since it was co-signed. Co-sign it again."),
        audience=asked_focal_points,
        only=lambda entry: entry.new.get("signature") == SourceState.ASKED,
        followers=False,
    )
    register(
        "documents.announce_documents",
        sentence=gettext_lazy("New documents: {documents}. Meeting: {meeting}."),
        audience=narrow_audience,
        values=announced_values,
        say=with_documents,
        address=announced_url,
    )
    todo.register(author_todo)
    todo.register(signature_todo)
    todo.register_rows(
        queries.waiting_versions,
        sentence=waiting_sentence,
        url_name="documents:submitted_documents",
        code=QUEUE_CODE,
        name=gettext_lazy("submitted documents to check or to post"),
        may=queries.is_any_officer,
    )


OFFICER_SENTENCES = {
    "documents.submit_document": gettext_lazy("Document submitted: {record}."),
    "documents.submit_version": gettext_lazy("Version of a document submitted: {record}."),
}
AUTHOR_SENTENCES = {
    "documents.return_document": gettext_lazy(
        "Your document was returned with a reason: {record}."
    ),
    "documents.refuse_document": gettext_lazy("Your document was refused with a reason: {record}."),
    "documents.accept_document": gettext_lazy("Your document was accepted: {record}."),
    "documents.return_version": gettext_lazy("Your version was returned with a reason: {record}."),
    "documents.refuse_version": gettext_lazy("Your version was refused with a reason: {record}."),
    "documents.sign_document": gettext_lazy("Your document was co-signed: {record}."),
    "documents.decline_signature": gettext_lazy("A request to co-sign was declined: {record}."),
}


# Audiences.


def document_of(entry: AuditEntry) -> Document:
    """The document of an audit entry."""
    rows = Document.objects.select_related("meeting", "record")
    document: Document = rows.get(pk=entry.record_id)
    return document


def authors(entry: AuditEntry) -> Iterable[User]:
    """Who submitted the document, and the focal points of the organizations that are its authors."""
    document = document_of(entry)
    sources = document.sources.filter(state=SourceState.AUTHOR)
    found = {
        user
        for key in sources.values_list("organisation", flat=True)
        for user in people_with_role(key, "focal_point")
    }
    if document.submitted_by is not None and document.submitted_by.is_active:
        found.add(document.submitted_by)
    return found


def officers(entry: AuditEntry) -> Iterable[User]:
    """The officers of the body; the secretariat of the site follows the queue."""
    return people_with_role(document_of(entry).meeting.body_id, *OFFICER_ROLES)


def withdrawal_audience(entry: AuditEntry) -> Iterable[User]:
    """Authors and officers."""
    return {*authors(entry), *officers(entry)}


def was_submitted(entry: AuditEntry) -> bool:
    """Whether a document that was withdrawn had been submitted: nobody waits for a draft."""
    return entry.old.get("state") not in ("draft", "returned")


def asked_focal_points(entry: AuditEntry) -> Iterable[User]:
    """The focal points of the organization that is asked to co-sign."""
    organisation = Record.objects.filter(address=entry.new.get("organisation", "")).first()
    return people_with_role(organisation, "focal_point") if organisation is not None else ()


def narrow_audience(entry: AuditEntry) -> Iterable[User]:
    """The followers of the meeting who may see documents that not everybody sees who sees the meeting."""
    record = entry.record
    if record is None or record.kind == "meeting":
        return ()  # its followers are notified as such
    meeting = Meeting.objects.select_related("record").get(documents=record.pk)
    return users_who_may_see(record).filter(pk__in=followers(meeting.record).values("pk"))


# Values.


def announced_values(entry: AuditEntry) -> EventValues:
    """The symbols, and the address of the meeting, of an announcement."""
    return {"symbols": entry.new.get("symbols", []), "meeting": entry.new.get("meeting", "")}


def with_documents(values: EventValues, language: str) -> EventValues:
    """The values with the symbols, or their number, and the name of the meeting in a language."""
    symbols = list(values["symbols"])
    count = len(symbols)
    if count > MOST_SYMBOLS:
        documents = formats.number(count, language)
    else:
        documents = formats.list_separator(language).join(symbols)
    record = Record.objects.filter(address=values["meeting"]).with_wordings().first()
    name = record.say("title", language).text if record is not None else ""
    return {**values, "documents": documents, "meeting": name}


def announced_url(values: EventValues) -> str:
    """The list of the documents of the meeting."""
    slug = str(values["meeting"]).rpartition("/")[2]
    return reverse("documents:meeting_documents", args=[slug])


# To do.


def author_todo(user: User) -> Iterator[TodoItem]:
    """The documents and versions that were returned to a person, with the deadline of the meeting if it is to come."""
    documents = queries.returned_documents(user).with_wordings()  # type: ignore[attr-defined]
    for document in documents.select_related("meeting__body__document_rules"):
        due = contributions_due(document.meeting)
        yield TodoItem(
            _("Your document was returned: %(title)s. Correct it and submit it again.")
            % {"title": document.say("title").text},
            reverse("documents:submit_document", args=[document.slug]),
            todo.due_day(due, user) if due is not None and due > clock.now() else None,
        )
    versions = queries.returned_versions(user).select_related("document__record")
    for version in versions:
        yield TodoItem(
            _("A version of %(symbol)s was returned. Correct it and submit it again.")
            % {"symbol": version.document.symbol},
            reverse("documents:submit_version", args=[version.document.slug, version.pk]),
        )


def signature_todo(user: User) -> Iterator[TodoItem]:
    """The documents that the organizations of a focal point are asked to co-sign."""
    if not any(each.role == "focal_point" for each in user.appointments_today()):
        return
    for source in queries.signatures_to_decide(user):
        yield TodoItem(
            _("%(organization)s is asked to co-sign: %(title)s.")
            % {
                "organization": source.organisation.say("title").text,
                "title": source.document.say("title").text,
            },
            str(source.document.get_absolute_url()),
        )


def waiting_sentence(count: int) -> str:
    """How many documents and versions wait for an officer."""
    sentence = ngettext(
        "%(n)s document waits to be checked or posted.",
        "%(n)s documents wait to be checked or posted.",
        count,
    )
    return sentence % {"n": formats.number(count, get_language() or "en")}
