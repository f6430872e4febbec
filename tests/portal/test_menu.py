"""The menu with all rooms in it: which entry is marked on which page."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from majlis.commons.notices import queries, todo
from majlis.commons.notices.models import Event, Notice
from majlis.events.lifecycle import CONVENED, REQUESTED
from majlis.instruments.lifecycle import UNREADABLE
from majlis.instruments.models import Import
from majlis.kernel.models import StoredFile, User
from majlis.look.context import BasePage
from tests.events import factories as meeting_factories
from tests.support.parties import organisation, registration
from tests.support.people import person


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/fr/texts/resolution-27/2029/", "/fr/texts/"),
        ("/fr/series/", "/fr/texts/"),
        ("/fr/series/on-lights/change/", "/fr/texts/"),
        ("/fr/mandates/calendar/", "/fr/mandates/"),
        ("/fr/concepts/a-scheme/C2/", "/fr/schemes/"),
        ("/fr/matrices/a-matrix/", "/fr/schemes/"),
        ("/fr/bodies/council/", "/fr/bodies/"),
        ("/fr/", "/fr/"),
    ],
)
def test_a_room_is_marked_on_all_its_pages(path: str, room: str) -> None:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    with translation.override("fr"):
        links = BasePage(request).menu
    assert [link.url for link in links if link.current] == [room]


def page_for(user: User | AnonymousUser, path: str = "/en/") -> BasePage:
    """The parts of a page that all pages share, for a reader."""
    request = RequestFactory().get(path)
    request.user = user
    return BasePage(request)


def test_who_does_not_work_on_the_site_has_no_work() -> None:
    with translation.override("en"):
        page = page_for(AnonymousUser())
        assert (page.work, page.work_count, page.account_links) == ([], 0, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("delegate", ["My contributions"]),
        ("translator", ["Texts awaiting translation", "Documents awaiting translation"]),
        ("moderator", ["Moderation", "Public log of remarks"]),
        (
            "administrator",
            [
                "Background work",
                "Operation",
                "Proposals to erase personal data",
                "People and roles",
            ],
        ),
        (
            "secretariat",
            [
                "Findings to check",
                "Proposed leads",
                "Imported files",
                "Proposed concepts",
                "Registrations",
                "Registrations for meetings",
                "Submitted documents",
                "Texts awaiting translation",
                "Documents awaiting translation",
                "Imported tables",
                "Background work",
                "Moderation",
                "Public log of remarks",
                "Proposals to erase personal data",
                "People and roles",
            ],
        ),
    ],
)
def test_each_role_has_its_work(role: str, labels: list[str]) -> None:
    user = person((role, organisation().record)) if role == "delegate" else person(role)
    with translation.override("en"):
        assert [str(link.label) for link in page_for(user).work] == labels


@pytest.mark.django_db
def test_each_entry_shows_what_waits_in_one_query(django_assert_num_queries: Any) -> None:
    officer = person("secretariat")
    registration(person())
    registration(person())
    Notice.objects.create(user=officer, event=Event.objects.create(kind="test.done"))
    user = User.objects.get(pk=officer.pk)
    user.appointments_today()
    with translation.override("en"), django_assert_num_queries(1):
        page = page_for(user)
        counts = {str(link.label): link.count for link in page.work if link.count}
        assert counts == {"Registrations": 2}
        assert page.work_count == 2
        (notifications,) = page.account_links
    assert notifications.count == queries.unread_count(officer) > 0


@pytest.mark.django_db
def test_tasks_and_menu_say_the_same_numbers() -> None:
    officer = person("secretariat")
    registration(person())
    meeting = meeting_factories.meeting(state=CONVENED)
    meeting_factories.participant(meeting, state=REQUESTED)
    file = StoredFile.objects.create(sha256="0" * 64, size=1, media_type="text/plain")
    Import.objects.create(file=file, name="a.txt", user=officer, state=UNREADABLE)
    with translation.override("en"):
        work = [link.count for link in page_for(officer).work if link.count]
        tasks = [item.count for item in todo.todo_items(officer)]
    assert sorted(work) == sorted(tasks) == [1, 1, 1]


@pytest.mark.django_db
def test_one_entry_of_both_menus_is_current() -> None:
    with translation.override("en"):
        page = page_for(person("secretariat"), "/en/mandates/findings/7/")
        current = [str(link.label) for link in (*page.menu, *page.work) if link.current]
    assert current == ["Findings to check"]
