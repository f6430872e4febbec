"""Attached files: who gets them, under which name and type, and what a browser may do with them."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone

from majlis.kernel import files
from majlis.kernel.models import Access, Attachment, Record, User
from majlis.kernel.records import get_or_create_circle
from tests.commons.helpers import client_for, make_record
from tests.support.people import person

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n% a fictional letter\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
PAGE = b"<!doctype html><script>alert(1)</script>"


def attach_file(content: bytes = PDF, name: str = "letter.pdf", to: Record | None = None) -> str:
    """The address of a file that is attached to a record."""
    kept = files.store_file(io.BytesIO(content))
    Attachment.objects.create(record=to or make_record(), file=kept, name=name)
    return f"/files/{kept.sha256}/"


def fetch(path: str, user: User | None = None) -> Any:
    """The answer, with ``body``: read to its end, so that no file stays open."""
    answer: Any = client_for(user).get(path)
    answer.body = answer.getvalue() if answer.streaming else answer.content
    return answer


def test_everybody_gets_the_file_of_a_public_record_whole() -> None:
    answer = fetch(attach_file())
    assert answer.status_code == 200
    assert answer.body == PDF
    assert answer["Content-Length"] == str(len(PDF))
    assert answer["Content-Type"] == "application/pdf"


def test_the_file_of_a_private_record_is_not_there_for_others() -> None:
    owner = person()
    address = attach_file(name="hidden.pdf", to=make_record(private_to=owner))
    assert fetch(address, owner).status_code == 200
    for stranger in (None, person(), person("administrator"), person("moderator")):
        for path in (address, f"{address}letter.pdf"):
            answer = fetch(path, stranger)
            assert answer.status_code == 404
            assert b"hidden.pdf" not in answer.body


def test_a_file_that_is_not_on_this_server_is_told_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    address = attach_file()
    path = files.file_path(address.split("/")[2])
    path.unlink()
    answer = fetch(address)
    assert answer.status_code == 503
    assert b"This file is not available at the moment." in answer.body
    assert str(path) in caplog.text


def test_who_left_does_not_get_it_any_more() -> None:
    member = person(("chair", hall := make_record()))
    admitted = get_or_create_circle("the chair", {"role": "chair", "scope": hall})
    address = attach_file(to=make_record(access=Access.MEMBERS, circle=admitted))
    assert fetch(address, member).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    member.appointments.update(since=yesterday, until=yesterday)
    assert fetch(address, member).status_code == 404


def test_a_file_goes_by_the_name_that_it_has_where_the_reader_may_see_it() -> None:
    owner = person()
    address = attach_file(name="of-a-secret.pdf", to=make_record(private_to=owner))
    attach_file(name="open.pdf")
    answer = fetch(address)
    assert answer.status_code == 200
    assert "open.pdf" in answer["Content-Disposition"]
    assert "secret" not in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "name", "kind", "how"),
    [
        (PDF, "letter.pdf", "application/pdf", "inline"),
        (PNG, "map.png", "image/png", "inline"),
        (PDF, "page.html", "application/pdf", "inline"),
        (PAGE, "page.html", "text/plain", "attachment"),
        (PAGE, "letter.pdf", "text/plain", "attachment"),
    ],
)
def test_the_content_tells_the_type_and_a_browser_runs_nothing(
    content: bytes, name: str, kind: str, how: str
) -> None:
    answer = fetch(attach_file(content, name) + "page.html")
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"].split(";")[0] == how
    assert f'filename="{name}"' in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Frame-Options"] == "DENY"


def test_no_cache_between_keeps_it_for_others() -> None:
    kept = {each.strip() for each in fetch(attach_file())["Cache-Control"].split(",")}
    assert "private" in kept and "public" not in kept


@pytest.mark.parametrize("name", ["رسالة.pdf", "信函.pdf", 'a "b".pdf', "one\r\nSet-Cookie: x.pdf"])
def test_any_name_is_kept_and_none_breaks_the_answer(name: str) -> None:
    answer = fetch(attach_file(name=name))
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers and "\n" not in answer["Content-Disposition"]
    if not name.isascii():
        assert quote(name) in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "sha256", ["0" * 64, "0", "..%2f..%2fetc%2fpasswd", "%2e%2e", "é" * 64, "'--"]
)
def test_what_is_not_kept_is_not_found(sha256: str) -> None:
    attach_file()
    for path in (f"/files/{sha256}/", f"/files/{sha256}/letter.pdf"):
        assert fetch(path).status_code == 404


def test_a_file_that_hangs_on_no_record_is_given_to_nobody() -> None:
    kept = files.store_file(io.BytesIO(PDF))
    for user in (None, person("secretariat"), person("administrator")):
        assert fetch(f"/files/{kept.sha256}/", user).status_code == 404
