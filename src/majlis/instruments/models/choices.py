"""Kinds of instruments, as the text engine distinguishes them."""

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
"""Kinds that are final once issued: no body has to adopt them."""


def kind_for(engine_kind: str) -> str:
    """The kind to store for a kind that the engine found; TEXT where the choices lack it."""
    return engine_kind if engine_kind in InstrumentKind.values else InstrumentKind.TEXT
