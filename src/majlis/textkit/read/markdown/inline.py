"""Inline Markdown to runs: emphasis, code, links, entities, and the tags that we use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.entities import html5

from majlis.textkit.carry import revision_from
from majlis.textkit.model import Mark, Revision, Run, merge_runs
from majlis.textkit.read.html.own import MARKS

_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)(?P<attrs>(?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*/?>"
    r"|<(?P<auto>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>"
    r"|(?P<code>`+)"
    r"|(?P<note>\[\^[^\]\[\s]{1,200}\])"
    r"|(?P<bracket>!?\[|\])"
    r"|(?P<stars>\*+|_+|~~)"
    # the blanks before a line break are looked at from the first of them alone
    r"|(?P<hard>(?:(?<![ ])[ ]+)?\\?\n[ ]*)",
    re.DOTALL,
)
HARD = "\u2029"
_ATTRIBUTE = re.compile(r"([\w:-]+)=\"([^\"]*)\"")
_REFERENCE = re.compile(r"\[[^\[\]]{0,999}\]")
# what the target of a link is made of, between its brackets
_IN_TARGET = re.compile(r"(?P<plain>[^()\\]+)|\\.|\([^()]*\)", re.DOTALL)
_LONGEST_TARGET = 2000
"""Parts of a target: characters, escaped ones, and what stands in brackets of its own."""


def unescape(text: str) -> str:
    """Entities replaced; numbers mean the code point that they say."""
    return re.sub(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", _entity, text)


def _entity(match: re.Match[str]) -> str:
    return entity(match[0])


def entity(said: str) -> str:
    """The character of ``&name;``, ``&#10;`` or ``&#xa;``; unknown ones stay as they are."""
    body = said[1:-1]
    if body[0] != "#":
        return html5.get(body + ";", said)
    code = int("0" + body[1:], 0) if body[1] in "xX" else int(body[1:])
    if not code or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return chr(code)


@dataclass(slots=True)
class _Piece:
    """A stretch of text, or a delimiter run (``sign``) that may turn into emphasis."""

    text: str
    marks: frozenset[Mark]
    revision: Revision | None
    sign: str = ""
    count: int = 0
    opens: bool = False
    closes: bool = False


def parse_inline(
    text: str, calls: list[str] | None = None, line_break: str = " "
) -> tuple[Run, ...]:
    """The runs of a paragraph. Names of footnote calls go into ``calls``; the calls are no text.

    ``line_break``: what stands for the end of a line; ``HARD`` for one that signs mark, if it is no blank.
    """
    if not _TOKEN.search(text):
        return (Run(text),) if text else ()
    pieces: list[_Piece] = []
    tags: list[tuple[str, frozenset[Mark], Revision | None]] = []
    open_tags: Counter[str] = Counter()
    marks: frozenset[Mark] = frozenset()
    revision: Revision | None = None
    at = 0
    end = len(text)
    fences = _fences(text)
    brackets: list[int] = []
    targets = _Targets(text)

    def put(said: str) -> None:
        if said:
            pieces.append(_Piece(said, marks, revision))

    while at < end:
        match = _TOKEN.search(text, at)
        if match is None:
            put(text[at:])
            break
        put(text[at : match.start()])
        at = match.end()
        if match["escaped"]:
            put(match["escaped"])
        elif match["entity"]:
            put(entity(match["entity"]))
        elif match["tag"]:
            name = match["tag"].lower()
            if name == "br":
                put(HARD if line_break != " " else line_break)
            elif name in MARKS or name in ("ins", "del"):
                if not match["close"]:
                    tags.append((name, marks, revision))
                    open_tags[name] += 1
                    if name in MARKS:
                        marks = marks | {MARKS[name]}
                    else:
                        revision = _revision(name, match["attrs"] or "")
                elif open_tags[name]:
                    while tags:
                        opened, marks, revision = tags.pop()
                        open_tags[opened] -= 1
                        if opened == name:
                            break
        elif match["auto"]:
            put(match["auto"])
        elif match["code"]:
            close = _closing(fences, match["code"], at)
            if close is None:
                put(match["code"])
            else:
                put(text[at:close].replace("\n", " ").strip(" ") or " ")
                at = close + len(match["code"])
        elif match["note"]:
            if calls is None:
                put(match["note"])
            else:
                calls.append(match["note"][2:-1])
        elif match["bracket"]:
            at = _bracket(match, pieces, brackets, targets)
        elif match["stars"]:
            pieces.append(_delimiter(text, match, marks, revision))
        elif match["hard"] is not None:
            put(HARD if line_break != " " and "\\" in match["hard"] else line_break)
    return merge_runs(_emphasized(pieces))


def _revision(name: str, attributes: str) -> Revision:
    fields = {
        key.removeprefix("data-"): unescape(value) for key, value in _ATTRIBUTE.findall(attributes)
    }
    return revision_from(name == "ins", fields)


def _fences(text: str) -> dict[str, list[int]]:
    """Where each run of backquotes stands, so that closing ones are found without searching again."""
    found: dict[str, list[int]] = {}
    for match in re.finditer("`+", text):
        found.setdefault(match[0], []).append(match.start())
    for places in found.values():
        places.reverse()
    return found


def _closing(fences: dict[str, list[int]], fence: str, at: int) -> int | None:
    places = fences.get(fence, [])
    while places and places[-1] < at:
        places.pop()
    return places[-1] if places else None


class _Targets:
    """The targets of links in a text, each place looked at once."""

    def __init__(self, text: str) -> None:
        self._text = text
        # after a place inside a target: its end (-1: it has none), and how many parts come before it
        self._ends: dict[int, tuple[int, int]] = {}

    def end(self, at: int) -> int | None:
        """Where the target that begins at a place ends, None where none begins."""
        if self._text.startswith("(", at):
            end, parts = self._inside(at + 1)
            return None if end < 0 or parts > _LONGEST_TARGET else end
        reference = _REFERENCE.match(self._text, at)
        return reference.end() if reference else None

    def _inside(self, at: int) -> tuple[int, int]:
        passed: list[tuple[int, int]] = []
        while at not in self._ends:
            part = _IN_TARGET.match(self._text, at)
            if part is None:
                self._ends[at] = (at + 1 if self._text.startswith(")", at) else -1, 0)
                break
            passed.append((at, len(part[0]) if part["plain"] else 1))
            at = part.end()
        end, parts = self._ends[at]
        for place, count in reversed(passed):
            parts += count
            self._ends[place] = end, parts
        return end, parts


def _bracket(
    match: re.Match[str], pieces: list[_Piece], brackets: list[int], targets: _Targets
) -> int:
    """A link is its text: the brackets and the target go where a target follows, a picture wholly."""
    style = (pieces[-1].marks, pieces[-1].revision) if pieces else (frozenset[Mark](), None)
    pieces.append(_Piece(match["bracket"], *style))
    if match["bracket"] != "]":
        brackets.append(len(pieces) - 1)
        return match.end()
    opened = brackets.pop() if brackets else None
    end = targets.end(match.end()) if opened is not None else None
    if opened is None or end is None:
        return match.end()
    pieces[-1].text = ""
    if pieces[opened].text == "![":
        del pieces[opened:-1]
    else:
        pieces[opened].text = ""
    return end


def _delimiter(
    text: str, match: re.Match[str], marks: frozenset[Mark], revision: Revision | None
) -> _Piece:
    """A run of ``*``, ``_`` or ``~~`` with what CommonMark 6.2 says of its flanks."""
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    left = not after.isspace() and (_is_word(after) or before.isspace() or not _is_word(before))
    right = not before.isspace() and (_is_word(before) or after.isspace() or not _is_word(after))
    sign = match["stars"][0]
    if sign == "_":
        left, right = (
            left and (not right or not _is_word(before)),
            right and (not left or not _is_word(after)),
        )
    return _Piece(match["stars"], marks, revision, sign, len(match["stars"]), left, right)


def _is_word(character: str) -> bool:
    return character.isalnum() or ord(character) > 0x2FFF


def _emphasized(pieces: list[_Piece]) -> Iterator[Run]:
    """Delimiters matched (innermost first), what they enclose marked, what is left printed."""
    openers: dict[str, list[int]] = {"*": [], "_": [], "~": []}
    spans: list[tuple[int, int, Mark]] = []
    for index, piece in enumerate(pieces):
        if piece.sign not in openers:
            continue
        while piece.closes and piece.count and openers[piece.sign]:
            start = openers[piece.sign][-1]
            opener = pieces[start]
            used = 2 if opener.count >= 2 and piece.count >= 2 else 1
            mark: Mark = "strike" if piece.sign == "~" else "bold" if used == 2 else "italic"
            spans.append((start, index, mark))
            opener.count -= used
            piece.count -= used
            for places in openers.values():
                while places and places[-1] > start:
                    places.pop()
            if not opener.count:
                openers[piece.sign].pop()
        if piece.opens and piece.count:
            openers[piece.sign].append(index)
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for start, stop, mark in spans:
        starts.setdefault(start, []).append(mark)
        ends.setdefault(stop, []).append(mark)
    depth: dict[Mark, int] = {}
    for index, piece in enumerate(pieces):
        for mark in ends.get(index, ()):
            depth[mark] -= 1
        said = piece.sign * piece.count if piece.sign in openers else piece.text
        held = frozenset(mark for mark, count in depth.items() if count)
        if said:
            yield Run(said, piece.marks | held, piece.revision)
        for mark in starts.get(index, ()):
            depth[mark] = depth.get(mark, 0) + 1


def stripped(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs without blanks at the start and the end."""
    if runs and runs[0].text[:1] != " " and runs[-1].text[-1:] != " ":
        return runs
    seen = [place for place, run in enumerate(runs) if run.text.strip(" ")]
    if not seen:
        return ()
    out = list(runs[seen[0] : seen[-1] + 1])
    out[0] = replace(out[0], text=out[0].text.lstrip(" "))
    out[-1] = replace(out[-1], text=out[-1].text.rstrip(" "))
    return tuple(out)
