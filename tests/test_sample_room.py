"""The room of docs/howto/write-a-room.md is built from that page, word by word, in a copy of the sources, and its tests run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/howto/write-a-room.md"
BLOCK = re.compile(r"```\w*\n(.*?)```", re.DOTALL)
FILE, ADDITION = re.compile(r"# file: (\S+)\n"), re.compile(r"# add to: (\S+) after: (.+)\n")
MOST_LINES = 300
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow")


def blocks() -> list[str]:
    """The blocks of code of the page."""
    return BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def translations() -> dict[str, list[str]]:
    """The rows of the table of translations: string -> its words in ar, zh, fr, ru, es."""
    text = PAGE.read_text(encoding="utf-8").split("| string |")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]
    return {row[0]: row[1:] for row in rows}


def write_files(target: Path) -> int:
    """Write the files of the page and its additions to others; return the lines of Python of the room."""
    lines = 0
    for block in blocks():
        head, _newline, body = block.partition("\n")
        if match := FILE.match(block):
            path = target / match[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
            lines += body.count("\n") if match[1].startswith("src/") else 0
        elif match := ADDITION.match(block):
            path = target / match[1]
            text = path.read_text(encoding="utf-8")
            assert f"{match[2]}\n" in text, f"{match[1]} has no line {match[2]}"
            path.write_text(
                text.replace(match[2] + "\n", f"{match[2]}\n{body}", 1), encoding="utf-8"
            )
        else:
            assert not head.startswith("# "), head
    return lines


def fill_catalogues(room: Path) -> None:
    """Put the translations of the table into the catalogues, as a person would."""
    rows = translations()
    for place, language in enumerate(("ar", "zh", "fr", "ru", "es")):
        path = room / "locale" / language / "LC_MESSAGES/django.po"
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
        for message in catalogue:
            if not message.id:
                continue
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            words = rows[key][place]
            message.string = (
                (words,) * catalogue.num_plurals if isinstance(message.id, tuple) else words
            )
        with path.open("wb") as stream:
            write_po(stream, catalogue, width=0)
    path = room / "locale/en/LC_MESSAGES/django.po"
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale="en")
    for message in catalogue:
        if isinstance(message.id, tuple):
            message.string = message.id
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=0)


@pytest.mark.slow
def test_the_room_of_the_page_is_built_and_its_tests_pass(tmp_path: Path) -> None:
    copied = shutil.ignore_patterns("__pycache__", "*.mo", "*.pyc")
    for name in ("src", "tools", "samples", "tests", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=copied)
    for name in (
        "pyproject.toml",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "README.md",
        "Makefile",
    ):
        shutil.copy(ROOT / name, tmp_path / name)
    assert write_files(tmp_path) <= MOST_LINES
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAJLIS_", "DATABASE_", "DJANGO_", "PYTEST_"))
    }
    environment |= {
        "PYTHONPATH": str(tmp_path / "src"),
        "MAJLIS_SECRET_KEY": "a key for a test only, of no use elsewhere",
        "DATABASE_URL": "postgresql://nobody@localhost/none",
        "DJANGO_SETTINGS_MODULE": "majlis.site.settings",
    }

    def run(*command: str, without: tuple[str, ...] = (), code: int = 0) -> None:
        result = subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env={name: value for name, value in environment.items() if name not in without},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert result.returncode == code, result.stdout[-6000:] + result.stderr[-6000:]

    run("-W", "ignore", "-m", "django", "makemigrations", "venues")
    run("tools/catalogues.py", "extract", "venues", code=1)  # it lists what has no words yet
    fill_catalogues(tmp_path / "src/majlis/venues")
    run("tools/catalogues.py", "check")
    run("-m", "ruff", "format", "src/majlis/venues")
    run("-m", "ruff", "check", "src/majlis/venues")
    bare = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MAJLIS_SECRET_KEY")
    run(*PYTEST, "tests/venues", "tests/test_layout.py", "tests/test_catalogues.py", without=bare)
    run(*PYTEST, "tests/pages/test_declared_pages.py", "-k", "venue", without=bare)
