"""Work of a command that root gave, done in a process that becomes the account of the site."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

from majlis.kernel.json_types import JSON
from majlis.site import parent_death
from majlis.site.errors import SiteError
from majlis.site.system_account import become_site_account


def run_as_site_account(
    folder: Path, work: Callable[[], JSON], needed: Iterable[Path] = ()
) -> JSON:
    """The result of ``work``. Under root it is done in a process that becomes the account of a site's folder.

    ``needed``: files and folders that the account must be able to reach. Open files are passed on. Raises
    SiteError, also if ``work`` does.
    """
    if os.geteuid() != 0:
        return work()
    answer, report = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(answer)
        _do_and_report(folder, work, needed, report)
    os.close(report)
    try:
        with os.fdopen(answer, encoding="utf-8") as lines:
            reported = lines.read()
    finally:
        os.waitpid(child, 0)
    if not reported:
        raise SiteError("The process that did the work ended.", "Run the command again.")
    result = json.loads(reported)
    if "problem" in result:
        raise SiteError(result["problem"], result["mend"])
    done: JSON = result["done"]
    return done


def _do_and_report(
    folder: Path, work: Callable[[], JSON], needed: Iterable[Path], report: int
) -> NoReturn:
    """Become the account, do the work, write its result as JSON, and end."""
    code = 1
    try:
        parent_death.end_with_parent()
        try:
            become_site_account(folder, needed)
            parent_death.end_with_parent()  # the change of account has ended the first tie
            result: dict[str, JSON] = {"done": work()}
        except SiteError as error:
            result = {"problem": error.problem, "mend": error.mend}
        except OSError as error:
            result = {"problem": f"The command failed: {error}.", "mend": ""}
        with os.fdopen(report, "w", encoding="utf-8") as lines:
            json.dump(result, lines)
        code = 0
    finally:
        os._exit(code)
