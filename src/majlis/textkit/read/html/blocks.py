"""Any HTML page to blocks: one a paragraph, list item, heading or table cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from operator import attrgetter

from majlis.textkit.carry import MAX_TREE_DEPTH, integer
from majlis.textkit.model import Block, Mark, Revision, Run, cut_runs, merge_runs
from majlis.textkit.numbering import letters, parse_label, roman
from majlis.textkit.read.html.display import HTML_BLOCKS, Display
from majlis.textkit.read.html.own import MARKS, revision_of
from majlis.textkit.read.lines import in_paragraphs
from majlis.textkit.read.numbers import with_numbers
from majlis.textkit.xmlsafe import Element, text_of

_SKIPPED = frozenset(
    {
        "script", "style", "nav", "template", "noscript", "head", "svg", "math", "iframe", "object",
        "button", "select", "textarea", "input", "form", "audio", "video", "canvas", "dialog",
    }
)  # fmt: skip
_BLANK = re.compile("[ \t\n\r\f]+")
_LIST_STYLES = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "none": "",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_ENDS = (".", ";", ":", ",", "؛", "،", "。", "；", "：", "，")
_LONGEST_NUMBER = 40  # characters of a number that stands before its paragraph
_AHEAD = 40  # characters behind a line break that show whether a label stands there
_ARROWS = frozenset({"\u21a9", "\u21a9\ufe0e", "\u21a9\ufe0f", "\u2191", "^"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SLANT = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_source_line = attrgetter("sourceline")  # has no type in lxml's stubs


@dataclass(slots=True)
class _State:
    """Where the walk is: what the next block will be."""

    display: Display
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    style: str = ""
    hint: str = ""
    label: str = ""
    level: int | None = None
    line: int = 0
    anchors: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    notes: dict[str, Element] = field(default_factory=dict)
    bodies: frozenset[Element] = frozenset()
    told: set[Element] = field(default_factory=set)
    in_note: bool = False
    lists: dict[Element, tuple[str | None, str]] = field(default_factory=dict)
    words: str = ""  # the last words of the block at hand
    breaks: int = 0
    number: str = ""  # printed in an element of its own before the block at hand
    cuts: list[int] = field(default_factory=list)  # the runs before which a line breaks
    lines: dict[int, list[int]] = field(default_factory=dict)  # of a block: where its lines begin
    depth: int = 0  # in how many elements that bear numbers the walk is


def blocks_of(root: Element) -> list[Block]:
    """The blocks of a page. ``Block.line`` is the line of the source where the block begins.

    Footnotes stand right after the block that calls them, whatever their place in the page.
    """
    notes = _footnotes(root)
    state = _State(Display(root), notes=notes, bodies=frozenset(notes.values()))
    _walk(root, state, frozenset(), None, False)
    _flush(state)
    found = in_paragraphs(state.blocks, state.lines)
    return with_numbers([block for blocks in found for block in blocks])


def _footnotes(root: Element) -> dict[str, Element]:
    """Bodies of footnotes by the anchor that calls them: what a raised or marked link leads to."""
    targets: dict[str, Element] = {}
    wanted = set()
    for link in root.iter("a"):
        href = link.get("href") or ""
        holder = link.getparent()
        raised = holder is not None and (holder.tag == "sup" or any(e.tag == "sup" for e in link))
        if href.startswith("#") and (raised or "noteref" in (link.get("role") or "")):
            wanted.add(href[1:])
    if not wanted:
        return targets
    for element in root.iter():
        name = element.get("id") or (element.get("name") if element.tag == "a" else None)
        if name in wanted:
            body: Element | None = element
            while body is not None and body.tag not in ("li", "p", "div", "aside", "dd", "td"):
                body = body.getparent()
            if body is not None and body.tag != "body":
                targets[name] = body
    return targets


def _walk(
    element: Element,
    state: _State,
    marks: frozenset[Mark],
    revision: Revision | None,
    pre: bool,
) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _SKIPPED or _is_hidden(element):
        return
    if element in state.bodies:
        if not state.in_note or element in state.told:
            return
        state.told.add(element)
    block = state.display.is_block(element) or state.display.is_line(element)
    before = (state.style, state.hint, state.level)
    level = block and state.display.is_level(element)
    if block:
        _flush(state)
        _open(element, tag, state)
        if level:
            _end_number(state)
            state.level = min(state.depth, MAX_TREE_DEPTH)
            state.depth += 1
    _text(element.text, state, marks, revision, pre or tag == "pre")
    for child in element:
        inner, inside = _inline(child, marks, revision)
        if child.tag == "br":
            state.breaks += 1
            if state.breaks > 1 or _begins_item(child, state):
                _flush(state)
            else:
                state.runs.append(Run(" ", marks, revision))
                state.cuts.append(len(state.runs))
        elif state.display.akn_name(child) == "num" and _takes_number(child, state):
            pass
        elif state.display.akn_name(child) == "authorialnote":
            name = f"{child.get('marker') or len(state.notes) + 1}\0{len(state.notes)}"
            state.notes[name] = child
            state.calls.append(name)
        elif child.tag == "a" and (child.get("href") or "#").removeprefix("#") in state.notes:
            state.calls.append(child.get("href", "")[1:])
        elif not _is_way_back(child):
            _walk(child, state, inner, inside, pre or tag == "pre")
        _text(child.tail, state, marks, revision, pre or tag == "pre")
    if block:
        _flush(state)
        if level:
            _end_number(state)
            state.depth -= 1
        state.style, state.hint, state.level = before
        state.label = ""


def _takes_number(element: Element, state: _State) -> bool:
    """Whether the number of a paragraph of Akoma Ntoso, printed before it, was set aside for it."""
    if any(run.text.strip() for run in state.runs) or state.number:
        return False
    words = " ".join(text_of(element).split())
    if not 0 < len(words) <= _LONGEST_NUMBER or state.hint == "heading":
        return False
    state.number = words
    return True


def _end_number(state: _State) -> None:
    """Let a number that no words followed be a block of its own."""
    if state.number:
        state.runs.append(Run(state.number))
        state.number = ""
        _flush(state)


def _begins_item(line_break: Element, state: _State) -> bool:
    """Whether a line break parts two items: a mark stands before it, a label behind it."""
    if not state.words.rstrip().endswith(_ENDS):
        return False
    ahead = (line_break.tail or "").strip()
    for sibling in line_break.itersiblings():
        if len(ahead) >= _AHEAD or sibling.tag == "br" or sibling.tag in HTML_BLOCKS:
            break
        # blanks are dropped as they come, for there may be very many
        ahead = (ahead + text_of(sibling) + (sibling.tail or "")).lstrip()
        ahead = ahead.rstrip() + " " * ahead[-1:].isspace()
    found = parse_label(_BLANK.sub(" ", ahead.replace("\u00a0", " ")).strip())
    return found is not None and not found.weak


def _is_way_back(element: Element) -> bool:
    """The arrow after a footnote that leads back to its call."""
    if element.tag != "a":
        return False
    return "backlink" in (element.get("role") or "") or (
        text_of(element).strip() in _ARROWS and element.get("href") is not None
    )


def _is_hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("role") == "navigation"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _inline(
    child: Element, marks: frozenset[Mark], revision: Revision | None
) -> tuple[frozenset[Mark], Revision | None]:
    tag = child.tag
    if tag in MARKS:
        marks = marks | {MARKS[tag]}
    elif tag in ("ins", "del"):
        revision = revision_of(child)
    style = child.get("style") or ""
    if style and tag not in HTML_BLOCKS:
        if _WEIGHT.search(style):
            marks = marks | {"bold"}
        if _SLANT.search(style):
            marks = marks | {"italic"}
    return marks, revision


def _open(element: Element, tag: str, state: _State) -> None:
    """Set what the next block is by the element that begins."""
    state.line = _source_line(element) or 0
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        state.hint, state.style, state.level = "heading", f"heading {tag[1]}", int(tag[1]) - 1
    elif tag in ("td", "th"):
        if not state.display.lays_out(element):
            state.hint = "table"
    elif state.display.heads(element):
        state.hint, state.style = "heading", "heading"
    elif tag == "li":
        depth = sum(1 for e in element.iterancestors() if e.tag in ("ol", "ul", "menu"))
        state.level, state.style = min(max(depth - 1, 0), MAX_TREE_DEPTH), "list"
        state.label = _item_label(element, state)
    elif tag == "blockquote":
        state.style = "quote"
    if anchor := element.get("id"):
        state.anchors.append(anchor)


def _item_label(item: Element, state: _State) -> str:
    """The label that a browser prints before a list item (HTML, section 4.4.5 to 4.4.8)."""
    holder = item.getparent()
    if holder is None or holder.tag not in ("ol", "ul", "menu"):
        return ""
    if holder not in state.lists:  # its attributes may be very long: they are read once
        state.lists[holder] = _list_style(holder), holder.get("type") or "1"
    list_style, list_type = state.lists[holder]
    own_style = _list_style(item)
    css = list_style if own_style is None else own_style
    kind = _LIST_STYLES.get(css) if css else None
    if holder.tag != "ol":
        return "" if kind == "" else "•"
    if kind is None:
        kind = item.get("type") or list_type
    value = _ordinal(item, holder)
    if not kind or value < 1:
        return "" if not kind else f"{value}."
    if kind in ("a", "A"):
        said = letters(value)
    elif kind in ("i", "I"):
        said = roman(value)
    else:
        said = str(value)
    return f"{said.upper() if kind in ('A', 'I') else said}."


def _list_style(element: Element) -> str | None:
    """What the style of a list or an item says of labels, None where it says nothing."""
    found = _STYLE.search(element.get("style") or "")
    return found[1] if found else None


def _ordinal(item: Element, holder: Element) -> int:
    """The ordinal of an item, counted once for all items of its list."""
    counted = holder.get("data-counted")
    if counted is None:
        items = [child for child in holder if child.tag == "li"]
        back = holder.get("reversed") is not None
        value = integer(holder.get("start"), len(items) if back else 1)
        for child in items:
            value = integer(child.get("value"), value)
            child.set("data-ordinal", str(value))
            value += -1 if back else 1
        holder.set("data-counted", "1")
    return integer(item.get("data-ordinal"), 1)


def _text(
    text: str | None, state: _State, marks: frozenset[Mark], revision: Revision | None, pre: bool
) -> None:
    if not text:
        return
    if not pre:
        text = _BLANK.sub(" ", text)
    if text.strip(" "):
        state.breaks = 0
    if text.strip():
        state.words = text
    state.runs.append(Run(text, marks, revision))


def _flush(state: _State) -> None:
    """End the block at hand; what follows has no label unless an item begins."""
    runs = _collapsed(state.runs) if state.runs else ()
    cuts = _places(state.runs, state.cuts) if runs and state.cuts else []
    calls, state.calls, state.runs, state.cuts = state.calls, [], [], []
    state.breaks, state.words = 0, ""
    if runs:
        if state.number:
            runs = _numbered(runs, state)
            cuts = []
        if cuts:
            state.lines[len(state.blocks)] = cuts
        state.blocks.append(
            Block(
                runs,
                label=state.label,
                old_label=state.label,
                style=state.style,
                level=state.level,
                hint=state.hint,
                line=state.line,
                bookmarks=tuple(state.anchors),
            )
        )
        state.anchors = []
        state.label = ""
        for name in calls:
            _footnote(state, name)
    else:
        state.calls = calls


def _numbered(runs: tuple[Run, ...], state: _State) -> tuple[Run, ...]:
    """The words behind a number: a label is one of the block, any other number opens its words."""
    number, state.number = state.number, ""
    found = parse_label(number + "\t")
    if state.hint == "" and found is not None and found.end >= len(number):
        state.label = number
        return runs
    state.label = ""
    return (Run(number + " "), *runs)


def _places(runs: list[Run], cuts: list[int]) -> list[int]:
    """The characters of the collapsed runs at which lines begin: as many signs stand before them."""
    wanted: list[int] = []
    signs = at = 0
    for cut in cuts:
        signs += sum(len("".join(run.text.split())) for run in runs[at:cut])
        at = cut
        wanted.append(signs)
    out: list[int] = []
    text = "".join(run.text for run in _collapsed(runs))
    count, place = 0, 0
    for place, sign in enumerate(text):
        if sign.isspace():
            continue
        while len(out) < len(wanted) and wanted[len(out)] == count:
            out.append(place)
        count += 1
    return sorted({place for place in out if place})


def _footnote(state: _State, name: str) -> None:
    """The block of a footnote, the first time that it is called.

    One that stands in another, or has several names, is told once.
    """
    body = state.notes[name]
    if body in state.told:
        return
    inside = _State(state.display, bodies=state.bodies, told=state.told, in_note=True)
    _walk(body, inside, frozenset(), None, False)
    _flush(inside)
    runs: list[Run] = []
    for block in inside.blocks:
        runs += [Run(" "), *block.runs] if runs else block.runs
    text = "".join(run.text for run in runs)
    said = re.match(r"\W{0,3}(\d{1,3}|[*†‡]{1,3})\W{0,3}\s*", text)
    digits = re.search(r"\d+", name)
    label = said[1] if said else digits[0] if digits else str(len(state.told))
    if said:
        runs = list(cut_runs(runs, said.end()))
    if runs:
        state.blocks.append(
            Block(tuple(runs), hint="footnote", ref=label, line=_source_line(body) or 0)
        )


def _collapsed(runs: list[Run]) -> tuple[Run, ...]:
    """Runs with one space where spaces meet, and none at the ends."""
    out: list[Run] = []
    blank = True
    for run in runs:
        text = run.text
        if blank and "\n" not in text:
            text = text.lstrip(" ")
        if text:
            out.append(run if text == run.text else replace(run, text=text))
            blank = text[-1] == " "
    while out and not out[-1].text.rstrip(" \n"):
        out.pop()
    if out and out[-1].text[-1] in " \n":
        out[-1] = replace(out[-1], text=out[-1].text.rstrip(" \n"))
    return merge_runs(out) if any(r.text.strip("\u00a0 \n\t\u200b") for r in out) else ()
