"""The zip package of a Word file (Open Packaging Conventions, ECMA-376 part 2), opened with care.

Every part is read in pieces against limits, so that a small file cannot unpack into memory without
bound; XML is parsed by ``xmlsafe`` (no DTD, no entities, no network, bounded depth).
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from majlis.textkit.errors import TextError
from majlis.textkit.read.docx.names import W
from majlis.textkit.xmlsafe import Element, bound_tags, count_tags, local_name, parse_xml

MAX_PARTS = 20_000
"""Entries of the zip directory."""
MAX_PART = 64 * 2**20
"""Bytes of one unpacked part: about 15 million characters of text with their markup."""
MAX_TOTAL = 128 * 2**20
"""Bytes of all the parts that are read."""
MAX_TAGS = 1_600_000
"""Tags and attributes of all the parts that are read; ``xmlsafe.MAX_TAGS`` bounds each."""
MAX_RATIO = 300
"""Unpacked to packed size of a part over SMALL: Word's XML reaches some 40, a bomb 1,000."""
SMALL = 2**20

_CHUNK = 2**18
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = re.compile(rb"(xmlns(?::[\w.-]+)?\s*=\s*[\"'])http://purl\.oclc\.org/ooxml/([\w/.-]+)")
_STRICT_TO_TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_DAMAGED = "Open it in Word and save it as .docx, or download it again."
_SAVE_AS = "Open it in Word or LibreOffice and save it as .docx."


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: the last word of its type, and the part it leads to."""

    kind: str
    target: str
    id: str


class Package:
    """The parts of a Word file by name. Raises TextError for anything that is not one."""

    def __init__(self, data: bytes) -> None:
        self._zip = _open(data)
        self._infos = {info.filename.lstrip("/").lower(): info for info in self._zip.infolist()}
        self._read = 0
        self._tags = 0
        self.main = self._main()

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is no such part."""
        info = self._infos.get(name.lower())
        if info is None or info.is_dir():
            return None
        if info.flag_bits & 1:
            raise TextError(
                "The parts of this file are encrypted.", "Save it without a password and try again."
            )
        self._allow(info, info.file_size)
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as part:
                while piece := part.read(_CHUNK):
                    size += len(piece)
                    self._allow(info, size)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, ValueError):
            raise TextError("The Word file is damaged or incomplete.", _DAMAGED) from None
        except (NotImplementedError, RuntimeError):
            raise TextError(
                "The Word file is compressed by a method that Word does not use.", _DAMAGED
            ) from None
        self._read += size
        return b"".join(pieces)

    def xml(self, name: str) -> Element | None:
        """The root element of a part, None where there is no such part.

        The namespaces of the strict form of the standard are mapped to the usual ones.
        """
        data = self.read(name)
        if data is None:
            return None
        bound_tags(data, "Word")
        self._tags += count_tags(data)
        if self._tags > MAX_TAGS:
            raise TextError(
                f"The parts of the Word file contain more than {MAX_TAGS:,} tags and attributes.",
                "Split it into smaller files.",
            )
        if b"http://purl.oclc.org/ooxml/" in data:
            data = _STRICT.sub(_transitional, data)
        try:
            return parse_xml(data, "Word")
        except TextError as error:
            raise TextError(error.problem, _DAMAGED) from None

    def relations(self, name: str) -> list[Relation]:
        """The relationships of a part to other parts of the package ("" for the package itself)."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        found = []
        for relation in root if root is not None else ():
            target = relation.get("Target")
            if not target or relation.get("TargetMode") == "External":
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = relation.get("Type", "").rpartition("/")[2]
            found.append(Relation(kind, path, relation.get("Id", "")))
        return found

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lower() in self._infos

    def _allow(self, info: zipfile.ZipInfo, size: int) -> None:
        packed = max(info.compress_size, 1)
        if (
            size > MAX_PART
            or self._read + size > MAX_TOTAL
            or (size > SMALL and size > MAX_RATIO * packed)
        ):
            raise TextError(
                (
                    f"The unpacked Word file exceeds the safe limit ({MAX_PART // 2**20} MB per "
                    "part)."
                ),
                "If the file is genuine, split it into smaller files.",
            )

    def _main(self) -> str:
        mimetype = self.read("mimetype") or b""
        if mimetype.startswith(b"application/vnd.oasis.opendocument"):
            raise TextError("This is an OpenDocument file, not a Word file.", _SAVE_AS)
        targets = [rel.target for rel in self.relations("") if rel.kind == "officeDocument"]
        for target in [*targets, "word/document.xml"]:
            if not self.has(target):
                continue
            folder = target.partition("/")[0]
            if folder == "xl":
                raise TextError("This is an Excel workbook, not a Word file.", _SAVE_AS)
            if folder == "ppt":
                raise TextError("This is a PowerPoint presentation, not a Word file.", _SAVE_AS)
            return target
        raise TextError(
            "This zip file has no main document part and is not a Word file.",
            "Unpack it, or select a .docx file.",
        )


def main_root(package: Package) -> Element:
    """The root element (w:document) of the main part. Raises TextError where it is another."""
    root = package.xml(package.main)
    if root is None or root.tag != W + "document":
        found = "" if root is None else local_name(root)
        raise TextError(f"The main part of this file is not a Word document ({found}).", _SAVE_AS)
    return root


def _transitional(match: re.Match[bytes]) -> bytes:
    uri = _STRICT_TO_TRANSITIONAL.get(match[2])
    return match[1] + uri if uri else match[0]


def _open(data: bytes) -> zipfile.ZipFile:
    if not data:
        raise TextError("The file is empty.", "Select another file.")
    if data.startswith(_OLE):
        raise _ole_error(data)
    if not data.startswith(b"PK"):
        raise TextError(
            "This is not a Word file (.docx).", "Check the file extension and the file itself."
        )
    if data.count(b"PK\x01\x02") > MAX_PARTS:
        raise TextError(
            f"The zip file contains more than {MAX_PARTS:,} entries.", "Select a .docx file."
        )
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError):
        raise TextError("The Word file is damaged or incomplete.", _DAMAGED) from None


def _ole_error(data: bytes) -> TextError:
    """What an OLE compound file is, told by the names of its streams ([MS-CFB], [MS-OFFCRYPTO])."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return TextError(
            "The file is protected with a password.",
            "Open it in Word, remove the password (File, Info) and save it again.",
        )
    if holds("WordDocument"):
        return TextError("This Word file is in the old format (.doc).", _SAVE_AS)
    if holds("Workbook") or holds("Book"):
        return TextError("This is an Excel workbook in the old format, not a Word file.", _SAVE_AS)
    if holds("PowerPoint Document"):
        return TextError("This is a PowerPoint file in the old format, not a Word file.", _SAVE_AS)
    return TextError("This is an old Office file of an unknown type.", _SAVE_AS)
