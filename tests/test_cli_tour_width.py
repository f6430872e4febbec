"""``majlis tour`` in a terminal of 80 columns, and the commands that it names."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from majlis.cli import main
from majlis.cli.tour import columns, tour

ROOT = Path(__file__).resolve().parents[1]


def test_no_line_is_wider_than_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert max(columns(line) for line in tour(Path("samples"))) <= 80


def test_each_command_that_the_tour_names_runs(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    printed = "\n".join(tour(Path("samples")))
    named = [part.split("\n\n")[0] for part in printed.split("\n$ ")[1:]]
    assert len(named) == 5
    for command in named:
        words = shlex.split(command.replace("\\\n", ""))  # as a shell joins the lines
        assert words[0] == "majlis"
        assert main(words[1:]) == 0
        assert "error" not in json.loads(capfd.readouterr().out)
