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

from majlis.kernel.models import Reader

_FIRST_PLACEHOLDER = 2**31 - 1000
"""Numbers from here on are placeholders: larger than any real value, and valid for any integer column."""


def compiled_query(make: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
    """Decorate a function that makes a queryset: the result reads its rows, with SQL compiled once.

    Values that are text or integers may vary under one SQL; each must reach the database unchanged, in
    a comparison or a filter, which is checked when the SQL is compiled. Other values (None, a boolean,
    an empty text) get an SQL of their own. ``make`` may depend on its arguments only, not on the
    language of the page or on the date. For a signed-in reader it is called each time, because what
    they may see differs. ``forget()`` of the result clears the compiled SQL. Raises ValueError if a
    value does not reach the database unchanged, TypeError for a value of another type.
    """
    compiled: dict[tuple[Any, ...], _CompiledQueryset] = {}

    @wraps(make)
    def rows(user: Reader, **values: Any) -> list[Any]:
        if user.is_authenticated:
            return list(make(user, **values))
        slots = {
            name: _placeholder(name, n, value) for n, (name, value) in enumerate(values.items())
        }
        shape = tuple(slots.items())
        if shape not in compiled:
            compiled[shape] = _CompiledQueryset(make(user, **slots))
        return compiled[shape].rows({slots[name]: value for name, value in values.items()})

    rows.forget = compiled.clear  # type: ignore[attr-defined]
    return rows


def _placeholder(name: str, number: int, value: Any) -> Any:
    """The placeholder of a value in the compiled SQL, or the value itself if it needs an SQL of its own.

    Raises TypeError for types with so many values that the compiled queries would grow without limit.
    """
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
    """A queryset with its compiled SQL."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.params = self.compiler.as_sql()
        if any("\x02" in str(each) and not _is_placeholder(each) for each in self.params):
            raise ValueError("A value reaches the database in another form.")

    def rows(self, values: Mapping[Any, Any]) -> list[Any]:
        """The rows for these values: placeholder -> value."""
        missing = {each for each in values if _is_placeholder(each)}.difference(
            each for each in self.params if _is_placeholder(each)
        )
        if missing:
            raise ValueError(f"Values do not reach the database: {len(missing)}.")
        queryset: Any = self.queryset
        compiler: Any = copy(self.compiler)
        compiler.connection = connections[queryset.db]
        # Django may give a number the type of its column; the value needs the same type.
        params = tuple(
            type(each)(values[each]) if _is_placeholder(each) else each for each in self.params
        )
        compiler.as_sql = lambda: (self.sql, params)
        # The attributes of a queryset that its iterable class reads.
        source = SimpleNamespace(
            query=_CompiledQuery(queryset.query, compiler),
            db=queryset.db,
            model=queryset.model,
            _fields=queryset._fields,
            _fetch_mode=queryset._fetch_mode,
            _known_related_objects={},
        )
        instances = list(queryset._iterable_class(source))
        lookups = queryset._prefetch_related_lookups
        if lookups:
            prefetch_related_objects(instances, *lookups)
        return instances


class _CompiledQuery:
    """A query whose compiler already has its SQL."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self.query, self.compiler = query, compiler

    def get_compiler(self, *_args: Any, **_named: Any) -> Any:
        """The compiler with the compiled SQL."""
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)
