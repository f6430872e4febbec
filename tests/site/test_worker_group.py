"""The processes of the worker: when they are forked, and when not."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from majlis.commons.search import embeddings
from majlis.commons.search.tasks import rebuild
from majlis.kernel import work
from majlis.site import heartbeats, worker, worker_group
from majlis.site.heartbeats import STALE_SECONDS, write_heartbeat
from majlis.site.incidents import IncidentKind, incident_counts
from tests.support.tasks import DATABASE_TASKS


@pytest.fixture
def monotonic(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that a test sets."""
    now = [1000.0]
    monkeypatch.setattr(heartbeats.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch, monotonic: list[float]) -> Iterator[Any]:
    """A worker whose processes do nothing but wait; what it was told to kill is kept in ``killed``."""

    def wait(*_arguments: object) -> None:
        time.sleep(60)
        os._exit(0)

    monkeypatch.setattr(worker_group, "run_forked", wait)
    with tempfile.TemporaryDirectory() as folder:  # a short path, as a socket needs
        made = worker_group.WorkerGroup(Path(folder))
        yield made
        made.listener.close()
        for each in made.workers:
            if each.process_id:
                os.kill(each.process_id, signal.SIGKILL)
                os.waitpid(each.process_id, 0)


def end(each: worker_group.ForkedWorker, code: int) -> None:
    """Let a process end, and let the group see it."""
    os.kill(each.process_id, signal.SIGKILL)
    os.waitpid(each.process_id, 0)
    each.process_id = 0
    each.note_end(code)


def test_heavy_work_begins_after_the_rest(group: Any, monotonic: list[float]) -> None:
    light, heavy = group.workers
    for each in group.workers:
        each.look_after()
    assert light.process_id and not heavy.process_id
    monotonic[0] += worker_group.HEAVY_DELAY
    heavy.look_after()
    assert heavy.process_id


def test_the_process_for_heavy_work_is_forked_again_when_there_is_some(
    group: Any, monotonic: list[float]
) -> None:
    heavy = group.heavy
    monotonic[0] += worker_group.HEAVY_DELAY
    heavy.look_after()
    end(heavy, 0)  # it was idle
    monotonic[0] += 60
    heavy.look_after()
    assert not heavy.process_id
    age = heartbeats.heartbeat_age(heavy.watch.place)
    assert age is not None and age < 60  # it is well
    group._want_heavy(0, None)
    heavy.look_after()
    assert heavy.process_id
    end(heavy, 0)
    monotonic[0] += 60
    wakeup, alarm = os.pipe()
    group._wait(wakeup)
    assert not heavy.is_wanted
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(group.listener.getsockname())
        group._wait(wakeup)
        assert heavy.is_wanted
    os.close(alarm)
    os.close(wakeup)
    end_code = 1  # it was ended while it worked: it looks at once for what it left
    heavy.look_after()
    end(heavy, end_code)
    assert heavy.is_wanted
    assert incident_counts(group.folder)[IncidentKind.PROCESS_ENDED] == 1


def test_a_process_that_hangs_is_killed_and_told(group: Any, monotonic: list[float]) -> None:
    light = group.workers[0]
    light.look_after()
    first = light.process_id
    monotonic[0] += STALE_SECONDS + 1
    write_heartbeat(light.watch.place)
    light.look_after()
    assert light.process_id == first
    monotonic[0] += STALE_SECONDS + 1
    light.look_after()
    os.waitpid(first, 0)
    assert incident_counts(group.folder)[IncidentKind.PROCESS_HUNG] == 1
    light.process_id = 0


def test_ends_that_follow_one_another_are_answered_ever_later_but_always(
    group: Any, monotonic: list[float]
) -> None:
    light, pauses = group.workers[0], []
    for _ in range(12):
        light.look_after()
        end(light, 1)
        pauses.append(light.due - monotonic[0])
        monotonic[0] = light.due
    assert pauses == sorted(pauses)
    assert pauses[-1] == worker_group.LONGEST_PAUSE
    light.look_after()
    monotonic[0] += worker_group.EARLY_END
    end(light, 1)
    assert light.due == monotonic[0]


@pytest.mark.django_db
def test_waiting_heavy_work_is_told_to_the_process_that_forks(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = DATABASE_TASKS
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(worker.os, "kill", lambda *told_to: told.append(told_to))
    worker.call_heavy_worker()
    assert told == []
    rebuild.enqueue()
    worker.call_heavy_worker()
    assert told == [(os.getppid(), worker_group.HEAVY_WORK_SIGNAL)]
    DBTaskResult.objects.all().delete()


def test_a_process_ends_when_it_was_idle_for_a_minute(
    monotonic: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(worker.os, "kill", lambda _process, number: ended.append(number))
    watch = worker.IdleWatch()
    monkeypatch.setattr(work, "is_working", lambda: True)
    monotonic[0] += 500
    watch.end_if_idle()
    monkeypatch.setattr(work, "is_working", lambda: False)
    monkeypatch.setattr(embeddings, "idle_seconds", lambda: 5.0)  # somebody asked for vectors
    monotonic[0] += 500
    watch.end_if_idle()
    monkeypatch.setattr(embeddings, "idle_seconds", lambda: 500.0)
    monotonic[0] += worker.IDLE_SECONDS - 1
    watch.end_if_idle()
    assert ended == []
    monotonic[0] += 2
    watch.end_if_idle()
    assert ended == [signal.SIGTERM]
