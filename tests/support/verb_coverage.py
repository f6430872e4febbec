"""Which verbs the tests check the permissions of, read from the tests without running them.

A name counts where it is the first argument of `check_permissions`: said there, or said in the loop
or the `parametrize` that the argument comes from.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def checked_verbs(path: Path) -> set[str]:
    """The names that a file of tests calls `check_permissions` with."""
    text = path.read_text(encoding="utf-8")
    return set(names_in(ast.parse(text))) if "check_permissions" in text else set()


def names_in(tree: ast.AST) -> Iterator[str]:
    """The names of verbs in all calls of `check_permissions` that stand in a function."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "check_permissions":
                yield from possible_values(call.args[0], function)


def possible_values(said: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
    """What an expression can be: a string, a variable of a loop, or a room and such a variable."""
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        yield said.value
    elif isinstance(said, ast.Name):
        yield from parametrized_values(said.id, function)
    elif isinstance(said, ast.JoinedStr):
        match said.values:
            case [ast.Constant(value=str(room)), ast.FormattedValue(value=ast.Name(id=name))]:
                yield from (f"{room}{each}" for each in parametrized_values(name, function))


def parametrized_values(name: str, function: ast.FunctionDef) -> Iterator[str]:
    """The strings that a variable takes from the tables of loops and of `parametrize`."""
    for loop in ast.walk(function):
        if isinstance(loop, ast.For):
            yield from column_values(name, target_names(loop.target), loop.iter)
    for each in function.decorator_list:
        match each:
            case ast.Call(func=ast.Attribute(attr="parametrize"), args=[named, table]):
                yield from column_values(name, target_names(named), table)


def target_names(said: ast.expr) -> list[str]:
    """The variables of a loop or of `parametrize`, in their order."""
    match said:
        case ast.Tuple(elts=several) | ast.List(elts=several):
            return [one for each in several for one in target_names(each)]
        case ast.Constant(value=str(text)):
            return [each.strip() for each in text.split(",")]
    return [ast.unparse(said)]


def column_values(name: str, heads: list[str], table: ast.expr) -> Iterator[str]:
    """The strings that stand under the head of that name, in a table that is written out."""
    if name not in heads or not isinstance(table, ast.Tuple | ast.List | ast.Set):
        return
    for row in table.elts:
        cells = row.elts if len(heads) > 1 and isinstance(row, ast.Tuple) else [row]
        match cells[heads.index(name)] if len(cells) == len(heads) else None:
            case ast.Constant(value=str(text)):
                yield text
