"""The mandates of the register that are nearest to a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, Max, Q, QuerySet, Value
from pgvector.django import MaxInnerProduct

from majlis.instruments.models import ProvisionWording
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core import embeddings
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.models import Mandate, MandateEmbedding
from majlis.mandates.similarity.pairs import comparison_texts, has_embedding

SHOWN_AT_MOST = 5
"""Maximum number of mandates shown for a paragraph."""
_CANDIDATES = 12
"""Number of nearest mandates by embedding that are ranked again by shared words."""
MOST_BY_WORDS = 2_000
"""Maximum number of mandates without embedding that are compared by words, which takes about a second."""
_MARGIN = 0.1
"""How far below the threshold a similarity by meaning may be for shared words to raise it."""


@dataclass(frozen=True)
class ComparisonText:
    """A text to compare; mandates of ``lineage`` are left out, as they are the same provision in other versions."""

    language: str
    words: str
    lineage: int | None = None


@dataclass(frozen=True)
class NearMandate:
    """A mandate near a text. ``original``: its authentic wording, if the row has another language."""

    line: MandateRow
    score: float
    original: ProvisionWording | None = None


@dataclass(frozen=True)
class ComparisonScope:
    """What a text is compared with: mandates, texts, date of the latest version; and method and threshold.

    ``all``: number of all mandates; ``by_words``: number of those without embedding that are
    compared by words.
    """

    mandates: int
    texts: int
    last: str
    method: str
    least: float
    all: int = 0
    by_words: int = 0


def comparison_scope(user: Reader) -> ComparisonScope:
    """The part of the register that is compared for this reader."""
    mandates = Mandate.objects.visible_to(user).filter(source__isnull=False)
    totals = mandates.annotate(is_read=has_embedding()).aggregate(
        mandates=Count("pk", filter=Q(is_read=True)),
        all=Count("pk"),
        texts=Count("instrument", distinct=True),
        last=Max("source__version__date"),
    )
    method = embeddings.method()
    return ComparisonScope(
        totals["mandates"],
        totals["texts"],
        totals["last"] or "",
        method,
        embeddings.NEAREST_THRESHOLD[method],
        totals["all"],
        min(totals["all"] - totals["mandates"], MOST_BY_WORDS),
    )


def nearest_mandates(
    texts: Sequence[ComparisonText], user: Reader, language: str, limit: int = SHOWN_AT_MOST
) -> list[list[NearMandate]]:
    """For each text the mandates that the user may see and that are near enough, the nearest first.

    It runs five queries for any number of texts, and two more while some mandates have no
    embedding: these are compared by the words of the same language. ``language``: the reader's.
    """
    if not texts:
        return []
    candidates = _candidates(texts, user)
    by_words = _by_words(texts, user)
    threshold = embeddings.NEAREST_THRESHOLD[embeddings.method()]
    keys_of_wordings = {
        pk for scored in candidates for pk, score in scored if score >= threshold - _MARGIN
    }
    wordings = _wordings(keys_of_wordings.union(*by_words))
    ranked = []
    for text, scored, word_scores in zip(texts, candidates, by_words, strict=True):
        scores = word_scores | {
            pk: _score(text, score, wordings.get(pk, [])) for pk, score in scored
        }
        ordered = sorted(scores, key=lambda pk: (-scores[pk], pk))
        ranked.append([(pk, scores[pk]) for pk in ordered if scores[pk] >= threshold][:limit])
    keys = {pk for scored in ranked for pk, _score in scored}
    row_by_mandate = {}
    if keys:
        mandates = Mandate.objects.visible_to(user).filter(pk__in=keys).select_related("record")
        rows = with_row_data(mandates, language)
        row_by_mandate = {each.mandate.pk: each for each in mandate_rows(rows)}
    return [
        [
            NearMandate(
                row_by_mandate[pk], score, _original(row_by_mandate[pk], wordings.get(pk, []))
            )
            for pk, score in scored
            if pk in row_by_mandate
        ]
        for scored in ranked
    ]


def _by_words(texts: Sequence[ComparisonText], user: Reader) -> list[dict[int, float]]:
    """For each text, map mandates without embedding to their similarity by words, if it is high enough."""
    without_embedding = Mandate.objects.visible_to(user).filter(
        ~has_embedding(), source__isnull=False
    )
    lineages = dict(without_embedding.order_by("-pk").values_list("pk", "lineage")[:MOST_BY_WORDS])
    scores_by_text: list[dict[int, float]] = [{} for _each in texts]
    if not lineages:
        return scores_by_text
    texts_of_mandates = comparison_texts(list(lineages))
    for language in {each.language for each in texts}:
        lexemes_by_mandate = {
            pk: embeddings.lexemes(by_language[language], language)
            for pk, (_asking, by_language) in texts_of_mandates.items()
            if language in by_language
        }
        for text, scores in zip(texts, scores_by_text, strict=True):
            if text.language != language:
                continue
            lexemes = embeddings.lexemes(text.words, language)
            for pk, mandate_lexemes in lexemes_by_mandate.items():
                score = embeddings.lexeme_overlap(lexemes, mandate_lexemes)
                if (
                    score >= embeddings.NEAREST_THRESHOLD[embeddings.WORDS]
                    and lineages[pk] != text.lineage
                ):
                    scores[pk] = score
    return scores_by_text


def _score(text: ComparisonText, score: float, wordings: Sequence[ProvisionWording]) -> float:
    """The similarity by meaning, or by words of the same language, whichever is greater."""
    word_scores = [
        embeddings.lexeme_similarity(
            text.words, each.text[: embeddings.LONGEST_TEXT], text.language
        )
        for each in wordings
        if each.language == text.language
    ]
    return max([score, *word_scores])


def _candidates(texts: Sequence[ComparisonText], user: Reader) -> list[list[tuple[int, float]]]:
    """For each text the nearest (mandate, similarity) by embedding, in one query for all."""
    vectors = embeddings.draft_vectors([(each.language, each.words) for each in texts])
    visible = MandateEmbedding.objects.filter(
        visibility_condition(user, "mandate__record__"), method=embeddings.method()
    )
    queries: list[QuerySet[MandateEmbedding, tuple[int, int, float]]] = []
    for index, (text, vector) in enumerate(zip(texts, vectors, strict=True)):
        rows = visible
        if embeddings.method() == embeddings.WORDS:
            rows = rows.filter(language=text.language)
        if text.lineage is not None:
            rows = rows.exclude(mandate__lineage=text.lineage)
        nearest = rows.annotate(
            n=Value(index, IntegerField()), far=MaxInnerProduct("vector", vector)
        ).order_by("far", "mandate")
        queries.append(nearest.values_list("n", "mandate", "far")[:_CANDIDATES])
    candidates: list[list[tuple[int, float]]] = [[] for _each in texts]
    # A union needs at least two queries.
    found = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    for index, pk, distance in found:
        candidates[index].append((pk, -distance))
    return candidates


def _wordings(keys: set[int]) -> dict[int, list[ProvisionWording]]:
    """Map each mandate to the wordings of its provision, authentic ones first."""
    by_mandate: dict[int, list[ProvisionWording]] = {}
    rows = ProvisionWording.objects.filter(provision__sources__current_of__in=keys)
    for wording in (
        rows.exclude(text="")
        .annotate(of=F("provision__sources__current_of"))
        .order_by("status", "pk")
    ):
        by_mandate.setdefault(wording.of, []).append(wording)
    return by_mandate


def _original(line: MandateRow, wordings: Sequence[ProvisionWording]) -> ProvisionWording | None:
    first = wordings[0] if wordings else None
    return None if first is None or first.language == line.language else first
