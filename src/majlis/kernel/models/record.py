"""Records, one row for each citable item of any room, and the relations between them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from majlis.kernel import clock
from majlis.kernel.models.access import Access, Circle, CircleQuerySet
from majlis.kernel.models.people import Reader, User
from majlis.kernel.models.wording import LocalizedText, Wording, choose_wording
from majlis.kernel.record_kinds import RECORD_KINDS


class RecordQuerySet(models.QuerySet["Record"]):
    """Queries of records."""

    def visible_to(self, user: Reader) -> Self:
        """The records that the user may see: one rule for pages, search, feeds, API and data dumps."""
        return self.filter(visibility_condition(user))

    def with_wordings(self) -> Self:
        """Prefetch the wordings of all records, in one query more."""
        return self.prefetch_related("wordings")


def visibility_condition(user: Reader, path: str = "") -> Q:
    """The rule of ``visible_to`` as a condition; ``path`` is the lookup to the record (``"record__"``)."""
    rule = Q(**{f"{path}access": Access.PUBLIC})
    if user.is_authenticated:
        rule |= Q(**{f"{path}circle__in": _circles_of(user)})
    return rule


def _circles_of(user: User) -> CircleQuerySet:
    """The circles that admit the user today, as one subquery for all conditions of a request.

    A page has dozens of these conditions; making the subquery anew for each took a quarter of its time.
    """
    key = (user.pk, user.is_active, clock.today())
    known: tuple[object, CircleQuerySet] | None = user.__dict__.get("circles_today")
    if known is None or known[0] != key:
        known = key, Circle.objects.of(user)
        user.__dict__["circles_today"] = known
    return known[1]


class Record(models.Model):
    """A citable item of any room: its kind, permanent address, access and wordings.

    ``address`` is a path without a language, as in ``concepts/action-lines/C2``; the page is at
    ``/<language>/<address>/`` and never moves. A record is never deleted.
    """

    kind = models.CharField(max_length=40, db_index=True)
    address = models.CharField(max_length=200, unique=True)
    access = models.CharField(max_length=10, choices=Access.choices, default=Access.PUBLIC)
    circle = models.ForeignKey(
        Circle, models.PROTECT, null=True, blank=True, related_name="records"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False, db_index=True)

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
        """The text of a field for a reader: in their language, else authentic, else the most reliable.

        A record without a title is titled by its symbol, the same in all languages, if its kind defines
        one. Needs no query if the wordings were prefetched by ``with_wordings()``.
        """
        reader_language = language or get_language() or "en"
        wordings = [wording for wording in self.wordings.all() if wording.field == field]
        text = choose_wording(wordings, reader_language)
        kind = RECORD_KINDS.get(self.kind)
        if field == "title" and not text and kind is not None and kind.symbol is not None:
            return LocalizedText(kind.symbol(self.address), reader_language, "")
        return text

    def is_visible_to(self, user: Reader) -> bool:
        """Whether the user may see this record."""
        return Record.objects.visible_to(user).filter(pk=self.pk).exists()


class RecordedQuerySet(models.QuerySet[Any]):
    """Queries of models that have a record."""

    def visible_to(self, user: Reader) -> Self:
        """The rows whose records the user may see."""
        return self.filter(visibility_condition(user, "record__"))

    def with_wordings(self) -> Self:
        """Read records and their wordings with the rows: two queries for any number of rows."""
        return self.select_related("record").prefetch_related("record__wordings")

    def order_by_wording(self, field: str, language: str) -> Self:
        """Sort by the text of a field in the order of the language; rows without it by another language."""
        wordings = Wording.objects.filter(record=models.OuterRef("record_id"), field=field).exclude(
            text=""
        )
        in_language = wordings.filter(language=language).values("sort_key")[:1]
        other = wordings.order_by("status", "language").values("sort_key")[:1]
        return self.annotate(
            _here=models.Subquery(in_language), _other=models.Subquery(other)
        ).order_by(
            models.F("_here").asc(nulls_last=True), models.F("_other").asc(nulls_last=True), "pk"
        )


class Recorded(models.Model):
    """Base of a room's models for citable items; an instance shares the primary key of its record."""

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
        """The text of a field for a reader: see ``Record.say``."""
        return self.record.say(field, language)


class Relation(models.Model):
    """A relation of one record to another: cites, meets, serves, attached to, replies to…"""

    source = models.ForeignKey(Record, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=40)
    target = models.ForeignKey(Record, models.PROTECT, related_name="related")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "kind", "target"], name="relation_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["target", "kind"])]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
