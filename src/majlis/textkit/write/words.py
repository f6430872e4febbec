"""Words that the writers print around a text, from ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _tables() -> dict[str, dict[str, str]]:
    source = files("majlis.textkit.write").joinpath("words.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def words_for(language: str) -> dict[str, str]:
    """The words in a language; the English ones for a language that has no table.

    Keys: inserted, deleted, end, comments, notes; moved_here and moved_away, of words; moved_from,
    moved_to, split_from, split_to, merged_into and merged_from, of provisions, before the name of
    another; name_…, what a provision without a label is called, ``{n}`` for which of its kind.
    """
    tables = _tables()
    return tables.get(language, tables["en"])
