"""The hand-written yearly versions in ``texts/pairs``, and which paragraph became which.

Long ones are in ``texts/yearly``.

``NAME.old.txt`` and ``NAME.new.txt`` hold a provision a line; the number of a section and its name, on two
lines, are one. ``NAME.pairs.tsv`` holds, under a head,
the numbers of an old and a new line that belong together; a line that was split or merged is there more
than once, one that vanished or came is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from majlis.textkit.compare import Comparison
from majlis.textkit.model import Text
from majlis.textkit.read import read_file

FOLDER = Path(__file__).parent / "texts" / "pairs"
YEARLY = FOLDER.parent / "yearly"
NAMES, LONG = (
    sorted(path.name.removesuffix(".pairs.tsv") for path in folder.glob("*.pairs.tsv"))
    for folder in (FOLDER, YEARLY)
)


@dataclass(frozen=True)
class Pair:
    """Two versions and the truth about them: places in reading order, old and new."""

    old: Text
    new: Text
    truth: frozenset[tuple[int, int]]


def pair(name: str) -> Pair:
    """Two versions as the reader gives them."""
    folder = YEARLY if name in LONG else FOLDER
    old, new = (folder / f"{name}.{side}.txt" for side in ("old", "new"))
    lines = (folder / f"{name}.pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    numbers = (map(int, line.split("\t")) for line in lines)
    (before, places), (after, new_places) = _read(old), _read(new)
    truth = frozenset((places[i - 1], new_places[j - 1]) for i, j in numbers)
    return Pair(before, after, truth)


def _read(path: Path) -> tuple[Text, list[int]]:
    """A version, and for each line the place of its provision."""
    text = read_file(path)
    lines = iter(path.read_text(encoding="utf-8").splitlines())
    places: list[int] = []
    for place, (provision, line) in enumerate(zip(text.walk(), lines, strict=False)):
        if provision.kind == "heading" and provision.label == line:
            places.append(place)
            line = next(lines)
        assert line.endswith(provision.text), (path.name, line, provision.text)
        places.append(place)
    assert places[-1] + 1 == sum(1 for _ in text.walk())
    assert next(lines, None) is None, path.name
    return text, places


def differing(known: Pair, comparison: Comparison) -> tuple[set[tuple[int, int]], ...]:
    """The pairs found and the true ones, without those whose wording is the same."""
    old = [provision.text for provision in known.old.walk()]
    new = [provision.text for provision in known.new.walk()]
    found = {(i, j) for item in comparison.changes for i in item.old_at for j in item.new_at}
    return tuple({(i, j) for i, j in pairs if old[i] != new[j]} for pairs in (found, known.truth))
