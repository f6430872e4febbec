"""Background tasks that go on with the next item where one fails."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from majlis.kernel.errors import Fault

log = logging.getLogger(__name__)


@contextmanager
def continue_on_error(what: str, key: object) -> Iterator[None]:
    """Let the next one have its turn where one cannot be done; say which and how, and nothing of what it holds."""
    try:
        yield
    except Fault as fault:  # somebody was faster
        log.info("%s was not %s: %s", key, what, fault.what)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the others are told
        log.error("%s was not %s: %s", key, what, type(fault).__name__)


CLOCK = "the clock"
