"""The register as people use it: a journey from an imported Arabic text to a calendar that a program reads, and ten
questions that delegations asked, each answered in three steps from the home page, in Arabic or in English; in both
where the answer depends on the language.

The questions are asked of one small world, made once: they change nothing in it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from majlis.kernel.actor import Actor
from majlis.look import formats
from majlis.mandates.entities import actions
from majlis.parties.models import Organisation
from tests.browser import register_questions as planted
from tests.browser.first_visit import FirstVisit
from tests.browser.reader import Reader
from tests.browser.register_questions import RegisterWorld
from tests.browser.register_steps import (
    COMMITTEE,
    COUNCIL,
    DRAFTS,
    KEEPER,
    MINISTRY,
    NETWORK,
    Desk,
    calendar_feed_is_read,
    chair_confirms_lead,
    decisions_are_public,
    document_is_submitted,
    import_and_publish,
    lead_finds_task,
    lead_submits_statement,
    nothing_is_public_yet,
    pair_is_reviewed,
    review_findings,
    session_is_dated,
    step_is_delegated,
)
from tests.browser.support import PHONE, WIDE, open_page
from tests.support import databases
from tests.support.tasks import DUMMY_TASKS


@pytest.fixture
def desk(
    browser: Browser,
    site: str,
    reading_rooms: None,
    settings: Any,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Desk]:
    """A fresh demonstration, in which a network of readers and a committee can be asked; work is done at once."""
    cache.clear()
    settings.MAJLIS_PUBLIC_ADDRESS = site
    system = Actor.as_system("tests")
    network = Organisation.objects.filter(record__wordings__text=NETWORK).distinct().get()
    ours = {"words": {"title": {"ar": NETWORK}}, "sort": "other", "organisation": network}
    actions.load_entity(system, "readers-network", **ours)
    actions.load_entity(system, "seeds", words={"title": {"ar": COMMITTEE}}, sort="body")
    request.getfixturevalue("immediate_tasks")
    with ExitStack() as stack:
        people = [
            Reader(stack.enter_context(open_page(browser, size, locale="ar")), site, "ar")
            for size in (WIDE, WIDE, WIDE, PHONE)
        ]
        for reader, role in zip(people, ("secretariat", "chair", "delegate"), strict=False):
            reader.sign_in_as(role)
        yield Desk(*people, tmp_path, timezone.localdate().year + 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_from_an_imported_text_to_a_calendar(desk: Desk) -> None:
    import_and_publish(desk)
    nothing_is_public_yet(desk)
    review_findings(desk)
    decisions_are_public(desk)
    chair_confirms_lead(desk)
    lead_finds_task(desk)
    step_is_delegated(desk)
    session_is_dated(desk)
    lead_submits_statement(desk)
    document_is_submitted(desk)
    pair_is_reviewed(desk)
    calendar_feed_is_read(desk)


@pytest.fixture(scope="module")
def asked_of(django_db_setup: Any, django_db_blocker: Any) -> Iterator[tuple[RegisterWorld, str]]:
    """The world of the questions with a site that serves it: made once, and gone after the last question."""
    server = LiveServer("localhost")
    with (
        django_db_blocker.unblock(),
        tempfile.TemporaryDirectory() as folder,
        databases.reading_rooms(Path(folder)),
        override_settings(
            MAJLIS_DEMO=True,
            MAJLIS_FILES=folder,
            MAJLIS_PUBLIC_ADDRESS=server.url,
            ALLOWED_HOSTS=["localhost"],
            TASKS=DUMMY_TASKS,
        ),
    ):
        try:
            yield planted.make_world(folder), server.url
        finally:
            server.stop()


@pytest.fixture
def visit(
    request: pytest.FixtureRequest,
    browser: Browser,
    asked_of: tuple[RegisterWorld, str],
    settings: Any,
) -> Iterator[FirstVisit]:
    """A first visit to the home page, in the language that the test names."""
    world, site = asked_of
    settings.MAJLIS_FILES = world.folder
    cache.clear()
    language = str(request.param)
    with open_page(browser, WIDE, shared=True, locale=language) as page:
        yield FirstVisit(Reader(page, site, language), world).again()


questions = pytest.mark.django_db
in_arabic = pytest.mark.parametrize("visit", ["ar"], indirect=True)
in_english = pytest.mark.parametrize("visit", ["en"], indirect=True)
in_both = pytest.mark.parametrize("visit", ["ar", "en"], indirect=True)

REGISTER = "#h-stand a"
LANDINGS = 'a[href*="resolution-73"]'


@questions
@in_english
def test_the_fourth_step_is_one_too_many(visit: FirstVisit) -> None:
    visit.follow(REGISTER).follow('a[href$="/mandates/reports/"]')
    visit.send("form:has([name=kind])", kind="report")
    with pytest.raises(AssertionError, match="step 4"):
        visit.follow('a[href$="/mandates/coverage/"]')


@questions
@in_both
def test_1_does_this_exist_already(visit: FirstVisit) -> None:
    visit.follow(REGISTER).follow('a[href$="/mandates/check/"]')
    visit.send("form:has(textarea)", words=DRAFTS[visit.language])
    near = visit.part("p1").locator("tbody tr:not(details *)")
    assert 1 <= near.count() <= 5
    found = near.filter(has=visit.reader.page.locator(visit.mandate(visit.world.signs)))
    expect(found).to_have_count(1)
    expect(found).to_contain_text("requests the Keeper of Books to have the signs")
    # Who leads, where it stands, when it was answered last.
    expect(found).to_contain_text(KEEPER[visit.language])
    expect(found).to_contain_text(visit.say("reported done", "progress"))
    expect(found.locator("td").nth(3)).to_have_text(visit.day(visit.world.today))
    none = visit.say("No mandate is above the similarity limit of %(least)s.").partition("%")[0]
    expect(visit.part("p2")).to_contain_text(none)
    expect(visit.part("p2").locator("table:not(details *)")).to_have_count(0)


@questions
@in_arabic
def test_2_what_is_asked_of_us_and_when_is_it_due(visit: FirstVisit) -> None:
    member = f'a[href$="/organisations/{visit.world.member}/'
    menu = visit.reader.page.locator('nav a[href$="/organisations/"]').first
    visit.follow(menu).follow(f'{member}"]').follow(f'{member}brief/"]')
    asked = {"obliges": 6, "requests": 2, "invites": 4}
    for force, number in asked.items():
        part = visit.part(f"f-{force}")
        # What was not done is no longer open, and stands beside what has a date.
        dated = visit.say("Without a date" if force == "invites" else "With a date, or closed")
        expect(part.locator("h3")).to_have_text([dated])
        expect(part.locator("tbody tr")).to_have_count(1)
        expect(part).to_contain_text(visit.world.paragraphs[number])
    expect(visit.part("f-obliges")).to_contain_text(visit.day(visit.world.due))
    there = Calendar.from_ical(visit.fetch(visit.main.locator('a[href*=".ics"]'))).walk("VEVENT")
    due = {str(each["uid"]).partition("@")[0]: each["dtstart"].dt for each in there}
    assert due[f"mandates-{visit.world.paragraphs[6]}"] == visit.world.due
    # The only other date is the review of their text.
    assert len(due) == 2
    visit.stays(visit.day(visit.world.due))


@questions
@in_english
def test_3_who_leads_on_this_paragraph(visit: FirstVisit) -> None:
    visit.follow(LANDINGS).follow(f"#para_1 {visit.mandate(visit.world.paragraphs[1])}")
    who = visit.part("who").get_by_role("listitem")
    expect(who).to_have_count(1)
    for words in (
        KEEPER[visit.language],
        visit.day("2023-10-12"),
        visit.world.titles[visit.language],
    ):
        expect(who).to_contain_text(words)
    assert visit.taken == 2
    visit.again().follow(LANDINGS)
    visit.follow(f"#para_3 {visit.mandate(visit.world.paragraphs[3])}")
    lead = visit.part("glance").locator('dd:has(a[href$="/entities/keeper-of-books/#nolead"])')
    expect(lead).to_contain_text(visit.say("no lead named"))
    # One more of the keeper's has none: the list to which it leads has both.
    visit.follow(lead.locator('a[href$="#nolead"]'))
    expect(visit.part("nolead").locator("tbody tr")).to_have_count(2)


@questions
@in_arabic
def test_4_what_came_of_what_we_asked_in_2023(visit: FirstVisit) -> None:
    world = visit.world
    visit.follow(REGISTER)
    visit.send("form:has([name=year])", year="2023", body="demonstration-council")
    expect(visit.main.locator("tbody tr")).to_have_count(5)
    said = {1: "reported done", 2: "reported not done", 3: "no information"}
    for number, words in said.items():
        cell = visit.row(world.paragraphs[number]).locator("td").last
        expect(cell).to_have_text(visit.say(words, "progress"))
    visit.stays(*world.paragraphs.values())
    listed = visit.main.locator('a[href*="download=csv"]')
    rows = csv.DictReader(io.StringIO(visit.fetch(listed).decode("utf-8-sig")))
    assert {each["number"] for each in rows if each["number"][:2] == "M-"} == {
        *world.paragraphs.values()
    }
    visit.follow(visit.mandate(world.paragraphs[2]))
    came = visit.main.locator('section:has(> h2[id="came"])')
    expect(came).to_contain_text(visit.say("reported not done", "progress"))
    expect(came).to_contain_text(planted.WHY_NOT)
    visit.again().follow(LANDINGS).follow(visit.mandate(world.paragraphs[1]))
    evidence = visit.main.get_by_role("listitem").filter(has_text=planted.REPORT)
    expect(evidence).to_contain_text("3–7")
    expect(evidence).to_contain_text(visit.day(world.answered))


@questions
@in_english
def test_5_what_ends_or_is_reviewed_within_a_year(visit: FirstVisit) -> None:
    visit.follow('a[href$="/mandates/calendar/"]')
    visit.send("form:has([name=body])", body="demonstration-council")
    review = visit.main.get_by_role("listitem").filter(has_text=visit.day(visit.world.review))
    expect(review).to_have_count(1)
    words = {"ar": "يقرر أن يستعرض هذا القرار", "en": "decides to review this resolution by"}
    expect(review).to_contain_text(words[visit.language])
    expect(review).to_contain_text(visit.say("review", "clause"))
    visit.stays(visit.day(visit.world.review))
    apart = visit.main.locator('a[href*="expires=noclause"]')
    expect(apart).to_contain_text("9")
    visit.follow(apart)
    expect(visit.main.locator("tbody tr")).to_have_count(9)


@questions
@in_arabic
def test_6_which_reports_go_to_whom_and_how_often(visit: FirstVisit) -> None:
    world = visit.world
    visit.follow(REGISTER).follow('a[href$="/mandates/reports/"]')
    visit.send("form:has([name=in-action-lines])", in_action_lines="action-lines/C3")
    one, other = world.paragraphs[1], world.earlier
    expect(visit.main.locator("tbody tr")).to_have_count(2)
    often = {one: visit.say("every year", "frequency"), other: visit.say("every two years")}
    newest = {one: visit.day(world.answered), other: "—"}
    for number, twin in ((one, other), (other, one)):
        cells = (
            visit.main.locator("tbody tr")
            .filter(has_text=re.compile(f"{number} ·"))
            .locator("th, td")
        )
        expect(cells.nth(0)).to_contain_text(KEEPER[visit.language])
        expect(cells.nth(2)).to_have_text(COUNCIL[visit.language])
        expect(cells.nth(3)).to_have_text(often[number])
        expect(cells.nth(5)).to_have_text(newest[number])
        # What is asked twice.
        expect(cells.nth(7)).to_have_text(twin)
    visit.stays(one, other)


@questions
@in_english
def test_7_what_is_new_in_this_text(visit: FirstVisit) -> None:
    visit.follow('a[href*="resolution-61"]').follow('a[href*="/compare/"]')
    share = visit.main.locator(".meta")
    expect(share).to_contain_text("80")
    expect(visit.main.locator("article ins").filter(has_text="fibre")).not_to_have_count(0)
    expect(visit.main.locator("article del").first).to_contain_text("2027")
    redline = visit.fetch(visit.main.locator('a[href$=".docx"]'))
    assert redline[:2] == b"PK"
    # Of what it asks: what changed first, what is new, what stayed, and the share unchanged.
    visit.follow('a[href*="/mandates/version-changes/"]')
    parts = visit.main.locator("section[aria-labelledby^=m-]")
    for place, (name, number) in enumerate({"changed": 3, "new": 1, "kept": 3}.items()):
        expect(parts.nth(place)).to_have_attribute("aria-labelledby", f"m-{name}")
        expect(parts.nth(place).locator("tbody tr")).to_have_count(number)
    expect(visit.part("m-changed").locator("del")).to_contain_text(["year"])
    # One finding of the later version waits: no share is given before it is checked.
    expect(visit.main.locator(".meta")).to_contain_text("1 of 8 findings of the later version")
    expect(visit.main.locator(".meta")).not_to_contain_text("%")
    visit.stays('id="m-changed"', 'id="m-new"')
    # What ended: another text of which a paragraph was left out.
    visit.again().follow('a[href*="resolution-74"]').follow('a[href*="/compare/"]')
    visit.follow('a[href*="/mandates/version-changes/"]')
    ended = visit.part("m-ended").locator("tbody tr")
    expect(ended).to_have_count(1)
    expect(ended.locator("del")).to_contain_text(planted.FERRY[0])
    visit.stays(planted.FERRY[0])


@questions
@in_arabic
def test_8_is_this_paragraph_a_mandate_and_why(visit: FirstVisit) -> None:
    visit.follow(LANDINGS).follow('a.no[href$="/p/para_1/"]')
    why = visit.part("mandate")
    expect(why).to_contain_text(visit.world.paragraphs[1])
    force = {"ar": "يطلب", "en": "requests"}
    expect(why.locator(".force")).to_have_text(force[visit.language])
    expect(why.locator("mark").first).to_have_text(re.compile("requests"))
    expect(why).to_contain_text(visit.say("detected by rule", "method of detection"))
    expect(why).to_contain_text(visit.day(visit.world.today))
    assert visit.taken == 2
    visit.again().follow(LANDINGS).follow('a.no[href$="/p/para_5/"]')
    why = visit.part("mandate")
    expect(why).to_contain_text(visit.say("Rejected finding.", "provision"))
    expect(why).to_contain_text(planted.NO_MANDATE)
    other = why.locator(".told")
    expect(other).to_contain_text(MINISTRY[visit.language])
    expect(other).to_contain_text(planted.OTHERWISE)
    visit.stays(planted.NO_MANDATE, planted.OTHERWISE)


@questions
@in_english
def test_9_what_does_it_cost_as_far_as_published(visit: FirstVisit) -> None:
    visit.follow(LANDINGS).follow(visit.mandate(visit.world.paragraphs[1]))
    costs = visit.part("resources").locator("tbody tr")
    expect(costs).to_have_count(2)
    funding = ("assessed contributions", "voluntary contributions")
    for n, amount in enumerate((planted.COST, planted.MORE)):
        row = costs.nth(n)
        expect(row).to_contain_text(formats.number(amount, visit.language))
        expect(row).to_contain_text(str(planted.YEAR + n))
        expect(row).to_contain_text(visit.say(funding[n], "funding"))
        expect(row).to_contain_text(planted.BUDGET)
    visit.stays(planted.BUDGET)
    visit.again().follow(LANDINGS).follow(visit.mandate(visit.world.paragraphs[3]))
    expect(visit.part("resources")).to_contain_text(
        visit.say("No published statements on resources.")
    )


@questions
@in_arabic
def test_10_can_i_quote_this_number(visit: FirstVisit) -> None:
    figure = visit.main.locator('a[href$="/mandates/?state=no_information"]')
    number = int(re.sub(r"\D", "", figure.inner_text()))
    reach = visit.day("2029-10")
    expect(visit.main).to_contain_text(reach)
    visit.follow(figure)
    rows = visit.main.locator("tbody tr")
    expect(rows).to_have_count(number)
    listed = {each.strip() for each in rows.locator("bdi").all_inner_texts() if "M-" in each}
    assert len(listed) == number
    # How far it reaches, up to which date; and the same number in a file and for a program.
    expect(visit.main).to_contain_text(reach)
    file = visit.fetch(visit.main.locator('a[href*="download=json"]'))
    assert {each["number"] for each in json.loads(file)["rows"]} == listed
    visit.stays(*listed)
    visit.follow('a[href$="/mandates/method/"]')
    defined = visit.main.locator('dt:has(a[href$="?state=no_information"]) + dd')
    said = "no report yet; the work may have been done"
    expect(defined).to_have_text(visit.say(said))
