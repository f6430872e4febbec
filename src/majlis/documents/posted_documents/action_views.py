"""Pages of the verbs on posted documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, override

from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.documents.core.access import OFFICER_ROLES
from majlis.documents.core.symbols import resolve_symbol, version_label, version_symbol
from majlis.documents.lifecycle import ACCEPTED, POSTED
from majlis.documents.models import Consideration, Document, DocumentFile, DocumentVersion
from majlis.documents.posted_documents import actions, forms, queries, tables
from majlis.documents.posted_documents.addresses import version_slug, version_url
from majlis.events.core.names import meeting_name
from majlis.events.models import AgendaItem, Meeting
from majlis.instruments.core.forms import Choice
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Reader
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionPage
from majlis.kit.forms import ReasonForm
from majlis.look import parts


def get_document(reader: Reader, slug: str) -> Document:
    """The document of an address, with its wordings. Raises Http404 where the reader may not see it."""
    document = queries.get_document(reader, slug)
    if document is None:
        raise Http404(slug)
    meeting = document.meeting
    queries.load_wordings([document.record, meeting.record, meeting.body.record])
    return document


def get_meeting(reader: Reader, slug: str) -> Meeting:
    """The meeting of an address, with its wordings. Raises Http404 where the reader may not see it."""
    meetings = Meeting.objects.visible_to(reader).filter(slug=slug)
    meeting: Meeting | None = meetings.select_related(
        "record", "body__record", "body__document_rules"
    ).first()
    if meeting is None:
        raise Http404(slug)
    queries.load_wordings([meeting.record, meeting.body.record])
    return meeting


# Language files.


class VersionAction(ActionPage[DocumentVersion]):
    """An action on a version of a document."""

    @override
    def get_target(self) -> DocumentVersion:
        document = get_document(self.reader, self.kwargs["slug"])
        for each in queries.document_versions(self.reader, document):
            if version_slug(each.version) == self.kwargs["version"]:
                self.files = each
                return each.version
        raise Http404(self.kwargs["version"])

    files: queries.VersionFiles

    @override
    def get_object_above(self) -> Model:
        return self.target.document

    @override
    def get_lead(self) -> str:
        document = self.target.document
        return version_label(document, self.target) or document.say("title").text

    @override
    def get_cancel_url(self) -> str:
        return version_url(self.target.document, self.target)


class AddFile(VersionAction):
    """Add a version in a language."""

    verb = actions.add_file
    form_class = forms.FileForm
    title = _("Add language file")
    done = _("The file was added.")
    error_fields: ClassVar = {"typed": "text", "stream": "file"}

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"languages": self.files.missing_languages}

    @override
    def get_initial(self) -> dict[str, Any]:
        missing = self.files.missing_languages
        asked = self.request.GET.get("language", self.language)
        return {"language": asked if asked in missing else missing[0] if missing else ""}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        file = data["file"]
        return {
            "language": data["language"],
            "stream": file,
            "name": file.name if file else "",
            "typed": data["text"],
        }


class SetLanguageDue(VersionAction):
    """Set the day by which a version is expected in a language."""

    verb = actions.set_language_due
    form_class = forms.LanguageDueForm
    title = _("Set due date of language")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"languages": self.files.missing_languages}

    @override
    def get_initial(self) -> dict[str, Any]:
        missing = self.files.missing_languages
        asked = self.request.GET.get("language", "")
        language = asked if asked in missing else missing[0] if missing else ""
        return {"language": language, "due": self.files.due_date(language)}


class RemoveFile(ActionPage[DocumentFile]):
    """Remove a version in one language."""

    verb = actions.remove_file
    form_class = ReasonForm
    title = pgettext_lazy("document", "Remove file")
    done = _("The file was removed.")

    @override
    def get_target(self) -> DocumentFile:
        document = get_document(self.reader, self.kwargs["slug"])
        for version in queries.document_versions(self.reader, document):
            for file in version.files:
                if file.pk == self.kwargs["file"]:
                    return file
        raise Http404(self.kwargs["file"])

    @override
    def get_object_above(self) -> Model:
        return self.target.version.document

    @override
    def get_lead(self) -> str:
        file = self.target
        return version_symbol(file.version.document, file.version, file.language)

    @override
    def get_cancel_url(self) -> str:
        return version_url(self.target.version.document, self.target.version)


# Where a document is considered.


def grouped_items(items: Iterable[AgendaItem]) -> list[Choice]:
    """Items as choices, those of a meeting together under its name."""
    by_meeting: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    for item in items:
        group = by_meeting.setdefault(item.meeting_id, (meeting_name(item.meeting).text, []))
        group[1].append((str(item.pk), f"{item.label} {item.say('title').text}"))
    return list(by_meeting.values())


class PlaceDocument(ActionPage[Document]):
    """Place a document at an item of the agenda of any meeting whose officer the person is."""

    verb = actions.add_consideration
    form_class = forms.PlaceDocumentForm
    title = _("Place on an agenda")
    done = _("The document was placed on the agenda.")
    items: list[AgendaItem]

    @override
    def get_target(self) -> Document:
        document = get_document(self.reader, self.kwargs["slug"])
        placed = set(document.considerations.values_list("item", flat=True))
        items = [each for each in queries.open_items(self.reader) if each.pk not in placed]
        allowed: dict[int, bool] = {}
        for item in items:
            if item.meeting_id not in allowed:
                allowed[item.meeting_id] = may(self.actor, self.verb_key(), item)
        self.items = [item for item in items if allowed[item.meeting_id]]
        return document

    @override
    def is_allowed(self) -> bool:
        return self.is_offered(self.actor, self.target)

    @classmethod
    @override
    def is_offered(cls, actor: Actor, target: Document) -> bool:
        user = actor.user
        return (
            target.state in (ACCEPTED, POSTED)
            and user is not None
            and any(each.role in OFFICER_ROLES for each in user.appointments_today())
        )

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"items": grouped_items(self.items)}

    @override
    def get_initial(self) -> dict[str, Any]:
        own = [item for item in self.items if item.meeting_id == self.target.meeting_id]
        return {"item": str(own[0].pk) if own else ""}

    @override
    def do(self, data: dict[str, Any]) -> Consideration:
        item = next(each for each in self.items if str(each.pk) == data["item"])
        return actions.add_consideration(self.actor, item, document=self.target)


class PlaceAtItem(ActionPage[Meeting]):
    """Place a document, by its symbol, at an item of the agenda of a meeting."""

    verb = actions.add_consideration
    form_class = forms.ItemDocumentForm
    title = _("Place a document on the agenda")
    done = _("The document was placed on the agenda.")
    error_fields: ClassVar = {"document": "symbol"}
    form_key = "documents.add_consideration.at_item"
    items: list[AgendaItem]

    @override
    def get_target(self) -> Meeting:
        meeting = get_meeting(self.reader, self.kwargs["slug"])
        self.items = queries.open_items(self.reader, [meeting])
        return meeting

    @override
    def is_allowed(self) -> bool:
        meeting = self.target
        return may(self.actor, self.verb_key(), AgendaItem(meeting=meeting))

    @override
    def get_form_options(self) -> dict[str, Any]:
        choices = [(str(each.pk), f"{each.label} {each.say('title').text}") for each in self.items]
        return {"items": choices}

    @override
    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET.get(name, "") for name in ("item", "symbol")}

    @override
    def do(self, data: dict[str, Any]) -> Consideration:
        item = next(each for each in self.items if str(each.pk) == data["item"])
        resolved = resolve_symbol(self.reader, data["symbol"])
        if resolved is None:
            raise InvalidInput({"symbol": _("No document has this symbol. Check the symbol.")})
        return actions.add_consideration(self.actor, item, document=resolved.document)


class ConsiderationAction(ActionPage[Consideration]):
    """An action on the place of a document on an agenda."""

    @override
    def get_target(self) -> Consideration:
        row = queries.get_consideration(self.reader, self.kwargs["key"])
        if row is None:
            raise Http404(self.kwargs["key"])
        records = (row.document.record, row.item.record, row.item.meeting.record)
        queries.load_wordings([*records, row.item.meeting.body.record])
        return row

    @override
    def get_object_above(self) -> Model:
        return self.target.document

    @override
    def get_lead(self) -> str:
        row = self.target
        return f"{row.document.symbol} · {tables.item_label(row)} {row.item.say('title').text}"

    @override
    def get_cancel_url(self) -> str:
        address: str = self.target.document.get_absolute_url()
        return address


class SetOutcome(ConsiderationAction):
    """Record what came of a document at an item."""

    verb = actions.set_consideration_outcome
    form_class = forms.OutcomeForm
    title = pgettext_lazy("document", "Record outcome")

    @override
    def get_current(self) -> dict[str, Any]:
        row = self.target
        return {
            "outcome": row.outcome,
            "note": row.note,
            "note_language": row.note_language or self.language,
        }


class RemoveConsideration(ConsiderationAction):
    """Remove a document from an item."""

    verb = actions.remove_consideration
    form_class = forms.OptionalReasonForm
    title = _("Remove from item")
    done = _("The document was removed from the item.")


def missing_language_links(
    document: Document, row: queries.VersionFiles, *, officer: bool, translator: bool
) -> list[parts.Link]:
    """Links to add a language and to set due dates, where a language is missing, for who may do so."""
    if not row.missing_languages:
        return []
    args = [document.slug, version_slug(row.version)]
    links = []
    if translator:
        links.append(parts.Link(AddFile.title, reverse("documents:add_file", args=args)))
    if officer:
        due = reverse("documents:set_language_due", args=args)
        links.append(parts.Link(SetLanguageDue.title, due))
    return links
