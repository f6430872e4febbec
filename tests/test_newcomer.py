"""The paths that CONTRIBUTING.md and ARCHITECTURE.md name for newcomers exist, with the functions that they name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/majlis"
QUESTIONS = 20
ROOMS = (
    "commons",
    "framework",
    "instruments",
    "kernel",
    "look",
    "mandates",
    "paper",
    "parties",
    "portal",
    "site",
    "textkit",
)


def section(page: str, heading: str) -> str:
    """The text under a heading of the second level, up to the next one."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def table_rows(text: str) -> Iterator[list[str]]:
    """The cells of each row of the tables in a text, without their heads."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and not set(cells[0]) <= {"-", " "}:
            yield cells


def code_spans(cell: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def top_level_names(path: Path) -> set[str]:
    """The functions, classes and constants that a file defines at its top level."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


ANSWERS = [
    (cells[0], code_spans(cells[1])[0], code_spans(cells[2]))
    for cells in table_rows(section("CONTRIBUTING.md", "The newcomer's test"))
    if code_spans(cells[1])
]
STEPS = [
    (cells[0], *code_spans(cells[1])[:2])
    for cells in table_rows(
        section("ARCHITECTURE.md", "A walk: from an uploaded file to the register")
    )
    if code_spans(cells[1])
]


def test_twenty_questions_cover_all_rooms() -> None:
    assert len(ANSWERS) == QUESTIONS
    assert len(STEPS) == 16
    assert {path.split("/")[0] for _question, path, _names in ANSWERS} == set(ROOMS)


@pytest.mark.parametrize(("question", "path", "names"), ANSWERS, ids=lambda value: str(value)[:60])
def test_an_answer_leads_somewhere(question: str, path: str, names: list[str]) -> None:
    assert (SOURCE / path).is_file()
    assert [name for name in names if name not in top_level_names(SOURCE / path)] == []


@pytest.mark.parametrize(("step", "path", "name"), STEPS, ids=lambda value: str(value)[:60])
def test_a_step_of_the_walk_is_there(step: str, path: str, name: str) -> None:
    assert name in top_level_names(SOURCE / path)
