"""The page "Operation" of administrators: how the site is, from its version to its last backup."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, override

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.queues import Queue
from majlis.kit.columns import Column, page_table
from majlis.kit.page import Page
from majlis.look import formats, parts
from majlis.look.templatetags.look import moment, number, page_language
from majlis.site import operation_figures
from majlis.site.checks import database, machine, operation
from majlis.site.checks.result import OK, WRONG, CheckResult
from majlis.site.configuration import Configuration, load_configuration
from majlis.site.operation_figures import QueueFigures, WorkerFigures
from majlis.site.readiness import readiness
from majlis.site.worker_processes import PROCESSES

StrOrPromise = str | Promise
TITLE = pgettext_lazy("page", "Operation")
QUEUE_NAMES: dict[str, StrOrPromise] = {
    Queue.MAIL.value: pgettext_lazy("queue of background work", "Email"),
    Queue.DEFAULT.value: pgettext_lazy("queue of background work", "Short work"),
    Queue.HEAVY.value: pgettext_lazy("queue of background work", "Long work"),
}


@dataclass(frozen=True)
class QueueRow:
    """A queue of the table."""

    name: StrOrPromise
    figures: QueueFigures


class Operation(Page):
    """What an operator looks at: version, database, queues, workers, storage, mail, backup, failed checks."""

    template_name = "site/operation.html"
    title = TITLE
    lead = _("Version, background work, storage, email and backup of this site.")
    permission = "site.view_operation"
    queue_columns = (
        Column[QueueRow]("queue", pgettext_lazy("background work", "Queue"), lambda row: row.name),
        Column[QueueRow](
            "waiting",
            pgettext_lazy("background work", "Waiting"),
            lambda row: number(row.figures.waiting),
            number=True,
        ),
        Column[QueueRow](
            "running",
            pgettext_lazy("background work", "In progress"),
            lambda row: number(row.figures.running),
            number=True,
        ),
        Column[QueueRow](
            "late",
            pgettext_lazy("background work", "Late"),
            lambda row: number(row.figures.late),
            number=True,
        ),
        Column[QueueRow](
            "failed",
            pgettext_lazy("background work", "Failed since yesterday"),
            lambda row: number(row.figures.failed),
            number=True,
        ),
    )
    worker_columns = (
        Column[WorkerFigures](
            "worker",
            pgettext_lazy("background work", "Process"),
            lambda row: parts.Cell(row.label, language="en"),
        ),
        Column[WorkerFigures](
            "queues",
            pgettext_lazy("background work", "Queues"),
            lambda row: queue_names(row.queues),
        ),
        Column[WorkerFigures](
            "seen",
            pgettext_lazy("background work", "Last sign of activity"),
            lambda row: last_seen(row.age),
        ),
    )
    check_columns = (
        Column[CheckResult](
            "check",
            pgettext_lazy("operation of the site", "Check"),
            lambda row: parts.Cell(row.name, language="en"),
        ),
        Column[CheckResult](
            "problem",
            pgettext_lazy("operation of the site", "Problem"),
            lambda row: parts.Cell(row.what, language="en"),
        ),
        Column[CheckResult](
            "solution",
            pgettext_lazy("operation of the site", "Solution"),
            lambda row: parts.Cell(row.mend, language="en"),
        ),
    )

    @cached_property
    def configuration(self) -> Configuration:
        """The settings of the site."""
        return load_configuration()

    @cached_property
    def workers(self) -> list[WorkerFigures]:
        """The processes of the worker."""
        return operation_figures.worker_figures(self.configuration)

    def failed_checks(self) -> list[CheckResult]:
        """The checks that found a problem, of those that take no time."""
        return [check for check in self._checks() if check.state != OK]

    def _checks(self) -> Iterator[CheckResult]:
        yield machine.disk(self.configuration)
        yield machine.folder(self.configuration)
        yield machine.clock(time.time())
        yield database.extensions()
        yield database.database_clock()
        if "migrations" in readiness.missing():
            yield CheckResult(
                "migrations",
                WRONG,
                "the tables do not match this release",
                "Start the site with make up, which changes them.",
            )
        yield operation.backups(self.configuration)
        yield operation.incidents(self.configuration.folder)
        for worker in self.workers:
            yield operation.heartbeat(PROCESSES[worker.name], worker.age)

    def site_facts(self) -> list[parts.Fact]:
        """Version, start and database."""
        figures = operation_figures.database_figures()
        return [
            parts.Fact(
                pgettext_lazy("operation of the site", "Version"), operation_figures.release()
            ),
            parts.Fact(
                pgettext_lazy("operation of the site", "Running since"),
                moment_or_none(operation_figures.running_since(self.configuration)),
            ),
            parts.Fact(
                pgettext_lazy("operation of the site", "Database"),
                f"PostgreSQL {figures.version}",
                note=filesizeformat(figures.size),
            ),
            parts.Fact(
                _("Connections to the database"),
                _("%(used)s of %(most)s")
                % {"used": number(figures.connections), "most": number(figures.max_connections)},
            ),
            parts.Fact(
                pgettext_lazy("operation of the site", "Last backup"),
                moment_or_none(operation_figures.last_backup_at()),
            ),
        ]

    def storage_facts(self) -> list[parts.Fact]:
        """The disk and the files."""
        disk = operation_figures.disk_figures(self.configuration)
        files = operation_figures.file_figures()
        return [
            parts.Fact(
                _("Free disk space"),
                _("%(used)s of %(most)s")
                % {"used": filesizeformat(disk.free), "most": filesizeformat(disk.size)},
            ),
            parts.Fact(
                pgettext_lazy("operation of the site", "Stored files"),
                number(files.number),
                note=filesizeformat(files.size),
            ),
        ]

    def mail_facts(self) -> list[parts.Fact]:
        """The mail server and the emails."""
        figures = operation_figures.mail_figures()
        outbox = parts.Fact(
            pgettext_lazy("outgoing mail", "Outbox"), number(figures.outbox), reverse("outbox")
        )
        server = (
            pgettext_lazy("operation of the site", "Not configured")
            if settings.MAJLIS_OUTBOX
            else pgettext_lazy("operation of the site", "Configured")
        )
        return [
            parts.Fact(pgettext_lazy("operation of the site", "Mail server"), server),
            parts.Fact(pgettext_lazy("email", "Waiting"), number(figures.waiting)),
            parts.Fact(pgettext_lazy("email", "Failed since yesterday"), number(figures.failed)),
            parts.Fact(pgettext_lazy("email", "Last sent"), moment_or_none(figures.last_sent)),
            *([outbox] if settings.MAJLIS_OUTBOX else []),
        ]

    @override
    def get_context_data(self) -> dict[str, Any]:
        queues = [
            QueueRow(QUEUE_NAMES.get(name, name), figures)
            for name, figures in operation_figures.queue_figures().items()
        ]
        failed = self.failed_checks()
        return {
            **super().get_context_data(),
            "site_facts": self.site_facts(),
            "queues": page_table(self.queue_columns, queues, _("Queues of background work")),
            "workers": page_table(
                self.worker_columns,
                self.workers,
                pgettext_lazy("operation of the site", "Worker processes"),
            ),
            "storage_facts": self.storage_facts(),
            "mail_facts": self.mail_facts(),
            "checks": page_table(
                self.check_columns, failed, pgettext_lazy("operation of the site", "Checks")
            )
            if failed
            else None,
        }


def queue_names(queues: Sequence[Queue]) -> str:
    """The names of some queues, as a list."""
    separator = formats.list_separator(page_language())
    return separator.join(str(QUEUE_NAMES[queue.value]) for queue in queues)


def moment_or_none(value: datetime | None) -> StrOrPromise:
    """A moment; the word for none without one."""
    return moment(value) if value is not None else pgettext_lazy("no date", "None")


def last_seen(age: float | None) -> StrOrPromise:
    """When a process gave its last sign of activity. ``age``: seconds since then."""
    return moment_or_none(None if age is None else timezone.now() - timedelta(seconds=age))
