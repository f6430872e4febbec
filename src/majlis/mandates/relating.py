"""Keeping what mandates mean, and finding pairs that may be related: done by the worker, and by nobody who waits.

What is kept here is derived and decides nothing, so no verb is done and nothing is audited: a pair counts once a
person has judged it, and is never touched here after that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from majlis.instruments.models import ProvisionWording
from majlis.mandates import near
from majlis.mandates.kinds import Standing
from majlis.mandates.lifecycle import ACTIVE, PROPOSED
from majlis.mandates.models import Mandate, Meaning, RelatedPair

if TYPE_CHECKING:
    import numpy as np

    from majlis.mandates.near import Array

    type Numbers = np.ndarray[Any, np.dtype[np.int64]]

MOST = 5
"""Pairs that are proposed for a mandate; another may propose it once more."""
ROWS = 512
"""Mandates that are compared with all others at once: 40 MB of likenesses where there are 20,000."""
_BATCH = 100
type Pairs = dict[tuple[int, int], float]


def is_read() -> Exists:
    """Whether the words of the mandate outside were read as they are asked now, by the method of this machine."""
    of = {"mandate": OuterRef("pk"), "asking": OuterRef("asking")}
    return Exists(Meaning.objects.filter(**of, method=near.method()))


def stale() -> list[int]:
    """Mandates whose words were not read yet as they are asked now, or by another method."""
    found = Mandate.objects.filter(~is_read(), asking__isnull=False)
    return list(found.order_by("pk").values_list("pk", flat=True))


def keep_meanings(keys: Sequence[int] | None = None) -> list[int]:
    """Make the vectors of mandates, of all where none are named, so far as their words have changed; those that changed."""
    if keys is None:
        keys = list(Mandate.objects.order_by("pk").values_list("pk", flat=True))
    changed: list[int] = []
    for start in range(0, len(keys), _BATCH):
        changed += _keep(keys[start : start + _BATCH])
    return changed


def words_of(keys: Sequence[int]) -> dict[int, tuple[int, dict[str, str]]]:
    """Mandate -> the asking that counts, and the words that ask in each language in which they are kept."""
    rows = list(
        Mandate.objects.filter(pk__in=keys, asking__isnull=False).values_list(
            "pk",
            "asking",
            "asking__provision",
            "asking__provision__parent",
            "asking__provision__parent__kind",
        )
    )
    wanted = {each for row in rows for each in row[2:4] if each is not None}
    said: dict[int, dict[str, str]] = defaultdict(dict)
    found = ProvisionWording.objects.filter(provision__in=wanted).exclude(text="")
    for provision, language, text in found.values_list("provision", "language", "text"):
        said[provision][language] = text
    made = {}
    for pk, asking, provision, parent, kind in rows:
        above = said[parent] if kind in near.ABOVE else {}
        words = {
            language: near.asked(text, above.get(language, ""))
            for language, text in said[provision].items()
        }
        made[pk] = (asking, words)
    return made


def _keep(keys: Sequence[int]) -> list[int]:
    words = {pk: (asking, said) for pk, (asking, said) in words_of(keys).items() if said}
    there: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for pk, digest, asking in Meaning.objects.filter(mandate__in=keys).values_list(
        "mandate", "digest", "asking"
    ):
        there[pk].add((digest, asking))
    wanted = {pk: near.digest(said) for pk, (_asking, said) in words.items()}
    changed = [pk for pk, digest in wanted.items() if there[pk] != {(digest, words[pk][0])}]
    gone = [pk for pk in keys if pk not in words and there[pk]]
    made = near.vectors([item for pk in changed for item in words[pk][1].items()])
    rows, at = [], 0
    for pk in changed:
        asking, said = words[pk]
        own = made[at : at + len(said)]
        at += len(said)
        each: Iterable[tuple[str, Any]] = (
            [("", near.joined(own))]
            if near.method() == near.MEANING
            else zip(said, own, strict=True)
        )
        rows += [
            Meaning(
                mandate_id=pk,
                asking_id=asking,
                language=language,
                method=near.method(),
                digest=wanted[pk],
                vector=vector,
            )
            for language, vector in each
        ]
    with transaction.atomic():
        Meaning.objects.filter(mandate__in=[*changed, *gone]).delete()
        Meaning.objects.bulk_create(rows, ignore_conflicts=True)
    return changed + gone


def relate(changed: Iterable[int] | None = None) -> int:
    """Propose the pairs of mandates that changed, or of all; the number of pairs that are proposed now.

    What a person has judged stays as it is, whatever is found.
    """
    wanted = None if changed is None else set(changed)
    found: Pairs = {}
    for keys, groups, matrix in _matrices():
        rows = (
            None
            if wanted is None
            else [place for place, key in enumerate(keys.tolist()) if key in wanted]
        )
        for pair, score in pairs(keys, groups, matrix, near.AKIN[near.method()], rows):
            found[pair] = max(score, found.get(pair, score))
    return _propose(found, wanted)


def _matrices() -> Iterator[tuple[Numbers, Numbers, Array]]:
    """All mandates that go on, by language where each has its own vector: keys, groups, vectors.

    A group is a text, or the series that it is an edition of: what one says again year by year is no pair.
    """
    import numpy as np

    rows = Meaning.objects.filter(
        method=near.method(), mandate__life=ACTIVE, mandate__asking__isnull=False
    ).exclude(mandate__standing=Standing.PAST)
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


def pairs(
    keys: Numbers,
    groups: Numbers,
    matrix: Array,
    least: float,
    rows: Sequence[int] | None = None,
) -> Iterator[tuple[tuple[int, int], float]]:
    """The pairs of different groups whose likeness is ``least`` or more, the best MOST of each; one may come twice.

    ``row_codes``: the places whose pairs are wanted; all where None.
    """
    import numpy as np

    wanted = np.arange(len(keys)) if rows is None else np.asarray(rows, dtype=np.int64)
    best = min(MOST, max(0, len(keys) - 1))
    if not best:
        return
    for start in range(0, len(wanted), ROWS):
        block = wanted[start : start + ROWS]
        like = matrix[block] @ matrix.T
        like[groups[block][:, None] == groups[None, :]] = -1  # itself among them
        tops = np.argpartition(like, -best, axis=1)[:, -best:]
        scores = np.take_along_axis(like, tops, axis=1)
        for line, column in zip(*np.nonzero(scores >= least), strict=True):
            one, two = int(keys[block[line]]), int(keys[tops[line, column]])
            yield (min(one, two), max(one, two)), float(scores[line, column])


def _propose(found: Pairs, wanted: set[int] | None) -> int:
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
        now, by = timezone.now(), near.method()
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
