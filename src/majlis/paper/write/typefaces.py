"""The typefaces of the PDF: where they are, and which signs they have.

A PDF for everybody (PDF/UA) must have a shape for every sign. What people type has signs that no
typeface of ours has, and their document must be printed all the same: such a sign is printed as its code.
"""

from __future__ import annotations

import os
import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import typst

from majlis.paper.errors import PaperError
from majlis.paper.style import script_of

_FOLDERS = {
    "fontpkg_noto_sans": "files",
    "fontpkg_noto_serif": "files",
    "fontpkg_noto_sans_arabic": "files",
    "fontpkg_amiri": "files",
    "pylopdf_fonts_zh_cn": "",
}
"""Packages of typefaces, and the folder in each that holds them."""
_SYSTEM_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
)
_FORMS = {".ttf", ".otf", ".ttc"}
_SIGN_OF_SCRIPT = {"latin": "a", "cyrillic": "ж", "arabic": "ع", "chinese": "文"}


def folders() -> list[Path]:
    """The folders that hold the typefaces: those of the packages, and one that MAJLIS_FONTS names.

    Where a package is missing and no folder is named, those of the system take its place.
    """
    given = os.environ.get("MAJLIS_FONTS", "").strip()
    specs = {name: find_spec(name) for name in _FOLDERS}
    held = [
        Path(spec.origin).parent / _FOLDERS[name]
        for name, spec in specs.items()
        if spec is not None and spec.origin is not None
    ]
    others = [given] if given else _SYSTEM_FOLDERS if len(held) < len(_FOLDERS) else []
    return held + [path for path in (Path(each).expanduser() for each in others) if path.is_dir()]


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The typefaces for typst, read once a process."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders()],
    )


def missing_scripts() -> list[str]:
    """The scripts of the six languages for which no typeface is there."""
    has = _signs()
    return [script for script, sign in _SIGN_OF_SCRIPT.items() if ord(sign) not in has]


def require_typeface(language: str) -> None:
    """Refuse a language whose script no typeface has. Raises PaperError."""
    script = "cyrillic" if language == "ru" else script_of(language)
    if script in missing_scripts():
        raise PaperError(
            f"The PDF cannot be made: no font for the {script.title()} script is installed.",
            "Install the packages of fonts, or name a folder of fonts in MAJLIS_FONTS.",
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
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in _FORMS and "Italic" not in path.name:
                found.update(_signs_of(path))
    return frozenset(found)


def _signs_of(path: Path) -> set[int]:
    """The code points that a typeface has; none if its file is damaged."""
    try:
        return set(_mapped(_table(path)))
    except (OSError, struct.error):
        return set()


def _table(path: Path) -> bytes:
    """The table of a typeface that maps signs to shapes (``cmap``); of the first one in a collection."""
    with path.open("rb") as file:
        if file.read(4) == b"ttcf":
            (first,) = struct.unpack(">8xI", file.read(12))
            file.seek(first + 4)
        (count,) = struct.unpack(">H6x", file.read(8))
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
