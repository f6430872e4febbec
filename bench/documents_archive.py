"""A meeting of 43 documents and some 400 pages as archive (ZIP) and as proceedings (PDF).

The documents are in English, Arabic and Chinese, each with a Word file. Measured: the time to the first bytes of
the archive and to its end, the time of the PDF in a process of its own, and the pages and attached files of it.
Yardstick of the PDF: the same documents printed one by one, which is what would have to be joined.
"""

from __future__ import annotations

import hashlib
import io
import random
import time
from typing import Any

from measuring import Row, row
from served import database

DOCUMENTS = 43
PARAGRAPHS = 76
LANGUAGES = ("en", "ar", "zh")
SENTENCES = {
    "en": "The group considered the rooms of the coast and requested the keepers to count the lamps by next spring. ",
    "ar": "نظر الفريق في قاعات الساحل وطلب إلى الحراس أن يحصوا المصابيح قبل الربيع المقبل. ",
    "zh": "工作组审议了沿海阅览室的情况，并请管理员在明年春季之前清点灯具。",
}


def measure() -> list[Row]:
    """Fill a meeting, then take it away in both forms."""
    with database() as folder:
        from django.conf import settings

        settings.MAJLIS_FILES = folder / "files"
        meeting = _meeting()
        return [*_archive(meeting), *_proceedings(meeting)]


def _meeting() -> Any:
    import datetime

    from majlis.documents.models import (
        Document,
        DocumentFile,
        DocumentRules,
        DocumentVersion,
        Series,
    )
    from majlis.events.models import AgendaItem, Meeting
    from majlis.kernel import clock, files
    from majlis.kernel.records import create_record
    from majlis.parties.models import Body
    from majlis.textkit.read import read_bytes
    from majlis.textkit.write.akn import write_akn

    def record(kind: str, address: str, title: str) -> Any:
        return create_record(kind, address, {"title": {"en": title}}, authentic="en")

    body = Body.objects.create(
        record=record("body", "bodies/keepers", "Group of Keepers"),
        slug="keepers",
        abbreviation="GK",
    )
    DocumentRules.objects.create(body=body, group="GK")
    series = Series.objects.create(body=body)
    meeting = Meeting.objects.create(
        record=record("meeting", "meetings/keepers-1", "First meeting"),
        body=body,
        slug="keepers-1",
        number=1,
        state="open",
        first_day=datetime.date(2031, 3, 1),
        last_day=datetime.date(2031, 3, 2),
    )
    item = AgendaItem.objects.create(
        record=record("agenda_item", "meetings/keepers-1/items/1", "Lamps"),
        meeting=meeting,
        label="1",
    )
    noise = random.Random(7)
    for number in range(1, DOCUMENTS + 1):
        language = LANGUAGES[number % 3]
        made = Document.objects.create(
            record=record("document", f"documents/gk-1-{number}", f"Lamps of the coast {number}"),
            meeting=meeting,
            series=series,
            slug=f"gk-1-{number}",
            number=number,
            symbol=f"GK-1/{number}",
            state="posted",
            language=language,
            posted_at=clock.now(),
        )
        made.considerations.create(item=item)
        version = DocumentVersion.objects.create(
            document=made, state="posted", posted_at=clock.now()
        )
        words = "\n\n".join(
            f"{place}. {SENTENCES[language] * 4}" for place in range(1, PARAGRAPHS + 1)
        )
        text = read_bytes(words.encode(), name=f"{number}.{language}.txt")
        DocumentFile.objects.create(
            version=version,
            language=language,
            status="authentic",
            origin="uploaded",
            file=files.store_file([noise.randbytes(60_000)], allowed=None),
            name=f"{number}.docx",
            text=write_akn(text).decode(),
        )
    return meeting


def _archive(meeting: Any) -> list[Row]:
    from majlis.documents.archive import package, queries

    start = time.perf_counter()
    parts = package.archive_of(
        queries.meeting_records(meeting, queries.visible_to_all_who_see(meeting))
    )
    size = len(next(parts))
    first = time.perf_counter() - start
    size += sum(map(len, parts))
    return [
        row("archive: first bytes", first, "s"),
        row("archive: whole", time.perf_counter() - start, "s"),
        row("archive: size", size / 1e6, "MB"),
    ]


def _proceedings(meeting: Any) -> list[Row]:
    import pypdf

    from majlis.documents.archive import pdf, queries, tasks
    from majlis.instruments.imports.working_copy import parse_text
    from majlis.instruments.texts.pdf import render_pdf

    records = queries.meeting_records(meeting, queries.visible_to_all_who_see(meeting))
    start = time.perf_counter()
    for document in records.documents:
        render_pdf(parse_text(document.versions.all()[0].files.all()[0].text))
    apart = time.perf_counter() - start
    rows = []
    for language in ("ar", "zh"):
        start = time.perf_counter()
        content = tasks.render_in_process(pdf.build_proceedings(records, language))
        taken = time.perf_counter() - start
        reader = pypdf.PdfReader(io.BytesIO(content))
        hashes = {hashlib.sha256(parts[0]).hexdigest() for parts in reader.attachments.values()}
        expected = {
            file.file.sha256
            for document in records.documents
            for file in document.versions.all()[0].files.all()
            if file.file is not None
        }
        assert hashes == expected, "a file inside the PDF is not the one that was posted"
        rows += [
            row(f"proceedings in {language}: whole", taken, "s", apart),
            row(f"proceedings in {language}: pages", len(reader.pages), "pages"),
            row(
                f"proceedings in {language}: attached files, each with its hash",
                len(hashes),
                "files",
            ),
        ]
    return rows
