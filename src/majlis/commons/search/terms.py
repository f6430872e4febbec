"""Terms of the United Nations in six languages: one list for cutting Chinese and for asking across languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Term:
    """One term in six languages. ``parse_verification``: whether the six are established usage."""

    key: str
    en: str
    ar: str
    zh: str
    fr: str
    ru: str
    es: str
    verified: bool
    source: str


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """The terms of ``data/terms.tsv``."""
    source = files("majlis.commons.search").joinpath("data", "terms.tsv")
    _, *rows = source.read_text(encoding="utf-8").splitlines()
    found = []
    for row in rows:
        key, en, ar, zh, fr, ru, es, verified, whence = row.split("\t")
        found.append(Term(key, en, ar, zh, fr, ru, es, verified == "yes", whence))
    return tuple(found)
