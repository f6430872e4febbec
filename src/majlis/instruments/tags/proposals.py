"""Concepts that a text may be about: by their codes and names in it, by meaning, by the matrices.

A program only proposes; a person confirms or declines. What was declined is not proposed again.

By meaning a provision is compared with ``data/glosses.tsv``: what each action line and goal is about, in plain English
written for Majlis. Names alone are too short for the model ("Media", "Enabling environment"): on the 44 provisions of
``bench/tagging.tsv`` they gave, at their best threshold, precision 0.6 at recall 0.3. With glosses, at the thresholds below,
action lines have precision 0.94 at recall 0.83, goals 0.68 at 0.47 (English and Arabic together; ``python bench/tagging.py``).
The provisions and the glosses are by one hand, so expect less of real texts; targets are proposed by code and name only.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from majlis.commons.search import embeddings
from majlis.framework.models import Concept, Link
from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import (
    Instrument,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Tag,
    Version,
)
from majlis.kernel.models import Access

if TYPE_CHECKING:
    import numpy as np

    type Array = np.ndarray[Any, np.dtype[np.float32]]

LINES, GOALS = "action-lines", "sdg"
SCHEMES = (LINES, GOALS)
"""Keys of schemes of the profile; goals and targets are two levels of one."""
PROVISION_KINDS = ("operative", "preambular", "paragraph", "heading", "title")
MEANING_KINDS = ("operative", "preambular", "paragraph")
"""Kinds of provisions that are compared by meaning."""
LEAST_WORDS = 2
"""Words of a name below which it is too common to mean its concept."""
LEAST_CHARACTERS = 20
"""Signs of a provision below which it says too little to be compared by meaning; 8 in Chinese."""
LEAST_SIMILARITY = {LINES: 0.25, GOALS: 0.28}
"""Likeness of meaning, from -1 to 1, below which a concept is not proposed."""
CODED, NAMED = 0.95, 0.9
"""Scores of what is found by code and by name."""
OF_A_TEXT = 5
"""Concepts that are proposed for a whole text."""
MOST = 100
"""Concepts that are proposed for the provisions of a text at once: what a person can judge."""
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[^\w]+")
# "C2" in every language, in Cyrillic too; Arabic texts of the Summit also have the letter jim. No part of a
# symbol (C24/12).
_LINE = re.compile(
    r"(?:(?<![A-Za-z0-9А-я_/.-])[C\u0421]\s?|(?<!\w)جيم\s?)(\d{1,2})(?![A-Za-z0-9/.-]*\d)"
)
_NUMBER = r"\d{1,2}(?:\.[0-9a-d]{1,2})?(?![\d/])"
_GOAL = re.compile(
    r"(?:(?<!\w)(?:SDGs?|Goals?|targets?|ODD|objectifs?|cibles?|ODS|objetivos?|metas?"
    r"|ЦУР|цел[ьяией]\w{0,2}|задач\w{0,2})|(?:ال)?(?:هدف|أهداف|غاية|غايات)|目标)\s?"
    rf"({_NUMBER}(?:(?:\s?[,،、]\s?|\s(?:and|et|y|и|و)\s?|和){_NUMBER})*)",
    re.IGNORECASE,
)
_ONE_NUMBER = re.compile(_NUMBER)


@dataclass(frozen=True)
class Proposal:
    """A concept for a text (``lineage`` None) or for one of its provisions."""

    concept: int
    lineage: int | None
    found: str
    score: float


def proposals(instrument: Instrument) -> list[Proposal]:
    """What is proposed for the latest version of a text, the best of each concept and provision."""
    there = Version.objects.filter(instrument=instrument, record__withdrawal=None)
    version = there.filter(reconstructed_from=None).last()
    if version is None:
        return []
    language = LanguageVersion.objects.filter(version=version).order_by("status", "pk")[0].language
    wordings = list(
        ProvisionWording.objects.filter(
            provision__version=version, language=language, provision__kind__in=PROVISION_KINDS
        )
        .exclude(text="")
        .select_related("provision")
        .order_by("provision__position")
    )
    concepts = list(
        Concept.objects.filter(scheme__key__in=SCHEMES, record__access=Access.PUBLIC)
        .with_wordings()
        .select_related("scheme")
    )
    found = [
        *code_proposals(wordings, concepts),
        *name_proposals(wordings, concepts, language),
        *meaning_proposals(wordings, concepts, language),
    ]
    linked = matrix_proposals(instrument)
    wholes = [*text_proposals(found), *(each for each in linked if each.lineage is None)]
    of_provisions = [*found, *(each for each in linked if each.lineage is not None)]
    return [*best_proposals(wholes), *best_proposals(of_provisions)[:MOST]]


def best_proposals(found: Iterable[Proposal]) -> list[Proposal]:
    """The best proposal of each concept and provision, the best of all first."""
    best: dict[tuple[int, int | None], Proposal] = {}
    for each in found:
        key = (each.concept, each.lineage)
        if key not in best or each.score > best[key].score:
            best[key] = each
    return sorted(best.values(), key=lambda each: -each.score)


def codes_in(words: str) -> set[tuple[str, str]]:
    """The codes that stand in words, each with its scheme: C2, SDG 9, target 9.1, in any of the six languages."""
    found = {(LINES, f"C{number}") for number in _LINE.findall(words)}
    for numbers in _GOAL.findall(words):
        found |= {(GOALS, number) for number in _ONE_NUMBER.findall(numbers)}
    return found


def code_proposals(
    wordings: Iterable[ProvisionWording], concepts: Sequence[Concept]
) -> list[Proposal]:
    """Concepts whose code stands in the words of a provision."""
    known = {(each.scheme.key, each.code): each.pk for each in concepts}
    return [
        Proposal(known[code], wording.provision.lineage_id, Tag.Found.WORDS, CODED)
        for wording in wordings
        for code in sorted(codes_in(wording.text))
        if code in known
    ]


def normalized(words: str) -> str:
    """Words as they are compared."""
    return f" {_SPACE.sub(' ', _MARKS.sub(' ', words)).strip().casefold()} "


def name_proposals(
    wordings: Iterable[ProvisionWording], concepts: Sequence[Concept], language: str
) -> list[Proposal]:
    """Concepts whose name stands in the words of a provision."""
    names: list[tuple[int, str]] = []
    for each in concepts:
        said = each.say("title", language)
        name = normalized(said.text)
        long_enough = len(name.split()) >= LEAST_WORDS or (language == "zh" and len(name) > 6)
        if said.language != language or not long_enough:
            continue
        # Chinese has no spaces, and Arabic writes "and" and "for" in one with the word.
        if language == "zh":
            name = name.strip()
        elif language == "ar":
            name = name.lstrip()
        names.append((each.pk, name))
    made = []
    for wording in wordings:
        words = normalized(wording.text)
        for key, name in names:
            if name in words:
                made.append(Proposal(key, wording.provision.lineage_id, Tag.Found.WORDS, NAMED))
    return made


@lru_cache(maxsize=1)
def glosses() -> dict[tuple[str, str], str]:
    """What concepts are about, by scheme and code, in English."""
    source = files("majlis.instruments").joinpath("data", "glosses.tsv")
    with source.open(encoding="utf-8") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["scheme"], row["code"]): row["words"] for row in rows}


@lru_cache(maxsize=4)
def _gloss_vectors(scheme: str) -> tuple[list[str], Array | None]:
    """The codes of a scheme that have a gloss, and their vectors; None where the model is not installed."""
    known = {code: words for (of, code), words in glosses().items() if of == scheme}
    return list(known), embeddings.vectors(list(known.values()), "passage", "en")


def nearest_concepts(
    scheme: str, texts: Sequence[str], language: str
) -> list[tuple[str, float]] | None:
    """For each text the code of the concept that it is most like, and how like; None without the model."""
    codes, theirs = _gloss_vectors(scheme)
    ours = embeddings.vectors(texts, "passage", language) if codes and texts else None
    if ours is None or theirs is None:
        return None
    likeness = ours @ theirs.T
    return [(codes[int(row.argmax())], round(float(row.max()), 3)) for row in likeness]


def meaning_proposals(
    wordings: Iterable[ProvisionWording], concepts: Sequence[Concept], language: str
) -> list[Proposal]:
    """Concepts that mean what a provision does, one a scheme; none where the model is not installed."""
    least = 8 if language == "zh" else LEAST_CHARACTERS
    long = [
        each
        for each in wordings
        if each.provision.kind in MEANING_KINDS and len(each.text) >= least
    ]
    known = {(each.scheme.key, each.code): each.pk for each in concepts}
    made = []
    for scheme, threshold in LEAST_SIMILARITY.items():
        found = nearest_concepts(scheme, [each.text for each in long], language) or []
        for wording, (code, likeness) in zip(long, found, strict=bool(found)):
            if likeness >= threshold and (scheme, code) in known:
                made.append(
                    Proposal(
                        known[scheme, code],
                        wording.provision.lineage_id,
                        Tag.Found.MEANING,
                        likeness,
                    )
                )
    return made


def text_proposals(found: Iterable[Proposal]) -> list[Proposal]:
    """Concepts of a whole text: those that most of its provisions are about."""
    of: dict[int, list[Proposal]] = defaultdict(list)
    for each in best_proposals(found):
        of[each.concept].append(each)
    ranked = sorted(of.items(), key=lambda item: (-sum(each.score for each in item[1]), item[0]))
    return [
        Proposal(concept, None, ways[0].found, ways[0].score)
        for concept, ways in ranked[:OF_A_TEXT]
    ]


def matrix_proposals(instrument: Instrument) -> list[Proposal]:
    """Concepts that accepted cells link to those that a person has confirmed: for the text as a whole to those
    of the whole, for a provision to its own.

    One that more of these are linked to comes first.
    """
    confirmed: dict[int | None, set[int]] = defaultdict(set)
    rows = Tag.objects.filter(instrument=instrument, state=CONFIRMED)
    for lineage, concept in rows.values_list("lineage", "concept"):
        confirmed[lineage].add(concept)
    latest = Version.objects.filter(instrument=instrument, reconstructed_from=None).last()
    held = Provision.objects.filter(version=latest).values_list("lineage", flat=True)
    there = set(held.filter(lineage__in=[each for each in confirmed if each is not None]))
    cells: dict[int, list[int]] = defaultdict(list)
    links = Link.objects.filter(
        row__in=set().union(*confirmed.values()),
        state="accepted",
        record__access=Access.PUBLIC,
        column__record__access=Access.PUBLIC,
    )
    for row, column in links.order_by("column__position").values_list("row", "column"):
        cells[row].append(column)
    return [
        proposal
        for lineage, concepts in sorted(confirmed.items(), key=lambda item: item[0] or 0)
        if lineage is None or lineage in there
        for proposal in _linked_concepts(lineage, concepts & cells.keys(), cells)
    ]


def _linked_concepts(
    lineage: int | None, concepts: set[int], cells: Mapping[int, Sequence[int]]
) -> list[Proposal]:
    """The concepts that most of these are linked to, for a text or for one provision."""
    times = Counter(column for row in sorted(concepts) for column in dict.fromkeys(cells[row]))
    return [
        Proposal(column, lineage, Tag.Found.MATRIX, round(count / len(concepts) / 2, 3))
        for column, count in times.most_common(OF_A_TEXT)
    ]
