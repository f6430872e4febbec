"""How well what is near is found: planted near-equals in other languages, unrelated paragraphs, and how fast pairs are found.

``tests/mandates/similarity/near_pairs.toml`` holds invented provisions. A register is made of what they keep and of some hundred
others on matters like theirs; each draft is then compared with it. Half of the set chose the thresholds (``near.NEAR``,
``near.AKIN``), the other half measures. ``python bench/mandates_near.py`` prints both halves for many thresholds.
The sentences are by one hand and short, so expect less of real texts.
"""

from __future__ import annotations

import importlib
import itertools
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import numpy as np
from measuring import Row, row

ROOT = Path(__file__).resolve().parents[1]
THRESHOLDS = (0.4, 0.45, 0.475, 0.5, 0.525, 0.55, 0.6)
MANY = 20_000
_VERBS = ("Requests", "Invites", "Encourages", "Calls upon")
_WHO = ("the Secretary-General", "Member States", "the regional commissions", "the Board")
_WHAT = (
    "to report on {}",
    "to organize training on {}",
    "to review national policies on {}",
    "to finance projects on {}",
    "to publish guidelines on {}",
)
_OF = (
    "the pricing of data on mobile networks",
    "electronic voting in local elections",
    "open standards for public records",
    "cyberbullying in secondary schools",
    "the training of network engineers",
    "community radio in border regions",
    "machine translation for public offices",
    "domain names of cities",
    "digital payments in street markets",
    "remote sensing of forests",
    "video games and learning",
    "satellite frequencies for shipping",
    "the taxation of online platforms",
    "health records of migrants",
    "fibre along railway lines",
)


@dataclass(frozen=True)
class Trial:
    """Likenesses of one half of the set: of each draft with its own and its rank, of others with what is nearest."""

    planted: Any
    ranks: Any
    unrelated: Any
    hard: Any


def short_provisions() -> list[str]:
    """Short English provisions on matters like those of the set, in which verbs and addressees repeat."""
    return [
        f"{verb} {who} {what.format(of)}."
        for n, (what, of, verb, who) in enumerate(itertools.product(_WHAT, _OF, _VERBS, _WHO))
        if n % 3 == 0
    ]


def trials() -> list[Trial]:
    """The half that chose the thresholds, then the half that measures."""
    from majlis.mandates.core import embeddings

    path = ROOT / "tests" / "mandates" / "similarity" / "near_pairs.toml"
    kept = tomllib.loads(path.read_text(encoding="utf-8"))
    others = [("en", words) for words in short_provisions()]
    register = embeddings.vectors([*(tuple(each["kept"]) for each in kept["pairs"]), *others])
    drafts = embeddings.vectors([tuple(each["draft"]) for each in kept["pairs"]])
    like = drafts @ register.T
    own = like[np.arange(len(drafts)), np.arange(len(drafts))]
    ranks = (like > own[:, None]).sum(axis=1)
    far = [
        (embeddings.vectors([tuple(each) for each in kept[name]]) @ register.T).max(axis=1)
        for name in ("unrelated", "hard")
    ]
    return [
        Trial(own[half::2], ranks[half::2], far[0][half::2], far[1][half::2]) for half in (0, 1)
    ]


def found(trial: Trial, least: float) -> tuple[float, float, float]:
    """Shares: planted ones in the first five and near enough; unrelated and same-matter ones with nothing near."""
    planted = (trial.ranks < 5) & (trial.planted >= least)
    return (
        float(planted.mean()),
        float((trial.unrelated < least).mean()),
        float((trial.hard < least).mean()),
    )


def pairs_seconds() -> tuple[float, int]:
    """How long it takes to compare 20,000 vectors with one another, in which 500 pairs are planted; how many are found."""
    from majlis.commons.search.embeddings import DIMENSIONS
    from majlis.mandates.core import embeddings
    from majlis.mandates.similarity import pairs

    random = np.random.default_rng(1)
    matrix = random.standard_normal((MANY, DIMENSIONS)).astype(np.float32)
    other = np.arange(500) + MANY // 2
    matrix[:500] = matrix[other] + 0.8 * random.standard_normal((500, matrix.shape[1])).astype(
        np.float32
    )
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    keys = np.arange(MANY, dtype=np.int64)
    start = time.perf_counter()
    made = dict(
        pairs.similar_pairs(keys, keys, matrix, embeddings.RELATED_THRESHOLD[embeddings.MEANING])
    )
    return time.perf_counter() - start, sum((n, n + MANY // 2) in made for n in range(500))


def vectors_a_second() -> float:
    """Provisions of 350 characters of which the vectors are made in a second, on one core."""
    from majlis.mandates.core import embeddings

    provisions = [
        ("en", " ".join(f"{verb} {who} {what.format(of)};" for what in _WHAT)[:350].ljust(350, "."))
        for of, verb, who in itertools.product(_OF, _VERBS, _WHO)
    ]
    embeddings.vectors(provisions[:1])  # the model is read
    start = time.perf_counter()
    embeddings.vectors(provisions)
    return len(provisions) / (time.perf_counter() - start)


def measure() -> list[Row]:
    """The shares of the half that measures, at the thresholds that the software takes; and the times."""
    _start()
    from majlis.mandates.core import embeddings

    _tuned, tested = trials()
    planted, nothing, _hard = found(tested, embeddings.NEAREST_THRESHOLD[embeddings.MEANING])
    related, _nothing, _hard = found(tested, embeddings.RELATED_THRESHOLD[embeddings.MEANING])
    seconds, there = pairs_seconds()
    return [
        row("draft: planted near-equals in the first five", 100 * planted, "%"),
        row("draft: unrelated paragraphs with nothing near", 100 * nothing, "%"),
        row("related: planted cross-language pairs in the first five", 100 * related, "%"),
        row("related: 20,000 mandates compared", seconds, "s"),
        row("related: of 500 planted among them found", there, "pairs"),
        row("vectors of provisions of 350 characters", vectors_a_second(), "/s"),
    ]


def _start() -> None:
    sys.path.insert(0, str(ROOT))
    # Settings want a database; nothing is asked of it.
    importlib.import_module("tests.support.cluster").name_cluster()
    django.setup()


if __name__ == "__main__":
    _start()
    for name, trial in zip(("chose", "measures"), trials(), strict=True):
        for least in THRESHOLDS:
            planted, nothing, hard = found(trial, least)
            print(
                f"{name} {least:.3f}: planted {planted:.2f}, unrelated with nothing {nothing:.2f}, "
                f"same matter with nothing {hard:.2f}"
            )
    print("20,000 compared: {:.1f} s, {} of 500 found".format(*pairs_seconds()))
    print(f"{vectors_a_second():.1f} vectors a second")
