"""Concepts that a text may be about: by their codes and names in it, by meaning, by the matrices.

A program only proposes; a person confirms or declines. What was declined is not proposed again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from majlis.framework.models import Concept, Link
from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import Instrument, LanguageVersion, ProvisionWording, Tag, Version
from majlis.kernel.models import Access

SCHEMES = ("action-lines", "sdg-goals", "sdg-targets")
KINDS = ("operative", "preambular", "paragraph", "heading", "title")
LEAST_WORDS = 2
"""Words of a name below which it is too common to mean its concept."""
LEAST_LIKE = 0.35
"""Likeness of meaning, from -1 to 1, below which a concept is not proposed."""
BEST = 2
"""Concepts that are proposed for one provision by meaning."""
OF_A_TEXT = 5
"""Concepts that are proposed for a whole text."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Proposal:
    """A concept for a text (``lineage`` None) or for one of its provisions."""

    concept: int
    lineage: int | None
    found: str
    score: float


def proposals(instrument: Instrument) -> list[Proposal]:
    """What is proposed for the latest version of a text, the best of each concept and provision."""
    version = Version.objects.filter(instrument=instrument, reconstructed_from=None).last()
    if version is None:
        return []
    language = LanguageVersion.objects.filter(version=version).order_by("status", "pk")[0].language
    wordings = list(
        ProvisionWording.objects.filter(
            provision__version=version, language=language, provision__kind__in=KINDS
        )
        .exclude(text="")
        .select_related("provision")
        .order_by("provision__position")
    )
    concepts = list(
        Concept.objects.filter(scheme__key__in=SCHEMES, record__access=Access.PUBLIC)
        .with_words()
        .select_related("scheme")
    )
    found = [*by_words(wordings, concepts, language), *by_meaning(wordings, concepts, language)]
    best: dict[tuple[int, int | None], Proposal] = {}
    for each in [*found, *of_the_text(found), *by_matrix(instrument)]:
        key = (each.concept, each.lineage)
        if key not in best or each.score > best[key].score:
            best[key] = each
    return sorted(best.values(), key=lambda each: -each.score)


def plain(words: str) -> str:
    """Words as they are compared."""
    return f" {_SPACE.sub(' ', re.sub(r'[^\w]+', ' ', words)).strip().casefold()} "


def by_words(
    wordings: Iterable[ProvisionWording], concepts: Sequence[Concept], language: str
) -> list[Proposal]:
    """Concepts whose name stands in the words of a provision."""
    names: list[tuple[int, str]] = []
    for each in concepts:
        said = each.say("title", language)
        name = plain(said.text)
        long_enough = len(name.split()) >= LEAST_WORDS or (language == "zh" and len(name) > 6)
        if said.language == language and long_enough:
            names.append((each.pk, name.strip() if language == "zh" else name))
    made = []
    for wording in wordings:
        words = plain(wording.text)
        for key, name in names:
            if name in words:
                made.append(Proposal(key, wording.provision.lineage_id, Tag.Found.WORDS, 0.95))
    return made


def by_meaning(
    wordings: Sequence[ProvisionWording], concepts: Sequence[Concept], language: str
) -> list[Proposal]:
    """Concepts that mean what a provision does; none where the model is not installed."""
    from majlis.commons.search import embed

    if not wordings or not concepts:
        return []
    names = [said_of(each, language) for each in concepts]
    theirs = embed.vectors(names, "passage", language)
    if theirs is None:
        return []
    ours = embed.vectors([each.text for each in wordings], "passage", language)
    assert ours is not None  # the model is there
    likeness = ours @ theirs.T
    made = []
    for wording, row in zip(wordings, likeness, strict=True):
        for place in row.argsort()[::-1][:BEST]:
            if row[place] >= LEAST_LIKE:
                made.append(
                    Proposal(
                        concepts[place].pk,
                        wording.provision.lineage_id,
                        Tag.Found.MEANING,
                        round(float(row[place]), 3),
                    )
                )
    return made


def said_of(concept: Concept, language: str) -> str:
    """What a concept means, in words: its name and its description."""
    pieces = (concept.say(name, language).text for name in ("title", "description", "definition"))
    return ". ".join(each for each in pieces if each)


def of_the_text(found: Iterable[Proposal]) -> list[Proposal]:
    """Concepts of a whole text: those that most of its provisions are about."""
    scores: dict[int, list[float]] = defaultdict(list)
    for each in found:
        scores[each.concept].append(each.score)
    ranked = sorted(scores.items(), key=lambda item: (-sum(item[1]), item[0]))
    return [
        Proposal(
            concept, None, Tag.Found.WORDS if max(all_) >= 0.95 else Tag.Found.MEANING, max(all_)
        )
        for concept, all_ in ranked[:OF_A_TEXT]
    ]


def by_matrix(instrument: Instrument) -> list[Proposal]:
    """Goals that accepted cells link to the action lines that a person has confirmed for the text."""
    rows = Tag.objects.filter(instrument=instrument, state=CONFIRMED, lineage=None)
    cells = Link.objects.filter(
        row__in=rows.values("concept"), state="accepted", record__access=Access.PUBLIC
    )
    return [
        Proposal(column, None, Tag.Found.MATRIX, 0.5)
        for column in cells.values_list("column", flat=True).distinct()
    ]
