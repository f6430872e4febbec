"""Every task of the site, run as the worker runs it: outside a transaction."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.tasks import TaskResultStatus
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from majlis.commons.imports import actions as imports_actions
from majlis.commons.imports.models import Batch
from majlis.commons.imports.registry import TARGETS
from majlis.commons.remarks import actions as remarks_actions
from majlis.commons.search.models import SearchEntry
from majlis.events.models import Meeting, Participant
from majlis.framework.models import Concept
from majlis.instruments.imports import actions as texts_actions
from majlis.instruments.models import Comparison, Import, Series, Version
from majlis.instruments.series import actions as series_actions
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.kernel.queues import Queue
from majlis.kernel.work import KINDS
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.models import (
    Deliverable,
    Edition,
    Finding,
    InactivityNotice,
    Mandate,
    OverdueNotice,
)
from majlis.mandates.publications.tasks import ALL_EDITIONS
from majlis.site.periodic_tasks import task_schedules
from tests.events import factories as events
from tests.framework import factories as framework_factories
from tests.mandates import factories
from tests.support.parties import body
from tests.support.people import person
from tests.support.tasks import DATABASE_TASKS, run_tasks

SYSTEM = Actor.as_system("tests")
SOURCE = Path(__file__).resolve().parents[2] / "src"
TABLE = "Scheme;Code;Lang;Title;Source;Verified\naction-lines;A1;fr;Infrastructure fictive;A fictional source;no\n"


@dataclass(frozen=True)
class World:
    """What the tasks are about: a text with mandates, of which one is overdue and one inactive, and the rest."""

    officer: User
    version: Version
    series: Series
    waiting: Import
    batch: Batch
    remark: int
    meeting: Meeting
    guest: Participant


@cache
def declared_tasks() -> frozenset[str]:
    """The paths of all tasks in the code; their modules are imported here."""
    for path in sorted(SOURCE.glob("majlis/**/*.py")):
        if "@background_task(" in path.read_text(encoding="utf-8"):
            import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
    return frozenset(KINDS)


@pytest.fixture
def world(transactional_db: None, settings: Any) -> World:
    """Data in the database itself, as nothing is rolled back here."""
    settings.TASKS = DATABASE_TASKS
    officer, keepers = person("secretariat"), body("keepers")
    person(("chair", keepers.record))
    lead = factories.entity("Keeper", body=keepers)
    version = factories.text(date="2003-05-17")
    overdue = factories.mandate(version, lead=lead)
    factories.mandate(version, number=3, lead=lead, kind="action")
    factories.mandate(factories.text(date="2026"), recurrence="P1Y")
    deliverables_actions.add_deliverable(
        SYSTEM, overdue, kind="report", due="2020-05-01", language="en"
    )
    series = series_actions.create_series(SYSTEM, titles={"en": "The tides"})
    for each in (version, factories.text(date="2007")):
        series_actions.set_series(SYSTEM, each.instrument, series=series)
    framework_factories.scheme("action-lines", 2)
    batch = imports_actions.upload_table(
        Actor(user=officer),
        TARGETS["concept-names"],
        stream=io.BytesIO(TABLE.encode()),
        name="names.csv",
    )
    keys = {each.place: each.key for each in batch.columns.all()}
    imports_actions.map_columns(Actor(user=officer), batch, keys=keys)
    imports_actions.start_import(Actor(user=officer), batch)
    remark = remarks_actions.submit_remark(
        Actor(),
        remarks_actions.RemarkInput(
            address="", text="The year is wrong.", language="en", email="a@example.org"
        ),
    )
    waiting = texts_actions.upload_import(
        SYSTEM, name="a.txt", stream=io.BytesIO(factories.TEXT.encode())
    )
    meeting = events.meeting(keepers)
    guest = events.participant(meeting, email="guest@example.org")
    return World(officer, version, series, waiting, batch, remark.number, meeting, guest)


def check_results(results: list[DBTaskResult[Any, Any]], paths: set[str]) -> None:
    """Assert that these tasks ran, and that none failed."""
    assert not connection.in_atomic_block
    failed = [each for each in results if each.status != TaskResultStatus.SUCCESSFUL]
    assert not failed, "\n".join(f"{each.task_path}: {each.traceback}" for each in failed)
    assert paths <= {each.task_path for each in results}
    assert not DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).exists()


def test_every_periodic_task_runs_with_all_that_it_enqueues(world: World) -> None:
    DBTaskResult.objects.all().delete()
    paths = {each.path for each in task_schedules()}
    for path in sorted(paths):
        import_string(path).enqueue()
    check_results(run_tasks(), paths)
    assert OverdueNotice.objects.exists()
    assert InactivityNotice.objects.exists()
    assert Deliverable.objects.exclude(schedule_key="").exists()
    forms = {(each.form, each.language) for each in Edition.objects.all()}
    assert forms == set(ALL_EDITIONS)
    assert {each.mandates for each in Edition.objects.all()} == {Mandate.objects.count()}


ARGUMENTS: dict[str, Callable[[World], tuple[Any, ...]]] = {
    "majlis.commons.imports.tasks.run": lambda world: (world.batch.pk, world.officer.pk),
    "majlis.commons.remarks.mail.deliver": lambda world: (world.remark,),
    "majlis.commons.search.tasks.compute_vectors": lambda world: (),
    "majlis.commons.search.tasks.rebuild": lambda world: (),
    "majlis.commons.search.tasks.refresh": lambda world: ([world.version.pk],),
    "majlis.documents.archive.tasks.print_proceedings": lambda world: (world.meeting.pk, "ar"),
    "majlis.events.people.mail.send_confirmation": lambda world: (world.guest.pk, "fr"),
    "majlis.instruments.imports.tasks.read_import_file": lambda world: (
        world.waiting.pk,
        world.officer.pk,
    ),
    "majlis.instruments.series.tasks.compare_series": lambda world: (world.series.pk,),
    "majlis.instruments.tags.tasks.propose_concepts": lambda world: (world.version.instrument_id,),
    "majlis.instruments.tags.tasks.propose_matrix_concepts": lambda world: (
        world.version.instrument_id,
    ),
    "majlis.mandates.extraction.tasks.extract_findings_of_version": lambda world: (
        world.version.pk,
    ),
    "majlis.mandates.publications.tasks.make_edition": lambda world: (
        "pdf",
        "zh",
        clock.today().isoformat(),
        clock.today().isoformat(),
        world.officer.pk,
    ),
    "majlis.site.tasks.back_up": lambda world: (),  # periodic where a target is set
    "majlis.parties.accounts.mail.deliver_notice": lambda world: (
        "accounts/many_passwords",
        world.officer.pk,
    ),
    "majlis.parties.mail.deliver": lambda world: (
        "admitted",
        "a@example.org",
        "fr",
        {"name": "Amal Sample", "url": "https://example.org/"},
    ),
}
"""Arguments of the tasks that are not periodic."""


def test_every_other_task_runs(world: World, settings: Any) -> None:
    DBTaskResult.objects.all().delete()
    for path, arguments in ARGUMENTS.items():
        import_string(path).enqueue(*arguments(world))
    check_results(run_tasks(), set(ARGUMENTS))
    world.waiting.refresh_from_db()
    world.batch.refresh_from_db()
    assert world.waiting.state == "read"
    assert (world.batch.state, world.batch.looked_at) == ("done", 1)
    assert Finding.objects.filter(version=world.version).exists()
    assert Comparison.objects.exists()
    assert SearchEntry.objects.filter(record=world.version.pk).exists()
    assert Edition.objects.get().language == "zh"
    assert Concept.objects.get(code="A1").say("title", "fr").text == "Infrastructure fictive"


def test_every_task_has_arguments_for_its_test() -> None:
    periodic = {each.path for each in task_schedules()}
    missing = declared_tasks() - periodic - set(ARGUMENTS)
    assert not missing, f"no test arguments in {__name__}.ARGUMENTS: {sorted(missing)}"
    assert not set(ARGUMENTS) - declared_tasks()


def test_every_task_says_what_it_is_for_people_and_stands_in_the_right_queue() -> None:
    plain = [
        path
        for path in SOURCE.glob("majlis/**/*.py")
        if "@task" in path.read_text(encoding="utf-8") and path.name != "work.py"
    ]
    assert not plain, "declare it with @background_task of majlis.kernel.work"
    queues = {path: import_string(path).queue_name for path in declared_tasks()}
    mails = {path for path, queue in queues.items() if queue == Queue.MAIL}
    assert mails == {path for path in queues if ".mail." in path or path.endswith(".deliver")}
    for quick in ("extract_findings_of_version", "read_import_file", "make_monthly_editions"):
        assert {queues[path] for path in queues if path.endswith(f".{quick}")} == {Queue.DEFAULT}
    for heavy in ("rebuild", "refresh", "propose_concepts", "compare_series", "make_edition"):
        assert {queues[path] for path in queues if path.endswith(f".{heavy}")} == {Queue.HEAVY}


def test_findings_come_before_concepts_and_concepts_before_search() -> None:
    names = ("extract_findings_of_version", "propose_concepts", "refresh", "rebuild")
    priorities = {path.rpartition(".")[2]: KINDS[path].priority for path in declared_tasks()}
    ordered = [priorities[name] for name in names]
    assert ordered == sorted(ordered, reverse=True) and len(set(ordered)) == len(ordered)


def test_a_process_that_starts_knows_all_tasks() -> None:
    """The server shows work that it did not enqueue itself."""
    program = (
        "import django; django.setup(); import majlis.site.urls; "
        "from majlis.kernel.work import KINDS; print(*KINDS)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert set(done.stdout.split()) == declared_tasks()
