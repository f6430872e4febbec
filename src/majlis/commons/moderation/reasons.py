"""The reasons of moderators: from their file into the table."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("reasons.toml")
OTHER_KEYS = ("position",)


def read_reasons() -> dict[str, dict[str, Any]]:
    """Code -> position, and language -> name and text."""
    found: dict[str, dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return found


def load_reasons(reason_model: Any, text_model: Any) -> None:
    """Bring the table to what the file says; what is no longer there stays, and is not offered."""
    reasons = read_reasons()
    reason_model.objects.exclude(code__in=reasons).update(in_use=False)
    for code, kept in reasons.items():
        reason_model.objects.update_or_create(
            code=code, defaults={"position": kept["position"], "in_use": True}
        )
        for language, said in kept.items():
            if language not in OTHER_KEYS:
                text_model.objects.update_or_create(
                    reason_id=code, language=language, defaults=said
                )
