"""Stakeholder kinds, from ``data/stakeholder_kinds.tsv``, with names in the six languages."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from majlis.kernel.languages import LANGUAGE_CODES

TABLE_PATH = Path(__file__).parent / "data" / "stakeholder_kinds.tsv"


@cache
def kinds_table() -> dict[str, dict[str, str]]:
    """Code -> row with a name per language, ``verified`` and ``source``, in the order of lists."""
    with TABLE_PATH.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["code"]: row for row in rows}


def kind_name(code: str, language: str = "") -> str:
    """The name of a kind in a language (by default the reader's); the code if it is unknown."""
    chosen = language or get_language() or "en"
    row = kinds_table().get(code)
    return row[chosen if chosen in LANGUAGE_CODES else "en"] if row else code


def kind_choices() -> list[tuple[str, str]]:
    """All kinds with their names in the reader's language."""
    return [(code, kind_name(code)) for code in kinds_table()]
