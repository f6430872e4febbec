"""Schemes of concepts, matrices that relate them, and facilitators."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.framework.lifecycle import LINK
from majlis.kernel.languages import LANGUAGE_CHOICES, sort_key
from majlis.kernel.models import Recorded


class VerificationStatus(models.TextChoices):
    """Whether a value was compared with its source."""

    YES = "yes", pgettext_lazy("verification", "verified")
    PARTLY = "partly", pgettext_lazy("verification", "partly verified")
    NO = "no", pgettext_lazy("verification", "not verified")


class Sourced(models.Model):
    """A model with a source, and whether the values were compared with it.

    ``held`` is set when a person changes the row; loading the profile no longer changes it then.
    """

    source = models.TextField(blank=True)
    verified = models.CharField(
        max_length=6, choices=VerificationStatus.choices, default=VerificationStatus.NO
    )
    note = models.TextField(blank=True)
    held = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Scheme(Sourced, Recorded):
    """A list of concepts, flat or as a tree. Wording: ``title``."""

    key = models.SlugField(max_length=60, unique=True)
    # The address of the same concept on another site, with ``{code}`` in it.
    exact_match = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]


class Concept(Sourced, Recorded):
    """A concept of a scheme. Wording: ``title``; a language can have a verification of its own."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="concepts")
    code = models.CharField(max_length=60)
    # Sorts codes in natural order: C2 before C10.
    code_key = models.BinaryField(default=b"", editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=40, blank=True)
    # False where the wording is ours and not that of the publisher of the scheme.
    official = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "code"], name="concept_code_once"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Update the sort key of the code, and save."""
        self.code_key = sort_key(self.code, "en")
        super().save(*args, **kwargs)

    @property
    def exact_match(self) -> str:
        """The address of the same concept on another site, or an empty string."""
        return self.scheme.exact_match.replace("{code}", self.code)


class Notation(models.Model):
    """Another code of a concept, such as the ISO 3166-1 code of a country."""

    concept = models.ForeignKey(Concept, models.CASCADE, related_name="notations")
    system = models.CharField(max_length=20)
    value = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concept", "system"], name="notation_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["system", "value"])]

    def __str__(self) -> str:
        return self.value


class LabelMark(models.Model):
    """The verification of a concept's name in one language, where it differs from that of the concept."""

    concept = models.ForeignKey(Concept, models.CASCADE, related_name="marks")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    verified = models.CharField(max_length=6, choices=VerificationStatus.choices)
    source = models.TextField(blank=True)
    held = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concept", "language"], name="label_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.verified}"


class ConceptSelection(models.TextChoices):
    """The concepts of a scheme that a matrix takes."""

    LEAVES = "leaves", _("concepts without lower-level concepts")
    TOPS = "tops", _("concepts at the top level")


class Matrix(Sourced, Recorded):
    """Concepts of one scheme related to those of another. Wording: ``title``."""

    key = models.SlugField(max_length=60, unique=True)
    rows = models.ForeignKey(Scheme, models.PROTECT, related_name="matrices_by_row")
    rows_take = models.CharField(max_length=6, choices=ConceptSelection.choices)
    columns = models.ForeignKey(Scheme, models.PROTECT, related_name="matrices_by_column")
    columns_take = models.CharField(max_length=6, choices=ConceptSelection.choices)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]


class Agreement(models.TextChoices):
    """The public lists that have a cell."""

    BOTH = "both", _("in both public lists")
    APP = "app", _("in the list of the public application only")
    SECOND = "second-list", _("in the second list only (origin of the list not verified)")
    ONE = "one-mapping", _("in one unofficial public mapping")
    PEOPLE = "people", _("proposed in Majlis")


class Link(Sourced, Recorded):
    """A cell of a matrix: a concept serves another, or is proposed to. Wording: ``rationale``."""

    matrix = models.ForeignKey(Matrix, models.PROTECT, related_name="links")
    row = models.ForeignKey(Concept, models.PROTECT, related_name="links_by_row")
    column = models.ForeignKey(Concept, models.PROTECT, related_name="links_by_column")
    targets = models.ManyToManyField(Concept, related_name="links_by_target", blank=True)
    state = models.CharField(max_length=10, choices=LINK.choices, default=LINK.initial)
    agreement = models.CharField(max_length=12, choices=Agreement.choices, default=Agreement.PEOPLE)
    # The codes of the targets that the reader may see; set by visibility.visible_links.
    named: list[str]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matrix", "row", "column"], name="cell_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["column", "state"])]


class Facilitation(Sourced):
    """The role of an agency for a line according to a list, with partial ISO dates."""

    line = models.ForeignKey(Concept, models.PROTECT, related_name="facilitations")
    agency = models.ForeignKey(Concept, models.PROTECT, related_name="facilitates")
    role = models.ForeignKey(Concept, models.PROTECT, related_name="+")
    roster = models.ForeignKey(Concept, models.PROTECT, related_name="+")
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "facilitation")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "agency", "role", "roster"], name="facilitation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.line_id}"
