"""The metrics of the site, in the text format of Prometheus.

What is counted comes from all processes of the server together (``request_statistics.py``); all else is read from
the database and the machine when it is asked for. So it does not matter which process answers.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from itertools import accumulate
from typing import override

import django
from django.conf import settings
from django.db import Error
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from majlis.site import operation_figures
from majlis.site.configuration import Configuration, load_configuration
from majlis.site.incidents import incident_counts
from majlis.site.readiness import readiness
from majlis.site.request_statistics import BUCKETS, RequestTotals, statistics


def metrics_text() -> bytes:
    """All metrics as text."""
    registry = CollectorRegistry()
    registry.register(SiteCollector(load_configuration()))
    return generate_latest(registry)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"majlis_{name}", meaning, value=value)


class SiteCollector(Collector):
    """Reads all metrics. Without the database, only those that need none."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration

    @override
    def collect(self) -> Iterator[Metric]:
        yield from self._process_metrics()
        is_up = "database" not in readiness.missing()
        metrics: list[Metric] = []
        if is_up:
            try:
                metrics = [*self._database_metrics()]
            except Error:
                is_up = False
        yield _gauge("database_up", "1 if the database answers.", is_up)
        yield from metrics

    def _process_metrics(self) -> Iterator[Metric]:
        build = GaugeMetricFamily(
            "majlis_build", "The versions in use.", labels=["version", "python", "django"]
        )
        build.add_metric(
            [operation_figures.release(), platform.python_version(), django.get_version()], 1
        )
        yield build
        if since := operation_figures.running_since(self.configuration):
            yield _gauge(
                "start_time_seconds", "When the site was started (Unix time).", since.timestamp()
            )
        disk = operation_figures.disk_figures(self.configuration)
        yield _gauge("disk_free_bytes", "Free space on the disk of the data folder.", disk.free)
        yield _gauge("disk_size_bytes", "Size of the disk of the data folder.", disk.size)
        heartbeats = GaugeMetricFamily(
            "majlis_worker_heartbeat_age_seconds",
            "Seconds since the last sign of life of a process of the worker.",
            labels=["worker"],
        )
        for worker in operation_figures.worker_figures(self.configuration):
            if worker.age is not None:
                heartbeats.add_metric([worker.name], worker.age)
        yield heartbeats
        totals = statistics.totals()
        yield _gauge("live_followers", "Streams of live pages that are open.", totals.followers)
        yield request_histogram(totals)
        incidents = GaugeMetricFamily(
            "majlis_incidents",
            "Faults of the last day that were survived, by kind.",
            labels=["kind"],
        )
        for kind, count in incident_counts(self.configuration.folder).items():
            incidents.add_metric([kind.value], count)
        yield incidents

    def _database_metrics(self) -> Iterator[Metric]:
        yield from queue_metrics(operation_figures.queue_figures())
        mail = operation_figures.mail_figures()
        yield _gauge("emails_waiting", "Emails that wait to be sent.", mail.waiting)
        yield _gauge("emails_failed", "Emails that failed in the last day.", mail.failed)
        yield _gauge("emails_outbox", "Emails in the outbox, without a server.", mail.outbox)
        files = operation_figures.file_figures()
        yield _gauge("files", "Stored files.", files.number)
        yield _gauge("files_bytes", "Size of all stored files.", files.size)
        database = operation_figures.database_figures()
        yield _gauge("database_size_bytes", "Size of the database.", database.size)
        yield _gauge("database_connections", "Connections in use.", database.connections)
        yield _gauge(
            "database_connections_max", "Connections that may be used.", database.max_connections
        )
        backup = operation_figures.last_backup_at()
        if backup is not None or settings.MAJLIS_BACKUP_TO:
            yield _gauge(
                "last_backup_time_seconds",
                "When the last scheduled backup was complete (Unix time); 0 before the first.",
                backup.timestamp() if backup is not None else 0.0,
            )


def queue_metrics(figures: dict[str, operation_figures.QueueFigures]) -> Iterator[Metric]:
    """The metrics of the queues of tasks."""
    names = {
        "waiting": ("tasks_waiting", "Tasks that wait."),
        "running": ("tasks_running", "Tasks that run."),
        "failed": ("tasks_failed", "Tasks that failed in the last day."),
        "late": ("tasks_late", "Tasks that have waited too long."),
        "oldest_wait": (
            "tasks_oldest_wait_seconds",
            "How long the first waiting task has waited.",
        ),
        "oldest_run": ("tasks_oldest_run_seconds", "How long the first running task has run."),
    }
    for attribute, (name, meaning) in names.items():
        gauge = GaugeMetricFamily(f"majlis_{name}", meaning, labels=["queue"])
        for queue, row in figures.items():
            gauge.add_metric([queue], getattr(row, attribute))
        yield gauge


def request_histogram(totals: RequestTotals) -> HistogramMetricFamily:
    """The number of requests and their durations, by kind of page and class of status."""
    histogram = HistogramMetricFamily(
        "majlis_request_duration_seconds",
        "Requests by kind of page (the name of its address) and class of status.",
        labels=["page", "status"],
    )
    limits = [*(str(limit) for limit in BUCKETS), "+Inf"]
    for (page, status), (*counts, seconds) in sorted(totals.rows.items()):
        buckets = list(zip(limits, accumulate(counts), strict=True))
        histogram.add_metric([page, status], buckets, seconds)
    return histogram
