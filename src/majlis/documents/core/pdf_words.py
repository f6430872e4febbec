"""The words in a PDF file, read by PDFium in a process of its own, with limits of memory, time and length.

A file of somebody else may be built to break its reader. The process therefore knows nothing of the site, and ends
with the file: ``python -m majlis.documents.core.pdf_words FILE`` prints the words as UTF-8.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pypdfium2

MAX_BYTES = 64 * 2**20
"""Bytes of a file that is read."""
MAX_PAGES = 1_000
"""Pages that are read; the words of later ones are not found."""
MAX_CHARACTERS = 4_000_000
"""Characters of all pages together: some 1,500 printed pages."""
MAX_SECONDS = 30
"""Seconds of processor time, and twice as many by the clock."""
MAX_MEMORY = 2 * 2**30
"""Bytes of memory of the process."""


def pdf_words(path: Path) -> str:
    """The words of a PDF file, a page below the other; empty for a scan, and for a file that cannot be read."""
    if path.stat().st_size > MAX_BYTES:
        return ""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "majlis.documents.core.pdf_words", str(path)],
            capture_output=True,
            timeout=2 * MAX_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace").replace("\0", "").strip()


def read_pages(path: Path) -> str:
    """The words of the first pages of a PDF file. Raises PdfiumError for a file that is none or is locked."""
    found: list[str] = []
    length = 0
    with pypdfium2.PdfDocument(path) as document:
        for place in range(min(len(document), MAX_PAGES)):
            text = (
                document[place]
                .get_textpage()
                .get_text_range()
                .replace("\r\n", "\n")
                .replace("\ufffe", "")
            )
            found.append(text.strip())
            length += len(text)
            if length >= MAX_CHARACTERS:
                break
    return "\n\n".join(filter(None, found))[:MAX_CHARACTERS]


def main() -> int:
    """Print the words of the file that is named; the status is 1 where it cannot be read."""
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    try:
        words = read_pages(Path(sys.argv[1]))
    except (pypdfium2.PdfiumError, MemoryError):
        return 1
    sys.stdout.buffer.write(words.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
