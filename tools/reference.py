"""Writes what the manual shows of the program from the program itself: ``make reference``.

That is the command line, the settings, the verbs and the lifecycles, what the tour prints, and the dependencies.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

from reference_dependencies import dependencies_page
from reference_settings import settings_page
from reference_site import lifecycles_page, verbs_page

from majlis.cli import build_parser
from majlis.cli.tour import tour

ROOT = Path(__file__).resolve().parents[1]
INTRODUCTION = """\
# The command line

This page is written by `make reference` from the commands themselves; do not edit it.

Every command of `majlis text` prints one JSON object a line, in UTF-8, in the order of its files
([what is in it](json.md)). A file that cannot be done is a line with `file` and `error`; the others
are still done. Where documents and not JSON are written, error lines go to standard error.

`majlis up`, `check`, `backup`, `restore` and `import` work on a site; they read the [settings](settings.md).

| exit status | meaning |
| --- | --- |
| 0 | everything was done |
| 1 | something could not be done or is wrong, or amendments are in conflict; a line says what |
| 2 | the command line was wrong |
| 130 | stopped from the keyboard |
| 141 | the reader of the output went away |
"""


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every command that does something, depth first; groups of commands are passed through."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield parser
    for group in groups:
        for below in group.choices.values():
            yield from commands(below)


def options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command takes, without ``--help``."""
    skipped = (argparse._HelpAction, argparse._SubParsersAction)
    return [action for action in parser._actions if not isinstance(action, skipped)]


def name_of(action: argparse.Action) -> str:
    """An option as one types it, with its values."""
    values = "|".join(action.choices) if action.choices else action.metavar or ""
    return " ".join(filter(None, ("/".join(action.option_strings), str(values))))


def page() -> str:
    """The whole page."""
    parser = build_parser()
    lines = [INTRODUCTION, "## majlis", ""]
    lines += [f"- `{name_of(action)}`: {action.help}." for action in options(parser)]
    for command in commands(parser):
        lines += ["", f"## {command.prog}", "", str(command.description), "", "```text"]
        lines += [usage(command), "```", ""]
        lines += [f"- `{name_of(action)}`: {action.help}." for action in options(command)]
    return "\n".join(lines) + "\n"


def usage(command: argparse.ArgumentParser) -> str:
    """The command with its arguments on one line."""
    words = [command.prog]
    for action in options(command):
        name = name_of(action)
        if action.nargs == "+":
            name += " ..."
        words.append(name if not action.option_strings and action.nargs != "?" else f"[{name}]")
    return " ".join(words)


TOUR = """\
# Output of the tour

`make reference` writes this page from the output of the tour. Do not edit it.

`majlis tour` reads the [sample texts](../../samples/README.md): a resolution as adopted in 2024, its
revision of 2026 in Word with tracked changes, and the revision in Arabic. Inserted text is marked
`{+inserted+}`, and deleted text `[-deleted-]`. After `$` under each title is the command that gives the same as JSON.

```text
%s
```

Then the tour shows the English and the Arabic side by side, provision by provision, with a score for each pair.
"""


def tour_page() -> str:
    """The page that shows the tour, without its last table (Arabic keeps to no columns in a page)."""
    with chdir(ROOT):
        lines = list(tour(Path("samples")))
    last = next(place for place, line in enumerate(lines) if line.startswith("English and Arabic"))
    return TOUR % "\n".join(lines[:last]).strip("\n")


PAGES: dict[Path, Callable[[], str]] = {
    ROOT / "docs/reference/cli.md": page,
    ROOT / "docs/tutorials/tour.md": tour_page,
    ROOT / "docs/reference/settings.md": settings_page,
    ROOT / "docs/reference/verbs.md": verbs_page,
    ROOT / "docs/reference/lifecycles.md": lifecycles_page,
    ROOT / "docs/explanation/dependencies.md": dependencies_page,
}

if __name__ == "__main__":
    for path, made in PAGES.items():
        path.write_text(made(), encoding="utf-8")
        print(path.relative_to(ROOT))
