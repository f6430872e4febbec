"""Steps that the engine takes, which no machine and no load changes: lines, turns of loops, and calls."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

TOOL = 4  # of those that sys.monitoring leaves free


@contextmanager
def counting() -> Iterator[list[int]]:
    """Counts the steps of the engine, in the first item of the list."""
    steps = [0]
    monitoring = sys.monitoring
    events = monitoring.events
    kinds = (events.LINE, events.JUMP, events.PY_START, events.PY_RESUME)

    def count(_code: CodeType, *_where: Any) -> None:
        steps[0] += 1

    monitoring.use_tool_id(TOOL, "steps")
    for kind in kinds:
        monitoring.register_callback(TOOL, kind, count)
    monitoring.set_events(TOOL, sum(kinds))
    try:
        yield steps
    finally:
        monitoring.set_events(TOOL, 0)
        monitoring.free_tool_id(TOOL)
