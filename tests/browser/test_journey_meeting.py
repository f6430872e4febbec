"""A meeting as people hold it: from the convening letter to the decision of the parent body and the archive.

Everybody begins at the front page, and then only clicks and types. The secretariat and a delegate read Arabic, the chair
French, the others English; who has no account reads without scripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser

from tests.browser import meeting_outcomes as outcomes
from tests.browser import meeting_steps as steps
from tests.browser.meeting_steps import Hall
from tests.browser.meeting_world import make_meeting_world, mandate_with_report
from tests.browser.reader import Reader
from tests.browser.streaming_site import streaming_site
from tests.browser.support import WIDE, open_page
from tests.support.tasks import DATABASE_TASKS

PEOPLE = (
    ("secretariat", "ar"),
    ("chair", "fr"),
    ("focal_point", "en"),
    ("delegate", "ar"),
    ("library_office", "en"),
)
"""Who takes part, and the language in which they read, in the order of ``Hall``."""


@pytest.fixture
def hall(
    browser: Browser, reading_rooms: None, settings: Any, tmp_path: Any
) -> Iterator[tuple[Hall, Reader]]:
    """The site with its streams, everybody signed in; and one more who only watches the live page."""
    cache.clear()
    settings.TASKS = DATABASE_TASKS
    make_meeting_world()
    with ExitStack() as stack:
        site = stack.enter_context(streaming_site()).address
        settings.MAJLIS_PUBLIC_ADDRESS = site

        def reader(language: str, size: dict[str, int] = WIDE, *, scripts: bool = True) -> Reader:
            page = stack.enter_context(
                open_page(
                    browser, size, locale=language, mistaken=True, java_script_enabled=scripts
                )
            )
            return Reader(page, site, language)

        people = [reader(language) for _key, language in PEOPLE]
        for person, (key, _language) in zip(people, PEOPLE, strict=True):
            person.sign_in_as(key)
        guest, watcher = reader("en", scripts=False), reader("en")
        for person in (guest, watcher):
            person.go()
        yield Hall(*people, guest, tmp_path), watcher


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_from_convening_to_the_decision_of_the_parent(
    hall: tuple[Hall, Reader], browser: Browser
) -> None:
    there, watcher = hall
    mandate = mandate_with_report()
    steps.meeting_is_convened(there)
    steps.meeting_is_a_session_of_the_register(there, mandate)
    steps.people_register(there)
    steps.contributions_come_in(there)
    steps.contribution_is_revised(there)
    steps.contribution_is_late(there)
    steps.sitting_is_opened(there)
    steps.remote_speaker_has_the_floor(there, watcher)
    outcomes.two_write_a_conclusion(there)
    outcomes.item_and_document_are_carried_over(there)
    outcomes.attendance_is_recorded(there)
    outcomes.meeting_is_closed(there)
    mandates = outcomes.conclusions_become_mandates(there)
    outcomes.resolution_is_proposed(there)
    outcomes.report_goes_to_the_parent(there)
    outcomes.parent_decides(there, mandate)
    outcomes.next_meeting_takes_over(there)
    outcomes.loop_is_closed(there, mandates, mandate)
    outcomes.guest_reads_the_meeting(there)
    outcomes.archive_is_opened_from_disk(there, browser)
