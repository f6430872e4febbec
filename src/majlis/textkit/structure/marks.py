"""Paragraph marks that a tracked change put in or took out between two paragraphs with words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from majlis.textkit.model import Block, Revision, View, change_of, view_runs

_APART = {"table", "footnote"}


def only_joining_marks(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, each without a mark that says no more than its words do.

    What is left is a mark that goes in one view, between two paragraphs that both have words there:
    that view joins them (ECMA-376 17.13.5.15 and 17.13.5.20). A table or a note ends the joining.
    """
    found = list(blocks)
    return [
        replace(block, mark=None) if block.mark and not _joins(found, at, block.mark) else block
        for at, block in enumerate(found)
    ]


def _joins(blocks: Sequence[Block], at: int, mark: Revision) -> bool:
    view: View = "accept" if mark.op == "deleted" else "reject"
    if mark.reverted or change_of(blocks[at].runs) == mark.op or not _says(blocks[at], view):
        return False
    for after in range(at + 1, len(blocks)):
        following = blocks[after]
        if following.hint != blocks[at].hint and {following.hint, blocks[at].hint} & _APART:
            return False
        if _says(following, view):
            return True
        if following.mark is None or following.mark.op != mark.op:
            return False  # an empty paragraph that stays ends this one
    return False


def _says(block: Block, view: View) -> bool:
    return any(run.text.strip() for run in view_runs(block.runs, view))
