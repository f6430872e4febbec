"""Registrations of organizations, and what applicant and secretariat say to each other about them."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Recorded, User
from majlis.parties.decision_reasons import REASONS
from majlis.parties.lifecycle import REGISTRATION
from majlis.parties.models.organisation import Organisation, OrganisationProfile


def new_key() -> str:
    """A secret that a link carries."""
    return secrets.token_hex(16)


class Registration(Recorded, OrganisationProfile):
    """An organization asks to take part. Its record is private: the applicant and the secretariat.

    Words of the record: ``title`` and ``short_name``; files: its attachments. The applicant may have
    no account: then the secret in ``link_key``, mailed to ``email``, opens the registration.
    """

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=20, choices=REGISTRATION.choices)
    applicant = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    applicant_name = models.CharField(max_length=200, blank=True)
    function = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default="en")
    evidence_note = models.TextField(blank=True)
    link_key = models.CharField(max_length=32, default=new_key, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, blank=True, related_name="registration"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "sent_at"])]

    @property
    def state_name(self) -> Any:
        """The state in words."""
        return REGISTRATION.states[self.state]


class Exchange(models.Model):
    """One thing said about a registration: a question, an answer, a reason.

    ``reason`` is the code of a sentence that stands in all six languages (``reasons.py``); ``plain_snippet``
    are the person's own, in ``language``.
    """

    class Kind(models.TextChoices):
        """What it is."""

        QUESTION = "question", pgettext_lazy("exchange", "Question")
        ANSWER = "answer", pgettext_lazy("exchange", "Answer")
        REFUSAL = "refusal", pgettext_lazy("exchange", "Refused, because")
        ADMISSION = "admission", pgettext_lazy("exchange", "Admitted")

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="exchanges")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default="en")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def sentence(self) -> Any:
        """The sentence of the template in the reader's language, or nothing."""
        return REASONS.get(self.reason, "")
