"""One page of a long list, read together with the number of all rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window


def paginate(
    found: QuerySet[Any], size: int, asked: str | None, count: Callable[[], int] | None = None
) -> Page[Any]:
    """The page of an ordered queryset that an address asks for: the first where it asks for none.

    One query, where Django's paginator asks for the number first: a search that takes the database long is
    made once. Beyond the last page it gives the last one, in two queries more. ``count`` gives the number where it is
    known already, so that the rows of one page alone are read.
    """
    good = asked and asked.isascii() and asked.isdecimal() and len(asked) < 7
    number = max(1, int(asked)) if asked and good else 1
    first = (number - 1) * size
    paginator = Paginator(found, size)
    if count is not None:
        paginator.__dict__["count"] = count()
        page = paginator.get_page(number)
        page.object_list = list(page.object_list)
        return page
    rows = list(found.annotate(among=Window(Count("pk")))[first : first + size])
    if not rows and number == 1:
        paginator.__dict__["count"] = 0
        return Page(rows, number, paginator)
    if not rows:
        page = paginator.get_page(asked)
        page.object_list = list(page.object_list)
        return page
    paginator.__dict__["count"] = rows[0].among
    return Page(rows, number, paginator)
