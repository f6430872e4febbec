"""Provisions of a version, their wording in each language, and what they cite."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.models.instrument import Instrument
from majlis.instruments.models.version import Version
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Reader, WordingStatus
from majlis.kernel.models.record import visibility_condition
from majlis.textkit.model import KINDS

NAMES = {
    "title": pgettext_lazy("kind of provision", "title"),
    "formula": pgettext_lazy("kind of provision", "enacting formula"),
    "preambular": pgettext_lazy("kind of provision", "preambular paragraph"),
    "operative": pgettext_lazy("kind of provision", "operative paragraph"),
    "heading": pgettext_lazy("kind of provision", "heading"),
    "paragraph": pgettext_lazy("kind of provision", "paragraph"),
    "footnote": pgettext_lazy("kind of provision", "footnote"),
    "annex": pgettext_lazy("kind of provision", "annex"),
    "front": pgettext_lazy("kind of provision", "front matter"),
    "back": pgettext_lazy("kind of provision", "back matter"),
}
NUMBERED_NAMES = {
    "preambular": pgettext_lazy("provision", "preambular paragraph %(number)s"),
    "operative": pgettext_lazy("provision", "operative paragraph %(number)s"),
    "heading": pgettext_lazy("provision", "heading %(number)s"),
    "paragraph": pgettext_lazy("provision", "paragraph %(number)s"),
    "footnote": pgettext_lazy("provision", "footnote %(number)s"),
    "annex": pgettext_lazy("provision", "annex %(number)s"),
    "title": pgettext_lazy("provision", "title %(number)s"),
    "formula": pgettext_lazy("provision", "enacting formula %(number)s"),
    "front": pgettext_lazy("provision", "front matter %(number)s"),
    "back": pgettext_lazy("provision", "back matter %(number)s"),
}
"""The names with a number or label, such as 2 or (a): its place differs between languages."""
CHOICES_OF_KIND = [(kind, NAMES[kind]) for kind in KINDS]


class Lineage(models.Model):
    """The identity of a provision across versions and languages: provisions that share it are the same."""

    def __str__(self) -> str:
        return str(self.pk)


class ProvisionQuerySet(models.QuerySet["Provision"]):
    """Provisions, filtered by who may see their version."""

    def visible_to(self, user: Reader) -> Self:
        """The provisions of versions that the user may see."""
        return self.filter(
            visibility_condition(user, "version__record__"),
            visibility_condition(user, "version__instrument__record__"),
        )


class Provision(models.Model):
    """A citable part of a version. ``eid`` never changes: together with the version it is the address.

    ``matched`` says how the lineage was found, so that no program overrides a person's decision.
    """

    class Matched(models.TextChoices):
        """What matched the provision with one of another version."""

        NEW = "new", _("none (new provision)")
        RULE = "rule", pgettext_lazy("match of a provision", "automatic comparison")
        PERSON = "person", pgettext_lazy("match of a provision", "manual matching")

    version = models.ForeignKey(Version, models.CASCADE, related_name="provisions")
    lineage = models.ForeignKey(Lineage, models.PROTECT, related_name="provisions")
    matched = models.CharField(max_length=6, choices=Matched.choices, default=Matched.NEW)
    eid = models.CharField(max_length=500)
    kind = models.CharField(max_length=10, choices=CHOICES_OF_KIND)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=0)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "eid"], name="eid_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["version", "position"])]

    def __str__(self) -> str:
        return self.eid

    def get_absolute_url(self) -> str:
        """The page of the provision in the reader's language."""
        version = self.version
        return reverse(
            "instruments:provision", args=[version.instrument.slug, version.slug, self.eid]
        )


class ProvisionWording(models.Model):
    """The text of a provision in one language.

    ``text`` excludes the label and includes the opening verb. ``runs`` is null where the text has
    no formatting; otherwise ``[[text, mark, …], …]``, whose texts joined give ``text``.
    """

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    status = models.CharField(max_length=10, choices=WordingStatus.choices)
    label = models.TextField(blank=True)
    number = models.TextField(blank=True)
    verb = models.TextField(blank=True)
    text = models.TextField(blank=True)
    runs = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provision", "language"], name="worded_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Citation(models.Model):
    """A span of a provision's text that names another instrument. ``value`` is what the engine read there.

    ``target`` may be a stub (see ``Instrument.held``); ``stub`` is the stub that was the target
    before it was resolved. ``version`` copies the version of the wording, so that a query for the
    texts that cite an instrument need not join the wordings.
    """

    wording = models.ForeignKey(ProvisionWording, models.CASCADE, related_name="citations")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+", editable=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    value = models.CharField(max_length=120)
    target = models.ForeignKey(Instrument, models.PROTECT, related_name="cited_by")
    stub = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["wording", "start"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wording", "start"], name="cited_once_at_a_place"),
        ]
        indexes: ClassVar = [models.Index(fields=["target", "version"])]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the citation with the version of its wording."""
        self.version_id = self.wording.provision.version_id
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.value


class Difference(models.Model):
    """A place where a language of a version differs from the language that it was aligned with.

    ``kind`` is one of the engine's (missing, label, date, citation, number, structure, length);
    ``here`` and ``there`` are the values that only one side has.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="differences")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    against = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    kind = models.CharField(max_length=10)
    provision = models.ForeignKey(Provision, models.CASCADE, null=True, related_name="+")
    other = models.ForeignKey(Provision, models.CASCADE, null=True, related_name="+")
    here = models.JSONField(default=list)
    there = models.JSONField(default=list)
    # Set by queries: the provision's ancestors with their wordings, then itself.
    chain: list[tuple[Provision, ProvisionWording | None]]

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
