"""Reads the paragraphs of a draft, in a limited process for a stranger's file: plain Python without Django."""

from __future__ import annotations

from majlis.instruments.core.text_reader import as_result, warm_up
from majlis.textkit.errors import TextError
from majlis.textkit.language import detect
from majlis.textkit.mandates import mandates
from majlis.textkit.model import JSON, Text
from majlis.textkit.read import read_bytes
from majlis.textkit.views import has_revisions, view

__all__ = ["draft_content", "read_draft", "warm_up"]

SHORTEST_PARAGRAPH = 8
"""Minimum number of characters of a compared paragraph."""
COMPARED_KINDS = ("operative", "paragraph", "preambular", "front")
PACKED = (b"PK", b"\xd0\xcf\x11\xe0")
MARKED_UP = (b"<", b"\xef\xbb\xbf<")


@as_result
def read_draft(
    data: bytes, name: str, language: str, characters: int, paragraphs: int, compare_all_up_to: int
) -> JSON:
    """``draft_content`` of a file, or of pasted text, in a language; "" for the detected one.

    ``characters``: how many the text may have. Raises TextError.
    """
    if not data.lstrip().startswith((*PACKED, *MARKED_UP)):
        # Each byte of plain text is text: what is too long is refused before it costs anything.
        _check_length(len(data.decode(errors="replace")), characters)
    if compare_all_up_to:
        language = language or detect(data.decode())[0]
    text = read_bytes(data, language=language or None, name=name)
    _check_length(sum(len(each.text) for each in text.walk()), characters)
    return draft_content(text, paragraphs, compare_all_up_to)


def _check_length(length: int, most: int) -> None:
    if length > most:
        raise TextError(
            f"The draft contains more than {most:,} characters.",
            "Send only the passage to be checked.",
        )


def draft_content(text: Text, most: int, compare_all_up_to: int = 0) -> JSON:
    """What of a draft is compared with the register: at most so many paragraphs, which state mandates.

    ``compare_all_up_to``: with so few paragraphs, all are compared. ``rows``: the text of each, its id and
    label, whether it asks, the English names of whom it asks, and the kind and text of its parent. ``omitted``:
    the number of paragraphs left out because there are too many.
    """
    accepted = view(text, "accept") if has_revisions(text) else text
    addressees: dict[str, tuple[str, ...]] = {}
    for mandate in mandates(accepted).mandates:
        if not mandate.quoted:
            known = addressees.get(mandate.provision, ())
            addressees[mandate.provision] = (*known, *mandate.actors)
    candidates = [
        each
        for each in accepted.walk()
        if each.kind in COMPARED_KINDS and len(each.text.strip()) >= SHORTEST_PARAGRAPH
    ]
    chosen = [each for each in accepted.walk() if each.id in addressees]
    parents, by_id = accepted.parents(), accepted.by_id()
    if len(candidates) <= compare_all_up_to or not chosen:
        # The text of a parent is part of the compared text of its points.
        parent_ids = {parents[each.id] for each in candidates}
        chosen = [each for each in candidates if each.id not in parent_ids or each.id in addressees]
    rows: list[JSON] = []
    for each in chosen[:most]:
        parent = by_id.get(parents[each.id] or "")
        rows.append(
            {
                "text": each.text,
                "id": each.id,
                "label": each.label,
                "asks": each.id in addressees,
                "addressees": addressees.get(each.id, ()),
                "parent_kind": parent.kind if parent is not None else "",
                "parent_text": parent.text if parent is not None else "",
            }
        )
    return {
        "language": accepted.language,
        "title": " ".join((accepted.symbol or accepted.title).split()),
        "omitted": max(0, len(chosen) - most),
        "rows": rows,
    }
