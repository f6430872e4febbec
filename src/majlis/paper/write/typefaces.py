"""The typefaces of the PDF: where they are, and which signs they have.

A PDF for everybody (PDF/UA) must have a shape for every sign. What people type has signs that no
typeface of ours has, and their document must be printed all the same: such a sign is printed as its code.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import typst

_FOLDERS = {
    "fontpkg_noto_sans": "files",
    "fontpkg_noto_serif": "files",
    "fontpkg_noto_sans_arabic": "files",
    "fontpkg_amiri": "files",
    "pylopdf_fonts_zh_cn": "",
}
"""Packages of typefaces, and the folder in each that holds them."""


def folders() -> list[Path]:
    """The folders that hold the typefaces."""
    return [Path(str(files(name))) / folder for name, folder in _FOLDERS.items()]


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The typefaces for typst, read once a process; none of the system."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders()],
    )


def shown(text: str) -> str:
    """Text whose every sign has a shape: one that has none is its code, ``[U+1F600]``."""
    if text.isascii():
        return text
    has = _signs()
    return "".join(sign if _shaped(sign, has) else f"[U+{ord(sign):04X}]" for sign in text)


def _shaped(sign: str, has: frozenset[int]) -> bool:
    # marks of format and variation have no shape and need none
    return ord(sign) in has or sign < "\x80" or unicodedata.category(sign) == "Cf" or _varies(sign)


def _varies(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f"


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """The code points that some upright typeface has."""
    found: set[int] = set()
    for folder in folders():
        for path in (*folder.glob("*.ttf"), *folder.glob("*.otf")):
            if "Italic" not in path.name:
                found.update(_mapped(_table(path)))
    return frozenset(found)


def _table(path: Path) -> bytes:
    """The table of a typeface that maps signs to shapes (``cmap``)."""
    with path.open("rb") as file:
        (count,) = struct.unpack(">4xH6x", file.read(12))
        for _ in range(count):
            tag, offset, length = struct.unpack(">4s4xII", file.read(16))
            if tag == b"cmap":
                file.seek(offset)
                return file.read(length)
    return b"\0\0\0\0"


def _mapped(table: bytes) -> Iterator[int]:
    (count,) = struct.unpack_from(">2xH", table)
    for place in range(count):
        (offset,) = struct.unpack_from(">4xI", table, 4 + 8 * place)
        (form,) = struct.unpack_from(">H", table, offset)
        if form == 4:
            yield from _short(table, offset)
        elif form == 12:
            (groups,) = struct.unpack_from(">I", table, offset + 12)
            for group in range(groups):
                first, last = struct.unpack_from(">II", table, offset + 16 + 12 * group)
                yield from range(first, last + 1)


def _short(table: bytes, offset: int) -> Iterator[int]:
    """Format 4: ranges of code points up to U+FFFF, their shapes by difference or by a list."""
    (double,) = struct.unpack_from(">H", table, offset + 6)
    lasts, firsts = offset + 14, offset + 16 + double
    for at in range(0, double, 2):
        (last,) = struct.unpack_from(">H", table, lasts + at)
        first, delta = (
            struct.unpack_from(">H", table, firsts + at + skip)[0] for skip in (0, double)
        )
        here = firsts + 2 * double + at
        (far,) = struct.unpack_from(">H", table, here)
        for code in range(first, last + 1):
            shape = code
            if far:
                (shape,) = struct.unpack_from(">H", table, here + far + 2 * (code - first))
                if shape == 0:
                    continue
            if (shape + delta) & 0xFFFF:
                yield code
