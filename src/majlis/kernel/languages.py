"""The six official languages of the United Nations, and how each is sorted.

Order as the United Nations lists them in Arabic alphabetical order: ar, zh, en, fr, ru, es.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Language:
    """One language: its code in addresses, its own name, and its direction."""

    code: str
    name: str
    direction: str


LANGUAGES: tuple[Language, ...] = (
    Language("ar", "العربية", "rtl"),
    Language("zh", "中文", "ltr"),
    Language("en", "English", "ltr"),
    Language("fr", "Français", "ltr"),
    Language("ru", "Русский", "ltr"),
    Language("es", "Español", "ltr"),
)
LANGUAGE_CODES: tuple[str, ...] = tuple(language.code for language in LANGUAGES)
LANGUAGE_CHOICES: tuple[tuple[str, str], ...] = tuple((each.code, each.name) for each in LANGUAGES)
LANGUAGES_BY_CODE: dict[str, Language] = {language.code: language for language in LANGUAGES}

# What stands between the things of a list, where it is not ", ". The look writes the same, and neither
# of the two may import the other: a test compares them.
LIST_SEPARATORS: dict[str, str] = {"ar": "، ", "zh": "、"}


def direction(code: str) -> str:
    """``rtl`` or ``ltr``, the direction in which the language is written."""
    return LANGUAGES_BY_CODE[code].direction


def official_language(code: str | None) -> str | None:
    """The code of one of the six that ``code`` means (``zh-hans`` is ``zh``), or None."""
    short = (code or "").lower().replace("_", "-").split("-")[0]
    return short if short in LANGUAGES_BY_CODE else None


def list_separator(code: str | None) -> str:
    """What stands between the things of a list in the language that ``code`` means."""
    return LIST_SEPARATORS.get(official_language(code) or "", ", ")


@cache
def _collator(code: str) -> Any:
    import icu  # noqa: PLC0415 - heavy

    collator = icu.Collator.createInstance(icu.Locale(code))
    collator.setStrength(icu.Collator.TERTIARY)
    # Numbers inside a name sort by value: C2 before C10.
    collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    return collator


def sort_key(text: str, code: str) -> bytes:
    """Bytes that order as the language orders its words (ICU, CLDR's rules; Chinese by pinyin).

    Stored beside the words, so that a list is ordered by an index of the database, whichever way
    that database was built.
    """
    return bytes(_collator(code).getSortKey(text[:200]))
