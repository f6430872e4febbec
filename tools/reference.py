"""Writes docs/reference/cli.md from the command line itself: ``make reference``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from majlis.cli import build_parser

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "cli.md"
INTRODUCTION = """\
# The command line

This page is written by `make reference` from the commands themselves; do not edit it.

Every command of `majlis text` prints one JSON object a line, in UTF-8, in the order of its files
([what is in it](json.md)). A file that cannot be done is a line with `file` and `error`; the others
are still done. Where documents and not JSON are written, error lines go to standard error.

| exit status | meaning |
| --- | --- |
| 0 | everything was done |
| 1 | something could not be done; a line says what, and what to do |
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


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE)
