"""How right the engine's mandates are, a language at a time, on the texts with hand-made tables.

Those of ``fields`` are what the rules were made with; those of ``long`` were written unseen, then mended for; of those
of ``unseen`` no rule was made. ``bodies`` and ``bodies_unseen`` are likewise texts of other bodies: conventions,
agencies and regional organizations.
Of a field: right among those that the engine tells (precision), and among those that the table tells (recall).
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from measuring import Row, row

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.read import read_file

TEXTS = Path(__file__).parents[1] / "tests/textkit/texts/mandates"
SETS = ("fields", "long", "unseen", "bodies", "bodies_unseen")
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
FIELDS = ("deliverable", "recipients", "via", "deadline", "occasion", "recurrence", "trigger")
PART = ("occasion", "trigger")  # of these the table gives a part of the words

type Asked = tuple[int, str, dict[str, str]]


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def told(path: Path) -> list[Asked]:
    """The rows of a table that say what the text itself asks."""
    found = []
    for line in path.with_suffix(".tsv").read_text("utf-8").splitlines():
        place, who, *rest = line.split("\t")
        if who not in ("Q", "C"):
            found.append((int(place), who, dict(f.split("=", 1) for f in rest if "=" in f)))
    return found


def held(path: Path) -> dict[int, list[Mandate]]:
    """What the engine finds, by the line that it stands on."""
    text = read_file(path)
    lines = [plain(line) for line in path.read_text("utf-8").splitlines()]
    said = {p.id: plain(p.text) for p in text.walk()}
    found: dict[int, list[Mandate]] = {}
    for mandate in mandates(text).mandates:
        if not mandate.quoted:
            words = said[mandate.provision]
            line = next((at for at, whole in enumerate(lines, 1) if whole.endswith(words)), 0)
            found.setdefault(line, []).append(mandate)
    return found


def right(field: str, wanted: str, got: str) -> bool:
    if field in PART and wanted and got:
        return plain(wanted) in plain(got)
    return wanted == got


def count(paths: list[Path]) -> Counter[str]:
    """Of each field how many are told by the table (``of``), by the engine (``got``), and right."""
    counts: Counter[str] = Counter(texts=len(paths))
    for path in paths:
        rows, found = told(path), held(path)
        maybe = {line for line, who, _ in rows if who.endswith("?")}
        rows = [entry for entry in rows if entry[0] not in maybe]
        counts["mandate of"] += len(rows)
        counts["mandate got"] += sum(len(m) for line, m in found.items() if line not in maybe)
        for line in {line for line, _, _ in rows}:
            here = [entry for entry in rows if entry[0] == line]
            for (_, who, fields), mandate in zip(here, found.get(line, []), strict=False):
                counts["mandate right"] += 1
                counts["actors of"] += 1
                counts["actors got"] += bool(mandate.actors)
                counts["actors right"] += "; ".join(mandate.actors) == who
                for field in FIELDS:
                    wanted = fields.get(field, "")
                    value = getattr(mandate, field)
                    got = "; ".join(value) if isinstance(value, tuple) else value or ""
                    if wanted != "?":
                        counts[f"{field} of"] += bool(wanted)
                        counts[f"{field} got"] += bool(got)
                        counts[f"{field} right"] += bool(got) and right(field, wanted, got)
    return counts


def measure() -> list[Row]:
    """The rows of this module; the yardstick is how many there are, so the ratio is the share."""
    rows: list[Row] = []
    for kind in SETS:
        for language in LANGUAGES:
            paths = sorted((TEXTS / kind).glob(f"*.{language}.txt"))
            counts = count(paths)
            for field in ("mandate", "actors", *FIELDS):
                for name, key in (("precision", "got"), ("recall", "of")):
                    if counts[f"{field} {key}"]:
                        title = f"{kind}, {len(paths)} texts, {language}: {field}, {name}"
                        share = (counts[f"{field} right"], counts[f"{field} {key}"])
                        rows.append(row(title, *share[:1], "right", share[1]))
    return rows
