"""Documents as they are made: who may submit to a meeting, what is typed or uploaded, and the rows that hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.documents.contributions.checks import (
    Faults,
    header_faults,
    length_faults,
    title_faults,
)
from majlis.documents.contributions.template import (
    ABSTRACT,
    ACTION_REQUIRED,
    BODY,
    HEADER_PREFIX,
    TITLE,
    template_fields,
)
from majlis.documents.contributions.template_reading import (
    CompletedTemplate,
    fault,
    open_word_file,
    read_template,
)
from majlis.documents.core.access import circle_code, is_officer_of, set_draft_access
from majlis.documents.core.body_rules import get_or_create_series, rules_of, series_for
from majlis.documents.core.words import FileContent, read_stored_file, read_typed
from majlis.documents.models import (
    Category,
    Consideration,
    Document,
    DocumentFile,
    DocumentVersion,
    FileOrigin,
    HeaderField,
    HeaderValue,
    Purpose,
    Series,
    SourceState,
)
from majlis.events.models import AgendaItem, Meeting
from majlis.instruments.engine_messages import translate_message
from majlis.kernel import files
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Access, StoredFile, User, WordingStatus
from majlis.kernel.numbering import next_number
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.kernel.verbs import Act
from majlis.look import formats
from majlis.parties.models import Organisation
from majlis.textkit.errors import TextError

WORDING_FIELDS = (TITLE, ABSTRACT, ACTION_REQUIRED)
"""The fields of a document that are wordings of its record."""
MAX_TEXT = 400_000
"""Characters of a text that is typed into a form, as in posted documents."""
UPLOADED_TYPES = (files.DOCX, files.PDF)
"""Media types of files that officers add as they are."""


@dataclass(frozen=True)
class Upload:
    """A file that was sent: its content and its name."""

    stream: IO[bytes]
    name: str


@dataclass(frozen=True)
class Manuscript:
    """The text of a version as it came: typed, in the template, or as a file of an officer.

    ``fields``: what the template says of the document, by key; empty for other files. ``is_outdated``: see
    ``CompletedTemplate``.
    """

    content: FileContent = field(default_factory=FileContent)
    origin: str = FileOrigin.FORM
    file: StoredFile | None = None
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    is_outdated: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a text nor a file."""
        return self.file is None and not self.content.text


def is_officer(act: Act, meeting: Meeting) -> bool:
    """Whether the one who acts is an officer of the body, or the site itself."""
    return bool(act.actor.system) or is_officer_of(act.actor.person, meeting.body)


# What was typed or sent.


def typed_manuscript(text: str, language: str) -> Manuscript:
    """A text that was typed into the form. Raises InvalidInput for the field ``text``."""
    if len(text) > MAX_TEXT:
        code = get_language() or "en"
        limit = formats.number(MAX_TEXT, code)
        sentence = _("The text is too long. Most characters allowed: %(limit)s.") % {"limit": limit}
        raise InvalidInput({"text": sentence})
    try:
        return Manuscript(read_typed(text, language))
    except TextError as error:
        raise InvalidInput({"text": translate_message(str(error))}) from None


def template_manuscript(upload: Upload, meeting: Meeting, language: str) -> Manuscript:
    """A completed template, with all that is wrong in it. Raises InvalidInput for the field ``file``."""
    stored = files.store_file(upload.stream, allowed=None)
    read = read_template(stored, meeting, language)
    return from_template(read, stored, upload)


def from_template(read: CompletedTemplate, stored: StoredFile, upload: Upload) -> Manuscript:
    """A completed template that was read from a stored file."""
    return Manuscript(
        read.content,
        FileOrigin.TEMPLATE,
        stored,
        file_name(upload.name),
        read.fields,
        read.is_outdated,
    )


def officer_manuscript(upload: Upload, meeting: Meeting, language: str) -> Manuscript:
    """A file of an officer: any Word or PDF file. A template is read as one. Raises InvalidInput for ``file``."""
    stored = files.store_file(upload.stream, allowed=UPLOADED_TYPES)
    if stored.media_type == files.DOCX and open_word_file(stored)["marks"].get(BODY):
        return from_template(read_template(stored, meeting, language), stored, upload)
    content = read_stored_file(stored, language)
    return Manuscript(content, FileOrigin.UPLOADED, stored, file_name(upload.name))


def file_name(name: str) -> str:
    """The name of a file without folders, as long as it can be stored."""
    return PurePath(name.replace("\\", "/")).name[-200:]


def check_template(manuscript: Manuscript, meeting: Meeting, language: str) -> None:
    """Check what a completed template says of its document. Raises InvalidInput for the field ``file``, with all faults."""
    rules, fields = rules_of(meeting.body), manuscript.fields
    header = {
        key.removeprefix(HEADER_PREFIX): text
        for key, text in fields.items()
        if key.startswith(HEADER_PREFIX)
    }
    missing = [
        each.label
        for each in template_fields(meeting, language)
        if each.required and each.key not in fields
    ]
    sentences = []
    code = get_language() or "en"
    if missing:
        names = formats.list_separator(code).join(missing)
        sentences.append(
            _("These fields of the template are blank: %(fields)s. Complete them.")
            % {"fields": names}
        )
        if manuscript.is_outdated:
            sentences.append(
                _("The template has changed since you downloaded it. Download it again.")
            )
    elif missing_here := header_faults(meeting, header):
        sentences += missing_here.values()
    if not manuscript.content.text:
        sentences.append(_("The template contains no text. Enter it below the heading."))
    faults: Faults = length_faults(manuscript.content.words, rules)
    if TITLE in fields:
        faults |= title_faults(fields[TITLE], rules)
    sentences += faults.values()
    if sentences:
        raise fault(formats.gap(code).join(sentences))


# Rows.


@dataclass(frozen=True)
class DocumentDraft:
    """All that a new document is made of. ``header``: the key of a header field -> its text."""

    title: str
    language: str
    manuscript: Manuscript = field(default_factory=Manuscript)
    abstract: str = ""
    action_required: str = ""
    category: str = Category.CONTRIBUTION
    purpose: str = Purpose.ACTION
    series: str | None = None
    organisation: Organisation | None = None
    source_words: str = ""
    header: Mapping[str, str] = field(default_factory=dict)
    items: Sequence[AgendaItem] = ()


def tidy_line(text: str) -> str:
    """A text on one line, without spaces at its ends."""
    return " ".join(text.split())


def tidy_text(text: str) -> str:
    """A text with line breaks as one character, without spaces at its ends."""
    return text.replace("\r\n", "\n").strip()


def check_language(language: str) -> None:
    """Raise InvalidInput for a language that is none of the six."""
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput({"language": _("Select a language from the list.")})


def series_of_draft(meeting: Meeting, code: str | None, purpose: str) -> Series:
    """The series of a document: that of a code, else that of contributions with this purpose.

    A body without series gets the usual ones. Raises InvalidInput for a code that the body does not use.
    """
    known = get_or_create_series(meeting.body)
    if code is None:
        return series_for(known, for_information=purpose == Purpose.INFORMATION)
    found = next((each for each in known if each.code == code), None)
    if found is None:
        raise InvalidInput({"series": _("Select a series from the list.")})
    return found


def make_document(draft: DocumentDraft, meeting: Meeting, author: User | None) -> Document:
    """The rows of a new document: its record, its source, its header, and its original. Call it inside a verb.

    Its record is seen by those who prepare it. The caller has checked the values and writes the audit entry.
    """
    series = series_of_draft(meeting, draft.series, draft.purpose)
    slug = str(next_number("documents"))
    record = create_record(
        "document",
        f"documents/{slug}",
        {name: {draft.language: getattr(draft, name)} for name in WORDING_FIELDS},
        authentic=draft.language,
        access=Access.GROUP,
        circle=get_or_create_circle(circle_code(slug)),
    )
    document = Document.objects.create(
        record=record,
        meeting=meeting,
        series=series,
        slug=slug,
        category=draft.category,
        purpose=draft.purpose,
        language=draft.language,
        source_words=draft.source_words,
        submitted_by=author,
    )
    if draft.organisation is not None:
        document.sources.create(organisation=draft.organisation, state=SourceState.AUTHOR)
    set_header(document, draft.header)
    set_items(document, draft.items)
    version = DocumentVersion.objects.create(document=document, made_by=author)
    set_manuscript(version, draft.language, draft.manuscript)
    set_draft_access(document)
    return document


def set_manuscript(version: DocumentVersion, language: str, manuscript: Manuscript) -> None:
    """Set the text of a version in the language in which it is written; an empty one removes it."""
    if manuscript.is_empty:
        version.files.filter(language=language).delete()
        return
    DocumentFile.objects.update_or_create(
        version=version,
        language=language,
        defaults={
            "status": WordingStatus.AUTHENTIC,
            "origin": manuscript.origin,
            "file": manuscript.file,
            "name": manuscript.name,
            "text": manuscript.content.text,
            "words": manuscript.content.words,
        },
    )


def set_header(document: Document, values: Mapping[str, str]) -> dict[str, str]:
    """Set the header fields of a document to these values, by key; return those that changed."""
    fields = {each.key: each for each in HeaderField.objects.filter(body=document.meeting.body_id)}
    known = {each.field.key: each for each in document.header_values.select_related("field")}
    changed = {
        key: tidy_text(text)
        for key, text in values.items()
        if key in fields and tidy_text(text) != (known[key].text if key in known else "")
    }
    for key, text in changed.items():
        if text:
            HeaderValue.objects.update_or_create(
                document=document, field=fields[key], defaults={"text": text}
            )
        else:
            known[key].delete()
    return changed


def set_items(document: Document, items: Sequence[AgendaItem]) -> bool:
    """Place a document, before it is accepted, at these items of its own meeting; return whether that changed.

    Raises InvalidInput for an item of another meeting, or one that was withdrawn.
    """
    if any(
        each.meeting_id != document.meeting_id or each.withdrawn_at is not None for each in items
    ):
        raise InvalidInput({"items": _("Select items from the agenda of this meeting.")})
    wanted = {each.pk for each in items}
    placed = set(
        document.considerations.filter(item__meeting=document.meeting_id).values_list(
            "item", flat=True
        )
    )
    document.considerations.filter(item__in=placed - wanted, outcome="").delete()
    for each in items:
        if each.pk not in placed:
            position = Consideration.objects.filter(item=each).count() + 1
            Consideration.objects.create(document=document, item=each, position=position)
    return wanted != placed


def header_of_template(manuscript: Manuscript) -> dict[str, str]:
    """The header fields that a completed template states, by key."""
    return {
        key.removeprefix(HEADER_PREFIX): text
        for key, text in manuscript.fields.items()
        if key.startswith(HEADER_PREFIX)
    }
