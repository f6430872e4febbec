"""Stories of coroutines, told in a thread of their own.

The browser of other tests leaves its loop running in the thread of the tests, where no second one may run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any


def run_apart[T](story: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a story to its end in another thread. Raises what it raises."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(story())).result()


@contextmanager
def outside_of_the_browsers_loop() -> Iterator[None]:
    """Hide the loop that the browser of other tests leaves running in this thread, so that another may begin."""
    left = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(left)
