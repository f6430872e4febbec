"""Whether a sentence is found by its translation, among thousands of others of all six languages.

A trial: somebody asks with a sentence in one language; of its five translations one is in the haystack, with all other
sentences in all languages, and several thousand on near subjects. It is found if it is among the first five. The model was
chosen on ``search_tuning.tsv``; the figure to believe is that on ``search_heldout.tsv``, written before anything was measured
and used for nothing else.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from measuring import Row, row

from majlis.commons.search import embeddings

BENCH = Path(__file__).resolve().parent
TUNING = BENCH / "search_tuning.tsv"
HELD_OUT = BENCH / "search_heldout.tsv"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
FIRST = 5

type Array = np.ndarray[Any, np.dtype[np.float32]]


def sentences(path: Path) -> dict[str, list[str]]:
    """The sentences of a file by language, in the same order in each."""
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter="\t"))
    return {code: [line[code] for line in rows] for code in LANGUAGES}


def distractors() -> dict[str, list[str]]:
    """Sentences on near subjects: who does what, in one place or none."""
    with (BENCH / "search_distractors.tsv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter="\t"))
    found = {}
    for code in LANGUAGES:
        parts = {
            part: [line[code] for line in rows if line["part"] == part]
            for part in ("who", "does", "where")
        }
        space, stop = ("", "。") if code == "zh" else (" ", ".")
        found[code] = [
            f"{who}{space}{does}{where}{stop}"
            for who in parts["who"]
            for does in parts["does"]
            for where in ("", *parts["where"])
        ]
    return found


def trials(
    questions: dict[str, Array], passages: dict[str, Array], others: Array
) -> dict[tuple[str, str], float]:
    """The share found in the first five, for each pair of languages.

    ``questions`` and ``passages``: vectors by language in the same order; ``others``: what else is in the haystack.
    """
    found = {}
    count = len(passages["en"])
    for asked in LANGUAGES:
        far = questions[asked] @ others.T
        # All passages of the set but those of the same meaning: these are no distractors, only one is there at a time.
        every = {code: questions[asked] @ passages[code].T for code in LANGUAGES}
        for code in LANGUAGES:
            if code == asked:
                continue
            hits = 0
            for index in range(count):
                score = every[code][index, index]
                before = int((far[index] > score).sum())
                for likes in every.values():
                    above = likes[index] > score
                    above[index] = False
                    before += int(above.sum())
                hits += before < FIRST
            found[asked, code] = hits / count
    return found


def judged(path: Path) -> tuple[dict[tuple[str, str], float], int]:
    """The shares for a file, by pair of languages; and the size of the haystack."""
    texts = sentences(path)
    other = sentences(HELD_OUT if path == TUNING else TUNING)
    near = distractors()
    haystack = np.concatenate(
        [embeddings.encode([*other[code], *near[code]]) for code in LANGUAGES]
    )
    vectors = {code: embeddings.encode(texts[code]) for code in LANGUAGES}
    size = len(haystack) + len(LANGUAGES) * (len(texts["en"]) - 1) + 1
    return trials(vectors, vectors, haystack), size


def measure() -> list[Row]:
    """The share found, and that of the worst pair of languages."""
    rows = []
    for name, path in (("tuning", TUNING), ("held out", HELD_OUT)):
        shares, size = judged(path)
        mean = float(np.mean(list(shares.values())))
        rows.append(
            row(f"translations in the first five, {name}, haystack {size:,}", 100 * mean, "%")
        )
        (asked, code), least = min(shares.items(), key=lambda each: each[1])
        rows.append(row(f"  the least of 30 pairs ({asked} to {code}), {name}", 100 * least, "%"))
    return rows


if __name__ == "__main__":
    for each in measure():
        print(each)
