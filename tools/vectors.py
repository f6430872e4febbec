"""Makes the vectors that come with the package: of the profile, and of the demonstration.

Run it again when the model, a name of the profile or a text of the demonstration changes: ``python tools/vectors.py``.
It loads a demonstration into a database of its own, does what the worker would do, and keeps the vector of each
passage that was asked for; those that are there already are not computed anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "majlis" / "commons" / "search" / "data"
BATCH = 16
os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))
os.environ["MAJLIS_DEMO"] = "1"


def main() -> None:
    """Load, ask, and write the two files."""
    sys.path.insert(0, str(ROOT / "bench"))
    from served import database

    asked: dict[str, Any] = {}
    with database():
        try:
            ask(asked)
        finally:  # what was computed before a fault is not computed again
            write(asked)


def ask(asked: dict[str, Any]) -> None:
    """Collect each passage of a demonstration without its dates, and its vector as the model gives it."""
    from django.core.management import call_command

    from majlis.commons.search import embeddings, shipped_vectors, tasks
    from majlis.instruments.models import Instrument
    from majlis.instruments.tags.tasks import propose_concepts
    from majlis.mandates.similarity.tasks import update_all_pairs

    before = shipped_vectors.find

    def find(texts: Sequence[str]) -> list[Any]:
        plain = [shipped_vectors.without_dates(text) for text in texts]
        shipped = dict(zip(plain, before(texts), strict=True))
        asked.update({text: vector for text, vector in shipped.items() if vector is not None})
        missing = sorted({text for text in plain if text not in asked}, key=len)
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            asked.update(zip(batch, embeddings._encode(batch, "passage"), strict=True))
        print(f"{len(asked)} passages", end="\r", file=sys.stderr)
        return [asked[text] for text in plain]

    shipped_vectors.find = find
    call_command("load_profile", verbosity=0)
    call_command("demonstration", verbosity=0)
    tasks.rebuild.call()
    tasks.compute_vectors.call()
    update_all_pairs.call()
    for key in Instrument.objects.filter(held=True).values_list("pk", flat=True):
        propose_concepts.call(key)


def write(asked: dict[str, Any]) -> None:
    """Write the keys and the vectors."""
    import numpy as np

    from majlis.commons.search import shipped_vectors

    keys, vectors = shipped_vectors.pack(list(asked), np.array(list(asked.values())))
    # A site that reads the former files keeps them until it is started anew.
    for name, rows in (("vector_keys.npy", keys), ("vectors.npy", vectors)):
        np.save(DATA / f"new_{name}", rows)
        (DATA / f"new_{name}").replace(DATA / name)
    print(f"{len(keys)} vectors, {vectors.nbytes:,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
