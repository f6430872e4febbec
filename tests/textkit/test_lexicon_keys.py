"""The keys of the six lexicons: the same in each, and each read by some code."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import majlis.textkit
from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import LANGUAGES

# Keys of some languages only, with the languages and the reason.
ONLY = {
    "asking.past.authorizes": ("ar en", "elsewhere the past is among the forms of the verb"),
    "dates.date_after": ("zh", "only Chinese writes the parts of a date with signs behind"),
    "dates.joined": ("ar", "only Arabic writes the conjunction and the ten as one word"),
    "dates.ordinal_after": ("zh", "only Chinese numbers are signs that are in many words besides"),
    "dates.ordinal_before": ("zh", "only Chinese has a sign that makes a number an ordinal"),
    "dates.range_end": ("zh", "only Chinese prints the last day of a range behind the month"),
    "dates.scales": ("ar en es fr ru", "Chinese writes them with signs, as it does all numbers"),
    "operative.calls_upon.nominal": ("ru zh", "the noun for this ask opens an item there"),
    "operative.encourages.nominal": ("ar ru zh", "the noun for this ask opens an item there"),
    "operative.instructs.nominal": ("ar es ru zh", "a noun or mood opens such an item there"),
    "operative.recommends.nominal": ("ru zh", "the noun for this ask opens an item there"),
    "recipients.clitics": ("ar", "only Arabic attaches a preposition to a name"),
    "recipients.swallowed": ("ar", "only Arabic attaches a preposition to a name"),
    "recipients.session": ("ru", "only Russian tells the recipient by its case alone"),
    "recipients.ending": ("ru", "only Russian tells the recipient by its case alone"),
}
# Tables that code reads whole, key by key: their keys are names, not words of the code.
WHOLE = {
    *("actors", "asking.bureaux", "asking.past", "bodies", "deliverables", "delivering.alone"),
    *("citing.heads", "citing.kinds", "citing.short"),
    *("kinds", "operative", "preambular", "recurrence", "short"),
}
# Functions that read a key of a table for others: whoever calls them names the key alone.
READERS = {"lines": "is_line"}
ROOT = Path(majlis.textkit.__path__[0])


def _keys(table: dict[str, Any], above: str = "") -> Iterator[str]:
    for key, value in table.items():
        yield above + key
        if isinstance(value, dict):
            yield from _keys(value, f"{above}{key}.")


KEYS = {language: set(_keys(lexicon(language).data)) for language in LANGUAGES}
ALL = sorted(set().union(*KEYS.values()))


def test_a_key_is_in_all_languages_or_is_known_not_to_be() -> None:
    assert len(ALL) > 500
    found = {key: {each for each in LANGUAGES if key in KEYS[each]} for key in ALL}
    known = {key: set(ONLY[key][0].split()) if key in ONLY else set(LANGUAGES) for key in ALL}
    assert {key: found[key] for key in ALL if found[key] != known[key]} == {}


def test_the_keys_of_some_languages_are_still_there() -> None:
    assert not set(ONLY) - set(ALL)


@cache
def _sources() -> list[tuple[frozenset[str], frozenset[str]]]:
    """The strings and the names in each file of the source."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        strings = (node.value for node in nodes if isinstance(node, ast.Constant))
        names = (node.id for node in nodes if isinstance(node, ast.Name))
        found.append((frozenset(s for s in strings if isinstance(s, str)), frozenset(names)))
    return found


def _is_read(key: str) -> bool:
    """Whether a file of the source names the key, and the table above it or who reads that."""
    table, _, name = key.rpartition(".")
    if table in WHOLE:
        return True
    top = table.partition(".")[0] or name
    return any(
        name in strings and (top in strings or READERS.get(top) in names)
        for strings, names in _sources()
    )


def test_a_key_is_read_by_some_code() -> None:
    assert [key for key in ALL if not _is_read(key)] == []


@pytest.mark.parametrize("key", ["gardens", "dates.gardens", "operative.notes.gardens"])
def test_a_key_that_nothing_reads_is_found(key: str) -> None:
    assert not _is_read(key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_verb_that_asks_has_a_passive(language: str) -> None:
    """In a passive, only asking is looked for; a meeting that decides is found by its active past."""
    operative = lexicon(language).table("operative")
    asking = {key for key, entry in operative.items() if entry["force"]}
    asking -= {"decides", "resolves"}
    assert {key for key, entry in operative.items() if "passive" in entry} <= asking


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_stand_in_the_order_of_english(language: str) -> None:
    """The first of two names that fit alike is taken, so their order is part of the data."""
    ours, english = lexicon(language), lexicon("en")
    for name in WHOLE & set(english.data):
        assert list(ours.table(name)) == list(english.table(name)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verb_has_the_force_of_english(language: str) -> None:
    english = lexicon("en").table("operative")
    for key, entry in lexicon(language).table("operative").items():
        assert entry["force"] == english[key]["force"], key


def _forms(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from itertools.chain.from_iterable(map(_forms, value.values()))
    elif isinstance(value, list):
        yield from itertools.chain.from_iterable(map(_forms, value))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_compiles(language: str) -> None:
    lex = lexicon(language)
    forms = [form for form in _forms(lex.data) if "%M" not in form]
    assert len(forms) > 1500
    assert all(lex.compile([form]).pattern != "(?!)" for form in forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_of_a_verb_holds_a_group(language: str) -> None:
    """A capturing group would hide which verb was found."""
    lex = lexicon(language)
    forms = [*_forms(lex.table("preambular")), *_forms(lex.table("operative"))]
    assert not [form for form in forms if re.search(r"(?<!\\)\((?!\?)", form)]
