"""``majlis check``: what is in order, what is not, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from majlis.site.athand import database_at_hand, set_up_django
from majlis.site.checks import database, machine, work
from majlis.site.checks.finding import OK, WARNING, WRONG, Finding
from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError

__all__ = ["OK", "WARNING", "WRONG", "Finding", "findings"]


def findings(configuration: Configuration) -> Iterator[Finding]:
    """Look at everything, from the machine up to the files; yield one finding for each thing."""
    yield Finding("settings", OK, f"all settings are in order; {_kind(configuration)}")
    yield from machine.look(configuration)
    try:
        with database_at_hand(configuration) as running:
            set_up_django(configuration)
            yield from database.look(configuration)
            yield from work.look(configuration, running)
    except SiteError as error:
        yield Finding("database", WRONG, str(error), "Do what the line says, then check again.")


def _kind(configuration: Configuration) -> str:
    return f"{'a demonstration' if configuration.demo else 'a real site'} in {configuration.folder}"
