"""A page of a long list, and how many rows the whole has, read at once."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window


def page_of(found: QuerySet[Any], size: int, asked: str | None) -> Page[Any]:
    """The page of an ordered queryset that an address asks for: the first where it asks for none.

    One query, where Django's paginator asks for the number first: a search that takes the database long is
    made once. Beyond the last page it gives the last one, in two queries more.
    """
    good = asked and asked.isascii() and asked.isdecimal() and len(asked) < 7
    number = max(1, int(asked)) if asked and good else 1
    first = (number - 1) * size
    rows = list(found.annotate(among=Window(Count("pk")))[first : first + size])
    paginator = Paginator(found, size)
    if not rows and number == 1:
        paginator.__dict__["count"] = 0
        return Page(rows, number, paginator)
    if not rows:
        page = paginator.get_page(asked)
        page.object_list = list(page.object_list)
        return page
    paginator.__dict__["count"] = rows[0].among
    return Page(rows, number, paginator)
