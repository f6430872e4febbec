"""A completed template: whether it is that of the meeting, its fields and its text, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from majlis.documents.contributions.template import (
    BODY,
    FIELDS,
    LANGUAGE,
    MEETING,
    TAG_PREFIX,
    TEXT_BOOKMARK,
    TemplateField,
    fields_hash,
    template_fields,
    text_heading,
    text_hint,
)
from majlis.documents.core import word_reader
from majlis.documents.core.word_reader import WordFile
from majlis.documents.core.words import FileContent, file_content
from majlis.events.core.names import meeting_name
from majlis.events.models import Meeting
from majlis.instruments.core.limited_text import run_reader
from majlis.instruments.engine_messages import translate_message
from majlis.kernel import files
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.limited_process import MEMBER
from majlis.kernel.models import StoredFile
from majlis.look import formats
from majlis.parties.models import Body
from majlis.textkit.errors import TextError


@dataclass(frozen=True)
class CompletedTemplate:
    """What is in a completed template: the texts of its fields by key, empty ones left out, and the text.

    ``is_outdated``: the header fields of the body have changed since it was downloaded.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    content: FileContent = field(default_factory=FileContent)
    is_outdated: bool = False


def read_template(stored: StoredFile, meeting: Meeting, language: str) -> CompletedTemplate:
    """The content of a completed template for a meeting; ``language``: that in which it is written.

    Raises InvalidInput for the field ``file``, which says what is wrong and how to mend it, for a file that is no
    Word file, holds programs, is not the template of the meeting, or holds tracked changes or comments.
    """
    file = open_word_file(stored)
    marks = file["marks"]
    _check_marks(marks, meeting)
    _check_changes(file)
    template_language = marks.get(LANGUAGE, "")
    if template_language not in LANGUAGES_BY_CODE:
        template_language = language
    fields = template_fields(meeting, template_language)
    values = _read_fields(file, fields)
    text = _read_text(stored, template_language, language)
    return CompletedTemplate(values, text, marks.get(FIELDS) != fields_hash(fields))


def open_word_file(stored: StoredFile) -> WordFile:
    """A Word file without its text, read in a process with limits.

    Raises InvalidInput for what is none, is damaged, or holds programs; ReadersBusy.
    """
    if stored.media_type != files.DOCX:
        raise fault(_("This is not a Word file. Save the completed template as .docx."))
    try:
        path = files.stored_path(stored.sha256)
        content = run_reader(word_reader.read_word_file, MEMBER, path)
    except TextError as error:
        raise fault(translate_message(str(error))) from None
    file = cast(WordFile, content)
    if file["has_programs"]:
        raise fault(_("The file contains macros or other programs. Save it as .docx without them."))
    return file


def fault(sentence: str) -> InvalidInput:
    """An error of the field with the file."""
    return InvalidInput({"file": sentence})


def _check_marks(marks: Mapping[str, str], meeting: Meeting) -> None:
    if not marks.get(BODY):
        raise fault(
            _("This file was not made from the template. Copy your text into the template.")
        )
    if marks[BODY] != meeting.body.slug:
        body = (
            Body.objects.filter(slug=marks[BODY], record__access="public").with_wordings().first()
        )
        if body is None:
            raise fault(
                _("This is the template of another body. Download the template of this meeting.")
            )
        raise fault(
            _(
                "This is the template of another body, %(body)s. Download the template of this meeting."
            )
            % {"body": body.say("title").text}
        )
    if marks.get(MEETING) != meeting.slug:
        raise fault(
            _("This template is for another meeting. Download the template for %(meeting)s.")
            % {"meeting": meeting_name(meeting).text}
        )


def _check_changes(file: WordFile) -> None:
    """Refuse a file in which a reader could see what was changed or noted while it was written."""
    changes = file["changes"]
    sentences = []
    if changes:
        sentences.append(
            ngettext(
                "The file contains %(n)s tracked change. Accept or reject it, then save the file.",
                "The file contains %(n)s tracked changes. Accept or reject them, then save the file.",
                changes,
            )
            % {"n": changes}
        )
    if comments := file["comments"]:
        sentences.append(
            ngettext(
                "The file contains %(n)s comment. Delete it, then save the file.",
                "The file contains %(n)s comments. Delete them, then save the file.",
                comments,
            )
            % {"n": comments}
        )
    if sentences:
        raise fault(formats.gap(get_language() or "en").join(sentences))


def _read_fields(file: WordFile, fields: Sequence[TemplateField]) -> dict[str, str]:
    """The texts of the fields: from their content controls, else from the table, by the names of the fields."""
    controls, cells = file["controls"], file["cells"]
    values: dict[str, str] = {}
    for each in fields:
        text = controls.get(TAG_PREFIX + each.key)
        if text is None and each.label in cells[:-1]:
            text = cells[cells.index(each.label) + 1]
        text = "\n".join(" ".join(line.split()) for line in (text or "").splitlines()).strip()
        if text and text != " ".join(each.hint.split()):
            values[each.key] = text
    return values


def _read_text(stored: StoredFile, template_language: str, language: str) -> FileContent:
    """The text below its heading. Raises InvalidInput where the heading is gone."""
    heading = text_heading(template_language)
    try:
        content = run_reader(
            word_reader.read_text_below,
            MEMBER,
            files.stored_path(stored.sha256),
            TEXT_BOOKMARK,
            heading,
            text_hint(template_language),
            language,
        )
    except TextError as error:
        raise fault(translate_message(str(error))) from None
    if content is None:
        raise fault(
            _("The heading “%(heading)s” is missing. Insert it above the text.")
            % {"heading": heading}
        )
    return file_content(content)
