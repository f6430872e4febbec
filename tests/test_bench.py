"""The runner of measurements: rooms, the table, the file. Nothing is timed here."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from majlis.paper import blocks as b
from majlis.paper import write

BENCH = Path(__file__).resolve().parents[1] / "bench"
sys.path.insert(0, str(BENCH))
import documents_archive
import followers
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
    assert "cores" in printed
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


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop that does not run: it has a clock."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


def test_followers_hear_a_stream_however_its_bytes_are_cut(
    loop: asyncio.AbstractEventLoop,
) -> None:
    state = b"event: state\nid: 7\ndata: <p>\ndata: Lamps</p>\n\n"
    stream = b"HTTP/1.1 200 OK\r\n\r\n2A\r\nretry: 900\nevent: hello\ndata: 5\n\n\r\n2B\r\n" + state
    for size in (1, 7, len(stream)):
        crowd = followers.Crowd(loop, 1, "/", 1)
        (follower,) = crowd.followers
        for start in range(0, len(stream), size):
            follower.data_received(stream[start : start + size])
        assert (follower.retry, follower.version) == (900, 7)
        assert follower.state == hashlib.sha256(state).hexdigest()
        assert follower.knows(7) == follower.knows(1) is not None
        assert follower.knows(8) is None


def test_a_refused_follower_hangs_up(loop: asyncio.AbstractEventLoop) -> None:
    class Line:
        gone = False

        def abort(self) -> None:
            self.gone = True

    (follower,) = followers.Crowd(loop, 1, "/", 1).followers
    follower.transport = cast("asyncio.Transport", line := Line())
    follower.data_received(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert line.gone


def test_proceedings_are_checked_by_their_marks_and_the_hashes_of_their_files(
    tmp_path: Path,
) -> None:
    stored = tmp_path / "lamps.txt"
    stored.write_text("Lamps", encoding="utf-8")
    digest = hashlib.sha256(b"Lamps").hexdigest()
    attached = b.Attachment("lamps.txt", stored, "text/plain", f"SHA-256 {digest}", original=True)
    words = (b.Heading(1, "Lamps"), b.Paragraph("Lamps."))
    content = write.pdf(b.Document("en", "Lamps", words, attachments=(attached,)))
    assert documents_archive.check_proceedings(content, {digest}) == 1
    with pytest.raises(RuntimeError, match="not those that were posted"):
        documents_archive.check_proceedings(content, {"0" * 64})
    with pytest.raises(RuntimeError, match="pdfaid"):
        documents_archive.check_proceedings(write.pdf(b.Document("en", "Lamps", words)), set())
