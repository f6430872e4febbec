"""Files stored under the hash of their content, with a media type detected from content, not name."""

from __future__ import annotations

import codecs
import hashlib
import logging
import os
import struct
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import FileUnavailable, InvalidInput
from majlis.kernel.languages import list_separator
from majlis.kernel.models import StoredFile

logger = logging.getLogger(__name__)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PNG, JPEG, TEXT = "image/png", "image/jpeg", "text/plain"
EVIDENCE_TYPES = (PDF, DOCX, PNG, JPEG, TEXT)

_OOXML = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
# In bytes. The directory of a package is read at once; that of a document with a thousand images has a tenth.
MAX_DIRECTORY_SIZE = 1 << 19
_SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))


def media_type(path: Path) -> str:
    """The media type of a file by its content; ``application/octet-stream`` if it is unknown.

    The types that Majlis accepts are detected here; all others by puremagic.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    for start, kind in _SIGNATURES:
        if head.startswith(start):
            return kind
    if head.startswith(b"PK"):
        try:
            if _directory_size(path) > MAX_DIRECTORY_SIZE:
                return "application/zip"
            with zipfile.ZipFile(path) as package:
                names = set(package.namelist())
        except (zipfile.BadZipFile, OSError, ValueError):
            return "application/octet-stream"
        return next((kind for name, kind in _OOXML.items() if name in names), "application/zip")
    if _is_text(path):
        return TEXT
    import puremagic  # noqa: PLC0415 - heavy

    try:
        detected: str = puremagic.magic_string(head)[0].mime_type
    except (puremagic.PureError, IndexError, ValueError):
        detected = ""
    return detected or "application/octet-stream"


def _directory_size(path: Path) -> int:
    """The size in bytes that a ZIP package states for its directory, found as zipfile finds it.

    The end record of the directory is the last part of the file, or precedes a comment. A package with
    a ZIP64 end record (more than 65,535 entries or 4 gigabytes) counts as too large.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - 22 - (1 << 16) - 20))
        tail = stream.read()
    at = len(tail) - 22
    if at < 0 or tail[at : at + 4] != b"PK\5\6" or tail[-2:] != b"\0\0":
        at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 22:
        return 0
    if at >= 20 and tail[at - 20 : at - 16] == b"PK\6\7":
        return MAX_DIRECTORY_SIZE + 1
    stated_size: int = struct.unpack_from("<I", tail, at + 12)[0]
    return stated_size


def _is_text(path: Path) -> bool:
    """Whether a file is UTF-8, or UTF-16 with a byte order mark, as spreadsheets write it."""
    with path.open("rb") as stream:
        data = stream.read(1 << 20)
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        try:
            return "\0" not in codecs.getincrementaldecoder("utf-16")().decode(data)
        except UnicodeDecodeError:
            return False
    if b"\0" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # The end of the part that was read may cut a character in two.
        return error.start > len(data) - 4 and len(data) == 1 << 20
    return bool(data)


def file_path(sha256: str) -> Path:
    """The path of the file with that hash."""
    return Path(settings.MAJLIS_FILES) / sha256[:2] / sha256


def stored_path(sha256: str) -> Path:
    """The path of the file with that hash, which can be read.

    Raises FileUnavailable if it is not there, and says so in the log: the folder of files is not the one
    that all servers share, or the file is lost.
    """
    path = file_path(sha256)
    if not os.access(path, os.R_OK):
        logger.error("The stored file %s is missing, or cannot be read.", path)
        raise FileUnavailable
    return path


def open_file(sha256: str) -> BinaryIO:
    """The file with that hash, open for reading. Raises FileUnavailable if it is not there."""
    return stored_path(sha256).open("rb")


def store_file(
    stream: IO[bytes] | Iterable[bytes],
    *,
    allowed: Iterable[str] | None = EVIDENCE_TYPES,
    limit: int | None = None,
    field: str = "file",
) -> StoredFile:
    """Store a file and return its row; the same content is stored once.

    The file is on the disk before this returns, because a completed verb must have its files.
    ``limit`` is in bytes (default MAJLIS_UPLOAD_LIMIT); ``allowed`` None accepts every media type. Raises
    InvalidInput for ``field`` if the content is empty, too large, or of a type that is not allowed.
    """
    limit = settings.MAJLIS_UPLOAD_LIMIT if limit is None else limit
    root = Path(settings.MAJLIS_FILES)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    chunks: Iterable[bytes] = (
        iter(lambda: stream.read(1 << 16), b"") if hasattr(stream, "read") else stream
    )
    with tempfile.NamedTemporaryFile(dir=root, prefix=".part-", delete=False) as part:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise InvalidInput({field: too_large_message(limit)})
                digest.update(chunk)
                part.write(chunk)
            if not size:
                raise InvalidInput({field: _("The file is empty. Select the file again.")})
            part.flush()
            os.fsync(part.fileno())
            kind = media_type(Path(part.name))
            if allowed is not None and kind not in set(allowed):
                raise InvalidInput({field: _not_allowed(kind, allowed)})
            _move_into_place(Path(part.name), file_path(digest.hexdigest()))
        finally:
            Path(part.name).unlink(missing_ok=True)
    return StoredFile.objects.get_or_create(
        sha256=digest.hexdigest(), defaults={"size": size, "media_type": kind}
    )[0]


def _move_into_place(part: Path, target: Path) -> None:
    """Rename the file to its final name; after a power cut it is complete or absent."""
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(part, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def too_large_message(limit: int) -> str:
    """The message that a file exceeds a limit in bytes."""
    megabytes = max(1, limit // 1_000_000)
    return ngettext(
        "The file exceeds the limit of %(limit)s megabyte. Reduce or split the file.",
        "The file exceeds the limit of %(limit)s megabytes. Reduce or split the file.",
        megabytes,
    ) % {"limit": megabytes}


SHORT_NAMES = {
    PDF: "PDF",
    DOCX: "DOCX",
    XLSX: "XLSX",
    PPTX: "PPTX",
    PNG: "PNG",
    JPEG: "JPEG",
    TEXT: "TXT",
}


def _not_allowed(kind: str, allowed: Iterable[str]) -> str:
    words = _("Files of type %(kind)s are not accepted. Send one of these: %(allowed)s.")
    names = list_separator(get_language()).join(SHORT_NAMES.get(each, each) for each in allowed)
    return str(words) % {"kind": SHORT_NAMES.get(kind, kind), "allowed": names}
