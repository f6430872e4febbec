"""How fast plain text is read in each language: one long text, and many short ones in one process.

The texts are made of the fictional ones that the tests read, each paragraph as long as those of real
resolutions, so that no two are the same.
"""

from __future__ import annotations

import itertools
import random
import re
import tempfile
from pathlib import Path

from measuring import Row, row
from textkit_read import READ, SPLIT_AND_MATCH, child

MARKED = Path(__file__).parents[1] / "tests/textkit/texts/marked"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
PARAGRAPHS = 10_000
SHORT = 50
"""Texts of a language in the measurement of short ones; each has some thirty paragraphs."""
LENGTH = {"zh": 80}
"""Characters of a paragraph on average, those of headings and points left aside."""
LONG = 240
MARKS = ",،，;؛；.。:："

READ_ALL = """
import sys, time
from pathlib import Path
from majlis.textkit.read import parse_file
files = sorted(Path(sys.argv[1]).iterdir())
parse_file(files[0])
start = time.perf_counter()
for file in files:
    parse_file(file)
print(time.perf_counter() - start)
"""
DECODE_ALL = """
import sys, time
from pathlib import Path
files = sorted(Path(sys.argv[1]).iterdir())
start = time.perf_counter()
for file in files:
    file.read_bytes().decode().split()
print(time.perf_counter() - start)
"""


def measure() -> list[Row]:
    """The rows of this module."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            made = texts(language)
            path = Path(folder, f"{language}.txt")
            lines = list(itertools.chain(*made))[:PARAGRAPHS]
            path.write_text("\n\n".join(lines), encoding="utf-8")
            rows.append(long_row(language, path))
            many = Path(folder, language)
            many.mkdir()
            for place, paragraphs in enumerate(made[:SHORT]):
                name = many / f"{place:02}.txt"
                name.write_text("\n\n".join(paragraphs), encoding="utf-8")
            rows.append(short_row(language, many, sum(map(len, made[:SHORT]))))
    return rows


def long_row(language: str, path: Path) -> Row:
    """Paragraphs a second of one long text, beside splitting lines and one pattern."""
    seconds, bare = (
        min(child(code, path)[0] for _ in range(3)) for code in (READ, SPLIT_AND_MATCH)
    )
    return row(
        f"read: plain text, {language} (yardstick: split lines, one pattern)",
        PARAGRAPHS / seconds,
        "paragraphs/s",
        PARAGRAPHS / bare,
    )


def short_row(language: str, folder: Path, paragraphs: int) -> Row:
    """Paragraphs a second of many short texts, beside opening and splitting their words."""
    seconds, bare = (
        min(child(code, folder)[0] for _ in range(3)) for code in (READ_ALL, DECODE_ALL)
    )
    return row(
        f"read: {SHORT} short texts, {language} (yardstick: open, split into words)",
        paragraphs / seconds,
        "paragraphs/s",
        paragraphs / bare,
    )


def texts(language: str) -> list[list[str]]:
    """Texts of a language with ``PARAGRAPHS`` paragraphs together, the same ones every time."""
    choose = random.Random(language)
    models = [
        [line.partition("\t")[2] for line in path.read_text(encoding="utf-8").splitlines() if line]
        for path in sorted(MARKED.glob(f"*.{language}.txt"))
    ]
    mean = LENGTH.get(language, LONG)
    pool = [words for model in models for words in model if len(words) > mean / 6]
    made: list[list[str]] = []
    count = 0
    while count < PARAGRAPHS:
        made.append(
            [longer(words, pool, mean, choose) for words in models[len(made) % len(models)]]
        )
        count += len(made[-1])
    return made


def longer(words: str, pool: list[str], mean: int, choose: random.Random) -> str:
    """A paragraph that goes on with words of others, its numbers changed but for the first."""
    if len(words) <= mean / 6:
        return words
    length = choose.expovariate(1 / mean)
    end = words[-1] if words[-1] in MARKS else ""
    comma = next((mark for mark in "،，" if any(mark in other for other in pool)), ", ")
    while len(words) < length:
        words = words.rstrip(MARKS) + comma + re.sub(r"^\W*\w{1,3}\W+", "", choose.choice(pool))
    words = words.rstrip(MARKS) + end
    return words[:8] + re.sub(r"\d", lambda _: str(choose.randint(1, 9)), words[8:])
