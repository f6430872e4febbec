"""The package of a Word file: parts, relations, pictures."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import quoteattr

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DRAWING_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_BESIDE = ("styles", "numbering", "settings", "footnotes", "header", "footer")
"""The parts that the main one is related to; the id of each relation is its name."""


class Package:
    """A Word file under work."""

    def __init__(self) -> None:
        self._parts: dict[str, str] = {}
        self._pictures: list[bytes] = []
        self._links: dict[str, dict[str, str]] = {"document": {}, "footnotes": {}}

    def part(self, name: str, xml: str) -> None:
        """Keep a part under ``word/``."""
        self._parts[name] = HEAD + xml

    def picture(self, png: bytes) -> str:
        """Keep a picture; gives the id of the relation of the main part to it."""
        self._pictures.append(png)
        return f"picture{len(self._pictures)}"

    def link(self, part: str, address: str) -> str:
        """The id of a part's relation to an address."""
        links = self._links[part]
        return links.setdefault(address, f"link{len(links) + 1}")

    def whole(self, core: str) -> bytes:
        """The file. Its entries bear no time, so that the same document gives the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
            for name, text in self._entries(core):
                _entry(file, name, text.encode(), zipfile.ZIP_DEFLATED)
            for place, png in enumerate(self._pictures, 1):
                _entry(file, f"word/media/picture{place}.png", png, zipfile.ZIP_STORED)
        return out.getvalue()

    def _entries(self, core: str) -> list[tuple[str, str]]:
        return [
            ("[Content_Types].xml", self._types()),
            (
                "_rels/.rels",
                _relations(
                    [
                        ("main", f"{_OFFICE}/officeDocument", "word/document.xml", False),
                        (
                            "core",
                            f"{_RELATIONS}/metadata/core-properties",
                            "docProps/core.xml",
                            False,
                        ),
                    ]
                ),
            ),
            ("docProps/core.xml", HEAD + core),
            *((f"word/{name}.xml", xml) for name, xml in self._parts.items()),
            ("word/_rels/document.xml.rels", _relations(self._main_relations())),
            ("word/_rels/footnotes.xml.rels", _relations(self._addresses("footnotes"))),
        ]

    def _main_relations(self) -> list[tuple[str, str, str, bool]]:
        pictures = (f"picture{place}" for place in range(1, len(self._pictures) + 1))
        return [
            *((name, f"{_OFFICE}/{name}", f"{name}.xml", False) for name in _BESIDE),
            *((name, f"{_OFFICE}/image", f"media/{name}.png", False) for name in pictures),
            *self._addresses("document"),
        ]

    def _addresses(self, part: str) -> list[tuple[str, str, str, bool]]:
        links = self._links[part].items()
        return [(name, f"{_OFFICE}/hyperlink", address, True) for address, name in links]

    def _types(self) -> str:
        kinds = {name: f"{_WORD}.{name}+xml" for name in _BESIDE}
        kinds["document"] = f"{_WORD}.document.main+xml"
        parts = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{kinds[name]}"/>'
            for name in self._parts
        )
        return (
            f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/>{parts}</Types>'
        )


def _relations(rows: list[tuple[str, str, str, bool]]) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target={quoteattr(target)}'
        f"{' TargetMode="External"' if outside else ''}/>"
        for name, kind, target, outside in rows
    )
    return f'{HEAD}<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'


def _entry(file: zipfile.ZipFile, name: str, data: bytes, way: int) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = way
    file.writestr(info, data)
