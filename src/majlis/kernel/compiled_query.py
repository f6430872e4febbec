"""Querysets whose SQL is compiled once for all readers who are not signed in.

Django compiles the SQL of a queryset each time it is read. For one with nested subqueries that takes longer than the
database needs for the answer, and for anonymous readers the SQL differs only in a slug and a language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import wraps
from types import SimpleNamespace
from typing import Any

from django.db import connections
from django.db.models import QuerySet, prefetch_related_objects

_FIRST_PLACEHOLDER = 2**31 - 1000
"""Numbers from here on stand for values: above what there is, and still a whole number for any column."""


def compiled_query(make: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
    """Read the rows of the queryset that ``make(user, **values)`` gives.

    Text and whole numbers among the values are what may differ under one SQL; each has to reach the database as
    it is, in a comparison or a filter, which is checked when the SQL is written. Anything else (None, a flag, a
    text that decides something) has an SQL of its own. ``make_rows`` may depend on nothing but its arguments: not on
    the language of the page, not on the day. For a reader who is signed in it is called each time, as what they
    may see differs. ``forget()`` of the result has the SQL written anew. Raises ValueError where a value does not reach the database as it is.
    """
    kept: dict[tuple[Any, ...], _CompiledQueryset] = {}

    @wraps(make)
    def rows(user: Any, **values: Any) -> list[Any]:
        if getattr(user, "is_authenticated", False):
            return list(make(user, **values))
        slots = {
            name: _placeholder(name, n, value) for n, (name, value) in enumerate(values.items())
        }
        shape = tuple(slots.items())
        if shape not in kept:
            kept[shape] = _CompiledQueryset(make(user, **slots))
        return kept[shape].rows({slots[name]: value for name, value in values.items()})

    rows.forget = kept.clear  # type: ignore[attr-defined]
    return rows


def _placeholder(name: str, number: int, value: Any) -> Any:
    """What stands for a value in the SQL that is kept. Raises TypeError for what would need too many of them."""
    if not isinstance(value, str | int | None):
        raise TypeError(f"{name} is neither text nor a number: {type(value).__name__}")
    if type(value) is str and value:
        return f"\x02{name}\x03"
    if type(value) is int:
        return _FIRST_PLACEHOLDER + number
    return value


def _is_placeholder(value: Any) -> bool:
    if isinstance(value, int):
        return value >= _FIRST_PLACEHOLDER
    return isinstance(value, str) and value.startswith("\x02")


class _CompiledQueryset:
    """A queryset with its SQL."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.params = self.compiler.as_sql()
        if any("\x02" in str(each) and not _is_placeholder(each) for each in self.params):
            raise ValueError("A value reaches the database in another form.")

    def rows(self, values: Mapping[Any, Any]) -> list[Any]:
        """The rows for these values: what stands for each -> the value."""
        missing = {each for each in values if _is_placeholder(each)}.difference(
            each for each in self.params if _is_placeholder(each)
        )
        if missing:
            raise ValueError(f"Values do not reach the database: {len(missing)}.")
        queryset: Any = self.queryset
        compiler: Any = copy(self.compiler)
        compiler.connection = connections[queryset.db]
        # A number may have the kind of its column: it keeps it.
        params = tuple(
            type(each)(values[each]) if _is_placeholder(each) else each for each in self.params
        )
        compiler.as_sql = lambda: (self.sql, params)
        # What the iterators of a queryset ask of it.
        asked = SimpleNamespace(
            query=_CompiledQuery(queryset.query, compiler),
            db=queryset.db,
            model=queryset.model,
            _fields=queryset._fields,
            _fetch_mode=queryset._fetch_mode,
            _known_related_objects={},
        )
        found = list(queryset._iterable_class(asked))
        lookups = queryset._prefetch_related_lookups
        if lookups:
            prefetch_related_objects(found, *lookups)
        return found


class _CompiledQuery:
    """A query that is compiled already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self.query, self.compiler = query, compiler

    def get_compiler(self, *_args: Any, **_named: Any) -> Any:
        """The compiler with the SQL that is kept."""
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)
