"""Repairs of what converters do to a text: glued numbers, merged items, footnotes in the flow.

Each repair that moves a border between provisions leaves a note for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from majlis.textkit.errors import TextError
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import Note
from majlis.textkit.numbering import Label, readings
from majlis.textkit.openings import Opening, opening
from majlis.textkit.read.akn.draft import Draft, as_paragraphs, slice_runs, slices_of
from majlis.textkit.structure.items import end_of, words_in

# A ruler of underscores and what is printed under it.
_RULER = re.compile(r"(?:(?<!\s)\s+)?_{5,}\s*")
_NOTE_NUMBER = re.compile(r"(?:^|(?<=[.:;。؛])\s+)(\d{1,3}|\*{1,3})\s+(?=\S)")
# After one of these a new item may begin.
_BREAK = re.compile(r"([;,:；，：؛،])\s+")
_SENTENCE = re.compile(r"[.;,]\s+(?=[^\W\d_]{4,}\s)")
_CLAUSE = re.compile(r"[,،，]\s*")
_CLAUSE_OPENING = 300  # characters of a clause that its opening stands in


def repair(drafts: list[Draft]) -> list[Draft]:
    """Siblings with their numbers, items and footnotes set apart, and so below them."""
    for draft in drafts:
        _pull_footnotes(draft)
    for draft, following in zip(drafts, _labels_after(drafts), strict=True):
        _peel(draft, following)
    out: list[Draft] = []
    for draft, following in zip(drafts, _labels_after(drafts), strict=True):
        out.extend(_split_items(draft, following))
    for draft in out:
        draft.children = repair(draft.children)
    return out


def _pull_footnotes(draft: Draft) -> None:
    """``… areas; ____ 1 These include …`` gives a footnote below the provision."""
    ruler = _RULER.search(draft.text)
    if not ruler or draft.kind == "footnote":
        return
    tail = draft.text[ruler.end() :]
    numbers = list(_NOTE_NUMBER.finditer(tail))
    if not numbers or numbers[0].start(1):
        if not tail:
            draft.runs = slice_runs(draft.runs, 0, ruler.start())
        return
    kept = numbers[:1]
    for number in numbers[1:]:
        if number[1].isdigit() and kept[-1][1].isdigit() and int(number[1]) == int(kept[-1][1]) + 1:
            kept.append(number)
    ends = [number.start() for number in kept[1:]] + [len(tail)]
    stretches = [
        (ruler.end() + number.end(), ruler.end() + stop)
        for number, stop in zip(kept, ends, strict=True)
    ]
    for number, runs in zip(kept, slices_of(draft.runs, stretches), strict=True):
        draft.children.append(Draft("footnote", runs, number[1]))
    draft.runs = slice_runs(draft.runs, 0, ruler.start())
    draft.notes.append(
        Note("footnote", "A footnote was run into this paragraph; it has been separated.")
    )


def _labels_after(drafts: list[Draft]) -> list[tuple[Label, ...]]:
    """For each draft the readings of the next label behind it."""
    out: list[tuple[Label, ...]] = []
    following: tuple[Label, ...] = ()
    for draft in reversed(drafts):
        out.append(following)
        following = _labels(draft) if draft.label else following
    return out[::-1]


def _peel(draft: Draft, following: tuple[Label, ...]) -> None:
    """The number that is glued to the text of a first item (``a) the plan``, ``1 that``).

    A bare number counts only where the next item, which may stand in the same text, goes on with the
    next number.
    """
    if draft.label or draft.kind not in ("operative", "preambular", "paragraph"):
        return
    found = readings(draft.text)
    if not found:
        return
    for label in found:
        if any(_next(label, other) for other in following) or (
            label.ordinal == 1 and _cuts(draft.text, (label,), following)
        ):
            draft.relabelled(label.printed, label.end)
            return
    first = found[0]
    if not first.weak and first.series != "-" and len(draft.text) > first.end:
        draft.relabelled(first.printed, first.end)


def _labels(draft: Draft) -> tuple[Label, ...]:
    return readings(draft.label + "\t") if draft.label else ()


def _next(label: Label, other: Label) -> bool:
    """``other`` is the number after ``label`` in the same series."""
    return (
        _shape(other) == _shape(label)
        and other.path[:-1] == label.path[:-1]
        and other.ordinal == label.ordinal + 1
    )


def _shape(label: Label) -> str:
    return label.series.strip("()*0123456789") or "1"


def _split_items(draft: Draft, following: tuple[Label, ...]) -> Iterator[Draft]:
    """Items that a converter ran together, where the numbers continue the series."""
    own = _labels(draft)
    if not own or draft.kind not in ("operative", "preambular", "paragraph"):
        yield draft
        return
    cuts = _cuts(draft.text, own, following)
    if not cuts:
        yield draft
        return
    pieces = [(0, 0, own[0], draft.label), *cuts]
    below = draft.children
    top = draft
    last = draft
    out = [draft]
    stops = [*(stop for stop, _, _, _ in cuts), len(draft.text)]
    stretches = [(begin, stop) for (_, begin, _, _), stop in zip(pieces, stops, strict=True)]
    for index, runs in enumerate(slices_of(draft.runs, stretches)):
        _, _, label, printed = pieces[index]
        if not index:
            draft.runs, draft.children = runs, []
            continue
        piece = Draft(draft.kind, runs, printed, sure=draft.sure, css=draft.css)
        piece.notes.append(
            Note(
                "split", "This item, run into the preceding one, has been separated at its number."
            )
        )
        if len(label.path) > len(own[0].path) or _shape(label) != _shape(own[0]):
            top.children.append(piece)
        else:
            out.append(piece)
            top = piece
        last = piece
    last.children.extend(below)
    yield from out


def _cuts(
    text: str, own: tuple[Label, ...], following: tuple[Label, ...]
) -> list[tuple[int, int, Label, str]]:
    """Where items begin inside a text: (end of the one before, begin, label, as printed)."""
    cuts: list[tuple[int, int, Label, str]] = []
    outer: tuple[Label, ...] = own
    inner: tuple[Label, ...] = ()
    for mark in _BREAK.finditer(text):
        at = mark.end()
        for label in readings(text[at : at + 60]):
            if any(label.path == o.path and _shape(label) == _shape(o) for o in following):
                continue  # the next provision has that number
            down = mark[1] in ":：" and (
                any(label.path == (*o.path, 1) for o in outer)
                or (label.path == (1,) and not label.weak and _shape(label) != _shape(outer[0]))
            )
            on = any(_next(o, label) for o in outer)
            deeper = any(_next(i, label) for i in inner)
            if label.weak and mark[1] in ",،，:：" and not _gap(label, following):
                on = deeper = False
            if not (down or on or deeper):
                continue
            if on:
                outer, inner = (label,), ()
            else:
                inner = (label,)
            begin = at + label.end
            if begin < len(text):
                cuts.append((mark.end(1), begin, label, label.printed))
            break
    return cuts


def _gap(label: Label, following: tuple[Label, ...]) -> bool:
    """The next provision has the number after this one: there is room for exactly this item."""
    return any(_next(label, other) for other in following)


def split_headings(drafts: list[Draft], language: str) -> list[Draft]:
    """Verb headings that a converter left as a paragraph, or at the end of the item before them.

    A paragraph is one where it is short, opens with a verb in small letters (or is all in capitals)
    and has no mark at its end. The sign of one inside an item: the item ends without a mark, in a
    clause that opens with a verb of its own, and the numbers begin anew after it.
    """
    out: list[Draft] = []
    holder: Draft | None = None
    for draft in drafts:
        if draft.kind == "heading":
            children, draft.children = draft.children, []
            out.append(draft)
            out.extend(_divided(draft, children, language))
            holder = None
        elif draft.kind == "annex":
            out.append(draft)
            holder = None
        elif _is_verb_line(draft, language):
            draft.kind = "heading"
            out.append(draft)
            holder = draft
        elif holder is not None:
            holder.children.append(draft)
        else:
            out.append(draft)
    return out


def _divided(heading: Draft, children: list[Draft], language: str) -> list[Draft]:
    """Hang the children under their heading, and under those found among them (returned)."""
    found: list[Draft] = []
    holder = heading
    for index, child in enumerate(children):
        if _is_verb_line(child, language):
            child.kind = "heading"
            found.append(child)
            holder = child
            continue
        holder.children.append(child)
        following = children[index + 1] if index + 1 < len(children) else None
        if following is None or end_of(child.text) != "none" or not _restarts(following):
            continue
        at = _clause(child.text, language)
        if at is None:
            continue
        holder = Draft("heading", slice_runs(child.runs, at, None), sure=False)
        holder.notes.append(
            Note("heading", "This heading was run into the preceding item; it has been separated.")
        )
        child.runs = slice_runs(child.runs, 0, at)
        found.append(holder)
    return found


def _is_verb_line(draft: Draft, language: str) -> bool:
    text = draft.text
    if draft.label or draft.children or draft.kind not in ("preambular", "operative"):
        return False
    end = end_of(text)
    # "recognizing:" heads a list; a recital that leads to its points is longer
    if len(text) > 200 or end not in ("none", "colon") or (end == "colon" and words_in(text) > 4):
        return False
    if text[:1] == "[":
        return False  # a line of the cover
    if not (text[:1].islower() or text.isupper() or text[:1] > "\u05ff"):
        return False
    found = _opening(text, language)
    return found is not None and found.certain


def _restarts(following: Draft) -> bool:
    """Whether the numbers begin anew, or end. Two items without numbers have a heading each."""
    labels = _labels(following)
    return any(label.path == (1,) for label in labels) or not labels


def _clause(text: str, language: str) -> int | None:
    """Where the last clause with a verb of a heading begins; it runs to the end of the text."""
    for mark in reversed(list(_CLAUSE.finditer(text))):
        found = _opening(text[mark.end() : mark.end() + _CLAUSE_OPENING], language)
        if found and found.certain:
            return mark.end()
    return None


def _opening(text: str, language: str) -> Opening | None:
    try:
        return opening(text, language)
    except TextError:
        return None


def split_annex(drafts: list[Draft], language: str) -> list[Draft]:
    """An annex that a converter ran on into the last provision, and all that follows it.

    The sign: after the end of a sentence, the word for an annex in capitals and a number.
    """
    for index, draft in enumerate(drafts):
        at = _annex_in(draft.text, language) if draft.kind != "annex" else None
        if at is not None:
            annex = Draft("annex", slice_runs(draft.runs, at, None))
            annex.notes.append(
                Note(
                    "annex",
                    "This annex was run into the preceding paragraph; it has been separated.",
                )
            )
            draft.runs = slice_runs(draft.runs, 0, at)
            annex.children = as_paragraphs([*draft.children, *drafts[index + 1 :]])
            draft.children = []
            return [*drafts[: index + 1], annex]
        inner = split_annex(draft.children, language)
        if len(inner) > 0 and inner[-1].kind == "annex" and draft.kind == "heading":
            annex = inner.pop()
            draft.children = inner
            annex.children.extend(as_paragraphs(drafts[index + 1 :]))
            return [*drafts[: index + 1], annex]
    return drafts


def _annex_in(text: str, language: str) -> int | None:
    try:
        pattern = lexicon(language).pattern("lines", "annex", start=True)
    except TextError:
        return None
    for mark in _SENTENCE.finditer(text):
        rest = text[mark.end() : mark.end() + 60]
        numbered = rest.split()[0].isupper() and re.match(r"\S+\s+[\dA-Z]{1,4}\b", rest)
        if numbered and pattern.match(fold(rest).text):
            return mark.end()
    return None
