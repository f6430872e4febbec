"""How well action lines and goals are proposed by meaning, by threshold, on a small set of invented provisions.

``tagging.tsv`` has provisions in English and Arabic with the action lines and goals that a person would name; some have
none. A proposal is the concept of a scheme that a provision is most like, where it is like enough. Precision: how many
proposals a person would have named; recall: of the concepts that were named how many were proposed.
``python bench/tagging.py`` prints both for many thresholds; ``tagging.LEAST_LIKE`` was chosen from that.
"""

from __future__ import annotations

import csv
import importlib
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import django
from measuring import Row, row

THRESHOLDS = (0.25, 0.28, 0.3, 0.32, 0.34, 0.36, 0.38, 0.4, 0.42, 0.45, 0.5)


@dataclass(frozen=True)
class Trial:
    """What is proposed for a provision, how like it is, and what a person would name."""

    code: str
    likeness: float
    named: frozenset[str]


def trials(scheme: str) -> list[Trial]:
    """All provisions against a scheme."""
    from majlis.instruments.tags import proposals

    by_language: dict[str, list[dict[str, str]]] = defaultdict(list)
    path = Path(__file__).with_suffix(".tsv")
    with path.open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            by_language[line["language"]].append(line)
    made = []
    for lines in by_language.values():
        vectors = proposals.text_vectors([line["text"] for line in lines])
        found = proposals.nearest_concepts(scheme, vectors) if vectors is not None else None
        assert found is not None, "the model is not installed"
        for line, (code, likeness) in zip(lines, found, strict=True):
            named = {each for each in line["concepts"].split()}
            own = {each for each in named if each.startswith("C") == (scheme == proposals.LINES)}
            made.append(Trial(code, likeness, frozenset(own)))
    return made


def judged(found: list[Trial], threshold: float) -> tuple[float, float]:
    """Precision and recall at a threshold."""
    proposed = [each for each in found if each.likeness >= threshold]
    right = sum(each.code in each.named for each in proposed)
    named = sum(len(each.named) for each in found)
    return (right / len(proposed) if proposed else 1.0), right / named


def measure() -> list[Row]:
    """Precision and recall at the thresholds that the software takes."""
    _start()
    from majlis.instruments.tags import proposals

    rows = []
    for scheme, threshold in proposals.LEAST_SIMILARITY.items():
        precision, recall = judged(trials(scheme), threshold)
        rows.append(row(f"{scheme} by meaning: precision", 100 * precision, "%"))
        rows.append(row(f"{scheme} by meaning: recall", 100 * recall, "%"))
    return rows


def _start() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    # Settings want a database; nothing is asked of it.
    importlib.import_module("tests.support.cluster").name_cluster()
    django.setup()


if __name__ == "__main__":
    _start()
    from majlis.instruments.tags import proposals

    for scheme in proposals.SCHEMES:
        found = trials(scheme)
        for threshold in THRESHOLDS:
            precision, recall = judged(found, threshold)
            print(f"{scheme} {threshold:.2f}: precision {precision:.2f}, recall {recall:.2f}")
