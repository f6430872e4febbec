"""The table of drafts."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q

from majlis.kernel import clock
from majlis.kernel.models import Reader, User


class DraftQuerySet(models.QuerySet["Draft"]):
    """Filters of drafts by owner."""

    def of(self, user: Reader, browser: str = "") -> DraftQuerySet:
        """The unexpired drafts of a person, and those created in this browser without signing in."""
        owner = Q(browser=browser) & ~Q(browser="")
        if getattr(user, "is_authenticated", False):
            owner |= Q(user=user)
        return self.filter(owner, expires_at__gt=clock.now())


def draft_url(page: str, **query: object) -> str:
    """The URL of a page with a draft open: parameter ``draft``, and ``beside`` for a draft to compare with."""
    return f"{page}{'&' if '?' in page else '?'}{urlencode(query)}"


class Draft(models.Model):
    """The unsent values of one form for one target, of one person or one browser.

    ``values`` are the inputs as the browser sent them (name -> texts). ``marks`` are the
    fingerprints of the object's fields when the form was opened. ``version`` counts the saves, so
    that a window does not silently overwrite what another window saved.
    """

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="drafts")
    browser = models.CharField(max_length=64, blank=True)
    form = models.CharField(max_length=80)
    target = models.CharField(max_length=120, blank=True)
    page = models.CharField(max_length=500)
    values = models.JSONField(default=dict)
    marks = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, browser="") | Q(user__isnull=True) & ~Q(browser=""),
                name="draft_of_a_person_or_a_browser",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "form", "target"]),
            models.Index(fields=["browser", "form", "target"]),
            models.Index(fields=["expires_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.target}".strip()

    @property
    def open_url(self) -> str:
        """The URL of the form with this draft open."""
        return draft_url(self.page, draft=self.pk)
