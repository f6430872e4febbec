"""Lookups and functions that Django does not have: match of a tsquery, rank, and similar words."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, FloatField, Func, Lookup, TextField, Value
from django.db.models.sql.compiler import SQLCompiler

type SQL = tuple[str, tuple[str | int, ...]]


class Match(Lookup[str]):
    """``lexemes__match=<tsquery>``: the tsquery is passed to PostgreSQL as it is."""

    lookup_name = "match"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SQL:
        """SQL with the match operator, which uses the index."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*params, self.rhs)


class LikeWord(Lookup[str]):
    """``folded__like_word=<words>``: a part of the text is spelt similarly (operator ``<%`` of pg_trgm)."""

    lookup_name = "like_word"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SQL:
        """SQL with the operator ``<%``, which uses the index; % is doubled for the database driver."""
        left, params = self.process_lhs(compiler, connection)
        return f"%s <%% {left}", (self.rhs, *params)


class Rank(Func):
    """The rank of a row for a tsquery; long texts rank slightly lower (normalisation 1 of ``ts_rank``)."""

    function = "ts_rank"
    template = "%(function)s('{0.05,0.2,0.4,1.0}', %(expressions)s::tsquery, 1)"
    output_field = FloatField()

    def __init__(self, vector: str, query: str) -> None:
        super().__init__(vector, Value(query, output_field=CharField()))


class Closeness(Func):
    """How close together the words of a tsquery stand in a row: 1 for each place where they are adjacent.

    A place with ``n`` other words between them counts 1 / (1 + n).
    """

    function = "ts_rank_cd"
    template = "%(function)s('{1,1,1,1}', %(expressions)s::tsquery, 0)"
    output_field = FloatField()

    def __init__(self, vector: str, query: str) -> None:
        super().__init__(vector, Value(query, output_field=CharField()))


def register() -> None:
    """Register the lookups with the fields."""
    SearchVectorField.register_lookup(Match)
    TextField.register_lookup(LikeWord)
