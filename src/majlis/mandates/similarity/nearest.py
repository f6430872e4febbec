"""The mandates of the register that are nearest to a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from django.db import transaction
from django.db.models import Count, F, IntegerField, Max, Q, QuerySet, Value
from pgvector.django import MaxInnerProduct

from majlis.commons.search.queries import configure_indexes
from majlis.instruments.models import ProvisionWording
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core import embeddings
from majlis.mandates.core.addressees import BODY_SEPARATOR
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.models import Addressee, Mandate, MandateEmbedding
from majlis.mandates.similarity.pairs import comparison_texts, has_embedding

SHOWN_AT_MOST = 5
"""Maximum number of similar mandates shown for a paragraph, and of those below the threshold."""
PARTS_COMPARED = 4
"""Parts of a paragraph that are compared beside the whole."""
MOST_BY_WORDS = 2_000
"""Maximum number of mandates without embedding that are compared by words, which takes about a second."""
_CANDIDATES = 96  # nearest embeddings of each part, several of one mandate, which are ranked again
_WEIGHT_OF_WORDS = 0.3
_WEIGHT_OF_NAMES = 0.03
_WEIGHT_OF_ADDRESSEE = 0.02
_LEAST_WEIGHT = 0.1  # of a word that all candidates have


@dataclass(frozen=True)
class ComparisonText:
    """A text to compare; mandates of ``lineage`` are left out, as they are the same provision in other versions.

    ``addressees``: the English names that the engine gives to whom the text asks.
    """

    language: str
    words: str
    lineage: int | None = None
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True)
class Likeness:
    """How similar a mandate is to a text. ``score``: up to 1, from ``meaning`` and what both have in common.

    ``shared``: names of the text that the mandate has too, then words that both have in one language,
    those that few mandates have first. ``same_addressee``: both ask the same entity.
    """

    score: float
    meaning: float | None = None
    shared: tuple[str, ...] = ()
    same_addressee: bool = False


@dataclass(frozen=True)
class NearMandate:
    """A mandate near a text. ``original``: its authentic wording, if the row has another language."""

    line: MandateRow
    likeness: Likeness
    original: ProvisionWording | None = None


@dataclass(frozen=True)
class NearestMandates:
    """The mandates that are similar to a text, and the nearest of those that are not, each the nearest first."""

    similar: Sequence[NearMandate] = ()
    below: Sequence[NearMandate] = ()


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
) -> list[NearestMandates]:
    """For each text the nearest mandates that the user may see: at most ``limit`` similar ones, and as many below.

    The parts of a text are compared one by one with those of the mandates. It runs six queries for any
    number of texts, and two more while some mandates have no embedding: these are compared by the words
    of the same language. ``language``: the reader's.
    """
    if not texts:
        return []
    candidates = _candidates(texts, user)
    by_words = _by_words(texts, user)
    threshold = embeddings.NEAREST_THRESHOLD[embeddings.method()]
    keys = {pk for scores in candidates for pk in scores}
    wordings = _wordings(keys.union(*by_words))
    addressees = _addressees(keys)
    ranked = []
    for text, scores, word_scores in zip(texts, candidates, by_words, strict=True):
        likenesses = {pk: Likeness(score) for pk, score in word_scores.items()}
        likenesses |= _likenesses(text, scores, wordings, addressees)
        ordered = sorted(likenesses.items(), key=lambda item: (-item[1].score, item[0]))
        above = [each for each in ordered if each[1].score >= threshold]
        ranked.append((above[:limit], ordered[len(above) :][: limit if len(above) < limit else 0]))
    rows = _rows(
        {pk for lists in ranked for each in lists for pk, _likeness in each}, user, language
    )
    similar, below = (
        [
            [
                NearMandate(rows[pk], likeness, _original(rows[pk], wordings.get(pk, [])))
                for pk, likeness in lists[n]
                if pk in rows
            ]
            for lists in ranked
        ]
        for n in (0, 1)
    )
    return [NearestMandates(*each) for each in zip(similar, below, strict=True)]


def _rows(keys: set[int], user: Reader, language: str) -> dict[int, MandateRow]:
    if not keys:
        return {}
    mandates = Mandate.objects.visible_to(user).filter(pk__in=keys).select_related("record")
    return {each.mandate.pk: each for each in mandate_rows(with_row_data(mandates, language))}


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


def _likenesses(
    text: ComparisonText,
    meanings: Mapping[int, float],
    wordings: Mapping[int, Sequence[ProvisionWording]],
    addressees: Mapping[int, set[str]],
) -> dict[int, Likeness]:
    """The likeness of each candidate: by meaning, shared words of one language, names, and the addressee.

    A word counts the more, the fewer of the candidates have it; words of formulas do not count. Names are
    acronyms and symbols, which all languages write alike.
    """
    lexemes_by_mandate = {
        pk: frozenset(
            lexeme
            for each in wordings.get(pk, ())
            if each.language == text.language
            for lexeme in embeddings.lexemes(each.text[: embeddings.LONGEST_TEXT], text.language)
        )
        for pk in meanings
    }
    compared = [each for each in lexemes_by_mandate.values() if each]
    of_text = embeddings.lexemes(text.words, text.language).keys() - embeddings.formula_lexemes(
        text.language
    )
    weights = {
        lexeme: max(
            _LEAST_WEIGHT,
            log((len(compared) + 1) / (sum(lexeme in each for each in compared) + 0.5)),
        )
        for lexeme in of_text
    }
    total = sum(weights.values())
    names = embeddings.names(text.words)
    names_by_mandate = {
        pk: {name for each in wordings.get(pk, ()) for name in embeddings.names(each.text)}
        for pk in meanings
    }
    likenesses = {}
    for pk, meaning in meanings.items():
        common = of_text & lexemes_by_mandate[pk]
        share = sum(weights[each] for each in common) / total if common else 0.0
        same_addressee = not addressees.get(pk, set()).isdisjoint(text.addressees)
        in_common = names & names_by_mandate[pk]
        score = (
            meaning
            + _WEIGHT_OF_WORDS * share**2
            + _WEIGHT_OF_NAMES * bool(in_common)
            + _WEIGHT_OF_ADDRESSEE * same_addressee
        )
        shared = embeddings.words_with(text.words, text.language, common)
        ordered = sorted(shared, key=lambda word: -max(weights[each] for each in shared[word]))
        likenesses[pk] = Likeness(
            min(score, 1.0),
            meaning,
            tuple(dict.fromkeys([*sorted(in_common), *ordered])),
            same_addressee,
        )
    return likenesses


def _candidates(texts: Sequence[ComparisonText], user: Reader) -> list[dict[int, float]]:
    """For each text map the nearest mandates to the similarity of their nearest parts, in one query for all."""
    by_meaning = embeddings.method() == embeddings.MEANING
    compared = [
        (place, words)
        for place, text in enumerate(texts)
        for words in [
            text.words,
            *(embeddings.parts(text.words)[:PARTS_COMPARED] if by_meaning else ()),
        ]
    ]
    vectors = embeddings.draft_vectors(
        [(texts[place].language, words) for place, words in compared]
    )
    visible = MandateEmbedding.objects.filter(
        visibility_condition(user, "mandate__record__"), method=embeddings.method()
    )
    queries: list[QuerySet[MandateEmbedding, tuple[int, int, float]]] = []
    for (place, _words), vector in zip(compared, vectors, strict=True):
        text, rows = texts[place], visible
        if not by_meaning:
            rows = rows.filter(language=text.language)
        if text.lineage is not None:
            rows = rows.exclude(mandate__lineage=text.lineage)
        nearest = rows.annotate(
            n=Value(place, IntegerField()), far=MaxInnerProduct("vector", vector)
        ).order_by("far")
        queries.append(nearest.values_list("n", "mandate", "far")[:_CANDIDATES])
    candidates: list[dict[int, float]] = [{} for _text in texts]
    with transaction.atomic():
        configure_indexes()
        # A union needs at least two queries.
        found = list(queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0])
    for place, pk, distance in found:
        candidates[place][pk] = max(-distance, candidates[place].get(pk, -1.0))
    return candidates


def _addressees(keys: set[int]) -> dict[int, set[str]]:
    """Map each mandate to the English names of its addressees, as the engine gives them."""
    rows = Addressee.objects.filter(source__current_of__in=keys, role=Addressee.Role.ADDRESSEE)
    by_mandate: dict[int, set[str]] = {}
    for pk, lexicon in rows.values_list("source__current_of", "entity__lexicon"):
        names = {name.partition(BODY_SEPARATOR)[0] for name in lexicon}
        by_mandate.setdefault(pk, set()).update(names)
    return by_mandate


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
    authentic = [each for each in wordings if each.status == wordings[0].status]
    is_shown = any(each.language == line.language for each in authentic)
    return None if is_shown or not authentic else authentic[0]
