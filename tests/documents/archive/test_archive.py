"""The archive and the proceedings of a meeting: whole, without a site, with what the reader may see."""

from __future__ import annotations

import datetime
import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django_tasks_db.models import DBTaskResult

from majlis.documents.archive import actions, package, pdf, queries, requests, tasks, views
from majlis.documents.models import Document, DocumentFile, Proceedings
from majlis.events.meetings import actions as meetings
from majlis.events.models import Meeting
from majlis.kernel import clock, files, work
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access, Record, User, Wording
from majlis.kernel.records import get_or_create_circle
from majlis.kit.archive import CHECKSUM_FILE
from majlis.paper import write
from majlis.paper.blocks import Symbol, Table
from majlis.textkit.read import read_bytes
from majlis.textkit.write.akn import write_akn
from tests.commons.helpers import client_for
from tests.documents import factories
from tests.documents.posted_documents import texts as posted_documents
from tests.events import factories as events
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
WORDS = {
    "en": "Report on reading rooms\n\n1. The rooms stay open.\n\n2. The group requests a list of all rooms.\n",
    "ar": "تقرير عن قاعات القراءة\n\n1. تبقى القاعات مفتوحة.\n\n2. يطلب الفريق قائمة بجميع القاعات.\n",
}


def give_text(document: Document, language: str = "en", *, file: bool = True) -> DocumentFile:
    """The text of the original of a document in a language, with a stored file."""
    text = read_bytes(WORDS[language].encode(), name=f"report.{language}.txt")
    stored = files.store_file([WORDS[language].encode()], allowed=None) if file else None
    row, _new = DocumentFile.objects.update_or_create(
        version=document.versions.get(),
        language=language,
        defaults={
            "text": write_akn(text).decode(),
            "file": stored,
            "name": "report.docx",
            "origin": "uploaded",
            "status": "authentic",
        },
    )
    return row


def full_meeting() -> Meeting:
    """A meeting with two items, three documents in two languages, and a conclusion."""
    meeting = events.meeting(state="open")
    first = events.item(meeting, "Opening")
    events.item(meeting, "Reading rooms", parent=first, outcome="noted")
    report = factories.document(meeting, title="Report on reading rooms")
    give_text(report)
    give_text(report, "ar")
    report.considerations.create(item=first, outcome="noted")
    give_text(factories.document(meeting, code="INF", title="A list"), file=False)
    factories.document(meeting, title="A scan")
    agreed = events.conclusion(first, state="agreed", revision=1)
    Wording.objects.create(
        record=agreed.record,
        field="text",
        language="en",
        text="The group agrees.",
        status="authentic",
    )
    return meeting


def records(meeting: Meeting, reader: User | AnonymousUser | None = None) -> queries.MeetingRecords:
    """What a reader may see of a meeting; by default what everybody may see who sees the meeting."""
    visible = (
        queries.visible_to_all_who_see(meeting) if reader is None else queries.visible_to(reader)
    )
    return queries.meeting_records(meeting, visible)


def opened(meeting: Meeting) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(package.archive_of(records(meeting)))))


def links_of(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each link of each page: (page, path inside the archive)."""
    for name in archive.namelist():
        if name.endswith(".html"):
            for href in re.findall(r'(?:href|src)="([^"#]+)', archive.read(name).decode()):
                yield name, posixpath.normpath(posixpath.join(posixpath.dirname(name), href))


def test_the_archive_is_whole_without_a_site() -> None:
    archive = opened(full_meeting())
    names = set(archive.namelist())
    assert {f"{code}/index.html" for code in LANGUAGE_CODES} <= names
    broken = [(page, path) for page, path in links_of(archive) if path not in names]
    assert broken == []
    sums = dict(
        reversed(line.split("  ", 1)) for line in archive.read(CHECKSUM_FILE).decode().splitlines()
    )
    assert set(sums) == names - {CHECKSUM_FILE}
    assert all(hashlib.sha256(archive.read(name)).hexdigest() == sums[name] for name in sums)
    assert not any(b"<script" in archive.read(name) for name in names if name.endswith(".html"))


def test_a_document_is_shown_in_the_language_of_the_page_or_in_its_original() -> None:
    archive = opened(full_meeting())
    page = next(name for name in archive.namelist() if name.startswith("ar/documents/"))
    arabic = archive.read(page).decode()
    assert "تبقى القاعات مفتوحة" in arabic and '<html lang="ar" dir="rtl">' in arabic
    russian = archive.read(page.replace("ar/", "ru/", 1)).decode()
    assert '<article class="paper" lang="en" dir="ltr">' in russian


def test_the_agenda_names_documents_outcomes_and_conclusions() -> None:
    index = opened(full_meeting()).read("en/index.html").decode()
    for words in ("Opening", "Reading rooms", "noted", "The group agrees.", "agreed"):
        assert words in index, words


def test_nothing_that_the_reader_may_not_see_is_in_the_archive() -> None:
    meeting = full_meeting()
    few = get_or_create_circle("tests:few", {"user": person()})
    secret = factories.document(meeting, title="A secret paper")
    draft = factories.document(meeting, title="A draft paper", state="draft")
    Record.objects.filter(pk=secret.pk).update(access=Access.GROUP, circle=few)
    for reader in (AnonymousUser(), None):
        titles = [each.say("title").text for each in records(meeting, reader).documents]
        assert "A secret paper" not in titles and draft.say("title").text not in titles
        assert len(titles) == 3


def test_a_withdrawn_document_leaves_its_number_and_no_text() -> None:
    meeting = full_meeting()
    report = meeting.documents.get(symbol__endswith="/1", series__code="")
    Document.objects.filter(pk=report.pk).update(state="withdrawn")
    archive = opened(meeting)
    page = archive.read(f"en/documents/{report.slug}.html").decode()
    assert "withdrawn" in page and "The rooms stay open" not in page
    assert not any(name.startswith("files/") for name in archive.namelist())


def test_the_archive_says_of_each_text_whether_it_has_a_file() -> None:
    meeting = full_meeting()
    archive = opened(meeting)
    typed = Document.objects.get(meeting=meeting, series__code="INF")
    filed = Document.objects.get(meeting=meeting, considerations__isnull=False)
    pages = {
        each.pk: archive.read(f"en/documents/{each.slug}.html").decode() for each in (typed, filed)
    }
    assert "This text was typed on the site and has no file." in pages[typed.pk]
    assert "Rendered from the file. The file prevails." in pages[filed.pk]
    everything = "".join(
        archive.read(name).decode() for name in archive.namelist() if "en/" in name
    )
    assert "Where a document has a file, the file prevails." in everything
    assert "in the folder “files” prevail" not in everything


def test_statements_presentations_and_recordings_are_in_the_archive() -> None:
    meeting = full_meeting()
    item = meeting.items.first()
    assert item is not None
    slides = item.materials.create(
        kind="presentation",
        title="Slides on lamps",
        language="en",
        presented_by="A fictional person",
        file=files.store_file([b"slides"], allowed=None),
        file_name="slides.pdf",
    )
    item.materials.create(
        kind="recording", title="Sound", language="en", link="https://sound.example/7"
    )
    item.materials.create(
        kind="statement", title="For the record", language="ar", text="نحتفظ بموقفنا."
    )
    gone = item.materials.create(
        kind="statement", title="Gone", language="en", text="Gone.", withdrawn_at=clock.now()
    )
    archive = opened(meeting)
    page = archive.read("en/index.html").decode()
    stored = next(name for name in archive.namelist() if f"presentation-{slides.pk}" in name)
    assert archive.read(stored) == b"slides" and f"../{stored}" in page
    assert "https://sound.example/7" in page and "نحتفظ بموقفنا." in page
    assert "Statement for the record" in page and gone.title not in page


def test_the_archive_cites_documents_as_they_were_at_the_close_and_keeps_the_place_in_its_line() -> (
    None
):
    meeting = full_meeting()
    document = Document.objects.get(meeting=meeting, considerations__isnull=False)
    posted_documents.version(document)
    meetings.close_meeting(Actor.as_system("tests"), meeting)
    posted_documents.version(
        document, number=2, posted_at=clock.now() + datetime.timedelta(hours=1)
    )
    Wording.objects.create(
        record=meeting.record, field="place", language="en", text="Port", status="authentic"
    )
    archive = opened(Meeting.objects.get(pk=meeting.pk))
    for page in ("index", "documents"):
        assert f"{document.symbol}(Rev.1)" in archive.read(f"ar/{page}.html").decode()
    assert (
        '<dd><span lang="en" dir="ltr">Port</span></dd>' in archive.read("ar/index.html").decode()
    )


def test_a_checksum_stands_in_groups_and_the_page_shows_no_other_work() -> None:
    meeting = full_meeting()
    blocks = pdf.build_proceedings(records(meeting), "ar").blocks
    table = blocks[-1]
    assert isinstance(table, Table)
    digest = table.rows[0][1][0]
    assert isinstance(digest, Symbol) and max(map(len, digest.text.split())) == pdf.GROUP
    other = "majlis.commons.search.tasks.refresh"
    DBTaskResult.objects.create(
        task_path=other,
        args_kwargs={"args": [[meeting.pk]], "kwargs": {}},
        backend_name="default",
        run_after=clock.now(),
    )
    assert [each.kind.path for each in work.work_of(meeting)] == [other]
    assert views.printing_of(meeting) == []


def test_the_proceedings_are_one_tagged_pdf_with_the_files_inside() -> None:
    meeting = full_meeting()
    made = pdf.build_proceedings(records(meeting), "ar")
    reader = pypdf.PdfReader(io.BytesIO(write.pdf(made)))
    about = reader.trailer["/Root"]["/Metadata"].get_data()
    assert b"pdfuaid:part>1<" in about and b"pdfaid:part>3<" in about
    (name,) = reader.attachments
    assert name.endswith("-1-A.txt")
    stored = DocumentFile.objects.get(language="ar", file__isnull=False).file
    assert stored is not None
    (content,) = reader.attachments[name]
    assert hashlib.sha256(content).hexdigest() == stored.sha256
    kept = reader.trailer["/Root"]["/AF"][0].get_object()
    assert stored.sha256 in kept["/Desc"]


def test_proceedings_are_printed_once_for_the_same_contents(immediate_tasks: None) -> None:
    meeting = full_meeting()
    reader = Actor(user=person())
    requests.request_proceedings(reader, meeting, language="zh")
    tasks.print_proceedings.call(meeting.pk, "zh")
    first = Proceedings.objects.get()
    assert first.documents == 3
    tasks.print_proceedings.call(meeting.pk, "zh")
    assert Proceedings.objects.count() == 1
    give_text(meeting.documents.get(series__code="INF"), "ar", file=False)
    tasks.print_proceedings.call(meeting.pk, "zh")
    assert Proceedings.objects.count() == 2
    assert [row.pk for row in queries.proceedings_of(meeting)] != [first.pk]


def test_proceedings_of_other_readers_are_not_shown() -> None:
    meeting = full_meeting()
    actions.save_proceedings(
        Actor.as_system("tests"),
        meeting,
        language="en",
        content=b"%PDF-1.7 fictional",
        contents="a" * 64,
        documents=3,
        made_by=None,
    )
    few = get_or_create_circle("tests:few", {"user": person()})
    address = f"/en/meetings/{meeting.slug}/proceedings.en.pdf"
    response = Client().get(address)
    assert b"".join(response) == b"%PDF-1.7 fictional"
    Record.objects.filter(pk=meeting.pk).update(access=Access.MEMBERS, circle=few)
    meeting = Meeting.objects.select_related("record").get(pk=meeting.pk)
    assert queries.proceedings_of(meeting) == []
    assert Client().get(address).status_code == 404


def test_who_may_request_proceedings() -> None:
    meeting = full_meeting()
    few = get_or_create_circle("tests:few", {"user": (insider := person())})
    Record.objects.filter(pk=meeting.pk).update(access=Access.MEMBERS, circle=few)
    meeting = Meeting.objects.select_related("record", "body__record").get(pk=meeting.pk)
    check_permissions(
        "documents.request_proceedings",
        meeting,
        granted={"insider": insider},
        refused={"nobody": None, "outsider": person(), "inactive": person(is_active=False)},
    )
    check_permissions(
        "documents.save_proceedings",
        meeting,
        granted={},
        refused={"nobody": None, "secretariat": person("secretariat")},
    )


def test_a_meeting_without_documents_has_no_proceedings() -> None:
    with pytest.raises(InvalidInput):
        requests.request_proceedings(Actor(user=person()), events.meeting(), language="en")
    with pytest.raises(InvalidInput):
        requests.request_proceedings(Actor(user=person()), full_meeting(), language="xx")


def test_the_page_leads_to_both_files(django_assert_max_num_queries: Any) -> None:
    meeting = full_meeting()
    client = client_for(person())
    with django_assert_max_num_queries(14):
        page = client.get(f"/en/meetings/{meeting.slug}/archive/").content.decode()
    assert f"/en/meetings/{meeting.slug}/archive.zip" in page
    response = client.get(f"/en/meetings/{meeting.slug}/archive.zip")
    content = b"".join(response)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
