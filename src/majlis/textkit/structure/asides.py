"""What stands between the paragraphs of a text and is none of them: page furniture and footnotes.

Both may come anywhere, for a page ends where it ends. They are found by their form, marked on the item
(``Item.aside``) and hung where they stand, so that they neither end a list nor count as a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter

from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import Kind
from majlis.textkit.structure.front import (
    is_date_line,
    is_symbol_line,
    numbered_title_end,
    symbol_of,
)
from majlis.textkit.structure.items import Item, fold_text, is_line

# "00-27299 (E)", "*0027299*", "GE.00-27299 3": numbers that the print shop gives, and the page's
_JOB_NUMBER = re.compile(
    r"(?:\d{1,3}(?:\s?/\s?\d{1,3})?\s+)?\W*(?:[A-Z]{1,3}\W\s?)?\d{2}[-‑–. ]\d{4,6}\W*(?:[A-Z]\W*)?(?:\d{6}\W*)?"
    r"(?:\d{1,3}(?:\s?/\s?\d{1,3})?)?$"
)
# "1/ See", "[1] See", "¹ See", "* See", "a/ Ibid.": marks of a note that no paragraph bears
_NOTE_MARK = re.compile(
    r"(?:\(?[0-9a-z]{1,3}\)?\s?/|\[\^?(?:\d{1,3}|[a-z])\]:?|[¹²³⁰⁴-⁹]{1,3}|[*†‡]{1,3}|\[\*+\])\s*(?=\W*[^\W\d_a-z])"
)
_LAST_NOTE = 500


def mark_asides(items: list[Item], language: str) -> None:
    """Mark page furniture ("front"), footnotes and cells of tables ("paragraph") among the paragraphs."""
    _mark_cells(items)
    for index, item in enumerate(items):
        if item.block.hint == "footnote":
            item.aside = "footnote"
        elif item.block.hint == "" and not item.aside:
            item.aside = _aside(items, index, language)
    _mark_dates(items, language)


def _mark_dates(items: list[Item], language: str) -> None:
    """Mark dates that stand in the head or foot of a page: paragraphs of the text follow."""
    follows = False
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        if item.aside:
            continue
        beside = items[max(0, index - 1) : index] + items[index + 1 : index + 2]
        if (
            follows
            and item.block.hint == ""
            and item.label is None
            and any(other.aside == "front" for other in beside)
            and is_date_line(item, language)
        ):
            item.aside = "front"
        else:
            follows = follows or _acts(item)


def _mark_cells(items: list[Item]) -> None:
    """Mark the cells of tables, but of none that only lays paragraphs of the text out."""
    first = 0
    while first < len(items):
        last = first
        while last < len(items) and items[last].block.hint == "table":
            last += 1
        cells = items[first:last]
        acting = sum(_acts(cell) for cell in cells)
        if not acting or acting + sum(bool(cell.labels) for cell in cells) < 0.5 * len(cells):
            for cell in cells:
                cell.aside = "paragraph"
        first = last + 1


def _acts(item: Item) -> bool:
    return item.opening is not None and item.opening.certain and item.end != "none"


def mark_pages(items: list[Item], language: str) -> None:
    """Mark the symbol that each page of the file repeats, and the number of the page beside it."""
    symbols = Counter(item.text for item in items if is_symbol_line(item.text))
    seen: set[str] = set()
    for index, item in enumerate(items):
        if symbols[item.text] < 2 or item.block.hint != "":
            continue
        if item.text not in seen or not is_furniture(item, language):
            seen.add(item.text)  # that of the cover
            continue
        item.page = True
        for other in (*items[max(0, index - 1) : index], *items[index + 1 : index + 2]):
            if other.block.hint == "" and not other.labels and is_furniture(other, language):
                other.page = True


def running_heads(titles: list[Item]) -> set[str]:
    """The words, folded, that the head of a page may repeat of some titles."""
    return {fold_text(title.text[numbered_title_end(title.text) :]) for title in titles}


def mark_running_heads(items: list[Item], heads: set[str], language: str) -> None:
    """Mark lines that repeat a title at the head of a page.

    A short one could be a heading of its own: it needs page furniture beside it.
    """
    for index, item in enumerate(items):
        if item.block.hint == "" and item.bare() and fold_text(item.text) in heads:
            beside = items[max(0, index - 1) : index] + items[index + 1 : index + 2]
            if item.size >= 8 or any(is_furniture(other, language) for other in beside):
                item.aside = "front"


def _aside(items: list[Item], index: int, language: str) -> Kind | None:
    item = items[index]
    text = item.text
    if item.size <= 14 and item.block.label == "" and is_furniture(item, language):
        return "front"
    if item.opening is not None and item.opening.certain and not item.weak:
        return None
    if _is_note(item, language) and not _in_bullets(items, index):
        return "footnote"
    if item.label is None and not item.weak and item.end in ("stop", "none"):
        # a note whose number was lost: a bare reference, or one of the words that only notes begin with
        if symbol_of(text[:40]) and is_symbol_line(text.split(" ", 1)[0].rstrip(".,;")):
            return "footnote"
        if is_line(item, language, "note"):
            return "footnote"
    return None


def is_furniture(item: Item, language: str) -> bool:
    """Whether a short line belongs to the page: its number, the document's symbol, a running head."""
    text = item.text
    if not any(c.isalpha() for c in text):
        return item.block.line == 0 or item.label is None or item.label.series == "-"
    if item.label is not None and item.label.series != "-":
        return False
    if _JOB_NUMBER.match(text) or ("/" in text and is_symbol_line(text)):
        return True
    return (
        (item.bare(12) or _is_page(item))
        and not (item.opening is not None and item.opening.certain)
        and is_line(item, language, "front")
    )


def _is_page(item: Item) -> bool:
    """Whether a line is one short word and a number, its stop that of an abbreviation.

    The symbol of the document may stand before them.
    """
    short = item.size == 2 or (item.size <= 8 and symbol_of(item.text) != "")
    return item.end == "stop" and short and item.text[-1:].isdigit()


def _is_note(item: Item, language: str) -> bool:
    """A number or a mark that no paragraph bears, then a sentence or a reference."""
    if item.weak:
        text = item.text[item.weak[0].end :]
        return (
            0 < item.weak[0].ordinal <= _LAST_NOTE
            and not text[:1].islower()
            and not is_date_line(item, language)
            and (
                (item.end == "stop" and text[:1] != text[:1].lower())
                or bool(symbol_of(text[:40]))
                or _notes(language).match(fold_text(text)) is not None
            )
        )
    if item.label is not None:
        return item.label.printed in ("*", "●") and item.end == "stop"
    return item.end in ("stop", "none") and _NOTE_MARK.match(item.text) is not None


def _notes(language: str) -> re.Pattern[str]:
    return lexicon(language).pattern("lines", "note", start=True)


def _in_bullets(items: list[Item], index: int) -> bool:
    """Whether a starred item belongs to a list of such."""
    label = items[index].label
    if label is None:
        return False
    around = items[max(0, index - 1) : index] + items[index + 1 : index + 2]
    return items[index - 1].end == "colon" or any(
        other.label is not None and other.label.printed == label.printed for other in around
    )
