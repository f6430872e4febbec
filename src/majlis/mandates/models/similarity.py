"""Embeddings of mandates, pairs of related mandates, and how similar two documents are."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from pgvector.django import HalfVectorField, HnswIndex

from majlis.commons.search.embeddings import DIMENSIONS
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, User
from majlis.mandates.lifecycle import PAIR_LIFECYCLE
from majlis.mandates.models.mandate import Mandate
from majlis.mandates.models.source import MandateSource


class MandateEmbedding(models.Model):
    """The text of a mandate, or a part of it, as a vector of length 1. Derived: it can be computed again.

    ``source``: the one whose text it is, the current one. ``language`` is empty where one vector
    stands for all languages (embeddings of meaning); embeddings of lexemes have one for each.
    ``part``: 0 for the whole provision; the parts of a long one follow, for the check of a draft.
    ``digest``: of the text and the method.
    """

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="embeddings")
    source = models.ForeignKey(MandateSource, models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, blank=True, choices=LANGUAGE_CHOICES)
    method = models.CharField(max_length=20)
    digest = models.CharField(max_length=32)
    part = models.PositiveSmallIntegerField(default=0)
    vector = HalfVectorField(dimensions=DIMENSIONS)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mandate", "language", "part"], name="one_embedding_per_part"
            )
        ]
        indexes: ClassVar = [
            HnswIndex(
                fields=["vector"],
                name="mandate_vector",
                m=16,
                ef_construction=64,
                opclasses=["halfvec_ip_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.language}"


class RelatedPair(models.Model):
    """Two mandates of different texts that ask for something similar: found by the program, judged by a person.

    ``first`` has the lower key. ``score`` and ``method``: how similar they were when last compared,
    and by which method; a judged pair is not proposed again. ``function`` and ``place``: in what
    the two differ, in the judge's words.
    """

    class Judgement(models.TextChoices):
        """How a person judges the pair."""

        SAME = "same", pgettext_lazy("pair", "the same")
        COMPLEMENTARY = "complementary", pgettext_lazy("pair", "complementary")
        REPEATED = "repeated", pgettext_lazy("pair", "repeated")
        UNRELATED = "unrelated", pgettext_lazy("pair", "not related")

    first = models.ForeignKey(Mandate, models.CASCADE, related_name="pairs_first")
    second = models.ForeignKey(Mandate, models.CASCADE, related_name="pairs_second")
    score = models.FloatField()
    method = models.CharField(max_length=20)
    state = models.CharField(
        max_length=10, choices=PAIR_LIFECYCLE.choices, default=PAIR_LIFECYCLE.initial
    )
    judgement = models.CharField(max_length=14, choices=Judgement.choices, blank=True)
    reason = models.TextField(blank=True)
    function = models.TextField(blank=True)
    place = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True, editable=False)
    found_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-score", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="unique_related_pair"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="related_pair_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-score"])]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"

    def get_absolute_url(self) -> str:
        """The address of the page that shows the two side by side."""
        return reverse("mandates:related_pair", kwargs={"key": self.pk})


HIDDEN_JUDGEMENTS = (RelatedPair.Judgement.COMPLEMENTARY, RelatedPair.Judgement.UNRELATED)
"""Pairs judged so are no longer shown as related."""


class DocumentSimilarity(models.Model):
    """How much of a document's text is also in the one submitted before it. Derived: it can be computed again.

    ``similarity`` is a share from 0 to 1; empty where the two cannot be compared, as they have no
    common language or no text here. ``method``: name and version of the algorithm.
    """

    newer = models.ForeignKey(Record, models.CASCADE, related_name="+")
    older = models.ForeignKey(Record, models.CASCADE, related_name="+")
    similarity = models.FloatField(null=True)
    method = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["newer", "older"], name="one_similarity_per_pair")
        ]

    def __str__(self) -> str:
        return f"{self.newer_id} {self.older_id}"
