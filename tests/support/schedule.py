"""The order in which tests are given to processes, so that all of them end at the same time.

The tests of a file stay together, because they share what is dear to make. What takes longest comes first, and the many
short files fill the gaps at the end.
"""

from __future__ import annotations

from typing import Any, override

# The longest first, by what a measurement said; a file that is not here comes after them, in the order of its name.
LONGEST = (
    "tests/site/test_up.py",
    "tests/pages/test_every_page.py",
    "tests/pages/test_axe.py",
    "tests/pages/test_keyboard.py",
    "tests/pages/test_private_records.py",
    "tests/pages/test_forms_fuzzed.py",
    "tests/pages/",
    "tests/browser/test_journey",
    "tests/site/",
    "tests/fuzz/",
    "tests/cli/",
    "tests/instruments/imports/test_bulk.py",
    "tests/mandates/",
    "tests/browser/",
    "tests/look/test_parts_page.py",
)
# Files whose tests take long one by one, and share little: each test may go to another process.
IN_PARTS = (
    "tests/pages/test_axe.py",
    "tests/pages/test_private_records.py",
)


def place(nodeid: str) -> int:
    """Where a test stands in the order."""
    return next((at for at, each in enumerate(LONGEST) if nodeid.startswith(each)), len(LONGEST))


def scope(nodeid: str) -> str:
    """What stays together with the test: its file, or no more than its parameters."""
    file = nodeid.partition("::")[0]
    return nodeid if file in IN_PARTS else file


def make_scheduler(config: Any, log: Any) -> Any:
    """The scheduler of files, with long files in parts."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        @override
        def _split_scope(self, nodeid: str) -> str:
            return scope(nodeid)

    return Scheduling(config, log)
