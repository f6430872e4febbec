"""What a migration may do while servers of the release before still run on the same database.

The release before is the last of releases.toml. ``problems`` looks at each operation that came since; how to do in
two releases what is not possible in one is in docs/howto/write-a-migration.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    CreateExtension,
    RemoveIndexConcurrently,
)
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tests.site.upgrade import RELEASES

DECLARED = Path(__file__).with_name("rolling_upgrade.toml")
# A server of the release before neither reads nor writes anything else because of them.
HARMLESS = (
    ops.CreateModel,
    ops.AddIndex,
    ops.RemoveIndex,
    ops.RenameIndex,
    ops.RemoveConstraint,
    ops.AlterModelOptions,
    ops.AlterModelManagers,
    ops.AlterModelTableComment,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    CreateExtension,
)
NEEDS_A_REASON = "say in tests/site/rolling_upgrade.toml why servers of the release before go on"


def last_release() -> dict[str, Any]:
    """What is recorded of the release before."""
    recorded: dict[str, dict[str, Any]] = tomllib.loads(RELEASES.read_text(encoding="utf-8"))
    return list(recorded.values())[-1]


def added_migrations(
    loader: MigrationLoader, release: dict[str, str]
) -> Iterator[tuple[Migration, ProjectState]]:
    """Each migration since a release (application -> its last migration), in order, with the state before it."""
    known = [(app, name) for app, name in release.items() if (app, name) in loader.graph.nodes]
    seen = {each for node in known for each in loader.graph.forwards_plan(node)}
    state = loader.project_state(known)
    for leaf in sorted(loader.graph.leaf_nodes()):
        for node in loader.graph.forwards_plan(leaf):
            if node not in seen:
                seen.add(node)
                migration = loader.graph.nodes[node]
                yield migration, state
                state = migration.mutate_state(state)


def problems(
    migrations: Iterator[tuple[Migration, ProjectState]], declared: dict[str, dict[str, str]]
) -> list[str]:
    """One line for each operation that breaks servers of the release before, without those with a reason."""
    new: set[tuple[str, str]] = set()
    found = []
    for migration, before in migrations:
        state = before.clone()
        name = f"{migration.app_label}.{migration.name}"
        reasons = declared.get(name, {})
        for operation in migration.operations:
            for part in database_operations(operation):
                problem = problem_of(migration.app_label, part, state, new)
                if problem and not reasons.get(title(part)):
                    found.append(f"{name}: {title(part)}: {problem}")
            operation.state_forwards(migration.app_label, state)
    return found


def database_operations(operation: Operation) -> list[Operation]:
    """What an operation does to the database."""
    if isinstance(operation, ops.SeparateDatabaseAndState):
        return [
            each for part in operation.database_operations for each in database_operations(part)
        ]
    return [operation]


def title(operation: Operation) -> str:
    """The operation, the model and the field, as they are named in rolling_upgrade.toml."""
    names = [getattr(operation, key, "") for key in ("model_name", "name", "old_name")]
    return " ".join([type(operation).__name__, *dict.fromkeys(filter(None, names))])


def problem_of(
    app: str, operation: Operation, state: ProjectState, new: set[tuple[str, str]]
) -> str:
    """What an operation does to servers that do not know it; "" if nothing. ``new``: models that they do not know."""
    if isinstance(operation, ops.CreateModel):
        new.add((app, operation.name_lower))
    model = getattr(operation, "model_name_lower", "") or getattr(operation, "name_lower", "")
    if isinstance(operation, HARMLESS) or (app, model) in new:
        return ""
    if isinstance(operation, ops.AddField):
        return problem_of_new_field(operation.field)
    if isinstance(operation, ops.AlterField):
        return problem_of_change(state.models[app, model].fields[operation.name], operation.field)
    if isinstance(operation, ops.RemoveField | ops.DeleteModel):
        return "they still read and write it: remove it in the release after"
    if isinstance(operation, ops.RenameField | ops.RenameModel | ops.AlterModelTable):
        return "they know the old name only: add the new one, and remove the old one in the release after"
    if isinstance(operation, ops.AddConstraint | AddConstraintNotValid):
        return f"they may write what it refuses: {NEEDS_A_REASON}"
    return NEEDS_A_REASON


def problem_of_new_field(field: models.Field[Any, Any]) -> str:
    """Whether a row can be written without the field."""
    if field.many_to_many or field.generated or field.null or field.has_db_default():
        return ""
    return "they write rows without it: give it null=True or a db_default"


def problem_of_change(before: models.Field[Any, Any], after: models.Field[Any, Any]) -> str:
    """Whether rows that they write, and values that they read, still fit."""
    if before.null and not after.null and not after.has_db_default():
        return "they write rows without a value: give it a db_default"
    if before.null and not after.null:
        return f"they write NULL into it: {NEEDS_A_REASON}"
    if before.get_internal_type() != after.get_internal_type():
        return f"its type is another: {NEEDS_A_REASON}"
    if (after.max_length or 0) < (before.max_length or 0) and after.max_length:
        return "they write longer values"
    if after.unique and not before.unique:
        return f"they may write what it refuses: {NEEDS_A_REASON}"
    if before.db_column != after.db_column:
        return "they know the old column only"
    return ""


def declared_reasons() -> dict[str, dict[str, str]]:
    """application.migration -> operation -> why servers of the release before go on."""
    reasons: dict[str, dict[str, str]] = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    return reasons
