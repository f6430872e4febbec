"""The Word template of a body for contributions to one of its meetings, in one language.

The template is written by ``paper`` and then gets what ``paper`` does not know: a content control for each field, a
bookmark where the text begins, and hidden properties that name the body, the meeting, the language and the fields for
which it was made. ``template_reading`` reads a completed one.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.translation import gettext, npgettext, pgettext
from lxml import etree

from majlis.documents.core.body_rules import header_fields, named, rules_of
from majlis.events.core.names import meeting_name
from majlis.events.models import Meeting
from majlis.look import formats
from majlis.paper import blocks
from majlis.paper.write import docx

BODY, MEETING, LANGUAGE, FIELDS = (
    "majlis.body",
    "majlis.meeting",
    "majlis.language",
    "majlis.fields",
)
"""The hidden properties of a template: codes of the body and the meeting, language, and a hash of its fields."""
TAG_PREFIX = "majlis-"
"""The beginning of the tag of a content control; the key of the field follows."""
HEADER_PREFIX = "header-"
"""The beginning of the key of a header field of a body, beside those that every document has."""
TEXT_BOOKMARK = "majlis_text"
"""The bookmark at the heading below which the text stands."""
TITLE, ABSTRACT, ACTION_REQUIRED = "title", "abstract", "action_required"

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"


@dataclass(frozen=True)
class TemplateField:
    """A field of a template: its key, its label and its hint in the language of the template."""

    key: str
    label: str
    hint: str
    required: bool = False


def template_fields(meeting: Meeting, language: str) -> list[TemplateField]:
    """The fields of the template for a meeting: those of every document, then the header fields of the body."""
    with translation.override(language):
        fields = [
            TemplateField(
                TITLE, pgettext("document", "Title"), gettext("Enter the title."), required=True
            ),
            TemplateField(
                ABSTRACT,
                pgettext("document", "Abstract"),
                gettext("Summarize the document in a few sentences."),
            ),
            TemplateField(
                ACTION_REQUIRED,
                pgettext("document", "Action required"),
                gettext("State what the meeting is asked to do."),
            ),
        ]
        return [
            *fields,
            *(
                TemplateField(
                    f"{HEADER_PREFIX}{each.key}",
                    named(each.names, language).text,
                    named(each.hints, language).text or gettext("Complete this field."),
                    each.required,
                )
                for each in header_fields(meeting.body)
            ),
        ]


def text_heading(language: str) -> str:
    """The heading below which the text stands."""
    with translation.override(language):
        return pgettext("template of a document", "Text")


def text_hint(language: str) -> str:
    """The words that stand below the heading until the text takes their place."""
    with translation.override(language):
        return gettext("Replace this paragraph with the text of the document.")


def fields_hash(fields: Sequence[TemplateField]) -> str:
    """A short hash of the fields for which a template was made; it changes with the header fields of the body."""
    keys = json.dumps([(each.key, each.required) for each in fields])
    return hashlib.sha256(keys.encode()).hexdigest()[:12]


def write_template(meeting: Meeting, language: str) -> bytes:
    """The template for contributions to a meeting in a language, as a Word file."""
    fields = template_fields(meeting, language)
    marks = {
        BODY: meeting.body.slug,
        MEETING: meeting.slug,
        LANGUAGE: language,
        FIELDS: fields_hash(fields),
    }
    return _with_marks(docx(_document(meeting, language, fields)), fields, marks)


def _document(meeting: Meeting, language: str, fields: Sequence[TemplateField]) -> blocks.Document:
    with translation.override(language):
        rules = rules_of(meeting.body)
        told = [
            gettext("Complete the table and enter the text below it."),
            gettext("Keep the names of the fields and the heading of the text."),
            gettext(
                "Accept all tracked changes and delete all comments before you submit the file."
            ),
        ]
        if rules.title_limit:
            told.append(
                npgettext(
                    "length of a title",
                    "The title has at most %(n)s character.",
                    "The title has at most %(n)s characters.",
                    rules.title_limit,
                )
                % {"n": formats.number(rules.title_limit, language)}
            )
        if rules.word_limit:
            told.append(
                npgettext(
                    "length of a text",
                    "The text has at most %(n)s word.",
                    "The text has at most %(n)s words.",
                    rules.word_limit,
                )
                % {"n": formats.number(rules.word_limit, language)}
            )
        table = blocks.Table(
            pgettext("template of a document", "Header"),
            (
                blocks.Column(pgettext("template of a document", "Field"), width=1),
                blocks.Column(pgettext("template of a document", "Content"), width=3),
            ),
            tuple((each.label, each.hint) for each in fields),
        )
        return blocks.Document(
            language,
            pgettext("template of a document", "Contribution"),
            (
                blocks.Paragraph(meeting_name(meeting, language).text),
                blocks.Note(formats.gap(language).join(told)),
                table,
                blocks.Heading(1, text_heading(language), anchor="text"),
                blocks.Paragraph(text_hint(language)),
            ),
        )


def _with_marks(data: bytes, fields: Sequence[TemplateField], marks: Mapping[str, str]) -> bytes:
    """The Word file with content controls, the bookmark of the text, and the hidden properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "word/document.xml":
                content = _with_controls(content, fields)
            elif info.filename == "[Content_Types].xml":
                override = (
                    f'<Override PartName="/docProps/custom.xml" ContentType="{_CONTENT_TYPE}"/>'
                )
                content = content.replace(b"</Types>", f"{override}</Types>".encode())
            elif info.filename == "_rels/.rels":
                relation = (
                    f'<Relationship Id="custom" Type="{_RELATION}" Target="docProps/custom.xml"/>'
                )
                content = content.replace(
                    b"</Relationships>", f"{relation}</Relationships>".encode()
                )
            new.writestr(info, content, zipfile.ZIP_DEFLATED)
        custom = zipfile.ZipInfo("docProps/custom.xml", (1980, 1, 1, 0, 0, 0))
        new.writestr(custom, _custom_properties(marks), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _custom_properties(marks: Mapping[str, str]) -> str:
    rows = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{place}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for place, (name, value) in enumerate(marks.items(), 2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}">{rows}</Properties>'
    )


def _with_controls(document: bytes, fields: Sequence[TemplateField]) -> bytes:
    """The main part with a content control round the hint of each field."""
    root = etree.fromstring(document)
    table = root.find(f".//{W}tbl")
    assert table is not None
    rows = table.findall(f"{W}tr")[1:]
    for place, (row, field) in enumerate(zip(rows, fields, strict=True), 1):
        paragraph = row.findall(f"{W}tc")[1].find(f"{W}p")
        assert paragraph is not None
        _control(paragraph, field, place)
    heading = next(each for each in root.iter(f"{W}bookmarkStart"))
    heading.set(f"{W}name", TEXT_BOOKMARK)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _control(paragraph: etree._Element, field: TemplateField, place: int) -> None:
    """Put the runs of a paragraph into a content control for plain text, as its placeholder."""
    runs = [each for each in paragraph if each.tag != f"{W}pPr"]
    control = etree.SubElement(paragraph, f"{W}sdt")
    settings = etree.SubElement(control, f"{W}sdtPr")
    for name, value in (
        ("alias", field.label[:64]),
        ("tag", TAG_PREFIX + field.key),
        ("id", str(place)),
    ):
        etree.SubElement(settings, f"{W}{name}").set(f"{W}val", value)
    etree.SubElement(settings, f"{W}showingPlcHdr")
    etree.SubElement(settings, f"{W}text").set(f"{W}multiLine", "1")
    content = etree.SubElement(control, f"{W}sdtContent")
    content.extend(runs)
