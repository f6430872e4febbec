"""Operators that Django has no name for: a tsvector against our own tsquery, rank, likeness of a word."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import CharField, FloatField, Func, Lookup, TextField, Value


class Match(Lookup[Any]):
    """``lexemes__match=<tsquery>``: the expression is ours and is not parsed again."""

    lookup_name = "match"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """SQL with the index's operator."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*params, self.rhs)


class LikeWord(Lookup[Any]):
    """``folded__like_word=<words>``: some stretch of the text is spelt nearly so (``<%`` of pg_trgm)."""

    lookup_name = "like_word"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """SQL with the index's operator; the sign is doubled for the driver."""
        left, params = self.process_lhs(compiler, connection)
        return f"%s <%% {left}", (self.rhs, *params)


class Rank(Func):
    """How well a tsquery is met; longer texts weigh a little less (normalisation 1)."""

    function = "ts_rank"
    template = "%(function)s('{0.05,0.2,0.4,1.0}', %(expressions)s::tsquery, 1)"
    output_field = FloatField()

    def __init__(self, vector: str, query: str) -> None:
        super().__init__(vector, Value(query, output_field=CharField()))


def register() -> None:
    """Make the operators known to the fields."""
    SearchVectorField.register_lookup(Match)
    TextField.register_lookup(LikeWord)
