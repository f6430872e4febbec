"""Records: one row for each citable thing; and the relations between them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from majlis.kernel.models.access import Access, Circle
from majlis.kernel.models.wording import LocalizedText, Wording, choose_wording
from majlis.kernel.record_kinds import RECORD_KINDS


class RecordQuerySet(models.QuerySet["Record"]):
    """Records by who may see them."""

    def visible_to(self, user: Any) -> Self:
        """The records that the user may see: the one rule for pages, search, feeds, API and dumps."""
        return self.filter(visibility_condition(user))

    def with_wordings(self) -> Self:
        """Read the wordings of all records of the page in one more query."""
        return self.prefetch_related("wordings")


def visibility_condition(user: Any, path: str = "") -> Q:
    """The rule of ``visible_to`` as a condition; ``path`` leads to the record (``"record__"``)."""
    rule = Q(**{f"{path}access": Access.PUBLIC})
    if user is not None and getattr(user, "is_authenticated", False):
        rule |= Q(**{f"{path}circle__in": Circle.objects.of(user)})
    return rule


class Record(models.Model):
    """A citable thing: its kind, its permanent address, who may see it, and its words.

    ``url_of`` is a path without a language, as in ``concepts/action-lines/C2``; the page is at
    ``/<language>/<address>/`` and never moves. A record is never deleted.
    """

    kind = models.CharField(max_length=40, db_index=True)
    address = models.CharField(max_length=200, unique=True)
    access = models.CharField(max_length=10, choices=Access.choices, default=Access.PUBLIC)
    circle = models.ForeignKey(
        Circle, models.PROTECT, null=True, blank=True, related_name="records"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(access=Access.PUBLIC) | Q(circle__isnull=False),
                name="what_is_not_public_has_a_circle",
            )
        ]

    def __str__(self) -> str:
        return self.say("title").text or self.address

    def get_absolute_url(self) -> str:
        """The page of the record in the reader's language."""
        return f"/{get_language() or 'en'}/{self.address}/"

    def say(self, field: str, language: str | None = None) -> LocalizedText:
        """The words of a field for a reader: in their language, else authentic, else any there is.

        The title of a record that has none is its symbol, the same in all languages, if its kind makes
        one. Costs no query where the wordings were read with ``with_wordings()``.
        """
        wanted = language or get_language() or "en"
        said = choose_wording([each for each in self.wordings.all() if each.field == field], wanted)
        kind = RECORD_KINDS.get(self.kind)
        if field == "title" and not said and kind is not None and kind.symbol is not None:
            return LocalizedText(kind.symbol(self.address), wanted, "")
        return said

    def is_visible_to(self, user: Any) -> bool:
        """Whether the user may see this record."""
        return Record.objects.visible_to(user).filter(pk=self.pk).exists()


class RecordedQuerySet(models.QuerySet[Any]):
    """Rows that have a record, by who may see it."""

    def visible_to(self, user: Any) -> Self:
        """The rows whose records the user may see."""
        return self.filter(visibility_condition(user, "record__"))

    def with_wordings(self) -> Self:
        """Read records and their wordings with the rows: two queries whatever the number of rows."""
        return self.select_related("record").prefetch_related("record__wordings")

    def order_by_wording(self, field: str, language: str) -> Self:
        """Order by the words of a field as the language sorts them; authentic words where none."""
        of = Wording.objects.filter(record=models.OuterRef("record_id"), field=field).exclude(
            text=""
        )
        here = of.filter(language=language).values("sort_key")[:1]
        other = of.order_by("status", "language").values("sort_key")[:1]
        return self.annotate(_here=models.Subquery(here), _other=models.Subquery(other)).order_by(
            models.F("_here").asc(nulls_last=True), models.F("_other").asc(nulls_last=True), "pk"
        )


class Recorded(models.Model):
    """A row of a room that is a citable thing: it shares the key of its record."""

    record = models.OneToOneField(
        Record, models.PROTECT, primary_key=True, related_name="%(app_label)s_%(class)s"
    )

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.record)

    def get_absolute_url(self) -> str:
        """The page of the record in the reader's language."""
        return str(self.record.get_absolute_url())

    def say(self, field: str, language: str | None = None) -> LocalizedText:
        """The words of a field for a reader: see Record.say."""
        said: LocalizedText = self.record.say(field, language)
        return said


class Relation(models.Model):
    """One record stands to another in a relation: cites, meets, serves, attached to, replies to…"""

    source = models.ForeignKey(Record, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=40)
    target = models.ForeignKey(Record, models.PROTECT, related_name="related")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "kind", "target"], name="relation_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["target", "kind"])]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
