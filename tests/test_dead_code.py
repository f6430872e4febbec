"""``make lint`` finds what nothing uses, and lets live what a template or a setting names."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
import dead_code

MODULE = """
from typing import override


class Shelf(list):
    @property
    def in_template(self): ...

    def quoted_in_template(self): ...

    def called_by_a_test(self): ...

    @override
    def append(self, book): ...


def by_path(): ...
def called(): ...
def by_nobody(): ...


HANDLER, SHELF = "majlis.room.by_path", Shelf
called()
"""
TEMPLATE = "{% if shelf.in_template %}{% url 'quoted_in_template' %} by_nobody {% endif %}"
TEST = """
from majlis import room


def helper_of_nobody(): ...


def test_the_shelf():
    room.Shelf().called_by_a_test()
"""


def test_what_nothing_uses_is_found(tmp_path: Path) -> None:
    files = {
        "src/majlis/room.py": MODULE,
        "src/majlis/room/templates/room/shelf.html": TEMPLATE,
        "tests/test_room.py": TEST,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "bench").mkdir()
    (tmp_path / "tools").mkdir()
    assert [item.name for item in dead_code.dead_code(tmp_path)] == [
        "quoted_in_template",
        "called_by_a_test",
        "by_nobody",
        "helper_of_nobody",
    ]
