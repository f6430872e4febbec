"""A provision on its way out of foreign Akoma Ntoso: still to be repaired and decided."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from majlis.textkit.model import (
    Kind,
    Mark,
    Note,
    Provision,
    Run,
    change_of,
    cut_runs,
    merge_runs,
    text_of_runs,
)
from majlis.textkit.numbering import number_of
from majlis.textkit.structure.front import annex_number

# Where in a document an element stands; decides what a plain paragraph there is.
LEAF_KINDS: dict[str, Kind] = {
    "front": "front",
    "preamble": "preambular",
    "body": "operative",
    "back": "back",
    "plain": "paragraph",
}
_BLANK = re.compile("[ \t\r\n]+")
# blanks are looked at from the first of them alone
_BROKEN = re.compile("(?:(?<![ \t\r])[ \t\r]+)?\n[ \t\r\n]*")


@dataclass(slots=True)
class Draft:
    """``sure``: the markup leaves no doubt about the kind. ``css``: the element's class."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    label: str = ""
    old_label: str | None = None
    children: list[Draft] = field(default_factory=list)
    sure: bool = True
    css: str = ""
    plain: bool = False  # a bare paragraph, which may become the wording of what holds it
    notes: list[Note] = field(default_factory=list)
    root_of: str = ""  # the kind of the text that this annex holds

    @property
    def text(self) -> str:
        """The wording."""
        return text_of_runs(self.runs)

    @property
    def number(self) -> str:
        """The normalised label; that of an annex may stand in its heading."""
        if self.kind == "annex" and not self.label:
            return annex_number(" ".join(self.text.split(maxsplit=2)[:2]))
        return number_of(self.label) if self.label else ""

    @property
    def blank(self) -> bool:
        """Nothing to read in it."""
        return not (self.text.strip() or self.label or self.children)

    def relabelled(self, label: str, end: int) -> None:
        """Take a label that was glued to the text: the first ``end`` characters go."""
        self.label = label
        self.runs = slice_runs(self.runs, end, None)


def provision_of(draft: Draft) -> Provision:
    """The draft as a provision without id or verb."""
    return Provision(
        id="",
        kind=draft.kind,
        runs=draft.runs,
        label=draft.label,
        number=draft.number,
        old_label=draft.old_label,
        old_number=number_of(draft.old_label) if draft.old_label is not None else None,
        change=change_of(draft.runs),
        children=tuple(provision_of(child) for child in draft.children),
    )


def tidy(runs: tuple[Run, ...], *, preserve: bool) -> tuple[Run, ...]:
    """Runs without the white space of pretty-printing.

    A stretch of blanks with a line break is one space; with ``preserve`` other blanks inside stay,
    else they are one space too. Blanks at the start and the end go (an indent is no text).
    """
    pattern = _BROKEN if preserve else _BLANK
    out: list[Run] = []
    open_blank = True  # the text before ends in a blank, or there is none
    for run in runs:
        text = pattern.sub(" ", run.text)
        if open_blank and (not preserve or not out or run.text[:1] in "\r\n"):
            text = text.lstrip(" \t")
        elif preserve and out and text[:1] in (" ", "\t") and _ends_broken(run, out[-1]):
            text = text.lstrip(" ")
        if text:
            out.append(run if text == run.text else replace(run, text=text))
            open_blank = text[-1] in " \t"
    while out and not (kept := out[-1].text.rstrip(" \t")):
        out.pop()
    if out and kept != out[-1].text:
        out[-1] = replace(out[-1], text=kept)
    return merge_runs(out)


def _ends_broken(run: Run, before: Run) -> bool:
    """A space left of a line break meets a space: one of them is layout."""
    return before.text.endswith(" ") and "\n" in run.text[: len(run.text) - len(run.text.lstrip())]


def slice_runs(runs: tuple[Run, ...], start: int, end: int | None) -> tuple[Run, ...]:
    """The runs of a stretch of the text, blanks at its edges gone."""
    return tidy(cut_runs(runs, start, end), preserve=True)


def slices_of(runs: tuple[Run, ...], stretches: list[tuple[int, int]]) -> list[tuple[Run, ...]]:
    """``slice_runs`` for stretches in order that do not meet, in one way through the runs."""
    found: list[tuple[Run, ...]] = []
    first = at = 0  # the run at hand, and where its text begins
    for start, end in stretches:
        while first < len(runs) and at + len(runs[first].text) <= start:
            at += len(runs[first].text)
            first += 1
        last, until = first, at
        while last < len(runs) and until < end:
            until += len(runs[last].text)
            last += 1
        found.append(slice_runs(runs[first:last], start - at, end - at))
    return found


def wholly(runs: tuple[Run, ...], marks: frozenset[Mark]) -> bool:
    """Whether every visible character carries one of the marks."""
    seen = [run for run in runs if run.text.strip(" \t\r\n\u00a0:.,،")]
    return bool(seen) and all(run.marks & marks for run in seen)


def as_paragraphs(drafts: list[Draft]) -> list[Draft]:
    """The drafts as an annex holds them: nothing in it is preamble or decision."""
    for draft in drafts:
        if draft.kind in ("operative", "preambular"):
            draft.kind = "paragraph"
        as_paragraphs(draft.children)
    return drafts
