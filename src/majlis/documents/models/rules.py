"""How a body numbers and receives documents: its symbols, series, header fields and limits, as data."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.parties.models import Body


class LateRule(models.TextChoices):
    """What happens to a contribution that comes after the deadline."""

    REFUSE = "refuse", pgettext_lazy("late contribution", "refused")
    MARK = "mark", pgettext_lazy("late contribution", "accepted and marked as late")
    INFORMATION = "information", pgettext_lazy("late contribution", "accepted for information only")


class DocumentRules(models.Model):
    """The rules of a body for documents of its meetings. A body without a row has the defaults.

    ``group``: the first part of its symbols ("CWG-WSIS&SDG"); ``aliases``: earlier ones, which a
    search for a symbol finds too. The forms have the places {group}, {meeting}, {series}, {number}
    and {n}; ``number_form`` writes a number without a series, ``series_form`` with one.
    ``deadline_days``: days before the first day of a meeting by which contributions are due, where the
    meeting says no other. ``word_limit`` and ``title_limit``: words of a contribution, characters of
    its title; 0 for none.
    """

    body = models.OneToOneField(
        Body, models.CASCADE, primary_key=True, related_name="document_rules"
    )
    group = models.CharField(max_length=60)
    aliases = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    number_form = models.CharField(max_length=80, default="{group}-{meeting}/{number}")
    series_form = models.CharField(max_length=80, default="{group}-{meeting}/{series}/{number}")
    revision_form = models.CharField(max_length=40, default="(Rev.{n})")
    addendum_form = models.CharField(max_length=40, default="(Add.{n})")
    corrigendum_form = models.CharField(max_length=40, default="(Corr.{n})")
    language_form = models.CharField(max_length=40, default="-{letter}")
    deadline_days = models.PositiveSmallIntegerField(default=14)
    late_rule = models.CharField(max_length=12, choices=LateRule.choices, default=LateRule.MARK)
    word_limit = models.PositiveIntegerField(default=2000)
    title_limit = models.PositiveSmallIntegerField(default=200)
    source = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.group


class Series(models.Model):
    """A series of documents of a body; each meeting counts it from 1. ``code`` is empty for the main one.

    ``names``: language -> name. ``for_information``: its documents are for information unless
    somebody says otherwise. ``internal``: the secretariat alone adds to it.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="document_series")
    code = models.CharField(max_length=12, blank=True)
    names = models.JSONField(default=dict, blank=True)
    for_information = models.BooleanField(default=False)
    internal = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "code"], name="series_once")
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.code}"


class HeaderField(models.Model):
    """A field in the header of a body's documents, beside those that every document has.

    ``names`` and ``hints``: language -> text. ``key`` is stable.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="header_fields")
    key = models.SlugField(max_length=40)
    names = models.JSONField(default=dict)
    hints = models.JSONField(default=dict, blank=True)
    required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "key"], name="header_field_once")
        ]

    def __str__(self) -> str:
        return self.key
