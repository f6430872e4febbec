"""Lets a background task go on with the next item where one fails."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from majlis.kernel.errors import Fault

log = logging.getLogger(__name__)


@contextmanager
def continue_on_error(what: str, key: object) -> Iterator[None]:
    """Log the failure of an item and go on. The log gives its key and the error, never its content."""
    try:
        yield
    except Fault as fault:  # another process did it first
        log.info("%s was not %s: %s", key, what, fault.what)
    except Exception as fault:  # noqa: BLE001 - whatever fails, the other items are done
        log.error("%s was not %s: %s", key, what, type(fault).__name__)


CLOCK = "the clock"
"""The name of the system actor of scheduled tasks."""
