"""The clock, the worker, marks, rights and checks, each for itself."""

from __future__ import annotations

import errno
import os
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from majlis.commons.search.tasks import rebuild
from majlis.kernel.models import TaskProgress
from majlis.kernel.queues import Queue
from majlis.parties.accounts.models import OneTimeLink
from majlis.site import (
    child_process,
    fingerprint,
    heartbeats,
    installation,
    logs,
    prepare,
    privileges,
    worker,
)
from majlis.site.checks import OK, WARNING, WRONG, database, machine, operation
from majlis.site.configuration import Configuration, load_configuration
from majlis.site.errors import SiteError
from majlis.site.heartbeats import STALE_SECONDS, LivenessObserver
from majlis.site.incidents import (
    IncidentKind,
    incident_counts,
    incident_file,
    recent_incidents,
    record_incident,
)
from majlis.site.lock import FolderLock
from majlis.site.models import Installation, PeriodicTask, WorkerHeartbeat
from majlis.site.periodic_tasks import TaskSchedule, enqueue_due_tasks, task_schedules
from majlis.site.tasks import tidy_up
from majlis.site.worker_processes import PROCESSES
from tests.support.people import person
from tests.support.tasks import DATABASE_TASKS

HOUR = timedelta(hours=1)
TABLE = (TaskSchedule("majlis.site.tasks.tidy_up", HOUR),)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Tasks wait in the database, as on a site that runs."""
    settings.TASKS = DATABASE_TASKS


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    return load_configuration({"MAJLIS_DATA": str(tmp_path), "MAJLIS_DEMO": "0"})


@pytest.mark.django_db
def test_a_periodic_task_is_put_once_each_time_and_a_long_pause_is_not_made_up_for() -> None:
    def enqueue(after: timedelta) -> list[str]:
        DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
        return enqueue_due_tasks(NOON + after, TABLE)

    assert enqueue(0 * HOUR) == [TABLE[0].path]
    assert enqueue(0 * HOUR) == []
    assert enqueue(HOUR - timedelta(seconds=1)) == []
    assert enqueue(HOUR) == [TABLE[0].path]
    assert enqueue(50 * HOUR) == [TABLE[0].path]
    assert enqueue(50 * HOUR) == []
    assert DBTaskResult.objects.count() == 3
    assert PeriodicTask.objects.get().due_at == NOON + 51 * HOUR


@pytest.mark.django_db
def test_a_periodic_task_that_still_waits_is_not_enqueued_again() -> None:
    assert enqueue_due_tasks(NOON, TABLE) == [TABLE[0].path]
    assert enqueue_due_tasks(NOON + HOUR, TABLE) == []
    assert PeriodicTask.objects.get().due_at == NOON + 2 * HOUR
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert enqueue_due_tasks(NOON + 2 * HOUR, TABLE) == [TABLE[0].path]


@pytest.mark.parametrize("each", task_schedules(), ids=lambda each: str(each.path))
def test_every_periodic_task_exists_and_comes_round(each: TaskSchedule) -> None:
    assert import_string(each.path).enqueue
    assert each.every >= timedelta(minutes=1)


def test_the_clock_knows_what_the_rooms_declare() -> None:
    known = {each.path for each in task_schedules()}
    assert {"majlis.site.tasks.tidy_up", "majlis.commons.notices.tasks.deliver"} <= known


@pytest.mark.django_db
def test_a_task_that_a_wrong_clock_has_put_off_is_enqueued_when_the_clock_is_right_again() -> None:
    assert enqueue_due_tasks(NOON + 10_000 * HOUR, TABLE) == [TABLE[0].path]
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    assert enqueue_due_tasks(NOON, TABLE) == [TABLE[0].path]
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    # The clocks of two machines differ by a little, which is no reason to enqueue it twice.
    assert enqueue_due_tasks(NOON - timedelta(seconds=2), TABLE) == []


@pytest.mark.django_db
def test_looking_for_due_tasks_costs_one_query(django_assert_num_queries: Any) -> None:
    enqueue_due_tasks(NOON)
    with django_assert_num_queries(1):
        assert enqueue_due_tasks(NOON) == []


@pytest.mark.django_db
def test_a_task_whose_worker_was_killed_is_put_back_and_given_up_in_the_end(
    tmp_path: Path,
) -> None:
    tidy_up.enqueue()
    elsewhere, own = Path("/elsewhere"), PROCESSES["worker"].queues
    for times in range(1, worker.MAX_STARTS + 1):
        task = DBTaskResult.objects.get()
        assert task.status == TaskResultStatus.READY
        task.claim(f"{worker.worker_name(tmp_path)}:{times}")
        assert worker.requeue_own_tasks(elsewhere, own) == (0, 0)
        assert worker.requeue_own_tasks(tmp_path, PROCESSES["heavy_worker"].queues) == (0, 0)
        result = worker.requeue_own_tasks(tmp_path, own)
        assert result == ((1, 0) if times < worker.MAX_STARTS else (0, 1))
    task = DBTaskResult.objects.get()
    assert task.status == TaskResultStatus.FAILED
    assert f"{worker.MAX_STARTS} times" in task.traceback
    assert worker.requeue_own_tasks(tmp_path, own) == (0, 0)
    counts = incident_counts(tmp_path)
    assert counts[IncidentKind.TASKS_REQUEUED] == worker.MAX_STARTS


@pytest.fixture
def monotonic(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that a test sets, in place of that by which processes watch one another."""
    now = [1000.0]
    monkeypatch.setattr(heartbeats.time, "monotonic", lambda: now[0])
    return now


@pytest.mark.django_db
def test_a_task_of_a_machine_that_does_not_return_is_put_back(
    tmp_path: Path, monotonic: list[float]
) -> None:
    tidy_up.enqueue()
    task = DBTaskResult.objects.get()
    task.claim("elsewhere:1")
    watching = LivenessObserver()

    def look(seconds: float, beats: bool) -> tuple[int, int]:
        until = monotonic[0] + seconds
        found = (0, 0)
        while monotonic[0] < until:
            monotonic[0] += 15
            if beats:
                worker.save_heartbeat("elsewhere:1", PROCESSES["worker"])
                WorkerHeartbeat.objects.update(
                    seen_at=NOON + timedelta(seconds=monotonic[0])  # whatever its clock says
                )
            requeued, failed = worker.requeue_tasks_of_gone_workers(watching, tmp_path)
            found = (found[0] + requeued, found[1] + failed)
        return found

    assert look(600, beats=True) == (0, 0)
    monotonic[0] += 3600  # the database was away, for all
    assert look(45, beats=False) == (0, 0)
    assert look(45, beats=False) == (1, 0)
    assert not DBTaskResult.objects.running().exists()


@pytest.mark.django_db
def test_a_worker_of_the_release_before_lives_while_its_task_goes_on(
    tmp_path: Path, monotonic: list[float]
) -> None:
    tidy_up.enqueue()
    task = DBTaskResult.objects.get()
    task.claim("elsewhere:1")
    TaskProgress.objects.create(task=task, seen_at=NOON)
    watching = LivenessObserver()

    def look(times: int, goes_on: bool) -> tuple[int, int]:
        found = (0, 0)
        for _ in range(times):
            monotonic[0] += 15
            if goes_on:
                TaskProgress.objects.update(seen_at=NOON + timedelta(seconds=monotonic[0]))
            requeued, failed = worker.requeue_tasks_of_gone_workers(watching, tmp_path)
            found = (found[0] + requeued, found[1] + failed)
        return found

    assert look(20, goes_on=True) == (0, 0)
    assert look(6, goes_on=False) == (1, 0)


def test_who_runs_the_site_is_asked_without_following_what_stands_for_the_lock(
    tmp_path: Path,
) -> None:
    lock = FolderLock(tmp_path)
    assert lock.holder() is None
    lock.path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SiteError):
        lock.holder()
    lock.path.unlink()
    os.mkfifo(lock.path)  # root would wait for it without end
    assert lock.holder() is None


def test_copies_of_a_machine_have_workers_of_different_names(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    numbers = [worker._number_of_folder(folder) for folder in folders]
    assert numbers[0] != numbers[1]
    worker._number_of_folder.cache_clear()
    assert [worker._number_of_folder(folder) for folder in folders] == numbers
    assert (folders[0] / worker.FOLDER_NUMBER).read_text("ascii") == numbers[0]
    # No link is followed, and where nothing can be written the name holds for this process.
    (folders[1] / worker.FOLDER_NUMBER).unlink()
    (folders[1] / worker.FOLDER_NUMBER).symlink_to(tmp_path / "c")
    worker._number_of_folder.cache_clear()
    assert worker._number_of_folder(folders[1]) not in numbers and not (tmp_path / "c").exists()
    assert worker.worker_name(tmp_path / "missing") == worker.worker_name(tmp_path / "missing")


@pytest.mark.django_db
def test_a_check_tells_of_tasks_whose_worker_is_gone() -> None:
    tidy_up.enqueue()
    DBTaskResult.objects.get().claim("elsewhere:1")
    DBTaskResult.objects.update(started_at=timezone.now() - worker.LOST_AFTER)
    assert "worker ended" in operation.queue(up=HOUR).what
    worker.save_heartbeat("elsewhere:1", PROCESSES["worker"])
    assert operation.queue(up=HOUR).state == OK


@pytest.mark.django_db
def test_a_task_that_failed_with_the_database_is_tried_again_and_any_other_is_not() -> None:
    tidy_up.enqueue()
    task = DBTaskResult.objects.get()
    task.claim("here:1")
    task.set_failed(ValueError("a defect"))
    assert not worker.retry_after_outage(str(task.pk))
    for start in range(2, worker.MAX_STARTS + 1):
        task.claim(f"here:{start}")
        task.set_failed(OperationalError("the connection is lost"))
        assert worker.retry_after_outage(str(task.pk)) == (start < worker.MAX_STARTS)
        task.refresh_from_db()
        if start < worker.MAX_STARTS:
            assert task.status == TaskResultStatus.READY
            assert task.traceback == ""
            assert timezone.now() < task.run_after <= timezone.now() + worker.MAX_RETRY_PAUSE
    assert task.status == TaskResultStatus.FAILED


@pytest.mark.django_db
def test_a_task_that_a_worker_of_another_release_did_not_know_is_put_back() -> None:
    known, unknown, defect = (tidy_up.enqueue() for _ in range(3))
    rows = {each.id: DBTaskResult.objects.get(pk=each.id) for each in (known, unknown, defect)}
    for row in rows.values():
        row.claim("older:1")
    rows[known.id].set_failed(ModuleNotFoundError("No module named 'majlis.newer'"))
    rows[unknown.id].set_failed(ImportError("no such task"))
    DBTaskResult.objects.filter(pk=unknown.id).update(task_path="majlis.newer.tasks.sweep")
    rows[defect.id].set_failed(ValueError("a defect"))
    assert worker.requeue_unknown_tasks() == 1
    assert DBTaskResult.objects.get(status=TaskResultStatus.READY).pk == rows[known.id].pk
    DBTaskResult.objects.filter(pk=known.id).update(
        status=TaskResultStatus.FAILED,
        exception_class_path=worker.IMPORT_ERRORS[0],
        worker_ids=["older:1"] * worker.MAX_STARTS,
    )
    assert worker.requeue_unknown_tasks() == 0


class FailingWorker:
    """A worker whose database is away for some attempts; then a signal stops it."""

    def __init__(self, failures: list[Exception]) -> None:
        self.failures = failures
        self.running = True

    def run(self) -> None:
        """Fail, or end."""
        if self.failures:
            raise self.failures.pop()
        self.running = False


@pytest.mark.django_db
def test_the_worker_waits_for_its_database_without_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(worker.time, "sleep", pauses.append)
    failures: list[Exception] = [OperationalError("away") for _ in range(40)]
    failures.append(InterfaceError("the connection is closed"))
    own = [0]

    def requeue_own() -> None:
        own[0] += 1

    worker.run_tasks(cast("Any", FailingWorker(failures)), requeue_own, tmp_path)
    assert own == [42]  # after each return: what it ran is not running any more
    assert len(pauses) == 41 and max(pauses) <= worker.LONGEST_PAUSE
    assert incident_counts(tmp_path)[IncidentKind.DATABASE_AWAY] > 0


def test_a_chore_that_fails_holds_nothing_up_and_a_full_disk_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    error = worker.attempt(fail)
    assert "No space left on device" in capsys.readouterr().err
    assert error is not None
    worker.report_failure(tmp_path, error)
    worker.report_failure(tmp_path, ValueError("a defect"))
    worker.report_failure(tmp_path, OperationalError("away"))  # the thread of the tasks tells it
    counts = incident_counts(tmp_path)
    assert counts[IncidentKind.DISK_FULL] == counts[IncidentKind.CHORE_FAILED] == 1
    assert sum(counts.values()) == 2


def test_incidents_wait_while_they_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = incident_file(tmp_path)
    place.parent.mkdir()
    place.symlink_to(tmp_path / "elsewhere")  # refused, as anything that is not the file itself
    record_incident(tmp_path, IncidentKind.DATABASE_ENDED, "It ended. " * 100)
    assert recent_incidents(tmp_path) == []
    assert not (tmp_path / "elsewhere").exists()
    place.unlink()
    record_incident(tmp_path, IncidentKind.DATABASE_ENDED, "It ended again.")
    told = operation.incidents(tmp_path)
    assert told.state == WARNING
    assert "ends of the database: 2; the latest: It ended again." in told.what
    assert all(len(each.what) <= 300 for each in recent_incidents(tmp_path))
    with place.open("a") as file:
        file.write('{"at": 1}\nrubbish\n')
    assert len(recent_incidents(tmp_path)) == 2
    assert recent_incidents(tmp_path, -1) == []
    assert operation.incidents(tmp_path / "another").state == OK


def test_every_kind_of_incident_has_a_name() -> None:
    assert set(operation.INCIDENT_NAMES) == set(IncidentKind)


def test_a_change_of_the_clock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch, real = worker.ClockWatch(tmp_path), time.time
    watch.look()
    monkeypatch.setattr(worker.time, "time", lambda: real() - 7200)
    watch.look()
    watch.look()
    assert incident_counts(tmp_path, seconds=10_000)[IncidentKind.CLOCK_CHANGED] == 1


def test_a_full_log_is_turned_over_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MAX_LOG_SIZE", 100)
    place = tmp_path / "log" / "server.log"
    with logs.open_log(place) as log:
        for number in range(8):
            log.write(f"{number}".encode() * 120)
            log.flush()
            assert logs.turn_over(place)
            assert not logs.turn_over(place)
        log.write(b"the next line")
    assert place.read_bytes() == b"the next line"
    kept = sorted(path.name for path in place.parent.iterdir())
    assert kept == ["server.1.log", "server.2.log", "server.3.log", "server.4.log", "server.log"]
    assert place.with_suffix(".1.log").read_bytes() == b"7" * 120
    assert place.with_suffix(".4.log").read_bytes() == b"4" * 120
    monkeypatch.setattr(logs.shutil, "copyfile", _no_space)
    place.write_bytes(b"x" * 200)
    assert logs.turn_over(place)  # without room for a copy
    assert place.read_bytes() == b""


def _no_space(*_paths: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_that_is_a_link_is_not_opened(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("as it was")
    (tmp_path / "server.log").symlink_to(victim)
    with pytest.raises(OSError):
        logs.open_log(tmp_path / "server.log")
    assert victim.read_text() == "as it was"


def test_every_queue_is_taken_by_one_process() -> None:
    taken = [queue for process in PROCESSES.values() for queue in process.queues]
    assert sorted(taken) == sorted(Queue)


def test_a_process_without_a_heartbeat_is_noticed_whatever_the_clock_says(
    tmp_path: Path, monotonic: list[float]
) -> None:
    beat = PROCESSES["worker"].heartbeat_file(tmp_path)
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    child = child_process.ChildProcess("worker", command, tmp_path / "log", os.environ, beat)
    child.start()
    try:
        assert not child.hangs()
        monotonic[0] += STALE_SECONDS + 1
        assert child.hangs()
        heartbeats.write_heartbeat(beat)
        os.utime(
            beat, (1, 1)
        )  # a clock that was put back: it is another time than before, and that counts
        assert not child.hangs()
        monotonic[0] += STALE_SECONDS - 1
        assert not child.hangs()
        monotonic[0] += 2
        assert child.hangs()
    finally:
        child.kill()
        child.stop()
    assert not child.hangs()


def test_a_process_that_ends_again_and_again_is_started_again_without_limit(
    tmp_path: Path, monotonic: list[float]
) -> None:
    child = child_process.ChildProcess("server", ["/bin/true"], tmp_path / "log", os.environ)
    for _ in range(20):
        child.start()
        assert child.process is not None
        child.process.wait()
        child.note_end()
        assert child.due is not None
        assert child.due - monotonic[0] <= child_process.MAX_PAUSE
    assert child.pause == child_process.MAX_PAUSE


def test_a_sign_of_life_tells_its_age(tmp_path: Path) -> None:
    process = PROCESSES["heavy_worker"]
    beat = process.heartbeat_file(tmp_path)
    assert heartbeats.heartbeat_age(beat) is None
    heartbeats.write_heartbeat(beat)
    age = heartbeats.heartbeat_age(beat)
    assert age is not None
    assert age < 60
    long_ago = time.time() - 500
    os.utime(beat, (long_ago, long_ago))
    assert operation.heartbeat(process, heartbeats.heartbeat_age(beat)).state == WRONG
    assert operation.heartbeat(process, None).state == WRONG
    assert operation.heartbeat(process, 2.0).state == OK
    assert operation.heartbeat(process, 2.0).name == "heavy worker"


@pytest.mark.django_db
def test_a_database_of_the_other_kind_is_refused(configuration: Configuration) -> None:
    demonstration = replace(configuration, demo=True)
    installation.refuse_other_kind(demonstration)  # ours, and not marked yet: a start was cut short
    strangers = replace(demonstration, given_database_url="postgresql://a@db.example/b")
    with pytest.raises(SiteError, match="already contains tables"):
        installation.refuse_other_kind(strangers)
    installation.refuse_other_kind(configuration)
    installation.record_kind(configuration)
    installation.record_kind(configuration)
    assert [each.kind for each in Installation.objects.all()] == ["real"]
    installation.refuse_other_kind(configuration)
    with pytest.raises(SiteError, match="Data cannot be moved between the two"):
        installation.refuse_other_kind(demonstration)


@pytest.mark.django_db
def test_servers_with_another_secret_key_are_refused(configuration: Configuration) -> None:
    first, second = (replace(configuration, given_secret_key=letter * 40) for letter in "ab")
    installation.refuse_other_key(first)  # a new database
    installation.record_kind(first)
    installation.refuse_other_key(first)
    assert operation.secret_key(first).state == OK
    assert operation.secret_key(second).state == WRONG
    with pytest.raises(SiteError, match="MAJLIS_OLD_SECRET_KEYS"):
        installation.refuse_other_key(second)
    with pytest.raises(SiteError, match="another secret key"):
        installation.record_kind(second)  # started at the same moment, on an empty database
    installation.refuse_other_key(first)


@pytest.mark.django_db
def test_a_key_that_names_the_earlier_one_takes_its_place(configuration: Configuration) -> None:
    earlier = replace(configuration, given_secret_key="a" * 40)
    installation.record_kind(earlier)
    present = replace(
        configuration, given_secret_key="b" * 40, old_secret_keys=(earlier.given_secret_key,)
    )
    installation.refuse_other_key(present)
    installation.record_kind(present)
    installation.refuse_other_key(replace(present, old_secret_keys=()))
    with pytest.raises(SiteError, match="another secret key"):
        installation.refuse_other_key(earlier)


@pytest.mark.django_db
def test_the_key_itself_is_not_in_the_database(configuration: Configuration) -> None:
    installation.record_kind(replace(configuration, given_secret_key="a" * 40))
    stored = Installation.objects.get().key_fingerprint
    assert len(stored) == 64 and "aaaa" not in stored


@pytest.mark.django_db
def test_a_database_of_a_release_without_fingerprints_takes_any_key(
    configuration: Configuration,
) -> None:
    installation.record_kind(configuration)
    with connection.cursor() as cursor:
        cursor.execute("alter table site_installation drop column key_fingerprint")
    installation.refuse_other_key(replace(configuration, given_secret_key="b" * 40))
    with connection.cursor() as cursor:
        cursor.execute("drop table site_installation")
    installation.refuse_other_key(replace(configuration, given_secret_key="b" * 40))


def test_a_start_refuses_another_key_before_it_changes_anything(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    for name in ("refuse_other_kind", "refuse_other_key", "refuse_unreleased_register"):
        monkeypatch.setattr(installation, name, lambda *_, name=name: steps.append(name))

    def migrate() -> None:
        steps.append("migrate")
        raise SiteError("enough")

    monkeypatch.setattr(prepare, "_migrate", migrate)
    with pytest.raises(SiteError, match="enough"):
        prepare.prepare(configuration)
    assert "refuse_other_key" in steps[: steps.index("migrate")]


@pytest.mark.django_db
def test_a_register_of_an_unreleased_version_is_refused_in_one_sentence() -> None:
    installation.refuse_unreleased_register()
    with connection.cursor() as cursor:
        cursor.execute(f"create table {installation.UNRELEASED_TABLE} (id int)")
    with pytest.raises(SiteError, match="unreleased version.*Start with a new database"):
        installation.refuse_unreleased_register()


@pytest.mark.django_db
def test_the_applications_role_gets_all_tables_but_only_adds_to_the_audit(
    configuration: Configuration,
) -> None:
    external = replace(
        configuration,
        given_database_url="postgresql://probe@db.example/majlis",
        given_owner_url="postgresql://postgres@db.example/majlis",
    )
    with connection.cursor() as cursor:
        cursor.execute("create role probe")
        privileges.grant_privileges(external)
        cursor.execute("set local role probe")
        assert privileges.excess_privileges() == []
        cursor.execute("select count(*) from kernel_auditentry")
        for forbidden in (
            "update kernel_auditentry set verb = ''",
            "delete from kernel_auditentry",
            "truncate kernel_auditentry",
            "alter table kernel_auditentry disable trigger all",
            "drop trigger audit_is_append_only on kernel_auditentry",
            "create or replace function kernel_refuse_change() returns trigger "
            + "language plpgsql as 'begin return new; end'",
            "delete from django_migrations",
            "set session_replication_role = replica",
        ):
            with (
                pytest.raises(Exception, match=r"permission denied|must be owner"),
                transaction.atomic(),
            ):
                cursor.execute(forbidden)
        cursor.execute("reset role")


@pytest.mark.django_db
def test_one_role_for_everything_is_told_as_a_weakness(configuration: Configuration) -> None:
    assert privileges.excess_privileges()
    external = replace(configuration, given_database_url="postgresql://postgres@db.example/majlis")
    found = database.application_privileges(external)
    assert found.state == WARNING
    assert "DATABASE_OWNER_URL" in found.mend


@pytest.mark.django_db
def test_missing_tables_and_newer_tables_are_told() -> None:
    assert database.migrations().state == OK
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'site'")
    assert "steps still to be performed" in database.migrations().what
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) values ('site', '9999', now())"
        )
    found = database.migrations()
    assert found.state == WRONG
    assert "newer release" in found.what


@pytest.mark.django_db
def test_late_and_failed_tasks_are_told() -> None:
    assert operation.queue(up=operation.MAX_WAIT).state == OK
    tidy_up.enqueue()
    DBTaskResult.objects.update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now() - timedelta(hours=2)
    )
    assert operation.queue(up=operation.MAX_WAIT).state == WARNING
    tidy_up.enqueue()
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(
        enqueued_at=timezone.now() - HOUR
    )
    assert operation.queue(up=operation.MAX_WAIT).state == WRONG
    just_started = operation.queue(up=timedelta(minutes=1))
    assert just_started.state == WARNING and "was stopped" in just_started.what
    standing_still = operation.queue(up=None)
    assert standing_still.state == WARNING and "waiting for the site" in standing_still.what


@pytest.mark.django_db
def test_heavy_tasks_may_wait_for_one_another_and_none_runs_for_ever() -> None:
    rebuild.enqueue()
    long_ago = timezone.now() - HOUR
    DBTaskResult.objects.update(enqueued_at=long_ago)
    assert operation.queue(up=HOUR).state == WRONG  # nothing heavy runs
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=long_ago)
    DBTaskResult.objects.update(worker_ids=["here:1"])
    worker.save_heartbeat("here:1", PROCESSES["heavy_worker"])
    rebuild.enqueue()
    DBTaskResult.objects.update(enqueued_at=long_ago)
    assert operation.queue(up=HOUR).state == OK
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(
        started_at=timezone.now() - operation.MAX_HEAVY_RUN - HOUR
    )
    found = operation.queue(up=HOUR)
    assert found.state == WARNING and "unusually long" in found.what and "rebuild" in found.what
    tidy_up.enqueue()
    DBTaskResult.objects.filter(task_path__contains="tidy_up").update(
        status=TaskResultStatus.RUNNING, started_at=long_ago, worker_ids=["here:1"]
    )
    assert "tidy_up" in operation.queue(up=HOUR).what


@pytest.mark.django_db
def test_files_that_are_missing_or_spoilt_are_told(settings: Any) -> None:
    from majlis.kernel import files

    folder = settings.MAJLIS_FILES
    kept = [
        files.file_path(files.store_file([f"file {number}".encode()]).sha256) for number in range(3)
    ]
    assert operation.files(folder).state == OK
    content = kept[0].read_bytes()
    kept[0].write_bytes(content[::-1])  # as long as before
    assert "damaged: 1" in operation.files(folder).what
    kept[1].unlink()
    found = operation.files(folder)
    assert found.state == WRONG
    assert "missing: 1" in found.what


def test_the_machines_clock_must_be_possible() -> None:
    assert machine.clock(0.0).state == WRONG
    assert machine.clock(NOON.timestamp()).state == OK


def test_a_folder_that_others_may_look_into_is_told(configuration: Configuration) -> None:
    assert "does not exist" in machine.folder(configuration).what
    configuration.folder.mkdir(parents=True)
    configuration.folder.chmod(0o755)
    assert "chmod 700" in machine.folder(configuration).mend
    configuration.folder.chmod(0o700)
    assert machine.folder(configuration).state == OK
    assert machine.disk(configuration).state in (OK, WARNING)


def test_mail_is_looked_at_without_sending_any(configuration: Configuration) -> None:
    assert machine.mail(configuration).state == WARNING
    assert machine.mail(replace(configuration, demo=True)).state == OK
    nobody = replace(configuration, email_url="smtp://127.0.0.1:1")
    found = machine.mail(nobody)
    assert found.state == WRONG
    assert "EMAIL_URL" in found.mend


def test_everything_wrong_says_how_to_mend_it(configuration: Configuration) -> None:
    from majlis.site.checks import run_checks

    found = list(run_checks(configuration))  # of a folder where no site ever was
    assert any(each.state == WRONG for each in found)
    assert all(each.mend for each in found if each.state == WRONG)
    assert not configuration.folder.exists()


def test_a_folder_is_prepared_anew_when_anything_of_the_package_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "one.py").write_text("1")
    monkeypatch.setattr(fingerprint, "PACKAGE_FOLDER", package)
    place = tmp_path / "prepared"
    assert not fingerprint.is_unchanged(place, "key")
    fingerprint.save_fingerprint(place, "key")
    assert fingerprint.is_unchanged(place, "key")
    assert not fingerprint.is_unchanged(place, "another key")
    (package / "one.py").write_text("2")
    os.utime(package / "one.py", (1, 1))
    assert not fingerprint.is_unchanged(place, "key")
    fingerprint.save_fingerprint(place, "key")
    (package / "two.html").write_text("")
    assert not fingerprint.is_unchanged(place, "key")


@pytest.mark.django_db
def test_the_first_administrators_link_is_offered_until_there_is_one(
    configuration: Configuration, client: Any
) -> None:
    _head, link = prepare.first_administrator_link(configuration)
    assert link.startswith("http://127.0.0.1:8000/")
    path = link.removeprefix("http://127.0.0.1:8000")
    # A second start, and a start of another server, leave the link as it is and say what to do without it.
    given = prepare.first_administrator_link(configuration)
    assert given[0].startswith("The link for the first administrator was given on 20")
    assert "majlis make-administrator ADDRESS" in given[1] and not any("http" in x for x in given)
    assert client.get(path).status_code == 200
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    _head, later = prepare.first_administrator_link(configuration)
    assert later != link and client.get(path).status_code == 410
    person("administrator")
    assert prepare.first_administrator_link(configuration) == []
