"""How well the check of a draft finds a mandate by one of its clauses, across languages; and that it stays silent otherwise.

``mandates_draft_register.tsv`` has 40 long invented mandates: ten in six languages, the others in one. They stand in a register with
the provisions of ``tests/mandates/similarity/near_pairs.toml`` and some hundred short ones. ``mandates_draft_sentences.tsv`` has 200
sentences in six languages, each about one clause of a mandate, and 100 about what no mandate is about. Each is
checked as a delegate would check it, through ``nearest_mandates`` and its database.

The weights and the threshold were chosen on these sentences, so expect less of others: ``python bench/mandates_draft.py``
prints both halves of the set for thresholds around the chosen one.
"""

from __future__ import annotations

import csv
import sys
import time
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from measuring import Row, row
from served import database

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
THRESHOLDS = (0.48, 0.5, 0.51, 0.52, 0.53, 0.55)
_OF_OTHERS = 300


@dataclass(frozen=True)
class Trial:
    """A sentence: the place of its mandate among the nearest (0 for the first, None for none), and likenesses.

    ``own``: of its mandate; ``best``: of the nearest one. A sentence about nothing in the register has no ``own``.
    """

    language: str
    place: int | None
    own: float | None
    best: float


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (BENCH / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def register() -> dict[str, dict[str, str]]:
    """The wordings of each mandate of the register by language; those of the set by their number."""
    mandates: dict[str, dict[str, str]] = defaultdict(dict)
    for line in rows("mandates_draft_register.tsv"):
        mandates[line["mandate"]][line["language"]] = line["text"]
    from mandates_near import short_provisions

    path = ROOT / "tests" / "mandates" / "similarity" / "near_pairs.toml"
    for n, pair in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["pairs"]):
        mandates[f"pair {n}"] = dict([tuple(pair["kept"])])
    for n, words in enumerate(short_provisions()[:_OF_OTHERS]):
        mandates[f"other {n}"] = {"en": words}
    return dict(mandates)


def fill(mandates: dict[str, dict[str, str]]) -> dict[int, str]:
    """Write the register into the database, with its embeddings; gives the name of each mandate by its key."""
    from majlis.instruments.models import ProvisionWording
    from majlis.mandates.similarity import pairs

    # Imported by name: mypy does not check the tests.
    factories: Any = import_module("tests.mandates.factories")
    words = "".join(f"{n}. Requests the Keeper to report;\n\n" for n in range(1, len(mandates) + 1))
    version = factories.text(words=f"Resolution {{number}}\n\nThe Council of Tides,\n\n{words}")
    by_key = {}
    for n, (name, texts) in enumerate(mandates.items(), 1):
        mandate = factories.mandate(version, number=n, recipient="")
        assert mandate.source is not None
        wordings = ProvisionWording.objects.filter(provision=mandate.source.provision)
        status = wordings.get().status
        wordings.delete()
        for language, text in texts.items():
            ProvisionWording.objects.create(
                provision=mandate.source.provision, language=language, text=text, status=status
            )
        by_key[mandate.pk] = name
    pairs.update_embeddings()
    return by_key


def trials() -> tuple[list[Trial], float]:
    """Each sentence checked as a draft; and the seconds that a check takes."""
    from django.contrib.auth.models import AnonymousUser

    from majlis.mandates.similarity import draft, nearest

    names = fill(register())
    made, seconds = [], 0.0
    for line in rows("mandates_draft_sentences.tsv"):
        start = time.perf_counter()
        read = draft.draft_from_text(line["text"], line["language"])
        texts = [
            nearest.ComparisonText(line["language"], each.compared_text, None, each.addressees)
            for each in read.paragraphs
        ]
        found = nearest.nearest_mandates(texts, AnonymousUser(), line["language"])
        seconds += time.perf_counter() - start
        both = sorted(
            ((each.likeness.score, names[each.line.mandate.pk]) for paragraph in found
             for each in (*paragraph.similar, *paragraph.below)),
            reverse=True,
        )  # fmt: skip
        order = [name for _score, name in both]
        place = order.index(line["mandate"]) if line["mandate"] in order else None
        own = both[place][0] if place is not None else 0.0
        made.append(
            Trial(
                line["language"],
                place,
                own if line["mandate"] else None,
                both[0][0] if both else 0.0,
            )
        )
    return made, seconds / len(made)


def shares(made: list[Trial], threshold: float) -> tuple[float, float, float, float]:
    """Shares of the sentences about a mandate: first, in the first five, above the threshold; then of the others above it."""
    about = [each for each in made if each.own is not None]
    others = [each for each in made if each.own is None]
    return (
        sum(each.place == 0 for each in about) / len(about),
        sum(each.place is not None and each.place < 5 for each in about) / len(about),
        sum((each.own or 0.0) >= threshold for each in about) / len(about),
        sum(each.best >= threshold for each in others) / len(others),
    )


def measure() -> list[Row]:
    """The shares at the threshold of the software, and the time of a check."""
    sys.path.insert(0, str(ROOT))
    with database():
        from majlis.mandates.core import embeddings

        made, seconds = trials()
        first, five, above, others = shares(made, embeddings.NEAREST_THRESHOLD[embeddings.MEANING])
    return [
        row("check of a draft: the mandate is first", 100 * first, "%"),
        row("check of a draft: the mandate is among the first five", 100 * five, "%"),
        row("check of a draft: the mandate is above the limit", 100 * above, "%"),
        row("check of a draft: others above the limit", 100 * others, "%"),
        row("check of a sentence", 1000 * seconds, "ms"),
    ]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    with database():
        found, took = trials()
        for half, name in ((found[::2], "even"), (found[1::2], "odd"), (found, "all")):
            for least in THRESHOLDS:
                said = ", ".join(f"{each:.3f}" for each in shares(half, least))
                print(f"{name} {least}: first, five, above, others above: {said}")
        for code in ("ar", "zh", "en", "fr", "ru", "es"):
            said = ", ".join(
                f"{each:.3f}"
                for each in shares([e for e in found if e.language == code], THRESHOLDS[3])
            )
            print(f"{code}: {said}")
        print(f"{1000 * took:.0f} ms a sentence")
