"""Markup without its layout: a test says what a page holds, not how its template is indented."""

from __future__ import annotations

import re

INLINE = {
    *(
        "a",
        "b",
        "bdi",
        "br",
        "button",
        "code",
        "del",
        "em",
        "i",
        "img",
        "input",
        "ins",
        "mark",
        "q",
    ),
    *("select", "small", "span", "strong", "sub", "sup", "time"),
}
_PIECE = re.compile(
    r"(<(?:textarea|pre|script)\b.*?</(?:textarea|pre|script)>|<[a-zA-Z/!][^<>]*>)", re.DOTALL
)


def _name(tag: str) -> str:
    return re.sub(r"^</?!?", "", tag.split(">")[0].split()[0]).rstrip("/").lower()


def compact(page: str) -> str:
    """Each tag on one line, no line break beside a tag: one space where words run on, else none."""
    pieces = _PIECE.split(page)
    for at in range(1, len(pieces), 2):
        head, end, rest = pieces[at].partition(">")
        pieces[at] = re.sub(r"\s*\n\s*", " ", head).rstrip() + end + rest
    for at in range(0, len(pieces), 2):
        before, after = pieces[at - 1] if at else "", pieces[at + 1] if at + 1 < len(pieces) else ""
        text = pieces[at]
        runs_on = [
            bool(before) and before.startswith("</") and _name(before) in INLINE,
            bool(after) and not after.startswith("</") and _name(after) in INLINE,
        ]
        if "\n" in text and not text.strip():
            pieces[at] = " " if all(runs_on) else ""
            continue
        text = re.sub(r"^\s*\n\s*", " " if runs_on[0] else "", text)
        pieces[at] = re.sub(r"\s*\n\s*$", " " if runs_on[1] else "", text)
    return "".join(pieces)
