"""The archive and the printed register: whole, without a site, with what everybody may read and nothing else."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import pickle
import posixpath
import re
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from majlis.instruments.models import Version
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access, Record, StoredFile, User
from majlis.kernel.records import get_or_create_circle
from majlis.mandates import tasks as periodic
from majlis.mandates.models import Clause, Edition, Mandate
from majlis.mandates.publications import actions, pdf, queries, requests, tasks
from majlis.mandates.publications import archive as publications_archive
from majlis.mandates.register import queries as register_queries
from majlis.paper import write
from majlis.paper.errors import PaperError
from tests.commons.helpers import client_for
from tests.mandates import factories
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions
from tests.support.tasks import DATABASE_TASKS

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2031, 3, 1)
SECRET = """Resolution {number}

Cellars

The Council of Tides,

1. Decides to keep the cellars;

2. Requests the Secretkeeper to count the hidden barrels.
"""


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.MAJLIS_FILES = tmp_path
    yield tmp_path


def shelf() -> dict[str, Mandate]:
    """Two texts with mandates of several states, a proposed one, and one that only some may read."""
    version = factories.text()
    first = factories.mandate(version, lead=factories.entity("Keeper"), deadline="2032")
    Clause.objects.create(
        version=version,
        provision=factories.operative(version, 1),
        kind="expiry",
        language="en",
        deadline="2033-01-01",
    )
    hidden = factories.text(words=SECRET)
    few = get_or_create_circle("tests:few", {"user": person("expert")})
    Record.objects.filter(pk__in=[hidden.record.pk, hidden.instrument.record.pk]).update(
        access=Access.GROUP, circle=few
    )
    hidden = Version.objects.get(pk=hidden.pk)
    closed = factories.mandate(hidden, asked="Secretkeeper")
    ended = factories.mandate(number=3, asked="Harbours", force="invites")
    Mandate.objects.filter(pk=ended.pk).update(lifecycle_state="completed")
    return {
        "first": first,
        "second": factories.mandate(number=3, asked="Harbours", force="invites"),
        "ended": ended,
        "would": factories.mandate(factories.text("proposed")),
        "closed": closed,
    }


def archive(day: datetime.date = TODAY) -> tuple[zipfile.ZipFile, int]:
    stream = io.BytesIO()
    count = publications_archive.write_archive(stream, day)
    return zipfile.ZipFile(stream), count


def test_the_archive_is_whole_without_a_site() -> None:
    there = shelf()
    packed, count = archive()
    names = set(packed.namelist())
    pages = [name for name in names if name.endswith(".html")]
    assert {f"{code}/method.html" for code in LANGUAGE_CODES} <= names
    leads = 0
    for name in pages:
        page = packed.read(name).decode()
        assert "<script" not in page
        for found in re.findall(r'(?:href|src)="([^"]*)"', page):
            place, _hash, anchor = found.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), place))
            assert target in names, (name, found)
            assert not anchor or f'id="{anchor}"' in packed.read(target).decode(), (name, found)
            leads += 1
    assert leads > 100
    sums = dict(
        reversed(line.split("  ", 1))
        for line in packed.read(publications_archive.CHECKSUM_FILE).decode().splitlines()
    )
    assert set(sums) == names - {publications_archive.CHECKSUM_FILE}
    assert all(hashlib.sha256(packed.read(name)).hexdigest() == sums[name] for name in sums)
    assert count == len(there) - 1
    ar = packed.read("ar/index.html").decode()
    assert '<html lang="ar" dir="rtl">' in ar


def test_its_rows_are_those_of_the_interface_in_each_file_and_language() -> None:
    there = shelf()
    packed, count = archive()
    public = {each.slug for name, each in there.items() if name != "closed"}
    interface = Client().get("/en/mandates/?standing=all").content.decode()
    assert f"{count} mandates" in interface
    text = packed.read("data/register.csv").decode("utf-8-sig")
    assert {row["number"] for row in csv.DictReader(io.StringIO(text))} == public
    rows = json.loads(packed.read("data/register.json"))["rows"]
    assert {row["number"] for row in rows} == public
    book = openpyxl.load_workbook(io.BytesIO(packed.read("data/register.xlsx")))
    assert book["data"].max_row == 1 + count
    for code in LANGUAGE_CODES:
        shown = "".join(
            packed.read(name).decode()
            for name in packed.namelist()
            if name.startswith(f"{code}/texts/")
        )
        assert set(re.findall(r'<article id="(M-\d+)"', shown)) == public
    versions = json.loads(packed.read("data/provisions.json"))["versions"]
    words = [
        said["text"] for each in versions for one in each["provisions"] for said in one["words"]
    ]
    assert any("report on the tide" in each for each in words)
    told = json.loads(packed.read("data/dictionary.json"))
    keys = {each["key"]: each for each in told if each["file"] == "register"}
    assert set(keys) == set(rows[0])
    assert set(keys["lead"]["label"]) == set(LANGUAGE_CODES)
    assert "Decides to keep the lights" in packed.read("en/clauses.html").decode()


def test_nothing_closed_is_in_archive_or_print() -> None:
    there = shelf()
    packed, _count = archive()
    whole = "".join(
        packed.read(name).decode() for name in packed.namelist() if not name.endswith(".xlsx")
    )
    book = openpyxl.load_workbook(io.BytesIO(packed.read("data/register.xlsx")))
    cells = [str(cell.value) for row in book["data"] for cell in row]
    (volume,) = pdf.edition_volumes("en", TODAY)
    printed = repr(volume.document)
    for secret in ("hidden barrels", there["closed"].slug):
        assert secret not in whole
        assert secret not in printed
        assert not any(secret in each for each in cells)


def test_the_printed_register_has_what_binds_and_says_its_date_and_how_to_cite_it() -> None:
    there = shelf()
    (volume,) = pdf.edition_volumes("en", TODAY)
    counts = register_queries.state_counts(AnonymousUser(), TODAY)
    assert volume.count == counts["all"] == 2
    content = write.pdf(volume.document)
    read = pypdf.PdfReader(io.BytesIO(content))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = "\n".join(page.extract_text() for page in read.pages)
    for words in (
        "Edition of 1 March 2031",
        "2 mandates in force",
        "/mandates/archive/majlis-mandates-2031-03-01-en.pdf",
        "The register is not binding",
        "Coverage:",
        there["first"].slug,
        there["second"].slug,
        "Requests the Keeper to report on the tide to the Council every year",
    ):
        assert "".join(words.split()) in "".join(text.split()), words
    assert there["would"].slug not in text
    assert there["ended"].slug not in text
    outline = str(read.outline)
    assert there["first"].slug in outline


def test_a_large_register_is_printed_in_volumes_cut_between_texts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelf()
    monkeypatch.setattr(pdf, "VOLUME_SIZE", 1)
    found = pdf.edition_volumes("ar", TODAY)
    assert [(each.count, each.part) for each in found] == [(1, 1), (1, 2)]
    assert queries.edition_name("ar", TODAY, 2) == "majlis-mandates-2031-03-01-ar-2"


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make editions of hardly anything: how they are kept is looked at, and not what is in them."""
    monkeypatch.setattr(
        pdf,
        "render_in_process",
        lambda document: b"%PDF-" + document.title.encode() + document.subject.encode(),
    )

    def pack(stream: Any, day: datetime.date) -> int:
        with zipfile.ZipFile(stream, "w") as made_of:
            made_of.writestr("index.html", day.isoformat())
        return 1

    monkeypatch.setattr(publications_archive, "write_archive", pack)


def test_an_edition_is_made_each_month_and_never_anew(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    small(monkeypatch)
    assert tasks.make_monthly_editions.call() == 0
    factories.mandate()
    lined: list[Any] = []
    monkeypatch.setattr(
        type(tasks.make_edition), "enqueue", lambda _task, *given: lined.append(given)
    )
    assert tasks.make_monthly_editions.call() == 7
    assert [tasks.make_edition.call(*given) for given in lined] == [1] * 7
    assert tasks.make_monthly_editions.call() == 0
    assert [tasks.make_edition.call(*given) for given in lined] == [0] * 7
    with pytest.raises(InvalidInput):
        requests.request_editions(Actor(user=person("secretariat")), timezone.localdate())
    kept = {(each.form, each.language): each for each in queries.all_editions()}
    assert set(kept) == set(tasks.ALL_EDITIONS)
    page = Client().get("/fr/mandates/archive/").content.decode()
    for each in kept.values():
        assert each.sha256 in page
    one = kept["pdf", "fr"]
    answer = Client().get("/fr/mandates/register.pdf")
    assert answer["Location"] == f"/fr/mandates/archive/{one.filename}"
    content = b"".join(Client().get(answer["Location"]).streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(content).hexdigest() == one.sha256


def test_the_office_has_an_edition_of_today_made(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    lined: list[Any] = []
    monkeypatch.setattr(
        type(tasks.make_edition), "enqueue", lambda _task, *given: lined.append(given)
    )
    assert client_for(person()).post("/en/mandates/archive/request/").status_code == 403
    assert "Produce today’s edition" not in Client().get("/en/mandates/archive/").content.decode()
    officer = client_for(person("secretariat"))
    assert "Produce today’s edition" in officer.get("/en/mandates/archive/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert officer.post("/en/mandates/archive/request/").status_code == 302
    assert len(lined) == 7
    assert {given[2] for given in lined} == {timezone.localdate().isoformat()}


def test_the_office_sees_how_many_files_of_an_edition_are_ready(settings: Any) -> None:
    settings.TASKS = DATABASE_TASKS
    officer, page = client_for(person("secretariat")), "/en/mandates/archive/"
    assert "Background work" not in officer.get(page).content.decode().partition("<main")[2]
    tasks.enqueue_editions("2027-01-01")
    first, second = DBTaskResult.objects.all()[:2]
    first.set_successful(1)
    second.claim("tests")
    assert "1 of 7 files ready" in officer.get(page).content.decode()
    assert "files ready" not in Client().get(page).content.decode()


def test_the_first_edition_is_made_within_an_hour_of_the_first_mandates() -> None:
    seconds, path = periodic.PERIODIC["mandates.editions"]
    assert path.endswith("make_monthly_editions") and seconds <= 3600


def test_the_last_24_files_are_kept_and_of_older_ones_the_hash(
    kept: Path, django_capture_on_commit_callbacks: Any
) -> None:
    system = Actor.as_system("test")
    days = [datetime.date(2029 + n // 12, n % 12 + 1, 1) for n in range(25)]
    for day in days:
        content = b"PK" + day.isoformat().encode()
        actions.save_edition(system, day, form="zip", content=[content], mandates=3)
    (old,) = queries.editions_to_delete("zip", "")
    assert old.day == days[0]
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_edition(system, old)
    assert not files.file_path(old.sha256).exists()
    assert not StoredFile.objects.filter(sha256=old.sha256).exists()
    assert queries.editions_to_delete("zip", "") == []
    assert Client().get(f"/en/mandates/archive/{old.filename}").status_code == 410
    page = Client().get("/en/mandates/archive/").content.decode()
    assert old.sha256 in page
    assert f'href="/en/mandates/archive/{old.filename}"' not in page
    assert Edition.objects.filter(file=None).count() == 1
    assert Client().get("/en/mandates/archive/nothing.zip").status_code == 404


def test_the_clock_alone_keeps_editions_and_the_office_alone_asks_for_them() -> None:
    import_module("majlis.mandates.changes.actions")  # its verbs are looked at, too
    it, text = factories.mandate(lead=factories.entity("Keeper")), factories.text()
    kept_one = actions.save_edition(
        Actor.as_system("test"), TODAY, form="zip", content=[b"PK1"], mandates=1
    )
    office, speaker = person("secretariat"), person()
    refused: dict[str, Any] = {
        "nobody": None,
        "somebody": person(),
        "who speaks for the lead": speaking_for(it, speaker),
        "the chair of another body": person(("chair", text.instrument.record)),
        "a moderator": person("moderator"),
        "a closed account": person("secretariat", is_active=False),
    }
    day = timezone.localdate()
    check_permissions(
        "mandates.request_editions",
        day,
        granted={"the secretariat": office},
        refused=refused,
        do=lambda who: requests.request_editions(who, day),
    )
    everybody = {**refused, "the secretariat": office}
    check_permissions(
        "mandates.save_edition",
        TODAY,
        granted={},
        refused=everybody,
    )
    check_permissions("mandates.delete_edition", kept_one, granted={}, refused=everybody)
    check_permissions("mandates.notify_due_soon", it, granted={}, refused=everybody)
    check_permissions("mandates.notify_due", it, granted={}, refused=everybody)
    check_permissions("mandates.notify_dropped", text, granted={}, refused=everybody)


def speaking_for(it: Mandate, user: User) -> User:
    """A person who speaks for the organization that leads on a mandate."""
    assert it.lead is not None
    it.lead.organisation = organisation(user)
    it.lead.save()
    return user


@pytest.mark.slow
def test_a_document_is_set_in_a_process_of_its_own() -> None:
    shelf()
    (volume,) = pdf.edition_volumes("zh", TODAY)
    assert pdf.render_in_process(volume.document) == write.pdf(volume.document)


def test_half_an_edition_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "VOLUME_SIZE", 1)
    factories.mandate(), factories.mandate()
    done: list[Any] = []

    def set_apart(document: Any) -> bytes:
        if done:
            raise PaperError("A sign.", "Mend it.")
        done.append(document)
        return b"%PDF"

    monkeypatch.setattr(pdf, "render_in_process", set_apart)
    with pytest.raises(PaperError):
        tasks.write_edition("pdf", "en", TODAY)
    assert not queries.edition_exists("pdf", "en", TODAY)


def test_a_fault_of_setting_comes_out_of_its_process() -> None:
    told = pickle.loads(pickle.dumps(PaperError("A sign.", "Mend it.")))
    assert (told.problem, told.mend) == ("A sign.", "Mend it.")
