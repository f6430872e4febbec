"""Contributions in each state, for the tests of all pages."""

from __future__ import annotations

from typing import Any

from majlis.documents.contributions import actions, signatures, versions
from majlis.documents.models import Document, DocumentVersion, Source, VersionKind
from majlis.documents.numbering import actions as numbering
from majlis.events.models import Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.parties.models import Organisation
from tests.events import factories as events

TEXT = "The group looks at fictional lights.\n\n1. Requests the Chair to report."

TOPIC = {
    "ar": "الموضوع",
    "zh": "主题",
    "en": "Topic",
    "fr": "Sujet",
    "ru": "Тема",
    "es": "Tema",
}


def plant(meeting: Meeting, focal_point: User, author: Organisation) -> dict[str, Any]:
    """A draft, a submitted, an accepted and a posted document of ``author``, versions of the posted one, and a
    request to co-sign a document of another organization.
    """
    officer = Actor(user=events.officer(meeting))
    numbering.set_header_field(Actor.as_system("tests"), meeting.body, key="topic", names=TOPIC)

    def create(title: str, organisation: Organisation, actor: Actor) -> Document:
        return actions.create_document(
            actor, meeting, title=title, language="en", text=TEXT, organisation=organisation
        )

    def version(kind: str) -> DocumentVersion:
        return versions.create_version(officer, posted, kind=kind, language="en", text=TEXT)

    own = Actor(user=focal_point)
    draft = create("A fictional draft", author, own)
    submitted, accepted, posted = (
        actions.submit_document(own, create(f"A fictional document {number}", author, own))
        for number in range(3)
    )
    for each in (accepted, posted):
        actions.accept_document(officer, each)
    posted = actions.post_document(officer, Document.objects.get(pk=posted.pk))
    other = Organisation.objects.exclude(pk=author.pk).order_by("number")[0]
    asking = create("A fictional request", other, officer)
    (source,) = signatures.ask_for_signature(officer, asking, organisations=[author])
    return {
        "draft_document": draft,
        "submitted_document": submitted,
        "accepted_document": accepted,
        "posted_document": posted,
        "draft_version": version(VersionKind.REVISION),
        "submitted_version": versions.submit_version(officer, version(VersionKind.ADDENDUM)),
        "asked_source": Source.objects.select_related("document").get(pk=source.pk),
    }
