"""What fuzzing starts from: a text of ours in every format, and how such a file is spoilt."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from majlis.textkit.errors import TextError
from majlis.textkit.mandates import mandates
from majlis.textkit.model import Text, View, as_dict
from majlis.textkit.read import read_file
from majlis.textkit.write.akn import write_akn
from majlis.textkit.write.docx import write_docx
from majlis.textkit.write.html import write_html
from majlis.textkit.write.markdown import write_markdown

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FOUND = Path(__file__).resolve().parent / "found"
VIEWS: tuple[View, ...] = ("keep", "accept", "reject")
SUFFIXES = (".docx", ".xml", ".html", ".md", ".txt", "")

# Bytes that formats are made of; a spoilt file often holds one of them where it should not be.
PIECES = (
    b"<",
    b">",
    b"</w:p>",
    b"<w:p>",
    b"<w:ins>",
    b'w:val="-1"',
    b'w:val="99999999999999999999"',
    b'w:val=""',
    b"&#x202e;",
    b"&amp;",
    b'<w:ilvl w:val="8"/>',
    b"<w:tbl><w:tr><w:tc>",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\n",
    b"\t",
    b"[1: ",
    b"1.",
    b"(a)",
    "،؛".encode(),
    "一、".encode(),
    b"# ",
    b"| --- |",
    b"```",
    b"2027-02-30",
    b"1" * 500,
)


@cache
def seeds() -> dict[str, bytes]:
    """One small text of ours in every format, by suffix."""
    word = SAMPLES / "tidal-gardens.2026.en.docx"
    text = read_file(word)
    return {
        ".docx": word.read_bytes(),
        ".own.docx": write_docx(text),
        ".xml": write_akn(text),
        ".html": write_html(text).encode(),
        ".md": write_markdown(text).encode(),
        ".en.txt": (SAMPLES / "tidal-gardens.2024.en.txt").read_bytes(),
        ".ar.txt": (SAMPLES / "tidal-gardens.2026.ar.txt").read_bytes(),
    }


def spoil(data: bytes, choose: random.Random) -> bytes:
    """A file with a few places cut, doubled, exchanged or filled; in a zip, those of a part."""
    if data[:2] == b"PK" and choose.random() < 0.9:
        return spoil_part(data, lambda part: spoil(part, choose), choose)
    for _ in range(choose.randint(1, 6)):
        start = choose.randrange(len(data) + 1)
        end = min(len(data), start + choose.choice((1, 3, 30, 300)))
        piece = choose.choice(
            (b"", data[start:end] * 2, choose.choice(PIECES), choose.randbytes(3), data[end:start])
        )
        data = data[:start] + piece + data[end:]
    return data


def spoil_part(package: bytes, change: Callable[[bytes], bytes], choose: random.Random) -> bytes:
    """A zip file with one of its parts changed; the same bytes where it is no zip file."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as source:
            parts = {name: source.read(name) for name in source.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError):
        return package
    if not parts:
        return package
    name = choose.choice(sorted(parts) + [name for name in parts if "document" in name] * 4)
    parts[name] = change(parts[name])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for part, content in parts.items():
            made.writestr(part, content)
    return target.getvalue()


def read_bytes(data: bytes, suffix: str, view: View) -> Text | None:
    """The text of a file with these bytes, or None where the reader refused it with TextError.

    Anything else that is raised is a defect. A refusal must be one line that says something.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{suffix}")
        path.write_bytes(data)
        try:
            return read_file(path, view=view)
        except TextError as error:
            assert error.problem
            assert "\n" not in str(error)
            return None


def use(text: Text) -> None:
    """Do with a text what the commands do: it must hold together whatever the file was."""
    ids = [provision.id for provision in text.walk()]
    assert len(set(ids)) == len(ids)
    as_dict(text)
    for work in (write_akn, write_docx, write_html, write_markdown, mandates):
        try:
            work(text)
        except TextError as error:
            assert error.problem
