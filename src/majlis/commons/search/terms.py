"""Terms of the United Nations in six languages, for Chinese segmentation and for the glossary of translators."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Term:
    """A term in six languages. ``verified``: the six forms are established usage."""

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
    entries = []
    for row in rows:
        key, en, ar, zh, fr, ru, es, verified, source_name = row.split("\t")
        entries.append(Term(key, en, ar, zh, fr, ru, es, verified == "yes", source_name))
    return tuple(entries)
