"""A second word processor opens our Word files: what it counts and prints is what the document says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from majlis.paper import write
from majlis.paper.blocks import Document
from tests.paper.documents import arabic, chinese, russian

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not there")


def printed(document: Document, folder: Path) -> list[str]:
    """The pages that LibreOffice prints of a document as a Word file, without blanks."""
    (folder / "made.docx").write_bytes(write.docx(document))
    profile = (folder / "profile").as_uri()
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "made.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pages = pypdf.PdfReader(folder / "made.pdf").pages
    return ["".join(page.extract_text().split()) for page in pages]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "first", "last"),
    [
        (
            chinese,
            [
                "一、连接学校",
                "（一）乡村",
                "（二）岛屿",
                "2.西岛",
                "三、数据保护",
                "1见第12段",
                "第2页，共3页",
            ],
            ["表1", "各地区项目", "1,234", "图1", "无数据", "第3页，共3页"],
        ),
        (
            russian,
            ["9.подключение", "б)наостровах", "ii)западных", "11.защита", "Страница1из2"],
            ["Таблица1.", "12345", "Диаграмма1.", "нетданных", "Страница2из2"],
        ),
    ],
    ids=["zh", "ru"],
)
def test_it_counts_and_prints_what_the_document_says(
    make: Callable[[], Document], first: list[str], last: list[str], tmp_path: Path
) -> None:
    pages = printed(make(), tmp_path)
    assert [words for words in first if words not in pages[-2]] == []
    assert [words for words in last if words not in pages[-1]] == []


@pytest.mark.slow
def test_it_prints_arabic_on_the_same_pages(tmp_path: Path) -> None:
    pages = printed(arabic(), tmp_path)
    assert len(pages) == 2
    assert "OASIS/70/125" in pages[0]
    assert "D/26/4(2)" in pages[0]
    assert "12345" in pages[1]
