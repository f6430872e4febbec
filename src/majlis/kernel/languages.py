"""The six official languages of the United Nations, their directions, and their sort orders.

They stand in the order in which the United Nations list them: ar, zh, en, fr, ru, es.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache


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

# The separator of a list in a sentence, where it is not ", ". majlis.look has a copy, because neither
# package may import the other; a test compares them.
LIST_SEPARATORS: dict[str, str] = {"ar": "، ", "zh": "、"}


def direction(code: str) -> str:
    """``rtl`` or ``ltr``, the direction in which the language is written."""
    return LANGUAGES_BY_CODE[code].direction


def official_language(code: str | None) -> str | None:
    """The official language of a language code (``zh-hans`` gives ``zh``), or None."""
    short = (code or "").lower().replace("_", "-").split("-")[0]
    return short if short in LANGUAGES_BY_CODE else None


def list_separator(code: str | None) -> str:
    """The separator of list items in a sentence of the language with that code."""
    return LIST_SEPARATORS.get(official_language(code) or "", ", ")


@cache
def _collation(code: str) -> Callable[[str], bytes]:
    try:
        import icu  # noqa: PLC0415 - heavy
    except ModuleNotFoundError:
        return _code_points
    collator = icu.Collator.createInstance(icu.Locale(code))
    collator.setStrength(icu.Collator.TERTIARY)
    # Numbers within a name sort by value: C2 before C10.
    collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    key: Callable[[str], bytes] = collator.getSortKey
    return key


def _code_points(text: str) -> bytes:
    """A key for a site without ICU: letters without case and accents first, numbers by value."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    )
    numbers = re.sub(r"[0-9]+", lambda number: number[0].lstrip("0").zfill(12), plain.casefold())
    return f"{numbers}\0{text}".encode(errors="replace")[:1000]


def sort_key(text: str, code: str) -> bytes:
    """Bytes that sort as the language sorts the text (ICU with CLDR's rules; Chinese by pinyin).

    The key is stored beside the text, because then an index of the database can sort a list, in any
    collation of that database. Without the package icukit-pyicu, the key sorts by code points.
    """
    return _collation(code)(text[:200])
