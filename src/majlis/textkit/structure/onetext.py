"""One text of a file without its annexes: cover, titles, formula, and the regions that follow."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from majlis.textkit.akn_names import body_of_symbol
from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import Provision
from majlis.textkit.structure.asides import is_furniture, mark_running_heads, running_heads
from majlis.textkit.structure.body import body_region
from majlis.textkit.structure.front import (
    body_of,
    body_sentence,
    cover_number,
    cover_symbol,
    date_of,
    declares,
    document_symbol,
    is_date_line,
    is_decision,
    is_formula,
    is_number_line,
    is_place_and_date,
    is_symbol_line,
    is_titleish,
    kind_of,
    number_and_title,
    numbered_title,
    numbered_title_end,
    symbol_before_title,
    symbol_of,
    tells_meeting,
)
from majlis.textkit.structure.heads import Head, kind_words, several_words
from majlis.textkit.structure.items import Item, fold_text, is_line
from majlis.textkit.structure.itu import is_verb_heading, itu_region, looks_itu
from majlis.textkit.structure.masthead import masthead_end
from majlis.textkit.structure.proposals import is_marker
from majlis.textkit.structure.sections import heads_section, is_section_number
from majlis.textkit.structure.titles import heads_report, titles_of
from majlis.textkit.structure.tree import Draft, provision
from majlis.textkit.structure.un import un_region

_LATEST = 40  # lines before the first paragraph of a resolution: a cover
_NOTES = 3  # between a title and the formula
_BRACKETS = "[(（〔"
# the kinds of texts in which a body acts
_ACTING = frozenset(
    ("resolution", "decision", "recommendation", "opinion", "declaration", "draft resolution")
)
# the kind in a symbol: "UNEP/EA.5/Res.7", "EB152.R5", "EB152(3)"
_CODE = re.compile(
    r"/(?:(?P<resolution>(?i:RES)\b|R\d)|(?i:DEC)\b|D\d)|[A-Z]{2,6}\d+(?:\.(?P<numbered>R?\d+)|\(\d+\))"
)
_EARLY = 5  # paragraphs among which two recitals in a row show that it is one
# the labels of whole paragraphs; others are those of points
_COUNTS = frozenset({"1", "pp", "op"})
# CBD/COP/DEC/15/4, EX.CL/Dec.9(IV), BC-16/4, EB152(3): symbols that only decisions bear
_OF_DECISION = re.compile(r"/D[Ee][Cc][./]|^[BRSM]C-\d+/\d|^(?:EB|WHA)\d+\(")
# FCCC/CP/2031/11/Add.1, UNEP/CHW.16/29: symbols of reports, in which conventions print their decisions
_OF_REPORT = re.compile(r"/Add\.\d+$|^FCCC/|^ICCD/|^UNEP/(?!EA|CBD/COP/DEC/)")
# A name that other bodies share in a language: their symbols tell them apart.
_SHARED = "General Assembly"


class PartDraft:
    """What is known of one of the texts in a file; ``head`` is the line that holds it."""

    def __init__(self, head: Item | None = None) -> None:
        self.head = head
        self.kind = self.body = self.symbol = self.title = self.date = ""


def _opens(items: list[Item]) -> bool:
    """Whether the next line opens with a verb: then a body's name without its comma is a formula."""
    return any(item.opening is not None and item.opening.certain for item in items)


def one_text(
    items: list[Item], language: str, part: PartDraft, annex: Item | None
) -> list[Provision]:
    """The provisions of one text without its annexes; what is known of it goes into ``part``."""
    formulas = _formulas(items, language, annex is not None)
    if not formulas:
        return _without_formula(items, language, part, annex)
    out: list[Provision] = []
    heads: set[str] = set()
    done = 0
    for place, index in enumerate(formulas):
        start = _title_start(items, done, index, language)
        items[index].decides = is_decision(items, index, language)
        recital = _first_recital(items[:index]) if place == 0 and start == index else None
        if recital is not None and (top := _title_start(items, done, recital, language)) < recital:
            # the body names itself behind its recitals ("Whereas ..." / "The Assembly:")
            out += _cover(items[done:top], language, annex is not None)
            named = [i for i in items[top:recital] if is_titleish(i, language)]
            _describe(part, items[:top], named, items[index], language)
            out += titles_of(items[top:recital], language)
            out += [
                provision(Draft(item, "preambular" if _recites(item) else "front"))
                for item in items[recital:index]
            ]
            start = index
        elif place == 0:
            out += _cover(items[done:start], language, annex is not None)
            named = [i for i in items[start:index] if is_titleish(i, language)]
            front = [*items[:start], *(i for i in items[start:index] if i not in named)]
            _describe(part, front, named, items[index], language)
        else:
            out += _region(items[done:start], language)
        out += titles_of(items[start:index], language)
        if items[index].decides:
            items[index].opening = body_sentence(items[index], language, titled=True)
            done = index
        else:
            out.append(provision(Draft(items[index], "formula")))
            done = index + 1
        heads |= running_heads(items[start:index])
        following = formulas[place + 1] if place + 1 < len(formulas) else len(items)
        mark_running_heads(items[index + 1 : following], heads, language)
        if place + 1 < len(formulas):
            end = _title_start(items, done, formulas[place + 1], language)
            out += _region(items[done:end], language)
            done = end
    region = items[done:]
    out += _region(region, language)
    last = (i.text for i in region[-6:] if i.bare() or is_date_line(i, language))
    part.date = part.date or date_of(last, language)
    return out


def _first_recital(items: list[Item]) -> int | None:
    """The first recital before a formula, where each line between is one; None where there is none."""
    first = next((at for at, item in enumerate(items) if _recites(item)), None)
    return first if first is not None and all(map(_recites, items[first:])) else None


def cover_text(items: list[Item], language: str, part: PartDraft) -> list[Provision]:
    """The provisions of the cover lines that stand before several texts."""
    _describe(part, items, [], None, language)
    return _cover(items, language, True)


def volume_text(items: list[Item], language: str, part: PartDraft) -> list[Provision]:
    """The provisions of what stands before several decisions, a cover with its title and no more."""
    title = next((i for i in items if is_titleish(i, language)), None)
    named = [] if title is None else [title]
    front = [item for item in items if item is not title]
    _describe(part, front, named, None, language)
    part.symbol = next((symbol_of(i.text) for i in front if is_symbol_line(i.text)), "")
    if part.kind != "report":
        part.kind = "text"
    return [
        provision(Draft(item, "footnote" if item.block.hint == "footnote" else "title"))
        if item is title
        else made
        for item, made in zip(items, between_texts(items, language), strict=True)
    ]


def _kind_of_decision(part: PartDraft, head: Head, section: str, language: str) -> str:
    """The kind that the number says, or the title begins with; a title may be about a report or a declaration."""
    said = kind_of((head.symbol,), language)
    if said:
        return part.kind or said
    found = _CODE.search(head.symbol)
    if not head.symbol or kind_words(language).match(fold_text(part.title)):
        return kind_of((part.title,), language) or part.kind or section or "decision"
    if found is not None:
        return "resolution" if found["resolution"] or found["numbered"] else "decision"
    return section or (part.kind if part.kind in ("resolution", "decision") else "resolution")


def section_kind(items: list[Item], language: str) -> str:
    """The kind of the texts that some headings announce ("II. Decisions"), the last one; or nothing."""
    for item in reversed(items):
        if item.bare(12) and (found := several_words(language).search(fold_text(item.text)[:40])):
            kind = kind_of([found.group()], language) or _one_of(found.group(), language)
            if kind in ("resolution", "decision"):
                return kind
    return ""


def _one_of(words: str, language: str) -> str:
    """The kind whose word a plural begins with."""
    for kind in ("resolution", "decision"):
        forms = lexicon(language).table("kinds").get(kind, ())
        if (
            lexicon(language)
            .compile([f"(?:{form})\\w{{0,3}}" for form in forms], start=True)
            .match(words)
        ):
            return kind
    return ""


def between_texts(items: list[Item], language: str) -> list[Provision]:
    """What stands between two decisions and belongs to neither: headings of sections, lines of a cover."""
    return [
        provision(
            Draft(
                item,
                "footnote"
                if item.block.hint == "footnote"
                else "heading"
                if _heads_decisions(item, language)
                else "front",
            )
        )
        for item in items
    ]


def _heads_decisions(item: Item, language: str) -> bool:
    return (
        item.block.hint != "front"
        and not item.aside
        and item.bare()
        and not is_symbol_line(item.text)
        and not any(is_line(item, language, key) for key in ("front", "masthead", "distribution"))
        and not is_date_line(item, language)
        and not is_furniture(item, language)
    )


def name_decision(
    part: PartDraft, head: Head, lead: list[Item], section: str, language: str
) -> None:
    """What the head of one of several decisions says of it, and the lines of its masthead.

    ``section``: the kind of the texts in the section in which it stands, empty where nothing says so.
    """
    if head.symbol:
        printed = next((symbol_of(i.text) for i in lead if is_symbol_line(i.text)), "")
        number = head.symbol.rpartition(" ")[2]
        part.symbol = printed if printed.endswith(f"/{number}") else head.symbol
    title = part.title
    for words in (head.symbol, head.title):
        if title.startswith(words):
            title = title[len(words) :].lstrip(" .:：．-–—")
    part.title = " ".join(filter(None, (head.title, title)))
    part.kind = _kind_of_decision(part, head, section, language)
    part.date = part.date or date_of((i.text for i in reversed(lead)), language)


def _formulas(items: list[Item], language: str, in_annex: bool) -> list[int]:
    """Where a text begins: the lines in which a body names itself."""
    found: list[int] = []
    for index, item in enumerate(items):
        # a second text in the same file shows its title before its formula; an annexed declaration
        # speaks for itself: none of its paragraphs is operative here
        if (
            (
                is_formula(item, language)
                and not (in_annex and declares(item, language))
                # folded, an Arabic recital "that the Council ..." under its heading looks like one
                and (
                    not found
                    or (items[index - 1].bare(60) and not is_verb_heading(items[index - 1]))
                )
                and (item.end in ("comma", "colon") or _opens(items[index + 1 : index + 2]))
            )
            or (not in_annex and is_decision(items, index, language))
        ):
            found.append(index)
    return found


def _part(item: Item) -> str:
    found = item.opening
    return next(iter(found.parts)) if found and found.certain and len(found.parts) == 1 else ""


def _region(items: list[Item], language: str) -> list[Provision]:
    if not items:
        return []
    return itu_region(items, language) if looks_itu(items) else un_region(items, language)


def _title_start(items: list[Item], done: int, formula: int, language: str) -> int:
    """Where the titles before a formula begin: the bare lines that lead up to it."""
    start = formula
    if (
        formula - done >= 2
        and is_number_line(items[formula - 2], language)
        and not is_titleish(items[formula - 1], language)
        and any(is_line(items[formula - 1], language, key) for key in ("front", "meeting"))
    ):
        return formula - 2  # the line that says when it was adopted stands between
    above = start
    while above - 1 > done and start - above < _NOTES and _is_note(items[above - 1], language):
        above -= 1
    if above < start and _heads_notes(items, above, start, language):
        start = above  # what says how the text was adopted stands between
    if start - done >= 2 and is_line(items[start - 1], language, "half"):
        start -= 1  # "Preamble", right before the formula
    while start > done and formula - start < 8 and is_titleish(items[start - 1], language):
        start -= 1
        if is_number_line(items[start], language) or numbered_title(items[start].text):
            break
    return start


def _is_note(item: Item, language: str) -> bool:
    """Whether a line says how or when a text was adopted, or of what kind it is."""
    return not is_titleish(item, language) and any(
        is_line(item, language, key) for key in ("front", "meeting")
    )


def _heads_notes(items: list[Item], above: int, formula: int, language: str) -> bool:
    """Whether the title stands above notes: it has a number, or all of them are in brackets."""
    title = items[above - 1]
    if not is_titleish(title, language):
        return False
    bracketed = all(item.text[:1] in _BRACKETS for item in items[above:formula])
    return bracketed or bool(numbered_title(title.text)) or is_number_line(title, language)


def _cover(items: list[Item], language: str, in_annex: bool) -> list[Provision]:
    """What stands before the titles: cover lines, or the body of a report that a text follows."""
    if not items:
        return []
    lines = sum(item.size > 40 for item in items)
    if lines >= 3 and not in_annex:
        return body_region(items, language)
    return [
        provision(Draft(item, "footnote" if item.block.hint == "footnote" else "front"))
        for item in items
    ]


def _describe(
    part: PartDraft, front: list[Item], titles: list[Item], formula: Item | None, language: str
) -> None:
    lines = [item.text for item in (*titles, *front)]
    numbered = next((n for i in titles if (n := numbered_title(i.text))), "")
    # what a body did at its meeting is told of decisions
    at_meeting = formula is not None and tells_meeting(formula, language)
    kind = kind_of(lines, language)
    if formula is not None and numbered and kind not in _ACTING:
        kind = ""  # "88/7. Report of the panel": the title tells what the resolution is about
    part.body = body_of([formula.text] if formula else [], language) or body_of(
        lines, language, whole=True
    )
    named = [i for i in titles if is_number_line(i, language) and not numbered_title(i.text)]
    rest = [
        _title_words(i.text)
        for i in titles
        if i not in named
        and (i is titles[0] or not is_place_and_date(i.text, language))
        and not _says_date(i.text, language)
    ]
    number, words = number_and_title(named[0].text, language) if named else ("", "")
    rest = [each for each in rest if each]
    part.title = " ".join([words, *rest] if words else rest) or number
    symbols = [symbol_of(i.text) for i in front if is_symbol_line(i.text)]
    symbols += [found for i in titles if (found := symbol_before_title(i.text)[0])]
    symbols += [found for i in front if (found := cover_symbol(i, language))]
    own = [each for each in (number, numbered) if each]
    if own and all(map(_OF_REPORT.search, symbols)):
        symbols = own  # the symbol of the report that holds the decision is not the decision's
    symbols += [each for each in (*own, cover_number(front, language)) if each]
    symbols += [found for i in front if (found := document_symbol(i, language))]
    part.symbol = next(iter(symbols), "")
    told = formula is not None and formula.decides
    decided = at_meeting or told or _OF_DECISION.search(part.symbol) is not None
    part.kind = kind or ("decision" if decided else "resolution" if formula else "")
    named_body = body_of_symbol(part.symbol)
    if named_body and part.body in ("", _SHARED):
        part.body = named_body
    dated = [formula.text] if formula and at_meeting else []
    part.date = date_of((*dated, *(i.text for i in (*titles, *reversed(front)))), language)


def _says_date(text: str, language: str) -> bool:
    """Whether a line in brackets says when a text was adopted ("(adopted on 6 December 2033)")."""
    return text[:1] in "(（[" and text[-1:] in ")）]" and date_of([text], language) != ""


def _title_words(text: str) -> str:
    end = numbered_title_end(text)
    return text[end:].strip() if end else symbol_before_title(text)[1].strip()


def _without_formula(
    items: list[Item], language: str, part: PartDraft, annex: Item | None
) -> list[Provision]:
    # a marker stands between the cover and the text that it is about
    start = next((i + 1 for i, item in enumerate(items) if is_marker(item)), 0)
    while start < len(items) and _is_cover(items[start], language):
        start += 1
    if annex is None:
        start = max(start, masthead_end(items, language))
    end = start
    while end < len(items) and end - start < 6 and _is_top_title(items, end, language):
        end += 1
    start += _cover_end(items[start:end], language)
    if heads_report(items[start : end + 1], language):
        end -= 1
    front, titles, rest = items[:start], items[start:end], items[end:]
    _describe(part, front, titles, None, language)
    out = _cover(front, language, True) + titles_of(titles, language)
    named = part.kind.endswith(("resolution", "decision"))
    # those who declare speak in paragraphs, also where their verb looks like that of a body
    declared = annex is not None or part.kind == "declaration"
    begin = _resolution_start(rest, language, declared, named)
    if begin is None and named and annex is None:
        begin = _infinitives(rest, language)
    if begin is not None:
        before = _lost_formula(rest[:begin])
        return out + before + _region(rest[begin:], language)
    first = _first_numbered(rest)
    while first and _heads_first(rest, first - 1):
        first -= 1  # a heading right before section 1 belongs to it
    if first and annex is None:
        styled = 0 if titles else _styled_titles(rest[:first], language)
        if styled:
            _describe(part, front, rest[:styled], None, language)
            out += titles_of(rest[:styled], language)
        cover = rest[styled:first]
        named_at = None if part.kind or part.title else _named_on(cover, language)
        if named_at is not None:
            _describe(part, [*front, *cover[:named_at]], [cover[named_at]], None, language)
        out += [
            provision(
                Draft(
                    item,
                    "title"
                    if i == named_at
                    else "heading"
                    if _cover_heading(cover, i)
                    else "front",
                )
            )
            for i, item in enumerate(cover)
        ]
        rest = rest[first:]
    return out + body_region(rest, language)


def _cover_end(titles: list[Item], language: str) -> int:
    """How many of these lines are those of a cover: up to the one that gives the symbol of the document."""
    marked = (place for place, item in enumerate(titles[:3]) if document_symbol(item, language))
    return next(marked, -1) + 1


def _heads_first(items: list[Item], index: int) -> bool:
    item = items[index]
    return (
        item.block.hint == "heading"
        or item.label is not None
        or is_section_number(item)
        or heads_section(items, index)
    )


def _named_on(cover: list[Item], language: str) -> int | None:
    """The line of a cover that names the kind of the text: its title, behind a table of contents perhaps."""
    return next(
        (
            place
            for place, item in enumerate(cover)
            if item.block.hint == ""
            and item.bare()
            and item.size > 1
            and item.label is None
            and kind_of([item.text], language)
        ),
        None,
    )


def _cover_heading(items: list[Item], index: int) -> bool:
    item = items[index]
    if item.block.hint == "front":  # a line of a table of contents
        return False
    return item.bare(10) and index + 1 < len(items) and not items[index + 1].bare(10)


def _styled_titles(cover: list[Item], language: str) -> int:
    """How many lines at the start of a cover, styled as headings, are the title: one names the kind."""
    end = 0
    while end < len(cover) and cover[end].block.hint == "heading" and cover[end].bare():
        end += 1
    return end if kind_of([item.text for item in cover[:end]], language) else 0


def _first_numbered(items: list[Item]) -> int:
    """Where section 1 begins, if the text has numbered sections; 0 where it has none."""
    for index, item in enumerate(items[:60]):
        label = item.label or (item.weak[0] if item.weak else None)
        if label is not None and label.path == (1,) and label.series.startswith("1"):
            return index
        if label is not None and label.path[:2] == (1, 1):
            return index
    return 0


def _is_cover(item: Item, language: str) -> bool:
    return item.label is None and (
        is_symbol_line(item.text)
        or item.block.hint == "front"
        or (item.bare() and is_line(item, language, "front"))
    )


def _is_top_title(items: list[Item], index: int, language: str) -> bool:
    item = items[index]
    if item.block.hint == "title" or item.head is not None:
        return True
    if item.block.hint == "heading" or item.label is not None or item.weak:
        return False
    if is_section_number(item):
        return False
    numbered = index > 0 and (
        items[index - 1].head is not None or is_number_line(items[index - 1], language)
    )
    if not is_titleish(item, language) or (index + 1 >= len(items) and not numbered):
        return False
    if numbered and not item.text[:1].islower():
        return True
    if is_verb_heading(item):
        return False
    if index + 1 >= len(items):
        return True
    # a short line straight before a sentence heads that sentence, not the text
    following = items[index + 1]
    apart = following.block.line - item.block.line > 1 or item.block.line == 0
    return not (index > 0 and item.size <= 6 and not following.bare(60) and not apart)


def _resolution_start(items: list[Item], language: str, in_annex: bool, named: bool) -> int | None:
    """Where the paragraphs of a resolution begin in a text that has no formula; None where nowhere.

    ``named``: its title says that it is a resolution or a decision.
    """
    headings = [i for i, item in enumerate(items) if is_verb_heading(item) and item.end != "colon"]
    asking = [_part(items[i]) == "operative" for i in headings]
    reciting = [_recites(items[i]) for i in headings]
    if len(headings) >= (2 if named else 3) and any(asking) and any(reciting):
        return headings[0]
    if in_annex:
        return None
    # a Chinese verb looks like its noun: an agenda would pass for a resolution where no title tells
    nouns = language == "zh" and not named
    paragraph = _first_paragraph(items, nouns)
    if paragraph is not None:
        return paragraph
    if not nouns and _only_operative(items, named, language):
        return 0
    for index, item in enumerate(items[:20]):
        found = body_sentence(item, language)
        if found is not None:
            item.opening = found
            return index
    return None


def _infinitives(items: list[Item], language: str) -> int | None:
    """The first paragraph of a decision whose verb stands above it ("1. To note ...", "2. To urge ...")."""
    to = lexicon(language).pattern("words", "to", start=True)
    counted = [i for i in items if i.label is not None and i.label.series in _COUNTS]
    if not counted or not all(_asks(i) or to.match(fold_text(i.text)) for i in counted):
        return None
    first = next(place for place, item in enumerate(items) if item is counted[0])
    while first and items[first - 1].end == "comma":
        first -= 1
    return first


def _first_paragraph(items: list[Item], nouns: bool) -> int | None:
    """The first of the paragraphs that open with such verbs, where they are those of a resolution.

    They are where a recital ends in a comma right before another of them, as no sentence of a report
    does, or where most open so from the first to the last, unless the verbs may be ``nouns``.
    """
    verbs = [index for index, item in enumerate(items) if _whole_paragraph(item)]
    if not verbs or not any(_asks(items[index]) for index in verbs):
        return None
    last = max(index for index in verbs if _asks(items[index]))
    recitals = any(
        _recites(items[a]) and items[a].end == "comma" and b == a + 1 and b <= last
        for a, b in itertools.pairwise(verbs)
        if a <= verbs[0] + _EARLY
    )
    if verbs[0] > _LATEST or ((nouns or len(verbs) < 3) and not recitals):
        return None
    between = items[verbs[0] : verbs[-1] + 1]
    own = [item for item in between if item.label is None or item.label.series in _COUNTS]
    return verbs[0] if len(verbs) >= (0.25 if recitals else 0.6) * len(own) else None


def _asks(item: Item) -> bool:
    return item.opening is not None and "operative" in item.opening.parts


def _recites(item: Item) -> bool:
    return item.opening is not None and "preambular" in item.opening.parts


def _whole_paragraph(item: Item) -> bool:
    return (
        item.opening is not None
        and item.opening.certain
        and item.end != "none"
        and (item.label is None or item.label.series in _COUNTS)
    )


def _lost_formula(items: list[Item]) -> list[Provision]:
    """What stands before the first paragraph: a formula that no pattern knows, after other lines."""
    out = [provision(Draft(item, "front")) for item in items]
    if items and items[-1].end == "comma" and items[-1].label is None:
        out[-1] = replace(out[-1], kind="formula")
    return out


def _only_operative(items: list[Item], named: bool, language: str) -> bool:
    """Whether each paragraph is numbered, or the title names a resolution, and each opens operatively.

    Their points, and the lines of the meeting behind them, may stand among them.
    """
    own = [
        item
        for item in items
        if not is_line(item, language, "meeting")
        and (item.label is None or item.label.series == "1")
    ]
    return bool(own) and all(
        _part(item) == "operative" and item.end != "none" and (named or item.label is not None)
        for item in own
    )
