"""Files: by their content, whatever they are called."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.utils import translation

from majlis.kernel import files
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CODES, list_separator
from majlis.kernel.models import StoredFile
from majlis.look import formats

pytestmark = pytest.mark.django_db


def package(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%x", files.PDF),
        (b"\x89PNG\r\n\x1a\n....", files.PNG),
        (b"\xff\xd8\xff\xe0....", files.JPEG),
        ("شهادة تسجيل".encode(), files.TEXT),
        ("شهادة تسجيل".encode("utf-16"), files.TEXT),
        (package("[Content_Types].xml", "word/document.xml"), files.DOCX),
    ],
)
def test_the_content_tells_the_type(content: bytes, kind: str) -> None:
    kept = files.store_file(io.BytesIO(content))
    assert (kept.media_type, kept.size) == (kind, len(content))
    assert files.file_path(kept.sha256).read_bytes() == content


def package_with_entries(entries: int, comment: bytes = b"", large: bool = False) -> bytes:
    """A package of so many entries, all of the same part."""
    part = package("word/document.xml")
    at = part.rindex(b"PK\1\2")
    entry, end = part[at : part.rindex(b"PK\5\6")], part[part.rindex(b"PK\5\6") :]
    size = len(entry) * entries
    locator = b""
    if large:
        head = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, entries, entries, size, at)
        locator = b"PK\6\6" + head + struct.pack("<4sIQI", b"PK\6\7", 0, at + size, 1)
        size = 0xFFFFFFFF
    told = end[:12] + struct.pack("<I", size) + end[16:20] + struct.pack("<H", len(comment))
    return part[:at] + entry * entries + locator + told + comment


@pytest.mark.parametrize(
    ("comment", "large"), [(b"", False), (b"x" * 300, False), (b"", True), (b"x" * 65_535, True)]
)
def test_a_package_of_endless_entries_costs_no_memory(
    tmp_path: Path, comment: bytes, large: bool
) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(package_with_entries(60_000, comment, large))
    tracemalloc.start()
    kind = files.media_type(path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kind not in files.EVIDENCE_TYPES
    assert peak < 2_000_000
    path.write_bytes(package_with_entries(500, comment))
    assert files.media_type(path) == files.DOCX


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0" + b"\0" * 64,
        package("evil.exe"),
        b"PK\3\4 broken",
        b"\0\1\2",
        b"GIF89a" + b"\0" * 9,
        b"",
    ],
)
def test_what_is_not_allowed_is_refused_with_a_reason_and_leaves_nothing(content: bytes) -> None:
    with pytest.raises(InvalidInput) as told:
        files.store_file(io.BytesIO(content), field="evidence")
    assert str(told.value.faults["evidence"])
    assert not StoredFile.objects.exists()
    root = files.file_path("00").parent.parent
    assert not [each for each in root.rglob("*") if each.is_file()]


@pytest.mark.parametrize(
    ("language", "listed"),
    [
        ("ar", "PDF، PNG، TXT"),
        ("zh", "PDF、PNG、TXT"),
        ("en", "PDF, PNG, TXT"),
        ("fr", "PDF, PNG, TXT"),
        ("ru", "PDF, PNG, TXT"),
        ("es", "PDF, PNG, TXT"),
    ],
)
def test_what_can_be_taken_is_listed_as_the_language_lists(language: str, listed: str) -> None:
    with translation.override(language), pytest.raises(InvalidInput) as told:
        files.store_file(
            io.BytesIO(b"GIF89a" + b"\0" * 9), allowed=(files.PDF, files.PNG, files.TEXT)
        )
    assert listed in str(told.value.faults["file"])


def test_the_look_parts_a_list_in_the_same_way() -> None:
    assert {code: list_separator(code) for code in LANGUAGE_CODES} == {
        code: formats.list_separator(code) for code in LANGUAGE_CODES
    }
    assert (
        list_separator("zh-hans") == "、" and list_separator(None) == list_separator("sw") == ", "
    )


def test_a_file_that_is_too_large_is_refused_before_it_is_read_to_its_end() -> None:
    def endless() -> object:
        while True:
            yield b"x" * 65536

    with pytest.raises(InvalidInput):
        files.store_file(endless(), limit=1_000_000)  # type: ignore[arg-type]


def test_the_same_content_is_kept_once() -> None:
    assert files.store_file(io.BytesIO(b"same")) == files.store_file(io.BytesIO(b"same"))
