"""Tables of comments."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.comments.lifecycle import COMMENT
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Reader, Record, User
from majlis.kernel.models.record import visibility_condition


class CommentQuerySet(models.QuerySet["Comment"]):
    """Filters of comments by visibility."""

    def visible_to(self, user: Reader) -> Self:
        """Comments on records that the user may see, in any state."""
        return self.filter(visibility_condition(user, "record__"))

    def readable_by(self, user: Reader) -> Self:
        """Without the waiting, sent back and refused comments of other people."""
        shown = Q(state__in=("shown", "hidden", "withdrawn"))
        if getattr(user, "is_authenticated", False):
            shown |= Q(writer=user)
        return self.filter(shown)


class Comment(models.Model):
    """A comment on a record, or a reply to a comment (one level deep)."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers"
    )
    writer = models.ForeignKey(User, models.PROTECT, related_name="comments")
    language = models.CharField(
        _("Language of the comment"), max_length=2, choices=LANGUAGE_CHOICES
    )
    text = models.TextField(pgettext_lazy("comment", "Comment"))
    state = models.CharField(max_length=10, choices=COMMENT.choices, default=COMMENT.initial)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["record", "created_at"]),
            models.Index(fields=["parent"]),
            models.Index(fields=["writer", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"

    def get_absolute_url(self) -> str:
        """The permanent URL of the comment, in the active language."""
        return reverse("comments:detail", args=[self.pk])


class CommentVersion(models.Model):
    """An earlier version of a comment, valid until ``until``."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="earlier")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField()
    until = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "comments_earlier"

    def __str__(self) -> str:
        return f"{self.comment_id} {self.until}"
