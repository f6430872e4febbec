"""Keep the embeddings of mandates up to date, and propose pairs of similar mandates; run by the worker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from majlis.instruments.models import ProvisionWording
from majlis.kernel import clock
from majlis.mandates.core import embeddings
from majlis.mandates.lifecycle import ACTIVE, PROPOSED
from majlis.mandates.models import Mandate, MandateEmbedding, RelatedPair
from majlis.mandates.models.choices import LegalStatus

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from majlis.mandates.core.embeddings import Array

    type Numbers = npt.NDArray[np.int64]

PAIRS_PER_MANDATE = 5
"""Number of pairs proposed for a mandate; it can also be in pairs of other mandates."""
ROWS_AT_ONCE = 512
"""Mandates compared with all others at a time: 40 MB of similarities for 20,000 mandates."""
_BATCH = 100
type PairScores = dict[tuple[int, int], float]


def has_embedding() -> Exists:
    """Whether the outer mandate has an embedding of its current source, by the method of this machine."""
    current = {"mandate": OuterRef("pk"), "source": OuterRef("source")}
    return Exists(MandateEmbedding.objects.filter(**current, method=embeddings.method()))


def stale_mandates() -> list[int]:
    """The keys of mandates without an embedding of their current source by the current method."""
    mandates = Mandate.objects.filter(~has_embedding(), source__isnull=False)
    return list(mandates.order_by("pk").values_list("pk", flat=True))


def update_embeddings(keys: Sequence[int] | None = None) -> list[int]:
    """Update the embeddings of mandates (of all for None) whose text changed; returns their keys."""
    if keys is None:
        keys = list(Mandate.objects.order_by("pk").values_list("pk", flat=True))
    changed: list[int] = []
    for start in range(0, len(keys), _BATCH):
        changed += _update_batch(keys[start : start + _BATCH])
    return changed


def comparison_texts(keys: Sequence[int]) -> dict[int, tuple[int, dict[str, str]]]:
    """Map each mandate to its current source and to its compared text by language."""
    rows = list(
        Mandate.objects.filter(pk__in=keys, source__isnull=False).values_list(
            "pk",
            "source",
            "source__provision",
            "source__provision__parent",
            "source__provision__parent__kind",
        )
    )
    provisions = {each for row in rows for each in row[2:4] if each is not None}
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    wordings = ProvisionWording.objects.filter(provision__in=provisions).exclude(text="")
    for provision, language, text in wordings.values_list("provision", "language", "text"):
        texts[provision][language] = text
    by_mandate = {}
    for pk, source, provision, parent, kind in rows:
        above = texts[parent] if kind in embeddings.PARENT_KINDS else {}
        compared = {
            language: embeddings.comparison_text(text, above.get(language, ""))
            for language, text in texts[provision].items()
        }
        by_mandate[pk] = (source, compared)
    return by_mandate


def _update_batch(keys: Sequence[int]) -> list[int]:
    words = {pk: (source, texts) for pk, (source, texts) in comparison_texts(keys).items() if texts}
    existing: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for pk, digest, source in MandateEmbedding.objects.filter(mandate__in=keys).values_list(
        "mandate", "digest", "source"
    ):
        existing[pk].add((digest, source))
    digests = {pk: embeddings.digest(texts) for pk, (_asking, texts) in words.items()}
    changed = [pk for pk, digest in digests.items() if existing[pk] != {(digest, words[pk][0])}]
    without_text = [pk for pk in keys if pk not in words and existing[pk]]
    rows = []
    for pk, vectors in zip(changed, _vectors([words[pk][1] for pk in changed]), strict=True):
        rows += [
            MandateEmbedding(
                mandate_id=pk,
                source_id=words[pk][0],
                language=language,
                part=part,
                method=embeddings.method(),
                digest=digests[pk],
                vector=vector,
            )
            for language, part, vector in vectors
        ]
    with transaction.atomic():
        MandateEmbedding.objects.filter(mandate__in=[*changed, *without_text]).delete()
        MandateEmbedding.objects.bulk_create(rows, ignore_conflicts=True)
    return changed + without_text


def _vectors(mandates: Sequence[Mapping[str, str]]) -> list[list[tuple[str, int, Array]]]:
    """For each mandate, given as its texts by language, the rows to save: language, part and vector.

    By words each language has a row. By meaning there is one for the whole in all languages, and one for
    each part of it: the mean of all languages, if each has as many parts, else that of one language.
    """
    compared = [
        [(language, text) for language, text in texts.items()] + _parts(texts) for texts in mandates
    ]
    vectors = embeddings.vectors([each for texts in compared for each in texts])
    by_mandate, place = [], 0
    for texts, pairs in zip(mandates, compared, strict=True):
        own = vectors[place : place + len(pairs)]
        place += len(pairs)
        if embeddings.method() == embeddings.WORDS:
            by_mandate.append([(language, 0, own[n]) for n, language in enumerate(texts)])
            continue
        whole = [("", 0, embeddings.mean_vector(own[: len(texts)]))]
        languages = list(dict.fromkeys(language for language, _text in pairs[len(texts) :]))
        count = (len(pairs) - len(texts)) // max(1, len(languages))
        by_part = own[len(texts) :].reshape(len(languages), count, vectors.shape[1])
        whole += [("", n + 1, embeddings.mean_vector(by_part[:, n])) for n in range(count)]
        by_mandate.append(whole)
    return by_mandate


def _parts(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The parts of a mandate, each with its language: of all its languages, if they have as many, else of one."""
    if embeddings.method() == embeddings.WORDS:
        return []
    by_language = {language: embeddings.parts(text) for language, text in texts.items()}
    if len({len(parts) for parts in by_language.values()}) > 1:
        longest = max(by_language, key=lambda language: (len(by_language[language]), language))
        by_language = {longest: by_language[longest]}
    return [(language, part) for language, parts in by_language.items() for part in parts]


def propose_pairs(changed: Iterable[int] | None = None) -> int:
    """Propose the pairs of the changed mandates (of all for None); returns the number of proposed pairs.

    Judged pairs are not changed.
    """
    changed_keys = None if changed is None else set(changed)
    scores: PairScores = {}
    for keys, groups, matrix in _embedding_matrices():
        rows = (
            None
            if changed_keys is None
            else [place for place, key in enumerate(keys.tolist()) if key in changed_keys]
        )
        for pair, score in similar_pairs(
            keys, groups, matrix, embeddings.RELATED_THRESHOLD[embeddings.method()], rows
        ):
            scores[pair] = max(score, scores.get(pair, score))
    return _save_proposals(scores, changed_keys)


def _embedding_matrices() -> Iterator[tuple[Numbers, Numbers, Array]]:
    """Keys, groups and vectors of all active mandates; once for each language if each has its own vector.

    A group is a text, or the series whose edition it is: a yearly repetition is no pair.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    rows = MandateEmbedding.objects.filter(
        part=0,
        method=embeddings.method(),
        mandate__lifecycle_state=ACTIVE,
        mandate__source__isnull=False,
    ).exclude(mandate__legal_status=LegalStatus.PAST)
    for language in sorted(set(rows.order_by().values_list("language", flat=True).distinct())):
        of_language = rows.filter(language=language).order_by("mandate")
        values = list(
            of_language.values_list(
                "mandate", "mandate__instrument", "mandate__instrument__series", "vector"
            )
        )
        yield (
            np.array([each[0] for each in values], dtype=np.int64),
            # Keys of series are negated, as they could equal keys of texts.
            np.array([-each[2] if each[2] else each[1] for each in values], dtype=np.int64),
            np.array([np.asarray(each[3]) for each in values], dtype=np.float32),
        )


def similar_pairs(
    keys: Numbers,
    groups: Numbers,
    matrix: Array,
    threshold: float,
    rows: Sequence[int] | None = None,
) -> Iterator[tuple[tuple[int, int], float]]:
    """Pairs of different groups with a similarity of at least ``threshold``; the best ones of each mandate.

    A pair may be given twice. ``rows``: the indices of the mandates to compare with all; all for
    None.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    indices = np.arange(len(keys)) if rows is None else np.asarray(rows, dtype=np.int64)
    best = min(PAIRS_PER_MANDATE, max(0, len(keys) - 1))
    if not best:
        return
    for start in range(0, len(indices), ROWS_AT_ONCE):
        block = indices[start : start + ROWS_AT_ONCE]
        similarities = matrix[block] @ matrix.T
        similarities[groups[block][:, None] == groups[None, :]] = -1  # including the mandate itself
        tops = np.argpartition(similarities, -best, axis=1)[:, -best:]
        scores = np.take_along_axis(similarities, tops, axis=1)
        for row, column in zip(*np.nonzero(scores >= threshold), strict=True):
            first, second = int(keys[block[row]]), int(keys[tops[row, column]])
            yield (min(first, second), max(first, second)), float(scores[row, column])


def _save_proposals(scores: PairScores, changed_keys: set[int] | None) -> int:
    """Save the pairs, and delete proposed ones that were not found any more."""
    pairs = RelatedPair.objects.all()
    if changed_keys is not None:
        pairs = pairs.filter(Q(first__in=changed_keys) | Q(second__in=changed_keys))
    known = {
        (first, second): (pk, state, round(score, 4), method)
        for pk, first, second, state, score, method in pairs.values_list(
            "pk", "first", "second", "state", "score", "method"
        )
    }
    with transaction.atomic():
        not_found = [
            pk
            for pair, (pk, state, _s, _m) in known.items()
            if pair not in scores and state == PROPOSED
        ]
        RelatedPair.objects.filter(pk__in=not_found, state=PROPOSED).delete()
        now, method = clock.now(), embeddings.method()
        RelatedPair.objects.bulk_create(
            (
                RelatedPair(
                    first_id=first,
                    second_id=second,
                    score=round(score, 4),
                    method=method,
                    found_at=now,
                )
                for (first, second), score in scores.items()
                if (first, second) not in known
            ),
            batch_size=2_000,
            ignore_conflicts=True,
        )
        updated = [
            RelatedPair(pk=known[pair][0], score=round(score, 4), method=method)
            for pair, score in scores.items()
            if pair in known
            and known[pair][1] == PROPOSED
            and known[pair][2:] != (round(score, 4), method)
        ]
        RelatedPair.objects.bulk_update(updated, ["score", "method"], batch_size=2_000)
    return sum(pair not in known or known[pair][1] == PROPOSED for pair in scores)
