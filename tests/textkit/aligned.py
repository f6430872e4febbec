"""The hand-written language versions in ``texts/aligned``, and which paragraph is which.

``NAME.xx.txt`` holds a provision a line. ``NAME.rows.tsv`` has a column for each language and a row for
each provision: the number of its line, ``-`` where the language lacks it; two rows with the same line
are held in one there. ``NAME.differences.tsv`` says what differs: two languages, the kind, the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from majlis.textkit.model import Provision, Text
from majlis.textkit.read import read_file

FOLDER = Path(__file__).parent / "texts" / "aligned"
NAMES = sorted(path.name.removesuffix(".rows.tsv") for path in FOLDER.glob("*.rows.tsv"))


@dataclass(frozen=True)
class Versions:
    """Language versions by language, the rows (places in reading order) and what differs."""

    texts: dict[str, Text]
    rows: tuple[dict[str, int], ...]
    differences: frozenset[tuple[str, str, str, int]]

    def provisions(self, language: str) -> list[Provision]:
        return list(self.texts[language].walk())

    def row_of(self, language: str, place: int) -> list[int]:
        """The rows of a provision: several where it holds what others have in two."""
        return [n for n, row in enumerate(self.rows) if row.get(language) == place]


@cache
def versions(name: str) -> Versions:
    """The versions as the reader gives them."""
    head, *lines = (FOLDER / f"{name}.rows.tsv").read_text(encoding="utf-8").splitlines()
    languages = head.split("\t")
    rows = tuple(
        {
            language: int(cell) - 1
            for language, cell in zip(languages, line.split("\t"), strict=True)
            if cell != "-"
        }
        for line in lines
    )
    texts = {language: _read(FOLDER / f"{name}.{language}.txt", language) for language in languages}
    _, *said = (FOLDER / f"{name}.differences.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in said)
    return Versions(texts, rows, frozenset((a, b, kind, int(n) - 1) for a, b, kind, n in cells))


def language_pairs() -> list[tuple[str, str, str]]:
    """Every name with every two of its languages."""
    return [(name, *pair) for name in NAMES for pair in combinations(versions(name).texts, 2)]


def _read(path: Path, language: str) -> Text:
    text = read_file(path)
    assert text.language == language
    lines = path.read_text(encoding="utf-8").splitlines()
    for provision, line in zip(text.walk(), lines, strict=True):
        assert line.endswith(provision.text), (path.name, line, provision.text)
    return text
