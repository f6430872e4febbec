"""A class in a template is in the sheet: what is not there would be forgotten, or written twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from majlis.look import stylesheet

SOURCE = stylesheet.HERE.parent
TEMPLATES = sorted(
    path for path in SOURCE.rglob("*.html") if "templates" in path.relative_to(SOURCE).parts
)
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
KNOWN = set(CLASS.findall(stylesheet.joined_css()))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_class_is_in_the_sheet(path: Path) -> None:
    said = re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
    names = {name for each in said for name in re.sub(r"\{[%{].*?[%}]\}", " ", each).split()}
    assert names - KNOWN - classes_of_room(path) == set()


def classes_of_room(template: Path) -> set[str]:
    """What the sheets of the room itself know, which only some of its pages ask for."""
    room = next(each.parent for each in template.parents if each.name == "templates")
    sheets = [] if room == stylesheet.HERE else sorted((room / "static").rglob("*.css"))
    return {name for each in sheets for name in CLASS.findall(each.read_text(encoding="utf-8"))}
