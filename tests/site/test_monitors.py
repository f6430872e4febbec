"""What monitors ask for: whether the process answers, whether it is ready, and the metrics."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.tasks import TaskResultStatus
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from majlis.commons.search.tasks import rebuild
from majlis.kernel.models import StoredFile
from majlis.kernel.queues import Queue
from majlis.site import readiness as readiness_module
from majlis.site.heartbeats import write_heartbeat
from majlis.site.incidents import IncidentKind, record_incident
from majlis.site.operation_figures import FAILURE_PERIOD, mail_figures, queue_figures
from majlis.site.readiness import Readiness, applied_migrations, expected_migrations
from majlis.site.request_statistics import RequestStatistics, empty_folder, read_totals
from majlis.site.tasks import tidy_up
from majlis.site.worker_processes import PROCESSES
from tests.site.site_process import ROOT
from tests.site.test_log_lines import logged
from tests.support.tasks import DATABASE_TASKS

MONITORS = ("/healthz", "/readyz", "/metrics")
TOKEN = "a token for tests only, of no use elsewhere"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Readiness:
    """A process that was asked for nothing yet."""
    made = Readiness()
    monkeypatch.setattr("majlis.site.monitors.readiness", made)
    monkeypatch.setattr("majlis.site.metrics.readiness", made)
    return made


def test_the_health_of_a_process_needs_no_database() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", MONITORS)
def test_monitors_get_no_cookie_no_redirect_and_no_line_in_the_log(path: str) -> None:
    """Whatever the name of the host: monitors ask by the address of a machine."""
    with logged() as lines:
        answer = Client().get(path, headers={"host": "10.11.12.13:8000", "accept-language": "ar"})
    assert answer.status_code == 200
    assert not answer.cookies and answer["Cache-Control"] == "no-store"
    assert lines == []
    assert Client().post(path).status_code == 405


# Ready.


@pytest.mark.django_db
def test_the_migrations_of_this_code_are_those_that_django_would_apply() -> None:
    assert not MigrationExecutor(connection).migration_plan(
        MigrationExecutor(connection).loader.graph.leaf_nodes()
    )
    assert expected_migrations() <= applied_migrations()
    assert {"kernel", "site", "auth", "account"} <= {app for app, _name in expected_migrations()}


@pytest.mark.django_db
def test_a_process_is_ready() -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "missing": []}


def unreachable() -> Any:
    raise psycopg.OperationalError("connection refused for role majlis_app with password hunter2")


def slow() -> Any:
    time.sleep(1)
    return expected_migrations()


def without_one() -> Any:
    return expected_migrations() - {max(expected_migrations())}


def without_tables() -> Any:
    raise psycopg.errors.UndefinedTable


@pytest.mark.parametrize(
    ("applied", "missing"),
    [
        (unreachable, "database"),
        (slow, "database"),
        (without_one, "migrations"),
        (without_tables, "migrations"),
    ],
)
def test_what_is_missing_is_said_and_no_more(
    applied: Any, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness_module, "applied_migrations", applied)
    monkeypatch.setattr(readiness_module, "DATABASE_SECONDS", 0.1)
    with logged() as lines:
        answer = Client().get("/readyz")
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert answer.json() == {"ready": False, "missing": [missing]}
    assert lines == []


def test_a_release_that_is_older_than_the_database_is_ready(
    fresh: Readiness, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = expected_migrations() | {("site", "0999_of_the_next_release")}
    monkeypatch.setattr(readiness_module, "applied_migrations", lambda: newer)
    assert fresh.missing() == ()


def test_a_folder_of_files_that_cannot_be_written_is_missing(
    fresh: Readiness, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(readiness_module, "applied_migrations", expected_migrations)
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path)
    settings.MAJLIS_FILES = tmp_path / "files" / "not there yet"
    assert fresh.missing() == ("files",)


def test_strangers_that_ask_often_cost_one_question(
    fresh: Readiness, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(readiness_module, "applied_migrations", lambda: asked.append(1) or slow())
    monkeypatch.setattr(readiness_module, "DATABASE_SECONDS", 0.01)
    assert [fresh.missing() for _ in range(20)] == [("database",)] * 20
    monkeypatch.setattr(readiness_module, "KEPT_SECONDS", 0.0)
    assert fresh.missing() == ("database",)  # the first question still waits: no second one
    assert len(asked) == 1


# Who may read the metrics.


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers", "admitted"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("10.1.2.3", {}, True),
        ("192.0.2.7", {}, False),
        ("", {}, False),
        # Passed on by the proxy on this machine.
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.7"}, False),
        ("127.0.0.1", {"x-forwarded-for": "10.1.2.3"}, True),
        # Forged by the visitor, who is behind the proxy.
        ("127.0.0.1", {"x-forwarded-for": "10.1.2.3, 192.0.2.7"}, False),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, False),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.9"}, False),
        ("127.0.0.1", {"x-forwarded-for": "unknown"}, False),
        # A proxy that does not name the visitor.
        ("127.0.0.1", {"via": "1.1 proxy"}, False),
        ("127.0.0.1", {"x-real-ip": "10.1.2.3"}, False),
        ("10.1.2.3", {"x-forwarded-for": "10.1.2.3"}, False),  # no trusted proxy
        # With the token, from anywhere.
        ("192.0.2.7", {"authorization": f"Bearer {TOKEN}"}, True),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.7", "authorization": f"Bearer {TOKEN}"}, True),
        ("192.0.2.7", {"authorization": f"Bearer {TOKEN}x"}, False),
        ("192.0.2.7", {"authorization": "Bearer "}, False),
        ("192.0.2.7", {"authorization": "Bearer \u00e9"}, False),
    ],
)
def test_who_may_read_the_metrics(
    settings: Any, address: str, headers: dict[str, str], admitted: bool
) -> None:
    settings.MAJLIS_PROXIES = (ip_network("127.0.0.0/8"), ip_network("::1"))
    settings.MAJLIS_METRICS_FROM = (*settings.MAJLIS_PROXIES, ip_network("10.0.0.0/8"))
    settings.MAJLIS_METRICS_TOKEN = TOKEN
    answer = Client().get("/metrics", headers=headers, REMOTE_ADDR=address)
    assert answer.status_code == (200 if admitted else 403)
    assert (b"majlis_" in answer.content) is admitted


@pytest.mark.django_db
def test_without_a_token_in_the_settings_no_token_is_right(settings: Any) -> None:
    settings.MAJLIS_METRICS_TOKEN = ""
    answer = Client().get("/metrics", headers={"authorization": "Bearer "}, REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 403


# What they say.


def read_metrics() -> dict[str, float]:
    """Name and labels of each sample -> its value."""
    text = Client().get("/metrics").content.decode()
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.django_db
def test_the_metrics_are_read_from_the_database_and_the_machine(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = DATABASE_TASKS
    now = timezone.now()
    for _ in range(3):
        tidy_up.enqueue()
    rebuild.enqueue()
    first, second, third = DBTaskResult.objects.filter(queue_name="default")
    DBTaskResult.objects.filter(pk=first.pk).update(enqueued_at=now - timedelta(hours=1))
    DBTaskResult.objects.filter(pk=second.pk).update(
        status=TaskResultStatus.RUNNING, started_at=now - timedelta(minutes=20)
    )
    DBTaskResult.objects.filter(pk=third.pk).update(
        status=TaskResultStatus.FAILED, finished_at=now, exception_class_path="builtins.KeyError"
    )
    StoredFile.objects.create(sha256="0" * 64, size=123, media_type="text/plain")
    monkeypatch.setattr("majlis.site.operation_figures.last_backup_at", lambda: now)
    Client().get("/en/about/")
    read = read_metrics()
    expected = {
        "majlis_database_up": 1,
        "majlis_tasks_waiting default": 1,
        "majlis_tasks_running default": 1,
        "majlis_tasks_failed default": 1,
        "majlis_tasks_late default": 1,
        "majlis_tasks_waiting heavy": 1,
        "majlis_tasks_late heavy": 0,
        "majlis_tasks_waiting mail": 0,
        "majlis_emails_waiting": 0,
        "majlis_files": 1,
        "majlis_files_bytes": 123,
        "majlis_live_followers": 0,
        "majlis_last_backup_time_seconds": pytest.approx(now.timestamp()),
    }
    assert {name: read.get(name) for name in expected} == expected
    assert 3600 <= read["majlis_tasks_oldest_wait_seconds default"] < 3700
    assert 1200 <= read["majlis_tasks_oldest_run_seconds default"] < 1300
    assert read["majlis_tasks_oldest_run_seconds heavy"] == 0
    assert read["majlis_database_size_bytes"] > 1_000_000
    assert 0 < read["majlis_database_connections"] < read["majlis_database_connections_max"]
    assert 0 < read["majlis_disk_free_bytes"] < read["majlis_disk_size_bytes"]
    assert read["majlis_request_duration_seconds_count about 2xx"] >= 1


@pytest.mark.django_db
def test_before_the_first_backup_an_alarm_about_the_last_one_can_be_raised(settings: Any) -> None:
    settings.MAJLIS_BACKUP_TO = ""
    assert "majlis_last_backup_time_seconds" not in read_metrics()
    settings.MAJLIS_BACKUP_TO = "/backups"
    assert read_metrics()["majlis_last_backup_time_seconds"] == 0


@pytest.mark.django_db
def test_the_manual_names_the_metrics_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr("majlis.site.operation_figures.last_backup_at", lambda: now)
    monkeypatch.setattr("majlis.site.operation_figures.running_since", lambda _configuration: now)
    text = Client().get("/metrics").content.decode()
    there = {family.name for family in text_string_to_metric_families(text)}
    manual = (ROOT / "docs/explanation/watching.md").read_text(encoding="utf-8")
    _intro, table, alarms, _rest = re.split(r"\n## (?:Metrics|Alarms|Logs)\n", manual)
    assert set(re.findall(r"`(majlis_\w+)", table)) == there
    assert {name.removesuffix("_count") for name in re.findall(r"majlis_\w+", alarms)} <= there


@pytest.mark.django_db
def test_the_metrics_of_a_failure_end_after_a_day(settings: Any) -> None:
    settings.TASKS = DATABASE_TASKS
    tidy_up.enqueue()
    DBTaskResult.objects.update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now() - FAILURE_PERIOD
    )
    assert queue_figures()["default"].failed == 0


@pytest.mark.django_db
def test_mail_that_waits_has_failed_or_was_sent(settings: Any) -> None:
    from majlis.commons.notices.models import Mailing
    from majlis.commons.notices.tasks import deliver
    from tests.support.people import person

    settings.TASKS = DATABASE_TASKS
    now = timezone.now()
    deliver.enqueue()  # the periodic task is no email
    user = person("delegate")
    Mailing.objects.create(user=user)
    Mailing.objects.create(user=user, trouble="SMTPServerDisconnected")
    Mailing.objects.create(user=user, done_at=now, sent=True)
    Mailing.objects.create(user=user, done_at=now, trouble="refused for fourteen days")
    figures = mail_figures()
    assert (figures.waiting, figures.failed, figures.outbox) == (2, 2, 0)
    assert figures.last_sent == now
    assert DBTaskResult.objects.get().queue_name == Queue.MAIL.value


@pytest.mark.django_db
def test_the_signs_of_life_of_the_worker_and_incidents_are_in_the_metrics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAJLIS_DATA", str(tmp_path))
    (tmp_path / "demo").mkdir()
    write_heartbeat(PROCESSES["worker"].heartbeat_file(tmp_path / "demo"))
    record_incident(tmp_path / "demo", IncidentKind.DISK_FULL, "The disk is full.")
    read = read_metrics()
    assert read["majlis_incidents disk_full"] == 1
    assert read["majlis_incidents process_hung"] == 0
    assert 0 <= read["majlis_worker_heartbeat_age_seconds worker"] < 60
    assert "majlis_worker_heartbeat_age_seconds heavy_worker" not in read


def test_without_the_database_the_metrics_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness_module, "applied_migrations", unreachable)
    read = read_metrics()
    assert read["majlis_database_up"] == 0
    assert "majlis_files" not in read and "majlis_disk_free_bytes" in read


# Requests are counted over all processes.


@pytest.fixture
def two_processes(tmp_path: Path) -> tuple[RequestStatistics, RequestStatistics]:
    """Two processes of the server, which save their counts in one folder."""
    folder = tmp_path / "statistics"
    empty_folder(folder)
    first, second = RequestStatistics(), RequestStatistics()
    first.begin_saving(folder, lambda: 3)
    second.begin_saving(folder, lambda: 4)
    return first, second


def test_it_does_not_matter_which_process_is_asked(
    two_processes: tuple[RequestStatistics, RequestStatistics],
) -> None:
    first, second = two_processes
    first.count("home", 200, 0.01)
    first.count("home", 200, 20.0)
    second.count("home", 200, 0.2)
    second.count("about", 503, 0.05)
    second.save()
    totals = first.totals()
    assert totals.rows["home", "2xx"] == [1, 0, 1, 0, 0, 0, 0, 0, 1, pytest.approx(20.21)]
    assert totals.rows["about", "5xx"][0] == 1
    assert totals.followers == 7
    assert second.totals() == totals


def test_what_is_counted_never_falls_whoever_is_asked(
    two_processes: tuple[RequestStatistics, RequestStatistics],
) -> None:
    first, second = two_processes
    seen = []
    for _ in range(3):
        first.count("home", 200, 0.01)
        second.count("home", 200, 0.01)
        for process in (first, second, first):
            seen.append(process.totals().rows["home", "2xx"][0])
    assert seen == sorted(seen) and seen[-1] == 6


def test_a_process_that_ended_still_counts_but_is_followed_by_nobody(
    two_processes: tuple[RequestStatistics, RequestStatistics], tmp_path: Path
) -> None:
    two_processes[0].count("home", 200, 0.01)
    two_processes[0].save()
    (file,) = (tmp_path / "statistics").glob("*.json")
    file.rename(file.with_name("4999999-gone.json"))
    totals = read_totals(tmp_path / "statistics")
    assert totals.rows["home", "2xx"][0] == 1 and totals.followers == 0


def test_a_full_disk_stops_no_request(
    two_processes: tuple[RequestStatistics, RequestStatistics], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = two_processes[0]
    first.count("home", 200, 0.01)
    first.save()

    def full(*_: Any, **__: Any) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        first.count("home", 200, 0.01)
        assert first.totals().rows["home", "2xx"][0] == 1
    assert first.totals().rows["home", "2xx"][0] == 2
