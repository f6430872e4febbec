"""Pagination that reads the rows of a page and the number of all rows in one query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window


def paginate(
    queryset: QuerySet[Any],
    size: int,
    requested: str | None,
    count: Callable[[], int] | None = None,
) -> Page[Any]:
    """The requested page of an ordered queryset; the first without a valid number of a page.

    Uses one query, where Django's paginator counts first: a slow search runs only once. A number beyond
    the last page gives the last page, with two queries more. ``count`` gives the number of all rows if
    it is known already; then only the rows of the page are read. A distinct queryset is counted in a
    query of its own.
    """
    if count is None and queryset.query.distinct:
        # A window counts rows before equal ones are removed.
        count = queryset.count
    valid = requested and requested.isascii() and requested.isdecimal() and len(requested) < 7
    number = max(1, int(requested)) if requested and valid else 1
    first = (number - 1) * size
    paginator = Paginator(queryset, size)
    if count is not None:
        paginator.__dict__["count"] = count()
        page = paginator.get_page(number)
        page.object_list = list(page.object_list)
        return page
    rows = list(queryset.annotate(among=Window(Count("pk")))[first : first + size])
    if not rows and number == 1:
        paginator.__dict__["count"] = 0
        return Page(rows, number, paginator)
    if not rows:
        page = paginator.get_page(requested)
        page.object_list = list(page.object_list)
        return page
    paginator.__dict__["count"] = rows[0].among
    return Page(rows, number, paginator)
