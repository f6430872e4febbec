"""Imports: uploaded files, the corrections of the text read from them, and their destinations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.lifecycle import IMPORT, VERSION
from majlis.instruments.models.choices import InstrumentKind
from majlis.instruments.models.instrument import Instrument
from majlis.instruments.models.version import Version
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import StoredFile, User
from majlis.parties.models import Body
from majlis.parties.models.body import partial_date_field


class Import(models.Model):
    """An uploaded file. ``read`` holds the text as it was read, ``now`` the text with its corrections.

    Both are Akoma Ntoso, which the engine parses without loss. ``fault`` says why the file could
    not be read, and how to mend it.
    """

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(pgettext_lazy("file", "name"), max_length=200)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The text of which the file is another version or language, where the user said so on upload.
    target = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=IMPORT.choices, default=IMPORT.initial)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    fault = models.TextField(blank=True)
    read = models.TextField(blank=True)
    now = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "-id"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the import."""
        return reverse("instruments:import", args=[self.pk])


class Correction(models.Model):
    """One correction of a text that was read: see ``textkit.edit.Edit``. Undone ones can be redone."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="corrections")
    position = models.PositiveIntegerField()
    op = models.CharField(max_length=10)
    provision = models.CharField(max_length=500, blank=True)
    value = models.CharField(max_length=200, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(null=True)
    values = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "position"], name="corrected_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.op} {self.provision}"


class Destination(models.Model):
    """What one text of a file becomes: an instrument, a version, a language of a version, or nothing."""

    class As(models.TextChoices):
        """What the text is published as."""

        INSTRUMENT = "instrument", _("a new text")
        VERSION = "version", _("a new version of a text")
        LANGUAGE = "language", _("another language of an existing version")
        NOTHING = "nothing", pgettext_lazy("publication settings", "not published")

    of = models.ForeignKey(Import, models.CASCADE, related_name="destinations")
    root = models.CharField(max_length=500, blank=True)
    published_as = models.CharField(max_length=10, choices=As.choices, default=As.INSTRUMENT)
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=InstrumentKind.choices, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    # The line of the text from which a rule took the body; empty once a person has chosen the body.
    body_line = models.CharField(max_length=300, blank=True)
    label = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=VERSION.choices, default=VERSION.initial)
    date = partial_date_field()
    # The meeting at which the body adopted the text: "9237th meeting". Publishing it records the adoption.
    meeting = models.CharField(max_length=200, blank=True)
    authentic = models.BooleanField(default=True)
    former = models.BooleanField(default=True)
    # The label of the reconstructed former version: "Rev. 2029".
    former_label = models.CharField(max_length=120, blank=True)
    result = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "root"], name="destined_once"),
        ]

    def __str__(self) -> str:
        return f"{self.published_as} {self.root}"
