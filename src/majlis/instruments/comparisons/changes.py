"""The changes that a page of a comparison shows, and the links from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import get_language

from majlis.instruments.comparisons import queries, tables
from majlis.instruments.models import Comparison
from majlis.instruments.texts.outline import without_gaps
from majlis.look import formats, parts
from majlis.look.parts import StrOrPromise

LONG_TEXT = 40
"""Provisions of a comparison that shows its changes only, unless the whole text is asked for."""


def shows_changes_only(
    request: HttpRequest,
    listed: Sequence[queries.ListedChange],
    changed: Sequence[queries.ListedChange],
) -> bool:
    """Whether the changes are shown without the rest: as asked for, else those of a long text.

    A link to a provision that did not change leads to the whole text.
    """
    requested = request.GET.get("only", "")
    if requested:
        return requested == "changed"
    at = request.GET.get("at", "")
    if at and at not in anchors(changed):
        return False
    return len(listed) > LONG_TEXT


def anchors(changes: Sequence[queries.ListedChange]) -> set[str]:
    """What an address can lead to: the provisions that are shown, and the numbers of the changes."""
    eids = {eid for each in changes if not each.left_out for eid in each.new}
    return eids | {each.anchor for each in changes if each.number}


class ChangeLinks:
    """The links between the changes: those shown, and the first before and after them."""

    def __init__(
        self,
        request: HttpRequest,
        listed: Sequence[queries.ListedChange],
        outlines: queries.ComparedOutlines,
        shown: Sequence[queries.ListedChange],
        part_of: dict[int, int],
    ) -> None:
        self.outlines, self._request, self._part_of = outlines, request, part_of
        self._changes = {each.number: each for each in listed if each.number}
        numbers = [each.number for each in shown if each.number]
        around = {n + step for n in numbers for step in (-1, 0, 1)} & self._changes.keys()
        self._here = set(numbers)
        self._names = dict(
            zip(around, outlines.names([self._changes[n] for n in around]), strict=True)
        )

    def url(self, number: int) -> str:
        """The address of a change, in its part; empty where there is none."""
        if number not in self._changes:
            return ""
        anchor = f"#{self._changes[number].anchor}"
        if number in self._here:
            return anchor
        part = self._part_of.get(number)
        return f"{parts.with_query(self._request, part=part, at=None)}{anchor}"

    def link(self, number: int, title: StrOrPromise) -> tables.ChangeLink | None:
        """The link to a change beside one that is shown; its label is plain text, as it is an attribute."""
        url = self.url(number)
        label = f"{title}{formats.colon(get_language() or 'en')}{self._names.get(number, '')}"
        return tables.ChangeLink(url, label) if url else None


def drawn_rows(
    request: HttpRequest,
    comparison: Comparison,
    shown: Sequence[queries.ListedChange],
    links: ChangeLinks,
    *,
    continued: bool,
) -> list[tables.Row]:
    """The rows of the template."""
    levels = links.outlines.new.levels()
    if not continued:
        eids = [eid for each in shown if not each.left_out for eid in each.new[:1]]
        levels = without_gaps((eid, levels[eid]) for eid in eids if eid in levels)
    rows = []
    items = queries.compared_items(comparison, shown)
    for item, name in zip(items, links.outlines.names(shown), strict=True):
        change = item.change
        first = change.new[0] if change.new else ""
        if change.left_out:
            url = f"{parts.with_query(request, only='none', part=None, at=first)}#{first}"
            rows.append(tables.left_out_row(item, url))
            continue
        place = tables.RowPlace(
            name,
            levels.get(first, 0),
            links.outlines.old_name(change) if change.op == "moved" else "",
            links.link(change.number - 1, tables.PREVIOUS_CHANGE) if change.number else None,
            links.link(change.number + 1, tables.NEXT_CHANGE) if change.number else None,
        )
        rows.append(tables.compared_row(item, place))
    return rows
