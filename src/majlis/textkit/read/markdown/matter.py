"""Front matter of a Markdown file: data between two lines of signs at its start, which are no text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from majlis.textkit.model import LANGUAGES

_YAML = re.compile(r"---[ \t]*\r?\n(?P<data>.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(?P<data>.*?\n)\+\+\+[ \t]*(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(r"(?P<key>[A-Za-z][\w-]{0,40})[ \t]*[:=][ \t]*(?P<value>[^\n\r]{0,500})")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_FIELDS = 200  # of which the first so many are looked at
_KEYS = {
    "title": "title",
    "symbol": "symbol",
    "reference": "symbol",
    "date": "date",
    "lang": "language",
    "language": "language",
    "locale": "language",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What front matter says of a text. ``end``: where the text begins; ``lines``: of the front matter."""

    title: str = ""
    symbol: str = ""
    date: str = ""
    language: str = ""
    end: int = 0
    lines: int = 0


def matter_of(text: str) -> Matter:
    """The front matter of a Markdown text; empty where it has none."""
    found = _YAML.match(text) or _TOML.match(text)
    if found is None:
        return Matter()
    said: dict[str, str] = {}
    for line in found["data"].split("\n", _FIELDS)[:_FIELDS]:
        field = _FIELD.match(line)
        key = _KEYS.get(field["key"].lower()) if field else None
        if field and key and key not in said:
            said[key] = field["value"].strip().strip("\"'").strip()
    date = _DATE.match(said.get("date", ""))
    language = said.get("language", "").lower()[:2]
    return Matter(
        said.get("title", ""),
        said.get("symbol", ""),
        date.group() if date else "",
        language if language in LANGUAGES else "",
        found.end(),
        found.group().count("\n"),
    )
