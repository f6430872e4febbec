"""Wording in which the old and the new text stand side by side: where each begins and ends.

Every rule is one of form: two verbs or two prepositions where the language allows one, a clause's end
with two marks, two clauses glued together. The words themselves come from the lexicon's ``[flattened]``.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from majlis.textkit.lexicon import Folded, Lexicon, fold, lexicon
from majlis.textkit.model import Revision, Run, merge_runs
from majlis.textkit.openings import opening

Op = Literal["inserted", "deleted"]
Pair = tuple[str, str]
"""The preposition of the old verb and that of the new one, folded."""

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
# A comma (the list's end) and a semicolon (its middle), either first; or a semicolon and a full stop.
_MARKS = re.compile(r"(?P<a>[,،，])\s?(?P<b>[;；؛])\s*$|(?P<c>[;；؛])\s?(?P<d>[,،，.。])\s*$")
_GLUED = re.compile(r"[;؛](?=[^\W\d_])")
_WINDOW = 4  # words between a word and its repetition, the latter counted
_CLAUSE = 4  # words that a clause has at least


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of an item's text that is only in the new (inserted) or the old (deleted) text."""

    start: int
    end: int
    op: Op


@dataclass(frozen=True, slots=True)
class Sign:
    """A place where old and new wording meet, with what it means in plain English."""

    edits: tuple[Edit, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def words_of(folded: Folded) -> list[_Word]:
    """The words of folded text."""
    return [_Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(folded.text)]


@lru_cache(maxsize=32)
def folded_words(lex: Lexicon, key: str) -> frozenset[str]:
    """The folded words that the lexicon has for texts into which changes were flattened."""
    return frozenset(fold(word).text for word in lex.words("flattened", key))


def doubled_verbs(text: str, language: str) -> Sign | None:
    """Two operative verbs in a row at the start (``encourages invites Member States``), else None.

    The first is taken as the old one, which is how Word writes a replacement.
    """
    if language == "zh":  # there a verb may follow a verb ("decides [to] invite")
        return None
    first = opening(text, language)
    if first is None or first.verb is None or first.verb.part != "operative":
        return None
    rest = text[first.end :]
    begin = first.end + len(rest) - len(rest.lstrip())
    if begin == first.end:
        return None
    second = opening(text[begin:], language)
    lex = lexicon(language)
    folded = fold(text[begin : begin + 200]).text
    if (
        second is None
        or second.verb is None
        or second.verb.part != "operative"
        or second.verb.key == first.verb.key
        or not lex.openings.match(folded)
        or any(pattern.match(folded) for _, pattern in lex.named("actors"))
    ):
        return None
    end = _past_blank(text, begin + second.end)
    return Sign(
        (Edit(first.start, begin, "deleted"), Edit(begin, end, "inserted")),
        f"Two consecutive verbs: {first.verb.key} was replaced by {second.verb.key}.",
    )


def initial_pair(text: str, language: str) -> Pair | None:
    """The two prepositions with which a text begins, old one first, or None."""
    words = words_of(fold(text[:80]))[:2]
    prepositions = folded_words(lexicon(language), "prepositions")
    if len(words) == 2 and all(word.text in prepositions for word in words):
        return words[0].text, words[1].text
    return None


def doubled_prepositions(text: str, language: str) -> list[Sign]:
    """Every place where two different prepositions stand in a row, and the repetitions beside them."""
    lex = lexicon(language)
    prepositions = folded_words(lex, "prepositions")
    if not prepositions:
        return []
    folded = fold(text)
    words = words_of(folded)
    signs = []
    for first, second in itertools.pairwise(words):
        between = folded.text[first.end : second.start]
        both = {first.text, second.text}
        if both <= prepositions and len(both) == 2 and between.isspace():
            signs.append(_replaced(text, folded, first, second.start, second.end))
    if signs:
        signs += _repetitions(text, folded, words, folded_words(lex, "joiners"), signs)
    return sorted(signs, key=lambda sign: sign.edits[0].start)


def _replaced(text: str, folded: Folded, old: _Word, start: int, end: int) -> Sign:
    begin, _ = folded.back(old.start, old.end)
    middle, stop = folded.back(start, end)
    return Sign(
        (Edit(begin, middle, "deleted"), Edit(middle, _past_blank(text, stop), "inserted")),
        "Two consecutive prepositions: the first was replaced by the second.",
    )


def _repetitions(
    text: str, folded: Folded, words: list[_Word], joiners: Iterable[str], found: list[Sign]
) -> list[Sign]:
    """``and the work including the work``: a word replaced by a phrase that ends with it.

    Looked for only beside another sign, and only where the first has a conjunction that the second lacks.
    """
    signs = []
    taken = sorted((edit.start, edit.end) for sign in found for edit in sign.edits)
    for place, first in enumerate(words):
        bare = next((first.text[len(j) :] for j in joiners if first.text.startswith(j)), "")
        if len(bare) < 4:
            continue
        for second in words[place + 2 : place + 1 + _WINDOW]:
            if second.text != bare:
                continue
            begin, middle = folded.back(first.start, words[place + 1].start)
            _, stop = folded.back(second.start, second.end)
            # those that begin before it ends, and near: the spans of a sign are those of a few words
            before = bisect_left(taken, (stop, 0))
            if not any(begin < end for _, end in taken[max(0, before - 2 * _WINDOW) : before]):
                end = _past_blank(text, stop)
                edits = (Edit(begin, middle, "deleted"), Edit(middle, end, "inserted"))
                reason = "A word is repeated at the end of the phrase that replaced it."
                signs.append(Sign(edits, reason))
                break
    return signs


def opens_with(text: str, word: str) -> bool:
    """Whether the first word of a text is this one (folded)."""
    words = words_of(fold(text[:60]))
    return bool(words) and words[0].text == word


def occurrences(text: str, word: str) -> list[tuple[int, int]]:
    """Where a (folded) word stands in a text."""
    folded = fold(text)
    return [folded.back(w.start, w.end) for w in words_of(folded) if w.text == word]


def glued(text: str) -> int | None:
    """Where a second clause is glued to the semicolon of the first, None where there is not just one."""
    places = [match.end() for match in _GLUED.finditer(text)]
    if len(places) != 1:
        return None
    halves = (text[: places[0]], text[places[0] :])
    return places[0] if all(len(_WORD.findall(half)) >= _CLAUSE for half in halves) else None


def two_clauses(text: str, new_first: bool) -> Sign | None:
    """An item that holds its new and its old wording whole, glued at a semicolon."""
    place = glued(text)
    if place is None:
        return None
    first, second = ("inserted", "deleted") if new_first else ("deleted", "inserted")
    order = "the new one first" if new_first else "the old one first"
    edits = (Edit(0, place, _op(first)), Edit(place, len(text), _op(second)))
    return Sign(edits, f"Two whole clauses are joined at a semicolon: {order}.")


def _op(word: str) -> Op:
    return "inserted" if word == "inserted" else "deleted"


def put_before(text: str, pair: Pair) -> Sign | None:
    """New words put before the old ones: the item opens with the new preposition, the old one is left.

    None where the old preposition stands in the text more than once or not at all.
    """
    old, new = pair
    places = occurrences(text, old)
    if not opens_with(text, new) or len(places) != 1:
        return None
    start, end = places[0]
    edits = (Edit(0, start, "inserted"), Edit(start, _past_blank(text, end), "deleted"))
    return Sign(edits, "New text precedes the old text; the old preposition was deleted.")


def doubled_mark(text: str, *, last: bool) -> Sign | None:
    """Two marks at the end of an item: the end of the list and its middle. ``last``: it ends it now."""
    match = _MARKS.search(text)
    if match is None or (match["d"] in (".", "。") and not last):
        return None
    semicolon, other = ("b", "a") if match["a"] else ("c", "d")
    if last:
        edits = [Edit(*match.span(semicolon), "deleted"), Edit(*match.span(other), "inserted")]
        reason = "Two punctuation marks at the end show that the item now ends the list."
    else:
        edits = [Edit(*match.span(other), "deleted"), Edit(*match.span(semicolon), "inserted")]
        reason = "Two punctuation marks at the end show that text was added after the list."
    return Sign(tuple(sorted(edits, key=lambda edit: edit.start)), reason)


def _past_blank(text: str, place: int) -> int:
    """The place after the blanks, so that a struck-out word takes its blank with it."""
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def cut(runs: Iterable[Run], edits: Iterable[Edit]) -> tuple[Run, ...]:
    """The runs with each edit as an inferred revision; other text stays as it was.

    Positions count in all runs joined.
    """
    marked: list[Run] = []
    place = 0
    ordered = sorted(edits, key=lambda edit: edit.start)
    every = sorted({border for edit in ordered for border in (edit.start, edit.end)})
    open_edits: list[Edit] = []
    coming = 0
    for run in runs:
        end = place + len(run.text)
        inside = every[bisect_right(every, place) : bisect_left(every, end)]
        for start, stop in itertools.pairwise([place, *inside, end]):
            while coming < len(ordered) and ordered[coming].start <= start:
                open_edits.append(ordered[coming])
                coming += 1
            open_edits = [edit for edit in open_edits if edit.end > start]
            op = next((edit.op for edit in open_edits if stop <= edit.end), None)
            revision = Revision(op, inferred=True) if op else run.revision
            marked.append(Run(run.text[start - place : stop - place], run.marks, revision))
        place = end
    return merge_runs(marked)
