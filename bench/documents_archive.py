"""A meeting of 43 documents and some 400 pages as archive (ZIP) and as proceedings (PDF).

There are 33 numbered documents and 10 for information, each in English, Arabic and Chinese as a Word file with
headings, numbered paragraphs, footnotes and a table; their texts are read from these files, as an upload is read.

The archive is asked of the site's server on this machine's loopback. Yardstick of its first bytes: the list of the
documents; of the whole: the same files written to a ZIP file again, with nothing to render.

The proceedings are printed by the worker for heavy tasks, as on a site: from the request until the file is there, the
start of the task in the queue included. Yardstick: the same texts printed one by one, which is what would have to be joined.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import os
import random
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import psutil  # type: ignore[import-untyped]
from instruments_load import server
from measuring import Row, row
from served import database
from site_worker import PATIENCE, workers

NUMBERED, INFORMATION = 33, 10
SECTIONS = 5
"""Sections of a document; with them a document has nine to ten pages."""
LANGUAGES = ("en", "ar", "zh")
TITLES = {"en": "Lamps of the coast", "ar": "مصابيح الساحل", "zh": "沿海灯具"}
SENTENCES = {
    "en": (
        "The group considered the {n} rooms of the coast and requested the keepers to count the lamps by {m}. ",
        "It noted that {n} of the towers had been repaired, and that the nurseries had asked for {m} boats more. ",
        "Several delegations recalled paragraph {n} of the report and proposed a list of {m} harbours. ",
        "The office informed the group that the tide tables of {n} would be published in {m} parts. ",
    ),
    "ar": (
        "نظر الفريق في {n} من قاعات الساحل وطلب إلى الحراس أن يحصوا المصابيح قبل عام {m}. ",
        "وأحاط علما بإصلاح {n} برجا، وبأن المشاتل طلبت {m} قاربا إضافيا. ",
        "وأشارت عدة وفود إلى الفقرة {n} من التقرير واقترحت قائمة تضم {m} ميناء. ",
        "وأبلغ المكتب الفريق بأن جداول المد لعام {n} ستنشر في {m} جزءا. ",
    ),
    "zh": (
        "工作组审议了沿海的{n}个阅览室，并请管理员在{m}年之前清点灯具。",
        "工作组注意到已有{n}座灯塔得到修缮，苗圃另外申请{m}艘船只。",
        "若干代表团回顾了报告第{n}段，并提议列出{m}个港口的清单。",
        "办公室告知工作组，{n}年的潮汐表将分{m}部分出版。",
    ),
}
LENGTHS = {"en": 8, "ar": 8, "zh": 10}
"""Sentences of a paragraph. No two paragraphs are the same, or they would be set once only."""
ARCHIVES = 3
"""How often the archive is asked for. The first time counts for its first bytes, the last for the whole."""


def measure() -> list[Row]:
    """Fill a meeting, then take it away in both forms."""
    load = os.getloadavg()[0]
    with database() as folder, workers(folder / "data/demo") as (_light, heavy):
        meeting = _meeting()
        with server() as (port, _process):
            rows = _archive(port, meeting)
        return [
            *rows,
            *_proceedings(meeting, heavy.pid),
            row("processes that wanted a core before (load average)", load, ""),
        ]


def _meeting() -> Any:
    import datetime

    from majlis.documents.models import Document, DocumentRules, Series
    from majlis.events.models import AgendaItem, Meeting
    from majlis.kernel import clock
    from majlis.kernel.records import create_record
    from majlis.parties.models import Body

    def record(kind: str, address: str, title: Mapping[str, str]) -> Any:
        return create_record(kind, address, {"title": dict(title)}, authentic="en")

    body = Body.objects.create(
        record=record("body", "bodies/keepers", {"en": "Group of Keepers"}),
        slug="keepers",
        abbreviation="GK",
    )
    DocumentRules.objects.create(body=body, group="GK")
    series = [
        Series.objects.create(body=body, code=code, position=place)
        for place, code in enumerate(("", "INF"))
    ]
    meeting = Meeting.objects.create(
        record=record("meeting", "meetings/keepers-1", {"en": "First meeting"}),
        body=body,
        slug="keepers-1",
        number=1,
        state="open",
        first_day=datetime.date(2031, 3, 1),
        last_day=datetime.date(2031, 3, 2),
    )
    items = [
        AgendaItem.objects.create(
            record=record("agenda_item", f"meetings/keepers-1/items/{place}", {"en": "Lamps"}),
            meeting=meeting,
            position=place,
            label=str(place),
        )
        for place in range(1, 12)
    ]
    numbers = [(series[0], n) for n in range(1, NUMBERED + 1)]
    numbers += [(series[1], n) for n in range(1, INFORMATION + 1)]
    for place, (own, number) in enumerate(numbers):
        slug = f"gk-1-{own.code.lower()}{number}"
        title = {language: f"{TITLES[language]} {number}" for language in LANGUAGES}
        made = Document.objects.create(
            record=record("document", f"documents/{slug}", title),
            meeting=meeting,
            series=own,
            slug=slug,
            number=number,
            symbol="/".join(filter(None, ("GK-1", own.code, str(number)))),
            state="posted",
            language="en",
            posted_at=clock.now(),
        )
        made.considerations.create(item=items[place % len(items)])
        _give_files(made)
    return meeting


def _give_files(document: Any) -> None:
    """A Word file in each language, and the text that is read from it."""
    from majlis.documents.models import DocumentFile, DocumentVersion
    from majlis.kernel import clock, files
    from majlis.paper import write
    from majlis.textkit.read import read_bytes
    from majlis.textkit.write.akn import write_akn

    version = DocumentVersion.objects.create(
        document=document, state="posted", posted_at=clock.now()
    )
    for language in LANGUAGES:
        name = f"{document.slug}.{language}.docx"
        content = write.docx(_paper(document.symbol, language))
        DocumentFile.objects.create(
            version=version,
            language=language,
            status="authentic" if language == "en" else "translated",
            origin="uploaded",
            file=files.store_file([content], allowed=(files.DOCX,)),
            name=name,
            text=write_akn(read_bytes(content, name=name)).decode(),
        )


def _paper(symbol: str, language: str) -> Any:
    """A document as an office would write it."""
    from majlis.paper import blocks as b

    noise = random.Random(f"{symbol} {language}")

    def sentences(count: int) -> str:
        chosen = (noise.choice(SENTENCES[language]) for _ in range(count))
        return "".join(
            each.format(n=noise.randint(2, 999), m=noise.randint(2030, 2099)) for each in chosen
        )

    made: list[b.Block] = []
    for section in range(1, SECTIONS + 1):
        made.append(b.Heading(1, f"{TITLES[language]} {section}"))
        for place in range(1, 8):
            note = (b.Footnote((sentences(1),)),) if place == 1 else ()
            words = (sentences(LENGTHS[language]), *note)
            made.append(b.Clause(words, f"{7 * (section - 1) + place}."))
        if section % 2 == 0:
            columns = tuple(b.Column(year) for year in ("", "2029", "2030", "2031"))
            rows = tuple(
                (f"{TITLES[language]} {line}", *(str(section * line + k) for k in range(3)))
                for line in range(1, 11)
            )
            made.append(b.Table(TITLES[language], columns, rows))
    return b.Document(language, f"{TITLES[language]} {symbol}", tuple(made))


# The archive.


def _archive(port: int, meeting: Any) -> list[Row]:
    _first, _whole, _page = _fetch(port, "/en/account/sign-in/")  # the server has loaded its pages
    fetched = [_fetch(port, f"/en/meetings/{meeting.slug}/archive.zip") for _ in range(ARCHIVES)]
    listed = [_fetch(port, f"/en/meetings/{meeting.slug}/documents/") for _ in range(ARCHIVES)]
    first = max(first for first, _whole, _content in fetched)
    _first, whole, content = fetched[-1]
    archive = zipfile.ZipFile(io.BytesIO(content))
    if archive.testzip() is not None:
        raise RuntimeError("the archive is damaged")
    start = time.perf_counter()
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as again:
        for name in archive.namelist():
            again.writestr(name, archive.read(name))
    bare = time.perf_counter() - start
    return [
        row("archive: first bytes, the slowest", first, "s", max(each[1] for each in listed)),
        row("archive: whole", whole, "s", bare),
        row("archive: size", len(content) / 1e6, "MB"),
        row("archive: files", len(archive.namelist()), "files"),
    ]


def _fetch(port: int, path: str) -> tuple[float, float, bytes]:
    """The seconds to the first byte of a response and to its end, and the response."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    start = time.perf_counter()
    line.request("GET", path)
    answer = line.getresponse()
    content = answer.read(1)
    first = time.perf_counter() - start
    content += answer.read()
    whole = time.perf_counter() - start
    line.close()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} for {path}")
    return first, whole, content


# The proceedings.


def _proceedings(meeting: Any, heavy: int) -> list[Row]:
    from majlis.documents.archive import queries
    from majlis.instruments.imports.working_copy import parse_text
    from majlis.instruments.texts.pdf import render_pdf

    records = queries.meeting_records(meeting, queries.visible_to_all_who_see(meeting))
    rows = []
    for language in LANGUAGES:
        expected = {}
        start = time.perf_counter()
        for document in records.documents:
            (file,) = document.versions.all()[0].files.filter(language=language)
            assert file.file is not None
            expected[file.file.sha256] = file.text
        for text in expected.values():
            render_pdf(parse_text(text))
        apart = time.perf_counter() - start
        taken, most, content = _printed(meeting, language, heavy)
        pages = check_proceedings(content, set(expected))
        name = f"proceedings in {language}"
        rows += [
            row(f"{name}: from the request to the file", taken, "s", apart),
            row(f"{name}: pages", pages, "pages"),
            row(f"{name}: attached files, each with its hash", len(expected), "files"),
            row(f"{name}: size", len(content) / 1e6, "MB"),
            row(f"{name}: memory of worker and printing at most", most / 1e6, "MB"),
        ]
    return rows


def _printed(meeting: Any, language: str, heavy: int) -> tuple[float, int, bytes]:
    """Request proceedings; the seconds until they were there, the memory at most, in bytes, and the file."""
    from django_tasks_db.models import DBTaskResult

    from majlis.documents.archive import requests
    from majlis.kernel.actor import Actor
    from majlis.kernel.files import file_path
    from majlis.kernel.models import User

    reader, _new = User.objects.get_or_create(email="reader@example.org")
    before = set(DBTaskResult.objects.values_list("pk", flat=True))
    with peak_memory(heavy) as peak:
        requests.request_proceedings(Actor(user=reader), meeting, language=language)
        tasks = DBTaskResult.objects.filter(task_path__endswith=".print_proceedings")
        task = tasks.exclude(pk__in=before).get()
        until = time.monotonic() + PATIENCE
        while task.finished_at is None:
            if time.monotonic() > until:
                raise RuntimeError("the proceedings were not printed")
            time.sleep(0.1)
            task.refresh_from_db()
    taken = (task.finished_at - task.enqueued_at).total_seconds()
    made = meeting.proceedings.select_related("file").get(language=language)
    return taken, peak[0], file_path(made.file.sha256).read_bytes()


@contextmanager
def peak_memory(process: int) -> Iterator[list[int]]:
    """The memory that a process and those below it take at most while the block runs: one number, in bytes."""
    most, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            with suppress(psutil.Error):
                one = psutil.Process(process)
                family = (one, *one.children(recursive=True))
                most[0] = max(most[0], sum(each.memory_info().rss for each in family))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield most
    finally:
        ended.set()
        watching.join()


def check_proceedings(content: bytes, hashes: set[str]) -> int:
    """Check that a PDF says it follows PDF/UA-1 and PDF/A-3 and holds the files with these hashes; its pages.

    Raises RuntimeError.
    """
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    about = root["/Metadata"].get_data()
    for mark in (b"pdfuaid:part>1<", b"pdfaid:part>3<"):
        if mark not in about:
            raise RuntimeError(f"the PDF does not say {mark.decode()}")
    if not root["/MarkInfo"]["/Marked"] or "/StructTreeRoot" not in root or "/Lang" not in root:
        raise RuntimeError("the PDF is not tagged")
    found = set()
    for entry in root["/AF"]:
        kept = entry.get_object()
        digest = hashlib.sha256(kept["/EF"]["/F"].get_object().get_data()).hexdigest()
        if digest not in kept["/Desc"] or "/AFRelationship" not in kept:
            raise RuntimeError(f"{kept['/UF']} is attached without its hash or its purpose")
        found.add(digest)
    if found != hashes:
        raise RuntimeError("the files inside the PDF are not those that were posted")
    return len(reader.pages)


if __name__ == "__main__":
    for each in measure():
        print(each)
