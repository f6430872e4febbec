"""What is not agreed, in square brackets with the names of those who propose it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from majlis.textkit.amend.plan import Dispute
from majlis.textkit.amend.record import Alternative, Amendment
from majlis.textkit.model import Revision, Run, cut_runs, merge_runs

NOTHING = "—"
"""Stands in the brackets of those who propose to have no words there."""


def disputed_runs(
    runs: Sequence[Run], disputes: Iterable[Dispute], amendments: Mapping[str, Amendment]
) -> tuple[Run, ...]:
    """The wording with each disputed place as ``[what it says] [Author: what it is to say]``.

    The brackets and the alternatives are insertions by their authors, so that rejecting gives the
    wording back.
    """
    done: list[Run] = []
    at = 0
    for dispute in disputes:
        present = "".join(run.text for run in cut_runs(runs, dispute.start, dispute.end))
        before = len(present) - len(present.lstrip())
        after = len(present) - len(present.rstrip()) if present.strip() else 0
        start, end = dispute.start + before, dispute.end - after
        done += cut_runs(runs, at, start)
        first = amendments[dispute.alternatives[0].amendments[0]]
        said = start < end
        if said:
            done.append(_inserted("[", first))
            done += cut_runs(runs, start, end)
            done.append(_inserted("]", first))
        for number, alternative in enumerate(dispute.alternatives):
            author = amendments[alternative.amendments[0]]
            gap = " " if said or number else _edge(dispute.alternatives, 0)
            done.append(_inserted(f"{gap}[{_words(alternative)}]", author))
        if not said:
            done.append(_inserted(_edge(dispute.alternatives, -1), first))
        at = end
    done += cut_runs(runs, at, sum(len(run.text) for run in runs))
    return merge_runs(done)


def _words(alternative: Alternative) -> str:
    authors = ", ".join(author for author in alternative.authors if author)
    words = alternative.text.strip() or NOTHING
    return f"{authors}: {words}" if authors else words


def _edge(alternatives: Sequence[Alternative], side: int) -> str:
    """The blank that an insertion has at one side, which stays outside the brackets."""
    text = alternatives[side].text
    return " " if text[:1].isspace() and side == 0 or text[-1:].isspace() and side == -1 else ""


def _inserted(text: str, amendment: Amendment) -> Run:
    return replace(Run(text), revision=Revision("inserted", amendment.author, amendment.date))
