"""Find functions, methods, properties and classes that nothing uses, by vulture: ``make lint``.

Who uses a name of the program: the program itself with its templates, bench and tools. Tests do not count,
since what only a test calls is dead too; what the tests hold for themselves, only they need to use. Variables
are not looked at: nearly all that Django reads by itself are fields of tables, options and settings.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from vulture import Vulture
from vulture.config import make_config
from vulture.core import Item

ROOT = Path(__file__).resolve().parents[1]
USERS = ("src", "bench", "tools")
LOOKED_AT = {"function", "method", "property", "class", "import", "unreachable_code"}
TAG = re.compile(r"{[{%](.*?)[%}]}", re.DOTALL)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
NAME = re.compile(r"[A-Za-z_]\w*")
# Where a setting or an address names a class or a function: "majlis.portal.error_pages.not_found", f"{_ACCOUNTS}.forms.SignIn".
BY_PATH = re.compile(r"(?:\bmajlis|\{_\w+\})(?:\.\w+)*\.(\w+)[\"']")


def named_in_templates(root: Path) -> set[str]:
    """Every name in a tag of a template; not what is in quotes, which are words and addresses."""
    return {
        name
        for path in root.glob("src/majlis/**/templates/**/*.*")
        for tag in TAG.findall(path.read_text(encoding="utf-8"))
        for name in NAME.findall(QUOTED.sub("", tag))
    }


def named_by_path(root: Path) -> set[str]:
    """The last part of every path of a class or a function that stands in quotes."""
    return {
        name
        for path in root.glob("src/majlis/**/*.py")
        for name in BY_PATH.findall(path.read_text(encoding="utf-8"))
    }


def imported_by_migrations(root: Path) -> set[str]:
    """Every name that a migration imports from the program; what migrations define, Django reads by itself."""
    return {
        alias.name
        for path in root.glob("src/majlis/**/migrations/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def dead_code(root: Path) -> list[Item]:
    """What nothing uses below a folder that is laid out as ours; what may stay is in its pyproject.toml."""
    given = make_config(["--config", str(root / "pyproject.toml"), str(root)])
    found = Vulture(
        ignore_names=given["ignore_names"], ignore_decorators=given["ignore_decorators"]
    )
    for name in named_in_templates(root) | named_by_path(root) | imported_by_migrations(root):
        found.used_names.add(name)
    found.scavenge([root / folder for folder in USERS], exclude=given["exclude"])
    ours = looked_at(found, given["min_confidence"])
    found.scavenge([root / "tests"], exclude=given["exclude"])
    tests = [
        item
        for item in looked_at(found, given["min_confidence"])
        if Path(item.filename).is_relative_to(root / "tests")
    ]
    return ours + tests


def looked_at(found: Vulture, confidence: int) -> list[Item]:
    """What was found of the kinds that this looks at."""
    items = found.get_unused_code(min_confidence=confidence)
    return [item for item in items if item.typ in LOOKED_AT]


if __name__ == "__main__":
    dead = dead_code(ROOT)
    for item in dead:
        print(item.get_report())
    sys.exit(bool(dead))
