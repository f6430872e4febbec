"""Archives: records as a ZIP file of pages and data that opens from a disk, without the site or a network."""

from __future__ import annotations

import datetime
import hashlib
import io
import zipfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from importlib.resources import files
from typing import IO, cast, override

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe

from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE, direction

CHECKSUM_FILE = "SHA256SUMS.txt"
STYLE_FILE = "style.css"


class ArchiveWriter:
    """Writes a ZIP file and collects the hash of each file in it."""

    def __init__(self, stream: IO[bytes], day: datetime.date) -> None:
        self.zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self.at = (day.year, day.month, day.day, 0, 0, 0)
        self.sums: list[tuple[str, str]] = []

    def put(self, name: str, chunks: Iterable[str | bytes]) -> None:
        """Write a file from chunks."""
        digest = hashlib.sha256()
        info = zipfile.ZipInfo(name, self.at)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        with self.zip.open(info, "w", force_zip64=True) as file:
            for chunk in chunks:
                data = chunk.encode() if isinstance(chunk, str) else chunk
                digest.update(data)
                file.write(data)
        self.sums.append((digest.hexdigest(), name))

    def put_style(self) -> None:
        """Write the style sheet of the pages."""
        style = files("majlis.kit").joinpath("static", "kit", "archive.css")
        self.put(STYLE_FILE, [style.read_bytes()])

    def put_languages(self, title: Callable[[], str]) -> None:
        """Write the first page, which leads to ``index.html`` of each language; ``title`` reads the active language."""
        titles = []
        for code in LANGUAGE_CODES:
            with translation.override(code):
                titles.append((code, LANGUAGES_BY_CODE[code].name, direction(code), title()))
        page = render_to_string("kit/archive/languages.html", {"languages": titles})
        self.put("index.html", [page])

    def end(self) -> None:
        """Write the list of hashes in the format of sha256sum, and close the ZIP file."""
        lines = "".join(f"{digest}  {name}\n" for digest, name in sorted(self.sums, key=_file_name))
        self.put(CHECKSUM_FILE, [lines])
        self.zip.close()


def _file_name(pair: tuple[str, str]) -> str:
    return pair[1]


def render_page(
    place: str,
    title: str,
    content: str,
    *,
    of: str,
    links: Iterable[tuple[str, str]],
    edition: str,
    notice: str,
) -> str:
    """A page in the active language.

    ``place``: its path in the folder of its language; ``of``: what the archive holds; ``links``: the pages
    that each page leads to, (path, title); ``edition`` and ``notice`` stand at the foot. ``content`` is markup.
    """
    language = translation.get_language() or "en"
    base = "../" * place.count("/")
    context = {
        "language": language,
        "direction": direction(language),
        "title": title,
        "of": of,
        "content": mark_safe(content),
        "edition": edition,
        "notice": notice,
        "ways": links,
        "base": base,
        "root": f"{base}../",
        "place": place,
        "languages": [
            (code, LANGUAGES_BY_CODE[code].name, direction(code)) for code in LANGUAGE_CODES
        ],
    }
    return render_to_string("kit/archive/page.html", context)


class _Pipe(io.RawIOBase):
    """Where an archive is written that nobody keeps: what was written since it was last asked for."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    @override
    def writable(self) -> bool:
        """It takes bytes, and cannot go back: so the ZIP file states sizes after its files."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Take bytes."""
        self.parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """Give what was written since the last call."""
        data, self.parts = b"".join(self.parts), []
        return data


def archive_parts(
    day: datetime.date, fill: Callable[[ArchiveWriter], Iterator[None]]
) -> Iterator[bytes]:
    """The bytes of an archive, as soon as they are there; ``fill`` yields after each file that it wrote."""
    pipe = _Pipe()
    writer = ArchiveWriter(cast("IO[bytes]", pipe), day)
    for _written in fill(writer):
        yield pipe.take()
    writer.end()
    yield pipe.take()


async def _in_steps(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same, asked for one by one: Django reads an ordinary iterator to its end before it sends a byte."""
    step = sync_to_async(lambda: next(parts, None))
    while (part := await step()) is not None:
        yield part


def archive_response(
    request: HttpRequest, name: str, parts: Iterator[bytes]
) -> StreamingHttpResponse:
    """The archive as a download that begins with its first file."""
    content = _in_steps(parts) if isinstance(request, ASGIRequest) else parts
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
