"""What the manual shows of print is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from majlis.paper.blocks import Chart

PAGE = Path(__file__).resolve().parents[2] / "docs/howto/print-a-document.md"


def test_the_code_of_the_manual_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    whole, chart = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(whole, str(PAGE), "exec"), {})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "paper.css",
        "report.docx",
        "report.html",
        "report.pdf",
    ]
    told = chart.replace("\nChart(", "\nmade = Chart(")
    names: dict[str, object] = {}
    exec(compile(told, str(PAGE), "exec"), names)
    assert isinstance(names["made"], Chart)
