"""Live pages in a browser: what changes arrives without moving the focus, and a lost line is said and made up for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from majlis.events.floor import actions
from majlis.events.models import Meeting, Sitting
from majlis.kernel.actor import Actor
from tests.browser.streaming_site import StreamingSite, streaming_site
from tests.events import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(transactional_db: None) -> Iterator[StreamingSite]:
    """The site with its streams."""
    with streaming_site() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser whose tabs share what a browser's tabs share."""
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield context
    context.close()


class Room:
    """An open sitting, conducted by its officer."""

    def __init__(self) -> None:
        self.meeting: Meeting = factories.meeting(state="open")
        self.sitting: Sitting = factories.sitting(self.meeting)
        self.item = factories.item(self.meeting, "Text of the licence")
        self.officer = factories.officer(self.meeting)
        self.chair = Actor(user=self.officer)
        actions.set_item_in_hand(self.chair, self.sitting, item=self.item)
        actions.open_speakers_list(self.chair, self.sitting)

    def ask(self, name: str) -> Any:
        """Somebody asks for the floor, and may be named."""
        speaker = factories.participant(self.meeting, name=name, listed=True)
        return actions.ask_for_floor(Actor(user=speaker.user), self.sitting)


@pytest.fixture
def room(transactional_db: None) -> Room:
    """An open sitting."""
    return Room()


def follow(context: BrowserContext, site: StreamingSite, room: Room, query: str = "") -> Page:
    """A tab on the live page that has its line."""
    page = context.new_page()
    page.goto(f"{site.address}/en/meetings/{room.meeting.slug}/live/{query}")
    expect(page.get_by_text("Connected", exact=True)).to_be_visible()
    return page


def sign_in(context: BrowserContext, site: StreamingSite, user: Any) -> None:
    """Sign somebody in."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    key = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": key, "url": site.address}])


def press(page: Page, control: Locator) -> None:
    """Press a button or a link by the keyboard; what the page shows then is awaited by the test."""
    control.focus()
    page.keyboard.press("Enter")


def test_an_act_arrives_is_read_out_and_leaves_the_focus(
    context: BrowserContext, site: StreamingSite, room: Room
) -> None:
    page = follow(context, site, room)
    expect(page.get_by_text("This page does not update by itself.")).to_be_hidden()
    page.get_by_role("link", name="Speaking time").focus()
    turn = room.ask("A. Sample")
    expect(page.locator(".floor")).to_contain_text("A. Sample")
    actions.give_floor(room.chair, turn)
    expect(page.locator("[data-live-said]")).to_have_text("A. Sample has the floor.")
    expect(page.get_by_role("link", name="Speaking time")).to_be_focused()
    clock = page.locator(".floor .clock")
    expect(clock).to_contain_text("0:02 of 3:00")
    expect(clock).to_contain_text("0:03 of 3:00")
    actions.pause_speech(room.chair, turn)
    expect(page.locator(".floor")).to_contain_text("Clock stopped")


def test_the_tabs_of_a_browser_have_one_line(
    context: BrowserContext, site: StreamingSite, room: Room
) -> None:
    streams: list[str] = []
    context.on(
        "request",
        lambda request: (
            streams.append(request.url)
            if "/live/" in request.url and "?version" in request.url
            else None
        ),
    )
    tabs = [follow(context, site, room) for _ in range(4)]
    room.ask("A. Sample")
    for tab in tabs:
        expect(tab.locator(".floor")).to_contain_text("A. Sample")
    assert len(streams) == 1
    tabs[0].close()
    room.ask("B. Sample")
    for tab in tabs[1:]:
        expect(tab.locator(".floor")).to_contain_text("B. Sample")
    assert len(streams) == 2, "another tab has taken up the line"


def test_a_lost_line_is_said_and_made_up_for(
    context: BrowserContext, site: StreamingSite, room: Room
) -> None:
    page = follow(context, site, room)
    site.stop()
    lost = page.get_by_role("alert")
    expect(lost).to_contain_text("The connection was lost at")
    expect(lost.get_by_role("link", name="Reload")).to_be_visible()
    expect(page.get_by_text("Connected", exact=True)).to_be_hidden()
    room.ask("A. Sample")
    site.start()
    expect(page.locator(".floor")).to_contain_text("A. Sample")
    expect(page.get_by_text("Connected", exact=True)).to_be_visible()
    expect(lost).to_be_hidden()


def test_what_is_ones_own_follows_and_what_was_chosen_stays(
    context: BrowserContext, site: StreamingSite, room: Room
) -> None:
    speaker = factories.participant(room.meeting, name="C. Sample", listed=True)
    sign_in(context, site, speaker.user)
    page = follow(context, site, room)
    page.get_by_role("button", name="Ask for the floor").focus()
    actions.close_speakers_list(room.chair, room.sitting)
    expect(page.get_by_role("button", name="Ask for the floor")).to_have_count(0)
    expect(page.get_by_role("button", name="Raise a point of order")).to_be_visible()
    page.get_by_label("From").select_option("remote")
    actions.open_speakers_list(room.chair, room.sitting)
    expect(page.locator("#speakers")).to_contain_text("open")
    page.wait_for_timeout(2500)
    expect(page.get_by_label("From")).to_have_value("remote")
    press(page, page.get_by_role("button", name="Raise a point of order"))
    expect(page.get_by_text("Your point of order is number 1 on the list.")).to_be_visible()


def test_the_chair_conducts_the_sitting_on_the_live_page(
    context: BrowserContext, site: StreamingSite, room: Room
) -> None:
    sign_in(context, site, room.officer)
    page = follow(context, site, room)
    room.ask("A. Sample")
    press(page, page.get_by_role("button", name="Give the floor to A. Sample"))
    expect(page.get_by_role("status").filter(has_text="Floor given.")).to_be_visible()
    expect(page.get_by_text("Connected", exact=True)).to_be_visible()
    press(page, page.get_by_role("button", name="End the speech"))
    expect(page.get_by_text("No request for the floor is waiting.")).to_be_visible()


def test_who_signs_out_of_a_meeting_that_is_not_public_is_shown_no_more_of_it(
    context: BrowserContext, site: StreamingSite, room: Room
) -> None:
    from majlis.events.core.access import circle_of_officers, set_access

    set_access(room.meeting, "group", circle_of_officers(room.meeting.body))
    sign_in(context, site, room.officer)
    page = follow(context, site, room)
    room.officer.sessions.all().delete()
    expect(page.get_by_role("alert")).to_contain_text("The connection was lost at")
    hidden = factories.item(room.meeting, "Confidential item")
    actions.set_item_in_hand(room.chair, room.sitting, item=hidden)
    page.wait_for_timeout(500)
    expect(page.locator("main")).not_to_contain_text("Confidential item")


def test_without_scripts_the_page_says_when_it_was_read(
    browser: Browser, site: StreamingSite, room: Room
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/ar/meetings/{room.meeting.slug}/live/")
    expect(page.locator("[data-live-line=still]")).to_be_visible()
    expect(page.locator("[data-live-line=connected]")).to_be_hidden()
    expect(page.locator("[data-live-line=lost]")).to_be_hidden()
    room.ask("A. Sample")
    press(page, page.locator("[data-live-line=still] a").first)
    expect(page.locator(".floor")).to_contain_text("A. Sample")
    context.close()
