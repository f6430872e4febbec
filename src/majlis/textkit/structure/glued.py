"""Lines that a conversion glued together, taken apart.

In ITU style, a heading may stand before its first item in one line ("resolves 1 that ..."), or after the
last item of the block before it ("... to the Council, invites members"), or be an entry of a list with
bullets itself. In UN style, a preamble may run on in the line of its formula ("The Assembly, Noting ...,
Recalling ...,").
"""

from __future__ import annotations

import re
from dataclasses import replace

from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import Run
from majlis.textkit.openings import opening
from majlis.textkit.structure.front import formula_end, is_formula
from majlis.textkit.structure.items import (
    Item,
    end_of,
    fold_text,
    make_items,
    slice_runs,
    words_in,
)
from majlis.textkit.structure.itu import is_verb_heading, opens_list, starts_small

# the label of a first item inside a line
_FIRST = re.compile(r"(?<=[^\W\d])[,:]?\s+(?=(?:1|\(?[a1]\s?\)|‘1’|'1')\s+[^\W\d_])")
_MARK = re.compile(r"[,;.)]\s+(?=[^\W\d_])")
_LONGEST_HEAD = 400
_FARTHEST_TAIL = 2000  # characters
_MOST_WORDS = 40  # of a heading at the end of a line
_WORD = re.compile(r"\w+")
_LONGEST_FORMULA = 200
_CLAUSE = re.compile(r"[,，،]\s*(?=[^\W\d_])")


def unglue(items: list[Item], language: str) -> list[Item]:
    """The items, those of glued lines apart; as they are where the text has no verb headings."""
    heads = sum(_head(item) > 0 or (item.end == "none" and is_verb_heading(item)) for item in items)
    if heads < 2 or heads < sum(_is_paragraph(item) for item in items):
        return items
    out: list[Item] = []
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        out += _apart(item, following, language)
    return out


def run_on(items: list[Item], language: str) -> list[Item]:
    """The items, apart a preamble that stands in the line of the first formula."""
    for index, item in enumerate(items):
        cuts = _recitals(item, language)
        if cuts:
            return [*items[:index], *_split(item, cuts, language), *items[index + 1 :]]
        if is_formula(item, language):
            break
    return items


def _recitals(item: Item, language: str) -> list[int]:
    """Where each paragraph begins in a line that opens with a formula; nothing where none does.

    A capital shows it; where recitals have none, the line must be a preamble: it ends with a comma.
    """
    if item.block.hint or item.label is not None or item.change:
        return []
    if not formula_end(item.text[:_LONGEST_FORMULA], language):
        return []
    cuts: list[int] = []
    for match in _CLAUSE.finditer(item.text):
        if not cuts and match.end() > _LONGEST_FORMULA:
            return []
        rest = item.text[match.end() : match.end() + 240]
        if not (rest[0].isupper() or (rest[0].lower() == rest[0].upper() or language == "ru")):
            continue
        if not rest[0].isupper() and item.end != "comma":
            continue
        found = opening(rest, language)
        if found is None or not found.certain or (not cuts and "preambular" not in found.parts):
            continue
        if not cuts:
            head = replace(item, text=item.text[: match.end()].strip(), end="comma", size=5)
            if not is_formula(head, language):
                return []
        cuts.append(match.end())
    return cuts


def free_headings(items: list[Item], language: str) -> list[Item]:
    """The items, verb headings without the bullet that a list of headings gives to each.

    Such a list begins right behind the formula; where it does not, a bullet parts points.
    """
    first = next((i for i, item in enumerate(items) if is_formula(item, language)), None)
    if first is None or not _bulleted_heading(items[first + 1 : first + 2]):
        return items
    for item in items[first + 1 :]:
        if _bulleted_heading([item]):
            item.labels = ()
    return items


def _bulleted_heading(items: list[Item]) -> bool:
    if not items or items[0].label is None or items[0].label.series != "-":
        return False
    return is_verb_heading(replace(items[0], labels=())) and starts_small(items[0].text)


def _is_paragraph(item: Item) -> bool:
    """Whether an item is a whole paragraph of UN style: its verb, and a mark at the end."""
    found = item.opening
    return (
        found is not None
        and found.certain
        and (item.label is None or item.label.series == "1")
        and item.end in ("comma", "semicolon", "stop")
        and not _head(item)
    )


def _apart(item: Item, following: Item | None, language: str) -> list[Item]:
    if item.block.hint or item.change or any(run.revision for run in item.runs):
        return [item]
    cuts = []
    at = _tail(item, following, language)
    if at:
        cuts.append(at)
    at = _head(item)
    if at and (not cuts or at < cuts[0]):
        cuts.insert(0, at)
    return _split(item, cuts, language) if cuts else [item]


def _head(item: Item) -> int:
    """Where the first item begins in a line that opens with a heading; 0 where none does."""
    found = item.opening
    if item.label is not None or item.weak or found is None or not found.certain:
        return 0
    if ("1" not in item.text and ")" not in item.text) or not starts_small(item.text):
        return 0  # the label of a first item has one of the two signs
    match = _FIRST.search(item.text, max(found.end - 1, 0), _LONGEST_HEAD)
    if match is None or (item.text[match.end()] == "1" and not _leads(item, match.end())):
        return 0
    return match.end()


def _leads(item: Item, at: int) -> bool:
    """Whether a bare 1 is followed by words that open an item ("1 that", "1 to"): no date, no reference."""
    words = lexicon(item.language)
    rest = fold_text(item.text[at + 1 : at + 60])
    return any(
        words.pattern(table, key, start=True).match(rest)
        for table, key in (("words", "that"), ("words", "to"), ("asking", "to"))
    )


def _tail(item: Item, following: Item | None, language: str) -> int:
    """Where a heading begins at the end of a line; 0 where there is none."""
    if item.end not in ("none", "colon") or following is None or item.size < 4:
        return 0
    if not opens_list(following, language):
        return 0
    formula = formula_end(item.text, language) if item.label is None else 0
    told = lexicon(language).pattern("words", "that", start=True).match(fold_text(item.text[:20]))
    behind, words = len(item.text), 0
    for match in reversed(list(_MARK.finditer(item.text, max(0, behind - _FARTHEST_TAIL)))):
        words += len(_WORD.findall(item.text, match.end(), behind))
        behind = match.end()
        if words > _MOST_WORDS:
            return 0  # and what begins farther to the left has more of them
        rest = item.text[behind:]
        # "..., and requests the Council:" goes on with the sentence before it.
        joined = lexicon(language).pattern("words", "and", start=True).match(fold_text(rest[:20]))
        # "that Resolution 9 (2031) instructs the warden:" tells it of what stands before the bracket.
        of_it = told and match[0].startswith(")")
        if not rest[:1].islower() or joined or of_it:
            continue
        found = opening(rest, language)
        if found is None or not found.certain or words_in(rest) > _MOST_WORDS:
            continue
        if "operative" in found.parts or formula:
            return match.end()
    return 0


def _split(item: Item, cuts: list[int], language: str) -> list[Item]:
    """One item as several, cut at places of its text."""
    pieces: list[Item] = []
    ends = [*cuts, len(item.text)]
    for end, part in zip(ends, _parts(item.runs, ends), strict=True):
        runs = slice_runs(part, 0, end)
        if not pieces:
            text = item.text[:end].strip()
            pieces.append(
                replace(
                    item,
                    block=replace(item.block, mark=None),
                    text=text,
                    runs=runs,
                    end=end_of(text),
                    size=words_in(text),
                    opening=opening(text, language),
                )
            )
        else:
            pieces += make_items([replace(item.block, runs=runs, label="", old_label="")], language)
    return pieces


def _parts(runs: tuple[Run, ...], ends: list[int]) -> list[tuple[Run, ...]]:
    """The runs cut at each end, in one way through them: a long line may have many of both."""
    parts: list[list[Run]] = [[] for _ in ends]
    at = place = 0
    for run in runs:
        stop = at + len(run.text)
        while place < len(ends) and at < stop:
            end = min(ends[place], stop)
            parts[place].append(replace(run, text=run.text[at - stop : end - stop or None]))
            place += end == ends[place]
            at = end
        at = stop
    return [tuple(part) for part in parts]
