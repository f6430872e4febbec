"""The checks of ``majlis check``: results, and how to mend problems."""

from __future__ import annotations

from collections.abc import Iterator

from majlis.site.checks import database, machine, operation
from majlis.site.checks.result import OK, WARNING, WRONG, CheckResult
from majlis.site.command_database import running_database, set_up_django
from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError

__all__ = ["OK", "WARNING", "WRONG", "CheckResult", "run_checks"]


def run_checks(configuration: Configuration) -> Iterator[CheckResult]:
    """Run all checks, from the machine to the files; yield one result for each."""
    yield CheckResult(
        "settings", OK, f"all settings are valid; {_check_installation(configuration)}"
    )
    yield from machine.check_machine(configuration)
    try:
        with running_database(configuration) as running:
            set_up_django(configuration)
            yield from database.check_database(configuration)
            yield from operation.check_operation(configuration, running)
    except SiteError as error:
        yield CheckResult("database", WRONG, str(error), "Correct this problem, then check again.")


def _check_installation(configuration: Configuration) -> str:
    return f"{'a demonstration' if configuration.demo else 'a real site'} in {configuration.folder}"
