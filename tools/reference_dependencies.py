"""The page of the dependencies: names from pyproject.toml, versions and dates from uv.lock, the rest from a table.

The table docs/explanation/dependencies.tsv is kept by hand: who maintains a package, whether that is one person,
its licence, the reason for it, and what replaces it within a day.
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs/explanation/dependencies.tsv"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
HEAD = """\
# Dependencies

This page is written by `make reference` from `pyproject.toml`, `uv.lock` and [a table](dependencies.tsv), in which maintainers, licences
and replacements are kept by hand. Do not edit it.

Maintainers and licences are those of the packages' own metadata; *not verified* means that the metadata name nobody. *One person* stands
where that was verified elsewhere too. The date is that on which the version was uploaded. The last column says what takes the place of a package within a day; *nothing* means that it would take
longer, so its maintainer counts most.
"""
ONE_PERSON = """
## Kept by one person

{names}

The site runs without most of them, and `majlis check` then says what is missing. Which of the others replaces it, the tables say.
"""
SECTIONS = (
    ("site", "Packages of a site"),
    ("embedded", "Packages of a site with the embedded database"),
    ("development", "Packages for development"),
)
TAIL = """
`uv` maintains the lock file and the environment. `tools/uv` installs it if it is missing. Python is never downloaded.
"""


@dataclass(frozen=True)
class Package:
    """A direct dependency: what the table keeps of it."""

    name: str
    maintainer: str
    one_person: bool
    licence: str
    reason: str
    replacement: str


def direct_dependencies() -> dict[str, list[str]]:
    """The names of the direct dependencies by section, in the order of pyproject.toml."""
    project = _toml("pyproject.toml")
    site = _names(project["project"]["dependencies"])
    embedded = _names(project["project"]["optional-dependencies"]["embedded"])
    groups = project["dependency-groups"].values()
    development = [name for group in groups for name in _names(group) if name not in embedded]
    return {"site": site, "embedded": embedded, "development": development}


def locked_versions() -> dict[str, tuple[str, str]]:
    """The version of each locked package and the day on which it was uploaded; "" if the lock does not say."""
    locked = {}
    for package in _toml("uv.lock")["package"]:
        files = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
        times = [file["upload-time"] for file in files if "upload-time" in file]
        locked[package["name"]] = (package.get("version", ""), max(times, default="")[:10])
    return locked


def kept_packages() -> dict[str, Package]:
    """The rows of the table by name."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        row["package"]: Package(
            row["package"],
            row["maintainer"],
            row["one_person"] == "yes",
            row["licence"],
            row["reason"],
            row["replacement"],
        )
        for row in rows
    }


def table_problems() -> list[str]:
    """What the table lacks and what it has too much, each with how to mend it."""
    used = {name for names in direct_dependencies().values() for name in names}
    kept = kept_packages()
    file = TABLE.relative_to(ROOT)
    missing = [
        f"{name} is not in {file}: add a row, then run make reference"
        for name in used - kept.keys()
    ]
    unused = [
        f"{name} is no dependency: take its row out of {file}, then run make reference"
        for name in kept.keys() - used
    ]
    empty = [
        f"{name} has an empty cell in {file}: fill it, then run make reference"
        for name, package in kept.items()
        if not all((package.maintainer, package.licence, package.reason, package.replacement))
    ]
    return sorted([*missing, *unused, *empty])


def dependencies_page() -> str:
    """The whole page. Raises ValueError with what the table lacks."""
    if problems := table_problems():
        raise ValueError("\n".join(problems))
    kept, locked = kept_packages(), locked_versions()
    parts = [HEAD]
    for section, title in SECTIONS:
        names = direct_dependencies()[section]
        rows = [_row(kept[name], *locked[name]) for name in names]
        head = ("package", "version", "maintained by", "licence", "reason", "within a day")
        lines = [_line(head), _line(["---"] * len(head)), *rows]
        parts.append(f"\n## {title}\n\n" + "\n".join(lines) + "\n")
    alone = sorted(f"`{package.name}`" for package in kept.values() if package.one_person)
    parts.append(ONE_PERSON.format(names=", ".join(alone) + "."))
    return "".join([*parts, TAIL])


def _row(package: Package, version: str, day: str) -> str:
    maintainer = package.maintainer + (" (one person)" if package.one_person else "")
    return _line(
        (
            f"`{package.name}`",
            f"{version}, {day or 'date not known'}",
            maintainer,
            package.licence,
            package.reason,
            package.replacement,
        )
    )


def _line(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"


def _names(requirements: list[str]) -> list[str]:
    found = [NAME.match(requirement) for requirement in requirements]
    return [each[0].lower() for each in found if each]


def _toml(path: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))
