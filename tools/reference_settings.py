"""The page of the settings, from the table that the site reads them with."""

from __future__ import annotations

from collections.abc import Iterable

from majlis.site.configuration import OTHER_SETTINGS, SETTINGS, Setting
from majlis.site.setting_types import SETTING_TYPES

HEAD = """\
# Settings

This page is written by `make reference` from the table in `site/configuration.py`; do not edit it.

Majlis has no settings file: environment variables count. One that is wrong is refused before anything is
started, in a line with its name, what is wrong and what is accepted; so is a name that is nearly that of
a setting. What holds a password is never shown. `make up MAJLIS_PORT=8001` sets one for one start.

## The site

"""
OTHERS = """
## Commands and tests

"""
TAIL = """
`make up DEMO=0` is `MAJLIS_DEMO=0`. `make test-all` fuzzes by coverage for `FUZZ_SECONDS` (45 if left
out): `make test-all FUZZ_SECONDS=300`.
"""


def table(settings: Iterable[Setting]) -> str:
    """A row for each setting: its name, what it holds, what holds where it is left out, what it does."""
    lines = ["| variable | accepted | if left out | what it does |", "| --- | --- | --- | --- |"]
    for each in settings:
        default = f"`{each.default}`" if each.default else ""
        cells = (f"`{each.name}`", SETTING_TYPES[each.kind].accepted, default, each.meaning)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """The whole page."""
    return HEAD + table(SETTINGS) + OTHERS + table(OTHER_SETTINGS) + TAIL
