"""What the manual shows of print is true."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from majlis.paper.blocks import Chart

PAGE = Path(__file__).resolve().parents[2] / "docs/howto/print-a-document.md"


def ran(code: str, file: Path) -> dict[str, Any]:
    """The names that some code makes."""
    file.write_text(code, encoding="utf-8")
    names = runpy.run_path(str(file))
    file.unlink()
    return names


def test_the_code_of_the_manual_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    whole, chart = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    ran(whole, tmp_path / "whole.py")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "paper.css",
        "report.docx",
        "report.html",
        "report.pdf",
    ]
    told = chart.replace("\nChart(", "\nmade = Chart(")
    assert isinstance(ran(told, tmp_path / "chart.py")["made"], Chart)
