"""Every field of a mandate, on fictional ITU texts of varied form in six languages.

Beside each text, a table has a row for each mandate: the line, who is asked (``?`` a detail that may be told or
not), then ``field=value``. A field without a value in its row has none in the mandate; ``?`` leaves it open. Of
an occasion and of a trigger, the value is a part of the words. Two rows of one line are two mandates. No
line without a row asks anybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.read import read_file

FOLDER = Path(__file__).parent / "texts" / "mandates" / "fields"
NAMES = sorted(path.name.removesuffix(".txt") for path in FOLDER.glob("*.txt"))
FIELDS = (
    "deadline", "occasion", "recurrence", "recipients", "deliverable", "trigger", "via",
)  # fmt: skip
_PART = ("occasion", "trigger")


@dataclass(frozen=True)
class Row:
    line: int
    actors: str
    fields: dict[str, str]


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def rows(name: str) -> list[Row]:
    table = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    found = []
    for line, actors, *fields in (row.split("\t") for row in table):
        found.append(Row(int(line), actors, dict(field.split("=", 1) for field in fields)))
    return found


def by_line(name: str) -> dict[int, list[Mandate]]:
    """The mandates by the line that their provision stands on, quoted ones left out."""
    path = FOLDER / f"{name}.txt"
    text = read_file(path)
    lines = [plain(line) for line in path.read_text(encoding="utf-8").splitlines()]
    said = {p.id: plain(p.text) for p in text.walk()}
    found: dict[int, list[Mandate]] = {}
    for mandate in mandates(text).mandates:
        if not mandate.quoted:
            words = said[mandate.provision]
            (line,) = [at for at, whole in enumerate(lines, start=1) if whole.endswith(words)]
            found.setdefault(line, []).append(mandate)
    return found


def value(mandate: Mandate, field: str) -> str:
    held = getattr(mandate, field)
    return "; ".join(held) if isinstance(held, tuple) else held or ""


def fits(mandate: Mandate, row: Row) -> bool:
    for field in FIELDS:
        wanted, held = row.fields.get(field, ""), value(mandate, field)
        if wanted == "?":
            continue
        part = field in _PART and bool(wanted)
        if (plain(wanted) not in plain(held)) if part else (wanted != held):
            return False
    return True


@pytest.mark.parametrize("name", NAMES)
def test_no_other_line_asks_anybody(name: str) -> None:
    assert set(by_line(name)) <= {row.line for row in rows(name)}


@pytest.mark.parametrize("name", NAMES)
def test_each_row_is_a_mandate_with_its_fields(name: str) -> None:
    found = by_line(name)
    sure = [row for row in rows(name) if row.actors != "?"]
    for line in {row.line for row in sure}:
        wanted = [row for row in sure if row.line == line]
        assert len(found.get(line, [])) == len(wanted), (name, line)
        for row, mandate in zip(wanted, found[line], strict=True):
            assert "; ".join(mandate.actors) == row.actors, (name, line)
            assert fits(mandate, row), (name, line, mandate)
