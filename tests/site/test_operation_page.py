"""The page "Operation" of administrators, and what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.tasks import TaskResultStatus
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.site.checks.result import OK, WRONG, CheckResult
from majlis.site.heartbeats import write_heartbeat
from majlis.site.tasks import tidy_up
from majlis.site.worker_processes import PROCESSES
from tests.support.people import person
from tests.support.tasks import DATABASE_TASKS

pytestmark = pytest.mark.django_db
PAGE = "/en/operation/"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a demonstration, closed to others."""
    monkeypatch.setenv("MAJLIS_DATA", str(tmp_path))
    folder = tmp_path / "demo"
    folder.mkdir(mode=0o700)
    # Whatever the disk of the tests holds, and without the extensions, which their database has in part.
    fine = CheckResult("check", OK, "fine")
    monkeypatch.setattr("majlis.site.checks.machine.disk", lambda configuration: fine)
    monkeypatch.setattr("majlis.site.checks.database.extensions", lambda: fine)
    return folder


def page(user: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(PAGE)


def test_the_operation_is_for_administrators_only() -> None:
    administrator = person("administrator")
    assert may(Actor(user=administrator), "site.view_operation", None)
    for user in (person("secretariat"), person("moderator"), person()):
        assert not may(Actor(user=user), "site.view_operation", None)
    assert not may(Actor(user=None), "site.view_operation", None)


def test_others_are_refused_and_have_no_entry_in_the_menu(data: Path) -> None:
    assert Client().get(PAGE).status_code == 403
    assert page(person("secretariat")).status_code == 403
    officer, administrator = Client(), Client()
    officer.force_login(person("secretariat"))
    administrator.force_login(person("administrator"))
    assert PAGE not in officer.get("/en/background-work/").content.decode()
    assert PAGE in administrator.get("/en/background-work/").content.decode()


def test_the_page_says_how_the_site_is(data: Path, settings: Any) -> None:
    settings.TASKS = DATABASE_TASKS
    tidy_up.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    for process in PROCESSES.values():
        write_heartbeat(process.heartbeat_file(data))
    answer = page(person("administrator"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "PostgreSQL" in text and answer.context["checks"] is None
    assert answer.context["queues"].rows[1] == ["Short work", "0", "0", "0", "1"]
    for address in ("/en/background-work/", "/en/outbox/"):
        assert f'href="{address}"' in text


def test_the_page_says_what_is_wrong(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = CheckResult("disk", WRONG, "0.1 GB free at /data", "Free disk space.")
    monkeypatch.setattr("majlis.site.checks.machine.disk", lambda configuration: full)
    data.chmod(0o755)
    text = page(person("administrator")).content.decode()
    for words in ("0.1 GB free at /data", "other users have access to", "no sign of activity"):
        assert words in text
    assert "No problems found." not in text
