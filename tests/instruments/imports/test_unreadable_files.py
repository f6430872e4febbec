"""Bad files through the form: kept for the secretariat with the reason shown, and nothing half-published."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from majlis.instruments.imports import actions, working_copy
from majlis.instruments.models import Destination, Import, Instrument, Version
from majlis.kernel import files
from majlis.textkit.edit import Edit
from majlis.textkit.model import Text
from majlis.textkit.read.docx import package
from tests.fuzz.corpus import seeds, spoil
from tests.fuzz.test_bad_input import ENTITY, LAUGHS
from tests.instruments.imports.test_views import HERE, SMALL, page, publish, signed_in, upload
from tests.instruments.stored_texts import SYSTEM
from tests.textkit.docx_builder import HEAD, document, docx, p, zipped
from tests.textkit.docx_builder import package as packaged
from tests.textkit.test_read_bad import BAD, OWN

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    return signed_in("secretariat")


def bomb() -> bytes:
    return packaged(document(p(" " * (4 * package.SMALL))))


def entities() -> bytes:
    dtd = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return packaged(document(p("&e;")).replace(HEAD, f"<?xml version='1.0'?>{dtd}").encode())


REFUSED: dict[str, tuple[bytes, str]] = {
    **{name: case for name, case in BAD.items() if case[0]},
    "no-document.docx": (zipped({"holiday.txt": "sun"}), "no main document part"),
    "damaged.docx": (docx(p("a"))[:-40], "damaged"),
    "bomb.docx": (bomb(), "exceeds the safe limit"),
    "entities.docx": (entities(), "DOCTYPE"),
    "entities.xml": (ENTITY.encode(), "DOCTYPE"),
    "laughs.xml": (LAUGHS.encode(), "DOCTYPE"),
    "random.bin": (random.Random(7).randbytes(5000), ""),
    "random.docx": (random.Random(8).randbytes(5000), "not a Word file"),
    "names.md": (
        OWN.encode() + f'- The gate. <!-- paragraph id="{"a" * 600}" -->'.encode(),
        "identifiers",
    ),
    "utf16.txt": ("the gate".encode("utf-16-le"), "binary"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_kept_with_its_reason_and_nothing_of_it_is_published(
    name: str, officer: Client
) -> None:
    data, word = REFUSED[name]
    answer = upload(officer, (name, data))
    assert answer.status_code == 302
    imported = Import.objects.get()
    assert (imported.state, imported.name) == ("unreadable", name)
    assert files.file_path(imported.file.sha256).read_bytes() == data
    text = page(officer, imported)
    assert "Reason for failure" in text
    assert word.replace("'", "&#x27;") in text
    assert word in imported.fault
    assert "retained for the secretariat" in text
    assert ("Process in this language" in text) == ("--language" in imported.fault)
    assert not (Destination.objects.exists() or Instrument.objects.exists())
    # The file is there for the secretariat, and for nobody else.
    address = f"{HERE}{imported.pk}/file/"
    assert address in text
    got = officer.get(address)
    assert got.status_code == 200
    assert got.getvalue() == data
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert signed_in().get(address).status_code == 403
    # Nothing can be made of it in ways that the page does not offer.
    for step in ("publish/", "correct/"):
        assert officer.post(f"{HERE}{imported.pk}/{step}", {"seen": 0}).status_code == 302
    assert officer.get(f"{HERE}{imported.pk}/destination/").status_code == 404
    assert not Instrument.objects.exists()


def test_a_file_that_is_not_on_this_server_is_told(officer: Client) -> None:
    upload(officer, ("small.txt", REFUSED[next(iter(REFUSED))][0]))
    imported = Import.objects.get()
    files.file_path(imported.file.sha256).unlink()
    answer = officer.get(f"{HERE}{imported.pk}/file/")
    assert answer.status_code == 503
    assert "This file is not available at the moment." in answer.content.decode()


@pytest.mark.parametrize("name", ["empty.txt", "empty.docx"])
def test_an_empty_file_is_told_at_the_form(name: str, officer: Client) -> None:
    answer = upload(officer, (name, b""))
    assert answer.status_code == 422
    assert f"{name}: The file is empty." in answer.content.decode()
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_told_at_the_form(officer: Client, settings: Any) -> None:
    settings.MAJLIS_UPLOAD_LIMIT = len(SMALL)
    answer = upload(officer, ("large.txt", SMALL + b"."), ("small.txt", SMALL))
    assert answer.status_code == 422
    assert "large.txt: The file exceeds" in answer.content.decode()
    assert [each.name for each in Import.objects.all()] == ["small.txt"]
    kept = [each for each in configured.MAJLIS_FILES.rglob("*") if each.is_file()]
    assert len(kept) == 1


def test_a_text_in_another_language_is_read_as_the_officer_says(officer: Client) -> None:
    upload(officer, ("german.txt", BAD["german.txt"][0]))
    imported = Import.objects.get()
    assert "Process in this language" in page(officer, imported)
    step = f"{HERE}{imported.pk}/step/"
    officer.post(step, {"do": "language", "language": "en"})
    imported.refresh_from_db()
    assert (imported.state, imported.language, imported.fault) == ("read", "en", "")
    assert "Processed text" in page(officer, imported)
    # To undo it is to have it read without: that cannot be, and is said.
    seen = {"seen": imported.corrections.get().pk}
    there = officer.get(officer.post(step, {"do": "undo", **seen})["Location"])
    assert "The language appears to be" in there.content.decode()
    imported.refresh_from_db()
    assert imported.state == "read"
    assert publish(officer, imported).status_code == 302


def test_a_name_that_leads_elsewhere_stays_a_name(officer: Client) -> None:
    upload(officer, ('../../<script>"x.txt', SMALL))
    imported = Import.objects.get()
    assert "<script>" not in page(officer, imported)
    assert "/" not in imported.name


def test_what_stands_very_deep_is_corrected_and_published_too(officer: Client) -> None:
    inner = "".join(
        f"<paragraph><num>{n}.</num><content><p>Requests the Keeper {n}.</p></content>"
        f"<list eId='{'x' * 30}'>"
        for n in range(30)
    )
    data = f"<akomaNtoso><doc><mainBody>{inner}{'</list></paragraph>' * 30}</mainBody></doc></akomaNtoso>"
    upload(officer, ("deep.xml", data.encode()))
    imported = Import.objects.get()
    assert imported.state == "read", imported.fault
    last = list(working_copy.current_text(imported).walk())[-1].id
    assert len(last) > 200
    given = {"at": last, "seen": 0, "do": "part", "kind": "paragraph"}
    answer = officer.post(f"{HERE}{imported.pk}/correct/", given)
    assert answer.status_code == 302
    assert publish(officer, imported).status_code == 302


@pytest.mark.parametrize("suffix", sorted(seeds()))
def test_a_spoilt_file_is_read_or_refused_and_published_whole_or_not(
    suffix: str, officer: Client
) -> None:
    choose = random.Random(suffix)
    for n in range(5):
        data = spoil(seeds()[suffix], choose)
        if not data:
            continue
        answer = upload(officer, (f"{n}{suffix}", data))
        assert answer.status_code == 302
        imported = Import.objects.order_by("pk").last()
        assert imported is not None
        page(officer, imported)
        if imported.state == "read":
            count = Version.objects.count()
            assert publish(officer, imported).status_code == 302
            assert Version.objects.count() > count
        else:
            assert (imported.state, bool(imported.fault)) == ("unreadable", True)


def test_a_defect_in_reading_is_said_and_the_file_is_kept(
    officer: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: Any) -> Text:
        raise ZeroDivisionError("in the engine")

    monkeypatch.setattr(working_copy, "read_text", broken)
    assert upload(officer, ("a.txt", SMALL)).status_code == 302
    found = Import.objects.get()
    assert found.state == "unreadable"
    assert "This file could not be processed because of a system error." in page(officer, found)
    assert "in the engine" not in page(officer, found)
    assert "ZeroDivisionError" in caplog.text
    kept = officer.get(f"{HERE}{found.pk}/file/")
    assert b"".join(kept.streaming_content) == SMALL  # type: ignore[attr-defined]
    step = officer.post(f"{HERE}{found.pk}/step/", {"do": "language", "language": "en"})
    assert step.status_code == 302
    assert "because of a system error" in page(officer, found)
    monkeypatch.undo()
    officer.post(f"{HERE}{found.pk}/step/", {"do": "language", "language": "en"})
    found.refresh_from_db()
    assert found.state == "read"


def test_a_defect_after_reading_keeps_the_file_too_and_the_log_quotes_nothing(
    officer: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_imported: Any, text: Text) -> None:
        raise KeyError(text.title or "the words of the file")

    monkeypatch.setattr(actions, "propose_destinations", broken)
    assert upload(officer, ("a.txt", SMALL)).status_code == 302
    found = Import.objects.get()
    assert found.state == "unreadable" and not found.read
    assert "This file could not be processed because of a system error." in page(officer, found)
    step = f"{HERE}{found.pk}/step/"
    assert officer.post(step, {"do": "language", "language": "en"}).status_code == 302
    assert "because of a system error" in page(officer, found)
    assert "KeyError" in caplog.text and "broken" in caplog.text
    monkeypatch.undo()
    officer.post(step, {"do": "language", "language": "en"})
    found.refresh_from_db()
    assert found.state == "read"
    monkeypatch.setattr(actions, "propose_destinations", broken)
    assert officer.post(step, {"do": "language", "language": "fr"}).status_code == 302
    assert "because of a system error" in page(officer, found)
    found.refresh_from_db()
    assert (found.state, found.language) == ("read", "en")
    text = working_copy.current_text(found)
    monkeypatch.undo()
    first = next(each.id for each in text.walk() if each.kind == "operative")
    actions.correct_import(SYSTEM, found, edits=[Edit("label", first, "1 bis.")])
    monkeypatch.setattr(actions, "propose_destinations", broken)
    assert officer.post(step, {"do": "undo"}).status_code == 302
    assert "because of a system error" in page(officer, found)
    words = [each.text for each in text.walk() if len(each.text) > 8]
    assert words and not any(each in caplog.text for each in [*words, "the words of the file"])
