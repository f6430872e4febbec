"""Verbs of the site: run failed work again."""

from __future__ import annotations

from typing import Any

from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from majlis.kernel.errors import WrongState
from majlis.kernel.verbs import Act, verb


@verb("site.retry_work")
def retry_work(act: Act, task: DBTaskResult[Any, Any]) -> None:
    """Put a failed task into the queue again. Raises WrongState if it has not failed, or no longer."""
    failed = DBTaskResult.objects.failed().filter(pk=task.pk)
    if not failed.update(
        status=TaskResultStatus.READY,
        enqueued_at=timezone.now(),
        started_at=None,
        finished_at=None,
        worker_ids=[],
        exception_class_path="",
        traceback="",
    ):
        raise WrongState(_("This work has already been started again."))
    act.note(task, new={"work": task.task_path})
