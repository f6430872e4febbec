"""Related pairs: found in the background, kept once judged, cheap to keep."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from majlis.commons.search import embeddings
from majlis.instruments.models import ProvisionWording
from majlis.mandates.core import embeddings as core_embeddings
from majlis.mandates.models import Mandate, MandateEmbedding, RelatedPair
from majlis.mandates.similarity import pairs
from majlis.mandates.similarity.tasks import update_all_pairs, update_related
from tests.mandates import factories

pytestmark = pytest.mark.django_db
REPAIR = """Resolution {number}

The Council of Tides,

Noting the tide,

1. Requests the harbours to repair the lamps of the northern lighthouses before winter;

2. Decides to count the seals.
"""


@pytest.fixture(autouse=True)
def by_words(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the model: what is tested here is the same with it, and costs nothing."""
    if "with_model" not in request.node.name:
        monkeypatch.setattr(embeddings, "is_available", lambda: False)


def repairs() -> Mandate:
    return factories.mandate(factories.text(words=REPAIR), number=1, asked="Harbours", recipient="")


def proposed() -> set[tuple[int, int]]:
    return set(RelatedPair.objects.values_list("first", "second"))


def test_what_two_texts_ask_alike_is_proposed_once() -> None:
    one, two = repairs(), repairs()
    factories.mandate()
    update_related.func()
    assert proposed() == {(one.pk, two.pk)}
    update_all_pairs.func()
    update_related.func()
    assert proposed() == {(one.pk, two.pk)}


def test_what_one_text_or_series_repeats_is_no_pair() -> None:
    version = factories.text(words=REPAIR)
    factories.mandate(version, number=1)
    factories.mandate(factories.text(words=REPAIR, of=version), number=1)
    update_all_pairs.func()
    assert not proposed()


def test_what_a_person_judged_stays_and_what_nobody_judged_goes() -> None:
    one, two, three = repairs(), repairs(), repairs()
    update_all_pairs.func()
    kept = RelatedPair.objects.get(first=one, second=two)
    RelatedPair.objects.filter(pk=kept.pk).update(state="judged", judgement="same", score=0.9)
    Mandate.objects.filter(pk__in=[one.pk, two.pk]).update(lifecycle_state="completed")
    update_all_pairs.func()
    assert proposed() == {(one.pk, two.pk)}
    kept.refresh_from_db()
    assert (kept.state, kept.judgement, kept.score) == ("judged", "same", 0.9)
    Mandate.objects.filter(pk=two.pk).update(lifecycle_state="active")
    update_all_pairs.func()
    assert proposed() == {(one.pk, two.pk), (two.pk, three.pk)}


def test_words_are_read_again_only_where_they_changed() -> None:
    one, two = repairs(), repairs()
    assert pairs.stale_mandates() == [one.pk, two.pk]
    assert pairs.update_embeddings() == [one.pk, two.pk]
    assert pairs.stale_mandates() == []
    assert pairs.update_embeddings() == []
    assert one.source is not None
    ProvisionWording.objects.create(
        provision=one.source.provision, language="fr", status="authentic", text="Prie les ports"
    )
    assert pairs.update_embeddings() == [one.pk]
    assert set(MandateEmbedding.objects.filter(mandate=one).values_list("language", flat=True)) == {
        "en",
        "fr",
    }


def test_a_point_of_a_list_is_read_with_the_words_above_it() -> None:
    words = "Resolution {number}\n\nThe Council,\n\n1. Requests the Keeper:\n\n(a) to count seals;\n\n(b) to wait."
    version = factories.text(words=words)
    it = factories.mandate(version, number=1)
    assert it.source is not None
    it.source.provision = version.provisions.get(wordings__text__contains="count seals")
    it.source.save()
    (_asking, said) = pairs.comparison_texts([it.pk])[it.pk]
    assert said == {"en": "Requests the Keeper: to count seals;"}


def unit(rows: int, seed: int = 3) -> Any:
    made = np.random.default_rng(seed).standard_normal((rows, embeddings.DIMENSIONS))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def test_blocks_give_what_all_at_once_gives() -> None:
    matrix = unit(1_300)
    matrix[7] = matrix[1_200]
    keys = np.arange(1_300, dtype=np.int64) * 2
    groups = np.arange(1_300, dtype=np.int64)
    found = dict(pairs.similar_pairs(keys, groups, matrix, 0.9))
    assert set(found) == {(14, 2_400)}
    groups[7] = groups[1_200]
    assert not dict(pairs.similar_pairs(keys, groups, matrix, 0.9))


def test_of_many_alike_only_the_nearest_are_proposed() -> None:
    matrix = np.repeat(unit(1), 40, axis=0)
    keys = np.arange(40, dtype=np.int64)
    assert len(dict(pairs.similar_pairs(keys, keys, matrix, 0.5))) <= 40 * pairs.PAIRS_PER_MANDATE


def test_without_the_model_nothing_is_near_across_languages() -> None:
    english, french = core_embeddings.vectors(
        [("en", "Requests the harbours to repair the lamps"), ("fr", "Prie les ports de réparer")]
    )
    assert abs(float(english @ french)) < core_embeddings.NEAREST_THRESHOLD[core_embeddings.WORDS]


@pytest.mark.skipif(not embeddings.is_available(), reason="the model is not installed")
def test_with_model_a_pair_of_two_languages_is_proposed_and_nothing_else() -> None:
    words = {
        "en": "Requests the harbours to repair the lamps of the lighthouses before winter;",
        "ar": "يطلب إلى الموانئ إصلاح مصابيح المنارات قبل حلول الشتاء؛",
    }
    one, two, other = factories.mandate(), factories.mandate(), factories.mandate()
    for it, language in ((one, "en"), (two, "ar")):
        assert it.source is not None
        ProvisionWording.objects.filter(provision=it.source.provision).update(
            language=language, text=words[language]
        )
    ProvisionWording.objects.filter(provision__sources__mandate=other).update(
        text="Invites the schools to teach the songs of the islands;"
    )
    update_all_pairs.func()
    assert proposed() == {(one.pk, two.pk)}
