"""What each draft is, where the markup alone does not say or contradicts the words."""

from __future__ import annotations

import re
from itertools import pairwise

from majlis.textkit.errors import TextError
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import Mark
from majlis.textkit.numbering import Label, readings
from majlis.textkit.openings import opening, opening_kind
from majlis.textkit.read.akn.draft import Draft, as_paragraphs, wholly
from majlis.textkit.structure.items import end_of, words_in
from majlis.textkit.structure.nest import Nester, Node
from majlis.textkit.structure.sections import is_bare_number

_EMPHASIS: frozenset[Mark] = frozenset({"bold", "italic", "underline"})
# Paragraph styles of headings in the UN's own files: H1, H23, HCH, HM, ...
_HEADING_CLASS = re.compile(r"(?:^|\s)(?:H\d+\w?|H_\w+|HCH|HM|heading\w*)(?:\s|$)", re.IGNORECASE)
_LONGEST_HEADING = 200
_QUOTES = frozenset('"“”„«»「『‘‹')


def words_say(text: str, language: str) -> str | None:
    """Preambular, operative or None by the opening words; None for a language without a lexicon."""
    try:
        return opening_kind(text, language)
    except TextError:
        return None


def is_line(text: str, language: str, key: str) -> bool:
    """Whether the text starts as the lines that the lexicon lists under ``[lines] key``."""
    try:
        pattern = lexicon(language).pattern("lines", key, start=True)
    except TextError:
        return False
    return pattern.match(fold(text[:300]).text.strip()) is not None


def settle_preamble(drafts: list[Draft], language: str) -> tuple[list[Draft], list[Draft]]:
    """The preamble, and what stands at its end but opens as an operative paragraph does."""
    for draft in drafts:
        if draft.kind == "heading":
            _settle_under_heading(draft, language)
        elif draft.kind == "preambular" and _is_formula(draft, drafts, language):
            draft.kind = "formula"
    for draft in drafts:
        if draft.kind == "preambular" and not draft.label and _is_heading(draft, language):
            draft.kind = "heading"
    drafts = nest(drafts, language)
    end = len(drafts)
    while end and _opens_operative(drafts[end - 1], language):
        end -= 1
    for draft in drafts[end:]:
        if draft.kind == "preambular":
            _turn(draft, "operative")
    return drafts[:end], drafts[end:]


def _is_formula(draft: Draft, drafts: list[Draft], language: str) -> bool:
    """The body names itself: the first of its siblings, short, ending in a comma."""
    if draft is not drafts[0] or len(draft.text) > 160 or end_of(draft.text) != "comma":
        return False
    try:
        pattern = lexicon(language).pattern("formula", "patterns", start=True)
    except TextError:
        return False
    return bool(pattern.match(fold(draft.text).text.strip()))


def _opens_operative(draft: Draft, language: str) -> bool:
    """The words are sure, and the mark at the end is not that of a recital."""
    return draft.kind == "preambular" and _decides(draft, language)


def _settle_under_heading(heading: Draft, language: str) -> None:
    """What stands under a verb heading is what its verb says, wherever the converter put it.

    Under any other heading the paragraphs speak for themselves.
    """
    said = words_say(heading.text, language)
    if said is None:
        heading.children = settle_body(heading.children, language)
    else:
        for child in heading.children:
            if child.kind in ("preambular", "operative"):
                _turn(child, said)


def _turn(draft: Draft, kind: str) -> None:
    draft.kind = "preambular" if kind == "preambular" else "operative"
    for child in draft.children:
        if child.kind in ("preambular", "operative"):
            _turn(child, kind)


def settle_body(drafts: list[Draft], language: str) -> list[Draft]:
    """The main body: headings, recitals left in it, operative paragraphs, points, annexes."""
    drafts = _annex_lines_out(drafts, language)
    for draft in drafts:
        if draft.kind == "heading" and draft.children:
            _settle_under_heading(draft, language)
    _settle_before_formula(drafts, language)
    first = _first_operative(drafts, language)
    listed = ""  # the series of points that a colon opened
    recital = False  # whether the last paragraph that is no point is one
    recitals = _Recitals(drafts, language)
    for index, draft in enumerate(drafts):
        if _is_annex_line(draft, language):
            return [*nest(drafts[:index], language), _annex_from(drafts[index:])]
        listed = _listed(draft, drafts[index - 1] if index else None, listed)
        if draft.kind == "operative" and not draft.label:
            before = index < first
            _settle_unnumbered(
                draft, recitals, index, before_numbers=before, recital=recital, language=language
            )
            if before and recital and _goes_on(draft, drafts[index - 1], language):
                _turn(draft, "preambular")
        elif draft.kind == "operative" and not listed and _is_numbered_heading(draft, language):
            draft.kind = "heading"
        elif draft.kind == "operative" and index < first and recital and _is_point(draft.label):
            _turn(draft, "preambular")
            continue
        recital = draft.kind == "preambular"
    return nest(drafts, language)


def _listed(draft: Draft, before: Draft | None, listed: str) -> str:
    """The series of the list that a colon opened, while it goes on; empty past it."""
    found: tuple[Label, ...] = readings(draft.label + "\t") if draft.label else ()
    if not found or not _is_point(draft.label):
        return ""
    opens = before is not None and before.kind == "operative" and end_of(before.text) == "colon"
    return found[0].series if opens and found[0].ordinal == 1 and not listed else listed


def _settle_before_formula(drafts: list[Draft], language: str) -> None:
    """A cover that the converter left in the main body: lines without a verb before the formula."""
    for index, draft in enumerate(drafts):
        if draft.label or draft.children or draft.kind != "operative":
            return
        if _is_formula(draft, [draft], language):
            for line in drafts[:index]:
                line.kind = "front"
            return
        if _opens_surely(draft.text, language):
            return


def _first_operative(drafts: list[Draft], language: str) -> int:
    """Where the operative part begins: at the first number, else at the first sure operative verb.

    The letters of points are no such number: a recital may have points.
    """
    labelled = [i for i, d in enumerate(drafts) if d.kind == "operative" and d.label]
    numbered = [i for i in labelled if not _is_point(drafts[i].label)]
    if numbered:
        return numbered[0]
    sure = (i for i, d in enumerate(drafts) if d.kind == "operative" and _decides(d, language))
    return next(sure, labelled[0] if labelled else len(drafts))


def _decides(draft: Draft, language: str) -> bool:
    """The words are those of an operative paragraph alone, and the mark is not that of a recital."""
    if end_of(draft.text) == "comma":
        return False
    try:
        found = opening(draft.text, language)
    except TextError:
        return False
    return bool(found and found.certain and found.parts == {"operative"})


def _annex_lines_out(drafts: list[Draft], language: str) -> list[Draft]:
    """An annex never stands under a heading of the text that it is annexed to."""
    for index, draft in enumerate(drafts):
        if draft.kind != "heading":
            continue
        for at, child in enumerate(draft.children):
            if _is_annex_line(child, language):
                rest = draft.children[at:]
                draft.children = draft.children[:at]
                return [*drafts[: index + 1], *rest, *drafts[index + 1 :]]
    return drafts


def _is_annex_line(draft: Draft, language: str) -> bool:
    short = len(draft.text) < _LONGEST_HEADING and not draft.children and not draft.label
    return (
        short
        and draft.kind in ("heading", "operative")
        and end_of(draft.text) == "none"
        and is_line(draft.text, language, "annex")
        and (draft.kind == "heading" or _is_heading(draft, language))
    )


def _annex_from(drafts: list[Draft]) -> Draft:
    """All that follows the line of an annex is in it, another annex included."""
    annex, rest = drafts[0], drafts[1:]
    annex.kind = "annex"
    annex.children = as_paragraphs(rest)
    return annex


def _is_heading(draft: Draft, language: str) -> bool:
    """Short, without a mark at its end, and set off by its style or by opening with no verb."""
    if not draft.children and not draft.label and _numbers_section(draft.text, language):
        return True
    if draft.children or len(draft.text) > _LONGEST_HEADING or end_of(draft.text) != "none":
        return False
    if draft.text[:1] in _QUOTES:
        return False  # a line of what the paragraph before it quotes
    if draft.text[:1] == "[" and draft.text[-1:] == "]":
        return True  # a line of the cover, whatever verb it looks like
    styled = bool(_HEADING_CLASS.search(draft.css)) or wholly(draft.runs, _EMPHASIS)
    return styled or not _opens_surely(draft.text, language)


def _numbers_section(text: str, language: str) -> bool:
    try:
        return is_bare_number(text.strip(), language)
    except TextError:
        return False


def _heads_next(draft: Draft, following: list[Draft], language: str) -> bool:
    """Whether a word or two without a mark ("Sanctions") stand over a paragraph, like a verb or not."""
    return (
        not draft.children
        and end_of(draft.text) == "none"
        and words_in(draft.text) <= 2
        and any(d.label and not _is_point(d.label) or _decides(d, language) for d in following)
    )


def _opens_surely(text: str, language: str) -> bool:
    """Whether a verb of the lexicon opens the text; an ending alone is no proof."""
    try:
        found = opening(text, language)
    except TextError:
        return False
    return found is not None and found.certain


def _is_numbered_heading(draft: Draft, language: str) -> bool:
    """``I. Mandate``, ``A. General``: capitals number sections, never paragraphs."""
    labels: tuple[Label, ...] = readings(draft.label + "\t")
    return (
        bool(labels)
        and labels[0].series.strip("().") in ("A", "I", "一", "㈠", "甲")
        and _is_heading(draft, language)
    )


class _Recitals:
    """Where recitals are among the paragraphs of a body. What was found ahead is kept on the way."""

    def __init__(self, drafts: list[Draft], language: str) -> None:
        self.drafts = drafts
        self._language = language
        self._seen = 0  # what stands before this place says nothing
        self._found = False

    def follow(self, index: int) -> bool:
        """A later unnumbered paragraph opens as a recital, and no heading of a section stands between."""
        if index < self._seen:
            return self._found
        self._found = False
        for at in range(index + 1, len(self.drafts)):
            later = self.drafts[at]
            self._seen = at
            if not later.label and words_say(later.text, self._language) == "preambular":
                self._found = True
                break
            if later.kind == "heading" or (not later.label and _is_heading(later, self._language)):
                break
        else:
            self._seen = len(self.drafts)
        return self._found


def _settle_unnumbered(
    draft: Draft,
    recitals: _Recitals,
    index: int,
    *,
    before_numbers: bool,
    recital: bool,
    language: str,
) -> None:
    """A paragraph of the main body without a number: heading, recital, or operative after all."""
    said = words_say(draft.text, language)
    sure = _opens_surely(draft.text, language)
    if draft.text.startswith("*"):
        star = len(draft.text) - len(draft.text.lstrip("*"))
        draft.relabelled(draft.text[:star], star)
        draft.kind = "footnote"
        return
    if not sure and not before_numbers and is_line(draft.text, language, "meeting"):
        draft.kind = "back"
        return
    if not sure and _is_formula(draft, [draft], language):
        draft.kind = "formula"
        return
    if _is_heading(draft, language) or (
        not before_numbers and _heads_next(draft, recitals.drafts[index + 1 : index + 2], language)
    ):
        draft.kind = "heading"
        return
    end = end_of(draft.text)
    comma = end == "comma"
    if said == "preambular" or (said is None and comma and before_numbers):
        # after the first number only a comma makes it a recital: some operative paragraphs
        # open with a participle
        if before_numbers or comma:
            _turn(draft, "preambular")
    elif said == "operative" and before_numbers and end in ("comma", "colon"):
        either = _opens_either(draft.text, language)
        beside = recitals.follow(index) or (recital and either)
        if beside and (comma or either):
            _turn(draft, "preambular")


def _goes_on(draft: Draft, before: Draft, language: str) -> bool:
    """Whether a paragraph is a point without its letter, in a list that the one before opened."""
    return (
        draft.kind == "operative"
        and end_of(before.text) in ("colon", "semicolon")
        and words_say(draft.text, language) is None
    )


def _opens_either(text: str, language: str) -> bool:
    """Whether the verb may open a recital as well (Chinese)."""
    try:
        found = opening(text, language)
    except TextError:
        return False
    return found is not None and len(found.parts) > 1


def nest(drafts: list[Draft], language: str) -> list[Draft]:
    """Points that stand beside their paragraph go under it; what goes on a paragraph does too."""
    out: list[Draft] = []
    holder: Draft | None = None
    for draft in drafts:
        below = _is_point(draft.label) if draft.label else not _opens(draft, language)
        if below and draft.kind in ("operative", "preambular", "paragraph") and holder is not None:
            holder.children.append(draft)
            continue
        out.append(draft)
        if draft.kind != "footnote":
            holder = draft if _leads(draft) else None
    for draft in out:
        draft.children = _by_labels(draft.children)
    return out


def _leads(draft: Draft) -> bool:
    """Whether points may follow: a numbered paragraph, or one that ends in a colon."""
    if draft.kind not in ("operative", "preambular"):
        return False
    numbered = draft.kind == "operative" and bool(draft.label) and not _is_point(draft.label)
    return numbered or end_of(draft.text) == "colon"


def _by_labels(drafts: list[Draft]) -> list[Draft]:
    """A list whose markup is flat although its labels are of two levels: (a), (i), (ii), (b)."""
    labels = [readings(draft.label + "\t") if draft.label else () for draft in drafts]
    if not all(labels) or any(draft.children for draft in drafts) or _one_series(labels):
        return drafts
    nester = Nester[Draft]()
    for draft, found in zip(drafts, labels, strict=True):
        nester.add(draft, found)
    return [_grown(node) for node in nester.roots]


def _one_series(labels: list[tuple[Label, ...]]) -> bool:
    """Whether the labels can be read as one list that counts up."""
    for series in {label.series for label in labels[0]} if labels else ():
        values = [[la.path for la in found if la.series == series] for found in labels]
        if all(values) and all(a[0] < b[0] for a, b in pairwise(values)):
            return True
    return not labels


def _grown(node: Node[Draft]) -> Draft:
    draft: Draft = node.value
    draft.children = [_grown(child) for child in node.children]
    return draft


def _is_point(label: str) -> bool:
    """A letter, a lower-case roman or a number in brackets: no paragraph of the first level."""
    found = readings(label + "\t")
    return bool(found) and found[0].series.strip("*0123456789") not in (
        "",
        "1",
        "op",
        "一",
        "甲",
        "A.",
        "I.",
    )


def _opens(draft: Draft, language: str) -> bool:
    """Whether a paragraph begins here: by a capital, or a verb where verbs are written small."""
    return not draft.text[:1].islower() or words_say(draft.text, language) == draft.kind
