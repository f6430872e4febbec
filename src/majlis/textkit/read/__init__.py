"""Any file to a Text: the format is told by the content, never by the name alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from majlis.textkit.errors import TextError
from majlis.textkit.model import LANGUAGES, Block, Comment, Note, Text, View

__all__ = ["file_bytes", "read_bytes", "read_file"]

# A text of this size is no text any more: the largest UN report is under 20 MB as a Word file.
MAX_BYTES = 128 * 1024 * 1024
MAX_PARAGRAPHS = 200_000
"""Paragraphs of a text: the longest report has some thousands; each costs a kilobyte and more."""
MAX_LINES = 5 * MAX_PARAGRAPHS
"""Lines of plain text or Markdown, empty ones too."""
_XML = re.compile(rb"\s*(?:<\?xml|<!--|<!DOCTYPE|<[A-Za-z_:][\w:.-]*[\s>/])")
_HTML = re.compile(
    # comments are passed without a way back: else some hundred of them are tried in every cut
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?>(?:<!--.*?-->\s*)*+)"
    rb"<(?:!doctype\s+html|(?:html|head|body|p|div|section|article|main|header|span|table|center|font|pre"
    rb"|h[1-6]|ol|ul|dl|la-akoma-ntoso|akn-[a-z]+)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WORD = ("docx", "docm", "dotx", "dotm")
_WORDS_ONLY = ("txt", "xml", "akn", "html", "htm", "md", "markdown")
_MARKDOWN = (".md", ".markdown")
_OWN_MARKDOWN = re.compile(rb"\s*<!-- majlis-text ")
_REFUSED = (
    (
        b"%PDF",
        "a PDF file",
        "Save the original document as .docx, or copy the text into a .txt file.",
    ),
    (b"{\\rtf", "a Rich Text Format (RTF) file", "Open it in Word and save it as .docx."),
    (b"\x89PNG", "an image file", "Run text recognition (OCR) on the image and save the text."),
    (
        b"\xff\xd8\xff",
        "an image file",
        "Run text recognition (OCR) on the image and save the text.",
    ),
    (b"GIF8", "an image file", "Run text recognition (OCR) on the image and save the text."),
    (b"\x1f\x8b", "a compressed (gzip) file", "Unpack the file first."),
    (b"7z\xbc\xaf", "a compressed (7z) file", "Unpack the file first."),
    (b"Rar!", "a compressed (RAR) file", "Unpack the file first."),
)


def read_file(path: str | Path, view: View = "keep", language: str | None = None) -> Text:
    """The text in a file: DOCX, Akoma Ntoso XML, HTML, Markdown or plain text.

    ``language`` overrides what is detected. Raises TextError, in one line, for whatever cannot be read.
    """
    path = Path(path)
    return replace(read_bytes(file_bytes(path), view, language, name=path.name), file=str(path))


def file_bytes(path: str | Path) -> bytes:
    """All that is in a file. Raises TextError where it cannot be opened or is too large for a text."""
    path = Path(path)
    try:
        if path.is_dir():
            raise TextError(f"{path.name} is a folder, not a file.", "Name the files in it.")
        _bound_size(path.stat().st_size)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise TextError(
            f"The file cannot be opened: {reason}.", "Check the name and the rights."
        ) from None
    _bound_size(len(data))  # a pipe does not tell its size beforehand
    return data


def read_bytes(
    data: bytes, view: View = "keep", language: str | None = None, *, name: str = ""
) -> Text:
    """The text in some bytes; ``name`` (the file's) only tells Markdown from plain text.

    Raises TextError as ``read_file`` does.
    """
    if language is not None:
        from majlis.textkit.lexicon import lexicon

        lexicon(language)  # refuses what is none of the six
    _bound_size(len(data))
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise TextError("The file is empty.", "Check that it was saved or sent completely.")
    for magic, what, mend in _REFUSED:
        if data.startswith(magic):
            raise TextError(f"The file is {what} and cannot be processed.", mend)
    packed = data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    _check_name(name, packed)
    if packed:
        return _docx(data, view, language)
    start = data[:4096].lstrip(b"\xef\xbb\xbf")
    if _OWN_MARKDOWN.match(start) or (
        name.lower().endswith(_MARKDOWN)
        and not re.match(rb"\s*<(?:\?xml|!DOCTYPE|html)", start, re.IGNORECASE)
    ):
        _bound(
            data.count(b"\n"), MAX_LINES, "The file contains {count} lines; the limit is {most}."
        )
        return _markdown(data, view, language)
    if _HTML.match(start):
        return _blocks_or_text(_html(data), view, language)
    if _XML.match(start) or data.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<")):
        from majlis.textkit.read.akn import read_akn

        return _told(read_akn(data, view), language)
    return _plain(_decode(data), view, language)


def _bound_size(size: int) -> None:
    """Raise TextError for more bytes than a text has."""
    if size > MAX_BYTES:
        raise TextError(
            f"The file exceeds the limit of {MAX_BYTES // 2**20} MB.",
            "Remove images or split the file.",
        )


def _check_name(name: str, packed: bool) -> None:
    """Refuse a name that says one thing where the content says another.

    A program that trusts the name would open it as something that it is not; and a file that was
    renamed is often not the file that was meant.
    """
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if ending in _WORD and not packed:
        raise TextError(
            f"The .{ending} file is not a Word file: it is not in zip format.",
            "Rename plain text to .txt and XML to .xml; save other files from Word.",
        )
    if ending in _WORDS_ONLY and packed:
        raise TextError(
            f"The .{ending} file is actually an Office or zip file.",
            "If it is a Word document, rename it to .docx.",
        )


def _html(data: bytes) -> list[Block] | Text:
    from majlis.textkit.read.html import read_html

    return read_html(data)


def _markdown(data: bytes, view: View, language: str | None) -> Text:
    from majlis.textkit.read.markdown import read_front_matter, read_markdown
    from majlis.textkit.views import view as show

    found = read_markdown(data)
    if isinstance(found, Text):
        return show(_told(found, language), view)
    matter = read_front_matter(data)
    if not matter.end:
        return show(_build(found, language), view)
    notes = [Note("repair", f"Lines of Markdown front matter left out: {matter.lines}.", line=1)]
    text = _build(found, language, notes=notes, title=matter.title, told=matter.language)
    text = replace(text, symbol=text.symbol or matter.symbol, date=text.date or matter.date)
    return show(text, view)


def _blocks_or_text(found: list[Block] | Text, view: View, language: str | None) -> Text:
    from majlis.textkit.views import view as show

    if isinstance(found, Text):
        return show(_told(found, language), view)
    return show(_build(found, language), view)


def _told(text: Text, language: str | None) -> Text:
    """A text whose file tells its language: that one, if it is one of the six and none is asked for."""
    if language is not None:
        return replace(text, language=language)
    if text.language in LANGUAGES:
        return text
    from majlis.textkit.language import detect

    language, doubt = detect("\n".join(provision.text for provision in text.walk()))
    notes = (*text.notes, Note("language", doubt)) if doubt else text.notes
    return replace(text, language=language, notes=notes)


def _build(
    blocks: list[Block],
    language: str | None,
    *,
    notes: Sequence[Note] = (),
    comments: Sequence[Comment] = (),
    anchors: Sequence[int] = (),
    title: str = "",
    told: str = "",
) -> Text:
    """``told``: the language that the file states, used where its words leave a doubt."""
    from majlis.textkit.read.parted import part_blocks
    from majlis.textkit.structure import build

    _bound(
        len(blocks), MAX_PARAGRAPHS, "The file contains {count} paragraphs; the limit is {most}."
    )
    parted = part_blocks(blocks, language)
    blocks, anchors = parted.blocks, [parted.places[at] if at >= 0 else at for at in anchors]
    words = "\n".join(block.text for block in blocks)
    found = [*notes, *parted.notes]
    if language is None:
        from majlis.textkit.language import detect

        try:
            language, doubt = detect(words)
        except TextError:
            if not told:
                raise
            language, doubt = told, ""
        if doubt and told:
            language, doubt = told, ""
        if doubt:
            found.append(Note("language", doubt))
    if _OVERRIDES.search(words):
        found.append(
            Note(
                "direction",
                "The text contains invisible direction characters (U+202A–U+202E, "
                "U+2066–U+2069), which may change the displayed order.",
            )
        )
    text = build(blocks, language, notes=found, comments=comments, anchors=anchors, title=title)
    if not any(p.number or p.kind not in ("paragraph", "footnote") for p in text.walk()):
        doubt = "No structure was detected (no title, heading, number or opening verb)."
        text = replace(text, notes=(*text.notes, Note("structure", doubt)))
    return text


def _docx(data: bytes, view: View, language: str | None) -> Text:
    from majlis.textkit.read.docx import read_docx
    from majlis.textkit.read.docx.unsaid import formatting_notes, unsaid_notes
    from majlis.textkit.read.own_docx import from_docx
    from majlis.textkit.views import view as show

    content = read_docx(data, view)
    if content.custom:
        own = from_docx(content if view == "keep" else read_docx(data, "keep"))
        if own is not None:
            if view == "keep":
                own = replace(own, notes=(*own.notes, *formatting_notes(content)))
            return show(_told(own, language), view)
    notes = []
    if view == "keep":
        from majlis.textkit.structure.marks import only_joining_marks

        notes = unsaid_notes(content, only_joining_marks(content.blocks))
    if not any(block.text.strip() for block in content.blocks):
        before = content if view == "keep" else read_docx(data, "keep")
        if not any(block.text.strip() for block in before.blocks):
            raise TextError(
                "The document contains no text.",
                "If it contains scanned pages, run text recognition (OCR) first.",
            )
    return _build(
        content.blocks,
        language,
        notes=notes,
        comments=content.comments,
        anchors=content.anchors,
        title=content.core.get("title", ""),
    )


def _decode(data: bytes) -> str:
    for mark, codec in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            break
    else:
        codec = "utf-8"
        if b"\x00" in data[:65536]:
            raise TextError(
                "The file contains binary data and is not a text file.",
                "Save it as .docx, or as plain text in UTF-8.",
            )
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise TextError(
            (
                f"The file is not encoded in {codec.upper().removesuffix('-SIG')} (error at "
                f"byte {error.start})."
            ),
            "Save it as plain text in UTF-8.",
        ) from None


def _bound(count: int, most: int, too_many: str) -> None:
    """Raise TextError where a file holds more of something than a text does."""
    if count > most:
        raise TextError(
            too_many.format(count=f"{count:,}", most=f"{most:,}"), "Split it into smaller files."
        )


def _plain(words: str, view: View, language: str | None) -> Text:
    from majlis.textkit.flattened import decode
    from majlis.textkit.read.parted import part_columns
    from majlis.textkit.read.plain import read_plain
    from majlis.textkit.views import view as show

    _bound(
        sum(map(words.count, "\n\r\f")),
        MAX_LINES,
        "The file contains {count} lines; the limit is {most}.",
    )
    words, left_out = part_columns(words, language)
    blocks, notes = read_plain(words)
    text = _build(blocks, language, notes=[*left_out, *notes])
    return show(decode(text), view)
