"""Work of a command that root gave, done as the account of the site."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from majlis.kernel.json_types import JSON
from majlis.site import parent_death
from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError
from majlis.site.fingerprint import PACKAGE_FOLDER
from majlis.site.postgres import binaries_folder
from majlis.site.system_account import become_site_account


def become_account_of(configuration: Configuration, *, create: bool = True) -> list[Path]:
    """If this process is root's, become the account of the site for good; return the folders opened for that.

    The folder of the site, and one for uploaded files elsewhere, are created. Without ``create``, root stays
    root where there is no site with a database of its own. Raises SiteError.
    """
    if os.geteuid() != 0:
        return []
    if not create and configuration.own_cluster and not configuration.folder.is_dir():
        return []
    needed = [PACKAGE_FOLDER, Path(sys.executable), Path(sys.executable).resolve()]
    if configuration.own_cluster:
        needed.append(binaries_folder(configuration.postgres_programs))
    try:
        return become_site_account(configuration.folder, needed, configuration.given_files)
    except OSError as error:
        raise SiteError(
            f"The site cannot run as root: {error}.", "Run the command as another user."
        ) from error


def run_as_site_account(configuration: Configuration, work: Callable[[], JSON]) -> JSON:
    """The result of ``work``. Under root it is done in a process that becomes the account of the site.

    Open files are passed on. Raises SiteError, also if ``work`` does.
    """
    if os.geteuid() != 0:
        return work()
    answer, report = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(answer)
        _do_and_report(configuration, work, report)
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


def _do_and_report(configuration: Configuration, work: Callable[[], JSON], report: int) -> NoReturn:
    """Become the account, do the work, write its result as JSON, and end."""
    code = 1
    try:
        try:
            become_account_of(configuration)
            parent_death.end_with_parent()  # a change of account would end this tie
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
