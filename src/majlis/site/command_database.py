"""The database for a command: the running one, or a cluster started for the duration of the command."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError
from majlis.site.lock import FolderLock
from majlis.site.postgres import Cluster
from majlis.site.system_account import account_for


@contextmanager
def running_database(
    configuration: Configuration, say: Callable[[str], None] = lambda _: None
) -> Iterator[bool]:
    """Make sure that the database is available within the block; yield whether the site is running.

    An own cluster whose site is not running is started, and stopped at the end. Raises SiteError.
    """
    lock = FolderLock(configuration.folder)
    running = lock.holder() is not None
    if running or not configuration.own_cluster:
        yield running
        return
    account = account_for(configuration.folder)
    cluster = Cluster(configuration.folder, account, configuration.postgres_programs)
    if not cluster.made:
        raise SiteError(
            f"There is no site in {configuration.folder}.",
            "Start it once with make up, or set MAJLIS_DATA to its folder (and "
            "MAJLIS_DEMO=0 for a real site).",
        )
    lock.take(account, "")
    try:
        cluster.make(say)
        cluster.start(say)
        yield False
    finally:
        cluster.stop()
        lock.release()


def set_up_django(configuration: Configuration, owner: bool = False) -> None:
    """Load Django's settings for this site, as the application's role or the owner's."""
    os.environ["MAJLIS_DEMO"] = "1" if configuration.demo else "0"
    os.environ["MAJLIS_DATA"] = str(configuration.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = (
        "majlis.site.settings_owner" if owner else "majlis.site.settings"
    )
    import django

    django.setup()
