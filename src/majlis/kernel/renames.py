"""Names that released rooms no longer use, and the names that replaced them (``renames.toml``).

The audit cannot be rewritten, so its rows keep the name of a verb as it was when the verb was done. Whatever reads a
stored name asks here for the present one; whatever filters stored rows by name asks here for the former ones too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

_TABLES: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("renames.toml").read_text(encoding="utf-8")
)
RENAMED_VERBS = _TABLES["verbs"]
"""Former name of a verb -> its present name."""
RENAMED_URL_NAMES = _TABLES["url_names"]
"""Former name of a URL pattern -> its present name."""
RENAMED_TASKS = _TABLES["tasks"]
"""Former path of a background task -> its present path."""


def current_verb(name: str) -> str:
    """The present name of a verb, given the name under which it was stored."""
    return RENAMED_VERBS.get(name, name)


def with_former_verbs(names: Iterable[str]) -> set[str]:
    """These verbs with the names that they had before, for filters on stored rows."""
    present = set(names)
    return present | {old for old, new in RENAMED_VERBS.items() if new in present}


def rename_stored(app: str, model: str, field: str, names: Mapping[str, str]) -> RunPython:
    """The operation of a migration that gives the rows of a model the present names in a field."""

    def rename(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
        rows = apps.get_model(app, model)._default_manager
        for former, present in names.items():
            rows.filter(**{field: former}).update(**{field: present})

    return RunPython(rename, RunPython.noop)
