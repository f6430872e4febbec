"""Templates as a person completes them in Word, for tests."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from majlis.documents.contributions.template import TAG_PREFIX, W


def repacked(
    data: bytes,
    *,
    document: Callable[[Any], None] | None = None,
    types: Callable[[bytes], bytes] | None = None,
    drop: str = "",
    extra: Mapping[str, bytes] | None = None,
) -> bytes:
    """A Word file with its main part, or the list of its content types, changed, and other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == drop:
                continue
            if info.filename == "word/document.xml" and document is not None:
                root = etree.fromstring(content)
                document(root)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            if info.filename == "[Content_Types].xml" and types is not None:
                content = types(content)
            new.writestr(info, content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def completed(data: bytes, fields: Mapping[str, str], text: Sequence[str]) -> bytes:
    """A template with texts in its content controls, and with paragraphs in place of the last one."""

    def complete(root: Any) -> None:
        for control in root.iter(f"{W}sdt"):
            settings, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
            key = settings.find(f"{W}tag").get(f"{W}val").removeprefix(TAG_PREFIX)
            if key not in fields:
                continue
            settings.remove(settings.find(f"{W}showingPlcHdr"))
            for run in list(content):
                content.remove(run)
            run = etree.SubElement(content, f"{W}r")
            for place, line in enumerate(fields[key].split("\n")):
                if place:
                    etree.SubElement(run, f"{W}br")
                etree.SubElement(run, f"{W}t").text = line
        last = list(root.iter(f"{W}p"))[-1]
        for words in text:
            paragraph = copy.deepcopy(last)
            for run in paragraph.findall(f"{W}r"):
                paragraph.remove(run)
            etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = words
            last.addprevious(paragraph)
        if text:
            last.getparent().remove(last)

    return repacked(data, document=complete)
