"""Upgrades a populated database of an earlier release, and compares every row: run with its name.

The database of DATABASE_URL, which is empty, gets the tables of the release, then rows in every one of
them, then the migrations that came since. Prints one problem a line; nothing where all is well. Without
a name it starts from the tables of today, as tools/release_snapshot.py would record them.
"""

from __future__ import annotations

import itertools
import json
import sys
import tomllib
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.db import DatabaseError, connection, models, transaction
from tools.release_snapshot import leaves

RELEASES = Path(__file__).with_name("releases.toml")
ROWS_PER_TABLE = 3
DAY = datetime(2027, 1, 1, 12, tzinfo=UTC)
SIX_LANGUAGES = ("سجل", "记录", "Record", "Dossier", "Запись", "Registro")

# Values that a table asks for, where those made from the kinds of its fields do not fit; its checks are
# seen to by ``optional_fields``. "room.model" -> field -> value, or a function of the number and of the rows
# that are made. A table without rows fails the test.
VALUE_HINTS: dict[str, dict[str, Any]] = {
    # The first of two comes before the second.
    "mandates.relatedpair": {
        "first": lambda number, made: made["mandates.mandate"][number == 2],
        "second": lambda number, made: made["mandates.mandate"][1 + (number > 0)],
    },
    # What ends does so later than it begins.
    "events.sitting": {"ends": lambda number, made: DAY + timedelta(days=number, hours=2)},
    "events.correspondence": {"closes_at": lambda number, made: DAY + timedelta(days=number + 9)},
    # After each migration the site takes reasons out of use that it does not know.
    "moderation.reason": {"in_use": False},
}


def main() -> int:
    """Upgrade from the release of the command line, or from today's tables."""
    django.setup()
    release = load_release(sys.argv[1] if len(sys.argv) > 1 else None)
    from django.core.management import call_command
    from django.db.migrations.executor import MigrationExecutor

    targets = list(release["migrations"].items())
    MigrationExecutor(connection).migrate(targets)
    state = MigrationExecutor(connection).loader.project_state(targets)
    problems = populate(state.apps)
    before = all_rows()
    problems += [f"the table {table} has no rows" for table, held in before.items() if not held]
    call_command("migrate", verbosity=0)
    problems += differences(before, all_rows(), release)
    print("\n".join(problems), end="")
    return 1 if problems else 0


def load_release(name: str | None) -> dict[str, Any]:
    """What is recorded of a release; without a name, what would be recorded today."""
    if name is None:
        return {"migrations": leaves()}
    recorded: dict[str, Any] = tomllib.loads(RELEASES.read_text(encoding="utf-8"))[name]
    return recorded


def populate(apps: Any) -> list[str]:
    """Give every table some rows; name those that could not get any."""
    waiting = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    made: dict[str, list[Any]] = {}
    faults: dict[str, str] = {}
    for _ in range(len(waiting) + 1):
        for model in list(waiting):
            label = model._meta.label_lower
            try:
                made[label] = make_rows(model, made)
            except LookupError as error:  # what it points to is not there yet
                faults[label] = str(error)
                continue
            except DatabaseError as error:
                faults[label] = " ".join(str(error).split())
            waiting.remove(model)
    return [f"{label}: {why}" for label, why in faults.items() if not made.get(label)]


def make_rows(model: Any, made: dict[str, list[Any]]) -> list[Any]:
    """Some rows, each in the first way that the table's own rules allow, and another than the last.

    Raises LookupError where it needs a row that is not made yet, DatabaseError where no way fits.
    """
    choices = optional_fields(model)
    done = []
    for number in range(ROWS_PER_TABLE):
        refused: DatabaseError | None = None
        for bare, shift, left_out in itertools.product((False, True), range(3), list(choices)):
            values = values_of(model, number, made, bare, shift) | left_out
            try:
                with transaction.atomic():
                    done.append(model._base_manager.create(**values))
            except DatabaseError as error:
                refused = refused or error
                continue
            choices.append(choices.pop(choices.index(left_out)))
            break
        else:
            assert refused is not None
            raise refused
    return done


def optional_fields(model: Any) -> list[dict[str, Any]]:
    """Which of the fields that a table's checks name may be left out: none, some, all.

    A check as "a person or a role" or "one thing of three" allows only some of these.
    """
    named: set[str] = set()
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            named |= set(constraint.condition.referenced_base_fields)
    empty = {
        field.name: None if field.null else ""
        for field in model._meta.concrete_fields
        if field.name in named and (field.null or field.blank and field.empty_strings_allowed)
    }
    return [
        dict(chosen)
        for count in range(len(empty) + 1)
        for chosen in itertools.combinations(empty.items(), count)
    ]


def values_of(
    model: Any, number: int, made: dict[str, list[Any]], bare: bool, shift: int
) -> dict[str, Any]:
    """The values of a row. ``bare``: without what may be empty; ``shift``: how far apart choices are."""
    values = {}
    hints = VALUE_HINTS.get(model._meta.label_lower, {})
    for place, field in enumerate(model._meta.concrete_fields):
        if isinstance(field, models.AutoField) or field.generated:
            continue
        if field.name in hints:
            hint = hints[field.name]
            values[field.name] = hint(number, made) if callable(hint) else hint
        elif bare and field.null:
            values[field.name] = None
        elif field.is_relation:
            values[field.name] = related_row(field, number, made)
        elif (value := value_of_field(field, number, shift * place)) is not None or not field.null:
            values[field.name] = value
    return values


def related_row(field: Any, number: int, made: dict[str, list[Any]]) -> Any:
    """The row that a key points to: the same number, so that keys that must differ do."""
    target = field.related_model._meta.label_lower
    if target in made:
        return made[target][number]
    if field.null:
        return None
    raise LookupError(f"{target} has no rows")


def value_of_field(field: Any, number: int, shift: int = 0) -> Any:
    """A value for a field, by its kind; another one for each number."""
    if field.choices:
        options = [key for key, _ in field.flatchoices if key != ""]
        return options[(number + shift) % len(options)]
    words = f"{SIX_LANGUAGES[number % len(SIX_LANGUAGES)]}-{field.name}-{number}"
    table: list[tuple[Any, Any]] = [
        (models.EmailField, f"person{number}@example.org"),
        (models.SlugField, f"slug-{number}"),
        (models.URLField, f"https://example.org/{number}"),
        (models.GenericIPAddressField, f"192.0.2.{number + 1}"),
        ((models.CharField, models.TextField), words[: getattr(field, "max_length", None) or 200]),
        (models.BooleanField, number % 2 == 0),
        (models.FloatField, number + 0.5),
        ((models.IntegerField, models.DecimalField), number + 1),
        (models.DateTimeField, DAY + timedelta(days=number)),
        (models.DateField, date(2027, 1, 1) + timedelta(days=number)),
        (models.TimeField, DAY.time()),
        (models.DurationField, timedelta(hours=number + 1)),
        (models.UUIDField, uuid.UUID(int=number + 1)),
        (models.BinaryField, words.encode()),
        (models.JSONField, {"words": words}),
    ]
    for kinds, value in table:
        if isinstance(field, kinds):
            return value
    return value_of_postgres_field(field, number)


def value_of_postgres_field(field: Any, number: int) -> Any:
    """Values of the kinds that PostgreSQL and its extensions add."""
    kind = type(field).__name__
    if kind == "ArrayField":
        return [value_of_field(field.base_field, number)]
    if kind in ("VectorField", "HalfVectorField"):
        return [float(number + 1)] * (field.dimensions or 3)
    if kind == "SearchVectorField":
        return None if field.null else f"word{number}"
    if kind.endswith("RangeField"):
        return (number, number + 1) if "Integer" in kind else None
    if field.null:
        return None
    raise TypeError(f"{field}: {kind} is not known here; say in of_kind how to make one")


def all_rows() -> dict[str, dict[str, dict[str, Any]]]:
    """Every row of every table: table -> key -> column -> value."""
    held: dict[str, dict[str, dict[str, Any]]] = {}
    with connection.cursor() as cursor:
        cursor.execute("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(
                "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid "
                "and a.attnum = any(i.indkey) where i.indrelid = %s::regclass and i.indisprimary",
                [table],
            )
            keys = [row[0] for row in cursor.fetchall()]
            cursor.execute(f"select to_jsonb(t)::text from {table} t")
            found = [json.loads(row[0]) for row in cursor.fetchall()]
            counter = itertools.count()
            held[table] = {
                json.dumps([row[key] for key in keys] or next(counter)): row for row in found
            }
    return held


def differences(
    before: dict[str, dict[str, dict[str, Any]]],
    after: dict[str, dict[str, dict[str, Any]]],
    release: dict[str, Any],
) -> list[str]:
    """What was there and is not, or is another: one line each, but for what the release names."""
    gone, rewritten = set(release.get("gone", [])), set(release.get("rewritten", []))
    found = []
    for table, kept in before.items():
        if table == "django_migrations" or table in gone:
            continue
        if table not in after:
            found.append(f"the table {table} is gone")
            continue
        for key, row in kept.items():
            now = after[table].get(key)
            if now is None:
                found.append(f"{table} {key} is gone")
                continue
            for column, value in row.items():
                name = f"{table}.{column}"
                if column not in now:
                    if name not in gone:
                        found.append(f"{name} is gone")
                elif now[column] != value and name not in rewritten:
                    found.append(f"{name} of {key} was {value!r} and is {now[column]!r}")
    return sorted(set(found))


if __name__ == "__main__":
    sys.exit(main())
