"""Parts of a long text: which one is requested, and the links to the others."""

from __future__ import annotations

from collections.abc import Container, Sequence

from django.http import HttpRequest
from django.utils.translation import get_language, ngettext

from majlis.look import formats, parts


def part_number(value: str, count: int) -> int:
    """The number of the requested part; 1 where the query string has no valid one."""
    valid = value.isascii() and value.isdecimal() and len(value) < 10 and int(value)
    return min(int(value), count) if valid else 1


def requested_part(request: HttpRequest, parts_eids: Sequence[Container[str]]) -> int:
    """The requested part, by its number or by a provision (``at``) that it contains."""
    at = request.GET.get("at", "")
    if at and "part" not in request.GET:
        return next((number for number, eids in enumerate(parts_eids, 1) if at in eids), 1)
    return part_number(request.GET.get("part", ""), len(parts_eids))


def part_links(request: HttpRequest, at: int, count: int, whole: bool) -> dict[str, str]:
    """The position in a long text, with links to the other parts; empty for a single part."""
    if count == 1:
        return {}

    def address(part: int | str | None) -> str:
        return parts.with_query(request, part=part, at=None, find=None)

    if whole:
        return {"parts": address(None)}
    words = ngettext("Part %(at)s of %(count)s", "Part %(at)s of %(count)s", count)
    language = get_language() or "en"
    return {
        "words": words
        % {"at": formats.number(at, language), "count": formats.number(count, language)},
        "before": address(at - 1) if at > 1 else "",
        "after": address(at + 1) if at < count else "",
        "whole": address("all"),
    }
