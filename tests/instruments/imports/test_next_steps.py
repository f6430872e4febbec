"""After publication: how far the work on the texts is, and what a person does next; a file that is read can be left."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from majlis.framework.models import Concept
from majlis.instruments.models import Import, Instrument, Version
from majlis.instruments.tags import actions as tags_actions
from majlis.instruments.withdrawals import actions as withdrawals
from majlis.kernel.actor import Actor
from majlis.kernel.queues import Queue
from majlis.mandates.extraction import actions
from majlis.mandates.models import Finding
from tests.framework import factories
from tests.instruments.imports.test_views import HERE, SAMPLES, brought, publish, signed_in, upload
from tests.support.tasks import DATABASE_TASKS, run_tasks

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
TWO = b"""Resolution 5 (2030)

The light of the coast

The Council of Tides,

1. Requests the Keeper to report to it every year;

2. Invites the harbours to paint their boats.
"""


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Tasks wait in the database, as on a site that runs."""
    settings.TASKS = DATABASE_TASKS


@pytest.fixture
def officer() -> Client:
    return signed_in("secretariat")


def shown(client: Client, path: str) -> str:
    """The words and tags of a page in one line."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(html.unescape(answer.content.decode()).split())


def steps_of(page: str) -> dict[str, str]:
    """The steps of a page: name -> what stands below it."""
    parts = re.split(r"<h3>([^<]+)</h3>", page.split('class="time course"')[1].split("</ol>")[0])
    return {name.strip(): rest for name, rest in zip(parts[1::2], parts[2::2], strict=True)}


def published(client: Client, data: bytes = TWO) -> tuple[Version, str]:
    """A text that was published from a file, and the page to which its publication leads."""
    answer = publish(client, brought(client, "tides.en.txt", data))
    assert answer.status_code == 302
    return Version.objects.get(reconstructed_from=None), answer["Location"]


def test_after_publication_a_page_says_how_far_the_search_for_mandates_is(officer: Client) -> None:
    version, address = published(officer)
    page = shown(officer, address)
    steps = steps_of(page)
    assert "Next steps" in page and "Texts published." in page
    assert [*steps][:3] == ["Text published", "Findings", "Concepts"]
    assert f'href="{version.get_absolute_url()}"' in steps["Text published"]
    assert "Waiting" in steps["Findings"] and "btn" not in steps["Findings"]
    assert "You may leave this page." in page
    run_tasks(Queue.DEFAULT)
    steps = steps_of(shown(officer, address))
    link = f'<a class="btn" href="/en/mandates/findings/{version.pk}/">Check 2 findings</a>'
    assert "Done" in steps["Findings"] and link in steps["Findings"]


def test_several_texts_are_counted_together(officer: Client) -> None:
    file = SAMPLES / "lighthouses.2031.ar.txt"
    answer = publish(officer, brought(officer, file.name, file.read_bytes()))
    first = DBTaskResult.objects.filter(task_path__contains="extract_findings").first()
    assert first is not None
    DBTaskResult.objects.filter(pk=first.pk).update(
        status="SUCCESSFUL", started_at=timezone.now(), finished_at=timezone.now()
    )
    page = shown(officer, answer["Location"])
    assert "1 of 4 texts searched for mandates" in steps_of(page)["Findings"]
    assert '<progress max="4" value="1">' in page


def test_the_next_step_stands_on_the_text_in_the_register_and_among_the_tasks(
    officer: Client,
) -> None:
    version, _address = published(officer)
    text = version.get_absolute_url()
    review = ("/en/mandates/findings/", f"/en/mandates/findings/{version.pk}/")
    waits = shown(officer, text)
    assert "Search for mandates" in waits and "Check " not in waits.split("<main")[1]
    for path in review:
        assert "Search for mandates" in shown(officer, path)
    run_tasks(Queue.DEFAULT)
    for path in review:
        assert "Search for mandates" not in shown(officer, path)
    own = f'<a class="btn" href="/en/mandates/findings/{version.pk}/">Check 2 findings</a>'
    every = '<a class="btn" href="/en/mandates/findings/">Check 2 findings</a>'
    found = shown(officer, text)
    assert own in found and "Search for mandates" not in found
    assert every in shown(officer, "/en/mandates/")
    assert '<a href="/en/mandates/findings/">2 findings to check</a>' in shown(
        officer, "/en/notices/todo/"
    )


def test_only_who_may_check_is_led_to_the_findings(officer: Client) -> None:
    version, address = published(officer)
    run_tasks(Queue.DEFAULT)
    for client in (Client(), signed_in("delegate"), signed_in("moderator")):
        for path in (version.get_absolute_url(), "/en/mandates/"):
            assert "Check 2 findings" not in shown(client, path)
    assert signed_in("delegate").get(address).status_code == 403
    assert Client().get(address).status_code in (302, 403)


def test_the_former_version_is_the_first_next_step(officer: Client) -> None:
    file = SAMPLES / "lighthouses.2031.ar.txt"
    answer = publish(officer, brought(officer, file.name, file.read_bytes()))
    run_tasks(Queue.DEFAULT)
    former = Version.objects.exclude(reconstructed_from=None).get()
    count = Finding.objects.filter(version=former, state="waiting").exclude(
        extracted__has_key="part_of"
    )
    page = shown(officer, answer["Location"])
    assert f"Check the earlier version first: {count.count()} findings." in page
    assert f'href="/en/mandates/findings/{former.pk}/">Check earlier version' in page
    assert "can then be accepted in one step." in page


def test_what_is_done_and_decided_has_no_next_step(officer: Client) -> None:
    version, address = published(officer)
    run_tasks(Queue.DEFAULT)
    for finding in Finding.objects.filter(version=version):
        actions.reject_finding(SYSTEM, finding, reason="Of no weight.", language="en")
    assert "btn" not in steps_of(shown(officer, address))["Findings"]


def test_the_next_step_stays_when_the_queue_has_forgotten_the_work(officer: Client) -> None:
    version, address = published(officer)
    run_tasks(Queue.DEFAULT)
    concept = factories.concept(factories.scheme("lines", 0), "x1")
    tags_actions.propose_tag(SYSTEM, version.instrument, concept=Concept.objects.get(pk=concept.pk))
    DBTaskResult.objects.all().delete()
    steps = steps_of(shown(officer, address))
    assert "Check 2 findings" in steps["Findings"]
    tags = f'href="/en/texts/{version.instrument.slug}/concepts/">Check 1 proposed concept</a>'
    assert tags in steps["Concepts"]


def test_of_a_withdrawn_text_nothing_happens_next(officer: Client) -> None:
    version, address = published(officer)
    withdrawals.withdraw_version(SYSTEM, version, reason="Published wrongly.")
    page = shown(officer, address)
    assert "The texts of this file are no longer published." in page
    assert 'class="time course"' not in page


def test_a_published_import_leads_to_what_happens_next_and_another_has_no_such_page(
    officer: Client,
) -> None:
    imported = brought(officer, "tides.en.txt", TWO)
    address = f"{imported.get_absolute_url()}progress/"
    assert officer.get(address).status_code == 404
    publish(officer, imported)
    assert f'href="{address}"' in shown(officer, imported.get_absolute_url())
    assert Instrument.objects.get().held


def test_a_file_that_is_read_can_be_left_and_found_again(
    officer: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """A large file is read by the worker: its page says so, and so do the list and the tasks."""
    monkeypatch.setattr("majlis.instruments.imports.upload.LARGEST_READ_AT_ONCE", 1)
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(officer, ("tides.en.txt", TWO))
    imported = Import.objects.get()
    assert imported.state == "waiting"
    page = shown(officer, answer["Location"])
    assert "Waiting" in steps_of(page)["Reading of a file"] and "You may leave this page." in page
    assert f'href="{HERE}"' in page
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    listed = shown(officer, HERE).split("<tbody")[1]
    assert "awaiting processing" in listed and "in progress" in listed
    tasks = shown(officer, "/en/notices/todo/")
    assert f'<a href="{HERE}?state=waiting">1 imported file being processed</a>' in tasks
