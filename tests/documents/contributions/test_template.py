"""The Word template: written for each language, completed as in Word, and read back; what is wrong is named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx as python_docx
import pytest
from lxml import etree

from majlis.documents.contributions.template import W, template_fields, write_template
from majlis.documents.contributions.template_reading import read_template
from majlis.documents.models import HeaderField
from majlis.events.models import Meeting
from majlis.kernel import files
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import StoredFile
from majlis.paper import blocks
from majlis.paper.write import docx
from tests.documents.contributions.completed import completed, repacked
from tests.events import factories as events

pytestmark = pytest.mark.django_db


def stored(data: bytes) -> StoredFile:
    return files.store_file(io.BytesIO(data), allowed=None)


@pytest.fixture
def meeting() -> Meeting:
    return events.meeting()


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_a_template_is_completed_and_read_in_each_language(meeting: Meeting, language: str) -> None:
    HeaderField.objects.create(
        body=meeting.body, key="topic", names={"en": "Topic", "ar": "الموضوع"}, required=True
    )
    data = completed(
        write_template(meeting, language),
        {"title": "A light\nfor the coast", "header-topic": "Lights"},
        ["The Group met.", "1. Requests the Chair to report."],
    )
    read = read_template(stored(data), meeting, language)
    assert read.fields == {"title": "A light\nfor the coast", "header-topic": "Lights"}
    assert read.content.words == "The Group met.\n1. Requests the Chair to report."


def test_an_empty_template_has_no_fields_and_no_text(meeting: Meeting) -> None:
    read = read_template(stored(write_template(meeting, "ar")), meeting, "ar")
    assert (read.fields, read.content.words) == ({}, "")


def test_a_template_without_its_controls_is_read_by_the_names_of_its_fields(
    meeting: Meeting,
) -> None:
    """As another program may save it: the controls and the bookmark are gone."""

    def without_controls(root: Any) -> None:
        for control in list(root.iter(f"{W}sdt")):
            content = control.find(f"{W}sdtContent")
            parent = control.getparent()
            parent[parent.index(control) : parent.index(control) + 1] = list(content)
        for mark in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)

    data = completed(write_template(meeting, "fr"), {"title": "Une lumière"}, ["Le Groupe."])
    read = read_template(stored(repacked(data, document=without_controls)), meeting, "fr")
    assert (read.fields, read.content.words) == ({"title": "Une lumière"}, "Le Groupe.")


def test_a_template_that_another_program_saved_is_still_known(meeting: Meeting) -> None:
    document = python_docx.Document(io.BytesIO(write_template(meeting, "en")))
    document.paragraphs[-1].text = "The Group met."
    out = io.BytesIO()
    document.save(out)
    assert read_template(stored(out.getvalue()), meeting, "en").content.words == "The Group met."


def test_the_same_template_gives_the_same_bytes(meeting: Meeting) -> None:
    assert write_template(meeting, "zh") == write_template(meeting, "zh")
    keys = [each.key for each in template_fields(meeting, "en")]
    assert keys == ["title", "abstract", "action_required"]


def tracked(root: Any) -> None:
    paragraph = list(root.iter(f"{W}p"))[-1]
    change = etree.SubElement(paragraph, f"{W}ins")
    change.set(f"{W}id", "1")
    change.set(f"{W}author", "A")
    etree.SubElement(etree.SubElement(change, f"{W}r"), f"{W}t").text = "more"


def without_heading(root: Any) -> None:
    mark = next(root.iter(f"{W}bookmarkStart"))
    mark.getparent().getparent().remove(mark.getparent())


def with_content_type(types: bytes) -> bytes:
    kind = "application/vnd.ms-office.vbaProject"
    part = f'<Override PartName="/word/vbaProject.bin" ContentType="{kind}"/></Types>'
    return types.replace(b"</Types>", part.encode())


def with_comment(data: bytes) -> bytes:
    document = python_docx.Document(io.BytesIO(data))
    document.add_comment(document.paragraphs[-1].runs, text="Not agreed", author="A")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: b"%PDF-1.7 nothing", "This is not a Word file"),
        (lambda data: b"plain words", "This is not a Word file"),
        (lambda data: repacked(data, types=with_content_type), "contains macros"),
        (lambda data: docx(blocks.Document("en", "Another")), "was not made from the template"),
        (lambda data: repacked(data, document=tracked), "contains 1 tracked change"),
        (with_comment, "contains 1 comment"),
        (lambda data: repacked(data, document=without_heading), "The heading “Text” is missing"),
        (
            lambda data: repacked(
                data, drop="word/document.xml", extra={"word/document.xml": b"<x"}
            ),
            "",
        ),
    ],
)
def test_a_file_that_is_not_fit_is_refused_with_the_reason(
    meeting: Meeting, change: Callable[[bytes], bytes], sentence: str
) -> None:
    data = completed(write_template(meeting, "en"), {"title": "A light"}, ["The Group met."])
    with pytest.raises(InvalidInput) as refused:
        read_template(stored(change(data)), meeting, "en")
    assert list(refused.value.faults) == ["file"]
    assert sentence in str(refused.value)


def test_the_template_of_another_body_or_meeting_is_refused_by_name(meeting: Meeting) -> None:
    other = events.meeting()
    with pytest.raises(InvalidInput, match="another body, Fictional Working Group"):
        read_template(stored(write_template(other, "en")), meeting, "en")
    next_one = events.meeting(meeting.body)
    with pytest.raises(
        InvalidInput, match="for another meeting. Download the template for Meeting 1"
    ):
        read_template(stored(write_template(next_one, "en")), meeting, "en")


def test_a_large_zip_that_calls_itself_a_word_file_is_refused(meeting: Meeting) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 70_000_000)
    with pytest.raises(InvalidInput):
        read_template(stored(out.getvalue()), meeting, "en")
