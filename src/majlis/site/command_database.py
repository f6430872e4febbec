"""The database for a command: the running one, or a cluster started for the duration of the command."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from majlis.site import parent_death
from majlis.site.account_process import become_account_of
from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError
from majlis.site.lock import FolderLock
from majlis.site.postgres import Cluster
from majlis.site.system_account import SystemAccount


@contextmanager
def running_database(
    configuration: Configuration, say: Callable[[str], None] = lambda _: None
) -> Iterator[bool]:
    """Make sure that the database is available within the block; yield whether the site is running.

    An own cluster whose site is not running is started, and stopped at the end. Under root a process of the
    site's account does that. Raises SiteError.
    """
    running = FolderLock(configuration.folder).holder() is not None
    if running or not configuration.own_cluster:
        yield running
        return
    if os.geteuid() == 0 and configuration.folder.is_dir():
        start = _cluster_of_account
    else:
        start = _own_cluster
    with start(configuration, say):
        yield False


@contextmanager
def _own_cluster(configuration: Configuration, say: Callable[[str], None]) -> Iterator[None]:
    """The cluster of the data folder, started by this process."""
    lock = FolderLock(configuration.folder)
    account = SystemAccount(os.geteuid(), os.getegid())
    cluster = Cluster(configuration.folder, account, configuration.postgres_programs)
    if not cluster.made:
        raise SiteError(
            f"There is no site in {configuration.folder}.",
            "Start it once with make up, or set MAJLIS_DATA to its folder (and "
            "MAJLIS_DEMO=0 for a real site).",
        )
    lock.take("")
    try:
        cluster.make(say)
        cluster.start(say)
        yield
    finally:
        cluster.stop()
        lock.release()


@contextmanager
def _cluster_of_account(configuration: Configuration, say: Callable[[str], None]) -> Iterator[None]:
    """The cluster of the data folder, started by a process that root forks and that becomes the site's account."""
    answer, report = os.pipe()
    until, end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(answer)
        os.close(end)
        _keep_cluster(configuration, say, report, until)
    os.close(report)
    os.close(until)
    try:
        with os.fdopen(answer, encoding="utf-8") as lines:
            failure = json.loads(lines.readline() or '["The database could not be started."]')
        if failure:
            raise SiteError(*failure)
        yield
    finally:
        os.close(end)
        os.waitpid(child, 0)


def _keep_cluster(
    configuration: Configuration, say: Callable[[str], None], report: int, until: int
) -> NoReturn:
    """Run the cluster until the descriptor ``until`` ends; say on ``report`` whether it could be started."""
    try:
        become_account_of(configuration)
        parent_death.end_with_parent()
        with _own_cluster(configuration, say):
            os.write(report, b"[]\n")
            os.read(until, 1)
    except SiteError as error:
        os.write(report, json.dumps([str(error)]).encode() + b"\n")
    finally:
        os._exit(0)


def set_up_django(configuration: Configuration, owner: bool = False) -> None:
    """Load Django's settings for this site, as the application's role or the owner's."""
    os.environ["MAJLIS_DEMO"] = "1" if configuration.demo else "0"
    os.environ["MAJLIS_DATA"] = str(configuration.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = (
        "majlis.site.settings_owner" if owner else "majlis.site.settings"
    )
    import django

    django.setup()
