"""Models of registrations, and of the messages between applicant and secretariat."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Recorded, User
from majlis.kernel.names import name_field
from majlis.parties.decision_reasons import REASONS
from majlis.parties.lifecycle import REGISTRATION
from majlis.parties.models.organisation import Organisation, OrganisationProfile


def new_key() -> str:
    """A new secret for a mailed link."""
    return secrets.token_hex(16)


class Registration(Recorded, OrganisationProfile):
    """The application of an organization to take part, visible to the applicant and the secretariat only.

    Fields of its wordings: ``title`` and ``short_name``; files: attachments of its record. An applicant
    without an account opens it by a link that carries ``link_key``, mailed to ``email``.
    """

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=20, choices=REGISTRATION.choices)
    applicant = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    applicant_name = name_field(max_length=200, blank=True)
    function = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default="en")
    evidence_note = models.TextField(blank=True)
    link_key = models.CharField(max_length=32, default=new_key, editable=False)
    sent_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, blank=True, related_name="registration"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "sent_at"])]

    @property
    def state_name(self) -> StrOrPromise:
        """The name of the state."""
        return REGISTRATION.states[self.state]


class Exchange(models.Model):
    """A message about a registration: a question, an answer, or the reason of a decision.

    ``reason`` is the code of a standard sentence in all six languages (``decision_reasons.py``); ``words``
    is the text of the author, in ``language``.
    """

    class Kind(models.TextChoices):
        """The kind of message."""

        QUESTION = "question", pgettext_lazy("message about a registration", "Question")
        ANSWER = "answer", pgettext_lazy("message about a registration", "Reply")
        REFUSAL = "refusal", pgettext_lazy("message about a registration", "Refusal")
        ADMISSION = "admission", pgettext_lazy("message about a registration", "Admission")

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="exchanges")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default="en")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def sentence(self) -> StrOrPromise:
        """The standard sentence in the reader's language; empty without a reason."""
        return REASONS.get(self.reason, "")
