"""The words inside a pair of wordings: what stayed, what went, what came.

The result is held as *blocks*, the stretches that stayed: ``(i, j, n)`` says that ``n`` tokens stand at
``i`` in the old wording and at ``j`` in the new one. What lies between two blocks has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from rapidfuzz.distance import Indel

from majlis.textkit.compare.result import Span
from majlis.textkit.words import is_han, is_word, tokenise

Block = tuple[int, int, int]

# The matrix of the word comparison needs one bit a pair of tokens. Past this many pairs (25 MB) the
# wordings are compared sentence by sentence first.
_MATRIX = 200_000_000
_SENTENCE_ENDS = frozenset(".;!?。；！？؛؟\n")
# A stretch between two changes is a sliver up to this many words and letters; a Han character, a
# word by itself, weighs as much as two letters.
_SLIVER_WORDS = 3
_SLIVER_LETTERS = 12
_SHORT_WORD = 4
_HAN_LETTERS = 2
_LONGEST_SLIDE = 64


def spans(old: str, new: str) -> tuple[Span, ...]:
    """What made ``new`` of ``old``, word by word (character by character in Chinese).

    The words of ``=`` and ``-`` joined are ``old`` and those of ``=`` and ``+`` are ``new``, exactly.
    Within one change ``-`` stands before ``+``. A space or a short word or two that changes have
    between them is counted as changed with them: people read phrases, not slivers.
    """
    if old == new:
        return (("=", new),) if new else ()
    if not old or not new:
        return (("+", new),) if new else (("-", old),)
    a, b = tokenise(old), tokenise(new)
    blocks = _slid(_without_slivers(_blocks(a, b), a, b), a, b)
    found: list[Span] = []
    i = j = 0
    for i_next, j_next, n in [*blocks, (len(a), len(b), 0)]:
        if i < i_next:
            found.append(("-", "".join(a[i:i_next])))
        if j < j_next:
            found.append(("+", "".join(b[j:j_next])))
        i, j = i_next + n, j_next + n
        if n:
            found.append(("=", "".join(b[j_next:j])))
    return tuple(found)


def _blocks(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """The longest common subsequence; what both begin and end with is cut off first."""
    limit = min(len(a), len(b))
    start = 0
    while start < limit and a[start] == b[start]:
        start += 1
    end = 0
    while end < limit - start and a[-1 - end] == b[-1 - end]:
        end += 1
    a_end, b_end = len(a) - end, len(b) - end
    blocks: list[Block] = [(0, 0, start)]
    if (a_end - start) * (b_end - start) <= _MATRIX:
        blocks += _common(a[start:a_end], b[start:b_end], start, start)
    else:
        blocks += _by_sentences(a, b, start, a_end, b_end)
    blocks.append((a_end, b_end, end))
    return _joined(blocks)


def _common(a: Sequence[str], b: Sequence[str], a_base: int, b_base: int) -> list[Block]:
    if not a or not b:
        return []
    codes: dict[str, int] = {}
    x = [codes.setdefault(token, len(codes)) for token in a]
    y = [codes.setdefault(token, len(codes)) for token in b]
    matches = Indel.editops(x, y).as_matching_blocks()
    return [(a_base + m.a, b_base + m.b, m.size) for m in matches]


def _by_sentences(
    a: Sequence[str], b: Sequence[str], start: int, a_end: int, b_end: int
) -> list[Block]:
    """Whole sentences first, then the words between those that stayed, where they are few enough."""
    ours, theirs = _sentences(a, start, a_end), _sentences(b, start, b_end)
    coarse = _common([text for text, _ in ours[:-1]], [text for text, _ in theirs[:-1]], 0, 0)
    blocks: list[Block] = []
    i, j = start, start
    for p, q, n in [*coarse, (len(ours) - 1, len(theirs) - 1, 0)]:
        i_next, j_next = ours[p][1], theirs[q][1]
        if (i_next - i) * (j_next - j) <= _MATRIX:
            blocks += _common(a[i:i_next], b[j:j_next], i, j)
        i, j = ours[p + n][1], theirs[q + n][1]
        blocks.append((i_next, j_next, i - i_next))
    return blocks


def _sentences(tokens: Sequence[str], start: int, end: int) -> list[tuple[str, int]]:
    """Sentences, each with the place of its first token; last an empty one that stands at ``end``."""
    found: list[tuple[str, int]] = []
    first = start
    for at in range(start, end):
        if tokens[at][-1] in _SENTENCE_ENDS or at == end - 1:
            found.append(("".join(tokens[first : at + 1]), first))
            first = at + 1
    return [*found, ("", end)]


def _joined(blocks: list[Block]) -> list[Block]:
    """Neighbouring blocks made one, empty ones left out."""
    joined: list[Block] = []
    for i, j, n in blocks:
        if not n:
            continue
        if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + n)
        else:
            joined.append((i, j, n))
    return joined


def _letters(tokens: Sequence[str]) -> list[int]:
    """Running totals of letters: those of tokens ``i`` to ``j`` are ``totals[j] - totals[i]``."""
    weights = {
        token: _HAN_LETTERS if is_han(token) else len(token) if is_word(token) else 0
        for token in set(tokens)
    }
    return list(accumulate(map(weights.__getitem__, tokens), initial=0))


def _without_slivers(blocks: list[Block], a: Sequence[str], b: Sequence[str]) -> list[Block]:
    if not blocks:
        return blocks
    in_a, in_b = _letters(a), _letters(b)

    def weight(before: Block, after: Block) -> int:
        """Letters of the larger side of the change between two blocks."""
        i, j = before[0] + before[2], before[1] + before[2]
        return max(in_a[after[0]] - in_a[i], in_b[after[1]] - in_b[j])

    def is_sliver(before: Block, block: Block, after: Block) -> bool:
        i, _, n = block
        letters = in_a[i + n] - in_a[i]
        if not letters:
            return True
        if letters > _SLIVER_LETTERS:
            return False
        words = sum(in_a[k + 1] > in_a[k] for k in range(i, i + n))
        least = min(weight(before, block), weight(block, after))
        if words == 1 and letters <= _SHORT_WORD:
            return letters <= least
        return words <= _SLIVER_WORDS and 2 * letters <= least

    first: Block = (0, 0, 0)
    last: Block = (len(a), len(b), 0)
    while True:
        kept: list[Block] = []
        for at, block in enumerate(blocks):
            before = kept[-1] if kept else first
            after = blocks[at + 1] if at + 1 < len(blocks) else last
            edge = block[:2] == (0, 0) or (block[0] + block[2], block[1] + block[2]) == last[:2]
            if edge or not is_sliver(before, block, after):
                kept.append(block)
            elif moved := _moved_to_neighbour(before, block, after, a, b):
                kept.append(moved)
        kept = _joined(kept)
        if len(kept) == len(blocks):
            return kept
        blocks = kept


def _moved_to_neighbour(
    before: Block, block: Block, after: Block, a: Sequence[str], b: Sequence[str]
) -> Block | None:
    """The sliver matched instead with the same tokens beside a neighbouring block, if they are there.

    So a space between two insertions is not said to be replaced by a space.
    """
    i, j, n = block
    tokens = a[i : i + n]
    i_before, j_before = before[0] + before[2], before[1] + before[2]
    if i + n == after[0] and b[after[1] - n : after[1]] == tokens:
        return (i, after[1] - n, n)
    if j + n == after[1] and a[after[0] - n : after[0]] == tokens:
        return (after[0] - n, j, n)
    if i == i_before and b[j_before : j_before + n] == tokens:
        return (i, j_before, n)
    if j == j_before and a[i_before : i_before + n] == tokens:
        return (i_before, j, n)
    return None


def _slid(blocks: list[Block], a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Pure insertions and deletions slid to where a person would have made them.

    ``a[ b,] c`` and ``a [b, ]c`` are the same change; the second reads better.
    """
    for at in range(len(blocks) - 1):
        (i, j, n), (i_next, j_next, n_next) = blocks[at], blocks[at + 1]
        if i + n == i_next:
            side, start, end = b, j + n, j_next
        elif j + n == j_next:
            side, start, end = a, i + n, i_next
        else:
            continue
        shift = _best_shift(side, start, end, n - 1, n_next - 1)
        blocks[at] = (i, j, n + shift)
        blocks[at + 1] = (i_next + shift, j_next + shift, n_next - shift)
    return blocks


def _best_shift(tokens: Sequence[str], start: int, end: int, left: int, right: int) -> int:
    """How far to slide the stretch ``start`` to ``end``, at most ``left`` or ``right`` tokens."""

    def grade(first: str, last: str) -> int:
        if last.isspace():
            return 0 if first.isspace() else 3
        if is_word(last):
            return 1 if is_word(first) else 2
        return 0

    best, best_grade = 0, grade(tokens[start], tokens[end - 1])
    for step, bound in ((-1, left), (1, right)):
        shift = 0
        while abs(shift) < min(bound, _LONGEST_SLIDE):
            s = start + shift
            e = end + shift
            if (tokens[s - 1] != tokens[e - 1]) if step < 0 else (tokens[s] != tokens[e]):
                break
            shift += step
            found = grade(tokens[start + shift], tokens[end + shift - 1])
            if found > best_grade:
                best, best_grade = shift, found
    return best
