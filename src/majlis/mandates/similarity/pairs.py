"""Embeddings of mandates are kept up to date, and pairs of similar mandates proposed; done by the worker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from majlis.instruments.models import ProvisionWording
from majlis.mandates.core import embeddings
from majlis.mandates.lifecycle import ACTIVE, PROPOSED
from majlis.mandates.models import Mandate, MandateEmbedding, RelatedPair
from majlis.mandates.models.choices import LegalStatus

if TYPE_CHECKING:
    import numpy as np

    from majlis.mandates.core.embeddings import Array

    type Numbers = np.ndarray[Any, np.dtype[np.int64]]

PAIRS_PER_MANDATE = 5
"""Pairs that are proposed for a mandate; another may propose it once more."""
ROWS_AT_ONCE = 512
"""Mandates that are compared with all others at once: 40 MB of likenesses where there are 20,000."""
_BATCH = 100
type PairScores = dict[tuple[int, int], float]


def has_embedding() -> Exists:
    """Whether the words of the mandate outside were read as they are asked now, by the method of this machine."""
    of = {"mandate": OuterRef("pk"), "source": OuterRef("source")}
    return Exists(MandateEmbedding.objects.filter(**of, method=embeddings.method()))


def stale_mandates() -> list[int]:
    """Mandates whose words were not read yet as they are asked now, or by another method."""
    found = Mandate.objects.filter(~has_embedding(), source__isnull=False)
    return list(found.order_by("pk").values_list("pk", flat=True))


def update_embeddings(keys: Sequence[int] | None = None) -> list[int]:
    """Make the vectors of mandates, of all where none are named, so far as their words have changed; those that changed."""
    if keys is None:
        keys = list(Mandate.objects.order_by("pk").values_list("pk", flat=True))
    changed: list[int] = []
    for start in range(0, len(keys), _BATCH):
        changed += _update_batch(keys[start : start + _BATCH])
    return changed


def comparison_texts(keys: Sequence[int]) -> dict[int, tuple[int, dict[str, str]]]:
    """Mandate -> the source that counts, and the words that ask in each language in which they are kept."""
    rows = list(
        Mandate.objects.filter(pk__in=keys, source__isnull=False).values_list(
            "pk",
            "source",
            "source__provision",
            "source__provision__parent",
            "source__provision__parent__kind",
        )
    )
    wanted = {each for row in rows for each in row[2:4] if each is not None}
    said: dict[int, dict[str, str]] = defaultdict(dict)
    found = ProvisionWording.objects.filter(provision__in=wanted).exclude(text="")
    for provision, language, text in found.values_list("provision", "language", "text"):
        said[provision][language] = text
    made = {}
    for pk, source, provision, parent, kind in rows:
        above = said[parent] if kind in embeddings.PARENT_KINDS else {}
        words = {
            language: embeddings.comparison_text(text, above.get(language, ""))
            for language, text in said[provision].items()
        }
        made[pk] = (source, words)
    return made


def _update_batch(keys: Sequence[int]) -> list[int]:
    words = {pk: (source, said) for pk, (source, said) in comparison_texts(keys).items() if said}
    there: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for pk, digest, source in MandateEmbedding.objects.filter(mandate__in=keys).values_list(
        "mandate", "digest", "source"
    ):
        there[pk].add((digest, source))
    wanted = {pk: embeddings.digest(said) for pk, (_asking, said) in words.items()}
    changed = [pk for pk, digest in wanted.items() if there[pk] != {(digest, words[pk][0])}]
    gone = [pk for pk in keys if pk not in words and there[pk]]
    made = embeddings.vectors([item for pk in changed for item in words[pk][1].items()])
    rows, at = [], 0
    for pk in changed:
        source, said = words[pk]
        own = made[at : at + len(said)]
        at += len(said)
        each: Iterable[tuple[str, Any]] = (
            [("", embeddings.mean_vector(own))]
            if embeddings.method() == embeddings.MEANING
            else zip(said, own, strict=True)
        )
        rows += [
            MandateEmbedding(
                mandate_id=pk,
                source_id=source,
                language=language,
                method=embeddings.method(),
                digest=wanted[pk],
                vector=vector,
            )
            for language, vector in each
        ]
    with transaction.atomic():
        MandateEmbedding.objects.filter(mandate__in=[*changed, *gone]).delete()
        MandateEmbedding.objects.bulk_create(rows, ignore_conflicts=True)
    return changed + gone


def propose_pairs(changed: Iterable[int] | None = None) -> int:
    """Propose the pairs of mandates that changed, or of all; the number of pairs that are proposed now.

    What a person has judged stays as it is, whatever is found.
    """
    wanted = None if changed is None else set(changed)
    found: PairScores = {}
    for keys, groups, matrix in _embedding_matrices():
        rows = (
            None
            if wanted is None
            else [place for place, key in enumerate(keys.tolist()) if key in wanted]
        )
        for pair, score in similar_pairs(
            keys, groups, matrix, embeddings.RELATED_THRESHOLD[embeddings.method()], rows
        ):
            found[pair] = max(score, found.get(pair, score))
    return _save_proposals(found, wanted)


def _embedding_matrices() -> Iterator[tuple[Numbers, Numbers, Array]]:
    """All mandates that go on, by language where each has its own vector: keys, groups, vectors.

    A group is a text, or the series that it is an edition of: what one says again year by year is no pair.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    rows = MandateEmbedding.objects.filter(
        method=embeddings.method(), mandate__lifecycle_state=ACTIVE, mandate__source__isnull=False
    ).exclude(mandate__legal_status=LegalStatus.PAST)
    for language in sorted(set(rows.order_by().values_list("language", flat=True).distinct())):
        some = rows.filter(language=language).order_by("mandate")
        values = list(
            some.values_list(
                "mandate", "mandate__instrument", "mandate__instrument__series", "vector"
            )
        )
        yield (
            np.array([each[0] for each in values], dtype=np.int64),
            # Keys of series and of texts could be equal: one of the two is counted downwards.
            np.array([-each[2] if each[2] else each[1] for each in values], dtype=np.int64),
            np.array([np.asarray(each[3]) for each in values], dtype=np.float32),
        )


def similar_pairs(
    keys: Numbers,
    groups: Numbers,
    matrix: Array,
    least: float,
    rows: Sequence[int] | None = None,
) -> Iterator[tuple[tuple[int, int], float]]:
    """The pairs of different groups whose likeness is ``least`` or more, the best MOST of each; one may come twice.

    ``row_codes``: the places whose pairs are wanted; all where None.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    wanted = np.arange(len(keys)) if rows is None else np.asarray(rows, dtype=np.int64)
    best = min(PAIRS_PER_MANDATE, max(0, len(keys) - 1))
    if not best:
        return
    for start in range(0, len(wanted), ROWS_AT_ONCE):
        block = wanted[start : start + ROWS_AT_ONCE]
        like = matrix[block] @ matrix.T
        like[groups[block][:, None] == groups[None, :]] = -1  # itself among them
        tops = np.argpartition(like, -best, axis=1)[:, -best:]
        scores = np.take_along_axis(like, tops, axis=1)
        for line, column in zip(*np.nonzero(scores >= least), strict=True):
            one, two = int(keys[block[line]]), int(keys[tops[line, column]])
            yield (min(one, two), max(one, two)), float(scores[line, column])


def _save_proposals(found: PairScores, wanted: set[int] | None) -> int:
    """Write the pairs that were found; those that were proposed before and are not found now go."""
    there = RelatedPair.objects.all()
    if wanted is not None:
        there = there.filter(Q(first__in=wanted) | Q(second__in=wanted))
    known = {
        (one, two): (pk, state, round(score, 4), by)
        for pk, one, two, state, score, by in there.values_list(
            "pk", "first", "second", "state", "score", "method"
        )
    }
    with transaction.atomic():
        gone = [
            pk
            for pair, (pk, state, _s, _m) in known.items()
            if pair not in found and state == PROPOSED
        ]
        RelatedPair.objects.filter(pk__in=gone, state=PROPOSED).delete()
        now, by = timezone.now(), embeddings.method()
        RelatedPair.objects.bulk_create(
            (
                RelatedPair(
                    first_id=one, second_id=two, score=round(score, 4), method=by, found_at=now
                )
                for (one, two), score in found.items()
                if (one, two) not in known
            ),
            batch_size=2_000,
            ignore_conflicts=True,
        )
        moved = [
            RelatedPair(pk=known[pair][0], score=round(score, 4), method=by)
            for pair, score in found.items()
            if pair in known
            and known[pair][1] == PROPOSED
            and known[pair][2:] != (round(score, 4), by)
        ]
        RelatedPair.objects.bulk_update(moved, ["score", "method"], batch_size=2_000)
    return sum(pair not in known or known[pair][1] == PROPOSED for pair in found)
