"""Whether a sentence is found by its translation, among thousands of others of all six languages.

A trial: somebody asks with a sentence in one language; of its five translations one is in the haystack, with all other
sentences in all languages, and several thousand on near subjects. It is found if it is among the first five. Ways of
comparing were chosen on ``data/sentences.tsv`` (whose means are ours, so there each half is judged by the means of the
other); the figure to believe is that on ``search_heldout.tsv``, written before anything was measured and used for nothing else.

``python bench/search_meaning.py ways`` compares the ways on the tuning set.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from measuring import Row, row

from majlis.commons.search import embeddings

BENCH = Path(__file__).resolve().parent
TUNING = BENCH.parent / "src" / "majlis" / "commons" / "search" / "data" / "sentences.tsv"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
FIRST = 5

type Array = np.ndarray[Any, np.dtype[np.float32]]
type Compare = Callable[[Array, str, str], Array]


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


def raw(texts: Sequence[str], kind: str) -> Array:
    """Vectors as the model gives them, kept in bench/out between runs."""
    key = hashlib.blake2b("\n".join([kind, *texts]).encode(), digest_size=12).hexdigest()
    kept = BENCH / "out" / f"vectors-{key}.npy"
    if kept.exists():
        old: Array = np.load(kept)
        return old
    parts = [embeddings.raw_vectors(texts[at : at + 64], kind) for at in range(0, len(texts), 64)]
    found: Array = np.concatenate(parts)
    kept.parent.mkdir(exist_ok=True)
    np.save(kept, found)
    return found


def unit(vectors: Array) -> Array:
    """Rows of length 1."""
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


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


def judged(path: Path, asks: str, moved: Compare) -> tuple[dict[tuple[str, str], float], int]:
    """The shares for a file, compared in one way; and the size of the haystack."""
    texts = sentences(path)
    other = sentences(BENCH / "search_heldout.tsv" if path == TUNING else TUNING)
    near = distractors()
    haystack = np.concatenate(
        [moved(raw([*other[code], *near[code]], "passage"), "passage", code) for code in LANGUAGES]
    )
    questions = {code: moved(raw(texts[code], asks), asks, code) for code in LANGUAGES}
    passages = {code: moved(raw(texts[code], "passage"), "passage", code) for code in LANGUAGES}
    size = len(haystack) + len(LANGUAGES) * (len(texts["en"]) - 1) + 1
    return trials(questions, passages, haystack), size


def ways() -> None:
    """Print how each way does on the tuning set; means are those of the other half of it."""
    texts = sentences(TUNING)
    for asks in ("query", "passage"):
        for name in ("plain", "centred"):
            shares = []
            for half in (0, 1):
                means = {
                    (kind, code): raw(texts[code], kind)[half::2].mean(axis=0)
                    for kind in ("query", "passage")
                    for code in LANGUAGES
                }

                def moved(
                    found: Array, kind: str, code: str, means: Any = means, name: str = name
                ) -> Array:
                    return unit(found - means[kind, code]) if name == "centred" else unit(found)

                shares.append(np.mean(list(_half(texts, asks, moved, 1 - half).values())))
            print(f"asked as {asks}, {name}: {100 * np.mean(shares):.1f} %", flush=True)


def _half(
    texts: dict[str, list[str]], asks: str, moved: Compare, half: int
) -> dict[tuple[str, str], float]:
    near = distractors()
    others = np.concatenate(
        [moved(raw(near[code], "passage"), "passage", code) for code in LANGUAGES]
    )
    questions = {code: moved(raw(texts[code], asks), asks, code)[half::2] for code in LANGUAGES}
    passages = {
        code: moved(raw(texts[code], "passage"), "passage", code)[half::2] for code in LANGUAGES
    }
    return trials(questions, passages, others)


def measure() -> list[Row]:
    """The share found by the way that the software takes, beside the model's vectors as they are."""
    rows = []
    for name, path in (("tuning", TUNING), ("held out", BENCH / "search_heldout.tsv")):
        ours, size = judged(path, "query", embeddings.centred_vectors)
        plain, _ = judged(path, "query", lambda found, _kind, _code: unit(found))
        mean = float(np.mean(list(ours.values())))
        rows.append(
            row(
                f"translations in the first five, {name}, haystack {size:,}",
                100 * mean,
                "%",
                100 * float(np.mean(list(plain.values()))),
            )
        )
        (asked, code), least = min(ours.items(), key=lambda each: each[1])
        rows.append(
            row(
                f"  the least of 30 pairs ({asked} to {code}), {name}",
                100 * least,
                "%",
                100 * plain[asked, code],
            )
        )
    return rows


if __name__ == "__main__":
    if sys.argv[1:] == ["ways"]:
        ways()
    else:
        for each in measure():
            print(each)
