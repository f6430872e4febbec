"""The index: one row for each record and each language in which it has words."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from pgvector.django import HnswIndex, VectorField

from majlis.commons.search.embeddings import DIMENSIONS
from majlis.kernel.languages import LANGUAGE_CHOICES


class SearchEntry(models.Model):
    """What is searched of a record in one language. Derived: it can be thrown away and made again.

    ``url_encoded_body`` is the beginning of the text, for excerpts; ``lexemes`` covers all of it. ``folded`` is
    the title without accents, for typing errors; ``list_title`` holds the lexemes of symbols and title alone, because an index
    cannot tell weights: asking for a frequent word in titles would read every text that holds it. ``lexeme_positions`` is centred and has
    length 1; it is null until the worker has made it, and for good where the model is not installed.
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
    vector = VectorField(dimensions=DIMENSIONS, null=True)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "language"], name="entry_once")
        ]
        indexes: ClassVar = [
            # Without the pending list: a row is found at the same cost whether it was written now or last year.
            GinIndex(fields=["lexemes"], name="search_lexemes", fastupdate=False),
            GinIndex(fields=["heading"], name="search_heading", fastupdate=False),
            GinIndex(fields=["symbols"], name="search_symbols"),
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="search_folded"),
            HnswIndex(
                fields=["vector"],
                name="search_vector",
                m=16,
                ef_construction=64,
                opclasses=["vector_ip_ops"],
            ),
            models.Index(fields=["id"], name="search_unembedded", condition=models.Q(vector=None)),
        ]

    def __str__(self) -> str:
        return self.title
