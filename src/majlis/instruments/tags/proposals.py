"""Proposes concepts for a text: by codes and names in it, by similarity of meaning, by the matrices.

A program only proposes; a person confirms or declines. Declined concepts are not proposed again.

For similarity a provision is compared with ``data/glosses.tsv``: what each action line and goal is
about, in plain English written for Majlis. Names alone are too short for the model ("Media",
"Enabling environment"): on the 44 provisions of ``bench/tagging.tsv`` their best threshold gave
precision 0.6 at recall 0.3. With glosses, at the thresholds below, action lines have precision 1.00
at recall 0.97, goals 0.80 at 0.50 (English and Arabic together; ``python bench/tagging.py``). The
same person wrote the provisions and the glosses, so expect less of real texts. Targets are proposed
by code and name only.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

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
from majlis.kernel.work import report_progress

if TYPE_CHECKING:
    import numpy as np

    type Array = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

LINES, GOALS = "action-lines", "sdg"
SCHEMES = (LINES, GOALS)
"""Keys of the profile's schemes; goals and targets are two levels of one scheme."""
PROVISION_KINDS = ("operative", "preambular", "paragraph", "heading", "title")
MEANING_KINDS = ("operative", "preambular", "paragraph")
"""Kinds of provisions that are compared by similarity."""
LEAST_WORDS = 2
"""Minimal words of a name: shorter names are too common to mean the concept."""
LEAST_CHARACTERS = 20
"""Minimal characters of a provision that is compared by similarity; 8 in Chinese."""
LEAST_SIMILARITY = {LINES: 0.2, GOALS: 0.2}
"""Minimal cosine similarity (-1 to 1) of a proposed concept, by scheme."""
SHOWN_SIMILARITY = {LINES: 0.22, GOALS: 0.28}
"""Similarity from which a concept found by meaning is listed at once; weaker ones stand behind a link.

In ``bench/tagging.tsv`` a person would name all action lines from there, and 0.8 of the goals.
"""
CODED, NAMED = 0.95, 0.9
"""Scores of proposals by code and by name."""
VECTORS_AT_ONCE = 64
"""Provisions between two reports of progress."""
OF_A_TEXT = 5
"""Most concepts proposed for a whole text."""
MOST = 100
"""Most proposals for the provisions of a text at once: as many as a person can judge."""
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[^\w]+")
# "C2" in every language, also with the Cyrillic letter; Arabic texts of the Summit also use the letter jim.
# Excludes parts of symbols (C24/12).
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
    """The proposals for the latest version of a text, the best for each concept and provision."""
    versions = Version.objects.filter(instrument=instrument, record__withdrawal=None)
    version = versions.filter(reconstructed_from=None).last()
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
    from_text = [
        *code_proposals(wordings, concepts),
        *name_proposals(wordings, concepts, language),
        *meaning_proposals(wordings, concepts, language),
    ]
    linked = matrix_proposals(instrument)
    wholes = [*text_proposals(from_text), *(each for each in linked if each.lineage is None)]
    of_provisions = [*from_text, *(each for each in linked if each.lineage is not None)]
    return [*best_proposals(wholes), *best_proposals(of_provisions)[:MOST]]


def best_proposals(candidates: Iterable[Proposal]) -> list[Proposal]:
    """The best proposal for each concept and provision, sorted by score."""
    best: dict[tuple[int, int | None], Proposal] = {}
    for proposal in candidates:
        key = (proposal.concept, proposal.lineage)
        if key not in best or proposal.score > best[key].score:
            best[key] = proposal
    return sorted(best.values(), key=lambda proposal: -proposal.score)


def codes_in(words: str) -> set[tuple[str, str]]:
    """Pairs of scheme and code found in a text (C2, SDG 9, target 9.1), in any of the six languages."""
    codes = {(LINES, f"C{number}") for number in _LINE.findall(words)}
    for numbers in _GOAL.findall(words):
        codes |= {(GOALS, number) for number in _ONE_NUMBER.findall(numbers)}
    return codes


def code_proposals(
    wordings: Iterable[ProvisionWording], concepts: Sequence[Concept]
) -> list[Proposal]:
    """Concepts whose code occurs in a provision."""
    known = {(each.scheme.key, each.code): each.pk for each in concepts}
    return [
        Proposal(known[code], wording.provision.lineage_id, Tag.Found.WORDS, CODED)
        for wording in wordings
        for code in sorted(codes_in(wording.text))
        if code in known
    ]


def normalized(words: str) -> str:
    """Text without punctuation and case, between spaces, for a search of whole words."""
    return f" {_SPACE.sub(' ', _MARKS.sub(' ', words)).strip().casefold()} "


def name_proposals(
    wordings: Iterable[ProvisionWording], concepts: Sequence[Concept], language: str
) -> list[Proposal]:
    """Concepts whose name occurs in a provision."""
    names: list[tuple[int, str]] = []
    for concept in concepts:
        title = concept.say("title", language)
        name = normalized(title.text)
        long_enough = len(name.split()) >= LEAST_WORDS or (language == "zh" and len(name) > 6)
        if title.language != language or not long_enough:
            continue
        # Chinese has no spaces; Arabic joins "and" and "for" to the word that follows.
        if language == "zh":
            name = name.strip()
        elif language == "ar":
            name = name.lstrip()
        names.append((concept.pk, name))
    matches = []
    for wording in wordings:
        words = normalized(wording.text)
        for key, name in names:
            if name in words:
                matches.append(Proposal(key, wording.provision.lineage_id, Tag.Found.WORDS, NAMED))
    return matches


@lru_cache(maxsize=1)
def glosses() -> dict[tuple[str, str], str]:
    """English descriptions of concepts, by scheme and code."""
    source = files("majlis.instruments").joinpath("data", "glosses.tsv")
    with source.open(encoding="utf-8") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["scheme"], row["code"]): row["words"] for row in rows}


@lru_cache(maxsize=4)
def _gloss_vectors(scheme: str) -> tuple[list[str], Array | None]:
    """Codes of a scheme with a gloss, and their vectors; None where the model is not installed."""
    known = {code: words for (of, code), words in glosses().items() if of == scheme}
    return list(known), embeddings.vectors(list(known.values()))


def text_vectors(texts: Sequence[str]) -> Array | None:
    """The vectors of the texts of provisions, which say how far they are; None without the model or without texts."""
    import numpy as np  # noqa: PLC0415 - heavy

    batches = []
    for start in range(0, len(texts), VECTORS_AT_ONCE):
        vectors = embeddings.vectors(texts[start : start + VECTORS_AT_ONCE])
        if vectors is None:
            return None
        batches.append(vectors)
        report_progress(min(start + VECTORS_AT_ONCE, len(texts)), len(texts))
    return np.concatenate(batches) if batches else None


def nearest_concepts(scheme: str, text_vectors: Array) -> list[tuple[str, float]] | None:
    """The most similar concept for each vector of a text, as (code, similarity); None without glosses."""
    codes, gloss_vectors = _gloss_vectors(scheme)
    if not codes or gloss_vectors is None:
        return None
    similarity = text_vectors @ gloss_vectors.T
    return [(codes[int(row.argmax())], round(float(row.max()), 3)) for row in similarity]


def meaning_proposals(
    wordings: Iterable[ProvisionWording], concepts: Sequence[Concept], language: str
) -> list[Proposal]:
    """The most similar concept of each scheme for each provision; empty without the model."""
    least = 8 if language == "zh" else LEAST_CHARACTERS
    long = [
        each
        for each in wordings
        if each.provision.kind in MEANING_KINDS and len(each.text) >= least
    ]
    known = {(each.scheme.key, each.code): each.pk for each in concepts}
    vectors = text_vectors([each.text for each in long])
    if vectors is None:
        return []
    matches = []
    for scheme, threshold in LEAST_SIMILARITY.items():
        nearest = nearest_concepts(scheme, vectors) or []
        for wording, (code, similarity) in zip(long, nearest, strict=bool(nearest)):
            if similarity >= threshold and (scheme, code) in known:
                matches.append(
                    Proposal(
                        known[scheme, code],
                        wording.provision.lineage_id,
                        Tag.Found.MEANING,
                        similarity,
                    )
                )
    return matches


def text_proposals(of_provisions: Iterable[Proposal]) -> list[Proposal]:
    """Concepts for the whole text: those with the highest total score in its provisions."""
    by_concept: dict[int, list[Proposal]] = defaultdict(list)
    for each in best_proposals(of_provisions):
        by_concept[each.concept].append(each)
    ranked = sorted(
        by_concept.items(), key=lambda item: (-sum(each.score for each in item[1]), item[0])
    )
    return [
        Proposal(concept, None, group[0].found, group[0].score)
        for concept, group in ranked[:OF_A_TEXT]
    ]


def matrix_proposals(instrument: Instrument) -> list[Proposal]:
    """Concepts that accepted links of the matrices connect to the confirmed ones.

    Those linked to concepts of the whole text are proposed for it, those linked to concepts of a
    provision for that provision. Concepts with more links come first.
    """
    confirmed: dict[int | None, set[int]] = defaultdict(set)
    rows = Tag.objects.filter(instrument=instrument, state=CONFIRMED)
    for lineage, concept in rows.values_list("lineage", "concept"):
        confirmed[lineage].add(concept)
    latest = Version.objects.filter(instrument=instrument, reconstructed_from=None).last()
    current = Provision.objects.filter(version=latest).values_list("lineage", flat=True)
    current_lineages = set(
        current.filter(lineage__in=[each for each in confirmed if each is not None])
    )
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
        if lineage is None or lineage in current_lineages
        for proposal in _linked_concepts(lineage, concepts & cells.keys(), cells)
    ]


def _linked_concepts(
    lineage: int | None, concepts: set[int], cells: Mapping[int, Sequence[int]]
) -> list[Proposal]:
    """The concepts with the most links to these, for a text or for one provision."""
    times = Counter(column for row in sorted(concepts) for column in dict.fromkeys(cells[row]))
    return [
        Proposal(column, lineage, Tag.Found.MATRIX, round(count / len(concepts) / 2, 3))
        for column, count in times.most_common(OF_A_TEXT)
    ]
