"""A class in a template is in the sheet: what is not there would be forgotten, or written twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from majlis.look import sheet

SOURCE = sheet.HERE.parent
TEMPLATES = sorted(
    path for path in SOURCE.rglob("*.html") if "templates" in path.relative_to(SOURCE).parts
)
KNOWN = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheet.joined()))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_class_is_in_the_sheet(path: Path) -> None:
    said = re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
    names = {name for each in said for name in re.sub(r"\{[%{].*?[%}]\}", " ", each).split()}
    assert names - KNOWN == set()
