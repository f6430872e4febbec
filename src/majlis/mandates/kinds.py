"""The words of the register that are choices: force, standing, kind, progress, and how a field was found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Force(models.TextChoices):
    """How strongly a text asks. Only the first two can be late."""

    OBLIGES = "obliges", pgettext_lazy("force", "obliges")
    REQUESTS = "requests", pgettext_lazy("force", "requests")
    INVITES = "invites", pgettext_lazy("force", "invites")
    ENCOURAGES = "encourages", pgettext_lazy("force", "encourages")


CAN_BE_LATE = (Force.OBLIGES, Force.REQUESTS)


class Standing(models.TextChoices):
    """Whether a mandate binds: only those of a version in force do."""

    BINDS = "binds", pgettext_lazy("mandate", "in force")
    WOULD = "would", pgettext_lazy("mandate", "would be, if adopted")
    PAST = "past", pgettext_lazy("mandate", "no longer in force")


class Progress(models.TextChoices):
    """What came of it, as its owner says; nobody's word is no information, and not a failure."""

    NO_INFORMATION = "no_information", pgettext_lazy("progress", "no information")
    NOT_STARTED = "not_started", pgettext_lazy("progress", "not started")
    UNDER_WAY = "under_way", pgettext_lazy("progress", "under way")
    ANSWERED = "answered", pgettext_lazy("progress", "answered")
    PARTLY = "partly", pgettext_lazy("progress", "partly answered")
    NOT_ANSWERED = "not_answered", pgettext_lazy("progress", "not answered")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("progress", "not applicable")


OPEN = (Progress.NO_INFORMATION, Progress.NOT_STARTED, Progress.UNDER_WAY, Progress.PARTLY)
NEED_A_REASON = (Progress.PARTLY, Progress.NOT_ANSWERED, Progress.NOT_APPLICABLE)


class Kind(models.TextChoices):
    """What is to be delivered; what the engine calls ``other`` and nothing are kinds too.

    ``ACTION``: something is to be done or continued, and nothing that could be handed in is named.
    """

    REPORT = "report", pgettext_lazy("deliverable", "report")
    BRIEFING = "briefing", pgettext_lazy("deliverable", "briefing")
    UPDATE = "update", pgettext_lazy("deliverable", "short update")
    PAGE = "page", pgettext_lazy("deliverable", "page kept up to date")
    DATASET = "dataset", pgettext_lazy("deliverable", "dataset")
    ROADMAP = "roadmap", pgettext_lazy("deliverable", "roadmap")
    DOCUMENT = "document", pgettext_lazy("deliverable", "document")
    MEETING = "meeting", pgettext_lazy("deliverable", "meeting")
    CONSULTATION = "consultation", pgettext_lazy("deliverable", "consultation")
    EVENT = "event", pgettext_lazy("deliverable", "event")
    DATABASE = "database", pgettext_lazy("deliverable", "database")
    FUND = "fund", pgettext_lazy("deliverable", "fund")
    BODY = "body", pgettext_lazy("deliverable", "new body")
    PROGRAMME = "programme", pgettext_lazy("deliverable", "programme")
    NORM = "norm", pgettext_lazy("deliverable", "norm")
    ACTION = "action", pgettext_lazy("deliverable", "action")
    OTHER = "other", pgettext_lazy("deliverable", "other")


class By(models.TextChoices):
    """Who or what found a field."""

    RULE = "rule", _("by rule")
    MEANING = "meaning", _("by meaning")
    PERSON = "person", _("by a person")
