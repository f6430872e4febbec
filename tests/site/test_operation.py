"""The clock, the worker, marks, rights and checks, each for itself."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from majlis.commons.search.tasks import rebuild
from majlis.kernel.models import TaskProgress
from majlis.kernel.queues import Queue
from majlis.parties.accounts.models import OneTimeLink
from majlis.site import child_process, fingerprint, installation, prepare, privileges, worker
from majlis.site.checks import OK, WARNING, WRONG, database, machine, operation
from majlis.site.configuration import Configuration, load_configuration
from majlis.site.errors import SiteError
from majlis.site.models import Installation, PeriodicTask
from majlis.site.periodic_tasks import TaskSchedule, enqueue_due_tasks, task_schedules
from majlis.site.system_account import SystemAccount
from majlis.site.tasks import tidy_up
from majlis.site.worker_processes import PROCESSES, STALE_SECONDS
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
def test_a_task_whose_worker_was_killed_is_put_back_and_given_up_in_the_end() -> None:
    tidy_up.enqueue()
    name, own = worker.worker_name(Path("/somewhere")), PROCESSES["worker"].queues
    for times in range(1, worker.MAX_STARTS + 1):
        task = DBTaskResult.objects.get()
        assert task.status == TaskResultStatus.READY
        task.claim(f"{name}:{times}")
        assert worker.requeue_lost_tasks("another", own) == (0, 0)
        assert worker.requeue_lost_tasks(name, PROCESSES["heavy_worker"].queues) == (0, 0)
        assert worker.requeue_lost_tasks() == (0, 0)
        result = worker.requeue_lost_tasks(name, own)
        assert result == ((1, 0) if times < worker.MAX_STARTS else (0, 1))
    task = DBTaskResult.objects.get()
    assert task.status == TaskResultStatus.FAILED
    assert f"{worker.MAX_STARTS} times" in task.traceback
    assert worker.requeue_lost_tasks(name, own) == (0, 0)


@pytest.mark.django_db
def test_a_task_of_a_machine_that_does_not_return_is_put_back() -> None:
    tidy_up.enqueue()
    task = DBTaskResult.objects.get()
    task.claim("elsewhere:1")
    long_ago = timezone.now() - worker.LOST_AFTER - timedelta(seconds=5)
    DBTaskResult.objects.update(started_at=long_ago)
    seen = TaskProgress.objects.create(task=task, seen_at=timezone.now())
    assert worker.requeue_lost_tasks() == (0, 0)  # it says that it is alive
    assert operation.queue(up=HOUR).state == OK
    TaskProgress.objects.update(seen_at=long_ago)
    assert "worker ended" in operation.queue(up=HOUR).what
    assert worker.requeue_lost_tasks() == (1, 0)
    task.refresh_from_db()
    task.claim("elsewhere:2")
    assert worker.requeue_lost_tasks() == (
        0,
        0,
    )  # the sign of life of the first worker says nothing
    seen.delete()
    DBTaskResult.objects.update(started_at=long_ago)
    assert worker.requeue_lost_tasks() == (1, 0)


def test_a_chore_that_fails_holds_nothing_up(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise OSError("No space left on device")

    worker.attempt(fail)
    assert "OSError: No space left on device" in capsys.readouterr().err


def test_every_queue_is_taken_by_one_process() -> None:
    taken = [queue for process in PROCESSES.values() for queue in process.queues]
    assert sorted(taken) == sorted(Queue)


def test_a_process_without_a_heartbeat_is_noticed_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, now = PROCESSES["worker"], [1000.0]
    monkeypatch.setattr(child_process.time, "monotonic", lambda: now[0])
    beat = process.heartbeat_file(tmp_path)
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    account = SystemAccount(os.geteuid(), os.getegid())
    child = child_process.ChildProcess(
        "worker", command, tmp_path / "log", account, os.environ, beat
    )
    child.start()
    try:
        assert not child.hangs()
        now[0] += STALE_SECONDS + 1
        assert child.hangs()
        process.write_heartbeat(tmp_path)
        os.utime(
            beat, (1, 1)
        )  # a clock that was put back: it is another time than before, and that counts
        assert not child.hangs()
        now[0] += STALE_SECONDS - 1
        assert not child.hangs()
        now[0] += 2
        assert child.hangs()
    finally:
        child.kill()
        child.stop()
    assert not child.hangs()


def test_a_sign_of_life_tells_its_age(tmp_path: Path) -> None:
    process = PROCESSES["heavy_worker"]
    assert process.heartbeat_age(tmp_path) is None
    process.write_heartbeat(tmp_path)
    age = process.heartbeat_age(tmp_path)
    assert age is not None
    assert age < 60
    assert PROCESSES["worker"].heartbeat_age(tmp_path) is None
    long_ago = time.time() - 500
    os.utime(process.heartbeat_file(tmp_path), (long_ago, long_ago))
    assert operation.heartbeat(process, process.heartbeat_age(tmp_path)).state == WRONG
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
    TaskProgress.objects.create(task=DBTaskResult.objects.get(), seen_at=timezone.now())
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
        status=TaskResultStatus.RUNNING, started_at=long_ago
    )
    TaskProgress.objects.create(
        task=DBTaskResult.objects.get(task_path__contains="tidy_up"), seen_at=timezone.now()
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
    assert not fingerprint.is_unchanged(place)
    fingerprint.save_fingerprint(place)
    assert fingerprint.is_unchanged(place)
    (package / "one.py").write_text("2")
    os.utime(package / "one.py", (1, 1))
    assert not fingerprint.is_unchanged(place)
    fingerprint.save_fingerprint(place)
    (package / "two.html").write_text("")
    assert not fingerprint.is_unchanged(place)


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
