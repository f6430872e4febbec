"""The migrations of a release run while servers of the one before still serve on the same database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.site.rolling_upgrade import (
    added_migrations,
    database_operations,
    declared_reasons,
    last_release,
    problems,
    title,
)

TEXT = models.CharField(max_length=20)


def state() -> ProjectState:
    """One model that servers of the release before know."""
    made = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("kept", TEXT),
        ("maybe", models.CharField(max_length=20, null=True)),
    ]
    made.add_model(ModelState("room", "Thing", fields))
    return made


def problems_of(*operations: Any, reasons: dict[str, str] | None = None) -> list[str]:
    migration = Migration("0002_change", "room")
    migration.operations = list(operations)
    return problems(iter([(migration, state())]), {"room.0002_change": reasons or {}})


@pytest.mark.parametrize(
    "operation",
    [
        ops.RemoveField("thing", "kept"),
        ops.DeleteModel("Thing"),
        ops.RenameField("thing", "kept", "better"),
        ops.RenameModel("Thing", "Item"),
        ops.AlterModelTable("thing", "items"),
        ops.AddField("thing", "new", models.CharField(max_length=20, default="")),
        ops.AddField("thing", "new", models.BooleanField(default=False)),
        ops.AlterField("thing", "maybe", models.CharField(max_length=20, default="")),
        ops.AlterField("thing", "maybe", models.CharField(max_length=20, db_default="")),
        ops.AlterField("thing", "kept", models.CharField(max_length=10)),
        ops.AlterField("thing", "kept", models.IntegerField()),
        ops.AlterField("thing", "kept", models.CharField(max_length=20, unique=True)),
        ops.AlterField("thing", "kept", models.CharField(max_length=20, db_column="other")),
        ops.AlterUniqueTogether("thing", {("kept", "maybe")}),
        ops.AddConstraint("thing", models.UniqueConstraint(fields=["kept"], name="one")),
        ops.RunSQL("update room_thing set kept = ''"),
        ops.RunPython(lambda *_: None),
        ops.SeparateDatabaseAndState([ops.RemoveField("thing", "kept")], []),
    ],
    ids=title,
)
def test_what_breaks_servers_of_the_release_before_is_refused(operation: Any) -> None:
    (line,) = problems_of(operation)
    assert line.startswith("room.0002_change: ")


@pytest.mark.parametrize(
    "operation",
    [
        ops.AddField("thing", "new", models.CharField(max_length=20, null=True)),
        ops.AddField("thing", "new", models.BooleanField(db_default=False)),
        ops.AddField("thing", "new", models.ManyToManyField("room.thing")),
        ops.AlterField("thing", "kept", models.CharField(max_length=40)),
        ops.AlterField("thing", "kept", models.CharField(max_length=20, null=True)),
        ops.AddIndex("thing", models.Index(fields=["kept"], name="kept")),
        ops.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
        ops.SeparateDatabaseAndState([], [ops.RemoveField("thing", "kept")]),
    ],
    ids=title,
)
def test_what_only_adds_is_accepted(operation: Any) -> None:
    assert problems_of(operation) == []


def test_a_model_that_they_do_not_know_may_change() -> None:
    created = ops.CreateModel("Other", [("id", models.BigAutoField(primary_key=True)), ("a", TEXT)])
    added = ops.AddField("other", "new", models.BooleanField(default=False))
    assert problems_of(created, added, ops.RemoveField("other", "a")) == []


def test_a_reason_is_given_for_one_operation() -> None:
    first, second = ops.RemoveField("thing", "kept"), ops.RemoveField("thing", "maybe")
    reasons = {title(first): "nothing has read it since the release before"}
    (line,) = problems_of(first, second, reasons=reasons)
    assert title(second) in line


def test_migrations_since_the_last_release_let_its_servers_go_on() -> None:
    loader = MigrationLoader(None)
    added = list(added_migrations(loader, last_release()["migrations"]))
    found = problems(iter(added), declared_reasons())
    assert found == [], "docs/howto/write-a-migration.md says how to do it in two releases"


def test_each_reason_is_still_needed() -> None:
    loader = MigrationLoader(None)
    added = {
        f"{migration.app_label}.{migration.name}": {
            title(part) for each in migration.operations for part in database_operations(each)
        }
        for migration, _ in added_migrations(loader, last_release()["migrations"])
    }
    for name, reasons in declared_reasons().items():
        assert name in added, f"{name} is part of the last release: take its entry away"
        assert reasons.keys() <= added[name], name
