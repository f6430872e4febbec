"""Files: by their content, whatever they are called."""

from __future__ import annotations

import io
import zipfile

import pytest

from majlis.kernel import files
from majlis.kernel.errors import Faulty
from majlis.kernel.models import StoredFile

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
        (package("[Content_Types].xml", "word/document.xml"), files.DOCX),
    ],
)
def test_the_content_tells_the_type(content: bytes, kind: str) -> None:
    kept = files.keep(io.BytesIO(content))
    assert (kept.media_type, kept.size) == (kind, len(content))
    assert files.place(kept.sha256).read_bytes() == content


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
    with pytest.raises(Faulty) as told:
        files.keep(io.BytesIO(content), field="evidence")
    assert str(told.value.faults["evidence"])
    assert not StoredFile.objects.exists()
    root = files.place("00").parent.parent
    assert not [each for each in root.rglob("*") if each.is_file()]


def test_a_file_that_is_too_large_is_refused_before_it_is_read_to_its_end() -> None:
    def endless() -> object:
        while True:
            yield b"x" * 65536

    with pytest.raises(Faulty):
        files.keep(endless(), limit=1_000_000)  # type: ignore[arg-type]


def test_the_same_content_is_kept_once() -> None:
    assert files.keep(io.BytesIO(b"same")) == files.keep(io.BytesIO(b"same"))
