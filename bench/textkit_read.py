"""How fast texts are read, and what it takes: Word files, plain text, and starting up.

Each measurement runs in a process of its own, so that neither time nor memory is shared with another.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from measuring import Row, row

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CHARACTERS = 230_000
PARAGRAPHS = 10_000
SAMPLE = Path("samples/docx-report/wgig-background-report-2005.docx")

READ = """
import sys, time
from majlis.textkit.read import parse_file
start = time.perf_counter()
parse_file(sys.argv[1])
print(time.perf_counter() - start)
"""
UNZIP_AND_PARSE = """
import sys, time, zipfile
from lxml import etree
start = time.perf_counter()
with zipfile.ZipFile(sys.argv[1]) as package:
    for name in package.namelist():
        data = package.read(name)
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
print(time.perf_counter() - start)
"""
SPLIT_AND_MATCH = r"""
import re, sys, time
label = re.compile(r"\s*(?:\d+\.|\([a-z]\)|[A-Z][a-z]+ing\b)")
start = time.perf_counter()
with open(sys.argv[1], encoding="utf-8") as file:
    found = [bool(label.match(line)) for line in file.read().splitlines()]
print(time.perf_counter() - start)
"""


def measure() -> list[Row]:
    """The rows of this module."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder, "text.docx")
        write_word(word, CHARACTERS)
        rows += word_rows("DOCX of 230,000 characters", word)
        shared = (
            Path(os.environ.get("MAJLIS_SHARED", Path(__file__).parents[2] / "shared")) / SAMPLE
        )
        if shared.is_file():
            rows += word_rows("DOCX of a long report", shared)
        plain = Path(folder, "text.txt")
        plain.write_text("\n\n".join(paragraphs(PARAGRAPHS)), encoding="utf-8")
        rows.append(plain_row(plain))
        small = Path(folder, "small.txt")
        small.write_text("\n\n".join(paragraphs(8)), encoding="utf-8")
        rows.append(start_row(small))
    return rows


def word_rows(name: str, path: Path) -> list[Row]:
    """Time and peak memory to read a Word file, beside unzipping and parsing its XML alone."""
    runs = [child(READ, path) for _ in range(3)]
    bare = [child(UNZIP_AND_PARSE, path) for _ in range(3)]
    seconds, memory = (min(run[place] for run in runs) for place in (0, 1))
    bare_seconds, bare_memory = (min(run[place] for run in bare) for place in (0, 1))
    return [
        row(f"read: {name} (yardstick: unzip and parse)", seconds, "s", bare_seconds),
        row(f"peak memory: {name} (yardstick: the same)", memory, "MB", bare_memory),
    ]


def plain_row(path: Path) -> Row:
    """Paragraphs of plain text a second, beside splitting lines and one regular expression."""
    seconds = min(child(READ, path)[0] for _ in range(3))
    bare = min(child(SPLIT_AND_MATCH, path)[0] for _ in range(3))
    return row(
        "read: plain text (yardstick: split lines, one pattern)",
        PARAGRAPHS / seconds,
        "paragraphs/s",
        PARAGRAPHS / bare,
    )


def start_row(path: Path) -> Row:
    """The whole of ``majlis text read`` on a small file, beside an interpreter that does nothing."""
    program = "import sys; from majlis.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "text", "read", str(path)]
    return row(
        "start: majlis text read, 8 paragraphs (yardstick: python -c pass)",
        whole_process(command),
        "s",
        whole_process([sys.executable, "-c", "pass"]),
    )


def child(code: str, path: Path) -> tuple[float, float]:
    """Seconds that the code printed, and the peak memory of its process in megabytes.

    A small process stands between: a peak that is asked for counts that of the parent at the start.
    """
    between = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True)\n"
        "print(float(done.stdout), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", between, sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak / (2**20 if sys.platform == "darwin" else 2**10)


def whole_process(command: list[str]) -> float:
    """Seconds from start to end of a process, the best of ten."""
    code = (
        "import subprocess, sys, time\n"
        "def once():\n"
        "    start = time.perf_counter()\n"
        "    subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
        "    return time.perf_counter() - start\n"
        "print(min(once() for _ in range(10)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def paragraphs(count: int) -> list[str]:
    """Paragraphs of a resolution of an invented conference, the same ones every time."""
    choose = random.Random(count)
    gardens = ("tidal", "hanging", "winter", "harbour", "roof", "salt")
    things = ("register", "map", "seed list", "wall", "gate", "well", "path", "ledger")
    who = ("the Secretary-General", "Member States", "the Executive Secretary", "the secretariat")
    verbs = ("Requests", "Invites", "Encourages", "Urges")
    found = ["The Conference of the Parties,"]
    while len(found) < min(count // 10, 300):
        found.append(
            f"Recalling its resolution {choose.randint(1, 9)}/{choose.randint(1, 90)} on the "
            f"{choose.choice(things)} of {choose.choice(gardens)} gardens,"
        )
    number = 0
    while len(found) < count:
        number += 1
        found.append(
            f"{number}. {choose.choice(verbs)} {choose.choice(who)} to mend the "
            f"{choose.choice(things)} of every {choose.choice(gardens)} garden by "
            f"{choose.randint(1, 28)} May {choose.randint(2027, 2039)};"
        )
    return found


def write_word(path: Path, characters: int) -> None:
    """A Word file of so many characters: typed numbers, runs, styles, some tracked changes."""
    body: list[str] = []
    left = characters
    for place, words in enumerate(paragraphs(characters // 80)):
        if left <= 0:
            break
        words = words[:left]
        left -= len(words)
        middle = len(words) // 2
        first = f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{words[:middle]}</w:t></w:r>'
        second = f'<w:r><w:t xml:space="preserve">{words[middle:]}</w:t></w:r>'
        if place % 10 == 0:
            second = (
                f'<w:ins w:id="{place}" w:author="A" w:date="2026-03-02T09:30:00Z">{second}</w:ins>'
            )
        body.append(f'<w:p><w:pPr><w:spacing w:after="120"/></w:pPr>{first}{second}</w:p>')
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="'
            'application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        parts.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}" Target="word/document.xml"/></Relationships>',
        )
        parts.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORDS}"><w:body>{"".join(body)}</w:body></w:document>',
        )
