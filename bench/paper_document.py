"""How long a long document takes to print: 60 pages in Arabic, with 40 tables, 15 charts and footnotes.

Each form is written in a process of its own, as a worker would do it first: packages are imported and
typefaces read inside the time. Yardstick of the PDF: the same words as bare paragraphs, without table, list,
footnote, tag or head, set by the same program with the same typefaces. Yardstick of the rest: the same words
once through a parser of XML and a compressor.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
from pathlib import Path

from measuring import Row, row

from majlis.paper import blocks as b
from majlis.paper.plan import contents

ROOT = Path(__file__).resolve().parents[1]
PAGES, TABLES, CHARTS = 60, 40, 15
RUNS = 3
KINDS: tuple[b.ChartKind, ...] = ("columns", "line", "bars", "stacked")
WORDS = [
    "تقرير",
    "متابعة",
    "الالتزامات",
    "الواحة",
    "الوادي",
    "الجبل",
    "الساحل",
    "توصيل",
    "المدارس",
    "بناء",
    "القدرات",
    "حماية",
    "البيانات",
    "المشاريع",
    "المنجزة",
    "الجارية",
    "السنة",
    "المنطقة",
    "الأمانة",
    "الدول",
    "الأعضاء",
    "المجتمع",
    "المدني",
    "القطاع",
    "الخاص",
    "الشبكة",
    "الألياف",
    "التدريب",
    "المعلمون",
    "المكتبات",
    "المستشفيات",
    "الإنصاف",
    "الشفافية",
    "التعاون",
    "التنمية",
    "المستدامة",
    "خط",
    "العمل",
]

PRINT = """
import sys, time
sys.path.insert(0, {bench!r})
from paper_document import document
made = document()
start = time.perf_counter()
from majlis.paper import write
size = len(getattr(write, {form!r})(made))
print(time.perf_counter() - start, size)
"""
BARE_PDF = """
import sys, time
sys.path.insert(0, {bench!r})
from paper_document import words
lines = words()
start = time.perf_counter()
import typst
from majlis.paper.write.typefaces import fonts
text = "\\n\\n".join(lines)
source = '#set text(lang: "ar", font: "Amiri", size: 12pt)\\n' + text
made = typst.compile(source.encode(), font_paths=fonts(), ignore_system_fonts=True, format="pdf", pdf_tags=False)
print(time.perf_counter() - start, len(made))
"""
BARE_XML = """
import sys, time
sys.path.insert(0, {bench!r})
from paper_document import words
lines = words()
start = time.perf_counter()
import zlib
from xml.etree import ElementTree
xml = "<a>" + "".join(f"<p>{{line}}</p>" for line in lines) + "</a>"
made = zlib.compress(ElementTree.tostring(ElementTree.fromstring(xml)))
print(time.perf_counter() - start, len(made))
"""


def measure() -> list[Row]:
    """The rows of this module."""
    bare_pdf, bare_xml = timed(BARE_PDF)[0], timed(BARE_XML)[0]
    pages = pages_of()
    name = f"print: {pages} pages, {TABLES} tables, {CHARTS} charts, ar"
    rows = []
    for form, bare, told in (
        ("pdf", bare_pdf, "the same words as bare paragraphs by typst"),
        ("docx", bare_xml, "the same words parsed as XML and compressed"),
        ("html", bare_xml, "the same words parsed as XML and compressed"),
    ):
        seconds, size = timed(PRINT, form)
        rows.append(row(f"{name}: {form} (yardstick: {told})", seconds, "s", bare))
        rows.append(row(f"{name}: {form}, size", size / 1000, "kB"))
    return rows


def timed(code: str, form: str = "") -> tuple[float, float]:
    """Seconds and bytes of some code in a process of its own, the median of some runs."""
    script = code.format(bench=str(ROOT / "bench"), form=form)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    seconds, size = [], 0.0
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        took, size_said = done.stdout.split()
        seconds.append(float(took))
        size = float(size_said)
    return statistics.median(seconds), size


def pages_of() -> int:
    """The pages that the document has in fact."""
    from majlis.paper.write import png

    return len(png(document(), 8))


def sentence(choose: random.Random, length: int) -> str:
    """Words without a meaning, the same ones every time."""
    return " ".join(choose.choice(WORDS) for _ in range(length)) + "."


def document() -> b.Document:
    """The document: a table or a chart after each few paragraphs."""
    choose = random.Random("paper")
    made: list[b.Block] = [b.Contents(2)]
    columns = (
        b.Column("المنطقة", width=2),
        *(b.Column(y, "number") for y in ("2024", "2025", "2026")),
    )
    years = tuple(str(year) for year in range(2019, 2027))
    for place in range(TABLES):
        made.append(b.Heading(1 if place % 5 == 0 else 2, sentence(choose, 5)))
        for _ in range(4):
            note = b.Footnote((sentence(choose, 8), b.Symbol(f"OASIS/{place}/2(1)")))
            made.append(b.Paragraph((sentence(choose, 60), b.Symbol("D/26/4"), note)))
        items = tuple(b.Item(sentence(choose, 14)) for _ in range(4))
        made.append(b.Items(items, "numbered"))
        rows: tuple[tuple[b.Content, ...], ...] = tuple(
            (sentence(choose, 3), *((b.Number(choose.randint(0, 99_999)),) for _ in range(3)))
            for _ in range(12)
        )
        made.append(b.Table(sentence(choose, 6), columns, rows))
        if place < CHARTS:
            series = tuple(
                b.Series(name, tuple(float(choose.randint(0, 900)) for _ in years))
                for name in ("المنجزة", "الجارية")
            )
            kind = KINDS[place % len(KINDS)]
            caption, shows = sentence(choose, 6), sentence(choose, 9)
            made.append(b.Chart(kind, caption, shows, "السنة", years, series))
    return b.Document("ar", "تقرير الواحة", tuple(made), b.Cover("الدورة الثالثة", "OASIS/26/4"))


def words() -> list[str]:
    """The words of the document, a line a paragraph or cell."""
    made = document()
    return [b.plain(content) for block in made.blocks for content in contents(block)]
