"""Instruments, and the series that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models

from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.models import Recorded
from majlis.kernel.models.wording import LocalizedText
from majlis.parties.models import Body

if TYPE_CHECKING:
    from majlis.instruments.models.version import Version

PERIOD = RegexValidator(r"^P\d{1,2}[YM]$")


def period() -> models.CharField[str, str]:
    """A field for a recurrence period, as an ISO 8601 duration (P2Y); empty where unknown."""
    return models.CharField(max_length=8, blank=True, validators=[PERIOD])


class Series(Recorded):
    """Instruments that follow one another: "the resolution on X through the years". Wording: ``title``.

    The agenda item, the text and the report on it each have a period of their own.
    """

    slug = models.SlugField(max_length=100, unique=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    item_period = period()
    text_period = period()
    report_period = period()
    # Only on the rows of the list of series.
    texts: int
    last: str | None

    class Meta:
        ordering: ClassVar = ["slug"]


@dataclass(frozen=True)
class BodyNames:
    """The names of the body of a row of a page: ``titles`` are pairs of language and title."""

    abbreviation: str
    titles: Sequence[Sequence[str]]


class Instrument(Recorded):
    """A text as a work, independent of its versions. Wording: ``title``.

    ``held`` is False for a stub: a text that other texts cite and that the site does not hold.
    ``symbol`` is written as its body writes it; ``keys`` resolve citations
    (``identifiers.symbol_keys``). ``became`` is set on a stub that was resolved: the held text that
    took over its citations.
    """

    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=InstrumentKind.choices)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="instruments"
    )
    # The name of the body in the text, where no body of the process matches.
    body_words = models.CharField(max_length=200, blank=True)
    symbol = models.CharField(max_length=120, blank=True)
    keys = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="instruments"
    )
    annexed_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="annexes"
    )
    held = models.BooleanField(default=True)
    became = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    # The year of the latest version with a known year, for lists; ``signals`` updates it.
    year = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    # Only on the rows of queries that say so.
    title: LocalizedText
    seen: list[Version]
    citing: int
    among: int
    body_names: BodyNames | None
    stays: bool  # not withdrawn

    class Meta:
        ordering: ClassVar = ["slug"]
        indexes: ClassVar = [
            models.Index(fields=["held", "kind"]),
            GinIndex(fields=["keys"], name="instrument_keys"),
        ]
