"""Folding: what may vary in spelling without changing a word, with the way back to the original."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from unicodedata import combining

# Arabic: diacritics, superscript alef, tatweel and directional marks say nothing about the word.
_DROPPED = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u0640\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]"
)
_SAME = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ی": "ي",
        "ة": "ه",
        "ک": "ك",
        "ھ": "ه",
        **{chr(0x0660 + n): str(n) for n in range(10)},
        **{chr(0x06F0 + n): str(n) for n in range(10)},
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\u3000\t\n\r", " "),
        **dict.fromkeys("‐‑–—−", "-"),
        **dict.fromkeys("’‘ʼ`´", "'"),
        "（": "(",
        "）": ")",
        "ё": "е",
        "Ё": "Е",
    }
)
_WIDEST_GAP = 20  # characters of white space between two words
_VARIANT = re.compile(f"[{re.escape(''.join(map(chr, _SAME)))}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and how to get back: ``cuts`` are places (in the folded text) after dropped characters."""

    text: str
    cuts: tuple[tuple[int, int], ...] = ()
    original: str = ""

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text as a span of the original, with the marks on its last letter."""
        last = self._at(end, True)
        while self.cuts and last < len(self.original) and combining(self.original[last]):
            last += 1
        return self._at(start, False), last

    def _at(self, place: int, is_end: bool) -> int:
        if not self.cuts:
            return place
        # (folded position, characters dropped up to and including there)
        index = bisect_right(self.cuts, (place, -1 if is_end else 1 << 60)) - 1
        return place + (self.cuts[index][1] if index >= 0 else 0)


def fold(text: str) -> Folded:
    """Fold a text for matching: same letters one way, no diacritics, European digits, plain spaces."""
    same = _same(text)
    if text.isascii() or not _DROPPED.search(same):
        return Folded(same)
    pieces: list[str] = []
    cuts: list[tuple[int, int]] = []
    last = length = 0
    for dropped, match in enumerate(_DROPPED.finditer(same), 1):
        pieces.append(same[last : match.start()])
        length += match.start() - last
        if cuts and cuts[-1][0] == length:
            cuts[-1] = (length, dropped)
        else:
            cuts.append((length, dropped))
        last = match.end()
    pieces.append(same[last:])
    return Folded("".join(pieces), tuple(cuts), text)


def _same(text: str) -> str:
    """``text.translate(_SAME)``, which costs far more: a text holds few of the variants, if any."""
    found = _VARIANT.search(text)
    while found:
        text = text.replace(found[0], _SAME[ord(found[0])])
        found = _VARIANT.search(text, found.end())
    return text


def fold_form(form: str, language: str) -> str:
    """A lexicon form as a pattern for folded text."""
    folded = _DROPPED.sub("", form.translate(_SAME)) if language == "ar" else form.translate(_SAME)
    # A blank in a character class stays one character; elsewhere it is any white space, but not without
    # end: a form that begins with it would be tried from each place of a long run of blanks to its end.
    gap = rf"(?:\s{{{0 if language == 'zh' else 1},{_WIDEST_GAP}}})"
    return re.sub(
        r"\\.|\[(?:\\.|[^\]])*\]| ",
        lambda m: gap if m[0] == " " else m[0],
        folded,
    )
