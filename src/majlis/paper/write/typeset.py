"""Documents as tagged PDF, set by typst with the typefaces of our packages, if they are installed."""

from __future__ import annotations

import shutil
import tempfile
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import typst

from majlis.paper.blocks import Attachment, Chart, Document
from majlis.paper.chart import Drawing, draw
from majlis.paper.errors import PaperError
from majlis.paper.write.markup import Markup, drawing_code, quoted, settings_code
from majlis.paper.write.typefaces import fonts, require_typeface


@lru_cache(maxsize=1)
def _template() -> str:
    return files("majlis.paper.write").joinpath("paper.typ").read_text(encoding="utf-8")


def write(document: Document) -> bytes:
    """The whole file; with attached files it follows PDF/A-3a as well as PDF/UA-1."""
    if not document.attachments:
        (made,) = _compile(_source(document), "pdf")
        return made
    # the root is a folder of ours with the files to attach and nothing else
    with tempfile.TemporaryDirectory(prefix="majlis-paper-") as folder:
        attached = "".join(
            _attached(attachment, place, Path(folder))
            for place, attachment in enumerate(document.attachments)
        )
        (made,) = _compile(f"{_source(document)}\n{attached}", "pdf", root=folder)
        return made


def _attached(attachment: Attachment, place: int, folder: Path) -> str:
    """A file as code, once it is in the folder that typst may read."""
    shutil.copyfile(attachment.path, folder / f"file-{place}")
    return (
        f'#pdf.attach({quoted(attachment.name)}, read("/file-{place}", encoding: none), '
        f'relationship: "{"source" if attachment.original else "supplement"}", '
        f"mime-type: {quoted(attachment.media_type)}, description: {quoted(attachment.description)})\n"
    )


def pictures(document: Document, pixels_per_inch: float) -> list[bytes]:
    """Its pages as PNG."""
    return _compile(_source(document), "png", pixels_per_inch)


def chart_pictures(charts: list[Chart], language: str) -> list[tuple[Drawing, bytes]]:
    """Charts as PNG, 200 pixels an inch at the width of a page, all set in one go."""
    if not charts:
        return []
    require_typeface(language)
    drawings = [draw(chart, language) for chart in charts]
    pages = "#pagebreak()\n".join(f"{drawing_code(drawing, '-')}\n" for drawing in drawings)
    source = (
        f"{settings_code(language)}{_template()}\n"
        "#set page(width: 16.2cm, height: auto, margin: 0pt)\n"
        f"#set text(lang: language, dir: direction, fill: ink)\n{pages}"
    )
    return list(zip(drawings, _compile(source, "png", 200), strict=True))


def _source(document: Document) -> str:
    require_typeface(document.language)
    return f"{settings_code(document.language)}{_template()}\n{Markup(document).whole()}"


def _compile(
    source: str,
    form: Literal["pdf", "png"],
    pixels_per_inch: float | None = None,
    root: str = "",
) -> list[bytes]:
    # without files to attach, the root is a folder with nothing to read but the template: no text can open a file
    compiler = typst.Compiler(
        source.encode(),
        root=root or str(files("majlis.paper.write")),
        font_paths=fonts(),
        ignore_system_fonts=True,
    )
    try:
        made = compiler.compile(
            format=form,
            ppi=pixels_per_inch,
            pdf_standards=_standards(form, bool(root)),
            timestamp=0,
        )
    except typst.TypstError as error:
        raise _told(error) from error
    assert made is not None
    return made if isinstance(made, list) else [made]


def _standards(form: Literal["pdf", "png"], has_attachments: bool) -> list[typst.PDFStandard]:
    if form == "png":
        return []
    return ["ua-1", "a-3a"] if has_attachments else ["ua-1"]


def _told(error: typst.TypstError) -> PaperError:
    return PaperError(
        f"The PDF cannot be made: {error.message.removeprefix('PDF/UA-1 error: ')}.",
        "Correct this problem, or use the Word file.",
    )
