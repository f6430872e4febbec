"""The steps of the journey through the register: what each person does, and what the next one then reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from majlis.look import formats
from majlis.mandates.similarity import tasks
from tests.browser import register_questions as planted
from tests.browser.first_visit import press_and_check, unfold
from tests.browser.reader import Reader
from tests.browser.support import press_and_wait

KEEPER = {"ar": "أمين الكتب (خيالي)", "en": "Keeper of Books (fictional)"}
COUNCIL = {
    "ar": "مجلس جماعة الجزر (خيالي)",
    "en": "Council of the Community of the Islands (fictional)",
}
MINISTRY = {"ar": "وزارة المكتبات الرقمية (جهة خيالية)", "en": planted.MINISTRY}
# The decision on signs is here in English alone: who reads Arabic asks in Arabic, and who reads English in French.
# The second paragraph is near to nothing.
DRAFTS = {
    "ar": "يطلب إلى أمين الكتب أن تكون لافتات غرف القراءة مكتوبة بتلك اللغة؛\n\n"
    "يطلب إلى خبازي العاصمة أن يزنوا خبزهم كل يوم اثنين.",
    "en": "Prie le Gardien des livres de faire écrire les enseignes des salles de lecture dans cette langue ;\n\n"
    "Prie les boulangers de la capitale de peser leur pain le lundi.",
}


SEEDS = """القرار 90 (بورت ليرا، 2026)

بذور الجزر المشتركة (نص خيالي)

إن مجلس العرض التجريبي،

إذ يضع في اعتباره أن الجزر تزرع تسعة أنواع من القمح،

1	يطلب إلى أمين الكتب أن يرفع إلى المجلس تقريراً عن خزائن البذور كل سنة؛

2	يكلف شبكة القراء بأن تواصل تعليم الأطفال زرع القمح في كل جزيرة؛

3	يطلب إلى أمين الكتب أن تكون لافتات غرف القراءة مكتوبة بتلك اللغة؛

4	يشجع الجزر على الاحتفال بيوم الحصاد؛

5	يقرر أن يستعرض هذا القرار في موعد أقصاه {review}.
"""
TITLE = "بذور الجزر المشتركة (نص خيالي)"
REPORTS, TEACHES, SIGNS, FEAST = (
    "يطلب إلى أمين الكتب أن يرفع إلى المجلس تقريراً عن خزائن البذور كل سنة",
    "يكلف شبكة القراء بأن تواصل تعليم الأطفال زرع القمح في كل جزيرة",
    "يطلب إلى أمين الكتب أن تكون لافتات غرف القراءة مكتوبة بتلك اللغة",
    "يشجع الجزر على الاحتفال بيوم الحصاد",
)
NETWORK = "شبكة القراء المفتوحة (منظمة خيالية)"
COMMITTEE = "لجنة البذور (خيالية)"
# What the people of the journey write.
WHY_REJECTED = "خيالي: يشجع على الاحتفال بيوم، ولا يطلب من أحد عملاً."
ACT = "الجلسة العامة الخامسة للمجلس (خيالية)"
DONE = "خيالي: تعلم أربعون طفلاً زرع القمح في ثلاث جزر هذا العام."
PROOF, PROOF_AT = "سجل الحقول الخيالي", "https://example.org/fields"
DOCUMENT, DOCUMENT_AT = "تقرير خيالي عن الحقول", "https://example.org/report"
WHY_COMPLEMENTARY = "خيالي: لافتات هذه لخزائن البذور، ولافتات تلك للكتب."


@dataclass
class Desk:
    """Who is on the way, each with a browser of their own, all reading Arabic; and the mandates by what they ask."""

    officer: Reader
    chair: Reader
    delegate: Reader
    stranger: Reader
    folder: Path
    year: int
    mandates: dict[str, str] = field(default_factory=dict)


def link(reader: Reader, selector: str) -> None:
    """Follow the first link that this selector finds in the page."""
    found = reader.page.locator(f"main {selector}").first
    unfold(found)
    press_and_check(reader, found.click)


def button(reader: Reader, words: str, context: str = "button") -> None:
    """Press the button of the page with these words of the interface."""
    name = re.compile(f"^{re.escape(reader.say(words, context))}$")
    press_and_check(reader, reader.page.locator("main").get_by_role("button", name=name).click)


def import_and_publish(desk: Desk) -> None:
    """The file is read, becomes a text in force of the council, and is published."""
    officer, page = desk.officer, desk.officer.page
    file = desk.folder / "seeds.2026.ar.txt"
    review = timezone.localdate() + timedelta(days=200)
    file.write_text(SEEDS.format(review=formats.date(review.isoformat(), "ar")), encoding="utf-8")
    officer.go("texts/")
    link(officer, 'a[href$="/texts/imports/"]')
    link(officer, 'a[href$="/texts/imports/add/"]')
    page.locator('main input[name="files"]').set_input_files(file)
    press_and_check(officer, page.locator('main form:has(input[name="files"]) button').click)
    link(officer, 'a[href*="/destination/"]')
    expect(page.locator('main [name="title"]')).to_have_value(TITLE)
    page.locator('main [name="state"]').select_option("in_force")
    page.locator('main [name="body"]').select_option(label=COUNCIL["ar"])
    page.locator('main [name="authentic"]').check()
    press_and_check(
        officer, page.locator('main form:has([name="published_as"]) button').first.click
    )
    press_and_check(officer, page.locator('main button[formaction$="/publish/"]').click)
    officer.reads("Texts published.", "import of a text")


def nothing_is_public_yet(desk: Desk) -> None:
    """The text is there for everybody; what was found in it is nobody's business."""
    stranger = desk.stranger
    stranger.go("texts/")
    link(stranger, f'a:has-text("{TITLE}")')
    stranger.sees(REPORTS)
    expect(stranger.page.locator("main .ask")).to_have_count(0)
    stranger.go("mandates/?year=2026")
    stranger.sees_no(REPORTS, TEACHES, SIGNS, FEAST)
    assert stranger.page.request.get(f"{stranger.site}/ar/mandates/findings/").status == 404


def review_findings(desk: Desk) -> None:
    """The queue: two are accepted by keyboard, one is corrected, one is rejected with a reason, and a clause accepted."""
    officer, page = desk.officer, desk.officer.page
    officer.go("texts/")
    link(officer, f'a:has-text("{TITLE}")')
    link(officer, 'a[href*="/mandates/findings/"]')
    link(officer, "a.btn")
    quote = page.locator("main blockquote").first
    expect(quote).to_contain_text("خزائن البذور")
    expect(quote.locator("mark").first).to_have_text(re.compile("يطلب"))
    press_by_keyboard(desk, "accept")
    desk.mandates["reports"] = accepted_number(officer)
    # Who decides by keyboard goes on at what was said of the decision, and not at the head of the page.
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"
    expect(quote).to_contain_text("زرع القمح")
    # The text names the network in short: the officer writes who that is.
    edit_fields(page)
    page.locator('main [name="asked"]').fill(NETWORK)
    press_and_check(officer, page.locator('main button[value="accept"]').click)
    desk.mandates["teaches"] = accepted_number(officer)
    expect(quote).to_contain_text("مكتوبة بتلك اللغة")
    press_by_keyboard(desk, "accept")
    desk.mandates["signs"] = accepted_number(officer)
    expect(quote).to_contain_text("بيوم الحصاد")
    press_and_wait(page.locator("main summary[accesskey=r]"))
    page.locator('main [name="reason"]').fill(WHY_REJECTED)
    press_and_check(officer, page.locator('main button[value="reject"]').click)
    officer.reads("Finding rejected. Your reason is public.")
    officer.at("Possible clause", "finding")
    press_by_keyboard(desk, "accept")
    officer.reads("The clause was accepted.")


def press_by_keyboard(desk: Desk, do: str) -> None:
    """No hand leaves the keyboard: the Tab key goes there, and Enter presses it."""
    page = desk.officer.page
    for _press in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.value === wanted", do):
            press_and_check(desk.officer, lambda: page.keyboard.press("Enter"))
            return
    pytest.fail(f"the Tab key does not reach {do} on {page.url}")


def accepted_number(officer: Reader) -> str:
    """The number that the page says it was accepted as."""
    found = re.search(r"M-\d+", officer.page.locator("main").inner_text())
    assert found is not None
    expect(officer.page.locator("main [role=status] .msg")).to_contain_text(found[0])
    return found[0]


def edit_fields(page: Page) -> None:
    """Open the fields of a finding, where they are folded."""
    if page.locator("main details:not([open]) > [data-key=e]").count():
        press_and_wait(page.locator("main [data-key=e]"))


def open_mandate(reader: Reader, number: str) -> None:
    """Find a mandate by its number, as it is cited."""
    reader.page.locator("#find-q").fill(number)
    press_and_check(reader, lambda: reader.page.locator("#find-q").press("Enter"))
    if not reader.page.url.endswith(f"/mandates/{number}/"):
        link(reader, f'a[href$="/mandates/{number}/"]')


def decisions_are_public(desk: Desk) -> None:
    """Beside the text and in the register; what is no mandate with the reason."""
    stranger = desk.stranger
    stranger.go("mandates/?year=2026")
    stranger.sees(REPORTS, TEACHES, SIGNS)
    stranger.sees_no(FEAST)
    stranger.go("mandates/")
    link(stranger, 'a[href$="/mandates/rejected/"]')
    stranger.sees(FEAST, WHY_REJECTED)
    open_mandate(stranger, desk.mandates["teaches"])
    stranger.sees(TEACHES, NETWORK)
    expect(stranger.page.locator("main #who + ul")).to_contain_text(
        stranger.say("proposed", "lead")
    )
    stranger.reads("no lead named")
    stranger.reads("entered by a person", "method of detection")


def chair_confirms_lead(desk: Desk) -> None:
    """The chair of the council whose text asks; who leads may not do it itself."""
    number = desk.mandates["teaches"]
    open_mandate(desk.delegate, number)
    assert desk.delegate.page.locator('main form[action*="confirm_assignment"]').count() == 0
    open_mandate(desk.chair, number)
    button(desk.chair, "Confirm proposal")
    desk.chair.reads("Lead or contributor confirmed")
    open_mandate(desk.stranger, number)
    lead = desk.stranger.page.locator("main #who + ul")
    expect(lead).to_contain_text(NETWORK)
    expect(lead).to_contain_text(desk.stranger.say("confirmed", "lead"))
    desk.stranger.sees_no(desk.stranger.say("no lead named"))


def lead_finds_task(desk: Desk) -> None:
    """From the front page, at one press; and it was told."""
    delegate = desk.delegate
    delegate.go()
    link(delegate, 'a[href$="/brief/"]')
    delegate.sees(TEACHES)
    delegate.go("notices/")
    delegate.sees(desk.mandates["teaches"])


def step_is_delegated(desk: Desk) -> None:
    """The report of next year is drafted, considered, agreed and received; the committee agrees in the council's place."""
    officer, page = desk.officer, desk.officer.page
    open_mandate(officer, desk.mandates["reports"])
    link(officer, f'a:has-text("{desk.year}")[href*="/deliverables/"]')
    for place, does in ((2, "consider"), (3, "agree")):
        link(officer, 'a[href$="/add_step/"]')
        page.locator('main [name="task"]').select_option(does)
        page.locator('main [name="entity"]').fill(COUNCIL["ar"])
        page.locator('main [name="position"]').fill(str(place))
        button(officer, "Add step")
    agree = officer.say("Agree", "step")
    press_and_check(
        officer, page.locator(f'main a[href*="/delegate_step/"][aria-label^="{agree}"]').click
    )
    page.locator('main [name="to"]').fill(COMMITTEE)
    page.locator('main [name="words"]').fill(ACT)
    expect(page.locator('main [name="reports_back"]')).to_be_checked()
    button(officer, "Delegate step")
    stranger = desk.stranger
    open_mandate(stranger, desk.mandates["reports"])
    link(stranger, f'a:has-text("{desk.year}")[href*="/deliverables/"]')
    steps = stranger.page.locator("main .steps li")
    order = ("Draft", "Consider", "Agree", "Receive", "Receive")
    expect(steps).to_contain_text([stranger.say(each, "step") for each in order])
    expect(steps.nth(2)).to_contain_text(COMMITTEE)
    back = stranger.say("in place of %(actor)s, reporting back to it")
    expect(steps.nth(2)).to_contain_text(re.compile(back.replace("%(actor)s", ".*")))
    expect(steps.nth(2)).to_contain_text(COUNCIL["ar"])
    expect(steps.nth(4)).to_contain_text(COUNCIL["ar"])


def session_is_dated(desk: Desk) -> None:
    """Until then it reads “date to be set”; then it is due on that day."""
    stranger, officer, page = desk.stranger, desk.officer, desk.officer.page
    unset = stranger.say("%(occasion)s, date to be set").replace("%(occasion)s", f"{desk.year}.*")
    expect(stranger.page.locator("main .meta").first).to_contain_text(re.compile(unset))
    link(officer, 'a[href$="/mandates/occasions/"]')
    link(officer, f'tr:has-text("{desk.year}") a[href*="/change_occasion/"]')
    page.locator('main [name="date"]').fill(session(desk).isoformat())
    page.locator('main [name="source"]').fill(ACT)
    button(officer, "Save correction")
    stranger.page.reload()
    stranger.sees(formats.date(session(desk).isoformat(), "ar"))


def session(desk: Desk) -> date:
    """The day on which the council meets next year."""
    return date(desk.year, 6, 15)


def lead_submits_statement(desk: Desk) -> None:
    """The text says "continue to": the delegate of the network says how it goes, and what shows it."""
    delegate, page = desk.delegate, desk.delegate.page
    open_mandate(delegate, desk.mandates["teaches"])
    link(delegate, 'a[href$="/statements/add/"]')
    page.locator('main [name="period_from"]').fill(str(desk.year - 1))
    page.locator('main [name="text"]').fill(DONE)
    page.locator('main [name="state"][value="under_way"]').check()
    page.locator('main [name="evidence"]').fill(f"{PROOF} {PROOF_AT}")
    page.locator('main [name="reviewed_words"]').fill(ACT)
    button(delegate, "Publish statement", "progress statement")
    stranger = desk.stranger
    open_mandate(stranger, desk.mandates["teaches"])
    said = stranger.page.locator('main section[aria-labelledby="statements"] .said')
    for words in (DONE, PROOF, ACT, str(desk.year - 1), stranger.say("under way", "progress")):
        expect(said).to_contain_text(words)
    expect(said.get_by_role("link", name=PROOF)).to_have_attribute("href", PROOF_AT)


def document_is_submitted(desk: Desk) -> None:
    """The secretariat adds what is to be delivered; who leads names the document, and the paragraphs that answer."""
    officer, delegate, stranger = desk.officer, desk.delegate, desk.stranger
    open_mandate(officer, desk.mandates["teaches"])
    link(officer, 'a[href$="/deliverables/"]')
    link(officer, 'a[href$="/add_deliverable/"]')
    officer.page.locator('main [name="kind"]').select_option("report")
    officer.page.locator('main [name="due"]').fill(f"{desk.year}-03-01")
    button(officer, "Add deliverable")
    open_mandate(delegate, desk.mandates["teaches"])
    link(delegate, 'a[href$="/deliverables/1/"]')
    link(delegate, 'a[href$="/submit_document/"]')
    for name, words in (
        ("document", DOCUMENT_AT),
        ("title", DOCUMENT),
        ("paragraphs", "12–18"),
        ("date", f"{desk.year - 1}-01-20"),
    ):
        delegate.page.locator(f'main [name="{name}"]').fill(words)
    button(delegate, "Submit document")
    open_mandate(stranger, desk.mandates["teaches"])
    came = stranger.page.locator("main").get_by_role("listitem").filter(has_text=DOCUMENT)
    expect(came).to_contain_text("12–18")
    expect(stranger.page.locator("main .top .meta")).to_contain_text(
        stranger.say("reported done", "progress")
    )


def pair_is_reviewed(desk: Desk) -> None:
    """The worker finds that an English decision asks for something near; a person says that they complement one another."""
    tasks.update_related.func()
    officer, stranger = desk.officer, desk.stranger
    open_mandate(officer, desk.mandates["signs"])
    near = officer.page.locator('main section[aria-labelledby="related"] li')
    expect(near.filter(has_text="have the signs of the reading rooms")).to_have_count(1)
    press_and_check(
        officer, near.filter(has_text="have the signs").locator('a[href*="/related/"]').click
    )
    officer.reads("Found automatically. Not yet assessed.")
    judged = officer.page.url.split("/ar/")[1]
    link(officer, 'a[href$="/judge/"]')
    officer.page.locator('main [name="judgement"][value="complementary"]').check()
    officer.page.locator('main [name="reason"]').fill(WHY_COMPLEMENTARY)
    press_and_check(
        officer, officer.page.locator("main form:has([name=judgement]) button").first.click
    )
    stranger.go(judged)
    stranger.sees(WHY_COMPLEMENTARY, stranger.say("complementary", "pair"))


def calendar_feed_is_read(desk: Desk) -> None:
    """The page leads to the feed; its events are the session and the review that were made here."""
    stranger = desk.stranger
    stranger.go("mandates/calendar/?year=2026")
    stranger.sees(REPORTS, formats.date(session(desk).isoformat(), "ar"))
    feed = stranger.page.locator('main a[href*="calendar.ics"]').first.evaluate("each => each.href")
    answer = stranger.page.request.get(feed)
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.body()).walk("VEVENT")
    own = f"mandates-{desk.mandates['reports']}@"
    (event,) = [each for each in events if str(each["uid"]).startswith(own)]
    assert event["dtstart"].dt == session(desk)
    assert REPORTS in str(event["summary"])
    assert str(event["url"]).endswith(f"/ar/mandates/{desk.mandates['reports']}/")
    (clause,) = [each for each in events if str(each["uid"]).startswith("clauses-")]
    assert clause["dtstart"].dt == timezone.localdate() + timedelta(days=200)
