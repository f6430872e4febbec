"""Structure costs as much as a text is long, whatever its lines are: calls are counted, not time."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build

UN = "The General Assembly,\nRecalling its gates,\n"
ITU = "The Conference of the Harbour Union,\nconsidering\na) that lamps burn,\nresolves\n"
FORMS = {
    "numbered": ("", "{i}. Requests the wardens to mend gate {i};\n"),
    "numbered without verb": (UN, "{i}. The wardens mend gate {i};\n"),
    "without verb": (UN, "The wardens mend gate {i};\n"),
    "names under a colon": (UN + "1. Requests:\n", "Gate number {i}\n"),
    "headings": (UN, "Gate number {i}\nRequests the wardens to mend gate {i};\n"),
    "many texts": ("", "Gates\nThe General Assembly,\nDecides on gate {i}.\n"),
    "decisions": ("", "12/{i}. Gates\nThe General Assembly decides on gates.\n"),
    "last block": (ITU + "1 to go;\n", "to mend gates.\n"),
    "verb headings": (ITU, "instructs the Council\n1 to mend gate {i},\n"),
    "quoted headings": (ITU + "considering\n", "a) that gate {i}:\ninvites members:\n1 to go,\n"),
    "open quotes": (ITU, 'considering\n"a gate {i}:\n"invites members\n1 to go,\n'),
}


def calls(source: str) -> int:
    blocks, _ = read_plain(source)
    count = 0

    def counted(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        build(blocks, "en")
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("form", FORMS)
def test_four_times_the_lines_cost_four_times_the_calls(form: str) -> None:
    lead, line = FORMS[form]
    end = "" if form != "last block" else "2 to stay."
    small, large = (
        lead + "".join(line.format(i=i) for i in range(1, size)) + end for size in (100, 400)
    )
    calls(small)  # patterns are compiled once
    assert calls(large) < 5 * calls(small)
