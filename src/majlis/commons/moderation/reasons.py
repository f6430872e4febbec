"""The reasons of moderators in ``reasons.toml``: their names, and loading them into the database."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from majlis.commons.moderation.models import Reason, ReasonText

FILE = Path(__file__).with_name("reasons.toml")


@cache
def read_reasons() -> dict[str, dict[str, Any]]:
    """The content of the file: code -> position, and language -> name and text."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def load_reasons(reason_model: type[Reason], text_model: type[ReasonText]) -> None:
    """Update the table from the file; reasons that the file no longer has stay, but out of use."""
    reasons = read_reasons()
    reason_model.objects.exclude(code__in=reasons).update(in_use=False)
    for code, entry in reasons.items():
        reason_model.objects.update_or_create(
            code=code, defaults={"position": entry["position"], "in_use": True}
        )
        for language, texts in entry.items():
            if isinstance(texts, dict):
                text_model.objects.update_or_create(
                    reason_id=code, language=language, defaults=texts
                )


def reason_names() -> list[tuple[str, str]]:
    """The codes of the reasons with their names in the reader's language."""
    language = get_language() or ""
    return [
        (code, entry.get(language, entry["en"])["name"]) for code, entry in read_reasons().items()
    ]
