"""A populated database of an earlier release comes through every later migration with all its rows."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.site.site_process import ROOT
from tests.site.upgrade import RELEASES, differences

NAMES = list(tomllib.loads(RELEASES.read_text(encoding="utf-8")))
Rows = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture
def empty_database(django_db_setup: None) -> Iterator[str]:
    """The address of a database without anything, beside that of the other tests."""
    server = os.environ["DATABASE_URL"]
    name = f"upgrade_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    yield f"{server.rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def upgraded(empty_database: str, *release: str) -> None:
    """Fill every table of a release, or of today, and upgrade: nothing is to be told."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.site.upgrade", *release],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": empty_database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


# The latest always; those before it are steps on its way, and are upgraded with the slow tests.
RELEASED = [pytest.param(each, marks=pytest.mark.slow) for each in NAMES]


@pytest.mark.parametrize("release", RELEASED)
def test_every_row_of_an_earlier_release_comes_through(empty_database: str, release: str) -> None:
    upgraded(empty_database, release)


@pytest.mark.slow
def test_every_table_of_today_can_be_filled_and_comes_through(empty_database: str) -> None:
    """So that the next release can be recorded with all its rooms."""
    upgraded(empty_database)


def test_there_is_a_release_to_upgrade_from() -> None:
    assert NAMES


@pytest.mark.parametrize(
    ("after", "release", "told"),
    [
        ({"t": {"1": {"id": 1, "a": "x"}}}, {}, []),
        ({"t": {"1": {"id": 1, "a": "x", "new": 0}, "2": {"id": 2}}, "other": {}}, {}, []),
        ({}, {}, ["the table t is gone"]),
        ({}, {"gone": ["t"]}, []),
        ({"t": {}}, {}, ["t 1 is gone"]),
        ({"t": {"1": {"id": 1}}}, {}, ["t.a is gone"]),
        ({"t": {"1": {"id": 1}}}, {"gone": ["t.a"]}, []),
        ({"t": {"1": {"id": 1, "a": "y"}}}, {}, ["t.a of 1 was 'x' and is 'y'"]),
        ({"t": {"1": {"id": 1, "a": "y"}}}, {"rewritten": ["t.a"]}, []),
    ],
)
def test_what_is_lost_on_the_way_is_told(
    after: Rows, release: dict[str, Any], told: list[str]
) -> None:
    assert differences({"t": {"1": {"id": 1, "a": "x"}}}, after, release) == told
