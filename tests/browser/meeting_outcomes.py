"""The steps of the journey through a meeting after its first sitting: conclusions, report, decision and what stays of it."""

from __future__ import annotations

import datetime
import hashlib
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from playwright.sync_api import Browser, expect

from majlis.kernel import clock
from majlis.look import formats
from tests.browser.first_visit import press_and_check
from tests.browser.meeting_steps import (
    CROSSINGS,
    DOCUMENTS,
    GROUP,
    HOURS,
    LIVE,
    MEETING,
    MEMBER_NAME,
    NEXT_MEETING,
    NUMBER,
    REVISED,
    THREE_EVENINGS,
    Hall,
    accept,
    choose_containing,
    download,
    fill,
    fill_date,
    follow,
    follow_menu,
    is_said,
    main,
    open_meeting,
    press,
    send,
    tick,
    work_is_done,
)
from tests.browser.reader import Reader
from tests.browser.support import open_address, open_page, overflow, press_and_wait

COUNCIL = "demonstration-council"
COUNCIL_MEETING = f'a[href$="/meetings/{COUNCIL}-4/"]'
COUNCIL_NAMES = {
    "ar": "مجلس جماعة الجزر (خيالي)",
    "en": "Council of the Community of the Islands (fictional)",
}
REPORT = "C-4/1"
# The conclusion: as it was begun, as each writer changes the same words, and as they settle it.
ASKS = "The Working Group requests the Keeper of Books to submit to its next meeting a report on the {} of all reading rooms."
OPENING, EVENING, BOTH = "opening hours", "evening hours", "opening and evening hours"
INVITES = "The Working Group invites the islands to tell the fishers of these hours."
RESOLUTION = """Resolution 92 (Port Lira, 2026)

Evening hours of the reading rooms (a fictional text)

The Council of the Community of the Islands,

considering that the fishers come home in the evening,

1	requests the Keeper of Books to open each reading room on three evenings a week;

2	invites the islands to lend boats to the readers.
"""
RESOLUTION_TITLE = "Evening hours of the reading rooms (a fictional text)"
EVENINGS, BOATS = "on three evenings a week", "to lend boats to the readers"
ACTION = "The Council is invited to adopt the resolution on evening hours (fictional)."


# Conclusions.


def two_write_a_conclusion(hall: Hall) -> None:
    """The pen is taken over; who saves late finds both wordings beside each other, and settles them; it is agreed."""
    officer, chair, guest = hall.officer, hall.chair, hall.guest
    open_meeting(chair)
    follow(chair, 'a[href$="/items/2/conclusions/begin/"]')
    fill(chair, language="en")
    send(chair)
    fill(chair, text=ASKS.format(OPENING))
    send(chair)
    open_meeting(officer)
    follow(officer, 'a[href$="/items/2/"]')
    follow(officer, 'a[href$="/conclusions/1/write/"]')
    press(officer, "/conclusions/1/pen/take/")
    is_said(officer, "You have the pen.")
    fill(officer, text=f"{ASKS.format(EVENING)}\n{INVITES}")
    send(officer)
    # The chair has not seen it.
    fill(chair, text=ASKS.format(BOTH))
    send(chair)
    chair.sees(EVENING, BOTH, INVITES)
    fill(chair, choice="own", text=f"{ASKS.format(BOTH)}\n{INVITES}")
    send(chair)
    follow(chair, 'a[href$="/conclusions/1/agree/"]')
    chair.sees(BOTH, INVITES)
    send(chair)
    open_meeting(guest)
    follow(guest, 'a[href$="/conclusions/1/"]')
    guest.sees(ASKS.format(BOTH), INVITES)
    follow(guest, 'a[href$="/conclusions/1/revisions/"]')
    guest.sees(EVENING)


def item_and_document_are_carried_over(hall: Hall) -> None:
    """There was no time for the ferry: its item and the document on it go to the next meeting."""
    officer = hall.officer
    open_meeting(officer)
    follow(officer, 'a[href$="/items/3/"]')
    follow(officer, 'a[href*="/considerations/"][href$="/outcome/"]')
    fill(officer, outcome="carried_over")
    send(officer)
    open_meeting(officer)
    follow(officer, 'a[href$="/items/3/"]')
    follow(officer, 'a[href$="/items/3/outcome/"]')
    fill(officer, outcome="carried_over")
    send(officer)


def attendance_is_recorded(hall: Hall) -> None:
    """One was there in the room, one from afar; the page of the meeting counts them."""
    officer = hall.officer
    open_meeting(officer)
    follow(officer, 'a[href$="/sittings/1/attendance/"]')
    for name, mode in (("Fay Example", "room"), (MEMBER_NAME, "remote")):
        row = main(officer).locator("tr").filter(has_text=name)
        row.locator(f'[name="{mode}"]').check()
    send(officer)
    follow(officer, MEETING)
    present = main(officer).locator('a[href*="attendance=any"]').last
    expect(present).to_have_text("2")


def meeting_is_closed(hall: Hall) -> None:
    """The chair closes the sitting on the live page, the secretariat the meeting."""
    officer, chair = hall.officer, hall.chair
    open_meeting(chair)
    follow(chair, LIVE)
    press(chair, "/live/1/close/")
    open_meeting(officer)
    follow(officer, f'a[href$="/{GROUP}-{NUMBER}/close/"]')
    send(officer)
    is_said(officer, "Meeting closed", "history entry")


def next_meeting_takes_over(hall: Hall) -> None:
    """It gets the agenda, with the item and the document that were carried over; its dates are those of what is due at it."""
    officer = hall.officer
    open_meeting(officer)
    follow(officer, f'a[href$="/bodies/{GROUP}/"]')
    follow(officer, 'a[href$="/meetings/add/"]')
    for name in ("first_day", "last_day"):
        fill_date(officer, name, next_day())
    send(officer)
    follow(officer, 'a[href$="/items/copy/"]')
    choose_containing(officer, "previous", "التاسع")
    send(officer)
    ferry = main(officer).locator("h3").filter(has_text="عبّارة الكتب")
    expect(ferry).to_have_count(1)
    officer.sees(DOCUMENTS[CROSSINGS])
    expect(main(officer).locator(f'a:has-text("{REVISED}")')).to_have_count(0)
    follow(officer, 'a[href$="/convene/"]')
    # The notice is long enough.
    expect(main(officer).locator('[name="reason"]')).to_have_count(0)
    send(officer)


def next_day() -> datetime.date:
    """The day of the next meeting."""
    return clock.today() + datetime.timedelta(days=60)


# The register.


def conclusions_become_mandates(hall: Hall) -> list[str]:
    """Published as a text, its requests are reviewed; one is due at the next meeting. Return the mandates' numbers."""
    officer = hall.officer
    open_meeting(officer)
    follow(officer, 'a[href$="/conclusions/publish/"]')
    send(officer)
    work_is_done()
    follow(officer, 'a:has-text("' + officer.say("Refresh", "button") + '")')
    follow(officer, 'a[href*="/mandates/findings/"]')
    follow(officer, 'a[href*="/findings/finding/"]')
    expect(main(officer).locator('[name="occasion"]')).to_have_value(re.compile("next meeting"))
    return [accept_finding(officer) for _finding in range(2)]


def accept_finding(officer: Reader) -> str:
    """Accept the finding on the page; return the number of its mandate."""
    press_and_check(officer, main(officer).locator('button[value="accept"]').click)
    found = re.search(r"M-\d+", main(officer).inner_text())
    assert found is not None
    return found[0]


def resolution_is_proposed(hall: Hall) -> None:
    """What the group proposes to its parent comes in as a file; its requests are reviewed too."""
    officer, page = hall.officer, hall.officer.page
    file = hall.folder / "evenings.2026.en.txt"
    file.write_text(RESOLUTION, encoding="utf-8")
    follow_menu(officer, "/texts/")
    follow(officer, 'a[href$="/texts/imports/"]')
    follow(officer, 'a[href$="/texts/imports/add/"]')
    main(officer).locator('input[name="files"]').set_input_files(file)
    press_and_check(officer, page.locator('main form:has(input[name="files"]) button').first.click)
    follow(officer, 'a[href*="/destination/"]')
    fill(officer, state="proposed")
    main(officer).locator('[name="body"]').select_option(label=COUNCIL_NAMES["ar"])
    press_and_check(
        officer, page.locator('main form:has([name="published_as"]) button').first.click
    )
    press_and_check(officer, page.locator('main button[formaction$="/publish/"]').click)
    work_is_done()
    follow(officer, 'a:has-text("' + officer.say("Refresh", "button") + '")')
    follow(officer, 'a.btn[href*="/findings/"]')
    follow(officer, 'a[href*="/findings/finding/"]')
    for _finding in range(2):
        accept_finding(officer)


# Report and decision.


def report_goes_to_the_parent(hall: Hall) -> None:
    """Drafted from the records in six languages by the chair, checked, submitted, and posted for the council."""
    officer, chair = hall.officer, hall.chair
    open_meeting(chair)
    follow(chair, f'a[href$="/bodies/{GROUP}/report/"]')
    main(chair).locator('[name="meetings"]').first.uncheck()
    fill(chair, language="en", action_required=ACTION)
    tick(chair, "texts", "92")
    send(chair)
    for language in ("ar", "en"):
        words = words_of(download(chair, f'a[href$="/original/{language}.docx"]'))
        for said in (DOCUMENTS[CROSSINGS], HOURS, BOTH, ACTION):
            assert said in words, (language, said)
        assert Reader(chair.page, chair.site, language).say("Items carried over", "report") in words
    assert download(chair, 'a[href$="/original/ar.pdf"]').startswith(b"%PDF")
    follow(chair, 'a[href$="/submit/"]')
    send(chair)
    accept(officer, "تقرير")
    follow(officer, 'a[href$="/post/"]')
    send(officer)
    follow(officer, 'a[href$="/place/"]')
    choose_containing(officer, "item", "تقرير فريق العمل")
    send(officer)


def words_of(file: bytes) -> str:
    """The words of a Word file, without its markup."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        document = archive.read("word/document.xml").decode()
    return html.document_fromstring(document.encode()).text_content()


def parent_decides(hall: Hall, mandate: str) -> None:
    """The council opens; what it decides on the report is recorded once: document, text, deliverable."""
    officer = hall.officer
    open_meeting(officer, COUNCIL_MEETING)
    follow(officer, f'a[href$="/{COUNCIL}-4/open/"]')
    send(officer)
    follow(officer, f'a:has-text("{REPORT}")')
    follow(officer, 'a[href*="/decisions/"]')
    officer.sees(mandate)
    fill(officer, outcome="agreed", manner="consensus")
    main(officer).locator('[name^="in_force_"]').check()
    tick(officer, "answered", mandate)
    send(officer)
    is_said(officer, "The decision was recorded at the item, the texts and the deliverables.")
    expect(main(officer).locator("dl.facts").first).to_contain_text(
        officer.say("agreed", "outcome")
    )


# What everybody reads, without scripts.


def loop_is_closed(hall: Hall, mandates: list[str], mandate: str) -> None:
    """The follow-up of both meetings: what was asked, what the council decided, what went on."""
    guest = hall.guest
    open_meeting(guest)
    follow(guest, 'a[href$="/follow-up/"]')
    guest.sees(*mandates, REVISED.partition("(")[0], DOCUMENTS[CROSSINGS])
    guest.reads("reported", "meeting")
    asked = main(guest).locator('section[aria-labelledby="asked"] tr').filter(has_text=BOTH)
    expect(asked).to_contain_text(formats.date(next_day().isoformat(), "en"))
    for section in ("documents", "carried"):
        carried = main(guest).locator(f'section[aria-labelledby="{section}"]')
        expect(carried.locator(NEXT_MEETING).first).to_be_visible()
    reports = main(guest).locator('section[aria-labelledby="reports"] tr').last
    expect(reports).to_contain_text(REPORT)
    expect(reports).to_contain_text(re.compile(guest.say("agreed", "outcome"), re.IGNORECASE))
    expect(reports).to_contain_text(guest.say("in force", "version"))
    open_meeting(guest, COUNCIL_MEETING)
    follow(guest, 'a[href$="/follow-up/"]')
    guest.sees(EVENINGS, BOATS, mandate, REPORT)
    due = main(guest).locator('section[aria-labelledby="due"]')
    expect(due).to_contain_text(guest.say("reported done", "progress"))
    steps = main(guest).locator('section[aria-labelledby="steps"] tr').last
    expect(steps).not_to_contain_text(guest.say("not recorded", "step"))
    follow(guest, 'a:has-text("Resolution 92")')
    guest.reads("in force", "version")
    guest.sees(RESOLUTION_TITLE, EVENINGS)


def guest_reads_the_meeting(hall: Hall) -> None:
    """The agenda with its documents, a document in its language, the conclusions, the list of documents, the report."""
    guest = hall.guest
    open_meeting(guest)
    guest.sees(REVISED, DOCUMENTS[CROSSINGS], ASKS.format(BOTH))
    follow(guest, f'a:has-text("{REVISED}")')
    guest.sees(THREE_EVENINGS)
    open_meeting(guest)
    follow(guest, f'a[href$="/{GROUP}-{NUMBER}/documents/"]')
    guest.sees(*DOCUMENTS.values())
    open_meeting(guest)
    follow(guest, f'a[href$="/{GROUP}-{NUMBER}/conclusions/"]')
    guest.sees(BOTH)
    open_meeting(guest)
    follow(guest, f'section[aria-labelledby="h-reports"] a:has-text("{REPORT}")')
    guest.sees(ACTION)
    follow(guest, 'a[href="?in=ar#text"]')
    guest.sees(HOURS)


# The archive.


def archive_is_opened_from_disk(hall: Hall, browser: Browser) -> None:
    """Downloaded without scripts or account, unpacked, read from disk; its links lead somewhere, its checksums are right."""
    guest = hall.guest
    open_meeting(guest)
    follow(guest, 'a[href$="/archive/"]')
    with guest.page.expect_download() as coming:
        press_and_wait(main(guest).locator('a[href*="archive.zip"]').first)
    folder = hall.folder / "archive"
    with zipfile.ZipFile(coming.value.path()) as archive:
        archive.extractall(folder)
    check_checksums(folder)
    with open_page(browser, offline=True) as page:
        open_address(page, (folder / "index.html").as_uri())
        for path in ("ar/index.html", "documents.html"):
            press_and_wait(page.locator(f'a[href="{path}"]'))
            assert overflow(page) == [], page.url
        expect(page.locator("main")).to_contain_text(DOCUMENTS[CROSSINGS])
        press_and_wait(page.locator(f'main a:has-text("{DOCUMENTS[HOURS]}")').first)
        expect(page.locator("main")).to_contain_text(THREE_EVENINGS)
        assert overflow(page) == [], page.url
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 6 * 5
    for each in pages:
        check_links(folder, each)


def check_checksums(folder: Path) -> None:
    """Each file but the list itself is listed with its checksum."""
    listed = dict(
        reversed(line.split("  ", 1))
        for line in (folder / "SHA256SUMS.txt").read_text(encoding="utf-8").splitlines()
    )
    there = {
        str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in folder.rglob("*")
        if each.is_file() and each.name != "SHA256SUMS.txt"
    }
    assert listed == there


def check_links(folder: Path, page: Path) -> None:
    """The links of a page lead to files of the archive, and to places that these have."""
    root = html.fromstring(page.read_bytes())
    for element, _attribute, link, _place in root.iterlinks():
        parts = urlsplit(link)
        assert not parts.scheme and not parts.netloc, (page, link)
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        assert target.is_relative_to(folder) and target.is_file(), (page, link, element.tag)
        if parts.fragment:
            there = html.fromstring(target.read_bytes())
            assert there.get_element_by_id(unquote(parts.fragment), None) is not None, (page, link)
