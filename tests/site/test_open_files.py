"""The limit of open files: raised as far as the user may, and what follows from it."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from majlis.site.checks import OK, WARNING
from majlis.site.checks.machine import open_files
from majlis.site.open_files import MAX_OPEN_FILES, RESERVED_OPEN_FILES, stream_limit

RAISE = "from majlis.site.open_files import raise_limit; print(raise_limit(), raise_limit())"


@pytest.mark.parametrize("soft", [256, 1024])
def test_a_process_raises_its_limit_as_far_as_it_may(soft: int) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    reachable = MAX_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MAX_OPEN_FILES)
    done = subprocess.run(
        [sys.executable, "-c", RAISE],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(reachable)] * 2


def test_a_limit_that_cannot_be_raised_is_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", RAISE],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (512, 512)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["512", "512"]


def test_a_process_keeps_files_for_requests() -> None:
    assert stream_limit(4096) == 4096 - RESERVED_OPEN_FILES
    assert stream_limit(64) == 32, "a few can follow in any case"


def test_check_says_how_many_can_follow_where_the_limit_is_low() -> None:
    assert open_files(4096).state == OK
    low = open_files(1024)
    assert low.state == WARNING
    assert "about 512 people can follow a live page" in low.what
    assert "LimitNOFILE" in low.mend
