"""Pages of the verbs of contributions, of their check, of co-signatures and of later versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from majlis.documents.contributions import actions, forms, queries, signatures, tables, versions
from majlis.documents.contributions.checks import (
    HEADER_FIELD,
    Faults,
    is_late,
    submission_faults,
    version_faults,
)
from majlis.documents.contributions.drafts import Upload
from majlis.documents.contributions.section import deadline_context, template_links
from majlis.documents.core.access import is_officer_of, represented_organisations
from majlis.documents.core.body_rules import (
    header_fields,
    proposed_series,
    rules_of,
)
from majlis.documents.core.symbols import version_symbol
from majlis.documents.core.words import count_words
from majlis.documents.lifecycle import ACCEPTED, DRAFT, POSTED, RETURNED, SUBMITTED
from majlis.documents.models import (
    Document,
    DocumentFile,
    DocumentVersion,
    FileOrigin,
    LateRule,
    Purpose,
    Source,
    SourceState,
    VersionKind,
)
from majlis.events.core.names import meeting_name
from majlis.events.models import AgendaItem, Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Access
from majlis.kernel.verbs import may
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage
from majlis.kit.cells import title_text
from majlis.kit.columns import Column
from majlis.kit.page import StrOrPromise
from majlis.kit.selection_page import SelectionAction
from majlis.look import parts
from majlis.look.templatetags.look import symbol
from majlis.parties.models import Organisation

QUEUE = (pgettext_lazy("page", "Submitted documents"), "documents:submitted_documents")

OWN_FIELDS = (
    "organisation",
    "language",
    "title",
    "purpose",
    "items",
    "abstract",
    "action_required",
)
OFFICE_FIELDS = ("organisation", "source_words", "category", "series", *OWN_FIELDS[1:])
TEMPLATE_FIELDS = ("organisation", "language", "purpose", "items", "file")


def items_from(keys: Sequence[str], items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """The items with these keys, as a form sends them."""
    return [each for each in items if str(each.pk) in keys]


def upload_from(file: Any) -> Upload | None:
    """The file of a form, for a verb; None where none was sent."""
    return Upload(file, file.name or "") if file else None


# Create a document.


class CreateContribution(ActionPage[Meeting]):
    """The base of the two pages on which a document is begun: in the form, and in the template."""

    template_name = "documents/contributions/create.html"
    verb = actions.create_document
    form_class = forms.ContributionForm
    button = pgettext_lazy("button", "Save and check")
    done = _("The draft was saved. Check it below, then submit it.")

    @override
    def get_target(self) -> Meeting:
        meeting = queries.get_meeting(self.reader, self.kwargs["slug"])
        if meeting is None:
            raise Http404(self.kwargs["slug"])
        self.items = queries.agenda_items(self.reader, meeting)
        queries.load_wordings(
            [meeting.record, meeting.body.record, *(each.record for each in self.items)]
        )
        return meeting

    items: list[AgendaItem]

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Meeting) -> bool:
        return queries.may_contribute(actor.person, target)

    @override
    def get_lead(self) -> StrOrPromise:
        return meeting_name(self.target).text

    @cached_property
    def is_officer(self) -> bool:
        """Whether the reader is an officer of the body."""
        return is_officer_of(self.reader, self.target.body)

    @cached_property
    def organisations(self) -> list[Organisation]:
        """The organizations from which the reader may submit a document."""
        if self.is_officer:
            return list(queries.active_organisations(self.reader))
        return list(represented_organisations(self.reader))

    def get_fields(self) -> Sequence[str]:
        """The names of the fields of the form."""
        raise NotImplementedError

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {
            "fields": self.get_fields(),
            "organisations": [(str(each.number), title_text(each)) for each in self.organisations],
            "items": [
                (str(each.pk), f"{each.label} {each.say('title').text}") for each in self.items
            ],
            "header": header_fields(self.target.body),
            "series": proposed_series(self.target.body) if self.is_officer else (),
            "word_limit": rules_of(self.target.body).word_limit,
            "is_officer": self.is_officer,
            "is_member": self.reader.is_authenticated
            and self.reader.holds("member", self.target.body),
        }

    @override
    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("language", "")
        initial: dict[str, Any] = {
            "language": asked if asked in LANGUAGES_BY_CODE else self.language,
            "purpose": Purpose.ACTION,
            "series": forms.MAIN_CHOICE,
        }
        if len(self.organisations) == 1 and not self.is_officer:
            initial["organisation"] = str(self.organisations[0].number)
        return initial

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        form = self.sent_form.form
        assert isinstance(form, forms.ContributionForm)
        header = form.header_values()
        values = {
            name: value
            for name, value in data.items()
            if name not in ("organisation", "items", "series", "file")
            and not name.startswith(HEADER_FIELD)
        }
        number = data.get("organisation")
        return {
            **values,
            "organisation": next(
                (each for each in self.organisations if str(each.number) == number), None
            ),
            "header": header,
            "items": items_from(data.get("items", ()), self.items),
            "series": forms.series_code(data.get("series")),
            "upload": upload_from(data.get("file")),
        }

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "timing": deadline_context(self.request, self.target, self.language),
            "may_contribute": queries.may_contribute(self.reader, self.target),
            "templates": template_links(self.target),
            "other_page": self.get_other_page(),
        }

    def get_other_page(self) -> parts.Link:
        """The other way to write a contribution."""
        raise NotImplementedError

    @override
    def get_success_url(self, result: Document) -> str:
        return reverse("documents:submit_document", args=[result.slug])


class CreateDocument(CreateContribution):
    """Write a contribution in the form; officers may add a file of any kind."""

    title = _("Submit a contribution")

    @override
    def get_fields(self) -> Sequence[str]:
        if self.is_officer:
            return (*OFFICE_FIELDS, "header", "text", "file")
        return (*OWN_FIELDS, "header", "text")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {
            **super().get_form_options(),
            "file_hint": now("A Word or PDF file in place of the text."),
            "file_required": False,
        }

    @override
    def get_other_page(self) -> parts.Link:
        url = reverse("documents:upload_document", args=[self.target.slug])
        return parts.Link(_("Submit a completed Word template instead"), url)


class UploadDocument(CreateContribution):
    """Submit a contribution in the Word template of the body."""

    title = _("Submit a contribution in the template")
    form_key = "documents.create_document.template"
    error_fields: ClassVar = {"title": "file", "text": "file"}

    @override
    def get_fields(self) -> Sequence[str]:
        return TEMPLATE_FIELDS

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {
            **super().get_form_options(),
            "is_officer": False,
            "file_hint": now("The completed Word template of this meeting (.docx)."),
        }

    @override
    def get_other_page(self) -> parts.Link:
        url = reverse("documents:create_document", args=[self.target.slug])
        return parts.Link(_("Enter the contribution in a form instead"), url)


# Actions on a document.


class DocumentAction(ActionPage[Document]):
    """An action on a document. ``short``: its label in the queue."""

    short: StrOrPromise = ""

    @override
    def get_target(self) -> Document:
        document = queries.get_document(self.reader, self.kwargs["slug"])
        if document is None:
            raise Http404(self.kwargs["slug"])
        return document

    @override
    def get_lead(self) -> StrOrPromise:
        document = self.target
        title = document.say("title").text
        return f"{document.symbol} · {title}" if document.symbol else title

    @cached_property
    def is_officer(self) -> bool:
        """Whether the reader is an officer of the body."""
        return is_officer_of(self.reader, self.target.meeting.body)


def original_file(document: Document) -> DocumentFile | None:
    """The text of the original of a document in its language."""
    rows = DocumentFile.objects.filter(
        version__document=document,
        version__kind=VersionKind.ORIGINAL,
        language=document.language,
    )
    return rows.select_related("file").first()


class ChangeDocument(DocumentAction):
    """Change a document before it is posted."""

    verb = actions.change_document
    form_class = forms.ContributionForm
    title = pgettext_lazy("document", "Change document")
    button = phrases.SAVE_CHANGES
    error_fields: ClassVar = {"title": "file", "text": "file"}

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Document) -> bool:
        states: tuple[str, ...] = (DRAFT, RETURNED)
        if is_officer_of(actor.person, target.meeting.body):
            states += (SUBMITTED, ACCEPTED)
        return target.state in states and may(actor, cls.verb_key(), target)

    @cached_property
    def file(self) -> DocumentFile | None:
        """The text of the document as it is."""
        return original_file(self.target)

    @property
    def is_template(self) -> bool:
        """Whether the document came in the template, which states title and header."""
        return self.file is not None and self.file.origin == FileOrigin.TEMPLATE

    @property
    def is_file(self) -> bool:
        """Whether the document came as a file."""
        return self.file is not None and self.file.file_id is not None

    @cached_property
    def items(self) -> list[AgendaItem]:
        """The items of the agenda of the meeting."""
        items = queries.agenda_items(self.reader, self.target.meeting)
        queries.load_wordings(each.record for each in items)
        return items

    def get_fields(self) -> list[str]:
        """The names of the fields of the form."""
        fields = ["items", "file" if self.is_file else "text"]
        if self.target.number is None:
            fields.append("purpose")
        if not self.is_template or self.is_officer:
            fields += ["title", "abstract", "action_required", "header"]
        return fields

    @override
    def get_form_options(self) -> dict[str, Any]:
        hint = (
            now("Select the corrected file to replace %(name)s.") % {"name": self.file.name}
            if self.file is not None and self.file.name
            else ""
        )
        return {
            "fields": self.get_fields(),
            "items": [
                (str(each.pk), f"{each.label} {each.say('title').text}") for each in self.items
            ],
            "header": header_fields(self.target.meeting.body),
            "word_limit": rules_of(self.target.meeting.body).word_limit,
            "file_hint": hint,
            "file_required": False,
        }

    @override
    def get_current(self) -> dict[str, Any]:
        self.__dict__.pop("file", None)
        document = self.target
        items = document.considerations.filter(item__meeting=document.meeting_id)
        language = document.language
        return {
            **{
                name: own_words(document, name) for name in ("title", "abstract", "action_required")
            },
            "purpose": document.purpose,
            "items": [str(key) for key in items.values_list("item", flat=True)],
            **{
                f"{HEADER_FIELD}{each.field.key}": each.text
                for each in document.header_values.select_related("field")
            },
            "text": self.file.words if self.file and not self.is_file else "",
            "language": language,
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        form = self.sent_form.form
        assert isinstance(form, forms.ContributionForm)
        names = ("title", "abstract", "action_required", "purpose", "text")
        arguments: dict[str, Any] = {name: data[name] for name in names if name in data}
        if "header" in self.get_fields():
            arguments["header"] = form.header_values()
        if "items" in form.fields:
            arguments["items"] = items_from(data["items"], self.items)
        if upload := upload_from(data.get("file")):
            arguments["upload"] = upload
        return arguments

    @override
    def get_success_url(self, result: Document) -> str:
        if result.state in (DRAFT, RETURNED):
            return reverse("documents:submit_document", args=[result.slug])
        return str(result.get_absolute_url())


def own_words(document: Document, field: str) -> str:
    """The text of a field in the language of the document; empty where it has none."""
    words = document.say(field, document.language)
    return words.text if words.language == document.language else ""


class SubmitDocument(DocumentAction):
    """Check a draft and submit it."""

    template_name = "documents/contributions/submit.html"
    verb = actions.submit_document
    form_class = forms.SubmissionForm
    title = pgettext_lazy("document", "Submit document")
    done = _("The document was submitted. The secretariat has been notified.")
    drafts = False

    @cached_property
    def is_late(self) -> bool:
        """Whether the document would be late now."""
        return self.target.submitted_at is None and is_late(self.target.meeting)

    @override
    def get_form_options(self) -> dict[str, Any]:
        rule = rules_of(self.target.meeting.body).late_rule
        return {
            "asks_reason": self.is_late and self.is_officer,
            "must_reason": rule == LateRule.REFUSE,
        }

    @override
    def get_context_data(self) -> dict[str, Any]:
        document = self.target
        version = actions.original_of(document)
        files = list(version.files.all())
        file = next((each for each in files if each.language == document.language), None)
        faults: Faults = {}
        if document.state in (DRAFT, RETURNED):
            faults = submission_faults(document, files)
        return {
            **super().get_context_data(),
            "timing": deadline_context(self.request, document.meeting, self.language),
            "document": document,
            "reason": document.reason if document.state == RETURNED else "",
            "is_late": self.is_late,
            "faults": list(faults.values()),
            "word_count": tables.word_count(count_words(file.words)) if file else "",
            "file_name": file.name if file and file.origin != FileOrigin.RECORDS else "",
            "change_url": (
                reverse("documents:change_document", args=[document.slug])
                if ChangeDocument.is_offered(self.actor, document)
                else ""
            ),
            "sign_url": (
                reverse("documents:ask_for_signature", args=[document.slug])
                if AskForSignature.is_offered(self.actor, document)
                else ""
            ),
        }


class ReturnDocument(DocumentAction):
    """Return a submitted document to its author."""

    verb = actions.return_document
    form_class = forms.DecisionForm
    title = pgettext_lazy("document", "Return to author")
    short = pgettext_lazy("button", "Return")
    done = _("The document was returned. Its author has been notified.")


class RefuseDocument(DocumentAction):
    """Refuse a submitted document."""

    verb = actions.refuse_document
    form_class = forms.DecisionForm
    title = pgettext_lazy("document", "Refuse document")
    short = pgettext_lazy("button", "Refuse")
    done = _("The document was refused. Its author has been notified.")


class AcceptDocument(DocumentAction):
    """Accept a submitted document, which gets its number and its symbol."""

    verb = actions.accept_document
    form_class = forms.AcceptanceForm
    title = pgettext_lazy("document", "Accept document")
    short = pgettext_lazy("button", "Accept")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {
            "series": proposed_series(self.target.meeting.body),
            "is_late": self.target.late,
        }

    @override
    def get_current(self) -> dict[str, Any]:
        document = self.target
        return {
            "purpose": document.purpose,
            "series": document.series.code or forms.MAIN_CHOICE,
            "reason": document.late_reason,
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "series": forms.series_code(data["series"])}

    @override
    def get_done(self, result: Document) -> StrOrPromise:
        return now("The document was accepted. Its symbol is %(symbol)s.") % {
            "symbol": result.symbol
        }


class PostDocument(DocumentAction):
    """Post an accepted document."""

    verb = actions.post_document
    form_class = forms.PostingForm
    title = pgettext_lazy("document", "Post document")
    short = pgettext_lazy("button", "Post")
    done = _("The document was posted.")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"is_public": self.target.meeting.record.access == Access.PUBLIC}


class WithdrawDocument(DocumentAction):
    """Withdraw a document; its number, its page and the reason stay."""

    verb = actions.withdraw_document
    form_class = forms.WithdrawalForm
    title = pgettext_lazy("document", "Withdraw document")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"is_draft": self.target.state == DRAFT}


class PostDocuments(SelectionAction[None, Document]):
    """Post several accepted documents at once."""

    verb = actions.post_document
    form_key = "documents.post_document.several"
    title = _("Post accepted documents")
    empty = _("No accepted documents are waiting to be posted.")
    parents = (QUEUE,)
    columns = (
        Column("symbol", pgettext_lazy("document", "Symbol"), lambda each: symbol(each.symbol)),
        Column(
            "title",
            pgettext_lazy("document", "Title"),
            lambda each: parts.Cell(
                each.say("title").text, each.get_absolute_url(), "", each.say("title").language
            ),
            title_text,
        ),
        Column(
            "meeting",
            pgettext_lazy("of a body", "Meeting"),
            lambda each: tables.meeting_cell(each.meeting),
        ),
        Column("source", pgettext_lazy("of a document", "Source"), tables.sources_html),
    )

    @override
    def get_target(self) -> None:
        return None

    @override
    def is_allowed(self) -> bool:
        return queries.is_any_officer(self.reader)

    @override
    def get_items(self) -> Mapping[int, Document]:
        meeting = self.request.GET.get("meeting", "")
        documents = queries.documents_to_post(self.reader, meeting)
        return {each.pk: each for each in queries.load_names(documents)}

    @override
    def do_selected(self, items: Sequence[Document], data: dict[str, Any]) -> list[Document]:
        return [actions.post_document(self.actor, each) for each in items]

    @override
    def get_done(self, result: list[Document]) -> StrOrPromise:
        sentence = ngettext(
            "%(n)s document was posted.", "%(n)s documents were posted.", len(result)
        )
        return sentence % {"n": len(result)}


# Co-signatures.


class AskForSignature(DocumentAction):
    """Ask organizations to co-sign a document."""

    verb = signatures.ask_for_signature
    form_class = forms.SignatureForm
    title = _("Ask for co-signatures")
    done = _("The request was sent to the focal points.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Document) -> bool:
        return target.state in signatures.SIGNED_IN and super().is_offered(actor, target)

    @override
    def get_form_options(self) -> dict[str, Any]:
        known = self.target.sources.exclude(state=SourceState.DECLINED)
        organisations = queries.active_organisations(self.reader)
        return {"organisations": organisations.exclude(pk__in=known.values("organisation"))}


class SignatureAction(ActionPage[Source]):
    """A decision on a request for a co-signature."""

    @override
    def get_target(self) -> Source:
        source = queries.get_source(self.reader, self.kwargs["slug"], self.kwargs["key"])
        if source is None:
            raise Http404(self.kwargs["slug"])
        return source

    @override
    def get_object_above(self) -> Model:
        return self.target.document

    @override
    def get_lead(self) -> StrOrPromise:
        source = self.target
        return f"{title_text(source.organisation)} · {title_text(source.document)}"

    @override
    def get_cancel_url(self) -> str:
        return str(self.target.document.get_absolute_url())


class SignDocument(SignatureAction):
    """Co-sign a document for an organization."""

    verb = signatures.sign_document
    title = pgettext_lazy("document", "Co-sign document")
    done = _("The document was co-signed. Your organization is named as co-signatory.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Source) -> bool:
        return target.state == SourceState.ASKED and may(actor, cls.verb_key(), target)


class DeclineSignature(SignatureAction):
    """Decline to co-sign a document, or withdraw a co-signature."""

    verb = signatures.decline_signature
    title = pgettext_lazy("document", "Decline co-signature")
    done = _("Your organization is not named. The authors have been notified.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Source) -> bool:
        states = (SourceState.ASKED, SourceState.SIGNED)
        return target.state in states and may(actor, cls.verb_key(), target)

    @override
    def get_title(self) -> StrOrPromise:
        is_signed = self.target.state == SourceState.SIGNED
        return pgettext_lazy("document", "Withdraw co-signature") if is_signed else self.title

    @override
    def get_success_url(self, result: Source) -> str:
        # A draft is no longer seen by those who decline.
        if result.document.posted_at is None:
            return reverse("documents:my_contributions")
        return super().get_success_url(result)


# Later versions.


class CreateVersion(DocumentAction):
    """Begin a revision, an addendum or a corrigendum of a posted document."""

    template_name = "documents/contributions/version.html"
    verb = versions.create_version
    form_class = forms.VersionForm
    title = _("Add a revision, addendum or corrigendum")
    button = pgettext_lazy("button", "Save and check")
    done = _("The draft was saved. Check it below, then submit it.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Document) -> bool:
        return target.state == POSTED and super().is_offered(actor, target)

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"file_hint": file_hint(is_officer=self.is_officer)}

    @override
    def get_initial(self) -> dict[str, Any]:
        file = latest_text(self.target)
        text = file.words if file is not None and file.file_id is None else ""
        return {"kind": self.request.GET.get("kind", VersionKind.REVISION), "text": text}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        upload = upload_from(data.pop("file"))
        # The form opens with the present text, which a file takes the place of.
        text = "" if upload is not None else data.pop("text")
        data.pop("text", None)
        language = self.target.language
        return {
            **data,
            "text": text,
            "upload": upload,
            "language": language,
            "note_language": language,
        }

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "timing": deadline_context(self.request, self.target.meeting, self.language),
            "templates": template_links(self.target.meeting),
        }

    @override
    def get_success_url(self, result: DocumentVersion) -> str:
        return reverse("documents:submit_version", args=[self.target.slug, result.pk])


def file_hint(*, is_officer: bool) -> str:
    """What a file of a version may be."""
    if is_officer:
        return now("A Word or PDF file in place of the text.")
    return now("The completed Word template of this meeting, in place of the text.")


def latest_text(document: Document) -> DocumentFile | None:
    """The text of the latest revision that is posted, else of the original, in the language of the document."""
    rows = DocumentFile.objects.filter(
        version__document=document,
        version__state=POSTED,
        version__kind__in=(VersionKind.ORIGINAL, VersionKind.REVISION),
        language=document.language,
    )
    return rows.order_by("-version__posted_at", "-version").first()


class VersionAction(ActionPage[DocumentVersion]):
    """An action on a revision, an addendum or a corrigendum. ``short``: its label in the queue."""

    short: StrOrPromise = ""

    @override
    def get_target(self) -> DocumentVersion:
        version = queries.get_version(self.reader, self.kwargs["slug"], self.kwargs["key"])
        if version is None or version.kind == VersionKind.ORIGINAL:
            raise Http404(self.kwargs["slug"])
        return version

    @override
    def get_object_above(self) -> Model:
        return self.target.document

    @override
    def get_lead(self) -> StrOrPromise:
        document = self.target.document
        return f"{document.symbol} · {tables.version_name(self.target)} · {title_text(document)}"

    @override
    def get_cancel_url(self) -> str:
        return str(self.target.document.get_absolute_url())

    @cached_property
    def is_officer(self) -> bool:
        """Whether the reader is an officer of the body."""
        return is_officer_of(self.reader, self.target.document.meeting.body)


class ChangeVersion(VersionAction):
    """Change a version before it is posted."""

    verb = versions.change_version
    form_class = forms.VersionForm
    title = _("Change version of the document")
    button = phrases.SAVE_CHANGES

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: DocumentVersion) -> bool:
        states: tuple[str, ...] = (DRAFT, RETURNED)
        if is_officer_of(actor.person, target.document.meeting.body):
            states += (SUBMITTED,)
        is_later = target.kind != VersionKind.ORIGINAL
        return is_later and target.state in states and may(actor, cls.verb_key(), target)

    @cached_property
    def file(self) -> DocumentFile | None:
        """The text of the version as it is."""
        return self.target.files.exclude(status="").order_by("pk").first()

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {
            "is_new": False,
            "has_languages": self.target.kind == VersionKind.CORRIGENDUM,
            "file_hint": file_hint(is_officer=self.is_officer),
        }

    @override
    def get_current(self) -> dict[str, Any]:
        self.__dict__.pop("file", None)
        version = self.target
        is_typed = self.file is not None and self.file.file_id is None
        return {
            "note": version.note,
            "languages": version.languages,
            "text": self.file.words if self.file is not None and is_typed else "",
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        upload = upload_from(data.pop("file"))
        text: str | None = data.pop("text")
        if upload is not None or (self.file is not None and self.file.file_id and not text):
            text = None
        language = self.file.language if self.file is not None else self.target.document.language
        return {
            **data,
            "text": text,
            "upload": upload,
            "language": language,
            "note_language": self.target.document.language,
        }

    @override
    def get_success_url(self, result: DocumentVersion) -> str:
        return reverse("documents:submit_version", args=[result.document.slug, result.pk])


class SubmitVersion(VersionAction):
    """Check a version and submit it."""

    template_name = "documents/contributions/submit.html"
    verb = versions.submit_version
    form_class = forms.SubmissionForm
    title = pgettext_lazy("document", "Submit version")
    done = _("The version was submitted. The secretariat has been notified.")
    drafts = False

    @cached_property
    def is_late(self) -> bool:
        """Whether the version would be late now."""
        return self.target.submitted_at is None and is_late(self.target.document.meeting)

    @override
    def get_form_options(self) -> dict[str, Any]:
        refuses = rules_of(self.target.document.meeting.body).late_rule == LateRule.REFUSE
        return {
            "asks_reason": self.is_late and refuses and self.is_officer,
            "must_reason": True,
        }

    @override
    def get_context_data(self) -> dict[str, Any]:
        version = self.target
        document = version.document
        file = version.files.exclude(status="").order_by("pk").first()
        faults: Faults = {}
        if version.state in (DRAFT, RETURNED):
            faults = version_faults(version)
        return {
            **super().get_context_data(),
            "timing": deadline_context(self.request, document.meeting, self.language),
            "document": document,
            "reason": version.reason if version.state == RETURNED else "",
            "is_late": self.is_late,
            "faults": list(faults.values()),
            "word_count": tables.word_count(count_words(file.words)) if file else "",
            "file_name": file.name if file else "",
            "change_url": (
                reverse("documents:change_version", args=[document.slug, version.pk])
                if ChangeVersion.is_offered(self.actor, version)
                else ""
            ),
        }


class ReturnVersion(VersionAction):
    """Return a submitted version to its author."""

    verb = versions.return_version
    form_class = forms.DecisionForm
    title = _("Return version to author")
    short = pgettext_lazy("button", "Return")
    done = _("The version was returned. Its author has been notified.")


class RefuseVersion(VersionAction):
    """Refuse a submitted version."""

    verb = versions.refuse_version
    form_class = forms.DecisionForm
    title = pgettext_lazy("document", "Refuse version")
    short = pgettext_lazy("button", "Refuse")
    done = _("The version was refused. Its author has been notified.")


class PostVersion(VersionAction):
    """Post a submitted version, which gets its number."""

    verb = versions.post_version
    title = pgettext_lazy("document", "Post version")
    short = pgettext_lazy("button", "Post")

    @override
    def get_done(self, result: DocumentVersion) -> StrOrPromise:
        return now("The version was posted as %(symbol)s.") % {
            "symbol": version_symbol(result.document, result)
        }
