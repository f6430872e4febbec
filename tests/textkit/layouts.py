"""How programs print a text into lines: broken at some width, indented, hyphenated, on pages."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WIDE = sorted((Path(__file__).parent / "texts" / "wide").glob("*.txt"))
_NEVER_FIRST = "，。；：、）》”’！？"
_POINT = re.compile(r"\(?[a-zа-я]{1,3}\)|[（(][\u0621-\u064aa-z]{1,3}[）)]|[’‘]|[\u3220-\u3229]")
_VOWELS = "aeiouyéèàêôаеиоуыэюя"


@dataclass(frozen=True)
class Layout:
    """``apart``: blank lines between paragraphs. ``first``, ``rest``: blanks before the first and the
    other lines of a paragraph; ``deep``: before all lines of a point. ``ragged``: the share of the width
    that a line may lack. ``page``: lines of a page, 0 for none."""

    width: int = 72
    apart: int = 0
    first: int = 0
    rest: int = 0
    deep: int = 0
    ragged: float = 0.0
    hyphens: bool = False
    justified: bool = False
    centred: bool = False
    page: int = 0
    feed: bool = False
    trailing: bool = False
    double: bool = False
    notes: bool = False


def rows(path: Path) -> list[tuple[str, str]]:
    """The marked paragraphs of a text: T title, F formula, P recital, O operative, X other."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(line[0], line[2:]) for line in lines if line[2:].strip("_")]


def language_of(path: Path) -> str:
    """The language that the name of a text states."""
    return path.stem.rsplit(".", 1)[1]


def printed(paragraphs: Sequence[tuple[str, str]], layout: Layout, language: str) -> str:
    """The paragraphs as lines of a file."""
    chance = random.Random(layout.width * 7 + len(paragraphs))
    out: list[str] = []
    for mark, text in paragraphs:
        deep = layout.deep if _POINT.match(text) else 0
        lines = _lines(text, layout, language, chance, deep)
        if layout.centred and mark == "T":
            lines = [line.strip().center(_measure(layout, language)).rstrip() for line in lines]
        out += lines + [""] * layout.apart
    if layout.trailing:
        out = [line + " " if line else line for line in out]
    out = _on_pages(out, layout)
    if layout.double:
        out = [each for line in out for each in (line, "")]
    return "\n".join(out)


def _measure(layout: Layout, language: str) -> int:
    return layout.width // 2 if language == "zh" else layout.width


def _lines(text: str, layout: Layout, language: str, chance: random.Random, deep: int) -> list[str]:
    width = _measure(layout, language)
    out: list[str] = []
    rest = text
    while rest:
        indent = deep + (layout.rest if out else layout.first)
        room = max(width - indent, 12)
        if layout.ragged:
            room = max(12, round(room * (1 - chance.random() * layout.ragged)))
        line, rest = _han(rest, room) if language == "zh" else _words(rest, room, layout.hyphens)
        if layout.justified and rest and language != "zh":
            line = _justified(line, room)
        out.append(" " * indent + line)
    return out


def _han(text: str, room: int) -> tuple[str, str]:
    end = min(room, len(text))
    while end < len(text) and (text[end] in _NEVER_FIRST or text[end - 1 : end + 1].isdigit()):
        end += 1 if text[end] in _NEVER_FIRST else -1
    return text[:end], text[end:]


def _words(text: str, room: int, hyphens: bool) -> tuple[str, str]:
    words = text.split(" ")
    line = words[0]
    for place, word in enumerate(words[1:], 1):
        if len(line) + 1 + len(word) <= room:
            line += " " + word
            continue
        left = room - len(line) - 2
        if hyphens and word.isalpha() and word.islower() and len(word) >= 8 and left >= 3:
            cut = min(left, len(word) - 3)
            while cut > 2 and word[cut - 1] not in _VOWELS:
                cut -= 1
            if cut > 2:
                rest = [word[cut:], *words[place + 1 :]]
                return f"{line} {word[:cut]}-", " ".join(rest)
        return line, " ".join(words[place:])
    return line, ""


def _justified(line: str, room: int) -> str:
    words = line.split(" ")
    lack = room - len(line)
    if len(words) < 3 or lack <= 0:
        return line
    gaps = [1 + lack // (len(words) - 1)] * (len(words) - 1)
    for place in range(lack % (len(words) - 1)):
        gaps[place] += 1
    return "".join(w + " " * g for w, g in zip(words, [*gaps, 0], strict=True))


def _on_pages(lines: list[str], layout: Layout) -> list[str]:
    if not layout.page:
        return lines
    out: list[str] = []
    for place, line in enumerate(lines):
        if place and place % layout.page == 0:
            page = place // layout.page
            foot = ["", "_" * 15, f"{page} See A/94/{page}12, annex."] if layout.notes else []
            foot += ["", f"{page}/9" + " " * 20 + "39-11422", ""]
            head = ["", "A/RES/94/318", ""]
            out += foot
            if layout.feed:
                head[0] = "\f"
            out += head
        out.append(line)
    return out


def squeezed(text: str) -> str:
    """The text without blanks, as no two layouts have the same."""
    return re.sub(r"[\s\u00a0]+", "", text)


LAYOUTS = {
    **{f"plain {w}": Layout(w) for w in (40, 48, 55, 60, 66, 72, 80, 96, 110, 120, 132)},
    **{f"apart {w}": Layout(w, apart=1) for w in (40, 60, 72, 96, 132)},
    **{f"ragged {w}": Layout(w, ragged=0.25) for w in (50, 70, 90, 120)},
    **{f"ragged apart {w}": Layout(w, apart=1, ragged=0.35) for w in (50, 70, 90)},
    **{f"indented {w}": Layout(w, first=4) for w in (45, 72, 100)},
    **{f"deep {w}": Layout(w, first=4, deep=8) for w in (60, 78, 110)},
    **{f"hanging {w}": Layout(w, rest=4) for w in (45, 72, 100)},
    **{f"hanging deep {w}": Layout(w, rest=6, deep=6, apart=1) for w in (50, 72, 100)},
    **{f"margin {w}": Layout(w, first=10, rest=10) for w in (70, 90)},
    **{f"hyphens {w}": Layout(w, hyphens=True) for w in (42, 60, 76)},
    **{f"justified {w}": Layout(w, justified=True) for w in (60, 76)},
    **{f"centred {w}": Layout(w, centred=True, apart=1) for w in (60, 76)},
    **{f"centred close {w}": Layout(w, centred=True) for w in (60, 76)},
    **{f"pages {w}": Layout(w, page=17) for w in (56, 72, 90)},
    **{f"pages apart {w}": Layout(w, apart=1, page=23, feed=True) for w in (60, 80)},
    **{f"double {w}": Layout(w, double=True) for w in (60, 78)},
    **{f"double apart {w}": Layout(w, double=True, apart=1) for w in (60, 78)},
    **{f"pages with notes {w}": Layout(w, page=21, notes=True) for w in (60, 80)},
    **{f"trailing {w}": Layout(w, trailing=True) for w in (60, 80)},
}
