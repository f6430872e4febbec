"""Makes ``data/centres.json``: the mean vector of each language, for questions and for what is searched.

Run it again when ``data/sentences.tsv`` or the model changes: ``python tools/centres.py``. Then rebuild the index, for
vectors of two makings do not compare.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from majlis.commons.search import embeddings

DATA = Path(__file__).resolve().parents[1] / "src" / "majlis" / "commons" / "search" / "data"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def main() -> None:
    """Write the means of our own sentences, four digits each."""
    with (DATA / "sentences.tsv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter="\t"))
    centres = {}
    for language in LANGUAGES:
        sentences = [row[language] for row in rows]
        for kind in ("query", "passage"):
            mean = embeddings.raw_vectors(sentences, kind).mean(axis=0)
            centres[f"{kind}.{language}"] = [round(float(value), 4) for value in mean]
    lines = [f'"{key}": {json.dumps(value)}' for key, value in centres.items()]
    (DATA / "centres.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
