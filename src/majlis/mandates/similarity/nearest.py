"""The mandates of the register nearest to given words, for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, Max, Q, QuerySet, Value
from pgvector.django import MaxInnerProduct

from majlis.instruments.models import ProvisionWording
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core import embeddings
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.models import Mandate, MandateEmbedding
from majlis.mandates.similarity.pairs import comparison_texts, has_embedding

SHOWN_AT_MOST = 5
"""Mandates that are shown for a paragraph at most."""
_CANDIDATES = 12
"""Mandates by meaning among which those that share most words are looked for."""
MOST_BY_WORDS = 2_000
"""Mandates that are not ready which are compared by words: the latest ones, in a second while somebody waits."""
_MARGIN = 0.1
"""How far below what is near a likeness by meaning may be, for shared words to lift it."""


@dataclass(frozen=True)
class ComparisonText:
    """Words whose neighbours are wanted; those of the same lineage are the provision itself in other versions."""

    language: str
    words: str
    lineage: int | None = None


@dataclass(frozen=True)
class NearMandate:
    """A mandate near some words. ``find_wording``: its authentic words, where those of the line are others."""

    line: MandateRow
    score: float
    original: ProvisionWording | None = None


@dataclass(frozen=True)
class ComparisonScope:
    """With how much something was compared: mandates, texts, the date of the latest version; and how.

    ``all``: how many mandates there are; ``name_proposals``: how many of those that are not ready were compared word by word.
    """

    mandates: int
    texts: int
    last: str
    method: str
    least: float
    all: int = 0
    by_words: int = 0


def comparison_scope(user: Any) -> ComparisonScope:
    """With how much of the register words are compared for this reader."""
    found = Mandate.objects.visible_to(user).filter(source__isnull=False)
    counted = found.annotate(is_read=has_embedding()).aggregate(
        mandates=Count("pk", filter=Q(is_read=True)),
        all=Count("pk"),
        texts=Count("instrument", distinct=True),
        last=Max("source__version__date"),
    )
    by = embeddings.method()
    return ComparisonScope(
        counted["mandates"],
        counted["texts"],
        counted["last"] or "",
        by,
        embeddings.NEAREST_THRESHOLD[by],
        counted["all"],
        min(counted["all"] - counted["mandates"], MOST_BY_WORDS),
    )


def nearest_mandates(
    asked: Sequence[ComparisonText], user: Any, language: str, limit: int = SHOWN_AT_MOST
) -> list[list[NearMandate]]:
    """The mandates nearest to each of some words that the user may see, the nearest first; nothing where nothing is near.

    Five queries, however many words there are, and two more while mandates are not ready to be compared by meaning: these
    are compared by the words of one language. ``language``: the reader's.
    """
    if not asked:
        return []
    pool = _candidates(asked, user)
    unready = _by_words(asked, user)
    least = embeddings.NEAREST_THRESHOLD[embeddings.method()]
    wanted = {pk for some in pool for pk, score in some if score >= least - _MARGIN}
    worded = _wordings(wanted.union(*unready))
    ranked = []
    for one, some, others in zip(asked, pool, unready, strict=True):
        scores = others | {pk: _score(one, score, worded.get(pk, [])) for pk, score in some}
        best = sorted(scores, key=lambda pk: (-scores[pk], pk))
        ranked.append([(pk, scores[pk]) for pk in best if scores[pk] >= least][:limit])
    keys = {pk for some in ranked for pk, _score in some}
    shown = {}
    if keys:
        found = Mandate.objects.visible_to(user).filter(pk__in=keys).select_related("record")
        rows = with_row_data(found, language)
        shown = {each.mandate.pk: each for each in mandate_rows(rows)}
    return [
        [
            NearMandate(shown[pk], score, _original(shown[pk], worded.get(pk, [])))
            for pk, score in some
            if pk in shown
        ]
        for some in ranked
    ]


def _by_words(asked: Sequence[ComparisonText], user: Any) -> list[dict[int, float]]:
    """Of mandates that are not ready yet, mandate -> likeness to each of some words, where they share enough of them."""
    seen = Mandate.objects.visible_to(user).filter(~has_embedding(), source__isnull=False)
    lineages = dict(seen.order_by("-pk").values_list("pk", "lineage")[:MOST_BY_WORDS])
    found: list[dict[int, float]] = [{} for _each in asked]
    if not lineages:
        return found
    words = comparison_texts(list(lineages))
    for language in {each.language for each in asked}:
        said = {
            pk: embeddings.lexemes(texts[language], language)
            for pk, (_asking, texts) in words.items()
            if language in texts
        }
        for one, scores in zip(asked, found, strict=True):
            if one.language != language:
                continue
            own = embeddings.lexemes(one.words, language)
            for pk, theirs in said.items():
                score = embeddings.lexeme_overlap(own, theirs)
                if (
                    score >= embeddings.NEAREST_THRESHOLD[embeddings.WORDS]
                    and lineages[pk] != one.lineage
                ):
                    scores[pk] = score
    return found


def _score(one: ComparisonText, score: float, worded: Sequence[ProvisionWording]) -> float:
    """The likeness by meaning, or that of the words where both are in one language, whichever is greater."""
    shared = [
        embeddings.lexeme_similarity(one.words, each.text[: embeddings.LONGEST_TEXT], one.language)
        for each in worded
        if each.language == one.language
    ]
    return max([score, *shared])


def _candidates(asked: Sequence[ComparisonText], user: Any) -> list[list[tuple[int, float]]]:
    """(mandate, likeness) for each of some words, one query for all of them."""
    vectors = embeddings.draft_vectors([(each.language, each.words) for each in asked])
    seen: QuerySet[Any] = MandateEmbedding.objects.filter(
        visibility_condition(user, "mandate__record__"), method=embeddings.method()
    )
    parts = []
    for n, (one, vector) in enumerate(zip(asked, vectors, strict=True)):
        rows = seen
        if embeddings.method() == embeddings.WORDS:
            rows = rows.filter(language=one.language)
        if one.lineage is not None:
            rows = rows.exclude(mandate__lineage=one.lineage)
        far = MaxInnerProduct("vector", vector)
        some = rows.annotate(n=Value(n, IntegerField()), far=far).order_by("far", "mandate")
        parts.append(some.values_list("n", "mandate", "far")[:_CANDIDATES])
    found: list[list[tuple[int, float]]] = [[] for _each in asked]
    # Each by itself where there is one: a union of one is none.
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for n, pk, far in rows:
        found[n].append((pk, -far))
    return found


def _wordings(keys: set[int]) -> dict[int, list[ProvisionWording]]:
    """Mandate -> the words of the provision that asks, authentic ones first."""
    found: dict[int, list[ProvisionWording]] = {}
    rows = ProvisionWording.objects.filter(provision__sources__current_of__in=keys)
    for each in (
        rows.exclude(text="")
        .annotate(of=F("provision__sources__current_of"))
        .order_by("status", "pk")
    ):
        found.setdefault(each.of, []).append(each)
    return found


def _original(line: MandateRow, worded: Sequence[ProvisionWording]) -> ProvisionWording | None:
    first = worded[0] if worded else None
    return None if first is None or first.language == line.language else first
