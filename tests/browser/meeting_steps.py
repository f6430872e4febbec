"""The steps of the journey through a meeting: what each person does, and what the others then read.

Controls are found by the names of their fields and by what they lead to; words by what the interface says.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from playwright.sync_api import Locator, expect

from majlis.kernel import clock
from tests.browser.first_visit import press_and_check, unfold
from tests.browser.meeting_world import GROUP_SYMBOL, LAST_MEETING
from tests.browser.reader import Reader
from tests.browser.support import press_and_wait
from tests.documents.contributions.completed import completed
from tests.support.tasks import run_tasks

NUMBER = LAST_MEETING + 1
GROUP = "demonstration-working-group"
MEETING = f'a[href$="/meetings/{GROUP}-{NUMBER}/"]'
NEXT_MEETING = f'a[href$="/meetings/{GROUP}-{NUMBER + 1}/"]'
LIVE = 'a[href$="/live/"]'
OWN_FORM = 'main form[method="post"]:not([action])'
MEMBER_NAME = "نور مثال (شخصية خيالية)"
# What people write, in the language in which they read.
WHY_SHORT = "خيالي: تعود عبّارة الكتب قبل موعدها."
WHY_EARLIER = "خيالي: تبدأ الترجمة قبل موعدها."
WHY_LATE = "خيالي: تأخرت السفينة."
HOURS, TWO_EVENINGS, THREE_EVENINGS = (
    "ساعات قاعات القراءة (خيالي)",
    "تقترح الشبكة فتح قاعات القراءة مساء يومين في الأسبوع.",
    "تقترح الشبكة فتح قاعات القراءة مساء ثلاثة أيام في الأسبوع.",
)
FISHERS = "وتطلب الشبكة إبلاغ الصيادين بذلك."
COUNT, COUNTED = "Visitors in the reading rooms (fictional)", "In June, 1,200 people read there."
CROSSINGS, MORE_BOATS = (
    "Crossings of the ferry of books (fictional)",
    "The Office proposes one more crossing in winter.",
)
DOCUMENTS = {
    HOURS: f"{GROUP_SYMBOL}-{NUMBER}/1",
    COUNT: f"{GROUP_SYMBOL}-{NUMBER}/INF/1",
    CROSSINGS: f"{GROUP_SYMBOL}-{NUMBER}/2",
}
"""Title of each contribution -> its symbol, by the order of acceptance."""
REVISED = f"{DOCUMENTS[HOURS]}(Rev.1)"


@dataclass(frozen=True)
class Hall:
    """Who is on the way, each with a browser of their own. ``guest`` has no account, and no scripts."""

    officer: Reader
    chair: Reader
    focal_point: Reader
    delegate: Reader
    late_author: Reader
    guest: Reader
    folder: Path


def main(reader: Reader) -> Locator:
    """The page without what all pages have."""
    return reader.page.locator("main")


def follow(reader: Reader, selector: str) -> None:
    """Follow the first link that this selector finds in the page."""
    link = main(reader).locator(selector).first
    unfold(link)
    press_and_check(reader, link.click)


def follow_menu(reader: Reader, path: str) -> None:
    """Follow the entry of the menu that leads there."""
    entry = reader.page.locator(f'#menu a[href="/{reader.language}{path}"]').first
    unfold(entry)
    press_and_check(reader, entry.click)


def open_meeting(reader: Reader, meeting: str = MEETING) -> None:
    """Come to the page of a meeting by the list of meetings, to which the menu leads."""
    follow_menu(reader, "/meetings/")
    follow(reader, meeting)


def open_queue(reader: Reader, path: str) -> None:
    """Come to a list of work from the front page."""
    reader.go()
    follow(reader, f'a[href$="{path}"]')


def fill(reader: Reader, **values: str) -> None:
    """Write into the fields of these names, or choose in them."""
    for name, value in values.items():
        field = main(reader).locator(f'[name="{name}"]')
        if field.first.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        elif field.first.get_attribute("type") in ("radio", "checkbox"):
            main(reader).locator(f'[name="{name}"][value="{value}"]').check()
        else:
            field.fill(value)


def fill_date(reader: Reader, name: str, day: datetime.date) -> None:
    """Write a date into its three fields."""
    for part in ("day", "month", "year"):
        fill(reader, **{f"{name}_{part}": str(getattr(day, part))})


def tick(reader: Reader, name: str, words: str) -> None:
    """Tick the box of that name whose label has these words."""
    main(reader).locator("label").filter(has=reader.page.locator(f'[name="{name}"]')).filter(
        has_text=words
    ).locator("input").check()


def send(reader: Reader) -> None:
    """Send the form of the page by its first button."""
    press_and_check(reader, reader.page.locator(f"{OWN_FORM} button").first.click)


def press(reader: Reader, path: str) -> None:
    """Press the first button that sends to an address with this end."""
    button = f'button[formaction$="{path}"], form[action$="{path}"] button'
    press_and_check(reader, main(reader).locator(button).first.click)


def is_said(reader: Reader, words: str, context: str = "", **values: str) -> None:
    """The page says these words of the interface as what was done."""
    said = main(reader).locator("[role=status]").first
    expect(said).to_contain_text(reader.say(words, context, **values))


def work_is_done() -> None:
    """The worker does what waits."""
    with transaction.atomic():
        run_tasks()


def download(reader: Reader, selector: str) -> bytes:
    """The file to which the first such link leads."""
    link = main(reader).locator(selector).first
    answer = reader.page.request.get(str(link.evaluate("each => each.href")))
    assert answer.status == 200, (answer.status, answer.url)
    return answer.body()


# Convening.


def meeting_is_convened(hall: Hall) -> None:
    """The draft, two sittings, the agenda of the last meeting, one more item, and the letter with its reason."""
    officer, today = hall.officer, clock.today()
    open_meeting(officer, f'a[href$="/meetings/{GROUP}-{LAST_MEETING}/"]')
    follow(officer, f'a[href$="/bodies/{GROUP}/"]')
    follow(officer, 'a[href$="/meetings/add/"]')
    expect(main(officer).locator('[name="number"]')).to_have_value(str(NUMBER))
    for name in ("first_day", "last_day"):
        fill_date(officer, name, today)
    fill_date(officer, "contributions_due_day", today + datetime.timedelta(days=1))
    for code in ("ar", "en", "fr"):
        fill(officer, interpretation=code)
    fill(officer, joining_link="https://example.org/fictional/join")
    send(officer)
    is_said(officer, "The draft was created. Only the chair and the secretariat may view it.")
    is_hidden_from(hall.guest)
    for starts, ends in (("10:00", "12:00"), ("14:00", "16:00")):
        follow(officer, 'a[href$="/sittings/add/"]')
        fill(officer, starts=starts, ends=ends)
        send(officer)
    follow(officer, 'a[href$="/items/copy/"]')
    send(officer)
    items = main(officer).locator('h3 a[href*="/items/"]')
    expect(items).to_have_count(3)
    expect(items.last).to_contain_text("عبّارة الكتب")
    follow(officer, 'a[href$="/items/add/"]')
    fill(officer, title_ar="التقرير المقدم إلى المجلس")
    send(officer)
    follow(officer, 'a[href$="/convene/"]')
    press_and_wait(officer.page.locator(f"{OWN_FORM} button").first)
    expect(main(officer).get_by_role("alert").first).to_be_visible()
    fill(officer, reason=WHY_SHORT)
    send(officer)
    is_said(
        officer, "The meeting was convened. Members of the body and followers have been notified."
    )
    officer.sees(WHY_SHORT)
    letter = download(officer, 'a[href$="letter.txt?language=ar"]').decode()
    assert WHY_SHORT in letter and "عبّارة الكتب" in letter


def is_hidden_from(guest: Reader) -> None:
    """A draft is on no list of a stranger."""
    follow_menu(guest, "/meetings/")
    expect(main(guest).locator(MEETING)).to_have_count(0)


def meeting_is_a_session_of_the_register(hall: Hall, mandate: str) -> None:
    """What waited for the ninth meeting of the group is dated now; there is no second list of sessions."""
    guest = hall.guest
    open_meeting(guest)
    follow(guest, 'a[href$="/follow-up/"]')
    steps = main(guest).locator('section[aria-labelledby="steps"]')
    expect(steps).to_contain_text(mandate)
    expect(steps).to_contain_text(guest.say("not recorded", "step"))


# People.


def people_register(hall: Hall) -> None:
    """The focal point in the room, who is told of the meeting; her delegate from afar, whom she confirms."""
    focal_point, delegate = hall.focal_point, hall.delegate
    focal_point.go()
    follow(focal_point, 'a[href$="/notices/"]')
    follow(focal_point, MEETING)
    follow(focal_point, 'a[href$="/register/"]')
    fill(focal_point, mode="room", gender="woman")
    send(focal_point)
    is_said(focal_point, "You are registered. Your registration is confirmed.")
    open_meeting(delegate)
    follow(delegate, 'a[href$="/register/"]')
    fill(delegate, mode="remote")
    main(delegate).locator('[name="listed"]').check()
    send(delegate)
    is_said(delegate, "You are registered. The focal point will confirm your registration.")
    focal_point.go()
    follow(focal_point, 'a[href$="/notices/todo/"]')
    follow(focal_point, 'a[href$="/participants/decide/"]')
    focal_point.sees(MEMBER_NAME)
    send(focal_point)
    open_meeting(delegate)
    expect(main(delegate).locator('a[href="https://example.org/fictional/join"]')).to_be_visible()


# Contributions.


def contributions_come_in(hall: Hall) -> None:
    """One by the form, one in the Word template for information; both are accepted, numbered and posted together."""
    officer, delegate, focal_point = hall.officer, hall.delegate, hall.focal_point
    follow(delegate, 'a[href$="/contributions/add/"]')
    fill(delegate, title=HOURS, text=f"{TWO_EVENINGS}\n\n{FISHERS}")
    tick(delegate, "items", "قاعات القراءة")
    send(delegate)
    send(delegate)
    is_said(delegate, "The document was submitted. The secretariat has been notified.")
    open_meeting(focal_point)
    follow(focal_point, 'a[href$="/contributions/upload/"]')
    template = download(focal_point, 'a[href$="template.en.docx"]')
    paper = hall.folder / "visitors.docx"
    paper.write_bytes(completed(template, {"title": COUNT}, [COUNTED]))
    fill(focal_point, purpose="information")
    tick(focal_point, "items", "Reading rooms")
    main(focal_point).locator('[name="file"]').set_input_files(paper)
    send(focal_point)
    focal_point.sees(COUNT)
    send(focal_point)
    for title in (HOURS, COUNT):
        accept(officer, title)
    open_queue(officer, "/contributions/submitted/")
    follow(officer, 'a[href$="/contributions/post/"]')
    officer.sees(DOCUMENTS[HOURS], DOCUMENTS[COUNT])
    send(officer)


def accept(officer: Reader, title: str, reason: str = "") -> None:
    """The secretariat finds a document in its queue, and accepts it; the page says the symbol."""
    open_queue(officer, "/contributions/submitted/")
    follow(officer, f'tr:has-text("{title}") a[href$="/accept/"]')
    if reason:
        fill(officer, reason=reason)
    send(officer)
    if title in DOCUMENTS:
        is_said(
            officer,
            "The document was accepted. Its symbol is %(symbol)s.",
            symbol=DOCUMENTS[title],
        )


def contribution_is_revised(hall: Hall) -> None:
    """The delegate is told that it was posted, and revises it; everybody sees what changed."""
    officer, delegate, guest = hall.officer, hall.delegate, hall.guest
    delegate.go()
    follow(delegate, 'a[href$="/notices/"]')
    follow(delegate, f'a:has-text("{HOURS}")')
    follow(delegate, 'a[href$="/versions/add/"]')
    fill(delegate, text=f"{THREE_EVENINGS}\n\n{FISHERS}", note="ثلاثة أيام بدلا من يومين (خيالي).")
    send(delegate)
    send(delegate)
    open_queue(officer, "/contributions/submitted/")
    follow(officer, f'tr:has-text("{HOURS}") a[href$="/post/"]')
    send(officer)
    is_said(officer, "The version was posted as %(symbol)s.", symbol=REVISED)
    open_meeting(guest)
    guest.sees(REVISED)
    follow(guest, 'a[href*="/changes/"]')
    expect(main(guest).locator("article ins").first).to_contain_text("ثلاثة أيام")
    expect(main(guest).locator("article del").first).to_contain_text("يومين")


def contribution_is_late(hall: Hall) -> None:
    """The deadline is moved up, which needs a reason; what comes after it is marked as late, with a reason too."""
    officer, late_author = hall.officer, hall.late_author
    open_meeting(officer)
    follow(officer, f'a[href$="/{GROUP}-{NUMBER}/change/"]')
    fill_date(officer, "contributions_due_day", clock.today() - datetime.timedelta(days=1))
    fill(officer, reason=WHY_EARLIER)
    send(officer)
    is_said(officer, "Meeting changed", "history entry")
    open_meeting(late_author)
    follow(late_author, 'a[href$="/contributions/add/"]')
    fill(late_author, title=CROSSINGS, text=MORE_BOATS)
    tick(late_author, "items", "Ferry of books")
    send(late_author)
    late_author.reads("The deadline has passed, so this document is late.")
    send(late_author)
    accept(officer, CROSSINGS, WHY_LATE)
    follow(officer, 'a[href$="/post/"]')
    send(officer)
    open_meeting(late_author)
    follow(late_author, f'a:has-text("{DOCUMENTS[CROSSINGS]}")')
    late_author.sees(WHY_LATE)


# At the sitting.


def sitting_is_opened(hall: Hall) -> None:
    """The secretariat opens the meeting; the chair opens the sitting, and takes up an item and a document."""
    officer, chair = hall.officer, hall.chair
    open_meeting(officer)
    follow(officer, f'a[href$="/{GROUP}-{NUMBER}/open/"]')
    send(officer)
    open_meeting(chair)
    follow(chair, LIVE)
    press(chair, "/live/1/open/")
    follow(chair, 'a[href$="/live/1/item/"]')
    choose_containing(chair, "item", "Salles de lecture")
    send(chair)
    follow(chair, 'a[href$="/live/1/document/"]')
    choose_containing(chair, "document", HOURS)
    send(chair)
    chair.at("Salles de lecture")
    chair.sees(DOCUMENTS[HOURS])


def choose_containing(reader: Reader, name: str, words: str) -> None:
    """Choose from the list of that name by words that the option has."""
    field = main(reader).locator(f'select[name="{name}"]')
    option = field.locator("option").filter(has_text=words).first
    field.select_option(str(option.get_attribute("value")))


def remote_speaker_has_the_floor(hall: Hall, watcher: Reader) -> None:
    """Asked for and given on live pages; somebody else sees it without a reload, and without scripts by one."""
    chair, delegate, guest = hall.chair, hall.delegate, hall.guest
    open_meeting(guest)
    follow(guest, LIVE)
    guest.sees(DOCUMENTS[HOURS])
    open_meeting(watcher)
    follow(watcher, LIVE)
    connected(watcher)
    watcher.page.evaluate("document.body.dataset.same = 1")
    open_meeting(delegate)
    follow(delegate, LIVE)
    expect(main(delegate).locator('button[value="speech"]')).to_have_count(0)
    press(chair, "/list/open/")
    expect(main(delegate).locator('select[name="mode"]')).to_have_value("remote")
    press_and_check(delegate, main(delegate).locator('button[value="speech"]').click)
    expect(watcher.page.locator(".floor li")).to_contain_text(
        watcher.say("Remote", "place of a speaker")
    )
    press(chair, "/give/")
    speaking = watcher.page.locator(".floor li").first
    expect(speaking).to_contain_text(MEMBER_NAME)
    expect(speaking.locator("[data-live-clock]")).to_be_visible()
    follow(guest, '[data-live-line="still"] a')
    expect(main(guest).locator(".floor")).to_contain_text(MEMBER_NAME)
    press(chair, "/end/")
    expect(watcher.page.locator(".floor")).to_have_count(0)
    assert watcher.page.evaluate("document.body.dataset.same") == "1"


def connected(reader: Reader) -> None:
    """The live page has its line."""
    expect(main(reader).locator('[data-live-line="connected"]')).to_be_visible()
