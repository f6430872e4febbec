"""Two languages in one file, parted: side by side in columns, or in paragraphs of their own.

The text is that of one of them; the paragraphs of the other are left out, and a note says how many.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from majlis.textkit.dates import find_dates
from majlis.textkit.errors import TextError
from majlis.textkit.language import detect, latin_language, script_of, weight_of
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import Block, Note
from majlis.textkit.read.lines import cut_in_spans
from majlis.textkit.read.numbers import with_numbers

_SCRIPTS = {"ar": "ar", "zh": "zh", "ru": "ru"}  # of languages; all others are in Latin script
_LEAST = 0.3  # of the main language: how much there is at least of a second
_LATIN_LEAST = 0.4  # the same of two in Latin script, which names and quotations mix more
_ASKED = 0.1  # of a text: how much there is at least of the language asked for
_NEAR = 0.7  # where two are about as long, the first is the language of the file
_LONG = 30  # letters that tell the language of a paragraph
_FEWEST = 2  # paragraphs of a second language
_FEW_LETTERS = 3  # a paragraph with fewer belongs to the one behind it: its number
_CLEAR = 0.85  # of the letters: as many must stand in paragraphs of which the language is known
_SYMBOL = re.compile(r"[A-Z]{1,5}\d{0,3}(?:/[A-Z0-9.()-]+)+")
_LONGEST_SYMBOL = 40
_LONGEST_LINE = 120
_LINES = ("meeting", "front", "annex")
_GAP = re.compile(r"\t+|[ \u00a0\u3000]{2,}|\s\|\s")
_WIDE_GAP = re.compile(r"\t+|(?<=\S)[ \u00a0]{3,}(?=\S)")
_BETWEEN = re.compile(r"\n|\t|\s[/|]\s|[ \u00a0\u3000]{3,}")
_MOST_GAPS = 12  # of a line
_ROWS = 3  # lines with two columns
_COLUMNS = 0.2  # of the lines
_LATIN_COLUMNS = 0.6
_SHIFT = 2  # columns that the edge may be off
_TOLD = 0.25  # of the paragraphs in Latin script: as many show another language among them
_TABLE = 0.3  # of its cells: a table of which so many are left out laid two languages out

LEFT_OUT = "Paragraphs in another language (“{language}”) left out: {count}."
LEFT_OUT_UNKNOWN = "Paragraphs in another language left out: {count}."
TWO = "The text is in two languages: “{first}” and “{second}”."


@dataclass(slots=True)
class Parted:
    """The blocks of one language, where each block of before went (-1: nowhere), and notes."""

    blocks: list[Block]
    places: list[int]
    notes: list[Note] = field(default_factory=list)


def part_blocks(blocks: list[Block], asked: str | None) -> Parted:
    """The blocks of the main language of a file, or of the one asked for, where two are in it."""
    pieces: list[Block] = []
    origins: list[int] = []
    for place, block in enumerate(blocks):
        for piece in _pieces(block):
            pieces.append(piece)
            origins.append(place)
    kept, notes = _by_script(pieces, asked)
    kept, more = _by_words(pieces, kept, asked)
    notes += more
    if len(kept) == len(pieces):
        return Parted(blocks, list(range(len(blocks))), notes)
    found = _freed(pieces, kept)
    places = [-1] * len(blocks)
    for at, origin in enumerate(origins[place] for place in kept):
        if places[origin] < 0:
            places[origin] = at
    joined = with_numbers(found)
    if len(joined) != len(found):
        places = _moved(places, found, joined)
    return Parted(joined, places, notes)


def _moved(places: list[int], found: list[Block], joined: list[Block]) -> list[int]:
    """The places, after some numbers were joined with the blocks behind them."""
    new: list[int] = []
    end = 0
    for count, block in enumerate(joined):
        # a block that holds a number and its words stands for two
        size = 1 if end < len(found) and found[end] is block else 2
        new += [count] * size
        end += size
    return [new[place] if 0 <= place < len(new) else -1 for place in places]


def _pieces(block: Block) -> list[Block]:
    """A block, or its parts where a line break, a tab or a stroke stands between two scripts."""
    text = block.text
    if text.isascii() or not _BETWEEN.search(text):
        return [block]
    if len({script for piece in _BETWEEN.split(text) if (script := script_of(piece))}) < 2:
        return [block]
    cuts: list[tuple[int, int, str]] = []
    start = 0
    for found in [*_BETWEEN.finditer(text), None]:
        end = found.start() if found else len(text)
        script = script_of(text[start:end])
        if cuts and (not script or script == cuts[-1][2]):
            cuts[-1] = (cuts[-1][0], end, cuts[-1][2])
        elif cuts and not cuts[-1][2]:
            cuts[-1] = (cuts[-1][0], end, script)
        else:
            cuts.append((start, end, script))
        start = found.end() if found else end
    if len(cuts) < _FEWEST or any(weight_of(text[a:b]) < _FEW_LETTERS for a, b, _ in cuts):
        return [block]
    out: list[Block] = []
    for runs in cut_in_spans(block.runs, [(start, end) for start, end, _ in cuts]):
        # the label is that of both
        out.append(replace(block, runs=runs, bookmarks=() if out else block.bookmarks))
    return out


def _by_script(pieces: list[Block], asked: str | None) -> tuple[list[int], list[Note]]:
    """The blocks of one script where two share a text."""
    scripts = [
        script_of(piece.text) if weight_of(piece.text) >= _FEW_LETTERS else "" for piece in pieces
    ]
    weights: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    first = ""
    for piece, script in zip(pieces, scripts, strict=True):
        weight = weight_of(piece.text)
        if script and weight >= _LONG:
            weights[script] += round(weight)
            counts[script] += 1
            first = first or script
    everything = list(range(len(pieces)))
    main = _main(weights, counts, first, _SCRIPTS.get(asked, "latin") if asked else None, _LEAST)
    if main is None:
        return everything, []
    owners = _owners(scripts)
    kept = [
        place
        for place in everything
        if owners[place] in ("", main) or _is_symbol(pieces[place].text)
    ]
    return kept, _left_out(
        [pieces[place] for place in everything if owners[place] not in ("", main)]
    )


def _by_words(
    pieces: list[Block], kept: list[int], asked: str | None
) -> tuple[list[int], list[Note]]:
    """The blocks of one language where two in Latin script share a text, each in blocks of its own."""
    languages: list[str] = []
    weights: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    known = total = 0.0
    first = ""
    for place in kept:
        text = pieces[place].text
        weight = weight_of(text)
        language = latin_language(text) if weight >= _LONG and script_of(text) == "latin" else ""
        languages.append(language)
        total += weight if weight >= _LONG else 0
        if language:
            weights[language] += round(weight)
            counts[language] += 1
            known += weight
        if weight >= _LONG and not first:
            first = language or latin_language(text, enough=1)
    main = _main(weights, counts, first, asked, _LATIN_LEAST)
    if main is None:
        return kept, []
    if known < _CLEAR * total:
        one, two = (code for code, _ in weights.most_common(2))
        return kept, [Note("language", TWO.format(first=one, second=two))] if asked else []
    owners = _latin_owners([pieces[place].text for place in kept], languages)
    stay = [
        place
        for place, owner in zip(kept, owners, strict=True)
        if owner in ("", main) or _is_symbol(pieces[place].text)
    ]
    gone = set(kept) - set(stay)
    return stay, _left_out([pieces[place] for place in kept if place in gone])


def _main(
    weights: Counter[str], counts: Counter[str], first: str, asked: str | None, least: float
) -> str | None:
    """The one of two that is the language of a file; None where the file has no two."""
    largest = max(weights.values(), default=0)
    second = [
        key
        for key, weight in weights.items()
        if weight >= least * largest and counts[key] >= _FEWEST
    ]
    enough = asked is not None and weights[asked] >= _ASKED * weights.total()
    if enough and asked not in second and counts[asked or ""] >= _FEWEST:
        second.append(asked or "")
    if len(second) < 2:
        return None
    if asked is not None:
        return asked if asked in second else None
    most, weight = weights.most_common(1)[0]
    return first if first in second and weights[first] >= _NEAR * weight else most


def _owners(scripts: Sequence[str]) -> list[str]:
    """The script of each block; that of the next for one without words of its own."""
    owners = list(scripts)
    for place in range(len(owners) - 2, -1, -1):
        owners[place] = owners[place] or owners[place + 1]
    for place in range(1, len(owners)):
        owners[place] = owners[place] or owners[place - 1]
    return owners


def _latin_owners(texts: list[str], languages: list[str]) -> list[str]:
    """The language of each block; for a short one its small words tell, or the blocks around it."""
    owners = [
        language or (latin_language(text, enough=1) if text else "")
        for text, language in zip(texts, languages, strict=True)
    ]
    codes = set(filter(None, languages))
    owners = [
        owner if owner in codes else _by_form(text, codes)
        for owner, text in zip(owners, texts, strict=True)
    ]
    known = [owner for owner in owners if owner]
    turns = sum(a != b for a, b in itertools.pairwise(known))
    alternate = turns >= 0.5 * (len(known) - 1)
    after = _owners(owners)
    before = ""
    for place, owner in enumerate(owners):
        if owner:
            before = owner
            continue
        other = next((code for code in sorted(codes) if code != before), "")
        # side by side, a block follows that of the other language; else a title heads what is below
        owners[place] = other if alternate and before and after[place] == before else after[place]
        before = owners[place]
    return owners


def _by_form(text: str, codes: set[str]) -> str:
    """The language in which a short block is a date or a known line of a text; empty where in no one only."""
    if len(text) > _LONGEST_LINE:
        return ""
    folded = fold(text).text.strip()
    found = {
        code
        for code in codes
        if find_dates(text, code)
        or any(lexicon(code).pattern("lines", key, start=True).match(folded) for key in _LINES)
    }
    return found.pop() if len(found) == 1 else ""


def _is_symbol(text: str) -> bool:
    """Whether a block is the symbol of a document, which is the same in all languages."""
    return len(text) <= _LONGEST_SYMBOL and _SYMBOL.fullmatch(text.strip()) is not None


def _left_out(blocks: list[Block]) -> list[Note]:
    by_language: Counter[str] = Counter()
    latin = [block.text for block in blocks if script_of(block.text) == "latin"]
    told = Counter(latin_language(text, enough=1) for text in latin)
    shown = Counter({language: count for language, count in told.items() if language})
    code = shown.most_common(1)[0][0] if shown else _code(" ".join(latin[:400]))
    for language, count in told.items():
        # a few short paragraphs tell little
        by_language[language if language and count >= _TOLD * len(latin) else code] += count
    for block in blocks:
        script = script_of(block.text)
        if script and script != "latin":
            by_language[script] += 1
    return [
        Note(
            "language",
            (LEFT_OUT if language else LEFT_OUT_UNKNOWN).format(language=language, count=count),
        )
        for language, count in by_language.items()
    ]


def _code(words: str) -> str:
    if not words:
        return ""
    try:
        return detect(words)[0]
    except TextError:
        return ""


def _freed(pieces: list[Block], kept: list[int]) -> list[Block]:
    """The blocks that stay; cells of a table that laid two languages out are cells no more."""
    stays = set(kept)
    out: list[Block] = []
    place = 0
    while place < len(pieces):
        end = place
        while end < len(pieces) and pieces[end].hint == "table":
            end += 1
        if end == place:
            if place in stays:
                out.append(pieces[place])
            place += 1
            continue
        cells = [at for at in range(place, end) if at in stays]
        free = end - place - len(cells) >= _TABLE * (end - place)
        out += [replace(pieces[at], hint="") if free else pieces[at] for at in cells]
        place = end
    return out


def part_columns(text: str, asked: str | None) -> tuple[str, list[Note]]:
    """The lines of one of two columns, each in a language of its own; the text itself where it has none."""
    if not _GAP.search(text):
        return text, []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    columns = _script_columns(lines) or _latin_columns(lines)
    if columns is None:
        return text, []
    (left, right), script = columns
    sides = ["\n".join(left), "\n".join(right)]
    weights = [weight_of(side) for side in sides]
    if min(weights) < _LEAST * max(weights):
        return text, []
    main = 0 if weights[0] >= _NEAR * weights[1] else 1
    if asked is not None:
        wanted = _SCRIPTS.get(asked, "latin") if script is script_of else asked
        found = [script(side) == wanted for side in sides]
        if not any(found):
            return text, []
        main = found.index(True)
    from majlis.textkit.read.plain import read_plain

    other = sides[1 - main]
    return sides[main], _left_out(read_plain(other)[0])


Columns = tuple[tuple[list[str], list[str]], Callable[[str], str]]


def _script_columns(lines: list[str]) -> Columns | None:
    """The columns of lines of which the two sides are in two scripts."""
    cuts = [_cut(line) for line in lines]
    rows = [cut for cut in cuts if cut]
    worded = sum(any(c.isalpha() for c in line) for line in lines)
    if len(rows) < max(_ROWS, _COLUMNS * worded):
        return None
    left_script, right_script = Counter(
        (script_of(left), script_of(right)) for left, right, _ in rows
    ).most_common(1)[0][0]
    edge = _edge([start for _, _, start in rows])
    left: list[str] = []
    right: list[str] = []
    for line, cut in zip(lines, cuts, strict=True):
        sides = cut or _at(line, edge, (left_script, right_script))
        if sides:
            left.append(sides[0].rstrip())
            right.append(sides[1].strip())
        elif script_of(line) == right_script:
            right.append(line.strip())
        else:
            left.append(line.rstrip())
            if not line.strip():
                right.append("")
    return (left, right), script_of


def _edge(starts: list[int]) -> int:
    """Where the right column begins in most lines: one whose lines end alike begins anywhere behind it."""
    return sorted(starts)[len(starts) // 20]


def _at(line: str, edge: int, scripts: tuple[str, str] | None) -> tuple[str, str] | None:
    """The two sides of a line in which one has no letters, or is empty, at the edge between the columns."""
    for count, gap in enumerate(_GAP.finditer(line)):
        if count == _MOST_GAPS:
            break
        if gap.end() < edge - _SHIFT or (not line[: gap.start()].strip() and "\t" in line):
            continue
        sides = line[: gap.start()], line[gap.end() :]
        if scripts is None or all(
            script_of(side) in ("", script) for side, script in zip(sides, scripts, strict=True)
        ):
            return sides
    return None


def _cut(line: str) -> tuple[str, str, int] | None:
    """The two sides of a line, each in one script, and where the second begins; None where it has no two."""
    if line.isascii():
        return None
    best: tuple[float, str, str, int] | None = None
    for count, gap in enumerate(_GAP.finditer(line)):
        if count == _MOST_GAPS:
            break
        left, right = line[: gap.start()], line[gap.end() :]
        first, second = script_of(left), script_of(right)
        if first and second and first != second:
            size = min(weight_of(left), weight_of(right))
            if best is None or size > best[0]:
                best = (size, left, right, gap.end())
    return best[1:] if best else None


def _latin_columns(lines: list[str]) -> Columns | None:
    """The columns of lines that a wide gap or a tab cuts in two, each in a Latin language of its own."""
    found = [_WIDE_GAP.search(line, len(line) - len(line.lstrip())) for line in lines]
    worded = sum(any(c.isalpha() for c in line) for line in lines)
    starts = [gap.end() for gap in found if gap]
    if len(starts) < max(_ROWS, _LATIN_COLUMNS * worded):
        return None
    edge = _edge(starts)
    left: list[str] = []
    right: list[str] = []
    for line, gap in zip(lines, found, strict=True):
        sides = _at(line, edge, None)
        if sides is None and gap:
            sides = line[: gap.start()], line[gap.end() :]
        left.append((sides[0] if sides else line).rstrip())
        right.append(sides[1].strip() if sides else "")
    first, second = (latin_language("\n".join(side), enough=5) for side in (left, right))
    if not first or not second or first == second:
        return None
    return (left, right), latin_language
