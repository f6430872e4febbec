"""A completed template: whether it is that of the meeting, its fields and its text, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    W,
    fields_hash,
    template_fields,
    text_heading,
    text_hint,
)
from majlis.documents.core.words import FileContent, content_of
from majlis.events.core.names import meeting_name
from majlis.events.models import Meeting
from majlis.instruments.engine_messages import translate_message
from majlis.kernel import files
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import StoredFile
from majlis.look import formats
from majlis.parties.models import Body
from majlis.textkit.errors import TextError
from majlis.textkit.model import Block
from majlis.textkit.read.docx import DocxContent, read_docx
from majlis.textkit.read.docx.package import Package, main_root
from majlis.textkit.structure import build
from majlis.textkit.xmlsafe import Element

ACTIVE_CONTENT = (b"macroEnabled", b"vbaProject", b"activeX", b"oleObject")
"""What the list of content types of a Word file has if the file holds programs."""


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
    package, content = open_word_file(stored)
    marks = read_marks(package)
    _check_marks(marks, meeting)
    _check_changes(content)
    template_language = marks.get(LANGUAGE, "")
    if template_language not in LANGUAGES_BY_CODE:
        template_language = language
    fields = template_fields(meeting, template_language)
    values = _read_fields(package, content, fields)
    text = _read_text(content, template_language, language)
    return CompletedTemplate(values, text, marks.get(FIELDS) != fields_hash(fields))


def open_word_file(stored: StoredFile) -> tuple[Package, DocxContent]:
    """A Word file and its paragraphs. Raises InvalidInput for what is none, is damaged, or holds programs."""
    if stored.media_type != files.DOCX:
        raise fault(_("This is not a Word file. Save the completed template as .docx."))
    try:
        data = files.stored_path(stored.sha256).read_bytes()
        package = Package(data)
        types = package.read("[Content_Types].xml") or b""
        if any(each in types for each in ACTIVE_CONTENT):
            raise fault(
                _("The file contains macros or other programs. Save it as .docx without them.")
            )
        return package, read_docx(data)
    except TextError as error:
        raise fault(translate_message(str(error))) from None


def fault(sentence: str) -> InvalidInput:
    """An error of the field with the file."""
    return InvalidInput({"file": sentence})


def read_marks(package: Package) -> dict[str, str]:
    """The hidden properties of a Word file by name; empty for a file without any."""
    found: dict[str, str] = {}
    for relation in package.relations(""):
        if relation.kind == "custom-properties":
            root = package.xml(relation.target)
            for each in root if root is not None else ():
                found[each.get("name", "")] = "".join(map(str, each.itertext())).strip()
    return found


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


def _check_changes(content: DocxContent) -> None:
    """Refuse a file in which a reader could see what was changed or noted while it was written."""
    changes = content.formatting_changes + sum(
        sum(run.revision is not None for run in block.runs) + (block.mark is not None)
        for block in content.blocks
    )
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
    if comments := len(content.comments):
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


def _read_fields(
    package: Package, content: DocxContent, fields: Sequence[TemplateField]
) -> dict[str, str]:
    """The texts of the fields: from their content controls, else from the table, by the names of the fields."""
    found = _controls(main_root(package))
    cells = [block.text.strip() for block in content.blocks if block.hint == "table"]
    values: dict[str, str] = {}
    for each in fields:
        text = found.get(each.key)
        if text is None and each.label in cells[:-1]:
            text = cells[cells.index(each.label) + 1]
        text = "\n".join(" ".join(line.split()) for line in (text or "").splitlines()).strip()
        if text and text != " ".join(each.hint.split()):
            values[each.key] = text
    return values


def _controls(root: Element) -> dict[str, str]:
    """The texts of content controls by the key of their field; empty where the hint still stands there."""
    found: dict[str, str] = {}
    for control in root.iter(f"{W}sdt"):
        settings = control.find(f"{W}sdtPr")
        tag = settings.find(f"{W}tag") if settings is not None else None
        name = tag.get(f"{W}val", "") if tag is not None else ""
        if settings is None or not name.startswith(TAG_PREFIX):
            continue
        is_hint = settings.find(f"{W}showingPlcHdr") is not None
        content = control.find(f"{W}sdtContent")
        text = "" if is_hint or content is None else _text_of(content)
        found.setdefault(name.removeprefix(TAG_PREFIX), text)
    return found


def _text_of(element: Element) -> str:
    """The words of a part of a Word file; a break, and the end of a paragraph, end a line."""
    pieces: list[str] = []
    for each in element.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}p"):
        if each.tag == f"{W}t":
            pieces.append(each.text or "")
        else:
            pieces.append("\t" if each.tag == f"{W}tab" else "\n")
    return "".join(pieces).strip()


def _read_text(content: DocxContent, template_language: str, language: str) -> FileContent:
    """The text below its heading. Raises InvalidInput where the heading is gone."""
    heading = text_heading(template_language)
    start = next(
        (place for place, block in enumerate(content.blocks) if TEXT_BOOKMARK in block.bookmarks),
        None,
    )
    if start is None:
        start = next(
            (
                place
                for place, block in enumerate(content.blocks)
                if block.text.strip() == heading and block.hint != "table"
            ),
            None,
        )
    if start is None:
        raise fault(
            _("The heading “%(heading)s” is missing. Insert it above the text.")
            % {"heading": heading}
        )
    hint = text_hint(template_language)
    blocks: list[Block] = [
        block for block in content.blocks[start + 1 :] if block.text.strip() != hint
    ]
    if not any(block.text.strip() for block in blocks):
        return FileContent()
    try:
        return content_of(build(blocks, language))
    except TextError as error:
        raise fault(translate_message(str(error))) from None
