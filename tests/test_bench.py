"""The runner of measurements: rooms, the table, the file. Nothing is timed here."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"
sys.path.insert(0, str(BENCH))
import run

ROW = {"name": "reading", "value": 1234.5, "unit": "s", "yardstick": 2.0, "ratio": 617.25}


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the measurements of one invented room."""
    module = f"def measure():\n    return [{ROW | {'more': 'left out'}!r}]\n"
    (tmp_path / "garden_wall.py").write_text(module, encoding="utf-8")
    monkeypatch.setattr(run, "BENCH", tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_a_room_is_measured_shown_and_kept(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run.main("garden")
    assert json.loads((garden / "out/garden.json").read_text("utf-8")) == [ROW]
    assert [path.name for path in (garden / "out").iterdir()] == ["garden.json"]
    printed = capsys.readouterr().out
    assert "reading" in printed
    assert "1,234" in printed


def test_without_a_room_all_are_measured(garden: Path) -> None:
    run.main(None)
    assert (garden / "out/garden.json").exists()


def test_an_unknown_room_is_refused_with_the_known_ones(garden: Path) -> None:
    with pytest.raises(SystemExit, match=r"nothing to measure in 'hall'.*garden"):
        run.main("hall")


def test_every_measurement_of_ours_belongs_to_a_room_that_exists() -> None:
    rooms = BENCH.parent / "src/majlis"
    assert run.modules(None)
    there = {path.name for path in [*rooms.iterdir(), *(rooms / "commons").iterdir()]}
    assert set(run.modules(None)) - there == set()


def test_the_invented_texts_are_the_same_every_time() -> None:
    import textkit_read

    texts = textkit_read.paragraphs(1000)
    assert len(texts) == 1000
    assert texts == textkit_read.paragraphs(1000)
