"""Footnotes of plain text: the number as the label of the note, its call taken out of the paragraph.

Plain text prints both as characters among others: "the plan.1" and "1 See chapter 2." A call is taken
out only where it is certain: a note has that number, and the place is one where a call stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from majlis.textkit.model import Provision, Run, merge_runs
from majlis.textkit.numbering import to_european
from majlis.textkit.structure.items import Item

_RAISED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
_RAISED_SIGNS = "¹²³⁰⁴-⁹"
_BODY = re.compile(
    rf"\(?(?:\[\^?(?P<a>\d{{1,3}}|[a-z])\]:?|(?P<b>\d{{1,3}}|[a-z])\)?\s?/|(?P<c>[{_RAISED_SIGNS}]{{1,3}})|(?P<d>\d{{1,3}})(?=\s))\s*"
)
_CLOSING = '»”’")）」》'
# after a call: a blank, a mark, or nothing
_AFTER = r"(?=[\s,.;:،؛，。；：)]|$)"
# "km²", "m³": behind a word of one or two letters, as units are written, a raised number is a power
_UNIT_LETTER = r"[^\W\d_\u4e00-\u9fff]"
_NO_UNIT = rf"(?<!\b{_UNIT_LETTER})(?<!\b{_UNIT_LETTER}{{2}})"
_CALL = re.compile(
    rf"\s?\[\^?(?P<a>\d{{1,3}})\](?!\()"
    rf"|(?<=\S){_NO_UNIT}(?P<b>[{_RAISED_SIGNS}]{{1,3}}){_AFTER}"
    rf"|(?:(?<=[^\W\d_][,;:،؛，；：])|(?<=[{_CLOSING}][,;،؛，；])|(?<=[{_CLOSING}]))(?P<c>\d{{1,3}}){_AFTER}"
    rf"|(?<=[^\W\d_][.。])(?P<d>\d{{1,3}})$"
    rf"|(?<=[a-zà-ÿа-яё]{{4}})(?P<e>\d{{1,3}}){_AFTER}"
    rf"|(?<=[\w,;.:{_CLOSING}])\s?(?P<f>(?<!\d)\d{{1,3}}|\b[a-z])/{_AFTER}"
)
# where a call may begin: looked for first, for most paragraphs have no such sign
_SPOT = re.compile(rf"\[\^?\d|[\d{_RAISED_SIGNS}]+|[a-z]/")
_MORE = re.compile(r",\s?(\d{1,3})(?=[,.;،؛，。；]|$)")
_PLAIN_KINDS = frozenset({"preambular", "operative", "paragraph", "title", "heading"})


def set_notes_apart(provisions: Sequence[Provision], items: Sequence[Item]) -> list[Provision]:
    """The same tree, its typed footnotes with their numbers as labels, and without their calls.

    The items take the runs that their provisions have then.
    """
    numbers: set[str] = set()
    for top in provisions:
        for p in top.walk():
            found = _number(p)
            if found:
                numbers.add(found[0])
    if not numbers:
        return list(provisions)
    done = [_apart(p, numbers) for p in provisions]
    before = (p for top in provisions for p in top.walk())
    after = (p for top in done for p in top.walk())
    runs = {id(old.runs): new.runs for old, new in zip(before, after, strict=True)}
    for item in items:
        item.runs = runs.get(id(item.runs), item.runs)
    return done


def _number(p: Provision) -> tuple[str, str, int] | None:
    """Number, label and where the words of a typed footnote begin."""
    if p.kind != "footnote" or p.label or _revised(p):
        return None
    found = _BODY.match(p.text)
    if found is None or found.end() == len(p.text):
        return None
    number = found["a"] or found["b"] or found["c"] or found["d"]
    return to_european(number.translate(_RAISED)), found.group().strip(), found.end()


def _revised(p: Provision) -> bool:
    return any(run.revision for run in p.runs)


def _apart(p: Provision, numbers: set[str]) -> Provision:
    children = tuple(_apart(child, numbers) for child in p.children)
    found = _number(p)
    if found:
        number, label, end = found
        return replace(
            p, label=label, number=number, runs=_without(p.runs, [(0, end)]), children=children
        )
    if p.kind in _PLAIN_KINDS and not _revised(p):
        spans = _calls(p.text, numbers)
        if spans and len(p.text) > sum(end - start for start, end in spans):
            return replace(p, runs=_without(p.runs, spans), children=children)
    return replace(p, children=children) if children != p.children else p


def _calls(text: str, numbers: set[str]) -> list[tuple[int, int]]:
    """Where the calls of some notes stand; several may share a place ("others1, 2,")."""
    spans: list[tuple[int, int]] = []
    end = 0
    for spot in _SPOT.finditer(text):
        start = spot.start()
        if start < end:
            continue
        # the blank before a call goes with it
        before = start - 1 if start and text[start - 1].isspace() else start
        match = _CALL.match(text, before) or _CALL.match(text, start)
        if match is None:
            continue
        number = next(n for n in match.groups() if n)
        if to_european(number.translate(_RAISED)) not in numbers:
            continue
        end = match.end()
        while (more := _MORE.match(text, end)) and to_european(more[1]) in numbers:
            end = more.end()
        spans.append((match.start(), end))
    return spans


def _without(runs: tuple[Run, ...], spans: list[tuple[int, int]]) -> tuple[Run, ...]:
    """Runs without some stretches of their text, which are in order and apart."""
    out: list[Run] = []
    at = place = 0
    for run in runs:
        kept, last, stop = "", 0, at + len(run.text)
        while place < len(spans) and spans[place][0] < stop:
            start, end = spans[place]
            kept += run.text[last : max(start - at, last)]
            last = min(end, stop) - at
            if end > stop:
                break  # the next run has the rest of it
            place += 1
        out.append(replace(run, text=kept + run.text[last:]))
        at = stop
    return merge_runs(out)
