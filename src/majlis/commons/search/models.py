"""The search index: one row for each record and each language of its texts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from pgvector.django import HalfVectorField, HnswIndex

from majlis.commons.search.embeddings import DIMENSIONS
from majlis.kernel.languages import LANGUAGE_CHOICES


class SearchEntry(models.Model):
    """The searchable text of a record in one language. Derived data: it can be rebuilt at any time.

    ``body`` is the beginning of the text, for excerpts; ``lexemes`` covers the whole text.
    ``folded`` is the title without accents, for typing errors. ``heading`` has the lexemes of
    symbols and title only: a GIN index does not store weights, so a search for a frequent word in
    titles would otherwise read every text that contains it. ``vector`` has length 1;
    it is null until the task has computed it, and always if the model is not installed.
    """

    record = models.ForeignKey("kernel.Record", models.CASCADE, related_name="search_entries")
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    title = models.TextField()
    folded = models.TextField()
    body = models.TextField(blank=True)
    symbols = ArrayField(models.CharField(max_length=255), default=list)
    lexemes = SearchVectorField()
    heading = SearchVectorField()
    vector = HalfVectorField(dimensions=DIMENSIONS, null=True)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "language"], name="entry_once")
        ]
        indexes: ClassVar = [
            # Without the pending list, so that new rows do not make a search slower.
            GinIndex(fields=["lexemes"], name="search_lexemes", fastupdate=False),
            GinIndex(fields=["heading"], name="search_heading", fastupdate=False),
            GinIndex(fields=["symbols"], name="search_symbols"),
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="search_folded"),
            HnswIndex(
                fields=["vector"],
                name="search_vector",
                m=16,
                ef_construction=64,
                opclasses=["halfvec_ip_ops"],
            ),
            models.Index(fields=["id"], name="search_unembedded", condition=models.Q(vector=None)),
        ]

    def __str__(self) -> str:
        return self.title
