"""The choices of the register: force, legal status, deliverable kind, progress, and how a field was found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Force(models.TextChoices):
    """How strongly a text asks; or that those who adopt it bind themselves (a commitment), which is no request."""

    OBLIGES = "obliges", pgettext_lazy("force", "obliges")
    REQUESTS = "requests", pgettext_lazy("force", "requests")
    INVITES = "invites", pgettext_lazy("force", "invites")
    ENCOURAGES = "encourages", pgettext_lazy("force", "encourages")
    COMMITS = "commits", pgettext_lazy("force", "commitment")


CAN_BE_OVERDUE = (Force.OBLIGES, Force.REQUESTS, Force.COMMITS)


class LegalStatus(models.TextChoices):
    """Whether a mandate is binding: only mandates of a version in force are."""

    IN_FORCE = "in_force", pgettext_lazy("mandate", "in force")
    IF_ADOPTED = "if_adopted", pgettext_lazy("mandate", "in force if adopted")
    PAST = "past", pgettext_lazy("mandate", "no longer in force")


class Progress(models.TextChoices):
    """What the lead reported of a mandate. Without a report it is no information, which is not a failure."""

    NO_INFORMATION = "no_information", pgettext_lazy("progress", "no information")
    NOT_STARTED = "not_started", pgettext_lazy("progress", "not started")
    UNDER_WAY = "under_way", pgettext_lazy("progress", "under way")
    REPORTED_DONE = "answered", pgettext_lazy("progress", "reported done")
    PARTLY_DONE = "partly", pgettext_lazy("progress", "reported partly done")
    NOT_DONE = "not_answered", pgettext_lazy("progress", "reported not done")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("progress", "not applicable")


OPEN_PROGRESS = (
    Progress.NO_INFORMATION,
    Progress.NOT_STARTED,
    Progress.UNDER_WAY,
    Progress.PARTLY_DONE,
)
REASON_REQUIRED = (Progress.PARTLY_DONE, Progress.NOT_DONE, Progress.NOT_APPLICABLE)


class DeliverableKind(models.TextChoices):
    """What is to be delivered: a document of some kind, an event, a body and so on.

    ``ACTION``: something is to be done or continued, and no deliverable is named.
    """

    REPORT = "report", pgettext_lazy("deliverable", "report")
    BRIEFING = "briefing", pgettext_lazy("deliverable", "briefing")
    UPDATE = "update", pgettext_lazy("deliverable", "short update")
    PAGE = "page", pgettext_lazy("deliverable", "regularly updated page")
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


class FoundBy(models.TextChoices):
    """How the value of a field was found."""

    RULE = "rule", pgettext_lazy("method of detection", "detected by rule")
    INFERRED = "inferred", pgettext_lazy("method of detection", "inferred from the adopting body")
    MEANING = "meaning", pgettext_lazy("method of detection", "detected by similarity of meaning")
    PERSON = "person", pgettext_lazy("method of detection", "entered by a person")
