"""Bad files, one of each kind: a clear line, status 1, little memory, nothing half-written."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from majlis.cli import main

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
WORD = (SAMPLES / "tidal-gardens.2026.en.docx").read_bytes()
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
ENTITY = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>'
LAUGHS = (
    "<!DOCTYPE a [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><a>&i;</a>"
)


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip file of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def word_with(part: str, content: bytes) -> bytes:
    """The sample Word file with one part exchanged."""
    with zipfile.ZipFile(io.BytesIO(WORD)) as source:
        return zipped({name: source.read(name) for name in source.namelist()} | {part: content})


def compound(*names: str) -> bytes:
    """The start of an OLE compound file (a .doc, or a Word file with a password) and its folder."""
    folder = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB", 2 * len(name) + 2, 2, 1)
        + bytes(61)
        for name in names
    )
    header = COMPOUND + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    return header.ljust(48, b"\0").ljust(512, b"\0") + folder.ljust(1024, b"\0")


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("text.txt", lambda: b""),
    "only white space": ("text.txt", lambda: b" \n\t\n"),
    "empty Word file": ("text.docx", lambda: b""),
    "not a zip": ("text.docx", lambda: b"PK\x03\x04" + b"no zip at all" * 9),
    "a zip of something else": ("text.docx", lambda: zipped({"notes.txt": b"words"})),
    "truncated": ("text.docx", lambda: WORD[: len(WORD) // 2]),
    "a part that is no XML": ("text.docx", lambda: word_with("word/document.xml", b"<w:document")),
    "password-protected": ("text.docx", lambda: compound("Root Entry", "EncryptedPackage")),
    "legacy .doc": ("text.doc", lambda: compound("Root Entry", "WordDocument")),
    "PDF": ("text.pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
    "external entity": ("text.xml", ENTITY.encode),
    "a billion laughs": ("text.xml", LAUGHS.encode),
    "external entity in a Word file": (
        "text.docx",
        lambda: word_with("word/document.xml", ENTITY.encode()),
    ),
    "deep nesting": ("text.xml", lambda: b"<a>" * 200_000),
    "a zip bomb": (
        "text.docx",
        lambda: word_with("word/document.xml", b"<a>" + b" " * 400_000_000),
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_one_clear_line(
    case: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    name, made = BAD[case]
    path = tmp_path / name
    path.write_bytes(made())
    assert main(["text", "read", str(path)]) == 1
    printed = capfdbinary.readouterr()
    assert printed.err == b""
    line: dict[str, Any] = json.loads(printed.out)
    assert line["file"] == str(path)
    assert "defect of the program" not in line["error"]
    assert line["error"].count(".") >= 2  # what is wrong, and what to do


@pytest.mark.parametrize("case", ["truncated", "empty"])
def test_nothing_is_written_for_a_bad_file(
    case: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    name, made = BAD[case]
    path = tmp_path / name
    path.write_bytes(made())
    target = tmp_path / "out.html"
    assert main(["text", "read", "--format", "html", "--output", str(target), str(path)]) == 1
    assert json.loads(capfdbinary.readouterr().err)["file"] == str(path)
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("size", [2 * 2**30])
def test_a_huge_file_is_refused_in_little_memory(size: int, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(size)  # a hole: takes no room on the disk
    program = (
        "import resource, sys\n"
        "from majlis.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "sys.exit(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "text", "read", str(path)],
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    error = json.loads(done.stdout)["error"]
    assert "MB" in error
    assert "Memory" not in error


def test_a_folder_is_no_file(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["text", "read", str(tmp_path)]) == 1
    assert "defect" not in json.loads(capfdbinary.readouterr().out)["error"]


READABLE = {
    "a Word file by the name of a text": ("text.txt", WORD),
    "a text by the name of a Word file": ("text.docx", b"1. Decides to plant the wall again.\n"),
    "no structure at all": ("text.txt", b"A garden lies behind the sea wall.\n"),
    "a lone surrogate": ("text.txt", b"1. Decides \xed\xa0\x80 to plant it again.\n"),
    "bidi control characters": (
        "text.txt",
        "1. Decides \u202eto plant\u202c it \u2066again\u2069.\n".encode(),
    ),
    "two languages": (
        "text.txt",
        "1. Decides to plant it again.\n2. يقرر أن يزرعه من جديد.\n".encode(),
    ),
    "UTF-16": ("text.txt", "1. Decides to plant it again.\n".encode("utf-16")),
}


@pytest.mark.parametrize("case", READABLE)
def test_an_odd_file_is_read_or_refused_clearly(
    case: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    name, data = READABLE[case]
    path = tmp_path / name
    path.write_bytes(data)
    status = main(["text", "read", str(path)])
    line: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
    assert status == int("error" in line)
    assert "defect" not in line.get("error", "")
    if status == 0:
        assert line["provisions"]
