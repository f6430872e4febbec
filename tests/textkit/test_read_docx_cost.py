"""A Word file costs as much as it is long, whatever its tracked changes are: calls are counted."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from majlis.textkit.read import read_bytes
from tests.textkit.docx_builder import d, docx, i, p, tbl, tr, track

LINES = {
    "words": p("The wardens ", d("mend"), i("paint"), " the gate;"),
    "paragraphs": p(d("The wardens mend the gate;"), mark="del") + p(i("None;"), mark="ins"),
    "without words": p(mark="ins") + p(mark="del"),
    "joined": p("The wardens mend the gate;", mark="del"),
    "joined over empty ones": p("The wardens mend it;", mark="del") + p(mark="del"),
    "rows": tbl(tr(p(d("gate"), mark="del"), p(d("warden")), trpr=track("del"))) + p(i("x ")),
}


def calls(line: str, size: int) -> int:
    data = docx(p("The Conference,") + line * size)
    count = 0

    def counted(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        read_bytes(data)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", LINES)
def test_four_times_the_changes_cost_four_times_the_calls(name: str) -> None:
    calls(LINES[name], 10)  # patterns are compiled once
    assert calls(LINES[name], 400) < 5 * calls(LINES[name], 100)
