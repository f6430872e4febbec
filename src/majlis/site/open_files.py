"""The limit of open files: each reader who follows a live page needs one in the process that serves them."""

from __future__ import annotations

import resource

MAX_OPEN_FILES = 65_536
"""What a server process asks for at most."""
NEEDED_OPEN_FILES = 4_096
"""What a server process should have: for a thousand who follow a live page, and for all other requests."""
RESERVED_OPEN_FILES = 512
"""What is kept for requests, the database and files."""


def raise_limit() -> int:
    """Raise the limit of this process, and of those that it will start, as far as it may; return the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = reachable_limit()
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft if soft != resource.RLIM_INFINITY else MAX_OPEN_FILES
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):  # macOS has a further limit, of the kernel
        return soft
    return wanted


def reachable_limit() -> int:
    """The limit to which a process of this user may raise its own."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return MAX_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MAX_OPEN_FILES)


def stream_limit(open_files: int) -> int:
    """How many streams a process may have with this limit of open files."""
    return max(32, open_files - RESERVED_OPEN_FILES)
