"""The main job, as the secretariat does it: a text comes in, and its changes come out.

An officer who reads Arabic brings in a report to which a flattened revision of a resolution is annexed. Controls are
found by the names of their fields and by what they lead to, provisions by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Locator, expect

from majlis.instruments.models import Version
from majlis.instruments.texts.storage import load_text
from majlis.look import formats
from tests.browser import redlines
from tests.browser.reader import Reader
from tests.browser.support import PHONE, WIDE, open_page, overflow, press_and_wait

pytestmark = [pytest.mark.django_db(transaction=True)]
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ARABIC = SAMPLES / "lighthouses.2031.ar.txt"
ENGLISH = SAMPLES / "lighthouses-resolution-27.2031.en.txt"
BECOMES = 'a[href*="/destination/"]'

# What the officer sees that is read wrongly: in the report, the first heading stands among the lines of the title, and two
# paragraphs stand on one line; in the resolution, a year was replaced by another without a trace.
NOTICE = "(نص خيالي: المجلس والمنارات والأشخاص والأرقام كلها من نسج الخيال)"
ENDS, BEGINS = "في صندوق الزيت قبل 30 يونيو 2032.", "شجع الفريق المكاتب الإقليمية"
FUND, OLD_YEAR, NEW_YEAR = "أن يستعرض صندوق الزيت في دورته لعام", "2030", "2033"
TITLE = "تقرير عن نتائج الاجتماعين الخامس والسادس لفريق العمل المعني بإضاءة الممرات"
RESOLUTION = "إضاءة الممرات المشتركة"
TERMS = "اختصاصات فريق العمل المعني بإضاءة الممرات"
PLAN = "بأن يضع خطة لتدريب الحراس الصغار بحلول 31 مارس 2032؛"
NEW = (
    "إعلان الجزر البعيدة لعام 2030 بشأن الممرات المظلمة.",
    "أن تضاء الممرات التي تسلكها سفن الصيد كل ليلة من شهر أكتوبر إلى شهر مارس؛",
    PLAN,
    "بأن يدعو إلى مشاورة للجزر البعيدة قبل نهاية عام 2032.",
)


@dataclass
class Desk:
    """An officer who is signed in, and somebody from outside who reads on a phone."""

    officer: Reader
    stranger: Reader
    folder: Path


@pytest.fixture
def desk(
    browser: Browser,
    site: str,
    demonstration: None,
    settings: Any,
    tmp_path: Path,
) -> Iterator[Desk]:
    """A fresh demonstration, read in Arabic."""
    cache.clear()
    settings.MAJLIS_PUBLIC_ADDRESS = site
    with ExitStack() as stack:
        people = [
            Reader(stack.enter_context(open_page(browser, size, locale="ar")), site, "ar")
            for size in (WIDE, PHONE)
        ]
        people[0].sign_in_as("secretariat")
        yield Desk(people[0], people[1], tmp_path)


@pytest.mark.slow
def test_a_revision_comes_in_and_its_redline_goes_out(desk: Desk) -> None:
    officer = desk.officer
    preview = import_file(officer, ARABIC)
    assert officer.page.locator(BECOMES).count() == 3
    make_it_front_matter(officer)
    undo_and_redo(officer, preview)
    split_by_keyboard(officer, preview)
    set_replaced_year(officer)
    choose_targets(officer, preview)
    is_private_to_secretariat(desk, preview)
    publish(officer)
    is_shown_as_proposed(desk)
    import_file(officer, ENGLISH)
    is_matched_as_translation(officer)
    publish(officer)
    compares_languages(officer)
    compare(officer)
    redline = take_redline(desk)
    redlines.check_redline(redline, (*NEW, NEW_YEAR))
    for version, year in ((redline.old, OLD_YEAR), (redline.new, NEW_YEAR)):
        assert f"{FUND} {year}،" in [each.text for each in load_text(version, "ar").walk()]


@pytest.mark.slow
def test_the_seed_is_published_as_it_was_read(desk: Desk, shared: Path) -> None:
    files = sorted((shared / "seed").glob("*.ar.txt"))
    assert files
    officer = desk.officer
    for file in files:
        preview = import_file(officer, file)
        becomes = officer.page.locator(BECOMES)
        roots = [str(each.get_attribute("href")) for each in becomes.all()]
        assert len(roots) == 3, roots
        publish(officer)
        made = list(Version.objects.filter(reconstructed_from=None).order_by("-pk")[:3])
        resolution = made[1]
        assert resolution.state == "proposed"
        officer.go(preview)
        press_and_wait(officer.page.locator(f'main a[href$="{address_of(resolution)}"]').first)
        assert overflow(officer.page) == []
        compare(officer)
        for path in (address_of(resolution), officer.page.url.split("/ar/")[1]):
            desk.stranger.go(path.removeprefix("/"))
            assert overflow(desk.stranger.page) == []
        redlines.check_redline(take_redline(desk))


def import_file(officer: Reader, file: Path) -> str:
    """Choose a file on the page that the library leads to; return the address of what was read."""
    officer.go("texts/")
    press_and_wait(officer.page.locator('main a[href$="/texts/imports/"]'))
    press_and_wait(officer.page.locator('main a[href$="/texts/imports/add/"]'))
    assert overflow(officer.page) == []
    officer.page.locator('main input[name="files"]').set_input_files(file)
    press_and_wait(officer.page.locator('main form:has(input[name="files"]) button'))
    expect(officer.page).to_have_url(re.compile(r"/texts/imports/\d+/$"))
    officer.sees(file.name)
    assert overflow(officer.page) == []
    return officer.page.url.split(f"/{officer.language}/")[1]


def provision(officer: Reader, words: str) -> Locator:
    """The part of the preview that shows a provision with these words, whatever its id is by now."""
    said = re.compile(rf"^\s*{re.escape(words)}")
    paragraph = officer.page.locator("main p").filter(has_text=said)
    return paragraph.last.locator("xpath=ancestor::*[@id][1]")


def edit_button(officer: Reader, words: str) -> Locator:
    """What opens a provision of the preview to be corrected."""
    return provision(officer, words).locator('a[href*="at="]')


def make_it_front_matter(officer: Reader) -> None:
    """The notice was read as a line of the title."""
    press_and_wait(edit_button(officer, NOTICE))
    kind = officer.page.locator('main select[name="kind"]')
    expect(kind).to_have_value("title")
    assert overflow(officer.page) == []
    kind.select_option("front")
    press_and_wait(officer.page.locator('#passage button[value="save"]'))
    has_kind(officer, "front")


def has_kind(officer: Reader, kind: str) -> None:
    """The notice has this kind: its form says so, which stays open, or is opened."""
    field = officer.page.locator('main select[name="kind"]')
    if not field.count():
        press_and_wait(edit_button(officer, NOTICE))
    expect(field).to_have_value(kind)


def undo_and_redo(officer: Reader, preview: str) -> None:
    """One step back, and the same step again. The officer just took it."""
    for step, kind in (("undo", "title"), ("redo", "front")):
        press_and_wait(officer.page.locator(f'main button[name="do"][value="{step}"]'))
        has_kind(officer, kind)
        officer.go(preview)
    assert officer.page.locator('main button[name="do"][value="redo"]').count() == 0


def tab_to(officer: Reader, selector: str, limit: int = 300) -> Locator:
    """Press the Tab key until the focus is there."""
    page = officer.page
    for _press in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return page.locator(":focus")
    pytest.fail(f"the Tab key does not reach {selector} on {page.url}")


def split_by_keyboard(officer: Reader, preview: str) -> None:
    """Two paragraphs stand on one line: no hand leaves the keyboard until they are two. The preview was just opened."""
    page = officer.page
    way = edit_button(officer, "دُعيت المرافئ").get_attribute("href")
    press_and_wait(tab_to(officer, f'a[href="{way}"]'), "Enter")
    words = tab_to(officer, 'textarea[name="words"]')
    place = words.input_value().index("3.3")
    page.keyboard.press("Control+Home")
    for _press in range(300):
        if words.evaluate("field => field.selectionStart") == place:
            break
        # Onwards is to the left in Arabic.
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    press_and_wait(tab_to(officer, 'button[name="do"][value="split"]'), "Enter")
    officer.go(preview)
    first, second = provision(officer, "دُعيت المرافئ"), provision(officer, BEGINS)
    expect(first.locator("p").first).to_have_text(re.compile(f"{re.escape(ENDS)}\\s*$"))
    expect(second).to_contain_text("3.3")
    assert first.get_attribute("id") != second.get_attribute("id")


def set_replaced_year(officer: Reader) -> None:
    """Two years stand in one another: the one is old, the other new. The officer is at the preview."""
    page = officer.page
    press_and_wait(edit_button(officer, FUND))
    for year, where in ((OLD_YEAR, "deleted"), (NEW_YEAR, "inserted")):
        page.locator('main input[name="some"]').fill(year)
        page.locator('main select[name="some_are"]').select_option(where)
        press_and_wait(page.locator('main button[name="do"][value="change"]'))
    expect(provision(officer, FUND).locator("del").first).to_contain_text(OLD_YEAR)
    expect(provision(officer, FUND).locator("ins").first).to_contain_text(NEW_YEAR)


def choose_targets(officer: Reader, preview: str) -> None:
    """The report has one title; resolution and terms are new texts, the resolution proposed, its former one with it."""
    page = officer.page
    for place in range(3):
        officer.go(preview)
        press_and_wait(page.locator(BECOMES).nth(place))
        assert overflow(page) == []
        published_as = page.locator('main input[name="published_as"]:checked')
        expect(published_as).to_have_value("instrument")
        state, kind = page.locator('[name="state"]'), page.locator('[name="kind"]')
        if place == 0:
            expect(kind).to_have_value("report")
            page.locator('[name="symbol"]').fill("CL31/12")
            page.locator('[name="title"]').fill(TITLE)
        elif place == 1:
            expect(kind).to_have_value("resolution")
            expect(state).to_have_value("proposed")
            expect(page.locator('[name="title"]')).to_have_value(RESOLUTION)
            expect(page.locator('[name="former"]')).to_be_checked()
        else:
            expect(page.locator('[name="title"]')).to_have_value(TERMS)
            expect(page.locator('[name="former"]')).to_have_count(0)
            state.select_option("proposed")
        press_and_wait(page.locator('main form:has([name="published_as"]) button').first)
        expect(page).to_have_url(re.compile(re.escape(preview)))


def resolution_versions() -> Any:
    """The versions of the sample's resolution."""
    return Version.objects.filter(instrument__symbol="القرار 27")


def address_of(version: Version) -> str:
    """Where a version is, whatever the language of the page."""
    return f"/texts/{version.instrument.slug}/{version.slug}/"


def is_private_to_secretariat(desk: Desk, preview: str) -> None:
    """Nothing that was not published is anywhere for others."""
    desk.stranger.go("texts/")
    desk.stranger.sees_no(RESOLUTION, TITLE)
    answer = desk.stranger.page.request.get(f"{desk.stranger.site}/ar/{preview}")
    assert RESOLUTION not in answer.text()
    assert not resolution_versions().exists()


def publish(officer: Reader) -> None:
    """Press the one button that publishes."""
    press_and_wait(officer.page.locator('main button[formaction$="/publish/"]'))
    officer.reads("Texts published.", "import of a text")
    assert overflow(officer.page) == []


def is_shown_as_proposed(desk: Desk) -> None:
    """All three are in the library for everybody; the resolution is proposed, its former version reconstructed."""
    stranger = desk.stranger
    stranger.go("texts/")
    stranger.sees(TITLE, TERMS)
    press_and_wait(stranger.page.get_by_role("link", name=re.compile(RESOLUTION)).first)
    stranger.at(RESOLUTION)
    stranger.reads("proposed", "version")
    stranger.sees(*NEW)
    assert overflow(stranger.page) == []
    press_and_wait(stranger.page.locator('main a[href*="/before-"]:not([href*="compare"])').first)
    former = resolution_versions().exclude(reconstructed_from=None).get()
    assert stranger.page.url.endswith(address_of(former))
    for words in NEW:
        stranger.sees_no(words)
    stranger.reads(
        "This version, reconstructed by undoing the changes in the following one, is not authentic."
    )


def is_matched_as_translation(officer: Reader) -> None:
    """The number of the resolution and its year tell of which version the English text is a language."""
    page = officer.page
    assert page.locator(BECOMES).count() == 1
    press_and_wait(page.locator(BECOMES))
    expect(page.locator('main input[name="published_as"]:checked')).to_have_value("language")
    version = resolution_versions().get(reconstructed_from=None)
    assert (version.state, version.instrument.kind) == ("proposed", "resolution")
    expect(page.locator('[name="version"]')).to_have_value(str(version.pk))
    page.go_back()
    page.wait_for_load_state()


def compares_languages(officer: Reader) -> None:
    """English says 30 April where Arabic says 31 March; both are read side by side."""
    page = officer.page
    press_and_wait(page.locator("main .course a").first)
    officer.at(RESOLUTION)
    told = page.locator("main li").filter(has_text=date_forms("2032-04-30"))
    expect(told).to_have_count(1)
    expect(told).to_contain_text(date_forms("2032-03-31"))
    page.locator('main select[name="beside"]').select_option("en")
    press_and_wait(page.locator('main form:has(select[name="beside"]) button'))
    expect(page.locator('main p[lang="ar"]').filter(has_text="31 مارس 2032")).to_have_count(1)
    english = page.locator('main p[lang="en"]').filter(has_text="by 30 April 2032")
    expect(english).to_have_count(1)
    assert overflow(page) == []


def date_forms(day: str) -> re.Pattern[str]:
    """A date as it is written for who reads Arabic, or as data."""
    return re.compile(f"{re.escape(day)}|{re.escape(formats.date(day, 'ar'))}")


def compare(officer: Reader) -> None:
    """The way from the text to what changed in it; the page marks both sides."""
    page = officer.page
    press_and_wait(page.locator('main a[href*="/compare/"]').first)
    assert overflow(page) == []
    assert page.locator("main article ins").count() > 0
    officer.reads("The earlier version is reconstructed, not authentic.")
    press_and_wait(page.locator('main a[href*="only=changed"]'))
    assert page.locator("main article ins").count() > 0
    assert overflow(page) == []


def take_redline(desk: Desk) -> redlines.Redline:
    """Take the comparison that is on the page as a Word file."""
    page = desk.officer.page
    found = re.search(r"/texts/([^/]+)/([^/]+)/compare/([^/]+)/", page.url)
    assert found is not None
    slug, *versions = found.groups()
    old, new = (Version.objects.get(instrument__slug=slug, slug=each) for each in versions)
    with page.expect_download() as coming:
        press_and_wait(page.locator('main a[href$=".docx"]'))
    path = desk.folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return redlines.Redline(path, old, new)
