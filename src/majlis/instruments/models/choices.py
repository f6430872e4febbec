"""Kinds of instruments, as the text engine tells them apart."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class InstrumentKind(models.TextChoices):
    """The kind of a text. The values are those of ``majlis text read``."""

    RESOLUTION = "resolution", pgettext_lazy("instrument", "resolution")
    DECISION = "decision", pgettext_lazy("instrument", "decision")
    RECOMMENDATION = "recommendation", pgettext_lazy("instrument", "recommendation")
    OPINION = "opinion", pgettext_lazy("instrument", "opinion")
    DECLARATION = "declaration", pgettext_lazy("instrument", "declaration")
    CONCLUSIONS = "conclusions", pgettext_lazy("instrument", "conclusions")
    TERMS = "terms of reference", pgettext_lazy("instrument", "terms of reference")
    AGENDA = "agenda", pgettext_lazy("instrument", "agenda or plan of action")
    REPORT = "report", pgettext_lazy("instrument", "report")
    STATEMENT = "statement", pgettext_lazy("instrument", "statement")
    DRAFT = "draft", pgettext_lazy("instrument", "draft")
    TEXT = "text", pgettext_lazy("instrument", "text of another kind")


UNADOPTED_KINDS = (InstrumentKind.REPORT, InstrumentKind.STATEMENT)
"""Kinds that are out when they are issued: no body has to adopt them."""


def kind_for(found: str) -> str:
    """The kind under which a text is kept that the engine called ``add_records``."""
    return found if found in InstrumentKind.values else InstrumentKind.TEXT
