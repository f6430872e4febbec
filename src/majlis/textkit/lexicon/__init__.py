"""The words of six languages, as data: one TOML file a language, the same keys in each.

A key that only some languages need (Chinese puts the word for a deadline behind the date) is in their
files alone; tests/textkit/test_lexicon_keys.py lists such keys with the reason.

A *form* is a regular expression in plain spelling, matched without regard to case on folded text
(``fold``): a space stands for any white space, Arabic forms are folded as the text is (hamza forms,
final ya, ta marbuta, tatweel, diacritics, Eastern digits). Forms begin and end at word borders, except
in Chinese, which has none. Code holds no word of a language: everything that a rule needs is here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from majlis.textkit.errors import TextError
from majlis.textkit.lexicon.folding import Folded, fold, fold_form
from majlis.textkit.lexicon.shared import shared_starts

__all__ = ["Folded", "Lexicon", "Verb", "fold", "lexicon"]

# A form ends at a word border; one that ends with an apostrophe (French "d'") joins the next word.
_RIGHT = r"(?:(?<=')|(?!\w))"
# What follows in a form without a choice at the outermost level.
_REST = r"(?![?*+{])(?:[^()|]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*"
# A form whose first letter is sure: no optional letter, no choice at the outermost level.
_PLAIN_START = re.compile(rf"[^\W\d_]{_REST}$")
# A first letter, or a set of them, that may be optional; no choice at the outermost level follows.
_START = re.compile(
    rf"(?:\[(?P<set>[^\W\d_]+)\]|(?P<one>[^\W\d_]))(?P<optional>\??)(?P<rest>{_REST})$"
)
# A choice at the start, that may be optional: each of its words is a form of its own.
_CHOICE = re.compile(
    r"\(\?:(?P<words>(?:[^()\[\]]|\((?:[^()\[\]]|\([^()\[\]]*\))*\))*)\)(?P<optional>\??)"
    rf"(?P<rest>{_REST})$"
)
_WORD = re.compile(r"(?:[^()|]|\((?:[^()]|\([^()]*\))*\))+")
_LETTERS = re.compile(r"(?:[^\W\d_](?![?*+{]))*")
_KEY = 6  # letters at the start of a form by which it is found
_LEAD = 8  # conjunctions and modifiers before one verb; texts have four at most


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the lexicon: ``key`` is the same in every language."""

    key: str
    part: str  # "preambular" or "operative"
    force: str = ""


class Dispatch:
    """Many forms as patterns kept by their first letters, so that a match tries only a few of them."""

    def __init__(self, entries: list[tuple[str, str]], border: str) -> None:
        # (form, group name); longer forms are tried first
        entries = sorted(entries, key=lambda entry: len(entry[0]), reverse=True)
        forms = [(start, name) for form, name in entries for start in _sure_starts(form)]
        self._forms: dict[str, list[tuple[int, str, str]]] = {}  # by their first letters
        for place, (form, name) in enumerate(forms):
            self._forms.setdefault(_first_letters(form), []).append((place, name, form))
        self._border = border
        self._ready: dict[str, re.Pattern[str] | None] = {}

    def _pattern(self, key: str) -> re.Pattern[str] | None:
        """The forms for words that begin so; None where there are none. Others stand under ``""``."""
        if key not in self._ready:  # compiled on first use: few of many hundred are
            starts = [key[:length] for length in range(1, len(key) + 1)] or [""]
            fitting = sorted(form for start in starts for form in self._forms.get(start, ()))
            body = "|".join(f"(?P<{name}__{place}>{form})" for place, name, form in fitting)
            self._ready[key] = (
                re.compile(f"(?:{body}){self._border}", re.IGNORECASE) if fitting else None
            )
        return self._ready[key]

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The longest-listed form that begins at ``start``."""
        letters = text[start : start + _KEY].lower()
        while letters and letters not in self._forms:
            letters = letters[:-1]
        keyed = self._pattern(letters) if letters else None
        other = self._pattern("")
        found = keyed.match(text, start) if keyed else None
        also = other.match(text, start) if other else None
        if found and also:
            return min(found, also, key=_place)
        return found or also


def _place(match: re.Match[str]) -> int:
    """The place in its list of the form that matched."""
    return int((match.lastgroup or "").rpartition("__")[2])


def _sure_starts(form: str, letters: int = 2) -> list[str]:
    """A form as forms whose first letters are sure: ``[ab]?c`` is ``ac``, ``bc`` and ``c``."""
    if not letters:
        return [form]
    choice = _CHOICE.match(form)
    words = _WORD.findall(choice["words"]) if choice else []
    if choice and choice["words"] == "|".join(words):
        whole = (word + choice["rest"] for word in words)
        found = [start for form in whole for start in _sure_starts(form, letters - 1)]
        return found + _sure_starts(choice["rest"], letters) if choice["optional"] else found
    match = _START.match(form)
    if not match:
        return [form]
    rest = match["rest"]
    following = _sure_starts(rest, letters - 1)
    found = [letter + after for letter in match["set"] or match["one"] for after in following]
    return found + _sure_starts(rest, letters) if match["optional"] else found


def _first_letters(form: str) -> str:
    """The first letters of a form, as far as they are sure."""
    sure = _LETTERS.match(form) if _PLAIN_START.match(form) else None
    return sure[0][:_KEY].lower() if sure else ""


class Lexicon:
    """One language's words, with its patterns compiled on first use."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.code: str = data["code"]
        self._patterns: dict[tuple[str, str, bool], re.Pattern[str]] = {}
        self._named: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        self._starts: dict[str, dict[str, set[str]]] = {}
        self._named_at: dict[tuple[str, str], list[tuple[str, re.Pattern[str]]]] = {}
        self._begins: dict[str, re.Pattern[str]] = {}

    def table(self, name: str) -> dict[str, Any]:
        """A table of the file as it stands."""
        found: dict[str, Any] = self.data[name]
        return found

    def words(self, table: str, key: str) -> list[str]:
        """The forms under ``[table] key``; an empty list where there are none."""
        found: list[str] = self.data.get(table, {}).get(key, [])
        return found

    def compile(self, forms: Iterable[str], *, start: bool = False) -> re.Pattern[str]:
        """One pattern for many forms, longest first, on folded text. Never matches when there are none."""
        ready = sorted((fold_form(form, self.code) for form in forms), key=len, reverse=True)
        if not ready:
            return re.compile(r"(?!)")
        left, right = ("", "") if self.code == "zh" else (r"(?<!\w)", _RIGHT)
        body = "|".join(f"(?:{form})" for form in ready)
        return re.compile(f"{'' if start else left}(?:{body}){right}", re.IGNORECASE)

    def pattern(self, table: str, key: str, *, start: bool = False) -> re.Pattern[str]:
        """The compiled pattern for ``[table] key``, kept."""
        place = (table, key, start)
        if place not in self._patterns:
            self._patterns[place] = self.compile(self.words(table, key), start=start)
        return self._patterns[place]

    def named(self, table: str) -> list[tuple[str, re.Pattern[str]]]:
        """Each key of a table of lists with its pattern, kept (actors, bodies, kinds, recurrence)."""
        if table not in self._named:
            self._named[table] = [
                (key, self.compile(forms)) for key, forms in self.data[table].items()
            ]
        return self._named[table]

    def named_at(self, table: str, text: str, place: int) -> list[tuple[str, re.Pattern[str]]]:
        """Those of ``named`` that may match at a place of folded text, by its first two letters."""
        if table not in self._starts:
            starts: dict[str, set[str]] = {}
            for key, forms in self.data[table].items():
                for form in forms:
                    for start in _sure_starts(fold_form(form, self.code)):
                        starts.setdefault(_first_letters(start)[:2], set()).add(key)
            self._starts[table] = starts
        letters = text[place : place + 2].lower()
        if (table, letters) not in self._named_at:
            starts = self._starts[table]
            keys = (
                starts.get("", set()) | starts.get(letters[:1], set()) | starts.get(letters, set())
            )
            self._named_at[table, letters] = [
                (key, pattern) for key, pattern in self.named(table) if key in keys
            ]
        return self._named_at[table, letters]

    def begins(self, table: str) -> re.Pattern[str]:
        """Where one of a table of lists may begin: a line without such a place has none of ``named``."""
        if table not in self._begins:
            forms = (
                fold_form(form, self.code) for found in self.data[table].values() for form in found
            )
            left = "" if self.code == "zh" else r"(?<!\w)"
            body = shared_starts(forms) or "(?!)"
            self._begins[table] = re.compile(f"{left}(?:{body})", re.IGNORECASE)
        return self._begins[table]

    @cached_property
    def openings(self) -> Dispatch:
        """An opening verb at the start: group names are ``p_<key>`` and ``o_<key>``.

        Longer forms win over shorter ones, whatever their table.
        """
        entries: list[tuple[str, str]] = []
        for key, forms in self.data["preambular"].items():
            entries += [(fold_form(form, self.code), f"p_{key}") for form in forms]
        for key, entry in self.data["operative"].items():
            entries += [(fold_form(form, self.code), f"o_{key}") for form in entry["forms"]]
        return self._dispatch(entries)

    @cached_property
    def infinitives(self) -> Dispatch:
        """A second verb after an operative one ("resolves to instruct"): groups ``o_<key>``."""
        entries = [
            (fold_form(form, self.code), f"o_{key}")
            for key, entry in self.data["operative"].items()
            for form in entry.get("infinitives", [])
        ]
        return self._dispatch(entries)

    def _dispatch(self, entries: list[tuple[str, str]]) -> Dispatch:
        return Dispatch(entries, "" if self.code == "zh" else r"(?!\w)")

    @cached_property
    def twins(self) -> tuple[tuple[re.Pattern[str], Verb], ...]:
        """Forms that open both parts, each with the first operative verb that owns it."""
        recitals = {form for forms in self.data["preambular"].values() for form in forms}
        found: dict[str, Verb] = {}
        for key, entry in self.data["operative"].items():
            for form in entry["forms"]:
                if form in recitals:
                    found.setdefault(form, Verb(key, "operative", entry["force"]))
        return tuple((self.compile([form], start=True), verb) for form, verb in found.items())

    def verb_of(self, match: re.Match[str]) -> Verb:
        """The verb that a match of ``openings`` or ``infinitives`` found."""
        group = match.lastgroup or ""
        part, key = group.split("__")[0].split("_", 1)
        if part == "p":
            return Verb(key, "preambular")
        return Verb(key, "operative", self.data["operative"][key]["force"])

    @cached_property
    def lead(self) -> re.Pattern[str]:
        """Conjunctions and modifiers that may stand before an opening verb."""
        forms = [fold_form(f, self.code) for f in self.words("words", "modifiers")]
        forms.sort(key=len, reverse=True)
        joiners = [fold_form(f, self.code) for f in self.words("words", "and")]
        joined = "|".join(joiners + forms)
        gap = "" if self.code == "zh" else r"(?!\w),?\s+"
        # bounded: patterns that hold this one are tried at each "and" of a paragraph
        return re.compile(rf"(?:(?:{joined}){gap}){{0,{_LEAD}}}", re.IGNORECASE)


@lru_cache(maxsize=16)
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language code (ar, zh, en, fr, ru, es).

    Raises TextError for any other.
    """
    source = files(__package__).joinpath(f"{language}.toml")
    if len(language) != 2 or not language.isalpha() or not source.is_file():
        raise TextError(
            f"There is no lexicon for the language '{language}'.",
            "Use one of ar, zh, en, fr, ru, es.",
        )
    return Lexicon(tomllib.loads(source.read_text(encoding="utf-8")))
