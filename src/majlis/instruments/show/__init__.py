"""How texts are shown, one subject a file."""

from __future__ import annotations

from majlis.instruments.show.compared import compared, differences, summary
from majlis.instruments.show.series import edition, editions, symbol_of, way
from majlis.instruments.show.versions import (
    MOVE_WORDS,
    PHASES,
    act_words,
    address_of,
    cited_by,
    compare_links,
    history,
    label_in,
    name_of,
    steps,
    told,
    trail,
    undecided,
    variants,
    whole_name,
)
from majlis.instruments.show.words import begin, deleted, inserted, marked, words

__all__ = [
    "MOVE_WORDS",
    "PHASES",
    "act_words",
    "address_of",
    "begin",
    "cited_by",
    "compare_links",
    "compared",
    "deleted",
    "differences",
    "edition",
    "editions",
    "history",
    "inserted",
    "label_in",
    "marked",
    "name_of",
    "steps",
    "summary",
    "symbol_of",
    "told",
    "trail",
    "undecided",
    "variants",
    "way",
    "whole_name",
    "words",
]
