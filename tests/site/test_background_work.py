"""Background work: what is found about an object, how far it is, and what to do if it failed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.tasks import TaskResultStatus
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from majlis.commons.search.tasks import rebuild, refresh
from majlis.instruments.series.tasks import compare_series
from majlis.instruments.tags.tasks import propose_concepts
from majlis.kernel import work
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.models import TaskProgress
from majlis.kernel.work import WorkState, work_of, work_with
from majlis.kit.work import work_steps
from majlis.mandates.extraction.tasks import extract_findings_of_version
from majlis.mandates.publications.tasks import make_edition
from majlis.site import actions
from tests.mandates.factories import text
from tests.support.people import person
from tests.support.permissions import check_permissions
from tests.support.tasks import DATABASE_TASKS, run_tasks

pytestmark = pytest.mark.django_db
PAGE = "/en/background-work/"


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Tasks wait in the database, as on a site that runs."""
    settings.TASKS = DATABASE_TASKS


def set_state(status: TaskResultStatus, **values: Any) -> None:
    """Give all tasks of the queue this state."""
    now = timezone.now()
    DBTaskResult.objects.update(status=status, started_at=now, finished_at=now, **values)


def test_work_is_found_by_the_object_that_it_is_about_in_the_order_of_the_worker() -> None:
    version, other = text(), text()
    refresh.enqueue([version.pk, other.pk])
    propose_concepts.enqueue(version.instrument_id)
    extract_findings_of_version.enqueue(version.pk)
    extract_findings_of_version.enqueue(other.pk)
    compare_series.enqueue(1)
    found = work_of(version, version.instrument)
    assert [each.kind.code for each in found] == [
        "extract_findings_of_version",
        "propose_concepts",
        "refresh",
    ]
    assert {each.state for each in found} == {WorkState.WAITING}
    assert found[0].subjects == (version.pk,)
    assert [each.subjects for each in work_of(version, other)] == [
        (version.pk,),
        (other.pk,),
        (version.pk, other.pk),
    ]
    assert work_of(text()) == []
    assert work_of() == []


def test_only_the_latest_run_counts() -> None:
    version = text()
    extract_findings_of_version.enqueue(version.pk)
    set_state(TaskResultStatus.FAILED, exception_class_path="builtins.KeyError")
    assert [(each.state, each.error) for each in work_of(version)] == [
        (WorkState.FAILED, "KeyError")
    ]
    assert [each.subjects for each in work.failed_work()] == [(version.pk,)]
    extract_findings_of_version.enqueue(version.pk)
    assert [each.state for each in work_of(version)] == [WorkState.WAITING]
    assert work.failed_work() == []
    run_tasks()
    assert work_of(version)[0].state == WorkState.DONE


def test_a_task_says_how_far_it_is() -> None:
    work.report_progress(1, 2)  # outside the worker it says nothing
    version = text()
    result = extract_findings_of_version.enqueue(version.pk)
    set_state(TaskResultStatus.RUNNING)
    work.begin_task(result)
    work.save_progress()
    work.report_progress(2, 6)
    work.save_progress()
    work.end_task()
    work.save_progress()
    assert TaskProgress.objects.count() == 1
    [found] = work_of(version)
    assert (found.done, found.total) == (2, 6)
    [step] = work_steps(Actor(), [found])
    assert (step.phase, step.text) == ("running", "2 of 6 languages searched for mandates")


def test_work_that_waits_to_be_started_again_has_no_progress() -> None:
    version = text()
    result = extract_findings_of_version.enqueue(version.pk)
    set_state(TaskResultStatus.RUNNING)
    work.begin_task(result)
    work.report_progress(1, 2)
    work.save_progress()
    work.end_task()
    set_state(TaskResultStatus.READY)
    [found] = work_of(version)
    assert (found.done, found.total) == (None, None)
    [step] = work_steps(Actor(), [found])
    assert step.text == "This starts after other work."


def test_what_was_enqueued_together_is_counted_and_not_what_followed_an_old_failure() -> None:
    old, done, going = text(), text(), text()
    extract_findings_of_version.enqueue(old.pk)
    long_ago = timezone.now() - timedelta(days=20)
    set_state(TaskResultStatus.FAILED, enqueued_at=long_ago)
    assert [each.state for each in work_with(extract_findings_of_version)] == [WorkState.FAILED]
    extract_findings_of_version.enqueue(done.pk)
    DBTaskResult.objects.ready().update(
        status=TaskResultStatus.SUCCESSFUL, enqueued_at=long_ago + timedelta(days=5)
    )
    extract_findings_of_version.enqueue(going.pk)
    propose_concepts.enqueue(going.instrument_id)
    assert [(each.state, each.subjects) for each in work_with(extract_findings_of_version)] == [
        (WorkState.WAITING, (going.pk,)),
        (WorkState.FAILED, (old.pk,)),
    ]
    DBTaskResult.objects.successful().update(enqueued_at=timezone.now())
    assert work_with(extract_findings_of_version)[-1].state == WorkState.DONE


def test_a_task_gives_way_to_more_urgent_work_of_its_queue_only() -> None:
    result = rebuild.enqueue()
    set_state(TaskResultStatus.RUNNING)
    work.begin_task(result)
    extract_findings_of_version.enqueue(1)
    assert not work.more_urgent_work_waits()
    propose_concepts.enqueue(1)
    assert work.more_urgent_work_waits()
    work.end_task()
    assert not work.more_urgent_work_waits()


def test_works_of_one_kind_are_one_step() -> None:
    versions = [text() for _number in range(3)]
    for each in versions:
        extract_findings_of_version.enqueue(each.pk)

    def step() -> Any:
        [found] = work_steps(Actor(), work_of(*versions))
        return found

    assert (step().phase, step().total) == ("waiting", None)
    first, second, third = DBTaskResult.objects.order_by("enqueued_at")
    first.set_successful(None)
    assert (step().phase, step().done, step().total) == ("running", 1, 3)
    assert step().text == "1 of 3 texts searched for mandates"
    second.set_successful(None)
    third.set_failed(ValueError())
    assert step().phase == "failed"
    assert "Ask the secretariat" in step().text
    assert step().retry_url == ""
    third.set_successful(None)
    assert (step().phase, step().text, step().retry_url) == ("done", "", "")


def test_failed_work_is_started_again_once() -> None:
    rebuild.enqueue()
    task = DBTaskResult.objects.get()
    task.claim("somebody")
    task.set_failed(ValueError("a secret"))
    check_permissions(
        "site.retry_work",
        task,
        granted={"secretariat": person("secretariat"), "administrator": person("administrator")},
        refused={
            "nobody": None,
            "member": person(),
            "moderator": person("moderator"),
            "left": person("secretariat", is_active=False),
        },
        do=lambda actor: actions.retry_work(actor, task),
    )
    task.refresh_from_db()
    assert (task.status, task.worker_ids, task.traceback) == (TaskResultStatus.READY, [], "")
    with pytest.raises(WrongState, match="already been started again"):
        actions.retry_work(Actor(user=person("secretariat")), task)


def test_the_page_names_what_runs_what_waits_and_what_failed(client: Client) -> None:
    version = text()
    officer = person("secretariat", name="Amal Sample")
    extract_findings_of_version.enqueue(version.pk)
    set_state(TaskResultStatus.RUNNING)
    make_edition.enqueue("pdf", "ar", "2027-01-01", "2027-01-01", officer.pk)
    DBTaskResult.objects.filter(task_path__endswith="make_edition").update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now()
    )
    for _number in range(5):
        propose_concepts.enqueue(version.instrument_id)
    client.force_login(officer)
    page = client.get(PAGE).content.decode()
    running, failed, waiting = (part for part in page.split("<h2")[1:4])
    assert "Findings" in running and version.instrument.symbol in running
    assert "Arabic (PDF)" in failed and "Amal Sample" in failed and "Try again" in failed
    assert "Concepts" in waiting and ">5<" in waiting and "and 2 more" in waiting
    assert PAGE in client.get("/en/").content.decode()


def test_try_again_returns_to_the_page_with_the_button(client: Client) -> None:
    rebuild.enqueue()
    set_state(TaskResultStatus.FAILED)
    client.force_login(person("administrator"))
    address = reverse("retry_work", args=[DBTaskResult.objects.get().pk])
    assert f'action="{address}"' in client.get(PAGE).content.decode()
    assert client.post(address, {"next": "/en/mandates/archive/"}).url == "/en/mandates/archive/"  # type: ignore[attr-defined]
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    response = client.post(address, {"next": "https://elsewhere.example/"}, follow=True)
    assert response.redirect_chain[-1][0] == PAGE
    assert "already been started again" in response.content.decode()


def test_the_page_is_for_the_secretariat_and_administrators(client: Client) -> None:
    assert client.get(PAGE).status_code in (302, 403)
    client.force_login(person())
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/en/").content.decode()
