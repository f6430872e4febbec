"""Background work: the tasks of the worker, what they are for people, and how far they are.

A room declares a task with ``@background_task`` in place of Django's ``@task``::

    @background_task(pgettext_lazy("background work", "Findings"), about="instruments.version", priority=Priority.AWAITED)
    def extract_findings_of_version(version: int) -> None: ...

``about`` is the model of which the first argument is the primary key (or a list of keys, with ``many``).
``work_of(version)`` then finds the task. Its state, error and arguments are those of the queue; how far
it is, the task says with ``report_progress``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.tasks import Task, TaskResult, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import Recorded, TaskProgress
from majlis.kernel.queues import Priority, Queue

RECORD = "kernel.record"
"""The model of tasks about records of any kind."""


class WorkState(StrEnum):
    """The states of work; those of the queue under the names that pages use."""

    WAITING = TaskResultStatus.READY
    RUNNING = TaskResultStatus.RUNNING
    FAILED = TaskResultStatus.FAILED
    DONE = TaskResultStatus.SUCCESSFUL


@dataclass(frozen=True)
class WorkKind:
    """What a task is for people.

    - ``code``: the name of its function; ``name``: what a page calls it.
    - ``about``, ``many``: the model of which the first argument is the key, or a list of keys.
    - ``parts``: the sentence on how many parts of one task are done; ``tasks``: on how many of several
      tasks are done. Both are plural messages with ``%(done)s``, ``%(total)s`` and the number ``n``.
    - ``person``: the position of the argument that is the key of the user who asked for it.
    - ``describe``: a second line made of the arguments, for a task without an object.
    """

    code: str
    path: str
    name: StrOrPromise
    priority: int
    about: str = ""
    many: bool = False
    parts: StrOrPromise = ""
    tasks: StrOrPromise = ""
    person: int | None = None
    describe: Callable[..., StrOrPromise] | None = None


@dataclass(frozen=True)
class Work:
    """One task in the queue, as pages show it."""

    key: UUID
    kind: WorkKind
    state: WorkState
    arguments: tuple[Any, ...]  # plain values of JSON, as the task takes them
    enqueued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    done: int | None
    total: int | None
    error: str

    @property
    def subjects(self) -> tuple[int, ...]:
        """The primary keys of the objects that the task is about."""
        if not self.kind.about or not self.arguments:
            return ()
        first = self.arguments[0]
        return tuple(first) if self.kind.many else (first,)

    @property
    def started_by(self) -> int | None:
        """The key of the user who asked for it; None if the site did."""
        position = self.kind.person
        if position is None or position >= len(self.arguments):
            return None
        key: int | None = self.arguments[position]
        return key


# All kinds of work: path of the task -> kind. Tests check that each task of the site is declared here.
KINDS: dict[str, WorkKind] = {}


def background_task[**P, R](
    name: StrOrPromise,
    *,
    queue: Queue = Queue.DEFAULT,
    priority: Priority = Priority.NORMAL,
    about: str = "",
    many: bool = False,
    parts: StrOrPromise = "",
    tasks: StrOrPromise = "",
    person: int | None = None,
    describe: Callable[..., StrOrPromise] | None = None,
) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a function a task of the worker, with its queue and what people call it: see ``WorkKind``."""

    def decorate(function: Callable[P, R]) -> Task[P, R]:
        made: Task[P, R] = task(queue_name=queue.value, priority=priority.value)(function)
        KINDS[made.module_path] = WorkKind(
            code=function.__name__,
            path=made.module_path,
            name=name,
            priority=priority.value,
            about=about,
            many=many,
            parts=parts,
            tasks=tasks,
            person=person,
            describe=describe,
        )
        return made

    return decorate


# Reading.


def work_of(*subjects: Model) -> list[Work]:
    """The latest run of each kind of work about each of these objects, in the order in which it is done.

    Finished tasks are found as long as the queue keeps them.
    """
    keys: dict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        keys[subject._meta.label_lower].add(subject.pk)
        if isinstance(subject, Recorded):
            keys[RECORD].add(subject.pk)
    wanted = Q()
    for kind in KINDS.values():
        if not (pks := keys.get(kind.about)):
            continue
        first = Q()
        if kind.many:
            for key in pks:
                first |= Q(args_kwargs__args__0__contains=key)
        else:
            first = Q(args_kwargs__args__0__in=sorted(pks))
        wanted |= Q(task_path=kind.path) & first
    if not wanted:
        return []
    latest: dict[tuple[str, int], Work] = {}
    for work in read_work(DBTaskResult.objects.filter(wanted).order_by("-enqueued_at")):
        for key in set(work.subjects) & keys[work.kind.about]:
            latest.setdefault((work.kind.path, key), work)
    found = {work.key: work for work in latest.values()}
    return sorted(found.values(), key=lambda work: (-work.kind.priority, work.enqueued_at))


def running_work() -> list[Work]:
    """The tasks that run now."""
    return read_work(DBTaskResult.objects.running().order_by("started_at"))


def waiting_work() -> list[Work]:
    """The tasks that wait, in the order in which they are done."""
    return read_work(DBTaskResult.objects.ready())


def failed_work() -> list[Work]:
    """The tasks that failed and were not begun again with the same arguments since then, the latest first."""
    return read_work(_failed_rows())


def _failed_rows() -> QuerySet[DBTaskResult[Any, Any]]:
    later = DBTaskResult.objects.filter(
        task_path=OuterRef("task_path"),
        args_kwargs=OuterRef("args_kwargs"),
        enqueued_at__gt=OuterRef("enqueued_at"),
    )
    return DBTaskResult.objects.failed().filter(~Exists(later)).order_by("-finished_at")


def work_with(task: Task[Any, Any]) -> list[Work]:
    """What runs, waits or has failed of a task, whatever it is about; with what was enqueued together and is done."""
    own = DBTaskResult.objects.filter(task_path=task.module_path)
    going_on = [*read_work(own.running().order_by("started_at")), *read_work(own.ready())]
    failed = read_work(_failed_rows().filter(task_path=task.module_path))
    if not going_on:
        return failed
    together = min(work.enqueued_at for work in going_on) - timedelta(minutes=1)
    done = own.successful().filter(enqueued_at__gt=together)
    return [*going_on, *failed, *read_work(done)]


def read_work(rows: QuerySet[DBTaskResult[Any, Any]]) -> list[Work]:
    """These rows of the queue as work, in their order; tasks that no room declares are left out.

    Only what runs has its progress: a task that waits to be started again still has the row of its former start.
    """
    return [
        Work(
            key=row.pk,
            kind=KINDS[row.task_path],
            state=WorkState(row.status),
            arguments=tuple(row.args_kwargs["args"]),
            enqueued_at=row.enqueued_at,
            started_at=row.started_at,
            finished_at=row.finished_at,
            done=progress.done if progress else None,
            total=progress.total if progress else None,
            error=row.exception_class_path.rpartition(".")[2],
        )
        for row in rows.select_related("progress")
        if row.task_path in KINDS
        for progress in [_progress(row)]
    ]


def _progress(row: DBTaskResult[Any, Any]) -> TaskProgress | None:
    is_running = row.status == TaskResultStatus.RUNNING
    return getattr(row, "progress", None) if is_running else None


# How far it is. A process of the worker runs one task at a time; another thread of it writes to the
# database, because the transaction of the task is seen by nobody before its end.


@dataclass
class _CurrentTask:
    key: str
    queue: str
    priority: int
    done: int | None = None
    total: int | None = None


_current: _CurrentTask | None = None


def begin_task(result: TaskResult[Any, Any]) -> None:
    """Note the task that this process of the worker begins."""
    global _current
    _current = _CurrentTask(result.id, result.task.queue_name, result.task.priority)


def end_task() -> None:
    """Note that this process of the worker runs no task."""
    global _current
    _current = None


def is_working() -> bool:
    """Whether this process of the worker runs a task."""
    return _current is not None


def report_progress(done: int, total: int) -> None:
    """Say how far the present task is. It costs nothing, and does nothing outside the worker."""
    if _current is not None:
        _current.done, _current.total = done, total


def save_progress() -> None:
    """Write how far the present task is, and that its worker is alive."""
    current = _current
    if current is not None:
        row = TaskProgress(
            task_id=UUID(current.key), done=current.done, total=current.total, seen_at=Now()
        )
        TaskProgress.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["task"],
            update_fields=["done", "total", "seen_at"],
        )


def more_urgent_work_waits() -> bool:
    """Whether a task of a higher priority waits behind the present one, which could go on later."""
    if _current is None:
        return False
    waiting = DBTaskResult.objects.ready().filter(queue_name=_current.queue)
    return bool(waiting.filter(priority__gt=_current.priority).exists())
