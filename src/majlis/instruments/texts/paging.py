"""Parts of a long text: which one is requested, and the links to the others."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, ngettext

from majlis.look import formats, parts


def part_number(given: str, count: int) -> int:
    """Which part is asked for: 1 where the address says none that there is."""
    good = given.isascii() and given.isdecimal() and len(given) < 10 and int(given)
    return min(int(given), count) if good else 1


def requested_part(request: HttpRequest, held: Sequence[Container[str]]) -> int:
    """Which part is asked for, by its number or by a provision (``deliver_at``) that it holds."""
    at = request.GET.get("at", "")
    if at and "part" not in request.GET:
        return next((number for number, eids in enumerate(held, 1) if at in eids), 1)
    return part_number(request.GET.get("part", ""), len(held))


def part_links(request: HttpRequest, at: int, count: int, whole: bool) -> dict[str, Any]:
    """Where one is in a long text, and the ways on."""
    if count == 1:
        return {}
    if whole:
        return {"parts": parts.with_query(request, part=None, at=None)}
    words = ngettext("Part %(at)s of %(count)s", "Part %(at)s of %(count)s", count)
    here = get_language() or "en"
    return {
        "words": words % {"at": formats.number(at, here), "count": formats.number(count, here)},
        "before": parts.with_query(request, part=at - 1, at=None) if at > 1 else "",
        "after": parts.with_query(request, part=at + 1, at=None) if at < count else "",
        "whole": parts.with_query(request, part="all", at=None),
    }
