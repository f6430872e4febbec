"""The repository keeps its own promises: documents that are true, floors, languages."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
IGNORED = {".git", ".venv", ".uv", ".hypothesis", "__pycache__", "out", "dist", "build"}
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")

sys.path.insert(0, str(ROOT / "tools"))
import reference


def files() -> Iterator[Path]:
    """Every file of ours, by its path; not those of a site that ``make up`` made in ``data``."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if parts[0] == "data":
            continue
        if path.is_file() and not any(p in IGNORED or p.endswith("_cache") for p in parts):
            yield path


def pages() -> list[Path]:
    """Everything that is written for people to read."""
    return [path for path in files() if path.suffix == ".md"]


def settings(file: str) -> Any:
    """A TOML file of the repository."""
    return tomllib.loads((ROOT / file).read_text(encoding="utf-8"))


def test_the_readme_starts_with_exactly_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines() if line.strip()]
    assert [command.split("#")[0].strip() for command in commands] == ["make up", "make test"]


def test_continuous_integration_calls_the_readmes_test_command() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert "make test" in lines
    assert "set -euo pipefail" in lines


def test_the_makefile_has_the_promised_targets() -> None:
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert {"up", "test", "test-all", "lint", "bench"} <= set(targets)


@pytest.mark.parametrize("path", reference.PAGES, ids=lambda path: str(path.name))
def test_what_the_manual_shows_of_the_program_is_fresh(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == reference.PAGES[path](), "run: make reference"


def test_every_command_and_option_explains_itself() -> None:
    parser = reference.build_parser()
    for command in [parser, *reference.commands(parser)]:
        assert command.description
        for action in reference.options(command):
            assert action.help, f"{command.prog} {reference.name_of(action)}"


def test_every_environment_variable_is_documented() -> None:
    documented = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    of_the_system = {"HOME", "XDG_DATA_HOME"}
    read = r"environ\.get\(\s*\"(\w+)\"|getenv\(\"(\w+)\"|environ\[\"(\w+)\"\](?!\s*=)"
    used = {
        next(filter(None, names))
        for path in files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in ("src", "tools", "bench")
        for names in re.findall(read, path.read_text(encoding="utf-8"))
    }
    assert {"MAJLIS_DEBUG", "MAJLIS_SHARED"} <= used
    assert [n for n in sorted(used - of_the_system) if f"`{n}`" not in documented] == []


def test_the_changelog_speaks_of_access() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = changelog.split("\n## ")[1]
    assert latest.startswith("Unreleased")
    assert re.search(r"^### Accessibility\n\n- ", latest, re.MULTILINE)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    words = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", words)
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_page_of_the_manual_is_reached_from_its_index() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    manual = [
        p.relative_to(ROOT / "docs").as_posix() for p in pages() if p.parent.parent.name == "docs"
    ]
    assert manual
    assert [page for page in manual if f"({page})" not in index] == []


def test_no_page_claims_to_be_official() -> None:
    word = "offi" + "cial"
    said = {page: re.sub(r"`[^`]*`", "", page.read_text("utf-8")) for page in pages()}
    assert [page.name for page, text in said.items() if re.search(rf"\b{word}\b", text)] == []


def test_nothing_names_a_machine_or_a_registry() -> None:
    patterns = [
        rb"(?<![\w.])/(?:" + name + rb")/\w"
        for name in (b"work", b"root", b"home", b"Users", b"tmp")
    ] + [rb"pypi" + rb"\.org", rb"python" + rb"hosted", rb"npmjs" + rb"\.org"]
    told = re.compile(b"|".join(patterns))
    found = [
        f"{path.relative_to(ROOT)}: {match.group().decode()}"
        for path in files()
        if path.name != "uv.lock"
        for match in told.finditer(path.read_bytes())
    ]
    assert found == []


def test_no_line_of_a_template_is_wide() -> None:
    """The formatter leaves a tag as long as it is: split it (CONTRIBUTING.md says how)."""
    wide = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "src").rglob("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 120
    ]
    assert wide == []


def test_python_is_never_downloaded() -> None:
    assert settings("pyproject.toml")["tool"]["uv"]["python-downloads"] == "never"


def test_the_lock_file_fits_the_project() -> None:
    project = settings("pyproject.toml")
    locked = {package["name"]: package for package in settings("uv.lock")["package"]}
    ours = locked["majlis"]["metadata"]
    extras = project["project"]["optional-dependencies"].values()
    required = [*project["project"]["dependencies"], *(line for lines in extras for line in lines)]
    asked = {re.split(r"[<>=!~ ;\[]", line)[0] for line in required}
    assert {entry["name"] for entry in ours["requires-dist"]} == asked
    for group, lines in project["dependency-groups"].items():
        names = {re.split(r"[<>=!~ ;\[]", line)[0] for line in lines}
        assert {entry["name"] for entry in ours["requires-dev"][group]} == names


def test_the_licence_is_whole() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "9. Accepting Warranty or Additional Liability." in licence
    assert licence.rstrip().endswith("limitations under the License.")


def test_packages_import_only_from_the_floors_below() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", ["preambular", "operative", "actors"])
def test_lexicons_have_the_same_keys(language: str, table: str) -> None:
    folder = "src/majlis/textkit/lexicon"
    english = settings(f"{folder}/en.toml")[table]
    other = settings(f"{folder}/{language}.toml")[table]
    assert set(other) == set(english)
    if table == "operative":
        forces = {key: entry["force"] for key, entry in english.items()}
        assert {key: entry["force"] for key, entry in other.items()} == forces


def test_every_function_of_the_python_reference_is_there() -> None:
    words = (ROOT / "docs/reference/python.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| `(majlis[\w.]+)\.(\w+)\(([^)]*)\)`", words, re.MULTILINE)
    assert len(names) > 10
    for module, function, arguments in names:
        found = inspect.signature(getattr(importlib.import_module(module), function)).parameters
        told = [argument.split("=")[0].strip() for argument in arguments.split(",")]
        assert list(found)[: len(told)] == told, f"{module}.{function}"
